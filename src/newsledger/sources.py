"""Who speaks: grades, sides, origins and stakes, from the `source` and `stake` events that are in force."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from newsledger.event import UNNAMED, Event
from newsledger.fact import fold
from newsledger.frozen import frozen
from newsledger.kinds.source import Echo, Source, read_echoes
from newsledger.kinds.stake import Stake
from newsledger.names import Names
from newsledger.tuples import NamedTuple
from newsledger.values.when import EVER, Micro

DEFAULT_GRADE = "C"
"""The grade of a source that nobody graded, where the ledger names no other."""

MIXED = "mixed"
"""The side of a source that has none of its own, such as critics in two capitals."""

WORTHLESS = "F"
"""The grade of a source whose reliability cannot be judged: its word weighs nothing."""


class Stakes(NamedTuple):
    """The parties that have a stake in a slot, what is better for whom, and the events that say so."""

    parties: frozenset[str] = frozenset()
    better_for: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


NO_STAKE = Stakes()


class Gain(NamedTuple):
    """What is better for the side of a speaker: more or fewer, or a word; `by_it` is false where any other word is."""

    more: bool | None = None
    word: str | None = None
    by_it: bool = True


BETWEEN_KEYS = r"(?<!\\)/"
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
    echoes: tuple[Echo, ...] = ()
    grades: tuple[tuple[Micro, str], ...] = ()
    ids: tuple[str, ...] = ()


class Grade(NamedTuple):
    """A grade in force; `given` is false where it is the ledger's default."""

    letter: str
    given: bool


