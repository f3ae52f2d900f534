"""stale: what nobody spoke of for longer than its half-life, while its story went on."""

from __future__ import annotations

from collections.abc import Iterator

from newsledger.checks.strict import Considered, strict
from newsledger.problems import WARNING, Problem


@strict("stale")
def stale(considered: Considered) -> Iterator[Problem]:
    """Finds beliefs that were stale on the day of their story's newest report."""
    for belief in considered.beliefs:
        if "stale" in belief.flags:
            half_life = belief.timing.half_life
            yield Problem(
                code="stale", severity=WARNING, where=considered.of(belief),
                message=f"{belief.slot.name}: its newest word is {belief.age} days older than the story's",
                hint=f"its half-life is {half_life} days: look whether it still holds, and add what you find",
            )  # fmt: skip
