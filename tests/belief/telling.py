"""Short ways to say things in tests of belief: who says what, when, and what is believed of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from newsledger.belief import Belief
from newsledger.codec import stamp
from newsledger.event import Event, say
from newsledger.fact import Fact
from newsledger.kinds.casualties import Casualties
from newsledger.kinds.source import Source
from newsledger.kinds.stake import Stake
from newsledger.kinds.state import State as Condition
from newsledger.kinds.territory_held import TerritoryHeld
from newsledger.live import Question
from newsledger.replay import State
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

NOON = datetime(2025, 3, 16, 12, tzinfo=UTC)


def event(fact: Fact, source: str, reported: str, **how: Any) -> Event:  # noqa: ANN401  whatever `say` takes
    """Somebody says something."""
    return stamp(say(fact, source=source, reported=reported, **how), recorded=NOON, by="ann")


def area(figure: str, source: str, reported: str = "2025-03-16", **how: Any) -> Event:  # noqa: ANN401  whatever `say` takes
    """How much of Kursk Ukraine holds: measured, it moves, with a window of three days."""
    return event(TerritoryHeld("kursk", "ukraine", area=Quantity.read(figure)), source, reported, **how)


def term(answer: str, source: str, reported: str = "2025-03-16", **how: Any) -> Event:  # noqa: ANN401  whatever `say` takes
    """Whether the bridge stands: a fixed slot with two answers."""
    return event(Condition("bridge", "destroyed", term=answer), source, reported, **how)


def denies(source: str, reported: str = "2025-03-16", *, answer: str | None = None, stance: str = "denies") -> Event:
    """Somebody denies that the bridge is destroyed, or would not say."""
    return event(Condition("bridge", "destroyed", term=answer), source, reported, stance=stance)


def lost(number: str, source: str, counted: str, reported: str = "2025-03-16", **how: Any) -> Event:  # noqa: ANN401  whatever `say` takes
    """How many were killed: over a span a running total, of one date an incident's."""
    return event(
        Casualties("russia", "killed", number=Quantity.read(number, unit="person")),
        source,
        reported,
        occurred=counted,
        **how,
    )


def introduced(short_name: str, /, **fields: Any) -> Event:  # noqa: ANN401  whatever `say` takes
    """Who a source is."""
    return stamp(say(Source(short_name, **fields)), recorded=NOON, by="ann")


def stake(slot: str, party: str, better_for: str | None = None) -> Event:
    """A party has a stake in a slot, and what is better for whom."""
    return stamp(say(Stake(slot, parties=(party,), better_for=better_for)), recorded=NOON, by="ann")


SIDES = (
    introduced("ukraine", category="party", opposes="russia"),
    introduced("kyiv", side="ukraine", speaks_for="ukraine"),
    introduced("general", side="ukraine", speaks_for="ukraine"),
    introduced("volunteer", side="ukraine"),
    introduced("moscow", side="russia", speaks_for="russia"),
    introduced("rumour", grade="F"),
)


def believed(*events: Event, at: str = "2025-03-16") -> Belief:
    """The one belief that follows, with all that was said."""
    (belief,) = State([*SIDES, *events]).picture(Question(at=When.parse(at))).beliefs
    return belief


def roles(*events: Event, at: str = "2025-03-16") -> list[str]:
    """What each report does, in the order given."""
    found = {voice.event.id: str(voice.role) for voice in believed(*events, at=at).voices}
    return [found[event.id] for event in events]
