"""Likely re-reports: two reports of one incident that the ledger counts as two. Shown for review, never merged.

Two reports in one slot are a pair where two origins tell the same figure in nearly the same words within
days: then one may repeat the other. Two incidents are a pair where name, place and those who took part
are much alike and their days are near: then one thing may have two names.

What somebody decided is an event: a note with fixed words on the first of the two. A pair that was
decided is not shown again, until the note is voided.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from newsledger.event import ASSERTS, Event
from newsledger.fact import Fact, Field, Type, Value
from newsledger.frozen import frozen
from newsledger.kinds.incident import Incident
from newsledger.kinds.note import Note
from newsledger.live import Live, Question, fold_slot
from newsledger.replay import State
from newsledger.values.quantity import Quantity
from newsledger.values.when import When
from newsledger.values.zones import DAY

Alike = Callable[[str, str], int]
"""How alike two texts are, from 0 to 100."""

DAYS = 3
"""So many days may lie between two reports of one thing, where nobody says otherwise."""

LIKE_WORDS, LIKE_NAMES = 90, 75
"""How alike words of one slot, and two incidents, have to be (tried on the stories of the documentation)."""

UNLIKE = 50
"""Below it two places, or two actors, are another."""

AGREES = 8
"""What figures that agree add, in points of a hundred."""

SAME, APART = "told again by", "another than"
"""What a note says of two reports, before the id of the second."""

_DECIDED = re.compile(rf"(?:{SAME}|{APART}) ([0-9a-f]{{32}})")
_DIGITS = re.compile(r"[0-9]")
_BLANKS = re.compile(r"\s+")


@frozen(kw_only=True)
class Pair:
    """Two reports that may be one: the earlier first. `likeness` runs from 0 to 100, `why` tells it in words.

    `names` is whether they stand in two slots: one incident under two names.
    """

    first: Event
    second: Event
    likeness: int
    why: str
    names: bool = False


def pairs(state: State, today: When, alike: Alike, *, story: str | None = None, days: int = DAYS) -> list[Pair]:
    """The pairs of a ledger that nobody decided yet, the likeliest first, each report in one pair at most.

    >>> from newsledger.replay import State
    >>> pairs(State(), When.parse("2025-03-16"), lambda one, other: 0)
    []
    """
    alive = state.live(Question(at=today))
    told = [event for event in alive.reports if event.said.stance == ASSERTS and event.id not in alive.voided]
    told = [
        event for event in told if not alive.withdrawn.get(event.id) and (story is None or event.said.story == story)
    ]
    done = decided(state, alive)
    found = [*_in_one_slot(told, alive, alike, days), *_of_two_names(told, alive, alike, days)]
    found = [pair for pair in found if frozenset((pair.first.id, pair.second.id)) not in done]
    return _one_to_one(sorted(found, key=lambda pair: (-pair.likeness, pair.first.id, pair.second.id)))


def _one_to_one(found: Iterable[Pair]) -> list[Pair]:
    taken: set[str] = set()
    kept = []
    for pair in found:
        if not {pair.first.id, pair.second.id} & taken:
            taken |= {pair.first.id, pair.second.id}
            kept.append(pair)
    return kept


def decided(state: State, alive: Live) -> set[frozenset[str]]:
    """The pairs of ids that somebody decided, by notes that were not voided."""
    found = set()
    for event in state.events():
        fact = event.said.fact
        told = _DECIDED.fullmatch(fact.meaning or "") if isinstance(fact, Note) else None
        if told and isinstance(fact, Note) and event.id not in alive.voided:
            found.add(frozenset((fact.target, told[1])))
    return found


# --- one slot ---------------------------------------------------------------------------------


def _in_one_slot(told: list[Event], alive: Live, alike: Alike, days: int) -> Iterator[Pair]:
    """Two origins that tell one figure of one slot in nearly the same words, within days."""
    slots: dict[tuple[object, ...], list[tuple[Event, str]]] = {}
    for event in told:
        for field, value in event.said.claims():
            words = _words(event, field, value)
            if words is not None and isinstance(value, Quantity):
                key = (*fold_slot(event.said, alive.names), field.name, value.amount_key)
                slots.setdefault(key, []).append((event, words))
    for same in slots.values():
        for (one, words), (other, others) in _near(same, days):
            likeness = alike(words, others)
            if likeness >= LIKE_WORDS and _may_repeat(one, other, alive):
                why = f"two origins, one figure, in nearly the same words: “{others}”"
                yield Pair(first=one, second=other, likeness=likeness, why=why)


def _words(event: Event, field: Field, value: Value | None) -> str | None:
    """The words of a figure, with whatever was quoted; `None` where only a number was told."""
    told = " ".join(filter(None, [event.said.words(field.name), event.said.quote])).casefold()
    plain = _BLANKS.sub(" ", told).strip()
    letters = re.sub(r"[\W\d_]", "", plain)
    return plain if value is not None and len(letters) > len("km") and _DIGITS.search(plain + "0") else None


def _may_repeat(one: Event, other: Event, alive: Live) -> bool:
    """Whether two reports have two origins, and neither outlet quotes both: one sentence that names two is no echo."""
    sources = alive.sources
    if sources.origin(one.said.chain) == sources.origin(other.said.chain):
        return False
    sides = sources.side(one.said.chain[0]), sources.side(other.said.chain[0])
    return not sources.opposing(*sides) and one.said.chain[-1] != other.said.chain[-1]


def _near(told: list[tuple[Event, str]], days: int) -> Iterator[tuple[tuple[Event, str], tuple[Event, str]]]:
    """All pairs that were made public within days, the earlier first."""
    ordered = sorted(told, key=lambda pair: (_public(pair[0]), pair[0].id))
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if _public(other[0]) - _public(one[0]) > days * DAY:
                break
            yield one, other


def _public(event: Event) -> int:
    return event.said.reported.span()[1] if event.said.reported is not None else 0


# --- two names --------------------------------------------------------------------------------


def _of_two_names(told: list[Event], alive: Live, alike: Alike, days: int) -> Iterator[Pair]:
    """Two incidents of near days whose names, places and actors are alike."""
    incidents = [event for event in told if isinstance(event.said.fact, Incident) and event.said.occurred is not None]
    ordered = sorted(incidents, key=lambda event: (_began(event), event.id))
    harmed = _harmed(told, alive)
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if _began(other) - _began(one) > days * DAY:
                break
            pair = _as_pair(one, other, alive, alike, harmed)
            if pair is not None:
                yield pair


def _began(event: Event) -> int:
    return event.said.occurred.span()[0] if event.said.occurred is not None else 0


def _as_pair(
    one: Event, other: Event, alive: Live, alike: Alike, harmed: dict[str, dict[str, list[Quantity]]]
) -> Pair | None:
    first, second = one.said.fact, other.said.fact
    if not isinstance(first, Incident) or not isinstance(second, Incident) or _of_one_outlet(one, other):
        return None
    names = alive.names.of(first.incident), alive.names.of(second.incident)
    if names[0] == names[1] or _differ(first, second, alike):
        return None
    agree = _agree(harmed.get(names[0], {}), harmed.get(names[1], {}))
    likeness = alike(_text(one, first), _text(other, second)) + (AGREES if agree else 0)
    if agree is False or likeness < LIKE_NAMES:
        return None
    earlier, later = sorted((one, other), key=lambda event: (_public(event), event.id))
    why = "two names, near days, much alike" + (", figures that agree" if agree else "")
    return Pair(first=earlier, second=later, likeness=min(100, likeness), why=why, names=True)


def _of_one_outlet(one: Event, other: Event) -> bool:
    """Whether one outlet told both: it would not call one thing by two names."""
    return one.said.chain[-1:] == other.said.chain[-1:]


def _differ(one: Incident, other: Incident, alike: Alike) -> bool:
    """Whether place, actor or target are told of both, and are not the same."""
    told = [(getattr(one, name), getattr(other, name)) for name in ("place", "actor", "target")]
    return any(first and second and alike(first.casefold(), second.casefold()) < UNLIKE for first, second in told)


def _text(event: Event, fact: Incident) -> str:
    parts = [fact.incident, fact.type, fact.place, fact.actor, fact.target, event.said.quote]
    return " ".join(part.casefold() for part in parts if part)


def _harmed(told: list[Event], alive: Live) -> dict[str, dict[str, list[Quantity]]]:
    """The figures that name an incident in a key, by incident, and by the rest of their slot."""
    found: dict[str, dict[str, list[Quantity]]] = {}
    for event in told:
        fact = event.said.fact
        of = getattr(fact, "of", None) if isinstance(fact, Fact) else None
        for field, value in event.said.claims():
            if of and field.type is Type.QUANTITY and isinstance(value, Quantity):
                slot = fold_slot(event.said, alive.names)
                name = alive.names.of(of)
                rest = "/".join(part for part in slot if part != name)
                found.setdefault(name, {}).setdefault(rest, []).append(value)
    return found


def _agree(one: dict[str, list[Quantity]], other: dict[str, list[Quantity]]) -> bool | None:
    """Whether the figures of two incidents agree wherever both have some; `None` where they have none in common."""
    common = [
        any(first.meets(second) for first in one[slot] for second in other[slot]) for slot in one.keys() & other.keys()
    ]
    return all(common) if common else None


# --- the decision -----------------------------------------------------------------------------


def decision(first: str, second: str, *, same: bool) -> Note:
    """The note that a decision is.

    >>> decision("0" * 32, "1" * 32, same=False).meaning
    'another than 11111111111111111111111111111111'
    """
    return Note(first, meaning=f"{SAME if same else APART} {second}")
