from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.values.strategies_when import dates

from newsledger.errors import InvalidInput
from newsledger.problems import Problem
from newsledger.values.vocabulary import VOCABULARY, WEEKDAYS
from newsledger.values.when import When
from newsledger.values.words import read_words

SUNDAY = When.parse("2025-03-16")
WEDNESDAY = When.parse("2025-03-12")


def refusal(words: str, said_on: When | None = SUNDAY) -> Problem:
    """The one problem of words that cannot be read."""
    with pytest.raises(InvalidInput) as caught:
        When.read(words, said_on=said_on)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("today", "2025-03-16"),
        ("Yesterday", "2025-03-15"),
        ("tomorrow", "2025-03-17"),
        ("on Friday", "2025-03-14"),
        ("Fri", "2025-03-14"),
        ("Sunday", "2025-03-16"),
        ("last Sunday", "2025-03-09"),
        ("last friday", "2025-03-14"),
        ("last week", "2025-03-10/2025-03-15"),
        ("this week", "2025-03-10/2025-03-16"),
        ("next week", "2025-03-17/2025-03-23"),
        ("last month", "2025-02"),
        ("this month", "2025-03"),
        ("next month", "2025-04"),
        ("last year", "2024"),
        ("this year", "2025"),
        ("3 days ago", "2025-03-13"),
        ("three days ago", "2025-03-13"),
        ("a week ago", "2025-03-09~"),
        ("3 months ago", "2024-12~"),
        ("an year ago", "2024~"),
        ("-7d", "2025-03-09"),
        ("-2w", "2025-03-02"),
        ("-3m", "2024-12-16"),
        ("-1y", "2024-03-16"),
        ("+7d", "2025-03-23"),
        ("in August", "2024-08"),
        ("March", "2025-03"),
        ("Mar 16", "2025-03-16"),
        ("17 March", "2024-03-17"),
        ("29 February", "2024-02-29"),
        ("spring", "2025-21"),
        ("last autumn", ""),
        ("early March", "2025-03~"),
        ("Friday, March 14", "2025-03-14"),
        ("since Friday", "2025-03-14/.."),
        ("since last week", "2025-03-10~/.."),
        ("until last week", "../2025-03-15~"),
        ("about last week", "2025-03-10~/2025-03-15~"),
        ("from August to March", "2024-08/2025-03"),
        ("from Monday to Friday", "2025-03-10/2025-03-14"),
        ("from last month to today", "2025-02/2025-03-16"),
        ("3-5 March", "2025-03-03/2025-03-05"),
    ],
)
def test_words_told_on_a_sunday(words: str, text: str) -> None:
    """Words are told against the day that they were said on, in every case of letters; others are refused."""
    if text:
        assert str(When.read(words, said_on=SUNDAY)) == text
    else:
        assert refusal(words).code == "unreadable-date"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("2024-08/..", "2024-08/.."),
        (" 2024-08 ", "2024-08"),
        ("in August 2024", "2024-08"),
        ("August, 2024", "2024-08"),
        ("Sept. 2024", "2024-09"),
        ("16 March 2025", "2025-03-16"),
        ("the 16th of March, 2025", "2025-03-16"),
        ("March 16, 2025", "2025-03-16"),
        ("Sunday 16 March 2025", "2025-03-16"),
        ("since August 2024", "2024-08/.."),
        ("from 2024-08", "2024-08/.."),
        ("until March 2025", "../2025-03"),
        ("up to 2025-03-16", "../2025-03-16"),
        ("some time in 2024", "2024"),
        ("in 2024", "2024"),
        ("on 2025-03-16", "2025-03-16"),
        ("about 2024", "2024~"),
        ("c. 2024", "2024~"),
        ("around August 2024", "2024-08~"),
        ("about 2024?", "2024?"),
        ("since about August 2024", "2024-08~/.."),
        ("spring 2024", "2024-21"),
        ("in the summer of 2024", "2024-22"),
        ("fall 2024", "2024-23"),
        ("early August 2024", "2024-08~"),
        ("mid-August 2024", "2024-08~"),
        ("late August 2024", "2024-08~"),
        ("late February 2024", "2024-02~"),
        ("early 2024", "2024~"),
        ("mid-2024", "2024~"),
        ("late 2024", "2024~"),
        ("between 2024-08 and March 2025", "2024-08/2025-03"),
        ("from 10 March 2025 to 15 March 2025", "2025-03-10/2025-03-15"),
        ("from 10 to 15 March 2025", "2025-03-10/2025-03-15"),
        ("10–15 March 2025", "2025-03-10/2025-03-15"),
        ("from March to August 2024", "2024-03/2024-08"),
        ("from August to March 2025", "2024-08/2025-03"),
        ("August 2024 through March 2025", "2024-08/2025-03"),
    ],
)
def test_words_that_need_no_day(words: str, text: str) -> None:
    """Words that name their year are read without knowing when they were said."""
    assert str(When.read(words)) == text


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("last week", "2025-03-03/2025-03-09"),
        ("this week", "2025-03-10/2025-03-16"),
        ("Friday", "2025-03-07"),
        ("last Wednesday", "2025-03-05"),
        ("Wednesday", "2025-03-12"),
    ],
)
def test_words_told_within_a_week(words: str, text: str) -> None:
    """Within a week, last week is the whole one before, and a weekday the latest by that day."""
    assert str(When.read(words, said_on=WEDNESDAY)) == text


