"""asof: pictures of a large ledger at any date through its cache, and what it costs to keep that up."""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import attrs

from benchmarks import changing
from benchmarks.belief import STORY, beliefs_of
from benchmarks.frame.measuring import Contestant, DisagreementError, Measured, alternate, elsewhere
from benchmarks.frame.options import Options, size_text
from benchmarks.frame.telling import Bar, Report, Table, figure
from benchmarks.startup import variables
from benchmarks.warm import FIRST, asked, opened
from benchmarks.workload import write_ledger
from benchmarks.workload.stream import END
from newsledger import Question
from newsledger.cache.state import CachedState
from newsledger.chronicle import each_day, series
from newsledger.replay import State
from newsledger.stores.directory import DirectoryStore
from newsledger.values.when import When

SIZE = 1_000_000
SMALL = 20_000
"""The small ledger is the smallest that has all slots."""

YEAR = 365
COMPARED = 5
STARTS = 7

STORY_BAR, WHOLE_BAR, GROWTH_BAR, START_BAR = 5.0, 150.0, 3.0, 15.0
MILLI = 1e3
MEGA = 1e6
SERIES = ("events", "of them looked at", "all days, ms", "a day, ms", "in pictures of the story", "in whole pictures")
BARE = "bare interpreter"
REPLAY = "newsledger replay of one story, warm cache"


@attrs.frozen(kw_only=True)
class Looked:
    """What was measured of one ledger: milliseconds of CPU, and bytes of its cache."""

    events: int
    built: float
    size: int
    story: list[float]
    choosing: list[float]
    whole: float
    slots: int
    year: float
    reports: int


