from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.values.strategies_quantity import quantities

from newsledger.errors import InvalidInput
from newsledger.problems import Problem
from newsledger.values import hedges
from newsledger.values.quantity import Quantity

STORY = [
    # words, the field's unit, canonical text, hedge: the figures of the first story
    ("just 110 km2 (42 sq mi)", None, "110 km2", "just"),
    ("just 110 km² (42 sq mi)", "km2", "110 km2", "just"),
    ("1,368 km2 (528 sq mi)", None, "1368 km2", None),
    ("7 months", None, "7 month", None),
    ("2 pockets", None, "2 pocket", None),
    ("2", "pocket", "2 pocket", None),
    ("as many as 11,000", "person", "<=11000 person", "as many as"),
    ("30 days", None, "30 day", None),
    ("over 100,000", "person", ">100000 person", "over"),
    ("nearly 1/5", "share", "<~1/5 share", "nearly"),
    ("nearly a fifth", "share", "<~0.2 share", "nearly"),
    ("more than 260 billion USD", None, ">260e9 USD", "more than"),
    ("more than $260 billion", None, ">260e9 USD", "more than"),
    ("some", "person", "some person", "some"),
    ("?", "person", "unknown person", None),
]
BOUNDS = [
    ("up to 300 people", None, "<=300 person", "up to"),
    ("at most 20", "person", "<=20 person", "at most"),
    ("no more than 20", "person", "0..20 person", "no more than"),
    ("none or at most 20", "person", "0..20 person", "none or at most"),
    ("20 or fewer drones", None, "0..20 drone", "or fewer"),
    ("fewer than 20", "person", "<20 person", "fewer than"),
    ("less than 5 %", None, "<5 %", "less than"),
    ("under 20", "person", "<20 person", "under"),
    ("almost 20%", None, "<~20 %", "almost"),
    ("just under 20%", None, "<~20 %", "just under"),
    ("at least 5 dead", None, ">=5 person", "at least"),
    ("no fewer than 5", "person", ">=5 person", "no fewer than"),
    ("as few as 5", "person", ">=5 person", "as few as"),
    ("5 or more people", None, ">=5 person", "or more"),
    ("5 people or more", None, ">=5 person", "or more"),
    ("500+", "person", ">=500 person", None),
    ("just over 100 people", None, ">~100 person", "just over"),
    ("at  least about 100", "person", ">=~100 person", "at  least about"),
    ("≤ 11,000 people", None, "<=11000 person", None),
    ("≥5 people", None, ">=5 person", None),
    ("> 5 people", None, ">5 person", None),
    ("<5", "person", "<5 person", None),
]
TONES_AND_ABOUT = [
    ("exactly 5", "person", "5 person", "exactly"),
    ("only 5", "person", "5 person", "only"),
    ("a total of 5 tanks", None, "5 tank", "a total of"),
    ("just about 5", "person", "~5 person", "just about"),
    ("about 500", "person", "~500 person", "about"),
    ("Around 500", "person", "~500 person", "Around"),
    ("roughly 500", "person", "~500 person", "roughly"),
    ("some 500", "person", "~500 person", "some"),
    ("an estimated 500", "person", "~500 person", "an estimated"),
    ("approx. 500", "person", "~500 person", "approx."),
    ("500 or so", "person", "~500 person", "or so"),
    ("~110 km2", None, "~110 km2", None),
    ("≈ 110 km²", None, "~110 km2", None),
]
RANGES = [
    ("200-300", "person", "200..300 person", None),
    ("200–300 people", None, "200..300 person", None),
    ("200 to 300", "person", "200..300 person", None),
    ("between 200 and 300", "person", "200..300 person", None),
    ("from 200 to 300 people", None, "200..300 person", None),
    ("two or three", "person", "2..3 person", None),
    ("about 200-300", "person", "~200..300 person", "about"),
    ("200..250..300 person", None, "200..250..300 person", None),
    ("2-3 million", "person", "2e6..3e6 person", None),
    ("500,000 to 1 million", "person", "500000..1e6 person", None),
    ("two to three dozen drones", None, "24..36 drone", None),
    ("$2-3bn", None, "2e9..3e9 USD", None),
    ("$2bn to $3bn", None, "2e9..3e9 USD", None),
    ("20% to 30%", None, "20..30 %", None),
    ("110 km2 to 120 km2", None, "110..120 km2", None),
    ("-5 to 5 %", None, "-5..5 %", None),
]
NUMBERS = [
    ("two", "person", "2 person", None),
    ("Seven drones", None, "7 drone", None),
    ("twenty", "person", "20 person", None),
    ("twenty-five people", None, "25 person", None),
    ("eleven thousand", "person", "11000 person", None),
    ("two hundred thousand people", None, "200000 person", None),
    ("a hundred", "person", "100 person", None),
    ("a dozen", "person", "12 person", None),
    ("two dozen drones", None, "24 drone", None),
    ("half a dozen", "person", "6 person", None),
    ("half a million people", None, "0.5e6 person", None),
    ("over a million", "person", ">1e6 person", "over"),
    ("1.5 million", "person", "1.5e6 person", None),
    ("1.50 million", "person", "1.50e6 person", None),
    ("3 mln", "person", "3e6 person", None),
    ("2bn", "USD", "2e9 USD", None),
    ("11k", "person", "11000 person", None),
    ("1.5k", "person", "1500 person", None),
    ("1.50k", "person", "1.50e3 person", None),
    ("1.368k", "person", "1368 person", None),
    ("£5m", None, "5e6 GBP", None),
    ("€2.5bn", None, "2.5e9 EUR", None),
    ("EUR 5", None, "5 EUR", None),
    ("5m", "person", "5e6 person", None),
    ("5m people", None, "5e6 person", None),
    ("5m", "km", "5 m", None),
    ("5 m", None, "5 m", None),
    ("11,000", "person", "11000 person", None),
    ("11 000", "person", "11000 person", None),
    ("11\u202f000 people", None, "11000 person", None),
    ("11\u2009000 people", None, "11000 person", None),
    ("11\u00a0000\u00a0people", None, "11000 person", None),
    ("2'500'000", "person", "2500000 person", None),
    ("1,234.5 km2", None, "1234.5 km2", None),
    ("007", "person", "7 person", None),
    ("-5 %", None, "-5 %", None),
    ("−5 %", None, "-5 %", None),
    ("5 percent", None, "5 %", None),
    ("5 per cent", None, "5 %", None),
    ("5pc", None, "5 %", None),
    ("42 sq mi", None, "42 sqmi", None),
    ("30-day", None, "30 day", None),
]
PARTS = [
    ("a third", "share", "1/3 share", None),
    ("two thirds", "share", "2/3 share", None),
    ("two-thirds", None, "2/3 share", None),
    ("half", "share", "0.5 share", None),
    ("a quarter", "share", "0.25 share", None),
    ("three quarters", "share", "0.75 share", None),
    ("a third", "%", "1/3 share", None),
    ("1/5", "%", "1/5 share", None),
    ("2/6", "share", "1/3 share", None),
    ("½", "share", "0.5 share", None),
    ("⅓", "share", "1/3 share", None),
    ("½ day", None, "0.5 day", None),
]
VAGUE = [
    ("dozens", "person", "~24..99 person", "dozens"),
    ("dozens of drones", None, "~24..99 drone", "dozens"),
    ("hundreds", "person", "~200..999 person", "hundreds"),
    ("thousands of people", None, "~2000..9999 person", "thousands"),
    ("tens of thousands", "person", "~20000..99999 person", "tens of thousands"),
    ("several", "person", "~3..9 person", "several"),
    ("several hundred", "person", "~300..900 person", "several hundred"),
    ("a few dozen people", None, "~36..108 person", "a few dozen"),
    ("a couple", "person", "~2 person", "a couple"),
    ("at least dozens", "person", ">=~24 person", "at least dozens"),
    ("up to several hundred", "person", "<=~900 person", "up to several hundred"),
    ("no more than several", "person", "~0..9 person", "no more than several"),
    ("dozens to hundreds of people", None, "~24..999 person", "dozens"),
]
WORDS = [
    ("no", "person", "none person", "no"),
    ("none", "person", "none person", "none"),
    ("no casualties", None, "none person", "no"),
    ("zero", "drone", "none drone", "zero"),
    ("some drones", None, "some drone", "some"),
    ("many people", None, "some person", "many"),
    ("unknown", None, "unknown", None),
    ("unknown", "person", "unknown person", "unknown"),
    ("unclear", "person", "unknown person", "unclear"),
    ("an unknown number of troops", None, "unknown person", "an unknown number"),
    ("?", None, "unknown", None),
]
READS = [*STORY, *BOUNDS, *TONES_AND_ABOUT, *RANGES, *NUMBERS, *PARTS, *VAGUE, *WORDS]

