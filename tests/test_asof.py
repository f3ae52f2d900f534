"""As of when a report speaks, by how its kind is read in time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.asof import DAY, HOUR, as_of, reach, turning_points
from newsledger.fact import Moves, Time, Timing
from newsledger.testing import pools
from newsledger.values.when import When, instant

REPORTED = "2025-03-16"
SINGLE_DAY, MONTH, SPAN = "2025-03-10", "2025-02", "2025-03-05/2025-03-12"
OPEN_END, UNKNOWN_END = "2024-08/..", "2025-03-01/"
UNKNOWN_START, OPEN_START = "/2025-03-12", "../2025-03-12"
TO_TODAY = "2025-03-05/2025-03-16"
EARLY, IN_MONTH, INSIDE, LAST, AFTER = "2024-07-31", "2025-02-10", "2025-03-10", "2025-03-12", "2025-03-18"


def speaks(time: Time, occurred: str, at: str, reported: str = REPORTED) -> str:
    """As of when a report speaks at the end of a day: its first and last day, and with what reserve."""
    span = reach(When.parse(occurred), When.parse(reported), "UTC")
    if span is None:
        return "expected"
    found = as_of(Timing(time), span, When.parse(at).span()[1])
    if found is None:
        return "silent"
    low = instant(found.earliest).text[:10] if found.earliest > -(2**61) else ".."
    high = instant(found.latest - 1).text[:10]
    told = [low if low == high else f"{low}/{high}"]
    return " ".join([*told, *(["maybe"] if found.maybe else []), *(["imprecise"] if found.imprecise else [])])


ALL = tuple(time for time in Time if time is not Time.OURS)
NOT_HOLDS = tuple(time for time in ALL if time is not Time.HOLDS)
LIKE_MEASURED = (Time.MEASURED, Time.COUNTED)
WITHIN = tuple(time for time in NOT_HOLDS if time not in LIKE_MEASURED)

CASES = [
    # a single day, whatever is read in it: silent before, sure of the day, carried forward as of that day
    (ALL, SINGLE_DAY, "2025-03-09", "silent"),
    (ALL, SINGLE_DAY, INSIDE, "2025-03-10"),
    (ALL, SINGLE_DAY, AFTER, "2025-03-10"),
    # a month is some time within: perhaps while it lasts, imprecise when it is past
    (ALL, MONTH, "2025-01-31", "silent"),
    (ALL, MONTH, IN_MONTH, "2025-02-01/2025-02-28 maybe"),
    (ALL, MONTH, "2025-02-28", "2025-02-01/2025-02-28 maybe"),
    (ALL, MONTH, "2025-03-01", "2025-02-01/2025-02-28 imprecise"),
    # a span of what holds: all through; it had ended by the day of the report, hence nothing after it
    ((Time.HOLDS,), SPAN, "2025-03-04", "silent"),
    ((Time.HOLDS,), SPAN, "2025-03-05", "2025-03-05"),
    ((Time.HOLDS,), SPAN, INSIDE, "2025-03-10"),
    ((Time.HOLDS,), SPAN, LAST, "2025-03-12"),
    ((Time.HOLDS,), SPAN, "2025-03-13", "silent"),
    # measured or counted over a span: as of its end
    (LIKE_MEASURED, SPAN, "2025-03-11", "silent"),
    (LIKE_MEASURED, SPAN, LAST, "2025-03-12"),
    (LIKE_MEASURED, SPAN, AFTER, "2025-03-12"),
    # all else happened some time within the span
    (WITHIN, SPAN, "2025-03-04", "silent"),
    (WITHIN, SPAN, INSIDE, "2025-03-05/2025-03-12 maybe"),
    (WITHIN, SPAN, LAST, "2025-03-05/2025-03-12 maybe"),
    (WITHIN, SPAN, AFTER, "2025-03-05/2025-03-12 imprecise"),
    # a span to the day of the report: it still held, and is carried forward from there
    ((Time.HOLDS,), TO_TODAY, REPORTED, "2025-03-16"),
    ((Time.HOLDS,), TO_TODAY, AFTER, "2025-03-16"),
    # an open end: cut at the report, carried forward
    ((Time.HOLDS,), OPEN_END, EARLY, "silent"),
    ((Time.HOLDS,), OPEN_END, "2024-08-10", "2024-08-10 maybe"),  # some day of August it began
    ((Time.HOLDS,), OPEN_END, INSIDE, "2025-03-10"),
    ((Time.HOLDS,), OPEN_END, AFTER, "2025-03-16"),
    (LIKE_MEASURED, OPEN_END, "2025-03-15", "silent"),
    (LIKE_MEASURED, OPEN_END, REPORTED, "2025-03-16"),
    (WITHIN, OPEN_END, REPORTED, "2024-08-01/2025-03-16 maybe"),
    # an end that nobody told: perhaps it has ended since
    ((Time.HOLDS,), UNKNOWN_END, "2025-02-28", "silent"),
    ((Time.HOLDS,), UNKNOWN_END, "2025-03-01", "2025-03-01 maybe"),
    ((Time.HOLDS,), UNKNOWN_END, INSIDE, "2025-03-10 maybe"),
    ((Time.HOLDS,), UNKNOWN_END, AFTER, "2025-03-01/2025-03-16 imprecise"),
    # a start that nobody told: perhaps it had begun; since ever: it had
    ((Time.HOLDS,), UNKNOWN_START, INSIDE, "2025-03-10 maybe"),
    ((Time.HOLDS,), UNKNOWN_START, LAST, "2025-03-12"),  # nothing begins after its end
    ((Time.HOLDS,), UNKNOWN_START, AFTER, "silent"),
    ((Time.HOLDS,), OPEN_START, INSIDE, "2025-03-10"),
    ((Time.HOLDS,), OPEN_START, AFTER, "silent"),
    (LIKE_MEASURED, UNKNOWN_START, "2025-03-11", "silent"),
    (LIKE_MEASURED, UNKNOWN_START, LAST, "2025-03-12"),
    (LIKE_MEASURED, OPEN_START, AFTER, "2025-03-12"),
    (WITHIN, OPEN_START, LAST, "../2025-03-12 maybe"),
    (WITHIN, UNKNOWN_START, AFTER, "../2025-03-12 imprecise"),
    # what begins after the report is expected; what reaches beyond it is cut there
    (ALL, "2025-03-17", AFTER, "expected"),
    (ALL, "2025-03-17/2025-04-01", AFTER, "expected"),
    (ALL, "2025-03", AFTER, "2025-03-01/2025-03-16 imprecise"),
    (LIKE_MEASURED, "2025-03-01/2025-03-31", AFTER, "2025-03-16"),
]


@pytest.mark.parametrize(
    ("time", "occurred", "at", "expected"),
    [(time, occurred, at, expected) for times, occurred, at, expected in CASES for time in times],
)
def test_as_of_when_a_report_speaks(time: Time, occurred: str, at: str, expected: str) -> None:
    """The table of how values are read in time: what is said about a date, asked at the end of a day."""
    assert speaks(time, occurred, at) == expected


def test_a_count_over_a_span_knows_its_start() -> None:
    """Only what was counted has one: figures are compared where their starts agree."""
    starts = {}
    for time in ALL:
        span = reach(When.parse(SPAN), When.parse(REPORTED), "UTC")
        assert span is not None
        found = as_of(Timing(time), span, When.parse(AFTER).span()[1])
        starts[time] = found is not None and found.start is not None

    assert {time for time, known in starts.items() if known} == {Time.COUNTED, Time.NEW}


def test_days_are_days_of_the_zone() -> None:
    """What was reported and happened at half past ten in the evening of UTC was the next day's in Kyiv."""
    spans = [
        reach(When.parse("2025-03-16"), When.parse("2025-03-15T22:30:00Z"), zone) for zone in ("UTC", "Europe/Kyiv")
    ]

    assert [span is None for span in spans] == [True, False]


