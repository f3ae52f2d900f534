"""The contestants, on cases so small that their answers are known."""

from __future__ import annotations

import math

import pytest

from benchmarks.accuracy.accu import accu
from benchmarks.accuracy.accu import probabilities as accu_probabilities
from benchmarks.accuracy.claims import Item, Method, Value, best, item, sources
from benchmarks.accuracy.crh import crh
from benchmarks.accuracy.crh import scores as crh_scores
from benchmarks.accuracy.data import same_time
from benchmarks.accuracy.truthfinder import confidences, truthfinder
from benchmarks.accuracy.vote import vote

METHODS = (vote, crh, truthfinder, accu)


def world() -> tuple[Item, ...]:
    """Three honest sources, and two that agree with nobody but each other, once, on the last thing."""
    items = [
        item((f"thing {at}", "x"), [("a", at), ("b", at), ("c", at), ("liar", at + 100), ("fool", at + 200)])
        for at in range(20)
    ]
    items.append(item(("last", "x"), [("a", 1), ("liar", 2), ("fool", 2)]))
    return tuple(items)


@pytest.mark.parametrize("method", METHODS)
def test_all_agree_where_all_agree(method: Method) -> None:
    """What everybody says is the answer, and is thought likely."""
    (answer,) = method((item(("x", "y"), [(name, 7) for name in "abcdef"]),)).values()

    assert answer.values == (7,)
    assert answer.probability is not None
    assert answer.probability > 0.9


@pytest.mark.parametrize("method", METHODS)
def test_a_tie_is_told(method: Method) -> None:
    """Two sources of whom nothing else is known leave it open which of them is right."""
    (answer,) = method((item(("x", "y"), [("a", 1), ("b", 2)]),)).values()

    assert answer.values == (1, 2)


@pytest.mark.parametrize(("method", "expected"), [(vote, 2), (crh, 1), (truthfinder, 1), (accu, 1)])
def test_a_record_outweighs_a_majority(method: Method, expected: int) -> None:
    """Voting believes the two who were always alone; those who learn believe the one who was always borne out."""
    assert method(world())["last", "x"].values == (expected,)


@pytest.mark.parametrize("method", METHODS)
def test_the_order_of_claims_does_not_matter(method: Method) -> None:
    """Answers are the same whichever item comes first."""
    items = world()

    assert method(items) == method(tuple(reversed(items)))


def test_times_within_ten_minutes_vote_together() -> None:
    """Two near times beat one that is told twice; what is shown is the one that most agree with."""
    told: list[tuple[str, Value]] = [("a", 600), ("b", 605), ("c", 612), ("d", 700), ("e", 700)]
    (answer,) = vote((item(("x", "departure"), told, same_time),)).values()

    assert answer.values == (605,)
    assert answer.probability == pytest.approx(3 / 5)


def test_the_last_word_of_a_source_counts() -> None:
    """Whoever speaks twice has one voice."""
    one = item(("x", "y"), [("a", 1), ("b", 2), ("a", 2)])

    assert one.values == (2,)
    assert one.voices == (("a", "b"),)
    assert sources([one]) == ["a", "b"]


def test_of_equal_scores_the_one_told_in_so_many_words_is_best() -> None:
    """Values that agree have one score; the one that most sources told stands for them."""
    one = item(("x", "y"), [("a", 600), ("b", 605), ("c", 605)], same_time)

    assert best([3.0, 3.0], one) == [1]
    assert best([3.0, 2.0], one) == [0]


def test_truthfinder_is_its_formula() -> None:
    """Two sources of trust .9 and one of .5: 1 / (1 + exp(−.3 · −Σ ln(1 − t)))."""
    one = item(("x", "y"), [("a", 1), ("b", 1), ("c", 2)])
    likely = confidences(one, {"a": 0.9, "b": 0.9, "c": 0.5})

    assert likely == pytest.approx([
        1 / (1 + math.exp(-0.3 * 2 * math.log(10))),
        1 / (1 + math.exp(-0.3 * math.log(2))),
    ])  # fmt: skip


def test_truthfinder_lets_near_values_imply_each_other() -> None:
    """A value that agrees adds half its score."""
    one = item(("x", "y"), [("a", 600), ("b", 605)], same_time)
    (likely, _) = confidences(one, {"a": 0.9, "b": 0.5})

    assert likely == pytest.approx(1 / (1 + math.exp(-0.3 * (math.log(10) + 0.5 * math.log(2)))))


def test_accu_is_bayes() -> None:
    """With a hundred wrong values in reserve, accuracies of .8 twice and .5 once: odds of 400² to 100."""
    one = item(("x", "y"), [("a", 1), ("b", 1), ("c", 2)])
    likely = accu_probabilities(one, {"a": 0.8, "b": 0.8, "c": 0.5})

    assert likely == pytest.approx([160_000 / 160_100, 100 / 160_100])


def test_crh_weighs_by_the_share_of_the_loss() -> None:
    """Of one source that hardly errs and one that nearly always does the first is believed."""
    one = item(("x", "y"), [("a", 1), ("liar", 2)])
    answers = crh((*world(), one))

    assert crh_scores(one, {"a": 2.0, "liar": 0.5}) == [2.0, 0.5]
    assert answers["x", "y"].values == (1,)
