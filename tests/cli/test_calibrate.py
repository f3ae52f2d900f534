"""`newsledger calibrate`: what is proposed, shown, kept and appended."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.calibrating.making import saids
from tests.cli.refusing import Row, name_of, refused
from tests.cli.running import answer, fingerprint, run

from newsledger.calibrating import Learned, Step, learn
from newsledger.cli import _learning
from newsledger.cli._learning import FILE, Watch
from newsledger.ledger import open_ledger

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)

KEPT = Path("events", ".newsledger", FILE)


@pytest.fixture(scope="module")
def ferries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of many departures, which no test here writes to."""
    folder = tmp_path_factory.mktemp("ferries")
    start(folder, 240)
    return folder


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """A ledger of some departures."""
    start(tmp_path, 60)
    return tmp_path


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything takes long enough to be told and kept."""
    monkeypatch.setattr(_learning, "SLOW", -1.0)


def start(folder: Path, ferries: int) -> None:
    """Makes a ledger of departures."""
    assert run(folder, "init", str(folder)).exit_code == 0
    open_ledger(folder / "events", clock=lambda: LONG_AGO).append(saids(ferries))


def test_the_table_shows_grades_and_evidence(ferries: Path) -> None:
    """Each source has its letter, before and after, and the counts that it rests on."""
    result = run(ferries, "calibrate", columns=200)

    assert result.exit_code == 0, result.stderr
    assert "Learned in 8 rounds from 1440 claims of 6 sources" in result.stdout
    assert "pier" in result.stdout
    assert "ungraded -> E" in result.stdout
    assert "of 240 claims that others speak of too" in result.stdout
    assert "unlikely values with mirror on indicator/*/departure" in result.stdout


def test_the_forms_hold_the_same(ferries: Path) -> None:
    """JSON, JSON lines, CSV and Markdown hold every proposal."""
    told = answer(ferries, "calibrate")
    lines = run(ferries, "calibrate", "--format", "jsonl").stdout.splitlines()
    csv = run(ferries, "calibrate", "--format", "csv").stdout.splitlines()
    markdown = run(ferries, "calibrate", "--format", "md").stdout

    assert told["schema"] == "newsledger/calibrate/1"
    assert [json.loads(line) for line in lines] == told["proposals"]
    assert csv[0] == "source,was,grade,claims,likely,echoes,reason"
    assert len(csv) == len(told["proposals"]) + 1 == 7
    assert all(f"| {one['source']} |" in markdown for one in told["proposals"])
    assert told["unjudged"] == []


def test_nothing_is_written_unless_asked(ferries: Path) -> None:
    """Showing, a dry run and a trial with --append leave the ledger as it is."""
    before = fingerprint(ferries)
    for arguments in ([], ["--dry-run"], ["--append", "--dry-run"], ["--append", "--yes", "--dry-run"]):
        assert run(ferries, "calibrate", *arguments).exit_code == 0

    assert fingerprint(ferries) == before


def test_append_adds_the_events_once(few: Path) -> None:
    """What is appended are `source` events from the day that is given; afterwards there is nothing to propose."""
    result = run(few, "calibrate", "--append", "--yes", "--from", "2025-03-16", "--by", "ann")
    events = [event for event in open_ledger(few / "events").events() if event.said.kind == "source"]

    assert result.exit_code == 0, result.stderr
    assert len(events) == 6
    assert {(str(event.said.occurred), event.by) for event in events} == {("2025-03-16", "ann")}
    assert "Nothing to propose." in run(few, "calibrate").stdout
    assert answer(few, "calibrate", "--append", "--yes")["added"] == []


def test_append_as_json_tells_what_was_added(few: Path) -> None:
    """The answer is that of every command that writes."""
    told = answer(few, "calibrate", "--append", "--yes")

    assert told["schema"] == "newsledger/added/1"
    assert len(told["added"]) == 6


def test_earlier_pictures_stay(few: Path) -> None:
    """A picture of what the ledger held before is that before, byte for byte."""
    question = ("replay", "2025-03-16", "--known", "2026-01-01", "--json")
    before = run(few, *question).stdout
    assert run(few, "calibrate", "--append", "--yes").exit_code == 0

    assert run(few, *question).stdout == before


def test_the_sheet_can_be_added(few: Path) -> None:
    """`-o` writes a sheet that `add` takes, with the very events that `--append` would add."""
    sheet = few / "grades.report"
    written = run(few, "calibrate", "-o", str(sheet), "--from", "2025-03-16")
    by_append = answer(few, "calibrate", "--append", "--yes", "--dry-run", "--from", "2025-03-16")["added"]
    added = answer(few, "add", str(sheet))["added"]

    assert written.exit_code == 0, written.stderr
    assert sorted(added) == sorted(by_append)


def test_a_sheet_is_not_written_in_a_dry_run(few: Path) -> None:
    """`--dry-run` holds for the sheet too, and where there is nothing to propose there is none."""
    sheet = few / "grades.report"
    assert run(few, "calibrate", "-o", str(sheet), "--dry-run").exit_code == 0
    assert not sheet.exists()
    run(few, "calibrate", "--append", "--yes")

    assert "nothing to propose" in run(few, "calibrate", "-o", str(sheet)).stderr
    assert not sheet.exists()


def test_a_persons_grade_stays_but_on_demand(few: Path) -> None:
    """Who was graded by hand is left alone without `--regrade`."""
    assert run(few, "add", "source/pier = Pier, grade E").exit_code == 0
    graded = {one["source"] for one in answer(few, "calibrate")["proposals"] if one["grade"]}
    regraded = {one["source"]: one["was"] for one in answer(few, "calibrate", "--regrade")["proposals"]}

    assert "pier" not in graded
    assert regraded["pier"] == "E"


def test_sources_graded_f_teach_nothing(few: Path) -> None:
    """A source graded F counts for nobody, and nothing is proposed for it."""
    before = {one["source"] for one in answer(few, "calibrate")["proposals"]}
    assert run(few, "add", "source/wire = Wire, grade F").exit_code == 0

    assert {one["source"] for one in answer(few, "calibrate")["proposals"]} == before - {"wire"}


def test_an_empty_ledger_and_one_source(tmp_path: Path) -> None:
    """Where nobody can be compared that is said, and it is no mistake."""
    assert run(tmp_path, "init", str(tmp_path)).exit_code == 0
    assert "Nothing to learn from" in run(tmp_path, "calibrate").stdout
    run(tmp_path, "add", "state/bridge/open", "--source", "desk", "--yes")

    assert "Nothing to learn from" in run(tmp_path, "calibrate", "--append", "--yes").stdout
    assert answer(tmp_path, "calibrate")["proposals"] == []


def test_few_claims_are_told(tmp_path: Path) -> None:
    """With few claims nothing is proposed, and the reason is told."""
    start(tmp_path, 3)
    result = run(tmp_path, "calibrate")

    assert "6 sources made at most 3 claims" in result.stdout
    assert "Nothing to propose." in result.stdout


# --- runs that are interrupted ------------------------------------------------------------------


class Stopped(Exception):
    """Somebody stops a run."""


def stopped_after(folder: Path, rounds: int) -> Learned:
    """Runs until so many rounds are over, then is stopped; gives what was kept."""
    watch = Watch(folder / "events")
    ledger = open_ledger(folder / "events")

    def stop(step: Step) -> None:
        watch(step)
        if step.learned.rounds == rounds:
            raise Stopped

    from newsledger.calibrating import claims_of  # here alone
    from newsledger.live import Question

    claims = claims_of(ledger.state().live(Question(at=ledger.today())))
    with pytest.raises(Stopped):
        learn(claims, progress=stop)
    kept = watch.kept()
    assert kept is not None
    return kept


@pytest.mark.usefixtures("at_once")
def test_an_interrupted_run_goes_on(few: Path) -> None:
    """A run that was stopped goes on where it was, with the same answer as one that was not."""
    whole = run(few, "calibrate", "--json").stdout
    (few / KEPT).unlink()
    assert stopped_after(few, 3).rounds == 3
    result = run(few, "calibrate", "--json")

    assert result.stdout == whole
    assert "round 4 of 8" in result.stderr
    assert "round 3 of 8" not in result.stderr


@pytest.mark.usefixtures("at_once")
def test_new_events_begin_anew(few: Path) -> None:
    """What was kept counts for nothing once the events have changed."""
    assert stopped_after(few, 3).rounds == 3
    run(few, "add", "indicator/ferry 1/departure = 615 minutes", "--source", "app", "--reported", "2025-03-17")
    run(few, "add", "indicator/ferry 1/departure = 615 minutes", "--source", "radio", "--reported", "2025-03-17")

    assert "round 1 of 8" in run(few, "calibrate").stderr


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("spoiled", [b"", b"{", b"[]", b"\xff", b'{"schema": "newsledger/learned/1"}'])
def test_a_spoiled_state_is_made_again(few: Path, spoiled: bytes) -> None:
    """What was kept is no part of the ledger: where it cannot be read, learning starts again."""
    whole = run(few, "calibrate", "--json").stdout
    (few / KEPT).write_bytes(spoiled)

    assert run(few, "calibrate", "--json").stdout == whole


def test_what_is_quick_keeps_and_tells_nothing(few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under half a second nobody waits: no progress, no file."""
    monkeypatch.setattr(_learning, "SLOW", 1e9)
    result = run(few, "calibrate")

    assert "learning" not in result.stderr
    assert not (few / KEPT).exists()


