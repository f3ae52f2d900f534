"""Values made ready to be held against each other: told once in full, compared a thousand times as whole numbers."""

from __future__ import annotations

import functools
from fractions import Fraction

from newsledger.belief.parts import value_text
from newsledger.fact import Value, fold
from newsledger.values.quantity import Bounds, Quantity

Spot = tuple[int, int, Fraction | int, int]
"""A place on the line of figures: below all, at a number, or above all; its whole part and what is left of it; and
whether it is just before the number, at it, or just after it."""

BELOW_ALL: Spot = (-1, 0, 0, 0)
ABOVE_ALL: Spot = (1, 0, 0, 0)


class Amount:
    """A value as it is compared: a figure by the ends of its range, words by what they say whatever their case."""

    def __init__(self, value: Value) -> None:
        self.value = value
        self.figure = value if isinstance(value, Quantity) else None
        self.unknown = self.figure is not None and self.figure.is_unknown

    @functools.cached_property
    def spots(self) -> tuple[Spot, Spot]:
        """The first and the last place of a range, rounding included."""
        return (BELOW_ALL, ABOVE_ALL) if self.figure is None else spots(self.figure)

    @functools.cached_property
    def dimension(self) -> str | None:
        """What a figure measures."""
        return None if self.figure is None else self.figure.dimension

    @functools.cached_property
    def width(self) -> Fraction | None:
        """How far apart the bounds are as told; `None` where there is no end."""
        return Fraction(0) if self.figure is None else self.figure.width()

    @functools.cached_property
    def narrow(self) -> tuple[bool, Fraction]:
        """What sorts narrow ranges above wide ones, and those without an end below all."""
        return (False, Fraction(0)) if self.width is None else (True, -self.width)

    @functools.cached_property
    def plain(self) -> str:
        """The value as text in its base unit, so that whatever unit it was told in, it sorts the same."""
        return value_text(self.value if self.figure is None else self.figure.base)

    @functools.cached_property
    def folded(self) -> str:
        """The value as words are compared."""
        return fold(value_text(self.value))

    def meets(self, other: Amount) -> bool:
        """Whether both can be true: ranges that overlap, rounding included; words that are the same."""
        if self is other:
            return True
        if self.figure is None or other.figure is None:
            return self.folded == other.folded
        if self.unknown or other.unknown:
            return True
        (low, high), (first, last) = self.spots, other.spots
        return low <= last and first <= high and self.dimension == other.dimension

    def same(self, other: Amount) -> bool:
        """Whether both say the same, in whatever unit or case they were told."""
        if self is other:
            return True
        if self.figure is None or other.figure is None:
            return self.folded == other.folded
        return self.spots == other.spots and self.figure.amount_key == other.figure.amount_key

    def lies_below(self, other: Amount) -> bool:
        """Whether a figure lies wholly below another."""
        if self is other or self.figure is None or other.figure is None or self.unknown or other.unknown:
            return False
        return self.dimension == other.dimension and self.spots[1] < other.spots[0]

    def as_narrow_as(self, shown: Amount, times: int) -> bool:
        """Whether a figure is at most so many times as wide as another, as told; words always are."""
        if self is shown or self.figure is None or shown.figure is None or shown.width is None:
            return True
        return self.width is not None and (not self.width or self.width <= times * shown.width)


amount_of = functools.lru_cache(maxsize=65536)(Amount)
"""The same for each value: most are told more than once."""


def spots(figure: Quantity) -> tuple[Spot, Spot]:
    """The first and the last place of a range, rounding included.

    >>> low, high = spots(Quantity.parse(">5 km2"))
    >>> low[-1], high == ABOVE_ALL
    (1, True)
    """
    ends: Bounds = figure.rounded
    low = BELOW_ALL if ends.low is None else _spot(ends.low, 1 if ends.low_strict else 0)
    high = ABOVE_ALL if ends.high is None else _spot(ends.high, -1 if ends.high_strict else 0)
    return low, high


def _spot(number: Fraction, beside: int) -> Spot:
    """A place at or beside a number. Whole parts decide nearly always, and compare many times faster than fractions."""
    whole, left = divmod(number.numerator, number.denominator)
    return (0, whole, Fraction(left, number.denominator) if left else 0, beside)
