"""The grammar of dates: a text of our subset of EDTF level 1 (ISO 8601-2) to its ends.

A text is a single date or an interval. A single date becomes an `End`: from when to when
it may be, and how precisely it was told. What cannot be read is told apart by
`newsledger.values.misdated`, which good texts never load.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TypeAlias

from newsledger.errors import InvalidInput
from newsledger.problems import Problem
from newsledger.tuples import NamedTuple
from newsledger.values.zones import (
    DAY,
    EPOCH_DAY,
    EVER,
    FIRST,
    LAST,
    MINUTE,
    NEVER,
    SECOND,
    UTC,
    Micro,
    day_of,
    day_start,
)

PRECISIONS = ("instant", "day", "month", "season", "year")
INSTANT, BY_DAY, BY_MONTH, BY_SEASON, BY_YEAR = range(5)

MAX_LENGTH = 100
"""Characters: twice the longest interval of two instants, and a bound for what is kept in memory."""

SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}
"""First and last month: spring, summer, autumn, winter, as the `edtf` package (5.0) has them.

Winter is December alone. The standard leaves the months open but sorts winter last in its
year, so January and February cannot belong to it.
"""

MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
FEBRUARY = 2
MAX_OFFSET = 14 * 60
"""Minutes: the largest offset in civil use, that of Kiritimati."""

_SINGLE = re.compile(
    r"([0-9]{4})"
    r"(?:-([0-9]{2})"
    r"(?:-([0-9]{2})"
    r"(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?(Z|[+-][0-9]{2}:[0-9]{2})"
    r"|([~?%]))?"
    r"|([~?%]))?"
    r"|([~?%]))?"
).fullmatch


class End(NamedTuple):
    """One single date: its bounds in UTC, its first and last day, and how it was told.

    `first` and `last` are the ordinals of days (for an instant: of its UTC day), `level` an index into
    `PRECISIONS`, `mark` one of `~`, `?`, `%` or empty.
    """

    low: Micro
    high: Micro
    first: int
    last: int
    level: int
    mark: str

    def bounds(self, zone: str) -> tuple[Micro, Micro]:
        """From when to when (exclusive) it may be, its days read as days of a zone."""
        if zone == UTC or self.level == INSTANT:
            return self.low, self.high
        return day_start(self.first, zone), day_start(self.last + 1, zone)

    def days(self, zone: str) -> tuple[int, int]:
        """Its first and last day in a zone, as ordinals."""
        if zone == UTC or self.level != INSTANT:
            return self.first, self.last
        day = day_of(self.low, zone)
        return day, day


Ends: TypeAlias = tuple[End | None, End | None]
"""Both ends of an interval (none where open or unknown); twice the same for a single date."""

Corners: TypeAlias = tuple[Micro, Micro, Micro, Micro]
"""Earliest and latest start, earliest and latest end; what is latest is exclusive."""


def read_ends(text: str) -> Ends:
    """The ends of a date's canonical text.

    >>> start, end = read_ends("2024-08/..")
    >>> PRECISIONS[start.level], end
    ('month', None)

    Raises:
        InvalidInput: the text is no such date.
    """
    if len(text) > MAX_LENGTH:
        raise refused(text)
    head, slash, tail = text.partition("/")
    if not slash:
        end = read_single(text)
        return end, end
    if "/" in tail or not (head.strip(".") or tail.strip(".")):
        raise refused(text)
    return _interval(text, head, tail)


def read_single(text: str) -> End:
    """A date, month, season, year or instant, alone.

    Raises:
        InvalidInput: the text is no such date.
    """
    match = _SINGLE(text)
    if match is None:
        raise refused(text)
    year, month, day, hour, *_, day_mark, month_mark, year_mark = match.groups()
    if month is None:
        return _year(text, int(year), year_mark or "")
    if day is None:
        return _month(text, int(year), int(month), month_mark or "")
    ordinal = _ordinal(text, int(year), int(month), int(day))
    if hour is None:
        return _end(ordinal, ordinal, BY_DAY, day_mark or "")
    return _instant(text, ordinal, match)


def corners_of(text: str, start: tuple[Micro, Micro] | None, end: tuple[Micro, Micro] | None) -> Corners:
    """The corners of a date whose known ends have these bounds.

    >>> corners_of("1970-01-01/..", (0, 86_400_000_000), None)[2] == NEVER
    True
    """
    if start is None:
        low, high = end or (EVER, NEVER)
        return EVER, EVER if text.startswith("..") else high, low, high
    if end is None:
        return *start, NEVER if text.endswith("..") else start[0], NEVER
    if end[1] <= start[0]:  # an instant and a day can change places in some zone: then it ends where it starts
        return *start, *start
    return *start, *end


def refused(text: str) -> InvalidInput:
    """Why a text is no date, as the error to raise."""
    from newsledger.values.misdated import why_not  # good texts never load it

    return InvalidInput([why_not(text, longest=MAX_LENGTH)])


def _interval(text: str, head: str, tail: str) -> Ends:
    problems: list[Problem] = []
    start = _half(head, 0, problems)
    end = _half(tail, len(head) + 1, problems)
    if problems:
        from newsledger.values.misdated import slashed

        mistaken = slashed(text)
        raise InvalidInput([mistaken] if mistaken else problems)
    if start is not None and end is not None and end.high <= start.low:
        raise refused(text)
    return start, end


def _half(text: str, offset: int, problems: list[Problem]) -> End | None:
    if text in {"", ".."}:
        return None
    try:
        return read_single(text)
    except InvalidInput as wrong:
        problems += [problem.at(file=None, line=None, text=None, shift=offset) for problem in wrong.problems]
        return None


def _end(first: int, last: int, level: int, mark: str) -> End:
    return End(day_start(first), day_start(last + 1), first, last, level, mark)


def _year(text: str, year: int, mark: str) -> End:
    if not year:
        raise refused(text)
    return _end(dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal(), BY_YEAR, mark)


def _month(text: str, year: int, month: int, mark: str) -> End:
    months = SEASONS.get(month) or (month, month)
    if not year or not 1 <= months[0] <= 12:  # noqa: PLR2004 — the months of a year
        raise refused(text)
    first = dt.date(year, months[0], 1).toordinal()
    last = dt.date(year, months[1], days_in(year, months[1])).toordinal()
    return _end(first, last, BY_MONTH if month in range(1, 13) else BY_SEASON, mark)


def days_in(year: int, month: int) -> int:
    """How many days a month has.

    >>> days_in(2024, 2), days_in(1900, 2)
    (29, 28)
    """
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return MONTH_DAYS[month - 1] + (leap and month == FEBRUARY)


def _ordinal(text: str, year: int, month: int, day: int) -> int:
    try:
        return dt.date(year, month, day).toordinal()
    except ValueError:
        raise refused(text) from None


def _instant(text: str, ordinal: int, match: re.Match[str]) -> End:
    hour, minute, second = int(match[4]), int(match[5]), int(match[6] or 0)
    offset = offset_minutes(match[8])
    if hour > 23 or minute > 59 or second > 59 or offset is None:  # noqa: PLR2004 — the clock
        raise refused(text)
    fraction = match[7] or ""
    low = day_start(ordinal) + ((hour * 60 + minute) - offset) * MINUTE + second * SECOND
    low += int(fraction.ljust(6, "0"))
    if not FIRST <= low < LAST:
        raise refused(text)
    told = MINUTE if match[6] is None else SECOND // 10 ** len(fraction)
    day = EPOCH_DAY + low // DAY
    return End(low, low + told, day, day, INSTANT, "")


def offset_minutes(text: str) -> int | None:
    """The minutes of `Z` or `±HH:MM`; none if no clock keeps such an offset.

    >>> offset_minutes("+02:00"), offset_minutes("-00:00"), offset_minutes("+25:00")
    (120, None, None)
    """
    if text == "Z":
        return 0
    hours, minutes = int(text[1:3]), int(text[4:6])
    size = hours * 60 + minutes
    # "-00:00" means an unknown offset where RFC 3339 is followed, and is no offset in ISO 8601
    if minutes > 59 or size > MAX_OFFSET or text == "-00:00":  # noqa: PLR2004 — the clock
        return None
    return -size if text[0] == "-" else size
