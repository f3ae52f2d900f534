"""Two people, one ledger, in git: real merges, events as sentences, and the hooks of the guide."""

from __future__ import annotations

import json
import re
import shutil
import textwrap
from pathlib import Path
from typing import Any

import pytest
from tests.cli.repository import ATTRIBUTES, commit, git, repository, shell
from tests.cli.running import ROOT, answer, files, run

HOOKS = ROOT / "docs" / "guide" / "hooks"
KYIV = ("--source", "kyiv", "--reported", "2025-03-20", "--story", "kursk", "--yes")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Both stories in a repository, committed."""
    folder = tmp_path / "news"
    shutil.copytree(ROOT / "events", folder / "events", ignore=shutil.ignore_patterns(".newsledger"))
    return repository(folder)


def add(folder: Path, claim: str, *how: str) -> None:
    """Adds a claim and commits it."""
    result = run(folder, "add", claim, *(how or KYIV))
    assert result.exit_code == 0, result.stderr
    commit(folder, claim)


def picture(folder: Path) -> dict[str, Any]:
    """The picture of one day."""
    return answer(folder, "replay", "2025-03-20")


def test_two_branches_merge_to_their_union(kept: Path) -> None:
    """What two people add on two branches merges without a conflict, and the picture is that of both."""
    git(kept, "switch", "--create", "amira")
    add(kept, "state/bridge/open = no")
    add(kept, "control/sudzha = russia")
    git(kept, "switch", "main")
    git(kept, "switch", "--create", "ben")
    add(kept, "state/bridge/open = yes", "--source", "moscow", *KYIV[2:])

    git(kept, "merge", "--no-edit", "amira")

    assert git(kept, "status", "--porcelain") == ""
    names = {one["name"]: one["standing"] for one in picture(kept)["beliefs"]}
    assert names["state/bridge/open"] == "disputed"
    assert "control/sudzha" in names
    assert run(kept, "check", "--against", "amira").exit_code == 0
    assert run(kept, "check", "--against", "main").exit_code == 0


def test_the_order_of_merges_does_not_matter(kept: Path) -> None:
    """Merged one way or the other, the ledger gives the same picture, byte for byte."""
    for name, claim in (("amira", "state/bridge/open = no"), ("ben", "control/sudzha = russia")):
        git(kept, "switch", "--create", name, "main")
        add(kept, claim)
    pictures = []
    for first, second in (("amira", "ben"), ("ben", "amira")):
        git(kept, "switch", "--create", f"{first}-first", first)
        git(kept, "merge", "--no-edit", second)
        pictures.append(picture(kept))

    assert pictures[0] == pictures[1]


def test_the_same_report_on_two_branches(kept: Path) -> None:
    """A report that both took in is one event after the merge, and each taking-in stays on record."""
    before = picture(kept)["events"]
    for name in ("amira", "ben"):
        git(kept, "switch", "--create", name, "main")
        add(kept, "state/bridge/open = no", *KYIV, "--by", name)
    git(kept, "merge", "--no-edit", "amira")

    assert picture(kept)["events"] == before + 1
    assert run(kept, "check", "--against", "amira").exit_code == 0
    assert run(kept, "check", "--against", "ben").exit_code == 0


def test_git_tells_events_as_sentences(kept: Path) -> None:
    """With the textconv set up, `git show` tells who said what, and no JSON."""
    git(kept, "config", "diff.newsledger.textconv", "newsledger show --file")
    add(kept, "state/bridge/open = no")

    shown = git(kept, "show", "HEAD")

    assert re.search(r"^\+[0-9a-f]{8} +kyiv says on 2025-03-20: state/bridge/open = no$", shown, re.MULTILINE)
    assert '{"id"' not in shown


def test_without_the_setting_git_shows_the_lines(kept: Path) -> None:
    """Whoever has not set it up sees the stored lines: nothing is hidden."""
    add(kept, "state/bridge/open = no")

    assert '+{"id":"' in git(kept, "show", "HEAD")


def test_a_loss_in_a_merge_is_seen(kept: Path) -> None:
    """A merge that drops what the other branch added is caught on the merged branch."""
    git(kept, "switch", "--create", "amira")
    add(kept, "state/bridge/open = no")
    git(kept, "switch", "main")
    git(kept, "merge", "--no-commit", "--no-ff", "--strategy", "ours", "amira")
    git(kept, "commit", "--quiet", "--message", "A merge that takes nothing")

    assert run(kept, "check", "--against", "amira").exit_code == 4


def test_renamed_files_are_no_loss(kept: Path) -> None:
    """Renaming is red in a list of git's changes, and no loss of the set."""
    for path in files(kept):
        path.rename(path.with_name(f"renamed-{path.name}"))
    commit(kept, "Renamed")

    assert run(kept, "check", "--against", "HEAD~1").exit_code == 0


