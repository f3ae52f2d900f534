"""Who speaks: grades, sides, origins and stakes, from the `source` and `stake` events that are in force."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from newsledger.event import UNNAMED, Event
from newsledger.fact import fold
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


@attrs.frozen(kw_only=True)
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


@attrs.frozen(kw_only=True)
class Grade:
    """A grade in force; `given` is false where it is the ledger's default."""

    letter: str
    given: bool


class Sources:
    """All that is known of sources at one cut."""

    def __init__(
        self, entries: Iterable[Event], stakes: Iterable[Event], names: Names, *, default_grade: str = DEFAULT_GRADE
    ) -> None:
        self._names = names
        self._default = Grade(letter=default_grade, given=False)
        self._entries = _entries(entries, names)
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
        walked = [name]
        while (entry := self._entries.get(walked[-1])) and (further := entry.speaks_for or entry.derived_from):
            if further in walked:
                return min(walked[walked.index(further) :])
            walked.append(further)
        return walked[-1]

    def grade(self, source: str, reported: Micro) -> Grade:
        """The grade in force for what a source made public at a time: the first covers all before it too."""
        grades = self.entry(source).grades
        if not grades:
            return self._default
        in_force = [letter for since, letter in grades if since <= reported]
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

    def has_stake(self, source: str, keys: Iterable[str], slot: str) -> bool:
        """Whether the side of a source, or one opposed to it, is a key of the slot or has a stake in it."""
        side = self.side(source)
        if side is None:
            return False
        concerned = {*keys, *self._stakes.get(slot, (frozenset(), ()))[0]}
        return side in concerned or any(self.opposing(side, party) for party in concerned)

    def ids(self, source: str, slot: str) -> tuple[str, ...]:
        """The events that what is said here of a source rests on."""
        entry = self.entry(source)
        tied = [self.entry(name).ids for name in (entry.side, entry.speaks_for, entry.derived_from) if name]
        return (*entry.ids, *(one for ids in tied for one in ids), *self._stakes.get(slot, (frozenset(), ()))[1])


def _entries(events: Iterable[Event], names: Names) -> dict[str, Entry]:
    found: dict[str, list[tuple[Micro, Event, Source]]] = {}
    for event in events:
        fact = event.said.fact
        if isinstance(fact, Source):
            since = event.said.occurred.span()[0] if event.said.occurred else EVER
            found.setdefault(names.of(fact.source), []).append((since, event, fact))
    return {name: _entry(name, events, names) for name, events in found.items()}


def _entry(name: str, dated: list[tuple[Micro, Event, Source]], names: Names) -> Entry:
    """Later words replace earlier ones field by field. Of two of one day the later in text does: ids decide nothing."""
    latest: dict[str, object] = {}
    for _, _, fact in sorted(dated, key=lambda one: (one[0], repr(one[2]))):
        latest |= {field.attribute: value for field in fact.spec.asides if (value := getattr(fact, field.attribute))}
    told = {attribute: names.of(str(latest[attribute])) for attribute in ("side", "speaks_for", "derived_from") if attribute in latest}
    opposes = latest.get("opposes", ())
    return Entry(
        name=name, shown=_text(latest.get("name")), category=_text(latest.get("category")), **told,
        opposes=frozenset(names.of(party) for party in opposes) if isinstance(opposes, tuple) else frozenset(),
        grades=tuple(sorted((since, fact.grade) for since, _, fact in dated if fact.grade)),
        ids=tuple(sorted(event.id for _, event, _ in dated)),
    )  # fmt: skip


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _stakes(events: Iterable[Event], names: Names) -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    found: dict[str, tuple[frozenset[str], tuple[str, ...]]] = {}
    for event in events:
        fact = event.said.fact
        if isinstance(fact, Stake):
            slot = fold(fact.target)
            parties, ids = found.get(slot, (frozenset(), ()))
            more = frozenset(names.of(party) for party in fact.parties or ())
            found[slot] = (parties | more, tuple(sorted({*ids, event.id})))
    return found
