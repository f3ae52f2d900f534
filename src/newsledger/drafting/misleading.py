"""What looks like a figure of a story and is none: ages, years, times, scores, names with numbers in them."""

from __future__ import annotations

import re

from newsledger.drafting.money import sign_at
from newsledger.drafting.patterns import any_of, either, led_by

Span = tuple[int, int]
"""From where to where something stands in a sentence."""

_SMALL = either("two three four five six seven eight nine ten eleven twelve")
_NUMBERS = rf"(?:\d+|one|{_SMALL}|twenty)"
_STREETS = either("Street St Road Rd Lane Avenue Ave Drive Boulevard Square Place Terrace Crescent Quay Way Row Close")
_LABELS = either(
    "route highway interstate motorway road exit gate room floor line platform flight page chapter article section"
    " paragraph phase stage level tier grade type category class group district ward precinct zone area sector division"
    " station engine unit channel version model mark measure proposition question amendment resolution bill item rule"
    " title figure table photo image slide step part volume episode season round week day pier berth dock hall building"
    " block lot apartment suite act law decree order directive statute docket permit licence license"
    " patent box number runway reactor lane bus tram"
)
_GROUPS = r"Group|Big|Top|Fortune|Gang|Committee|Council|Class|Summer|Winter|Apollo|Formula|World War|Boeing|Airbus"
_CONTESTS = either(
    "vote win victory defeat loss lead decision ruling score draw tie split record margin majority against"
)
_WON = either("won win lost lose beat led lead leading voted vote drew scored? scores defeated trailing trailed ahead")
_PEOPLE = either("people adults? children persons? those men women residents anyone everyone patients voters")
_BOUND = either("over under above below")
_DECADES = either("twenties thirties forties fifties sixties seventies eighties nineties")
_DETERMINERS = r"the|these|those|his|her|their|its|our|the other|all(?! \w+ of\b)"
_AFTER_ONE = either("another day more side thing can could would that who way such might must").replace("|", r"\b|")
_ONE_OF = rf"of\b(?! (?:(?:the|its|their|all|his|her) )?(?:\d|{_SMALL}))"
_ONE_IS = (
    r"(?:is|was|has)\b(?! (?:\w+ ){0,2}(?:dead|killed|died|missing|injured|wounded|hurt|hospital|arrested|critical)\b)"
)

_ADDRESSES = (
    r"https?://\S+|www\.\S+|\S+@\S+\.\S+|@\w+",
    r"\+\d[\d ().-]{6,}\d|\(\d{2,5}\)[ -]?\d{3,}(?:[ -]\d+)*|\b\d{3,5}[-. ]\d{3}[-. ]\d{3,4}\b",
    r"\b\d{3}-\d{4}\b|\b0\d{3,4} \d{3} ?\d{3,4}\b|\b1-\d{3}-\w{3}-\w{4}\b",
    r"\b(?:call|ring|dial|text|phone|fax|hotline|helpline)(?: [a-z]+){0,3} \+?[\d(][\d ().-]+\d\b",
    r"\b(?:rang|rings?|ringing|dial|dial(?:led|ed|s|ling|ing)|call(?:ed|ing|s)?) \d{3}\b(?! [a-z]+s\b)",
    rf"(?-i:\b\d{{1,5}} (?:[A-Z][\w’'.-]+ ){{1,3}}(?:{_STREETS})\b)",
)
"""Where to call, write or go."""

