"""What goes to the terminal: the answer to stdout, warnings and hints to stderr, nothing untrusted unescaped."""

from __future__ import annotations

import json
import os
import re
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import click

from newsledger.cli._paging import deliver, put
from newsledger.errors import InvalidInput, NewsledgerError
from newsledger.problems import Problem

HIDDEN = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
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
    if text.isprintable():  # as nearly all is: a picture needs no pattern compiled
        return text
    return re.sub(HIDDEN, lambda found: f"<U+{ord(found.group()):04X}>", text)


def say(text: str = "", *, bold: bool = False) -> None:
    """One line or more of the answer."""
    shown = visible(text)
    put(click.style(shown, bold=True) if bold else shown)


def say_wrapped(text: str, *, columns: int) -> None:
    """A sentence of the answer, wrapped to the width."""
    for line in paragraph(text, columns=columns):
        say(line)


def hint(text: str) -> None:
    """A hint or a warning: to stderr, so that the answer stays alone. What was answered before stands before it."""
    deliver()
    click.echo(visible(text), err=True)


def one_line(text: str) -> str:
    """Text that forges no line of its own.

    >>> one_line("a bridge\\nopen")
    'a bridge open'
    """
    return " ".join(text.split())


def say_json(answer: dict[str, Any]) -> None:
    """The answer as one JSON object. What a terminal would obey is escaped, which JSON reads as the same text."""
    text = json.dumps(answer, ensure_ascii=False, indent=1)
    emit(in_json(text))


def in_json(text: str) -> str:
    """JSON in which what a terminal would obey is escaped; it reads as the same."""
    return re.sub(HIDDEN, lambda found: f"\\u{ord(found.group()):04x}", text)


def emit(text: str) -> None:
    """Text for a program: as it is, and never through a pager."""
    deliver()
    click.echo(text)


def confirm(question: str, *, abort: bool = True, default: bool = False) -> bool:
    """Asks whoever sits at the terminal, after all that was answered before."""
    deliver()
    return click.confirm(question, abort=abort, default=default, err=True)


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
    return max(30, _told_width() or _screen_width() or 100)


def _told_width() -> int:
    """What COLUMNS says, if it says a number."""
    told = os.environ.get("COLUMNS", "")
    return int(told) if told.isdecimal() else 0


def _screen_width() -> int:
    """The columns of the terminal that the program was started in. The function of shutil loads every compressor."""
    try:
        return os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else -1).columns
    except (OSError, ValueError):  # no terminal, or stdout is closed
        return 0


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


def wrapped(text: str, columns: int) -> list[str]:
    """Text in lines of at most so many columns; wide letters, which need no blanks between words, break anywhere.

    >>> wrapped("Курск and Sudzha", 9), wrapped("東京の火事", 6)
    (['Курск and', 'Sudzha'], ['東京の', '火事'])
    """
    if cells(text) <= len(text):
        if len(text) <= columns and text.isprintable():
            return [text.rstrip(" ")] if text.strip(" ") else []  # as textwrap has it: most cells of a table are short
        return _at_strokes(text, max(1, columns))
    lines = [""]
    for word in text.split():
        if lines[-1] and cells(f"{lines[-1]} {word}") <= columns:
            lines[-1] += f" {word}"
            continue
        lines += [""] if lines[-1] else []
        for letter in word:
            if lines[-1] and cells(lines[-1] + letter) > columns:
                lines.append("")
            lines[-1] += letter
    return lines


STROKE = "/\x00 "
"""A stroke in a name that is longer than the line, and the blank after which it may be broken."""


def _at_strokes(text: str, columns: int) -> list[str]:
    """Wrapped text in which the name of a slot breaks after its strokes, before it breaks anywhere.

    >>> _at_strokes("casualties/russia/killed or wounded", 12)
    ['casualties/', 'russia/', 'killed or', 'wounded']
    """
    words = [word.replace("/", STROKE) if len(word) > columns else word for word in text.split(" ")]
    lines = textwrap.wrap(" ".join(words), columns)
    return [line.replace(STROKE, "/").replace("\x00", "") for line in lines]


def indented(text: str, columns: int, first: str, rest: str) -> list[str]:
    """Wrapped text with a margin, which lines after the first may have deeper."""
    head, *more = wrapped(text, columns - len(first)) or [""]
    if len(first) != len(rest) and more:
        more = wrapped(text[len(head) :].strip(), columns - len(rest))
    return [first + head, *(rest + line for line in more)]


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
    deeper = indent + "  "
    lines = indented(head, columns, indent, indent) if head else []
    return lines + (indented(rest, columns, deeper, deeper) if rest else [])


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
    columns = [wrapped(cell, wide) or [""] for cell, wide in zip(row, widths, strict=False)]
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
    return indented(visible(text), columns, indent, indent + "  ")
