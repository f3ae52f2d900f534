"""What laws compare: pictures to the byte, or figures without ids, units and age."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from newsledger import projections
from newsledger.as_json import picture_json
from newsledger.belief import Belief, Voice, value_text
from newsledger.fact import Value
from newsledger.replay import Picture
from newsledger.values.quantity import Quantity

AGEING = {"stale"}
"""The flag that time alone raises."""

Core = dict[tuple[str, str], tuple[Any, ...]]


def picture_bytes(picture: Picture) -> bytes:
    """A picture and every projection of it, as bytes: what must be the same wherever the question is the same."""
    return json.dumps([picture_json(picture), projected(picture)], ensure_ascii=False).encode()


def projected(picture: Picture) -> dict[str, Any]:
    """Every projection that can be told as JSON, by its name."""
    found: dict[str, Any] = {name: projections.find(name) for name in projections.names()}
    return {name: picture[cls].as_json() for name, cls in found.items() if hasattr(cls, "as_json")}


def figures(picture: Picture, *, flags: bool = True, aged: bool = True) -> Core:
    """What a picture holds, without ids and units: per slot value, standing, evidence, witnesses, and who does what.

    `flags=False` leaves out the flags: some tell the history of a figure. `aged=False` leaves out
    what changes with every day that passes: confidence, and what is left of the evidence.
    """
    return {belief.slot.order: core(belief, flags=flags, aged=aged) for belief in picture.beliefs}


def core(belief: Belief, *, flags: bool = True, aged: bool = True) -> tuple[Any, ...]:
    """One belief without ids and units; without what age takes from it where `aged` is false."""
    left = (belief.confidence, belief.evidence) if aged else ()
    told = tuple(flag for flag in belief.flags if flag not in AGEING) if flags else ()
    occurred = belief.occurred and belief.occurred.text
    was = belief.was and amount(belief.was.value)
    voices = sorted(repr(_voice(voice)) for voice in belief.voices)
    stands = (amount(belief.value), str(belief.standing), belief.figure and str(belief.figure), belief.witnesses)
    return (*stands, belief.weight, left, occurred, was, told, tuple(voices))


def amount(value: Value | None) -> object:
    """A value, whatever unit it was told in."""
    if isinstance(value, Quantity):
        return value.amount_key
    return None if value is None else value_text(value)


def _voice(voice: Voice) -> tuple[object, ...]:
    said = voice.event.said
    dates = (said.occurred and said.occurred.text, said.reported and said.reported.text)
    return (
        voice.source,
        said.via,
        str(voice.role),
        voice.stance,
        amount(voice.value),
        dates,
        voice.grade,
        voice.own_word,
        voice.weighing.weight,
        voice.weighing.new,
    )


def same_figures(
    one: Picture, other: Picture, *, flags: bool = True, slots: Iterable[tuple[str, str]] | None = None
) -> bool:
    """Whether two pictures hold the same figures, of all slots or of these alone."""
    mine, theirs = figures(one, flags=flags), figures(other, flags=flags)
    asked = {*mine, *theirs} if slots is None else slots
    return all(mine.get(slot) == theirs.get(slot) for slot in asked)


def same_beliefs(one: Belief | None, other: Belief | None) -> bool:
    """Whether two beliefs are equal but for age, confidence and staleness: the same reports in the same roles.

    >>> same_beliefs(None, None)
    True
    """
    if one is None or other is None:
        return one is other
    roles = [
        sorted((voice.event.id, voice.field.name, str(voice.role)) for voice in belief.voices)
        for belief in (one, other)
    ]
    return core(one, aged=False) == core(other, aged=False) and roles[0] == roles[1]
