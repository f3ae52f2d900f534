from __future__ import annotations

import pickle
import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.values.strategies_quantity import quantities, value_of

from newsledger.errors import InvalidInput
from newsledger.problems import Problem
from newsledger.values import units
from newsledger.values.quantity import Bounds, Quantity

AREAS = quantities(unit="km2")
SHARES = quantities(unit="%")

ENDS = [
    # text, low, best, high, strict, about
    ("110 km2", None, "110", None, [], False),
    ("~110 km2", None, "110", None, [], True),
    ("<=11000 person", "0", None, "11000", ["low"], False),
    ("<20 person", "0", None, "20", ["high", "low"], False),
    (">100000 person", "100000", None, None, ["low"], False),
    (">=5 person", "5", None, None, [], False),
    ("<~0.2 share", "0", None, "0.2", ["high", "low"], True),
    ("200..300 person", "200", None, "300", [], False),
    ("200..250..300 person", "200", "250", "300", [], False),
    ("0..20 person", "0", None, "20", [], False),
    (">260e9 USD", "260000000000", None, None, ["low"], False),
    ("1.50 km2", None, "1.5", None, [], False),
    ("1/3 share", None, "1/3", None, [], False),
    ("-5 %", None, "-5", None, [], False),
    ("<-5 %", None, None, "-5", ["high"], False),
    ("<=0 %", None, None, "0", [], False),
    ("some person", "0", None, None, ["low"], False),
    ("none person", "0", "0", "0", [], False),
    ("unknown person", None, None, None, [], False),
]
ROUNDINGS = [
    # text, half-width that the digits leave open
    ("110 km2", "5"),
    ("1368 km2", "1/2"),
    ("42 sqmi", "1/2"),
    ("11000 person", "500"),
    ("100000 person", "5000"),
    ("20 person", "1"),
    ("500 person", "25"),
    ("5 person", "1/2"),
    ("0 person", "0"),
    ("0.0 share", "1/20"),
    ("0.2 share", "1/20"),
    ("1.50 km2", "1/200"),
    ("1.5e6 person", "50000"),
    ("1.50e6 person", "5000"),
    ("5e6 person", "250000"),
    ("5000000 person", "250000"),
    ("260e9 USD", "5000000000"),
    ("1/3 share", "1/60"),
    ("-20 %", "1"),
    ("11.000 km2 ±0.0005", "1/2000"),
    ("110 km2 ±20", "20"),
]
REFUSED = [
    ("", "not-canonical"),
    ("110", "not-canonical"),
    ("110  km2", "not-canonical"),
    ("110km2", "not-canonical"),
    ("+5 km2", "not-canonical"),
    ("007 km2", "not-canonical"),
    ("-0 km2", "not-canonical"),
    ("-0.0 km2", "not-canonical"),
    ("1,368 km2", "not-canonical"),
    ("2/4 share", "not-canonical"),
    ("1/0 share", "not-canonical"),
    ("~<5 km2", "not-canonical"),
    ("110 km2\n", "not-canonical"),
    ("١١ km2", "not-canonical"),
    ("110 km2 ±5", "not-canonical"),
    ("110 km2 ±3 ±4", "not-canonical"),
    ("110 km2 ±-3", "not-canonical"),
    ("200..300 km2 ±3 ±3", "not-canonical"),
    ("110 km² ", "not-canonical"),
    ("some", "missing-unit"),
    ("none", "missing-unit"),
    ("110 apples", "unknown-unit"),
    ("110 people", "unknown-unit"),
    ("unknown apples", "unknown-unit"),
    ("300..200 person", "low-above-high"),
    ("200..350..300 person", "low-above-high"),
    ("<200..300 person", "two-bounds"),
    ("11.000 km2", "ambiguous-figure"),
    ("1.368..2 km2", "ambiguous-figure"),
    ("5e19 km2", "exponent-too-large"),
    ("5e" + "9" * 100 + " km2", "exponent-too-large"),
    ("110 km2 ±5e99", "exponent-too-large"),
    ("1" * 31 + " km2", "too-many-digits"),
    ("1" * 10_000_000 + " km2", "not-canonical"),
    ("±" * 10_000_000, "not-canonical"),
]
MEETS = [
    ("42 sqmi", "110 km2", True),
    ("528 sqmi", "1368 km2", True),
    ("42 sqmi", "1368 km2", False),
    ("42 sqmi", "120 km2", False),
    ("5 person", "6 person", False),
    ("5 person", ">5 person", True),
    ("5 person", ">6 person", False),
    ("120000 person", ">100000 person", True),
    ("80000 person", ">100000 person", False),
    ("none person", "<=11000 person", False),
    ("none person", "0..20 person", True),
    ("none person", "some person", False),
    ("none person", "0 person", True),
    ("0 person", "some person", False),
    ("some person", "<=11000 person", True),
    ("some person", "1 person", True),
    ("~100 person", "110 person", False),
    ("unknown", "110 km2", True),
    ("unknown person", "110 km2", True),
    ("5 USD", "5 EUR", False),
    ("5 drone", "5 tank", False),
    ("20 %", "0.2 share", True),
    ("12 month", "1 year", True),
    ("<-5 %", "-7 %", True),
    ("<-5 %", "3 %", False),
]


