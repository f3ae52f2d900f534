"""`add --edit`: a sheet in the editor, opened again with its problems in it, and nothing that was typed is lost."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.amending import fill, opened
from tests.cli.running import fingerprint, run

Edit = Callable[..., str]

FIRST = "text.replace('report:', 'report: daily', 1).replace('the report says:', 'the report says:\\n  {}')"
"""What somebody does who fills the form in."""


@pytest.fixture
def flood(new: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small ledger, in which one works."""
    fill(new)
    monkeypatch.chdir(new)
    return new


def editor(folder: Path, *turns: str) -> dict[str, str]:
    """An editor that does one thing to the text at each turn, and keeps what it saw; after the last it only looks."""
    program = folder / "editor.py"
    program.write_text(
        "import pathlib, sys\n"
        f"turns = {list(turns)!r}\n"
        "path, seen = pathlib.Path(sys.argv[1]), sorted(pathlib.Path('.').glob('seen-*'))\n"
        "text = path.read_text(encoding='utf-8')\n"
        "pathlib.Path(f'seen-{len(seen)}').write_text(text, encoding='utf-8')\n"
        "if len(seen) < len(turns):\n"
        "    path.write_text(eval(turns[len(seen)]), encoding='utf-8')\n",
        encoding="utf-8",
    )
    return {"VISUAL": f'"{sys.executable}" "{program}"', "EDITOR": "false"}


def seen(folder: Path, turn: int) -> str:
    """What stood in the editor when it opened."""
    return (folder / f"seen-{turn}").read_text(encoding="utf-8")


def drafts(folder: Path) -> list[Path]:
    """The drafts that are kept."""
    return sorted(folder.glob("draft-*"))


def test_what_is_written_is_added(flood: Path) -> None:
    """The form filled in becomes events, and the draft is gone."""
    result = run(flood, "add", "--edit", environment=editor(flood, FIRST.format("state/mill/burning")))

    assert result.exit_code == 0, result.stderr
    assert "state/mill/burning = yes" in result.stdout
    assert drafts(flood) == []


def test_the_form_knows_sources_and_slots(flood: Path) -> None:
    """Sources and slots of the story stand in it as remarks, with the story and today's date."""
    run(flood, "add", "--edit", environment=editor(flood))

    form = seen(flood, 0)
    assert "story: flood\n" in form
    assert f"published: {opened(flood).today()}" in form
    assert "#   agency: the water agency\n" in form
    assert "#   state/Old Bridge/safe = yes\n" in form
    remarks = [line for line in form.splitlines() if line.startswith("#")]
    assert "town-hall" not in form
    assert len(remarks) > 10


def test_a_form_left_as_it_is_adds_nothing(flood: Path) -> None:
    """Nothing was entered, nothing is kept, nothing is changed."""
    environment = editor(flood)
    before = fingerprint(flood / "events")

    result = run(flood, "add", "--edit", environment=environment)

    assert (result.exit_code, "nothing was entered" in result.stderr) == (1, True)
    assert (drafts(flood), fingerprint(flood / "events")) == ([], before)


def test_problems_stand_above_their_lines(flood: Path) -> None:
    """The editor opens again with each problem as a remark, a mark over the column; mended, it is added."""
    wrong = FIRST.format("control/mill = 3\\n  indicator/flood/area = 90 acers")
    environment = editor(flood, wrong, "text.replace('acers', 'acres')")

    result = run(flood, "add", "--edit", environment=environment)

    assert result.exit_code == 0, result.stderr
    lines = seen(flood, 1).splitlines()
    at = lines.index("  indicator/flood/area = 90 acers")
    assert lines[at - 3].startswith("#! unknown-unit: 'acers' is no known unit")
    assert lines[at - 2].startswith("#!   did you mean acres?")
    assert lines[at - 1] == "#!" + " " * 26 + "vvvvv"
    assert drafts(flood) == []


def test_whoever_gives_up_keeps_the_draft(flood: Path) -> None:
    """Left with its problems, the sheet is kept as it was typed, and named; it can be gone on with."""
    environment = editor(flood, FIRST.format("indicator/flood/area = 90 acers"))
    before = fingerprint(flood / "events")

    result = run(flood, "add", "--edit", environment=environment)

    (draft,) = drafts(flood)
    assert result.exit_code == 2
    assert f"the draft is kept in {draft.name}; go on with: newsledger add --edit {draft.name}" in result.stderr
    assert "unknown-unit" in result.stderr
    assert "90 acers" in draft.read_text(encoding="utf-8")
    assert "#!" not in draft.read_text(encoding="utf-8")
    assert fingerprint(flood / "events") == before
    for old in flood.glob("seen-*"):
        old.unlink()
    again = editor(flood, "text.replace('acers', 'acres')")
    assert run(flood, "add", "--edit", draft.name, environment=again).exit_code == 0
    assert draft.is_file()


