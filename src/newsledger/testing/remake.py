"""The same ledger made in another way: other ids, other units, taken in at other times, with a claim less."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import attrs

from newsledger import codec
from newsledger.event import Event, Said
from newsledger.fact import Fact, Type
from newsledger.values import units
from newsledger.values.quantity import Quantity


def remade(events: Iterable[Event], change: Callable[[Said], Said]) -> list[Event]:
    """Every event with its words changed. Its id changes with them, and references follow.

    References lead to what stands before; one that leads nowhere stays.
    """
    ids: dict[str, str] = {}
    made: list[Event] = []
    for event in events:
        said = change(_following(event.said, ids))
        new = codec.stamp(said, recorded=datetime.fromisoformat(event.recorded), by=event.by)
        ids[event.id] = new.id
        made.append(new)
    return made


REFERENCES = {"retraction": "target", "void": "target", "note": "target", "redaction": "target"}
"""The keys that hold an id; fields of the type `ref` do too."""


def _following(said: Said, ids: dict[str, str]) -> Said:
    said = attrs.evolve(said, corrects=ids.get(said.corrects or "", said.corrects))
    fact = said.fact
    if not isinstance(fact, Fact):
        return said
    named = [field.attribute for field in fact.spec.fields if field.type is Type.REF]
    named += [REFERENCES[said.kind]] if said.kind in REFERENCES else []
    told = {name: getattr(fact, name) for name in named}
    return attrs.evolve(said, fact=attrs.evolve(fact, **{name: ids.get(one or "", one) for name, one in told.items()}))


def with_urls(events: Iterable[Event]) -> list[Event]:
    """The same ledger under other ids: each event has an address that says nothing."""
    return remade(events, lambda said: attrs.evolve(said, url="https://example.org/"))


def restamped(events: Iterable[Event], *, recorded: datetime, by: str) -> list[Event]:
    """The same events, all taken in at one time by one person."""
    return [codec.stamp(event.said, recorded=recorded, by=by) for event in events]


def in_other_units(events: Iterable[Event]) -> list[Event]:
    """The same ledger with every figure in another unit of its dimension, its rounding carried along."""
    return remade(events, lambda said: _converted(said, _other_unit))


def in_base_units(events: Iterable[Event]) -> list[Event]:
    """The same ledger with every figure in the base unit of its dimension: what was told in several is told in one."""
    return remade(events, lambda said: _converted(said, lambda figure: figure.base))


def _converted(said: Said, change: Callable[[Quantity], Quantity]) -> Said:
    fact = said.fact
    if not isinstance(fact, Fact):
        return said
    figures = [(field, value) for field, value in fact.told_values() if isinstance(value, Quantity)]
    return attrs.evolve(said, fact=attrs.evolve(fact, **{field.attribute: change(value) for field, value in figures}))


def _other_unit(figure: Quantity) -> Quantity:
    """The figure in the unit before its own in the table, round and round: seldom a power of ten away."""
    if figure.unit is None:
        return figure
    family = [unit.symbol for unit in units.UNITS.values() if unit.dimension == figure.dimension]
    return figure.to(family[family.index(figure.unit) - 1])


def with_field_dropped(said: Said, names: Iterable[str]) -> Said | None:
    """What is left of a report when some of its values were never told; `None` where nothing is."""
    fact, gone = said.fact, set(names)
    told = {field.name: field.attribute for field, _ in said.claims()}
    if not isinstance(fact, Fact) or gone >= set(told):
        return None
    blank: dict[str, Any] = {told[name]: None for name in gone if name in told}
    return attrs.evolve(said, fact=attrs.evolve(fact, **blank))
