"""A cache in the making: its pages are the same, in however many lots its rows came."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cache.telling import series

from newsledger import codec
from newsledger.cache import keeping
from newsledger.cache.keeping import Cache
from newsledger.cache.making import Heap
from newsledger.event import Event


def pages(folder: Path, at_most: int) -> list[tuple[int, bytes]]:
    """The pages of the cache of a folder, of which so many lines are laid by at once."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(keeping, "FLUSH", at_most)
        patched.setattr(keeping, "_kept", lambda mark, _: mark)
        patched.setattr(keeping, "UNSURE", 0)
        cache = Cache(str(folder), f"{folder}/.newsledger")
        cache.ask(lambda shelving: shelving.head["lines"])
        cache.close()
    with contextlib.closing(sqlite3.connect(cache.path)) as stored:
        return stored.execute("SELECT number, body FROM page ORDER BY number").fetchall()


def write(folder: Path, events: Iterable[Event]) -> None:
    """A file for each event."""
    for at, event in enumerate(events):
        (folder / f"{at:03}.jsonl").write_bytes(codec.write(event) + b"\n")


@given(st.integers(0, 10_000), st.integers(1, 20))
def test_pages_are_the_same_however_often_rows_were_laid_by(seed: int, at_most: int) -> None:
    """Rows that waited on the heap stand where they would stand had they never left."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, series(Random(seed), 30))  # noqa: S311  ledgers that are the same each time
        once = pages(folder, 1_000_000)
        Cache(name, f"{name}/.newsledger").drop()

        assert pages(folder, at_most) == once


def test_nothing_is_left_beside_the_cache(tmp_path: Path) -> None:
    """The heap is thrown away once the pages are written."""
    write(tmp_path, series(Random(1), 30))  # noqa: S311  as above

    pages(tmp_path, 3)

    assert [path.name for path in (tmp_path / ".newsledger").iterdir()] == ["cache.sqlite"]


def test_a_heap_gives_back_what_was_laid_on_it(tmp_path: Path) -> None:
    """Lot by lot under each number, once."""
    heap = Heap(str(tmp_path))
    for number, rows in ((1, b"one"), (2, b"two"), (1, b""), (1, b" more")):
        heap.put(number, rows)

    assert (heap.take(1), heap.take(2), heap.take(1)) == (b"one more", b"two", b"")
    heap.close()
    assert not list(tmp_path.iterdir())
