from __future__ import annotations

import datetime as dt
import pickle
import subprocess
import sys

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.values.strategies_when import dates, instant_texts, single_texts, texts, whens

from newsledger.errors import InvalidInput
from newsledger.problems import Problem
from newsledger.values.when import EVER, NEVER, Covers, When, check_zone, day_bounds, instant, micros

HOUR = 60 * 60 * 1_000_000
DAY = 24 * HOUR
FIRST_STORY = [
    *("2024", "2024-08", "2025-03", "2025-03-11", "2025-03-13", "2025-03-14", "2025-03-16"),
    *("/2025-03-16", "2022-02/2025-03-16", "2024-08/2025-03-16", "2025-03-10/2025-03-15", "2025-03-16/.."),
]
"""The dates of the first story, as they occurred and were reported."""


def utc(text: str) -> int:
    """The microseconds of an ISO date or datetime, read as UTC."""
    return micros(dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC))


def refusal(text: str) -> tuple[str, str, int | None, int, str]:
    """What is said of a text that is no date: code, message, column, length, hint."""
    with pytest.raises(InvalidInput) as caught:
        When.parse(text)
    (problem,) = caught.value.problems
    return problem.code, problem.message, problem.where.column, problem.where.length, problem.hint or ""


class TestReading:
    """What is read, and what it means at its earliest and latest."""

    @pytest.mark.parametrize(
        ("text", "low", "high", "precision"),
        [
            ("2025-03-16", "2025-03-16", "2025-03-17", "day"),
            ("2024-08", "2024-08-01", "2024-09-01", "month"),
            ("2024-12", "2024-12-01", "2025-01-01", "month"),
            ("2024-02", "2024-02-01", "2024-03-01", "month"),
            ("2024", "2024-01-01", "2025-01-01", "year"),
            ("2024-08~", "2024-08-01", "2024-09-01", "month"),
            ("2024?", "2024-01-01", "2025-01-01", "year"),
            ("2025-03-16%", "2025-03-16", "2025-03-17", "day"),
            ("2024-21", "2024-03-01", "2024-06-01", "season"),
            ("2024-22", "2024-06-01", "2024-09-01", "season"),
            ("2024-23", "2024-09-01", "2024-12-01", "season"),
            ("2024-24", "2024-12-01", "2025-01-01", "season"),
            ("0001", "0001-01-01", "0002-01-01", "year"),
            ("2025-03-16T18:40Z", "2025-03-16T18:40", "2025-03-16T18:41", "instant"),
            ("2025-03-16T18:40:00Z", "2025-03-16T18:40", "2025-03-16T18:40:01", "instant"),
            ("2025-03-16T18:40:00.5Z", "2025-03-16T18:40:00.5", "2025-03-16T18:40:00.6", "instant"),
            (
                "2025-03-16T18:40:00.000001Z",
                "2025-03-16T18:40:00.000001",
                "2025-03-16T18:40:00.000002",
                "instant",
            ),
            ("2025-03-16T01:30+02:00", "2025-03-15T23:30", "2025-03-15T23:31", "instant"),
            ("2025-03-16T20:00:00-05:30", "2025-03-17T01:30", "2025-03-17T01:30:01", "instant"),
            ("2022-02/2025-03-16", "2022-02-01", "2025-03-17", "month"),
            ("2025-03-16/2025-03", "2025-03-16", "2025-04-01", "month"),
            ("2024-21/2025", "2024-03-01", "2026-01-01", "year"),
            ("2025-03-16T18:40Z/2025-03-17", "2025-03-16T18:40", "2025-03-18", "day"),
        ],
    )
    def test_span_and_precision(self, text: str, low: str, high: str, precision: str) -> None:
        """A date spans from its earliest instant to the end of its latest, and knows how it was told."""
        when = When.parse(text)
        assert (when.span(), when.precision) == ((utc(low), utc(high)), precision)

    @pytest.mark.parametrize("text", FIRST_STORY)
    def test_first_story(self, text: str) -> None:
        """Every date of the first story is read, and written back as it stood."""
        assert str(When.parse(text)) == text

    @given(text=texts())
    def test_round_trip(self, text: str) -> None:
        """A date writes back the text that it was read from, and its repr builds it again."""
        when = When.parse(text)
        assert str(when) == text == str(When.read(text))
        assert eval(repr(when), {"When": When}) == when  # noqa: S307 — our own repr

    @given(text=texts())
    def test_order_of_bounds(self, text: str) -> None:
        """What is earliest comes before what is latest, at both ends."""
        start_low, start_high, end_low, end_high = When.parse(text).corners()
        assert start_low <= start_high
        assert end_low <= end_high
        assert start_low < end_high

    def test_last_of_the_calendar(self) -> None:
        """The year 9999 has a last microsecond."""
        last = When.parse("9999").latest
        assert last is not None
        assert last.isoformat() == "9999-12-31T23:59:59.999999+00:00"

    def test_unbounded(self) -> None:
        """An open or unknown end has no earliest or latest instant."""
        assert When.parse("../2025").earliest is None
        assert When.parse("/2025").earliest is None
        assert When.parse("2025/..").latest is None
        assert When.parse("2025/").latest is None

    def test_no_clock(self) -> None:
        """The word `now` is refused, and a month does not become its first day."""
        assert refusal("now")[0] == "unreadable-date"
        assert When.parse("2024-08").latest != When.parse("2024-08-01").latest

    def test_start_up_stays_light(self) -> None:
        """Reading dates, good and bad, loads neither pendulum nor zoneinfo."""
        code = (
            "import sys; before = set(sys.modules)\n"
            "from newsledger.values.when import When; When.parse('2024-08/..').covers('2025')\n"
            "try: When.parse('2025-02-30')\n"
            "except ValueError: pass\n"
            "print({'pendulum', 'zoneinfo', 'edtf', 'cattrs', 'decimal'} & (set(sys.modules) - before))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "set()"


class TestRefusing:
    """What is no date, and what is said of it."""

    @pytest.mark.parametrize(
        ("text", "code", "message", "hint"),
        [
            ("2025-02-30", "no-such-day", "2025-02-30: February 2025 has 28 days", "write 2025-02-28"),
            ("2024-02-30", "no-such-day", "February 2024 has 29 days", "write 2024-02-29"),
            ("2025-03-00", "no-such-day", "March 2025 has 31 days", "write 2025-03-01"),
            ("2025-13", "no-such-month", "there is no month 13", "01 to 12"),
            ("2025-00", "no-such-month", "there is no month 00", "01 to 12"),
            ("2025-25", "no-such-month", "there is no month 25", "21 (spring) to 24 (winter)"),
            ("2025-21-04", "no-such-month", "there is no month 21", "without a day"),
            ("0000", "year-out-of-range", "0001 to 9999", "our era"),
            ("0000-08", "year-out-of-range", "0001 to 9999", "our era"),
            ("1000000000", "year-out-of-range", "0001 to 9999", "four digits"),
            ("10000-01-01", "year-out-of-range", "0001 to 9999", "four digits"),
            ("-0044", "year-out-of-range", "0001 to 9999", "four digits"),
            ("Y170000002", "year-out-of-range", "0001 to 9999", "four digits"),
            ("0001-01-01T00:00+05:00", "year-out-of-range", "in UTC this lies outside", "0001 to 9999"),
            ("2025/03/16", "date-order", "the year first", "write 2025-03-16"),
            ("16-03-2025", "date-order", "the year first", "write 2025-03-16"),
            ("16.03.2025", "date-order", "the year first", "write 2025-03-16"),
            ("16/3/2025", "date-order", "the year first", "write 2025-03-16"),
            ("3/16/2025", "date-order", "the year first", "write 2025-03-16"),
            (
                "3/4/2025",
                "date-order",
                "the year first",
                "2025-04-03 (3 April 2025) or 2025-03-04 (4 March 2025)",
            ),
            ("16.3.25", "date-order", "the year first", "write 2025-03-16, 2024-08"),
            ("31/31/2025", "date-order", "the year first", "write 2025-03-16, 2024-08"),
            ("03/2025", "date-order", "the year first", "write 2025-03"),
            ("2025/13", "date-order", "the year first", "write 2025-03-16, 2024-08"),
            ("20250316", "date-order", "the year first", "write 2025-03-16"),
            ("2025-3-6", "unreadable-date", "two digits", "write 2025-03-06"),
            ("2025-3", "unreadable-date", "two digits", "write 2025-03"),
            (" 2025-03-16", "unreadable-date", "nothing stands around", "write 2025-03-16"),
            ("2025-03-16\n", "unreadable-date", "nothing stands around", "write 2025-03-16"),
            ("202X", "unreadable-date", "left open", "2020/2029"),
            ("2025-XX", "unreadable-date", "left open", "only what is known"),
            ("2025-03-16T18:40", "missing-offset", "needs its offset", "2025-03-16T18:40Z if it is UTC"),
            ("2025-03-16 18:40:07", "missing-offset", "needs its offset", "2025-03-16T18:40:07+02:00"),
            ("2025-03-16 18:40Z", "unreadable-date", "not in ISO form", "2025-03-16T18:40Z"),
            ("2025-03-16T18:40z", "unreadable-date", "not in ISO form", "2025-03-16T18:40Z"),
            ("2025-03-16T18:40:00.1234567+02:00", "unreadable-date", "not in ISO form", "six digits"),
            ("2025-03-16T18:40+0200", "unreadable-date", "not in ISO form", "2025-03-16T18:40Z"),
            ("2025-03-16T24:00Z", "no-such-time", "there is no time 24:00", "00:00 of the next"),
            ("2025-03-16T18:60Z", "no-such-time", "there is no time 18:60", "23:59:59"),
            ("2025-03-16T18:59:60Z", "no-such-time", "there is no time 18:59:60", "23:59:59"),
            ("2025-03-16T18:40+14:01", "no-such-offset", "no clock keeps", "-14:00 to +14:00"),
            ("2025-03-16T18:40+02:60", "no-such-offset", "no clock keeps", "-14:00 to +14:00"),
            ("2025-03-16T18:40-00:00", "no-such-offset", "no clock keeps", "Z for UTC"),
            ("2025-02-30T18:40Z", "no-such-day", "February 2025 has 28 days", "write 2025-02-28"),
            ("", "empty-date", "no date here", "write 2025-03-16"),
            ("   ", "empty-date", "no date here", "write 2025-03-16"),
            ("today", "unreadable-date", "depends on the day", "no clock is read"),
            ("gibberish", "unreadable-date", "this is no date", "write 2025-03-16"),
            ("２０２５", "unreadable-date", "this is no date", "write 2025-03-16"),
            ("2024~-08", "unreadable-date", "this is no date", "write 2025-03-16"),
            ("2024~?", "unreadable-date", "this is no date", "write 2025-03-16"),
            ("2025-03-16T18:40Z~", "unreadable-date", "this is no date", "write 2025-03-16"),
            ("../..", "no-end-known", "at least one date", "2024-08/.."),
            ("/", "no-end-known", "at least one date", "2024-08/.."),
            ("../", "no-end-known", "at least one date", "2024-08/.."),
            ("/..", "no-end-known", "at least one date", "2024-08/.."),
            ("2024-01/2024-02/2024-03", "unreadable-date", "one start and one end", "write 2025-03-16"),
            (
                "2025-03-16/2025-03-15",
                "ends-before-it-starts",
                "before the start",
                "write 2025-03-15/2025-03-16",
            ),
            ("2025/2024-12", "ends-before-it-starts", "before the start", "write 2024-12/2025"),
        ],
    )
    def test_one_problem(self, text: str, code: str, message: str, hint: str) -> None:
        """A text that is no date is refused with what was found and what to write instead."""
        found = refusal(text)
        assert (found[0], found[2]) == (code, 1)
        assert message in found[1]
        assert hint in found[4]

    def test_place(self) -> None:
        """The whole text is pointed at; within an interval, the end that is wrong."""
        assert refusal("2025-02-30")[2:4] == (1, 10)
        assert refusal("2024-08/2025-02-30")[2:4] == (9, 10)

    def test_both_ends(self) -> None:
        """Two wrong ends are two problems, told at once."""
        with pytest.raises(InvalidInput) as caught:
            When.parse("2024-13/2025-02-30")
        assert [problem.code for problem in caught.value.problems] == ["no-such-month", "no-such-day"]
        assert [problem.where.column for problem in caught.value.problems] == [1, 9]

    def test_overlong(self) -> None:
        """A text of more than a hundred characters is refused and not repeated in full."""
        code, message, *_ = refusal("2" * 10_000)
        assert code == "date-too-long"
        assert len(message) < 100

    @given(text=st.text(max_size=120))
    def test_nothing_but_invalid_input(self, text: str) -> None:
        """Any text is either a date that writes it back or refused with a hint."""
        problems: tuple[Problem, ...] = ()
        try:
            assert When.parse(text).text == text
        except InvalidInput as wrong:
            problems = wrong.problems
        assert all(problem.hint for problem in problems)

    @given(text=texts(), at=st.integers(0, 60), mark=st.sampled_from("0129-/.~TZ:+ X"))
    def test_slips_of_the_finger(self, text: str, at: int, mark: str) -> None:
        """A date with one character changed is another date, or refused with a place within it."""
        slip = text[:at] + mark + text[at + 1 :]
        columns: list[int] = []
        try:
            assert When.parse(slip).text == slip
        except InvalidInput as wrong:
            columns = [problem.where.column or 0 for problem in wrong.problems]
        assert all(1 <= column <= len(slip) + 1 for column in columns)


class TestParts:
    """What a date knows of itself."""

    @pytest.mark.parametrize(
        ("text", "start", "end", "said"),
        [
            ("2024-08/2025", "2024-08", "2025", set()),
            ("2024-08/..", "2024-08", None, {"end_open"}),
            ("2024-08/", "2024-08", None, {"end_unknown"}),
            ("../2025-03", None, "2025-03", {"start_open"}),
            ("/2025-03", None, "2025-03", {"start_unknown"}),
            ("2024-08~/2025", "2024-08~", "2025", {"approximate"}),
            ("2024-08/2025%", "2024-08", "2025%", {"approximate", "uncertain"}),
            ("2024-08?/..", "2024-08?", None, {"uncertain", "end_open"}),
        ],
    )
    def test_interval(self, text: str, start: str | None, end: str | None, said: set[str]) -> None:
        """An interval knows its two ends, and of each whether it is open, unknown, about or doubtful."""
        when = When.parse(text)
        assert (when.start and when.start.text, when.end and when.end.text) == (start, end)
        flags = ("start_open", "start_unknown", "end_open", "end_unknown", "approximate", "uncertain")
        assert {flag for flag in flags if getattr(when, flag)} == said
        assert when.is_interval
        assert when.coarse

    @given(text=st.one_of(single_texts(), instant_texts()))
    def test_single(self, text: str) -> None:
        """A single date is its own start and end, and its corners are its span twice."""
        when = When.parse(text)
        assert when.start is when.end is when
        assert when.corners() == when.span() * 2
        assert not when.is_interval
        assert when.is_instant == ("T" in text)

    @pytest.mark.parametrize(
        ("text", "coarse"),
        [("2025-03-16", False), ("2025-03-16~", False), ("2025-03-16T18:40Z", False), ("2025-03", True)],
    )
    def test_coarse(self, text: str, coarse: bool) -> None:  # noqa: FBT001 — a table's column
        """A date is coarse if it does not tell one day."""
        assert When.parse(text).coarse is coarse

    def test_instants_as_ends(self) -> None:
        """An interval of two instants is precise, but no instant."""
        when = When.parse("2025-03-16T18:40Z/2025-03-16T19:40Z")
        assert when.precision == "instant"
        assert not when.is_instant

    def test_corners(self) -> None:
        """Open ends are unbounded at both corners, unknown ones lie anywhere beyond the other end."""
        low, high = utc("2024-08-01"), utc("2024-09-01")
        assert When.parse("2024-08/..").corners() == (low, high, NEVER, NEVER)
        assert When.parse("2024-08/").corners() == (low, high, low, NEVER)
        assert When.parse("../2024-08").corners() == (EVER, EVER, low, high)
        assert When.parse("/2024-08").corners() == (EVER, high, low, high)
        assert When.parse("2024-08/2024-12-31").corners() == (low, high, utc("2024-12-31"), utc("2025-01-01"))

    def test_days(self) -> None:
        """The first and last day are known, in the zone asked for."""
        when = When.parse("2025-03-16T22:30Z/..")
        assert when.first_day() == dt.date(2025, 3, 16)
        assert when.first_day("Europe/Kyiv") == dt.date(2025, 3, 17)
        assert when.last_day() is None

    def test_equality_is_of_the_text(self) -> None:
        """Two texts of one instant are two dates; equal texts are one, also in a set."""
        assert When.parse("2025-03-16T18:40Z") != When.parse("2025-03-16T20:40+02:00")
        assert {When.parse("2024"), When("2024")} == {When("2024")}

    @given(one=whens())
    def test_copies(self, one: When) -> None:
        """A pickled date comes back the same, bounds and all."""
        back = pickle.loads(pickle.dumps(one))  # noqa: S301 — our own bytes
        assert (back, hash(back), back.corners()) == (one, hash(one), one.corners())

    @given(some=st.lists(whens(), max_size=6))
    def test_order(self, some: list[When]) -> None:
        """Keys order dates by their earliest instant, whatever order they come in, and tell all apart."""
        ordered = sorted(some, key=lambda when: when.key)
        some.reverse()
        assert ordered == sorted(some, key=lambda when: when.key)
        assert [when.span()[0] for when in ordered] == sorted(when.span()[0] for when in some)


class TestCovers:
    """Whether a date speaks about a day."""

    @pytest.mark.parametrize(
        ("text", "day", "through", "within"),
        [
            # a single date means some time within
            ("2025-03-16", "2025-03-16", "yes", "yes"),
            ("2025-03-16", "2025-03-17", "no", "no"),
            ("2025-03-16", "2025-03", "yes", "yes"),
            ("2024-08", "2024-08-06", "maybe", "maybe"),
            ("2024-08", "2024", "yes", "yes"),
            ("2024-08", "2024-09-01", "no", "no"),
            ("2024", "2024-01-31", "maybe", "maybe"),
            ("2025-03-16T18:40Z", "2025-03-16", "yes", "yes"),
            ("2025-03-16", "2025-03-16T18:40Z", "maybe", "maybe"),
            ("2025-03-16T18:40:07Z", "2025-03-16T18:40Z", "yes", "yes"),
            # marks widen nothing, but nothing rests on them
            ("2024-08~", "2024", "maybe", "maybe"),
            ("2024-08?", "2024-07-31", "no", "no"),
            ("2025-03-16%", "2025-03-16", "maybe", "maybe"),
            # an interval: all through, or some time within
            ("2025-03-10/2025-03-15", "2025-03-09", "no", "no"),
            ("2025-03-10/2025-03-15", "2025-03-10", "yes", "maybe"),
            ("2025-03-10/2025-03-15", "2025-03-12", "yes", "maybe"),
            ("2025-03-10/2025-03-15", "2025-03-15", "yes", "maybe"),
            ("2025-03-10/2025-03-15", "2025-03-16", "no", "no"),
            ("2025-03-10/2025-03-15", "2025-03", "maybe", "yes"),
            ("2025-03-10/2025-03-15", "2025-03-11/2025-03-14", "yes", "maybe"),
            ("2025-03-10/2025-03-15", "2025-03-11T09:00Z", "yes", "maybe"),
            # within an imprecise end
            ("2024-08/2025-03-16", "2024-08-06", "maybe", "maybe"),
            ("2024-08/2025-03-16", "2024-08-31", "yes", "maybe"),
            ("2024-08/2025-03-16", "2024-12", "yes", "maybe"),
            ("2024-08/2025-03", "2025-03-01", "yes", "maybe"),
            ("2024-08/2025-03", "2025-03-02", "maybe", "maybe"),
            ("2024-08/2024-08", "2024-08-15", "maybe", "maybe"),
            ("2024-08/2024-08", "2024-08", "maybe", "yes"),
            ("2025-03-16/2025-03", "2025-03-16", "yes", "maybe"),
            # open and unknown ends
            ("2024-08/..", "2031", "yes", "maybe"),
            ("2024-08/..", "2024-07-31", "no", "no"),
            ("2024-08/..", "2025/..", "yes", "maybe"),
            ("2024-08/..", "2024/..", "maybe", "yes"),
            ("../2025-03", "1941-06-22", "yes", "maybe"),
            ("../2025-03", "../2024", "yes", "maybe"),
            ("../2025-03", "2025-04-01", "no", "no"),
            ("2024-08/2025", "../2024-12", "maybe", "maybe"),
            ("2024-08/2025", "2024-12/..", "maybe", "maybe"),
            ("2025-03-16/", "2025-03-16", "yes", "maybe"),
            ("2025-03-16/", "2025-03-17", "maybe", "maybe"),
            ("/2025-03-16", "2025-03-16", "yes", "maybe"),
            ("/2025-03-16", "2025-03-15", "maybe", "maybe"),
            # a marked end: what rests on it is maybe, what lies beyond it is not touched
            ("2025-03-10~/2025-03-15", "2025-03-10", "maybe", "maybe"),
            ("2025-03-10~/2025-03-15", "2025-03-11", "yes", "maybe"),
            ("2025-03-10/2025-03-15?", "2025-03-15", "maybe", "maybe"),
            ("2025-03-10/2025-03-15?", "2025-03", "maybe", "maybe"),
            # instants as ends: the day in which it begins counts, the time before it does not
            ("2025-03-16T10:00Z/..", "2025-03-16", "yes", "maybe"),
            ("2025-03-16T10:00Z/..", "2025-03-16T09:00Z", "no", "no"),
            ("2025-03-16T10:00Z/..", "2025-03-16T10:00Z", "yes", "maybe"),
            ("2025-03-16T10:00Z/2025-03-16T12:00Z", "2025-03-16T11:00Z", "yes", "maybe"),
            ("2025-03-16T10:00Z/2025-03-16T12:00Z", "2025-03-16T12:00:30Z", "maybe", "maybe"),
            ("2025-03-16T10:00Z/2025-03-16T12:00Z", "2025-03-16T13:00Z", "no", "no"),
        ],
    )
    def test_table(self, text: str, day: str, through: str, within: str) -> None:
        """What is known surely is yes, what may be is maybe, and what cannot be is no."""
        when = When.parse(text)
        assert (when.covers(day).value, when.covers(day, through=False).value) == (through, within)

    @given(
        start=single_texts().filter(lambda text: text[-1] not in "~?%"),
        end=single_texts().filter(lambda text: text[-1] not in "~?%"),
        shift=st.integers(-40, 40),
        side=st.booleans(),
    )
    def test_every_way_it_may_have_been(self, start: str, end: str, shift: int, *, side: bool) -> None:
        """Yes means all possible starts and ends hold on that day, maybe some of them, no none."""
        start, end = sorted([start, end], key=lambda text: When.parse(text).key)
        when, from_, to = When.parse(f"{start}/{end}"), When.parse(start), When.parse(end)
        starts = [day.toordinal() for day in (from_.first_day(), from_.last_day()) if day]
        ends = [day.toordinal() for day in (to.first_day(), to.last_day()) if day]
        asked = (starts if side else ends)[0] + shift
        assume(1 <= asked <= dt.date.max.toordinal())
        # of all possible days only the outermost decide, and a start never follows its end
        held = {
            first <= asked <= last
            for first in (starts[0], min(starts[1], ends[1]), min(max(asked, starts[0]), starts[1]))
            for last in (max(ends[0], starts[0]), ends[1], max(min(asked, ends[1]), ends[0]))
            if first <= last
        }
        expected = Covers.MAYBE if len(held) == 2 else Covers.YES if held == {True} else Covers.NO
        assert when.covers(dt.date.fromordinal(asked)) is expected

    @given(when=whens(), day=dates(), through=st.booleans())
    def test_no_means_apart(self, when: When, day: dt.date, *, through: bool) -> None:
        """A date says no of exactly the days that it cannot touch."""
        low, high = when.span()
        start, end = day_bounds(day.year, day.month, day.day)
        assert (when.covers(day, through=through) is Covers.NO) == (high <= start or end <= low)

    @given(text=single_texts(), day=dates())
    def test_marks_never_widen(self, text: str, day: dt.date) -> None:
        """A mark changes yes to maybe and nothing else."""
        plain, marked = (When.parse(text.rstrip("~?%") + mark).covers(day) for mark in ("", "~"))
        assert marked is (Covers.MAYBE if plain is Covers.YES else plain)

    def test_what_may_be_asked(self) -> None:
        """A day may be asked as text, date, datetime or `When`."""
        march = When.parse("2025-03-16T18:40:00Z")
        moment = dt.datetime(2025, 3, 16, 18, 40, tzinfo=dt.UTC)
        for day in ("2025-03-16", dt.date(2025, 3, 16), moment, When.parse("2025-03-16")):
            assert march.covers(day) is Covers.YES
        assert march.covers(moment + dt.timedelta(seconds=1)) is Covers.NO

    def test_words_are_not_asked(self) -> None:
        """A day asked about is a canonical date; words have no day to be told against."""
        with pytest.raises(InvalidInput):
            When.parse("2025").covers("yesterday")


class TestZones:
    """Days belong to the zone of the question."""

    @pytest.mark.parametrize(
        ("day", "starts", "hours"),
        [
            ("2025-03-16", "2025-03-15T22:00", 24),  # winter time
            ("2025-03-30", "2025-03-29T22:00", 23),  # the clocks go forward
            ("2025-07-01", "2025-06-30T21:00", 24),  # summer time
            ("2025-10-26", "2025-10-25T21:00", 25),  # the clocks go back
        ],
    )
    def test_days_of_kyiv(self, day: str, starts: str, hours: int) -> None:
        """A day in Kyiv begins at 22:00 or 21:00 UTC and may have 23 or 25 hours."""
        low, high = When.parse(day).span("Europe/Kyiv")
        assert (low, high - low) == (utc(starts), hours * HOUR)
        date = dt.date.fromisoformat(day)
        assert day_bounds(date.year, date.month, date.day, "Europe/Kyiv") == (low, high)

    def test_midnight_that_is_skipped(self) -> None:
        """Where the clocks skip midnight, the day begins with the first instant that there is."""
        low, high = When.parse("2024-04-26").span("Africa/Cairo")
        assert (low, high - low) == (utc("2024-04-25T22:00"), 23 * HOUR)

    def test_instants_have_no_zone(self) -> None:
        """An instant is the same everywhere; only its day differs."""
        when = When.parse("2025-03-16T22:30Z")
        assert when.span("Europe/Kyiv") == when.span()
        assert when.covers("2025-03-17") is Covers.NO
        assert when.covers("2025-03-17", zone="Europe/Kyiv") is Covers.YES

    def test_days_at_the_ends_of_the_calendar(self) -> None:
        """An instant on the outermost days of the calendar falls on its UTC day: no other can be written."""
        assert When.parse("9999-12-31T23:30Z").last_day("Europe/Kyiv") == dt.date(9999, 12, 31)
        assert When.parse("0001-01-01T00:30Z").first_day("America/New_York") == dt.date(1, 1, 1)

    def test_interval_from_an_instant(self) -> None:
        """The day on which an interval begins is a day of the zone asked for."""
        when = When.parse("2025-03-16T22:30Z/..")
        assert when.covers("2025-03-16") is Covers.YES
        assert when.covers("2025-03-16", zone="Europe/Kyiv") is Covers.NO
        assert when.covers("2025-03-17", zone="Europe/Kyiv") is Covers.YES

    def test_ends_that_change_places(self) -> None:
        """An instant that in a zone comes after the day that should follow it still bounds its interval."""
        low, _, _, high = When.parse("2025-03-16T22:30Z/2025-03-16").corners("Europe/Kyiv")
        assert low < high

    @given(
        when=whens(),
        zone=st.sampled_from(["Europe/Kyiv", "Pacific/Kiritimati", "America/New_York", "Asia/Tokyo"]),
    )
    def test_shift_is_less_than_a_day(self, when: When, zone: str) -> None:
        """A zone moves each bound by less than a day or so, at both ends of the calendar too."""
        assume("T" not in when.text or not when.is_interval)  # with an instant, ends can change places
        for here, there in zip(when.span(), when.span(zone), strict=True):
            assert abs(here - there) < DAY + HOUR

    @given(text=single_texts(), day=dates())
    def test_days_agree_in_every_zone(self, text: str, day: dt.date) -> None:
        """Where no instant plays a part, the zone does not change the answer."""
        when = When.parse(text)
        assert when.covers(day) is when.covers(day, zone="Europe/Kyiv")

    def test_known_zones(self) -> None:
        """UTC and the names of the IANA list are zones."""
        for name in ("UTC", "Europe/Kyiv", "America/Argentina/Buenos_Aires", "Etc/GMT+5"):
            check_zone(name)

    @pytest.mark.parametrize(
        ("name", "hint"),
        [
            ("Europe/Kyif", "did you mean Europe/Kyiv?"),
            ("europe/kiev", "did you mean Europe/Kiev?"),
            ("kyiv", "did you mean Europe/Kyiv?"),
            ("utc ", "did you mean UTC?"),
            ("../../etc/passwd", "write UTC, or"),
            ("", "write UTC, or"),
            ("localtime", "write UTC, or"),
            ("posix/Europe/Kyiv", "did you mean"),
        ],
    )
    def test_unknown_zones(self, name: str, hint: str) -> None:
        """A name that is no zone is refused, with the nearest that is; so is what depends on the machine."""
        with pytest.raises(InvalidInput) as caught:
            check_zone(name)
        (problem,) = caught.value.problems
        assert problem.code == "unknown-zone"
        assert hint in (problem.hint or "")

    def test_a_folder_is_no_zone(self) -> None:
        """The name of a folder of zones is refused like any other that is none."""
        with pytest.raises(InvalidInput, match="there is no time zone 'Europe'"):
            check_zone("Europe")

    def test_unknown_zone_of_a_question(self) -> None:
        """A date asked in an unknown zone refuses to answer."""
        with pytest.raises(InvalidInput):
            When.parse("2025").corners("Nowhere/Land")


class TestInstants:
    """Instants from datetimes and microseconds."""

    def test_canonical(self) -> None:
        """An instant is written in UTC with seconds, and with microseconds only if there are any."""
        kyiv = dt.timezone(dt.timedelta(hours=2))
        assert str(instant(dt.datetime(2025, 3, 16, 20, 40, tzinfo=kyiv))) == "2025-03-16T18:40:00Z"
        assert str(instant(1)) == "1970-01-01T00:00:00.000001Z"
        assert str(instant(-1)) == "1969-12-31T23:59:59.999999Z"

    @given(moment=st.datetimes(timezones=st.just(dt.UTC)))
    def test_round_trip(self, moment: dt.datetime) -> None:
        """A datetime becomes an instant that is earliest at that very microsecond."""
        assert instant(moment).earliest == moment
        assert instant(micros(moment)) == instant(moment)

    def test_naive(self) -> None:
        """A datetime without a zone is refused, never taken for UTC."""
        with pytest.raises(InvalidInput, match="names no zone"):
            instant(dt.datetime(2025, 3, 16))  # noqa: DTZ001 — the mistake itself

    @pytest.mark.parametrize("micro", [EVER, NEVER])
    def test_beyond_the_calendar(self, micro: int) -> None:
        """What is unbounded is no instant."""
        with pytest.raises(InvalidInput, match="0001 to 9999"):
            instant(micro)
