"""What is wrong with a text that is no date, and what to write instead.

Only texts that `newsledger.values.dates` refuses come here, so nothing needs to be fast.
A hint offers a date only where no other reading is possible; where two are, it offers both.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator

from newsledger.problems import Place, Problem

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

FORMS = "2025-03-16, 2024-08, 2024, 2024-21 (spring), 2025-03-10/2025-03-15, 2024-08/.. or 2025-03-16T18:40Z"
"""One example of each form that can be read."""

_SHOWN = 40
"""Characters of a text that a message repeats."""


def why_not(text: str, *, longest: int) -> Problem:
    """Why a text is no date; `longest` is how many characters a date may have.

    >>> print(why_not("2025-02-30", longest=100))
    column 1: error[no-such-day]: 2025-02-30: February 2025 has 28 days
      write 2025-02-28, or 2025-02 if the day is not known
    """
    if len(text) > longest:
        problem = _problem("date-too-long", text, f"a date has at most {longest} characters", "write one date")
    elif not text.strip():
        problem = Problem(
            code="empty-date", message="there is no date here", hint=f"write {FORMS}", where=Place(column=1)
        )
    else:
        found = (problem for look in _LOOKS for problem in look(text))
        problem = next(found, None) or _unreadable(text)
    return problem


def slashed(text: str) -> Problem | None:
    """The problem of a date written with slashes or dots; none where it is something else.

    >>> slashed("16.03.2025").hint
    'write 2025-03-16'
    """
    return next(_slashed(text), None)


def shown(text: str) -> str:
    """A text as a message repeats it: not too long.

    >>> shown("a" * 50)
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…'
    """
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _problem(code: str, text: str, what: str, hint: str) -> Problem:
    return Problem(code=code, message=f"{shown(text)}: {what}", hint=hint, where=Place(column=1, length=len(text)))


def _unreadable(text: str) -> Problem:
    return _problem("unreadable-date", text, "this is no date", f"write {FORMS}")


def _slashed(text: str) -> Iterator[Problem]:
    """Numbers between slashes or dots, or the year last: `2025/03/16`, `16.03.2025`, `16-03-2025`, `03/2025`."""
    what = "a date is written with hyphens, the year first"
    whole = re.fullmatch(r"([0-9]{1,2})(-)([0-9]{1,2})-([0-9]{4})", text)
    whole = whole or re.fullmatch(r"([0-9]{1,4})([/.])([0-9]{1,2})\2([0-9]{1,4})", text)
    short = re.fullmatch(r"(?:([0-9]{4})[/.]([0-9]{1,2})|([0-9]{1,2})[/.]([0-9]{4}))", text)
    if whole:
        yield _problem("date-order", text, what, _offer(_readings(whole[1], whole[3], whole[4])))
    elif short:
        year, month = (short[1], short[2]) if short[1] else (short[4], short[3])
        fits = 1 <= int(month) <= len(MONTHS)
        yield _problem("date-order", text, what, _offer([f"{year}-{int(month):02}"] if fits else []))


def _readings(first: str, second: str, third: str) -> list[str]:
    """The days that three numbers may mean: year first, else day first, else month first."""
    if len(first) == 4:  # noqa: PLR2004 — the digits of a year
        orders = [(first, second, third)]
    elif len(third) == 4:  # noqa: PLR2004 — as above
        orders = [(third, second, first), (third, first, second)]
    else:
        orders = []  # 16.3.25: which of them is the year cannot be told
    days = [_day(*map(int, order)) for order in orders]
    return list(dict.fromkeys(day.isoformat() for day in days if day))


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _offer(readings: list[str]) -> str:
    if not readings:
        return f"write {FORMS}"
    if len(readings) == 1:
        return f"write {readings[0]}"
    return "write " + " or ".join(f"{text} ({spoken(dt.date.fromisoformat(text))})" for text in readings)


def spoken(day: dt.date) -> str:
    """A day as people say it, whatever the machine's language.

    >>> spoken(dt.date(2025, 3, 16))
    '16 March 2025'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _calendar(text: str) -> Iterator[Problem]:
    """A date of the right shape that no calendar has: month 13, 30 February, year 0."""
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?:T.*|[~?%])?", text)
    if not match:
        return
    year, month, day = int(match[1]), match[2], match[3]
    if not year:
        yield _problem("year-out-of-range", text, "years run from 0001 to 9999", "write a year of our era")
    elif month and not 1 <= int(month) <= len(MONTHS):
        hint = "write a month from 01 to 12, or a season from 21 (spring) to 24 (winter) without a day"
        yield _problem("no-such-month", text, f"there is no month {month}", hint)
    elif month and day:
        last = calendar.monthrange(year, int(month))[1]
        if not 1 <= int(day) <= last:
            what = f"{MONTHS[int(month) - 1]} {year} has {last} days"
            near = f"{match[1]}-{month}-{last if int(day) else 1:02}"
            yield _problem("no-such-day", text, what, f"write {near}, or {match[1]}-{month} if the day is not known")


