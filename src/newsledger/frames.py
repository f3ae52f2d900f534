"""Data frames: events, claims and beliefs as Arrow tables, for pandas, polars, DuckDB and whatever else reads them.

Needs the extra `arrow` (pyarrow), which is imported when a table is first asked for. Nothing is sharpened on the
way: a figure is text with bounds as decimals, a date is text with its first and last instant.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from newsledger import codec
from newsledger.errors import InvalidInput
from newsledger.event import Event
from newsledger.problems import Problem
from newsledger.rows import (
    BELIEFS,
    CLAIMS,
    COUNT,
    EVENTS,
    FLAG,
    INSTANT,
    TEXT,
    TEXTS,
    Column,
    Row,
    belief_rows,
    claim_rows,
    event_row,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from newsledger.ledger import Ledger
    from newsledger.replay import Picture

BATCH = 20_000
"""So many rows are made at a time: memory holds no more of a large ledger as a table than that."""

NEEDED = ("id", "recorded", "by", "said")
"""The columns that an event is made of again."""


def events(ledger: Ledger) -> pa.Table:
    """Every member of a ledger as a table of events, sorted by id: a row for each taking-in.

    Raises `InvalidInput` where pyarrow is not installed.
    """
    return event_batches(ledger).read_all()


def event_batches(ledger: Ledger, *, rows: int = BATCH) -> pa.RecordBatchReader:
    """The same, batch by batch: so DuckDB, polars and Parquet writers take a ledger that is larger than memory allows.

    Raises `InvalidInput` where pyarrow is not installed.
    """
    zone = ledger.config.zone
    return reader(EVENTS, (event_row(event, zone) for event in ledger.state().members()), rows=rows)


def claims(picture: Picture) -> pa.Table:
    """What the reports of a picture tell, a row for each value, by when things are said to have happened.

    Raises `InvalidInput` where pyarrow is not installed.
    """
    told = (row for entry in picture.entries if not entry.event.redacted for row in claim_rows(entry, picture))
    return reader(CLAIMS, told).read_all()


def beliefs(picture: Picture) -> pa.Table:
    """What a picture holds, a row for each belief, with the question that it answers.

    Raises `InvalidInput` where pyarrow is not installed.
    """
    return reader(BELIEFS, belief_rows(picture)).read_all()


def restored(table: pa.Table) -> list[Event]:
    """The events of a table of events, each checked against its id: what `events` wrote comes back whole.

    Raises `InvalidInput` with every problem, where columns are missing or a row was altered.
    """
    missing = [name for name in NEEDED if name not in table.schema.names]
    if missing:
        raise _refused("unknown-column", f"there is no column {missing[0]!r}", f"events need {', '.join(NEEDED)}")
    found, problems = [], []
    for number, row in enumerate(table.select(list(NEEDED)).to_pylist(), 1):
        read = codec.read(_line(row))
        found += [read.event] if read.event is not None else []
        problems += [f"row {number}: {problem.message}" for problem in read.problems if read.event is None]
    if problems:
        raise _refused("bad-row", "; ".join(problems[:5]), "write the table anew from the ledger")
    return found


def _line(row: Row) -> bytes:
    """The line that a row stands for; without words where they were redacted."""
    head = f'{{"id":{codec.dumps(row["id"])},"recorded":{codec.dumps(row["recorded"])},"by":{codec.dumps(row["by"])}'
    return (head + ("}" if row["said"] is None else f',"said":{row["said"]}}}')).encode()


def reader(columns: Sequence[Column], rows_: Iterable[Row], *, rows: int = BATCH) -> pa.RecordBatchReader:
    """Rows as a stream of record batches, none of them longer than `rows`."""
    shape = schema(columns)
    return arrow().RecordBatchReader.from_batches(shape, _batches(shape, rows_, rows))


def _batches(shape: pa.Schema, rows_: Iterable[Row], size: int) -> Iterator[pa.RecordBatch]:
    left = iter(rows_)
    while batch := list(itertools.islice(left, size)):
        yield arrow().RecordBatch.from_pylist(batch, schema=shape)


def schema(columns: Sequence[Column]) -> pa.Schema:
    """The Arrow schema of columns; what each means stands in its metadata."""
    made = arrow()
    types = {
        TEXT: made.string(), TEXTS: made.list_(made.string()), INSTANT: made.timestamp("us", tz="UTC"),
        FLAG: made.bool_(), COUNT: made.int64(),
    }  # fmt: skip
    return made.schema([made.field(one.name, types[one.type], metadata={"doc": one.doc}) for one in columns])


def arrow() -> Any:  # noqa: ANN401  a module
    """The package pyarrow. Raises `InvalidInput` where it is not installed."""
    try:
        import pyarrow as pa
    except ImportError:
        message = "Arrow tables and Parquet need pyarrow, which is not installed"
        raise _refused("missing-extra", message, "install it: pip install 'newsledger[arrow]'") from None
    return pa


def _refused(code: str, message: str, hint: str) -> InvalidInput:
    return InvalidInput([Problem(code=code, message=message, hint=hint)])
