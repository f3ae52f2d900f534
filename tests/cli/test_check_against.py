"""check --against: what stood in the ledger at a commit stands in it now, or a redaction says why not."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.cli.refusing import Row, name_of, refused
from tests.cli.repository import commit, git, repository
from tests.cli.running import files, fingerprint, run

WRONG: list[Row] = [
    (("check", "--against"), 2, ("--against", "requires an argument")),
    (("check", "--against", "mian"), 2, ("unknown-ref", "'mian'", "did you mean main?")),
    (("check", "--against", "origin/main"), 2, ("'origin/main'", "git fetch origin origin/main")),
    (("check", "--against", "HEAD~9"), 2, ("'HEAD~9'", "known: main")),
    (("check", "--against", ""), 2, ("no commit ''",)),
    (("check", "--against", "--all"), 2, ("--all",)),
    (("check", "--against", "HEAD:events"), 2, ("no commit 'HEAD:events'",)),
    (("check", "--against", "main", "--format", "xml"), 2, ("'xml'", "'text', 'json', 'sarif', 'github'")),
    (("check", "--against", "main", "--json", "--format", "sarif"), 2, ("--json and --format sarif",)),
    (("check", "main"), 2, ("'main' is no check", "A commit stands behind --against")),
]


@pytest.fixture
def kept(here: Path) -> Path:
    """Both stories in a repository, committed."""
    return repository(here)


@pytest.mark.parametrize("row", WRONG, ids=name_of)
def test_a_wrong_commit(kept: Path, row: Row) -> None:
    """A commit that is not there is answered with the nearest that is."""
    refused(kept, row)


def test_outside_of_git(here: Path) -> None:
    """Where there is no repository, the answer says so."""
    refused(here, (("check", "--against", "main"), 2, ("no-repository", "in no git repository", "git init")))


def test_without_git(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git is not installed, the answer says so."""
    monkeypatch.setenv("PATH", str(kept))
    refused(kept, (("check", "--against", "main"), 2, ("no-git", "install git")))


def test_nothing_changed(kept: Path) -> None:
    """A ledger as it was committed has lost nothing; how many events were compared goes to stderr."""
    result = run(kept, "check", "--against", "main")

    assert (result.exit_code, result.stdout) == (0, "nothing found in 115 sound events\n")
    assert "115 events stood there" in result.stderr


def test_what_was_added_is_no_loss(kept: Path) -> None:
    """A ledger only grows, and growing is no finding."""
    assert run(kept, "add", "state/bridge/open", "--source", "kyiv", "--reported", "2025-03-16").exit_code == 0

    assert run(kept, "check", "--against", "HEAD").exit_code == 0


def test_a_deleted_line(kept: Path) -> None:
    """A line that is gone is told with its claim, its place then, and the command that brings it back."""
    path = files(kept)[0]
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-1]))
    gone = json.loads(lines[-1])["id"][:8]

    result = run(kept, "check", "--against", "main")

    assert result.exit_code == 4
    place = f"{path.relative_to(kept / 'events').as_posix()}:{len(lines)}"
    assert f"{place}: error[missing-event]: {gone}, recorded " in result.stdout
    assert "stood at main and is gone: state/Donald Trump/office" in result.stdout
    restore = re.search(r"git restore --source \w+ -- \S+", result.stdout)
    assert restore is not None
    git(kept / "events", *restore[0].split()[1:])
    assert run(kept, "check", "--against", "main").exit_code == 0


def test_an_edited_figure(kept: Path) -> None:
    """An edited line is both damage and a loss: the event stood there, and now does not match its id."""
    path = next(path for path in files(kept) if b"1368 km2" in path.read_bytes())
    path.write_bytes(path.read_bytes().replace(b"1368 km2", b"1386 km2", 1))

    result = run(kept, "check", "--against", "main")

    assert result.exit_code == 4
    assert "error[id-mismatch]" in result.stdout
    assert "error[altered-event]" in result.stdout
    assert "does not match its id" in result.stdout


def test_a_back_dated_line(kept: Path) -> None:
    """The time of taking in is no part of the id, and is held all the same."""
    path = files(kept)[-1]
    recorded = json.loads(path.read_bytes().splitlines()[0])["recorded"]
    path.write_bytes(path.read_bytes().replace(recorded.encode(), b"2020-01-01T00:00:00Z", 1))

    result = run(kept, "check", "--against", "main")

    assert result.exit_code == 4
    assert re.search(r"altered-event.*recorded .* is altered, now recorded 2020-01-01T00:00:00Z by", result.stdout)


