"""builtin: the built-in projections over a warm cache, against loops over the lines that check nothing."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.frame.machine import version_of
from benchmarks.frame.measuring import Contestant, Measured, Sample, alternate, here
from benchmarks.frame.options import Options, size_text
from benchmarks.frame.telling import Bar, Report, Table, figure
from benchmarks.peers import dictloop, newest
from benchmarks.peers.newest import Newest
from benchmarks.warm import BEFORE, LAST, drop, opened
from benchmarks.workload.keeping import BATCHES, ledger
from newsledger.projections.casualties import Casualties
from newsledger.projections.ceasefire import Ceasefire
from newsledger.projections.territory import Territory
from newsledger.replay import Picture

SIZE = 1_000_000
ROUNDS = 3

WARM, COLD = "built-in projections, warm cache", "the same in a new process, its cache made before"
LATEST, STANDING = "orjson loop, latest words", "orjson loop, what stands"
BAR_AHEAD = 8.0
MICRO, MILLI = 1e6, 1e3


def run(options: Options) -> Report:
    """Projects one ledger in all ways. Who tells who spoke last of each slot must tell the same."""
    size = options.events(SIZE)
    with ledger(size, BATCHES, kept=options.ledgers) as place:
        drop(place)
        slots = len(opened(place).picture(LAST).beliefs)
        contestants = [Contestant(name=name, sample=way) for name, way in ways(place).items()]
        return report(size, slots, alternate(contestants, agree=same, rounds=ROUNDS))


def ways(place: Path) -> dict[str, Callable[[], Sample]]:
    """All ways of projecting a ledger, by their names."""
    found: dict[str, Callable[[], Sample]] = {
        WARM: partial(projected, place, warm=True),
        COLD: partial(projected, place, warm=False),
    }
    if dictloop.available():
        found[STANDING] = here(lambda _: newest.of_lines(place))
        found[LATEST] = here(lambda _: dictloop.replay(place) and None)
    return found


def projected(place: Path, *, warm: bool) -> Sample:
    """Asks for the picture of the last day, and for each projection as JSON. Looking at its answer is not counted.

    What is warm was asked for the picture of another day before, so that no answer was at hand.
    """
    state = opened(place)
    if warm:
        shown(state.picture(BEFORE))
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    picture = state.picture(LAST)
    shown(picture)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return Sample(cpu=cpu, wall=wall, answer=newest.of_projections(picture))


def shown(picture: Picture) -> str:
    """All three projections, as `replay --json` shows them."""
    return json.dumps([picture[Territory].as_json(), picture[Casualties].as_json(), picture[Ceasefire].as_json()])


def same(one: Newest | None, other: Newest | None) -> bool:
    """Whether two tell the same. The plainest loop tells something else, and is not compared."""
    return one is None or other is None or one == other


def report(size: int, slots: int, measured: dict[str, Measured]) -> Report:
    """The bars and the table of what was measured."""
    text = size_text(size)
    bars = tuple(
        Bar(name=f"{WARM}, {text}: times ahead of the {loop}", figure=measured[loop].cpu / measured[WARM].cpu,
            bar=BAR_AHEAD)
        for loop in (STANDING, LATEST) if loop in measured
    )  # fmt: skip
    rows = tuple(
        (name, f"{one.cpu * MILLI:,.0f}", f"{one.low * MILLI:,.0f} to {one.high * MILLI:,.0f}",
         f"{one.wall * MILLI:,.0f}", figure(one.cpu / measured[WARM].cpu))
        for name, one in measured.items()
    )  # fmt: skip
    loops = LATEST in measured
    return Report(
        title="Built-in projections", bars=bars,
        about=f"Territory, casualties and ceasefires of {text} events on their last day, {slots:,} slots believed.",
        tables=(Table(title="", heads=("way", "CPU ms", "lowest to highest", "wall ms", "ratio"), rows=rows),),
        notes=(
            "The projections weigh who says what, and come as JSON; every line that they rest on was checked.",
            "*What stands* finds who spoke last of each slot, and when; what was taken back is out. Projections agree.",
            "*Latest words* is the loop of the section on replay: all kinds, and nothing is ever taken back.",
            f"Medians of {measured[WARM].rounds} rounds. All events are in files of 500: opening files costs little.",
        ),
        left_out=() if loops else ("`orjson`, which is not installed",),
        versions=tuple(version for version in (version_of("orjson"),) if loops and version),
    )  # fmt: skip
