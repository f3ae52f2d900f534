"""From the events of a question to what is believed of each slot."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Protocol

import attrs

from newsledger.asof import AsOf, as_of, reach_of
from newsledger.belief import Belief, Slot, Voice, believe
from newsledger.belief.evidence import judged
from newsledger.event import Event
from newsledger.fact import NAMED, Fact, Field, Time, Timing, Value, fold
from newsledger.live import Live, Question, cut, fold_slot, in_story, is_report, is_whole, live
from newsledger.names import Names
from newsledger.replay.listing import Concerned, Listing, asked
from newsledger.replay.picture import Held, Picture
from newsledger.sources import Sources
from newsledger.values.quantity import Quantity
from newsledger.values.when import NEVER

Slots = dict[Slot, tuple[Timing, list[Voice]]]
Claim = tuple[Event, Field, Value | None]


class Whole(Protocol):
    """All that concerns a question, for a fold that was handed a part of it; asked only where somebody asks for more.

    Either may give more than it is asked for, events that the question leaves out included.
    """

    def events(self) -> Collection[Event]:
        """Every event that concerns the question: what `entries`, `events`, `sources` and `later` are made of."""

    def reports(self, slot: tuple[str, ...]) -> Iterable[Event]:
        """Every report of a slot (kind, then keys as compared): what `Belief.voices` and `because` are made of."""


def picture_of(
    events: Collection[Event],
    question: Question,
    *,
    whole: Whole | None = None,
    first_recorded: str | None = None,
    state: Held | None = None,
) -> Picture:
    """The picture for a question, from all the events that concern it; or from some of them, beside the `whole`.

    Whoever keeps an index hands over fewer events, and `whole` to fetch the others by. Beliefs, and what is
    expected, are then made of the events that were handed over; what was left out is fetched when somebody asks
    for a belief's `voices` or `because`, or for `entries`, `events`, `sources` or `later`. The picture is the
    same, if what is handed over holds:

    - everything of ours but notes: sources, aliases, stakes, voids, redactions; and whatever was redacted;
    - every retraction, every correction, whatever they or voids aim at, name as replacement or would replace,
      and every report of the slots (kind and keys) of what a retraction or a correction aims at;
    - every report of a slot whose kind is *expected*, or that begins at or after the end of its `reported`;
    - of the other reports all but those that *surely yield* and are *surely not* what the figure shown was.

    A report surely yields if it asserts or denies, and beside it stands one that does too (neither is silence),
    that is handed over, not taken back, in the cut and the story asked about, of the same origin, slot, field and
    dimension, that weighs (or neither does), that speaks about `at`, is not *maybe* (or both are), and whose
    earliest as-of is not before its own latest. An index that compares days in UTC is right in every zone if it
    leaves 26 hours between the two.
    It is surely not what the figure shown was if another one that yields as surely, with another value than every
    report of its origin that does not yield, is handed over and has a later latest as-of than it; or if
    it asserts nothing.
    Of a kind whose figures move only if they were counted over a span, one more rule holds: where a report that
    asserts and weighs and whose `occurred` is an interval is left out, another such one of the slot is handed over.
    """
    fold = _Fold(events, question, whole)
    beliefs = fold.beliefs()
    return Picture(
        question=question, beliefs=beliefs, directory=fold.alive.sources, names=fold.alive.names,
        first_recorded=first_recorded, listing=Listing(question, fold.concerned, fold.expected), state=state,
    )  # fmt: skip


class _Fold:
    """What one question makes of the events that it was handed."""

    def __init__(self, events: Collection[Event], question: Question, whole: Whole | None) -> None:
        self._events, self._question, self._whole = events, question, whole
        self.alive = live(events, question)
        self._at = question.end(question.at) or NEVER
        self._slots, self._expected, self._retracted = _slots(asked(self.alive, question), self.alive, question)

    def beliefs(self) -> tuple[Belief, ...]:
        """What is believed of each slot, in the order of slots."""
        found = [self._believed(slot, timing, voices) for slot, (timing, voices) in self._slots.items()]
        return tuple(sorted(found, key=lambda belief: belief.slot.order))

    def expected(self) -> tuple[Voice, ...]:
        """What is said to lie ahead."""
        voices = (_voice(claim, slot, self.alive, self._question) for claim, slot in self._expected)
        return tuple(sorted(voices, key=_voice_order))

    def concerned(self) -> Concerned:
        """All that concerns the question."""
        if self._whole is None:
            return Concerned(self._events, self.alive)
        events = self._whole.events()
        return Concerned(events, live(events, self._question))

    def _believed(self, slot: Slot, timing: Timing, voices: list[Voice]) -> Belief:
        return believe(
            slot, timing, voices, at=self._at, ties=self.alive.sources, partly_retracted=slot in self._retracted,
            every=lambda: self._every(slot, voices), rests_on=lambda told: _rests_on(slot, told, self.alive),
        )  # fmt: skip

    def _every(self, slot: Slot, voices: list[Voice]) -> list[Voice]:
        """All that is said of a slot, what was not handed over included."""
        if self._whole is None:
            return voices
        events = {event.id: event for event in self._whole.reports((slot.kind, *slot.keys))}
        counting = [
            event for event in cut(events.values(), self._question)
            if is_whole(event) and is_report(event.said) and in_story(event, self._question.story, self.alive.names)
        ]  # fmt: skip
        return _slots(counting, self.alive, self._question)[0][slot][1]


def _rests_on(slot: Slot, voices: Iterable[Voice], alive: Live) -> tuple[str, ...]:
    """The ids that a belief rests on: reports, grades, stakes, aliases."""
    voices = list(voices)
    ids = {voice.event.id for voice in voices}
    for voice in voices:
        ids.update(alive.sources.ids(voice.event.said.chain, slot.keys, slot.names))
    ids |= alive.sources.echo_ids(voice.origin for voice in voices)
    if alive.alias_ids and any(fold_slot(voice.event.said, Names())[1:] != slot.keys for voice in voices):
        ids.update(alive.alias_ids)
    return tuple(sorted(ids))


def timing_of(event: Event, field: Field) -> Timing:
    """How one value of a report is read in time."""
    fact = event.said.fact
    return fact.spec.timing_of(fact, field) if isinstance(fact, Fact) else Timing(Time.OURS)


def slot_of(event: Event, field: Field, value: Value | None, names: Names) -> Slot:
    """The slot that a value of a report belongs to. Its dimension is part of it where the kind leaves it open."""
    kind, *keys = fold_slot(event.said, names)
    fact = event.said.fact
    open_dimension = field.dimension is None and isinstance(value, Quantity)
    return Slot(
        kind=kind, keys=tuple(keys), field=field.name,
        dimension=value.dimension if open_dimension and isinstance(value, Quantity) else None,
        only=isinstance(fact, Fact) and len(fact.spec.values) == 1,
    )  # fmt: skip


def _slots(reports: list[Event], alive: Live, question: Question) -> tuple[Slots, list[tuple[Claim, Slot]], set[Slot]]:
    """What is said of each slot about the date asked; what lies ahead; the slots of which something was taken back."""
    slots: Slots = {}
    expected: list[tuple[Claim, Slot]] = []
    retracted: set[Slot] = set()
    for claim in _claims(reports):
        event, field, value = claim
        slot = slot_of(event, field, value, alive.names)
        if not alive.stands(event, field.name):
            retracted.update([slot] if event.id not in alive.voided else [])
            continue
        timing = timing_of(event, field)
        span = reach_of(event.said, question.zone)
        spoken = None if span is None else as_of(timing, span, question.end(question.at) or NEVER)
        if span is None or timing.time is Time.EXPECTED:
            expected.append((claim, slot))
        elif spoken is not None:
            voice = _voice(claim, slot, alive, question, spoken)
            slots.setdefault(slot, (timing, []))[1].append(voice)
    return _spread(slots), expected, retracted


def _spread(slots: Slots) -> Slots:
    """What names no dimension (a bare denial, silence, "unknown") is said of the figure in each dimension told."""
    told: dict[tuple[object, ...], list[Slot]] = {}
    for slot, (_, voices) in slots.items():
        if slot.dimension is not None and any(voice.weighs for voice in voices):
            told.setdefault((slot.kind, slot.keys, slot.field), []).append(slot)
    for slot in [slot for slot in slots if slot.dimension is None]:
        siblings = told.get((slot.kind, slot.keys, slot.field), [])
        _, voices = slots.pop(slot) if siblings else (None, [])
        for sibling in siblings:
            slots[sibling][1].extend(voices)
    return slots


def _claims(reports: list[Event]) -> Iterator[Claim]:
    for event in reports:
        for field, value in event.said.claims():
            yield event, field, value


def _voice(claim: Claim, slot: Slot, alive: Live, question: Question, spoken: AsOf | None = None) -> Voice:
    event, field, value = claim
    said, sources = event.said, alive.sources
    assert said.source is not None  # noqa: S101  no report without a source is live
    assert said.reported is not None  # noqa: S101  and none without a date
    reported = said.reported.span(question.zone)
    grade = sources.grade(said.source, reported[1])
    origin = sources.origin(said.chain)
    return Voice(
        event=event, field=field, value=value, stance=said.stance, source=alive.names.of(said.source), origin=origin,
        side=sources.side(said.source), grade=grade.letter, graded=grade.given,
        has_stake=sources.has_stake(said.source, (*slot.keys, *_named_parties(claim)), slot.names),
        gain=sources.gain(said.source, _better_for(claim, slot, sources), slot.names),
        weighing=judged(grade.letter, said.confidence),
        own_word=_is_own_word(_standing_fact(event, alive), origin, alive.names),
        as_of=spoken or AsOf(earliest=reported[0], latest=reported[1]), reported=reported,
    )  # fmt: skip


def _named_parties(claim: Claim) -> tuple[str, ...]:
    """The party that a value names, where whoever is named gains by it."""
    event, field, value = claim
    fact = event.said.fact
    declared = fact.spec.better_for if isinstance(fact, Fact) else None
    return (fold(value),) if declared == (field.name, NAMED) and isinstance(value, str) else ()


def _better_for(claim: Claim, slot: Slot, sources: Sources) -> tuple[str, str] | None:
    """Whom a value favours by its kind: a party and what is better for it."""
    event, field, _ = claim
    fact = event.said.fact
    declared = fact.spec.better_for if isinstance(fact, Fact) else None
    if declared is None or not isinstance(fact, Fact) or event.said.source is None:
        return None
    if declared == (field.name, NAMED):
        side = sources.side(event.said.source) or ""
        return side, side
    party = {key.name: told for key, told in zip(fact.spec.keys, slot.keys, strict=False)}.get(declared[0])
    return None if party is None else (party, declared[1])


def _standing_fact(event: Event, alive: Live) -> Any:  # noqa: ANN401  any kind
    """The fact without the values that were taken back: a pledge taken back makes no word the giver's own."""
    fact, gone = event.said.fact, alive.withdrawn.get(event.id)
    if not gone or not isinstance(fact, Fact):
        return fact
    return attrs.evolve(fact, **{field.attribute: None for field in fact.spec.values if field.name in gone})


def _is_own_word(fact: Any, origin: str, names: Names) -> bool:  # noqa: ANN401  any kind
    if not isinstance(fact, Fact) or fact.spec.own_word is None:
        return False
    owner = fact.spec.own_word(fact)
    return owner is not None and names.of(owner) == origin


def _voice_order(voice: Voice) -> tuple[object, ...]:
    return (voice.event.said.kind, fold_slot(voice.event.said, Names()), voice.source, voice.reported, voice.event.id)
