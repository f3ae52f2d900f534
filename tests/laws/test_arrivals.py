"""Whoever follows a ledger gets every event exactly once, in the order of arrival, whatever happens meanwhile.

Of the laws: catch-up (prefix plus rest equals all), and equivalence of the stores.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.stores import samples

from newsledger import codec
from newsledger.config import Config
from newsledger.errors import InvalidInput, LedgerMoved
from newsledger.event import Event
from newsledger.stores import Store
from newsledger.stores.directory import DirectoryStore
from newsledger.stores.memory import MemoryStore
from newsledger.stores.sqlite import SqliteStore

NUMBERS = st.integers(0, len(samples.saids()) - 1)
EVENTS = st.builds(samples.event, NUMBERS, recorded=st.integers(0, 2), by=st.integers(0, 2))
BATCHES = st.lists(EVENTS, max_size=5)
CONSUMERS = 3
WRITERS, TURNS, ROUNDS = 3, 12, 3


@attrs.define
class Consumer:
    """Somebody who keeps a position, and what was dealt with."""

    position: str | None = None
    seen: list[str] = attrs.field(factory=list)

    def take(self, store: Store, most: int | None = None) -> None:
        """Deals with what arrived, or with some of it."""
        arrived = store.since(self.position)
        entries = arrived.entries[:most]
        self.seen += [arrival.event.id for arrival in entries]
        whole = len(entries) == len(arrived.entries)
        self.position = arrived.position if whole else entries[-1].position if entries else self.position


class Following(RuleBasedStateMachine):
    """Several who follow one store, some of them late, while it is written to in every way."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store: Any = self.made()
        self.prompt = Consumer()
        self.others = [Consumer() for _ in range(CONSUMERS)]
        self.turn = 0

    def made(self) -> Store:
        """An empty store."""
        return MemoryStore()

    def teardown(self) -> None:
        """Leaves nothing behind."""
        shutil.rmtree(self.folder)

    def name(self) -> str:
        """A name that was not given yet."""
        self.turn += 1
        return f"by-hand-{self.turn}.jsonl"

    # --- what is done -------------------------------------------------------------------------

    @rule(batch=BATCHES)
    def append(self, batch: list[Event]) -> None:
        """Somebody appends."""
        self.store.append(batch)

    @rule(batch=BATCHES, lag=st.booleans())
    def append_after(self, batch: list[Event], *, lag: bool) -> None:
        """Somebody appends who wants nobody to have come between: it works if and only if nobody did."""
        position = self.others[0].position if lag else self.store.position()
        if position is None:
            return
        behind = bool(self.store.since(position).entries) or self.store.position() != position
        before = self.store.read()
        if behind:
            with pytest.raises(LedgerMoved):
                self.store.append(batch, after=position)
            assert self.store.read() == before
        else:
            done = self.store.append(batch, after=position)
            assert done.position == self.store.position()
            assert [one.event for one in self.store.since(position)] == list(done.added)

    @rule(who=st.integers(0, CONSUMERS - 1), most=st.none() | st.integers(0, 3))
    def take(self, who: int, most: int | None) -> None:
        """Somebody who follows catches up, or begins to."""
        self.others[who].take(self.store, most)

    # --- what has to hold -----------------------------------------------------------------------

    @invariant()
    def prompt_has_all(self) -> None:
        """Who looks after each step has seen what the store holds, each event once."""
        self.prompt.take(self.store)
        assert sorted(self.prompt.seen) == sorted({event.id for event in self.store.read().events})

    @invariant()
    def others_have_a_beginning(self) -> None:
        """Who looks now and then has seen the same in the same order, up to where they are."""
        for one in self.others:
            assert one.seen == self.prompt.seen[: len(one.seen)]

    @invariant()
    def the_rest_is_all(self) -> None:
        """What one has seen and what is left are all, in the order of arrival."""
        for one in self.others:
            rest = [arrival.event.id for arrival in self.store.since(one.position)]
            assert one.seen + rest == self.prompt.seen