def test_another_hand(kept: Path) -> None:
    """Who took it in is held as well."""
    path = files(kept)[-1]
    by = json.loads(path.read_bytes().splitlines()[0])["by"]
    path.write_bytes(path.read_bytes().replace(f'"by":"{by}"'.encode(), b'"by":"mallory"', 1))

    assert run(kept, "check", "--against", "main").exit_code == 4


def test_a_deleted_file(kept: Path) -> None:
    """Each event of a file that is gone is named."""
    path = files(kept)[-1]
    many = len(path.read_bytes().splitlines())
    path.unlink()

    result = run(kept, "check", "--against", "main", "--json")

    found = json.loads(result.stdout)["findings"]
    assert result.exit_code == 4
    assert sum(1 for one in found if one["code"] == "missing-event") == many


def test_moving_and_joining_files_is_no_loss(kept: Path) -> None:
    """It is a set: in which file an event stands, and in which order, plays no part."""
    joined = b"".join(sorted(line for path in files(kept) for line in path.read_bytes().splitlines(keepends=True)))
    for path in files(kept):
        path.unlink()
    (kept / "events" / "all.jsonl").write_bytes(joined)

    assert run(kept, "check", "--against", "main").exit_code == 0


def test_a_second_copy_that_goes_again(kept: Path) -> None:
    """An event that stood twice and stands once is there."""
    path = files(kept)[0]
    copy = path.with_name("copy.jsonl")
    copy.write_bytes(path.read_bytes())
    commit(kept, "A copy")
    copy.unlink()

    assert run(kept, "check", "--against", "HEAD").exit_code == 0


def test_a_redaction_explains_a_loss(kept: Path) -> None:
    """Words that had to go are no loss where a redaction names them; a voided line would be one."""
    path = files(kept)[0]
    lines = path.read_bytes().splitlines(keepends=True)
    gone = json.loads(lines[-1])["id"]
    typed = f"redaction/{gone} = names a minor, authority the editor"
    assert run(kept, "add", typed, "--yes").exit_code == 0
    path.write_bytes(b"".join(lines[:-1]))

    result = run(kept, "check", "--against", "main")

    assert "missing-event" not in result.stdout
    assert result.exit_code != 4


def test_a_ledger_that_is_the_root_of_its_repository(new: Path) -> None:
    """The folder of the ledger need not be called events, nor stand below the root."""
    inner = new / "events"
    assert run(inner, "add", "state/bridge/open", "--source", "desk", "--yes").exit_code == 0
    git(inner, "init", "--initial-branch", "main")
    commit(inner, "The ledger")
    files(new)[0].unlink()

    assert run(inner, "check", "--against", "main").exit_code == 4


def test_a_commit_before_the_ledger(here: Path) -> None:
    """Against a commit that held no ledger there is nothing to lose, and that is told."""
    (here / "events").rename(here.parent / "aside")
    repository(here)
    (here.parent / "aside").rename(here / "events")

    result = run(here, "check", "--against", "main")

    assert result.exit_code == 0
    assert "nothing to hold it against" in result.stderr


def test_a_branch_that_is_behind(kept: Path) -> None:
    """What was added to the other branch meanwhile is missing here; the answer says how to compare instead."""
    git(kept, "switch", "--create", "mine")
    git(kept, "switch", "main")
    assert run(kept, "add", "state/bridge/open", "--source", "kyiv", "--reported", "2025-03-16").exit_code == 0
    commit(kept, "A report")
    git(kept, "switch", "mine")

    result = run(kept, "check", "--against", "main")

    assert result.exit_code == 4
    assert "--against $(git merge-base main HEAD)" in result.stderr
    base = git(kept, "merge-base", "main", "HEAD").strip()
    assert run(kept, "check", "--against", base).exit_code == 0


def test_nothing_is_repaired(kept: Path) -> None:
    """Holding a damaged ledger against its past changes no byte of it."""
    files(kept)[0].unlink()
    before = fingerprint(kept)

    run(kept, "check", "--against", "main")

    assert fingerprint(kept) == before
