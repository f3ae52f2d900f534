from __future__ import annotations

from fractions import Fraction

import pytest

from newsledger.errors import InvalidInput
from newsledger.values import units

SPELLED = {
    "km2": [
        "km2",
        "km²",
        "KM2",
        "sq km",
        "sq. km",
        "square kilometres",
        "square kilometers",
        "square-kilometre",
    ],
    "sqmi": ["sqmi", "sq mi", "sq. mi.", "square miles", "mi²"],
    "ha": ["ha", "hectares"],
    "acre": ["acre", "acres"],
    "%": ["%", "percent", "per cent", "pc"],
    "person": [
        "people",
        "troops",
        "soldiers",
        "civilians",
        "men",
        "women",
        "children",
        "dead",
        "killed",
        "wounded",
    ],
    "building": ["buildings", "structures"],
    "pocket": ["pockets"],
    "day": ["days"],
    "month": ["months"],
    "USD": ["USD", "usd", "$", "US$", "dollars"],
    "EUR": ["€", "euros"],
    "GBP": ["£"],
    "UAH": ["₴", "hryvnias"],
    "RUB": ["₽", "roubles", "rubles"],
}


@pytest.mark.parametrize(("symbol", "text"), [(symbol, text) for symbol, texts in SPELLED.items() for text in texts])
def test_finds_a_unit_however_it_is_spelled(symbol: str, text: str) -> None:
    """A unit is known by its symbol and by the words that people write."""
    assert symbol == units.find(text).symbol


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("km2", "m2", 1_000_000),
        ("km2", "ha", 100),
        ("sqmi", "acre", 640),
        ("mi", "ft", 5280),
        ("km", "m", 1000),
        ("t", "kg", 1000),
        ("week", "hour", 168),
        ("hour", "minute", 60),
        ("year", "month", 12),
        ("share", "%", 100),
    ],
)
def test_factors_are_exact(one: str, other: str, ratio: int) -> None:
    """The units of one dimension stand in the ratio that their definitions give."""
    assert Fraction(ratio) == units.find(one).factor / units.find(other).factor
    assert units.find(one).dimension == units.find(other).dimension


def test_a_square_mile_is_a_mile_squared() -> None:
    """The table's area and length units agree."""
    assert units.find("mi").factor ** 2 == units.find("sqmi").factor


def test_money_and_counted_things_never_mix() -> None:
    """Each currency and each counted thing is a dimension of its own."""
    apart = [unit.dimension for unit in units.UNITS.values() if unit.dimension.startswith(("money:", "count:"))]

    assert len(apart) == len(set(apart))
    assert {"money:USD", "money:UAH", "count:person", "count:pocket"} <= set(apart)


def test_months_are_no_number_of_days() -> None:
    """A month has no fixed number of days, and so does not convert into them."""
    assert units.find("month").dimension != units.find("day").dimension


def test_every_dimension_has_one_base() -> None:
    """Figures of a dimension are compared in exactly one unit."""
    for unit in units.UNITS.values():
        bases = [other for other in units.UNITS.values() if other.dimension == unit.dimension and other.is_base]
        assert [units.base_of(unit.dimension)] == bases


def test_no_spelling_means_two_units() -> None:
    """Every spelling in the table names one unit."""
    seen: dict[str, str] = {}
    for unit in units.UNITS.values():
        for word in {spelling.casefold() for spelling in (unit.symbol, *unit.aliases)}:
            assert seen.setdefault(word, unit.symbol) == unit.symbol


def test_signs_before_a_figure_are_tried_longest_first() -> None:
    """`US$` is never taken for a `$` with something before it."""
    assert units.signs().index("US$") < units.signs().index("$")
    assert "euros" not in units.signs()


@pytest.mark.parametrize(
    ("text", "meant"), [("km22", "km2"), ("square milez", "square mile"), ("soldier s", "soldier")]
)
def test_an_unknown_unit_names_the_nearest(text: str, meant: str) -> None:
    """A misspelled unit is refused with what may have been meant, and its place."""
    with pytest.raises(InvalidInput) as caught:
        units.find(text)

    (problem,) = caught.value.problems
    assert problem.code == "unknown-unit"
    assert f"did you mean {meant}" in str(problem.hint)
    assert (1, len(text)) == (problem.where.column, problem.where.length)


def test_an_unknown_unit_like_no_other_names_a_few() -> None:
    """Where nothing is near, the hint lists eight units and the way out."""
    with pytest.raises(InvalidInput) as caught:
        units.find("zzzzzz")

    hint = str(caught.value.problems[0].hint)
    assert "item" in hint
    assert len(hint.rpartition("units such as ")[2].split(", ")) == units.MOST_UNITS


def test_known_answers_none_for_other_words() -> None:
    """Asking whether words are a unit raises nothing."""
    assert units.known("apples") is None
    assert units.known("") is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("km3", "km2?"), ("kn2", "km2?"), ("acers", "acres?"), ("hectrae", "hectare?"),
        ("peple", "people?"),
        ("pepole", "people?"), ("vheicles", "vehicles?"), ("daus", "days?"),
        ("kilometers squared", None), ("widgets", None), ("kq", None), ("xyz", None),
    ],
)  # fmt: skip
def test_a_slip_is_mended(typed: str, meant: str | None) -> None:
    """A single slip points at the unit that was meant, and what is like no unit at none."""
    hint = units.unknown_unit(typed, column=1).hint or ""

    assert (f"did you mean {meant}" in hint) if meant else "did you mean" not in hint
    assert "write item: the slot says what is counted" in hint