class FollowingFiles(Following):
    """The same in a folder, into which others put files, move and edit them, and where what is derived goes."""

    def made(self) -> Store:
        """A ledger in a folder."""
        return DirectoryStore.create(self.folder / "ledger", Config())

    def files(self) -> list[Path]:
        """The files of events."""
        return sorted(path for path in Path(self.store.path).rglob("*.jsonl") if ".newsledger" not in path.parts)

    @rule(batch=BATCHES)
    def pull(self, batch: list[Event]) -> None:
        """A file comes from elsewhere, with events that may be here already, taken in by somebody else."""
        lines = [codec.write(event) for event in batch]
        Path(self.store.path, self.name()).write_bytes(b"".join(line + b"\n" for line in lines))

    @precondition(lambda self: self.files())
    @rule(pick=st.randoms(use_true_random=False))
    def move(self, pick: random.Random) -> None:
        """Somebody moves a file to another folder."""
        target = Path(self.store.path, "elsewhere", self.name())
        target.parent.mkdir(exist_ok=True)
        pick.choice(self.files()).rename(target)

    @precondition(lambda self: self.files())
    @rule(pick=st.randoms(use_true_random=False))
    def edit(self, pick: random.Random) -> None:
        """Somebody turns the lines of a file around, and writes who took them in."""
        path = pick.choice(self.files())
        lines = path.read_bytes().splitlines()
        path.write_bytes(b"".join(line.replace(b'"by":"desk"', b'"by":"anne"') + b"\n" for line in reversed(lines)))

    @rule()
    def pack(self) -> None:
        """Small files become one."""
        self.store.pack("2030-01")

    @rule()
    def open_again(self) -> None:
        """Another process goes on."""
        self.store = DirectoryStore(self.store.path)

    @rule()
    def forget_ids(self) -> None:
        """The index of known ids goes, which is another one."""
        for path in Path(self.store.path, ".newsledger").glob("known*"):
            path.unlink()

    @rule()
    def break_off(self) -> None:
        """A process dies while it writes the order of arrival."""
        with Path(self.store.path, ".newsledger", "arrivals").open("ab") as stream:
            stream.write(b"\n0badcafe 17 4")

    @rule()
    def forget_order(self) -> None:
        """The order of arrival goes: every position is refused, and all begin anew."""
        shutil.rmtree(Path(self.store.path, ".newsledger"))
        for one in (self.prompt, *self.others):
            if one.position is not None:
                with pytest.raises(InvalidInput, match="foreign-position"):
                    self.store.since(one.position)
        self.prompt = Consumer()
        self.others = [Consumer() for _ in range(CONSUMERS)]


class FollowingDatabase(Following):
    """The same in a SQLite file, to which others add rows by hand."""

    def made(self) -> Store:
        """A ledger in a file."""
        return SqliteStore.create(self.folder / "ledger.db", Config())

    @rule(batch=BATCHES)
    def insert(self, batch: list[Event]) -> None:
        """Somebody adds lines by other means, with events that may be there already."""
        with contextlib.closing(sqlite3.connect(self.store.path)) as database, database:
            lines = [(codec.write(event),) for event in batch]
            database.executemany("INSERT INTO events (line) VALUES (?)", lines)

    @rule()
    def open_again(self) -> None:
        """Another process goes on."""
        self.store = SqliteStore(self.store.path)


FEW = settings(stateful_step_count=15, max_examples=25)

TestMemory = Following.TestCase
TestMemory.settings = FEW
TestFiles = FollowingFiles.TestCase
TestFiles.settings = FEW
TestDatabase = FollowingDatabase.TestCase
TestDatabase.settings = FEW


# --- order --------------------------------------------------------------------------------------

MAKERS: dict[str, Callable[[Path], Any]] = {
    "memory": lambda _: MemoryStore(),
    "directory": lambda folder: DirectoryStore.create(folder / "ledger", Config()),
    "sqlite": lambda folder: SqliteStore.create(folder / "ledger.db", Config()),
}
ON_DISK: dict[str, Any] = {"directory": DirectoryStore, "sqlite": SqliteStore}


@pytest.mark.parametrize("name", MAKERS)
def test_appends_arrive_in_their_order(name: str, tmp_path: Path) -> None:
    """Who asks for the first time gets what was appended in the order of appending, whenever it was recorded."""
    store = MAKERS[name](tmp_path)
    numbers = [5, 2, 9, 0, 7, 1]
    for number in numbers:
        store.append([samples.event(number, recorded=number % 3)])
    store.append([samples.event(8), samples.event(3)])

    assert [arrival.event for arrival in store.since()] == [
        *(samples.event(number, recorded=number % 3) for number in numbers),
        samples.event(8),
        samples.event(3),
    ]


@pytest.mark.parametrize("name", MAKERS)
def test_every_position_goes_on_where_it_stands(name: str, tmp_path: Path) -> None:
    """From each position what came behind it follows, and nothing else."""
    store = MAKERS[name](tmp_path)
    start = store.position()
    for event in samples.events():
        store.append([event])
    arrived = store.since()
    ids = [arrival.event.id for arrival in arrived]

    assert ids == [event.id for event in samples.events()]
    assert [arrival.event.id for arrival in store.since(start)] == ids
    for number, arrival in enumerate(arrived, start=1):
        assert [one.event.id for one in store.since(arrival.position)] == ids[number:]
    assert store.since(arrived.position).entries == ()
    assert store.position() == arrived.position == arrived.entries[-1].position


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize(
    "told", ["", "x", "12", "0badcafe-1", "0badcafe--1-0badcafe", "0BADCAFE-1-0badcafe", "9" * 5000]
)
def test_what_is_no_position_is_refused(name: str, told: str, tmp_path: Path) -> None:
    """Words that are no position are told back, with what one looks like; nothing is written."""
    store = MAKERS[name](tmp_path)
    for call in (store.since, lambda position: store.append([samples.event(0)], after=position)):
        with pytest.raises(InvalidInput, match=r"bad-position\]: .* is no position: one looks like"):
            call(told)
    assert store.read().events == ()


