"""Arrow tables: the ledger, its claims and its beliefs, for whoever works with data frames."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsledger as nl
from newsledger import frames
from newsledger.errors import InvalidInput
from newsledger.event import Event
from newsledger.replay import State
from newsledger.rows import BELIEFS, CLAIMS, EVENTS, event_row
from newsledger.testing import ledgers, questions

pa = pytest.importorskip("pyarrow", reason="pyarrow is of the extra arrow")

LEDGER = Path(__file__).parents[1] / "events"


@pytest.fixture(scope="module")
def ledger() -> nl.Ledger:
    """The two stories."""
    return nl.open(LEDGER)


def test_events_come_back(ledger: nl.Ledger) -> None:
    """A table of events holds every member of the ledger, whole."""
    table = frames.events(ledger)
    back = State(frames.restored(table))

    assert table.schema.names == [column.name for column in EVENTS]
    assert back.pairs() == ledger.state().pairs()
    assert {one.id: one.raw for one in back.events()} == {one.id: one.raw for one in ledger.events()}


def test_a_large_ledger_comes_in_batches(ledger: nl.Ledger) -> None:
    """No batch is longer than asked for, and together they are the table."""
    batches = list(frames.event_batches(ledger, rows=7))

    assert {batch.num_rows for batch in batches[:-1]} == {7}
    assert pa.Table.from_batches(batches) == frames.events(ledger)


@settings(max_examples=40)
@given(ledgers(max_events=20), st.data())
def test_tables_tell_what_a_picture_tells(events: list[Event], data: st.DataObject) -> None:
    """Each belief is a row with its value and standing; each claim has its three times."""
    picture = State(events).picture(data.draw(questions(events)))
    beliefs, claims = frames.beliefs(picture), frames.claims(picture)

    assert beliefs.schema.names == [column.name for column in BELIEFS]
    assert claims.schema.names == [column.name for column in CLAIMS]
    assert beliefs["name"].to_pylist() == [one.slot.name for one in picture.beliefs]
    assert beliefs["standing"].to_pylist() == [str(one.standing) for one in picture.beliefs]
    told = {entry.event.id for entry in picture.entries if not entry.event.redacted}
    assert set(claims["id"].to_pylist()) == told


@settings(max_examples=40)
@given(ledgers(max_events=20))
def test_no_figure_is_a_float(events: list[Event]) -> None:
    """Every column is text, a list of texts, an instant, a flag or a count."""
    shape = frames.reader(EVENTS, (event_row(one) for one in State(events).members())).read_all().schema
    types = {str(field.type) for field in shape} | {str(frames.schema(BELIEFS).field(one.name).type) for one in BELIEFS}

    assert {one for one in types if "float" in one or "double" in one or "decimal" in one} == set()


def test_instants_are_instants(ledger: nl.Ledger) -> None:
    """A date is text and two instants in UTC, by days of the zone; without an end there is none."""
    table = frames.beliefs(ledger.replay("2025-03-16", story="kursk"))
    (area,) = [one for one in table.to_pylist() if one["name"] == "territory-held/kursk/ukraine.area"]

    assert area["occurred"] == "2025-03-16"
    assert area["occurred_earliest"].isoformat() == "2025-03-15T22:00:00+00:00"
    assert area["occurred_latest"].isoformat() == "2025-03-16T21:59:59.999999+00:00"
    assert (area["value"], area["best"], area["low"], area["unit"]) == ("110 km2", "110", None, "km2")
    assert (area["at"], area["public"], area["known"], area["zone"]) == (
        "2025-03-16",
        "2025-03-16",
        None,
        "Europe/Kyiv",
    )


def altered(table: Any, column: str, value: str) -> Any:  # noqa: ANN401  tables of pyarrow, which has no types
    """A table of which one cell is another."""
    cells = table[column].to_pylist()
    cells[0] = value
    return table.set_column(table.schema.get_field_index(column), column, pa.array(cells, pa.string()))


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [("said", "{}", "row 1"), ("id", "0" * 32, "row 1"), ("recorded", "yesterday", "row 1"), ("said", '{"', "row 1")],
)
def test_an_altered_row_is_refused(ledger: nl.Ledger, column: str, value: str, told: str) -> None:
    """Ids are checked on the way back; the row is named."""
    with pytest.raises(InvalidInput, match=told):
        frames.restored(altered(frames.events(ledger), column, value))


def test_another_table_is_refused(ledger: nl.Ledger) -> None:
    """A table that lacks what an event is made of is none of events."""
    with pytest.raises(InvalidInput, match="there is no column 'id'"):
        frames.restored(frames.beliefs(ledger.replay("2025-03-16")))


def test_without_pyarrow_it_says_what_to_install(ledger: nl.Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is asked for by name."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InvalidInput, match="pyarrow") as refused:
        frames.events(ledger)

    assert refused.value.problems[0].hint == "install it: pip install 'newsledger[arrow]'"


def test_an_empty_ledger_has_empty_tables() -> None:
    """No events give no rows, and every column."""
    ledger = nl.in_memory()

    assert frames.events(ledger).num_rows == frames.beliefs(ledger.replay("2025-03-16")).num_rows == 0
    assert frames.events(ledger).schema == frames.schema(EVENTS)
