"""What reaches a terminal or a pipe: the answer alone on stdout, and nothing that a terminal obeys."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import unicodedata
from pathlib import Path

import pytest
from tests.cli.running import ASKING, DAY, ROOT, answer, command, run, started, surroundings

from newsledger.cli._out import cells, visible, wrapped
from newsledger.codec import dumps
from newsledger.event import content_id

ESCAPE = "\x1b"
NASTY = {
    "a colour": "\x1b[31mred\x1b[0m",
    "a title": "\x1b]0;owned\x07",
    "a line of its own": "a\nFAKE  2,000 km²",
    "back to the start": "a\rb",
    "C1": "\x9b31m",
    "bidirectional": "abc\u202ecba\u2069",
    "a mark": "\u200fabc\ufeff",
    "delete": "a\x7f\x08b",
}
SHOWING = (
    f"replay {DAY}", f"replay {DAY} --all", f"timeline {DAY}", "explain open", "show {id}", "explain bridgge",
    "show {id} --json", f"replay {DAY} --json", "explain open --json","add state/bridgehead/open --source x --yes",
)  # fmt: skip
OBEYED = {"Cc", "Cf"}
"""The categories of Unicode that hold what a terminal obeys."""

JSON = [
    ("replay", DAY), ("timeline", DAY), ("contested", DAY), ("explain", "encircled", DAY), ("show", "{id}"),
    ("check",), ("add", "state/bridge/open = no", "--source", "kyiv"), ("replay", "1999"), ("timeline", "1999"),
    ("contested", "1999"),
]  # fmt: skip
SCHEMAS = {
    "replay": "picture", "timeline": "timeline", "contested": "contested", "explain": "explanation",
    "show": "event", "check": "check", "add": "added",
}  # fmt: skip


def plant(folder: Path, text: str) -> str:
    """Puts a claim with hostile text into a ledger, by a line that no newsledger wrote; gives its id."""
    said = {
        "fact": {"kind": "state", "subject": f"bridge {text}", "condition": "open", "term": f"no {text}"},
        "occurred": DAY, "reported": DAY, "source": f"mayor {text}", "story": f"kursk {text}", "v": "1",
        "told": {"term": f"nope {text}"}, "via": [f"paper {text}"],
    }  # fmt: skip
    raw = dumps(said).encode()
    line = dumps({"id": content_id(raw), "recorded": "2025-03-17T00:00:00Z", "by": f"desk {text}"})[:-1]
    planted = folder / "events" / "planted.jsonl"
    planted.write_bytes(f'{line},"said":'.encode() + raw + b"}\n")
    return content_id(raw)


def obeyed(text: str) -> set[str]:
    """The characters of a text that a terminal might obey, but for the end of a line."""
    return {letter for letter in text if unicodedata.category(letter) in OBEYED} - {"\n"}


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
@pytest.mark.parametrize("arguments", SHOWING)
def test_hostile_text_is_made_visible(new: Path, arguments: str, text: str) -> None:
    """Control and bidirectional characters of an event reach no terminal, in no command, and no line is forged."""
    identity = plant(new, text)

    result = run(new, *arguments.format(id=identity).split())

    assert "bridge" in (result.stdout + result.stderr).casefold()
    assert obeyed(result.stdout) == obeyed(result.stderr) == set()
    assert not any(line.startswith("FAKE") for line in (result.stdout + result.stderr).splitlines())


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_json_escapes_what_a_terminal_obeys(new: Path, text: str) -> None:
    """JSON holds the very text, escaped so that a terminal shows it."""
    plant(new, text)

    printed = run(new, "timeline", DAY, "--json").stdout

    assert obeyed(printed) == set()
    assert json.loads(printed)["reports"][0]["said"]["source"] == f"mayor {text}"


def test_what_is_hidden_is_named() -> None:
    """A reader sees which character stood there."""
    assert visible("a\u202eb\x1b") == "a<U+202E>b<U+001B>"
    assert visible("Курск, 東京, naïve\n") == "Курск, 東京, naïve\n"


@pytest.mark.parametrize("row", JSON, ids=[" ".join(row) for row in JSON])
def test_json_is_the_whole_of_stdout(here: Path, row: tuple[str, ...]) -> None:
    """Each command answers with one JSON object that says which it is; all else goes to stderr."""
    some = answer(here, "timeline", DAY)["reports"][0]["id"]

    result = run(here, *(part.format(id=some) for part in row), "--json")

    assert json.loads(result.stdout)["schema"] == f"newsledger/{SCHEMAS[row[0]]}/1"


@pytest.mark.parametrize("name", ASKING)
def test_an_empty_answer_says_why(name: str) -> None:
    """Before anything was reported the answer is empty, and its text says since when there is something."""
    text, machine = run(ROOT, name, "1999"), run(ROOT, name, "1999", "--json")

    assert (text.exit_code, machine.exit_code) == (0, 0)
    assert "Nothing had been reported by 1999: the first report is of 20 Jan 2025." in text.stdout
    assert json.loads(machine.stdout)["at"] == "1999"


def test_before_it_was_entered() -> None:
    """What this ledger held before the story was entered is nothing, and the answer says since when it holds it."""
    result = run(ROOT, "replay", DAY, "--known", DAY)

    assert result.exit_code == 0
    assert "known 2025-03-16" in result.stdout
    assert "Nothing had been recorded by 16 Mar 2025: the first report was taken in on 20" in result.stdout


@pytest.mark.parametrize("name", ASKING)
def test_a_new_ledger_says_what_to_do(new: Path, name: str) -> None:
    """A ledger without a report says how to add one."""
    assert "The ledger holds no report yet. Add one: newsledger add SHEET" in run(new, name).stdout


def test_hints_go_to_stderr() -> None:
    """What was left out is a hint, no part of the answer."""
    result = run(ROOT, "replay", "2025-03-12", "--story", "kursk")

    assert "later events about this day or before it left out" in result.stderr
    assert "left out" not in result.stdout
    assert "--hindsight" in result.stderr
    assert run(ROOT, "replay", "2025-03-12", "--story", "kursk", "--hindsight").stderr == ""


@pytest.mark.parametrize("name", ASKING)
def test_the_first_line_repeats_the_question(name: str) -> None:
    """Each cut and the zone stand in the first lines as they were resolved."""
    told = run(ROOT, name, "--at", "2024-12-31", "--public", DAY, "--zone", "UTC", columns=200).stdout

    assert "(at 2024-12-31, public 2025-03-16, zone UTC)" in told.splitlines()[0]


class TestColour:
    def test_a_terminal_gets_headings(self) -> None:
        """Headings are bold on a terminal, and nothing else is coloured."""
        told = run(ROOT, "replay", DAY, color=True, environment={"NO_COLOR": ""}).stdout

        assert f"{ESCAPE}[1mTERRITORY{ESCAPE}[0m" in told
        assert {part.partition("m")[0] for part in told.split(f"{ESCAPE}[")[1:]} == {"1", "0"}

    def test_no_color_is_heeded(self) -> None:
        """`NO_COLOR` keeps them away."""
        assert ESCAPE not in run(ROOT, "replay", DAY, color=True, environment={"NO_COLOR": "1"}).stdout

    @pytest.mark.parametrize("name", ASKING)
    def test_a_pipe_gets_plain_text(self, name: str) -> None:
        """In a pipe there are none, whatever the environment says."""
        done = started(ROOT, name, DAY)

        assert done.returncode == 0
        assert b"16 Mar 2025" in done.stdout
        assert ESCAPE.encode() not in done.stdout + done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX")
class TestABrokenPipe:
    @pytest.mark.parametrize(
        "arguments", [("replay", DAY), ("replay", DAY, "--json"), ("timeline", "2026-08-18"), ("check", "--json")]
    )
    @pytest.mark.parametrize("reader", ["head -1", "true", "head -c 1"])
    def test_whoever_has_enough_may_go(self, arguments: tuple[str, ...], reader: str) -> None:
        """A reader that stops early ends the command quietly."""
        line = f'{{ {shlex.join(command(*arguments))}; echo "code $?" >&2; }} | {reader}'

        done = subprocess.run(
            ["sh", "-c", line], cwd=ROOT, env=surroundings(), capture_output=True, text=True, check=False
        )

        assert done.stderr.strip() == "code 0"

    def test_the_first_line_arrives(self) -> None:
        """What was read before is what would have been read."""
        line = f"{shlex.join(command('replay', DAY))} | head -1"

        done = subprocess.run(
            ["sh", "-c", line], cwd=ROOT, env=surroundings(COLUMNS="100"), capture_output=True, check=False
        )

        assert done.stdout.decode() == run(ROOT, "replay", DAY).stdout.splitlines(keepends=True)[0]

    def test_a_closed_stdout(self) -> None:
        """No stdout at all is no reason for a traceback either."""
        line = f"{shlex.join(command('replay', DAY))} >&-"

        done = subprocess.run(
            ["sh", "-c", line], cwd=ROOT, env=surroundings(), capture_output=True, text=True, check=False
        )

        assert "Traceback" not in done.stderr


class TestOtherScripts:
    def test_wide_letters_keep_within_the_columns(self, new: Path) -> None:
        """Letters that take two columns, and no blanks, are wrapped as the others."""
        claim = "state/東京都庁舎前の大きな橋と北側の仮設道路/開通している = いいえ、まだ復旧作業中"
        assert run(new, "add", claim, "--source", "市長", "--reported", DAY, "--yes").exit_code == 0

        for columns in (30, 40, 60, 80, 100):
            for arguments in (("replay", DAY), ("timeline", DAY), ("explain", "state", DAY)):
                told = run(new, *arguments, columns=columns).stdout
                assert max(cells(line) for line in told.splitlines() if line[:5] != "AGAIN") <= columns
                assert "いいえ" in told.replace("\n", "").replace(" ", "")

    @pytest.mark.parametrize(
        ("text", "columns", "lines"),
        [
            ("", 10, []),
            ("plain words here", 6, ["plain", "words", "here"]),
            ("東京都庁舎", 4, ["東京", "都庁", "舎"]),
            ("東京 city 京都", 8, ["東京", "city", "京都"]),
            ("東京 city 京都", 9, ["東京 city", "京都"]),
            ("e\u0301te\u0301", 10, ["e\u0301te\u0301"]),
        ],
    )
    def test_wrapping_counts_columns(self, text: str, columns: int, lines: list[str]) -> None:
        """Lines are filled by columns, not by letters."""
        assert wrapped(text, columns) == lines

    def test_names_of_any_script_are_found(self, new: Path) -> None:
        """A slot in Cyrillic is found in any case."""
        run(new, "add", "state/Міст через Сейм/відкрито = ні", "--source", "мер", "--reported", DAY, "--yes")

        assert "ні" in run(new, "explain", "МІСТ", DAY).stdout

    def test_output_is_utf_8_in_a_pipe(self) -> None:
        """km² arrives whole where Python is told to write UTF-8, and is no fault where it cannot be."""
        done = started(ROOT, "replay", DAY, PYTHONIOENCODING="utf-8")
        poor = started(ROOT, "replay", DAY, PYTHONIOENCODING="ascii")

        assert "110 km²" in done.stdout.decode()
        assert poor.returncode == 0
        assert b"Traceback" not in poor.stderr
