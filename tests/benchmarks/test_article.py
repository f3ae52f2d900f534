"""The benchmark of drafts: it counts what is right, what is missed and what is false."""

from __future__ import annotations

import pytest

from benchmarks import article
from benchmarks.frame.options import Options
from benchmarks.reading.answers import DATE, FIGURE, Answer, Text, value
from newsledger.values.when import When


def text(words: str, *answers: Answer) -> Text:
    """A text of one line with its answers."""
    return Text(name="a", text=words, published=When.parse("2025-03-16"), answers=answers)


def answer(words: str, canonical: str, hedge: str = "", unit: str = "") -> Answer:
    """A figure on the first line."""
    return Answer(kind=FIGURE, words=words, canonical=canonical, hedge=hedge, unit=unit, line=1)


WORDS = "About 300 people fled on Friday from 12 homes."


def test_what_is_found_is_counted() -> None:
    """A figure is right where number, hedge and unit are; a number alone is counted apart."""
    right = answer("About 300 people", "~300 person", "about", "person")
    wrong = answer("12 homes", "12 home", "nearly", "home")
    date = Answer(kind=DATE, words="Friday", canonical="2025-03-14", line=1)
    score = article.score(text(WORDS, right, wrong, date))

    assert (score.figures, score.numbers, score.right, score.dates, score.dated) == (2, 2, 1, 1, 1)
    assert (score.false, score.more_dates) == ((), ())


def test_what_is_missed_or_false_is_named() -> None:
    """A figure that no answer has is false; an answer that was not found is missed."""
    score = article.score(text(WORDS, answer("40 cars", "40 vehicle", "", "vehicle")))

    assert score.missed == ("40 cars",)
    assert score.false == ("About 300 people", "12 homes")
    assert score.more_dates == ("Friday",)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("42 sqmi", "42 square miles", True),
        ("20 %", "0.2 share", True),
        ("12 person", "13 person", False),
        ("5 km", "5 km2", False),
    ],
)
def test_values_are_compared_whatever_the_unit_is_called(one: str, other: str, same: bool) -> None:  # noqa: FBT001  a case
    """One unit under two names is one; another number or dimension is another."""
    assert (value(one) == value(other)) is same


def test_the_bars_are_reached_on_our_articles() -> None:
    """On the articles of the tests few figures are false and the dates are found; the page tells the rest."""
    report = article.run(Options())
    bars = {bar.name: bar for bar in report.bars}

    assert len(bars) >= 9
    assert all(bar.met for name, bar in bars.items() if name.endswith(("false figures", "dates")))
    assert all(bar.figure is not None and bar.figure >= 85 for name, bar in bars.items() if "hedge" in name)
