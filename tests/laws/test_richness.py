"""Generated ledgers are rich enough to hurt: what the laws are about does come up."""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import cache

import pytest

from newsledger.belief.weights import ONE
from newsledger.event import Event
from newsledger.fact import Unknown
from newsledger.kinds.retraction import Retraction
from newsledger.kinds.source import Source
from newsledger.kinds.stake import Stake
from newsledger.kinds.void import Void
from newsledger.live import Question, target_of
from newsledger.replay import State
from newsledger.testing import report_kinds
from newsledger.testing.build import SEED, ledger
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

LEDGERS = 150
QUESTION = Question(at=When.parse("2025-03-16"))


@cache
def samples() -> tuple[tuple[Event, ...], ...]:
    """Some ledgers of fourteen events, out of hashes instead of draws."""
    kinds = report_kinds()
    return tuple(
        tuple(
            ledger(
                [(kinds[at % len(kinds)], at % 8), (kinds[at * 5 % len(kinds)], 0)],
                [hashlib.sha256(f"{at} {number}".encode()).digest()[:SEED] for number in range(14)],
                introduced=at % 4 > 0,
                reports=4,
            )
        )
        for at in range(LEDGERS)
    )


def traits(events: tuple[Event, ...]) -> set[str]:
    """What one ledger has in it."""
    state = State(events)
    alive = state.live(QUESTION)
    found = {finding.code for finding in alive.findings}
    found |= {str(belief.standing) for belief in state.picture(QUESTION).beliefs}
    found |= {str(voice.role) for belief in state.picture(QUESTION).beliefs for voice in belief.voices}
    voices = [voice for belief in state.picture(QUESTION).beliefs for voice in belief.voices]
    found |= {"echoed" for voice in voices if voice.weighing.new < ONE}
    found |= {flag for belief in state.picture(QUESTION).beliefs for flag in belief.flags}
    found |= {trait for event in events for trait in _traits(event, state)}
    found |= {"taken in twice"} if len(state.pairs()) > len(state.ids()) else set()
    return found | ({"withdrawn"} if alive.withdrawn else set())


def _traits(event: Event, state: State) -> set[str]:
    """What one event is, and what it is aimed at."""
    said, fact = event.said, event.said.fact
    target = state.get(fact.target if isinstance(fact, Void) else target_of(said) or "")
    aimed = "" if target is None else f" of a {_sort(target)}"
    values = [value for _, value in said.claims()] if said.chain else []
    return {
        f"{_sort(event)}{aimed}",
        *(["replaced"] if isinstance(fact, Void) and fact.replaced_by else []),
        *(["better for"] if isinstance(fact, Stake) and fact.better_for else []),
        *(["echo"] if isinstance(fact, Source) and any(one.scope is None for one in fact.echoed()) else []),
        *(["echo with a scope"] if isinstance(fact, Source) and any(one.scope for one in fact.echoed()) else []),
        *(["graded F"] if isinstance(fact, Source) and fact.grade == "F" else []),
        *(["bare denial"] if said.stance == "denies" and None in values else []),
        *(value.unit for value in values if isinstance(value, Quantity) and value.unit in ("km2", "m2", "share", "%")),
        *(["two values"] if len(values) > 1 else []),
        *(["unnamed"] if said.source == "unnamed" else []),
        *(["copy"] if len(said.via) > 1 else []),
        *(["open end"] if said.occurred and said.occurred.end_open else []),
        *(["unknown end"] if said.occurred and said.occurred.end_unknown else []),
    }


def _sort(event: Event) -> str:
    """What sort of event it is, in a word."""
    if isinstance(event.said.fact, Void | Retraction | Unknown):
        return event.said.kind
    return "correction" if event.said.corrects else "entry" if event.said.ours else "report"


@pytest.mark.parametrize(
    "trait",
    [
        "alias-circle", "dangling", "stranger", "withdrawn", "taken in twice", "replaced", "graded F", "weather",
        "retraction of a retraction", "retraction of a correction", "retraction of a report", "retraction of a entry",
        "correction of a correction", "correction of a report", "correction of a retraction",
        "void of a void", "void of a retraction", "void of a correction", "void of a report", "void of a entry",
        "bare denial", "two values", "unnamed", "copy", "open end", "unknown end", "km2", "m2", "share", "%",
        "shown", "agrees", "differs", "denies", "silent", "earlier", "apart",
        "stale", "maybe", "imprecise date", "no comment", "told later", "partly retracted",
        "echo", "echo with a scope", "echoed", "better for",
        "own word", "disputed", "denied", "both sides", "confirmed", "corroborated", "claimed", "reported",
        "unverified",
    ],
)  # fmt: skip
def test_what_the_laws_are_about_comes_up(trait: str) -> None:
    """Each trait stands in several of the ledgers that the same pools and actions give."""
    assert counted()[trait] >= 2


@cache
def counted() -> Counter[str]:
    """In how many ledgers each trait comes up."""
    return Counter(trait for events in samples() for trait in traits(events))


def test_the_same_bytes_give_the_same_ledger() -> None:
    """Building is pure: what a law prints can be built again."""
    seeds = [bytes(range(SEED))] * 5
    one, other = (ledger([("control", 1)], seeds, introduced=True) for _ in range(2))

    assert one == other
