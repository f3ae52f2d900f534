"""Where a value stands on the axes of a plot: exact numbers in one unit, and the words beside the axes."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import attrs

from newsledger.belief import value_text
from newsledger.cli._out import one_line, visible
from newsledger.cli._series import Panel
from newsledger.cli._spark import middle
from newsledger.fact import Value, fold
from newsledger.values.quantity import Quantity
from newsledger.values.shown import SYMBOLS

LONGEST = 36
"""So many characters of a name or a word stand beside an axis; the table has all of them."""

PER_CENT = "share"
"""The unit whose numbers people read as per cent."""


@attrs.frozen
class Spot:
    """Where a figure stands: its bounds (`None` is open) and the number at which it is drawn.

    Of a range without a best figure that is its middle, which nobody told (`is_told`): a mark may stand
    there, a belief must not.
    """

    low: Fraction | None
    at: Fraction
    high: Fraction | None
    is_told: bool = True

    @property
    def is_range(self) -> bool:
        """Whether it is more than one number."""
        return not self.low == self.at == self.high


def spot(value: Value | None, unit: str | None) -> Spot | None:
    """Where a figure stands in a unit; `None` for what is no number ("some", "unknown") and no figure.

    >>> spot(Quantity.parse("200..300 person"), "person")
    Spot(low=Fraction(200, 1), at=Fraction(250, 1), high=Fraction(300, 1), is_told=False)
    >>> spot(Quantity.parse("some person"), "person") is None
    True
    """
    if not isinstance(value, Quantity):
        return None
    figure = value.to(unit) if unit and value.unit else value
    at = middle(figure)
    if at is None:
        return None
    at = at / _factor(figure)
    single = figure.low is None and figure.high is None
    if single:
        return Spot(figure.best, at, figure.best)
    return Spot(figure.low, at, figure.high, is_told=at in (figure.low, figure.best, figure.high))


def _factor(figure: Quantity) -> Fraction:
    from newsledger.values import units

    return Fraction(1) if figure.unit is None else units.find(figure.unit).factor


def limits(panel: Panel) -> tuple[Fraction, Fraction]:
    """The lowest and the highest number of an axis. It begins at none unless that would hide what moves."""
    spots = [found for value in panel.values() if (found := spot(value, panel.unit))]
    numbers = [number for one in spots for number in (one.low, one.at, one.high) if number is not None]
    low, high = min(numbers, default=Fraction(0)), max(numbers, default=Fraction(1))
    if low >= 0 and (low <= high / 2 or low == high):
        low = Fraction(0)
    if any(one.high is None for one in spots):
        high += (high - low) / 4  # room, so that an open range is seen to be open
    if low == high:
        low, high = (low, Fraction(0)) if high < 0 else (low, high + 1)
    return low, high


def rows(panel: Panel) -> dict[str, str]:
    """The words of a panel in the order in which they come, as they are compared and as they are shown."""
    found: dict[str, str] = {}
    for value in panel.values():
        found.setdefault(row_of(value), short(value_text(value)))
    return found


def row_of(value: Value) -> str:
    """The row on which a word stands."""
    return fold(value_text(value))


def number(value: Fraction, unit: str | None) -> str:
    """A number beside an axis: at most three digits after the point.

    >>> number(Fraction(1368), "km2"), number(Fraction(1, 5), "share"), number(Fraction(-1, 3), None)
    ('1,368', '20 %', '-0.333')
    """
    thousandths = round(value * (100 if unit == PER_CENT else 1) * 1000)
    whole, rest = divmod(abs(thousandths), 1000)
    decimals = f".{rest:03d}".rstrip("0") if rest else ""
    return f"{'-' if thousandths < 0 else ''}{whole:,}{decimals}{' %' if unit == PER_CENT else ''}"


def unit_name(unit: str | None) -> str:
    """A unit beside an axis. People need none, and per cent stands beside each number already."""
    return SYMBOLS.get(unit, unit) if unit else ""


def short(text: str, longest: int = LONGEST) -> str:
    """Text on one line, nothing hidden in it, cut where it is long."""
    told = visible(one_line(text))
    return told if len(told) <= longest else told[: longest - 1].rstrip() + "…"


STEPS = (*((days, 0) for days in (1, 2, 7, 14)), *((0, months) for months in (1, 2, 3, 6)))
"""How far apart dates stand beside an axis, in days or months; beyond, in years."""

YEARS = (1, 2, 5)


def ticks(start: dt.date, end: dt.date, most: int = 7) -> list[dt.date]:
    """The days that are named beside an axis: evenly apart, at most so many, where it can be firsts of months.

    >>> [str(day) for day in ticks(dt.date(2024, 1, 1), dt.date(2025, 3, 16), most=5)]
    ['2024-01-01', '2024-04-01', '2024-07-01', '2024-10-01', '2025-01-01']
    """
    for days, months in (*STEPS, *((0, 12 * years * 10**power) for power in range(4) for years in YEARS)):
        if days and (end - start).days >= days * most:
            continue
        found = _every_days(start, end, days) if days else _every_months(start, end, months)
        if len(found) <= most:
            return found or [start]
    return [start]


def _every_days(start: dt.date, end: dt.date, days: int) -> list[dt.date]:
    return [start + dt.timedelta(days=at) for at in range(0, (end - start).days + 1, days)]


def _every_months(start: dt.date, end: dt.date, months: int) -> list[dt.date]:
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    whole = range(-(-first // months) * months, last + 1, months)
    return [day for at in whole if start <= (day := dt.date(at // 12, at % 12 + 1, 1)) <= end]