@pytest.mark.parametrize("name", MAKERS)
def test_a_position_of_another_copy_is_refused(name: str, tmp_path: Path) -> None:
    """Two ledgers with the same events have orders of their own."""
    one, other = (MAKERS[name](tmp_path / folder) for folder in ("one", "other"))
    for store in (one, other):
        store.append(samples.events())

    with pytest.raises(InvalidInput, match="foreign-position"):
        one.since(other.position())


@pytest.mark.parametrize("name", MAKERS)
def test_a_position_beyond_the_end_is_refused(name: str, tmp_path: Path) -> None:
    """A position that this copy never gave is no way to skip what comes."""
    store = MAKERS[name](tmp_path)
    store.append([samples.event(0)])
    copy, _, hashed = store.position().split("-")
    for forged in (f"{copy}-2-{hashed}", f"{copy}-0-{hashed}", f"{copy}-1-00000000"):
        with pytest.raises(InvalidInput, match="lost-position"):
            store.since(forged)


@pytest.mark.parametrize("name", ON_DISK)
def test_copies_that_went_apart_tell_their_positions_apart(name: str, tmp_path: Path) -> None:
    """A copy made by hand goes on from positions of before; those given since belong to one of the two."""
    store = MAKERS[name](tmp_path)
    store.append(samples.events()[:3])
    before = store.position()
    if name == "directory":
        shutil.copytree(store.path, tmp_path / "copy")
    else:
        store.close()
        shutil.copy(store.path, tmp_path / "copy")
    copy = ON_DISK[name](tmp_path / "copy")
    store.append([samples.event(4)])
    copy.append([samples.event(5)])
    for one in (store, copy):
        one.append([samples.event(6)])

    assert [arrival.event for arrival in copy.since(before)] == [samples.event(5), samples.event(6)]
    with pytest.raises(InvalidInput, match="lost-position"):
        copy.since(store.position())


# --- processes ----------------------------------------------------------------------------------


def write_many(name: str, path: str, number: int, told: str) -> None:
    """What each of several processes does until it is killed: appends, and tells in a file what was acknowledged."""
    store = ON_DISK[name](path, wait=60)
    done = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for turn in range(TURNS):
        said = attrs.evolve(samples.saids()[0], url=f"https://news.example/{number}/{turn}")
        event = codec.stamp(said, recorded=samples.RECORDED[0], by=f"process {number}")
        store.append([event])
        os.write(done, f"{event.id}\n".encode())


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such signal here")
@pytest.mark.parametrize("name", ON_DISK)
def test_who_follows_misses_nothing_while_writers_are_killed(name: str, tmp_path: Path) -> None:
    """Whatever was acknowledged arrives, each event once, though writers are killed at any moment."""
    store = MAKERS[name](tmp_path)
    context = multiprocessing.get_context("spawn")
    consumer, chance = Consumer(), random.Random(7)  # noqa: S311  when somebody dies is no secret
    told = tmp_path / "told"
    told.mkdir()
    for turn in range(ROUNDS):
        numbers = range(turn * WRITERS, (turn + 1) * WRITERS)
        calls = [(name, str(store.path), number, str(told / str(number))) for number in numbers]
        writers = [context.Process(target=write_many, args=call) for call in calls]
        for writer in writers:
            writer.start()
        while not (told / str(numbers[0])).exists() and writers[0].is_alive():
            time.sleep(0.01)
        time.sleep(chance.random() * 0.05)
        assert writers[0].pid is not None
        os.kill(writers[0].pid, signal.SIGKILL)
        while any(writer.is_alive() for writer in writers[1:]):
            consumer.take(store, most=3)
        for writer in writers:
            writer.join()
    acknowledged = {line for path in told.iterdir() for line in path.read_text().splitlines()}
    consumer.take(ON_DISK[name](store.path))

    assert len(consumer.seen) == len(set(consumer.seen))
    assert len(acknowledged) >= ROUNDS * (WRITERS - 1) * TURNS
    assert acknowledged <= set(consumer.seen)
    assert set(consumer.seen) == {event.id for event in store.read().events}
    assert store.read().problems == ()
