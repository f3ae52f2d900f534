"""Laws 10 to 13 and 16: what a further word may do to a number, and what it may not; what a number rests on."""

from __future__ import annotations

from datetime import UTC, datetime

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from newsledger.belief import Belief, Role, Voice, meet
from newsledger.belief.evidence import is_unknown
from newsledger.codec import stamp
from newsledger.event import ASSERTS, DENIES, NO_COMMENT, UNNAMED, Event, Said, say
from newsledger.explanation import explain
from newsledger.fact import Fact, Time, Value
from newsledger.kinds.source import Source
from newsledger.kinds.stake import Stake
from newsledger.kinds.state import State as Condition
from newsledger.live import Question, redacted_by
from newsledger.replay import State
from newsledger.testing import ledgers, pools, questions, with_field_dropped
from newsledger.testing.compare import amount
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

NOW = datetime(2025, 6, 1, tzinfo=UTC)
SPEAKS = (Role.SHOWN, Role.AGREES, Role.DIFFERS, Role.DENIES)


def stamped(said: Said) -> Event:
    """An event that was taken in after all others."""
    return stamp(said, recorded=NOW, by="ann")


def opened(question: Question) -> Question:
    """A question that shuts out nothing that these laws add."""
    return Question(at=question.at, zone=question.zone)


def numbers(belief: Belief | None) -> object:
    """What no echo and no silence changes."""
    if belief is None:
        return None
    return (
        amount(belief.value),
        str(belief.standing),
        belief.figure,
        belief.confidence,
        belief.weight,
        belief.evidence,
        belief.witnesses,
    )


def same_slot(events: list[Event], question: Question, belief: Belief) -> Belief | None:
    """What is believed of a slot by these events."""
    found = State(events).picture(question).beliefs
    return next((other for other in found if other.slot.order == belief.slot.order), None)


def pick(data: st.DataObject, events: list[Event], question: Question) -> Belief:
    """A belief that somebody's word stands in."""
    beliefs = [belief for belief in State(events).picture(question).beliefs if belief.of(*SPEAKS)]
    assume(beliefs)
    return data.draw(st.sampled_from(beliefs))


def only(said: Said, field: str) -> Said | None:
    """What is said of one field alone."""
    others = [one.name for one, _ in said.claims() if one.name != field]
    return with_field_dropped(said, others)


# --- 10: echo -------------------------------------------------------------------------------------


@given(ledgers(), st.data())
def test_an_echo_changes_no_number(events: list[Event], data: st.DataObject) -> None:
    """A further report of a current claim by its origin, no heavier than its best, changes no number."""
    question = opened(data.draw(questions(events)))
    belief = pick(data, events, question)
    voice = data.draw(st.sampled_from(belief.of(*SPEAKS)))
    told = only(voice.event.said, voice.field.name)
    assume(not any(redacted_by(event) for event in events))
    assert told is not None
    assume(told.source != UNNAMED or told.via)  # who is unnamed is another for each outlet
    outlet = data.draw(st.sampled_from(("weekly", "agency")))
    echo = stamped(attrs.evolve(told, via=(*told.via, outlet), corrects=None))

    after = same_slot([*events, echo], question, belief)

    assert numbers(after) == numbers(belief)


# --- 11: monotony ---------------------------------------------------------------------------------


def reported_by_another(belief: Belief, value: Value | None, stance: str, data: st.DataObject) -> Event:
    """What somebody whom nothing ties to anybody says of a slot; what is counted, of the same span."""
    shown = belief.of(*SPEAKS)[0]
    fact = shown.event.said.fact
    assert isinstance(fact, Fact)
    counted = belief.timing.time in (Time.COUNTED, Time.NEW)
    occurred = shown.event.said.occurred if counted else data.draw(st.sampled_from(pools.OCCURRED))
    told = attrs.evolve(
        fact, **{one.attribute: value if one.name == shown.field.name else None for one in fact.spec.values}
    )
    said = say(
        told, source=data.draw(st.sampled_from(("stranger one", "stranger two"))), stance=stance, occurred=occurred,
        reported=shown.event.said.reported if counted else data.draw(st.sampled_from(pools.REPORTED)),
        field=shown.field.name if value is None else None,
    )  # fmt: skip
    return stamped(said)


