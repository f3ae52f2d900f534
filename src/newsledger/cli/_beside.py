"""What a ledger keeps beside its events, as a folder: of a SQLite ledger its seals are laid out, and taken in again."""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from newsledger.cli._sealed import line_at
from newsledger.ledger import Ledger
from newsledger.sealing.shelf import FOLDER
from newsledger.sealing.verifying import LineAt

SEAL = re.compile(rf"{FOLDER}/[A-Za-z0-9_][^/\\\0]*")
"""How files of seals are called in a SQLite ledger. Another name there leads nowhere: it may be anybody's."""


@contextlib.contextmanager
def folder_of(ledger: Ledger, place: str) -> Iterator[Path]:
    """The folder in which the seals of a ledger stand while the block runs. What is new in it then is kept.

    Raises:
        LedgerUnusable: a SQLite ledger cannot be read, or what is new cannot be written.
    """
    if Path(place).is_dir():
        yield Path(place)
        return
    from newsledger.stores.sqlite import SqliteStore

    store = ledger.store
    assert isinstance(store, SqliteStore)  # noqa: S101  every other ledger is a folder
    with tempfile.TemporaryDirectory() as scratch:
        there = {name: content for name, content in store.files().items() if SEAL.fullmatch(name)}
        (Path(scratch) / FOLDER).mkdir()
        for name, content in there.items():
            (Path(scratch) / name).write_bytes(content)
        yield Path(scratch)
        for path in sorted((Path(scratch) / FOLDER).iterdir()):
            name = f"{FOLDER}/{path.name}"
            if name not in there:
                store.put(name, path.read_bytes())


def lines_of(ledger: Ledger, place: str) -> LineAt:
    """Reads the lines of a ledger that a place names, whole and as they stand there."""
    if Path(place).is_dir():
        return line_at(Path(place))
    from newsledger.stores.sqlite import SqliteStore

    store = ledger.store
    assert isinstance(store, SqliteStore)  # noqa: S101  as above
    return lambda where: store.line(where.line or 0)
