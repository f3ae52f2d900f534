"""import: files of other formats into a ledger, whole or not at all."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import pytest
from tests.cli.running import ROOT, answer, fingerprint, lines, run

from newsledger.cli._progress import Progress, told
from newsledger.importers import File
from newsledger.importers import _frame as frame
from newsledger.ledger import open_ledger

PLACES = ("sudzha", "kursk", "belgorod", "sumy", "kharkiv", "kupiansk", "pokrovsk")


def form(place: str, holder: str = "russia", **more: str) -> str:
    """A report as a line of JSON."""
    fact = {"kind": "control", "place": place, "holder": holder}
    return json.dumps({"fact": fact, "source": "desk", "reported": "2025-03-16", **more})


@pytest.fixture
def forms(new: Path) -> Path:
    """A file of seven good lines, beside a new ledger."""
    path = new / "forms.jsonl"
    path.write_text("".join(form(place) + "\n" for place in PLACES))
    return path


def test_what_is_imported_is_what_was_told(new: Path, forms: Path) -> None:
    """Each line becomes an event, in one file of the ledger, and the picture tells it."""
    result = run(new, "import", "jsonl", str(forms))

    assert (result.exit_code, len(lines(new))) == (0, 7)
    assert result.stdout.startswith("7 rows of 1 file read as jsonl: 7 events added, 0 there already\n  in _batch/")
    assert len(list((new / "events").rglob("*.jsonl"))) == 1
    assert "Kupiansk" in run(new, "replay", "2025-03-16").stdout


def test_a_second_import_adds_nothing(new: Path, forms: Path) -> None:
    """The same file again changes no byte of the ledger; a file that grew adds what is new, wherever it stands."""
    run(new, "import", "jsonl", str(forms))
    before = fingerprint(new / "events")
    again = run(new, "import", "jsonl", str(forms))

    assert (again.exit_code, fingerprint(new / "events")) == (0, before)
    assert "0 events added, 7 there already" in again.stdout
    forms.write_text(form("orikhiv") + "\n" + forms.read_text())
    assert "1 event added, 7 there already" in run(new, "import", "jsonl", str(forms)).stdout


def test_each_event_tells_where_it_came_from(new: Path, forms: Path) -> None:
    """File, line and digest stand beside who entered it, and in no id."""
    run(new, "import", "jsonl", str(forms), "--by", "ann")
    events = {event.said.claims()[0][0].name + event.by for event in open_ledger(new / "events").events()}
    file = File(forms)
    list(file.lines())

    digest = str(file.digest)[:16]
    assert events == {f"holderann, from forms.jsonl line {n}, sha256 {digest}" for n in range(1, 8)}


def test_a_dry_run_writes_nothing(new: Path, forms: Path) -> None:
    """It tells how many there are and the first few as claims, and who is new here."""
    before = fingerprint(new)
    result = run(new, "import", "jsonl", str(forms), "--dry-run")

    assert fingerprint(new) == before
    assert result.stdout.splitlines()[0] == "7 rows of 1 file read as jsonl: 7 events to add, 0 there already"
    assert result.stdout.splitlines()[1] == "  control/sudzha = russia (desk, 2025-03-16)"
    assert result.stdout.splitlines()[-1] == "  … and 2 more"
    assert "new here: 1 source: desk" in result.stderr
    assert "nothing written: a dry run; --append adds what is new" in result.stderr


def test_a_terminal_gets_a_dry_run(new: Path, forms: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where somebody watches, nothing is written unless it is asked for."""
    monkeypatch.setattr("newsledger.cli.import.at_a_terminal", lambda: True)

    assert "7 events to add" in run(new, "import", "jsonl", str(forms)).stdout
    assert lines(new) == []
    assert "7 events added" in run(new, "import", "jsonl", str(forms), "--append").stdout


def test_a_bad_row_keeps_all_out(new: Path, forms: Path) -> None:
    """While one row is bad nothing is added; file, line, column and what to write are told."""
    forms.write_text(forms.read_text() + form("tokmak", reported="2025-02-30") + "\n")
    before = fingerprint(new)
    result = run(new, "import", "jsonl", str(forms))

    assert (result.exit_code, fingerprint(new)) == (2, before)
    assert f"{forms}:8:" in result.stderr
    assert "error[no-such-day]" in result.stderr
    assert "7 events to add" not in result.stdout
    assert "0 events added, 0 there already, 1 bad row" in result.stdout
    assert run(new, "import", "jsonl", str(forms), "--dry-run").exit_code == 1


