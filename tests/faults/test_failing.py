"""Faults injected below the stores: each call fails once, or from then on, and nothing is lost or claimed."""

from __future__ import annotations

import errno
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from benchmarks.faults import failing
from benchmarks.faults.calls import BREAK, ERRORS, SHORT, Failing, watched
from benchmarks.faults.subjects import DIRECTORY, SUBJECTS, Subject, drawing, event
from newsledger import durable
from newsledger.errors import LedgerUnusable

REACHED = [one for one in SUBJECTS.values() if one.reached]
"""The stores of which each call to the disk can be made to fail."""

EVERY = pytest.mark.parametrize("subject", SUBJECTS.values(), ids=list(SUBJECTS))


@pytest.mark.parametrize("subject", REACHED, ids=lambda one: one.name)
@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # Ctrl-C amid a `close` leaves a file to Python
@pytest.mark.parametrize("how", [errno.ENOSPC, errno.EIO, SHORT, BREAK], ids=failing.name_of)
def test_each_call_may_fail(subject: Subject, how: int | str, tmp_path: Path) -> None:
    """The append returns and all is there, or it raises an error of ours and all is there or none; it goes on later."""
    tries = list(failing.tries(subject, tmp_path, ways=(how,)))

    assert [one for one in tries if one.wrong] == []


@pytest.mark.parametrize(
    "how", [error for error in ERRORS if error not in {errno.ENOSPC, errno.EIO}], ids=failing.name_of
)
def test_rarer_errors_are_no_other(how: int, tmp_path: Path) -> None:
    """An interruption, rights that go, too many open files: here every third call is tried."""
    tries = list(failing.tries(DIRECTORY, tmp_path, ways=(how,), step=3))

    assert [one for one in tries if one.wrong] == []
    assert {one.told for one in tries} == {"returned", "LedgerUnusable"}


def test_the_calls_of_a_durable_write_are_tried(tmp_path: Path) -> None:
    """Each part of a write meets its fault, also the sync of the folder and what the index writes."""
    hit = {one.call for one in failing.tries(DIRECTORY, tmp_path, ways=(errno.EIO,))}

    assert hit >= {"open", "write", "fsync", "close", "replace", "stream.read", "stream.write", "mkdir"}


@pytest.mark.parametrize("subject", REACHED, ids=lambda one: one.name)
def test_what_cannot_be_synced_is_not_acknowledged(subject: Subject, tmp_path: Path) -> None:
    """A sync that fails is an append that fails: nobody is told that the event is durable."""
    assert list(failing.unsynced(subject, tmp_path / "events")) == []


def test_a_write_that_does_not_sync_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rig tells of a store that passes over a failed sync."""

    class Quiet(Failing):
        """Swallows its own fault, as a store would that does not look."""

        def __call__(self, *call: Any) -> Any:  # noqa: ANN401  any call
            try:
                return super().__call__(*call)
            except OSError:
                if call[0] == "fsync":
                    return None
                raise

    monkeypatch.setattr(failing, "Failing", Quiet)
    assert list(failing.unsynced(DIRECTORY, tmp_path / "events")) == [
        "fsync number 1 fails, and the append is acknowledged"
    ]


@EVERY
def test_clocks_may_jump(subject: Subject, tmp_path: Path) -> None:
    """Years back and forth, of the machine and in `recorded`: nothing is lost, doubled or out of order."""
    assert list(failing.jumps(subject, tmp_path / "events", drawing(1), 12)) == []


@EVERY
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no such timer on Windows")
def test_signals_interrupt_nothing(subject: Subject, tmp_path: Path) -> None:
    """A signal every half a millisecond: calls are done again, and nothing is half."""
    assert list(failing.interrupted(subject, tmp_path / "events", 12)) == []


@EVERY
def test_files_may_grow_no_farther(subject: Subject, tmp_path: Path) -> None:
    """The system cuts writes off at a limit, those of a database too: nothing is half, and it goes on later."""
    assert list(failing.limited(subject, tmp_path, drawing(1), 12)) == []


@EVERY
def test_the_limit_is_met(subject: Subject, tmp_path: Path) -> None:
    """A process that may not write a byte acknowledges nothing."""
    failing.prepared(subject, tmp_path / "events")
    done, told = failing._within(1, subject, tmp_path / "events", [[event(500)]])

    assert (done, told) == ([], "")


class TestNotTakenBack:
    """A write that fails and cannot be taken back is not called undone."""

    def test_the_message_says_so(self, tmp_path: Path) -> None:
        """The file has its name, the folder cannot be synced, and the name cannot be removed."""
        store = DIRECTORY.create(tmp_path / "events")
        store.append([event(1)])
        before = Failing(10**6, errno.EIO)
        with watched(before):
            store.append([event(4)])
        at = before.calls.index("replace") + 2
        with watched(Failing(at, errno.EIO, lasting=True)), pytest.raises(LedgerUnusable) as caught:
            store.append([event(7)])

        assert durable.UNSURE in str(caught.value)
        assert "nothing was written" not in str(caught.value)
        assert DIRECTORY.again(tmp_path / "events").append([event(7)]).present == (event(7),)

    def test_what_can_be_taken_back_was_not_written(self, tmp_path: Path) -> None:
        """Where the name can be removed, the message says that nothing was written, and it is so."""
        store = DIRECTORY.create(tmp_path / "events")
        with (
            watched(Failing(1, errno.EIO, only=("replace",))),
            pytest.raises(LedgerUnusable, match="nothing was written"),
        ):
            store.append([event(1)])

        assert store.read().events == ()


def test_an_index_that_cannot_be_closed_hinders_nothing(tmp_path: Path) -> None:
    """The index can be made again: what the system says of it makes no append fail that was written."""
    store = DIRECTORY.create(tmp_path / "events")
    with watched(Failing(1, errno.EIO, lasting=True, only=("stream.close",))):
        assert store.append([event(1)]).added == (event(1),)

    assert DIRECTORY.again(tmp_path / "events").append([event(1)]).present == (event(1),)


def test_the_shim_leaves_everything_as_it_was() -> None:
    """After it the calls are the real ones again."""
    before = os.open, os.fsync, open
    with watched(Failing(10**6, errno.EIO)):
        assert os.open is not before[0]

    assert (os.open, os.fsync, open) == before
