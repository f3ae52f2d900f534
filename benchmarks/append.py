"""append: events put on the disk for good, one by one and in batches, against bare calls and an event store."""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import attrs

from benchmarks import workload
from benchmarks.frame.machine import version_of
from benchmarks.frame.measuring import Contestant, Measured, Sample, alternate, here
from benchmarks.frame.options import Options, size_text
from benchmarks.frame.telling import Bar, Report, Table, figure
from newsledger.codec import stamp, write
from newsledger.config import Config
from newsledger.event import Event, Said
from newsledger.stores import Store
from newsledger.stores.directory import DirectoryStore
from newsledger.stores.sqlite import SqliteStore

SIZE = 20_000
"""Events that the ledger holds before anything is appended."""

SMALL = 1_000
"""A ledger so small that looking for known ids costs little."""

SINGLES = 20
BATCH = 1_000
ROUNDS = 7

CALLS = "durable calls of one append (a bare write has 3)"
BAR_BARE, BAR_AHEAD, BAR_CALLS = 1.5, 4.0, 3.0
BARE, ONE, STORE = "bare write, fsync, rename, fsync", "newsledger", "eventsourcing"
FILE, BARE_FILE = "newsledger in SQLite", "bare SQLite, one INSERT a commit"
MANY = "bare SQLite, one commit"
DURABLE = ("fsync", "replace")
"""The calls that make a file last: its bytes, its name, and the folder that holds the name."""

NOW = datetime(2026, 1, 2, tzinfo=UTC)
MILLI, MICRO = 1e3, 1e6


def run(options: Options) -> Report:
    """Measures single appends to a small and a large ledger, then batches."""
    size = options.events(SIZE)
    with tempfile.TemporaryDirectory() as scratch, contextlib.ExitStack() as stack:
        folder = Path(scratch)
        stores = {events: workload.write_ledger(folder / size_text(events), events) for events in {SMALL, size}}
        fresh = new_words(size)
        singles = [Contestant(name=BARE, sample=here(bare(folder), prepare=lambda: ready(fresh, SINGLES)))]
        singles += [
            Contestant(name=f"{ONE}, ledger of {size_text(events)}", sample=one_by_one(store, fresh))
            for events, store in sorted(stores.items())
        ]
        bare_file = stack.enter_context(contextlib.closing(bare_database(folder / "bare.db")))
        insert = here(lambda told: insert_each(bare_file, told), prepare=lambda: ready(fresh, SINGLES))
        singles.append(Contestant(name=BARE_FILE, sample=insert))
        files = {events: in_sqlite(folder / f"{size_text(events)}.db", events) for events in sorted(stores)}
        for events, store in files.items():
            stack.callback(store.close)
            singles.append(Contestant(name=f"{FILE}, ledger of {size_text(events)}", sample=one_by_one(store, fresh)))
        alone = alternate(singles, agree=None, rounds=ROUNDS)
        calls = durable_calls(stores[SMALL], next(fresh))
        batches = alternate(list(batching(folder, fresh, stack)), agree=None, rounds=ROUNDS)
        known = again(stores[SMALL], next(fresh))
    return report(size, alone, batches, calls=calls, known=known)


def new_words(size: int) -> Iterator[Said]:
    """What was never said before: reports of a larger ledger, each with a number of its own."""
    told = [event.said for event in workload.events(min(size, SMALL)) if event.said.source]
    for number in itertools.count():
        yield attrs.evolve(told[number % len(told)], url=f"https://news.example/{number:08}")


def ready(fresh: Iterator[Said], number: int) -> list[Said]:
    """The next words, drawn before the clock runs."""
    return list(itertools.islice(fresh, number))


def stamped(said: Said) -> Event:
    """Words as an event."""
    return stamp(said, recorded=NOW, by="benchmark")


def bare(folder: Path) -> Callable[[list[Said]], None]:
    """Writes each line as a file that lasts, by bare calls of the system."""
    numbers = itertools.count()
    target = folder / "bare"
    target.mkdir()

    def work(told: list[Said]) -> None:
        for said in told:
            write_bare(target, f"{next(numbers)}", write(stamped(said)) + b"\n")

    return work


def write_bare(folder: Path, name: str, content: bytes) -> None:
    """Write, fsync, rename, fsync of the folder: the least that makes a file last."""
    aside = folder / f".{name}"
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    os.write(handle, content)
    os.fsync(handle)
    os.close(handle)
    aside.replace(folder / name)
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def in_sqlite(path: Path, size: int) -> SqliteStore:
    """The same ledger in a SQLite file, filled in one transaction."""
    store = SqliteStore.create(path, Config(title=f"{size} made-up events"))
    store.fill(workload.events(size))
    return store


