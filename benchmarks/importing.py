"""import: a table of changes read into a ledger, against a bare append of the same events; memory; a second import."""

from __future__ import annotations

import gc
import itertools
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import attrs

from benchmarks.frame.measuring import Contestant, Measured, Sample, alternate, elsewhere, peak_here
from benchmarks.frame.options import Options, size_text
from benchmarks.frame.telling import Bar, Report, Table, figure
from newsledger import importers
from newsledger.config import Config
from newsledger.event import Said
from newsledger.importers._frame import BATCH, Import
from newsledger.ledger import Ledger, open_ledger
from newsledger.stores.directory import DirectoryStore

NAME = "import"

SIZE = 100_000
"""Rows of the table."""

ROUNDS = 3
LARGE = 500_000
"""Rows from which on one round is all that is run."""

SMALL = 20_000
"""Rows of the import whose memory the others are held against."""

SEED = 7
INDICATORS = 50
HOURLY = timedelta(hours=1)
FIRST = datetime(2022, 2, 25, tzinfo=UTC)

BAR_SPEED, BAR_PEAK, BAR_GROWTH = 1 / 3, 300.0, 64.0
MEGA = 1e6
HEADS_AGAIN = ("importer", "rows", "peak MB", "peak MB, both", "CPU in first imports", "added by the second")
HEADS = ("who", "CPU µs a row", "lowest to highest", "ratio")
MICRO = 1e6

MAPPING = """
{vintage}
[[claim]]
source = "ministry"
occurred = "2022-02-24/{{date}}"
{reported}
[claim.fact]
kind = "indicator"
subject = "losses of the army"
measure = "{{indicator}}"
count = "total"
number = "{{value}} items"
"""

VINTAGE = """[vintage]
key = ["date", "indicator"]
published = "{published}"
op = "{op}"
on_missing = "ignore"
"""

CHANGES, PLAIN, BARE = "import vintage, each change a correction", "import table", "bare append of the same events"
WAYS = {CHANGES: "vintage", PLAIN: "table"}

ALONE = """
from benchmarks.importing import alone
alone({folder!r}, {rows}, {way!r})
"""


@attrs.frozen(kw_only=True)
class Twice:
    """An import and a second one, in a process of their own: what the second added, CPU seconds, peaks in bytes."""

    added: int
    first: float
    second: float
    peak: int | None
    peak_again: int | None


def run(options: Options) -> Report:
    """Measures both importers and the bare append in turns, then memory at several sizes, then a second import."""
    rows = options.events(SIZE)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        taken = {many: compared(folder, many, options.rounds or ROUNDS) for many in sorted({min(rows, SMALL), rows})}
        sizes = sorted({min(rows, SMALL), *(one for one in (SIZE,) if one < rows), rows})
        again = {way: {many: twice(folder, many, way) for many in sizes} for way in WAYS.values()}
    return report(rows, taken, again)


def compared(folder: Path, rows: int, rounds: int) -> dict[str, Measured]:
    """Both importers and the bare append of so many rows, in turns; once where they are many."""
    table, large = prepared(folder, rows), rows >= LARGE
    contestants = [Contestant(name=BARE, sample=bare(folder, table, "vintage"))]
    contestants += [Contestant(name=name, sample=imported(folder, table, way)) for name, way in WAYS.items()]
    return alternate(contestants, rounds=1 if large else rounds, warm=not large)


# --- the table --------------------------------------------------------------------------------


def prepared(folder: Path, rows: int) -> Path:
    """Writes a table of changes and the mappings."""
    (folder / "vintage.toml").write_text(MAPPING.format(vintage=VINTAGE, reported=""))
    (folder / "table.toml").write_text(MAPPING.format(vintage="", reported='reported = "{published}"'))
    path = folder / f"changes-{rows}.csv"
    with path.open("w") as stream:
        stream.write("published,date,indicator,value,op\n")
        stream.writelines(itertools.islice(lines(), rows))
    return path


def lines() -> Iterator[str]:
    """Every hour each figure of the day is published anew: the first of a day is added, the others revise it."""
    drawn = random.Random(SEED)  # noqa: S311  a workload, no secret
    for hour in itertools.count():
        published = FIRST + hour * HOURLY
        op = "revise" if published.hour else "add"
        for number in range(INDICATORS):
            value = drawn.randrange(1000, 1_000_000)
            yield f"{published.isoformat()},{published.date()},indicator {number},{value},{op}\n"


# --- contestants ------------------------------------------------------------------------------


def ledger_in(folder: Path) -> Ledger:
    """A new ledger."""
    return open_ledger(DirectoryStore.create(folder, Config(title="Changes")).path)


def once(ledger: Ledger, way: str, folder: Path, table: Path) -> tuple[int, int]:
    """Imports the table: how many events were new, and how many were added."""
    job = Import(ledger, way, [str(table)], importers.Options(mapping=str(folder / f"{way}.toml")))
    new = job.look().new
    return new, job.append()[0]


def fresh(folder: Path) -> Ledger:
    """A new ledger in a folder of its own."""
    return ledger_in(Path(tempfile.mkdtemp(dir=folder)) / "ledger")


def imported(folder: Path, table: Path, way: str) -> Callable[[], Sample]:
    """Imports into a new ledger. Both ways tell as many events, hence that is the common answer."""

    def sample() -> Sample:
        ledger = fresh(folder)
        gc.collect()
        wall, cpu = time.perf_counter(), time.process_time()
        _, added = once(ledger, way, folder, table)
        return Sample(cpu=time.process_time() - cpu, wall=time.perf_counter() - wall, answer=added)

    return sample


