"""The fold: a set of events and a question give a picture. Pure; reads no clock, no disk, no environment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import attrs

from newsledger import codec
from newsledger.asof import AsOf, Reach, as_of, reach, turning_points
from newsledger.belief import Belief, Slot, Voice, believe
from newsledger.belief.evidence import judged
from newsledger.event import Event, Said
from newsledger.fact import NAMED, Fact, Field, Time, Timing, Value, fold
from newsledger.frozen import frozen
from newsledger.live import Live, Question, cut, fold_slot, live, redactions, target_of
from newsledger.names import Names
from newsledger.sources import Sources
from newsledger.values.quantity import Quantity
from newsledger.values.when import EVER, NEVER, Micro, When

if TYPE_CHECKING:
    from newsledger.shelves import Shelves


class Projection(Protocol):
    """A class that turns a picture into something worth reading."""

    @classmethod
    def project(cls, picture: Picture) -> Any:  # noqa: ANN401  a projection gives whatever it is for
        """The projection of a picture."""


P = TypeVar("P")

FEW = 1_000
"""A ledger of fewer events is looked at as a whole: to sort them by what they concern takes longer."""

ANY_DAY = When.parse("2000")
"""Asked where the answer does not depend on the date: which names mean one thing is cut by `known` alone."""


@frozen(kw_only=True)
class Entry:
    """One live report among all that a picture rests on, for timelines and lists.

    `withdrawn` is whether all that it says was taken back, `voided` whether we took it out as
    wrongly entered, `expected` whether it begins after it was reported.
    """

    event: Event
    slot: str
    source: str
    chain: tuple[str, ...]
    withdrawn: bool
    expected: bool
    voided: bool = False
    taken_out_by: tuple[str, ...] = ()


@frozen(kw_only=True)
class Picture:
    """All beliefs, for one question. A value: the same events and question give the same picture, always.

    `events` counts the reports in the cut, withdrawn ones too, `sources` those that speak in them.
    `state` is what it was made from.
    """

    question: Question
    beliefs: tuple[Belief, ...]
    expected: tuple[Voice, ...]
    entries: tuple[Entry, ...]
    events: int
    sources: int
    directory: Sources
    names: Names
    first_recorded: str | None = None
    later: int = 0
    state: State | None = attrs.field(default=None, eq=False, repr=False)
    _projected: dict[type, Any] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    def __getitem__(self, projection: type[P]) -> P:
        """The picture as a projection sees it: `picture[Territory]["kursk"]`.

        Raises `TypeError` for a class that projects nothing.
        """
        if projection not in self._projected:
            project = getattr(projection, "project", None)
            if project is None:
                message = f"{projection.__name__} is no projection: it has no classmethod project(picture)"
                raise TypeError(message)
            self._projected[projection] = project(self)
        found: P = self._projected[projection]
        return found

    def belief(self, name: str) -> Belief | None:
        """The belief of a slot by its whole name, or `None`."""
        return next((belief for belief in self.beliefs if belief.slot.name == name), None)

    @property
    def redacted(self) -> tuple[Event, ...]:
        """The events in the cut whose words were taken out; each tells why where that is known."""
        return tuple(entry.event for entry in self.entries if entry.event.redacted)

    def label(self, source: str) -> str:
        """The name to show for a source."""
        return self.directory.label(source)


class State:
    """A grow-only set of events, ready to answer questions. States merge by set union.

    Of an event that was taken in more than once, the earliest taking-in counts. Whatever a redaction
    names is given without its words, whether or not they still stand in some file.

    >>> State().merge(State()).ids()
    []
    """

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self._events: dict[str, Event] = {}
        self._pairs: dict[tuple[str, str, str], Event] = {}
        self._shown: dict[str, Event] | None = None
        self._shelves: Shelves | None = None
        self._first: tuple[Micro, str, str] | None = None
        self.add(events)

    def add(self, events: Iterable[Event]) -> None:
        """Takes further events in; one that is there already changes nothing."""
        self._shown = self._shelves = None
        for event in events:
            pair = (event.id, event.recorded, event.by)
            if pair not in self._pairs or self._pairs[pair].redacted:
                self._pairs[pair] = event
            there = self._events.get(event.id)
            if there is None or _taken_in(event) < _taken_in(there):
                self._events[event.id] = event
            recorded = (event.recorded_at, event.id, event.recorded)
            self._first = recorded if self._first is None else min(self._first, recorded)

    @property
    def first_recorded(self) -> str | None:
        """When the first event was taken in; `None` for an empty ledger."""
        return None if self._first is None else self._first[2]

    def _present(self) -> dict[str, Event]:
        """Each event once, those without their words that had to go."""
        if self._shown is None:
            declared = redactions(self._events.values())
            self._shown = self._events | {
                target: _without_words(self._events[target], said)
                for target, said in declared.items()
                if target in self._events
            }
        return self._shown

    def merge(self, other: State) -> State:
        """The state of both sets together."""
        merged = State(self._pairs.values())
        merged.add(other._pairs.values())
        return merged

    def ids(self) -> list[str]:
        """The ids of all events, sorted."""
        return sorted(self._events)

    def pairs(self) -> list[tuple[str, str, str]]:
        """The members of the set: (id, recorded, by), sorted. What was redacted stays a member."""
        return sorted(self._pairs)

    def events(self) -> list[Event]:
        """All events, each once, by when they were taken in."""
        return sorted(self._present().values(), key=lambda event: (event.recorded_at, event.id))

    def get(self, identity: str) -> Event | None:
        """The event of an id, or `None`."""
        return self._present().get(identity)

    def stories(self) -> set[str]:
        """The names of all stories that events belong to."""
        return {event.said.story for event in self._present().values() if event.said.story}

    def snapshot(self) -> bytes:
        """The whole set as bytes, to be taken up again by `restore`. Lossless: it is the set, not a picture of it."""
        return b"".join(codec.write(self._pairs[pair]) + b"\n" for pair in self.pairs())

    @classmethod
    def restore(cls, snapshot: bytes) -> State:
        """The state of a snapshot."""
        lines = (codec.read(line) for line in snapshot.splitlines())
        return cls(line.event for line in lines if line.event is not None)

    def partition(self, parts: int) -> list[State]:
        """Splits the reports by slot over several states; what may concern any slot goes into each."""
        states = [State() for _ in range(parts)]
        for event in self._pairs.values():
            broadcast = event.said.ours or target_of(event.said) is not None
            at = hash_of(event) % parts
            for state in states if broadcast else (states[at],):
                state.add([event])
        return states

    def live(self, question: Question) -> Live:
        """The events that count for a question."""
        return live(self._present().values(), question)

    def picture(self, question: Question) -> Picture:
        """The picture for a question. One about a story costs what that story costs, from the second on."""
        events = self._concerning(question)
        return _picture(self, events, question, live(events, question))

    def _concerning(self, question: Question) -> Collection[Event]:
        """The events that can change the picture asked for."""
        if question.story is None or len(self._events) < FEW:
            return self._present().values()
        if self._shelves is None:
            from newsledger.shelves import Shelves  # few ledgers are so large

            self._shelves = Shelves(self._present().values())
        return self._shelves.of_story(question.story)

    def change_points(self, name: str, zone: str = "UTC", *, known: When | None = None) -> list[Micro]:
        """The instants at or after which what is believed of a slot may change, in order, in microseconds.

        Between two neighbours the picture of the slot is constant, but for decay, wherever `at`
        and `public` end. `known` tells which aliases count.
        """
        names = self.live(Question(at=ANY_DAY, known=known, zone=zone)).names
        points: set[Micro] = set()
        for event in self._present().values():
            if event.said.reported is not None and target_of(event.said) is not None:
                points |= set(event.said.reported.span(zone))
            for field, value in event.said.claims():
                if slot_of(event, field, value, names).name == name:
                    points |= _turning_points(event, field, zone)
        return sorted(points)


def _taken_in(event: Event) -> tuple[bool, Micro, str, str]:
    """Which of two takings-in of one event came first; the texts only break ties. Words come before none."""
    return (event.redacted, event.recorded_at, event.by, event.recorded)


def _without_words(event: Event, redaction: Said) -> Event:
    fact = redaction.fact
    return event.without_words(
        story=redaction.story, reason=getattr(fact, "reason", None), authority=getattr(fact, "authority", None)
    )


def hash_of(event: Event) -> int:
    """A number that spreads slots over partitions, the same in every process."""
    kind_and_keys = fold_slot(event.said, Names())
    return sum(ord(letter) * (at + 1) for at, letter in enumerate("/".join(kind_and_keys)))


def _turning_points(event: Event, field: Field, zone: str) -> set[Micro]:
    span = _reach(event, zone)
    told = {*event.said.reported.span(zone)} if event.said.reported else set()
    return (told | (turning_points(_timing(event, field), span) if span else set())) - {EVER, NEVER}


def _timing(event: Event, field: Field) -> Timing:
    fact = event.said.fact
    return fact.spec.timing_of(fact, field) if isinstance(fact, Fact) else Timing(Time.OURS)


def _reach(event: Event, zone: str) -> Reach | None:
    if event.said.occurred is None or event.said.reported is None:
        return None
    return reach(event.said.occurred, event.said.reported, zone)


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


def _picture(state: State, events: Collection[Event], question: Question, alive: Live) -> Picture:
    asked = [event for event in alive.reports if _in_story(event, question.story, alive.names)]
    at = question.end(question.at)
    slots, expected, retracted = _slots(asked, alive, question)
    beliefs = [
        _because(believe(slot, timing, voices, at=at or NEVER, ties=alive.sources,
                         partly_retracted=slot in retracted), alive)
        for slot, (timing, voices) in slots.items()
    ]  # fmt: skip
    entries = tuple(sorted((_entry(event, alive, question) for event in asked), key=_entry_order))
    return Picture(
        question=question, beliefs=tuple(sorted(beliefs, key=lambda belief: belief.slot.order)),
        expected=tuple(sorted(expected, key=_voice_order)), entries=entries,
        events=sum(1 for event in asked if not event.redacted),
        sources=len({alive.names.of(event.said.source) for event in asked if event.said.source}),
        directory=alive.sources, names=alive.names,
        first_recorded=state.first_recorded, later=_left_out(events, question, alive.names), state=state,
    )  # fmt: skip


def _in_story(event: Event, story: str | None, names: Names) -> bool:
    """Whether an event belongs to the story asked about. Of words that are gone nobody may know it."""
    if story is None or (event.redacted and event.said.story is None):
        return True
    return event.said.story is not None and names.of(event.said.story) == names.of(story)


Slots = dict[Slot, tuple[Timing, list[Voice]]]
Claim = tuple[Event, Field, Value | None]


def _slots(asked: list[Event], alive: Live, question: Question) -> tuple[Slots, list[Voice], set[Slot]]:
    """What is said of each slot about the date asked; what lies ahead; the slots of which something was taken back."""
    slots: Slots = {}
    expected: list[Voice] = []
    retracted: set[Slot] = set()
    for claim in _claims(asked):
        event, field, value = claim
        slot = slot_of(event, field, value, alive.names)
        if not alive.stands(event, field.name):
            retracted.update([slot] if event.id not in alive.voided else [])
            continue
        timing = _timing(event, field)
        span = _reach(event, question.zone)
        spoken = None if span is None else as_of(timing, span, question.end(question.at) or NEVER)
        if span is None or timing.time is Time.EXPECTED:
            expected.append(_voice(claim, slot, alive, question))
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


def _claims(asked: list[Event]) -> Iterator[Claim]:
    for event in asked:
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


def _because(belief: Belief, alive: Live) -> Belief:
    """Adds the ids that a belief rests on: reports, grades, stakes, aliases."""
    ids = {voice.event.id for voice in belief.voices}
    for voice in belief.voices:
        ids.update(alive.sources.ids(voice.event.said.chain, belief.slot.keys, belief.slot.names))
    ids |= alive.sources.echo_ids(voice.origin for voice in belief.voices)
    if alive.alias_ids and any(fold_slot(voice.event.said, Names())[1:] != belief.slot.keys for voice in belief.voices):
        ids.update(alive.alias_ids)
    return attrs.evolve(belief, because=tuple(sorted(ids)))


def _entry(event: Event, alive: Live, question: Question) -> Entry:
    fields = [field.name for field, _ in event.said.claims()]
    gone = event.id in alive.voided or (bool(fields) and not any(alive.stands(event, field) for field in fields))
    return Entry(
        event=event, slot="/".join(fold_slot(event.said, alive.names)).rstrip("/"), source=event.said.source or "",
        chain=tuple(alive.sources.label(link) for link in event.said.chain), withdrawn=gone,
        voided=event.id in alive.voided,
        expected=not event.redacted and _reach(event, question.zone) is None,
        taken_out_by=alive.taken_out_by.get(event.id, ()),
    )  # fmt: skip


def _entry_order(entry: Entry) -> tuple[object, ...]:
    said = entry.event.said
    ends = (EVER, EVER)
    return (
        said.occurred.span() if said.occurred else ends, said.reported.span() if said.reported else ends,
        entry.slot, entry.source, entry.event.id,
    )  # fmt: skip


def _voice_order(voice: Voice) -> tuple[object, ...]:
    return (voice.event.said.kind, fold_slot(voice.event.said, Names()), voice.source, voice.reported, voice.event.id)


def _left_out(events: Iterable[Event], question: Question, names: Names) -> int:
    """How many reports about the day asked or before it were made public later, and hence left out."""
    if question.public is None:
        return 0
    told = [event for event in events if _in_story(event, question.story, names)]
    everything = cut(told, attrs.evolve(question, public=None))
    inside = {event.id for event in cut(everything, question)}
    end = question.end(question.at) or NEVER
    left = [event.said.occurred for event in everything if event.id not in inside]
    return sum(1 for occurred in left if occurred is not None and occurred.span(question.zone)[0] < end)
