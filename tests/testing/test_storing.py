from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from tests.testing import wrong

from newsledger.config import Config
from newsledger.stores.directory import DirectoryStore
from newsledger.stores.memory import MemoryStore
from newsledger.testing import check_store
from newsledger.testing.storing import LAWS

CAUGHT: list[tuple[type[MemoryStore], str]] = [
    (wrong.InOrderOfLines, "keeping"),
    (wrong.AppendsTwice, "idempotence"),
    (wrong.KeepsTheLastBatch, "order"),
    (wrong.TakesHalf, "whole"),
    (wrong.TidiesUp, "unknown"),
    (wrong.Raises, "damage"),
    (wrong.SaysNothing, "damage"),
    (wrong.LosesTheLast, "equivalence"),
]


def test_the_store_in_memory_keeps_the_laws() -> None:
    """The store that all others are measured by passes."""
    check_store(
        MemoryStore,
        again=lambda store: MemoryStore(store.lines()),
        spoil=lambda store, lines: MemoryStore([*store.lines(), *lines]),
    )


def test_the_store_in_a_folder_keeps_the_laws(tmp_path: Path) -> None:
    """So does the ledger on the disk, opened again and with a file written by hand."""
    numbers = itertools.count()

    def spoil(store: DirectoryStore, lines: list[bytes]) -> DirectoryStore:
        Path(store.path, "by-hand.jsonl").write_bytes(b"\n".join(lines))
        return store

    check_store(
        lambda: DirectoryStore.create(tmp_path / str(next(numbers)), Config(title="Test")),
        again=lambda store: DirectoryStore(store.path),
        spoil=spoil,
    )


@pytest.mark.parametrize(("cls", "law"), CAUGHT)
def test_a_wrong_store_is_caught(cls: Any, law: str) -> None:  # noqa: ANN401  any store
    """Each plausible mistake breaks the law that forbids it."""
    with pytest.raises(AssertionError, match=f"^# {cls.__name__} breaks the law of {law}: "):
        check_store(cls, spoil=lambda store, lines: cls([*store.lines(), *lines]), laws=[law])


def test_each_law_catches_somebody() -> None:
    """No law is there for nothing."""
    assert set(LAWS) == {law for _, law in CAUGHT}


def test_without_a_way_to_spoil_it_damage_is_not_tried() -> None:
    """A store that nobody can write into by hand is held to all other laws."""
    check_store(wrong.SaysNothing, laws=["damage"])