REFUSED = [
    # words, the field's unit, code, column, length, part of the hint
    ("", None, "empty-figure", 1, 1, "?"),
    ("   ", None, "empty-figure", 1, 1, "?"),
    ("110", None, "missing-unit", 1, 3, "110 km2"),
    ("no", None, "missing-unit", 1, 2, "110 km2"),
    ("12 apples", None, "unknown-unit", 4, 6, "item"),
    ("  12 apples", None, "unknown-unit", 6, 6, "item"),
    ("42 sq mls", None, "unknown-unit", 4, 6, "sq mile"),
    ("eleven thousandish", "person", "unknown-unit", 8, 11, "did you mean thousand?"),
    ("300 to 200 people", None, "low-above-high", 1, 17, "low..high"),
    ("11.000", "person", "ambiguous-figure", 1, 6, "write 11000 person, or 11.000 person ±0.0005"),
    ("11.000 km2", None, "ambiguous-figure", 1, 10, "11.000 km2 ±0.0005"),
    ("about 1.368 km²", None, "ambiguous-figure", 7, 5, "1368 km2"),
    ("1,5 million people", None, "ambiguous-figure", 2, 17, "1.5"),
    ("11.000.000 people", None, "ambiguous-figure", 7, 11, "11000"),
    ("5m", None, "ambiguous-figure", 1, 2, "5 million"),
    ("5m", "km2", "ambiguous-figure", 1, 2, "5 m for metres"),
    ("possibly 500", "person", "doubt-in-figure", 1, 8, "likelihood"),
    ("about reportedly 500", "person", "doubt-in-figure", 7, 10, "likelihood"),
    ("at least over 5", "person", "two-bounds", 10, 4, "200..300"),
    ("over 200-300 people", None, "two-bounds", 1, 19, "200..300"),
    ("between 200", "person", "unreadable-figure", 9, 3, "between 200 and 300"),
    ("$5 euros", None, "two-units", 1, 8, "one"),
    ("5 km2 to 6 ha", None, "two-units", 2, 4, "one unit"),
    ("half", "km2", "part-of-what", 1, 4, "figure"),
    ("1/0", "share", "unreadable-figure", 1, 3, "for example"),
    ("just", "person", "unreadable-figure", 5, 1, "for example"),
    ("similar", "person", "unreadable-figure", 1, 7, "for example"),
    ("5 people and 10 vehicles", None, "unknown-unit", 3, 22, "item"),
    ("٣ people", None, "unreadable-figure", 1, 8, "for example"),
    ("110 km2 (42 apples)", None, "unknown-unit", 13, 6, "item"),
    ("500 (600)", "person", "missing-unit", 6, 3, "for example"),
    ("5e99 km2", None, "exponent-too-large", 1, 8, "figure itself"),
    ("1" * 31 + " km2", None, "too-many-digits", 1, 35, "round it"),
    ("1" * 31, "km2", "too-many-digits", 1, 31, "round it"),
    ("1" * 10_000_000, "km2", "too-long", 1, 10_000_000, "note"),
]