def refused(text: str) -> Problem:
    """The one problem of a text that is not canonical."""
    with pytest.raises(InvalidInput) as caught:
        Quantity.parse(text)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(("text", "low", "best", "high", "strict", "about"), ENDS)
def test_the_text_says_which_ends_were_told(
    *, text: str, low: str | None, best: str | None, high: str | None, strict: list[str], about: bool
) -> None:
    """Each form of the text has its low, best and high, exact, in its unit."""
    answer = Quantity.parse(text).as_json()

    assert {"type": "quantity", "text": text, "told": []}.items() <= answer.items()
    assert (low, best, high) == (answer["low"], answer["best"], answer["high"])
    assert (strict, about, text.split()[1]) == (answer["strict"], answer["about"], answer["unit"])


def test_the_answer_of_the_first_story() -> None:
    """A figure read from words carries them in its answer."""
    assert Quantity.read("just 110 km²").as_json() == {
        "type": "quantity",
        "text": "110 km2",
        "told": ["just 110 km²"],
        "low": None,
        "best": "110",
        "high": None,
        "strict": [],
        "about": False,
        "unit": "km2",
    }


@pytest.mark.parametrize(("text", "rounding"), ROUNDINGS)
def test_digits_say_how_far_a_figure_is_rounded(text: str, rounding: str) -> None:
    """Half a unit of the last digit told, and at most a twentieth where zeros may only fill up."""
    figure = Quantity.parse(text)

    assert Fraction(rounding) == figure.rounding_low == figure.rounding_high == figure.rounding


def test_the_ends_of_a_range_are_rounded_apart() -> None:
    """Each end has the rounding of its own digits; a bound that nobody told has none."""
    wide = Quantity.parse("50..1000 person")
    at_most = Quantity.parse("<=11000 person")
    over = Quantity.parse(">100 person")

    assert [wide.rounding_low, wide.rounding_high, wide.rounding] == [Fraction("2.5"), 50, 50]
    assert [at_most.rounding_low, at_most.rounding_high] == [0, 500]
    assert [over.rounding_low, over.rounding_high] == [5, 0]


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_other_texts_are_refused(text: str, code: str) -> None:
    """A text that is not canonical is refused with a short message and a hint, however long it is."""
    problem = refused(text)

    assert code == problem.code
    assert problem.hint
    assert len(str(problem)) < 500


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("11.000 km2", "11.000 km2 ±0.0005"),
        ("1.368..2 km2", "1.368..2 km2 ±0.0005 ±0.5"),
    ],
)
def test_three_decimals_ask_for_their_rounding(text: str, answer: str) -> None:
    """The hint of an ambiguous figure proposes the text that means three decimals, and that text reads."""
    assert answer in str(refused(text).hint)
    assert answer == Quantity.parse(answer).text


@pytest.mark.parametrize(("one", "other", "meet"), MEETS)
def test_figures_meet_where_both_may_be_so(*, one: str, other: str, meet: bool) -> None:
    """Ranges overlap or not, rounding included, whichever is asked first."""
    first, second = Quantity.parse(one), Quantity.parse(other)

    assert meet is first.meets(second) is second.meets(first)


