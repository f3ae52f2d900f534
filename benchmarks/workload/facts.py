"""What a report says of a slot: most tell about the same, one in five figures is imprecise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import newsledger as nl
from benchmarks.workload.cast import PARTIES, Slot
from benchmarks.workload.draw import Draw
from newsledger.fact import Fact

IMPRECISE = 0.2
"""How many figures are hedged or a range."""

COARSE = 0.1
"""How many dates name no day."""

SPREAD = (100, 100, 100, 100, 100, 101, 99, 104, 95, 130)
"""What origins make of a figure, in parts of a hundred: half tell the same, one in ten is far off."""

RIVAL = 0.15
"""How many name another holder, or say no where most say yes."""

WORDS = {
    "statement": ("text", ("called it a success", "called it a disaster", "called it what was to be expected")),
    "position": ("position", ("accepted", "considering", "accepted-with-conditions", "rejected")),
    "term": ("stance", ("demands", "offers", "rejects")),
    "incident": ("phase", ("started", "ongoing", "ended")),
}
"""The value field of each kind that tells words, and the words, the usual ones first."""

COUNTED_SINCE = "2023-10"


KINDS: dict[str, Callable[..., Fact]] = {
    "territory-held": nl.TerritoryHeld, "indicator": nl.Indicator, "casualties": nl.Casualties,
    "statement": nl.Statement, "state": nl.State, "position": nl.Position, "term": nl.Term, "incident": nl.Incident,
    "control": nl.Control,
}  # fmt: skip

FIGURES = {
    "territory-held": ("area", "km2", "km²"),
    "indicator": ("number", "item", "items"),
    "casualties": ("number", "person", "people"),
}
"""The value field of each kind that tells a figure, its unit, and the unit as it is told."""


def fact(slot: Slot, draw: Draw) -> tuple[Fact, dict[str, str]]:
    """A fact about a slot, and the words that its figure was told in."""
    make = KINDS[slot.kind]
    if slot.kind not in FIGURES:
        return make(*slot.keys, **_words(slot, draw)), {}
    field, unit, word = FIGURES[slot.kind]
    value, told = figure(slot.figure, unit, word, draw)
    return make(*slot.keys, **{field: value}), {field: told}


def _words(slot: Slot, draw: Draw) -> dict[str, str]:
    """The value of a kind that tells no figure. What a slot's number decides is what most tell."""
    if slot.kind == "state":
        return {"term": ("yes", "no")[slot.number % 2 ^ draw.chance(RIVAL)]}
    if slot.kind == "control":
        return {"holder": PARTIES[(slot.number + draw.chance(RIVAL)) % len(PARTIES)]}
    field, words = WORDS[slot.kind]
    return {field: draw.early(words)}


def figure(usual: int, unit: str, word: str, draw: Draw) -> tuple[nl.Quantity, str]:
    """A figure near the usual one, and how it was told."""
    number = max(1, usual * draw.one(SPREAD) // 100)
    if not draw.chance(IMPRECISE):
        return nl.Quantity.parse(f"{number} {unit}"), f"{number:,} {word}".rstrip()
    forms = (
        (f"~{number} {unit}", f"about {number:,} {word}"),
        (f">{number} {unit}", f"more than {number:,} {word}"),
        (f"<={number} {unit}", f"as many as {number:,} {word}"),
        (f"{number}..{number + number // 5 + 1} {unit}", f"{number:,} to {number + number // 5 + 1:,} {word}"),
    )
    text, told = draw.one(forms)
    return nl.Quantity.parse(text), told.rstrip()


def occurred(slot: Slot, day: dt.date, draw: Draw) -> str:
    """When it is said to hold or to have happened."""
    coarse = draw.chance(COARSE)
    if slot.kind == "casualties":
        return f"{COUNTED_SINCE}/{day.isoformat()[:7] if coarse else day.isoformat()}"
    if not coarse:
        return day.isoformat()
    before = day - dt.timedelta(days=draw.between(2, 9))
    return draw.one((day.isoformat()[:7], f"{before}/{day}", f"{day.isoformat()[:7]}~"))
