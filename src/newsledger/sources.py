"""Who speaks: grades, sides, origins and stakes, from the `source` and `stake` events that are in force."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsledger.event import UNNAMED, Event
from newsledger.fact import fold
from newsledger.frozen import frozen
from newsledger.kinds.source import Source
from newsledger.kinds.stake import Stake
from newsledger.names import Names
from newsledger.values.when import EVER, Micro

DEFAULT_GRADE = "C"
"""The grade of a source that nobody graded, where the ledger names no other."""

MIXED = "mixed"
"""The side of a source that has none of its own, such as critics in two capitals."""

WORTHLESS = "F"
"""The grade of a source whose reliability cannot be judged: its word weighs nothing."""


Stakes = tuple[frozenset[str], tuple[str, ...]]
"""The parties that have a stake in a slot, and the events that say so."""

NO_STAKE: Stakes = (frozenset(), ())

BETWEEN_KEYS = re.compile(r"(?<!\\)/")
"""What stands between the keys in a slot's name; a stroke within a key is escaped."""


@frozen(kw_only=True)
class Entry:
    """What is known of one source: the latest word on each field, and every grade with its day."""

    name: str
    shown: str | None = None
    category: str | None = None
    side: str | None = None
    speaks_for: str | None = None
    derived_from: str | None = None
    opposes: frozenset[str] = frozenset()
    grades: tuple[tuple[Micro, str], ...] = ()
    ids: tuple[str, ...] = ()


@frozen(kw_only=True)
class Grade:
    """A grade in force; `given` is false where it is the ledger's default."""

    letter: str
    given: bool


class Sources:
    """All that is known of sources at one cut."""

    def __init__(
        self, entries: Iterable[Event], stakes: Iterable[Event], names: Names, *,
        default_grade: str = DEFAULT_GRADE, zone: str = "UTC",
    ) -> None:  # fmt: skip
        self._names = names
        self._default = Grade(letter=default_grade, given=False)
        self._entries = _entries(entries, names, zone)
        self._stakes = _stakes(stakes, names)
        self._origins: dict[str, str] = {}

    def entry(self, source: str) -> Entry:
        """What is known of a source; an empty entry where it was never introduced."""
        name = self._names.of(source)
        return self._entries.get(name) or Entry(name=name)

    def introduced(self) -> list[str]:
        """The names of all sources that were introduced, sorted."""
        return sorted(self._entries)

    def label(self, source: str) -> str:
        """The name to show for a source."""
        return self.entry(source).shown or source

    def origin(self, chain: tuple[str, ...]) -> str:
        """Whose word it is in the end: the party that the first link speaks for, or what it draws on.

        Whoever is unnamed is another for each outlet.
        """
        first = self._names.of(chain[0])
        if first == UNNAMED:
            return f"{UNNAMED}/{self._origin(self._names.of(chain[1]))}" if len(chain) > 1 else UNNAMED
        return self._origin(first)

    def _origin(self, name: str) -> str:
        if name not in self._origins:
            self._origins[name] = self._walk(name)
        return self._origins[name]

    def _walk(self, name: str) -> str:
        """The last of those that speak for another or draw on one; where they do so in a circle, its smallest name."""
        walked = self._upstream(name)
        last = self.entry(walked[-1])
        further = last.speaks_for or last.derived_from
        return walked[-1] if further is None else min(walked[walked.index(further) :])

    def _upstream(self, name: str) -> list[str]:
        """A source, whom it speaks for or draws on, and so on, each once."""
        walked = [name]
        while (entry := self._entries.get(walked[-1])) and (further := entry.speaks_for or entry.derived_from):
            if further in walked:
                break
            walked.append(further)
        return walked

    def grade(self, source: str, reported: Micro) -> Grade:
        """The grade in force before an instant, the end of `reported`: the first covers all before it too."""
        grades = self.entry(source).grades
        if not grades:
            return self._default
        in_force = [letter for since, letter in grades if since < reported]
        return Grade(letter=in_force[-1] if in_force else grades[0][1], given=True)

    def side(self, source: str) -> str | None:
        """The party whose side a source takes; `None` for none of its own."""
        entry = self.entry(source)
        side = entry.side or entry.speaks_for
        return None if side == MIXED else side

    def opposing(self, one: str | None, other: str | None) -> bool:
        """Whether two sides were declared to oppose each other."""
        if one is None or other is None:
            return False
        return other in self.entry(one).opposes or one in self.entry(other).opposes

    def has_stake(self, source: str, keys: Iterable[str], slots: Iterable[str]) -> bool:
        """Whether the side of a source, or one opposed to it, is a key of the slot or has a stake in it.

        `slots` are the names that a stake may give the slot.
        """
        side = self.side(source)
        if side is None:
            return False
        concerned = self._concerned(keys, slots)
        return side in concerned or any(self.opposing(side, party) for party in concerned)

    def _concerned(self, keys: Iterable[str], slots: Iterable[str]) -> set[str]:
        return {*keys, *(party for slot in slots for party in self._stakes.get(slot, NO_STAKE)[0])}

    def ids(self, chain: tuple[str, ...], keys: Iterable[str], slots: Iterable[str]) -> tuple[str, ...]:
        """The events that what is said here of a chain's origin, its side and its stake rests on."""
        upstream = {one for link in chain[:2] for one in self._upstream(self._names.of(link))}
        sides = {side for one in upstream if (side := self.side(one))}
        slots = tuple(slots)
        about = upstream | sides | (self._concerned(keys, slots) if sides else set())
        stakes = {one for slot in slots for one in self._stakes.get(slot, NO_STAKE)[1]}
        return tuple(sorted(stakes.union(*(self.entry(one).ids for one in about))))


