"""Processes that build the derived cache, bring it up to date and ask through it die at random points, together.

After each round the answers have to be those of the plain fold, and while nobody appended between two looks at the
files those of each process have to be as well. A process dies in one of three ways: from outside after a random
time; at a random call of Python to the system; or at the byte to which its files may grow (`SIGXFSZ`), which strikes
SQLite amid its own writes, journal and pages alike, and leaves a torn one.
"""

from __future__ import annotations

import contextlib
import errno
import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn
from unittest import mock

import attrs

from benchmarks.faults.cached import Answers, Asked, answers, asked, drawn, let_go, made, plainly, through
from benchmarks.faults.calls import WHEN, Dying, Failing, watched
from benchmarks.faults.misleading import BESIDE
from newsledger.errors import NewsledgerError
from newsledger.event import Event
from newsledger.stores.directory import DirectoryStore

ASKERS = 3
"""So many processes ask at once; beside them one appends."""

ASKS = 4
EACH, QUESTIONS = 160, 2
"""A smaller ledger and fewer questions than where nobody dies: most of the time goes into processes."""

LEDGER = 20
"""So many rounds are done on one ledger before a new one is made."""

LATEST = 0.25
CALLS = 150
"""Seconds after which, and calls to the system at which, a process is dead at the latest."""

ANEW = 0.35
"""In so many rounds the cache was deleted before, and everybody builds one."""

SPOILT = 0.5
"""In so many rounds what is left beside the cache is spoilt before the next question."""

ROOM = 9_000
"""Bytes by which files may grow at most, for those who die at a byte."""

OUTSIDE, CALL, BYTE = DEATHS = ("from outside", "at a call to the system", "at a byte that is written")


@attrs.frozen(kw_only=True)
class Round:
    """What came of a round: who died how, how many answers were held against the plain fold, and what was wrong."""

    died: tuple[str, ...]
    held: int
    anew: bool
    left: tuple[str, ...]
    wrong: tuple[str, ...] = ()


def rounds(folder: Path, chance: random.Random, many: int) -> Iterator[Round]:
    """So many rounds, on a new ledger now and then."""
    for number in range(many):
        if number % LEDGER == 0:
            events = drawn(chance, each=EACH)
            late = [events.pop() for _ in range(len(events) // 3)]
            store = made(folder / f"asked-{number}", events, settled=False)
            what = asked(events, chance, many=QUESTIONS)
        comes = min(chance.choice((0, 2)), len(late))
        yield _round(store, what, [late.pop() for _ in range(comes)], chance)


def _round(store: DirectoryStore, what: Asked, late: list[Event], chance: random.Random) -> Round:
    anew = chance.random() < ANEW
    cache = Path(store.derived, "cache.sqlite")
    if anew:
        cache.unlink(missing_ok=True)
    deaths = [chance.choice(DEATHS) for _ in range(ASKERS)]
    size = cache.stat().st_size if cache.exists() else ROOM * 10
    running = [_asker(store, what, how, chance, size) for how in deaths] + [_writer(store, late)]
    for _, process in zip(deaths, running, strict=False):
        if process.dies is not None:
            time.sleep(max(0.0, process.dies - time.perf_counter()))
            os.kill(process.number, signal.SIGKILL)
    told = [process.told() for process in running]
    died = tuple(how for how, (status, _) in zip(deaths, told, strict=False) if os.WIFSIGNALED(status))
    wrong = [line[1:] for _, lines in told for line in lines if line.startswith("!")]
    left = tuple(end for end in BESIDE if Path(f"{cache}{end}").exists())
    if chance.random() < SPOILT:
        _spoil([Path(f"{cache}{end}") for end in left], chance)
    wrong += after(store, what)
    held = sum(line == "=" for _, lines in told for line in lines)
    return Round(died=died, held=held, anew=anew, left=left, wrong=tuple(wrong))


def after(store: DirectoryStore, what: Asked) -> Iterator[str]:
    """What is wrong with the answers of two further processes, once all is quiet."""
    true = answers(plainly(store), what)
    for who in ("the next to ask", "the one after that"):
        try:
            found = _answered(store, what)
        except Exception as error:  # noqa: BLE001  that is what is looked for
            yield f"{who} meets {type(error).__name__}: {error}"
            return
        if found != true:
            yield f"{who} is told otherwise"


def _answered(store: DirectoryStore, what: Asked) -> Answers:
    ledger = through(store, lambda _: None)
    try:
        return answers(ledger, what)
    finally:
        let_go([ledger])


def _spoil(paths: list[Path], chance: random.Random) -> None:
    """A file that a dead process left goes, or is other bytes."""
    for path in paths:
        raw = path.read_bytes()
        at = chance.randrange(len(raw) + 1)
        new = chance.choice([None, raw[:at], bytes(at) + raw[at:], raw[:at] + bytes(len(raw) - at), raw[:at] + raw])
        path.unlink() if new is None else path.write_bytes(new)


# --- processes --------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class _Process:
    """A forked process, the end of the pipe that it notes in, and when it is killed from outside."""

    number: int
    pipe: int
    dies: float | None = None

    def told(self) -> tuple[int, list[str]]:
        """How it ended, and what it noted."""
        with os.fdopen(self.pipe, "rb") as stream:
            lines = stream.read().decode().splitlines()
        return os.waitpid(self.number, 0)[1], lines


def _forked(work: Callable[[Callable[[str], object]], object], dies: float | None = None) -> _Process:
    reading, writing = os.pipe()
    number = os.fork()
    if number == 0:
        os.close(reading)
        _run(work, writing, os.write)
    os.close(writing)
    return _Process(number=number, pipe=reading, dies=dies)


def _run(
    work: Callable[[Callable[[str], object]], object], pipe: int, write: Callable[[int, bytes], object]
) -> NoReturn:
    try:
        work(lambda words: write(pipe, f"{words}\n".encode()))
    except BaseException as error:  # noqa: BLE001  whatever it is, the parent has to hear of it
        write(pipe, f"!{type(error).__name__}: {error}"[:500].replace("\n", " ").encode() + b"\n")
    finally:
        os._exit(0)


def _asker(store: DirectoryStore, what: Asked, how: str, chance: random.Random, size: int) -> _Process:
    dying = Dying(chance.randint(1, CALLS), chance.choice(WHEN))
    limit = chance.randrange(1, size + ROOM)

    def ask(note: Callable[[str], object]) -> None:
        if how == BYTE:
            _die_at(limit)
        with watched(dying) if how == CALL else contextlib.nullcontext():
            for _ in range(ASKS):
                note(_held(store, what))

    return _forked(ask, time.perf_counter() + chance.uniform(0, LATEST) if how == OUTSIDE else None)


def _die_at(limit: int) -> None:
    """Lets the system kill this process as soon as a file of it grows beyond a byte."""
    import resource  # Windows has none

    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))