def _clock(text: str) -> Iterator[Problem]:
    """A day with a time of day: without an offset, with a blank for the T, or with an hour 25."""
    match = re.fullmatch(
        r"([0-9-]{10})([Tt ])([0-9]{2}):?([0-9]{2})(?::?([0-9]{2})(?:[.,]([0-9]*))?)? ?([Zz]|[+-][0-9:]*)?",
        text,
    )
    if not match:
        return
    hour, minute, second = int(match[3]), int(match[4]), int(match[5] or 0)
    clock = ":".join(part for part in match.group(3, 4, 5) if part)
    if hour > 23 or minute > 59 or second > 59:  # noqa: PLR2004 — the clock
        hint = "write a time from 00:00:00 to 23:59:59; the end of a day is 00:00 of the next"
        yield _problem("no-such-time", text, f"there is no time {clock}", hint)
    elif not match[7]:
        hint = f"write {match[1]}T{clock}Z if it is UTC, else the offset, such as {match[1]}T{clock}+02:00"
        yield _problem("missing-offset", text, "a time of day needs its offset from UTC", hint)
    elif re.fullmatch(r"[+-][0-9]{2}:[0-9]{2}", match[7]):
        yield from _range(text, match)
    else:
        yield _problem("unreadable-date", text, "this time is not in ISO form", f"write it like {match[1]}T{clock}Z")


def _range(text: str, match: re.Match[str]) -> Iterator[Problem]:
    """An offset that no clock keeps (as `dates` has it), or an instant outside the years 1 to 9999 in UTC."""
    hours, minutes = int(match[7][1:3]), int(match[7][4:])
    if match[7] == "-00:00" or hours * 60 + minutes > 14 * 60 or minutes > 59:  # noqa: PLR2004 — as there
        hint = "write Z for UTC, or an offset from -14:00 to +14:00"
        yield _problem("no-such-offset", text, f"no clock keeps the offset {match[7]}", hint)
    elif match[1][:4] in {"0001", "9999"} and match[2] == "T":
        hint = "write an instant whose UTC date lies in the years 0001 to 9999"
        yield _problem("year-out-of-range", text, "in UTC this lies outside the years 0001 to 9999", hint)
    else:
        clock = ":".join(part for part in match.group(3, 4, 5) if part)
        hint = f"write it like {match[1]}T{clock}{match[7]}, a fraction with at most six digits"
        yield _problem("unreadable-date", text, "this time is not in ISO form", hint)


def _years(text: str) -> Iterator[Problem]:
    """A year with too many digits, a sign or a letter; or a date without its hyphens."""
    packed = re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", text)
    day = _day(*map(int, packed.groups())) if packed else None
    if day:
        hint = f"write {day.isoformat()}"
        yield _problem("date-order", text, "a date is written with hyphens, the year first", hint)
    elif re.match(r"(?:Y|[+-])?[0-9]{5,}|[Y+-][0-9]", text):
        hint = "write a year of four digits, such as 2025"
        yield _problem("year-out-of-range", text, "years run from 0001 to 9999", hint)


def _padding(text: str) -> Iterator[Problem]:
    """A date that lacks a nought, has blanks around it, or has letters for digits."""
    match = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?", text.strip())
    if match:
        padded = "-".join([match[1], *(f"{int(part):02}" for part in match.groups()[1:] if part)])
        yield _problem(
            "unreadable-date",
            text,
            "months and days have two digits, and nothing stands around",
            f"write {padded}",
        )
    elif re.fullmatch(r"[0-9]{2,3}[0-9X]?X-?[0-9X-]*|[0-9]{4}-[0-9X]{2}(?:-[0-9X]{2})?", text):
        hint = "write only what is known: 2024-03 for an unknown day, 2020/2029 for a year of the twenties"
        yield _problem("unreadable-date", text, "digits left open are not read", hint)


def _turned(text: str) -> Iterator[Problem]:
    """An interval that is none, or ends before it starts."""
    head, slash, tail = text.partition("/")
    if not slash:
        return
    if "/" in tail:
        yield _problem("unreadable-date", text, "an interval has one start and one end", f"write {FORMS}")
    elif not (head.strip(".") or tail.strip(".")):
        hint = "write the end that is known, such as 2024-08/.. or ../2025-03; leave the date out if none is"
        yield _problem("no-end-known", text, "an interval needs at least one date", hint)
    else:
        what = f"the end, {shown(tail)}, is before the start, {shown(head)}"
        yield _problem("ends-before-it-starts", text, what, f"write {tail}/{head} if they were swapped")


def _words(text: str) -> Iterator[Problem]:
    """A word that needs a clock or a report's date, where only dates are read."""
    if re.fullmatch(r"(?i)now|today|yesterday|tomorrow", text.strip()):
        hint = "no clock is read here: write the day itself, such as 2025-03-16"
        yield _problem("unreadable-date", text, "this word depends on the day it is said", hint)


_LOOKS: tuple[Callable[[str], Iterator[Problem]], ...] = (
    _slashed,
    _turned,
    _calendar,
    _clock,
    _years,
    _padding,
    _words,
)
