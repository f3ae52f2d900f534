"""A mapping to begin with, from a table's columns and first rows. It guesses; whoever knows the table mends it."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterable
from datetime import datetime

from newsledger.errors import InvalidInput
from newsledger.frozen import frozen
from newsledger.importers._files import File, refused
from newsledger.importers._mapping import EMPTY
from newsledger.importers._tables import columns_of, records
from newsledger.values.quantity import Quantity

LOOK = 500
"""So many records are looked at."""

MOST = 4
"""So many columns of figures get a claim of their own; more would be a page."""

FORMS = (
    "%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f",
    "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S%z", "%d/%m/%Y %H:%M",
    "%d %B %Y", "%B %d, %Y",
)  # fmt: skip
"""How dates are written, the likelier first; the first that fits all is taken."""

SOURCES = ("source", "outlet", "publisher", "author", "reporter", "agency", "said_by", "organisation", "organization")
SUBJECTS = (
    "region",
    "state",
    "country",
    "place",
    "city",
    "location",
    "oblast",
    "province",
    "county",
    "name",
    "subject",
)
MEASURES = ("measure", "indicator", "metric", "variable", "what", "item")
UNITS = ("unit",)
BOUNDS = {"low": r"low|min", "high": r"high|max|upper", "best": r"best|central|estimate|value|point"}
"""Names of columns, or parts of them, that tell what they hold."""


@frozen
class Seen:
    """The columns of a table by what they seem to hold; dates with how they are written."""

    columns: tuple[str, ...]
    dates: dict[str, tuple[str, ...]]
    figures: tuple[str, ...]
    addresses: tuple[str, ...]

    def named(self, words: Iterable[str]) -> str | None:
        """The first column that is called like one of some words, and is none of figures, dates or addresses."""
        taken = {*self.dates, *self.figures, *self.addresses}
        free = [name for name in self.columns if name not in taken]
        return next((name for word in words for name in free if word in name.casefold()), None)


def suggested(file: File, *, vintage: bool = False) -> str:
    """The text of a mapping for a table; of its versions, where they are to be compared.

    Raises `InvalidInput` where the file is no table, or has no row.
    """
    sample = list(itertools.islice((one for one in records(file) if one.problem is None), LOOK))
    rows = [one.cells for one in sample if not one.heading]
    columns = tuple(name for name in columns_of(sample) if name and not set(name) & set("{}"))
    if not rows or not columns:
        raise refused(file.path, "no-table", "no row stands in the table that could be looked at", "see what it holds")
    cells = {name: [row[name] for row in rows if row.get(name, "") not in EMPTY] for name in columns}
    seen = _seen(columns, cells)
    return f"{_text(file.name, seen, *_compared(seen))}" if vintage else _text(file.name, seen)


def _compared(seen: Seen) -> list[str]:
    """What makes a row the same row, most likely: its dates and words, without when it was published."""
    published, op = _published(seen), seen.named(("op", "change"))
    left = {*seen.figures, *seen.addresses, published, op}
    key = [name for name in seen.columns if name not in left] or list(seen.columns[:1])
    return [
        "[vintage]",
        f"key = [{', '.join(_quoted(name) for name in key)}]  # what makes a row the same row",
        'on_missing = "ignore"  # or "close", or "retract": what it means that a row is not there any more',
        *(
            [f"published = {_column(published)}  # for a table; git and names of files tell it themselves"]
            if published
            else []
        ),
        *([f"op = {_column(op)}  # add, revise, withdraw"] if op else []),
        "",
    ]


def _published(seen: Seen) -> str | None:
    dates = list(seen.dates)
    return next((date for date in dates if re.search("report|publish|record|time", date, re.IGNORECASE)), None)


def _seen(columns: tuple[str, ...], cells: dict[str, list[str]]) -> Seen:
    dates = {name: forms for name in columns if (forms := _forms(cells[name]))}
    figures = [name for name in columns if name not in dates and _all(cells[name], _is_figure)]
    addresses = [name for name in columns if _all(cells[name], lambda cell: cell.startswith(("http://", "https://")))]
    return Seen(columns, dates, tuple(figures), tuple(addresses))


def _forms(cells: list[str]) -> tuple[str, ...]:
    """How most of the cells are written, where they are dates: one that is mistyped is told when it is read."""
    fitting = {form: sum(_is_date(cell, form) for cell in cells) for form in FORMS}
    most = max(fitting.values())
    return tuple(form for form, fit in fitting.items() if fit == most) if 2 * most > len(cells) else ()


def _all(cells: list[str], fits: Callable[[str], bool]) -> bool:
    return bool(cells) and all(map(fits, cells))


def _is_date(cell: str, form: str) -> bool:
    try:
        datetime.strptime(cell, form)  # noqa: DTZ007  only whether it fits is asked
    except ValueError:
        return False
    return True


def _is_figure(cell: str) -> bool:
    if not re.fullmatch(r"-?[0-9][0-9., ]*", cell):
        return False
    try:
        Quantity.read(cell, unit="item")
    except InvalidInput:
        return False
    return True


# --- writing it -------------------------------------------------------------------------------


def _text(name: str, seen: Seen, *more: str) -> str:
    lines = [f"# a mapping for {_plain(name)}, guessed from its columns and first rows: mend it before you use it"]
    lines += [f"# columns: {', '.join(_plain(column) for column in seen.columns)}", ""]
    if seen.dates:
        lines.append("[dates]")
        for column, forms in seen.dates.items():
            other = f"  # or: {', '.join(forms[1:])}" if len(forms) > 1 else ""
            lines.append(f"{_quoted(column)} = {_quoted(forms[0])}{other}")
        lines.append("")
    lines += more
    for column, number in _numbers(seen):
        lines += [*_claim(name, seen, column, number), ""]
    text = "\n".join(lines)
    unused = [column for column in seen.columns if f"{{{column}}}" not in text and _quoted(column) not in "".join(more)]
    lines += [f"# not used: {', '.join(map(_plain, unused))}"] if unused else []
    return "\n".join(lines).rstrip("\n")


def _numbers(seen: Seen) -> list[tuple[str, str]]:
    """What each claim measures, and the template of its figure."""
    bounds = {
        key: next((name for name in seen.figures if re.search(words, name, re.IGNORECASE)), None)
        for key, words in (("low", BOUNDS["low"]), ("high", BOUNDS["high"]))
    }
    if bounds["low"] and bounds["high"]:
        rest = [name for name in seen.figures if name not in bounds.values()]
        best = next((name for name in rest if re.search(BOUNDS["best"], name, re.IGNORECASE)), None)
        named = {"low": bounds["low"], **({"best": best} if best else {}), "high": bounds["high"]}
        pairs = ", ".join(f"{key} = {_quoted('{' + column + '}')}" for key, column in named.items())
        return [(best or "figure", f'{{ {pairs}, unit = "item" }}')]
    unit = seen.named(UNITS) if len(seen.figures) == 1 else None
    return [(name, _quoted(f"{{{name}}} {f'{{{unit}}}' if unit else 'items'}")) for name in seen.figures[:MOST]]


def _claim(name: str, seen: Seen, column: str, number: str) -> list[str]:
    source = seen.named(SOURCES)
    measure = seen.named(MEASURES) if len(seen.figures) == 1 else None
    subject = seen.named(SUBJECTS) or seen.named(("",))
    dates = list(seen.dates)
    public = _published(seen)
    told = [
        "[[claim]]",
        f"source = {_column(source) if source else _quoted(name.partition('.')[0])}"
        + ("" if source else "  # who says it?"),
        f"reported = {_column(public or dates[0]) if dates else _quoted('today')}"
        + ("" if dates else "  # when was it made public?"),
    ]
    if len(dates) > 1:
        told.append(f"occurred = {_column(next(date for date in dates if date != public))}")
    told += [f"url = {_column(seen.addresses[0])}"] if seen.addresses else []
    return [
        *told, "", "[claim.fact]", 'kind = "indicator"  # `newsledger kinds` lists the others',
        f"subject = {_column(subject) if subject else _quoted(name.partition('.')[0])}",
        f"measure = {_column(measure) if measure else _quoted(column)}", f"number = {number}",
    ]  # fmt: skip


def _column(name: str) -> str:
    return _quoted(f"{{{name}}}")


def _quoted(text: str) -> str:
    """A text in TOML, which reads what JSON writes."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _plain(text: str) -> str:
    """Text as it may stand in a comment."""
    return "".join(mark if mark.isprintable() else " " for mark in text)
