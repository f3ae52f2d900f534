"""One answer in several forms: a table for people, JSON for programs, CSV and Markdown for other tools."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import click

from newsledger.cli._out import emit, hint, in_json, say, visible

TABLE, JSON, JSONL, CSV, MD = FORMATS = ("table", "json", "jsonl", "csv", "md")

Record = dict[str, Any]
Cells = dict[str, str]

# texts, compiled when one of these formats is first written
FORMULA = r"\s*[=+\-@]|[\t\r]"
"""How a cell begins that a spreadsheet may run as a formula (OWASP, "CSV injection")."""

MARKUP = r"([\\`*_\[\]<>|#&~])"
"""What Markdown would obey, raw HTML, links and pictures included."""

F = TypeVar("F", bound=Callable[..., Any])


def format_option(command: F) -> F:
    """The option `--format`; `wanted` reads it together with `--json`."""
    told = "A table for people (the first choice); or JSON, one JSON object a line, CSV, a Markdown table."
    return click.option("--format", "form", type=click.Choice(FORMATS, case_sensitive=False), help=told)(command)


def wanted(form: str | None, *, as_json: bool) -> str:
    """The form that was asked for: `--json` is short for `--format json`.

    Raises `click.UsageError` where the two ask for different ones.

    >>> wanted(None, as_json=True), wanted(None, as_json=False), wanted("csv", as_json=False)
    ('json', 'table', 'csv')
    """
    if as_json and form not in (None, JSON):
        message = f"--json and --format {form} ask for two forms of one answer: leave one of them out"
        raise click.UsageError(message)
    return JSON if as_json else form or TABLE


def write(
    form: str, fields: Sequence[str], records: Iterable[Record], flat: Callable[[Record], Cells], head: str
) -> None:
    """Writes records as JSON lines, CSV or Markdown. `flat` makes cells of a record, by the names of `fields`.

    The question, as resolved (`head`), stands above a Markdown table, and goes to stderr elsewhere.
    """
    if form == JSONL:
        hint(head)
        for record in records:
            emit(on_one_line(record))
        return
    rows = [[flat(record).get(field, "") for field in fields] for record in records]
    if form == CSV:
        hint(head)
        emit(as_csv(fields, rows).removesuffix("\n"))
    else:
        say(_escaped(head) + "\n")
        for line in as_markdown(fields, rows):
            emit(line)


def on_one_line(record: Record) -> str:
    """A record as one line of JSON; what a terminal would obey is escaped."""
    text = json.dumps(record, ensure_ascii=False)
    return in_json(text)


def as_csv(fields: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""Rows as CSV (RFC 4180, but for plain line ends), the names of the fields first.

    >>> as_csv(["who"], [["=cmd()"]])
    "who\n'=cmd()\n"
    """
    import csv  # one answer in ten asks for it
    import io

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(fields)
    writer.writerows([[defused(cell) for cell in row] for row in rows])
    return text.getvalue()


def defused(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: one that looks so is told to be text by an apostrophe.

    >>> defused("-92 %"), defused("110 km2")
    ("'-92 %", '110 km2')
    """
    text = visible(cell)
    return f"'{text}" if re.match(FORMULA, cell) else text


def as_markdown(fields: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Rows as the lines of a Markdown table, in which no cell can start markup of its own.

    >>> as_markdown(["slot"], [["a|b"]])
    ['| slot |', '| --- |', '| a\\\\|b |']
    """
    told = [" | ".join(_escaped(" ".join(cell.split())) for cell in row) for row in (list(fields), *rows)]
    lines = [f"| {row} |" for row in told]
    return [lines[0], f"| {' | '.join('---' for _ in fields)} |", *lines[1:]]


def _escaped(text: str) -> str:
    return re.sub(MARKUP, r"\\\1", visible(text))


def cell(value: object) -> str:
    """A value of JSON as the text of a cell.

    >>> cell(None), cell(True), cell(["stale", "maybe"])
    ('', 'true', 'stale; maybe')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return "; ".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)


# --- what several commands list ----------------------------------------------------------------

BELIEF = (
    "name", "value", "low", "best", "high", "unit", "told", "standing", "flags", "confidence", "witnesses", "occurred",
    "because",
)  # fmt: skip
"""The columns of a belief."""

REPORT = ("occurred", "reported", "source", "via", "stance", "claim", "slot", "withdrawn", "expected", "id")
"""The columns of a report."""


def belief_cells(record: Record) -> Cells:
    """The cells of a belief as `belief_json` gives it; a figure also as bounds and unit."""
    value = record["value"] or {}
    parts = {name: cell(value.get(name)) for name in ("low", "best", "high", "unit", "told")}
    sure = record.get("confidence_word", record.get("confidence"))  # the word where a scale was asked for
    told = {name: cell(record.get(name)) for name in BELIEF} | {"confidence": cell(sure)}
    return told | parts | {"value": cell(value.get("text"))}


def report_cells(record: Record) -> Cells:
    """The cells of a report as the timeline gives it."""
    from newsledger.claimline import write_claim
    from newsledger.codec import decode

    said = record["said"]
    told = {name: cell(said.get(name)) for name in ("occurred", "reported", "source", "via")}
    own = {name: cell(record[name]) for name in ("slot", "withdrawn", "expected", "id")}
    return {**told, **own, "stance": cell(said.get("stance") or "asserts"), "claim": write_claim(decode(said)[0])}