# --- what is refused ----------------------------------------------------------------------------

WRONG: list[Row] = [
    (("calibrate", "--rounds", "0"), 2, ("--rounds", "1<=x<=100")),
    (("calibrate", "--rounds", "many"), 2, ("--rounds", "'many'")),
    (("calibrate", "--from", "someday"), 2, ("--from", "someday")),
    (("calibrate", "--from", "2025-03/.."), 2, ("--from", "open", "give a day")),
    (("calibrate", "--from", "2999-01-01"), 2, ("--from", "after today")),
    (("calibrate", "-o", "grades.txt"), 2, ("-o", "ends in .report")),
    (("calibrate", "-o", "no/such/grades.report"), 2, ("-o", "there is no folder")),
    (("calibrate", "-o", "a.report", "--append"), 2, ("--append and -o", "leave one")),
    (("calibrate", "--append"), 2, ("nobody is there to ask", "--yes")),
    (("calibrate", "--append", "--yes", "--format", "csv"), 2, ("--append", "--format csv")),
    (("calibrate", "--json", "--format", "csv"), 2, ("two forms",)),
    (("calibrate", "--yes"), 2, ("--yes", "--append is not given")),
    (("calibrate", "gofox"), 2, ("unexpected extra argument", "gofox")),
    (("calibrate", "--regrad"), 2, ("--regrade",)),
]


@pytest.mark.parametrize("row", WRONG, ids=name_of)
def test_what_is_wrong_is_refused(ferries: Path, row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each wrong input is refused in words, with what to write instead, and nothing is changed."""
    monkeypatch.chdir(ferries)
    arguments, code, fragments = row
    if arguments == ("calibrate", "--append"):
        result = run(ferries, *arguments)
        assert result.exit_code == code
        assert all(fragment in result.stderr for fragment in fragments)
        return
    refused(ferries, row)


def test_a_file_that_is_there_is_not_written_over(few: Path) -> None:
    """A sheet that somebody has is safe."""
    sheet = few / "grades.report"
    sheet.write_text("mine")

    refused(few, (("calibrate", "-o", str(sheet)), 2, ("is there already",)))
    assert sheet.read_text() == "mine"
