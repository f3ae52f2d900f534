"""Imprecise dates: what a source said about a time, kept as it was said.

`When` is a subset of EDTF level 1 (ISO 8601-2) plus instants. It knows the earliest and
the latest that it can mean, and never gets more precise than what it was read from. The
grammar is in `newsledger.values.dates`, days and zones in `newsledger.values.zones`,
people's words ("on Friday") in `newsledger.values.words`.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import attrs

from newsledger.errors import InvalidInput
from newsledger.problems import Problem
from newsledger.values.covering import all_through, contains, overlap
from newsledger.values.dates import MAX_LENGTH, PRECISIONS, Corners, Ends, corners_of, read_ends
from newsledger.values.zones import (
    EVER,
    FIRST,
    LAST,
    NEVER,
    SECOND,
    UTC,
    Micro,
    check_zone,
    day_bounds,
    micros,
    moment_of,
)

__all__ = ["EVER", "NEVER", "Covers", "Micro", "When", "check_zone", "day_bounds", "instant", "micros"]

# a text, compiled when words are first read: a replay reads none
_WORDY = r"(?i)[^\W\d_]{2}|^ *(?:[+-][0-9]+ *[a-z] *$|c\.? )"
"""Two letters in a row, `-7d` or `c. 2024`: worth reading as people's words."""


