"""Reading lines: whatever stands in a file gives an event or says what is wrong, and where."""

from __future__ import annotations

import json
import re
import time
from itertools import starmap

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.codec.lines import EVENTS, LINES, RECORDED, changed, line_of, stored

from newsledger import codec
from newsledger.codec.instants import is_instant
from newsledger.codec.lines import MAX_DEPTH
from newsledger.event import content_id

LINE = LINES[0]
TEXT = LINE.decode()
ID = EVENTS[0].id


def nested(depth: int) -> str:
    """An event of an unknown kind that is nested so deep."""
    inner = depth - 2
    return f'{{"fact":{{"a":{"[" * inner}{"]" * inner},"kind":"x"}},"v":"1"}}'


UNREADABLE: list[tuple[str, bytes, str, int | None]] = [
    ("empty", b"", "no-json", 1),
    ("blank", b" \t", "no-json", 3),
    ("words", b"hello", "no-json", 1),
    ("a list", b"[]", "no-event", None),
    ("a number", b"7", "json-number", None),
    ("cut in a text", LINE[:20], "no-json", 7),
    ("cut between texts", LINE[: LINE.index(b',"by"')], "no-json", TEXT.index(',"by"') + 1),
    ("the second half", LINE[20:], "no-json", 1),
    ("two lines joined", LINE + LINE, "no-json", len(TEXT) + 1),
    ("a comma too many", LINE.replace(b',"by"', b',,"by"'), "no-json", TEXT.index(',"by"') + 2),
    ("no UTF-8", LINE.replace("²".encode(), b"\xb2"), "not-utf-8", TEXT.index("²") + 1),
    ("no UTF-8 in the name", LINE.replace(b"anna", b"ann\xe9"), "not-utf-8", TEXT.index("anna") + 4),
    ("an edited figure", LINE.replace(b"110 km2", b"120 km2"), "id-mismatch", 8),
    ("an edited id", LINE.replace(ID[:1].encode(), b"f" if ID[0] != "f" else b"0", 1), "id-mismatch", 8),
    ("a short id", LINE.replace(ID.encode(), ID[:31].encode()), "no-event", None),
    ("an id in capitals", LINE.replace(ID.encode(), ID.upper().encode()), "no-event", None),
    ("a JSON number", line_of('{"fact":{"kind":"x","n":12},"v":"1"}'), "json-number", None),
    ("a bare NaN", line_of('{"fact":{"kind":"x","n":NaN},"v":"1"}'), "json-number", None),
    ("a number as the name", LINE.replace(b'"anna"', b"7"), "json-number", TEXT.index('"anna"') + 1),
    ("no name", LINE.replace(b'"by":"anna",', b""), "no-event", None),
    ("half a character as the name", LINE.replace(b"anna", rb"\ud83d"), "no-event", None),
    ("said twice", LINE[:-1] + b',"said":{}}', "twice", len(TEXT) + 1),
    ("said is a text", line_of('"x"', identity=ID), "no-event", None),
    ("recorded without Z", LINE.replace(b"00Z", b"00"), "no-event", None),
    ("recorded with an offset", LINE.replace(b"00Z", b"00+02:00"), "no-event", None),
    ("recorded in month 13", LINE.replace(b"2025-03-16T12", b"2025-13-16T12"), "no-event", None),
    ("recorded at 25 o'clock", LINE.replace(b"T12", b"T25"), "no-event", None),
    ("a newer format", changed(v="2"), "newer-format", None),
    ("2 MB", b'{"id":"' + b"7" * 2_000_000, "long-line", None),
    ("nested too deep", line_of(nested(MAX_DEPTH + 1)), "too-deep", None),
    ("nested without end", b"[" * 100_000, "too-deep", None),
    ("nested without end in said", line_of('{"a":' * 100_000), "too-deep", None),
    ("half a character", line_of(codec.dumps(stored(quote="x")).replace('"x"', r'"\ud83d"')), "not-text", None),
    ("no JSON, with an id that matches", line_of('{"v" "1"}'), "no-json", None),
]  # fmt: skip


