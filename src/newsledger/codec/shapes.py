"""Records out of stored JSON, made field by field without asking again what was asked before.

Which fields stand together repeats from line to line: that is a *shape*. What each field of a shape needs is found
out once; then a record is an object whose slots are filled. What a shape does not prove is left to the full reading,
by `None`. A kind with a constructor, a validator or an upgrade of its own has no shape.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import attrs

from newsledger import kinds, registry
from newsledger.codec.said import READERS, TEXTS
from newsledger.errors import InvalidInput
from newsledger.event import FORMAT, STANCES, Said
from newsledger.fact import Fact, Field, Role, Type, clean
from newsledger.fact.fields import SHORT, clean_name
from newsledger.values.when import interned

MOST = 4_096
"""So many shapes, and figures of one field, are remembered; a file made to hurt could have any number."""

Put = Callable[[Any, Any], None]
"""Fills the slot of a record. Frozen records guard their attributes; what makes one goes past that."""

Read = Callable[[Any], Any]
"""Gives the value of stored JSON, or raises `InvalidInput`."""

UNPROVEN = InvalidInput([])
"""Leaves it to the full reading to say what is wrong, if anything is."""


def slots(cls: type[Any]) -> dict[str, Put] | None:
    """What fills each field of a class; `None` for one whose constructor does more than its fields say.

    >>> sorted(slots(Said))[:3]
    ['archive', 'confidence', 'corrects']
    >>> slots(dict) is None
    True
    """
    if not attrs.has(cls) or cls.__new__ is not object.__new__:
        return None
    made = getattr(cls.__init__, "__code__", None)
    if made is None or not made.co_filename.startswith("<attrs generated"):
        return None
    if hasattr(cls, "__attrs_post_init__") or hasattr(cls, "__attrs_pre_init__"):
        return None
    found = {field.name: getattr(getattr(cls, field.name, None), "__set__", None) for field in attrs.fields(cls)}
    if not all(found.values()) or any(field.validator or not field.init for field in attrs.fields(cls)):
        return None
    return {name: put for name, put in found.items() if put is not None}


# --- what is said -------------------------------------------------------------------------------


class SaidShape(NamedTuple):
    """How `Said` is made of some fields: texts as they stand, others by their reader, and what the absent ones are."""

    texts: tuple[tuple[str, Put], ...]
    others: tuple[tuple[str, Put, Read], ...]
    absent: tuple[tuple[Put, Any], ...]


_put = slots(Said) or {}
_put_fact = _put["fact"]
_defaults = {field.name: field.default for field in attrs.fields(Said)}
_saids: dict[tuple[str, ...], SaidShape] = {}
_new = object.__new__


def _told(stored: Any) -> tuple[tuple[str, str], ...]:  # noqa: ANN401  any JSON
    """The words of the values that a report tells; most tell one."""
    if len(stored) == 1 and stored.__class__ is dict:
        ((name, words),) = stored.items()
        if words.__class__ is str:
            return ((name, words),)
    return READERS["told"](stored)  # type: ignore[no-any-return]  # what each reads stands in its name


QUICK: dict[str, Read] = {
    "told": _told, "occurred": interned, "reported": interned, "stance": lru_cache(len(STANCES))(READERS["stance"]),
    "confidence": lru_cache(MOST)(READERS["confidence"]),
}  # fmt: skip
"""Readers of texts that come again. What is no text is either refused by them or cannot be looked up."""


def said_of(stored: Any) -> Said | None:  # noqa: ANN401  any JSON
    """What an event says; `None` where only the full reading can tell.

    >>> said_of({"fact": {"kind": "alias", "target": "Курск", "meaning": "kursk"}, "v": "1"}).kind
    'alias'
    >>> said_of({"fact": {"kind": "never-heard-of"}, "v": "1"}) is None
    True
    """
    if stored.__class__ is not dict:
        return None
    names = tuple(stored)
    shape = _saids.get(names) or _said_shape(names)
    if shape is None or stored["v"] != FORMAT:
        return None
    try:
        return _said(shape, stored)
    except InvalidInput:
        return None


def _said(shape: SaidShape, stored: dict[str, Any]) -> Said | None:
    fact = _fact(stored["fact"])
    if fact is None:
        return None
    texts, others, absents = shape
    said = _new(Said)
    _put_fact(said, fact)
    for name, put in texts:
        text = stored[name]
        if text.__class__ is not str:
            return None
        put(said, text)
    for name, put, read in others:
        put(said, read(stored[name]))
    for put, absent in absents:
        put(said, absent)
    return said


def _said_shape(names: tuple[str, ...]) -> SaidShape | None:
    """The shape of these fields; none where one is unknown, or fact or format are missing."""
    if not {"fact", "v"} <= set(names) <= {"fact", "v", *READERS}:
        return None
    shape = SaidShape(
        texts=tuple((name, _put[name]) for name in names if name in TEXTS),
        others=tuple(
            (name, _put[name], QUICK.get(name, READERS[name])) for name in names if name in READERS.keys() - TEXTS
        ),
        absent=tuple((put, _defaults[name]) for name, put in _put.items() if name not in names),
    )
    if len(_saids) < MOST:
        _saids[names] = shape
    return shape


# --- the fact -----------------------------------------------------------------------------------


class FactShape(NamedTuple):
    """How a fact is made of some fields. A text that is empty is what an absent one is."""

    texts: tuple[tuple[str, Put, str | None, bool], ...]
    others: tuple[tuple[str, Put, Read], ...]
    absent: tuple[tuple[Put, Any], ...]


class Kind(NamedTuple):
    """A kind as it was when its shapes were found."""

    cls: type[Fact]
    slots: dict[str, Put] | None
    shapes: dict[tuple[str, ...], FactShape]


_kinds: dict[str, Kind] = {}
_held = registry.held


def _fact(stored: Any) -> Fact | None:  # noqa: ANN401  any JSON
    """The fact; `None` for an unknown kind, an unknown field, and whatever else only the full reading can judge."""
    if stored.__class__ is not dict:
        return None
    name = stored.get("kind")
    if name.__class__ is not str:
        return None
    kind = _kinds.get(name)
    if kind is None or _held("kind", name) is not kind.cls:
        kind = _kind(name)
        if kind is None:
            return None
    names = tuple(stored)
    shape = kind.shapes.get(names) or _fact_shape(kind, names)
    return None if shape is None else _filled(kind.cls, shape, stored)


def _filled(cls: type[Fact], shape: FactShape, stored: dict[str, Any]) -> Fact | None:
    texts, others, absents = shape
    fact = _new(cls)
    for name, put, absent, required in texts:
        text = stored[name]
        if text.__class__ is not str or (required and not text):
            return None
        put(fact, (clean_name(text) if len(text) <= SHORT else clean(text)) or absent)
    for name, put, read in others:
        put(fact, read(stored[name]))
    for put, absent in absents:
        put(fact, absent)
    return fact


def _kind(name: str) -> Kind | None:
    """The kind of this name, imported if need be; none where it is unknown."""
    cls = kinds.find(name)
    if cls is None:
        return None
    kind = _kinds[name] = Kind(cls, slots(cls), {})
    return kind


def _fact_shape(kind: Kind, names: tuple[str, ...]) -> FactShape | None:
    """The shape of these fields; none where one is unknown or a key is missing, or the kind reads its lines itself."""
    spec, put = kind.cls.spec, kind.slots
    given = [spec.by_name.get(name) for name in names if name != "kind"]
    fields = [field for field in given if field is not None]
    missing = [field for field in spec.keys if field.required and field not in fields]
    upgrades = kind.cls.upgrade.__func__ is not Fact.upgrade.__func__  # type: ignore[attr-defined]  # bound to a class
    if put is None or upgrades or missing or len(fields) < len(given):
        return None
    plain = [field for field in fields if _is_plain(field)]
    defaults = {one.name: one.default for one in attrs.fields(kind.cls)}
    shape = FactShape(
        texts=tuple((one.name, put[one.attribute], _absent(one), one.required) for one in plain),
        others=tuple((one.name, put[one.attribute], _reader(one)) for one in fields if one not in plain),
        absent=tuple(
            (put[one.attribute], defaults[one.attribute] or _absent(one)) for one in spec.fields if one not in fields
        ),
    )
    if len(kind.shapes) < MOST:
        kind.shapes[names] = shape
    return shape


def _is_plain(field: Field) -> bool:
    return field.type in {Type.TEXT, Type.REF} and not field.terms


def _absent(field: Field) -> str | None:
    return "" if field.role is Role.KEY else None


def _reader(field: Field) -> Read:
    """Reads one field as parsing and then constructing would; a list, which cannot be looked up, each time anew."""

    def read(stored: Any) -> Any:  # noqa: ANN401  any JSON
        value = field.parse(stored)
        if field.required and not value:
            raise UNPROVEN
        return field.read(value) or _absent(field)

    return read if field.type is Type.NAMES else lru_cache(maxsize=MOST)(read)
