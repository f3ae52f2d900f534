"""doctor: the state of the installation and of the ledger, and what should be mended."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from filelock import FileLock
from tests.cli.refusing import Row, name_of, refused
from tests.cli.running import answer, fingerprint, run

from newsledger.cli import doctor

WRONG: list[Row] = [
    (("doctor", "kursk"), 2, ("unexpected extra argument",)),
    (("doctor", "--fix"), 2, ("--fix",)),
    (("doctor", "--format", "csv"), 2, ("--format",)),
    (("doctor", "--strict"), 2, ("--strict",)),
    (("doctor", "--jsn"), 2, ("--jsn", "--json")),
    (("doctr",), 2, ("'doctr'", "Did you mean doctor?")),
    (("doctor", "--story", "kursk"), 2, ("--story",)),
    (("-C", "/no/such/folder", "doctor"), 3, ("there is no folder /no/such/folder",)),
]


@pytest.mark.parametrize("row", WRONG, ids=name_of)
def test_a_wrong_call(here: Path, row: Row) -> None:
    """What doctor does not know is refused."""
    refused(here, row)


def found(folder: Path) -> dict[str, tuple[str, str]]:
    """What was found, by what was looked at."""
    return {fact["about"]: (fact["state"], fact["found"]) for fact in answer(folder, "doctor")["facts"]}


def git(folder: Path, *arguments: str) -> None:
    """Runs git in a folder."""
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def test_a_sound_ledger(here: Path) -> None:
    """Where nothing is to be mended the code is 0, and nothing was changed."""
    before = fingerprint(here)
    result = run(here, "doctor", columns=300)

    assert result.exit_code == 0
    assert "115 in 5 files" in result.stdout
    assert "kursk, ridge-fire" in result.stdout
    assert "click " in result.stdout
    assert result.stdout.splitlines()[-1].startswith("0 to mend")
    assert fingerprint(here) == before


def test_no_ledger_here(tmp_path: Path) -> None:
    """The installation can be looked at anywhere; that there is no ledger is only noted."""
    result = run(tmp_path, "doctor")

    assert result.exit_code == 0
    assert "newsledger init" in result.stdout


def test_what_a_broken_write_left(here: Path) -> None:
    """A file that was never finished is named, and is to be mended."""
    (here / "events" / "kursk" / ".2025-03-16-x.jsonl.part").write_bytes(b'{"id":')

    assert found(here)["leftovers"][0] == "BAD"
    result = run(here, "doctor", columns=200)
    assert result.exit_code == 1
    assert "kursk/.2025-03-16-x.jsonl.part" in result.stdout


def test_a_damaged_line(here: Path) -> None:
    """That lines are damaged is told; which ones is the matter of check."""
    path = next((here / "events" / "kursk").glob("*.jsonl"))
    path.write_bytes(path.read_bytes()[:-40])

    assert found(here)["lines"][0] == "BAD"


def test_damaged_settings(here: Path) -> None:
    """Settings that cannot be read are told, and the rest is looked at all the same."""
    (here / "events" / "ledger.toml").write_text('format = "1"\nzone = "Mars"\n', encoding="utf-8")

    result = run(here, "doctor")
    assert result.exit_code == 1
    assert "no time zone 'Mars'" in " ".join(result.stdout.split())


def test_a_ledger_that_is_being_written(here: Path) -> None:
    """A lock that another holds is noted: it is no fault."""
    (here / "events" / ".newsledger").mkdir()
    with FileLock(here / "events" / ".newsledger" / "lock"):
        assert found(here)["lock"] == ("note", "another process is writing just now")
    assert found(here)["lock"] == ("good", "free")


def test_git_that_is_not_set_up(here: Path) -> None:
    """In a repository without driver, attributes and hook each is named with the line that sets it up."""
    git(here, "init")

    facts = found(here)
    assert (facts["textconv"][0], facts["hook"][0], facts["attributes"][0]) == ("note", "note", "note")
    assert 'git config diff.newsledger.textconv "newsledger show --file"' in run(here, "doctor", columns=200).stdout


def test_git_that_is_set_up(here: Path) -> None:
    """With all three in place there is nothing to note."""
    git(here, "init")
    git(here, "config", "diff.newsledger.textconv", "newsledger show --file")
    (here / ".gitattributes").write_text("events/**/*.jsonl -text diff=newsledger\n", encoding="utf-8")
    (here / ".gitignore").write_text(".newsledger/\n", encoding="utf-8")
    hook = here / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("exec newsledger check --against HEAD\n", encoding="utf-8")

    facts = found(here)
    assert (facts["textconv"][0], facts["hook"][0]) == ("good", "good")
    assert "attributes" not in facts
    assert run(here, "doctor").stdout.splitlines()[-1] == "All is well."


def test_git_that_would_change_bytes(here: Path) -> None:
    """Ids are hashes of stored bytes: a repository that converts line ends is to be mended."""
    git(here, "init")
    git(here, "config", "core.autocrlf", "true")

    assert found(here)["attributes"][0] == "BAD"


def test_no_git(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git is not installed the ledger works without it, and that is noted."""
    monkeypatch.setenv("PATH", str(here))

    assert found(here)["git"][0] == "note"
    assert shutil.which("git") is None


def test_a_missing_library(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that is not installed is named with the line that installs it."""
    monkeypatch.setattr(doctor, "LIBRARIES", ("click", "no-such-library"))

    result = run(here, "doctor", columns=200)
    assert result.exit_code == 1
    assert "pip install no-such-library" in result.stdout


def test_no_time_zones(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system without zone data can read UTC alone, and is told what to install."""
    monkeypatch.setattr("zoneinfo.available_timezones", set)

    result = run(here, "doctor", columns=200)
    assert result.exit_code == 1
    assert "pip install tzdata" in result.stdout
