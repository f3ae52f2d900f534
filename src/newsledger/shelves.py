"""Events by what they can change, so that a question about one story or one slot costs what that costs.

A picture of a story needs its reports, whatever else is said of the same slots, whatever amends
any of these, and what is known of sources, names and stakes; one of a slot needs the reports of
that slot, and the same of them. All else changes nothing there (law 9), and is not looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING

from newsledger.belief import slot_name
from newsledger.event import Event
from newsledger.fact import Fact
from newsledger.kinds import is_alias, is_void
from newsledger.live import target_of
from newsledger.names import Kin
from newsledger.reports import path_of

if TYPE_CHECKING:
    from newsledger.kinds.alias import Alias

Slot = tuple[str, ...]


class Shelves:
    """The events of a ledger, each beside those with which it stands or falls.

    Names are those of every alias ever told, whether it counts or not, and whether or not a later
    one closes a circle with it: a shelf may hold too much, never too little.
    """

    def __init__(self, events: Iterable[Event]) -> None:
        every = list(events)
        self._names = Kin(_alias(event.said.fact) for event in every if is_alias(event.said.fact))
        self._broadcast: list[Event] = []
        self._by_story: dict[str, list[Event]] = {}
        self._by_slot: dict[Slot, list[Event]] = {}
        self._by_id: dict[str, Event] = {}
        self._tied: dict[str, list[str]] = {}
        self._found: dict[str, list[Event]] = {}
        for event in every:
            self._put(event)
        ours = [event.id for event in self._broadcast]
        self._about_ours = [self._by_id[one] for ours_id in ours for one in self._tied.get(ours_id, ())]

    def _put(self, event: Event) -> None:
        said = event.said
        ties = _ties(event)
        if event.redacted or (said.ours and not ties):
            self._broadcast.append(event)  # words that are gone may have belonged to any story
        if said.ours and not ties:
            return
        self._by_id[event.id] = event
        if said.story is not None:
            self._by_story.setdefault(self._names.of(said.story), []).append(event)
        if not said.ours:
            self._by_slot.setdefault(self._names.path(path_of(said)), []).append(event)
        for other in ties:
            self._tied.setdefault(other, []).append(event.id)

    def of_story(self, story: str) -> list[Event]:
        """All events that can matter to a picture of a story, and what is ours; gathered once."""
        name = self._names.of(story)
        if name not in self._found:
            self._found[name] = self._with_all_beside(self._by_story.get(name, ()))
        return self._found[name]

    def of_slot(self, name: str) -> list[Event]:
        """All events that can matter to what is believed of a slot, by whatever names, and what is ours."""
        shelves = (path for path in self._by_slot if may_be_named(name, path[0], [*map(self._names.all, path[1:])]))
        return self._with_all_beside([event for path in shelves for event in self._by_slot[path]])

    def _with_all_beside(self, events: Iterable[Event]) -> list[Event]:
        found: dict[str, Event] = {}
        slots: set[Slot] = set()
        waiting = [*events, *self._about_ours]
        while waiting:
            event = waiting.pop()
            if event.id not in found:
                found[event.id] = event
                waiting += self._beside(event, slots)
        return [*self._broadcast, *found.values()]

    def _beside(self, event: Event, slots: set[Slot]) -> Iterator[Event]:
        """What is said of the same slot, what an event refers to, and what refers to it."""
        if not event.said.ours:
            slot = self._names.path(path_of(event.said))
            if slot not in slots and isinstance(event.said.fact, Fact) and event.said.claims():
                slots.add(slot)
                yield from self._by_slot.get(slot, ())
        for one in (*_ties(event), *self._tied.get(event.id, ())):
            if one in self._by_id:
                yield self._by_id[one]
            for other in self._tied.get(one, ()):  # two that refer to one event stand together, be it here or not
                yield self._by_id[other]


def may_be_named(name: str, kind: str, keys: Sequence[Collection[str]]) -> bool:
    """Whether a slot of a kind may be written so, with or without a field, if each key may go by one of several names.

    >>> may_be_named("control/sudzha", "control", [("суджа", "sudzha")])
    True
    >>> may_be_named("territory-held/kursk/ukraine.area", "territory-held", [("kursk",), ("ukraine",)])
    True
    >>> may_be_named("control/sudzha", "control", [("sud",)])
    False
    """
    if not name.startswith(kind):
        return False
    fitting = [[one for one in some if slot_name("", (one,))[1:] in name] for some in keys]
    slots = (slot_name(kind, told) for told in product(*fitting))
    return any(name == slot or name.startswith(f"{slot}.") for slot in slots)


def _ties(event: Event) -> tuple[str, ...]:
    """The ids that an event refers to in order to take something out."""
    fact, target = event.said.fact, target_of(event.said)
    if is_void(fact):
        return tuple(one for one in (fact.target, fact.replaced_by) if one)
    return (target,) if target else ()


def _alias(fact: Alias) -> tuple[str, str]:
    return (fact.target, fact.meaning or fact.target)
