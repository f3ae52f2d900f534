"""What goes to the terminal: the answer to stdout, warnings and hints to stderr, nothing untrusted unescaped."""

from __future__ import annotations

import json
import re
import shutil
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import click

from newsledger.errors import InvalidInput, NewsledgerError
from newsledger.problems import Problem

HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control and bidirectional characters: what an event must not do to somebody's terminal."""

NARROW = 60
"""Below so many columns a table is stacked: a telephone has forty."""

GAP = "  "
SMALLEST = 10
"""No column is squeezed below so many characters."""


def visible(text: str) -> str:
    """Makes control and bidirectional characters visible as their code points.

    >>> visible("abc\\u202ecba")
    'abc<U+202E>cba'
    """
    return HIDDEN.sub(lambda found: f"<U+{ord(found.group()):04X}>", text)


def say(text: str = "", *, bold: bool = False) -> None:
    """One line or more of the answer."""
    shown = visible(text)
    click.echo(click.style(shown, bold=True) if bold else shown)


def hint(text: str) -> None:
    """A hint or a warning: to stderr, so that the answer stays alone."""
    click.echo(visible(text), err=True)


def say_json(answer: dict[str, Any]) -> None:
    """The answer as one JSON object."""
    click.echo(json.dumps(answer, ensure_ascii=False, indent=1))


def complain(error: NewsledgerError) -> None:
    """What went wrong, all of it, to stderr."""
    if not isinstance(error, InvalidInput):
        hint(f"newsledger: {error}")
        return
    tell(error.problems)


def tell(problems: Sequence[Problem], *, most: int = 50) -> None:
    """Problems to stderr, each with its place; the first fifty of very many."""
    for problem in problems[:most]:
        hint(str(problem))
    if len(problems) > most:
        hint(f"… and {len(problems) - most} more; `newsledger check --json` lists all")


def width() -> int:
    """The width of the terminal; 100 columns where there is none, as in a pipe."""
    return max(30, shutil.get_terminal_size((100, 24)).columns)


def cells(text: str) -> int:
    """How many columns a text takes: wide letters two, combining marks none.

    >>> cells("Курск"), cells("東京")
    (5, 4)
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 1 + (unicodedata.east_asian_width(letter) in "WF") for letter in text
    )


def table(
    rows: Iterable[Sequence[str]], *, columns: int, indent: str = "  ", widths: Sequence[int] | None = None
) -> list[str]:
    """Rows as aligned columns, wrapped to the width; stacked where that is narrow."""
    told = [[visible(cell) for cell in row] for row in rows]
    if columns < NARROW:
        return [line for row in told for line in _stacked(row, columns, indent)]
    fitted = widths or fit(told, columns - len(indent))
    return [line for row in told for line in _wrapped(row, fitted, indent)]


def _stacked(row: Sequence[str], columns: int, indent: str) -> list[str]:
    head, rest = row[0], " | ".join(cell for cell in row[1:] if cell)
    lines = textwrap.wrap(head, columns, initial_indent=indent, subsequent_indent=indent) if head else []
    deeper = indent + "  "
    return lines + textwrap.wrap(rest, columns, initial_indent=deeper, subsequent_indent=deeper)


def fit(rows: Sequence[Sequence[str]], columns: int) -> list[int]:
    """Widths for the columns of rows: as wide as needed, else the widest give way."""
    count = max((len(row) for row in rows), default=0)
    widths = [max((cells(row[at]) for row in rows if at < len(row)), default=0) for at in range(count)]
    spare = columns - len(GAP) * (count - 1)
    while sum(widths) > spare and max(widths) > SMALLEST:
        widest = widths.index(max(widths))
        widths[widest] -= 1
    return widths


def _wrapped(row: Sequence[str], widths: Sequence[int], indent: str) -> list[str]:
    columns = [textwrap.wrap(cell, max(1, wide)) or [""] for cell, wide in zip(row, widths, strict=False)]
    height = max(len(column) for column in columns)
    lines = []
    for at in range(height):
        parts = [column[at] if at < len(column) else "" for column in columns]
        line = GAP.join(part + " " * (wide - cells(part)) for part, wide in zip(parts, widths, strict=False))
        lines.append((indent + line).rstrip())
    return lines


def many(count: int, name: str) -> str:
    """A count with its noun.

    >>> many(1, "event"), many(2, "event")
    ('1 event', '2 events')
    """
    return f"{count} {name}{'' if count == 1 else 's'}"


def paragraph(text: str, *, columns: int, indent: str = "") -> list[str]:
    """Text wrapped to the width."""
    return textwrap.wrap(visible(text), columns, initial_indent=indent, subsequent_indent=indent + "  ") or [""]
