"""Whether two values can both be true, which lies lower, and which is narrow enough to witness a figure."""

from __future__ import annotations

import pytest

from newsledger.belief.agreement import meet, same
from newsledger.belief.amounts import ABOVE_ALL, BELOW_ALL, amount_of, spots
from newsledger.fact import Value
from newsledger.values.quantity import Quantity


def figure(told: str | None) -> Value | None:
    """A figure, or no value."""
    return None if told is None else Quantity.parse(told)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("110 km2", "11000 ha", True), ("110 km2", "<=120 km2", True), ("110 km2", ">110 km2", True),  # by its rounding
        ("110 km2", "500 km2", False), ("110 km2", None, True), (None, None, True), ("unknown", "110 km2", True),
        (">5 person", "<=3 person", False), ("some person", "<=11000 person", True),
        ("none person", "some person", False),
    ],
)  # fmt: skip
def test_figures_meet_where_their_ranges_do(one: str | None, other: str | None, *, expected: bool) -> None:
    """Rounding included, in whatever unit; what tells no value contradicts none."""
    assert meet(figure(one), figure(other)) is meet(figure(other), figure(one)) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"), [("Yes", "YES", True), ("yes", "no", False), ("Straße", "STRASSE", True)]
)
def test_words_meet_where_they_are_the_same(one: str, other: str, *, expected: bool) -> None:
    """Case does not matter."""
    assert meet(one, other) is same(one, other) is expected


def test_to_meet_is_not_to_say_the_same() -> None:
    """A bound covers a figure, and is another value."""
    assert not same(figure("110 km2"), figure("<=120 km2"))
    assert same(figure("110 km2"), figure("110.0 km2")) is False  # told with other digits, hence of another rounding
    assert not same(None, None)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("100 km2", "300 km2", True), ("300 km2", "100 km2", False), ("100 km2", "101 km2", False),  # they meet
        ("<50 km2", "100 km2", True), (">50 km2", "20 km2", False), ("20 km2", ">50 km2", True),
        ("100 km2", "300 person", False), ("unknown", "300 km2", False),
    ],
)  # fmt: skip
def test_a_figure_is_lower_where_it_lies_wholly_below(one: str, other: str, *, expected: bool) -> None:
    """Of two that meet neither is; of two dimensions neither."""
    assert amount_of(Quantity.parse(one)).lies_below(amount_of(Quantity.parse(other))) is expected


def test_words_are_never_lower() -> None:
    """No word lies below another."""
    assert not amount_of("no").lies_below(amount_of("yes"))
    assert not amount_of("no").lies_below(amount_of(Quantity.parse("1 km2")))


@pytest.mark.parametrize(
    ("one", "shown", "expected"),
    [
        ("100..200 person", "100..150 person", True),  # about twice as wide
        ("100..300 person", "100..150 person", True),  # four times as wide
        ("100..350 person", "100..150 person", False),  # wider than that
        ("<=11000 person", "<=11000 person", True), ("some person", "<=11000 person", False),
        (">100 person", "100..200 person", False), ("100 person", ">50 person", True), ("yes", "no", True),
    ],
)  # fmt: skip
def test_a_witness_to_a_figure_is_at_most_four_times_as_wide(one: str, shown: str, *, expected: bool) -> None:
    """What has no end is wider than whatever has one; beside a figure without an end any will do."""
    told = [amount_of(text if text in {"yes", "no"} else Quantity.parse(text)) for text in (one, shown)]

    assert told[0].as_narrow_as(told[1], 4) is expected


def test_ranges_without_an_end_go_on_for_ever() -> None:
    """Below all and above all; a strict bound lies just beside its number, and less than five is more than none."""
    (low, high), (first, last) = (spots(Quantity.parse(text)) for text in (">5 km2", "<5 km2"))

    assert spots(Quantity.parse("unknown")) == (BELOW_ALL, ABOVE_ALL)
    assert high == ABOVE_ALL
    assert first == (0, 0, 0, 1)
    assert (low[-1], last[-1]) == (1, -1)
