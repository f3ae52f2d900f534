"""The projection that all contestants fold: per slot and source the latest word. No order of events changes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from newsledger import kinds
from newsledger.event import Event
from newsledger.fact import Fact
from newsledger.values.quantity import Quantity

Word: TypeAlias = tuple[str, str, str]
"""When it was reported, the id of the event, and the value as it is stored. The greatest is the latest."""

Latest: TypeAlias = dict[str, dict[str, Word]]


Shapes: TypeAlias = dict[str, tuple[tuple[str, ...], str]]


def shapes() -> Shapes:
    """Per kind of report the names of its keys and of its first value field, as they are stored."""
    found: Shapes = {}
    for name in kinds.names():
        spec = kinds.spec(name)
        if spec is not None and spec.values and not spec.ours:
            found[name] = (tuple(key.name for key in spec.keys), spec.values[0].name)
    return found


def tell(into: Latest, slot: str, source: str, word: Word) -> None:
    """Takes a word in, unless there is a later one."""
    words = into.setdefault(slot, {})
    if source not in words or word > words[source]:
        words[source] = word


def of_events(events: Iterable[Event]) -> Latest:
    """The fold over newsledger's own events, as a user would write it."""
    fields = {kind: field for kind, (_, field) in shapes().items()}
    found: Latest = {}
    for event in events:
        said = event.said
        field = fields.get(said.kind)
        if field is None or said.source is None or said.reported is None or not isinstance(said.fact, Fact):
            continue
        value = getattr(said.fact, field)
        if value is not None:
            slot = "/".join((said.kind, *said.fact.keys()))
            text = value.text if isinstance(value, Quantity) else value
            tell(found, slot, said.source, (said.reported.text, event.id, text))
    return found


NAMES = ("id", "kind", "keys", "said.source", "said.reported", "fact")
"""The fields of an event that the projection reads."""


def of_records(records: Iterable[tuple[Any, ...]]) -> Latest:
    """The same fold over narrow records, which hold the fields of `NAMES`, as a user would write it."""
    fields = {kind: field for kind, (_, field) in shapes().items()}
    found: Latest = {}
    for identity, kind, keys, source, reported, fact in records:
        field = fields.get(kind)
        if field in fact and source is not None:
            tell(found, "/".join((kind, *keys)), source, (reported, identity, fact[field]))
    return found


def of_stored(found: Latest, identity: str, said: dict[str, Any], known: Shapes) -> None:
    """The fold over one event as it stands in a line."""
    fact = said["fact"]
    shape = known.get(fact["kind"])
    if shape is None or "source" not in said:
        return
    keys, field = shape
    if field in fact:
        slot = "/".join([fact["kind"], *[fact.get(key, "") for key in keys]])
        tell(found, slot, said["source"], (said["reported"], identity, fact[field]))
