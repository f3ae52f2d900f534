"""Breaks stores on purpose: kill -9, failing disks, jumping clocks, spoilt files. `--rounds` says how often."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.faults import asking, failing, killing, misleading, spoiling
from benchmarks.faults.subjects import SUBJECTS, Subject, drawing
from benchmarks.frame.options import Options
from benchmarks.frame.telling import Bar, Report, Table

ROUNDS = 1_000
SEED = 20250316
EACH = 100
"""So often progress is told."""


NOTES = (
    "Acknowledged: an append returned. Each writer notes that in a pipe before it begins the next append.",
    "Half of the writers are killed from outside after a random time, the others at a random call to the system.",
    "A database calls the system by itself: its writers are all killed from outside, and no single call is failed.",
    "After each round the next append has to work, and of all that was acknowledged none may be added again.",
    "Of the cache, each picture, count, event and problem that is told is held against the plain fold.",
    "Seen: damage that was told, and mended by making the cache anew. What is not seen lies where nobody looked.",
    "What the system held and had not put on the disk is lost only with the power: see the syncs that fail.",
)


def run(options: Options) -> Report:
    """Breaks every store in every way, and tells what was lost."""
    rounds = options.rounds or ROUNDS
    bars: list[Bar] = []
    tables: list[Table] = []
    with tempfile.TemporaryDirectory() as held:
        for subject in SUBJECTS.values():
            folder = Path(held) / f"of-{subject.name}"
            folder.mkdir()
            done = list(_told(killing.rounds(subject, folder, drawing(SEED), rounds), f"{subject.name}: kill -9"))
            rows = list(_rows(subject, folder, rounds))
            bars += _bars(subject, done, rows)
            tables += [_of_kills(subject, done), _of_faults(subject.name, rows)]
        folder = Path(held) / "of-cache"
        folder.mkdir()
        deaths, rows = list(_asking(folder, rounds)), list(_of_cache(folder, rounds))
        bars += _cache_bars(deaths, rows)
        tables += [_of_deaths(deaths), _of_faults("the cache", rows)]
    return Report(
        title="Faults", bars=tuple(bars), tables=tuple(tables),
        about=f"{rounds:,} rounds of `kill -9` with {killing.WRITERS} writers at once on every store, and every other"
        " fault as often as the tables say.",
        notes=NOTES,
    )  # fmt: skip


def _told(done: Iterable[killing.Round], what: str) -> Iterator[killing.Round]:
    """The rounds, with progress on the way."""
    for number, one in enumerate(done, start=1):
        if number % EACH == 0:
            print(f"{what}: {number} rounds", file=sys.stderr, flush=True)
        yield one


def _rows(subject: Subject, folder: Path, rounds: int) -> Iterator[tuple[str, int, list[str]]]:
    """Every other fault: what it is, how often it was tried, and what was wrong."""
    if subject.reached:
        tries = list(failing.tries(subject, _made(folder / "tries")))
        for how in dict.fromkeys(one.what for one in tries):
            some = [one for one in tries if one.what == how]
            yield f"{how}, at each call", len(some), [f"{one.call}: {one.wrong}" for one in some if one.wrong]
        yield "a sync fails", 1, list(failing.unsynced(subject, folder / "unsynced"))
    yield "files may not grow", rounds // 5, list(failing.limited(subject, folder, drawing(SEED), rounds // 5))
    yield (
        "clocks jump by years",
        rounds // 10,
        list(failing.jumps(subject, folder / "jumps", drawing(SEED), rounds // 10)),
    )
    yield "signals all the time", rounds // 10, list(failing.interrupted(subject, folder / "signals", rounds // 10))
    quiet = [
        killing.one_round(subject, place, drawing(SEED), frozenset(), 0, kill=False)[0]
        for place in _new(subject, folder, rounds)
    ]
    yield "four writers, nobody killed", len(quiet), [str(one) for one in quiet if not one.clean]
    spoilt = [*spoiling.of_files(subject, folder, drawing(SEED), rounds), *spoiling.at_each_byte(subject, folder)]
    yield "a file of events spoilt", len(spoilt), [str(one) for one in spoilt if one.wrong]
    derived = list(spoiling.of_derived(subject, folder, drawing(SEED), rounds))
    if derived:
        yield "a derived file damaged", len(derived), [str(one) for one in derived if one.wrong]


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _new(subject: Subject, folder: Path, rounds: int) -> Iterator[Path]:
    """New ledgers, one for every hundredth round."""
    for number in range(max(1, rounds // 100)):
        subject.create(folder / f"quiet-{number}")
        yield folder / f"quiet-{number}"


def _bars(subject: Subject, done: list[killing.Round], rows: list[tuple[str, int, list[str]]]) -> list[Bar]:
    faults = sum(len(wrong) for _, _, wrong in rows)
    return [
        Bar(name=f"{subject.name}: rounds of kill -9", figure=len(done), bar=ROUNDS),
        Bar(name=f"{subject.name}: of them clean", figure=sum(one.clean for one in done), bar=len(done)),
        Bar(name=f"{subject.name}: other faults after which something was wrong", figure=faults, bar=0, most=True),
    ]  # fmt: skip


def _of_kills(subject: Subject, done: list[killing.Round]) -> Table:
    sums = Counter[str]()
    for one in done:
        sums.update(rounds=1, writers=killing.WRITERS, killed=one.killed, acknowledged=one.acknowledged)
        sums.update(
            lost=len(one.lost), twice=len(one.doubled), half=len(one.half) + len(one.damaged), refused=len(one.refused)
        )
    heads = ("rounds", "writers", "killed", "acknowledged", "lost", "twice", "half", "refused")
    named = (
        *heads[:3],
        "appends acknowledged",
        "events lost",
        "events twice",
        "lines or batches half",
        "next append fails",
    )
    return Table(title=f"kill -9, {subject.name}", heads=named, rows=(tuple(f"{sums[head]:,}" for head in heads),))


def _of_faults(name: str, rows: list[tuple[str, int, list[str]]]) -> Table:
    """A row for each fault; the first thing that was wrong is told."""
    cells = tuple(
        (what, f"{many:,}", f"{len(wrong):,}" + (f" ({wrong[0]})" if wrong else "")) for what, many, wrong in rows
    )
    return Table(title=f"Other faults, {name}", heads=("fault", "tries", "something wrong"), rows=cells)


# --- the cache --------------------------------------------------------------------------------


def _asking(folder: Path, rounds: int) -> Iterator[asking.Round]:
    for number, one in enumerate(asking.rounds(folder, drawing(SEED), rounds // 2), start=1):
        if number % EACH == 0:
            print(f"cache: {number} rounds", file=sys.stderr, flush=True)
        yield one


def _of_cache(folder: Path, rounds: int) -> Iterator[tuple[str, int, list[str]]]:
    """Every other fault of the cache: what it is, how often it was tried, and what was wrong."""
    done = list(misleading.of_cache(folder, drawing(SEED), rounds + rounds // 10))
    for what in misleading.HARMS:
        some = [one for one in done if one.what == what]
        seen = sum(one.told for one in some)
        yield f"damaged: {what} (seen {seen:,} times)", len(some), ["; ".join(one.wrong) for one in some if one.wrong]
    tries = list(asking.failing(folder, drawing(SEED), step=1 + 1_000 // rounds))
    for how in dict.fromkeys(name for name, _ in tries):
        some_tries = [wrong for name, wrong in tries if name == how]
        yield f"{how} at each call, while it is built or asked", len(some_tries), [one for one in some_tries if one]
    limited = list(asking.full(folder, drawing(SEED), rounds // 5))
    yield "files may not grow while it is built or kept up", len(limited), [one for one in limited if one]
    held = list(asking.locked(folder, drawing(SEED), rounds // 20))
    yield "somebody dead or alive holds its lock", len(held), [one for one in held if one]


def _cache_bars(deaths: list[asking.Round], rows: list[tuple[str, int, list[str]]]) -> list[Bar]:
    faults = sum(len(wrong) for _, _, wrong in rows)
    damages = sum(many for what, many, _ in rows if what.startswith("damaged"))
    clean = sum(not one.wrong for one in deaths)
    return [
        Bar(
            name="cache: processes killed that built it or asked", figure=sum(len(one.died) for one in deaths), bar=300
        ),
        Bar(name="cache: rounds after which every answer was right", figure=clean, bar=len(deaths)),
        Bar(name="cache: damages", figure=damages, bar=ROUNDS),
        Bar(name="cache: other faults after which something was wrong", figure=faults, bar=0, most=True),
    ]


def _of_deaths(deaths: list[asking.Round]) -> Table:
    died = Counter(how for one in deaths for how in one.died)
    heads = ("rounds", *asking.DEATHS, "cache deleted before", "journal left behind", "answers held meanwhile", "wrong")
    row = (
        len(deaths), *(died[how] for how in asking.DEATHS), sum(one.anew for one in deaths),
        sum(bool(one.left) for one in deaths), sum(one.held for one in deaths), sum(bool(one.wrong) for one in deaths),
    )  # fmt: skip
    return Table(
        title=f"kill -9, the cache: {asking.ASKERS} processes ask at once",
        heads=heads,
        rows=(tuple(f"{one:,}" for one in row),),
    )
