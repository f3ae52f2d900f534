"""Spoilt files and damaged indexes: no event that was never there, no crash, and everything told."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path

import attrs
import pytest
from filelock import FileLock

from benchmarks.faults import spoiling
from benchmarks.faults.failing import prepared
from benchmarks.faults.subjects import DIRECTORY, SQLITE, SUBJECTS, Subject, drawing, event
from newsledger.errors import LedgerUnusable, NewsledgerError
from newsledger.stores import Reading
from newsledger.stores.directory import DirectoryStore

EVERY = pytest.mark.parametrize("subject", SUBJECTS.values(), ids=list(SUBJECTS))


@EVERY
@pytest.mark.parametrize("what", list(spoiling.SPOILS))
def test_a_spoilt_file_misleads_nobody(
    subject: Subject, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It raises nothing and gives no event that was never there; what it does not give is told, and added again."""
    monkeypatch.setattr(spoiling, "SPOILS", {what: spoiling.SPOILS[what]})
    done = list(spoiling.of_files(subject, tmp_path, drawing(1), 8))

    assert [one for one in done if one.wrong] == []


@EVERY
def test_a_file_may_end_at_each_byte(subject: Subject, tmp_path: Path) -> None:
    """Whatever is left of it, a torn line is told and is no event."""
    done = list(spoiling.at_each_byte(subject, tmp_path))

    assert [one for one in done if one.wrong] == []
    assert len(done) > 300


def test_a_torn_line_is_named_with_its_file_and_line(tmp_path: Path) -> None:
    """A tail that was never acknowledged, in a file that somebody else's program wrote, is found and told."""
    prepared(DIRECTORY, tmp_path / "events")
    path = DIRECTORY.kept(tmp_path / "events")[0]
    path.write_bytes(path.read_bytes()[:-30])
    reading = DIRECTORY.again(tmp_path / "events").read()

    assert [problem.code for problem in reading.problems] == ["no-json"]
    assert (reading.problems[0].where.file, reading.problems[0].where.line) == (f"{path.parent.name}/{path.name}", 3)


@pytest.mark.parametrize("subject", [one for one in SUBJECTS.values() if one.reached], ids=lambda one: one.name)
def test_what_is_derived_may_be_damaged_anywhere(subject: Subject, tmp_path: Path) -> None:
    """No wrong answer, no crash: it is made anew."""
    done = list(spoiling.of_derived(subject, tmp_path, drawing(1), 30))

    assert [one for one in done if one.wrong] == []


def test_a_reader_that_makes_events_up_is_seen(tmp_path: Path) -> None:
    """The rig tells of events that were never there."""

    class Inventive(DirectoryStore):
        """Gives an event too many."""

        def read(self) -> Reading:
            """What it holds, and something else."""
            found = super().read()
            return attrs.evolve(found, events=(*found.events, event(4711)))

    done = list(spoiling.of_files(attrs.evolve(DIRECTORY, again=Inventive), tmp_path, drawing(1), 1))

    assert "1 events that were never there" in done[0].wrong


def test_a_database_whose_tables_have_no_names_is_refused(tmp_path: Path) -> None:
    """A damaged schema may hold bytes that are no text, and so may what SQLite says of it."""
    prepared(SQLITE, tmp_path / "events")
    path = SQLITE.kept(tmp_path / "events")[0]
    raw = path.read_bytes()
    for at in (found.start() for found in re.finditer(rb"events|TABLE|INDEX", raw[:8_192])):
        path.write_bytes(raw[:at] + b"\xd8\xff" + raw[at + 2 :])
        with contextlib.suppress(NewsledgerError):
            SQLITE.again(tmp_path / "events").read()


class TestLock:
    """The lock of a dead process holds nobody up."""

    def test_a_process_that_dies_with_the_lock(self, tmp_path: Path) -> None:
        """Its lock goes with it: the next append waits for nobody."""
        prepared(DIRECTORY, tmp_path / "events")
        lock = tmp_path / "events" / ".newsledger" / "lock"
        held = "import os, signal, filelock"
        code = f"{held}; filelock.FileLock({str(lock)!r}).acquire(); os.kill(os.getpid(), signal.SIGKILL)"
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode != 0

        assert DirectoryStore(tmp_path / "events", wait=0).append([event(50)]).added == (event(50),)

    @pytest.mark.parametrize("content", [b"", b"4711\n", b"\0" * 100, b'{"pid": 1}'])
    def test_a_lock_file_of_any_content(self, content: bytes, tmp_path: Path) -> None:
        """What stands in the file says nothing: the lock is the system's."""
        prepared(DIRECTORY, tmp_path / "events")
        (tmp_path / "events" / ".newsledger" / "lock").write_bytes(content)

        assert DirectoryStore(tmp_path / "events", wait=0).append([event(50)]).added == (event(50),)

    def test_a_folder_where_the_lock_belongs(self, tmp_path: Path) -> None:
        """It is told in plain words; nothing was written."""
        prepared(DIRECTORY, tmp_path / "events")
        lock = tmp_path / "events" / ".newsledger" / "lock"
        lock.unlink()
        lock.mkdir()

        with pytest.raises(LedgerUnusable, match="nothing was written"):
            DirectoryStore(tmp_path / "events", wait=0).append([event(50)])

    def test_a_lock_that_is_held_elsewhere_is_not_taken(self, tmp_path: Path) -> None:
        """The lock of a living process counts, so that the tests above test something."""
        prepared(DIRECTORY, tmp_path / "events")
        code = (
            "import sys, filelock, newsledger.stores.directory as d, newsledger.errors as e\n"
            "try: d.DirectoryStore(sys.argv[1], wait=0)._alone().__enter__()\n"
            "except e.LedgerLocked: print('locked')"
        )
        with FileLock(tmp_path / "events" / ".newsledger" / "lock"):
            command = [sys.executable, "-c", code, str(tmp_path / "events")]
            done = subprocess.run(command, capture_output=True, check=True, text=True, env=dict(os.environ))

        assert done.stdout == "locked\n"
