"""The time axis: microseconds since 1970-01-01T00:00Z as whole numbers, and the days of a zone.

A day is closed-open: from its midnight to the next one. In a zone with summer time it
may have 23 or 25 hours. Days are known by `datetime.date.toordinal`, so that arithmetic
on days needs no zone at all.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import TYPE_CHECKING, TypeAlias

from newsledger.errors import InvalidInput
from newsledger.problems import Place, Problem, nearest

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Micro: TypeAlias = int
"""Microseconds since 1970-01-01T00:00Z."""

EVER: Micro = -(1 << 62)
"""Before every date that can be written: what is open towards the past."""

NEVER: Micro = 1 << 62
"""After every date that can be written: what is open towards the future."""

UTC = "UTC"
SECOND: Micro = 1_000_000
MINUTE: Micro = 60 * SECOND
DAY: Micro = 24 * 60 * MINUTE

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
EPOCH_DAY = EPOCH.toordinal()
FIRST_DAY = dt.date.min.toordinal()
LAST_DAY = dt.date.max.toordinal()
FIRST: Micro = (FIRST_DAY - EPOCH_DAY) * DAY
"""The first instant of the year 1."""
LAST: Micro = (LAST_DAY + 1 - EPOCH_DAY) * DAY
"""The end of the year 9999, exclusive."""

_ONE = dt.timedelta(microseconds=1)
_ZONE_NAME = re.compile(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*")
_NO_ZONES = ("localtime", "posix", "right", "posixrules")
"""What a zone folder holds beside zones: the machine's own, and copies with leap seconds."""


def micros(moment: dt.datetime) -> Micro:
    """A datetime is so many microseconds after 1970-01-01T00:00Z, exactly.

    >>> micros(dt.datetime(1970, 1, 1, 0, 0, 1, tzinfo=dt.UTC))
    1000000

    Raises:
        InvalidInput: the datetime names no zone.
    """
    if moment.utcoffset() is None:
        raise InvalidInput(
            [
                Problem(
                    code="missing-offset",
                    message=f"{moment.isoformat()} names no zone; an instant needs one",
                    hint="give it a tzinfo, such as datetime.UTC",
                )
            ]
        )
    return (moment - EPOCH) // _ONE


def moment_of(micro: Micro) -> dt.datetime:
    """The UTC datetime of a microsecond within the years 1 to 9999.

    >>> moment_of(1_000_000).isoformat()
    '1970-01-01T00:00:01+00:00'
    """
    return EPOCH + dt.timedelta(microseconds=micro)


def check_zone(name: str) -> None:
    """A zone has a name that the IANA list knows, or it is refused with the nearest one.

    >>> check_zone("Europe/Kyiv")
    >>> check_zone("Europe/Kyif")
    Traceback (most recent call last):
    newsledger.errors.InvalidInput: 1: error[unknown-zone]: there is no time zone 'Europe/Kyif'
      did you mean Europe/Kyiv?

    Raises:
        InvalidInput: there is no such zone.
    """
    if name != UTC:
        _load(name)


def day_start(ordinal: int, zone: str = UTC) -> Micro:
    """When a day begins in a zone; the day is given as its ordinal.

    >>> day = dt.date(2025, 3, 16).toordinal()
    >>> day_start(day, "Europe/Kyiv") - day_start(day)
    -7200000000

    Raises:
        InvalidInput: there is no such zone.
    """
    if zone == UTC:
        return (ordinal - EPOCH_DAY) * DAY
    return _midnight(ordinal, zone)


def day_bounds(year: int, month: int, day: int, zone: str = UTC) -> tuple[Micro, Micro]:
    """A day of a zone runs from its midnight to the next, the end exclusive.

    >>> start, end = day_bounds(2025, 3, 30, "Europe/Kyiv")   # the clocks go forward
    >>> (end - start) // (60 * 60 * 1_000_000)
    23

    Raises:
        InvalidInput: there is no such zone.
        ValueError: there is no such day.
    """
    ordinal = dt.date(year, month, day).toordinal()
    return day_start(ordinal, zone), day_start(ordinal + 1, zone)


def day_of(micro: Micro, zone: str = UTC) -> int:
    """The day of a zone, as its ordinal, that an instant falls on.

    >>> dt.date.fromordinal(day_of(micros(dt.datetime(2025, 3, 16, 22, tzinfo=dt.UTC)), "Europe/Kyiv"))
    datetime.date(2025, 3, 17)

    Raises:
        InvalidInput: there is no such zone.
    """
    known = None if zone == UTC else _load(zone)
    if known is not None and FIRST + DAY <= micro < LAST - DAY:  # beyond, a local date could not be written
        return moment_of(micro).astimezone(known).toordinal()
    return micro // DAY + EPOCH_DAY


@functools.lru_cache(maxsize=65536)
def _midnight(ordinal: int, zone: str) -> Micro:
    # The end of 9999-12-31 has no date of its own: it takes the offset of the day before.
    day = dt.date.fromordinal(min(ordinal, LAST_DAY))
    # Where clocks skip midnight, the offset before the skip gives the first instant of the day.
    offset = dt.datetime(day.year, day.month, day.day, tzinfo=_load(zone)).utcoffset() or dt.timedelta()
    return (ordinal - EPOCH_DAY) * DAY - offset // _ONE


@functools.lru_cache(maxsize=256)
def _load(name: str) -> ZoneInfo:
    from zoneinfo import ZoneInfo  # only a zone other than UTC pays for it

    if _ZONE_NAME.fullmatch(name) and name.split("/", maxsplit=1)[0] not in _NO_ZONES:
        try:
            return ZoneInfo(name)
        except (LookupError, ValueError, OSError):  # not there, no zone file, a folder
            pass
    raise InvalidInput([_unknown_zone(name)])


@functools.cache
def _known() -> tuple[str, ...]:
    """Every zone that there is: to look for them is to go through a folder of many files."""
    from zoneinfo import available_timezones

    return tuple(sorted(available_timezones() - set(_NO_ZONES)))


def _unknown_zone(name: str) -> Problem:
    known = _known()
    cities = [zone for zone in known if zone.casefold().endswith(f"/{name.casefold()}")]
    # a bare word is held against bare names: else "Europe" would be taken for a slip of "Europe/Rome"
    near = cities[0] if cities else nearest(name[:40], [zone for zone in known if ("/" in zone) == ("/" in name)])
    return Problem(
        code="unknown-zone",
        message=f"there is no time zone {name[:40]!r}",
        hint=f"did you mean {near}?" if near else "write UTC, or a name of the IANA list such as Europe/Kyiv",
        where=Place(column=1, length=max(1, len(name))),
    )
