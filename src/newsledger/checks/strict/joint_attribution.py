"""joint-attribution: two sources in one sentence of one outlet, which count as two witnesses."""

from __future__ import annotations

import shlex
from collections.abc import Hashable, Iterator
from itertools import combinations

from newsledger.belief import value_text
from newsledger.checks.strict import Considered, strict
from newsledger.event import ASSERTS, Event
from newsledger.fact import Fact, Field, Value, fold
from newsledger.problems import WARNING, Problem
from newsledger.values.quantity import Quantity


@strict("joint-attribution")
def joint_attribution(considered: Considered) -> Iterator[Problem]:
    """Finds pairs of sources that an outlet quotes for one thing, on one day, in one wording, each pair once.

    Pairs of one origin, and pairs whose sides were declared to oppose each other, are no finding.
    """
    told: dict[Hashable, dict[str, Event]] = {}
    for event in considered.standing:
        for field, value in event.said.claims():
            if len(event.said.chain) > 1 and event.said.stance == ASSERTS:
                told.setdefault(_sentence(event, field, value), {}).setdefault(fold(event.said.chain[0]), event)
    pairs: dict[tuple[str, str], list[Event]] = {}
    for sentence in told.values():
        for one, other in combinations(sorted(sentence), 2):
            if _are_two(considered, sentence[one], sentence[other]):
                pairs.setdefault((one, other), []).append(sentence[other])
    for (one, other), events in pairs.items():
        yield _finding(considered, one, other, events)


def _sentence(event: Event, field: Field, value: Value | None) -> Hashable:
    """What two reports share that were made of one sentence: outlet, day, slot, value, and the words as told."""
    said = event.said
    keys = said.fact.keys() if isinstance(said.fact, Fact) else ()
    amount = value.amount_key if isinstance(value, Quantity) else None if value is None else fold(value_text(value))
    return (
        fold(said.chain[-1]), said.reported and said.reported.text, said.kind, tuple(map(fold, keys)), field.name,
        amount, said.occurred and said.occurred.text, said.words(field.name), said.quote, said.url,
    )  # fmt: skip


def _are_two(considered: Considered, one: Event, other: Event) -> bool:
    sources = considered.sources
    if sources.origin(one.said.chain) == sources.origin(other.said.chain):
        return False
    return not sources.opposing(sources.side(one.said.chain[0]), sources.side(other.said.chain[0]))


def _finding(considered: Considered, one: str, other: str, events: list[Event]) -> Problem:
    first, sources = events[0], considered.sources
    outlet = sources.label(first.said.chain[-1])
    declared = shlex.quote(f"source/{other}.derived-from = {one}")
    times = f" ({len(events)} times)" if len(events) > 1 else ""
    return Problem(
        code="joint-attribution", severity=WARNING, where=considered.at(first.id),
        message=f"{first.id[:8]}: {outlet} tells {one} and {other} in one breath{times}; counted as two witnesses",
        hint=f"if it is one voice, declare {other}; derived-from {one}: newsledger add {declared}",
    )  # fmt: skip
