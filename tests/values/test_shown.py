"""Figures and dates as people read them: nothing sharper than what was told."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from tests.values.strategies_quantity import quantities
from tests.values.strategies_when import whens

from newsledger.values.quantity import Quantity
from newsledger.values.shown import date, day, figure, period
from newsledger.values.when import When

FIGURES = [
    ("110 km2", "110 km²"),
    ("~110 km2", "about 110 km²"),
    ("1368 km2", "1,368 km²"),
    ("42.5 sqmi", "42.5 sq mi"),
    ("<=11000 person", "up to 11,000"),
    ("<~0.2 share", "under 1/5"),
    (">100000 person", "over 100,000"),
    (">=3 person", "at least 3"),
    ("200..300 person", "200 to 300"),
    ("200..250..300 person", "200 to 300, best 250"),
    (">260e9 USD", "over 260 billion USD"),
    ("1500000000000 EUR", "1.5 trillion EUR"),
    ("999999999 USD", "999,999,999 USD"),
    ("unknown person", "not known"),
    ("some person", "some"),
    ("none person", "none"),
    ("0.05 share", "5 %"),
    ("0.5 share", "1/2"),
    ("0.123 share", "12.3 %"),
    ("1 day", "1 day"),
    ("30 day", "30 days"),
    ("5150 acre", "5,150 acres"),
    ("2 pocket", "2 pockets"),
    ("3 aircraft", "3 aircraft"),
    ("12 t", "12 t"),
    ("-5 km2", "-5 km²"),
]

DATES = [
    ("2025-03-16", "16 Mar 2025"),
    ("2025-03-06", "6 Mar 2025"),
    ("2024-08", "Aug 2024"),
    ("2024", "some time in 2024"),
    ("2024~", "some time about 2024"),
    ("2024?", "some time in 2024 (?)"),
    ("2024-21", "spring 2024"),
    ("2024-24", "winter 2024"),
    ("2024-08~", "about Aug 2024"),
    ("2024-08?", "Aug 2024 (?)"),
    ("2025-03-16%", "about 16 Mar 2025 (?)"),
    ("2025-03-10/2025-03-15", "10-15 Mar 2025"),
    ("2025-03-10~/2025-03-15", "about 10 Mar 2025 to 15 Mar 2025"),
    ("2025-03-10/2025-03-15?", "10-15 Mar 2025 (?)"),
    ("2025-03-10T08:00Z/2025-03-10T09:30Z", "2025-03-10 08:00Z to 2025-03-10 09:30Z"),
    ("2025-02-28/2025-03-02", "28 Feb 2025 to 2 Mar 2025"),
    ("2022-02/2025-03-16", "Feb 2022 to 16 Mar 2025"),
    ("2022/2024", "2022 to 2024"),
    ("2024-08/..", "since Aug 2024"),
    ("2024-08/", "since Aug 2024, end not told"),
    ("/2025-03-16", "by 16 Mar 2025"),
    ("../2025-03", "until Mar 2025"),
    ("2025-03-16T18:40Z", "2025-03-16 18:40Z"),
]


@pytest.mark.parametrize(("text", "shown"), FIGURES)
def test_a_figure(text: str, shown: str) -> None:
    """Bounds are words, thousands are parted, very large figures are words, people need no unit."""
    assert figure(Quantity.parse(text)) == shown


@pytest.mark.parametrize(("text", "shown"), DATES)
def test_a_date(text: str, shown: str) -> None:
    """Precision, doubt and open ends are said, and nothing is added to them."""
    assert date(When.parse(text)) == shown


def test_no_date() -> None:
    """What has no date says so."""
    assert date(None) == "no date"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("2024", "2024"), ("2024-08", "Aug 2024"), ("2025-03-16", "16 Mar 2025"), ("2024~", "about 2024")],
)
def test_a_period(text: str, shown: str) -> None:
    """Named as a span of time, a year is the year, and not some time in it."""
    assert period(When.parse(text)) == shown


def test_a_day() -> None:
    """A calendar day is shown as a date of that day is."""
    assert day(dt.date(2025, 3, 6)) == date(When.parse("2025-03-06")) == "6 Mar 2025"


@given(quantities())
def test_every_figure_can_be_shown(quantity: Quantity) -> None:
    """No figure is too odd for a line of text, and its bounds are not left out."""
    shown = figure(quantity)

    assert shown == " ".join(shown.split())
    bounded = quantity.low is not None and quantity.high is not None and quantity.low != quantity.high
    strict_zero = quantity.low == 0 and "low" in quantity.strict
    if bounded and not strict_zero and quantity.best is None:
        assert " to " in shown


@given(whens())
def test_every_date_can_be_shown(when: When) -> None:
    """Every date has a reading, in which its year, its doubts and its times stand."""
    shown = date(when)
    halves = [half for half in (when.start, when.end) if half is not None]

    assert shown == " ".join(shown.split())
    assert all(half.text[:4] in shown for half in halves)
    assert ("about " in shown, "(?)" in shown) == (when.approximate, when.uncertain)
    assert all(half.text[11:] in shown for half in halves if half.is_instant)
