"""possible-echo: sources that keep telling the same unlikely things, and that nothing ties to each other."""

from __future__ import annotations

from collections.abc import Iterator

from newsledger.calibrating import Known, Tie, claims_of, known_sources, learn
from newsledger.checks.strict import Considered, strict
from newsledger.live import Question, live
from newsledger.names import Names
from newsledger.problems import WARNING, Problem
from newsledger.values.when import When

RARE = 5
"""So many shared values that are probably wrong are no chance any more: the reader is asked to look."""

MOST_DIFFERENT = 9
"""So many times as often must two share a rare value as they differ, for whoever copies seldom departs."""

ANY_DAY = When.parse("2000")
"""Which reports stand does not depend on the day that is asked about."""


@strict("possible-echo")
def possible_echo(considered: Considered) -> Iterator[Problem]:
    """Finds pairs that share rare values again and again: one may draw on the other, and counts as a witness."""
    alive = live(considered.events, Question(at=ANY_DAY))
    known = known_sources(alive, considered.events)
    ties = [tie for tie in learn(claims_of(alive)).ties if _suspicious(tie) and not _tied(tie, known)]
    seen: set[tuple[str, str]] = set()
    for tie in sorted(ties, key=lambda tie: (-tie.unlikely, tie.one, tie.other, tie.scope)):
        if (tie.one, tie.other) not in seen:
            seen.add((tie.one, tie.other))
            yield _problem(considered, alive.names, tie)


def _suspicious(tie: Tie) -> bool:
    return tie.unlikely >= RARE and tie.unlikely >= MOST_DIFFERENT * tie.differed


def _tied(tie: Tie, known: dict[str, Known]) -> bool:
    one, other = known[tie.one], known[tie.other]
    return one.origin == other.origin or _echoes(one, other) or _echoes(other, one)


def _echoes(one: Known, other: Known) -> bool:
    """Whether one is declared to repeat the other, by whatever share and wherever."""
    return any(told.casefold().startswith(f"{other.source} ") for told in one.echoes)


def _problem(considered: Considered, names: Names, tie: Tie) -> Problem:
    spoken = (event for event in considered.standing if event.said.source)
    first = next(event.id for event in spoken if names.of(event.said.source or "") == tie.other)
    return Problem(
        code="possible-echo", severity=WARNING, where=considered.at(first),
        message=f"{tie.one} and {tie.other} share {tie.unlikely} rare values on {tie.scope}, and nothing ties them",
        hint=f"if one draws on the other: newsledger add 'source/{tie.other}.derived-from = {tie.one}'; "
        f"if only in part: newsledger add 'source/{tie.other}.echoes = {tie.one} 0.50 on {tie.scope}'",
    )  # fmt: skip
