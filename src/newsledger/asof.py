"""As of when a report speaks, for the date that a picture is of.

The kind says how a value is read in time; the report says when it is said to hold and when
it was made public. From these follow whether the report speaks about the date asked at all,
as of when, and how sure that is.
"""

from __future__ import annotations

from newsledger.event import Said
from newsledger.fact import Time, Timing
from newsledger.tuples import NamedTuple
from newsledger.values.when import EVER, NEVER, Micro, When

DAY: Micro = 86_400_000_000
"""A day in microseconds. Days with a change of the clock are an hour longer or shorter; `coarse` allows for it."""

COARSER_THAN_A_DAY = DAY + DAY // 24 + DAY // 24


HOUR = DAY // 24


def days_between(latest: Micro, at: Micro) -> int:
    """Whole days from when a word speaks as of to when it is asked about; a day with a change of the clock is one too.

    >>> days_between(0, 23 * HOUR), days_between(0, 20 * HOUR), days_between(0, 15 * DAY)
    (1, 0, 15)
    """
    return max(0, (at - latest + HOUR) // DAY)


class Reach(NamedTuple):
    """When a fact is said to begin and to end, each between two instants, cut at what was public by then.

    `reported` is from when to when it was made public; `told_end` is false where the end is open or not known.
    """

    starts: tuple[Micro, Micro]
    ends: tuple[Micro, Micro]
    reported: tuple[Micro, Micro]
    interval: bool
    told_end: bool


class AsOf(NamedTuple):
    """As of when a report speaks about the date asked, and with what reserve."""

    earliest: Micro
    latest: Micro
    maybe: bool = False
    imprecise: bool = False
    start: tuple[Micro, Micro] | None = None  # of a count over a span: when the counting began


def reach(occurred: When, reported: When, zone: str) -> Reach | None:
    """What `occurred` says, cut at the latest instant of `reported`; `None` where it begins later: it is expected."""
    told = low, high = reported.span(zone)
    start_low, start_high, end_low, end_high = occurred.corners(zone)
    if start_low >= high:
        return None
    clipped = told if end_low >= high else (end_low, min(end_high, high))
    if not occurred.is_interval:
        return Reach((start_low, min(start_high, high)), clipped, told, False, end_high <= low)  # noqa: FBT003  of many
    if occurred.start_unknown:
        start_high = max(start_low, min(start_high, clipped[0]))
    told_end = not (occurred.end_open or occurred.end_unknown) and end_high <= low
    return Reach((start_low, min(start_high, high)), clipped, told, True, told_end)  # noqa: FBT003  as above


def reach_of(said: Said, zone: str) -> Reach | None:
    """What a report says of its time; `None` where it begins later, or where no date is told."""
    if said.occurred is None or said.reported is None:
        return None
    return reach(said.occurred, said.reported, zone)


def as_of(timing: Timing, span: Reach, at: Micro) -> AsOf | None:
    """As of when a report speaks at an instant (the end of the day asked); `None` where it does not."""
    starts, ends = span.starts, span.ends
    if starts[0] >= at:
        return None
    time = timing.time
    if not span.interval:
        return _within(starts[0], ends[1], at, None)
    if time is Time.HOLDS:
        return _all_through(span, at)
    if time is Time.MEASURED or time is Time.COUNTED:
        return None if ends[0] >= at else _within(*ends, at, starts if time is Time.COUNTED else None)
    return _within(starts[0], ends[1], at, starts if time is Time.NEW else None)


def _within(earliest: Micro, latest: Micro, at: Micro, start: tuple[Micro, Micro] | None) -> AsOf:
    """Some time within; sure as to the day only where it is no longer than one."""
    if latest - earliest <= COARSER_THAN_A_DAY:
        return AsOf(earliest, latest, False, False, start)  # noqa: FBT003  made for each report of each question
    lies_in = at <= latest
    return AsOf(earliest, latest, lies_in, not lies_in, start)


def settled(span: Reach | None) -> AsOf | None:
    """As of when a report of one day speaks, whatever its kind and whichever later date is asked; else `None`."""
    if span is None or span.interval or span.ends[1] - span.starts[0] > COARSER_THAN_A_DAY:
        return None
    return AsOf(span.starts[0], span.ends[1])


def _all_through(span: Reach, at: Micro) -> AsOf | None:
    """An interval of what holds speaks about each day in it; one that had ended by its report ends there."""
    if at > span.ends[1] and span.told_end:
        return None
    if at > span.ends[1]:
        return _within(*span.ends, at, None)
    unsure = at <= span.starts[1] and _coarse(span.starts)
    unsure = unsure or (at > span.ends[0] and _coarse(span.ends))
    return AsOf(earliest=max(span.starts[0], at - DAY), latest=at, maybe=unsure)


def _coarse(when: tuple[Micro, Micro]) -> bool:
    return when[1] - when[0] > COARSER_THAN_A_DAY


def turning_points(timing: Timing, span: Reach) -> set[Micro]:
    """The instants at or after which a report may speak otherwise: its ends, staleness, the end of its window.

    What holds all through speaks as of the day before the instant asked, hence each of them a day later too.
    """
    ends = {*span.starts, *span.ends, *span.reported} - {EVER, NEVER}
    days = {days_on + more for days_on in (0, timing.window or 0, timing.half_life or 0) for more in (0, 1)}
    points = {end + days_on * DAY for end in ends for days_on in days}
    if timing.half_life is None:
        return points
    stale = (timing.half_life + 1) * DAY - HOUR  # a day counts as over an hour before it is, see `days_between`
    return points | {end + stale for end in ends}
