"""kill -9 under four writers, in small numbers; and a rig that sees each sort of loss."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import attrs
import pytest

from benchmarks.faults import killing
from benchmarks.faults.subjects import DIRECTORY, SUBJECTS, Subject, drawing, event
from newsledger.codec import write
from newsledger.event import Event
from newsledger.stores import Appended
from newsledger.stores.directory import DirectoryStore

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the rig forks its writers, which Windows cannot")


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=list(SUBJECTS))
def test_nothing_that_was_acknowledged_is_lost(subject: Subject, tmp_path: Path) -> None:
    """Four writers die at random points, again and again: all is there, once and whole, and appending goes on."""
    done = list(killing.rounds(subject, tmp_path, drawing(1), 12))

    assert [one for one in done if not one.clean] == []
    assert sum(one.killed for one in done) > 0
    assert sum(one.acknowledged for one in done) > 0


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=list(SUBJECTS))
def test_four_writers_share_a_ledger(subject: Subject, tmp_path: Path) -> None:
    """Nobody is killed: every batch of everybody is acknowledged, and what they share is there once."""
    subject.create(tmp_path / "events")
    done, there = killing.one_round(subject, tmp_path / "events", drawing(2), frozenset(), 100, kill=False)

    assert done == killing.Round(acknowledged=killing.WRITERS * killing.BATCHES, killed=0)
    assert len(there) > killing.WRITERS * killing.BATCHES


class Hasty(DirectoryStore):
    """Says that it is done before it is."""

    def append(self, events: Iterable[Event], *, slug: str | None = None, after: str | None = None) -> Appended:
        """Acknowledges, and writes nothing."""
        del slug, after
        return Appended(added=tuple(events), present=())


class InPlace(DirectoryStore):
    """Writes line by line where readers look."""

    def append(self, events: Iterable[Event], *, slug: str | None = None, after: str | None = None) -> Appended:
        """Writes in place, each line for itself, whatever is there."""
        del slug, after
        batch = tuple(events)
        handle = os.open(f"{self.path}/all.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for one in batch:
            os.write(handle, write(one))
            os.write(handle, b"\n")
        os.close(handle)
        return Appended(added=batch, present=())


def careless(store: type[DirectoryStore]) -> Subject:
    """A subject whose stores are opened as those of a class that does not keep its word."""
    return attrs.evolve(DIRECTORY, again=store)


def test_a_store_that_acknowledges_too_early_is_seen(tmp_path: Path) -> None:
    """What it said was there is lost."""
    subject = careless(Hasty)
    subject.create(tmp_path / "events")
    done, _ = killing.one_round(subject, tmp_path / "events", drawing(3), frozenset(), 100, kill=False)

    assert done.lost


def test_a_store_that_writes_in_place_is_seen(tmp_path: Path) -> None:
    """Its lines are torn, or there twice."""
    done = list(killing.rounds(careless(InPlace), tmp_path, drawing(4), 8))

    assert any(one.doubled for one in done)
    assert any(one.damaged or one.half for one in done)


def test_each_number_has_its_own_event() -> None:
    """Else a store that keeps one of two would lose nothing."""
    assert len({event(number).id for number in range(50)}) == 50
