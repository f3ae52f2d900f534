"""viina: reports of the war in Ukraine as VIINA codes them (Zhukov and Ayers, github.com/zhukovyuri/VIINA).

Its events, one row a report (`event_info`); the same gathered by incident, with several outlets in one cell
(`sources_matching`); and who held each place each day by four sources (`control`). The date of an event is that of
the report: what happened did so by then. Several reports of one incident are several witnesses to one incident.
Ids are unique within a year alone: the files of 2022 and of 2025 have some in common.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import zip_longest
from urllib.parse import urlsplit

from newsledger.event import Said
from newsledger.event import say as put
from newsledger.importers import NOT, SURE, File, Options, Row, importer
from newsledger.importers._coded import Cells, has_columns, rows
from newsledger.kinds.control import Control
from newsledger.kinds.incident import Incident
from newsledger.values.when import When

REPORTS = ("event_id_1pd", "date", "source", "url")
GATHERED = ("event_id_1pd", "date", "sources_matching", "source_urls")
CONTROL = ("geonameid", "date")

STATUS = {
    "status_wiki": "wikipedia", "status_boost": "viina", "status_dsm": "deepstatemap", "status_isw": "isw",
    "status": "viina",
}  # fmt: skip
"""Who says each column of control: Wikipedia's map, VIINA's own vote of the others, DeepStateMap, ISW."""

HOLDERS = {"UA": "ukraine", "RU": "russia", "CONTESTED": "contested"}

CERTAIN = frozenset({"1", "1.0"})
"""How VIINA marks that a report names a side as who acted."""

SITES = {"liveuamap": ("liveuamap", "t.me", "twitter.com", "x.com")}
"""Outlets whose reports stand on sites of other names."""


@importer("viina")
class Viina:
    """Each outlet's report of an incident is one claim; each source's word on who holds a place is one.

    >>> Viina.__name__
    'Viina'
    """

    def identify(self, file: File) -> int:
        """Sure, by the columns that VIINA has."""
        known = has_columns(file, *REPORTS) or has_columns(file, *GATHERED) or _is_control(file)
        return SURE if known else NOT

    def read(self, file: File, options: Options) -> Iterator[Row]:
        """Each row, as what its outlets say."""
        if _is_control(file):
            return rows(file, CONTROL, partial(_control, options))
        if has_columns(file, "sources_matching"):
            return rows(file, GATHERED, partial(_gathered, options))
        return rows(file, REPORTS, partial(_report, options))


def _is_control(file: File) -> bool:
    return has_columns(file, *CONTROL) and any(has_columns(file, name) for name in STATUS)


def _incident(cells: Cells) -> Incident:
    places = [cells.text(column) for column in ("asciiname", "ADM2_NAME", "ADM1_NAME")]
    sides = {"russia": cells.text("a_rus") in CERTAIN, "ukraine": cells.text("a_ukr") in CERTAIN}
    named = [side for side, is_named in sides.items() if is_named]
    year, number = cells.date("date").text[:4], cells.whole("event_id_1pd")
    targets = [word.replace("_", " ").lower() for word in cells.text("target_classes").split("|") if word]
    return Incident(
        f"viina {year} {number}", phase="reported", target=", ".join(targets) or None,
        actor=named[0] if len(named) == 1 else None, place=", ".join(dict.fromkeys(filter(None, places))) or None,
    )  # fmt: skip


def _when(cells: Cells) -> tuple[When, When]:
    """When it was reported, and that it happened by then."""
    cells.needed("event_id_1pd")
    day = cells.date("date")
    return day, When.parse(f"/{day}")


def _report(options: Options, cells: Cells) -> Iterator[Said]:
    reported, occurred = _when(cells)
    yield put(
        _incident(cells), source=cells.needed("source"), via=["viina"], occurred=occurred, reported=reported,
        url=cells.text("url") or None, story=options.story,
    )  # fmt: skip


def _gathered(options: Options, cells: Cells) -> Iterator[Said]:
    """One claim of each outlet. The links of all stand in one cell: each goes to the outlet whose site it names."""
    reported, occurred = _when(cells)
    outlets = [outlet for outlet in cells.needed("sources_matching").split("|") if outlet]
    links = _links(outlets, [link for link in cells.text("source_urls").split("|") if link])
    for outlet in dict.fromkeys(outlets):
        yield put(
            _incident(cells), source=outlet, via=["viina"], occurred=occurred, reported=reported,
            url=links.get(outlet), story=options.story,
        )  # fmt: skip


def _links(outlets: list[str], links: list[str]) -> dict[str, str]:
    """The first link of each outlet, by its site; where there are as many links as outlets, else by its place."""
    found: dict[str, str] = {}
    for link in links:
        site = (urlsplit(link).hostname or "").replace(".", "")
        owner = next((outlet for outlet in outlets if _is_site(outlet, site)), None)
        if owner is not None:
            found.setdefault(owner, link)
    if len(links) == len(outlets):
        for outlet, link in zip_longest(outlets, links):
            found.setdefault(outlet, link)
    return found


def _is_site(outlet: str, site: str) -> bool:
    return any(name.replace(".", "") in site for name in SITES.get(outlet, (outlet,)))


def _control(options: Options, cells: Cells) -> Iterator[Said]:
    """Who holds a place that day, by each source that has a column."""
    place, day = f"geonames {cells.needed('geonameid')}", cells.date("date")
    for column, source in STATUS.items():
        told = cells.text(column).upper()
        if told and told not in HOLDERS:
            raise cells.bad(column, f"{told[:40]!r} is none of {', '.join(HOLDERS)}", "see VIINA's codebook")
        if told:
            yield put(
                Control(place, holder=HOLDERS[told]), source=source, via=() if source == "viina" else ["viina"],
                reported=day, story=options.story,
            )  # fmt: skip