@pytest.mark.parametrize(("line", "code", "column"), [pytest.param(*rest, id=name) for name, *rest in UNREADABLE])
def test_what_is_no_event_is_told(line: bytes, code: str, column: int | None) -> None:
    """A line that gives no event says why, at its column where one thing is wrong, and what to do."""
    read = codec.read(line)

    assert read.event is None
    assert [(problem.code, problem.severity) for problem in read.problems] == [(code, "error")]
    assert column is None or read.problems[0].where.column == column
    assert read.problems[0].hint or code == "long-line"


def test_a_number_is_pointed_at() -> None:
    """A figure stored as a JSON number is found in the middle of its line."""
    line = line_of('{"fact":{"kind":"x","n":12},"v":"1"}')

    where = codec.read(line).problems[0].where

    assert where.column is not None
    assert line[where.column - 1 :][: where.length] == b"12"


def test_each_missing_member_is_told() -> None:
    """An object that is no line says all that it lacks."""
    found = [problem.message for problem in codec.read(b'{"id":"x","said":{}}').problems]

    assert found == [f"the line has no {name} that can be read" for name in ("id", "recorded", "by")]


def test_an_altered_line_shows_both_ids() -> None:
    """Bytes that do not match say what they hash to, and that a correction is the way to change anything."""
    line = LINE.replace(b"110 km2", b"120 km2")

    problem = codec.read(line).problems[0]

    assert ID in problem.message
    assert content_id(EVENTS[0].raw.replace(b"110 km2", b"120 km2")) in problem.message
    assert "correction" in (problem.hint or "")
    assert problem.where.length == len(ID)


SAID = EVENTS[0].raw.decode()
RESPELLED = [
    ("blanks between members", TEXT.replace(f'"{RECORDED}","by"', f'"{RECORDED}", "by"')),
    ("a blank before the end", f"{TEXT[:-1]} }}"),
    ("a byte order mark", "\ufeff" + TEXT),
    ("a carriage return", TEXT + "\r"),
    ("members in another order", f'{{"said":{SAID},"by":"anna","id":"{ID}","recorded":"{RECORDED}"}}'),
    ("an escape that is not needed", TEXT.replace('"anna"', '"\\u0061nna"')),
    ("a member that nobody knows", f'{TEXT[:-1]},"note":"x"}}'),
]


@pytest.mark.parametrize("line", [pytest.param(text, id=name) for name, text in RESPELLED])
def test_a_respelled_envelope_is_read_with_a_warning(line: str) -> None:
    """An envelope that another program spelled gives the very event, as long as the bytes of said are the same."""
    read = codec.read(line.encode())

    assert read.event == EVENTS[0]
    assert [(problem.code, problem.severity) for problem in read.problems] == [("not-canonical", "warning")]


def test_a_respelled_said_does_not_match_its_id() -> None:
    """Blanks within said are other bytes, hence another id."""
    assert codec.read(TEXT.replace('","', '", "').encode()).problems[0].code == "id-mismatch"


@pytest.mark.parametrize(
    "said",
    [json.dumps(stored()), json.dumps(dict(reversed(stored().items()))), SAID[:-1] + ',"v":"1"}'],
    ids=["blanks", "another order", "a key twice"],
)
def test_a_said_of_another_spelling_counts_where_its_id_matches(said: str) -> None:
    """Bytes that match their id are an event, however they are spelled, and are written back as they are."""
    line = line_of(said)

    read = codec.read(line)

    assert read.event is not None
    assert read.event.said == EVENTS[0].said
    assert codec.write(read.event) == line


def test_text_that_looks_like_the_end_of_a_line_deceives_nobody() -> None:
    """Marks of the envelope within a quote, or after said, do not lead the fast path astray."""
    quoted = changed(quote='x"},"said":{"v":"1"}}')
    after = f'{TEXT[:-1]},"x":{{}}}}'.encode()

    assert codec.read(quoted).problems == ()
    assert codec.read(after).event == EVENTS[0]


def test_what_is_nested_as_deep_as_allowed_is_read() -> None:
    """The bound is on the safe side of what any event needs."""
    read = codec.read(line_of(nested(MAX_DEPTH)))

    assert read.event is not None


