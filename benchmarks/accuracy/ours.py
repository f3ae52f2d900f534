"""newsledger itself: each claim a report, each item a slot, and what `State.picture` holds of it the answer.

Nothing is told of the sources but what they claim: they start ungraded. Where this newsledger can
`calibrate`, what it proposes from the claims alone is appended as proposed.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import attrs

from benchmarks.accuracy.claims import Answer, Answers, Item, Key, Value
from newsledger import Indicator, Quantity, Question, When, say
from newsledger.belief import Belief, slot_name
from newsledger.codec import stamp
from newsledger.event import Event
from newsledger.fact import Fact
from newsledger.kinds.state import State as Condition
from newsledger.replay import State

MILLION = 1_000_000
HALF_OF_TEN_MINUTES = 5
"""Two ranges of five minutes each way meet where their times differ by ten minutes at most."""

HALF_OF_ONE_PERCENT = 200
"""A range of a two-hundredth each way: two of them meet where their figures differ by about one part of a hundred."""

DAY = When.parse("2020-01-01")
"""All is said on one day, and about that day: time decides nothing here."""

NOW = datetime(2020, 1, 2, tzinfo=UTC)
BY = "benchmark"


@attrs.frozen(kw_only=True)
class Set:
    """What a ledger was made from: its events, and the slot of each item."""

    events: tuple[Event, ...]
    slots: dict[Key, str]


def ledger(items: Iterable[Item]) -> Set:
    """A ledger of all claims, each a report of its source."""
    events: list[Event] = []
    slots: dict[Key, str] = {}
    for one in items:
        for value, voices in zip(one.values, one.voices, strict=True):
            told = fact(one.key, value)
            slots[one.key] = slot_of(told)
            saids = [say(told, source=source, reported=DAY, occurred=DAY) for source in voices]
            events += [stamp(said, recorded=NOW, by=BY) for said in saids]
    return Set(events=tuple(events), slots=slots)


def fact(key: Key, value: Value) -> Fact:
    """A claim as a fact: a time or a number is an indicator with a range about it, a word is a state.

    >>> fact(("AA-10-LAX-JFK", "scheduled_departure"), 1280).number
    Quantity('1275..1280..1285 minute ±0')
    """
    thing, asked = key
    if isinstance(value, str):
        return Condition(thing, asked, term=value)
    if asked.startswith("Population"):
        around = value // HALF_OF_ONE_PERCENT
        year = asked.removeprefix("Population")
        return Indicator(thing, "population", year, number=ranged(value, around, "person"))
    return Indicator(thing, asked, number=ranged(value, HALF_OF_TEN_MINUTES, "minute"))


def ranged(value: int, around: int, unit: str) -> Quantity:
    """A figure with exact bounds about it."""
    if not around:
        return Quantity.parse(f"{value} {unit} ±0" if value else f"0 {unit}")
    return Quantity.parse(f"{value - around}..{value}..{value + around} {unit} ±0")


def slot_of(told: Fact) -> str:
    """The name of the slot that a fact is about."""
    name = slot_name(told.spec.name, (key.casefold() for key in told.slot_keys()))
    return name if len(told.spec.values) == 1 else f"{name}.number"


def resolve(items: tuple[Item, ...], *, calibrate: bool) -> Answers:
    """The engine's answers."""
    made = ledger(items)
    state = State(made.events)
    question = Question(at=DAY, public=DAY)
    if calibrate:
        state.add(proposed(state, question))
    beliefs = {belief.slot.name: belief for belief in state.picture(question).beliefs}
    found = {key: answer(beliefs.get(slot)) for key, slot in made.slots.items()}
    return {key: told for key, told in found.items() if told is not None}


def answer(belief: Belief | None) -> Answer | None:
    """What a belief says; without a value it is no answer."""
    if belief is None or belief.value is None:
        return None
    likely = None if belief.confidence is None else belief.confidence / MILLION
    value = belief.value
    if isinstance(value, Quantity):
        return Answer(values=(in_its_unit(value),), probability=likely)
    return Answer(values=(str(value),), probability=likely)


def in_its_unit(figure: Quantity) -> int:
    """The number that was told, in the unit that it was told in."""
    told = figure.best if figure.best is not None else figure.low
    if told is None or told.denominator != 1:
        raise ValueError(f"{figure} holds no whole number")
    return told.numerator


# --- calibration --------------------------------------------------------------------------------


def can_calibrate() -> bool:
    """Whether this newsledger learns from claims."""
    return importlib.util.find_spec("newsledger.calibrating") is not None


def proposed(state: State, question: Question) -> list[Event]:
    """What `calibrate` proposes, as events: grades and echoes learned from the claims alone, taken as proposed."""
    calibrating: Any = importlib.import_module("newsledger.calibrating")
    alive = state.live(question)
    learned = calibrating.learn(calibrating.claims_of(alive, zone=question.zone))
    proposals = calibrating.propose(learned, calibrating.known_sources(alive, state.events(), zone=question.zone))
    return [stamp(say(one.fact, occurred=DAY), recorded=NOW, by=BY) for one in proposals]
