"""What a number counts, where no unit stands behind it; and which numbers are no figures at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType

from newsledger.drafting.figure import Figure
from newsledger.drafting.money import Money, sign_at
from newsledger.drafting.nouns import ITEM, PERSON, STOPS, Noun, is_many, is_people, noun_after
from newsledger.drafting.numbers import Number, number_at
from newsledger.drafting.patterns import either, led_by, words
from newsledger.frozen import frozen
from newsledger.values import units
from newsledger.values.units import Unit

SHARE, PERCENT = units.UNITS["share"], units.UNITS["%"]
WHOLE = 100
"""Per cent."""

NEAR_WHOLE, MOST_SKIPPED = 50, 4
"""So many characters, and so many words, behind an "of" the whole is looked for: "of the province's 14 towns"."""

FAR = 600
"""So many characters before a number what it counts is looked for."""

NEAR_PART = 5
"""So many characters behind a part may stand what is parted: "half a mile"."""

_WERE = either(
    r"were was are is remain(?:s|ed)? have has had others? more still in been reported confirmed of\s+them"
    r" people critically"
    " seriously feared later also"
).replace("of\\s+|them", r"of\s+them")
_HARM = either(
    "killed dead died die injured wounded hurt missing hospitali[sz]ed hospital arrested detained rescued evacuated"
    " displaced treated infected captured recovered unaccounted isolated trapped airlifted quarantined stranded"
    " homeless eligible unemployed jobless unvaccinated drowned buried vaccinated waited waiting fled sheltering"
    " exposed employed enrolled sickened queued poisoned disciplined suspended charged convicted sentenced"
    " acquitted married baptised"
)
_MEASURE = re.compile(
    r"\b(magnitude|index|category|rating|score)"
    r"(?:[- ]|(?: (?:of|as|was|is|at|rose|fell|stood|reached|hit|climbed|to|now|put|revised|measured"
    r"|preliminary)){1,4} )$",
    re.IGNORECASE,
)
_PLURAL = re.compile(
    r"(?<![\w'’])([A-Za-z]{3,}s)(?: now| have| had| has)?(?::|(?: (?:numbered|number|totall?ed|reached"
    r"|were|are|fell|rose|grew|climbed|jumped|stood|stand|dropped))(?: to| at)?) (?:\w+ ){0,2}$"
)
_HARMING = re.compile(
    r"\b(?:kill|injur|wound|hurt|arrest|detain|rescu|evacuat|displac|infect|hospitali[sz]|employ|captur|airlift"
    rf"|vaccinat)(?:e?s|e?d|ing)?\s+$|\b(?:{_HARM}):\s+$"
    r"|\b(?:team|crew|group|family|panel|party|squad|crowd|jury) of\s+$",
    re.IGNORECASE,
)
"""What is done to people alone, "killing 12", "it employs 1,100", and what consists of them: "a team of 14"."""

_CLAUSE = re.compile(r"(?:[;,:]|[;,] (?:and|but|while)| -| –) $")
_DID = re.compile(
    r" (?:hit|fled|went|fell|came|left|lost|won|took|made|sank|survived|escaped|remain(?:ed)?|failed|passed|need)\b"
)
"""Behind a number in words that begins a clause: "18 rounds; five hit the car"."""

_NO_THINGS = words(
    "figures numbers officials results estimates reports records times losses authorities others counts totals details"
    " data conditions services forces others parts areas rights accounts means means statistics terms says includes"
    " tests stands remains comes shows gives takes makes gets goes needs wants keeps holds puts meets"
)
_THING = re.compile(r"(?<![\w'’-])[a-z]{4,}s(?![\w'’-])")
_NUMBERS = re.compile(
    r"\b([A-Za-z]+) (?:numbers|totals) (?:have |had |has )?(?:\w+ ){0,2}$|^([A-Za-z]+) (?:numbers"
    r"|totals)\b.{0,40}\b(?:of|from|to|than) $"
)
"""What a number counts: "passenger numbers hit 88.1m"."""

_MARGIN = re.compile(r"\b(?:lead|margin|majority|gap|advantage)(?: \w+){0,2} $", re.IGNORECASE)
"""How far ahead somebody is, in votes where votes are counted: "put the lead at 1,214"."""

_WHO = re.compile(r"(?: of (?:the|those)(?: [\d,]+)?)? (?:who|whom)\b")
_CHANGED_TO = re.compile(r"\s+to\s+(?=\d)")
_NUMBER_OF = re.compile(r"\b(?:number|count|tally|total) of\b", re.IGNORECASE)
_RATE = re.compile(r"\s+(?:per|for every|in every)\b")
_HARMED = re.compile(rf"\b(?:{_WERE})\b.{{0,40}}?\b(?:{_HARM}|critical condition|intensive care)\b", re.IGNORECASE)
_HARMED_AT_ONCE = re.compile(rf"\W*(?:{_HARM})\b", re.IGNORECASE)
_OF = re.compile(r"\s*of\b")
_OF_THEM = re.compile(r"\s*of (?:them|those|whom|these)\b")
_OF_NUMBER = re.compile(r"\s*of\s*(?:(?:the|its|their|all|his|her|our)\s+)?(?:[\w-]+['’]s?\s+){0,2}(?:[\d,]+\s*)?")
_MORE = re.compile(r"\s+(?:more|others|other)\b(?! than)")
_MORE_OF = re.compile(r"\s*(?:of|more|other)?\s*")
_WHOLE = re.compile(r"\s+(?:(?:the|its|their|some|about|nearly|all)\s+)?(?=[1-9])")
_PART_OF = re.compile(r"\s+(?:of\b|the\b|its\b|their\b|[a-z])")
_PART_ENDS = re.compile(
    r"\s+(?:of|to|by|before|within|during|between|at|for|and|while|from|in|since|on|over|this|last|after|compared|more|less|fewer|higher|lower)\b|\s*(?:[,.;)]|$)"
)
_PART_WORDS = re.compile(
    r"(?:half|quarters?|thirds?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|a second)", re.IGNORECASE
)
_ORDINAL = re.compile(r"(?:a|one) (?:third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)", re.IGNORECASE)
_TOLL = re.compile(
    r"\b(?:toll|population|headcount|enrol?lment|waiting lists?|lists? (?:stood|stands)|queues?|attendance|workforce"
    r"|membership|audience|crowds?|caseload)\b",
    re.IGNORECASE,
)
_PER_CENT = re.compile(r"%|percent|per cent|\bpolls?\b")
_CHANGED = re.compile(
    r"(?:\b(?:up|down|rose|fell|grew|climbed|dropped|increased|decreased|risen|fallen|compared|against|versus|than|from)"
    r"(?: (?:from|to|by|with|against|the|just|only))*) $",
    re.IGNORECASE,
)
_TO = re.compile(r"(?:from|to|at|on|and|with|against)\s+$")
_BARE = re.compile(
    rf"\b(?:{either('not was were is of removed added found lost had has have to from but than by or')})\s+$"
)
"""What stands before a number in words that counts what was counted before: "then it was three"."""


@frozen
class Case:
    """A number in its sentence: the second end of its range, the noun behind it, and the figures before it.

    `money` says what words for money mean in the article, `around` is the sentence before.
    """

    words: str
    number: Number
    second: Number | None
    noun: Noun | None
    found: tuple[Figure, ...]
    money: Money = MappingProxyType({})
    around: str = ""

    @property
    def end(self) -> int:
        """Where the number ends, its range included."""
        return (self.second or self.number).end

    @property
    def behind(self) -> str:
        """What stands behind the number."""
        return self.words[self.end :]


def unit_of(case: Case) -> Unit | None:
    """The unit that is meant; `None` where the number is no figure of a story: the first rule that knows decides."""
    return next(_verdicts(case), None)


def _verdicts(case: Case) -> Iterator[Unit | None]:
    number, noun = case.number, case.noun
    if (money := _money(case)) is not None:
        yield money
    if number.part:
        yield _of_part(case)
    if noun is not None and noun.known:
        yield None if noun.unit.symbol == "year" and noun.hyphen else noun.unit
    yield from _without_unit(case)


def _without_unit(case: Case) -> Iterator[Unit | None]:
    """What is meant where no known unit follows."""
    number, noun = case.number, case.noun
    if noun is not None and noun.words.casefold() in {"point", "points"} and _speaks_of_shares(case):
        yield PERCENT
    yield from _from_around(case)
    if noun is None and _MORE.match(case.behind):
        yield _last_thing(case)
    if _OF.match(case.behind) and not number.vague and not _OF_THEM.match(case.behind):
        yield _of_whole(case)
    if number.vague:
        yield _behind_vague(case) or _last_counted(case) or PERSON
    thing = noun is not None and is_many(noun.words) and case.behind[: noun.begin - case.end].split() != []
    if number.word and not number.hedged and led_by(_CLAUSE, case.words, number.start) and _DID.match(case.behind):
        yield _last_thing(case) if case.found else None
    if _HARMED.match(case.behind.lstrip()) or (_HARMED_AT_ONCE.match(case.behind) and not thing):
        yield PERSON
    if case.words[number.start : number.end].casefold() == "one":
        yield None
    if noun is not None:
        yield ITEM if not number.word or _is_plural(noun.words) else None
    yield _of_bare(case)


def _from_around(case: Case) -> Iterator[Unit]:
    """What the words around a number say of it: "six of them", "killing 12", "from 15 to 22 percent"."""
    if _OF_THEM.match(case.behind) and (told := _last_counted(case)):
        yield told
    if case.noun is None and named_measure(case):
        yield ITEM
    if case.noun is None and (of_whom := led_by(_NUMBERS, case.words, case.number.begin)):
        named = str(of_whom[1] or of_whom[2])
        yield PERSON if is_people(named.casefold()) else units.known(named) or ITEM
    if case.noun is None and led_by(_MARGIN, case.words, case.number.begin):
        yield next((units.UNITS[one.unit] for one in reversed(case.found) if one.unit in {"vote", "seat"}), ITEM)
    if case.noun is None and (led_by(_HARMING, case.words, case.number.begin) or _WHO.match(case.behind)):
        yield PERSON
    if case.noun is None and (told := _after_change(case)):
        yield told
    if case.noun is None and _RATE.match(case.behind):
        yield ITEM


def _after_change(case: Case) -> Unit | None:
    """The unit of both ends of a change, told once: "from 15 to 22 percent"."""
    join = _CHANGED_TO.match(case.behind)
    other = number_at(case.words, case.end + join.end()) if join else None
    noun = noun_after(case.words, other.end) if other else None
    return noun.unit if noun and noun.known else None


def _money(case: Case) -> Unit | None:
    """The currency whose sign stands before the number."""
    found = sign_at(case.words, case.number.start, case.money)
    return units.UNITS[found[1]] if found else None


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _of_part(case: Case) -> Unit | None:
    """A part of a whole, of which something must be told: "nearly a fifth of". "A third person" is none."""
    number, noun = case.number, case.noun
    told = case.words[number.start : number.end].casefold()
    if not number.hedged and _ORDINAL.fullmatch(told) and not _PART_ENDS.match(case.behind):
        return None
    if _PART_WORDS.fullmatch(told):
        plain = number.hedged or case.behind.lstrip().startswith(("of ", "the ", "its "))
        return SHARE if plain and told == "half" else None
    if noun is not None and noun.known and noun.begin <= number.end + NEAR_PART and not number.ratio:
        return noun.unit if noun.unit.dimension in {"area", "length", "time", "months", "mass"} else SHARE
    return SHARE if number.ratio or number.hedged or _PART_OF.match(case.behind) else None


def _speaks_of_shares(case: Case) -> bool:
    return _PER_CENT.search(case.words) is not None or any(one.is_share for one in case.found)


def _last_counted(case: Case) -> Unit | None:
    """The unit of the last figure that is no share."""
    told = next((one for one in reversed(case.found) if not one.is_share), None)
    return units.UNITS.get(told.unit) if told else None


def _of_whole(case: Case) -> Unit | None:
    """The unit of "12 of its 30 engines", or of "three of the children"."""
    begin = case.words.index("of", case.end) + 2
    if (whole := _WHOLE.match(case.words, begin)) and (number := number_at(case.words, whole.end())):
        return unit_of(Case(case.words, number, None, noun_after(case.words, number.end), case.found))
    blanks = [match.start() for match in re.finditer(r"\s", case.words[begin : begin + NEAR_WHOLE])][:MOST_SKIPPED]
    nouns = [noun for at in blanks if (noun := noun_after(case.words, begin + at))]
    known = next((noun for noun in nouns if noun.known), None)
    noun = known or next(iter(nouns), None)
    return noun.unit if noun else _of_bare(case)


def _behind_vague(case: Case) -> Unit | None:
    """The unit of "dozens of people", "hundreds more"."""
    of = _MORE_OF.match(case.words, case.end)
    noun = noun_after(case.words, of.end() - 1 if of and of.end() > case.end else case.end)
    if noun is None or (not (noun.known or is_many(noun.words)) and not _OF.match(case.behind)):
        return None  # "tens of thousands march"
    return noun.unit


def counted_of(words: str, end: int) -> str | None:
    """What is counted behind an "of": `stations` in "1,204 of 1,310 polling stations"."""
    of = _OF_NUMBER.match(words, end)
    noun = noun_after(words, of.end() - 1) if of else noun_after(words, end)
    return noun.words if noun else None


def _named_last(case: Case) -> str | None:
    """The last thing in the plural that was named, people aside: "illegal wells, of which there are 5,000"."""
    for word in reversed(
        _THING.findall(f"{case.around} {case.words[max(0, case.number.begin - FAR) : case.number.begin]}")
    ):
        told = word not in _NO_THINGS and word not in STOPS and not is_people(word)
        if told and is_many(word) and units.known(word) is None:
            return str(word)
    return None


def named_measure(case: Case) -> str | None:
    """The measure that a number alone tells: "magnitude 6.3", "the index topped 300"."""
    found = led_by(_MEASURE, case.words, case.number.begin)
    return found[1] if found else None


def named_before(case: Case) -> str | None:
    """What a number alone counts: what the figure before it counts, or the last plural that was named."""
    if measure := named_measure(case):
        return measure
    told = next((one for one in reversed(case.found) if one.noun and one.unit == ITEM.symbol and not one.derived), None)
    if led_by(_CHANGED, case.words, case.number.begin) and (one := _compared(case)) and one.noun:
        return one.noun
    plural = led_by(_PLURAL, case.words, case.number.begin)
    return plural[1] if plural else told.noun if told else _named_last(case)


def _of_bare(case: Case) -> Unit | None:
    """The unit of a number alone: that of the figure before it, or of the last thing that was named."""
    number = case.number
    if (
        number.word
        and not number.hedged
        and case.second is None
        and not (case.found and led_by(_BARE, case.words, number.start))
    ):
        return None
    before = case.words[max(0, number.begin - FAR) : number.begin]
    if _TOLL.search(before):
        return PERSON
    told = _compared(case)
    if told is not None and told.is_share and not _may_be_share(case):
        told = next((one for one in reversed(case.found) if not one.is_share), None)
    small = _size(case.words[number.start : number.end]) < _size("100")
    timed = told is not None and told.quantity.dimension in {"time", "months"}
    here = timed and case.words[told.begin : told.end] == told.words if told else False
    if timed and not _CHANGED.search(before) and not (small and case.found[-1] is told and (here or case.second)):
        told = next(
            (one for one in reversed(case.found) if one.quantity.dimension not in {"time", "months", "share"}), None
        )
    if told is not None:
        return units.UNITS.get(told.unit)
    named = [units.known(word) for word in re.findall(r"[^\W\d_]+", before)]
    counted = [noun_after(before, found.end()) for found in _NUMBER_OF.finditer(before)]
    if counted and counted[-1] is not None:
        return counted[-1].unit
    last = next((unit for unit in reversed(named) if unit and unit.dimension.startswith("count:")), None)
    return last or (None if number.word else ITEM)


def _compared(case: Case) -> Figure | None:
    """The figure that a bare number is compared with: the last, or behind "up from" the one of its size."""
    if not (case.found and led_by(_CHANGED, case.words, case.number.begin)):
        return case.found[-1] if case.found else None
    number = _size(case.words[case.number.start : case.number.end])
    sized = [(abs(_log(one) - number), -at, one) for at, one in enumerate(case.found)]
    return min(sized, key=lambda pair: pair[:2])[2]


def _size(digits: str) -> int:
    """How large a number in digits is: the tenfold of its digits before the point, and its first."""
    whole = digits.replace(",", "").partition(".")[0].lstrip("0")
    return 10 * len(whole) + int(whole[:1] or 0) if whole.isdecimal() else 0


def _log(figure: Figure) -> int:
    amount = figure.quantity.best or figure.quantity.low or figure.quantity.high or 0
    return _size(str(int(amount)))


def _last_thing(case: Case) -> Unit:
    """What "12 more" and "two others" are: the last things or people that were counted, else people."""
    told = next((one for one in reversed(case.found) if (one.quantity.dimension or "").startswith("count:")), None)
    return units.UNITS[told.unit] if told and told.quantity.unit else PERSON


def _may_be_share(case: Case) -> bool:
    """Whether a bare number is one more share: at most a hundred, and behind "from" or "to"."""
    digits = case.words[case.number.start : case.number.end].replace(",", "")
    whole, point, _ = digits.partition(".")
    small = (
        digits.replace(".", "", 1).isdecimal()
        and whole.isdecimal()
        and len(whole) <= len(str(WHOLE))
        and int(whole) <= WHOLE
    )
    return (small and bool(point)) or (small and led_by(_TO, case.words, case.number.begin) is not None)
