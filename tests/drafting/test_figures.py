"""Figures in sentences: what is one, with its hedge and unit, and what is none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger import Quantity
from newsledger.drafting.days import days
from newsledger.drafting.figures import figures
from newsledger.drafting.misleading import misleading
from newsledger.drafting.nouns import noun_after
from newsledger.drafting.otherwise import like
from newsledger.values.when import When

TODAY = When.parse("2025-03-16")


def told(words: str) -> list[tuple[str, str]]:
    """The figures of a sentence: the words of each, and what they say."""
    taken = [(day.begin, day.end) for day in days(words, TODAY)]
    return [(one.words, one.quantity.text) for one in figures(words, taken)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("It holds just 110 square km (42 square miles).", [("just 110 square km (42 square miles)", "110 km2")]),
        ("As many as 11,000 North Korean troops came.", [("As many as 11,000 North Korean troops", "<=11000 person")]),
        ("It left two small, connected pockets.", [("two small, connected pockets", "2 pocket")]),
        ("Nearly a fifth of it is under water.", [("Nearly a fifth", "<~0.2 share")]),
        ("Aid of more than $260 billion came.", [("more than $260 billion", ">260e9 USD")]),
        ("A 30-day truce and a 50-acre fire.", [("30-day", "30 day"), ("50-acre", "50 acre")]),
        ("Between 200 and 300 homes burned.", [("Between 200 and 300 homes", "200..300 home")]),
        ("It is 15% contained.", [("15%", "15 %")]),
        (
            "Some 640 firefighters and 38 engines.",
            [("Some 640 firefighters", "~640 person"), ("38 engines", "38 item")],
        ),
        ("At least 37 people died and 200 were hurt.", [("At least 37 people", ">=37 person"), ("200", "200 person")]),
        ("The toll rose from 37 to 41.", [("37", "37 person"), ("41", "41 person")]),
        ("Turnout was 61.4 percent, up from 58.", [("61.4 percent", "61.4 %"), ("58", "58 %")]),
        ("Nine in ten patients recovered.", [("Nine in ten", "9/10 share")]),
        ("One euro in five was lost.", [("One euro in five", "1/5 share")]),
        ("Half a percent of the total is missing.", [("Half a percent", "0.5 %")]),
        ("A quarter of a million people live there.", [("A quarter of a million people", "~0.25e6 person")]),
        ("A few hundred people, at most, went home.", [("A few hundred people, at most", "<=~900 person")]),
        ("No deaths were reported.", [("No deaths", "none person")]),
        ("A third person has been found dead.", [("A third person", "3 person")]),
        ("Gusts of 35 to 45 mph (56-72 km/h).", [("35 to 45 mph (56-72 km/h)", "35..45 mph")]),
        ("It won 112 of the 200 seats.", [("112", "112 seat"), ("200 seats", "200 seat")]),
        ("It has gone on for six, maybe seven days.", [("six, maybe seven days", "6..7 day")]),
        ("Thirteen hundred more people left.", [("Thirteen hundred more people", "1300 person")]),
    ],
)
def test_a_figure_is_read_with_hedge_and_unit(words: str, expected: list[tuple[str, str]]) -> None:
    """What a sentence counts is found whole: hedge, number, unit, and the conversion in brackets."""
    found = told(words)

    assert [name for name, _ in found] == [name for name, _ in expected]
    assert [Quantity.parse(text).amount_key for _, text in found] == [
        Quantity.parse(text).amount_key for _, text in expected
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Maria Kovac, 47, spoke.",
        "The 23-year-old driver is 52 years old.",
        "Children under 5 and adults 65 and older stay home.",
        "The 2024 election was close.",
        "It began in 1998 and ended in 2009.",
        "A three-year conflict.",
        "United won 3-1 in the cup.",
        "A 0-0 draw.",
        "Call 555-0134 or (020) 7946 0958.",
        "Voters can ring 0800 555 0142.",
        "An F-16, an S-300 and COVID-19.",
        "Route 66 leads to Room 101.",
        "He lives at 14 Quay Street and 9 Ropewalk Lane.",
        "The Group of Seven met at 7:30 p.m.",
        "It started at 18:40 and at 9 o'clock.",
        "The blog “Two Majors” wrote of it.",
        "One of the most striking things.",
        "No one knows which one it is.",
        "The two leaders met.",
        "4 min read",
        "On 16 March 2025 it rained.",
        "See page 12 of Article 5.",
        "© 2025 The Daily",
        "Several areas saw a second front, a first.",
        "https://example.org/2025/03/16/12345",
    ],
)
def test_what_only_looks_like_a_figure_is_none(words: str) -> None:
    """Ages, years, times, scores, numbers to call, names with numbers and page furniture are no figures."""
    assert told(words) == []


def test_a_converted_figure_is_one_figure() -> None:
    """What stands in brackets in another unit is kept with the figure before it."""
    [found] = figures("It burned 19,300 acres (7,810 ha) so far.")

    assert found.quantity.conversion is not None
    assert (found.quantity.conversion.text, found.quantity.conversion_agrees) == ("7810 ha", True)


def test_a_bare_number_has_the_unit_of_what_was_told_before() -> None:
    """`It was 12,700` is told in the unit of the sentence before; without one it counts nothing known."""
    before = figures("The fire had 17,200 acres.")

    assert [one.quantity.text for one in figures("It was 12,700.", before=before)] == ["12700 acre"]
    assert [one.quantity.text for one in figures("It was 12,700.")] == ["12700 item"]


def test_similar_refers_to_the_figure_before() -> None:
    """A figure that is told by another has no number of its own, and says which one it is like."""
    words = "Over 100,000 troops were hurt, with the others suffering similar casualties."
    found = figures(words)
    [alike] = like(words, found, [])

    assert (alike.quantity.is_unknown, alike.like) == (True, found[0])
    assert list(like("They suffered similar losses.", [], [])) == []


def test_how_figures_compare_is_derived() -> None:
    """`More than doubled` is found and marked: nothing of it is believed of a slot."""
    found = figures("The fire more than doubled, to three times as many acres as in 2009.")

    assert [(one.words, one.derived) for one in found] == [("more than doubled", True), ("three times as", True)]


@pytest.mark.parametrize(
    ("words", "at", "noun", "unit"),
    [
        ("37 confirmed cases", 2, "cases", "case"),
        ("41 fire engines battled it", 2, "engines", "item"),
        ("12 percentage points", 2, "percentage points", "%"),
        ("640 firefighters", 3, "firefighters", "person"),
        ("38°C", 2, "°C", "degC"),
    ],
)
def test_what_is_counted(words: str, at: int, noun: str, unit: str) -> None:
    """Adjectives are passed over; what has no unit of its own is counted in items, under its name."""
    found = noun_after(words, at)

    assert found is not None
    assert (found.words, found.unit.symbol) == (noun, unit)


def test_nothing_is_counted_behind_a_stop() -> None:
    """A preposition, a verb or the end of a sentence ends the search for a noun."""
    assert noun_after("41 of them", 2) is None
    assert noun_after("41 were hurt", 2) is None
    assert noun_after("41.", 2) is None


HEDGES = ("", "about ", "at least ", "as many as ", "more than ", "nearly ", "up to ", "just ", "some ")
NOUNS = ("people", "homes", "acres", "percent", "votes", "troops", "cases", "square kilometers")


@given(hedge=st.sampled_from(HEDGES), number=st.integers(2, 999), noun=st.sampled_from(NOUNS), dates=st.booleans())
def test_any_plain_figure_is_read_as_a_person_would_type_it(hedge: str, number: int, noun: str, *, dates: bool) -> None:
    """A hedge, a number and a unit say in a sentence what they say on a claim line, wherever a date stands."""
    typed = f"{hedge}{number} {noun}"
    words = f"{'On Friday, ' if dates else ''}officials said that {typed} were counted{'' if dates else ' on Friday'}."

    assert [one[1] for one in told(words)] == [Quantity.read(typed).text]


PIECES = st.sampled_from(
    [
        "about",
        "two",
        "12",
        "1,368",
        "km2",
        "(42",
        "sq mi)",
        "-",
        "to",
        "and",
        "between",
        "$5",
        "m",
        "percent",
        "a",
        "third",
        "of",
        "the",
        "people",
        "killed",
        "no",
        "half",
        "in",
        "five",
        ",",
        ".",
        "2024",
        "Friday",
        "similar",
        "casualties",
    ]
)


@given(st.lists(PIECES, max_size=14).map(" ".join) | st.text(max_size=60))
def test_any_words_can_be_read(words: str) -> None:
    """Whatever stands there, figures are found where they stand, in order, none within another, each with a value."""
    found = figures(words)

    assert all(words[one.begin : one.end] == one.words for one in found)
    assert all(one.end <= other.begin for one, other in pairwise(found))
    assert all(Quantity.parse(one.quantity.text) == one.quantity for one in found)


@given(st.text(max_size=60))
def test_misleading_places_lie_in_the_sentence(words: str) -> None:
    """A place that holds no figure is a place of the sentence."""
    assert all(0 <= begin <= end <= len(words) for begin, end in misleading(words))
