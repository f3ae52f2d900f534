"""What looks like a figure of a story and is none: ages, years, times, scores, names with numbers in them."""

from __future__ import annotations

import re

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SMALL = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"

PATTERNS = (
    # addresses, numbers to call
    r"https?://\S+|www\.\S+|\S+@\S+\.\S+|@\w+",
    r"\+\d[\d ().-]{6,}\d|\(\d{2,5}\)[ -]?\d{3,}(?:[ -]\d+)*|\b\d{3,5}[-. ]\d{3}[-. ]\d{3,4}\b|\b\d{3}-\d{4}\b|\b0\d{3,4} \d{3} ?\d{3,4}\b",
    r"\b1-\d{3}-\w{3}-\w{4}\b|\b(?:call|ring|dial|text|phone|fax|hotline|helpline)(?: [a-z]+){0,3} \+?[\d(][\d ().-]+\d\b",
    r"\b\d{1,5} (?:[A-Z][\w’'.-]+ ){1,3}(?:Street|St|Road|Rd|Lane|Avenue|Ave|Drive|Boulevard|Square|Place|Terrace|Crescent|Quay|Way|Row|Close)\b",
    # times of day
    r"\b\d{1,2}(?:[:.]\d{2})? ?[ap]\.?m\b\.?|\b\d{1,2}:\d{2}(?::\d{2})?\b|\b\d{1,2} o['’]clock|\b[0-2]\d{3} (?:hours|GMT|UTC)\b",
    # ages
    r"\b[\w-]+-(?:year|month|week|day)-olds?\b|\b\d+ (?:year|month|week|day)-olds?\b|\b[\w-]+ years? old\b",
    r"\b(?:aged?|ages) (?:between )?[\w-]+(?: ?(?:to|and|-|or) ?(?:\d+|over|older|under|younger|above|up))*\b",
    r"(?<=[^\W\d_]), \d{1,3},|(?<=[^\W\d_]) \(\d{2}\)",
    r"\b(?:people|adults?|children|persons?|those|men|women|residents|anyone|everyone|patients|voters|over-|under-)[ ]?(?:aged )?"
    r"(?:over|under|above|below|older than|younger than) \d+(?! (?:per|%))|\b(?:over|under)-\d+s?\b|\b\d+ (?:and|or) (?:older|over|younger|under|above|up)\b",
    r"\b(?:mid-|early |late )?(?:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b|\b(?:mid-)?['’]?\d+s\b",
    r"\b\d+-(?:year|yr)\b(?!-long)|\b[a-z]+-year\b(?!-long)",
    # scores and counts of votes of a body; races
    r"\b\d{1,3} ?[-–] ?\d{1,3}(?= (?:vote|win|victory|defeat|loss|lead|decision|ruling|score|draw|tie|split|record|margin|majority|against|over)\b)",
    r"\b(?:won|win|lost|lose|beat|led|lead|leading|voted|vote|drew|score[ds]?|defeated|trailing|trailed|ahead)(?: \S+){0,3}? \d{1,3} ?(?:[-–]|to) ?\d{1,3}\b(?! ?(?:%|per))",
    # names with a number
    r"\b(?:No|Nos|Art|Sec|Ch|pp?)\. ?\d+|#\d+|№ ?\d+",
    r"\b(?:route|highway|interstate|motorway|road|exit|gate|room|floor|line|platform|flight|page|chapter|article|section|paragraph|phase"
    r"|stage|level|tier|grade|type|category|class|group|district|ward|precinct|zone|area|sector|division|station|engine|unit|channel|version|model|mark"
    r"|measure|proposition|question|amendment|resolution|bill|item|rule|title|figure|table|photo|image|slide|step|part|volume|episode|season|round|week|day"
    r"|pier|berth|dock|hall|building|block|lot|apartment|suite|box|number|runway|reactor|lane|bus|tram|box)s? \d+[A-Za-z]?\b(?! ?(?:%|per|percent|million|thousand|people))",
    r"\b(?:Group|Big|Top|Fortune|Gang|Committee|Council|Class|Summer|Winter|Game|Apollo|Formula|World War|Article|Boeing|Airbus|Leopard|Patriot) (?:of )?(?:\d+|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Twenty)\b",
    # idioms
    r"\b24/7\b|\b9/11\b|\b50[-/]50\b|\b(?:twenty-twenty|one hundred percent)\b|\bone[- ](?:off|way|sided|time|stop|party|man|on-one)\b",
    r"\b(?:no|any|every|some|each|which)[ -]one\b|\bone (?:of|another|day|more|by one|side|thing|can|could|would|that|who|way|in which|such|might|must|is|was|has)\b|\b(?:the|this|that|only|first|last) one\b",
    r"\bsecond(?:s)? (?:to none|thoughts?)\b|\bone(?:'|’)s\b|\bat (?:sixes and sevens|one)\b|\bback to square one\b|\bday one\b|\bin two minds\b|\bsquare one\b",
    rf"\b(?:[Tt]he|[Tt]hese|[Tt]hose|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Oo]ur|[Tt]he other|[Aa]ll) (?:{_SMALL})(?= [^\W\d_])(?!-)",
    # page furniture within a paragraph
    r"\b\d+ ?min(?:ute)?s? read\b|\b\d+ (?:comments|shares|likes|retweets)\b|\b(?:photo|image|page|slide) \d+ of \d+\b|©\s?\d{4}",
)  # fmt: skip
_MISLEADING = re.compile("|".join(f"(?:{one})" for one in PATTERNS), re.IGNORECASE)
_NAMED = re.compile(
    rf"(?<=[^\W_])(?<!^)\b(?:[A-Z][\w’'.-]* )(\d{{1,4}}(?:[A-Z]|[a-z])?)\b(?![,.]\d|%| ?(?:percent|per cent|million|billion|thousand|km|people))(?! [a-z]+s\b)"
)
_CAPITALS = re.compile(
    r"(?<=[^.!?:] )(?:“|\")?(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Hundred|Thousand)\b(?= [A-Z])"
)
_YEAR = re.compile(r"(?<![\d$€£.,-])(?:1[5-9]|20)\d{2}(?:[-/]\d{2,4})?(?![\d%]|[,.]\d)")
_NOT_LABELS = re.compile(
    rf"(?:{_MONTHS}|On|In|At|By|From|To|Of|With|About|Around|Nearly|Almost|Some|Over|More|At least|Only|Just|The|A|An|And|But|Another"
    r"|Between|Under|Roughly|Approximately|All|For|Until|Since|When|Where|While|As|Is|Was|Has|Had|Another|Up|Of)\b"
)

