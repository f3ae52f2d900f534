"""Scales: each millionth has one word, each word a number of its band, and the tables are those of their sources."""

from __future__ import annotations

import re

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.belief import Standing
from newsledger.errors import InvalidInput
from newsledger.scales import (
    CONFIDENCE,
    CONFIRMED,
    DEFAULT,
    LIKELIHOOD,
    MILLION,
    PER_CENT,
    Band,
    Scale,
    from_rounded,
    names,
    scale,
    whole_per_cent,
)

MILLIONTHS = st.integers(0, MILLION)
NAMES = st.sampled_from(names())
STANDINGS = st.sampled_from([None, *map(str, Standing)])

BANDED = [name for name in names() if scale(name).bands]


@given(MILLIONTHS, NAMES, STANDINGS)
def test_a_word_keeps_its_band(number: int, name: str, standing: str | None) -> None:
    """From a number to its word, to the word's number, and to the word again, nothing changes."""
    chosen = scale(name)
    word = chosen.word(number, standing)

    assert chosen.word(chosen.value(word), standing) == word


@given(MILLIONTHS, MILLIONTHS, st.sampled_from(BANDED), STANDINGS)
def test_words_grow_with_the_number(one: int, other: int, name: str, standing: str | None) -> None:
    """Of two numbers the greater never has the lesser word."""
    chosen = scale(name)
    order = [band.word for band in chosen.bands]
    low, high = sorted((one, other))

    assert order.index(chosen.word(low, standing)) <= order.index(chosen.word(high, standing))


@pytest.mark.parametrize("name", BANDED)
def test_every_millionth_has_exactly_one_word(name: str) -> None:
    """The bands lie side by side from nothing to one: each word is said at both its ends, and between them."""
    chosen = scale(name)
    lows = [band.low for band in chosen.bands]
    highs = [*(low - 1 for low in lows[1:]), MILLION]

    assert lows[0] == 0
    for band, low, high in zip(chosen.bands, lows, highs, strict=True):
        assert low <= high
        assert {chosen.word(at, CONFIRMED) for at in (low, (low + high) // 2, high)} == {band.word}
    assert len({band.word for band in chosen.bands}) == len(chosen.bands)


@pytest.mark.parametrize("name", BANDED)
def test_the_number_of_a_word_lies_in_its_band(name: str) -> None:
    """What a word stands for is a number for which it is said, and it is the same for its other words."""
    chosen = scale(name)
    for band in chosen.bands:
        assert chosen.word(band.value, CONFIRMED) == band.word
        assert {chosen.value(word.upper()) for word in (band.word, *band.also)} == {band.value}


BOUNDARIES = {
    "words": {0: "low", 599_999: "low", 600_000: "moderate", 849_999: "moderate", 850_000: "high", MILLION: "high"},
    "icd203": {
        0: "almost no chance", 49_999: "almost no chance", 50_000: "very unlikely", 200_000: "unlikely",
        449_999: "unlikely", 450_000: "roughly even chance", 550_000: "likely", 800_000: "very likely",
        950_000: "almost certain", MILLION: "almost certain",
    },
    "stix": {
        0: "None", 4_999: "None", 5_000: "Low", 294_999: "Low", 295_000: "Med", 694_999: "Med", 695_000: "High",
        MILLION: "High",
    },
    "admiralty": {0: "5", 194_999: "5", 195_000: "4", 395_000: "3", 595_000: "2", 794_999: "2", MILLION: "2"},
    "phia": {
        74_999: "remote chance", 75_000: "highly unlikely", 225_000: "unlikely", 375_000: "realistic possibility",
        500_000: "realistic possibility", 525_000: "likely", 775_000: "highly likely", 925_000: "almost certain",
    },
    "ipcc": {
        10_000: "exceptionally unlikely", 50_000: "extremely unlikely", 100_000: "very unlikely",
        100_001: "unlikely", 329_999: "unlikely", 330_000: "about as likely as not",
        660_000: "about as likely as not", 660_001: "likely", 900_000: "very likely", 950_000: "extremely likely",
        989_999: "extremely likely", 990_000: "virtually certain",
    },
    "kent": {
        0: "impossible", 1: "almost certainly not", 160_000: "probably not", 400_000: "chances about even",
        614_999: "chances about even", 615_000: "probable", 870_000: "almost certain", 999_999: "almost certain",
        MILLION: "certain",
    },
    "number": {0: "0.000000", 1: "0.000001", 480_000: "0.480000", MILLION: "1.000000"},
}  # fmt: skip
"""What is said at the ends of bands, written by hand from the sources and the decisions."""


@pytest.mark.parametrize(
    ("name", "number", "word"),
    [(name, number, word) for name, told in BOUNDARIES.items() for number, word in told.items()],
)
def test_the_ends_of_the_bands(name: str, number: int, word: str) -> None:
    """Each end of a band belongs where the page says."""
    assert scale(name).word(number) == word


def test_every_scale_has_its_ends_tried() -> None:
    """A scale that is added is added to the table above."""
    assert set(BOUNDARIES) == set(names())


@pytest.mark.parametrize("name", ["icd203", "stix", "admiralty", "phia", "kent"])
def test_a_word_is_said_within_the_range_of_its_source(name: str) -> None:
    """Every whole per cent inside a range as told has that word, its upper end excepted where the next begins there."""
    chosen = scale(name)
    begins = [told_range(band.told)[0] for band in chosen.bands[1:]]
    for band, following in zip(chosen.bands, [*begins, MILLION], strict=True):
        low, high = told_range(band.told)
        end = high if following > high else high - 1
        said = {chosen.word(at * PER_CENT, CONFIRMED) for at in range(low, end + 1)}

        assert said == {band.word}, band


def told_range(told: str) -> tuple[int, int]:
    """The whole per cents that a range as told begins and ends with."""
    numbers = [int(number) for number in re.findall(r"\d+", told)]
    if "give or take" in told:
        return numbers[0] - numbers[1], numbers[0] + numbers[1]
    return numbers[0], numbers[-1]


def test_nested_ranges_give_the_narrowest() -> None:
    """IPCC: at each whole per cent the word is that of the narrowest range that holds it."""
    chosen = scale("ipcc")
    for at in range(101):
        holding = [band for band in chosen.bands if told_range(band.told)[0] <= at <= told_range(band.told)[1]]
        widths = {band.word: told_range(band.told)[1] - told_range(band.told)[0] for band in holding}

        assert widths[chosen.word(at * PER_CENT)] == min(widths.values())


def test_credibility_1_is_for_what_stands_confirmed() -> None:
    """However high the number, only a confirmed belief is told as confirmed; a confirmed low one is not."""
    admiralty = scale("admiralty")
    others = [str(standing) for standing in Standing if standing is not Standing.CONFIRMED]

    assert admiralty.word(MILLION, str(Standing.CONFIRMED)) == "1"
    assert {admiralty.word(MILLION, standing) for standing in (None, *others)} == {"2"}
    assert admiralty.word(500_000, str(Standing.CONFIRMED)) == "3"


def test_no_phrase_holds_both_confidence_and_likelihood() -> None:
    """A phrase of a confidence scale has no word of likelihood in it, one of a likelihood scale no confidence."""
    tables = [scale(name) for name in names()]
    likely = {band.word for one in tables if one.measures == LIKELIHOOD for band in one.bands}
    for one in tables:
        phrases = {one.phrase(at * PER_CENT, standing) for at in range(101) for standing in (None, CONFIRMED)}
        sure = {phrase for phrase in phrases if re.search("confidence|credibility", phrase)}

        assert sure == (phrases if one.measures == CONFIDENCE else set())
        assert one.measures == LIKELIHOOD or not [word for word in likely for phrase in phrases if word in phrase]


def test_names_begin_with_the_default() -> None:
    """The scale that is used where nobody asks comes first, and a name is read in any case."""
    assert names()[0] == DEFAULT
    assert scale(" ICD203 ") is scale("icd203")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("icd23", "did you mean icd203?"),
        ("stx", "did you mean stix?"),
        ("", "known: admiralty, icd203, ipcc, kent, number, phia, stix, words"),
        ("__init__", "known: admiralty"),
        ("../words", "did you mean words?"),
        ("x" * 500, "known: admiralty"),
    ],
)
def test_a_scale_that_does_not_exist(name: str, hint: str) -> None:
    """It is refused with the nearest name, or with all of them, and nothing is imported by its name."""
    with pytest.raises(InvalidInput) as caught:
        scale(name)

    (problem,) = caught.value.problems
    assert problem.code == "unknown-scale"
    assert hint in str(problem.hint)
    assert len(problem.message) < 100