def _entries(events: Iterable[Event], names: Names, zone: str) -> dict[str, Entry]:
    found: dict[str, list[tuple[Micro, Event, Source]]] = {}
    for event in events:
        fact = event.said.fact
        if isinstance(fact, Source):
            since = event.said.occurred.span(zone)[0] if event.said.occurred else EVER
            found.setdefault(names.of(fact.source), []).append((since, event, fact))
    return {name: _entry(name, events, names) for name, events in found.items()}


def _entry(name: str, dated: list[tuple[Micro, Event, Source]], names: Names) -> Entry:
    """Later words replace earlier ones field by field. Of two of one day the later in text does: ids decide nothing."""
    latest: dict[str, object] = {}
    for _, _, fact in sorted(dated, key=lambda one: (one[0], repr(one[2]))):
        latest |= {field.attribute: value for field in fact.spec.asides if (value := getattr(fact, field.attribute))}
    told = {
        attribute: names.of(str(latest[attribute]))
        for attribute in ("side", "speaks_for", "derived_from")
        if attribute in latest
    }
    opposes = latest.get("opposes", ())
    return Entry(
        name=name, shown=_text(latest.get("name")), category=_text(latest.get("category")), **told,
        opposes=frozenset(names.of(party) for party in opposes) if isinstance(opposes, tuple) else frozenset(),
        grades=tuple(sorted((since, fact.grade) for since, _, fact in dated if fact.grade)),
        ids=tuple(sorted(event.id for _, event, _ in dated)),
    )  # fmt: skip


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _stakes(events: Iterable[Event], names: Names) -> dict[str, Stakes]:
    found: dict[str, Stakes] = {}
    for event in events:
        fact = event.said.fact
        if isinstance(fact, Stake):
            slot = _slot_named(fact.target, names)
            parties, ids = found.get(slot, NO_STAKE)
            more = frozenset(names.of(party) for party in fact.parties or ())
            found[slot] = (parties | more, tuple(sorted({*ids, event.id})))
    return found


def _slot_named(target: str, names: Names) -> str:
    """A slot's name as it is compared: each key by the one name that stands for it."""
    kind, *keys = BETWEEN_KEYS.split(target)
    return "/".join([fold(kind), *(names.of(key.strip()) for key in keys)])
