"""The reports that a picture rests on, one by one: what timelines show, and most questions never ask for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cached_property

import attrs

from newsledger.asof import reach_of
from newsledger.belief import Voice
from newsledger.event import Event
from newsledger.frozen import frozen
from newsledger.live import Live, Question, cut, fold_slot, in_story
from newsledger.names import Names
from newsledger.tuples import NamedTuple
from newsledger.values.when import EVER, NEVER, When


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


class Concerned(NamedTuple):
    """All events that can change a picture, and those of them that count."""

    events: Collection[Event]
    alive: Live


class Listing:
    """What a picture can tell beside its beliefs, each part put together when it is asked for.

    Two are equal where all that they can tell is.
    """

    def __init__(
        self, question: Question, concerned: Callable[[], Concerned], expected: Callable[[], tuple[Voice, ...]]
    ) -> None:
        self._question = question
        self.fetch = concerned
        self.expect = expected

    @cached_property
    def _concerned(self) -> Concerned:
        return self.fetch()

    @cached_property
    def _asked(self) -> list[Event]:
        return asked(self._concerned.alive, self._question)

    @cached_property
    def expected(self) -> tuple[Voice, ...]:
        """What lies ahead."""
        return self.expect()

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The reports, by when what they tell took place."""
        alive = self._concerned.alive
        return tuple(sorted((_entry(event, alive, self._question) for event in self._asked), key=_entry_order))

    @cached_property
    def events(self) -> int:
        """How many reports whose words are there."""
        return sum(1 for event in self._asked if not event.redacted)

    @cached_property
    def sources(self) -> int:
        """How many speak."""
        names = self._concerned.alive.names
        return len({names.of(event.said.source) for event in self._asked if event.said.source})

    @cached_property
    def later(self) -> int:
        """How many reports about the day asked or before it were made public later, and hence left out."""
        return _left_out(self._concerned.events, self._question, self._concerned.alive.names)

    @cached_property
    def newest(self) -> When | None:
        """The newest date of a report; `None` where there is none."""
        told = (entry.event.said.reported for entry in self.entries if entry.event.said.reported)
        return max(told, key=lambda when: when.span()[1], default=None)

    @cached_property
    def stories(self) -> tuple[str, ...]:
        """The names of the stories that the reports belong to, sorted."""
        return tuple(sorted({event.said.story for event in self._asked if event.said.story}))

    @cached_property
    def redacted(self) -> tuple[Event, ...]:
        """The events whose words were taken out."""
        return tuple(entry.event for entry in self.entries if entry.event.redacted)

    def of_slot(self, slot: str) -> tuple[Entry, ...]:
        """The reports of one slot: its kind and keys."""
        return tuple(entry for entry in self.entries if entry.slot == slot)

    def _all(self) -> tuple[object, ...]:
        return (self.events, self.sources, self.later, self.expected, self.entries)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Listing) and self._all() == other._all())

    def __hash__(self) -> int:
        return hash(self._question)


def asked(alive: Live, question: Question) -> list[Event]:
    """The reports of the story asked about; of no story in particular all of them."""
    if question.story is None:
        return list(alive.reports)
    return [event for event in alive.reports if in_story(event, question.story, alive.names)]


def _entry(event: Event, alive: Live, question: Question) -> Entry:
    fields = [field.name for field, _ in event.said.claims()]
    gone = event.id in alive.voided or (bool(fields) and not any(alive.stands(event, field) for field in fields))
    return Entry(
        event=event, slot="/".join(fold_slot(event.said, alive.names)).rstrip("/"), source=event.said.source or "",
        chain=tuple(alive.sources.label(link) for link in event.said.chain), withdrawn=gone,
        voided=event.id in alive.voided,
        expected=not event.redacted and reach_of(event.said, question.zone) is None,
        taken_out_by=alive.taken_out_by.get(event.id, ()),
    )  # fmt: skip


def _entry_order(entry: Entry) -> tuple[object, ...]:
    said = entry.event.said
    ends = (EVER, EVER)
    return (
        said.occurred.span() if said.occurred else ends, said.reported.span() if said.reported else ends,
        entry.slot, entry.source, entry.event.id,
    )  # fmt: skip


def _left_out(events: Iterable[Event], question: Question, names: Names) -> int:
    if question.public is None:
        return 0
    told = [event for event in events if in_story(event, question.story, names)]
    everything = cut(told, attrs.evolve(question, public=None))
    inside = {event.id for event in cut(everything, question)}
    end = question.end(question.at) or NEVER
    left = [event.said.occurred for event in everything if event.id not in inside]
    return sum(1 for occurred in left if occurred is not None and occurred.span(question.zone)[0] < end)
