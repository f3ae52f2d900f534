"""Whether two values can both be true, and where ranges lie."""

from __future__ import annotations

from newsledger.belief.amounts import amount_of
from newsledger.fact import Value


def meet(one: Value | None, other: Value | None) -> bool:
    """Whether two values can both be true: ranges that overlap, rounding included; words that are the same."""
    return one is None or other is None or amount_of(one).meets(amount_of(other))


def same(one: Value | None, other: Value | None) -> bool:
    """Whether two values say the same, in whatever unit or case they were told."""
    return one is not None and other is not None and amount_of(one).same(amount_of(other))


def is_lower(one: Value | None, other: Value | None) -> bool:
    """Whether one figure lies wholly below another."""
    return one is not None and other is not None and amount_of(one).lies_below(amount_of(other))


def as_narrow(one: Value | None, other: Value | None, times: int) -> bool:
    """Whether a figure is at most so many times as wide as another, from low to high as told; words always are.

    Rounding makes no figure wider: about 90 is a witness to 88 if they agree, "dozens" is none.

    >>> from newsledger.values.quantity import Quantity
    >>> as_narrow(Quantity.parse("some person"), Quantity.parse("<=11000 person"), 4)
    False
    """
    return one is None or other is None or amount_of(one).as_narrow_as(amount_of(other), times)


def is_unknown(value: Value | None) -> bool:
    """Whether all that is told of a figure is that it is not known."""
    return value is not None and amount_of(value).unknown
