"""Who told last of each slot, and on which day: out of lines by a loop over dicts, and out of built-in projections.

Of a slot counts the last day on which anybody surely spoke of it, with everybody who did. What was taken back does not
speak. Of a slot whose newest word names no day, only a later month, nothing is told. An outlet that lives on another
source speaks as that source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from benchmarks.peers.latest import Shapes, shapes
from newsledger.belief import Belief, slot_name
from newsledger.projections.casualties import Casualties
from newsledger.projections.ceasefire import Ceasefire
from newsledger.projections.territory import Territory
from newsledger.replay import Picture

Newest: TypeAlias = dict[str, tuple[str, tuple[str, ...]]]
"""By slot the last day, and the sources that spoke of it, sorted."""

KINDS = ("territory-held", "casualties", "term")
"""The kinds that the projections are made of, and that the made-up ledger tells."""

DAY, MONTH = len("2025-03-16"), len("2025-03")
END_OF_DAY = "T99"
"""Sorts a day behind all its minutes."""


class Told(NamedTuple):
    """A report as the loop keeps it. A claim is slot, value and date, by one origin."""

    slot: str
    value: str
    source: str
    occurred: str
    reported: str


def of_lines(folder: Path) -> Newest:
    """The loop: every line is loaded by orjson; nothing is checked."""
    import orjson

    known = {kind: shape for kind, shape in shapes().items() if kind in KINDS}
    reports: dict[str, Told] = {}
    origins: dict[str, str] = {}
    taken: list[tuple[str, str, str, str]] = []
    gone: set[str] = set()
    for path in folder.rglob("*.jsonl"):
        for line in path.read_bytes().splitlines():
            event = orjson.loads(line)
            said = event["said"]
            fact = said["fact"]
            kind = fact["kind"]
            if kind in known:
                reports[event["id"]] = _report(said, fact, known)
            elif kind == "source" and "derived-from" in fact:
                origins[fact["source"]] = fact["derived-from"]
            elif kind == "void":
                gone.add(fact["target"])
            target = fact["target"] if kind == "retraction" else said.get("corrects")
            if target is not None:
                taken.append((event["id"], target, said["source"], said["reported"]))
    gone |= set(_taken_back(taken, reports, origins))
    return _newest(
        (told.slot, told.occurred, origins.get(told.source, told.source))
        for identity, told in reports.items() if identity not in gone
    )  # fmt: skip


def _report(said: dict[str, Any], fact: dict[str, Any], known: Shapes) -> Told:
    keys, field = known[fact["kind"]]
    slot = slot_name(fact["kind"], [fact.get(key, "") for key in keys])
    return Told(slot, fact.get(field, ""), said["source"], said["occurred"], said["reported"])


def _taken_back(
    taken: Iterable[tuple[str, str, str, str]], reports: dict[str, Told], origins: dict[str, str]
) -> Iterator[str]:
    """The reports that amendments take back: the target's claim, as its origin had told it by then."""
    wanted: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for by, target, _, reported in taken:
        if target in reports:
            wanted.setdefault(_claim(reports[target], origins), []).append((by, _latest(reported)))
            yield target
    for identity, told in reports.items():
        for by, until in wanted.get(_claim(told, origins), ()):
            if identity != by and _latest(told.reported) <= until:
                yield identity


def _claim(told: Told, origins: dict[str, str]) -> tuple[str, ...]:
    return (origins.get(told.source, told.source), told.slot, told.value, told.occurred)


def _latest(reported: str) -> str:
    return reported if len(reported) > DAY else reported + END_OF_DAY


def _newest(spoken: Iterable[tuple[str, str, str]]) -> Newest:
    """Of slots, dates and those who speak as of them: the last day of each slot, with its speakers."""
    days: dict[str, str] = {}
    months: dict[str, str] = {}
    speaking: dict[str, set[str]] = {}
    for slot, occurred, origin in spoken:
        date = occurred.rpartition("/")[2]
        before = days.get(slot, "")
        if len(date) != DAY:
            months[slot] = max(date[:MONTH], months.get(slot, ""))
        elif date >= before:
            if date > before:
                days[slot], speaking[slot] = date, set()
            speaking[slot].add(origin)
    return {
        slot: (day, tuple(sorted(speaking[slot]))) for slot, day in days.items()
        if months.get(slot, "") <= day[:MONTH]
    }  # fmt: skip


# --- ours -----------------------------------------------------------------------------------------


def of_projections(picture: Picture) -> Newest:
    """The same out of territory, casualties and the terms of ceasefires."""
    return _newest(
        (slot_name(belief.slot.kind, belief.slot.keys), voice.event.said.occurred.text, voice.origin)
        for belief in _beliefs(picture)
        for voice in belief.telling.speaking if voice.event.said.occurred
    )  # fmt: skip


def _beliefs(picture: Picture) -> Iterator[Belief]:
    for region in picture[Territory].regions.values():
        for holding in region.holdings.values():
            yield from holding.beliefs.values()
    yield from (toll.belief for toll in picture[Casualties])
    yield from (term.belief for term in picture[Ceasefire].appeals)