class Covers(enum.Enum):
    """Whether a date speaks about a day: surely, possibly, or not at all."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


def _ends_of(when: When) -> Ends:
    return read_ends(when.text)


def _corners_of(when: When) -> Corners:
    start, end = when._ends  # noqa: SLF001 — a part of the class, called while it is built
    return corners_of(when.text, start and start[:2], end and end[:2])


@attrs.frozen(repr=False)
class When:
    """An imprecise date holds on to what was told: a day, a month, a year, a season, an instant, an interval.

    It serves every date that a source gives. Equality is that of the text.

    >>> August = When.parse("2024-08")
    >>> August.covers("2024")          # what happened some time in August happened in 2024
    <Covers.YES: 'yes'>
    >>> August.covers("2024-08-06")    # perhaps on that day
    <Covers.MAYBE: 'maybe'>
    >>> print(August.latest)
    2024-08-31 23:59:59.999999+00:00

    The forms are `2025-03-16`, `2024-08`, `2024`, `2024-21` (spring; 22 to 24 the others), each also with `~`
    (about), `?` (uncertain) or `%` (both); `2025-03-16T18:40Z` with `Z` or an offset; `2022-02/2025-03-16`,
    `2024-08/..` (open), `2024-08/` (end unknown), `../2025-03`, `/2025-03`. Winter is December of its year.

    Raises:
        InvalidInput: the text is no such date.
    """

    text: str
    """The canonical text: exactly as it was read."""

    _ends: Ends = attrs.field(init=False, eq=False, default=attrs.Factory(_ends_of, takes_self=True))
    _corners: Corners = attrs.field(init=False, eq=False, default=attrs.Factory(_corners_of, takes_self=True))

    @classmethod
    def parse(cls, text: str) -> When:
        """A canonical text is read as it stands; nothing is guessed and no clock is read.

        >>> When.parse("2024-08/..").end_open
        True

        Raises:
            InvalidInput: the text is no canonical date.
        """
        return interned(text)

    @classmethod
    def read(cls, words: str, *, said_on: When | None = None, zone: str = UTC) -> When:
        """People's words become a date, told against the day that they were said on.

        The canonical texts are read too. No clock is read: "yesterday" needs `said_on`, and means the day
        before the latest day of it. The words are not kept.

        >>> When.read("last Friday", said_on=When.parse("2025-03-16"))
        When('2025-03-14')
        >>> When.read("since August 2024")
        When('2024-08/..')

        Raises:
            InvalidInput: the words cannot be read, or need a `said_on`; or there is no such zone.
        """
        try:
            return interned(words.strip())
        except InvalidInput:
            if len(words) > MAX_LENGTH or not re.search(_WORDY, words):
                return interned(words)  # says what is wrong, with columns of the words as given
        from newsledger.values.words import read_words  # pendulum, for the few that need it

        day = None if said_on is None else said_on.last_day(zone)
        return interned(read_words(words, day=day, open_ended=said_on is not None and day is None))

    @property
    def is_interval(self) -> bool:
        """Whether it has two ends, of which one may be open or unknown."""
        return "/" in self.text

    @property
    def is_instant(self) -> bool:
        """Whether it is a single date with a time of day."""
        return self.precision == "instant" and not self.is_interval

    @property
    def start(self) -> When | None:
        """The start of an interval, none where it is open or unknown; a single date itself."""
        return self._half(0)

    @property
    def end(self) -> When | None:
        """The end of an interval, none where it is open or unknown; a single date itself."""
        return self._half(-1)

    @property
    def start_open(self) -> bool:
        """Whether it holds since ever: `../2025-03`."""
        return self.text.startswith("..")

    @property
    def start_unknown(self) -> bool:
        """Whether it has a start that nobody told: `/2025-03`."""
        return self.text.startswith("/")

    @property
    def end_open(self) -> bool:
        """Whether it still goes on: `2024-08/..`."""
        return self.text.endswith("..")

    @property
    def end_unknown(self) -> bool:
        """Whether it has an end that nobody told: `2024-08/`."""
        return self.text.endswith("/")

    @property
    def approximate(self) -> bool:
        """Whether it, or an end of it, was told as "about": `~` or `%`."""
        return "~" in self.text or "%" in self.text

    @property
    def uncertain(self) -> bool:
        """Whether it, or an end of it, was told with doubt: `?` or `%`."""
        return "?" in self.text or "%" in self.text

    @property
    def precision(self) -> str:
        """How precisely it was told: `instant`, `day`, `month`, `season`, `year`; the coarser of two ends."""
        return PRECISIONS[max(end.level for end in self._ends if end is not None)]

    @property
    def coarse(self) -> bool:
        """Whether it does not tell one day: a month, season or year, or an interval."""
        return self.is_interval or self.precision not in {"instant", "day"}

    @property
    def key(self) -> tuple[Micro, Micro, str]:
        """Orders dates for output: by earliest, then latest instant in UTC, then text."""
        return self._corners[0], self._corners[3], self.text

    @property
    def earliest(self) -> dt.datetime | None:
        """The first instant that it can mean, its days in UTC; none where that is unbounded."""
        low = self._corners[0]
        return None if low == EVER else moment_of(low)

    @property
    def latest(self) -> dt.datetime | None:
        """The last microsecond that it can mean, its days in UTC; none where that is unbounded."""
        high = self._corners[3]
        return None if high == NEVER else moment_of(high - 1)

    def corners(self, zone: str = UTC) -> Corners:
        """Where its ends may lie: earliest and latest start, earliest and latest end, in microseconds.

        What is latest is exclusive. An open start is `EVER` twice and an open end `NEVER` twice. An unknown
        start lies anywhere before the end, an unknown end anywhere after the start. Days are the zone's.

        >>> When.parse("2024-08/..").corners()[2:] == (NEVER, NEVER)
        True

        Raises:
            InvalidInput: there is no such zone.
        """
        return self._corners if zone == UTC else _corners_in(self, zone)

    def span(self, zone: str = UTC) -> tuple[Micro, Micro]:
        """From when to when (exclusive) it can lie at all, in microseconds.

        >>> low, high = When.parse("2025-03-16").span()
        >>> (high - low) // 1_000_000
        86400

        Raises:
            InvalidInput: there is no such zone.
        """
        corners = self.corners(zone)
        return corners[0], corners[3]

    def first_day(self, zone: str = UTC) -> dt.date | None:
        """The earliest day that it can mean; none where that is unbounded.

        >>> When.parse("2024-08/..").first_day()
        datetime.date(2024, 8, 1)
        """
        start = self._ends[0]
        return None if start is None else dt.date.fromordinal(start.days(zone)[0])

    def last_day(self, zone: str = UTC) -> dt.date | None:
        """The latest day that it can mean; none where that is unbounded.

        >>> When.parse("2025-03-10/2025-03-15").last_day()
        datetime.date(2025, 3, 15)
        """
        end = self._ends[1]
        return None if end is None else dt.date.fromordinal(end.days(zone)[1])

    def covers(self, day: When | dt.date | str, *, through: bool = True, zone: str = UTC) -> Covers:
        """Whether it speaks about a day, or about another period.

        A single date means *some time within*: yes if the period asked about contains it, maybe if they
        overlap. So does an interval with `through=False`. Else an interval means *all through*: yes from
        the last day it may have begun on to the first day it may have ended on, maybe in the rest of it.
        `~`, `?` and `%` widen nothing, but turn a yes that rests on the date so marked into maybe.

        >>> week = When.parse("2025-03-10/2025-03-15")
        >>> week.covers("2025-03-12"), week.covers("2025-03-12", through=False), week.covers("2025-03-16")
        (<Covers.YES: 'yes'>, <Covers.MAYBE: 'maybe'>, <Covers.NO: 'no'>)

        Raises:
            InvalidInput: the day is no date, or there is no such zone.
        """
        asked = _asked(day)
        span, period = self.span(zone), asked.span(zone)
        if not overlap(span, period):
            return Covers.NO
        if through and self.is_interval:
            sure = all_through(self.text, self._ends, asked._ends, period, zone)  # noqa: SLF001 — one class
        else:
            sure = contains(period, span) and not any(end is not None and end.mark for end in self._ends)
        return Covers.YES if sure else Covers.MAYBE

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"When({self.text!r})"

    if not TYPE_CHECKING:  # a type checker would take it to have every attribute

        def __getattr__(self, name: str) -> Any:  # noqa: ANN401  one of two parts
            """The parts that a date was not asked for until now; see `_proven`."""
            if name not in {"_ends", "_corners"}:
                raise AttributeError(name)
            found = _ends_of(self) if name == "_ends" else _corners_of(self)
            object.__setattr__(self, name, found)
            return found

    def _half(self, side: int) -> When | None:
        if not self.is_interval:
            return self
        half = self.text.split("/")[side]
        return None if half in {"", ".."} else interned(half)


def instant(moment: dt.datetime | Micro) -> When:
    """An instant as a date, in UTC, with microseconds only where there are any.

    >>> instant(dt.datetime(2025, 3, 16, 18, 40, tzinfo=dt.UTC))
    When('2025-03-16T18:40:00Z')

    Raises:
        InvalidInput: the datetime names no zone, or the instant lies outside the years 1 to 9999.
    """
    micro = micros(moment) if isinstance(moment, dt.datetime) else moment
    if not FIRST <= micro < LAST:
        raise InvalidInput(
            [
                Problem(
                    code="year-out-of-range",
                    message=f"{moment}: years run from 0001 to 9999",
                    hint="give an instant of those years",
                )
            ]
        )
    exactly = "microseconds" if micro % SECOND else "seconds"
    return interned(moment_of(micro).replace(tzinfo=None).isoformat(timespec=exactly) + "Z")


_PROVEN = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?Z").fullmatch
"""An instant of UTC, which exists if its day does."""


def _proven(text: str) -> When:
    """A date; of an instant only that it exists is found out, for there are many and few are asked where they lie."""
    found = _PROVEN(text)
    if found is None or not _is_day(found[1]):
        return When(text)
    when = object.__new__(When)
    object.__setattr__(when, "text", text)
    return when


@functools.lru_cache(maxsize=4096)
def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


# The same dates stand in thousands of events. A text has at most MAX_LENGTH characters, so memory is bounded.
interned: Callable[[str], When] = functools.lru_cache(maxsize=65536)(_proven)
"""The date of a canonical text, as `When.parse` gives it."""


@functools.lru_cache(maxsize=65536)
def _corners_in(when: When, zone: str) -> Corners:
    check_zone(zone)
    start, end = when._ends  # noqa: SLF001 — this is the class's own module
    return corners_of(when.text, start and start.bounds(zone), end and end.bounds(zone))


def _asked(day: When | dt.date | str) -> When:
    if isinstance(day, When):
        return day
    if isinstance(day, str):
        return interned(day)
    return instant(day) if isinstance(day, dt.datetime) else interned(day.isoformat())
