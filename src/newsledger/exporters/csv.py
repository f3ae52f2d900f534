"""csv: every value that a report tells, a row each, for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import ClassVar

from newsledger.exporters import Exporter, Job, exporter
from newsledger.exporters._cells import cell, defused
from newsledger.rows import CLAIMS, claim_rows


@exporter("csv")
class Csv(Exporter):
    """RFC 4180 but for plain line ends, in UTF-8. What a spreadsheet might run is told to be text, unless `raw`."""

    takes: ClassVar = frozenset({"since", "raw"})
    losses: ClassVar = {
        "bytes": "only what they say",
        "takings-in": "only the first",
        "amendments": "only that a report was taken back, and the id that a correction replaces",
        "ours": "left out",
        "unknown": "only the kind, and who said it when",
        "redacted": "left out",
        "settings": "left out",
    }

    def write(self, job: Job) -> Iterator[bytes]:
        """The heading, then a row for each value."""
        names = [column.name for column in CLAIMS]
        yield _line(names)
        fit = str if job.raw else defused
        for entry in job.entries():
            for row in claim_rows(entry, job.picture):
                yield _line([fit(cell(row[name])) for name in names])


def _line(cells: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue().encode()
