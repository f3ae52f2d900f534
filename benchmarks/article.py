"""article: how much of what people find in an article its draft finds, and how much that is none."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import attrs

from benchmarks.frame.options import ROOT, Options
from benchmarks.frame.telling import Bar, Report, Table
from benchmarks.reading.answers import DATE, FIGURE, SPELT, Answer, Text, of_story, of_table, value
from newsledger.drafting.extractors import RULES, find
from newsledger.drafting.figure import Figure
from newsledger.drafting.found import Finding
from newsledger.drafting.known import Known, meets, tokens
from newsledger.drafting.nouns import is_people
from newsledger.drafting.text import Article
from newsledger.values import units
from newsledger.values.units import Unit
from newsledger.values.when import When

ARTICLES = ROOT / "tests" / "data" / "articles"
"""Articles on other subjects, by people who did not know the rules."""

FOLDER = "NEWSLEDGER_ARTICLES"
"""Names another folder with texts and tables, which is then read in place of ours."""

DATELINE = re.compile(r"\b(?:[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4}|\d{4}-\d\d-\d\d)\b")
HEADS_OF_TEXT = 3
"""In so many first lines a text says when it was published."""

VAGUE = ("dozen", "hundred", "thousands", "scores", "some", "several", "handful", "a few", "couple", "million", "many")
"""Words that an answer writes as `some`; the ledger reads bounds out of them."""

VAGUE_WORD = re.compile(r"\b(?:(?:tens|hundreds) of )?(?:dozens|scores|hundreds|thousands|millions|several|handful)\b(?: of)?")
"""They are number and hedge at once: one reader writes them down as a hedge, another does not."""

DECADE = re.compile(r"(\d{3})X")
"""A decade as EDTF writes it; the ledger's dates have none, and tell its years."""

COUNTED = {"ratio": "times", **SPELT}
"""What the answers call a unit, and the ledger otherwise."""

TONE = re.compile(r"\b(?:just|only|exactly|precisely|a total of|a mere|merely)\b")
"""Words that set a tone and move no number: one reader writes them down as a hedge, another does not."""

NONE_TOO = re.compile(r"\b(?:no|not) more than\b|\bor (?:less|fewer)\b")
"""Bounds that leave none open, as docs/design.md has them: 0..8 where a table writes <=8."""

BAR_FIGURES, BAR_DATES, BAR_FALSE = 95.0, 90.0, 10.0
"""Per cent, of the first story and of every other text."""

FIRST = (
    ("election", "27 of 35", "25 of 35", "8 of 34", "9 of 12", ""),
    ("outbreak", "31 of 40", "29 of 40", "7 of 37", "13 of 19", ""),
    ("wildfire", "29 of 43", "27 of 43", "7 of 35", "13 of 15", ""),
)
"""What the rules found when they first met the three texts (commit 10f06da), counted as it is counted now."""

SECOND = (
    ("blaze", "33 of 37", "31 of 37", "2 of 32", "15 of 15", "1"),
    ("illness", "30 of 33", "26 of 33", "2 of 30", "13 of 15", "2"),
    ("vote", "31 of 32", "29 of 32", "0 of 31", "11 of 15", "2"),
)
"""What the rules, mended on the first three and on sentences of our own, found when they first met three more
texts (commit f58648e): 86 of 102 figures right, 4 of 93 false, 39 of 45 dates."""

SEEN = "Later figures for these texts are of texts that the rules were mended on: they say less of the next one."

HEADS = ("text", "figures", "hedge and unit right too", "false figures", "dates", "other dates")


@attrs.frozen(kw_only=True)
class Score:
    """What was found of a text: counts, and what was missed or false, in words."""

    name: str
    figures: int
    right: int
    numbers: int
    found: int
    false: tuple[str, ...]
    missed: tuple[str, ...]
    dates: int
    dated: int
    undated: tuple[str, ...]
    more_dates: tuple[str, ...]


def run(options: Options) -> Report:
    """Reads every article that is there, and compares."""
    other = os.environ.get(FOLDER)
    story = Path() if other else options.data.parent / "story"
    scores = [score(text) for text in texts(story, Path(other) if other else ARTICLES)]
    bars = [bar for one in scores for bar in _bars(one)]
    rows = tuple(_row(one) for one in scores)
    notes = tuple(_note(one) for one in scores)
    return Report(
        title="From an article to a draft",
        about="What `newsledger import article` finds, without a ledger, against a table that people made of it.",
        bars=tuple(bars), notes=(*notes, SEEN),
        tables=(
            Table(title="Now:", heads=HEADS, rows=rows),
            Table(title="Unseen, the first time that the rules met them:", heads=HEADS, rows=FIRST),
            Table(title="Unseen, second round (commit f58648e):", heads=HEADS, rows=SECOND),
        ),
    )  # fmt: skip


