"""asking: questions about one story as of any dates, put to newsledger, to pandas and to DuckDB."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import newsledger
from benchmarks.frame.machine import version_of
from benchmarks.frame.measuring import Contestant, Measured, alternate, here
from benchmarks.frame.options import Options, size_text
from benchmarks.frame.telling import Report, Table, figure
from benchmarks.peers import vintages
from benchmarks.peers.latest import Latest
from benchmarks.warm import LAST_OF_STORY, QUESTIONS, asked, opened
from benchmarks.workload.keeping import BATCHES, ledger
from newsledger import Question
from newsledger.cache.state import CachedState

SIZE = 1_000_000

PICTURE = "newsledger, picture: what is believed, and why"
CHOSEN = "newsledger, events that matter to it"
WORDS = "newsledger, latest words of a story that is held in memory"
FRAME, STORIES = "pandas, frame of all events", "pandas, frame of the story"
PARQUET = "DuckDB over Parquet"
PEERS = {"duckdb": (PARQUET,), "pandas": (FRAME, STORIES)}
MILLI = 1e3

Answers = list[Latest] | None


def run(options: Options) -> Report:
    """Puts the same questions to all; the latest words must be the same."""
    size = options.events(SIZE)
    with tempfile.TemporaryDirectory() as scratch, ledger(size, BATCHES, kept=options.ledgers) as place:
        found = ours(place) | theirs(place, Path(scratch))
        contestants = [Contestant(name=name, sample=way) for name, way in found.items()]
        return report(size, alternate(contestants, agree=same))


def ours(place: Path) -> dict[str, Callable[[], Any]]:
    """Our ways. Each round is that of a new process which has seen the story, and no question of these."""

    def seen() -> CachedState:
        state = opened(place)
        len(state.picture(LAST_OF_STORY).beliefs)
        return state

    def held() -> CachedState:
        state = seen()
        state.concerning(next(asked()))
        return state

    return {
        PICTURE: here(lambda state: each(lambda one: len(state.picture(one).beliefs)), prepare=seen),
        CHOSEN: here(lambda state: each(state.chosen), prepare=seen),
        WORDS: here(lambda state: [vintages.of_events(state.concerning(one), one) for one in asked()], prepare=held),
    }


def each(answer: Callable[[Question], object]) -> None:
    """Asks all questions, and keeps no answer: it is more than the words that are compared."""
    for question in asked():
        answer(question)


def theirs(place: Path, scratch: Path) -> dict[str, Callable[[], Any]]:
    """The peers that are installed. What they are asked of is made once, and not counted."""
    if not version_of("pyarrow") or not any(map(version_of, PEERS)):
        return {}
    rows = vintages.table(newsledger.open(place).stream())
    ways: dict[str, vintages.Answer] = {}
    if version_of("pandas"):
        frame = vintages.frame(rows)
        ways |= {FRAME: vintages.by_frame(frame), STORIES: vintages.by_story(frame)}
    if version_of("duckdb"):
        ways[PARQUET] = vintages.by_parquet(rows, scratch)
    return {name: here(partial(_all, answer)) for name, answer in ways.items()}


def _all(answer: vintages.Answer, _: object) -> list[Latest]:
    return [answer(question) for question in asked()]


def same(one: Answers, other: Answers) -> bool:
    """Whether two give the same words. A picture is more than these, and is not compared."""
    return one is None or other is None or one == other


def report(size: int, measured: dict[str, Measured]) -> Report:
    """The table of what a question takes."""
    rows = tuple(
        (name, _each(one.cpu), f"{_each(one.low)} to {_each(one.high)}", _each(one.wall),
         figure(one.cpu / measured[PICTURE].cpu))
        for name, one in measured.items()
    )  # fmt: skip
    there = {name for name, ways in PEERS.items() if measured.keys() & set(ways)}
    heads = ("who", "CPU ms a question", "lowest to highest", "wall ms", "ratio")
    return Report(
        title="Asking about the past",
        about=f"{QUESTIONS} questions about a story of 50 slots in {size_text(size)} events, all cuts drawn at random.",
        tables=(Table(title="", heads=heads, rows=rows),),
        notes=(
            "Words: the latest of each source on each slot as of (`at`, `public`, `known`). All gave the same.",
            "Words are all that pandas and DuckDB give: they mind nothing that was taken back, and believe nothing.",
            "What they are asked of is made once, in memory or as a file: making it and keeping it up is not counted.",
            f"Medians of {measured[PICTURE].rounds} rounds. DuckDB runs on all cores, whose CPU is added up.",
        ),
        left_out=tuple(f"`{name}`, which is not installed" for name in sorted(PEERS.keys() - there)),
        versions=tuple(version for name in sorted(there) if (version := version_of(name))),
    )  # fmt: skip


def _each(seconds: float) -> str:
    return f"{seconds / QUESTIONS * MILLI:.1f}"
