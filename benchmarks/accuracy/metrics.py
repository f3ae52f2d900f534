"""How right answers are, and how well they know it: accuracy, Brier score, calibration; and how sure that is."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

import attrs

from benchmarks.accuracy.claims import Answers
from benchmarks.accuracy.data import DataSet

BINS = 10
RESAMPLES = 1_000
SEED = 20260101
INTERVAL = 0.95


@attrs.frozen(kw_only=True)
class Score:
    """One answer that could be checked: how right it is, from 0 to 1 (a tie is right in part), and its probability."""

    right: float
    probability: float | None


@attrs.frozen(kw_only=True)
class Bin:
    """Answers of about one probability: how many, what they say on average, how often they are right."""

    number: int
    said: float
    right: float


@attrs.frozen(kw_only=True)
class Estimate:
    """A figure with the interval in which nineteen of twenty resamples lie; `None` where nothing can be said."""

    figure: float | None
    low: float | None = None
    high: float | None = None

    def __str__(self) -> str:
        if self.figure is None or self.low is None or self.high is None:
            return "–"
        return f"{short(self.figure)} ({short(self.low)} to {short(self.high)})"


def short(share: float) -> str:
    """A share of one to three digits, without the nought before the point.

    >>> short(0.9391), short(1.0)
    ('.939', '1.000')
    """
    return f"{share:.3f}".removeprefix("0")


def scores(data: DataSet, answers: Answers) -> list[Score]:
    """The answers that can be checked, in order of their items. An item that nobody speaks of is no question."""
    checked = [(one.key, answers.get(one.key)) for one in data.known()]
    return [
        Score(right=0.0, probability=None) if answer is None
        else Score(right=sum(data.right(key, value) for value in answer.values) / len(answer.values),
                   probability=answer.probability)
        for key, answer in checked
    ]  # fmt: skip


def accuracy(of: Sequence[Score]) -> float | None:
    """The share of answers that are right."""
    return math.fsum(score.right for score in of) / len(of) if of else None


def error(of: Sequence[Score]) -> float | None:
    """The share of answers that are wrong."""
    right = accuracy(of)
    return None if right is None else 1 - right


def brier(of: Sequence[Score]) -> float | None:
    """The mean square of how far a probability lay from what came out; `None` where an answer has none."""
    if not of or any(score.probability is None for score in of):
        return None
    return math.fsum(_square(score.right, score.probability) for score in of if score.probability is not None) / len(of)


def _square(right: float, probability: float) -> float:
    """How far a probability lay off, squared; of a tie the mean over its values, each of which is right or wrong."""
    return right * (1 - probability) ** 2 + (1 - right) * probability**2


def bins(of: Sequence[Score]) -> list[Bin]:
    """Ten equal bins of probability, those without answers left out."""
    found: list[list[Score]] = [[] for _ in range(BINS)]
    for score in of:
        if score.probability is not None:
            found[min(BINS - 1, int(score.probability * BINS))].append(score)
    return [
        Bin(number=len(some), said=math.fsum(one.probability or 0.0 for one in some) / len(some),
            right=math.fsum(one.right for one in some) / len(some))
        for some in found if some
    ]  # fmt: skip


def calibration_error(of: Sequence[Score]) -> float | None:
    """The expected calibration error: how far bins are from what they say, each by the answers in it."""
    if not of or any(score.probability is None for score in of):
        return None
    return math.fsum(one.number * abs(one.said - one.right) for one in bins(of)) / len(of)


Figure = Callable[[Sequence[Score]], float | None]


def mean(groups: Sequence[Sequence[Score]], figure: Figure) -> float | None:
    """The mean of a figure over groups, such as days."""
    told = [figure(group) for group in groups]
    known = [one for one in told if one is not None]
    return math.fsum(known) / len(known) if known and len(known) == len(told) else None


def estimate(groups: Sequence[Sequence[Score]], figure: Figure, *, resamples: int = RESAMPLES) -> Estimate:
    """The mean of a figure over groups, with its bootstrap interval: items are drawn again within each group."""
    found = mean(groups, figure)
    if found is None:
        return Estimate(figure=None)
    draw = random.Random(SEED).random  # noqa: S311  resampling needs no secret
    drawn = sorted(mean([_again(group, draw) for group in groups], figure) or 0.0 for _ in range(resamples))
    beyond = int(len(drawn) * (1 - INTERVAL) / 2)
    return Estimate(figure=found, low=drawn[beyond], high=drawn[-1 - beyond])


def _again(group: Sequence[Score], draw: Callable[[], float]) -> list[Score]:
    return [group[int(draw() * len(group))] for _ in group]