def test_bounds_are_in_base_units_without_rounding() -> None:
    """A single figure is its own range; what is not bounded has no end."""
    assert Quantity.parse("20 %").bounds() == Bounds(low=Fraction(1, 5), high=Fraction(1, 5))
    assert Quantity.parse(">2 week").bounds() == Bounds(low=Fraction(14), low_strict=True)
    assert Quantity.parse("<20 person").bounds() == Bounds(
        low=Fraction(0), high=Fraction(20), low_strict=True, high_strict=True
    )
    assert Quantity.parse("unknown").bounds() == Bounds()


def test_width_is_the_distance_of_the_bounds() -> None:
    """A range is as wide as its ends are apart; one open end makes it unbounded."""
    assert Quantity.parse("200..250..300 ha").width() == 1
    assert Quantity.parse("110 km2").width() == 0
    assert Quantity.parse("<=11000 person").width() == 11000
    assert Quantity.parse(">5 person").width() is None
    assert Quantity.parse("unknown").width() is None


@pytest.mark.parametrize(
    ("text", "unit", "converted"),
    [
        ("42 sqmi", "km2", "108.779500634112 km2 ±1.294994055168"),
        ("1 km2", "m2", "1000000 m2 ±500000"),
        ("1 km2", "square metres", "1000000 m2 ±500000"),
        ("5 km2", "km2", "5 km2"),
        ("20 %", "share", "0.2 share ±0.01"),
        ("~50..1000 ha", "km2", "~0.5..10 km2 ±0.025 ±0.5"),
        ("<=12 month", "year", "<=1 year ±1/24"),
        ("110 m", "km", "0.11 km"),
        ("1368 m", "km", "1.368 km ±0.0005"),
        ("1 minute", "day", "1/1440 day ±1/2880"),
        ("some ha", "km2", "some km2"),
        ("none ha", "km2", "none km2"),
        ("unknown ha", "km2", "unknown km2"),
        ("unknown", "km2", "unknown km2"),
    ],
)
def test_conversion_is_exact_and_carries_its_rounding(text: str, unit: str, converted: str) -> None:
    """A converted figure spells its rounding out where its digits do not say it."""
    assert Quantity.parse(converted) == Quantity.parse(text).to(unit)


@pytest.mark.parametrize(
    ("text", "unit"), [("5 USD", "EUR"), ("5 km2", "km"), ("5 month", "day"), ("some tank", "drone")]
)
def test_dimensions_do_not_mix(text: str, unit: str) -> None:
    """Nothing converts into what measures something else, money least of all."""
    with pytest.raises(InvalidInput) as caught:
        Quantity.parse(text).to(unit)

    assert caught.value.problems[0].code == "other-dimension"


def test_base_keeps_the_words() -> None:
    """A converted figure still knows what was told."""
    base = Quantity.read("about 42 sq mi (110 km2)").base

    assert (base.told, base.hedge, base.unit) == ("about 42 sq mi (110 km2)", "about", "km2")
    assert base.conversion_agrees
    assert Quantity.parse("unknown").base == Quantity.parse("unknown")


def test_equal_is_equal_text() -> None:
    """What was told beside the text makes no figure another one."""
    told, plain = Quantity.read("only 5 people"), Quantity.parse("5 person")

    assert told == plain
    assert hash(told) == hash(plain)
    assert plain != Quantity.parse("5.0 person")
    assert (str(told), repr(told)) == ("5 person", "Quantity('5 person')")


def test_words_are_kept_only_where_they_differ() -> None:
    """A figure told in its canonical text has no words beside it, and so no hedge."""
    assert Quantity.read("110 km2").told is None
    assert Quantity.read(" 110 km2 ").told is None
    assert Quantity.read("110 km²").told == "110 km²"
    assert Quantity.parse("~110 km2").hedge is None


def test_the_three_words_answer_for_themselves() -> None:
    """`unknown`, `some` and `none` are told apart, and from figures."""
    asked = [
        (q.is_unknown, q.is_some, q.is_none) for q in map(Quantity.parse, ("unknown", "some km2", "none km2", "0 km2"))
    ]

    assert asked == [(True, False, False), (False, True, False), (False, False, True), (False, False, False)]


