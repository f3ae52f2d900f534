"""`-7d` begins as an option does, and is a date wherever a command takes one."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from tests.cli.running import answer, run

from newsledger.cli import DATES, main, own_commands
from newsledger.ledger import open_ledger

SLOT = "territory-held/kursk/ukraine"

TAKING = {
    "replay": (),
    "timeline": (),
    "contested": (),
    "explain": (SLOT,),
    "sources": ("kyiv",),
    "brief": ("--story", "kursk", "--since", "2025-03-01"),
}
"""The commands that take one date, each with what it takes before that."""


def ago(here: Path, words: str) -> str:
    """The day that is meant today, in the zone of the ledger."""
    return open_ledger(here / "events").question(words).at.text


@pytest.mark.parametrize("words", ["-7d", "-2w", "-3m", "-1y", "-0d", "-400D", "-7 d"])
def test_a_date_counted_back_is_taken(here: Path, words: str) -> None:
    """Days, weeks, months and years back from today, small letters or capitals."""
    assert answer(here, "replay", words)["at"] == ago(here, words)


@pytest.mark.parametrize("name", TAKING)
@pytest.mark.parametrize("behind", [True, False])
def test_every_command_with_a_date_takes_it(here: Path, name: str, *, behind: bool) -> None:
    """It may stand before an option or behind one; the answer is that of the day it means."""
    words = (*TAKING[name], "-7d")
    told = run(here, name, *(("--json", *words) if behind else (*words, "--json")))
    meant = run(here, name, *TAKING[name], ago(here, "-7d"), "--json")

    assert (told.exit_code, told.stdout) == (0, meant.stdout)


def test_diff_takes_two(here: Path) -> None:
    """Both dates of a difference may be counted back."""
    told = answer(here, "diff", "-14d", "-7d")

    assert told == answer(here, "diff", ago(here, "-14d"), ago(here, "-7d"))


@pytest.mark.parametrize(
    "words",
    [
        ("replay", "--at", "-7d"),
        ("replay", "--at=-7d", "--public", "-1d"),
        ("replay", "--known", "-7d"),
        ("history", SLOT, "--since", "-30y", "--until", "-7d"),
        ("plot", SLOT, "--from", "-30y", "--to", "-7d"),
        ("plot", SLOT, "-7d", "--from", "-30y"),
        ("diff", "-30y", "-1y", "--axis", "public", "--at", "-7d"),
        ("export", "csv", "-7d", "--story", "kursk"),
        ("pack", "--before", "-7d", "--dry-run"),
    ],
)
def test_every_option_takes_it(here: Path, words: tuple[str, ...]) -> None:
    """What follows an option that takes a date is its date."""
    told = run(here, *words)

    assert told.exit_code == 0, told.stderr


@pytest.mark.parametrize("words", ["--hindsigt", "-7", "-x", "-7days", "-d7", "--7d", "-123456d", "-7dd"])
def test_a_misspelt_option_is_still_told(here: Path, words: str) -> None:
    """Nothing else that begins as an option passes as a date."""
    told = run(here, "replay", words)

    assert told.exit_code == 2
    assert "No such option" in told.stderr


def test_where_no_date_is_taken_it_is_no_word(tmp_path: Path) -> None:
    """A command without a date makes no folder of that name."""
    told = run(tmp_path, "init", "-7d")

    assert "No such option" in told.stderr
    assert list(tmp_path.iterdir()) == []


def test_no_command_with_a_date_is_left_out() -> None:
    """What takes a date as an argument is tried here; `duplicates` calls two ids first and second."""
    context = click.Context(main)
    commands = {name: main.get_command(context, name) for name in own_commands()}
    dated = {
        name
        for name, command in commands.items()
        if command is not None and any(isinstance(one, click.Argument) and one.name in DATES for one in command.params)
    }

    assert dated == {*TAKING, "diff", "plot", "export", "duplicates"}
