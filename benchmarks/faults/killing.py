"""kill -9: four writers on one ledger die at random points, and what was acknowledged must be there, once and whole.

Each writer is forked from this process, which has everything loaded, so that a round takes tens of
milliseconds. It notes every append that returned in a pipe before it begins the next. Half of the writers
are killed from outside after a random time, the others kill themselves at a random call to the system:
before it, after it, or in the middle of a write.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import attrs

from benchmarks.faults.calls import WHEN, Dying, watched
from benchmarks.faults.subjects import Subject, batches, event, state
from newsledger.event import Event

WRITERS = 4
LEDGER = 25
"""So many rounds are done on one ledger before a new one is made: later rounds find what earlier ones left."""

BATCHES, LARGEST = 12, 4
"""So many batches a writer has at most, and so many events a batch."""

LATEST = 0.25
"""Seconds after which a writer that is killed from outside is dead. An append takes some milliseconds;
one that waits for its turn looks again every 50."""

CALLS = 160
"""The last call at which a writer kills itself: that of its sixth append or so."""

SHARED = 3
"""Events that all writers try to add, in batches of their own: one of them gets it, the others are told."""


@attrs.frozen(kw_only=True)
class Round:
    """What came of a round: how many batches were acknowledged, how many writers died, and whatever was wrong."""

    acknowledged: int
    killed: int
    lost: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    half: tuple[int, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nothing was wrong."""
        return not (self.lost or self.doubled or self.damaged or self.half or self.refused)


@attrs.frozen(kw_only=True)
class _Writer:
    """A process that writes, what it has to add, and the end of the pipe that it notes in."""

    process: int
    work: list[list[Event]]
    pipe: int
    dies: float | None


def rounds(subject: Subject, folder: Path, chance: random.Random, many: int) -> Iterator[Round]:
    """So many rounds, on a new ledger now and then."""
    number, there = 0, frozenset[str]()
    for turn in range(many):
        if turn % LEDGER == 0:
            place, there = folder / f"{subject.name}-{turn}", frozenset()
            subject.create(place)
        done, there = one_round(subject, place, chance, there, number)
        number += 2 * WRITERS * BATCHES * LARGEST
        yield done


def one_round(
    subject: Subject, place: Path, chance: random.Random, there: frozenset[str], first: int, *, kill: bool = True
) -> tuple[Round, frozenset[str]]:
    """One round on a ledger that holds the events `there` at least; gives also what it has to hold from now on."""
    work = [_work(chance, first + writer * BATCHES * LARGEST, first) for writer in range(WRITERS)]
    writers = [_started(subject, place, one, chance, kill=kill) for one in work]
    _kill(writers)
    killed = sum(os.WIFSIGNALED(os.waitpid(writer.process, 0)[1]) for writer in writers)
    told = [_noted(writer) for writer in writers]
    sure = there | {
        one.id for writer, (done, _) in zip(writers, told, strict=True) for n in done for one in writer.work[n]
    }
    refused = [words for _, words in told if words]
    refused += _next_append(subject, place, first + WRITERS * BATCHES * LARGEST, sure, work)
    now = state(subject, place)
    done = Round(
        acknowledged=sum(len(numbers) for numbers, _ in told), killed=killed, lost=tuple(sorted(sure - now.ids)),
        doubled=now.doubled, damaged=now.damaged, half=tuple(_half(work, now.ids)), refused=tuple(refused),
    )  # fmt: skip
    return done, now.ids


def _work(chance: random.Random, first: int, shared: int) -> list[list[Event]]:
    """What a writer has to add: batches of its own, and here and there one that the others have too."""
    own = batches(first, [chance.randint(1, LARGEST) for _ in range(BATCHES - SHARED)])
    for number in range(SHARED):
        own.insert(chance.randrange(len(own) + 1), [event(shared - 1 - number)])
    return own


def _started(subject: Subject, place: Path, work: list[list[Event]], chance: random.Random, *, kill: bool) -> _Writer:
    by_itself = kill and subject.reached and chance.random() < 0.5  # noqa: PLR2004  half of them
    dying = Dying(chance.randint(1, CALLS), chance.choice(WHEN)) if by_itself else None
    dies = time.perf_counter() + chance.uniform(0, LATEST) if kill and dying is None else None
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        _write(subject, place, work, writing, dying)
    os.close(writing)
    return _Writer(process=process, work=work, pipe=reading, dies=dies)


def _write(subject: Subject, place: Path, work: list[list[Event]], pipe: int, dying: Dying | None) -> NoReturn:
    """Appends batch after batch, and notes each that was acknowledged. This is the forked process."""
    note = os.write
    try:
        if dying is None:
            for number in _appended(subject, place, work):
                note(pipe, b"%d\n" % number)
        else:
            with watched(dying):
                for number in _appended(subject, place, work):
                    note(pipe, b"%d\n" % number)
    except BaseException as error:  # noqa: BLE001  whatever it is, the parent has to hear of it
        note(pipe, f"!{type(error).__name__}: {error}\n".encode()[:500])
    finally:
        os._exit(0)


def _appended(subject: Subject, place: Path, work: list[list[Event]]) -> Iterator[int]:
    store = subject.again(place)
    for number, batch in enumerate(work):
        done = store.append(batch)
        if len(done.added) + len(done.present) != len(batch):
            message = f"{done} of a batch of {len(batch)}"
            raise AssertionError(message)
        yield number


def _kill(writers: list[_Writer]) -> None:
    """Kills those whose time has come, one after the other."""
    for writer in sorted((one for one in writers if one.dies is not None), key=lambda one: one.dies or 0):
        time.sleep(max(0.0, (writer.dies or 0) - time.perf_counter()))
        os.kill(writer.process, signal.SIGKILL)


def _noted(writer: _Writer) -> tuple[list[int], str]:
    """Which batches were acknowledged, and what went wrong."""
    with os.fdopen(writer.pipe, "rb") as stream:
        told = stream.read().decode().splitlines()
    wrong = [line[1:] for line in told if line.startswith("!")]
    return [int(line) for line in told if line.isdecimal()], "; ".join(wrong)


def _next_append(
    subject: Subject, place: Path, number: int, sure: frozenset[str], work: list[list[list[Event]]]
) -> Iterator[str]:
    """What is wrong with the append after a crash: it has to work, and to know what is there already."""
    try:
        store = subject.again(place)
        new = [event(number)]
        if store.append(new).added != tuple(new):
            yield "the next append does not add what is new"
        known = [one for batches_ in work for batch in batches_ for one in batch if one.id in sure]
        if added := store.append(known).added:
            yield f"{len(added)} acknowledged events are added once more"
    except Exception as error:  # noqa: BLE001  the store is what is tried
        yield f"{type(error).__name__}: {error}"


def _half(work: list[list[list[Event]]], there: frozenset[str]) -> Iterator[int]:
    """The sizes of those batches of which some events are there, and some are not."""
    for batches_ in work:
        for batch in batches_:
            if len({one.id in there for one in batch}) > 1:
                yield len(batch)
