"""A made-up ledger through its cache, as a new process has it, and the questions that are put to it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

from benchmarks.belief import STORY
from benchmarks.workload.stream import END
from newsledger import Question
from newsledger.cache.keeping import Cache
from newsledger.cache.state import CachedState
from newsledger.stores.directory import DirectoryStore
from newsledger.values.when import When

FIRST = dt.date(2024, 2, 1)
DAYS = 690
QUESTIONS = 40
SEED = 5

LAST = Question(at=END, public=END)
LAST_OF_STORY = Question(at=END, public=END, story=STORY)
BEFORE = Question(at=When.parse("2025-12-01"), public=When.parse("2025-12-01"))
"""A question that makes warm whatever `LAST` needs, and has another answer."""


def opened(ledger: Path | DirectoryStore) -> CachedState:
    """The ledger through its cache, which is made on the first question where there is none."""
    store = ledger if isinstance(ledger, DirectoryStore) else DirectoryStore(ledger)
    return CachedState(Cache(store.path, store.derived), lambda: store.read().events)


def drop(ledger: Path) -> None:
    """Takes its cache away."""
    store = DirectoryStore(ledger)
    Cache(store.path, store.derived).drop()


def asked(number: int = QUESTIONS) -> Iterator[Question]:
    """Questions about the story of fifty slots, every cut drawn at random, `known` open in half of them."""
    draw = random.Random(SEED)  # noqa: S311  dates need no secret
    days = [When.parse(str(FIRST + dt.timedelta(days=at))) for at in range(DAYS)]
    for _ in range(number):
        known = draw.choice(days) if draw.random() < 0.5 else None  # noqa: PLR2004  half of them
        yield Question(at=draw.choice(days), public=draw.choice(days), known=known, story=STORY)
