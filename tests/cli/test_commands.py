"""The commands where nothing is wrong: help, `init`, `timeline`, `show`, `explain`, `contested`, `check`."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.running import DAY, ROOT, answer, command, files, fingerprint, run, started, surroundings

from newsledger import __version__
from newsledger.cli import A_BUG, ORDER, _ask

UNUSED = ("cattrs", "pendulum", "hypothesis", "rich", "tomllib", "importlib.metadata", "filelock", "difflib")
"""What a question never needs: each costs as much as the answer."""


class TestHelp:
    @pytest.mark.parametrize("name", ORDER)
    def test_every_command_helps(self, name: str) -> None:
        """Each command has a line in the list, and help of its own with an example or its arguments."""
        listed = run(ROOT, "--help").stdout
        helped = run(ROOT, name, "--help")

        assert f"  {name} " in listed
        assert helped.exit_code == 0
        assert f"newsledger {name}" in helped.stdout

    def test_the_version(self) -> None:
        """`--version` tells it and nothing else."""
        assert run(ROOT, "--version").stdout == f"newsledger {__version__}\n"

    def test_nothing_asked(self) -> None:
        """Without a command there is help, and the code of a mistake."""
        done = started(ROOT)

        assert done.returncode == 2
        assert b"Commands:" in done.stdout + done.stderr

    def test_as_a_module(self) -> None:
        """`python -m newsledger` is the same program."""
        assert started(ROOT, "--version").stdout.decode().strip() == f"newsledger {__version__}"

    @pytest.mark.parametrize("arguments", [("--help",), ("replay", DAY), ("replay", DAY, "--json"), ("contested", DAY)])
    def test_start_up_loads_little(self, arguments: tuple[str, ...]) -> None:
        """Help and a question load none of the modules that cost more than the answer."""
        done = subprocess.run(
            [sys.executable, "-X", "importtime", *command(*arguments)[1:]],
            cwd=ROOT, env=surroundings(), capture_output=True, text=True, check=True,
        )  # fmt: skip
        loaded = {
            line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")
        }

        assert "newsledger.cli" in loaded
        assert loaded & set(UNUSED) == set()


class TestFaults:
    def test_a_fault_of_ours_is_told_in_a_line(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What nobody foresaw is called our fault, with its own exit code and without a traceback."""

        def broken(_: str) -> Path:
            message = "no such thing"
            raise ZeroDivisionError(message)

        monkeypatch.setattr(_ask, "find_ledger", broken)
        result = run(ROOT, "replay")

        assert (result.exit_code, result.stdout) == (A_BUG, "")
        assert "a fault of its own: ZeroDivisionError: no such thing" in result.stderr
        assert "--debug" in result.stderr

    def test_debug_shows_the_traceback(self) -> None:
        """Whoever asks for it sees where it went wrong."""
        done = started(ROOT, "--debug", "explain", "no-such-slot", DAY)

        assert done.returncode != 0
        assert b"Traceback" in done.stderr


class TestInit:
    def test_a_new_ledger(self, tmp_path: Path) -> None:
        """It has its settings, is empty, is in order, and the first claim that the text proposes can be added."""
        made = run(
            tmp_path, "init", str(tmp_path / "fire"), "--title", "Fire", "--story", "fire", "--zone", "Europe/Kyiv"
        )
        folder = tmp_path / "fire"

        assert made.exit_code == 0
        assert fingerprint(folder).keys() == {"events/ledger.toml", "events/.gitignore"}
        assert run(folder, "check").exit_code == 0
        proposed = made.stdout.splitlines()[-1]
        assert "add 'state/bridge/open = no' --source desk --yes" in proposed
        assert run(folder, "add", "state/bridge/open = no", "--source", "desk", "--yes").exit_code == 0
        assert answer(folder, "replay")["zone"] == "Europe/Kyiv"
        assert [path.parent.name for path in files(folder)] == ["fire"]

    def test_the_ledger_is_found_from_below(self, here: Path) -> None:
        """A command finds the ledger in the folder, in its `events/`, and from any folder below."""
        below = here / "events" / "kursk"

        counts = {answer(folder, "replay", DAY)["events"] for folder in (here, here / "events", below)}

        assert counts == {64}


