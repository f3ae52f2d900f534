"""Law 15: whatever is done to files, cache and processes, the picture through the cache is the plain fold.

A ledger in a folder is driven by everything that may happen to it: appends of this process and of
others, files that are edited, moved, deleted and merged, a cache that is deleted, cut short or
overwritten, processes that come and go. After each step both answer the same questions.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.stores import samples

from newsledger import codec
from newsledger.cache.keeping import Cache
from newsledger.cache.state import CachedState
from newsledger.config import Config
from newsledger.event import Event
from newsledger.live import Question
from newsledger.replay import State
from newsledger.stores.directory import DirectoryStore
from newsledger.testing import ledgers, picture_bytes, questions
from newsledger.values.when import When

RANDOM = st.randoms(use_true_random=False)
ANY = Question(at=When.parse("2025-03-16"))


class Machine(RuleBasedStateMachine):
    """Drives one ledger; several caches look at it, each that of a process of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = DirectoryStore.create(self.folder / "news", Config())
        self.root = self.store.path
        self.derived = self.store.derived
        self.told: list[str] = []
        self.caches = [self.opened(), self.opened()]
        self.pool: list[Event] = []
        self.asked: list[Question] = [ANY]
        self.step = 0
        self.number = 0

    def opened(self) -> CachedState:
        """The state as a new process has it."""
        return self.state_of(Cache(self.root, self.derived, tell=self.told.append))

    def state_of(self, cache: Cache) -> CachedState:
        """A state over a cache, which looks at the files when first asked."""
        cache.look_again()
        return CachedState(cache, lambda: self.store.read().events)

    def teardown(self) -> None:
        """Leaves nothing behind."""
        for state in self.caches:
            state._cache.close()
        shutil.rmtree(self.folder)

    @initialize(events=ledgers(max_events=12), data=st.data())
    def drawn(self, events: list[Event], data: st.DataObject) -> None:
        """What may be told in this ledger and asked of it: half of it is told at once."""
        self.pool = [*events, *samples.events()]
        self.asked = [data.draw(questions(self.pool)) for _ in range(8)]
        self.store.append(self.pool[: len(self.pool) // 2], slug="first")

    def files(self) -> list[Path]:
        """The files of the ledger."""
        return sorted(path for path in Path(self.root).rglob("*.jsonl"))

    def fresh(self) -> Path:
        """A path that no file has."""
        self.number += 1
        folder = Path(self.root, ("", "by hand", "by hand/deep")[self.number % 3])
        folder.mkdir(exist_ok=True, parents=True)
        return folder / f"{self.number}.jsonl"

    # --- the ledger ---------------------------------------------------------------------------

    @rule(random=RANDOM, many=st.integers(1, 4))
    def append(self, random: Random, many: int) -> None:
        """Somebody appends: late events, amendments of what is there or is not, aliases, grades."""
        self.store.append(random.sample(self.pool, min(many, len(self.pool))), slug="more")

    @rule(random=RANDOM)
    def merge(self, random: Random) -> None:
        """A pull brings lines, some of them taken in by others at other times."""
        events = random.sample(self.pool, min(3, len(self.pool)))
        moment = "2025-03-18T12:00:00Z"
        lines = [samples.line(event.raw, recorded=moment, by="others") for event in events if event.raw]
        self.fresh().write_bytes(b"".join(line + b"\n" for line in lines))

    @precondition(lambda self: self.files())
    @rule(random=RANDOM)
    def delete(self, random: Random) -> None:
        """A file is deleted."""
        random.choice(self.files()).unlink()

    @precondition(lambda self: self.files())
    @rule(random=RANDOM)
    def move(self, random: Random) -> None:
        """A file is moved."""
        random.choice(self.files()).rename(self.fresh())

    @precondition(lambda self: self.files())
    @rule(random=RANDOM, again=st.booleans())
    def edit(self, random: Random, *, again: bool) -> None:
        """Lines of a file change their places, go, or come twice: in place, or beside and renamed."""
        path = random.choice(self.files())
        lines = path.read_bytes().splitlines()
        random.shuffle(lines)
        lines = lines[1:] if random.random() < 0.3 else lines + lines[:1]
        content = b"\n".join(lines) + b"\n"
        if again:
            path.write_bytes(content)
        else:
            aside = path.with_suffix(".part")
            aside.write_bytes(content)
            aside.replace(path)

    @precondition(lambda self: self.files())
    @rule(random=RANDOM)
    def redact(self, random: Random) -> None:
        """The words of an event go from one of the files, declared or not."""
        path = random.choice(self.files())
        lines = path.read_bytes().splitlines()
        events = [event for line in lines if (event := codec.read(line).event) is not None]
        if events:
            gone = random.choice(events)
            path.write_bytes(b"".join(codec.write(e.without_words() if e is gone else e) + b"\n" for e in events))

    @rule(random=RANDOM)
    def damage(self, random: Random) -> None:
        """A line comes that gives no event, or one of the future."""
        lines = [*(line for line, _ in samples.DAMAGED.values() if len(line) < 1_000), samples.UNKNOWN_KIND, b""]
        self.fresh().write_bytes(random.choice(lines) + b"\n" + codec.write(random.choice(self.pool)))

    # --- the cache ------------------------------------------------------------------------------

    @rule()
    def delete_cache(self) -> None:
        """Somebody deletes all that is derived."""
        shutil.rmtree(self.derived, ignore_errors=True)

    @rule(share=st.floats(0, 1))
    def cut_cache(self, share: float) -> None:
        """A crash leaves half a cache."""
        path = Path(self.derived, "cache.sqlite")
        if path.exists():
            path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])

    @rule(at=st.floats(0, 1), garbage=st.binary(min_size=1, max_size=4096))
    def overwrite_cache(self, at: float, garbage: bytes) -> None:
        """A stretch of the cache is overwritten, in place."""
        path = Path(self.derived, "cache.sqlite")
        if path.exists():
            content = bytearray(path.read_bytes())
            start = int(at * len(content))
            content[start : start + len(garbage)] = garbage
            path.write_bytes(content)

    @rule(which=st.integers(0, 1))
    def reopen(self, which: int) -> None:
        """A process ends, and another begins."""
        self.caches[which]._cache.close()
        self.caches[which] = self.opened()

    # --- what must hold -------------------------------------------------------------------------

    @invariant()
    def same_pictures(self) -> None:
        """Every question has one answer, and the same is wrong with the lines."""
        self.step += 1
        which = self.step % len(self.caches)
        state = self.caches[which] = self.state_of(self.caches[which]._cache)
        reading = self.store.read()
        plain = State(reading.events)
        stories = [None, *sorted(plain.stories())]
        assert state.problems() == reading.problems
        for at in range(3):
            question = _about(self.asked[(self.step + at) % len(self.asked)], stories[(self.step + at) % len(stories)])
            assert picture_bytes(state.picture(question)) == picture_bytes(plain.picture(question)), question

    @rule()
    def same_state(self) -> None:
        """Whatever else a state tells is the same too."""
        state = self.caches[0] = self.state_of(self.caches[0]._cache)
        plain = State(self.store.read().events)
        assert state.stories() == plain.stories()
        assert state.first_recorded == plain.first_recorded
        assert [state.get(one) for one in plain.ids()] == [plain.get(one) for one in plain.ids()]


def _about(question: Question, story: str | None) -> Question:
    return Question(
        at=question.at, public=question.public, known=question.known, zone=question.zone, story=story
    )  # fmt: skip


TestMachine = Machine.TestCase
# each step reads the disk and asks three questions, hence runs of a third of the usual length
TestMachine.settings = settings(stateful_step_count=16)
