"""Lines that stand more than once: each is given back with the others of its event, once, in the order they came."""

from __future__ import annotations

import gc
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.twins import Lying, Twins

LINES = st.lists(st.tuples(st.sampled_from([b"a", b"b", b"c"]), st.binary(max_size=3)), max_size=12)


@given(LINES, st.sampled_from([b"a", b"b"]))
def test_lines_come_back_by_event(lines: list[tuple[bytes, bytes]], taken: bytes) -> None:
    """What is taken out is not given again; the others come by the first line of each."""
    twins = Twins()
    laid: dict[bytes, list[Lying]] = {}
    for came, (identity, line) in enumerate(lines):
        twins.put(identity, came, "a.jsonl", came + 1, line)
        laid.setdefault(identity, []).append((came, "a.jsonl", came + 1, line))

    assert twins.take(taken) == laid.pop(taken, [])
    assert twins.take(taken) == []
    assert list(twins.every()) == list(laid.values())
    twins.close()
    assert list(twins.every()) == []


def test_what_came_late_stands_first_where_it_was_first() -> None:
    """The order is that of the numbers, and not of putting."""
    twins = Twins()
    for came in (5, 3, 4):
        twins.put(b"a" if came > 3 else b"b", came, "a.jsonl", came, b"")

    assert [[came for came, *_ in lines] for lines in twins.every()] == [[3], [4, 5]]
    twins.close()


def test_what_is_given_up_leaves_no_file_open(recwarn: pytest.WarningsRecorder) -> None:
    """Whoever stops half-way closes nothing, and Python has nothing to warn of."""
    twins = Twins()
    twins.put(b"a", 0, "a.jsonl", 1, b"")
    next(twins.every())
    del twins
    gc.collect()

    assert not list(recwarn)


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What SQLite cannot write is told as what the disk refused, with what was to be written."""

    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(sqlite3, "connect", full)

    with pytest.raises(OSError, match=r"stand more than once .* disk is full"):
        Twins().put(b"a", 0, "a.jsonl", 1, b"")
