"""Questions about a date before the story begins: that it begins later, when, and what to write."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from tests.cli.running import run

AREA = "territory-held/kursk/ukraine.area"
BEGINS = "The story begins later: write 2025-01-20 or a later date."

EXPLAINED: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
    (("1999-01-01",), (f"{AREA} is not spoken of by 1 Jan 1999: the story begins later", "2025-03-16")),
    (("1999",), ("by 1999: the story begins later", f"Write: newsledger explain {AREA} 2025-03-16")),
    (("--at", "1999-01-01"), ("is not spoken of about 1 Jan 1999", "reported 16 Mar 2025, for some time in 2024")),
    (("2025-02-01",), ("by 1 Feb 2025: the story begins later",)),
    (("--public", "2025-02-01"), ("by 1 Feb 2025 about", "begins later")),
    (("--at", "2025-03-16", "--public", "2025-03-01"), ("by 1 Mar 2025 about 16 Mar 2025", "begins later")),
]


@pytest.mark.parametrize(("options", "fragments"), EXPLAINED, ids=[" ".join(one) for one, _ in EXPLAINED])
def test_a_slot_that_begins_later(here: Path, options: tuple[str, ...], fragments: tuple[str, ...]) -> None:
    """Explaining it too early says when it begins, and gives the command that answers."""
    result = run(here, "explain", AREA, *options)

    assert (result.exit_code, result.stdout) == (2, "")
    assert [fragment for fragment in fragments if fragment not in result.stderr] == [], result.stderr


def test_the_command_that_is_given_answers(here: Path) -> None:
    """What is to be written instead can be written."""
    told = run(here, "explain", AREA, "1999-01-01").stderr
    command = told.partition("Write: newsledger ")[2].splitlines()[0]

    assert run(here, *command.split()).exit_code == 0
    assert run(here, "explain", AREA, "2025-03-15").exit_code == 2


@pytest.mark.parametrize("slot", ["kursk", "kurks", "nonsense"])
def test_a_part_that_is_no_one_slot(here: Path, slot: str) -> None:
    """Where several slots are meant, or none, the answer says at least when the story begins."""
    assert BEGINS in run(here, "explain", slot, "1999-01-01").stderr


def test_a_slot_that_is_nowhere_gets_no_day(here: Path) -> None:
    """Nothing is said to begin later that nobody ever spoke of."""
    assert "begins later" not in run(here, "explain", "nonsense", "2025-03-16").stderr


def test_what_no_picture_shows_yet_is_no_later_beginning(here: Path) -> None:
    """A slot of which there was a word, later taken back, does not begin later."""
    typed = ("state/bridge/open", "--source", "kyiv", "--reported", "2025-03-10", "--json")
    identity = run(here, "add", *typed).stdout.split('"added": [')[1].split('"')[1]
    assert run(here, "void", identity, "--reason", "typing error").exit_code == 0

    assert "begins later" not in run(here, "explain", "state/bridge/open", "2025-03-16").stderr


@pytest.mark.parametrize("command", ["replay", "timeline", "contested", "sources"])
def test_a_picture_of_a_day_before_all(here: Path, command: str) -> None:
    """Each answer of a whole picture says when the story begins, and what to write."""
    result = run(here, command, "1999-01-01", "--story", "kursk", columns=200)

    assert result.exit_code == 0
    assert BEGINS in result.stdout


def test_nothing_that_was_said_is_about_then(new: Path) -> None:
    """With `--at` alone the words are there, and none of them is about that day."""
    typed = ("state/bridge/open", "--source", "mayor", "--reported", "2025-03-16", "--yes")
    assert run(new, "add", *typed).exit_code == 0
    out = run(new, "replay", "--at", "1999-01-01", columns=200).stdout

    assert "Nothing is on record about 1 Jan 1999: the story begins later, reported 16 Mar 2025" in out
    assert "Write 2025-03-16 or a later date." in out


def test_the_wrong_dates_stay_wrong(here: Path) -> None:
    """A date that cannot be read is refused as such."""
    for words in ("1999-13-01", "1999-02-30", "nonsense", "1999-01-01/..", ""):
        assert "begins later" not in run(here, "explain", AREA, words).stderr
        assert run(here, "replay", words).exit_code == 2


def test_what_lies_ahead_is_said_to(here: Path) -> None:
    """An expectation is listed and not weighed: explaining it says so, by whom, and what lists it."""
    told = run(here, "explain", "russian offensive", "2025-03-16").stderr
    command = told.partition("Write: newsledger ")[2].splitlines()[0]

    assert "lies ahead, and is not weighed before it is there. Said by Two Majors, Zelensky." in told
    assert "begins later" not in told
    assert "2 reports." in run(here, *shlex.split(command)).stdout
