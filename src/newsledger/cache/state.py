"""The events of a ledger as a state that reads no more of them than a question needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import attrs

from newsledger.cache.asking import Desk, told_stories
from newsledger.cache.keeping import Cache
from newsledger.cache.looking import Unfit
from newsledger.cache.shelving import Shelving
from newsledger.event import Event
from newsledger.live import Question
from newsledger.problems import Problem
from newsledger.redacting import about_words
from newsledger.replay import Picture, State

T = TypeVar("T")


class CachedState(State):
    """A state whose pictures of a story are made of the lines that can matter to it; all else is read when asked for.

    `whole` reads every event.
    """

    def __init__(self, cache: Cache, whole: Callable[[], Iterable[Event]]) -> None:
        self._cache, self._whole = cache, whole
        self._desk: tuple[int, Desk] | None = None
        self._parts: dict[str, State] = {}

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

    def _ask(self, work: Callable[[Desk, Shelving], T]) -> T:
        def asked(shelving: Shelving) -> T:
            if self._desk is None or self._desk[0] != self._cache.generation:
                self._desk = (self._cache.generation, Desk(self._cache))
                self._parts = {}
            return work(self._desk[1], shelving)

        return self._cache.ask(asked)

    # --- what a state answers -----------------------------------------------------------------

    def picture(self, question: Question) -> Picture:
        """The picture for a question: that of the plain fold, from the events that can matter to it."""
        if self.is_whole or question.story is None:
            return super().picture(question)
        try:
            part, first = self._ask(lambda desk, shelving: (self._part(desk, shelving, question), _first(shelving)))
        except Unfit:
            return super().picture(question)
        return attrs.evolve(part.picture(question), first_recorded=first, state=self)

    def _part(self, desk: Desk, shelving: Shelving, question: Question) -> State:
        """The events of a story, kept for the next question about it."""
        story = question.story or ""
        if story not in self._parts:
            self._parts[story] = State(desk.of_story(shelving, story))
        return self._parts[story]

    @property
    def first_recorded(self) -> str | None:
        """When the first event was taken in; `None` for an empty ledger."""
        if self.is_whole:
            return super().first_recorded
        try:
            return self._ask(lambda _, shelving: _first(shelving))
        except Unfit:
            return super().first_recorded

    def get(self, identity: str) -> Event | None:
        """The event of an id, or `None`."""
        if self.is_whole:
            return super().get(identity)
        try:
            return self._ask(lambda desk, shelving: _event(desk, shelving, identity))
        except Unfit:
            return super().get(identity)

    def stories(self) -> set[str]:
        """The names of all stories that events belong to."""
        if self.is_whole:
            return super().stories()
        try:
            told = self._ask(lambda _, shelving: None if shelving.head["redactions"] else told_stories(shelving))
        except Unfit:
            told = None
        return super().stories() if told is None else set(told)

    def problems(self) -> tuple[Problem, ...] | None:
        """What is wrong with the stored lines; `None` where only reading all of them tells."""
        try:
            return self._ask(_problems)
        except Unfit:
            return None


def _first(shelving: Shelving) -> str | None:
    first = shelving.head["first"]
    return None if first is None else str(first[2])


def _event(desk: Desk, shelving: Shelving, identity: str) -> Event | None:
    if not shelving.is_known(identity):
        return None
    lines = desk.lines_of(shelving, bytes.fromhex(identity))
    return State([*desk.ours(shelving), *desk.events(shelving, lines)]).get(identity)


def _problems(desk: Desk, shelving: Shelving) -> tuple[Problem, ...]:
    found = [problem for _, problems in desk.problems(shelving) for problem in problems]
    if not shelving.head["redactions"]:
        return tuple(found)
    events, places = desk.redactions(shelving)
    return (*found, *about_words(events, places))
