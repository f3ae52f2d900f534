"""The events of a ledger as a state that reads no more of them than a question needs."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

import attrs

from newsledger.cache.asking import Desk, told_stories
from newsledger.cache.counting import Count, CountedListing
from newsledger.cache.keeping import Cache
from newsledger.cache.looking import Unfit
from newsledger.cache.picturing import Sight, that_stand
from newsledger.cache.shelving import Shelving
from newsledger.event import Event
from newsledger.live import Question
from newsledger.problems import Problem
from newsledger.redacting import about_words
from newsledger.replay import Picture, State, picture_of
from newsledger.replay.listing import Listing

T = TypeVar("T")


class CachedState(State):
    """A state whose pictures of a story are made of the lines that can matter to it; all else is read when asked for.

    `whole` reads every event.
    """

    def __init__(self, cache: Cache, whole: Callable[[], Iterable[Event]]) -> None:
        self._cache, self._whole = cache, whole
        self._sight: tuple[int, Sight] | None = None
        self._parts: dict[str, Collection[Event]] = {}

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever a state keeps
        """What a state keeps of all events, once somebody asks for it."""
        if name.startswith("__") or "_whole" not in self.__dict__:
            raise AttributeError(name)
        whole = self.__dict__.pop("_whole")
        State.__init__(self, whole())
        return getattr(self, name)

    @property
    def is_whole(self) -> bool:
        """Whether every event was read."""
        return "_whole" not in self.__dict__

    def _ask(self, work: Callable[[Sight], T]) -> T:
        def asked(shelving: Shelving) -> T:
            if self._sight is None or self._sight[0] != self._cache.generation:
                self._sight = (self._cache.generation, Sight(Desk(self._cache), shelving))
                self._parts = {}
            return work(self._sight[1])

        return self._cache.ask(asked)

    # --- what a state answers -----------------------------------------------------------------

    def picture(self, question: Question) -> Picture:
        """The picture for a question: that of the plain fold, from the events that can matter to it."""
        try:
            events, first = self._ask(lambda sight: (sight.events(question), _first(sight)))
        except Unfit:
            return super().picture(question)
        picture = picture_of(events, question, whole=Rest(self, question), first_recorded=first, state=self)
        return attrs.evolve(picture, listing=self._listing(picture.listing, question))

    def _listing(self, listing: Listing, question: Question) -> CountedListing:
        """What a picture tells beside its beliefs, counted where that is enough."""
        return CountedListing(
            listing,
            question,
            count=lambda: self._or_none(lambda sight: Count(sight, question).counted()),
            slot=lambda slot: self._or_none(lambda sight: sight.about(slot)),
            ours=lambda: self._or_none(lambda sight: sight.ours.values()),
        )

    def _or_none(self, work: Callable[[Sight], T]) -> T | None:
        try:
            return self._ask(work)
        except Unfit:
            return None

    def chosen(
        self, question: Question, seen: Sight | None = None, numbers: Collection[int] | None = None
    ) -> list[Event]:
        """The events that a picture is made of; of some shelves, as long as the ledger is as it was `seen`.

        Raises `Unfit` where the cache cannot tell.
        """

        def choose(sight: Sight) -> list[Event]:
            if seen is not None and seen is not sight:
                raise Unfit
            return sight.events(question, numbers)

        return self._ask(choose)

    def concerning(self, question: Question) -> Collection[Event]:
        """Every event that concerns a question."""
        if self.is_whole or question.story is None:
            return super().concerning(question)
        try:
            return self._ask(lambda sight: self._part(sight, question.story or ""))
        except Unfit:
            return super().concerning(question)

    def _part(self, sight: Sight, story: str) -> Collection[Event]:
        """The events of a story, kept for the next question about it."""
        if story not in self._parts:
            self._parts[story] = State(sight.desk.of_story(sight.shelving, story)).present().values()
        return self._parts[story]

    def reports(self, slot: tuple[str, ...], question: Question) -> Collection[Event]:
        """Every report of a slot that stands, and more."""
        if not self.is_whole:
            with contextlib.suppress(Unfit):
                return self._ask(lambda sight: sight.of_slot(slot, question))
        return that_stand(self.live(question))

    def before(self, slot: tuple[str, ...], origin: str, question: Question) -> Collection[Event]:
        """Of the reports of a slot that stand, those of an origin that its figure may have been, and more."""
        if not self.is_whole:
            with contextlib.suppress(Unfit):
                return self._ask(lambda sight: sight.before(slot, origin, question))
        return self.reports(slot, question)

    def of_slot(self, name: str) -> State:
        """The events that can matter to one slot: its pages, and what takes its reports back."""
        if not self.is_whole:
            with contextlib.suppress(Unfit):
                return self._ask(lambda sight: OneSlot(self, sight, name))
        return super().of_slot(name)

    def naming(self, text: str) -> State:
        """The events of every slot whose name may hold a text."""
        return self._part_or_whole(lambda sight: sight.naming(text), lambda: self)

    def _part_or_whole(self, part: Callable[[Sight], Collection[Event]], whole: Callable[[], State]) -> State:
        found = None if self.is_whole else self._or_none(part)
        return whole() if found is None else State(found)

    @property
    def first_recorded(self) -> str | None:
        """When the first event was taken in; `None` for an empty ledger."""
        if self.is_whole:
            return super().first_recorded
        try:
            return self._ask(_first)
        except Unfit:
            return super().first_recorded

    def get(self, identity: str) -> Event | None:
        """The event of an id, or `None`."""
        if self.is_whole:
            return super().get(identity)
        try:
            return self._ask(lambda sight: _event(sight, identity))
        except Unfit:
            return super().get(identity)

    def stories(self) -> set[str]:
        """The names of all stories that events belong to."""
        if self.is_whole:
            return super().stories()
        try:
            told = self._ask(_stories)
        except Unfit:
            told = None
        return super().stories() if told is None else set(told)

    def problems(self) -> tuple[Problem, ...] | None:
        """What is wrong with the stored lines; `None` where only reading all of them tells."""
        return self._or_none(_problems)


class OneSlot(State):
    """All events of one slot, of which each picture is made of those that can matter to its date.

    Once the ledger is another than when they were taken out, it is made of all of them.
    """

    def __init__(self, whole: CachedState, sight: Sight, name: str) -> None:
        self._sight, self._numbers = sight, sight.called(name)
        super().__init__(sight.on(self._numbers))
        self._of = whole

    def picture(self, question: Question) -> Picture:
        """The picture for a question: of this slot that of the whole ledger."""
        try:
            events = self._of.chosen(question, self._sight, self._numbers)
        except Unfit:
            return super().picture(question)
        rest = RestOfSlot(self, question)
        return picture_of(events, question, whole=rest, first_recorded=self.first_recorded, state=self)


class RestOfSlot:
    """What a picture of one slot was not made of, for whoever asks for more of it."""

    def __init__(self, state: State, question: Question) -> None:
        self._state, self._question = state, question

    def events(self) -> Collection[Event]:
        """Every event of the slot."""
        return self._state.present().values()

    def reports(self, slot: tuple[str, ...]) -> Collection[Event]:
        """Every report that stands, of a slot beside which there is no other."""
        del slot
        return that_stand(self._state.live(self._question))

    def before(self, slot: tuple[str, ...], origin: str) -> Collection[Event]:
        """The same, whoever speaks."""
        del origin
        return self.reports(slot)


class Rest:
    """What a picture was not made of, for whoever asks for more of it."""

    def __init__(self, state: CachedState, question: Question) -> None:
        self._state, self._question = state, question

    def events(self) -> Collection[Event]:
        """Every event that concerns the question."""
        return self._state.concerning(self._question)

    def reports(self, slot: tuple[str, ...]) -> Collection[Event]:
        """Every report of a slot that stands, and more."""
        return self._state.reports(slot, self._question)

    def before(self, slot: tuple[str, ...], origin: str) -> Collection[Event]:
        """Of the reports of a slot that stand, those of an origin that its figure may have been, and more."""
        return self._state.before(slot, origin, self._question)


def _first(sight: Sight) -> str | None:
    first = sight.shelving.head["first"]
    return None if first is None else str(first[2])


def _stories(sight: Sight) -> list[str] | None:
    """The stories that lines tell; `None` where some of these lines may have lost their words."""
    return None if sight.shelving.head["redactions"] else told_stories(sight.shelving)


def _event(sight: Sight, identity: str) -> Event | None:
    if not sight.shelving.is_known(identity):
        return None
    lines = sight.desk.lines_of(sight.shelving, bytes.fromhex(identity))
    found = State(sight.desk.events(sight.shelving, lines)).get(identity)
    return sight.ours.get(identity, found)


def _problems(sight: Sight) -> tuple[Problem, ...]:
    found = [problem for _, problems in sight.desk.problems(sight.shelving) for problem in problems]
    if not sight.shelving.head["redactions"]:
        return tuple(found)
    events, places = sight.desk.redactions(sight.shelving)
    return (*found, *about_words(events, places))
