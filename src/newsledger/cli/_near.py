"""New slots and stories that look like old ones: asked about before they are opened, for they stay for good."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from newsledger.cli._out import confirm, hint, one_line
from newsledger.errors import InvalidInput
from newsledger.event import Said
from newsledger.fact import fold
from newsledger.ledger import Ledger
from newsledger.live import Question, fold_slot
from newsledger.problems import Problem

LIKE = 0.88
"""How alike two keys must be before a new slot is asked about (tried on the first story's names)."""

SHORTEST = 4
"""Shorter keys differ by one letter too easily to ask about."""


def ask_about_near_misses(ledger: Ledger, saids: list[Said], *, yes: bool) -> None:
    """Asks before a slot or story is opened that looks like one that is there; without a terminal it refuses."""
    near = [*_near_stories(ledger, saids), *_near_misses(ledger, saids)]
    if not near or yes:
        return
    for new, old in near:
        hint(one_line(f"{new} is new, and looks like {old}, which is there"))
    if is_asked():
        confirm("Open it all the same?")
        return
    message = "a new name looks like one that is there: a typing error cannot be taken out later, only voided"
    advice = "write the one that is there, or add --yes to open the new one"
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