def refused(words: str, unit: str | None) -> Problem:
    """The one problem of words that are no figure."""
    with pytest.raises(InvalidInput) as caught:
        Quantity.read(words, unit=unit)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(("words", "unit", "text", "hedge"), READS)
def test_words_read_as_a_figure(words: str, unit: str | None, text: str, hedge: str | None) -> None:
    """People's words become one canonical text, and the hedge is kept as told."""
    figure = Quantity.read(words, unit=unit)

    assert text == figure.text
    assert (None if words == text else words) == figure.told
    assert hedge == figure.hedge
    assert Quantity.parse(text) == figure


@pytest.mark.parametrize(("words", "unit", "code", "column", "length", "hint"), REFUSED)
def test_words_that_are_no_figure(
    *, words: str, unit: str | None, code: str, column: int, length: int, hint: str
) -> None:
    """What cannot be read is refused with its place, and with what to write instead."""
    problem = refused(words, unit)

    assert (code, column, length) == (problem.code, problem.where.column, problem.where.length)
    assert hint in str(problem.hint)
    assert len(problem.message) < 200


@pytest.mark.parametrize("words", ["11.000 person ±0.0005", "1.368 km2 ±0.0005"])
def test_the_answer_to_an_ambiguous_figure_reads(words: str) -> None:
    """What the hint proposes for three decimals is read as proposed."""
    assert words == Quantity.read(words).text


