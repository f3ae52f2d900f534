"""beliefs: every belief of a picture, as programs read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newsledger.belief import Belief, Slot
from newsledger.fact import Value
from newsledger.frozen import frozen
from newsledger.projections import projection
from newsledger.replay import Picture
from newsledger.values.quantity import Quantity

MILLION = 1_000_000


@projection("beliefs")
@frozen
class Beliefs:
    """All beliefs of a picture, in the order of their slots."""

    beliefs: tuple[Belief, ...]

    @classmethod
    def project(cls, picture: Picture) -> Beliefs:
        """All beliefs, sorted by slot."""
        return cls(picture.beliefs)

    def __getitem__(self, slot: str) -> Belief:
        """The belief of a slot by its whole name; where the name has several dimensions, the first of them."""
        found = next((belief for belief in self.beliefs if belief.slot.name == slot), None)
        if found is None:
            raise KeyError(slot)
        return found

    def __iter__(self) -> Iterator[Belief]:
        return iter(self.beliefs)

    def __len__(self) -> int:
        return len(self.beliefs)

    def as_json(self) -> list[dict[str, Any]]:
        """The beliefs as JSON, in the order of their slots."""
        return [belief_json(belief) for belief in self]


def belief_json(belief: Belief) -> dict[str, Any]:
    """One belief as the JSON that `replay --json` prints.

    `confidence` is a string of six decimals, null for a party's own word and where nothing weighs.
    `figure_standing` is how the number stands where that is less than how it stands that there are any.
    `evidence` is what is left of it at the date asked.
    """
    return {
        "slot": slot_json(belief.slot),
        "field": belief.slot.field,
        "name": belief.slot.name,
        "value": None if belief.value is None else value_json(belief.value, belief.told, _is_term(belief)),
        "standing": str(belief.standing),
        "figure_standing": None if belief.figure is None else str(belief.figure),
        "flags": list(belief.flags),
        "confidence": None if belief.confidence is None else millionths(belief.confidence),
        "evidence": {"for": millionths(belief.evidence.supports), "against": millionths(belief.evidence.against)},
        "witnesses": belief.witnesses,
        "occurred": None if belief.occurred is None else belief.occurred.text,
        "because": list(belief.because),
    }


def slot_json(slot: Slot) -> dict[str, str]:
    """A slot as JSON: its kind, its keys by name, and its dimension where the kind leaves it open."""
    from newsledger import kinds

    spec = kinds.spec(slot.kind)
    names = [key.name for key in spec.keys] if spec else []
    told = {name: key for name, key in zip(names, slot.keys, strict=False) if key}
    return {"kind": slot.kind, **told, **({"dimension": slot.dimension} if slot.dimension else {})}


def value_json(value: Value, told: tuple[str, ...], is_term: bool) -> dict[str, Any]:  # noqa: FBT001  one of two forms
    """A value as JSON: a quantity, a term out of a closed list, or text."""
    if isinstance(value, Quantity):
        return {**value.as_json(), "told": list(told)}
    text = ", ".join(value) if isinstance(value, tuple) else str(value)
    return {"type": "term" if is_term else "text", "text": text, "told": list(told)}


def millionths(number: int) -> str:
    """Millionths as a decimal of six places.

    >>> millionths(480_000)
    '0.480000'
    """
    return f"{number // MILLION}.{number % MILLION:06d}"


def _is_term(belief: Belief) -> bool:
    """Whether the value is a term: out of a closed list, or a plain yes or no."""
    field = belief.first.field
    return bool(field.terms) or belief.value in ("yes", "no")
