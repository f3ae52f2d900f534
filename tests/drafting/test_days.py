"""Dates in sentences, resolved against the day of the report."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.drafting.days import days
from newsledger.values.when import When

SUNDAY = When.parse("2025-03-16")


def found(words: str, before: When | None = None) -> list[str]:
    """What the dates of a sentence mean, told on Sunday 16 March 2025."""
    return [day.when.text for day in days(words, SUNDAY, before=before)]


@pytest.mark.parametrize(
    ("words", "dates"),
    [
        ("Sunday's attack", ["2025-03-16"]),
        ("It happened on Friday.", ["2025-03-14"]),
        ("He said last week that it ended last year.", ["2025-03-10/2025-03-15", "2024"]),
        ("in August 2024", ["2024-08"]),
        ("in August", ["2024-08"]),
        ("since February 2022", ["2022-02"]),
        ("on 16 March 2025 and on March 3", ["2025-03-16", "2025-03-03"]),
        ("from March 3 to 5", ["2025-03-03/2025-03-05"]),
        ("between Monday and Friday", ["2025-03-10/2025-03-14"]),
        ("three days ago", ["2025-03-13"]),
        ("overnight", ["2025-03-15/2025-03-16"]),
        ("the invasion of 1941", ["1941"]),
        ("in the 1990s", ["1990/1999"]),
        ("early March", ["2025-03~"]),
        ("on Thursday night", ["2025-03-13"]),
        ("on 2025-03-12", ["2025-03-12"]),
        ("in spring 2024", ["2024-21"]),
    ],
)
def test_words_for_dates_are_resolved(words: str, dates: list[str]) -> None:
    """Weekdays, months, years, spans and relative words mean a day or a span, seen from the day of the report."""
    assert found(words) == dates


@pytest.mark.parametrize(
    ("words", "dates"),
    [
        ("Results must be certified by Friday.", ["2025-03-21"]),
        ("Schools are shut until 7 April.", ["2025-04-07"]),
        ("A campaign is planned from 30 March to 4 April.", ["2025-03-30/2025-04-04"]),
        ("He is due to speak on Thursday.", ["2025-03-20"]),
        ("By Friday, 37 had died.", ["2025-03-14"]),
        ("Schools would close, he said on Friday.", ["2025-03-14"]),
    ],
)
def test_what_is_yet_to_come_lies_ahead(words: str, dates: list[str]) -> None:
    """A weekday or a day without a year is the next one where the words speak of what will be; else the last."""
    assert found(words) == dates


@pytest.mark.parametrize(
    "words",
    ["It may rain.", "They march on.", "He sat down.", "The 2024 votes", "1,204 people", "in 2024 votes were cast"],
)
def test_other_words_are_no_dates(words: str) -> None:
    """Verbs that look like months, and numbers that look like years, are none."""
    assert found(words) == []


def test_a_day_earlier_counts_from_the_date_before() -> None:
    """`A day earlier` looks back to the date that was named last, else to the report."""
    assert found("a day earlier", When.parse("2025-03-11")) == ["2025-03-10"]
    assert found("the following day", When.parse("2025-03-11")) == ["2025-03-12"]
    assert found("That same day") == []
    assert found("on that same day") == ["2025-03-16"]
    assert found("a week earlier") == ["2025-03-09~"]


def test_since_is_kept() -> None:
    """A date behind "since" goes on from there."""
    [day] = days("since February 2022", SUNDAY)

    assert (day.lead, day.occurred.text) == ("since", "2022-02/..")


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(["March", "3", "to", "5", "last", "Friday", "2024", "days", "ago"])).map(" ".join)
)
def test_any_words_can_be_looked_through(words: str) -> None:
    """Whatever stands there, dates are found where they stand, in order, none within another."""
    told = days(words, SUNDAY)

    assert all(words[day.begin : day.end] == day.words for day in told)
    assert all(one.end <= other.begin for one, other in pairwise(told))
