"""completion: the scripts for shells, and what they offer."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.cli.refusing import Row, name_of, refused
from tests.cli.running import run

from newsledger.cli import main

WRONG: list[Row] = [
    (("completion",), 2, ("Missing argument", "bash", "fish", "zsh")),
    (("completion", "bsh"), 2, ("'bsh' is not one of 'bash', 'fish', 'zsh'",)),
    (("completion", "powershell"), 2, ("'powershell'", "'bash', 'fish', 'zsh'")),
    (("completion", ""), 2, ("'bash', 'fish', 'zsh'",)),
    (("completion", "bash", "zsh"), 2, ("unexpected extra argument",)),
    (("completion", "--install", "bash"), 2, ("--install",)),
    (("completion", "bash", "--json"), 2, ("--json",)),
    (("completon", "bash"), 2, ("'completon'", "Did you mean completion?")),
]


@pytest.mark.parametrize("row", WRONG, ids=name_of)
def test_a_wrong_shell(here: Path, row: Row) -> None:
    """A shell that is not known is answered with those that are."""
    refused(here, row)


def offered(folder: Path, *words: str, in_shell: str = "fish") -> list[str]:
    """The words that a shell offers for the last one typed; nothing may be said beside them."""
    typed = " ".join(["newsledger", "-C", str(folder), *words])
    asked = {
        "_NEWSLEDGER_COMPLETE": f"{in_shell}_complete",
        "COMP_WORDS": typed,
        "COMP_CWORD": words[-1] if words else "",
    }
    if in_shell != "fish":
        asked["COMP_CWORD"] = str(len(words) + 2)
    result = CliRunner().invoke(main, [], env=asked, prog_name="newsledger")
    assert result.stderr == ""
    return [line.partition(",")[2].partition("\t")[0] for line in result.stdout.splitlines() if "," in line]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("explain", "encirc"), ["state/ukrainian forces in kursk/encircled"]),
        (("history", "arson"), ["state/ridge fire/arson suspected"]),
        (("timeline", "--slot", "sumy/russian"), ["expectation/sumy/russian offensive"]),
        (("sources", "ky"), ["kyiv", "zelensky"]),
        (("replay", "--story", "k"), ["kursk"]),
        (("diff", "--story", "ridge"), ["ridge-fire"]),
        (("kinds", "territ"), ["territory-held"]),
        (("export", "json"), ["jsonfeed", "jsonl"]),
        (("brief", "--story", "k"), ["kursk"]),
        (("comple",), ["completion"]),
    ],
)
def test_what_is_offered(here: Path, words: tuple[str, ...], expected: list[str]) -> None:
    """Commands, slots, sources, stories and kinds are offered where they may stand."""
    assert [one for one in offered(here, *words) if one in expected] == expected


def test_ids_are_offered_by_their_beginning(here: Path) -> None:
    """An id is typed from its first digit on, hence only such are offered."""
    found = offered(here, "show", "7")

    assert found
    assert all(one.startswith("7") for one in found)


@pytest.mark.parametrize("words", [("explain", "x"), ("sources", "x"), ("show", "7"), ("replay", "--story", "k")])
def test_nothing_is_said_where_nothing_can_be_offered(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Without a ledger, or with a broken one, whoever presses Tab gets silence."""
    assert offered(tmp_path, *words) == []
    (tmp_path / "ledger.toml").write_text("format = [", encoding="utf-8")
    assert offered(tmp_path, *words) == []


def test_blanks_are_escaped_for_bash(here: Path) -> None:
    """Bash takes an offer as if it had been typed: a blank in it must not end the word."""
    assert offered(here, "explain", "state/ridge", in_shell="bash") == [
        "state/ridge\\ fire/arson\\ suspected",
        "state/ridge\\ fire/started\\ by\\ a\\ power\\ line",
    ]


def test_words_that_would_break_the_screen_are_left_out(here: Path) -> None:
    """A story with a control character in its name is not offered."""
    typed = ("state/bridge/open", "--source", "kyiv", "--reported", "2025-03-16", "--story", "kur\u202esk", "--yes")
    assert run(here, "add", *typed).exit_code == 0

    assert offered(here, "replay", "--story", "kur") == ["kursk"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one_of_its_shell(here: Path, shell: str) -> None:
    """The script names the program and the variable that it asks with, and its shell can read it."""
    script = run(here, "completion", shell).stdout

    assert "_NEWSLEDGER_COMPLETE" in script
    assert f"{shell}_complete" in script
    if shutil.which(shell):
        assert subprocess.run([shell, "-n"], input=script, text=True, check=False).returncode == 0
