"""Notes about who holds a lock. How locks behave on each store stands in tests/contracts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsledger import holding
from newsledger.errors import LedgerLocked


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["/usr/bin/newsledger", "add", "a claim"], "newsledger add"),
        (["/x/newsledger/__main__.py", "-C", "news", "--wait", "3", "import", "table"], "newsledger import"),
        (["newsledger", "state/bridge/open = no"], "newsledger"),
        (["/home/x/feed.py", "secret"], "feed.py"),
        (["-c"], "-c"),
        ([""], "python"),
        ([], "python"),
    ],
)
def test_a_command_is_told_without_its_words(words: list[str], told: str) -> None:
    """The program and the command, and nothing that an event might hold."""
    assert holding.command(words) == told


def test_the_note_goes_with_the_lock(tmp_path: Path) -> None:
    """While the lock is held the note is there; afterwards, also after a failure, it is not."""
    lock, note = tmp_path / "lock", tmp_path / "holder"
    with holding.alone(str(lock), str(note), wait=0):
        assert holding.told_of(str(note)).startswith(f"It is this very process ({os.getpid()}, ")
    assert not note.exists()
    with pytest.raises(ZeroDivisionError), holding.alone(str(lock), str(note), wait=0):
        raise ZeroDivisionError
    assert not note.exists()


def test_a_lock_holds_without_its_note(tmp_path: Path) -> None:
    """Where no note can be written the lock is held all the same."""
    lock, note = str(tmp_path / "lock"), str(tmp_path / "nowhere" / "holder")
    with (
        holding.alone(lock, note, wait=0),
        pytest.raises(LedgerLocked, match=r"has held .* for 0 seconds; no picture was made\. Do it again"),
        holding.alone(lock, note, wait=0, outcome="no picture was made"),
    ):
        pass


def test_when_a_process_began_is_known_of_the_living_alone() -> None:
    """A process has one beginning, and one that is not there has none."""
    assert holding.began(os.getpid()) == holding.began(os.getpid())
    assert holding.began(2**22 + 1) is None
