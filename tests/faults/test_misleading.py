"""The derived cache damaged, and its builders killed, in small numbers; and a rig that sees a cache which misleads."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.faults import asking, cached, misleading
from benchmarks.faults.subjects import drawing
from newsledger.cache.book import READ, Book, Spoiled

SPARSE = 160
"""Half as many events as in a long run."""

FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="the rig forks its processes, which Windows cannot")


@pytest.fixture
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits until files can be relied on: they are looked at once more, which is slower and as right."""
    monkeypatch.setattr(cached, "SETTLED", 0)


@pytest.mark.usefixtures("_hasty")
def test_damage_of_any_kind_misleads_nobody(tmp_path: Path) -> None:
    """Whatever is done to the cache, every answer is that of the plain fold, and damage is seen."""
    done = list(misleading.of_cache(tmp_path, drawing(1), 2 * len(misleading.HARMS), each=SPARSE))

    assert [one for one in done if one.wrong] == []
    assert {one.what for one in done if one.told} >= {"emptied", "another file", "cut off at any byte"}
    assert any(one.comes for one in done)


@pytest.fixture
def _careless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache that believes every page that SQLite gives."""

    def page(self: Book, number: int) -> bytes:
        found = self._db.execute(READ, (number,)).fetchone()
        if found is None:
            raise Spoiled
        return bytes(found[0])

    monkeypatch.setattr(Book, "page", page)


@pytest.mark.usefixtures("_careless", "_hasty")
def test_a_cache_without_sums_is_seen_to_mislead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rig tells of answers that are otherwise."""
    some = ("pages of an earlier state", "a stretch of zeros")
    monkeypatch.setattr(misleading, "HARMS", {what: misleading.HARMS[what] for what in some})
    done = list(misleading.of_cache(tmp_path, drawing(1), 40, each=SPARSE))

    assert any(one.wrong for one in done)


@FORKS
def test_who_builds_or_asks_may_die_at_any_time(tmp_path: Path) -> None:
    """Killed from outside, at a call, or amid a write of SQLite's: who asks next is told what the plain fold tells."""
    done = list(asking.rounds(tmp_path, drawing(3), 10))

    assert [one for one in done if one.wrong] == []
    assert {how for one in done for how in one.died} == set(asking.DEATHS)
    assert sum(one.held for one in done) > 0


@FORKS
def test_a_full_disk_and_a_lock_change_no_answer(tmp_path: Path) -> None:
    """Where the cache cannot be built, kept up or had, every event is read instead."""
    assert set(asking.full(tmp_path, drawing(1), 8)) == {""}
    assert set(asking.locked(tmp_path, drawing(1), 4)) == {""}


def test_calls_that_fail_while_somebody_asks(tmp_path: Path) -> None:
    """The answer is right, or a clear error comes; afterwards it is right."""
    tries = list(asking.failing(tmp_path, drawing(1), step=29))

    assert [one for one in tries if one[1]] == []
    assert {name for name, _ in tries} == {"ENOSPC", "EIO", "EACCES", "EMFILE"}


def test_what_is_asked_goes_through_the_cache(tmp_path: Path) -> None:
    """Else the rig would try nothing: not every event is read."""
    events = cached.drawn(drawing(1), each=SPARSE)
    store = cached.made(tmp_path / "news", events, settled=False)
    ledger = cached.through(store, lambda _: None)
    found = cached.answers(ledger, cached.asked(events, drawing(1)))
    whole = getattr(ledger.state(), "is_whole", True)
    cached.let_go([ledger])

    assert found
    assert not whole
