"""A series of figures as one line of blocks, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from newsledger.values.quantity import Quantity

BLOCKS = "▁▂▃▄▅▆▇█"
FEWEST = 3
"""Fewer figures are read faster than they are looked at."""


def middle(figure: Quantity) -> Fraction | None:
    """The number at which a figure is drawn: the best, else the middle of its bounds, else the one bound.

    >>> middle(Quantity.parse("200..300 person")), middle(Quantity.parse("unknown person"))
    (Fraction(250, 1), None)
    """
    base = figure.base
    if figure.is_unknown or figure.is_some:
        return None
    if base.best is not None:
        return base.best
    told = [
        bound
        for bound, strict in ((base.low, "low"), (base.high, "high"))
        if bound is not None and _told(base, bound, strict)
    ]
    return sum(told, Fraction(0)) / len(told) if told else None


def _told(figure: Quantity, bound: Fraction, side: str) -> bool:
    """Whether a bound was told: "up to 11,000" has the low bound "more than none", which nobody would draw."""
    return not (side == "low" and bound == 0 and "low" in figure.strict)


def sparkline(series: Sequence[Fraction | None]) -> str:
    """Blocks from the lowest to the highest figure; nothing for fewer than three, or where all are the same.

    >>> sparkline([Fraction(1), Fraction(5), Fraction(8)])
    '▁▅█'
    """
    known = [number for number in series if number is not None]
    if len(known) < FEWEST or min(known) == max(known):
        return ""
    low, spread = min(known), max(known) - min(known)
    return "".join(BLOCKS[int((number - low) * (len(BLOCKS) - 1) / spread)] for number in known)