def test_a_kept_draft_left_as_it_is_can_be_added(flood: Path) -> None:
    """A draft of another day counts as typed, not as a form: it is added as it stands."""
    text = "# A report sheet.\nreport: daily\npublished: 2025-05-02\n\nthe report says:\n  state/mill/burning\n"
    (flood / "mine.report").write_text(text, encoding="utf-8")

    result = run(flood, "add", "--edit", "mine.report", environment=editor(flood))

    assert "state/mill/burning" in result.stdout
    assert (flood / "mine.report").read_text(encoding="utf-8") == text


def test_a_dry_run_keeps_the_draft(flood: Path) -> None:
    """What was typed is not lost for looking at what it would do."""
    environment = editor(flood, FIRST.format("state/mill/burning"))
    before = fingerprint(flood / "events")

    result = run(flood, "add", "--edit", "--dry-run", environment=environment)

    assert (result.exit_code, len(drafts(flood))) == (0, 1)
    assert fingerprint(flood / "events") == before


def test_a_new_name_is_made_for_each_draft(flood: Path) -> None:
    """A draft that was kept is never written over."""
    run(flood, "add", "--edit", "--dry-run", environment=editor(flood, FIRST.format("state/mill/burning")))
    for old in flood.glob("seen-*"):
        old.unlink()
    run(flood, "add", "--edit", "--dry-run", environment=editor(flood, FIRST.format("state/barn/burning")))

    first, second = drafts(flood)
    assert {"mill" in path.read_text(encoding="utf-8") for path in (first, second)} == {True, False}


def test_an_append_that_fails_keeps_the_draft(flood: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk costs nobody what was typed."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("newsledger.stores.directory.write_whole", full)
    result = run(flood, "add", "--edit", environment=editor(flood, FIRST.format("state/mill/burning")))

    (draft,) = drafts(flood)
    assert (result.exit_code, f"the draft is kept in {draft.name}" in result.stderr) == (3, True)
    assert "state/mill/burning" in draft.read_text(encoding="utf-8")


WRONG = [
    # what is typed, what the editor does, and what must be said
    ((), FIRST.format("state/old bridgge/safe"), ("near-miss", "state/old bridge/safe", "draft is kept")),
    ((), "text + '\\nkyif says:\\n  state/a/b\\n'", ("empty-header", "unknown-source", "'kyif'", "draft is kept")),
    ((), FIRST.format("state/a/b @ 2025-02-30"), ("no-such-day", "write 2025-02-28", "draft is kept")),
    ((), FIRST.format("states/a/b"), ("unknown-kind", "did you mean state?")),
    ((), "text.replace('report:', 'report: daily', 1).replace('published: 20', 'published: 29')", ("future-report",)),
    ((), "text.replace('report:', 'reprot: daily', 1)", ("unknown-header", "did you mean report?")),
    ((), FIRST.format("correct zzzz: state/a/b"), ("unknown-id", "'zzzz'")),
    ((), FIRST.format("void zzzz"), ("void", "draft is kept")),
    (("--source", "agency"), "text", ("--edit opens one sheet", "--source")),
    (("--denies",), "text", ("--edit opens one sheet", "--denies")),
    (("state/a/b = yes",), "text", ("--edit opens one sheet", "claim")),
    (("a.report", "b.report"), "text", ("--edit opens one sheet", "second sheet")),
    (("nowhere/a.report",), "text", ("no-draft", "nowhere/a.report", "name a file")),
]


@pytest.mark.parametrize("row", WRONG, ids=lambda row: " ".join((*row[0], row[1]))[-60:])
def test_what_is_wrong_is_told(flood: Path, row: tuple[tuple[str, ...], str, tuple[str, ...]]) -> None:
    """Each mistake is told in words, with exit code 2, and the ledger stays as it was."""
    arguments, turn, fragments = row
    before = fingerprint(flood / "events")

    result = run(flood, "add", "--edit", *arguments, environment=editor(flood, turn))

    assert result.exit_code == 2, result.stderr
    assert [fragment for fragment in fragments if fragment not in result.stderr] == [], result.stderr
    assert fingerprint(flood / "events") == before


@pytest.mark.parametrize("program", ["false", "no-such-editor-at-all"])
def test_an_editor_that_fails_is_named(flood: Path, program: str) -> None:
    """It says how to choose another, and leaves no empty draft behind."""
    result = run(flood, "add", "--edit", environment={"VISUAL": program, "EDITOR": program})

    assert (result.exit_code, "no-editor" in result.stderr, "EDITOR=nano" in result.stderr) == (2, True, True)
    assert drafts(flood) == []


def test_bytes_that_are_no_text_are_kept(flood: Path) -> None:
    """A file that an editor saved in another encoding is refused and left as it is."""
    program = flood / "latin.py"
    program.write_text("import sys; open(sys.argv[1], 'wb').write(b'report: M\\xfcller\\n')", encoding="utf-8")

    result = run(flood, "add", "--edit", environment={"VISUAL": f'"{sys.executable}" "{program}"'})

    (draft,) = drafts(flood)
    assert (result.exit_code, "not-utf-8" in result.stderr, draft.name in result.stderr) == (2, True, True)
    assert draft.read_bytes() == b"report: M\xfcller\n"
