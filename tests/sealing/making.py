"""A small ledger to seal, and the seals that tests put beside it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.stores.samples import event

from newsledger import codec
from newsledger.cli._sealed import line_at
from newsledger.config import Config
from newsledger.event import Event
from newsledger.sealing.shelf import Shelf, next_seal, put, read_shelf
from newsledger.sealing.text import Member
from newsledger.sealing.verifying import Verdict, verify
from newsledger.stores.directory import DirectoryStore

DAY = "2025-03-20T10:00:00Z"
NEXT = "2025-03-21T10:00:00Z"
"""Days after all that the events of the samples were recorded on."""


def ledger(folder: Path, events: Iterable[Event]) -> DirectoryStore:
    """A ledger in a folder, each event in a file of its own."""
    store = DirectoryStore.create(folder, Config())
    for one in events:
        store.append([one])
    return store


def members(store: DirectoryStore) -> list[Member]:
    """The members of the set."""
    return [(one.id, one.recorded, one.by) for one in store.read().events]


def seal(store: DirectoryStore, *, sealed: str = DAY, by: str = "desk", anew: bool = False) -> str | None:
    """Seals a ledger; the path of the seal, `None` where there was nothing new."""
    folder = Path(store.path)
    raw = next_seal(read_shelf(folder), members(store), sealed=sealed, by=by, anew=anew)
    return None if raw is None else put(folder, raw)


def verified(store: DirectoryStore) -> Verdict:
    """What verifying the newest seals finds."""
    folder = Path(store.path)
    shelf = read_shelf(folder)
    return verify(shelf, shelf.newest(), store.read(), line_at(folder))


def found(store: DirectoryStore) -> list[str]:
    """The codes of what it finds."""
    return [one.problem.code for one in verified(store).findings]


def shelf_of(store: DirectoryStore) -> Shelf:
    """The seals of a ledger."""
    return read_shelf(Path(store.path))


def file_of(store: DirectoryStore, number: int) -> Path:
    """The file of events that holds one of the samples."""
    wanted = f'{{"id":"{event(number).id}'.encode()
    return next(path for path in sorted(Path(store.path).rglob("*.jsonl")) if wanted in path.read_bytes())


def rewrite(store: DirectoryStore, number: int, new: Event | bytes) -> Path:
    """Puts another line in the place of one of the samples."""
    path = file_of(store, number)
    path.write_bytes((new if isinstance(new, bytes) else codec.write(new)) + b"\n")
    return path
