"""Stores against a naive model: whatever is done to files and lines, the set and its pictures are the model's.

Of the laws: permutation, idempotence, merge and equivalence, in any order and together.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from random import Random
from typing import Any

import attrs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.stores import samples

from newsledger import codec
from newsledger.config import Config
from newsledger.event import Event
from newsledger.live import Question
from newsledger.problems import ERROR
from newsledger.replay import Picture, State
from newsledger.stores import Appended, Reading
from newsledger.stores.directory import DirectoryStore
from newsledger.stores.memory import MemoryStore
from newsledger.values.when import When

NUMBERS = st.integers(0, len(samples.saids()) - 1)
EVENTS = st.builds(samples.event, NUMBERS, recorded=st.integers(0, 2), by=st.integers(0, 2))
BATCHES = st.lists(EVENTS, max_size=6)
RANDOM = st.randoms(use_true_random=False)
DAYS = st.sampled_from(["2025-03-10", "2025-03-14", "2025-03-16", "2025-03-18"]).map(When.parse)
QUESTIONS = st.builds(
    Question, at=DAYS, public=st.none() | DAYS, known=st.none() | DAYS, zone=st.sampled_from(["UTC", "Europe/Kyiv"])
)


@attrs.frozen
class Taken:
    """What the model keeps of an event: who took it in first, and its bytes."""

    recorded: str
    by: str
    raw: bytes


class Model:
    """A dict, from ids to the earliest taking-in."""

    def __init__(self) -> None:
        self.taken: dict[str, Taken] = {}

    def append(self, events: list[Event]) -> list[str]:
        """What an append adds: ids that are new. Returns them."""
        added = []
        for event in events:
            if event.id not in self.taken:
                self.taken[event.id] = Taken(event.recorded, event.by, event.raw)
                added.append(event.id)
        return added

    def merge(self, other: Model) -> None:
        """The union: of an id that both hold, the earlier taking-in counts."""
        for identity, taken in other.taken.items():
            there = self.taken.get(identity, taken)
            self.taken[identity] = min(there, taken, key=lambda one: (one.recorded, one.by))

    def state(self) -> State:
        """The events of the model, ready to answer questions."""
        lines = (samples.line(taken.raw, recorded=taken.recorded, by=taken.by) for taken in self.taken.values())
        return State(event for line in lines if (event := codec.read(line).event) is not None)


def earliest(reading: Reading) -> dict[str, Taken]:
    """What a store holds, as the model keeps it."""
    events = State(reading.events).events()
    return {event.id: Taken(event.recorded, event.by, event.raw) for event in events}


def answer(picture: Picture) -> tuple[Any, ...]:
    """All of a picture that was folded, to be compared."""
    return (
        picture.beliefs, picture.expected, picture.entries, picture.events, picture.sources, picture.first_recorded,
        picture.later,
    )  # fmt: skip


class Stores(RuleBasedStateMachine):
    """Drives a store in memory and one in a folder side by side, and a second ledger to merge from."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.memory = MemoryStore()
        self.directory = DirectoryStore.create(self.folder / "ours", Config())
        self.theirs = DirectoryStore.create(self.folder / "theirs", Config())
        self.model, self.their_model = Model(), Model()
        self.last: list[Event] = []
        self.number = 0

    def teardown(self) -> None:
        """Leaves nothing behind."""
        shutil.rmtree(self.folder)

    def files(self) -> list[Path]:
        """The files of our ledger."""
        return sorted(Path(self.directory.path).rglob("*.jsonl"))

    def fresh(self, *, deep: bool = False) -> Path:
        """A path that no file has."""
        self.number += 1
        folder = Path(self.directory.path, f"by hand {self.number}") if deep else Path(self.directory.path)
        folder.mkdir(exist_ok=True)
        return folder / f"{self.number}.jsonl"

    # --- appending ----------------------------------------------------------------------------

    @rule(batch=BATCHES, slug=st.none() | st.text())
    def append(self, batch: list[Event], slug: str | None) -> None:
        """Both stores add exactly what the model lacks."""
        new = self.model.append(batch)
        for store in (self.memory, self.directory):
            done: Appended = store.append(batch, slug=slug)
            assert [event.id for event in done.added] == new
            assert len(done.present) == len(batch) - len(new)
        self.last = batch

    @rule()
    def append_again(self) -> None:
        """The last batch once more adds nothing and writes no file."""
        before = self.files()
        for store in (self.memory, self.directory):
            assert store.append(self.last).added == ()
        assert self.files() == before

    @rule(batch=BATCHES)
    def append_to_theirs(self, batch: list[Event]) -> None:
        """Somebody else fills a ledger of their own, partly with the same reports."""
        added = self.theirs.append(batch).added

        assert [event.id for event in added] == self.their_model.append(batch)

    @rule()
    def reopen(self) -> None:
        """Whoever opens the ledger anew finds the same."""
        self.directory = DirectoryStore(self.directory.path)
        self.memory = MemoryStore(self.memory.lines())

    # --- what people and git do to files --------------------------------------------------------

    @rule()
    def merge(self) -> None:
        """The files of another ledger are copied in."""
        for path in sorted(Path(self.theirs.path).rglob("*.jsonl")):
            shutil.copy(path, self.fresh())
        lines = [codec.write(event) for event in self.theirs.read().events]
        self.memory = MemoryStore([*self.memory.lines(), *lines])
        self.model.merge(self.their_model)

    @rule(random=RANDOM)
    def shuffle(self, random: Random) -> None:
        """Lines change their places within files."""
        lines = list(self.memory.lines())
        random.shuffle(lines)
        self.memory = MemoryStore(lines)
        for path in self.files():
            lines = path.read_bytes().splitlines()
            random.shuffle(lines)
            path.write_bytes(b"\n".join(lines))  # the last line end goes too

    @precondition(lambda self: self.files())
    @rule(random=RANDOM, deep=st.booleans())
    def rename(self, random: Random, *, deep: bool) -> None:
        """A file is moved."""
        random.choice(self.files()).rename(self.fresh(deep=deep))

    @precondition(lambda self: len(self.files()) > 1)
    @rule(random=RANDOM)
    def join(self, random: Random) -> None:
        """Two files become one."""
        one, two = random.sample(self.files(), 2)
        self.fresh().write_bytes(one.read_bytes().rstrip(b"\n") + b"\n" + two.read_bytes())
        one.unlink()
        two.unlink()

    @precondition(lambda self: self.files())
    @rule(random=RANDOM)
    def duplicate(self, random: Random) -> None:
        """A file, or a line, is there twice."""
        shutil.copy(random.choice(self.files()), self.fresh(deep=True))
        lines = self.memory.lines()
        self.memory = MemoryStore([*lines, random.choice(lines)])

    @rule(batch=BATCHES, damage=st.sampled_from(sorted(samples.DAMAGED)))
    def damage_and_mend(self, batch: list[Event], damage: str) -> None:
        """While a damaged line is there it is reported, and nothing else changes; appends go on."""
        line, code = samples.DAMAGED[damage]
        path = self.fresh()
        path.write_bytes(line)
        lines = self.memory.lines()
        self.memory = MemoryStore([line, *lines])
        self.append(batch, None)
        for store in (self.memory, self.directory):
            reading = store.read()
            errors = [problem for problem in reading.problems if problem.severity == ERROR]
            assert [problem.code for problem in errors] == [code]
            assert earliest(reading) == self.model.taken
        path.unlink()
        self.memory = MemoryStore(self.memory.lines()[1:])

    # --- what must hold -----------------------------------------------------------------------

    @invariant()
    def same_set(self) -> None:
        """Both stores hold what the model holds, and report nothing."""
        readings = self.memory.read(), self.directory.read()

        assert readings[0] == readings[1]
        assert earliest(readings[0]) == self.model.taken
        assert readings[0].problems == ()

    @rule(question=QUESTIONS)
    def same_picture(self, question: Question) -> None:
        """Every question has one answer, wherever the events come from."""
        expected = answer(self.model.state().picture(question))
        for store in (self.memory, self.directory):
            assert answer(State(store.read().events).picture(question)) == expected


TestStores = Stores.TestCase
# each step reads the disk, hence runs of half the usual length
TestStores.settings = settings(stateful_step_count=25)
