"""Law 15 in one machine: every store, every tier and every state of the cache is the plain fold, crashes included.

Stores: in memory, a folder, a SQLite file. Tiers: events read whole, one by one (`stream`), by fields (`scan`), and
chosen by the cache. Processes die while they append and while they build the cache or bring it up to date.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import attrs
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.stores import samples

from benchmarks.faults.calls import WHEN, Dying, watched
from benchmarks.faults.misleading import HARMS
from newsledger import codec
from newsledger.cache.keeping import Cache
from newsledger.codec.narrow import of_event
from newsledger.config import Config
from newsledger.converting import convert
from newsledger.event import Event, say
from newsledger.kinds.redaction import Redaction
from newsledger.ledger import Ledger
from newsledger.live import Question
from newsledger.replay import State
from newsledger.stores.directory import DirectoryStore
from newsledger.stores.memory import MemoryStore
from newsledger.stores.sqlite import SqliteStore
from newsledger.testing import ledgers, picture_bytes, questions
from newsledger.values.when import When

RANDOM = st.randoms(use_true_random=False)
FIELDS = ("id", "recorded", "by", "kind", "said.source")
CALLS, BYTES = 80, 200_000
"""The last call of Python to the system, and about the last byte of a file, at which a process dies."""


class Tiers(RuleBasedStateMachine):
    """One set of events in three stores; what each gives is held against that of the first, folded plainly."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.memory = MemoryStore()
        self.directory = DirectoryStore.create(self.folder / "news", Config())
        self.sqlite = SqliteStore.create(self.folder / "news.db", Config())
        self.cached: Ledger | None = None
        self.pool: list[Event] = []
        self.asked = [Question(at=When.parse("2025-03-16"))]
        self.step = self.number = 0
        self.before: dict[str, bytes] = {}

    def teardown(self) -> None:
        """Leaves nothing behind."""
        self.let_go()
        self.sqlite.close()
        shutil.rmtree(self.folder)

    @initialize(events=ledgers(max_events=10), data=st.data())
    def drawn(self, events: list[Event], data: st.DataObject) -> None:
        """What may be told and asked: half of it is told at once."""
        self.pool = [*events, *samples.events()]
        self.asked = [data.draw(questions(self.pool)) for _ in range(6)]
        self.append_all(self.pool[: len(self.pool) // 2])

    def stores(self) -> Iterator[MemoryStore | DirectoryStore | SqliteStore]:
        """All three."""
        yield from (self.memory, self.directory, self.sqlite)

    def append_all(self, batch: list[Event]) -> None:
        """Appends to each store; all add the same."""
        done = [store.append(batch, slug="more") for store in self.stores()]
        assert len({tuple(event.id for event in one.added) for one in done}) == 1

    def let_go(self) -> None:
        """Ends the process that asks through the cache."""
        if self.cached is not None and self.cached._cache is not None:
            self.cached._cache.close()
        self.cached = None

    @property
    def cache(self) -> Path:
        """The file of the cache."""
        return Path(self.directory.derived, "cache.sqlite")

    # --- what people do -----------------------------------------------------------------------

    @rule(random=RANDOM, many=st.integers(1, 4))
    def append(self, random: Random, many: int) -> None:
        """Late events, amendments of what is there or is not, aliases, grades."""
        self.append_all(random.sample(self.pool, min(many, len(self.pool))))

    @rule(random=RANDOM)
    def merge(self, random: Random) -> None:
        """Events come that others took in, at other times."""
        events = [one for one in random.sample(self.pool, min(3, len(self.pool))) if one.raw]
        taken = [attrs.evolve(one, recorded="2025-03-18T12:00:00Z", by="others") for one in events]
        lines = [codec.write(one) for one in taken]
        self.number += 1
        Path(self.directory.path, f"pull-{self.number}.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
        self.memory = MemoryStore([*self.memory.lines(), *lines])
        self.sqlite.fill(taken)

    @precondition(lambda self: self.memory.read().events)
    @rule(random=RANDOM)
    def redact(self, random: Random) -> None:
        """The words of an event have to go, and go."""
        gone = random.choice([one for one in self.memory.read().events if one.said.kind != "redaction"] or self.pool)
        said = say(Redaction(gone.id, reason="a minor", authority="desk"))
        self.append_all([codec.stamp(said, recorded=samples.RECORDED[2], by="desk")])
        for store in self.stores():
            store.redact([gone.id])

    @rule()
    def convert(self) -> None:
        """The folder is made of the database, and the database of the folder that was."""
        self.let_go()
        folder, database = self.folder / f"news-{self.step}", self.folder / f"news-{self.step}.db"
        convert(self.sqlite.path, str(folder))
        convert(self.directory.path, str(database))
        self.sqlite.close()
        self.directory, self.sqlite = DirectoryStore(folder), SqliteStore(database)

    @rule()
    def reopen(self) -> None:
        """All processes end, and others begin."""
        self.let_go()
        self.sqlite.close()
        self.directory, self.sqlite = DirectoryStore(self.directory.path), SqliteStore(self.sqlite.path)
        self.memory = MemoryStore(self.memory.lines())

    # --- crashes ------------------------------------------------------------------------------

    @rule(random=RANDOM, at=st.integers(1, CALLS), when=st.sampled_from(WHEN), limit=st.integers(1, BYTES))
    def die_appending(self, random: Random, at: int, when: str, limit: int) -> None:
        """A process dies while it appends: the batch is there whole or not at all, and is appended again."""
        batch = random.sample(self.pool, min(3, len(self.pool)))
        there = {one.id for one in self.memory.read().events}
        self.sqlite.close()
        dies(lambda: DirectoryStore(self.directory.path).append(batch), at=at, when=when)
        dies(lambda: SqliteStore(self.sqlite.path).append(batch), limit=limit)
        new = {one.id for one in batch} - there
        for store in (DirectoryStore(self.directory.path), SqliteStore(self.sqlite.path)):
            assert {one.id for one in store.read().events} - there in (set(), new)
            store.append(batch)
        self.memory.append(batch)

    @rule(at=st.integers(1, CALLS), when=st.sampled_from(WHEN), random=RANDOM)
    def die_asking(self, at: int, when: str, random: Random) -> None:
        """A process dies at a call to the system while it builds the cache, brings it up to date or asks."""
        self.append_all(random.sample(self.pool, 1))
        dies(lambda: self.through().replay("2025-03-16").beliefs, at=at, when=when)

    @rule(share=st.floats(0, 1.2), random=RANDOM, spoil=st.sampled_from(["", "delete", "cut"]), anew=st.booleans())
    def die_amid_a_write(self, share: float, random: Random, spoil: str, *, anew: bool) -> None:
        """A process dies amid a write of the cache or of its journal; somebody may spoil what is left of that."""
        size = self.cache.stat().st_size if self.cache.exists() else BYTES
        if anew:
            self.cache.unlink(missing_ok=True)
        self.append_all(random.sample(self.pool, 1))
        dies(lambda: self.through().replay("2025-03-16").beliefs, limit=1 + int(share * size))
        journal = Path(f"{self.cache}-journal")
        if journal.exists() and spoil:
            raw = journal.read_bytes()
            journal.unlink() if spoil == "delete" else journal.write_bytes(raw[: random.randrange(len(raw) + 1)])

    # --- the cache ------------------------------------------------------------------------------

    @precondition(lambda self: self.cache.exists())
    @rule(random=RANDOM, what=st.sampled_from(sorted(HARMS)))
    def damage_cache(self, random: Random, what: str) -> None:
        """The cache is damaged where it stands; a process that has it open lets go of it."""
        self.let_go()
        raw = self.cache.read_bytes()
        if len(raw) < 3 * 4096:
            return
        now, before = {"": raw}, {"": self.before.get("", raw).ljust(len(raw), b"\0")}
        for end, content in HARMS[what](now, before, random).items():
            Path(f"{self.cache}{end}").write_bytes(content)
        self.before = now

    @rule()
    def delete_cache(self) -> None:
        """Somebody deletes it, and leaves what stands beside it."""
        self.cache.unlink(missing_ok=True)

    def through(self) -> Ledger:
        """The ledger in the folder as a process has it that asks through the cache."""
        store = self.directory
        return Ledger(store, cache=lambda: Cache(store.path, store.derived))

    # --- what must hold -------------------------------------------------------------------------

    @invariant()
    def one_answer(self) -> None:
        """Whatever is asked, of whichever store, in whichever way."""
        self.step += 1
        plain = State(self.memory.read().events)
        stories = [None, *sorted(plain.stories())]
        question = attrs.evolve(self.asked[self.step % len(self.asked)], story=stories[self.step % len(stories)])
        expected = picture_bytes(plain.picture(question))
        scanned = sorted(repr(of_event(event, FIELDS)) for event in plain.events())
        for store in self.stores():
            assert picture_bytes(State(store.read().events).picture(question)) == expected
            stream = Ledger(store).stream()
            assert picture_bytes(State(stream).picture(question)) == expected
            assert sorted(map(repr, Ledger(store).scan(*FIELDS))) == scanned
        self.cached = self.cached or self.through()
        self.cached.refresh()
        assert self.cached.problems == self.directory.read().problems
        assert picture_bytes(self.cached.state().picture(question)) == expected
        assert self.cached.state().first_recorded == plain.first_recorded


def dies(work: Callable[[], object], *, at: int = 0, when: str = "before", limit: int = 0) -> None:
    """Works in a process of its own, which dies at a call to the system, or when a file grows beyond a byte."""
    process = os.fork()
    if process == 0:
        try:
            if limit:
                import resource  # Windows has none

                signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
                work()
            else:
                with watched(Dying(at, when)):
                    work()
        finally:
            os._exit(0)
    os.waitpid(process, 0)


TestTiers = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked to die")(Tiers.TestCase)
# each step forks, reads three ledgers in three ways and asks, hence short runs
TestTiers.settings = settings(stateful_step_count=12)
