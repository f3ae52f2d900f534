"""How these tests call the command line: in this process as a rule, in one of its own where that matters."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from newsledger.cli import main

ROOT = Path(__file__).parents[2]
STORIES = ROOT / "docs" / "stories"
DAY = "2025-03-16"

ASKING = ("replay", "timeline", "contested")
"""The commands that need nothing but a question."""


def run(
    folder: Path,
    *arguments: str,
    columns: int = 100,
    typed: str | bytes | None = None,
    environment: dict[str, str] | None = None,
    color: bool = False,
) -> Result:
    """Runs a command on the ledger in a folder, and lets no exception of ours pass as an exit code."""
    screen = {"COLUMNS": str(columns), "NO_COLOR": "1"} | (environment or {})
    call = ["-C", str(folder), *arguments]
    result = CliRunner().invoke(main, call, input=typed, env=screen, color=color, prog_name="newsledger")
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    return result


def answer(folder: Path, *arguments: str) -> dict[str, Any]:
    """The JSON that a command answers with."""
    result = run(folder, *arguments, "--json")
    loaded: dict[str, Any] = json.loads(result.stdout)
    return loaded


def started(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Runs a command in a process of its own, its output piped."""
    return subprocess.run(
        command(*arguments), cwd=folder, env=surroundings(**environment), capture_output=True, check=False
    )


def command(*arguments: str) -> list[str]:
    """What starts the command line in a process of its own."""
    return [sys.executable, "-m", "newsledger", *arguments]


def surroundings(**environment: str) -> dict[str, str]:
    """The environment of this process, in which newsledger is found as it is here, and nothing measures it."""
    ours = ("NO_COLOR", "COLUMNS", "FORCE_COLOR")
    kept = {name: value for name, value in os.environ.items() if name not in ours and not name.startswith("COVERAGE")}
    return kept | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)} | environment


def fingerprint(folder: Path) -> dict[str, str]:
    """A hash of every file below a folder, but for what can be made again."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".newsledger" not in path.parts
    }


def files(folder: Path) -> list[Path]:
    """The files of events below a folder, sorted."""
    return sorted((folder / "events").rglob("*.jsonl"))


def lines(folder: Path) -> list[bytes]:
    """Every stored line below a folder."""
    return [line for path in files(folder) for line in path.read_bytes().splitlines()]
