"""What each source says of each thing that others may speak of too."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from newsledger.event import ASSERTS, UNNAMED, Event
from newsledger.fact import Fact, Field, Moves, Time, Value, fold
from newsledger.live import Live, fold_slot
from newsledger.sources import WORTHLESS
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

COMPARABLE = frozenset({Time.MEASURED, Time.HOLDS, Time.COUNTED, Time.NEW, Time.HAPPENED})
"""Of what a party says of itself it is the authority, and what lies ahead nobody knows: neither is compared."""

DATED = frozenset({Time.COUNTED, Time.NEW})

ANY = "*"
"""Stands for the first key in a scope: whatever the thing is, as long as the same is said of it."""


@attrs.frozen(kw_only=True)
class Claim:
    """What one source says of one thing, its newest word alone.

    `about` is what others are compared on: the slot, and the date where the slot moves. `scope` is the part
    of the ledger in which sources may depend on each other: the kind and all keys but the first.
    """

    source: str
    origin: str
    about: str
    scope: str
    value: Value


def claims_of(alive: Live, *, zone: str = "UTC") -> tuple[Claim, ...]:
    """The claims of the reports that stand, each under its source's own name, sorted.

    Left out are denials and silence, unnamed sources, and those graded F, whose word weighs nothing.
    `alive` is `ledger.state().live(question)`: the question cuts what counts.
    """
    newest: dict[tuple[str, str], tuple[tuple[object, ...], Claim]] = {}
    for event in alive.reports:
        for field, value in event.said.claims():
            if value is None or not _counts(alive, event, field, value, zone):
                continue
            claim = _claim(alive, event, field, value)
            order = _order(event, value, zone)
            key = (claim.about, claim.source)
            if key not in newest or newest[key][0] < order:
                newest[key] = (order, claim)
    return tuple(newest[key][1] for key in sorted(newest))


def _counts(alive: Live, event: Event, field: Field, value: Value, zone: str) -> bool:
    said = event.said
    if said.stance != ASSERTS or said.source is None or said.reported is None or not isinstance(said.fact, Fact):
        return False
    if fold(said.source) == fold(UNNAMED) or (isinstance(value, Quantity) and value.is_unknown):
        return False
    timing = said.fact.spec.timing_of(said.fact, field)
    worthless = alive.sources.grade(said.source, said.reported.span(zone)[1]).letter == WORTHLESS
    return timing.time in COMPARABLE and alive.stands(event, field.name) and not worthless


def _claim(alive: Live, event: Event, field: Field, value: Value) -> Claim:
    said, names = event.said, alive.names
    kind, *keys = fold_slot(said, names)
    assert said.source is not None  # noqa: S101  `_counts` let it through
    return Claim(
        source=names.of(said.source), origin=alive.sources.origin(said.chain), scope=scope_of(kind, tuple(keys)),
        about="\n".join([_path(kind, *keys), field.name, *_apart(event, field, value)]), value=value,
    )  # fmt: skip


def scope_of(kind: str, keys: tuple[str, ...]) -> str:
    """The scope of a slot: its kind and its keys, whatever the first one is.

    >>> scope_of("indicator", ("aa 10", "departure", "", ""))
    'indicator/*/departure'
    """
    return _path(kind, ANY, *keys[1:])


def _path(kind: str, *keys: str) -> str:
    parts = [kind, *(key.replace("\\", "\\\\").replace("/", "\\/") for key in keys)]
    while not parts[-1]:
        parts.pop()
    return "/".join(parts)


def _apart(event: Event, field: Field, value: Value) -> Iterator[str]:
    """What else tells two things apart: the dimension, and the date of what moves or is counted over a time."""
    yield (value.dimension or "") if isinstance(value, Quantity) else ""
    fact, occurred = event.said.fact, event.said.occurred
    assert isinstance(fact, Fact)  # noqa: S101  `_counts` let it through
    timing = fact.spec.timing_of(fact, field)
    if occurred is not None and (timing.moves is not Moves.NO or timing.time in DATED):
        yield occurred.text


def _order(event: Event, value: Value, zone: str) -> tuple[object, ...]:
    """Which of two words of one source is the newer: by what they speak of, then by when they were said."""
    said = event.said
    assert said.reported is not None  # noqa: S101  `_counts` let it through
    return ((said.occurred or said.reported).span(zone), said.reported.span(zone), text_of(value))


def text_of(value: Value) -> str:
    """A value as text; words as they are compared."""
    if isinstance(value, Quantity | When):
        return value.text
    return ", ".join(fold(one) for one in value) if isinstance(value, tuple) else fold(value)


def agree(one: Value, other: Value) -> bool:
    """Whether two sources say what can both be so: figures whose ranges meet, or the same words.

    >>> agree(Quantity.parse("95..105 acre"), Quantity.parse("105..115 acre")), agree("Gate B", "gate b")
    (True, True)
    """
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return one.meets(other)
    return text_of(one) == text_of(other)
