"""Growth: every way passes over the same made-up ledgers, and the page shows what each took."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks import growth
from benchmarks.growth import Taken


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not tell its peak memory")
def test_all_ways_agree_on_a_small_ledger() -> None:
    """A ledger of 300 events is passed over in each way that is installed, with the same answer."""
    taken = list(growth.measured(300))

    assert [one.way for one in taken] == growth.available()
    assert all(one.peak > 5 for one in taken)


def test_memory_has_a_bar_for_the_largest_ledger() -> None:
    """Both of our ways are held to a bar at the largest size; at ten millions it is another one."""
    taken = [Taken(way, size, 10.0, size / 10_000) for size in (20_000, 10_000_000) for way in growth.WAYS]
    told = growth.report(taken)

    assert [(bar.figure, bar.bar) for bar in told.bars] == [(1000.0, 1000.0)] * 2
    assert [row[0] for row in told.tables[0].rows] == ["20k"] * 3 + ["10M"] * 3


def test_the_drawing_is_well_formed() -> None:
    """The picture has a line for each way, and a mark for each size."""
    drawn = ET.fromstring(growth.plot({"one": [(1000, 20.0), (100_000, 300.0)], "two": [(1000, 30.0)], "none": []}))  # noqa: S314  our own text
    texts = [one.text for one in drawn.iter("{http://www.w3.org/2000/svg}text")]

    assert {"1k", "100k", "one", "two", "10", "100", "1,000"} <= set(texts)
    assert "none" not in texts
