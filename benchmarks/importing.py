"""import: a table of changes read into a ledger, against a bare append of the same events; memory; a second import."""

from __future__ import annotations

import gc
import itertools
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.frame.measuring import Contestant, Measured, Sample, alternate, peak_alone
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
SEED = 7
INDICATORS = 50
HOURLY = timedelta(hours=1)
FIRST = datetime(2022, 2, 25, tzinfo=UTC)

BAR_SPEED, BAR_PEAK = 1 / 3, 300.0
MEGA = 1e6
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
from benchmarks.importing import ledger_in, once
from pathlib import Path
folder = Path({folder!r})
once(ledger_in(folder / "alone-{rows}"), "vintage", folder, folder / "changes-{rows}.csv")
"""


def run(options: Options) -> Report:
    """Measures both importers and the bare append in turns, then memory at two sizes, then a second import."""
    rows = options.events(SIZE)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        table = prepared(folder, rows)
        contestants = [Contestant(name=BARE, sample=bare(folder, table, "vintage"))]
        contestants += [Contestant(name=name, sample=imported(folder, table, way)) for name, way in WAYS.items()]
        taken = alternate(contestants, rounds=options.rounds or ROUNDS)
        again = {way: second(folder, table, way) for way in WAYS.values()}
        peaks = {many: peak(folder, many) for many in (rows // 10, rows)}
    return report(rows, taken, again, peaks)


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


def second(folder: Path, table: Path, way: str) -> tuple[int, float, float]:
    """What a second import adds, and the CPU seconds of the first and of the second."""
    ledger = fresh(folder)
    began = time.process_time()
    once(ledger, way, folder, table)
    between = time.process_time()
    added = once(ledger, way, folder, table)[1]
    return added, between - began, time.process_time() - between


def peak(folder: Path, rows: int) -> int | None:
    """The peak memory of an import of so many rows, in a process of its own."""
    prepared(folder, rows)
    return peak_alone(ALONE.format(folder=str(folder), rows=rows))


# --- what was found ---------------------------------------------------------------------------


def report(
    rows: int,
    taken: dict[str, Measured],
    again: dict[str, tuple[int, float, float]],
    peaks: dict[int, int | None],
) -> Report:
    """The bars and the tables of what was measured."""
    base = taken[BARE].cpu
    bars = [
        Bar(name=f"{name}, {size_text(rows)} rows: speed in bare appends", figure=base / taken[name].cpu, bar=BAR_SPEED)
        for name in WAYS
    ]
    bars += [
        Bar(name=f"a second import ({way}) adds", figure=added, bar=0, most=True)
        for way, (added, _, _) in again.items()
    ]
    known = {many: size for many, size in peaks.items() if size is not None}
    if rows in known:
        bars.append(
            Bar(name=f"peak memory, {size_text(rows)} rows, MB", figure=known[rows] / MEGA, bar=BAR_PEAK, most=True)
        )
    speeds = tuple(
        (name, f"{one.cpu / rows * MICRO:.1f}", f"{one.low / rows * MICRO:.1f} to {one.high / rows * MICRO:.1f}",
         figure(one.cpu / base))
        for name, one in taken.items()
    )  # fmt: skip
    memory = tuple((size_text(many), f"{size / MEGA:.0f}") for many, size in known.items())
    anew = tuple((way, figure(last / first)) for way, (_, first, last) in again.items())
    return Report(
        title="Importing",
        about="A table of changes becomes events that last. Reading, mapping, comparing and appending are counted.",
        bars=tuple(bars),
        tables=(
            Table(title=f"{size_text(rows)} rows:", heads=HEADS, rows=speeds),
            Table(title="Peak memory of an import, with the interpreter:", heads=("rows", "MB"), rows=memory),
            Table(title="A second import of the same table:", heads=("importer", "CPU in first imports"), rows=anew),
        ),
        notes=(
            f"Medians of {taken[BARE].rounds} rounds. Each hour {INDICATORS} figures of the day are published anew.",
            f"The bare append is handed finished reports in batches of {BATCH:,}, as an import appends them.",
        ),
    )  # fmt: skip
