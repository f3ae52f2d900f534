"""Whether two versions of a row say the same, whatever program wrote them: 27 or 27.0, +01:00 or Z, NaN or nothing."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from newsledger import codec
from newsledger.event import Said
from newsledger.fact import Fact, Time
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

WHOLE = re.compile(r"(-?[0-9]+)\.0+")
"""A whole number as a program writes it that holds it as a float."""

FINE = re.compile(r"[.e]")
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:e[0-9]+)?")

GOES_ON = frozenset({Time.MEASURED, Time.COUNTED, Time.HOLDS})
"""What a later date is news of, and no correction."""

LONG = (1 << 63) - 1


class Likeness(NamedTuple):
    """What of a claim is compared: the fact's fields as they are compared, its time where told, how sure it is."""

    kind: str
    fields: tuple[tuple[str, str], ...]
    occurred: When | None
    likelihood: str | None
    confidence: str | None

    def sum(self) -> int:
        """A number that two claims share only where they say the same."""
        when = self.occurred
        time = None if when is None else (when.corners(), when.approximate, when.uncertain)
        return hash((self.kind, self.fields, time, self.likelihood, self.confidence)) & LONG


def plain(cell: str) -> str:
    """A cell of a key as it is compared.

    >>> plain("2022.0"), plain("2022")
    ('2022', '2022')
    """
    if "." not in cell:
        return cell
    found = WHOLE.fullmatch(cell)
    return found[1] if found else cell


def amount(figure: Quantity) -> str:
    """A figure as it is compared: what its digits leave open is the program's, not the publisher's.

    >>> amount(Quantity.parse("27.0 item")) == amount(Quantity.parse("27 item"))
    True
    """
    number, _, unit = figure.text.partition(" ")
    if not FINE.search(number):
        return figure.text
    unit = unit.partition(" ±")[0]
    ends = "..".join(NUMBER.sub(lambda found: str(Fraction(found[0])), end) for end in number.split(".."))
    return f"{ends} {unit}"


def figure_as_compared(figure: Quantity) -> str:
    """A figure as it stands among what is compared."""
    return f'"{amount(figure)}"'


def likeness(said: Said, *, dated: bool = True) -> Likeness:
    """What of an event is compared. `dated` is whether the row itself tells when it was."""
    fact = said.fact
    fields: list[tuple[str, str]] = []
    if isinstance(fact, Fact):
        told = ((field, getattr(fact, field.attribute)) for field in fact.spec.fields)
        fields = sorted((field.name, _compared(field.stored(value), value)) for field, value in told if value)
    likelihood = codec.dumps(said.likelihood) if said.likelihood else None
    confidence = codec.dumps(said.confidence.text) if said.confidence else None
    return Likeness(said.kind, tuple(fields), said.occurred if dated else None, likelihood, confidence)


def _compared(stored: object, value: object) -> str:
    return figure_as_compared(value) if isinstance(value, Quantity) else codec.dumps(stored)


def moved_on(fact: Fact, now: tuple[int, int], before: tuple[int, int]) -> bool:
    """Whether a fact is told of a later time than before: a later figure for a later date corrects nothing.

    What holds goes on only where it begins anew: its end, once told, takes the place of an open one.
    """
    times = {fact.spec.timing_of(fact, field).time for field, _ in fact.told_values()}
    return times <= GOES_ON and (now[0] > before[0] or (Time.HOLDS not in times and now[1] > before[1]))
