"""Joining files: whatever they hold, every line is there at every moment, and the set is the same."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger import codec, packing
from newsledger.config import Config
from newsledger.event import Event, say
from newsledger.kinds.state import State
from newsledger.stores.directory import DirectoryStore
from newsledger.testing.strategies import ledgers

ODD = [b'{"id":"7c13', b"", b"\xff\xfe", b"no line"]
"""Lines that are none: a file that holds one is left alone, or loses nothing but emptiness."""


def write(folder: Path, files: list[list[bytes]]) -> DirectoryStore:
    """A ledger whose files hold these lines."""
    store = DirectoryStore.create(folder / "news", Config())
    for number, lines in enumerate(files):
        place = folder / "news" / ("a" if number % 2 else "b")
        place.mkdir(exist_ok=True)
        (place / f"{number}.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
    return store


def event_of(subject: str) -> Event:
    """Any event, one for each subject."""
    said = say(State(subject, "open", term="yes"), source="desk", reported="2025-03-16")
    return codec.stamp(said, recorded=datetime(2025, 3, 16, tzinfo=UTC), by="desk")


def lines_below(folder: Path) -> set[bytes]:
    """Every line of a ledger that says something."""
    return {line for path in folder.rglob("*.jsonl") for line in path.read_bytes().split(b"\n") if line.strip()}


@given(ledgers(), st.lists(st.integers(0, 5), min_size=40, max_size=40), st.lists(st.sampled_from(ODD), max_size=2))
def test_the_set_of_lines_is_the_same(events: list[Event], places: list[int], odd: list[bytes]) -> None:
    """However events are spread over files, damaged ones among them: the same lines, the same events, fewer files."""
    lines = [codec.write(event) for event in events]
    files = [[line for at, line in enumerate(lines) if places[at % len(places)] == number] for number in range(6)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = write(folder, [*files, odd])
        before, there = lines_below(folder), len(list(folder.rglob("*.jsonl")))
        members = store.read().events

        done = store.pack("9999-01")

        assert lines_below(folder) == before
        assert store.read().events == members
        gone = sum(len(one.files) - (one.file not in one.files) for one in done)
        assert len(list(folder.rglob("*.jsonl"))) == there - gone
        assert store.pack("9999-01") == []


def test_large_files_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Joining is for small files: one that is large already is not written again."""
    line = codec.write(event_of("bridge"))
    store = write(tmp_path, [[line], [], [line]])
    monkeypatch.setattr(packing, "SMALL", len(line) - 1)

    assert store.pack("9999-01") == []


def test_a_reader_sees_every_line_while_files_are_joined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that goes between looking and reading was joined into another: all is read again."""
    line = codec.write(event_of("bridge"))
    other = codec.write(event_of("dam"))
    store = write(tmp_path, [[line], [], [other]])
    real = DirectoryStore._lines
    packed: list[bool] = []

    def lines(self: DirectoryStore, file: str) -> Iterable[bytes]:
        if not packed:
            packed.append(True)
            DirectoryStore(self.path).pack("9999-01")
        return real(self, file)

    monkeypatch.setattr(DirectoryStore, "_lines", lines)

    reading = store.read()

    assert len(reading.events) == 2
    assert reading.problems == ()
