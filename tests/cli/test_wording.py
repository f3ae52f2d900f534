"""What a line of a picture says of a figure and of its date."""

from __future__ import annotations

import pytest

import newsledger as nl
from newsledger.cli._wording import reserves, value
from newsledger.values.quantity import Quantity


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

    picture = ledger.replay(at="2024-12-31", public="2025-03-16")

    assert reserves(picture, picture.beliefs[0]) == "date known to the year only; told later"
