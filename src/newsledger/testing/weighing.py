"""The laws of evidence: what a further word may do to the numbers of a belief, and what it may not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import attrs
from hypothesis import assume
from hypothesis import strategies as st

from newsledger.belief import Belief, Role, Voice, meet
from newsledger.belief.agreement import is_unknown
from newsledger.codec import stamp
from newsledger.event import ASSERTS, DENIES, NO_COMMENT, UNNAMED, Event, Said, say
from newsledger.fact import Fact, KindSpec, Time, Timing, Value
from newsledger.kinds.source import Source
from newsledger.live import Question, redacted_by
from newsledger.replay import State
from newsledger.testing import pools, strategies
from newsledger.testing.compare import amount
from newsledger.testing.remake import with_field_dropped
from newsledger.testing.telling import Broken
from newsledger.values.quantity import Quantity

LATER = datetime(2031, 1, 1, tzinfo=UTC)
"""After everything that a generated ledger holds was taken in."""

SPEAKS = (Role.SHOWN, Role.AGREES, Role.DIFFERS, Role.DENIES)
OUTLETS = ("weekly", "agency")
STRANGERS = ("stranger one", "stranger two")
"""Who carries and who speaks in no generated ledger: nothing ties them to anybody."""

MOST_EVENTS = 14


def numbers(belief: Belief | None) -> object:
    """What neither an echo nor silence changes, as it can be compared and shown."""
    if belief is None:
        return None
    told: dict[str, Any] = {
        "value": str(amount(belief.value)), "standing": str(belief.standing), "figure": str(belief.figure),
        "confidence": belief.confidence, "witnesses": belief.witnesses,
        "weight": (belief.weight.supports, belief.weight.against),
        "evidence": (belief.evidence.supports, belief.evidence.against),
    }  # fmt: skip
    return told


@attrs.frozen
class Held:
    """One belief of a generated ledger, and what it is believed by."""

    events: list[Event]
    question: Question
    belief: Belief

    @classmethod
    def drawn(cls, kind: str | None, data: st.DataObject) -> Held:
        """A belief that somebody's word stands in, of a kind or of any. What is added is shut out by no cut."""
        events = data.draw(strategies.ledgers(kind=kind, max_events=MOST_EVENTS))
        asked = data.draw(strategies.questions(events))
        question = Question(at=asked.at, zone=asked.zone)
        beliefs = [belief for belief in State(events).picture(question).beliefs if belief.of(*SPEAKS)]
        assume(beliefs)
        return cls(events, question, data.draw(st.sampled_from(beliefs)))

    def after(self, *further: Event) -> Belief | None:
        """What is believed of the slot with further events."""
        found = State([*self.events, *further]).picture(self.question).beliefs
        return next((other for other in found if other.slot.order == self.belief.slot.order), None)

    def unchanged(self, *further: Event) -> None:
        """Raises where further events change a number."""
        found = numbers(self.after(*further))
        if found != numbers(self.belief):
            self._broken(numbers(self.belief), found, further)

    def no_lower(self, further: Event) -> None:
        """Raises where a further event lowers the confidence."""
        after = self.after(further)
        if after is None or (after.confidence or 0) < (self.belief.confidence or 0):
            self._broken(f"confidence not below {self.belief.confidence}", numbers(after), (further,))

    def no_higher(self, further: Event) -> None:
        """Raises where a further event raises the confidence or changes the value."""
        after = self.after(further)
        same = after is not None and amount(after.value) == amount(self.belief.value)
        if after is None or not same or (after.confidence or 0) > (self.belief.confidence or 0):
            told = f"{amount(self.belief.value)}, confidence not above {self.belief.confidence}"
            self._broken(told, numbers(after), (further,))

    def _broken(self, expected: object, found: object, further: tuple[Event, ...]) -> None:
        raise Broken([*self.events, *further], expected, found, asked=self.question)

    # --- what is added --------------------------------------------------------------------------

    @property
    def fact(self) -> Fact:
        """What one of those who speak tells."""
        fact = self.belief.of(*SPEAKS)[0].event.said.fact
        assert isinstance(fact, Fact)
        return fact

    @property
    def deniable(self) -> bool:
        """Whether anybody can deny what is said of the slot."""
        return self.fact.spec.deniable

    def values(self) -> list[Value]:
        """What can be told of the slot; where the kind leaves the dimension open, of its dimension alone."""
        field = self.belief.voices[0].field
        every = pools.values(field)
        if field.dimension is not None:
            return list(every)
        dimension = self.belief.slot.dimension
        return [one for one in every if not isinstance(one, Quantity) or one.dimension == dimension]

    def by_a_stranger(self, value: Value | None, stance: str, data: st.DataObject) -> Event:
        """What somebody whom nothing ties to anybody says of the slot; what is counted, of the same span."""
        shown = self.belief.of(*SPEAKS)[0]
        counted = self.belief.timing.time in (Time.COUNTED, Time.NEW)
        fields = self.fact.spec.values
        told = attrs.evolve(
            self.fact, **{one.attribute: value if one.name == shown.field.name else None for one in fields}
        )
        said = say(
            told, source=data.draw(st.sampled_from(STRANGERS)), stance=stance,
            occurred=shown.event.said.occurred if counted else data.draw(st.sampled_from(pools.OCCURRED)),
            reported=shown.event.said.reported if counted else data.draw(st.sampled_from(pools.REPORTED)),
            field=shown.field.name if value is None else None,
        )  # fmt: skip
        return stamped(said)


