"""Plain voting: the value that most sources agree with. Its probability is their share."""

from __future__ import annotations

from benchmarks.accuracy.claims import Answer, Answers, Item, answered


def vote(items: tuple[Item, ...]) -> Answers:
    """Every source counts once, whoever it is."""
    return {one.key: _answer(one) for one in items}


def _answer(one: Item) -> Answer:
    scores = [float(sum(len(one.voices[other]) for other in near)) for near in one.near]
    return answered(one, scores, [score / one.claims for score in scores])
