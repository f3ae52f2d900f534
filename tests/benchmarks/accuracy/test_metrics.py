"""The metrics, on cases that can be reckoned by hand."""

from __future__ import annotations

import pytest

from benchmarks.accuracy import metrics
from benchmarks.accuracy.claims import Answer, item
from benchmarks.accuracy.data import DataSet
from benchmarks.accuracy.metrics import Bin, Estimate, Score

SURE = [Score(right=1.0, probability=1.0), Score(right=0.0, probability=0.0)]
MIXED = [Score(right=1.0, probability=0.75), Score(right=0.0, probability=0.75), Score(right=1.0, probability=0.25)]
SILENT = [Score(right=1.0, probability=None), Score(right=0.0, probability=0.5)]


def test_accuracy_is_the_share_that_is_right() -> None:
    """Two of three are right; error is the rest; of nothing there is none."""
    assert metrics.accuracy(MIXED) == pytest.approx(2 / 3)
    assert metrics.error(MIXED) == pytest.approx(1 / 3)
    assert metrics.accuracy([]) is None


def test_brier_is_the_mean_square() -> None:
    """Certainty that is right costs nothing; .75 costs 1/16 where right and 9/16 where wrong."""
    assert metrics.brier(SURE) == 0
    assert metrics.brier(MIXED) == pytest.approx((1 / 16 + 9 / 16 + 9 / 16) / 3)


def test_a_tie_costs_what_its_values_cost_on_average() -> None:
    """Half right at .5: a quarter, as either of the two values by itself."""
    assert metrics.brier([Score(right=0.5, probability=0.5)]) == pytest.approx(0.25)
    assert metrics.brier([Score(right=0.5, probability=0.9)]) == pytest.approx((0.01 + 0.81) / 2)


def test_without_probabilities_there_is_no_calibration() -> None:
    """One answer that says nothing of its probability leaves the mean undefined; accuracy stands."""
    assert metrics.brier(SILENT) is None
    assert metrics.calibration_error(SILENT) is None
    assert metrics.accuracy(SILENT) == 0.5


def test_bins_are_ten_and_equal() -> None:
    """An answer of 1.0 falls into the last; empty bins are left out; means are taken within."""
    found = metrics.bins([*MIXED, *SURE])

    assert found == [
        Bin(number=1, said=0.0, right=0.0),
        Bin(number=1, said=0.25, right=1.0),
        Bin(number=2, said=0.75, right=0.5),
        Bin(number=1, said=1.0, right=1.0),
    ]


def test_calibration_error_weighs_bins_by_their_answers() -> None:
    """Two answers of .75 of which one is right, one of .25 that is right: (2 × .25 + 1 × .75) / 3."""
    assert metrics.calibration_error(MIXED) == pytest.approx((2 * 0.25 + 0.75) / 3)
    assert metrics.calibration_error(SURE) == 0


def test_a_mean_is_that_of_groups() -> None:
    """A day counts once, however many answers it has; a group without a figure leaves none."""
    assert metrics.mean([SURE, [Score(right=1.0, probability=1.0)] * 9], metrics.accuracy) == pytest.approx(0.75)
    assert metrics.mean([SURE, []], metrics.accuracy) is None


def test_intervals_hold_the_figure_and_are_the_same_every_time() -> None:
    """The bootstrap is seeded; its interval is about two standard errors each way; sure answers have none."""
    coin = [Score(right=float(at % 2), probability=0.5) for at in range(400)]
    once, again = (metrics.estimate([coin], metrics.accuracy) for _ in range(2))

    assert once == again
    assert once.figure == 0.5
    assert once.low == pytest.approx(0.45, abs=0.01)
    assert once.high == pytest.approx(0.55, abs=0.01)
    assert metrics.estimate([[SURE[0]]], metrics.accuracy, resamples=10) == Estimate(figure=1.0, low=1.0, high=1.0)
    assert str(metrics.estimate([SILENT], metrics.brier)) == "–"


def test_answers_are_checked_item_by_item() -> None:
    """A right answer counts one, a tie its share, no answer nothing; items of unknown truth are left out."""
    items = tuple(item((name, "x"), [("s", 1)]) for name in "abcd")
    data = DataSet(
        name="d", items=items, truth={("a", "x"): 1, ("b", "x"): 1, ("c", "x"): 1}, right=lambda _, value: value == 1
    )
    answers = {
        ("a", "x"): Answer(values=(1,), probability=0.9),
        ("b", "x"): Answer(values=(1, 2), probability=0.5),
        ("d", "x"): Answer(values=(1,), probability=0.9),
    }

    found = metrics.scores(data, answers)

    assert [score.right for score in found] == [1.0, 0.5, 0.0]
    assert found[2].probability is None
