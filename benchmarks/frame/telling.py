"""What a benchmark tells: bars that are met or not, tables, and what was left out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs


@attrs.frozen(kw_only=True)
class Bar:
    """A figure and the bar that it has to reach.

    `most` is whether the bar is the most that the figure may be; otherwise it is the least. A
    figure that is `None` was not measured, and meets nothing.
    """

    name: str
    figure: float | None
    bar: float
    most: bool = False
    unit: str = ""

    @property
    def met(self) -> bool:
        """Whether the figure reaches the bar."""
        if self.figure is None:
            return False
        return self.figure <= self.bar if self.most else self.figure >= self.bar

    def as_json(self) -> dict[str, Any]:
        """The bar as JSON."""
        return {"name": self.name, "figure": self.figure, "bar": self.bar, "met": self.met}

    def cells(self) -> tuple[str, ...]:
        """The bar as a row of the table of bars."""
        unit = f" {self.unit}" if self.unit else ""
        told = "not measured" if self.figure is None else f"{figure(self.figure)}{unit}"
        wanted = f"at {'most' if self.most else 'least'} {figure(self.bar)}{unit}"
        return (self.name, told, wanted, "yes" if self.met else "no")


BAR_HEADS = ("work", "figure", "bar", "met")


@attrs.frozen(kw_only=True)
class Table:
    """Rows of text below heads."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def markdown(self) -> str:
        """The table as it stands in a page."""
        lines = [self.heads, tuple("---" for _ in self.heads), *self.rows]
        table = "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
        return f"{self.title}\n\n{table}" if self.title else table


@attrs.frozen(kw_only=True)
class Report:
    """What one benchmark found. `pictures` are files for the page, by name; `notes` say what a figure hides."""

    title: str
    about: str
    bars: tuple[Bar, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    pictures: Mapping[str, str] = attrs.field(factory=dict)


def figure(number: float) -> str:
    """A figure to three or more digits, without an exponent.

    >>> figure(1234567.0), figure(4.8716), figure(0.0334), figure(3)
    ('1,234,567', '4.87', '0.0334', '3')
    """
    if number == int(number) or abs(number) >= 100:  # noqa: PLR2004  from three digits on a fraction says nothing
        return f"{number:,.0f}"
    return f"{number:.3g}"


def as_json(reports: Iterable[Report]) -> str:
    """All bars as one JSON object on one line."""
    return json.dumps({"bars": [bar.as_json() for report in reports for bar in report.bars]}, ensure_ascii=False)


def plain(rows: Sequence[Sequence[str]]) -> str:
    """Rows as columns of text, for a terminal."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def bars_as_text(reports: Iterable[Report]) -> str:
    """The one table of all bars, for a terminal."""
    return plain([BAR_HEADS, *(bar.cells() for report in reports for bar in report.bars)])
