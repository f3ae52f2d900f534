"""Whether two versions of a row say the same, whatever program wrote them: 27 or 27.0, +01:00 or Z, NaN or nothing."""

from __future__ import annotations

import re
from fractions import Fraction

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


def sum_of(fields: str, rest: int) -> int:
    """A number that two claims share only where they say the same: of a fact as it is compared, and of all else."""
    return hash((fields, rest)) & LONG


def rest_of(occurred: When | None, likelihood: str | None, confidence: str | None) -> int:
    """A sum over what is compared beside the fact: its time, where the row tells it, and how sure it is."""
    time = None if occurred is None else (occurred.corners(), occurred.approximate, occurred.uncertain)
    return hash((time, likelihood, confidence))


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


def fields_of(said: Said) -> str:
    """The fact of an event as it is compared: its members as they are stored, but for how a number is written."""
    fact = said.fact
    told = {"kind": f'"{said.kind}"'}
    if isinstance(fact, Fact):
        values = ((field, getattr(fact, field.attribute)) for field in fact.spec.fields)
        told |= {field.name: _compared(field.stored(value), value) for field, value in values if value}
    return ",".join(f'"{name}":{told[name]}' for name in sorted(told))


def rest_of_said(said: Said, *, dated: bool) -> int:
    """What of an event is compared beside its fact. `dated` is whether the row itself tells when it was."""
    likelihood = codec.dumps(said.likelihood) if said.likelihood else None
    confidence = codec.dumps(said.confidence.text) if said.confidence else None
    return rest_of(said.occurred if dated else None, likelihood, confidence)


def _compared(stored: object, value: object) -> str:
    return figure_as_compared(value) if isinstance(value, Quantity) else codec.dumps(stored)


def moved_on(fact: Fact, now: tuple[int, int], before: tuple[int, int]) -> bool:
    """Whether a fact is told of a later time than before: a later figure for a later date corrects nothing.

    What holds goes on only where it begins anew: its end, once told, takes the place of an open one.
    """
    times = {fact.spec.timing_of(fact, field).time for field, _ in fact.told_values()}
    return times <= GOES_ON and (now[0] > before[0] or (Time.HOLDS not in times and now[1] > before[1]))
