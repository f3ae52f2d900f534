"""Writes `reference/exports.md`: every format, what it takes, what it cannot carry; and the columns of tables.

The page is kept in the repository, so that a loss that came or went shows where changes are read.
`tests/test_exports_page.py` holds it to the program.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from newsledger.exporters import ASPECTS, Exporter, find, names
from newsledger.rows import BELIEFS, CLAIMS, EVENTS, Column

PAGE = Path(__file__).parent / "reference" / "exports.md"

OPENING = """# Formats of exports

This page is made from the program by `docs/make_exports.py`. How to use them stands in the [guide](../guide/export.md).

A format that holds *events* takes the whole ledger unless a date is named; then it takes what was public, and
held, by then. One that answers a *question* tells what is believed, or reported, on DATE, which is today where
none is named.

The same ledger and the same question give the same bytes. The files of `parquet` and `sqlite` also depend on the
release of the library that writes them, which puts its version into the file.
"""

LOSSES = """## What they cannot carry

Whatever is not named below a format is carried as it stands: a test holds each of them to that.
`newsledger export FORMAT --losses` tells the same.
"""

COLUMNS = """## Columns

What `csv`, `parquet`, `sqlite` and [Arrow tables](../guide/export.md#in-a-notebook) have in common. Any cell may be
empty. *text* is one text, *texts* a list of them (parted by `; ` in CSV, JSON in SQLite), *instant* a time in UTC, to
the microsecond. No figure is ever a floating-point number.
"""

TABLES = {
    "Events": (EVENTS, "A row for each member of the ledger: `parquet`, `events` of `sqlite`, `frames.events`."),
    "Claims": (CLAIMS, "A row for each value that a report tells: `csv`, `claims` of `sqlite`, `frames.claims`."),
    "Beliefs": (BELIEFS, "A row for each belief of a picture: `beliefs` of `sqlite`, `frames.beliefs`."),
}  # fmt: skip


def page() -> str:
    """The page: the formats, the losses of each, the columns."""
    parts = [OPENING, "\n".join(_formats()), "", LOSSES, *map(_losses, names()), COLUMNS, *map(_columns, TABLES)]
    return "\n".join(parts).rstrip() + "\n"


def _formats() -> Iterator[str]:
    yield "| format | holds | options of its own |"
    yield "| --- | --- | --- |"
    for name in names():
        found = find(name)
        options = ", ".join(f"`--{one}`" for one in sorted(found.takes))
        yield f"| [`{name}`](#{name}) | {_doc(found)} | {options} |"


def _doc(found: Exporter) -> str:
    """What the format is, in the words of its class, and whether it holds events."""
    first = " ".join((type(found).__doc__ or "").split("\n\n")[0].split())
    return f"*Events.* {first}" if found.whole else first


def _losses(name: str) -> str:
    lost = find(name).losses
    rows = [f"| {aspect} | {ASPECTS[aspect]} | {what} |" for aspect, what in lost.items()]
    head = ["| part | | what becomes of it |", "| --- | --- | --- |"]
    return "\n".join([f"### {name}", "", *([*head, *rows] if rows else ["Nothing is lost."]), ""])


def _columns(title: str) -> str:
    columns, told = TABLES[title]
    rows = [_row(column) for column in columns]
    return "\n".join([f"### {title}", "", told, "", "| column | holds | |", "| --- | --- | --- |", *rows, ""])


def _row(column: Column) -> str:
    return f"| `{column.name}` | {column.type} | {column.doc} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
