"""The quick reading of lines: never another answer than the full one, and an answer for every line of ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from unittest import mock

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.codec.lines import EVENTS, LINES, changed, line_of
from tests.codec.test_lines import FACTS, FIELDS, UNREADABLE
from tests.strategies_saids import saids

from newsledger import codec, registry
from newsledger.codec import lines, narrow, quick
from newsledger.codec.lines import read_in_full
from newsledger.codec.shapes import slots
from newsledger.event import Event, Said
from newsledger.fact import Fact, Time, Timing, clean, key, kind, text
from newsledger.testing import ledgers

try:
    import orjson
except ImportError:  # the extra `fast` is not installed
    LOADERS: list[Callable[[bytes], Any]] = [quick.by_json]
else:
    LOADERS = [quick.by_json, orjson.loads]

NOW = datetime(2025, 3, 17, 9, 30, tzinfo=UTC)


def told(said: Said) -> list[object]:
    """All that is said, down to the ends of its dates, with the class of each part."""
    dates = [None if when is None else when.corners() for when in (said.occurred, said.reported)]
    fact = said.fact
    parts = [getattr(fact, field.name) for field in attrs.fields(type(fact))]
    return [attrs.astuple(said, recurse=False), type(fact), list(map(repr, parts)), dates, repr(said)]


NAMES = (*narrow.NAMES, "fact.area", "fact.region", "fact.to", "fact.text", "fact.no-such-field")


def agree_narrowly(line: bytes, event: Event | None, *, quickly: bool) -> None:
    """Finds that a narrow record of a line is what its event would give, and is there where a quick event is."""
    read = narrow.reader(NAMES).read
    read(line)
    found = read(line)

    assert (found is not None) is quickly
    if found is not None:
        assert event is not None
        assert found == (event.id, narrow.of_event(event, NAMES))


def agree(line: bytes) -> Event | None:
    """What the quick reading gives, after it was found to be what the full one gives, by whatever reads the JSON."""
    full = read_in_full(line)
    found = []
    for load in LOADERS:
        with mock.patch.object(quick, "_load", load), mock.patch.object(lines, "_quickly", quick.event):
            quick.event(line)  # the first of a shape is read in full
            event = quick.event(line)
            assert codec.read(line) == full
            agree_narrowly(line, full.event, quickly=event is not None)
        if event is not None:
            assert full.event is not None
            assert full.problems == ()
            assert event == full.event
            assert told(event.said) == told(full.event.said)
        found.append(event)
    return found[0]


@given(saids())
def test_every_line_of_ours_is_read_quickly(said: Said) -> None:
    """Whatever is said, its line goes the quick way, and gives the event that was written."""
    event = codec.stamp(said, recorded=NOW, by="Олена")

    read = agree(codec.write(event))

    assert read == event or b"\\u" in event.raw


@given(ledgers())
def test_ledgers_are_read_quickly_as_in_full(events: list[Event]) -> None:
    """Each line of a ledger full of amendments gives the same event either way."""
    for event in events:
        assert agree(codec.write(event)) == (event if isinstance(event.said.fact, Fact) else None)


@pytest.mark.parametrize("line", [pytest.param(line, id=name) for name, line, *_ in UNREADABLE])
def test_what_is_no_event_is_none_quickly(line: bytes) -> None:
    """A line that gives no event gives none on the quick way either, and the same problems."""
    assert agree(line) is None


@given(
    line=st.sampled_from(LINES),
    edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 3), st.binary(max_size=3)), min_size=1, max_size=4),
)
def test_any_damage_is_found_either_way(line: bytes, edits: list[tuple[float, int, bytes]]) -> None:
    """A line with bytes cut out and put in is judged alike by both readings."""
    for where, cut, put in edits:
        at = int(where * len(line))
        line = line[:at] + put + line[at + cut :]
    agree(line)


@given(
    kind=st.sampled_from(["territory-held", "control", "proposal", "retraction", "source", "x"]),
    fields=FIELDS, fact=FACTS, ascii_=st.booleans(),
)  # fmt: skip
def test_any_json_with_a_matching_id_is_read_alike(
    kind: str, fields: dict[str, object], fact: dict[str, object], *, ascii_: bool
) -> None:
    """Unknown kinds and fields, numbers, nulls, escapes and nesting are judged alike by both readings."""
    said = {"v": "1"} | fields | {"fact": fact | {"kind": kind}}
    agree(line_of(json.dumps(said, ensure_ascii=ascii_).encode(errors="replace").decode()))


SPELLED = [
    ("blanks", json.dumps(codec.as_stored(EVENTS[0].said))),
    ("another order", json.dumps(dict(reversed(codec.as_stored(EVENTS[0].said).items())))),
    ("a key twice", EVENTS[0].raw.decode()[:-1] + ',"source":"desk"}'),
    ("a fact twice", '{"fact":{"kind":"x"},' + EVENTS[0].raw.decode()[1:]),
    ("an escape", EVENTS[0].raw.decode().replace("kursk", "k\\u0075rsk")),
    ("blanks in a name", EVENTS[0].raw.decode().replace("kursk", " kursk  region")),
    ("a date at 24 h", EVENTS[0].raw.decode().replace('"reported":"2025-03-16"', '"reported":"2025-03-16T24:00Z"')),
    ("a date in February", EVENTS[0].raw.decode().replace("2025-03-16", "2025-02-30T10:00Z")),
    ("another dimension", EVENTS[0].raw.decode().replace("110 km2", "110 person")),
    ("an empty key", EVENTS[0].raw.decode().replace('"holder":"ukraine"', '"holder":""')),
    ("an empty value", EVENTS[0].raw.decode().replace('"area":"110 km2"', '"area":""')),
    ("no key", EVENTS[0].raw.decode().replace('"holder":"ukraine",', "")),
    ("null", EVENTS[0].raw.decode().replace('"ru-officials"', "null")),
]


@pytest.mark.parametrize("said", [pytest.param(said, id=name) for name, said in SPELLED])
def test_another_spelling_is_read_alike(said: str) -> None:
    """A line that another program wrote, with an id that matches, is judged alike by both readings."""
    agree(line_of(said))


@pytest.mark.parametrize("recorded", ["2025-02-29T12:00:00Z", "0000-01-01T12:00:00Z", "2025-03-16T12:00:00.5Z"])
def test_instants_are_judged_alike(recorded: str) -> None:
    """A time of recording that no calendar knows, or with parts of a second, is judged alike by both readings."""
    agree(line_of(EVENTS[0].raw.decode(), recorded=recorded))


def test_kinds_that_do_more_than_their_fields_say_are_read_in_full() -> None:
    """A kind with a validator, a step after its construction or an upgrade of its own is never made quickly."""

    @attrs.frozen
    class Shouted(Fact):
        topic: str = key("on what")
        words: str | None = text("what")

        def __attrs_post_init__(self) -> None:
            object.__setattr__(self, "words", (self.words or "").upper() or None)

    @attrs.frozen
    class Renamed(Fact):
        topic: str = key("on what")
        words: str | None = text("what")

        @classmethod
        def upgrade(cls, stored: dict[str, Any]) -> dict[str, Any]:
            """The old name of the field."""
            return {"words" if name == "said" else name: value for name, value in stored.items()}

    kind("shouted", Timing(Time.SAID))(Shouted)
    kind("renamed", Timing(Time.SAID))(Renamed)
    try:
        for name, field in (("shouted", "words"), ("renamed", "said")):
            line = changed(fact={"kind": name, "topic": "x", field: "so", "region": None, "holder": None, "area": None})
            assert [quick.event(line) for _ in range(3)] == [None] * 3
            event = codec.read(line).event
            assert event is not None
            assert getattr(event.said.fact, "words", "").lower() == "so"
    finally:
        registry.forget("kind", "shouted")
        registry.forget("kind", "renamed")


def test_a_kind_that_was_replaced_is_read_as_it_is_now() -> None:
    """A module that is reloaded registers its kind again, and lines give facts of the new class."""

    def declare() -> type[Fact]:
        @kind("pond", Timing(Time.SAID))
        @attrs.frozen
        class Pond(Fact):
            topic: str = key("on what")

        return Pond

    line = changed(fact={"kind": "pond", "topic": "x", "region": None, "holder": None, "area": None})
    try:
        for _ in range(2):
            cls = declare()
            event = agree(line)
            assert event is not None
            assert type(event.said.fact) is cls
    finally:
        registry.forget("kind", "pond")
    assert agree(line) is None


def test_only_plain_records_are_filled() -> None:
    """What has a constructor of its own is not made by filling its slots."""

    class Own:
        def __init__(self) -> None:
            self.x = clean("x")

    assert slots(Own) is None
    assert slots(int) is None