@pytest.mark.parametrize(
    ("name", "word", "hint"),
    [
        ("icd203", "likley", "did you mean likely?"),
        ("words", "sure", "known: high, low, med, medium, moderate"),
        ("number", "0.1234567", "known: 0.480000"),
        ("number", "1.5", "known"),
        ("number", "-0.1", "known"),
        ("number", "٠.٥", "known"),
        ("admiralty", "6", "known"),
    ],
)
def test_a_word_that_the_scale_does_not_have(name: str, word: str, hint: str) -> None:
    """It is refused with the nearest of its words."""
    with pytest.raises(InvalidInput) as caught:
        scale(name).value(word)

    (problem,) = caught.value.problems
    assert problem.code == "unknown-word"
    assert hint in str(problem.hint)


@pytest.mark.parametrize("number", [-1, MILLION + 1])
@pytest.mark.parametrize("name", names())
def test_what_is_no_probability(name: str, number: int) -> None:
    """A number outside of nothing to one is a programmer's mistake, for every scale."""
    with pytest.raises(ValueError, match="no probability"):
        scale(name).word(number)


def test_bands_that_leave_a_gap_are_refused() -> None:
    """A table that does not begin at nothing, or does not rise, is no scale."""
    words = scale("words")
    for bands in ((Band(word="a", low=1, value=1, told="")), words.bands[0]), (words.bands[1], words.bands[0]):
        with pytest.raises(ValueError, match="do not rise"):
            attrs.evolve(words, bands=bands)


@given(MILLIONTHS)
def test_whole_per_cent_rounds_halves_upward(number: int) -> None:
    """The number that STIX stores is the nearest, and `from_rounded` names where each begins."""
    rounded = whole_per_cent(number)

    assert abs(rounded * PER_CENT - number) <= PER_CENT // 2
    assert from_rounded(rounded) <= number
    assert number < from_rounded(rounded + 1) or rounded == MILLION // PER_CENT


def test_every_scale_says_where_it_is_from() -> None:
    """Each names its source and what was decided, and is of one of the two sorts."""
    for one in map(scale, names()):
        assert isinstance(one, Scale)
        assert one.title
        assert one.source.endswith(".")
        assert one.decided.endswith(".")
        assert one.measures in (CONFIDENCE, LIKELIHOOD)
