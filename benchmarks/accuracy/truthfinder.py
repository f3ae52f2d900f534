"""TruthFinder: a source is as trustworthy as its values are likely, a value as likely as its sources are trustworthy.

Written here from X. Yin, J. Han and P. S. Yu, "Truth discovery with multiple conflicting information
providers on the web", KDD 2007 (TKDE 20(6), 2008), with the parameters given there: dampening
0.3, a first trust of 0.9, half the score of a value that agrees. Values that do not agree imply nothing.
"""

from __future__ import annotations

import math

from benchmarks.accuracy.claims import Answer, Answers, Item, answered, sources

GAMMA = 0.3
FIRST_TRUST = 0.9
RHO = 0.5
"""How much of the score of a value that agrees counts as one's own."""

ROUNDS = 10
STILL = 1e-5
"""Trust that changes less than this has settled."""

SUREST = 1 - 1e-9
"""A trust of one would weigh without end."""


def truthfinder(items: tuple[Item, ...]) -> Answers:
    """Iterates until trust stands still, ten rounds at most."""
    trust = dict.fromkeys(sources(items), FIRST_TRUST)
    for _ in range(ROUNDS):
        before = trust
        trust = _trust(items, before)
        if max((abs(trust[one] - before[one]) for one in trust), default=0.0) < STILL:
            break
    return {one.key: _answer(one, trust) for one in items}


def confidences(one: Item, trust: dict[str, float]) -> list[float]:
    """How likely each value of an item is."""
    scores = [sum(-math.log(1 - min(trust[source], SUREST)) for source in voices) for voices in one.voices]
    implied = [
        scores[at] + RHO * sum(scores[other] for other in near if other != at) for at, near in enumerate(one.near)
    ]
    return [1 / (1 + math.exp(-GAMMA * score)) for score in implied]


def _trust(items: tuple[Item, ...], trust: dict[str, float]) -> dict[str, float]:
    told: dict[str, list[float]] = {source: [] for source in trust}
    for one in items:
        for confidence, voices in zip(confidences(one, trust), one.voices, strict=True):
            for source in voices:
                told[source].append(confidence)
    return {source: math.fsum(likely) / len(likely) for source, likely in told.items()}


def _answer(one: Item, trust: dict[str, float]) -> Answer:
    return answered(one, confidences(one, trust))