def test_bad_rows_are_put_aside(new: Path, forms: Path) -> None:
    """With --reject-to the good ones are added; the bad ones are mended and imported in the same way."""
    forms.write_text(form("tokmak", reported="2025-02-30") + "\n" + forms.read_text())
    aside = new / "bad.jsonl"
    result = run(new, "import", "jsonl", str(forms), "--reject-to", str(aside))

    assert (result.exit_code, len(lines(new))) == (1, 7)
    assert aside.read_text() == form("tokmak", reported="2025-02-30") + "\n"
    aside.write_text(aside.read_text().replace("02-30", "02-28"))
    assert run(new, "import", "jsonl", str(aside), "--reject-to", str(new / "none")).exit_code == 0
    assert len(lines(new)) == 8
    assert sorted(path.name for path in new.iterdir() if path.is_file()) == ["bad.jsonl", "forms.jsonl"]


def test_nothing_is_put_aside_by_a_dry_run(new: Path, forms: Path) -> None:
    """A dry run leaves no file behind."""
    forms.write_text("{\n")
    result = run(new, "import", "jsonl", str(forms), "--dry-run", "--reject-to", str(new / "bad.jsonl"))

    assert (result.exit_code, (new / "bad.jsonl").exists()) == (1, False)


def test_a_ledger_goes_into_another(new: Path) -> None:
    """All lines of one ledger are all lines of the other, by their ids."""
    files = sorted((ROOT / "events").rglob("*.jsonl"))
    result = run(new, "import", "jsonl", *map(str, files))
    there = {json.loads(line)["id"] for path in files for line in path.read_bytes().splitlines()}

    assert result.exit_code == 0, result.stderr
    assert {json.loads(line)["id"] for line in lines(new)} == there


def test_a_format_need_not_be_named(new: Path, forms: Path) -> None:
    """A file of a known format is recognised, and said so."""
    result = run(new, "import", str(forms), "--dry-run")

    assert "read as jsonl" in result.stderr
    assert "7 events to add" in result.stdout