@pytest.mark.parametrize(
    ("said_on", "zone", "text"),
    [
        ("2025-03-10/2025-03-15", "UTC", "2025-03-14"),
        ("2025-02", "UTC", "2025-02-27"),
        ("2025-03-16T22:30Z", "UTC", "2025-03-15"),
        ("2025-03-16T22:30Z", "Europe/Kyiv", "2025-03-16"),
    ],
)
def test_day_of_the_words(said_on: str, zone: str, text: str) -> None:
    """Words are told against the latest day of the report's date, in its zone."""
    assert str(When.read("yesterday", said_on=When.parse(said_on), zone=zone)) == text


@pytest.mark.parametrize(
    ("words", "code", "message", "hint"),
    [
        ("Fridya", "unreadable-date", "'Fridya' is no word for a date", "did you mean Friday?"),
        ("since Agust 2024", "unreadable-date", "'Agust'", "did you mean August?"),
        ("now", "unreadable-date", "these words are no date", "no clock is read"),
        ("qqqqq", "unreadable-date", "these words are no date", "write 2025-03-16, 2024-08"),
        ("2024 to 2025 to 2026", "unreadable-date", "these words are no date", "write 2025-03-16"),
        ("since since August 2024", "unreadable-date", "these words are no date", "write 2025-03-16"),
        ("since until 2024", "unreadable-date", "these words are no date", "write 2025-03-16"),
        ("winter 2024", "ambiguous-date", "a winter lies in two years", "write 2024-12/2025-02"),
        ("30 February 2025", "no-such-day", "February 2025 has 28 days", "write 2025-02-28"),
        ("31 June", "no-such-day", "June 2025 has 30 days", "write 2025-06-30"),
        ("Thursday, 14 March 2025", "weekday-differs", "14 March 2025 is a Friday", "check the two"),
        ("since 16.03.2025", "date-order", "the year first", "write 2025-03-16"),
        ("between 2024 and 2023", "ends-before-it-starts", "before the start", "write 2023/2024"),
        ("-99999y", "year-out-of-range", "outside the calendar", "0001 to 9999"),
        ("2025-02-30", "no-such-day", "February 2025 has 28 days", "write 2025-02-28"),
        ("2025-03-16T18:40", "missing-offset", "needs its offset", "2025-03-16T18:40Z"),
    ],
)
def test_words_that_are_refused(words: str, code: str, message: str, hint: str) -> None:
    """Words that are no date are refused as a whole, with what to write instead."""
    problem = refusal(words)
    assert (problem.code, problem.where.column, problem.where.length) == (code, 1, len(words))
    assert message in problem.message
    assert hint in (problem.hint or "")


def test_blanks_around() -> None:
    """Blanks around words are left out of the place that is pointed at."""
    assert refusal("  Fridya ").where.column == 3
    assert refusal("  Fridya ").where.length == 6


@pytest.mark.parametrize("words", ["yesterday", "on Friday", "last week", "-7d", "3 days ago", "in August", "Mar 16"])
def test_words_without_a_day(words: str) -> None:
    """Words that depend on the day they were said on are refused where that day is not known."""
    assert "is not given" in refusal(words, None).message
    open_ended = refusal(words, When.parse("2025-03-16/.."))
    assert open_ended.code == "report-date-needed"
    assert "no latest day" in open_ended.message


def test_overlong_words() -> None:
    """Words of more than a hundred characters are refused before anything is tried."""
    assert refusal("in " * 50 + "2024").code == "date-too-long"


@given(day=dates(), weekday=st.sampled_from(WEEKDAYS))
def test_weekdays(day: dt.date, weekday: str) -> None:
    """A weekday is one of the seven days up to that day; the last one is one of the seven before it."""
    if day.toordinal() <= 7:
        return
    on = dt.date.fromisoformat(read_words(f"on {weekday}", day=day))
    last = dt.date.fromisoformat(read_words(f"last {weekday}", day=day))
    assert (0 <= (day - on).days <= 6, 1 <= (day - last).days <= 7) == (True, True)
    assert WEEKDAYS[on.weekday()] == WEEKDAYS[last.weekday()] == weekday


@given(
    words=st.lists(st.sampled_from([*VOCABULARY, "3", "16", "2024", "2025-03", "-7d", "/", ".."]), max_size=6),
    day=dates(),
)
def test_any_words(words: list[str], day: dt.date) -> None:
    """Any row of the words that we know is either a date or refused with a hint."""
    said = " ".join(words)
    problems: tuple[Problem, ...] = ()
    try:
        assert When.read(said, said_on=When.parse(day.isoformat())).text
    except InvalidInput as wrong:
        problems = wrong.problems
    assert all(problem.hint for problem in problems)


@given(words=st.text(max_size=110))
def test_any_text(words: str) -> None:
    """Any text is either a date or refused with a hint."""
    problems: tuple[Problem, ...] = ()
    try:
        assert When.read(words, said_on=SUNDAY).text
    except InvalidInput as wrong:
        problems = wrong.problems
    assert all(problem.hint for problem in problems)