_TIMES = (
    r"\b\d{1,2}(?:[:.]\d{2})? ?[ap]\.?m\b\.?|\b\d{1,2}:\d{2}(?::\d{2})?\b|\b\d{1,2} o['’]clock",
    r"\b\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})\b|\b\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})\b",
    r"\b(?:first|second|third|fourth|last|final) (?:half|quarter|third)\b",
    r"\b[0-2]\d{3} (?:hours|GMT|UTC)\b|\b24/7\b",
)
_AGES = (
    r"\b[\w-]+-(?:year|month|week|day)-olds?\b|\b\d+ (?:year|month|week|day)-olds?\b",
    r"\b[\w-]+ (?:year|month|week|day)s? old\b|\b(?:average|median|mean) age\b[^.;]{0,40}?\b\d+\b",
    r"\bin age from [\w-]+ to [\w-]+(?:[^.;]{0,40}?\b(?:median|mean|average)(?: age)?(?: of| was| is)? \d+)?",
    r"\b(?:youngest|oldest|eldest) (?:was|is|being|of \w+ was) \d+\b",
    r"\b(?:aged?|ages) (?:between )?[\w-]+(?: ?(?:to|and|-|or) ?(?:\d+|over|older|under|younger|above|up))*\b",
    r"(?<=[^\W\d_]), \d{1,3},(?!\d)|(?<=[^\W\d_]) \(\d{2}\)",
    rf"\b(?:{_PEOPLE}|over-|under-) ?(?:aged )?(?:{_BOUND}|older than|younger than) \d+(?! (?:per|%))",
    (
        rf"\b(?:them|those|half|most|victims|patients|adults|others|all"
        rf"|some) (?:aged )?(?:{_BOUND}) \d\d(?=[,.;)]| and\b| were\b)"
    ),
    (
        r"\b(?:he|she|who|they|i) (?:is|was|were|am|turned|turns) (?:just |only |now "
        r"|then )?\d{1,2}(?=[,.;)]| when\b| and\b| at\b)"
    ),
    r"\b(?:over|under)-\d+s?\b|\b\d+ (?:and|or) (?:older|over|younger|under|above|up)\b",
    rf"\b(?:mid-|early |late )?(?:{_DECADES})\b|\b(?:mid-)?['’]?\d+s\b",
    r"\b\d+-(?:year|yr)\b(?!-long)|\b[a-z]+-year\b(?!-long)",
)
_SCORES = (
    rf"\b\d{{1,3}} ?[-–] ?\d{{1,3}}(?= (?:{_CONTESTS})\b)",
    rf"\b(?:{_WON})(?: \S+){{0,3}}? \d{{1,3}} ?(?:[-–]|to) ?\d{{1,3}}\b(?! ?(?:%|per))",
)
_NAMES = (
    r"\b(?:No|Nos|Art|Sec|Ch|pp?)\. ?\d+|#\d+|№ ?\d+",
    rf"(?<!\bto )\b(?:{_LABELS})s? \d+[A-Za-z]?\b(?! ?(?:%|per|percent|million|thousand|people))",
    rf"\b(?:{_GROUPS}|Leopard|Patriot) (?:of )?{_NUMBERS}\b",
)
_IDIOMS = (
    (
        r"\b9/11\b|\b50[-/]50\b|\bone hundred percent\b|\bone(?:-(?:way|sided|time|stop|party|man|woman"
        r"|off)| (?:off|way|time|by one)|-on-one)\b"
    ),
    r"\b(?:no|any|every|some|each|which)[ -]one\b",
    rf"\bone (?:{_AFTER_ONE}\b|{_ONE_OF}|in which\b|{_ONE_IS})|\bone['’]s\b",
    r"\b(?:the|this|that|first|last|day|square) one\b|\bsecond(?:s)? (?:to none|thoughts?)\b|\bin two minds\b",
)
_THE_FEW = re.compile(
    rf"\b(?:{_DETERMINERS}) (?:{_SMALL})(?= [^\W\d_])(?!-)"
    r"(?! (?:day|week|month|year|hour|minute)s (?:to|ending|ended|until|since|before|after|from|between|through|up)\b)",
    re.IGNORECASE,
)
"""The two: whoever was counted before, but for "three of the nine" and "the six months to June"."""

_PART_OF_THEM = re.compile(
    rf"(?:\d|\b(?:{_SMALL}|one|half|most|none|all|any|some|each|third|quarter|thirds|quarters)) of $", re.IGNORECASE
)

_FURNITURE = (
    r"\b\d+ ?min(?:ute)?s? read\b|\b\d+ (?:comments|shares|likes|retweets)\b",
    r"\b(?:photo|image|page) \d+ of \d+\b|©\s?\d{4}",
)
_MISLEADING = any_of(
    *_ADDRESSES, *_TIMES, *_AGES, *_SCORES, *_NAMES, *_IDIOMS, *_FURNITURE, flags=re.IGNORECASE
)  # fmt: skip