def test_large_imports_are_several_whole_batches(new: Path, forms: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than one batch of events becomes several files; where it breaks off, the same import adds the rest."""
    monkeypatch.setattr(frame, "BATCH", 3)
    ledger = open_ledger(new / "events")
    job = frame.Import(ledger, "jsonl", [str(forms)])
    found = job.look()
    added, written = job.append()

    assert (found.new, added, len(written), len(lines(new))) == (7, 7, 3, 7)
    (new / "events" / written[1]).unlink()
    result = run(new, "import", "jsonl", str(forms))
    assert "3 events added, 4 there already" in result.stdout


def test_a_file_that_changes_under_way_is_refused(new: Path, forms: Path) -> None:
    """What was looked at is what is added, or nothing is."""
    job = frame.Import(open_ledger(new / "events"), "jsonl", [str(forms)])
    job.look()
    forms.write_text(form("elsewhere") + "\n")
    with pytest.raises(ValueError, match="changed-file"):
        job.append()

    assert lines(new) == []


def test_rows_told_twice_and_rows_that_say_nothing_are_counted(new: Path, forms: Path) -> None:
    """One event is added for two equal rows, and a redacted line of another ledger says nothing."""
    redacted = '{"id":"44136fa355b3678a1146ad16f7e8649e","recorded":"2025-03-16T12:00:00Z","by":"desk"}'
    forms.write_text(f"{form('sudzha')}\n{form('sudzha')}\n{redacted}\n")
    told = answer(new, "import", "jsonl", str(forms))

    counts = {name: told[name] for name in ("rows", "new", "present", "twice", "empty", "bad", "added")}
    assert counts == {"rows": 3, "new": 1, "present": 0, "twice": 1, "empty": 1, "bad": 0, "added": 1}


def test_a_circle_of_sources_is_refused(new: Path, forms: Path) -> None:
    """What `add` refuses at the door is refused here, though each row alone is sound."""
    facts = [{"kind": "source", "source": a, "derived-from": b} for a, b in (("x", "y"), ("y", "x"))]
    forms.write_text("".join(json.dumps({"fact": fact}) + "\n" for fact in facts))
    before = fingerprint(new)
    result = run(new, "import", "jsonl", str(forms))

    assert (result.exit_code, fingerprint(new)) == (2, before)
    assert "error[source-circle]" in result.stderr


def test_json_tells_all(new: Path, forms: Path) -> None:
    """Counts, files with their digests, where the events went, and each problem with its place."""
    forms.write_text(form("sudzha") + "\n{\n")
    result = run(new, "import", "jsonl", str(forms), "--json", "--reject-to", str(new / "bad"))
    loaded = json.loads(result.stdout)

    assert loaded["schema"] == "newsledger/imported/1"
    assert [loaded["files"][0]["file"], len(loaded["files"][0]["sha256"])] == [str(forms), 64]
    assert (loaded["added"], len(loaded["stored"]), loaded["rejected"]) == (1, 1, str(new / "bad"))
    assert [(one["code"], one["row"], one["column"]) for one in loaded["problems"]] == [("no-json", 2, 2)]


WRONG: list[tuple[list[str], tuple[str, ...]]] = [
    ([], ("Missing argument", "FILE")),
    (["jsonl"], ("Missing argument", "name the files")),
    (["jsnl", "forms.jsonl"], ("unknown-format", "did you mean jsonl?")),
    (["nothing-here"], ("unknown-format", "neither a format nor a file")),
    (["other.txt"], ("unknown-format", "none of the formats", "newsledger import FORMAT")),
    (["jsonl", "nothing-here"], ("unreadable-file", "no such file")),
    (["jsonl", "folder"], ("unreadable-file", "no file with content")),
    (["jsonl", "other.txt"], ("other.txt:1:1", "no-json")),
    (["jsonl", "forms.jsonl", "other.txt", "--reject-to", "x"], ("one FILE",)),
    (["jsonl", "forms.jsonl", "--reject-to", "forms.jsonl"], ("file-exists", "name another")),
    (["jsonl", "forms.jsonl", "--reject-to", "no/such/folder"], ("no-folder", "bad rows cannot be put")),
    (["jsonl", "forms.jsonl", "--dry-runn"], ("No such option", "--dry-run")),
    (["jsonl", "broken.gz"], ("damaged-file", "breaks off")),
    (["jsonl", "sheet.xlsx"], ("no-table", "Excel", "CSV")),
    (["jsonl", "utf16.jsonl"], ("not-utf-8", "UTF-16")),
    (["jsonl", "latin.jsonl"], ("not-utf-8", "byte 0xe9", "latin.jsonl:1:")),
]
"""What somebody types, and what must be said of it."""


@pytest.mark.parametrize(("arguments", "fragments"), WRONG, ids=lambda value: " ".join(value)[:40])
def test_what_is_wrong_is_told(
    new: Path, forms: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], fragments: tuple[str, ...]
) -> None:
    """Each mistake is told in words, with what to write, and leaves the ledger and the folder as they were."""
    monkeypatch.chdir(new)
    (new / "folder").mkdir()
    (new / "other.txt").write_text("Dear diary\n")
    (new / "broken.gz").write_bytes(gzip.compress(forms.read_bytes())[:-9])
    (new / "sheet.xlsx").write_bytes(b"PK\x03\x04....")
    (new / "utf16.jsonl").write_bytes(forms.read_text().encode("utf-16"))
    (new / "latin.jsonl").write_bytes(form("x").replace("desk", "Café").encode("latin-1").replace(b"\\u00e9", b"\xe9"))
    before = fingerprint(new)
    result = run(new, "import", *arguments)

    assert result.exit_code == 2, result.stderr
    assert [fragment for fragment in fragments if fragment not in result.stderr] == [], result.stderr
    assert "Traceback" not in result.stderr
    assert fingerprint(new) == before


# --- progress ---------------------------------------------------------------------------------


class Clock:
    """A clock that somebody sets."""

    now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def test_progress_is_shown_after_half_a_second(forms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing of what is short; then part, rows, rate and remaining time, taken away at the end."""
    clock = Clock()
    progress = Progress(clock=clock, shown=True)
    file = File(forms)
    file.read = file.size // 4
    for clock.now in (0.1, 0.4):
        progress(file, 256)
    assert capsys.readouterr().err == ""
    clock.now = 2.0
    progress(file, 52_224)

    assert "forms.jsonl: 25 %, 52,224 rows, 26,112 rows/s, 6 s left" in capsys.readouterr().err
    progress.close()
    assert capsys.readouterr().err == "\r"


def test_progress_is_silent_in_a_pipe(forms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nobody watches, nothing is written."""
    clock = Clock()
    progress = Progress(clock=clock, shown=False)
    clock.now = 9.0
    progress(File(forms), 256)
    progress.close()

    assert capsys.readouterr().err == ""


def test_minutes_are_told_as_minutes() -> None:
    """A long remaining time is told in minutes and seconds; an empty file takes none."""
    assert told("a", 1, 100, 1000, 1.0).endswith("1 min 39 s left")
    assert told("a", 0, 0, 0, 1.0) == "a: 100 %, 0 rows, 0 rows/s, 0 s left"


def test_the_ledger_is_found_from_above(forms: Path, tmp_path: Path) -> None:
    """Without a ledger it says so."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.rmtree(tmp_path / "events")

    assert run(elsewhere, "import", "jsonl", str(forms)).exit_code == 3
