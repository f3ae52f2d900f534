"""A fold that is handed only what can still matter gives the picture of the whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from hypothesis import given
from hypothesis import strategies as st
from tests.belief.telling import area

from newsledger.belief import Belief, Voice
from newsledger.cache.picturing import is_gone
from newsledger.event import NO_COMMENT, Event
from newsledger.fact import Moves
from newsledger.kinds.note import Note
from newsledger.kinds.void import Void
from newsledger.live import Question, fold_slot, target_of
from newsledger.replay import Picture, State, picture_of
from newsledger.testing import ledgers, picture_bytes, questions
from newsledger.values.when import When


class Everything:
    """A whole that remembers which slots it was asked for."""

    def __init__(self, state: State, question: Question) -> None:
        self.state, self.question = state, question
        self.asked: list[tuple[str, ...]] = []

    def events(self) -> Collection[Event]:
        """All of them."""
        return self.state.events()

    def reports(self, slot: tuple[str, ...]) -> Iterable[Event]:
        """More than what was asked for."""
        self.asked.append(slot)
        return self.state.events()

    def before(self, slot: tuple[str, ...], origin: str) -> Iterable[Event]:
        """The reports of the slot that stand."""
        alive = self.state.live(self.question)
        assert origin
        return [
            event for event in alive.reports
            if fold_slot(event.said, alive.names) == slot and not is_gone(event, alive)
        ]  # fmt: skip


def yields_to(voice: Voice, other: Voice) -> bool:
    """Whether a report surely yields to another of its origin, as the contract says."""
    return (
        NO_COMMENT not in (voice.stance, other.stance)
        and other is not voice
        and other.origin == voice.origin
        and (other.weighs or not voice.weighs)
        and (voice.as_of.maybe or not other.as_of.maybe)
        and other.as_of.earliest >= voice.as_of.latest
    )


def needed(belief: Belief) -> set[str]:
    """The ids of the reports of one slot that have to be handed over, and no more of them."""
    yielding = [voice for voice in belief.voices if any(yields_to(voice, other) for other in belief.voices)]
    kept = [voice for voice in belief.voices if voice not in yielding]
    if belief.timing.moves is Moves.IF_SPAN:
        occurred = ((voice, voice.event.said.occurred) for voice in belief.voices)
        kept += [voice for voice, when in occurred if when is not None and when.is_interval]
    return {voice.event.id for voice in kept}


def handed_over(state: State, question: Question) -> list[Event]:
    """The events that the contract asks for."""
    alive, picture = state.live(question), state.picture(question)
    amending = {one for event in state.events() if (one := target_of(event.said))}
    for event in state.events():
        if isinstance(event.said.fact, Void):
            amending |= {event.said.fact.target, event.said.fact.replaced_by or ""}
    slots = {fold_slot(event.said, alive.names) for event in state.events() if event.id in amending}
    kept = {voice.event.id for voice in picture.expected}.union(*map(needed, picture.beliefs))
    return [
        event for event in state.events()
        if event.id in kept | amending or event.redacted or target_of(event.said)
        or (event.said.ours and not isinstance(event.said.fact, Note))
        or (not event.said.ours and fold_slot(event.said, alive.names) in slots)
    ]  # fmt: skip


def told(picture: Picture) -> tuple[object, ...]:
    """All that a picture tells."""
    lists = (picture.expected, picture.entries, picture.events, picture.sources, picture.later)
    return (picture.beliefs, *lists, picture_bytes(picture))


def read(belief: Belief) -> tuple[object, ...]:
    """What most questions read of a belief."""
    told = (belief.value, belief.standing, belief.witnesses, belief.occurred, belief.weight)
    return (*told, belief.figure, belief.confidence, belief.flags, belief.evidence, belief.age)


@given(ledgers(), st.data())
def test_a_part_gives_the_picture_of_the_whole(events: list[Event], data: st.DataObject) -> None:
    """What surely yields may be left out: beliefs are the same, and whatever else is asked for is fetched."""
    state = State(events)
    question = data.draw(questions(events))
    part, whole = handed_over(state, question), state.picture(question)

    found = picture_of(part, question, whole=Everything(state, question), first_recorded=state.first_recorded)

    assert told(found) == told(whole)


@given(ledgers(), st.data())
def test_what_most_questions_read_fetches_nothing(events: list[Event], data: st.DataObject) -> None:
    """Values, standings and all numbers of beliefs come from what was handed over; voices are fetched slot by slot."""
    state = State(events)
    question = data.draw(questions(events))
    everything = Everything(state, question)

    picture = picture_of(handed_over(state, question), question, whole=everything)

    assert list(map(read, picture.beliefs)) == list(map(read, state.picture(question).beliefs))
    assert everything.asked == []
    assert all(belief.voices for belief in picture.beliefs)
    assert everything.asked == [(belief.slot.kind, *belief.slot.keys) for belief in picture.beliefs]


def test_of_a_series_one_report_is_needed() -> None:
    """Its last figure: those before it are fetched where somebody asks what it was, or for voices."""
    days = [f"2025-03-{day:02}" for day in range(1, 16)]
    series = [area(f"{100 + at // 2} km²", "kyiv", day) for at, day in enumerate(days)]
    state, question = State(series), Question(at=When.parse("2025-03-16"))

    part = handed_over(state, question)
    picture = picture_of(part, question, whole=Everything(state, question))

    assert {event.id for event in part} == {series[-1].id}
    assert str(picture.beliefs[0]) == "107 km2, reported; was 106 km2"
    assert len(picture.beliefs[0].voices) == len(picture.entries) == len(series)