def texts(story: Path, folder: Path) -> list[Text]:
    """The first story, where it stands beside the clone, and the articles of ours."""
    found = [of_story(story)] if (story / "facts.tsv").is_file() else []
    tables = [path for path in sorted(folder.glob("*.txt")) if path.with_suffix(".tsv").is_file()]
    return found + [of_table(path, published(path)) for path in tables]


def published(path: Path) -> str:
    """The day on which a text says that it was published, in its first lines.

    >>> published(ARTICLES / "vote.txt")
    '2025-06-25'
    """
    lines = path.read_text(encoding="utf-8").splitlines()[:HEADS_OF_TEXT]
    told = next(found[0] for line in lines if (found := DATELINE.search(line)))
    return When.read(told.replace(".", "")).text


def findings(text: Text) -> list[Finding]:
    """What our rules find in a text."""
    return list(find(RULES)(Article(text=text.text, published=text.published), Known()))


def score(text: Text) -> Score:
    """How the findings compare with the answers: each answer is met once at most on its line."""
    told = findings(text)
    figures = [one for one in told if one.figure is not None]
    wanted = [one for one in text.answers if one.kind == FIGURE]
    wanted.sort(key=lambda answer: not any(_is_conversion(one, answer) and _is_number(one, answer) for one in figures))
    free = list(figures)
    right, numbers, missed = 0, 0, []
    for answer in wanted:
        met = next((one for one in free if _is_right(one, answer)), None)
        near = met or next((one for one in free if _is_number(one, answer)), None)
        right, numbers = right + (met is not None), numbers + (near is not None)
        missed += [] if met is not None else [_told(answer, near)]
        if near is not None and answer.line is not None and not _is_conversion(near, answer):
            free.remove(near)
    false = [one for one in figures if not any(_is_number(one, answer) for answer in wanted)]
    dates = [one for one in text.answers if one.kind == DATE]
    undated = [one.words for one in dates if not _is_dated(one, told, text)]
    return Score(
        name=text.name, figures=len(wanted), right=right, numbers=numbers, found=len(figures),
        false=tuple(one.figure.words for one in false if one.figure), missed=tuple(missed), dates=len(dates),
        dated=len(dates) - len(undated), undated=tuple(dict.fromkeys(undated)), more_dates=tuple(_more(told, dates)),
    )  # fmt: skip


def _is_conversion(one: Finding, answer: Answer) -> bool:
    """Whether the answer is the same figure in another unit, as the text tells it in brackets."""
    figure = one.figure
    return (
        figure is not None
        and figure.quantity.conversion is not None
        and not _same(value(figure.quantity.text), value(answer.canonical))
    )


def _told(answer: Answer, near: Finding | None) -> str:
    if near is None or near.figure is None:
        return answer.words
    return f"{answer.words} (read as {near.figure.quantity.text} {near.figure.hedge or ''} {near.figure.noun or ''})"


def _is_number(one: Finding, answer: Answer) -> bool:
    """Whether a figure is the answer's number, on the answer's line."""
    figure = one.figure
    if figure is None or (answer.line is not None and answer.line != one.line):
        return False
    if answer.like != (figure.like is not None):
        return False
    told = (figure.like or figure).quantity
    if answer.canonical.startswith("some "):
        return any(word in figure.words.casefold() for word in VAGUE)
    if told.conversion is not None and _same(value(told.conversion.text.lstrip("~<>=")), value(answer.canonical.lstrip("~<>="))):
        return True
    bound = answer.canonical.removeprefix("<=") if NONE_TOO.search(figure.words.casefold()) else answer.canonical
    return _same(value(told.text), value(bound if bound == answer.canonical else f"0..{bound}"))


def _same(one: tuple[object, ...] | None, other: tuple[object, ...] | None) -> bool:
    """Whether two figures are the same: "a third" may be told as 0.333."""
    if one is None or other is None:
        return False
    return all(map(_near, one, other)) if one[0] == "share" else one == other


def _near(one: object, other: object) -> bool:
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return abs(one - other) * 500 <= abs(other)
    return one == other


