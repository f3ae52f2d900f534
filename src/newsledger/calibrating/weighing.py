"""The arithmetic of learning, in integer millionths: the same on every machine and every Python.

A sum of floats depends on its order and on the processor; these sums do not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

MILLION = 1_000_000
"""One, in millionths."""

WEIGHTS = (
    (339_000, 50_787), (350_000, 148_216), (400_000, 575_364), (450_000, 984_953), (500_000, 1_386_294),
    (550_000, 1_787_636), (600_000, 2_197_225), (650_000, 2_624_373), (700_000, 3_080_890), (750_000, 3_583_519),
    (800_000, 4_158_883), (825_000, 4_487_489), (850_000, 4_855_496), (875_000, 5_278_115), (900_000, 5_780_744),
    (920_000, 6_270_988), (940_000, 6_889_365), (950_000, 7_275_172), (960_000, 7_742_402), (970_000, 8_338_492),
    (980_000, 9_169_935), (990_000, 10_576_534),
)  # fmt: skip
"""The weight of a word at each reliability A: 2 ln(2 A / (1 - A)), straight between the points.

Half an honest coin's log-odds above chance; used while learning alone, where letters are too coarse to settle.
"""

LEAST_WEIGHT = 40_000
"""Nobody weighs less: else a source that was once wrong could never be seen to be right again."""

PRIOR = 2 * MILLION
"""The evidence that a claim starts with, half for and half against: W of subjective logic."""

Shares = Mapping[str, Mapping[str, int]]
"""Which share of one source's word in a scope repeats another's, in millionths; both ways."""


def weight(reliability: int) -> int:
    """What a source's word weighs while learning.

    >>> weight(800_000), weight(812_500), weight(10_000)
    (4158883, 4323186, 40000)
    """
    at = bisect_right(WEIGHTS, (reliability, MILLION * MILLION))
    if at == 0:
        return LEAST_WEIGHT
    if at == len(WEIGHTS):
        return WEIGHTS[-1][1]
    (low, least), (high, most) = WEIGHTS[at - 1], WEIGHTS[at]
    return least + (most - least) * (reliability - low) // (high - low)


def support(group: Sequence[str], weights: Mapping[str, int], shares: Shares) -> int:
    """What sources that agree weigh together, heaviest first, each with the share of its word that is new."""
    total = 0
    for at, source in enumerate(group):
        new = MILLION
        repeats = shares.get(source)
        if repeats:
            for heavier in group[:at]:
                new = new * (MILLION - repeats.get(heavier, 0)) // MILLION
        total += weights[source] * new // MILLION
    return total


def likelihoods(
    told: Mapping[str, int], meeting: Sequence[frozenset[int]], weights: Mapping[str, int], shares: Shares
) -> dict[str, int]:
    """How likely what each source says of one thing is, in millionths.

    `told` gives each source, heaviest first, the number of its value; `meeting` the numbers that each value
    meets. The weightiest value takes all that agree with it, then the next of those left.
    """
    left = list(told)
    found: dict[str, int] = {}
    total = 0
    while left:
        values = dict.fromkeys(told[source] for source in left)
        camps = [[source for source in left if told[source] in meeting[value]] for value in values]
        weighed = [support(camp, weights, shares) for camp in camps]
        best = weighed.index(max(weighed))
        found |= dict.fromkeys(camps[best], weighed[best])
        total += weighed[best]
        left = [source for source in left if source not in found]
    return {source: (found[source] + PRIOR // 2) * MILLION // (total + PRIOR) for source in told}


def ordered(sources: Iterable[str], weights: Mapping[str, int]) -> list[str]:
    """Sources, the heaviest first; of equals the smaller name."""
    return sorted(sources, key=lambda source: (-weights[source], source))
