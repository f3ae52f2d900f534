"""Ledgers written by earlier releases: every later one reads them, and tells the same pictures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from tests.golden.freeze import FOLDER, LEDGER, QUESTIONS, WATER_LEVEL, answer, events, lines

from newsledger import codec, kinds, registry
from newsledger.checks import Inspected, run
from newsledger.event import content_id
from newsledger.fact import Fact, Time, Timing, key, kind, quantity
from newsledger.live import Question
from newsledger.replay import State
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

LINES = [*lines(LEDGER), *lines(WATER_LEVEL)]
UNKNOWN = {"tide-table", "water-level"}


@pytest.fixture
def water_level() -> Iterator[None]:
    """A kind that stored `metres` in its first release, and stores a `level` with its unit today."""

    @kind("water-level", Timing(Time.MEASURED))
    @attrs.frozen
    class WaterLevel(Fact):
        """How high the water stands at a gauge."""

        gauge: str = key("where it is measured")
        level: Quantity | None = quantity("how high", "length", unit="m")

        @classmethod
        def upgrade(cls, stored: dict[str, Any]) -> dict[str, Any]:
            """Turns the bare metres of the first release into a level."""
            if "metres" not in stored:
                return stored
            rest = {name: value for name, value in stored.items() if name != "metres"}
            return rest | {"level": f"{stored['metres']} m"}

    yield
    registry._members["kind"].pop("water-level")


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_read_and_written_back_unchanged(line: bytes) -> None:
    """Nothing is wrong with an old line but what is not known here, its id matches, and its bytes stay."""
    read = codec.read(line)

    assert {problem.code for problem in read.problems} <= {"unknown-kind"}
    assert read.event is not None
    assert content_id(read.event.raw) == read.event.id
    assert codec.write(read.event) == line


@pytest.mark.parametrize("line", lines(LEDGER))
def test_what_was_canonical_is_canonical(line: bytes) -> None:
    """An event of an old release, built again today, has the same bytes, hence the same id."""
    read = codec.read(line)

    assert read.event is not None
    assert codec.encode(read.event.said) == read.event.raw


def test_every_kind_is_there() -> None:
    """The ledger holds an event of every kind of its release."""
    kinds_there = {event.said.kind for event in events(LEDGER)}

    assert kinds_there - UNKNOWN == set(kinds.names())


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_picture_is_the_frozen_one(name: str) -> None:
    """The same events and the same question give the picture that was frozen beside them."""
    frozen = json.loads((FOLDER / name).read_text(encoding="utf-8"))

    assert answer(QUESTIONS[name]) == frozen


@pytest.mark.usefixtures("water_level")
def test_a_kind_that_changed_reads_what_it_once_wrote() -> None:
    """Lines of a kind's first release and of today's stand in one series; the old bytes still verify."""
    read = [codec.read(line) for line in lines(WATER_LEVEL)]
    picture = State(events(WATER_LEVEL)).picture(Question(at=When.parse("2024-01-03")))

    assert [one.problems for one in read] == [(), (), ()]
    levels = [getattr(one.event.said.fact, "level", None) for one in read if one.event is not None]
    assert levels == [Quantity.parse(text) for text in ("3.2 m", "4.15 m", "~5 m")]
    assert [codec.write(one.event) for one in read if one.event is not None] == lines(WATER_LEVEL)
    assert [(belief.slot.name, str(belief.value)) for belief in picture.beliefs] == [("water-level/wesel", "4.15 m")]


@pytest.mark.usefixtures("water_level")
def test_a_kind_that_changed_is_no_finding() -> None:
    """What an older release spelled in its way is canonical still."""
    old = tuple(events(WATER_LEVEL))

    assert list(run(Inspected(events=old, findings=(), places={}), ["canonical"])) == []
