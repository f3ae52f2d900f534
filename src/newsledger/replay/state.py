"""A grow-only set of events, which answers questions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

import attrs

from newsledger import codec
from newsledger.asof import reach_of, turning_points
from newsledger.event import Event, Said
from newsledger.fact import Field
from newsledger.live import Live, Question, fold_slot, live, redactions, target_of
from newsledger.names import Names
from newsledger.replay.folding import picture_of
from newsledger.replay.hearing import slot_of, timing_of
from newsledger.replay.picture import Picture
from newsledger.values.when import EVER, NEVER, Micro, When

if TYPE_CHECKING:
    from newsledger.shelves import Shelves

FEW = 1_000
"""A ledger of fewer events is looked at as a whole: to sort them by what they concern takes longer."""

ANY_DAY = When.parse("2000")
"""Asked where the answer does not depend on the date: which names mean one thing is cut by `known` alone."""


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

    def present(self) -> dict[str, Event]:
        """Each event once by its id, those without their words that had to go."""
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

    def members(self) -> Iterator[Event]:
        """Each member of the set as an event, in the order of `pairs`. What was redacted comes without its words."""
        shown = self.present()
        for pair in self.pairs():
            event = self._pairs[pair]
            declared = shown[event.id]
            yield attrs.evolve(event, said=declared.said, raw=b"") if declared.redacted else event

    def events(self) -> list[Event]:
        """All events, each once, by when they were taken in."""
        return sorted(self.present().values(), key=lambda event: (event.recorded_at, event.id))

    def get(self, identity: str) -> Event | None:
        """The event of an id, or `None`."""
        return self.present().get(identity)

    def stories(self) -> set[str]:
        """The names of all stories that events belong to."""
        return {event.said.story for event in self.present().values() if event.said.story}

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
        return live(self.present().values(), question)

    def picture(self, question: Question) -> Picture:
        """The picture for a question. One about a story costs what that story costs, from the second on."""
        events = self.concerning(question)
        return picture_of(events, question, first_recorded=self.first_recorded, state=self)

    def concerning(self, question: Question) -> Collection[Event]:
        """The events that can change the picture asked for."""
        if question.story is None or len(self._events) < FEW:
            return self.present().values()
        return self._shelved().of_story(question.story)

    def of_slot(self, name: str) -> State:
        """The events that can matter to one slot, named whole, on whatever date: of its reports, and what is ours.

        What is believed of the slot is the same there as here, and costs what the slot costs, however much else
        a ledger holds.

        >>> State().of_slot("control/sudzha").ids()
        []
        """
        return State(self._shelved().of_slot(name))

    def naming(self, text: str) -> State:
        """The events among which is every report of a slot whose name holds a text; here all of them."""
        del text
        return self

    def _shelved(self) -> Shelves:
        if self._shelves is None:
            from newsledger.shelves import Shelves  # few questions need them

            self._shelves = Shelves(self.present().values())
        return self._shelves

    def change_points(self, name: str, zone: str = "UTC", *, known: When | None = None) -> list[Micro]:
        """The instants at or after which what is believed of a slot may change, in order, in microseconds.

        Between two neighbours the picture of the slot is constant, but for decay, wherever `at`
        and `public` end. `known` tells which aliases count.
        """
        names = self.live(Question(at=ANY_DAY, known=known, zone=zone)).names
        points: set[Micro] = set()
        for event in self.present().values():
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
    span = reach_of(event.said, zone)
    told = {*event.said.reported.span(zone)} if event.said.reported else set()
    return (told | (turning_points(timing_of(event, field), span) if span else set())) - {EVER, NEVER}
