"""Law 14: event to line to event, and what was said to its bytes and back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger import codec, kinds
from newsledger.event import Event
from newsledger.testing import events, facts, ledgers, report_kinds, saids


@given(ledgers())
def test_every_event_comes_back_from_its_line(told: list[Event]) -> None:
    """A line gives the event that it was written from, and that event gives the line."""
    for event in told:
        line = codec.write(event)
        read = codec.read(line)
        assert read.event == event
        assert read.event is not None
        assert read.event.said == event.said
        assert codec.write(read.event) == line
        assert {problem.code for problem in read.problems} <= {"unknown-kind"}


@pytest.mark.parametrize("kind", report_kinds())
@given(data=st.data())
def test_what_is_said_comes_back_from_its_bytes(kind: str, data: st.DataObject) -> None:
    """Each kind is decoded as it was encoded, with nothing to warn of."""
    said = data.draw(saids(kind))
    back, warnings = codec.decode(json.loads(codec.encode(said)))

    assert (back, warnings) == (said, [])
    assert codec.encode(back) == codec.encode(said)


@given(events())
def test_stored_bytes_are_canonical(event: Event) -> None:
    """The bytes hold strings, lists and objects only, sorted and compact, with nothing empty in them."""
    stored = json.loads(event.raw)

    assert json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() == event.raw
    assert numbers_in(stored) == []
    assert None not in stored.values()


def numbers_in(stored: object) -> list[object]:
    """All that is neither text, list nor object, and all that is empty."""
    if isinstance(stored, dict):
        return [found for value in stored.values() for found in numbers_in(value)]
    if isinstance(stored, list):
        return [found for value in stored for found in numbers_in(value)]
    return [] if isinstance(stored, str) else [stored]


@pytest.mark.parametrize("kind", report_kinds())
@given(data=st.data())
def test_every_fact_is_of_its_kind_and_has_a_value(kind: str, data: st.DataObject) -> None:
    """Generated facts are of the kind asked for and tell at least one of its values."""
    fact = data.draw(facts(kind))

    assert type(fact) is kinds.find(kind)
    assert fact.told_values()
