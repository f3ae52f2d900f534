"""Made-up ledgers that are kept from one run to the next, for those of millions of events take minutes to make."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks.frame.options import size_text
from benchmarks.workload.ledger import write_ledger
from benchmarks.workload.stream import events
from newsledger.config import Config
from newsledger.stores.sqlite import SqliteStore

FILES, BATCHES, SQLITE = "files", "batches", "sqlite"
"""How a ledger is stored: half its events in files of one event, all in files of up to 500, or in one database."""

FORMS = {
    FILES: "half in files of one event",
    BATCHES: "in files of 500",
    SQLITE: "in SQLite",
}
DATABASE = "ledger.db"
AT_ONCE = 20_000


@contextlib.contextmanager
def ledger(size: int, form: str = FILES, *, kept: Path | None = None) -> Iterator[Path]:
    """Where such a ledger stands. Without a folder to keep it in it is taken away again.

    A kept ledger is taken as it is: whoever appends to one has to make its own.
    """
    with contextlib.ExitStack() as stack:
        folder = kept or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        place = folder / f"{size_text(size)}-{form}"
        if not place.exists():
            _make(place, size, form)
        yield place / DATABASE if form == SQLITE else place


def _make(place: Path, size: int, form: str) -> None:
    """Makes it beside its place, so that what stands there is whole."""
    part = place.with_name(f"{place.name}.{os.getpid()}.part")
    part.mkdir(parents=True)
    try:
        if form == SQLITE:
            fill(part / DATABASE, size)
        else:
            write_ledger(part, size, batches=form == BATCHES)
        part.rename(place)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def fill(path: Path, size: int) -> None:
    """Puts all events into a new database, some thousands at once."""
    store = SqliteStore.create(path, Config(title=f"{size} made-up events"))
    left = events(size)
    with contextlib.closing(store):
        while some := list(islice(left, AT_ONCE)):
            store.fill(some)
