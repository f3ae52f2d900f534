"""acled: rows of the Armed Conflict Location and Event Data, and its lists of deleted ids.

Columns as ACLED's codebook has them. ACLED overwrites a row when it learns more, its `timestamp` included: the
later row corrects the earlier one. Its own words (`notes`) and its list of sources are under its licence and stay
in its file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from newsledger.errors import InvalidInput
from newsledger.event import Said
from newsledger.event import say as put
from newsledger.importers import NOT, SURE, File, Options, Row, importer
from newsledger.importers._coded import Cells, Versions, figure, has_columns, rows
from newsledger.kinds.casualties import Casualties
from newsledger.kinds.incident import Incident
from newsledger.values.when import When

SOURCE = "acled"

NEEDS = (
    "event_id_cnty",
    "event_date",
    "time_precision",
    "event_type",
    "sub_event_type",
    "actor1",
    "fatalities",
    "timestamp",
)
DELETED = ("event_id_cnty", "deleted_timestamp")

DAY, WEEK, MONTH = 1, 2, 3
"""Codebook, time_precision: the day is known; the week is; the month is."""

GONE = "withdrawn by ACLED, or merged with another event"
"""Why a deleted id is gone: the list of deleted ids does not say which of the two."""


@importer("acled")
class Acled:
    """Each row is an incident and its deaths, made public at its `timestamp`; a deleted id is taken back.

    >>> Acled.__name__
    'Acled'
    """

    def identify(self, file: File) -> int:
        """Sure, by the id and the precision that no other data set has."""
        known = has_columns(file, "event_id_cnty", "time_precision") or has_columns(file, *DELETED)
        return SURE if known else NOT

    def read(self, file: File, options: Options) -> Iterator[Row]:
        """Each row, as what ACLED says of it."""
        versions = Versions(options, SOURCE)
        if has_columns(file, *DELETED):
            return rows(file, DELETED, partial(_withdrawn, versions))
        return rows(file, NEEDS, partial(_said, versions, options))


def _name(cells: Cells) -> str:
    return f"acled {cells.needed('event_id_cnty')}"


def _withdrawn(versions: Versions, cells: Cells) -> Iterator[Said]:
    return versions.withdrawn(_name(cells), _moment(cells, "deleted_timestamp"), GONE)


def _said(versions: Versions, options: Options, cells: Cells) -> Iterator[Said]:
    occurred, reported = _occurred(cells), _moment(cells, "timestamp")
    facts = [_incident(cells), *_deaths(cells)]
    for fact in facts:
        yield from versions.revised(
            put(fact, source=SOURCE, occurred=occurred, reported=reported, story=options.story)
        )  # fmt: skip


def _moment(cells: Cells, column: str) -> When:
    """An instant, told as seconds since 1970 or as a date with a time of UTC."""
    told = cells.needed(column)
    if "-" in told:
        try:
            return When.parse(f"{told.replace(' ', 'T')[:19]}Z" if len(told) > len("2024-01-31") else told)
        except InvalidInput:
            raise cells.bad(column, f"{told[:40]!r} is no instant", "write 2024-01-31T12:00:00") from None
    seconds = cells.whole(column) or 0
    try:
        moment = dt.datetime.fromtimestamp(seconds, dt.UTC)
    except (OverflowError, ValueError, OSError):
        raise cells.bad(
            column, f"{told[:40]!r} is no instant", "write seconds since 1970, such as 1706702400"
        ) from None
    return When.parse(f"{moment:%Y-%m-%dT%H:%M:%SZ}")


def _occurred(cells: Cells) -> When:
    """The day, about that day where the week alone is known, or the month: never sharper than ACLED has it."""
    day, precision = cells.date("event_date"), cells.whole("time_precision")
    forms = {DAY: "{}", WEEK: "{}~", MONTH: "{:.7}"}
    if precision not in forms:
        raise cells.bad("time_precision", f"{cells.text('time_precision')!r} is none of 1 to 3", "see the codebook")
    return When.parse(forms[precision].format(day.text))


def _incident(cells: Cells) -> Incident:
    places = [cells.text(column) for column in ("location", "admin1", "country")]
    sorts = [cells.needed("event_type"), cells.text("sub_event_type")]
    return Incident(
        _name(cells), type=": ".join(dict.fromkeys(filter(None, sorts))), actor=cells.text("actor1") or None,
        target=cells.text("actor2") or None, place=", ".join(dict.fromkeys(filter(None, places))) or None,
    )  # fmt: skip


def _deaths(cells: Cells) -> Iterator[Casualties]:
    number = cells.whole("fatalities")
    if number is not None and number < 0:
        raise cells.bad("fatalities", f"{number} is less than none", "see which column it is")
    if number is not None:
        yield Casualties("all", "killed", of=_name(cells), number=figure(number, number, number))