def bare_database(path: Path) -> sqlite3.Connection:
    """A table of lines in a file with the same settings: a write-ahead log that is synced at each commit."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE events (seq INTEGER PRIMARY KEY, line BLOB NOT NULL)")
    return database


def insert_each(database: sqlite3.Connection, told: list[Said]) -> None:
    """Each line by itself."""
    for said in told:
        database.execute("INSERT INTO events (line) VALUES (?)", (write(stamped(said)),))


def insert_all(database: sqlite3.Connection, told: list[Said]) -> None:
    """All lines at once."""
    database.execute("BEGIN")
    database.executemany("INSERT INTO events (line) VALUES (?)", [(write(stamped(said)),) for said in told])
    database.execute("COMMIT")


def one_by_one(store: Store, fresh: Iterator[Said]) -> Callable[[], Sample]:
    """Appends events to a ledger, each by itself."""

    def work(told: list[Said]) -> None:
        for said in told:
            store.append([stamped(said)])

    return here(work, prepare=lambda: ready(fresh, SINGLES))


def durable_calls(store: DirectoryStore, said: Said) -> dict[str, int]:
    """How often one append asks the disk to make something last."""
    store.append([stamped(said)])  # makes the folder of its story, so that the next one finds it
    event = stamped(attrs.evolve(said, url=f"{said.url}?again"))
    with contextlib.ExitStack() as stack:
        watched = [stack.enter_context(mock.patch.object(os, name, wraps=getattr(os, name))) for name in DURABLE]
        store.append([event])
    return {name: call.call_count for name, call in zip(DURABLE, watched, strict=True)}


def again(store: DirectoryStore, said: Said) -> bool:
    """Whether an append of what is there already adds nothing."""
    event = stamped(said)
    return [len(store.append([event]).added) for _ in range(2)] == [1, 0]


def batching(folder: Path, fresh: Iterator[Said], stack: contextlib.ExitStack) -> Iterator[Contestant]:
    """Those who append a thousand events at once, each to an empty store at first."""
    file = SqliteStore.create(folder / "batches.db", Config(title="Batches"))
    bare_file = stack.enter_context(contextlib.closing(bare_database(folder / "bare-batches.db")))
    stack.callback(file.close)
    stores: dict[str, Store] = {ONE: DirectoryStore.create(folder / "batches", Config(title="Batches")), FILE: file}
    for name, store in stores.items():
        work = functools.partial(append_all, store)
        yield Contestant(name=name, sample=here(work, prepare=lambda: ready(fresh, BATCH)))
    work = functools.partial(insert_all, bare_file)
    yield Contestant(name=MANY, sample=here(work, prepare=lambda: ready(fresh, BATCH)))
    if version_of("eventsourcing"):
        yield Contestant(name=STORE, sample=saving(folder, fresh, stack))


def append_all(store: Store, told: list[Said]) -> None:
    """A thousand events at once."""
    store.append([stamped(said) for said in told])


def saving(folder: Path, fresh: Iterator[Said], stack: contextlib.ExitStack) -> Callable[[], Sample]:
    """The event store's way: events are triggered on aggregates held in memory, and saved together."""
    from benchmarks.peers import eventstore

    application = stack.enter_context(eventstore.news(folder))
    slots: dict[str, eventstore.Slot] = {}

    def prepare() -> list[tuple[str, dict[str, Any]]]:
        events = map(stamped, ready(fresh, BATCH))
        return [(eventstore.slot_name(event), eventstore.payload(event)) for event in events]

    return here(lambda told: application.save(*eventstore.tell(slots, told)), prepare=prepare)


def file_ratio(alone: dict[str, Measured], size: int) -> str:
    """How much more CPU an append to the SQLite store takes than a bare insert."""
    return figure(alone[f"{FILE}, ledger of {size_text(size)}"].cpu / alone[BARE_FILE].cpu)


def report(
    size: int, alone: dict[str, Measured], batches: dict[str, Measured], *, calls: dict[str, int], known: bool
) -> Report:
    """The bars and the tables of what was measured. Of what waits for the disk the wall counts."""
    bare_wall, large = alone[BARE].wall, alone[f"{ONE}, ledger of {size_text(size)}"]
    bars = [
        Bar(name=f"one durable append to {size_text(size)} events, wall in bare writes", figure=large.wall / bare_wall,
            bar=BAR_BARE, most=True),
        Bar(name=CALLS, figure=sum(calls.values()), bar=BAR_CALLS, most=True),
    ]  # fmt: skip
    if STORE in batches:
        ahead = batches[STORE].cpu / batches[ONE].cpu
        bars.append(Bar(name="durable batches of 1,000: times ahead of eventsourcing", figure=ahead, bar=BAR_AHEAD))
    single = tuple(
        (name, f"{one.wall / SINGLES * MILLI:.2f}", f"{one.cpu / SINGLES * MILLI:.2f}", figure(one.wall / bare_wall))
        for name, one in alone.items()
    )
    batch = tuple(
        (name, f"{one.cpu / BATCH * MICRO:.1f}", f"{one.low / BATCH * MICRO:.1f} to {one.high / BATCH * MICRO:.1f}",
         f"{one.wall / BATCH * MICRO:.1f}")
        for name, one in batches.items()
    )  # fmt: skip
    version = version_of("eventsourcing") if STORE in batches else None
    single_heads = ("who", "wall ms each", "CPU ms each", "ratio of wall")
    batch_heads = ("who", "CPU µs each", "lowest to highest", "wall µs each")
    return Report(
        title="Appending", about="Every append lasts when it returns. Making the event is counted, for all alike.",
        bars=tuple(bars),
        tables=(
            Table(title="One event at a time:", heads=single_heads, rows=single),
            Table(title=f"{BATCH:,} events at once:", heads=batch_heads, rows=batch),
        ),
        notes=(
            f"Medians of {large.rounds} rounds of {SINGLES} appends and of {batches[ONE].rounds} batches.",
            f"An append to SQLite takes {file_ratio(alone, size)} × the CPU of a bare INSERT: ids are looked up too.",
            f"An append of what was there already {'added nothing' if known else 'ADDED IT AGAIN'}.",
            f"Calls of one append: {', '.join(f'{number} × {name}' for name, number in calls.items())}.",
            "`eventsourcing` writes to SQLite with a write-ahead log; its aggregates were in memory already.",
        ),
        left_out=() if version else ("`eventsourcing`, which is not installed",),
        versions=(version,) if version else (),
    )  # fmt: skip