@pytest.mark.parametrize(
    "name", ["__init__", "--init--", "Control", "../kinds/control", "territory_held", "", "kontrol"]
)
def test_a_kind_is_found_by_its_exact_name(name: str) -> None:
    """A line cannot make the program import what is no kind, whatever it names."""
    read = codec.read(changed(fact={"kind": name}))

    assert [problem.code for problem in read.problems] == ["unknown-kind"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-03-16T12:00:00Z", True),
        ("2025-03-16T12:00:00.123456Z", True),
        ("2024-02-29T00:00:00Z", True),
        ("2025-02-29T00:00:00Z", False),
        ("2025-03-16T24:00:00Z", False),
        ("2025-03-16T12:00:60Z", False),
        ("2025-03-16 12:00:00Z", False),
        ("٢٠٢٥-03-16T12:00:00Z", False),
        ("0000-03-16T12:00:00Z", False),
        ("2025-03-16T12:00Z", False),
    ],
)
def test_instants(text: str, *, expected: bool) -> None:
    """`recorded` is one form of instant, on a day that the calendar knows."""
    assert is_instant(text) is expected


# --- whatever the bytes ---------------------------------------------------------------------------


def sound(line: bytes) -> None:
    """Reads a line, and checks all that holds for whatever it is."""
    read = codec.read(line)

    assert read.event is not None or read.problems
    for problem in read.problems:
        assert re.fullmatch(r"[a-z0-9-]+", problem.code)
        assert len(str(problem)) < 2000
        column = problem.where.column
        assert column is None or 1 <= column <= len(line.decode(errors="replace")) + 1
    if read.event is not None:
        again = codec.read(codec.write(read.event))
        assert again.event == read.event
        assert read.event.raw in line


@given(line=st.binary(max_size=400))
def test_any_bytes_are_read_without_raising(line: bytes) -> None:
    """Reading never raises, and always gives an event or a problem."""
    sound(line)


@given(
    line=st.sampled_from(LINES),
    edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 3), st.binary(max_size=3)), min_size=1, max_size=4),
)
def test_any_damage_is_read_without_raising(line: bytes, edits: list[tuple[float, int, bytes]]) -> None:
    """A real line with bytes cut out and put in is an event or a problem, and never a crash."""
    for where, cut, put in edits:
        at = int(where * len(line))
        line = line[:at] + put + line[at + cut :]
    sound(line)


TEXTS = st.text('ab"\\{}[]:,é\ud83d\x00 \u0301', max_size=8)
JSON = st.recursive(
    st.one_of(
        TEXTS, st.none(), st.booleans(), st.integers(), st.sampled_from(["2025-03-16", "110 km2", "control", "1"])
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=8,
)
FIELDS = st.dictionaries(st.one_of(st.sampled_from([*codec.KNOWN, "fact"]), TEXTS), JSON, max_size=5)
FACTS = st.dictionaries(
    st.one_of(st.sampled_from(["region", "holder", "area", "to", "place"]), TEXTS), JSON, max_size=4
)


@given(
    kind=st.sampled_from(["territory-held", "control", "proposal", "retraction", "source", "x"]),
    fields=FIELDS, fact=FACTS, ascii_=st.booleans(),
)  # fmt: skip
def test_any_json_with_a_matching_id_is_read_without_raising(
    kind: str, fields: dict[str, object], fact: dict[str, object], *, ascii_: bool
) -> None:
    """A line made by somebody who knows how to hash, with anything in it, is an event or a problem."""
    said = {"v": "1"} | fields | {"fact": fact | {"kind": kind}}
    text = json.dumps(said, ensure_ascii=ascii_).encode(errors="replace").decode()
    sound(line_of(text))


def test_the_work_grows_with_the_line_alone() -> None:
    """A hostile line of a megabyte takes no longer than its bytes need."""
    size = codec.MAX_LINE - 200
    hostile = [
        b'{"id":"' + b"\\" * size, b"{" * size, b'{"a":' * (size // 5), b'"' * size, b" " * size,
        line_of(f'{{"fact":{{"kind":"{"x" * size}"}},"v":"1"}}'), line_of(f'{{"{"k" * size}":"","v":"1"}}'),
        line_of(json.dumps({"v": "1", "fact": {"kind": "x", "a": ["[" * 99] * (size // 110)}})),
    ]  # fmt: skip

    started = time.process_time()
    events = [codec.read(line).event for line in hostile]

    assert time.process_time() - started < 8
    assert list(starmap(bool, zip(events, strict=True))) == [False] * 5 + [True, False, True]
