from __future__ import annotations

import os
import random
import time

import pytest
from hypothesis import given
from tests.testing import wrong

from newsledger import codec, read_sheet
from newsledger.event import Event
from newsledger.fact import Unknown
from newsledger.testing import check_projection, confidences, ledgers, pools, quantities, sheets, whens
from newsledger.testing.telling import as_sheets
from newsledger.testing.watching import watched
from newsledger.values.confidence import Confidence
from newsledger.values.quantity import Quantity
from newsledger.values.when import When


def test_a_failure_can_be_pasted_into_a_file() -> None:
    """What is told of a small ledger is a sheet that can be read, remarks and all."""
    with pytest.raises(AssertionError) as broken:
        check_projection(wrong.LooksPastTheCut, laws=["cut"])
    text = str(broken.value)

    remarks, *reports = text.split("\n\n# taken in at ")

    assert all(line.startswith("#") for line in remarks.splitlines())
    assert "# - expected\n# + found\n" in remarks
    assert all(read_sheet(f"{remarks}\n# {one}", known_sources=pools.SOURCES).saids for one in reports)


@given(ledgers(max_events=4))
def test_nothing_is_lost_in_telling(events: list[Event]) -> None:
    """The sheets, or else the lines, tell every event."""
    told = as_sheets(events)
    lines = told[0].splitlines()
    sources = {link for event in events for link in event.said.chain}
    if lines and lines[0].startswith("{"):
        assert [codec.read(line.encode()).event for line in lines] == events
    else:
        saids = [said for sheet in told for said in read_sheet(sheet, known_sources=sources).saids]
        assert {codec.encode(said) for said in saids} == {event.raw for event in events}
        assert not any(isinstance(said.fact, Unknown) for said in saids)


@given(sheets())
def test_generated_sheets_can_be_read(text: str) -> None:
    """Each is a report of somebody who says something."""
    assert read_sheet(text, known_sources=pools.SOURCES).saids


@given(whens(), quantities("area"), quantities(), confidences())
def test_values_come_back_from_their_texts(when: When, area: Quantity, any_: Quantity, sure: Confidence) -> None:
    """What is drawn is what its text says, and a figure has the dimension that was asked for."""
    assert When.parse(when.text) == when
    assert (Quantity.parse(area.text).text, Quantity.parse(any_.text).text) == (area.text, any_.text)
    assert area.dimension in ("area", None)
    assert Confidence.parse(sure.text) == sure


def test_the_world_outside_is_seen() -> None:
    """The clock, chance, the disk and the environment are named; plain work is not."""
    with watched() as seen:
        sorted([2, 1])
        time.time()
        random.random()  # noqa: S311  no secret
        os.listdir(".")  # noqa: PTH208  the very call that is looked for
        os.environ.get("HOME")
    found = {one.partition(" (")[0] for one in seen}

    assert found == {"the clock", "chance", "the disk", "the environment"}