class TestTimeline:
    def test_it_tells_every_report(self) -> None:
        """Each report of the cut is a line of the answer, the newest last."""
        reports = answer(ROOT, "timeline", DAY)["reports"]
        told = run(ROOT, "timeline", DAY, columns=200).stdout

        assert len(reports) == 64
        assert all(report["id"][:8] in told for report in reports)
        assert told.splitlines()[-1] == "64 reports. One whole: newsledger show ID"

    def test_marks(self) -> None:
        """What was taken back, denied, not answered, doubted or lies ahead says so."""
        kursk = run(ROOT, "timeline", DAY, columns=200).stdout
        fire = run(ROOT, "timeline", "2026-08-18", "--story", "ridge-fire", columns=200).stdout

        assert "denies: state/Ukrainian forces in Kursk/encircled" in kursk
        assert "no comment: forces/north-korea/beside Russian forces" in kursk
        assert "possibly: " in kursk
        assert "TAKEN BACK  state/Ridge fire/arson suspected" in fire
        assert "TAKEN BACK  casualties/Pinecrest residents/missing" in fire

    def test_one_slot(self) -> None:
        """`--slot` leaves the reports of the slots that contain its words, in any case."""
        reports = answer(ROOT, "timeline", DAY, "--slot", "KURSK/Ukraine")["reports"]

        assert {report["slot"] for report in reports} == {"territory-held/kursk/ukraine"}
        assert len(reports) == 6


class TestShow:
    def test_one_event(self) -> None:
        """All that was said, word for word, and what the kind means."""
        identity = answer(ROOT, "explain", "kursk/ukraine.area", DAY)["voices"][0]["id"]

        told = run(ROOT, "show", identity[:10]).stdout

        for part in (
            "just 110 km2 (42 sq mi)",
            "Russian military officials",
            "the report",
            "asserts",
            "territory-held",
            identity,
        ):
            assert part in told

    def test_an_amended_event(self) -> None:
        """It names what took it out."""
        reports = answer(ROOT, "timeline", "2026-08-18", "--slot", "arson")["reports"]
        told = run(ROOT, "show", reports[0]["id"]).stdout

        assert "taken back by" in told
        assert "nobody in the investigation had said so" in told

    def test_an_id_in_capitals(self) -> None:
        """An id is found in any case."""
        identity = answer(ROOT, "timeline", DAY)["reports"][0]["id"]

        assert answer(ROOT, "show", identity.upper())["id"] == identity


class TestExplain:
    def test_every_voice_is_there(self) -> None:
        """Who says it, who denies it, who was not heard, what was before, and how to ask again."""
        told = run(ROOT, "explain", "forces/north-korea", DAY).stdout

        for part in (
            "WHO SAYS IT",
            "Kyiv",
            "Western intelligence",
            "WHO WAS NOT HEARD",
            "would not say",
            "Moscow",
            "AGAIN",
        ):
            assert part in told

    def test_the_other_side_that_gives_no_word(self) -> None:
        """A party that the slot is about, and that says nothing itself, is named."""
        assert "Ukraine itself gives no word" in run(ROOT, "explain", "kursk/ukraine.area", DAY).stdout

    @pytest.mark.parametrize(
        "slot", ["kursk/ukraine.area", "encircled", "killed or wounded/military/total/war in ukraine"]
    )
    def test_the_command_it_ends_with_gives_the_same(self, slot: str) -> None:
        """The last line reproduces the answer."""
        first = run(ROOT, "explain", f"russia/{slot}" if slot.startswith("killed") else slot, DAY, columns=200).stdout
        again = first.splitlines()[-1].removeprefix("AGAIN").strip()
        program, *arguments = shlex.split(again)

        assert program == "newsledger"
        assert run(ROOT, *arguments, columns=200).stdout == first

    def test_what_was_taken_out(self) -> None:
        """A corrected figure is named with what corrected it."""
        told = run(ROOT, "explain", "missing", "2026-08-18").stdout

        assert "TAKEN OUT" in told
        assert "= 3 @ 2026-08-14" in " ".join(told.split())


class TestContested:
    def test_both_stories(self) -> None:
        """Each contest has its heading; parties that stand apart are no dispute about facts."""
        told = run(ROOT, "contested", DAY).stdout

        for part in ("SAID AND DENIED", "DENIED, NOBODY ON RECORD SAYS IT", "TWO ANSWERS", "SAID, AND NOT ANSWERED",
                     "PARTIES APART", "4 contested, 1 parted"):  # fmt: skip
            assert part in told

    def test_nothing_contested(self, new: Path) -> None:
        """A ledger without a dispute says so in numbers."""
        run(new, "add", "state/bridge/open = no", "--source", "desk", "--reported", DAY, "--yes")

        assert "0 contested, 0 parted" in run(new, "contested", DAY).stdout


def test_check_finds_nothing() -> None:
    """Both stories are in order."""
    result = run(ROOT, "check")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("nothing found in ")
