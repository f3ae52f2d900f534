"""Whether two values can both be true, and where ranges lie."""

from __future__ import annotations

from fractions import Fraction

from newsledger.belief.parts import value_text
from newsledger.fact import Value, fold
from newsledger.values.quantity import Quantity

Spot = tuple[int, Fraction, int]
"""A place on the line of figures: below all, at a number, or above all; just before, at, or just after the number."""

_NOUGHT = Fraction(0)
BELOW_ALL: Spot = (-1, _NOUGHT, 0)
ABOVE_ALL: Spot = (1, _NOUGHT, 0)


def meet(one: Value | None, other: Value | None) -> bool:
    """Whether two values can both be true: ranges that overlap, rounding included; words that are the same."""
    if one is None or other is None:
        return True
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return one.meets(other)
    return fold(value_text(one)) == fold(value_text(other))


def same(one: Value | None, other: Value | None) -> bool:
    """Whether two values say the same, in whatever unit or case they were told."""
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return one.amount_key == other.amount_key
    return one is not None and other is not None and fold(value_text(one)) == fold(value_text(other))


def spots(figure: Quantity) -> tuple[Spot, Spot]:
    """The first and the last place of a range, rounding included.

    >>> low, high = spots(Quantity.parse(">5 km2"))
    >>> low[2], high == ABOVE_ALL
    (1, True)
    """
    ends = figure.rounded
    low = BELOW_ALL if ends.low is None else (0, ends.low, 1 if ends.low_strict else 0)
    high = ABOVE_ALL if ends.high is None else (0, ends.high, -1 if ends.high_strict else 0)
    return low, high


def is_lower(one: Value | None, other: Value | None) -> bool:
    """Whether one figure lies wholly below another."""
    if not isinstance(one, Quantity) or not isinstance(other, Quantity) or one.dimension != other.dimension:
        return False
    return not one.meets(other) and spots(one)[0] < spots(other)[0]


def as_narrow(one: Value | None, other: Value | None, times: int) -> bool:
    """Whether a figure is at most so many times as wide as another, from low to high as told; words always are.

    Rounding makes no figure wider: about 90 is a witness to 88 if they agree, "dozens" is none.

    >>> as_narrow(Quantity.parse("some person"), Quantity.parse("<=11000 person"), 4)
    False
    """
    if not isinstance(one, Quantity) or not isinstance(other, Quantity):
        return True
    mine, shown = one.width(), other.width()
    return shown is None or (mine is not None and mine <= times * shown)
