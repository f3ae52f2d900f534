"""How far the days of a zone lie from those of UTC."""

from __future__ import annotations

import datetime as dt
import functools
from typing import NamedTuple

from newsledger.asof import HOUR
from newsledger.values.when import Micro
from newsledger.values.zones import UTC

FIRST_YEAR, LAST_YEAR = 1840, 2101
"""Before and after these no zone changes its rules: clocks go by the sun, or by the last rule."""

MONTHS = (1, 4, 7, 10)
"""No rule of summer time keeps out of all of these months."""

SECOND: Micro = 1_000_000


class Margin(NamedTuple):
    """By how much a day may begin earlier or later than in UTC; `west` and `east` are whether it ever does."""

    most: Micro
    west: bool
    east: bool


@functools.lru_cache(maxsize=64)
def margin(zone: str) -> Margin:
    """The margin of a zone, an hour added to whatever was looked at.

    >>> margin("UTC"), margin("Europe/Kyiv").west
    (Margin(most=0, west=False, east=False), False)
    """
    if zone == UTC:
        return Margin(0, west=False, east=False)
    from zoneinfo import ZoneInfo

    named = ZoneInfo(zone)
    moments = (dt.datetime(year, month, 1, tzinfo=named) for year in range(FIRST_YEAR, LAST_YEAR) for month in MONTHS)
    seconds = [int((moment.utcoffset() or dt.timedelta()).total_seconds()) for moment in moments]
    low, high = min(seconds) * SECOND, max(seconds) * SECOND
    return Margin(max(abs(low), abs(high), high - low) + HOUR, west=low < HOUR, east=high > -HOUR)
