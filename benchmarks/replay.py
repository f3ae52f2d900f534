"""replay: a ledger read from its files, every id checked, and folded; against an event store and the plainest loop."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import newsledger
from benchmarks import workload
from benchmarks.frame.machine import version_of
from benchmarks.frame.measuring import Contestant, Measured, alternate, here, peak_alone
from benchmarks.frame.options import Options, size_text
from benchmarks.frame.telling import Bar, Report, Table, figure
from benchmarks.peers import dictloop
from benchmarks.peers.latest import NAMES, Latest, of_events, of_records

SIZE = 20_000
DATE = "2025-12-31"

LEDGER, SLOTS, ROWS = "ledger", "names.txt", "rows.parquet"

PICTURE = "newsledger, picture built"
OWN = "newsledger, same projection"
NARROW = "newsledger, same projection, fields named"
LOOP = "orjson loop, nothing checked"
REPOSITORY = "eventsourcing, aggregate by aggregate"
LOG = "eventsourcing, notification log"
DUCK, PARQUET = "DuckDB over the lines, nothing checked", "DuckDB over Parquet, nothing checked"

LINES, TABLES = "lines", "SQLite of eventsourcing"

BAR_AHEAD, BAR_LOOP, BAR_BYTES = 3.0, 2.0, 450.0
MICRO, MEGA = 1e6, 1e6


def run(options: Options) -> Report:
    """Replays one ledger in all ways; their projections must be the same."""
    size = options.events(SIZE)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        workload.write_ledger(folder / LEDGER, size)
        if version_of("eventsourcing"):
            fill_event_store(folder, size)
        if version_of("duckdb"):
            from benchmarks.peers import duck

            duck.fill(folder / LEDGER, folder / ROWS)
        measured = alternate(
            [Contestant(name=name, sample=here(way)) for name, way in ways(folder).items()], agree=same
        )
        peaks = {name: peak_alone(ALONE.format(folder=str(folder), name=name)) for name in measured}
        return report(size, measured, peaks, stored=bytes_of(folder))


def bytes_of(folder: Path) -> dict[str, int]:
    """How many bytes the events take as lines, and as the event store's database."""
    found = {LINES: sum(path.stat().st_size for path in (folder / LEDGER).rglob("*.jsonl"))}
    tables = sum(path.stat().st_size for path in folder.glob("news.db*"))
    return found | ({TABLES: tables} if tables else {})


ALONE = """
from pathlib import Path
from benchmarks.replay import ways
ways(Path({folder!r}))[{name!r}](None)
"""
"""One way in a process of its own, for its memory."""


def ways(folder: Path) -> dict[str, Callable[[Any], Latest | None]]:
    """All ways of replaying what stands in a folder, by their names."""
    found: dict[str, Callable[[Any], Latest | None]] = {
        PICTURE: partial(picture, folder / LEDGER),
        OWN: partial(own, folder / LEDGER),
        NARROW: partial(own_narrow, folder / LEDGER),
    }
    if dictloop.available():
        found[LOOP] = lambda _: dictloop.replay(folder / LEDGER)
    if version_of("duckdb"):
        from benchmarks.peers import duck

        found[DUCK] = lambda _: duck.by_lines(folder / LEDGER)
        found |= {PARQUET: lambda _: duck.by_parquet(folder / ROWS)} if (folder / ROWS).exists() else {}
    if version_of("eventsourcing"):
        found |= event_store(folder)
    return found


def same(one: Latest | None, other: Latest | None) -> bool:
    """Whether two projections are the same. A picture is more than they are, and is not compared."""
    return one is None or other is None or one == other


def picture(folder: Path, _: object) -> None:
    """Reads, checks, and believes: all that `newsledger replay` does but its start and its printing."""
    newsledger.open(folder).replay(DATE)


def own(folder: Path, _: object) -> Latest:
    """Reads, checks, and folds by a projection of one's own over whole events."""
    return of_events(newsledger.open(folder).stream())


def own_narrow(folder: Path, _: object) -> Latest:
    """The same by a projection that names the fields it reads."""
    return of_records(newsledger.open(folder).scan(*NAMES))


def fill_event_store(folder: Path, size: int) -> None:
    """Puts the same events into the event store, and the names of its aggregates beside it."""
    from benchmarks.peers import eventstore

    events = {event.id: event for event in workload.events(size)}
    eventstore.fill(folder, events.values())
    names = sorted({eventstore.slot_name(event) for event in events.values()})
    (folder / SLOTS).write_text("\n".join(names), encoding="utf-8")


def event_store(folder: Path) -> dict[str, Callable[[Any], Latest | None]]:
    """The two ways in which the event store replays."""
    from benchmarks.peers import eventstore

    names = (folder / SLOTS).read_text(encoding="utf-8").split("\n")
    return {
        REPOSITORY: lambda _: eventstore.by_aggregate(folder, names),
        LOG: lambda _: eventstore.by_notification(folder),
    }


def report(size: int, measured: dict[str, Measured], peaks: dict[str, int | None], *, stored: dict[str, int]) -> Report:
    """The bars and the table of what was measured."""
    stores = [name for name in (REPOSITORY, LOG) if name in measured]
    text = size_text(size)
    bars = [
        Bar(name=f"verified replay of {text}, {what}: times ahead of {store}",
            figure=measured[store].cpu / measured[name].cpu, bar=BAR_AHEAD)
        for store in stores
        for name, what in ((PICTURE, "picture built"), (OWN, "same projection"), (NARROW, "fields named"))
    ]  # fmt: skip
    if LOOP in measured:
        for name, what in ((OWN, "same projection"), (NARROW, "fields named")):
            ratio = measured[name].cpu / measured[LOOP].cpu
            told = f"verified replay of {text}, {what}, in dict loops that check nothing"
            bars.append(Bar(name=told, figure=ratio, bar=BAR_LOOP, most=True))
    bars.append(Bar(name="bytes on disk per event, in lines", figure=stored[LINES] / size, bar=BAR_BYTES, most=True))
    disk = "; ".join(f"{name}, {number / size:.0f}" for name, number in stored.items())
    rows = tuple(
        (name, f"{one.cpu:.2f}", f"{one.low:.2f} to {one.high:.2f}", f"{one.wall:.2f}", figure(one.cpu / size * MICRO),
         f"{(peaks[name] or 0) / MEGA:.0f}")
        for name, one in measured.items()
    )  # fmt: skip
    heads = ("way", "CPU s", "lowest to highest", "wall s", "CPU µs an event", "peak MB")
    peers = {"duckdb": DUCK in measured, "eventsourcing": bool(stores), "orjson": LOOP in measured}
    return Report(
        title="Replay", about=f"{text} events, half of them in files of one event, warm in the disk's cache.",
        bars=tuple(bars), tables=(Table(title="", heads=heads, rows=rows),),
        notes=(
            "The projection keeps the latest word of each source on each slot; all ways gave the same.",
            f"Medians of {measured[OWN].rounds} rounds. The peak is that of a process of its own, imports included.",
            f"Bytes an event, the blocks of small files not counted: {disk}.",
            "DuckDB runs on all cores, whose CPU seconds are added up. Making its Parquet file is not counted.",
            "`eventsourcing` has the events in SQLite, as it comes, and does not check that they are unaltered.",
        ),
        left_out=tuple(f"`{name}`, which is not installed" for name, there in peers.items() if not there),
        versions=tuple(version for name in peers if peers[name] and (version := version_of(name))),
    )  # fmt: skip
