"""Whether dates surely speak about a period: the sums behind `When.covers`.

Ends told by the day or coarser are compared by days, which needs no zone; only between two
instants does the time of day count.
"""

from __future__ import annotations

from typing import TypeAlias

from newsledger.values.dates import INSTANT, End, Ends
from newsledger.values.zones import Micro

Span: TypeAlias = tuple[Micro, Micro]
"""From when to when, exclusive."""


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans have an instant in common.

    >>> overlap((0, 5), (5, 9))
    False
    """
    return one[0] < other[1] and other[0] < one[1]


def contains(outer: Span, inner: Span) -> bool:
    """Whether one span lies wholly in another.

    >>> contains((0, 5), (1, 5))
    True
    """
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def all_through(text: str, ends: Ends, asked: Ends, period: Span, zone: str) -> bool:
    """Whether what holds all through an interval surely holds on every day asked about.

    `text` tells whether an end of the interval is open or unknown; an unknown start may lie as late as the
    end, an unknown end as early as the start. `period` is the span of what is asked, in the zone.
    """
    return (
        (text.startswith("..") or _begun(ends, asked[0], zone))
        and (text.endswith("..") or _going_on(ends, asked[1], zone))
        and not any(_rests_on(end, period, zone) for end in ends)
    )


def _begun(ends: Ends, asked: End | None, zone: str) -> bool:
    """Whether it has surely begun on the first day asked about, even where it began as late as it may."""
    start = ends[0] or ends[1]
    if start is None or asked is None:
        return False
    if start.level == asked.level == INSTANT:
        return asked.low >= start.low
    # what ends by a day has begun by then
    return asked.days(zone)[0] >= min(end.days(zone)[1] for end in ends if end is not None)


def _going_on(ends: Ends, asked: End | None, zone: str) -> bool:
    """Whether it surely still holds on the last day asked about, even where it ended as early as it may."""
    end = ends[1] or ends[0]
    if end is None or asked is None:
        return False
    if end.level == asked.level == INSTANT:
        return asked.low <= end.low
    # what begins on a day has not ended before
    return asked.days(zone)[1] <= max(end.days(zone)[0] for end in ends if end is not None)


def _rests_on(end: End | None, period: Span, zone: str) -> bool:
    """Whether the days asked about touch an end that is only about so, or doubtful."""
    return end is not None and bool(end.mark) and overlap(end.bounds(zone), period)
