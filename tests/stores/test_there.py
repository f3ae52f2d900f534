"""Which ids a store holds, asked without reading all events."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from tests.stores import samples

from newsledger import stores
from newsledger.config import Config
from newsledger.ledger import Ledger
from newsledger.stores import Reading
from newsledger.stores.directory import DirectoryStore
from newsledger.stores.memory import MemoryStore
from newsledger.stores.sqlite import SqliteStore


def test_what_is_there_is_what_is_read(tmp_path: Path) -> None:
    """The ids that a store tells are those of its events, of damaged lines none; nothing is added by asking."""
    events = list(samples.events())
    config = Config(title="Test")
    on_disk: list[Any] = [
        DirectoryStore.create(tmp_path / "ledger", config),
        SqliteStore.create(tmp_path / "a.sqlite", config),
    ]
    for store in (MemoryStore(), *on_disk):
        store.append(events[:2])
        asked = {event.id for event in events}
        assert store.there(asked) == {event.id for event in store.read().events}
        assert store.there(set()) == set()


def test_a_ledger_that_is_in_use_can_be_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the index cannot be used every file is read, with the same answer."""
    events = list(samples.events())
    store = DirectoryStore.create(tmp_path / "ledger", Config(title="Test"))
    store.append(events[:2])
    asked = {event.id for event in events}
    expected = store.there(asked)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "makedirs", refuse)
    assert store.there(asked) == expected != set()


def test_a_store_that_cannot_tell_is_read() -> None:
    """A store of another package need not be able to: then all events are read."""

    class Plain:
        config = Config(title="Plain")

        def read(self) -> Reading:
            return MemoryStore([]).read()

    store: Any = Plain()  # no more of a store is asked for
    ledger = Ledger(store)
    assert ledger.holding({"0" * 32}) == set()
    assert "memory" in stores.names()