def same_dimension(value: Value, belief: Belief) -> bool:
    """Whether a figure is told of the slot: where the kind leaves its dimension open, each is a slot of its own."""
    if not isinstance(value, Quantity) or belief.voices[0].field.dimension is not None:
        return True
    return value.dimension == belief.slot.dimension


def deniable(belief: Belief) -> bool:
    """Whether anybody can deny what is said of a slot."""
    fact = belief.voices[0].event.said.fact
    return isinstance(fact, Fact) and fact.spec.deniable


def supporting(belief: Belief) -> list[Voice]:
    """Those who can be right together, and whose common range is the value."""
    return [voice for voice in belief.of(Role.SHOWN, Role.AGREES) if voice.weighs]


@given(ledgers(), st.data())
def test_an_independent_report_that_meets_the_value_never_lowers_confidence(
    events: list[Event], data: st.DataObject
) -> None:
    """Whatever its date and however wide its range."""
    question = opened(data.draw(questions(events)))
    belief = pick(data, events, question)
    assume(belief.confidence is not None and belief.value is not None and not is_unknown(belief.value))
    field = belief.voices[0].field
    meeting = [
        value
        for value in pools.values(field)
        if same_dimension(value, belief) and all(meet(value, voice.value) for voice in supporting(belief))
    ]
    assume(meeting)
    further = reported_by_another(belief, data.draw(st.sampled_from(meeting)), ASSERTS, data)

    after = same_slot([*events, further], question, belief)

    assert after is not None
    assert (after.confidence or 0) >= (belief.confidence or 0)


@given(ledgers(), st.data())
def test_an_independent_denial_never_raises_confidence(events: list[Event], data: st.DataObject) -> None:
    """Neither one of the value nor one of whatever is told."""
    question = opened(data.draw(questions(events)))
    belief = pick(data, events, question)
    assume(belief.confidence is not None and belief.value is not None)
    assume(deniable(belief))
    denied = data.draw(st.sampled_from((None, belief.value)))
    denial = reported_by_another(belief, denied, DENIES, data)

    after = same_slot([*events, denial], question, belief)

    assert after is not None
    assert amount(after.value) == amount(belief.value)
    assert (after.confidence or 0) <= (belief.confidence or 0)


@given(ledgers(), st.data())
def test_silence_changes_no_number(events: list[Event], data: st.DataObject) -> None:
    """Who would not say is shown, and weighs nothing."""
    question = opened(data.draw(questions(events)))
    belief = pick(data, events, question)
    assume(deniable(belief))
    silence = reported_by_another(belief, None, NO_COMMENT, data)

    after = same_slot([*events, silence], question, belief)

    assert numbers(after) == numbers(belief)


# --- 12: symmetry ---------------------------------------------------------------------------------

OTHER = {"yes": "no", "no": "yes"}
SPEAKERS = ("desk", "kyiv", "general", "moscow", "institute", "map", "blogger")


@attrs.frozen
class Answer:
    """A word on whether the bridge is destroyed."""

    stance: str
    told: str
    source: str
    occurred: str
    confidence: str | None

    def event(self) -> Event:
        """The word as it is taken in."""
        said = say(
            Condition("bridge", "destroyed", term=self.told), source=self.source, stance=self.stance,
            occurred=self.occurred, reported="2025-03-20", confidence=self.confidence,
        )  # fmt: skip
        return stamped(said)

    def negated(self, *, by_stance: bool) -> Answer:
        """The contrary: denied where it was asserted, or the other answer."""
        if by_stance:
            return attrs.evolve(self, stance=DENIES if self.stance == ASSERTS else ASSERTS)
        return attrs.evolve(self, told=OTHER[self.told])


