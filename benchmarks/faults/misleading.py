"""The derived cache damaged on purpose, in every range of its bytes: no answer may come out otherwise.

It is damaged where it stands, in a ledger whose files are left alone, so that it is read and not merely thrown away.
Sometimes a file comes or goes before the next question: then what is damaged is brought up to date first.
"""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs

from benchmarks.faults.cached import EACH, Answers, Asked, answers, asked, drawn, let_go, made, plainly, settle, through
from newsledger import codec
from newsledger.event import Event
from newsledger.stores.directory import DirectoryStore

PAGE = 4_096
"""Bytes of a page of SQLite."""

FRESH = 100
"""So many times the cache of one ledger is damaged before a new ledger is made."""

COMES = 0.3
"""In so many tries a file has come before the next question."""

KEPT_UP = 12
"""So many events come one by one after the cache was made."""

BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite keeps beside a file."""

Files = dict[str, bytes]
"""The cache and what stands beside it, by the end of the name."""

Harm = Callable[[Files, Files, random.Random], Files]
"""What becomes of it, given how it stood before the last change too."""


@attrs.frozen(kw_only=True)
class Misled:
    """One cache that was damaged: how, whether it had to be kept up then, whether it was seen, and what was wrong."""

    what: str
    comes: bool
    told: bool
    wrong: tuple[str, ...] = ()


# --- harm -------------------------------------------------------------------------------------


def flip(now: Files, _: Files, chance: random.Random) -> Files:
    """One bit is another."""
    raw = bytearray(now[""])
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    return {"": bytes(raw)}


def flips(now: Files, _: Files, chance: random.Random) -> Files:
    """A few bits are others, anywhere."""
    raw = bytearray(now[""])
    for at in chance.choices(range(len(raw)), k=chance.randint(2, 40)):
        raw[at] ^= 1 << chance.randrange(8)
    return {"": bytes(raw)}


def other_bytes(now: Files, _: Files, chance: random.Random) -> Files:
    """A stretch of it is other bytes."""
    return _stretch(now, chance, chance.randbytes)


def zeros(now: Files, _: Files, chance: random.Random) -> Files:
    """A stretch of it is zero."""
    return _stretch(now, chance, bytes)


def cut_off(now: Files, _: Files, chance: random.Random) -> Files:
    """It ends at any byte."""
    return {"": now[""][: chance.randrange(len(now[""]))]}


def cut_out(now: Files, _: Files, chance: random.Random) -> Files:
    """A stretch of it is missing, and what follows has moved up."""
    one, other = _range(now[""], chance)
    return {"": now[""][:one] + now[""][other:]}


def doubled(now: Files, _: Files, chance: random.Random) -> Files:
    """A stretch of it, or all, is there twice."""
    one, other = _range(now[""], chance) if chance.random() < 0.8 else (0, len(now[""]))  # noqa: PLR2004  one in five hits the whole page
    return {"": now[""][:other] + now[""][one:]}


def swapped(now: Files, _: Files, chance: random.Random) -> Files:
    """Two pages of SQLite stand in each other's place."""
    raw = bytearray(now[""])
    one, other = (at * PAGE for at in chance.sample(range(len(raw) // PAGE), 2))
    raw[one : one + PAGE], raw[other : other + PAGE] = raw[other : other + PAGE], raw[one : one + PAGE]
    return {"": bytes(raw)}


def lost_writes(now: Files, before: Files, chance: random.Random) -> Files:
    """Some pages are as they were before the last change: the disk, or a rolled-back crash, kept the old ones."""
    raw = bytearray(now[""])
    differ = [at for at in range(0, len(raw), PAGE) if raw[at : at + PAGE] != before[""][at : at + PAGE]]
    some = chance.choice([1, 2, chance.randrange(1, len(differ) + 1)]) if differ else 0
    for at in chance.sample(differ, min(some, len(differ))):
        raw[at : at + PAGE] = before[""][at : at + PAGE].ljust(PAGE, b"\0")
    return {"": bytes(raw)}


def emptied(_: Files, __: Files, ___: random.Random) -> Files:
    """Nothing is left in it."""
    return {"": b""}


def other_file(_: Files, __: Files, chance: random.Random) -> Files:
    """It is another file altogether."""
    return {"": chance.choice([b"not a database at all\n" * 9, b"SQLite format 3\0" + chance.randbytes(9_000)])}


def beside(now: Files, before: Files, chance: random.Random) -> Files:
    """A file of any content stands beside it, as a journal, a log or an index of one."""
    content = [chance.randbytes(chance.randrange(1, 9_000)), bytes(5_000), now[""], before[""], b""]
    return {"": now[""], chance.choice(BESIDE): chance.choice(content)}


def with_log(now: Files, before: Files, chance: random.Random) -> Files:
    """It says that it keeps a log, as some other program made it, and any such log is there."""
    raw = bytearray(now[""])
    raw[18:20] = b"\2\2"
    return {"": bytes(raw), "-wal": chance.choice([before[""], chance.randbytes(4_000), b""])}


HARMS: dict[str, Harm] = {
    "a bit flipped": flip, "bits flipped": flips, "a stretch of other bytes": other_bytes, "a stretch of zeros": zeros,
    "cut off at any byte": cut_off, "a stretch cut out": cut_out, "doubled": doubled, "two pages swapped": swapped,
    "pages of an earlier state": lost_writes, "emptied": emptied, "another file": other_file,
    "a journal or log of any content beside": beside, "turned into one with a log": with_log,
}  # fmt: skip


def _range(raw: bytes, chance: random.Random) -> tuple[int, int]:
    """A stretch of bytes: often a few, otherwise any."""
    start = chance.randrange(len(raw))
    return start, min(len(raw), start + chance.choice([1, 4, 64, PAGE, chance.randrange(1, len(raw) + 1)]))


def _stretch(now: Files, chance: random.Random, fill: Callable[[int], bytes]) -> Files:
    one, other = _range(now[""], chance)
    return {"": now[""][:one] + fill(other - one) + now[""][other:]}


# --- damaging ---------------------------------------------------------------------------------


def of_cache(folder: Path, chance: random.Random, many: int, *, each: int = EACH) -> Iterator[Misled]:
    """Damages the cache of a ledger, so often, each way in its turn."""
    ways = list(HARMS)
    for number in range(many):
        if number % FRESH == 0:
            bench = _Bench(folder / f"cached-{number}", chance, each)
        yield bench.tried(ways[number % len(ways)], chance)


class _Bench:
    """A ledger with its cache, as it is and as it was before the last file came; what is asked, and what is true."""

    def __init__(self, place: Path, chance: random.Random, each: int) -> None:
        events = drawn(chance, each=each)
        self._late = events[-chance.randint(4, 12) :]
        events = events[: -len(self._late)]
        self._store = made(place, events[:-KEPT_UP])
        self._what = asked(events, chance)
        self._asked()
        for one in events[-KEPT_UP:]:  # one after the other, so that the last change moves few pages
            self._before = self._files()
            self._store.append([one], slug="more")
            self._asked()
        settle()
        self._asked()
        self._now = self._files()
        self._true = answers(plainly(self._store), self._what)

    def tried(self, what: str, chance: random.Random) -> Misled:
        """Damages the cache, asks, and puts everything back."""
        self._put(HARMS[what](self._now, self._before, chance))
        comes = chance.random() < COMES
        late = _come(self._store, self._late) if comes else None
        true = answers(plainly(self._store), self._what) if comes else self._true
        told: list[str] = []
        wrong = tuple(_misled(self._store, self._what, true, told))
        if late is not None:
            late.unlink()
        self._put(self._now)
        return Misled(what=what, comes=comes, told=bool(told), wrong=wrong)

    def _asked(self) -> None:
        ledger = through(self._store, lambda _: None)
        answers(ledger, self._what)
        let_go([ledger])

    def _path(self, end: str = "") -> Path:
        return Path(self._store.derived, f"cache.sqlite{end}")

    def _files(self) -> Files:
        return {end: self._path(end).read_bytes() for end in ("", *BESIDE) if self._path(end).exists()}

    def _put(self, files: Files) -> None:
        for end in ("", *BESIDE):
            if end in files:
                self._path(end).write_bytes(files[end])
            else:
                self._path(end).unlink(missing_ok=True)


def _come(store: DirectoryStore, events: list[Event]) -> Path:
    """A file comes, as from a pull."""
    path = Path(store.path, "late.jsonl")
    path.write_bytes(b"".join(codec.write(event) + b"\n" for event in events))
    return path


def _misled(store: DirectoryStore, what: Asked, true: Answers, told: list[str]) -> Iterator[str]:
    """What is wrong with the answers of a process that finds the cache so, and of the next one."""
    for who in ("the first to ask", "the next"):
        ledger = through(store, told.append)
        try:
            found = answers(ledger, what)
        except Exception as error:  # noqa: BLE001  that is what is looked for
            yield f"{who} meets {type(error).__name__}: {error}"
            return
        finally:
            with contextlib.suppress(Exception):
                let_go([ledger])
        if found != true:
            differ = [at for at, (one, other) in enumerate(zip(found, true, strict=True)) if one != other]
            yield f"{who} is told otherwise in {len(differ)} of {len(true)} answers"
            return