def test_a_figure_has_the_dimension_of_its_unit() -> None:
    """The dimension is that of the unit; a bare `unknown` has none."""
    assert Quantity.parse("42 sqmi").dimension == "area"
    assert Quantity.parse("5 drone").dimension == "count:drone"
    assert Quantity.parse("unknown").dimension is None


def test_reading_a_ledger_loads_no_vocabulary() -> None:
    """Start-up: parsing canonical texts needs neither the words nor the slow modules."""
    program = (
        "import sys; from newsledger.values.quantity import Quantity; Quantity.parse('42 sqmi').base;"
        "print(*{'newsledger.values.hedges', 'difflib', 'decimal', 'pendulum', 'cattrs'} & set(sys.modules))"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    # fractions imports decimal on its own account
    assert answer.stdout.split() in ([], ["decimal"])


@given(quantities())
def test_round_trip(figure: Quantity) -> None:
    """Text, figure, text: nothing is lost, and a pickle is as good."""
    again = Quantity.parse(figure.text)

    assert (figure.text, figure.amount_key) == (again.text, again.amount_key)
    assert figure.amount_key == pickle.loads(pickle.dumps(figure)).amount_key  # noqa: S301 - our own bytes


@given(st.one_of(AREAS, SHARES, quantities(unit="week"), quantities(unit="USD")), st.data())
def test_units_change_nothing(figure: Quantity, data: st.DataObject) -> None:
    """In any unit of its dimension a figure claims the same, meets the same, and comes back the same."""
    assume(figure.unit is not None)
    family = [symbol for symbol, unit in units.UNITS.items() if unit.dimension == figure.dimension]
    other = figure.to(data.draw(st.sampled_from(family), label="unit"))

    assert figure.amount_key == other.amount_key == figure.base.amount_key
    assert figure.amount_key == other.to(str(figure.unit)).amount_key
    assert Quantity.parse(other.text).amount_key == figure.amount_key
    assert (figure.bounds(), figure.width()) == (other.bounds(), other.width())


@given(AREAS, AREAS, st.sampled_from(["m2", "ha", "sqmi", "acre"]))
def test_conversion_keeps_what_meets(one: Quantity, other: Quantity, unit: str) -> None:
    """Whether two figures agree does not hang on the unit of either."""
    assert one.meets(other) is other.meets(one) is one.to(unit).meets(other) is one.base.meets(other.to(unit))


@given(quantities())
def test_a_figure_meets_itself(figure: Quantity) -> None:
    """No figure contradicts itself."""
    assert figure.meets(figure)


@given(quantities(unit="person"), st.integers(0, 40))
def test_meets_is_what_its_ranges_say(figure: Quantity, number: int) -> None:
    """An exact figure meets another that it lies within, rounding included, open ends left out."""
    exact = Quantity.parse(f"{number} person" if number == 0 else f"{number} person ±0")
    bounds = figure.bounds()
    below, above = figure.rounding_low, figure.rounding_high
    low_open, high_open = bounds.low_strict or below > 0, bounds.high_strict or above > 0
    over = bounds.low is None or number > bounds.low - below or (number == bounds.low - below and not low_open)
    under = bounds.high is None or number < bounds.high + above or (number == bounds.high + above and not high_open)

    assert (over and under) is figure.meets(exact)


@given(st.integers(1, 10**9), st.integers(0, 9))
def test_a_scale_rounds_as_the_zeros_it_stands_for(digits: int, zeros: int) -> None:
    """An exponent and written-out zeros claim the same amount."""
    short = f"{digits}e{zeros}" if zeros else str(digits)

    assert Quantity.parse(f"{short} person").amount_key == Quantity.parse(f"{digits * 10**zeros} person").amount_key


@given(quantities())
def test_low_best_high_stand_in_order(figure: Quantity) -> None:
    """Whatever ends a figure has, they stand in order, and the answer's decimals are exact."""
    ends = [end for end in (figure.low, figure.best, figure.high) if end is not None]
    answer = figure.as_json()

    assert ends == sorted(ends)
    assert ends == [value_of(answer[end]) for end in ("low", "best", "high") if answer[end] is not None]