class Speaker:
    """Who speaks in a chain: the one name of its first link, whose word it is in the end, and whose side that is on."""

    __slots__ = ("_first", "_later", "name", "origin", "side")

    def __init__(self, name: str, origin: str, side: str | None, grades: tuple[tuple[Micro, Grade], ...]) -> None:
        self.name, self.origin, self.side = name, origin, side
        self._first, self._later = grades[0][1], grades[1:]

    def grade(self, reported: Micro) -> Grade:
        """The grade in force before an instant, the end of `reported`: the first covers all before it too."""
        found = self._first
        for since, grade in self._later:
            if since >= reported:
                break
            found = grade
        return found


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
        self._opponents: dict[str, set[str]] = {}
        self._strangers: dict[str, Entry] = {}
        self._speakers: dict[tuple[str, ...], Speaker] = {}
        self._origins: dict[str, str] = {}
        self._echoes: dict[tuple[str, ...], dict[tuple[str, str], int]] = {}
        self._named: dict[tuple[str, str], set[str]] = {}
        self._last: tuple[tuple[str, ...], list[dict[tuple[str, str], int]]] = ((), [])
        self._declared_echoes()

    def entry(self, source: str) -> Entry:
        """What is known of a source; an empty entry where it was never introduced."""
        name = self._names.of(source)
        return self._entries.get(name) or self._stranger(name)

    def _stranger(self, name: str) -> Entry:
        found = self._strangers.get(name)
        if found is None:
            found = self._strangers[name] = Entry(name=name)
        return found

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

    def speaker(self, chain: tuple[str, ...]) -> Speaker:
        """Who speaks in a chain. The same for each report of a chain, for chains are few and reports many."""
        found = self._speakers.get(chain)
        if found is None:
            name = self._names.of(chain[0])
            found = Speaker(name, self.origin(chain), self.side(name), self._grades(name))
            self._speakers[chain] = found
        return found

    def grade(self, source: str, reported: Micro) -> Grade:
        """The grade in force before an instant, the end of `reported`: the first covers all before it too."""
        return self.speaker((source,)).grade(reported)

    def _grades(self, name: str) -> tuple[tuple[Micro, Grade], ...]:
        told = self.entry(name).grades
        return tuple((since, Grade(letter=letter, given=True)) for since, letter in told) or ((EVER, self._default),)

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
        opposes, opponents = self.entry(side).opposes, self._opponents_of(side)
        return any(one == side or one in opposes or self._names.of(one) in opponents for one in concerned)

    def _opponents_of(self, side: str) -> set[str]:
        """Those who were declared to oppose a side."""
        found = self._opponents.get(side)
        if found is None:
            found = {name for name, entry in self._entries.items() if side in entry.opposes}
            self._opponents[side] = found
        return found

    def _concerned(self, keys: Iterable[str], slots: Iterable[str]) -> set[str]:
        return {*keys, *(party for slot in slots for party in self._stakes.get(slot, NO_STAKE).parties)}

    def gain(self, source: str, of_kind: tuple[str, str] | None, slots: Iterable[str]) -> Gain | None:
        """What is better for the side of a source: by a stake in the slot, else by its kind; `None` where nobody said.

        `of_kind` is a party and what is better for it, as in `("ukraine", "more")`.
        """
        side = self.side(source)
        if side is None:
            return None
        told = [text for slot in slots for text in self._stakes.get(slot, NO_STAKE).better_for]
        declared = [_split(text) for text in told] + ([of_kind] if of_kind else [])
        return next((gain for party, what in declared if (gain := self._gain(side, self._names.of(party), what))), None)

    def _gain(self, side: str, party: str, what: str) -> Gain | None:
        """What is better for a party is worse for whoever opposes it."""
        if side != party and not self.opposing(side, party):
            return None
        if what in MORE_OR_FEWER:
            return Gain(more=(what == "more") == (side == party))
        return Gain(word=fold(what), by_it=side == party)

    @property
    def echoing(self) -> bool:
        """Whether anybody was declared to echo anybody."""
        return bool(self._echoes)

    def share(self, one: str, other: str, slot: tuple[str, ...]) -> int:
        """The share of one origin's words about a slot that echoes another's, in millionths, as it was declared.

        `slot` is the kind, the keys as they are compared, and the field.
        """
        if not self._echoes:
            return 0
        pair = (one, other)
        return max((shares.get(pair, 0) for shares in self._echoes_about(slot)), default=0)

    def _echoes_about(self, slot: tuple[str, ...]) -> list[dict[tuple[str, str], int]]:
        """The declared echoes in whose scope a slot lies. The last answer is kept: slots are asked one at a time."""
        if self._last[0] != slot:
            found = [shares for scope, shares in self._echoes.items() if lies_in(slot, scope)]
            self._last = (slot, found)
        return self._last[1]

    def echo_ids(self, origins: Iterable[str]) -> set[str]:
        """The events that say of any two of these origins that one echoes the other."""
        among = set(origins)
        if len(among) < 2 or not self._echoes:  # noqa: PLR2004  nobody echoes itself
            return set()
        pairs = {pair for shares in self._echoes.values() for pair in shares if among.issuperset(pair)}
        ends = {end for pair in pairs for end in self._named[pair]}
        return {one for end in ends for up in self._upstream(end) for one in self.entry(up).ids}

    def _declared_echoes(self) -> None:
        """Shares by scope and by pair of origins, both ways; and which sources each pair was declared of."""
        for entry in self._entries.values():
            for told in entry.echoes:
                name, share, scope = told
                other = self._names.of(name)
                pair = (self._origin(entry.name), self._origin(other))
                shares = self._echoes.setdefault(_scope(scope, self._names), {})
                for way in {pair, pair[::-1]} if share else ():
                    shares[way] = max(share, shares.get(way, 0))
                    self._named.setdefault(way, set()).update((entry.name, other))

    def ids(self, chain: tuple[str, ...], keys: Iterable[str], slots: Iterable[str]) -> tuple[str, ...]:
        """The events that what is said here of a chain's origin, its side and its stake rests on."""
        upstream = {one for link in chain[:2] for one in self._upstream(self._names.of(link))}
        sides = {side for one in upstream if (side := self.side(one))}
        slots = tuple(slots)
        about = upstream | sides | (self._concerned(keys, slots) if sides else set())
        stakes = {one for slot in slots for one in self._stakes.get(slot, NO_STAKE).ids}
        return tuple(sorted(stakes.union(*(self.entry(one).ids for one in about))))


