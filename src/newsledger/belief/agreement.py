"""Whether two values can both be true."""

from __future__ import annotations

from newsledger.belief.amounts import amount_of
from newsledger.fact import Value


def meet(one: Value | None, other: Value | None) -> bool:
    """Whether two values can both be true: ranges that overlap, rounding included; words that are the same."""
    return one is None or other is None or amount_of(one).meets(amount_of(other))


def same(one: Value | None, other: Value | None) -> bool:
    """Whether two values say the same, in whatever unit or case they were told."""
    return one is not None and other is not None and amount_of(one).same(amount_of(other))


def is_unknown(value: Value | None) -> bool:
    """Whether all that is told of a figure is that it is not known."""
    return value is not None and amount_of(value).unknown
