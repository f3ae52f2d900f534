"""Seeded draws, the same on every machine and every Python."""

from __future__ import annotations

import bisect
import functools
import itertools
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

SCALE = 10**9


class Draw:
    """Draws from one seed. Only `Random.random` is used: of all draws it alone is promised to stay as it is.

    >>> Draw(1).below(10) == Draw(1).below(10)
    True
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random  # noqa: S311  news that is made up needs no secret

    def chance(self, share: float) -> bool:
        """Whether a thing of that share happens."""
        return self._random() < share

    def below(self, number: int) -> int:
        """A number from 0 up to, but not including, `number`; all alike."""
        return int(self._random() * number)

    def between(self, low: int, high: int) -> int:
        """A number from `low` to `high`, both included; all alike."""
        return low + self.below(high - low + 1)

    def skewed(self, number: int) -> int:
        """A number from 0 up to `number`, of which the k-th comes in proportion to 1 / k (Zipf's law)."""
        sums = _sums(number)
        return bisect.bisect_right(sums, int(self._random() * sums[-1]))

    def one(self, things: Sequence[T]) -> T:
        """One of several things; all alike."""
        return things[self.below(len(things))]

    def early(self, things: Sequence[T]) -> T:
        """One of several things, the first ones more often."""
        return things[self.skewed(len(things))]

    def some(self, things: Sequence[T], number: int) -> list[T]:
        """That many different things, the first ones more often."""
        found: dict[int, T] = {}
        while len(found) < number:
            at = self.skewed(len(things))
            found.setdefault(at, things[at])
        return list(found.values())

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """All the things in another order."""
        left = list(things)
        for at in range(len(left) - 1, 0, -1):
            other = self.below(at + 1)
            left[at], left[other] = left[other], left[at]
        return left


@functools.cache
def _sums(number: int) -> list[int]:
    return list(itertools.accumulate(SCALE // rank for rank in range(1, number + 1)))
