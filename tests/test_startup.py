"""What starting up must not load: each of these costs as much as a whole replay of a small ledger."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

RUN = """
import atexit, sys
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
sys.argv[0] = "newsledger"
from newsledger.__main__ import main
main()
"""
"""Runs the command line in a process, and tells at its end which modules it loaded."""

ALWAYS = {"cattrs", "hypothesis", "importlib.metadata", "pendulum", "rich"}


def loaded_by(folder: Path, *arguments: str, done: int = 0) -> tuple[set[str], str]:
    """The modules that a command loads, and what it prints."""
    # what measures coverage loads modules of its own
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST"))}
    variables = kept | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", RUN, *arguments]
    ran = subprocess.run(command, cwd=folder, env=variables, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == done, ran.stderr
    return set(ran.stderr.splitlines()[-1].split()), ran.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a tiny ledger."""
    loaded_by(tmp_path, "init")
    claim = "territory-held/kursk/ukraine = 110 km2"
    loaded_by(tmp_path, "add", claim, "--source", "desk", "--reported", "2025-03-16", "--yes")
    return tmp_path


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_loads_click_alone(arguments: list[str], tmp_path: Path) -> None:
    """Asking for help imports no command, and none of the libraries that commands use."""
    loaded, printed = loaded_by(tmp_path, *arguments)

    assert "click" in loaded
    assert printed
    assert (ALWAYS | {"attr", "attrs", "tomllib", "newsledger.ledger"}) & loaded == set()


def test_a_replay_loads_what_it_needs(folder: Path) -> None:
    """The picture of a date, asked for by its day, needs nobody's words, no settings parser and no plug-ins."""
    loaded, printed = loaded_by(folder, "replay", "2025-03-16")

    assert "110" in printed
    assert "newsledger.replay" in loaded
    assert (
        ALWAYS | {"tomllib", "filelock", "difflib", "newsledger.values.hedges", "newsledger.forms"}
    ) & loaded == set()


def test_a_replay_loads_only_the_kinds_that_are_there(folder: Path) -> None:
    """A kind is imported when a line names it, but for those that the core knows by itself."""
    loaded, _ = loaded_by(folder, "replay", "2025-03-16")

    assert "newsledger.kinds.territory_held" in loaded
    assert {"newsledger.kinds.indicator", "newsledger.kinds.forces"} & loaded == set()