def _entries(events: Iterable[Event], names: Names, zone: str) -> dict[str, Entry]:
    found: dict[str, list[tuple[Micro, Event, Source]]] = {}
    for event in events:
        fact = event.said.fact
        if isinstance(fact, Source):
            since = event.said.occurred.span(zone)[0] if event.said.occurred else EVER
            found.setdefault(names.of(fact.source), []).append((since, event, fact))
    if names.aliased:
        return {name: _entry(name, events, names) for name, events in found.items()}
    return {name: _plain_entry(_Introduced(name, events)) for name, events in found.items()}


Dated = tuple[Micro, Event, Source]
"""From when on an event says something of a source, and what."""


class _Introduced:
    """A source with all that was said of it. Two are equal where the same events say it, from the same days on."""

    __slots__ = ("_key", "dated", "name")

    def __init__(self, name: str, dated: list[Dated]) -> None:
        self.name, self.dated = name, dated
        self._key = (name, *((since, event.id) for since, event, _ in dated))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Introduced) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@functools.lru_cache(maxsize=8_192)  # each cut has its sources, and most of them are those of the cut before
def _plain_entry(introduced: _Introduced) -> Entry:
    return _entry(introduced.name, introduced.dated, Names())


def _entry(name: str, dated: list[Dated], names: Names) -> Entry:
    """Later words replace earlier ones field by field. Of two of one day the later in text does: ids decide nothing."""
    latest: dict[str, object] = {}
    in_order = sorted(dated, key=lambda one: (one[0], repr(one[2]))) if len(dated) > 1 else dated
    for _, _, fact in in_order:
        latest |= {field.attribute: value for field in fact.spec.asides if (value := getattr(fact, field.attribute))}
    told = {
        attribute: names.of(str(latest[attribute]))
        for attribute in ("side", "speaks_for", "derived_from")
        if attribute in latest
    }
    opposes, echoes = latest.get("opposes", ()), latest.get("echoes", ())
    return Entry(
        name=name, shown=_text(latest.get("name")), category=_text(latest.get("category")), **told,
        opposes=frozenset(names.of(party) for party in opposes) if isinstance(opposes, tuple) else frozenset(),
        echoes=read_echoes(echoes) if isinstance(echoes, tuple) else (),
        grades=tuple(sorted((since, fact.grade) for since, _, fact in dated if fact.grade)),
        ids=tuple(sorted(event.id for _, event, _ in dated)),
    )  # fmt: skip


MORE_OR_FEWER = ("more", "fewer")
"""What may be better of figures; of words it is a word."""

ANY = "*"
"""What stands in a scope for any key."""


def _scope(told: str | None, names: Names) -> tuple[str, ...]:
    """A scope as it is compared: the kind, then keys, each by the one name that stands for it."""
    if told is None:
        return ()
    kind, *keys = re.split(BETWEEN_KEYS, told)
    return (fold(kind.strip()), *(names.of(key.strip().replace("\\/", "/")) for key in keys))


def lies_in(slot: tuple[str, ...], scope: tuple[str, ...]) -> bool:
    """Whether a slot (kind, keys, field) lies in a scope: the beginning of a slot's name, with `*` for any key.

    >>> lies_in(("indicator", "flight 7", "departure", "number"), ("indicator", "*", "departure"))
    True
    """
    return len(scope) <= len(slot) and all(told in (ANY, key) for told, key in zip(scope, slot, strict=False))


def _split(better_for: str) -> tuple[str, str]:
    """Who and what, of `russia more`: the last word is what is better."""
    party, _, what = better_for.strip().rpartition(" ")
    return party, fold(what)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _stakes(events: Iterable[Event], names: Names) -> dict[str, Stakes]:
    found: dict[str, Stakes] = {}
    for event in events:
        fact = event.said.fact
        if isinstance(fact, Stake):
            slot = _slot_named(fact.target, names)
            there = found.get(slot, NO_STAKE)
            more = frozenset(names.of(party) for party in fact.parties or ())
            better = {*there.better_for, *([fact.better_for] if fact.better_for else [])}
            found[slot] = Stakes(there.parties | more, tuple(sorted(better)), tuple(sorted({*there.ids, event.id})))
    return found


def _slot_named(target: str, names: Names) -> str:
    """A slot's name as it is compared: each key by the one name that stands for it."""
    kind, *keys = re.split(BETWEEN_KEYS, target)
    return "/".join([fold(kind), *(names.of(key.strip()) for key in keys)])
