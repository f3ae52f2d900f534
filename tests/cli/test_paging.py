"""Long answers: through a pager on a terminal, as they are everywhere else."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from tests.cli.running import DAY, ROOT, command, run, surroundings

from newsledger.cli import _paging

pty = pytest.importorskip("pty", reason="a terminal is made by pty")

PAGER = f"""{sys.executable} -c "import sys; print('PAGED', sys.stdin.read(), 'END')" """
"""A pager that says that it was called."""


def on_terminal(*arguments: str, **environment: str) -> str:
    """What a command prints on a terminal of its own, of 24 lines and 100 columns."""
    ours, theirs = pty.openpty()
    told = {"COLUMNS": "100", "LINES": "24", "TERM": "xterm", "NO_COLOR": "1", "PYTHONUTF8": "1", "PAGER": PAGER}
    variables = surroundings(**told | environment)
    with subprocess.Popen(
        command(*arguments), cwd=ROOT, env=variables, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                some = os.read(ours, 65536)
            except OSError:  # Linux says so where the other end is closed
                break
            if not some:
                break
            shown += some
        assert process.wait(60) == 0
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


def test_a_long_answer_goes_through_the_pager() -> None:
    """On a terminal a picture that is longer than the screen is handed to the pager as a whole."""
    shown = on_terminal("replay", DAY)

    assert shown.startswith("PAGED")
    assert shown.rstrip().endswith("END")
    assert shown.count("WHY") == 1


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["--no-pager", "replay", DAY], {}),
        (["replay", DAY], {"NEWSLEDGER_PAGER": ""}),
        (["replay", DAY], {"PAGER": ""}),
        (["replay", DAY], {"TERM": "dumb"}),
        (["replay", DAY], {"LINES": "500"}),
        (["replay", DAY, "--json"], {}),
        (["replay", DAY, "--format", "csv"], {}),
        (["replay", DAY, "--format", "jsonl"], {}),
    ],
)
def test_what_goes_through_no_pager(arguments: list[str], environment: dict[str, str]) -> None:
    """Where nobody wants one, where the screen is high enough, and where a program reads, no pager is called."""
    shown = on_terminal(*arguments, **environment)

    assert "110" in shown
    assert "PAGED" not in shown


def test_our_variable_comes_first() -> None:
    """`NEWSLEDGER_PAGER` names the pager where both variables do."""
    ours = PAGER.replace("PAGED", "OURS")

    assert on_terminal("replay", DAY, NEWSLEDGER_PAGER=ours).startswith("OURS")


def test_a_pipe_has_no_pager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Into a pipe the answer goes as it is, whatever the variables say."""
    monkeypatch.setattr(_paging, "screen_lines", lambda: pytest.fail("a pipe has no screen"))
    result = run(ROOT, "replay", DAY, environment={"NEWSLEDGER_PAGER": PAGER})

    assert "WHY" in result.stdout


def test_the_answer_stands_before_what_is_said_of_it() -> None:
    """A hint on stderr comes behind the answer, as it is said behind it."""
    done = subprocess.run(
        command("replay", "2025-03-11"), cwd=ROOT, env=surroundings(PYTHONUTF8="1"), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, check=True,
    )  # fmt: skip

    assert b"left out" in done.stdout.splitlines()[-1]
    assert b"WHY" in done.stdout.splitlines()[-2]