def _is_right(one: Finding, answer: Answer) -> bool:
    """Whether number, hedge and unit are all the answer's."""
    figure = one.figure
    if figure is None or not _is_number(one, answer):
        return False
    if (figure.like or figure).quantity.conversion is not None and not _same(
        value(figure.quantity.text), value(answer.canonical)
    ):
        return True  # a converted figure has the hedge of the one before it
    return _hedge((figure.like or figure).hedge or "") == _hedge(answer.hedge) and _is_unit(figure, answer)


def _hedge(words: str) -> frozenset[str]:
    """The words of a hedge, articles aside; that a figure is a range is seen from the figure."""
    plain = TONE.sub("", words.casefold().replace("range", "").replace("between", ""))
    return frozenset(tokens(VAGUE_WORD.sub("", plain).replace("an ", "")))


def _is_unit(figure: Figure, answer: Answer) -> bool:
    """The same unit, or for what has no unit here the same thing that is counted."""
    wanted = _unit(answer.unit)
    if wanted is not None and wanted.symbol != "item":
        return wanted.dimension == figure.quantity.dimension
    if figure.unit != "item" or wanted is not None or not answer.unit:
        return figure.unit == "item"
    counted = tokens(figure.noun or "")
    as_told = bool(counted) and counted <= tokens(" ".join(answer.words.split()[-1:]))  # "animals" that are goats
    return as_told or any(meets(word, counted) for word in tokens(COUNTED.get(answer.unit, answer.unit)))


def _unit(name: str) -> Unit | None:
    """The unit of an answer; whoever people are, they are counted as people."""
    return units.known(COUNTED.get(name, name)) or (units.UNITS["person"] if is_people(name.casefold()) else None)


def _is_dated(answer: Answer, told: Iterable[Finding], text: Text) -> bool:
    """Whether a date was found: as such, or both its ends, but those that are the day of publication."""
    lines = [one for one in told if answer.line in (None, one.line)]
    found = {name for one in lines for name in _dates(one)}
    wanted = DECADE.sub(r"\g<1>0/\g<1>9", re.sub(r"T[^/]*", "", answer.canonical))
    ends = [part for part in wanted.split("/") if part not in {"", ".."}]
    ends = [part for part in ends if answer.line is not None or part != text.published.text]
    return wanted in found or (all(end in found for end in ends) and bool(ends))


def _dates(one: Finding) -> set[str]:
    """How a date was told: a time of day counts as its day."""
    days = [] if one.day is None else [one.day.when.text, one.day.occurred.text, one.day.when.text.rstrip("~")]
    return {*days, *([one.said_on.text] if one.said_on else [])}


def _more(told: Iterable[Finding], dates: list[Answer]) -> list[str]:
    """Dates that the table does not have."""
    plain = [DECADE.sub(r"\g<1>0/\g<1>9", re.sub(r"T[^/]*", "", one.canonical)) for one in dates]
    wanted = {part for one in plain for part in (one, *one.split("/"))}
    return list(dict.fromkeys(
        one.day.words for one in told if one.day is not None and not _dates(one) & wanted
    ))  # fmt: skip


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 100.0


def _bars(one: Score) -> list[Bar]:
    return [
        Bar(
            name=f"{one.name}: figures, hedge and unit right",
            figure=_percent(one.right, one.figures),
            bar=BAR_FIGURES,
            unit="%",
        ),
        Bar(
            name=f"{one.name}: false figures",
            figure=_percent(len(one.false), one.found),
            bar=BAR_FALSE,
            most=True,
            unit="%",
        ),
        Bar(name=f"{one.name}: dates", figure=_percent(one.dated, one.dates), bar=BAR_DATES, unit="%"),
    ]


def _row(one: Score) -> tuple[str, ...]:
    return (
        one.name, f"{one.numbers} of {one.figures}", f"{one.right} of {one.figures}",
        f"{len(one.false)} of {one.found}",
        f"{one.dated} of {one.dates}", str(len(one.more_dates)),
    )  # fmt: skip


def _note(one: Score) -> str:
    parts = [
        ("missed", one.missed),
        ("false", one.false),
        ("dates missed", one.undated),
        ("other dates", one.more_dates),
    ]
    told = "; ".join(f"{name}: {', '.join(words)}" for name, words in parts if words)
    return f"{one.name}: {told or 'nothing missed, nothing false'}"
