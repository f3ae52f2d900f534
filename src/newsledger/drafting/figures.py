"""The figures of a sentence, each with its hedge, its unit and its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType

import attrs

from newsledger.drafting.counting import FAR, Case, counted_of, named_before, unit_of
from newsledger.drafting.figure import NO_UNIT, Figure
from newsledger.drafting.misleading import Span, misleading, overlaps
from newsledger.drafting.money import Money, coded, money_of
from newsledger.drafting.nouns import Noun, noun_after
from newsledger.drafting.numbers import MAYBE, START, Number, number_at, second_of
from newsledger.drafting.otherwise import MULTIPLE, multiples, nones, ordinals
from newsledger.drafting.patterns import led_by
from newsledger.errors import InvalidInput
from newsledger.values import units
from newsledger.values.quantity import Quantity
from newsledger.values.units import Unit

_BRACKET = re.compile(r"\s*\(([^()]{2,40})\)")
_TAIL = re.compile(r"\s+(?:or more|or so|or fewer|or less)\b|\+")
_TOLD_LATER = re.compile(r",? (?P<bound>at most|at least)\b(?! \d)")
"""A bound behind its figure: "a few hundred people, at most"."""

_OF = re.compile(r"\s*of ")
_IN_BRACKET = re.compile(r"(\d)[ °]{0,2}(C|F|in)$")
_LONG_FOR = {"C": "degC", "F": "degF", "in": "inch"}
_USUAL = MappingProxyType(money_of(""))
_POUNDS = frozenset({"pound", "pounds"})
_PAID = re.compile(
    r"[£€$]|\b(?:cost|price|pa(?:y|id|ys|ying)|worth|fine|budget|spen[dt]|debt|loan|grant|fund|tax|fee|damage|wage|salar"
    r"|profit|revenue|sold|[mb]illion|sterling|pence|donat|subsid|invest|compensat|bail|bill|charge|earn|owe|sum)",
    re.IGNORECASE,
)
_SPREAD = re.compile(r"\b(?:spread|phased|paid|repaid|staggered|averaged|spent|invested)(?: out)?$", re.IGNORECASE)
_IMMEDIATE = re.compile(r"\b(?:magnitude|category)[- ]$", re.IGNORECASE)
_WEIGHED = re.compile(r" of (?!aid|damage|debt|loans?|fund|invest|public|taxpayer|money|cash|savings|revenue)[a-z]")
"""What is said of pounds that are paid; those of which nothing of the sort is said are a weight."""


def figures(
    words: str,
    taken: list[Span] | None = None,
    before: list[Figure] | None = None,
    money: Money = _USUAL,
    around: str = "",
) -> list[Figure]:
    """The figures of a sentence; none is looked for in places that are `taken`, as those of dates are.

    `before` are those of the sentence before: "it was 12,700" takes its unit from them. `money` says what
    words for money mean in the article, `around` is the sentence before, which may name what is counted.

    >>> [(one.words, one.quantity.text) for one in figures("As many as 11,000 North Korean troops hold just 110 km².")]
    [('As many as 11,000 North Korean troops', '<=11000 person'), ('just 110 km²', '110 km2')]
    """
    none = list(nones(words))
    away = list(taken or ())
    closed = [*away, *misleading(words), *(match.span() for match in MULTIPLE.finditer(words))]
    closed += [(one.begin, one.end) for one in none]
    found: list[Figure] = []
    at = 0
    while match := START.search(words, at):
        earlier = (*(before or ()), *(one for one in none if one.end <= match.start()), *found)
        one = _figure(words, match.start(), (away, closed), earlier, (money, around))
        found += [one] if one else []
        at = one.end if one else _word_end(words, match.start())
    for other in (*none, *ordinals(words), *multiples(words)):
        if not overlaps((other.begin, other.end), [(one.begin, one.end) for one in found]):
            found.append(other)
    return sorted(found, key=lambda one: one.begin)


def _word_end(words: str, at: int) -> int:
    end = at + 1
    while end < len(words) and words[end].isalnum() and words[at].isalnum():
        end += 1
    return end


def _figure(
    words: str, at: int, places: tuple[list[Span], list[Span]], earlier: tuple[Figure, ...], told: tuple[Money, str]
) -> Figure | None:
    away, closed = places
    number = number_at(words, at)
    if number is None or overlaps((number.start, number.end), closed):
        return None
    second = second_of(words, number, closed)
    end = (second or number).end
    tail = _TAIL.match(words, end)
    noun = _paid(_noun(words, tail.end() if tail else end, away), words, told[0])
    if led_by(_IMMEDIATE, words, number.begin):
        noun = None
    if noun is not None and noun.unit.dimension in {"time", "months"} and _is_course(words, number, earlier):
        number = number._replace(begin=number.start)
    if noun is None and second is None and words[end : end + 1] == "-":
        return None
    if noun is not None and number.vague and not noun.known and not _OF.match(words, end):
        noun = None
    case = Case(words, number, second, noun, earlier, *told)
    unit = unit_of(case)
    return _read(case, unit) if unit is not None else None


def _noun(words: str, end: int, away: list[Span]) -> Noun | None:
    """What a number counts; a date behind it is nothing that is counted: "topped 1,000 last week"."""
    noun = noun_after(words, end)
    if noun is None or not overlaps((end, noun.end), away):
        return noun
    return None


def _is_course(words: str, number: Number, earlier: tuple[Figure, ...]) -> bool:
    """Whether an "over" before a time says in the course of which: "46 million francs over ten years"."""
    if words[number.begin : number.start].strip().casefold() != "over":
        return False
    before = words[max(0, number.begin - FAR) : number.begin].rstrip()
    return _SPREAD.search(before) is not None or any(
        one.end == len(before) and before.endswith(one.words) for one in earlier
    )


def _paid(noun: Noun | None, words: str, money: Money) -> Noun | None:
    """A word for money as the currency that it means here; pounds may be paid or weighed."""
    if (
        noun is None
        or not (noun.unit.symbol == NO_UNIT or noun.unit.prefix)
        or noun.words.casefold() not in {*money, *_POUNDS}
    ):
        return noun
    code = money.get(noun.words.casefold())
    if noun.words.casefold() in _POUNDS and (_WEIGHED.match(words, noun.end) or not _PAID.search(words)):
        return attrs.evolve(noun, unit=units.UNITS["lb"], known=True)
    return attrs.evolve(noun, unit=units.UNITS[code or "GBP"], known=True)


def _read(case: Case, unit: Unit) -> Figure | None:
    """The figure in the canonical notation; `None` where the words make no sense."""
    words, number, noun = case.words, case.number, case.noun
    money = unit.dimension.startswith("money:")
    named = noun if noun is not None and (noun.unit is unit or not (noun.known or money)) else None
    told_to = named.end if named else case.end
    core, tail = _core(words, number, case.end, case.money), ""
    if later := _TOLD_LATER.match(words, told_to):
        core, told_to = f"{later['bound']} {core}", later.end()
    elif within := _TAIL.match(words, case.end):
        tail, told_to = within[0], max(within.end(), told_to)
    elif after := _TAIL.match(words, told_to):
        tail, told_to = after[0], after.end()
    converts = unit.dimension.startswith("money:") or (named is not None and named.known)
    bracket = _BRACKET.match(words, told_to) if converts else None
    quantity = _quantity(core, tail, unit, _plain(bracket[1]) if bracket else None)
    if quantity is None:
        return None
    last = bracket.end() if bracket and quantity.conversion is not None else told_to
    told = words[number.begin : last]
    return Figure(begin=number.begin, end=last, words=told, quantity=quantity, noun=_counted(case, named, last, unit))


def _plain(bracket: str) -> str:
    """What stands in brackets, its unit as the reader of figures knows it."""
    return _IN_BRACKET.sub(lambda found: f"{found[1]} {_LONG_FOR[found[2]]}", bracket)


def _core(words: str, number: Number, end: int, money: Money) -> str:
    """The number with its hedges, as the reader of figures knows them."""
    if number.digits is not None:
        return f"{words[number.begin : number.start]}{number.digits}"
    return coded(MAYBE.sub(" to ", words[number.begin : end]), money)


def _counted(case: Case, named: Noun | None, last: int, unit: Unit) -> str | None:
    """What is counted, as told: behind the number, behind "of", or before it."""
    if named is not None and last >= named.end:
        return named.words
    if case.number.vague or _OF.match(case.words, case.end):
        return counted_of(case.words, case.end) or (named_before(case) if unit.symbol == NO_UNIT else None)
    return named_before(case) if unit.symbol == NO_UNIT else None


def _quantity(core: str, tail: str, unit: Unit, bracket: str | None) -> Quantity | None:
    for told in _ways(core + tail, unit, bracket, bare=bool(tail)):
        try:
            quantity = Quantity.read(told, unit=unit.symbol)
        except InvalidInput:
            continue
        if quantity.conversion is None or quantity.conversion.dimension != units.UNITS["share"].dimension:
            return quantity  # but "12,410 votes (43.2%)" are two figures
    return None


def _ways(core: str, unit: Unit, bracket: str | None, *, bare: bool) -> Iterator[str]:
    """How a figure may be written for the reader of figures: with its conversion, with its unit, bare."""
    bare = bare or unit.dimension.startswith("money:")
    named = core if bare else f"{core} {unit.symbol}"
    if bracket is not None:
        yield f"{named} ({bracket})"
    if not bare and unit.symbol not in {"share", "m"}:
        yield named
    yield core
