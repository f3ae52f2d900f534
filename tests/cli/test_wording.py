"""Hedges are told by a short way where it is safe, and the short way says what the long one says."""

from __future__ import annotations

import pytest

import newsledger as nl
from newsledger.cli._wording import BEFORE_DIGITS, BEFORE_WORDS, reserves, value
from newsledger.values.hedges import hedge_of
from newsledger.values.quantity import Quantity

WORDS = [
    ("just 110 km² (42 sq mi)", None), ("as many as 11,000", "person"), ("more than $260 billion", None),
    ("over 100,000", "person"), ("2 pockets", None), ("between 200 and 300", "person"), ("11,000 or fewer", "person"),
    ("1,368 km2 (528 sq mi)", None), ("about 1,200 acres", None), ("no more than 20", "person"), ("only 5", "person"),
    ("at least 5 dead", None), ("an estimated 500", "person"), ("1.5 million people", None), ("200-300", "person"),
    ("£5m", None), ("nearly a fifth", "share"), ("almost two thirds", "share"), ("dozens of homes", None),
]  # fmt: skip


@pytest.mark.parametrize(("words", "unit"), WORDS)
def test_the_short_way_says_what_the_long_one_says(words: str, unit: str | None) -> None:
    """A hedge that is read off the words is the one that the grammar of figures finds."""
    short_way = BEFORE_DIGITS.fullmatch(words) or BEFORE_WORDS.fullmatch(words)

    assert short_way is None or (short_way[1] or None) == hedge_of(words, unit=unit)


@pytest.mark.parametrize(
    ("words", "unit", "shown"),
    [
        ("just 110 km²", None, '110 km² "just"'),
        ("over 100,000", "person", "over 100,000"),
        ("nearly a fifth", "share", 'under 1/5 "nearly"'),
        ("dozens of homes", None, 'about 24 to 99 homes "dozens"'),
        ("between 200 and 300", "person", "200 to 300"),
    ],
)
def test_a_hedge_is_quoted_where_the_figure_does_not_say_it(words: str, unit: str | None, shown: str) -> None:
    """A bound is told by the figure; tone and what is stronger than the bound stand in quotes."""
    assert value(Quantity.read(words, unit=unit), words) == shown


def test_words_beside_a_figure_are_quoted_whole() -> None:
    """What was said of a figure, and is none, stands beside it."""
    assert value(Quantity.parse("2 pocket"), "small, connected") == '2 pockets "small, connected"'


def test_how_far_a_date_is_known_is_said() -> None:
    """A figure of some time in a year says, within that year, that its date is known to the year only."""
    ledger = nl.in_memory()
    held = nl.TerritoryHeld("kursk", "ukraine", area=Quantity.parse("1368 km2"))
    ledger.append(held, source="officials", occurred="2024", reported="2025-03-16")

    belief = ledger.replay(at="2024-12-31", public="2025-03-16").beliefs[0]

    assert reserves(belief) == "date known to the year only; told later"
