"""`init --demo`: the first story, to try things with."""

from __future__ import annotations

import json
from importlib.resources import files as resources
from pathlib import Path

import pytest
from tests.cli.running import ROOT, STORIES, answer, run

from newsledger.cli.init import DEMO_SHEETS


def ids(folder: Path) -> set[str]:
    """The ids of all lines below a folder."""
    return {json.loads(line)["id"] for path in folder.rglob("*.jsonl") for line in path.read_bytes().splitlines()}


def test_it_holds_the_first_story(tmp_path: Path) -> None:
    """The very events that stand in the ledger of this project, and nothing else."""
    assert run(tmp_path, "init", str(tmp_path), "--demo").exit_code == 0

    assert ids(tmp_path / "events") == ids(ROOT / "events" / "kursk")
    assert run(tmp_path, "check").exit_code == 0


def test_the_command_that_it_names_runs(tmp_path: Path) -> None:
    """It says how to ask for the picture, and there is one."""
    told = run(tmp_path, "init", str(tmp_path), "--demo").stdout

    assert "replay 2025-03-16" in told
    assert answer(tmp_path, "replay", "2025-03-16")["territory"]["kursk"]["ukraine"]["area"] == "110 km2"


@pytest.mark.parametrize("name", DEMO_SHEETS)
def test_the_sheets_of_the_demo_are_those_of_the_documents(name: str) -> None:
    """The package carries the sheets that the pages show, byte for byte."""
    assert (resources("newsledger") / "demo" / name).read_bytes() == (STORIES / name).read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code", "fragments"),
    [
        (("--demo", "--zone", "UTC"), 2, ("--demo brings its own", "leave out")),
        (("--demo", "--title", "Mine"), 2, ("--demo brings its own",)),
        (("--demo", "--story", "mine"), 2, ("--demo brings its own",)),
        (("--dmeo",), 2, ("--dmeo", "--demo")),
    ],
)
def test_a_wrong_demo(tmp_path: Path, arguments: tuple[str, ...], code: int, fragments: tuple[str, ...]) -> None:
    """It is refused in words, and no ledger is made."""
    result = run(tmp_path, "init", str(tmp_path), *arguments)

    assert result.exit_code == code
    assert [fragment for fragment in fragments if fragment not in result.stderr] == [], result.stderr
    assert not (tmp_path / "events").exists()


def test_a_ledger_that_is_there_is_left_alone(tmp_path: Path) -> None:
    """The demo is never put into a ledger of one's own."""
    run(tmp_path, "init", str(tmp_path), "--title", "Mine")

    result = run(tmp_path, "init", str(tmp_path), "--demo")

    assert (result.exit_code, "ledger-exists" in result.stderr) == (2, True)
    assert list((tmp_path / "events").rglob("*.jsonl")) == []
