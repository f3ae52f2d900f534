"""Writing: the canonical bytes of what is said, and the line around them."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies_saids import saids

from newsledger import codec
from newsledger.codec import writing
from newsledger.errors import InvalidInput
from newsledger.event import Event, Said, content_id, say
from newsledger.fact import Unknown
from newsledger.kinds.alias import Alias
from newsledger.kinds.statement import Statement
from newsledger.kinds.territory_held import TerritoryHeld
from newsledger.values.quantity import Quantity

NOON = datetime(2025, 3, 16, 12, tzinfo=UTC)

HELD = say(
    TerritoryHeld("kursk", "ukraine", area=Quantity.read("just 110 km²")),
    source="ru-officials", via=["unnamed-report"], reported="2025-03-16", story="kursk", confidence="moderate",
)  # fmt: skip

STORED = (
    '{"confidence":"moderate","fact":{"area":"110 km2","holder":"ukraine","kind":"territory-held","region":"kursk"},'
    '"occurred":"2025-03-16","reported":"2025-03-16","source":"ru-officials","story":"kursk",'
    '"told":{"area":"just 110 km²"},"v":"1","via":["unnamed-report"]}'
)


def test_the_bytes_are_those_of_the_contract() -> None:
    """Keys are sorted, nothing is padded, and what is absent, or the default stance, is left out."""
    assert codec.encode(HELD).decode() == STORED


def test_a_line_is_the_envelope_and_the_very_bytes() -> None:
    """A line carries id, time and name, then the bytes that the id is a hash of."""
    event = codec.stamp(HELD, recorded=NOON, by="anna")

    line = codec.write(event).decode()

    assert line == f'{{"id":"{event.id}","recorded":"2025-03-16T12:00:00Z","by":"anna","said":{STORED}}}'
    assert event.id == content_id(STORED.encode())


@given(said=saids())
def test_what_is_stored_is_canonical(said: Said) -> None:
    """Whatever is said, its bytes hold NFC text, sorted keys, and nothing but strings, lists and objects."""
    raw = codec.encode(said).decode()
    stored = json.loads(raw)

    assert codec.dumps(stored) == raw
    assert raw == unicodedata.normalize("NFC", raw)
    assert {type(one) for one in members(stored)} <= {str, list, dict}
    assert "" not in stored.values()


def members(stored: Any) -> list[Any]:  # noqa: ANN401  any JSON
    """A JSON value and all that stands in it."""
    inner = stored.values() if isinstance(stored, dict) else stored if isinstance(stored, list) else ()
    return [stored, *(member for one in inner for member in members(one))]


def test_text_is_stored_as_nfc_wherever_it_stands() -> None:
    """A letter and its accent are one character in the bytes, however whoever built the event spelled it."""
    decomposed = "R\u0065\u0301"
    said = Said(
        fact=Alias(decomposed, meaning=decomposed), story=decomposed, via=(decomposed,), told=(("meaning", decomposed),)
    )

    assert "\u0301" not in codec.encode(said).decode()


@pytest.mark.parametrize(
    ("recorded", "stored"),
    [
        (NOON, "2025-03-16T12:00:00Z"),
        (datetime(2025, 3, 16, 1, 30, 59, 999_999, tzinfo=timezone(timedelta(hours=2))), "2025-03-15T23:30:59Z"),
        (datetime(1, 1, 1, tzinfo=UTC), "0001-01-01T00:00:00Z"),
    ],
)
def test_recorded_is_whole_seconds_of_utc(recorded: datetime, stored: str) -> None:
    """Whatever zone the clock is in, the line tells the instant in UTC, without fractions."""
    assert codec.stamp(HELD, recorded=recorded, by="anna").recorded == stored


def test_a_clock_without_a_zone_is_refused() -> None:
    """A datetime that names no zone is no instant, and is not guessed to be one."""
    with pytest.raises(InvalidInput, match="names no zone"):
        codec.stamp(HELD, recorded=NOON.replace(tzinfo=None), by="anna")


@pytest.mark.parametrize("by", ["half a \ud83d face", "ok"])
def test_half_a_character_cannot_be_stored(by: str) -> None:
    """A lone surrogate, in the name or in what is said, is refused before anything is written."""
    said = HELD if by != "ok" else attrs.evolve(HELD, quote="half a \ud83d face")

    with pytest.raises(InvalidInput) as refused:
        codec.stamp(said, recorded=NOON, by=by)

    assert [problem.code for problem in refused.value.problems] == ["not-text"]


def test_what_could_not_be_read_again_is_not_written() -> None:
    """An event whose line is longer than any line that is read is refused at the door."""
    chain = [f"outlet {number}" for number in range(90_000)]
    said = say(Statement("putin", "kursk", text="decisive"), source="desk", via=chain, reported="2025-03-16")

    with pytest.raises(InvalidInput) as refused:
        codec.stamp(said, recorded=NOON, by="anna")

    assert [problem.code for problem in refused.value.problems] == ["long-line"]


@pytest.mark.parametrize(
    "by", ["anna", "Олена", 'a "friend"', "back\\slash", "line\nend", "tab\t", "", "\x7f", "\u2028"]
)
def test_any_name_is_written_and_read(by: str) -> None:
    """Quotes, escapes, controls and other scripts in `by` come back as they were."""
    event = codec.stamp(HELD, recorded=NOON, by=by)

    assert codec.read(codec.write(event)) == codec.Line(event)


@given(said=saids())
def test_a_line_reads_back_as_its_event(said: Said) -> None:
    """An event written and read is the same event, and says the same."""
    event = codec.stamp(said, recorded=NOON, by="anna")
    read = codec.read(codec.write(event))

    assert read == codec.Line(event)
    assert read.event is not None
    assert read.event.said == said


def test_an_unknown_kind_is_written_back_byte_for_byte() -> None:
    """Whatever a kind that nobody knows holds, its line is the same after reading it."""
    fact = Unknown("tide-table", {"levels": ["1 m", {"of": ["x"]}], "place": "Ålesund"})
    line = codec.write(codec.stamp(Said(fact=fact), recorded=NOON, by="anna"))

    read = codec.read(line)

    assert isinstance(read.event, Event)
    assert read.event.said.fact == fact
    assert codec.write(read.event) == line


@given(saids())
def test_whatever_encodes_gives_the_same_bytes(said: Said) -> None:
    """With or without the extra `fast`, what is said has one encoding."""
    stored = writing.as_stored(said)

    assert writing.faster()(stored) == writing.by_json(stored) == writing.encode(said)


@given(
    st.recursive(
        st.text(),
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=4)),
        max_leaves=8,
    )
)
def test_marks_and_keys_of_any_script_are_encoded_alike(value: object) -> None:
    """Control characters, quotes and keys beyond the first plane are written and sorted alike by both."""
    assert writing.faster()({"v": value}) == writing.by_json({"v": value})


def test_half_a_character_is_refused_alike() -> None:
    """A lone surrogate cannot be encoded, whichever library is asked."""
    for dump in (writing.faster(), writing.by_json):
        with pytest.raises(UnicodeEncodeError):
            dump({"v": "\ud83d"})
