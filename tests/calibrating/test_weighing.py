"""The arithmetic of learning."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from newsledger.calibrating.weighing import LEAST_WEIGHT, MILLION, WEIGHTS, likelihoods, ordered, support, weight

NAMES = ("a", "b", "c", "d")


def test_the_table_is_what_it_says() -> None:
    """Each point is 2 ln(2 A / (1 - A)), to the last digit."""
    for reliability, tabled in WEIGHTS:
        part = reliability / MILLION
        assert abs(2 * math.log(2 * part / (1 - part)) * MILLION - tabled) < 1


@given(st.integers(0, MILLION), st.integers(0, MILLION))
def test_the_more_reliable_weighs_no_less(one: int, other: int) -> None:
    """The weight grows with the reliability, and never falls below its least."""
    low, high = sorted((one, other))

    assert LEAST_WEIGHT <= weight(low) <= weight(high)


@given(st.dictionaries(st.sampled_from(NAMES), st.integers(1, 9 * MILLION), min_size=1), st.integers(0, MILLION))
def test_echoes_add_only_what_is_new(weights: dict[str, int], share: int) -> None:
    """Together sources weigh at least what the heaviest does, and at most the sum; whole echoes add nothing."""
    group = ordered(weights, weights)
    tied = {one: dict.fromkeys(group, share) for one in group}
    heaviest = weights[group[0]]

    assert heaviest <= support(group, weights, tied) <= sum(weights.values())
    assert support(group, weights, {}) == sum(weights.values())
    assert support(group, weights, {one: dict.fromkeys(group, MILLION) for one in group}) == heaviest


def test_what_more_weight_stands_behind_is_likelier() -> None:
    """Two against one: each of the two is likelier, all chances lie between nothing and one."""
    weights = dict.fromkeys("abc", 2 * MILLION)
    found = likelihoods({"a": 0, "b": 0, "c": 1}, [frozenset({0}), frozenset({1})], weights, {})

    assert found == {"a": 625_000, "b": 625_000, "c": 375_000}


def test_a_value_that_meets_two_rivals_goes_with_the_weightier() -> None:
    """Camps are parted: nobody is counted twice."""
    weights = {"a": 3 * MILLION, "b": 2 * MILLION, "c": MILLION}
    meeting = [frozenset({0, 2}), frozenset({1, 2}), frozenset({0, 1, 2})]
    found = likelihoods({"a": 0, "b": 1, "c": 2}, meeting, weights, {})

    assert found["a"] == found["b"] == found["c"] == 875_000  # the middle one joins all three


def test_the_order_is_by_weight_then_by_name() -> None:
    """Of equals the smaller name comes first."""
    assert ordered(["b", "c", "a"], {"a": 1, "b": 1, "c": 2}) == ["c", "a", "b"]
