"""Problems: what is told of wrong data, and how a better word is found."""

from __future__ import annotations

import pytest

from newsledger.problems import WARNING, Place, Problem, did_you_mean, nearest


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place(), ""),
        (Place(file="a.report"), "a.report"),
        (Place(file="a.report", line=3), "a.report:3"),
        (Place(file="a.report", line=3, column=7), "a.report:3:7"),
        (Place(line=3, column=7), "3:7"),
        (Place(column=7), "column 7"),
    ],
)
def test_a_place_reads_as_editors_take_it(place: Place, text: str) -> None:
    """File, line and column are joined by colons; what is not known is left out."""
    assert str(place) == text


@pytest.mark.parametrize(
    ("column", "length", "text", "carets"),
    [
        (1, 1, "abc", "^"),
        (2, 2, "abc", " ^^"),
        (4, 1, "abc", "   ^"),
        (3, 0, "abc", "  ^"),
        (3, 1, "\t\tx", "\t\t^"),
    ],
)
def test_a_caret_stands_under_what_is_meant(column: int, length: int, text: str, carets: str) -> None:
    """The line is shown with carets below it, and tabs before them stay tabs."""
    place = Place(line=12, column=column, length=length, text=text)

    assert place.excerpt() == f"12 | {text}\n   | {carets}"


@pytest.mark.parametrize("place", [Place(), Place(column=1), Place(text="abc")])
def test_without_line_or_column_nothing_is_shown(place: Place) -> None:
    """There is no excerpt where the text or the column is not known."""
    assert place.excerpt() == ""


def test_a_problem_reads_from_place_to_hint() -> None:
    """A problem says where, how bad, what was found, and what to write instead."""
    where = Place(file="a.report", line=2, column=1, length=3, text="kin x")
    problem = Problem(code="unknown-kind", message="no kind 'kin'", hint="did you mean kind?", where=where)

    assert str(problem) == (
        "a.report:2:1: error[unknown-kind]: no kind 'kin'\n  2 | kin x\n    | ^^^\n  did you mean kind?"
    )


def test_a_warning_says_so() -> None:
    """A warning is told from an error by its first word."""
    assert str(Problem(code="odd", message="odd spelling", severity=WARNING)) == "warning[odd]: odd spelling"


@pytest.mark.parametrize(("column", "shift", "moved"), [(None, 0, 1), (None, 4, 5), (3, 0, 3), (3, 4, 7)])
def test_a_problem_of_a_value_is_placed_in_its_line(column: int | None, shift: int, moved: int) -> None:
    """A value's own column is moved to where the value stands; the length stays."""
    problem = Problem(code="x", message="y", where=Place(column=column, length=2))

    placed = problem.at(file="a", line=5, text="whole line", shift=shift)

    assert placed.where == Place(file="a", line=5, column=moved, length=2, text="whole line")
    assert (placed.code, placed.message) == ("x", "y")


@pytest.mark.parametrize(
    ("word", "choices", "found"),
    [
        ("kontrol", ["control", "state"], "control"),
        ("CONTROL", ["control", "state"], "control"),
        ("reuters", ["Reuters"], "Reuters"),
        ("xyz", ["control", "state"], None),
        ("", ["control"], None),
        ("control", [], None),
    ],
)
def test_the_nearest_word(word: str, choices: list[str], found: str | None) -> None:
    """The choice that is most like a word is found whatever the case; nothing is forced."""
    assert nearest(word, choices) == found


@pytest.mark.parametrize(
    ("word", "choices", "hint"),
    [
        ("kontrol", ["state", "control"], "did you mean control?"),
        ("xyz", ["state", "control"], "known: control, state"),
        ("xyz", [], None),
    ],
)
def test_a_hint_names_one_choice_or_all(word: str, choices: list[str], hint: str | None) -> None:
    """Where no choice is near, all are listed; where there are none, nothing is said."""
    assert did_you_mean(word, iter(choices)) == hint


def test_a_line_of_thousands_of_characters_is_shown_in_part() -> None:
    """The part around the column, with the caret under it; the place keeps the whole line."""
    text = "a" * 4_000 + "b" + "a" * 4_000
    place = Place(file="a", line=3, column=4_001, text=text)
    line, caret = place.excerpt().splitlines()

    assert place.text == text
    assert len(line) < 200
    assert line[caret.index("^")] == "b"