@given(*map(st.sampled_from, (ALL, pools.OCCURRED, pools.REPORTED, pools.ASKED, pools.ZONES)))
def test_nobody_speaks_of_what_was_not_yet(time: Time, occurred: str, reported: str, at: str, zone: str) -> None:
    """As-of dates lie in order, begin before the instant asked, and end no later than the report was public."""
    span = reach(When.parse(occurred), When.parse(reported), zone)
    end = When.parse(at).span(zone)[1]
    found = None if span is None else as_of(Timing(time), span, end)
    if span is None or found is None:
        return
    assert found.earliest < found.latest
    assert found.earliest < end
    assert found.latest <= span.reported[1]
    assert not (found.maybe and found.imprecise)


def test_turning_points_hold_window_and_half_life_and_a_day_more() -> None:
    """A report of one day may speak otherwise at its ends, when it goes stale, and when its window closes."""
    span = reach(When.parse("2025-03-10"), When.parse("2025-03-10"), "UTC")
    assert span is not None
    start = span.starts[0]
    points = turning_points(Timing(Time.MEASURED, moves=Moves.YES, window=3, half_life=14), span)

    whole = [point for point in points if (point - start) % DAY == 0]
    assert sorted((point - start) // DAY for point in whole) == [0, 1, 2, 3, 4, 5, 14, 15, 16]
    assert sorted((point - start + HOUR) // DAY for point in points - set(whole)) == [15, 16]
