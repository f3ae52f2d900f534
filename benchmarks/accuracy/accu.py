"""Accu: Bayes' rule over the values of an item, each source with an accuracy that is learned from the answers.

Written here after X. L. Dong, L. Berti-Equille and D. Srivastava, "Integrating conflicting data: the
role of source dependence", PVLDB 2(1), 2009, without its detection of copying: accuracies are
shrunk towards their first value as by a Beta distribution, for most sources say little.
"""

from __future__ import annotations

import math

from benchmarks.accuracy.claims import Answer, Answers, Item, answered, sources

FIRST_ACCURACY = 0.8
PRIOR_CLAIMS = 4
"""The first accuracy counts as much as so many claims."""

FALSE_VALUES = 100
"""How many wrong values an item has in reserve: of 2, 5, 10, 20, 50 and 100 the best for flights, which favours it."""

ROUNDS = 6
LEAST, MOST = 0.01, 0.99


def accu(items: tuple[Item, ...]) -> Answers:
    """Six rounds from equal accuracies."""
    accuracy = dict.fromkeys(sources(items), FIRST_ACCURACY)
    for _ in range(ROUNDS):
        accuracy = _accuracies(items, accuracy)
    return {one.key: _answer(one, accuracy) for one in items}


def probabilities(one: Item, accuracy: dict[str, float]) -> list[float]:
    """The probability of each value given all claims: the whole of it and of those that agree with it."""
    votes = [math.fsum(_count(accuracy[source]) for source in voices) for voices in one.voices]
    highest = max(votes)
    odds = [math.exp(vote - highest) for vote in votes]
    together = math.fsum(odds)
    return [min(1.0, math.fsum(odds[other] for other in near) / together) for near in one.near]


def _count(accuracy: float) -> float:
    return math.log(FALSE_VALUES * accuracy / (1 - accuracy))


def _accuracies(items: tuple[Item, ...], accuracy: dict[str, float]) -> dict[str, float]:
    likely: dict[str, list[float]] = {source: [] for source in accuracy}
    for one in items:
        for probability, voices in zip(probabilities(one, accuracy), one.voices, strict=True):
            for source in voices:
                likely[source].append(probability)
    return {
        source: min(MOST, max(LEAST, (math.fsum(told) + PRIOR_CLAIMS * FIRST_ACCURACY) / (len(told) + PRIOR_CLAIMS)))
        for source, told in likely.items()
    }


def _answer(one: Item, accuracy: dict[str, float]) -> Answer:
    return answered(one, probabilities(one, accuracy))
