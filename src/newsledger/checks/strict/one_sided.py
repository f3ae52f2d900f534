"""one-sided: what only one side says, and it says so of itself or of its enemy."""

from __future__ import annotations

from collections.abc import Iterator

from newsledger.belief import Role, Standing
from newsledger.checks.strict import Considered, strict
from newsledger.problems import WARNING, Problem


@strict("one-sided")
def one_sided(considered: Considered) -> Iterator[Problem]:
    """Finds beliefs that stand as *claimed*: all who say so are of one side, which has a stake in it."""
    for belief in considered.beliefs:
        if belief.standing is Standing.CLAIMED:
            voices = belief.of(Role.SHOWN, Role.AGREES)
            side = next((voice.side for voice in voices if voice.side), "one side")
            who = ", ".join(dict.fromkeys(considered.sources.label(voice.source) for voice in voices))
            yield Problem(
                code="one-sided", severity=WARNING, where=considered.of(belief),
                message=f"{belief.slot.name} rests on the word of {side} alone: {who}",
                hint="look for somebody without a stake, or for the other side's answer",
            )  # fmt: skip