def test_a_conversion_is_kept_beside_the_figure() -> None:
    """The bracket is read on its own, compared, and never taken for the figure."""
    held = Quantity.read("just 110 km² (42 sq mi)")

    assert held.conversion == Quantity.parse("42 sqmi")
    assert held.conversion_agrees is True
    assert Quantity.read("1,368 km2 (528 sq mi)").conversion_agrees is True
    assert Quantity.read("1,368 km2 (42 sq mi)").conversion_agrees is False
    assert Quantity.read("$5m (£4m)").conversion_agrees is None
    assert Quantity.read("$5m").conversion_agrees is None


def test_words_that_tell_no_figure_are_a_hedge() -> None:
    """A figure that is unknown may have been told with words, and those are shown."""
    assert hedges.hedge_of("similar") == "similar"
    assert hedges.hedge_of("similar (no figure)") == "similar"
    assert hedges.hedge_of("") is None


def test_none_and_unknown_are_no_number_words() -> None:
    """A word for none or unknown before a number is not swallowed."""
    for words in ("no 5", "unknown 5", "none 5 people"):
        assert refused(words, "person").code == "unreadable-figure"


@given(quantities())
def test_a_canonical_text_reads_as_itself(figure: Quantity) -> None:
    """What newsledger writes, it also reads, without words."""
    read = Quantity.read(figure.text)

    assert (figure, None) == (read, read.told)


_PIECES = st.sampled_from(
    [
        *"0123456789,. -%~()/±+?$½em²\u00a0",
        *(
            "about ",
            "no ",
            "some ",
            "to ",
            "and ",
            "between ",
            "or ",
            "half a ",
            "dozens",
            " million",
            "over ",
        ),
        *("km2", "people", "e9", "..", "<=", "≤", "third", "several ", "twenty", "none or at most ", " of "),
    ]
)


@given(st.lists(_PIECES, max_size=12).map("".join), st.sampled_from([None, "person", "km2", "km", "%", "USD"]))
@example("1e" + "9" * 100, "person")
@example("1 trillion trillion", "person")
@example("1/3 million", "person")
@example("-0", "person")
@example("0.0e5 dozen", "person")
def test_any_words_are_read_or_refused(words: str, unit: str | None) -> None:
    """No words end in anything but a figure or problems that lie inside them; what is read, reads again."""
    try:
        figure = Quantity.read(words, unit=unit)
    except InvalidInput as refusal:
        for problem in refusal.problems:
            assert problem.hint
            assert 1 <= (problem.where.column or 0) <= len(words) + 1
    else:
        assert Quantity.parse(figure.text) == figure
        assert Quantity.read(figure.text, unit=unit) == figure
        assert figure.hedge is None or figure.hedge.strip()
