"""jsonl: the lines of the ledger as they are stored, one event each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from newsledger import codec
from newsledger.exporters import Exporter, Job, exporter


@exporter("jsonl")
class Jsonl(Exporter):
    """Each member of the set (id, recorded, by) with its stored bytes: such a file is itself a file of a ledger."""

    whole: ClassVar = True
    losses: ClassVar = {"settings": "left out: they stand in ledger.toml"}

    def write(self, job: Job) -> Iterator[bytes]:
        """A line for each member, sorted by id."""
        for event in job.members():
            yield codec.write(event) + b"\n"
