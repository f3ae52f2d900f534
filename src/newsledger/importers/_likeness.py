"""Whether two versions of a row say the same, whatever program wrote them: 27 and 27.0, +01:00 and Z, NaN and nothing."""

from __future__ import annotations

import re
from fractions import Fraction

from newsledger.event import Said
from newsledger.fact import Fact, Time
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

WHOLE = re.compile(r"(-?[0-9]+)\.0+")
"""A whole number as a program writes it that holds it as a float."""

FINE = re.compile(r"[.e]")
NUMBER = re.compile(r"(?<![\w.])-?[0-9]+(?:\.[0-9]+)?(?:e[0-9]+)?(?![\w/])")

GOES_ON = (Time.MEASURED, Time.COUNTED, Time.HOLDS)
"""What a later date is news of, and no correction."""

LONG = 1 << 63


def plain(cell: str) -> str:
    """A cell of a key as it is compared.

    >>> plain("2022.0"), plain("2022")
    ('2022', '2022')
    """
    found = WHOLE.fullmatch(cell)
    return found[1] if found else cell


def amount(figure: Quantity) -> str:
    """A figure as it is compared: what its digits leave open is the program's, not the publisher's.

    >>> amount(Quantity.parse("27.0 item")) == amount(Quantity.parse("27 item"))
    True
    """
    text = figure.text
    number, _, unit = text.partition(" ")
    if not FINE.search(number):
        return text
    unit = unit.partition(" ±")[0]
    return f"{NUMBER.sub(lambda found: str(Fraction(found[0])), number.replace('..', ' '))} {unit}"


def likeness(said: Said, *, dated: bool) -> int:
    """A sum over what is said: the fact, when it is so (where the row itself tells it), and how sure it is."""
    fact = said.fact
    if not isinstance(fact, Fact):
        return _sum(repr(fact))
    told: list[object] = [fact.spec.name, said.stance, said.likelihood, said.confidence and said.confidence.text]
    told += [_compared(getattr(fact, field.attribute)) for field in fact.spec.fields]
    told += [_compared(said.occurred)] if dated else []
    return _sum(repr(told))


def _compared(value: object) -> object:
    if isinstance(value, Quantity):
        return amount(value)
    if isinstance(value, When):
        return value.corners(), value.approximate, value.uncertain
    return value


def _sum(text: str) -> int:
    return hash(text) & (LONG - 1)


def moved_on(said: Said, before: tuple[int, int]) -> bool:
    """Whether it is told of a later time than before: a later figure for a later date corrects nothing.

    What holds goes on only where it begins anew: its end, once told, takes the place of an open one.
    """
    fact = said.fact
    if not isinstance(fact, Fact) or said.occurred is None:
        return False
    now = said.occurred.span()
    times = {fact.spec.timing_of(fact, field).time for field, _ in fact.told_values()}
    return times <= set(GOES_ON) and (now[0] > before[0] or (Time.HOLDS not in times and now[1] > before[1]))
