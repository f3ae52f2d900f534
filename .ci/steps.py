"""The commands of the README, from a bare Python and a fresh clone.

    python3 .ci/do.py newsledger replay 2025-03-16    any newsledger command, in the folder where you are
    python3 .ci/do.py check                           all that must hold before a commit: takes minutes
    python3 .ci/do.py test [PYTEST OPTIONS]           the tests alone
    python3 .ci/do.py test-wheel [PYTEST OPTIONS]     the tests alone, on the built wheel

A virtual environment is made in `.venv` of the clone (`NEWSLEDGER_VENV` names another
folder) and used again while it is up to date.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from environment import CONSTRAINTS, ROOT, HaltError, pip, prepare, program, say, variables

USAGE = 2
"""Exit code for a command that is not understood, as `newsledger` itself has it."""

SHARED = ("-n", "auto", "--dist", "loadfile")
"""Tests run on all cores; the examples of one page stay together, for they build on each other."""

CHECKS: dict[str, tuple[str, ...]] = {
    "lint": ("ruff", "check"),
    "format": ("ruff", "format", "--check"),
    "spelling": ("codespell",),
    "types": ("mypy",),
    "imports": ("lint-imports", "--no-logo"),
    "docs": ("sphinx-build", "-q", "-n", "-T", "-W", "--keep-going", "docs", "{scratch}"),
    "tests": ("pytest", *SHARED, "--cov", "--cov-report=term"),
}
"""What must hold, and who says whether it does. Tests come last: their count closes the output."""


def main(arguments: list[str]) -> int:
    """Does what the first argument names, and gives its exit code."""
    try:
        return _do(*arguments)
    except HaltError as halt:
        say(str(halt))
        return 1


def _do(action: str = "", *rest: str) -> int:
    if action == "newsledger":
        prepare()
        return _run("newsledger", *rest, folder=Path.cwd())
    if action == "check" and not rest:
        prepare("dev")
        return _check()
    if action == "test":
        prepare("tests")
        return _run("pytest", *SHARED, *rest)
    if action == "test-wheel":
        return _test_wheel(*rest)
    print(__doc__, file=sys.stderr)
    return USAGE


def _run(name: str, *arguments: str, folder: Path = ROOT) -> int:
    """Runs a program of the environment: at the root of the clone, where no other folder is named."""
    return subprocess.run([program(name), *arguments], cwd=folder, env=variables(), check=False).returncode


def _check() -> int:
    """Runs every check, also after one that failed, and names those that failed."""
    failed = []
    with tempfile.TemporaryDirectory() as scratch:
        for name, (tool, *arguments) in CHECKS.items():
            say(name)
            if _run(tool, *(argument.format(scratch=scratch) for argument in arguments)):
                failed.append(name)
    if failed:
        say(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def _test_wheel(*options: str) -> int:
    """Tests what people install: `src` is out of reach, so its docstrings are left to `test`."""
    prepare("tests", editable=False)
    with tempfile.TemporaryDirectory() as scratch:
        pip("wheel", "--no-deps", "--build-constraint", CONSTRAINTS, "--wheel-dir", scratch, ".")
        wheels = [str(path) for path in Path(scratch).glob("*.whl")]
        pip("install", "--constraint", CONSTRAINTS, "--force-reinstall", "--no-deps", *wheels)
        pip("install", "--constraint", CONSTRAINTS, *wheels)
    return _run("pytest", *SHARED, *options, "tests", "README.md", "docs")