def _held(store: DirectoryStore, what: Asked) -> str:
    """Asks, and holds the answers against the plain fold where the files were the same before and after."""
    before = {event.id for event in store.read().events}
    found = _answered(store, what)
    if {event.id for event in store.read().events} != before:
        return "~"
    return "=" if found == answers(plainly(store), what) else "!told otherwise while others write"


def _writer(store: DirectoryStore, late: list[Event]) -> _Process:
    def write(_: Callable[[str], object]) -> None:
        for event in late:
            time.sleep(LATEST / 4)
            DirectoryStore(store.path).append([event], slug="late")

    return _forked(write)


# --- calls that fail, files that may not grow, locks ----------------------------------------------


def failing(folder: Path, chance: random.Random, *, step: int = 1) -> Iterator[tuple[str, str]]:
    """Each call of Python to the system fails while somebody asks: the answers are right, or a clear error comes."""
    store, what, true = _quiet(folder / "failing", chance)
    for how in (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EMFILE):
        for anew in (False, True):
            hit, at = True, 1
            while hit:
                if anew:
                    Path(store.derived, "cache.sqlite").unlink(missing_ok=True)
                fails = Failing(at, how, lasting=chance.random() < 0.3)  # noqa: PLR2004  some of the calls fail for good
                wrong = [] if (told := _met(store, what, true, fails)) == "" else [told]
                hit = fails.hit is not None
                wrong += after(store, what)
                yield errno.errorcode[how], "; ".join(wrong)
                at += step


def _met(store: DirectoryStore, what: Asked, true: Answers, fails: Failing) -> str:
    try:
        with watched(fails):
            found = _answered(store, what)
    except NewsledgerError:
        return ""
    except Exception as error:  # noqa: BLE001  that is what is looked for
        return f"{fails.hit} meets {type(error).__name__}: {error}"
    return "" if found == true else f"{fails.hit}: told otherwise"


def full(folder: Path, chance: random.Random, many: int) -> Iterator[str]:
    """Files may grow so far and no farther while the cache is built or kept up: the answers are right all the same."""
    store, what, _ = _quiet(folder / "full", chance)
    size = Path(store.derived, "cache.sqlite").stat().st_size
    for number in range(many):
        if number % 2:
            Path(store.derived, "cache.sqlite").unlink(missing_ok=True)
        else:
            Path(store.path, "more.jsonl").write_bytes(b"\n" * (number % 7))
        limit = chance.randrange(1, size + ROOM)
        _, lines = _forked(lambda note, limit=limit: _asks_within(store, what, limit, note)).told()  # type: ignore[misc]  # a default that binds the limit
        wrong = [line for line in lines if line != "="] or ([] if lines else ["it said nothing"])
        yield "; ".join([*wrong, *after(store, what)])


def _asks_within(store: DirectoryStore, what: Asked, limit: int, note: Callable[[str], object]) -> None:
    import resource  # as above

    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    note(_held(store, what))


def locked(folder: Path, chance: random.Random, many: int) -> Iterator[str]:
    """Somebody holds the lock of the cache, and lives or is dead: nobody waits for ever, and the answers are right."""
    store, what, true = _quiet(folder / "locked", chance)
    for number in range(many):
        Path(store.path, "more.jsonl").write_bytes(b"\n" * (1 + number % 5))
        held = _forked(lambda note: _holds(store, note))
        with os.fdopen(os.dup(held.pipe), "rb", buffering=0) as stream:
            stream.read(1)
        dead = number % 2 == 0
        if dead:
            os.kill(held.number, signal.SIGKILL)
            held.told()
        with mock.patch("newsledger.cache.book.WAIT", 0.05):
            found = _answered(store, what)
        if not dead:
            os.kill(held.number, signal.SIGKILL)
            held.told()
        yield "; ".join([*([] if found[:-1] == true[:-1] else ["told otherwise"]), *after(store, what)])


def _holds(store: DirectoryStore, note: Callable[[str], object]) -> None:
    database = sqlite3.connect(Path(store.derived, "cache.sqlite"), isolation_level=None)
    database.execute("BEGIN EXCLUSIVE")
    database.execute("UPDATE page SET body = body")
    note("held")
    time.sleep(60)


def _quiet(place: Path, chance: random.Random) -> tuple[DirectoryStore, Asked, Answers]:
    """A ledger with its cache, of which nobody else knows."""
    events = drawn(chance, each=EACH)
    store, what = made(place, events, settled=False), asked(events, chance, many=QUESTIONS)
    true = _answered(store, what)
    return store, what, true
