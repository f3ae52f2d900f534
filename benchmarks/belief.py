"""belief: what it costs to believe the 2,000 slots of a large ledger, and whether other slots cost anything."""

from __future__ import annotations

import cProfile
import pstats
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import workload
from benchmarks.frame.measuring import Contestant, Measured, alternate, here
from benchmarks.frame.options import Options, size_text
from benchmarks.frame.telling import Bar, Report, Table, figure
from benchmarks.workload.cast import FIFTY, STORIES
from benchmarks.workload.stream import END
from newsledger import Question
from newsledger.event import Event
from newsledger.replay import Picture, State

SIZE = 100_000
PART = 10
"""The small ledger holds a tenth of the events, all those of the fifty slots among them."""

STORY = f"story-{FIFTY:02}"
SLOTS = STORIES[FIFTY]
WHOLE = Question(at=END, public=END)
ONE_STORY = Question(at=END, public=END, story=STORY)

BAR_GROWTH = 3.0
"""From 10k to 1M events, by the measures; from 10k to 100k it is milder than that."""

TOP = 10
MICRO = 1e6
MILLI = 1e3


def run(options: Options) -> Report:
    """Measures the picture of a whole ledger, profiles it, and asks for fifty slots in ledgers of two sizes."""
    size = options.events(SIZE)
    events = list(workload.events(size))
    large, small = State(events), State(only_some(events, size // PART))
    whole = alternate([Contestant(name="all slots", sample=here(picturing(large, WHOLE)))])["all slots"]
    told = alternate(
        [
            Contestant(name=size_text(size // PART), sample=here(picturing(small, ONE_STORY))),
            Contestant(name=size_text(size), sample=here(picturing(large, ONE_STORY))),
        ]
    )
    slots = len(large.picture(WHOLE).beliefs)
    return report(size, slots, whole, told, profile(lambda: large.picture(WHOLE)))


def picturing(state: State, question: Question) -> Callable[[Any], list[tuple[Any, ...]]]:
    """Answers a question, and gives what is believed, to be compared."""
    return lambda _: beliefs_of(state.picture(question))


def beliefs_of(picture: Picture) -> list[tuple[Any, ...]]:
    """What a picture holds, without what only a larger ledger would add."""
    return [
        (belief.slot.name, str(belief.value), str(belief.standing), belief.confidence, belief.witnesses, belief.because)
        for belief in picture.beliefs
    ]


def only_some(events: Sequence[Event], number: int) -> list[Event]:
    """A part of a ledger that holds all of the one story, all sources, and others' events up to the number."""
    wanted = [event for event in events if event.said.story in (None, STORY)]
    others = [event for event in events if event.said.story not in (None, STORY)]
    return [*wanted, *others[: max(0, number - len(wanted))]]


def profile(work: Callable[[], object]) -> list[tuple[str, str, str, str]]:
    """The ten functions that most time is spent in: where, calls, own and whole CPU in milliseconds."""
    profiler = cProfile.Profile()
    profiler.runcall(work)
    stats: dict[tuple[str, int, str], tuple[int, int, float, float, object]] = vars(pstats.Stats(profiler))["stats"]
    top = sorted(stats.items(), key=lambda one: one[1][2], reverse=True)[:TOP]
    return [
        (place(file, name), f"{calls:,}", f"{own * MILLI:,.0f}", f"{whole * MILLI:,.0f}")
        for (file, _, name), (_, calls, own, whole, _) in top
    ]


def place(file: str, name: str) -> str:
    """A function with its module, without the folders of this machine."""
    parts = Path(file).with_suffix("").parts
    module = ".".join(parts[parts.index("newsledger") :]) if "newsledger" in parts else Path(file).stem
    return f"`{name.strip('<>')}`" if file == "~" else f"`{module}.{name.strip('<>')}`"


def report(
    size: int, slots: int, whole: Measured, told: dict[str, Measured], top: Iterable[tuple[str, str, str, str]]
) -> Report:
    """The bar and the tables of what was measured."""
    small, large = told.values()
    grows = Bar(
        name=f"picture of the same 50 slots, {small.name} to {large.name} events, CPU grows times",
        figure=large.cpu / small.cpu, bar=BAR_GROWTH, most=True,
    )  # fmt: skip
    asked = [(f"all {slots:,} slots, {size_text(size)} events", slots, whole.cpu)]
    asked += [(f"{SLOTS} slots, {one.name} events", SLOTS, one.cpu) for one in told.values()]
    rows = tuple((name, f"{cpu * MILLI:,.0f}", figure(cpu / number * MICRO)) for name, number, cpu in asked)
    return Report(
        title="Beliefs", about="Pictures of events that are held in memory; reading them is not counted.",
        bars=(grows,),
        tables=(
            Table(title="", heads=("picture", "CPU ms", "µs a slot"), rows=rows),
            Table(title="Where the time of the whole picture goes, with the profiler's own cost:",
                  heads=("function", "calls", "own ms", "with what it calls, ms"), rows=tuple(top)),
        ),
        notes=(f"Medians of {whole.rounds} and {small.rounds} rounds. Both ledgers gave the same 50 beliefs.",),
    )  # fmt: skip
