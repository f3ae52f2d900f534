"""How much a word weighs: every number that a belief is made of, in one table.

Weights are pieces of evidence, in millionths: 1_500_000 is one and a half. `docs/reference/weights.md`
tells where each number comes from. Whoever changes one gives the table a new version.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from newsledger.frozen import frozen

ONE = 1_000_000
"""One, in millionths. All arithmetic of beliefs is in whole millionths, so that it is the same everywhere."""


@frozen(kw_only=True)
class Weights:
    """One table of weights; `version` is named by every answer that shows a number made from it."""

    version: int
    grades: Mapping[str, int]
    """What one report weighs, by the grade of its source (Admiralty reliability, AJP-2.1)."""
    in_favour: int
    """The factor of a word that favours the speaker's own side, or may."""
    against: int
    """The factor of a word against the speaker's own side."""
    prior: int
    """What not knowing weighs: W of subjective logic (Josang). Half of it speaks for, half against."""
    sharpness: int
    """Twice the power to which the odds of the evidence are raised; 2 leaves them as they are."""
    confirmed: int
    """So much evidence has to agree before two origins confirm."""
    new_enough: int
    """So much of a word has to be new for its origin to count as one more witness."""
    width: int
    """A range at most so many times as wide as the one shown is a witness to the figure."""


TABLE = Weights(
    version=1,
    grades=MappingProxyType({"A": 3_300_000, "B": 2_200_000, "C": 1_000_000, "D": 400_000, "E": 100_000, "F": 0}),
    in_favour=500_000,
    against=2_000_000,
    prior=2_000_000,
    sharpness=4,
    confirmed=2_600_000,
    new_enough=500_000,
    width=4,
)
"""The table in force."""


def part(amount: int, share: int) -> int:
    """A share of an amount, both in millionths, rounded down.

    >>> part(1_500_000, 500_000)
    750000
    """
    return amount * share // ONE