answers = st.lists(
    st.builds(
        Answer,
        st.sampled_from((ASSERTS, DENIES)),
        st.sampled_from(("yes", "no")),
        st.sampled_from(SPEAKERS),
        st.sampled_from(("2025-03-16", "2025-03-10", "2025-03", "2024-08/..", "2025-03-05/2025-03-12")),
        st.sampled_from(pools.CONFIDENCES),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


def cast(gains: str | None) -> list[Event]:
    """Who the speakers are, who echoes whom, and what is better for Russia."""
    told = [stamped(say(fact, occurred=since)) for fact, since in pools.cast()]
    told.append(stamped(say(Source("map", echoes=("desk 0.4",)))))
    stake = Stake("state/bridge/destroyed", parties=("russia",), better_for=gains and f"russia {gains}")
    return [*told, stamped(say(stake))]


def for_yes(events: list[Event]) -> tuple[int, int]:
    """What speaks for yes, and what against it."""
    found = State(events).picture(Question(at=When.parse("2025-03-20"))).beliefs
    if not found:
        return 0, 0
    (belief,) = found
    told, asked = belief.weight, "yes" if belief.value is None else belief.value
    if belief.value is None and all(voice.value == "no" for voice in belief.of(Role.DENIES)):
        asked = "no"
    return (told.supports, told.against) if asked == "yes" else (told.against, told.supports)


@given(answers, st.sampled_from((None, "yes", "no")), st.booleans())
def test_negating_every_claim_swaps_belief_and_disbelief(
    told: list[Answer],
    gains: str | None,
    by_stance: bool,  # noqa: FBT001  drawn, as all arguments are
) -> None:
    """To say no weighs as much as to deny yes; whom it favours turns round with it."""
    plain = [one.event() for one in told]
    negated = [one.negated(by_stance=by_stance).event() for one in told]

    yes, no = for_yes([*cast(gains), *plain])

    assert for_yes([*cast(gains and OTHER[gains]), *negated]) == (no, yes)


# --- 13: nothing from nothing -----------------------------------------------------------------------


@given(ledgers(), st.data())
def test_a_source_graded_f_changes_nothing_where_others_speak(events: list[Event], data: st.DataObject) -> None:
    """Neither a number nor a standing, whatever it says, while a judged report stands."""
    question = opened(data.draw(questions(events)))
    belief = pick(data, events, question)
    assume(any(voice.weighs for voice in belief.of(*SPEAKS)))
    graded = stamped(say(Source("stranger one", grade="F"))), stamped(say(Source("stranger two", grade="F")))
    values = [value for value in pools.values(belief.voices[0].field) if same_dimension(value, belief)]
    told = data.draw(st.sampled_from((None, *values)))
    stance = data.draw(st.sampled_from((ASSERTS, DENIES) if told is not None else (DENIES,)))
    assume(stance == ASSERTS or deniable(belief))
    rumour = reported_by_another(belief, told, stance, data)

    after = same_slot([*events, *graded, rumour], question, belief)

    assert numbers(after) == numbers(belief)


# --- 16: explanation --------------------------------------------------------------------------------


@given(ledgers(), st.data())
def test_what_explain_lists_gives_the_same_belief(events: list[Event], data: st.DataObject) -> None:
    """Re-folding only those events gives the same figure, and each that decides changes it when it is left out."""
    question = data.draw(questions(events))
    picture = State(events).picture(question)
    assume(picture.beliefs)
    belief = data.draw(st.sampled_from(picture.beliefs))
    found = [one for one in picture.beliefs if one.slot.name == belief.slot.name]
    assume(found == [belief])
    why = explain(picture, belief.slot.name)

    assert numbers(why.again(why.ids)) == numbers(belief)
    for one in why.decisive:
        left = why.again(other for other in why.ids if other != one)
        assert left is None or essence(left) != essence(belief)


def essence(belief: Belief) -> object:
    """Value, standing and evidence."""
    return (amount(belief.value), belief.standing, belief.weight)
