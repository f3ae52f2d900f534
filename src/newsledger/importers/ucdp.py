"""ucdp: rows of the Georeferenced Event Dataset of the Uppsala Conflict Data Program, with low, best and high deaths.

Columns as in the codebook of the data set (Sundberg and Melander 2013, doi 10.1177/0022343313484347). The figures
are UCDP's own assessment of several reports, so UCDP is who says them; the offices it read are not its witnesses.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from newsledger.event import Said
from newsledger.event import say as put
from newsledger.fact import Fact
from newsledger.importers import NOT, SURE, File, Options, Row, importer
from newsledger.importers._coded import Cells, Versions, figure, has_columns, needs_reported, rows
from newsledger.kinds.casualties import Casualties
from newsledger.kinds.incident import Incident
from newsledger.values.when import When

SOURCE = "ucdp"

NEEDS = (
    "id", "type_of_violence", "side_a", "side_b", "date_prec", "date_start", "date_end",
    "deaths_a", "deaths_b", "deaths_civilians", "best", "high", "low",
)  # fmt: skip

VIOLENCE = {1: "state-based conflict", 2: "non-state conflict", 3: "one-sided violence"}
"""Codebook, type_of_violence."""

EXACT, VAGUE = 1, 5
"""Codebook, date_prec: 1 is a day; 2 to 4 are two days to a month, told by date_start and date_end; 5 is more."""

CIVILIANS = ("all", "civilian", "deaths_civilians")

ALL = ("all", "")
NOBODY = figure(0, 0, 0)

AGGREGATED = 2
"""Codebook, event_clarity: what the reports tell only as a sum over several events."""


@importer("ucdp")
class Ucdp:
    """Each row is an incident and its deaths; a later release corrects what it changed. `--reported` dates the release.

    >>> Ucdp.__name__
    'Ucdp'
    """

    def identify(self, file: File) -> int:
        """Sure, by three columns that no other data set has."""
        return SURE if has_columns(file, "type_of_violence", "date_prec", "deaths_civilians") else NOT

    def read(self, file: File, options: Options) -> Iterator[Row]:
        """Each row, as what UCDP says of it."""
        why = "its rows tell when things happened, not when UCDP made them public"
        reported = needs_reported(file, options, why)
        return rows(file, NEEDS, partial(_said, Versions(options, SOURCE), options, reported))


def _said(versions: Versions, options: Options, reported: When, cells: Cells) -> Iterator[Said]:
    name = f"ucdp {cells.whole('id')}" if cells.needed("id") else ""
    occurred = _occurred(cells)
    for fact in (_incident(cells, name), *_deaths(cells, name)):
        said = put(fact, source=SOURCE, occurred=occurred, reported=reported, story=options.story)
        if not _is_nobody(fact) or versions.holds(said):
            yield from versions.revised(said)


def _is_nobody(fact: Fact) -> bool:
    """Whether it counts a part of the dead, and none: UCDP writes 0 where there is nothing to tell as well."""
    return isinstance(fact, Casualties) and (fact.group, fact.population) != ALL and fact.number == NOBODY


def _occurred(cells: Cells) -> When:
    """The day, or the span within which it happened; never sharper than date_prec has it."""
    first, last = cells.date("date_start"), cells.date("date_end")
    precision = cells.whole("date_prec")
    if precision not in range(EXACT, VAGUE + 1):
        raise cells.bad("date_prec", f"{cells.text('date_prec')!r} is none of 1 to 5", "see the codebook")
    if last.span()[0] < first.span()[0]:
        raise cells.bad("date_end", f"{last} is before date_start, {first}", "see which of the two is mistyped")
    if first == last:
        return first if precision == EXACT else When.parse(f"{first}~")
    return When.parse(f"{first}/{last}")


def _incident(cells: Cells, name: str) -> Incident:
    sort = cells.whole("type_of_violence")
    if sort not in VIOLENCE:
        raise cells.bad("type_of_violence", f"{cells.text('type_of_violence')!r} is none of 1 to 3", "see the codebook")
    places = [cells.text(column) for column in ("where_coordinates", "adm_1", "country")]
    return Incident(
        name, type=VIOLENCE[sort], actor=cells.needed("side_a"), target=cells.needed("side_b"),
        place=", ".join(dict.fromkeys(filter(None, places))) or None,
        phase="several events, told as one" if cells.whole("event_clarity") == AGGREGATED else None,
    )  # fmt: skip


def _deaths(cells: Cells, name: str) -> Iterator[Casualties]:
    """All deaths as a range with a best guess, then those of each side and of civilians."""
    low, best, high = (cells.whole(column) for column in ("low", "best", "high"))
    if low is None or best is None or high is None or not 0 <= low <= best <= high:
        told = " ".join(f"{column} {cells.text(column) or '(empty)'}" for column in ("low", "best", "high"))
        raise cells.bad("best", f"{told}: they are no low, best and high", "low is at most best, and best at most high")
    yield Casualties("all", "killed", of=name, number=figure(low, best, high))
    parts = (cells.needed("side_a"), "", "deaths_a"), (cells.needed("side_b"), "", "deaths_b"), CIVILIANS
    for group, population, column in parts:
        number = cells.whole(column) or 0
        if number < 0:
            raise cells.bad(column, f"{number} is less than none", "see which column it is")
        yield Casualties(group, "killed", population, of=name, number=figure(number, number, number))
