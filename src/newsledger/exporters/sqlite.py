"""sqlite: the whole ledger as a data base of one file, with its claims and what is believed."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

from newsledger.exporters import Exporter, Job, exporter
from newsledger.exporters._cells import iso
from newsledger.rows import BELIEFS, CLAIMS, COUNT, EVENTS, FLAG, Column, Row, belief_rows, claim_rows, event_row

PART = 1 << 20
"""The file is handed on in parts of so many bytes."""

INTEGERS = {COUNT, FLAG}
"""What is stored as a number; all else is text, figures too, so that no digit is lost."""


@exporter("sqlite")
class Sqlite(Exporter):
    """Three tables: `events` holds every member with its stored bytes, `claims` and `beliefs` answer the question."""

    whole: ClassVar = True
    binary: ClassVar = True
    losses: ClassVar = {}

    def write(self, job: Job) -> Iterator[bytes]:
        """The file of the data base."""
        entries = [entry for entry in job.picture.entries if not entry.event.redacted]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "ledger.sqlite"
            with closing(sqlite3.connect(path, isolation_level=None)) as base:
                base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN")
                _fill(base, "events", EVENTS, (event_row(event, job.zone) for event in job.members()))
                _fill(base, "claims", CLAIMS, (row for one in entries for row in claim_rows(one, job.picture)))
                _fill(base, "beliefs", BELIEFS, belief_rows(job.picture))
                base.execute("CREATE TABLE settings (toml TEXT)")
                base.execute("INSERT INTO settings VALUES (?)", (job.config.text(),))
                base.execute("COMMIT")
            with path.open("rb") as file:
                yield from iter(lambda: file.read(PART), b"")


def _fill(base: sqlite3.Connection, name: str, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """Makes a table and fills it. Its names are ours, so that they need no quotes but for one that SQL knows."""
    told = ", ".join(f'"{one.name}" {"INTEGER" if one.type in INTEGERS else "TEXT"}' for one in columns)
    base.execute(f"CREATE TABLE {name} ({told})")
    marks = ", ".join("?" for _ in columns)
    lines = (tuple(_stored(row[one.name]) for one in columns) for row in rows)
    base.executemany(f"INSERT INTO {name} VALUES ({marks})", lines)  # noqa: S608  the names are ours, values are bound


def _stored(value: Any) -> Any:  # noqa: ANN401  a cell of any column
    """A cell as SQLite stores it: lists as JSON, instants as text."""
    if isinstance(value, tuple | list):
        return json.dumps(value, ensure_ascii=False)
    return iso(value) if hasattr(value, "isoformat") else value
