"""What is done in a process of its own. Each way gives CPU seconds and a sum over its answer."""

from __future__ import annotations

import hashlib
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import newsledger
from benchmarks import alone
from benchmarks.peers.latest import NAMES, Latest, of_events, of_records
from newsledger import Question
from newsledger.belief.parts import STILL
from newsledger.replay import State

Took = tuple[float, str]


def passing(fold: Callable[[Path], Latest]) -> Callable[[Path], Took]:
    """A pass over all events that folds them to the latest words."""

    def way(ledger: Path) -> Took:
        start = time.process_time()
        found = fold(ledger)
        return time.process_time() - start, _sum(found)

    return way


def _sum(found: Latest) -> str:
    """A sum over the latest words, made slot by slot, so that it takes no memory to speak of."""
    total = hashlib.sha256()
    for slot in sorted(found):
        total.update(repr((slot, sorted(found[slot].items()))).encode())
    return total.hexdigest()


def stream(ledger: Path) -> Latest:
    """A user's own projection over whole events."""
    return of_events(newsledger.open(ledger).stream())


def scan(ledger: Path) -> Latest:
    """The same over named fields."""
    return of_records(newsledger.open(ledger).scan(*NAMES))


def loop(ledger: Path) -> Latest:
    """The plainest loop over the lines of files."""
    from benchmarks.peers import dictloop

    return dictloop.replay(ledger)


def cache(ledger: Path) -> Took:
    """The cache made anew."""
    from benchmarks.warm import drop, opened

    drop(ledger)
    state, start = opened(ledger), time.process_time()
    first = state.first_recorded
    return time.process_time() - start, str(first)


def story(ledger: Path, *, times: int = 1) -> Took:
    """Pictures of the story of fifty slots at dates drawn at random, one after the other, the last of some times.

    The figure is the median; the answer is how many reports still speak in one of them, on average.
    """
    from benchmarks.warm import asked, opened

    state = opened(ledger)
    for _ in range(times):
        told = [_picture(state, question) for question in asked()]
    return statistics.median(cpu for cpu, _ in told), f"{statistics.fmean(speaking for _, speaking in told):.0f}"


def _picture(state: State, question: Question) -> tuple[float, int]:
    """What a picture takes, and how many reports still speak in it."""
    start = time.process_time()
    beliefs = state.picture(question).beliefs
    return time.process_time() - start, sum(len(belief.of(*STILL)) for belief in beliefs)


def again(ledger: Path) -> Took:
    """The same pictures, of which every line was read before."""
    return story(ledger, times=2)


def whole(ledger: Path) -> Took:
    """The picture of all slots, after one of a month before."""
    from benchmarks.warm import BEFORE, LAST, opened

    state = opened(ledger)
    len(state.picture(BEFORE).beliefs)
    start = time.process_time()
    number = len(state.picture(LAST).beliefs)
    return time.process_time() - start, str(number)


WAYS: dict[str, Callable[[Path], Took]] = {
    alone.STREAM: passing(stream), alone.SCAN: passing(scan), alone.LOOP: passing(loop),
    alone.CACHE: cache, alone.STORY: story, alone.AGAIN: again, alone.WHOLE: whole,
}  # fmt: skip
