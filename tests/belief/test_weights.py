"""The table of weights: every number is ordered as it must be, and one report alone says no more than it may."""

from __future__ import annotations

import itertools

import pytest

from newsledger.belief import TABLE, Evidence
from newsledger.belief.evidence import probability
from newsledger.belief.weighing import judged
from newsledger.belief.weights import ONE, part
from newsledger.kinds.source import GRADES
from newsledger.sources import DEFAULT_GRADE, WORTHLESS
from newsledger.values.confidence import Confidence


def alone(grade: str, factor: int = ONE) -> int:
    """The confidence in what one source of a grade says, and nobody else speaks of."""
    return probability(Evidence(supports=part(TABLE.grades[grade], factor)))


def test_every_grade_has_its_weight() -> None:
    """No grade is left out, and none is there that nobody can give."""
    assert tuple(TABLE.grades) == GRADES


def test_a_better_grade_weighs_more() -> None:
    """From A down to F, which weighs nothing."""
    weights = [TABLE.grades[grade] for grade in GRADES]

    assert all(better > worse for better, worse in itertools.pairwise(weights))
    assert TABLE.grades[WORTHLESS] == 0
    assert weights[-2] > 0


def test_interest_takes_where_it_gains_and_gives_where_it_loses() -> None:
    """In its own favour a word is lighter than that of one without a stake, against itself heavier."""
    assert 0 < TABLE.in_favour < ONE < TABLE.against


def test_interest_is_no_more_than_a_grade_or_two() -> None:
    """Who praises itself is still heard above whoever is two grades worse; who blames itself stays below two better."""
    assert part(TABLE.grades["B"], TABLE.in_favour) > TABLE.grades["D"]
    assert part(TABLE.grades["D"], TABLE.against) < TABLE.grades["B"]


@pytest.mark.parametrize(
    ("grade", "factor", "low", "high"),
    [
        ("D", TABLE.in_favour, 400_000, 600_000),  # about even: a warring party on its own success
        ("C", ONE, 500_001, 800_000),  # likely at most: a fair source that nobody else bears out
        ("A", ONE, 800_001, 950_000),  # never as good as certain on one word
        (WORTHLESS, ONE, 500_000, 500_000),  # no opinion
    ],
)
def test_one_report_alone_says_no_more_than_it_may(grade: str, factor: int, low: int, high: int) -> None:
    """What a newsroom would grant to one source, by its grade and whom its word favours."""
    assert low <= alone(grade, factor) <= high


def test_even_against_itself_the_best_source_alone_is_not_certain() -> None:
    """The heaviest single report that the table allows: grade A, held to be sure, against its own side."""
    heaviest = part(judged("A", Confidence.parse("100%")).weight, TABLE.against)

    assert probability(Evidence(supports=heaviest)) < ONE


def test_two_fair_sources_do_not_confirm_and_a_good_and_a_fair_one_do() -> None:
    """Where `confirmed` stands between the grades."""
    a, b, c, d = (TABLE.grades[grade] for grade in "ABCD")

    assert 2 * c <= TABLE.confirmed
    assert b + d <= TABLE.confirmed
    assert c + part(d, TABLE.in_favour) <= TABLE.confirmed
    assert TABLE.confirmed < b + c < 2 * b < a + b


def test_no_number_of_unreliable_sources_outweighs_a_reliable_one_soon() -> None:
    """It takes more than five of grade D to bear down one of grade B, and more than twenty of grade E."""
    assert 5 * TABLE.grades["D"] < TABLE.grades["B"]
    assert 20 * TABLE.grades["E"] < TABLE.grades["B"]


def test_an_ungraded_source_is_a_fair_one() -> None:
    """C lies in the middle of those that weigh, and beside a C that differs neither is believed."""
    assert DEFAULT_GRADE == "C"
    assert probability(Evidence(supports=TABLE.grades["C"], against=TABLE.grades["C"])) == ONE // 2


def test_the_rest_of_the_table() -> None:
    """Not knowing weighs something, odds are sharpened and not dulled, an echo is none from half of it on."""
    assert TABLE.prior > 0
    assert TABLE.prior % 2 == 0  # half of it stands on either side
    assert TABLE.sharpness >= 2
    assert 0 < TABLE.new_enough <= ONE
    assert TABLE.width > 1
    assert TABLE.version >= 1


def test_the_table_cannot_be_changed() -> None:
    """Whoever tries other weights makes another table."""
    with pytest.raises(TypeError):
        TABLE.grades["A"] = 0  # type: ignore[index]  # wrong on purpose


@pytest.mark.parametrize(
    ("amount", "share", "expected"),
    [(0, ONE, 0), (7, ONE, 7), (1, ONE - 1, 0), (3, ONE // 2, 1), (1_000_001, 500_000, 500_000)],
)
def test_a_share_is_rounded_down(amount: int, share: int, expected: int) -> None:
    """Whole millionths, so that every machine has the same."""
    assert part(amount, share) == expected
