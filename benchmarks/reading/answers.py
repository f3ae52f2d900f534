"""The tables of what people found in articles, read into one shape."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import attrs

from newsledger import Quantity, When
from newsledger.errors import InvalidInput
from newsledger.values import units

FIGURE, DATE = "figure", "date"
SPELT = {
    "in": "inch", "C": "degC", "F": "degF", "l": "litre", "L": "litre", "point": "%", "points": "%", "pp": "%",
    "s": "second", "hr": "hour", "min": "minute", "kmph": "km/h", "pound": "lb", "sq ft": "sqft", "yd": "yard",
}  # fmt: skip
"""Units of the answers that the ledger writes otherwise."""

NUMBER = re.compile(r"(?P<sign>~|[<>]=?~?)?(?P<numbers>[-\d./e]+)")


@attrs.frozen(kw_only=True)
class Answer:
    """A figure or a date as people read it. `like` says that a figure is told by another: "similar"."""

    kind: str
    words: str
    canonical: str
    hedge: str = ""
    unit: str = ""
    line: int | None = None
    like: bool = False


@attrs.frozen(kw_only=True)
class Text:
    """An article with its answers. `many` counts how often a date is told, for tables with one fact a row."""

    name: str
    text: str
    published: When
    answers: tuple[Answer, ...]


def of_story(folder: Path) -> Text:
    """The first story: `facts.tsv` has a fact a row, with its figures as told and its two dates."""
    with (folder / "facts.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    published = Counter(row["reported"] for row in rows).most_common(1)[0][0]
    answers = [_of_words(row["figures"]) for row in rows if row["figures"]]
    cells = [cell for row in rows for cell in (row["occurred"], row["reported"])]
    answers += [Answer(kind=DATE, words=cell, canonical=cell) for cell in cells if _says_more(cell, published)]
    text = (folder / "article.txt").read_text(encoding="utf-8")
    return Text(name="the first story", text=text, published=When.parse(published), answers=tuple(answers))


def _says_more(cell: str, published: str) -> bool:
    """Whether a date tells more than the day of publication, which whoever adds an article types anyway."""
    return any(part not in {"", "..", published} for part in cell.split("/"))


def _of_words(words: str) -> Answer:
    told = words.removeprefix("similar to ")
    try:
        figure = Quantity.read(told)
    except InvalidInput:
        figure = Quantity.read(told, unit="person")
    return Answer(
        kind=FIGURE, words=words, canonical=figure.text, hedge=figure.hedge or "", unit=figure.unit or "",
        like=told != words,
    )  # fmt: skip


def of_table(path: Path, published: str) -> Text:
    """An article beside which stands a table: line, kind, words, canonical, hedge, unit, and more that is not asked."""
    with path.with_suffix(".tsv").open(encoding="utf-8", newline="") as file:
        rows = [[cell.strip() for cell in row] for row in csv.reader(file, delimiter="\t")][1:]
    answers = tuple(
        Answer(kind=row[1], words=row[2], canonical=row[3], hedge=row[4], unit=row[5], line=int(row[0]))
        for row in rows
        if len(row) > 5 and row[1] in {FIGURE, DATE}  # noqa: PLR2004  the columns that are read
    )
    text = path.read_text(encoding="utf-8")
    return Text(name=path.stem, text=text, published=When.parse(published), answers=answers)


def value(canonical: str) -> tuple[object, ...] | None:
    """What a figure says, whatever its unit is called: in base units where the unit is known; `None` for no figure.

    >>> value("42 sqmi") == value("42 square miles"), value("20 %") == value("0.2 share")
    (True, True)
    """
    number, _, name = canonical.strip().partition(" ")
    number = "0" if number == "none" else number
    unit = units.known(SPELT.get(name, name))
    try:
        figure = Quantity.read(f"{number} {unit.symbol if unit else 'item'}").base
    except InvalidInput:
        return None
    counted = figure.dimension if figure.dimension and not figure.dimension.startswith("count:") else "count"
    return (counted, figure.low, figure.best, figure.high, tuple(sorted(figure.strict)), figure.about)
