"""What starting up must not load: each of these costs as much as a whole replay of a small ledger."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.bringing import bring

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


@pytest.fixture
def ten_plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten packages, each with a kind, a check and a command that tell when they are imported."""
    site = tmp_path / "site"
    for number in range(10):
        package = f"wet{number}"
        groups = {f"newsledger.{group}": {f"{package}-{group}": package} for group in ("kinds", "checks", "commands")}
        bring(site, package, groups, {f"{package}.py": f'"""wet: help {number}."""\n'})
    monkeypatch.syspath_prepend(site)


@pytest.mark.usefixtures("ten_plugins")
def test_help_lists_plug_ins_without_importing_them(tmp_path: Path) -> None:
    """With ten plug-ins installed, help names each of their commands and loads no more than without."""
    loaded, printed = loaded_by(tmp_path, "--help")

    assert all(f"wet{number}-commands  help {number} (wet{number} 1.0)" in printed for number in range(10))
    assert (ALWAYS | {"attr", "wet0", "newsledger.plugins", "newsledger.ledger"}) & loaded == set()


@pytest.mark.usefixtures("ten_plugins")
def test_a_replay_imports_no_plug_in_that_it_does_not_need(folder: Path) -> None:
    """With ten plug-ins installed, a ledger that uses none of them is replayed without looking at one."""
    loaded, printed = loaded_by(folder, "replay", "2025-03-16")

    assert "110" in printed
    assert (ALWAYS | {f"wet{number}" for number in range(10)}) & loaded == set()
