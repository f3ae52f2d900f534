"""parquet: the whole ledger as one table of events, for data frames and data bases."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, ClassVar

from newsledger.exporters import Exporter, Job, exporter
from newsledger.frames import arrow, reader
from newsledger.rows import EVENTS, event_row

SETTINGS = "newsledger.ledger.toml"
"""The key of the file's metadata under which the settings stand."""


@exporter("parquet")
class Parquet(Exporter):
    """A row for each member of the set, with its stored bytes; what they say stands in columns beside them."""

    whole: ClassVar = True
    binary: ClassVar = True
    losses: ClassVar = {}

    def write(self, job: Job) -> Iterator[bytes]:
        """The file, row group by row group."""
        arrow()
        import pyarrow.parquet as pq

        stream = reader(EVENTS, (event_row(event, job.zone) for event in job.members()))
        shape = stream.schema.with_metadata({SETTINGS: job.config.text()})
        out = Parts()
        with pq.ParquetWriter(out, shape, compression="zstd") as writer:
            for batch in stream:
                writer.write_batch(batch)
                yield out.taken()
        yield out.taken()


class Parts(io.RawIOBase):
    """A file that is handed on part by part, so that memory holds no more than one of them.

    >>> parts = Parts()
    >>> parts.write(b"PAR1"), parts.tell(), parts.taken(), parts.taken()
    (4, 4, b'PAR1', b'')
    """

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        """It takes bytes."""
        return True

    def tell(self) -> int:
        """How many bytes it ever took."""
        return self._at

    def write(self, part: Any, /) -> int:  # noqa: ANN401  any buffer
        """Takes a part."""
        held = bytes(part)
        self._parts.append(held)
        self._at += len(held)
        return len(held)

    def taken(self) -> bytes:
        """What was written since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)
