"""The figures of a sentence, each with its hedge, its unit and its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsledger.drafting.counting import Case, counted_of, unit_of
from newsledger.drafting.figure import Figure
from newsledger.drafting.misleading import Span, misleading, overlaps
from newsledger.drafting.nouns import Noun, noun_after
from newsledger.drafting.numbers import MAYBE, START, Number, number_at, second_of
from newsledger.drafting.otherwise import MULTIPLE, multiples, nones, ordinals
from newsledger.errors import InvalidInput
from newsledger.values.quantity import Quantity
from newsledger.values.units import Unit

_BRACKET = re.compile(r"\s*\(([^()]{2,40})\)")
_TAIL = re.compile(r"\s+(?:or more|or so|or fewer|or less)\b|\+")
_TOLD_LATER = re.compile(r",? (?P<bound>at most|at least)\b(?! \d)")
"""A bound behind its figure: "a few hundred people, at most"."""

_OF = re.compile(r"\s*of ")


def figures(words: str, taken: list[Span] | None = None, before: list[Figure] | None = None) -> list[Figure]:
    """The figures of a sentence; none is looked for in places that are `taken`, as those of dates are.

    `before` are those of the sentence before: "it was 12,700" takes its unit from them.

    >>> [(one.words, one.quantity.text) for one in figures("As many as 11,000 North Korean troops hold just 110 km².")]
    [('As many as 11,000 North Korean troops', '<=11000 person'), ('just 110 km²', '110 km2')]
    """
    closed = [*(taken or ()), *misleading(words), *(match.span() for match in MULTIPLE.finditer(words))]
    none = list(nones(words))
    found: list[Figure] = []
    at = 0
    while match := START.search(words, at):
        earlier = (*(before or ()), *(one for one in none if one.end <= match.start()), *found)
        one = _figure(words, match.start(), closed, earlier)
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


def _figure(words: str, at: int, closed: list[Span], earlier: tuple[Figure, ...]) -> Figure | None:
    number = number_at(words, at)
    if number is None or overlaps((number.start, number.end), closed):
        return None
    second = second_of(words, number, closed)
    end = (second or number).end
    noun = noun_after(words, end)
    if noun is None and second is None and words[end : end + 1] == "-":
        return None
    if noun is not None and number.vague and not noun.known and not _OF.match(words, end):
        noun = None
    case = Case(words, number, second, noun, earlier)
    unit = unit_of(case)
    return _read(case, unit) if unit is not None else None


def _read(case: Case, unit: Unit) -> Figure | None:
    """The figure in the canonical notation; `None` where the words make no sense."""
    words, number, noun = case.words, case.number, case.noun
    money = unit.dimension.startswith("money:")
    named = noun if noun is not None and (noun.unit is unit or not (noun.known or money)) else None
    told_to = named.end if named else case.end
    core, tail = _core(words, number, case.end), ""
    if later := _TOLD_LATER.match(words, told_to):
        core, told_to = f"{later['bound']} {core}", later.end()
    elif after := _TAIL.match(words, told_to):
        tail, told_to = after[0], after.end()
    bracket = _BRACKET.match(words, told_to) if named and named.known else None
    quantity = _quantity(core, tail, unit, bracket[1] if bracket else None)
    if quantity is None:
        return None
    last = bracket.end() if bracket and quantity.conversion is not None else told_to
    told = words[number.begin : last]
    return Figure(begin=number.begin, end=last, words=told, quantity=quantity, noun=_counted(case, named, last))


def _core(words: str, number: Number, end: int) -> str:
    """The number with its hedges, as the reader of figures knows them."""
    if number.digits is not None:
        return f"{words[number.begin : number.start]}{number.digits}"
    return MAYBE.sub(" to ", words[number.begin : end])


def _counted(case: Case, named: Noun | None, last: int) -> str | None:
    if named is not None and last >= named.end:
        return named.words
    return counted_of(case.words, case.end) if case.number.vague or _OF.match(case.words, case.end) else None


def _quantity(core: str, tail: str, unit: Unit, bracket: str | None) -> Quantity | None:
    for told in _ways(core + tail, unit, bracket, bare=bool(tail)):
        try:
            return Quantity.read(told, unit=unit.symbol)
        except InvalidInput:
            continue
    return None


def _ways(core: str, unit: Unit, bracket: str | None, *, bare: bool) -> Iterator[str]:
    """How a figure may be written for the reader of figures: with its conversion, with its unit, bare."""
    bare = bare or unit.dimension.startswith("money:")
    named = core if bare else f"{core} {unit.symbol}"
    if bracket is not None:
        yield f"{named} ({bracket})"
    if not bare and unit.symbol != "share":
        yield named
    yield core
