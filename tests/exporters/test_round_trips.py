"""What comes back: all of it from JSON lines, Parquet and SQLite; what they carry from the others."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exporters.exporting import EVENTS, exported, job, written

import newsledger as nl
from newsledger import codec, frames
from newsledger.as_json import picture_json
from newsledger.belief import value_text
from newsledger.event import Event
from newsledger.exporters import export
from newsledger.exporters.parquet import SETTINGS
from newsledger.importers import File, Options, find
from newsledger.live import Question
from newsledger.replay import State
from newsledger.rows import CLAIMS, claim_rows
from newsledger.testing import ledgers, questions
from newsledger.values.when import When

DAY = When.parse("2025-03-16")
NUMBERED = ("low", "best", "high")


def loaded_sqlite(content: bytes) -> sqlite3.Connection:
    """A data base out of the bytes of its file."""
    base = sqlite3.connect(":memory:")
    base.deserialize(content)
    return base


def parquet_of(content: bytes) -> Any:  # noqa: ANN401  a table of pyarrow, which has no types
    """A Parquet file, read by pyarrow."""
    pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is an extra")
    return pq.read_table(io.BytesIO(content))


def members(events: list[Event]) -> dict[tuple[str, str, str], bytes]:
    """The set (id, recorded, by), each with its stored bytes."""
    return {(one.id, one.recorded, one.by): one.raw for one in events}


@given(ledgers(max_events=20))
def test_json_lines_are_the_ledger(events: list[Event]) -> None:
    """Every member comes back from its line with its bytes, and the lines stand in the order of ids."""
    content = exported("jsonl", events)
    read = [codec.read(line) for line in content.splitlines()]

    assert members([line.event for line in read if line.event]) == members(list(State(events).members()))
    assert [line.event.id for line in read if line.event] == sorted(one.id for one in State(events).members())
    assert State.restore(content).pairs() == State(events).pairs()


@settings(max_examples=40)
@given(events=ledgers())
def test_json_lines_are_imported_under_their_ids(events: list[Event], tmp_path_factory: pytest.TempPathFactory) -> None:
    """The importer takes the very ids; what this newsledger would spell otherwise it refuses, and drops nothing."""
    path = tmp_path_factory.mktemp("out") / "out.jsonl"
    path.write_bytes(exported("jsonl", events))
    rows = list(find("jsonl").read(File(path), Options()))
    ids = {codec.stamp(said, recorded=datetime(2026, 1, 1, tzinfo=UTC), by="").id for row in rows for said in row.saids}

    assert {problem.code for row in rows for problem in row.problems} <= {"says-more"}
    assert ids == {one.id for one in State(events).members() if not one.redacted} - _refused_ids(rows)


def _refused_ids(rows: list[Any]) -> set[str]:
    return {json.loads(row.raw)["id"] for row in rows if row.bad}


@settings(max_examples=40)
@given(ledgers(max_events=20))
def test_parquet_is_the_ledger(events: list[Event]) -> None:
    """Every member comes back from its row, ids checked; the settings stand in the file."""
    table = parquet_of(exported("parquet", events, title="Kursk"))

    assert members(frames.restored(table)) == members(list(State(events).members()))
    assert nl.in_memory().config.__class__(title="Kursk").text().encode() == table.schema.metadata[SETTINGS.encode()]


@given(ledgers(max_events=20))
def test_sqlite_is_the_ledger(events: list[Event]) -> None:
    """Every member comes back from the table of events; the tables of claims and beliefs answer as the picture does."""
    with contextlib.closing(loaded_sqlite(exported("sqlite", events))) as base:
        tells_the_ledger(base, events)


def tells_the_ledger(base: sqlite3.Connection, events: list[Event]) -> None:
    """Finds that a data base holds a ledger, and what is believed on the day."""
    rows = base.execute("SELECT id, recorded, by, said FROM events").fetchall()
    picture = job(events).picture

    assert {row[:3]: (row[3] or "").encode() for row in rows} == members(list(State(events).members()))
    assert base.execute("SELECT name, value, standing FROM beliefs").fetchall() == [
        (one.slot.name, None if one.value is None else value_text(one.value), str(one.standing))
        for one in picture.beliefs
    ]
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@given(ledgers(max_events=20), st.data())
def test_the_cut_ledger_gives_the_picture(events: list[Event], data: st.DataObject) -> None:
    """Law 6 by export: what a format that holds events takes out at a cut answers as the whole does."""
    asked = data.draw(questions(events))
    content = exported("jsonl", events, asked)
    whole, part = State(events).picture(asked), State.restore(content).picture(asked)

    # of what was redacted nothing is left that a cut by `public` could go by
    if not any(one.redacted for one in State(events).members()):
        assert picture_json(part) == picture_json(whole)


@pytest.mark.parametrize("story", ["kursk", "ridge-fire"])
def test_a_story_alone_gives_its_picture(story: str) -> None:
    """One story taken out of a ledger of two answers about that story as the whole does."""
    ledger = nl.open(EVENTS)
    content = b"".join(export(ledger, "jsonl", story=story))
    for date in ("2025-03-12", "2025-03-16", "2026-08-17", "2026-08-20"):
        asked = ledger.question(date, story=story)
        part = State.restore(content).picture(asked)
        assert picture_json(part) == picture_json(ledger.state().picture(asked))
    assert 0 < len(content.splitlines()) < len(ledger.events())


@given(ledgers(max_events=20), st.data())
def test_a_spreadsheet_has_every_cell(events: list[Event], data: st.DataObject) -> None:
    """CSV as it is (`raw`) gives each cell back as text; figures and dates are read again as what they were."""
    made = job(events, data.draw(questions(events)), raw=True)
    read = list(csv.DictReader(io.StringIO(written("csv", made).decode(), newline="")))
    rows = [row for entry in made.entries() for row in claim_rows(entry, made.picture)]

    assert [row["id"] for row in read] == [row["id"] for row in rows]
    for back, row in zip(read, rows, strict=True):
        assert list(back) == [column.name for column in CLAIMS]
        assert back["value"] == (row["value"] or "")
        assert back["occurred"] == (row["occurred"] or "")
        if row["unit"]:
            assert nl.Quantity.parse(back["value"]).text == back["value"]
            assert [back[name] for name in NUMBERED] == [row[name] or "" for name in NUMBERED]


@given(ledgers(max_events=20))
def test_cells_are_defused(events: list[Event]) -> None:
    """Without `raw` no cell begins as a formula, but for plain numbers."""
    for row in csv.reader(io.StringIO(exported("csv", events).decode(), newline="")):
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "@"))
            assert not cell.startswith("-") or cell[1:].replace(".", "", 1).isdigit()


@given(ledgers(max_events=20))
def test_cloud_events_hold_what_was_said(events: list[Event]) -> None:
    """The data of each are what the event says; source and id are there once."""
    told = json.loads(exported("cloudevents", events))
    said = {one["id"]: codec.decode(one["data"])[0] for one in told}

    assert said == {one.id: one.said for one in State(events).events() if not one.redacted}
    assert len(said) == len(told)


def test_a_file_of_lines_is_a_file_of_a_ledger(tmp_path: Path) -> None:
    """Put into the folder of another ledger, it is read as it is: same events, same taking-in."""
    ledger = nl.open(EVENTS)
    (tmp_path / "ledger.toml").write_text('format = "1"\ntitle = ""\nzone = "UTC"\ndefault-grade = "C"\n')
    (tmp_path / "out.jsonl").write_bytes(b"".join(export(ledger, "jsonl")))
    other = nl.open(tmp_path)

    assert other.state().pairs() == ledger.state().pairs()
    assert other.problems == ()


def test_no_date_takes_all_and_a_date_cuts() -> None:
    """A format that holds events takes the whole ledger, also what lies ahead; a date takes what was public by then."""
    ledger = nl.open(EVENTS)
    every, cut = (b"".join(export(ledger, "jsonl", date)).splitlines() for date in (None, "2025-03-12"))

    assert len(every) == len(ledger.state().pairs())
    assert 0 < len(cut) < len(every)
    assert Question(at=DAY).public is None
