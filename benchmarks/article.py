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

KEPT = ARTICLES / "kept"
"""Four more that are kept back: the rules met them for the first time once they were finished, and nobody may mend on
what is missed here without moving the text out of this folder."""

FOLDER = "NEWSLEDGER_ARTICLES"
"""Names another folder with texts and tables, which is then read in place of ours."""

DATELINE = re.compile(r"\b(?:[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4}|\d{4}-\d\d-\d\d)\b")
HEADS_OF_TEXT = 3
"""In so many first lines a text says when it was published."""

VAGUE = ("dozen", "hundred", "thousands", "scores", "some", "several", "handful", "a few", "couple", "million", "many")
"""Words that an answer writes as `some`; the ledger reads bounds out of them."""

VAGUE_WORD = re.compile(
    r"\b(?:(?:tens|hundreds) of )?(?:dozens|scores|hundreds|thousands|millions|several|handful)\b(?: of)?"
)
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

THIRD = (
    ("budget", "35 of 37", "35 of 37", "3 of 38", "10 of 12", "2"),
    ("drought", "34 of 36", "28 of 36", "3 of 33", "12 of 12", "1"),
    ("ferry", "24 of 32", "24 of 32", "6 of 27", "10 of 11", "0"),
    ("flood", "29 of 34", "29 of 34", "3 of 31", "10 of 11", "1"),
    ("hospital", "29 of 35", "29 of 35", "4 of 32", "13 of 14", "0"),
    ("measles", "28 of 31", "27 of 31", "5 of 33", "15 of 15", "0"),
    ("protest", "30 of 32", "28 of 32", "1 of 29", "13 of 13", "0"),
    ("quake", "30 of 35", "27 of 35", "2 of 28", "11 of 11", "0"),
    ("referendum", "35 of 36", "34 of 36", "1 of 33", "14 of 14", "1"),
    ("refinery", "32 of 34", "31 of 34", "1 of 31", "10 of 11", "0"),
    ("strike", "28 of 28", "28 of 28", "0 of 27", "12 of 13", "1"),
    ("trial", "29 of 31", "29 of 31", "1 of 29", "7 of 7", "1"),
)
"""Twelve more texts in four groups of three: each group was met first by rules that had been mended on all before it,
in the order of the names. Groups: 87 of 105 figures right, 85 of 100, 89 of 103, 88 of 93; dates 32 of 35, 38 of 40,
38 of 38, 29 of 31; false 12 of 98, 12 of 96, 4 of 90, 2 of 87."""

FAIR = (
    "How figures are compared changed in the third round, both ways. A word that only sets a tone (just, only) and a "
    "vague number (dozens) may stand as a hedge or not. What is counted must be the noun that was read, no other word "
    "of the figure; the noun of the answer's own words is right even where its unit is another (`animals`, goats). "
    "`no more than 8` is 0..8 here and <=8 in the tables. A table that called households houses was corrected: one "
    "row, two cells."
)
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
    kept = [] if other else [score(text) for text in texts(Path(), KEPT)]
    rows = tuple(_row(one) for one in scores)
    notes = tuple(_note(one) for one in (*scores, *kept))
    return Report(
        title="From an article to a draft",
        about="What `newsledger import article` finds, without a ledger, against a table that people made of it.",
        bars=(*_together(kept), *bars), notes=(*notes, FAIR, SEEN),
        tables=(
            Table(title="Kept back, never mended on:", heads=HEADS, rows=tuple(_row(one) for one in kept)),
            Table(title="All others, now:", heads=HEADS, rows=rows),
            Table(title="Unseen, the first time that the rules met them:", heads=HEADS, rows=FIRST),
            Table(title="Unseen, second round (commit f58648e):", heads=HEADS, rows=SECOND),
            Table(title="Unseen, third round (each three by rules mended on those before):", heads=HEADS, rows=THIRD),
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
    if told.conversion is not None and _same(
        value(told.conversion.text.lstrip("~<>=")), value(answer.canonical.lstrip("~<>="))
    ):
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


def _together(kept: list[Score]) -> list[Bar]:
    """The bars of several texts taken together."""
    if not kept:
        return []
    name = f"{len(kept)} texts kept back, together"
    figures, found, dates = (sum(getattr(one, part) for one in kept) for part in ("figures", "found", "dates"))
    right, dated = (sum(getattr(one, part) for one in kept) for part in ("right", "dated"))
    false = sum(len(one.false) for one in kept)
    return [
        Bar(name=f"{name}: figures, hedge and unit right", figure=_percent(right, figures), bar=BAR_FIGURES, unit="%"),
        Bar(name=f"{name}: false figures", figure=_percent(false, found), bar=BAR_FALSE, most=True, unit="%"),
        Bar(name=f"{name}: dates", figure=_percent(dated, dates), bar=BAR_DATES, unit="%"),
    ]


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
