"""Many numbers of 56 bits, of which each is taken once: nine bytes each, where a set of them takes over a hundred."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise

PARTS = 1 << 8
SHIFT = 48
"""A number lies in the part that its first byte names, so that no part is too long to be sorted at once."""


class Marks:
    """Numbers that are put in one after the other, sorted once, and taken out again.

    >>> marks = Marks()
    >>> marks.add([7, 1 << 50, 7])
    >>> marks.settle(), 7 in marks, marks.take(7), marks.take(7), 7 in marks
    ({7}, True, True, False, False)
    """

    __slots__ = ("_parts", "_there")

    def __init__(self) -> None:
        self._parts = [array("Q") for _ in range(PARTS)]
        self._there = [bytearray() for _ in range(PARTS)]

    def add(self, numbers: Iterable[int]) -> None:
        """Puts numbers in. Each is below 2 ** 56."""
        puts = [part.append for part in self._parts]
        for number in numbers:
            puts[number >> SHIFT](number)

    def settle(self) -> set[int]:
        """Sorts what was put in. Returns what was put in more than once."""
        twice: set[int] = set()
        for at, part in enumerate(self._parts):
            ordered = sorted(part)
            twice.update(one for one, other in pairwise(ordered) if one == other)
            self._parts[at] = array("Q", ordered)
            self._there[at] = bytearray(b"\1") * len(ordered)
        return twice

    def __contains__(self, number: int) -> bool:
        part = self._parts[number >> SHIFT]
        at = bisect_left(part, number)
        return at < len(part) and part[at] == number and self._there[number >> SHIFT][at] == 1

    def take(self, number: int) -> bool:
        """Takes a number out; false where it is not there, or not any more."""
        part, there = self._parts[number >> SHIFT], self._there[number >> SHIFT]
        at = bisect_left(part, number)
        if at == len(part) or part[at] != number or not there[at]:
            return False
        there[at] = 0
        return True
