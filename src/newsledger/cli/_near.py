"""New slots and stories that look like old ones: asked about before they are opened, for they stay for good."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from newsledger.belief import Slot
from newsledger.cli._entering import stamped
from newsledger.cli._out import confirm, hint, one_line
from newsledger.errors import InvalidInput
from newsledger.event import Event, Said
from newsledger.fact import fold
from newsledger.ledger import Ledger
from newsledger.live import Question, fold_slot
from newsledger.names import Names
from newsledger.problems import Problem
from newsledger.replay import slot_of

LIKE = 0.88
"""How alike two keys must be before a new slot is asked about (tried on the first story's names)."""

SHORTEST = 4
"""Shorter keys differ by one letter too easily to ask about."""


def ask_about_near_misses(ledger: Ledger, saids: list[Said], *, yes: bool) -> None:
    """Asks before a slot or story is opened that looks like one that is there; without a terminal it refuses."""
    near = [
        *(f"{new} is new, and looks like {old}, which is there" for new, old in _near_stories(ledger, saids)),
        *(f"{new} is new, and looks like {old}, which is there" for new, old in _near_misses(ledger, saids)),
        *_new_dimensions(ledger, saids),
    ]
    if not near or yes:
        return
    for told in near:
        hint(one_line(told))
    if is_asked():
        confirm("Open it all the same?")
        return
    message = "what is new looks like what is there: a typing error cannot be taken out later, only voided"
    advice = "write it as it is there, or add --yes to open the new one"
    raise InvalidInput([Problem(code="near-miss", message=message, hint=advice)])


def is_asked() -> bool:
    """Whether somebody sits there who can answer."""
    return sys.stdin.isatty()


def _near_stories(ledger: Ledger, saids: list[Said]) -> Iterator[tuple[str, str]]:
    there = {fold(story) for story in ledger.stories()}
    for new in sorted({said.story for said in saids if said.story and fold(said.story) not in there}):
        like = next((old for old in sorted(there) if _nearly(fold(new), old)), None)
        if like is not None:
            yield f"the story {new}", like


def _near_misses(ledger: Ledger, saids: list[Said]) -> Iterator[tuple[str, str]]:
    alive = ledger.state().live(Question(at=ledger.today()))
    there = {fold_slot(event.said, alive.names) for event in alive.reports}
    new = {fold_slot(said, alive.names) for said in saids if not said.ours and said.kind != "retraction"} - there
    for slot in sorted(new):
        like = next((old for old in sorted(there) if _looks_like(slot, old)), None)
        if like is not None:
            yield "/".join(slot).rstrip("/"), "/".join(like).rstrip("/")


def _new_dimensions(ledger: Ledger, saids: list[Said]) -> Iterator[str]:
    """Figures in units that nobody measured a known slot in: 42 km of an area would be believed apart."""
    alive = ledger.state().live(Question(at=ledger.today()))
    new = [slot for event in stamped(saids) for slot in _measured(event, alive.names)]
    kinds = {slot.kind for slot in new}
    there: dict[str, set[str]] = {}
    for event in alive.reports if kinds else ():
        for slot in _measured(event, alive.names) if event.said.kind in kinds else ():
            there.setdefault(slot.name, set()).add(slot.dimension or "")
    for slot in dict.fromkeys(new):
        known = there.get(slot.name, {slot.dimension or ""})
        if slot.dimension not in known:
            told = " and ".join(sorted(map(_measure, known)))
            yield f"{slot.name} is told in {told} so far, and this is {_measure(slot.dimension or '')}: believed apart"


def _measured(event: Event, names: Names) -> list[Slot]:
    """The slots of a report whose figures may be of any dimension, and have one."""
    slots = [slot_of(event, field, value, names) for field, value in event.said.claims() if not event.said.ours]
    return [slot for slot in slots if slot.dimension is not None]


def _measure(dimension: str) -> str:
    """A dimension by its name and its unit: area (km2)."""
    from newsledger.values.units import base_of

    return f"{dimension.rpartition(':')[0] or dimension} ({base_of(dimension).symbol})"


def _looks_like(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """One kind, and all keys the same but one that is nearly so."""
    if one[0] != other[0] or len(one) != len(other):
        return False
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(differing) == 1 and _nearly(*differing[0])


def _nearly(one: str, other: str) -> bool:
    if min(len(one), len(other)) < SHORTEST or any(letter.isdigit() for letter in one + other):
        return False
    from difflib import SequenceMatcher

    swapped = sorted(one) == sorted(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 2  # noqa: PLR2004  two letters
    return swapped or SequenceMatcher(None, one, other, autojunk=False).ratio() >= LIKE
