"""Faults injected below a store: each call to the disk fails in each way, once or from then on.

What has to hold each time: the append either returns, and then the events are there; or it raises an
error of newsledger, and then all of them are there or none; nothing else than that ever happens to
the events that stood there before; and as soon as the disk works again, so does the append.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import os
import random
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn
from unittest import mock

import attrs

from benchmarks.faults.calls import BREAK, ERRORS, SHORT, Failing, watched
from benchmarks.faults.subjects import START, Standing, Subject, batches, event, state
from newsledger.errors import LedgerUnusable, NewsledgerError
from newsledger.event import Event
from newsledger.stores import Store

WAYS: tuple[int | str, ...] = (*ERRORS, SHORT, BREAK)
BEFORE, NEW = (3, 2), 3
"""Batches that stand there before, and the events of the one that meets the fault."""


@attrs.frozen(kw_only=True)
class Try:
    """One append that met a fault: which, at which call, what came of it, and what was wrong."""

    what: str
    call: str
    told: str
    wrong: tuple[str, ...] = ()


def name_of(how: int | str) -> str:
    """What a fault is called."""
    return how if isinstance(how, str) else errno.errorcode[how]


def prepared(subject: Subject, place: Path) -> list[Event]:
    """A ledger with some events, and the derived files that go with it. Gives the events."""
    store = subject.create(place)
    there = batches(0, BEFORE)
    for batch in there:
        store.append(batch)
    if close := getattr(store, "close", None):
        close()  # what a database keeps beside its file goes into it
    return [one for batch in there for one in batch]


def tries(subject: Subject, folder: Path, *, ways: tuple[int | str, ...] = WAYS, step: int = 1) -> Iterator[Try]:
    """Every fault at every call (every `step`th), once and lasting, on a ledger made for it."""
    model = folder / "model"
    there = prepared(subject, model)
    for how in ways:
        for lasting in (False,) if how == BREAK else (False, True):
            at, hit = 1, True
            while hit:
                done, hit = _tried(subject, model, there, Failing(at, how, lasting))
                if hit:
                    yield done
                at += step
                hit = hit or (how == SHORT and at < MOST)


MOST = 60
"""A write that falls short is looked for among so many calls: not every call is one."""


def _tried(subject: Subject, model: Path, there: list[Event], failing: Failing) -> tuple[Try, bool]:
    with tempfile.TemporaryDirectory(dir=model.parent) as held:
        place = Path(held) / "events"
        shutil.copytree(model, place, symlinks=True)
        new = [event(100 + number) for number in range(NEW)]
        store = subject.again(place)
        told, returned = "returned", False
        try:
            with watched(failing):
                store.append(new)
            returned = True
        except (NewsledgerError, KeyboardInterrupt) as error:
            told = type(error).__name__
            words = str(error)
        except Exception as error:  # noqa: BLE001  that is what is looked for
            told = words = f"{type(error).__name__}: {error}"
        wrong = list(_wrong(subject, place, there, new, returned=returned))
        if not returned and ":" in told:
            wrong.append(f"another error than ours: {told}")
        if not returned and "nothing was written" in words and state(subject, place).ids & {one.id for one in new}:
            wrong.append("it says that nothing was written, and something was")
        wrong += _goes_on(subject, store, place, there, new)
    what = f"{name_of(failing.how)}{', lasting' if failing.lasting else ''}"
    return Try(what=what, call=failing.hit or "", told=told, wrong=tuple(wrong)), failing.hit is not None


def _wrong(subject: Subject, place: Path, there: list[Event], new: list[Event], *, returned: bool) -> Iterator[str]:
    """What is wrong with a ledger after an append that met a fault."""
    now = state(subject, place)
    yield from _unsound(now)
    if lost := {one.id for one in there} - now.ids:
        yield f"{len(lost)} events that stood there are lost"
    stored = sum(one.id in now.ids for one in new)
    if returned and stored != len(new):
        yield f"it was acknowledged, and {stored} of {len(new)} events are there"
    if stored not in {0, len(new)}:
        yield f"half of it is there: {stored} of {len(new)}"


def _unsound(now: Standing) -> Iterator[str]:
    yield from (f"twice: {one}" for one in now.doubled)
    yield from (f"damaged: {one}" for one in now.damaged)


def _goes_on(subject: Subject, store: Store, place: Path, there: list[Event], new: list[Event]) -> Iterator[str]:
    """What is wrong when the disk works again: the same process, and another, append and know what is there."""
    wanted = {one.id for one in (*there, *new)}
    try:
        store.append([*there, *new])
        if added := subject.again(place).append([*there, *new]).added:
            yield f"{len(added)} events are added twice"
    except Exception as error:  # noqa: BLE001  the store is what is tried
        yield f"the next append fails: {type(error).__name__}: {error}"
        return
    now = state(subject, place)
    yield from _unsound(now)
    if now.ids != wanted:
        yield f"in the end {len(now.ids)} of {len(wanted)} events are there"


# --- a disk that does not sync ----------------------------------------------------------------


def unsynced(subject: Subject, place: Path) -> Iterator[str]:
    """What is wrong where the disk cannot put data down: no append may be acknowledged then."""
    prepared(subject, place)
    store = subject.again(place)
    for number in range(1, 10):
        failing = Failing(number, errno.EIO, only=("fsync",))
        try:
            with watched(failing):
                store.append([event(200 + number)])
        except LedgerUnusable:
            continue
        if failing.hit:
            yield f"fsync number {number} fails, and the append is acknowledged"
        return


# --- clocks -----------------------------------------------------------------------------------

YEAR = dt.timedelta(days=365)


def jumps(subject: Subject, place: Path, chance: random.Random, many: int) -> Iterator[str]:
    """What is wrong where clocks go back and forth by years between appends, that of the machine and ours alike."""
    subject.create(place)
    import time

    real, told = time.time_ns, []
    for number in range(many):
        shift = chance.choice([-1, 0, 1, 3]) * YEAR
        told.append(event(number, recorded=START + shift + dt.timedelta(seconds=number)))
        nanoseconds = int(shift.total_seconds()) * 1_000_000_000
        with mock.patch("time.time_ns", return_value=real() + nanoseconds):
            done = subject.again(place).append(told)
        if done.added != (told[-1],):
            yield f"append {number} adds {len(done.added)} events, and one is new"
    now = state(subject, place)
    yield from _unsound(now)
    if now.ids != {one.id for one in told}:
        yield f"{len(now.ids)} of {len(told)} events are there"
    recorded = [one.recorded for one in subject.again(place).read().events]
    if recorded != sorted(recorded):
        yield "they are not in the order of taking in"


# --- signals ----------------------------------------------------------------------------------


def interrupted(subject: Subject, place: Path, many: int, *, every: float = 0.0005) -> Iterator[str]:
    """What is wrong where signals interrupt the calls to the disk all the time: Python does them again."""
    store, told = subject.create(place), [event(number) for number in range(many)]
    caught: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda number, _: caught.append(number))
    signal.setitimer(signal.ITIMER_REAL, every, every)
    try:
        for one in told:
            store.append([one])
    except NewsledgerError as error:
        yield f"an append fails: {error}"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    now = state(subject, place)
    yield from _unsound(now)
    if now.ids != {one.id for one in told}:
        yield f"{len(now.ids)} of {len(told)} events are there"


# --- files that may not grow ------------------------------------------------------------------

ROOM = 4_000
"""Bytes by which a file may grow at most: a few events, or a page of a database and a part of another."""


def limited(subject: Subject, folder: Path, chance: random.Random, many: int) -> Iterator[str]:
    """What is wrong where the system itself lets files grow so far and no farther, as a full disk does.

    The limit is that of a process (`RLIMIT_FSIZE`): a write falls short at it, and the next one fails. It stands
    below everything, SQLite's own writes included.
    """
    for number in range(many):
        place = folder / f"{subject.name}-limited-{number}"
        there = prepared(subject, place)
        largest = max(path.stat().st_size for path in place.rglob("*") if path.is_file())
        limit = chance.randrange(50, largest + ROOM)
        work = batches(300, [chance.randint(1, 6) for _ in range(10)])
        done, told = _within(limit, subject, place, work)
        sure = {one.id for one in there} | {one.id for batch in done for one in batch}
        now = state(subject, place)
        yield from (f"limit {limit}: {one}" for one in _unsound(now))
        if lost := sure - now.ids:
            yield f"limit {limit}: {len(lost)} acknowledged events are lost"
        if any(len({one.id in now.ids for one in batch}) > 1 for batch in work):
            yield f"limit {limit}: a batch is there in part"
        if told:
            yield f"limit {limit}: {told}"
        yield from (f"limit {limit}: {one}" for one in _all_goes_in(subject, place, work))


def _all_goes_in(subject: Subject, place: Path, work: list[list[Event]]) -> Iterator[str]:
    """What is wrong when there is room again."""
    try:
        for batch in work:
            subject.again(place).append(batch)
    except NewsledgerError as error:
        yield f"the next append fails: {error}"
        return
    if not {one.id for batch in work for one in batch} <= state(subject, place).ids:
        yield "in the end not all events are there"


def _within(limit: int, subject: Subject, place: Path, work: list[list[Event]]) -> tuple[list[list[Event]], str]:
    """The batches that were acknowledged to a process whose files may grow so far, and what went wrong in it."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        _append_all(limit, subject, place, work, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        told = stream.read().decode().splitlines()
    os.waitpid(process, 0)
    return [work[int(line)] for line in told if line.isdecimal()], "; ".join(line for line in told if line[:1] == "!")


def _append_all(limit: int, subject: Subject, place: Path, work: list[list[Event]], pipe: int) -> NoReturn:
    import resource  # Windows has none

    try:
        store = subject.again(place)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        for number, batch in enumerate(work):
            with contextlib.suppress(LedgerUnusable):
                store.append(batch)
                os.write(pipe, b"%d\n" % number)
    except BaseException as error:  # noqa: BLE001  whatever it is, the parent has to hear of it
        os.write(pipe, f"!{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(0)