def stamped(said: Said) -> Event:
    """An event that was taken in after all others."""
    return stamp(said, recorded=LATER, by="zoe")


# --- the laws -----------------------------------------------------------------------------------


def echo(kind: str | None, data: st.DataObject) -> None:
    """A further report of a current claim by its origin, no heavier than its best, changes no number."""
    held = Held.drawn(kind, data)
    voice = data.draw(st.sampled_from(held.belief.of(*SPEAKS)))
    told = only(voice)
    assume(not any(redacted_by(event) for event in held.events))
    assume(told.source != UNNAMED or told.via)  # who is unnamed is another for each outlet
    via = (*told.via, data.draw(st.sampled_from(OUTLETS)))
    held.unchanged(stamped(attrs.evolve(told, via=via, corrects=None)))


def only(voice: Voice) -> Said:
    """What a voice says of its own field alone."""
    said = voice.event.said
    told = with_field_dropped(said, [one.name for one, _ in said.claims() if one.name != voice.field.name])
    assert told is not None
    return told


def agreement(kind: str | None, data: st.DataObject) -> None:
    """An independent report that meets the value never lowers confidence, whatever its date and however wide."""
    held = Held.drawn(kind, data)
    belief = held.belief
    assume(belief.confidence is not None and belief.value is not None and not is_unknown(belief.value))
    # those who can be right together, and whose common range is the value
    with_it = [voice.value for voice in belief.of(Role.SHOWN, Role.AGREES) if voice.weighs]
    meeting = [value for value in held.values() if all(meet(value, other) for other in with_it)]
    assume(meeting)
    held.no_lower(held.by_a_stranger(data.draw(st.sampled_from(meeting)), ASSERTS, data))


def denial(kind: str | None, data: st.DataObject) -> None:
    """An independent denial never raises confidence, neither one of the value nor one of whatever is told."""
    held = Held.drawn(kind, data)
    assume(held.belief.confidence is not None and held.belief.value is not None and held.deniable)
    denied = data.draw(st.sampled_from((None, held.belief.value)))
    held.no_higher(held.by_a_stranger(denied, DENIES, data))


def silence(kind: str | None, data: st.DataObject) -> None:
    """Whoever would not say is shown, and changes no number."""
    held = Held.drawn(kind, data)
    assume(held.deniable)
    held.unchanged(held.by_a_stranger(None, NO_COMMENT, data))


def worthless(kind: str | None, data: st.DataObject) -> None:
    """A source graded F changes no number while a judged report stands, whatever it says."""
    held = Held.drawn(kind, data)
    assume(any(voice.weighs for voice in held.belief.of(*SPEAKS)))
    told = data.draw(st.sampled_from((None, *held.values())))
    stance = data.draw(st.sampled_from((ASSERTS, DENIES) if told is not None else (DENIES,)))
    assume(stance == ASSERTS or held.deniable)
    graded = [stamped(say(Source(name, grade="F"))) for name in STRANGERS]
    held.unchanged(*graded, held.by_a_stranger(told, stance, data))


LAWS: dict[str, Callable[[str | None, st.DataObject], None]] = {
    "echo": echo, "agreement": agreement, "denial": denial, "silence": silence, "worthless": worthless,
}  # fmt: skip
"""The laws of evidence by name: those of echo, of monotony (three of them), of nothing from nothing."""

OF_STANCES = ("denial", "silence")


def concerns(law: str, spec: KindSpec) -> bool:
    """Whether a law concerns a kind: one of which something is believed; where it is denied, one that can be.

    >>> from newsledger.kinds.statement import Statement
    >>> concerns("echo", Statement.spec), concerns("denial", Statement.spec)
    (True, False)
    """
    ahead = isinstance(spec.timing, Timing) and spec.timing.time is Time.EXPECTED
    believed = bool(spec.values) and not spec.ours and not ahead
    return believed and (spec.deniable or law not in OF_STANCES)