Span = tuple[int, int]


def misleading(words: str) -> list[Span]:
    """The places of a sentence where numbers are no figures.

    >>> sentence = "Lee, 47, of the 2024 team drove an F-16 past Route 66 at 7:30 p.m."
    >>> [sentence[begin:end] for begin, end in misleading(sentence)]
    [', 47,', 'Route 66', '7:30 p.m.', '2024']
    """
    found = [match.span() for match in _MISLEADING.finditer(words)]
    found += [match.span(1) for match in _NAMED.finditer(words) if not _NOT_LABELS.match(match[0])]
    found += [match.span() for match in _CAPITALS.finditer(words)]
    found += [match.span() for match in _YEAR.finditer(words) if not _counts(words, match.end())]
    return list(dict.fromkeys(found))


def _counts(words: str, end: int) -> bool:
    """Whether a number that may be a year has a unit behind it: "1900 people", but not "2024 votes were cast"."""
    from newsledger.drafting.nouns import noun_after

    noun = noun_after(words, end)
    near = noun is not None and noun.begin <= end + 1
    return (
        near
        and noun is not None
        and noun.known
        and noun.unit.symbol in {"person", "km", "km2", "m", "ha", "acre", "home", "case"}
    )


def overlaps(span: Span, others: list[Span]) -> bool:
    """Whether a place lies in one of others, in part or whole."""
    return any(begin < span[1] and span[0] < end for begin, end in others)


__all__ = ["Span", "misleading", "overlaps"]