def run(options: Options) -> Report:
    """Builds two ledgers, holds answers against the plain fold, and asks each at dates drawn at random."""
    size = options.events(SIZE)
    with tempfile.TemporaryDirectory() as scratch:
        folders = {events: Path(scratch, str(events)) for events in (min(SMALL, size // 2), size)}
        stores = {events: write_ledger(folder, events) for events, folder in folders.items()}
        small, large = (looked(events, store) for events, store in stores.items())
        starts = started(folders[size])
        changes = changing.measured(stores[size])
    return report(small, large, changes, starts)


def looked(events: int, store: DirectoryStore) -> Looked:
    """Everything that is measured of one ledger in this process."""
    built = cpu(lambda: opened(store).first_recorded)
    state = opened(store)
    every = list(asked())
    compare(state, store, every[:COMPARED])
    story = [cpu(lambda one=one: state.picture(one).beliefs) for one in every]  # type: ignore[misc]  # a default that binds the question
    choosing = [cpu(lambda one=one: state.chosen(one)) for one in every]  # type: ignore[misc]  # as above
    everything = Question(at=END, public=END)
    slots = len(state.picture(everything).beliefs)
    whole = statistics.median(cpu(lambda: state.picture(everything).beliefs) for _ in range(3))
    year, reports = year_of(state, every[0])
    return Looked(
        events=events, built=built, size=Path(store.derived, "cache.sqlite").stat().st_size, story=story,
        choosing=choosing, whole=whole, slots=slots, year=year, reports=reports,
    )  # fmt: skip


def year_of(state: CachedState, question: Question) -> tuple[float, int]:
    """What a year of days of one slot takes, in milliseconds, and at how many events it looks."""
    last = attrs.evolve(question, at=END, public=END, known=None, story=None)  # a small ledger may lack the story
    name = state.picture(last).beliefs[0].slot.name
    days = list(each_day(FIRST, FIRST + dt.timedelta(days=YEAR - 1)))

    def ask(day: When) -> Question:
        return attrs.evolve(last, at=day, public=day)

    for found in series(state.of_slot(name), name, days[:: YEAR // COMPARED], ask):
        whole = state.picture(ask(found.day)).beliefs
        if found.beliefs != tuple(belief for belief in whole if belief.slot.name == name):
            raise DisagreementError(f"of {name} the series of {found.day} tells otherwise than the picture")
    taken = cpu(lambda: [on.belief for on in series(state.of_slot(name), name, days, ask)])
    return taken, len(state.of_slot(name).ids())


def compare(state: CachedState, store: DirectoryStore, questions: list[Question]) -> None:
    """Holds answers against those of the plain fold over every line that concerns the story, read from the files."""
    concerned = State(event for event in store.read().events if event.said.story in (None, STORY))
    for question in questions:
        if beliefs_of(state.picture(question)) != beliefs_of(concerned.picture(question)):
            raise DisagreementError(f"through the cache the answer to {question} is another")


def cpu(work: Callable[[], object]) -> float:
    """Milliseconds of CPU that something takes."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * MILLI


# --- a new process ------------------------------------------------------------------------------


def started(folder: Path) -> dict[str, Measured]:
    """The command in a process of its own, against an interpreter that does nothing."""
    commands = {BARE: ("-c", "pass"), REPLAY: ("-m", "newsledger", "replay", "2025-06-01", "--story", STORY)}
    contestants = [
        Contestant(name=name, sample=elsewhere((sys.executable, *rest), folder=folder, variables=variables()))
        for name, rest in commands.items()
    ]
    return alternate(contestants, agree=None, rounds=STARTS)


def p95_of(times: list[float]) -> float:
    """The time that nineteen in twenty keep within."""
    return sorted(times)[int(0.95 * len(times))]


# --- what is told ---------------------------------------------------------------------------------


def report(small: Looked, large: Looked, changes: Mapping[int, changing.Change], starts: dict[str, Measured]) -> Report:
    """The bars and the tables of what was measured."""
    p95 = p95_of(large.story)
    medians = [statistics.median(one.story) for one in (small, large)]
    ratio = starts[REPLAY].cpu / starts[BARE].cpu
    sizes = f"{size_text(small.events)} to {size_text(large.events)} events"
    bars = (
        Bar(name=f"picture of 50 slots at any dates, {size_text(large.events)}, warm, p95", figure=p95,
            bar=STORY_BAR, most=True, unit="ms"),
        Bar(name=f"the same question, {sizes}, CPU grows times", figure=medians[1] / medians[0], bar=GROWTH_BAR,
            most=True),
        Bar(name=f"whole picture, {large.slots:,} slots, {size_text(large.events)}, warm", figure=large.whole,
            bar=WHOLE_BAR, most=True, unit="ms"),
        Bar(name=f"`newsledger replay` of one story, {size_text(large.events)}, in starts of a bare interpreter",
            figure=ratio, bar=START_BAR, most=True),
        changing.bar(changes, size_text(large.events)),
    )  # fmt: skip
    shown = tuple(
        (size_text(one.events), f"{statistics.median(one.story):.1f}", f"{p95_of(one.story):.1f}",
         f"{statistics.median(one.choosing):.1f}", f"{one.whole:,.0f}", f"{one.built / MILLI:.1f}",
         f"{one.size / MEGA:,.0f}", f"{one.size / one.events:.0f}")
        for one in (small, large)
    )  # fmt: skip
    heads = ("events", "story, p50 ms", "story, p95 ms", "of it choosing, p50 ms", "whole picture, ms",
             "cache made, s", "cache, MB", "bytes an event")  # fmt: skip
    years = tuple(
        (size_text(one.events), f"{one.reports:,}", f"{one.year:,.0f}", f"{one.year / YEAR:.2f}",
         figure(one.year / statistics.median(one.story)), figure(one.year / one.whole))
        for one in (small, large)
    )  # fmt: skip
    return Report(
        title="As of any date", bars=bars,
        about="Pictures through the derived cache, at dates drawn at random on all three axes; CPU of this process.",
        tables=(
            Table(title="", heads=heads, rows=shown),
            Table(title=f"One slot on each of {YEAR} days, taken out of the ledger once.", heads=SERIES, rows=years),
            changing.table(changes, f"Changes taken in ({size_text(large.events)}): {changing.WHAT}."),
        ),
        notes=(
            f"{COMPARED} answers of each ledger were the same as those of the plain fold.",
            *changing.notes(changes),
        ),
    )  # fmt: skip