def bare(folder: Path, table: Path, way: str) -> Callable[[], Sample]:
    """Appends what the table says, in batches as large; reading the table and making the reports is not measured."""

    def sample() -> Sample:
        ledger, added, cpu, wall = fresh(folder), 0, 0.0, 0.0
        coming = saids(folder, table, way)
        while batch := list(itertools.islice(coming, BATCH)):
            gc.collect()
            began, used = time.perf_counter(), time.process_time()
            added += len(ledger.append(batch).added)
            cpu, wall = cpu + time.process_time() - used, wall + time.perf_counter() - began
        return Sample(cpu=cpu, wall=wall, answer=added)

    return sample


def saids(folder: Path, table: Path, way: str) -> Iterator[Said]:
    """What the rows say, whole, as somebody would hand it to `append`."""
    from newsledger import codec

    options = importers.Options(mapping=str(folder / f"{way}.toml"))
    importer = importers.find(way)
    for row in importer.read(importers.opened(importer, os.fspath(table), options), options):
        for event in row.events:
            read = codec.read(codec.write(event)).event
            if read is not None:
                yield read.said


def twice(folder: Path, rows: int, way: str) -> Twice:
    """Imports a table of so many rows, and then again, in a process of its own."""
    prepared(folder, rows)
    command = (sys.executable, "-c", ALONE.format(folder=str(folder), rows=rows, way=way))
    told = str(elsewhere(command, variables=dict(os.environ))().answer)
    return Twice(**json.loads(told))


def alone(folder: str, rows: int, way: str) -> None:
    """What such a process does; prints what it found."""
    place, table = Path(folder), Path(folder) / f"changes-{rows}.csv"
    ledger = fresh(place)
    began = time.process_time()
    once(ledger, way, place, table)
    between, peak = time.process_time(), peak_here()
    added = once(ledger, way, place, table)[1]
    told = Twice(
        added=added, first=between - began, second=time.process_time() - between, peak=peak, peak_again=peak_here()
    )
    print(json.dumps(attrs.asdict(told)))


# --- what was found ---------------------------------------------------------------------------


def report(rows: int, taken: dict[int, dict[str, Measured]], again: dict[str, dict[int, Twice]]) -> Report:
    """The bars and the tables of what was measured."""
    rounds = [f"{found[BARE].rounds} of {size_text(many)} rows" for many, found in taken.items()]
    return Report(
        title="Importing",
        about="A table of changes becomes events that last. Reading, mapping, comparing and appending are counted.",
        bars=(*speed_bars(taken), *bars(rows, again)),
        tables=(
            *(Table(title=f"{size_text(many)} rows:", heads=HEADS, rows=tuple(speeds(many, found)))
              for many, found in taken.items()),
            Table(title="An import and a second one of the same table, in a process of their own:", heads=HEADS_AGAIN,
                  rows=tuple(memory(again))),
        ),
        notes=(f"Rounds: {', '.join(rounds)}.", *NOTES),
    )  # fmt: skip


NOTES = (
    f"Each hour {INDICATORS} figures of the day are published anew.",
    f"The bare append is handed finished reports in batches of {BATCH:,}, as an import appends them.",
    (
        "Peaks are those of the process, with the interpreter. What grows with the rows: the id of each new event, 16 "
        "bytes that take 22, and 80 bytes for each row of the published file, which has one for 24 changes here. The "
        "rest waits on the disk, or is bounded."
    ),
)


def speed_bars(taken: dict[int, dict[str, Measured]]) -> Iterator[Bar]:
    """Speed against a bare append, of each size."""
    for rows, found in taken.items():
        for name in WAYS:
            told = f"{name}, {size_text(rows)} rows: speed in bare appends"
            yield Bar(name=told, figure=found[BARE].cpu / found[name].cpu, bar=BAR_SPEED)


def bars(rows: int, again: dict[str, dict[int, Twice]]) -> Iterator[Bar]:
    """What a second import adds; memory, and by how much it grows."""
    size = size_text(rows)
    for way, found in again.items():
        yield Bar(name=f"a second import ({way}) of {size} rows adds", figure=found[rows].added, bar=0, most=True)
    for way, found in again.items():
        peak, small = found[rows].peak_again, found[min(rows, SMALL)].peak
        if peak is None or small is None:
            continue
        yield Bar(name=f"peak memory ({way}), {size} rows, MB", figure=peak / MEGA, bar=BAR_PEAK, most=True)
        if rows > SMALL:
            more = f"memory ({way}) of {size} rows, imported twice, beyond that of {size_text(SMALL)}, MB"
            yield Bar(name=more, figure=(peak - small) / MEGA, bar=BAR_GROWTH, most=True)


def speeds(rows: int, taken: dict[str, Measured]) -> Iterator[tuple[str, ...]]:
    """CPU of each contestant, a row."""
    for name, one in taken.items():
        spread = f"{one.low / rows * MICRO:.1f} to {one.high / rows * MICRO:.1f}"
        yield name, f"{one.cpu / rows * MICRO:.1f}", spread, figure(one.cpu / taken[BARE].cpu)


def memory(again: dict[str, dict[int, Twice]]) -> Iterator[tuple[str, ...]]:
    """Peak memory, and what the second import took and added."""
    for way, sizes in again.items():
        for rows, one in sizes.items():
            peaks = ["" if peak is None else f"{peak / MEGA:.0f}" for peak in (one.peak, one.peak_again)]
            yield way, size_text(rows), *peaks, figure(one.second / one.first), str(one.added)