# --- the files of the guide -------------------------------------------------------------------


def install(folder: Path, hook: str) -> None:
    """Installs a hook of the guide as the guide says."""
    place = folder / ".git" / "hooks" / hook
    place.parent.mkdir(exist_ok=True)
    shutil.copy(HOOKS / hook, place)
    place.chmod(0o755)


def test_the_hook_lets_additions_through(kept: Path) -> None:
    """A commit that only adds is made."""
    install(kept, "pre-commit")
    add(kept, "state/bridge/open = no")

    assert "state/bridge/open" in git(kept, "log", "-1", "--format=%s")


@pytest.mark.parametrize("how", ["edited", "shortened", "deleted"])
def test_the_hook_stops_what_changes_the_past(kept: Path, how: str) -> None:
    """A commit that edits, shortens or deletes what stood there is not made, and the event is named."""
    install(kept, "pre-commit")
    path = files(kept)[0]
    lines = path.read_bytes().splitlines(keepends=True)
    if how == "deleted":
        path.unlink()
    else:
        path.write_bytes(b"".join([lines[0], *([lines[1].replace(b"office", b"0ffice")] if how == "edited" else [])]))
    git(kept, "add", "--all")

    said = git(kept, "commit", "--message", "Tidying up", fails=True)

    assert json.loads(lines[1])["id"][:8] in said
    assert git(kept, "log", "-1", "--format=%s").strip() == "The ledger"


def test_the_hook_at_the_first_commit(tmp_path: Path) -> None:
    """Before there is any commit, the hook checks the lines alone."""
    folder = tmp_path / "news"
    shutil.copytree(ROOT / "events", folder / "events", ignore=shutil.ignore_patterns(".newsledger"))
    git(folder, "init", "--initial-branch", "main")
    (folder / ".gitattributes").write_text(ATTRIBUTES, encoding="utf-8")
    install(folder, "pre-commit")

    commit(folder, "The first")

    assert git(folder, "log", "-1", "--format=%s").strip() == "The first"


def test_the_step_of_the_guide_runs_the_command_that_it_shows() -> None:
    """The step for CI holds the ledger against where the branch left, and fetches all that this needs."""
    step = (HOOKS / "check-ledger.yml").read_text(encoding="utf-8")

    assert "fetch-depth: 0" in step
    assert 'newsledger check --against "$base" --format github' in step


def script() -> str:
    """The shell commands of the last step for CI."""
    text = (HOOKS / "check-ledger.yml").read_text(encoding="utf-8")
    return textwrap.dedent(text.partition("        run: |\n")[2])


@pytest.mark.parametrize(("event", "tampered", "code"), [
    ("pull_request", False, 0), ("pull_request", True, 4), ("push", False, 0), ("push", True, 4),
])  # fmt: skip
def test_the_step_of_the_guide_stops_what_changes_the_past(
    kept: Path, event: str, code: int, *, tampered: bool
) -> None:
    """Its commands run as they stand: a branch that adds passes, also one that is behind; one that loses does not."""
    before = git(kept, "rev-parse", "HEAD").strip()
    git(kept, "switch", "--create", "mine")
    add(kept, "state/bridge/open = no")
    if tampered:
        files(kept)[0].unlink()
        commit(kept, "Tidying up")
    git(kept, "switch", "main")
    add(kept, "control/sudzha = russia")
    git(kept, "update-ref", "refs/remotes/origin/main", "main")
    git(kept, "switch", "mine")

    done = shell(kept, script(), GITHUB_EVENT_NAME=event, MAIN="main", BEFORE=before)

    assert done.returncode == code, done.stdout + done.stderr
    assert ("::error file=events/kursk/" in done.stdout) is tampered


def test_the_step_of_the_guide_at_the_first_push(kept: Path) -> None:
    """Before the first push there is no commit to hold the ledger against: the lines alone are checked."""
    done = shell(kept, script(), GITHUB_EVENT_NAME="push", MAIN="main", BEFORE="0" * 40)

    assert (done.returncode, done.stdout) == (0, "")