_LABELLED = re.compile(
    r"(?<=[\w,’')] )[A-Z][\w’'.-]* (?P<number>\d{1,4}[A-Za-z]?)\b"
    r"(?![,.]\d|%| ?(?:percent|per cent|million|billion|thousand|km|people))(?! [a-z]+s\b)"
)
"""A name and a number: Route 66. A plural behind it is counted: "in Kyiv 30 drones"."""

_NO_LABELS = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|[A-Z][a-z]+day|"
    + either(
        "On In At By From To Of With About Around Nearly Almost Some Over More Only Just The A An And But"
        " Another Between"
        " Under Roughly Approximately All For Until Since When Where While As Is Was Has Had Up"
    )
    + r")\b"
)
_AGE_AT_END = re.compile(r"(?:his|her|their|and|,) (?:[a-z]+ )?[A-Z][\w’'-]+(?P<age>, \d{1,2})(?=[.;])")
"""The age of the last of several who are named: "Ann Lee, 74, and her son Tom, 46."."""

_AGE_OF_SPEAKER = re.compile(
    r"\b[A-Z][\w’'-]+ (?!County|Oblast|Region|District|Province|City|Ward"
    r"|Valley)[A-Z][\w’'-]+(?P<age>, \d{2})(?=\.(?!\d))"
    r"|\b(?:said|says|told|added|adds|recalled|recalls|asked|asks|explained"
    r"|wrote) [A-Z][\w’'-]+(?P<years>, \d{2})(?=[.,;](?!\d))"
)
"""The age of somebody with first and last name at the end of a sentence: "said Ann Lee, 74."."""

_CAPITAL = re.compile(
    rf"(?<=[^.!?:] )[“\"]?(?:{either('One Two Three Four Five Six Seven Eight Nine Ten Hundred Thousand')})\b(?= [A-Z])"
)
"""A number in a name: the blog Two Majors."""

_YEAR = re.compile(r"(?<![\d$€£.,-])(?:1[5-9]|20)\d{2}(?:[-/]\d{2,4})?(?![\d%]|[,.]\d)")
_COUNTED = frozenset({"person", "km", "km2", "m", "ha", "acre", "home", "case"})
"""Units behind which a number that looks like a year is none; "2024 votes" may be either, hence a year."""


def misleading(words: str) -> list[Span]:
    """The places of a sentence where numbers are no figures.

    >>> sentence = "Lee, 47, of the 2024 team drove an F-16 past Route 66 at 7:30 p.m."
    >>> [sentence[begin:end] for begin, end in misleading(sentence)]
    [', 47,', 'Route 66', '7:30 p.m.', '66', '2024']
    """
    found = [match.span() for match in _MISLEADING.finditer(words)]
    found += [match.span() for match in _THE_FEW.finditer(words) if not led_by(_PART_OF_THEM, words, match.start())]
    found += [match.span("number") for match in _LABELLED.finditer(words) if not _is_no_label(match)]
    found += [match.span("age") for match in _AGE_AT_END.finditer(words)]
    found += [match.span(match.lastgroup or 0) for match in _AGE_OF_SPEAKER.finditer(words)]
    found += [match.span() for match in _CAPITAL.finditer(words)]
    found += [match.span() for match in _YEAR.finditer(words) if not _counts(words, match.end())]
    return list(dict.fromkeys(found))


def _counts(words: str, end: int) -> bool:
    """Whether a number that may be a year has a unit right behind it: "1900 people"."""
    from newsledger.drafting.nouns import noun_after

    noun = noun_after(words, end)
    return noun is not None and noun.known and noun.begin <= end + 1 and noun.unit.symbol in _COUNTED


def _is_no_label(found: re.Match[str]) -> bool:
    """Whether a word in capitals before a number begins a sentence, leads a date or is money: `Rs 400`."""
    return _NO_LABELS.match(found[0]) is not None or sign_at(found[0], 0, {}) is not None


def overlaps(span: Span, others: list[Span]) -> bool:
    """Whether a place lies in one of others, in part or whole.

    >>> overlaps((2, 4), [(3, 9)]), overlaps((2, 3), [(3, 9)])
    (True, False)
    """
    return any(begin < span[1] and span[0] < end for begin, end in others)
