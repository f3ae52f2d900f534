"""What a refused command owes whoever typed it: why, what was expected, what to write; and an untouched ledger."""

from __future__ import annotations

from pathlib import Path

from tests.cli.running import fingerprint, run

Row = tuple[tuple[str, ...], int, tuple[str, ...]]
"""What is typed, the exit code, and what must be said of it."""


def name_of(row: Row) -> str:
    """A row as the name of its test."""
    return " ".join(row[0])


def refused(folder: Path, row: Row) -> None:
    """Holds that a command is refused in words, answers nothing, and changes nothing."""
    arguments, code, fragments = row
    before = fingerprint(folder)

    result = run(folder, *arguments)

    assert (result.exit_code, result.stdout) == (code, ""), result.stderr
    assert [fragment for fragment in fragments if fragment not in result.stderr] == [], result.stderr
    assert "Traceback" not in result.stderr
    assert "fault of its own" not in result.stderr
    assert fingerprint(folder) == before
