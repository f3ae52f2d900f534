"""How a record is made out of stored JSON, found out once for all lines that have the same fields.

Which fields stand together repeats from line to line: that is a *shape*. The first line of a shape is read in full. For
the second, a function is written that takes all others: it asks of each field what the full reading asks, in one
straight row, as attrs writes a constructor. It gives `None`, or raises, where it cannot prove that the full reading
would find nothing to say. A kind with a constructor, a validator or an upgrade of its own has no shape.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import attrs

from newsledger import kinds, registry
from newsledger.codec.said import READERS, TEXTS
from newsledger.errors import InvalidInput
from newsledger.event import FORMAT, STANCES, Said
from newsledger.fact import Fact, Field, KindSpec, Role, Type, clean
from newsledger.fact.declaring import CONVERTER
from newsledger.fact.fields import SHORT, clean_name
from newsledger.values.when import interned

MOST = 1_024
"""So many shapes are remembered, and so many texts of one field; a file made to hurt could have any number."""

Key = tuple[tuple[str, ...], str, tuple[str, ...]]
"""The fields of what is said, the kind, and the fields of its fact, each in the order in which they stand."""

Make = Callable[..., Any]
"""Takes what is said, its fact, and what else an ending needs."""

Read = Callable[[Any], Any]

UNPROVEN = InvalidInput([])
"""Leaves it to the full reading to say what is wrong, if anything is."""


def slots(cls: type[Any]) -> dict[str, Callable[[Any, Any], None]] | None:
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
    plain = all(not field.validator and (field.init or field.default is None) for field in attrs.fields(cls))
    if not plain or not all(found.values()):
        return None
    return {name: put for name, put in found.items() if put is not None}


class Part(NamedTuple):
    """One field: the attribute that it fills, the expression that holds its value, and that of its stored text."""

    name: str
    attribute: str
    value: str
    text: str


class Proof(NamedTuple):
    """The code that proves a shape: its lines, what they use, and the parts that they leave behind."""

    spec: KindSpec
    lines: list[str]
    uses: dict[str, Any]
    said: list[Part]
    fact: list[Part]


Ending = Callable[[Proof], list[str]]
"""The lines after a proof, which make something of its parts. They may use more."""


class Shapes:
    """The functions of all shapes that were seen, for one ending.

    `held` is asked first, `first` for what is not in it. Both raise where a kind is no text.
    """

    def __init__(self, arguments: str, ending: Ending) -> None:
        self._arguments, self._ending = arguments, ending
        self._seen: set[Key] = set()
        self.held: dict[Key, Make] = {}
        _all.add(self)

    def first(self, key: Key) -> Make | None:
        """What takes lines of a shape that has no function yet; `None` where only the full reading can."""
        if key not in self._seen:
            if len(self._seen) < MOST:
                self._seen.add(key)
            return None
        proof = proof_of(key)
        if proof is None:
            return None
        made = self.held[key] = _written(self._arguments, [*proof.lines, *self._ending(proof)], proof.uses)
        return made

    def forget(self) -> None:
        """Forgets all shapes: a kind may be another one by now."""
        self._seen.clear()
        self.held.clear()


_all: weakref.WeakSet[Shapes] = weakref.WeakSet()


def _forget() -> None:
    for shapes in _all:
        shapes.forget()


registry.listen(_forget)


def _written(arguments: str, lines: list[str], uses: dict[str, Any]) -> Make:
    """A function of these lines. All that came from a line or a kind stands in them as a literal."""
    text = "\n    ".join([f"def made({arguments}):", *lines])
    space = dict(uses)
    exec(compile(text, "<newsledger shape>", "exec"), space)  # noqa: S102  as attrs writes constructors
    return space["made"]  # type: ignore[no-any-return]  # the line before has defined it


# --- proving ------------------------------------------------------------------------------------


def proof_of(key: Key) -> Proof | None:
    """The proof of a shape; none where a field is unknown, a key or the fact missing, or the kind reads by itself."""
    names, kind, fields = key
    cls = kinds.find(kind)
    if cls is None or not _fits(cls, fields) or not {"fact", "v"} <= set(names) <= {"fact", "v", *READERS}:
        return None
    proof = Proof(cls.spec, [f'if stored["v"] != {FORMAT!r}: return None'], dict(ALWAYS), [], [])
    for at, name in enumerate(field for field in fields if field != "kind"):
        _prove_field(proof, cls.spec.by_name[name], f"f{at}")
    for at, name in enumerate(name for name in names if name not in {"fact", "v"}):
        _prove_said(proof, name, f"s{at}")
    return proof


def given(fact: dict[str, Any]) -> dict[str, Any]:
    """The fields of a fact without those that are absent."""
    return {name: value for name, value in fact.items() if value} if not all(fact.values()) else fact


ALWAYS = {"given": given, "clean": clean, "clean_name": clean_name, "new": object.__new__, "Said": Said}


def _fits(cls: type[Fact], names: tuple[str, ...]) -> bool:
    """Whether a kind is made of its fields and nothing else, and these are among them with all that it needs."""
    upgrades = cls.upgrade.__func__ is not Fact.upgrade.__func__  # type: ignore[attr-defined]  # bound to a class
    own = any(one.converter is not CONVERTER for one in attrs.fields(cls))
    known = {"kind", *cls.spec.by_name}
    needed = {key.name for key in cls.spec.keys if key.required}
    return slots(cls) is not None and not upgrades and not own and needed <= set(names) <= known


def _prove_field(proof: Proof, field: Field, var: str) -> None:
    if field.type in {Type.TEXT, Type.REF} and not field.terms:
        empty = f" or not {var}" if field.required else ""
        proof.lines.extend(
            (
                f"{var} = fact[{field.name!r}]",
                f"if {var}.__class__ is not str{empty}: return None",
                f"{var} = (clean_name({var}) if len({var}) <= {SHORT} else clean({var})) or {_absent(field)!r}",
            )
        )
        proof.fact.append(Part(field.name, field.attribute, var, var))
    else:
        proof.lines.append(f"{var} = read_{var}(fact[{field.name!r}])")
        proof.uses[f"read_{var}"] = _reader(field)
        kept = field.type in {Type.QUANTITY, Type.WHEN}
        text = f"{var} and {var}.text" if kept else var
        proof.fact.append(Part(field.name, field.attribute, var, text))


def _prove_said(proof: Proof, name: str, var: str) -> None:
    if name in TEXTS:
        proof.lines.extend((f"{var} = stored[{name!r}]", f"if {var}.__class__ is not str: return None"))
    else:
        proof.lines.append(f"{var} = read_{var}(stored[{name!r}])")
        proof.uses[f"read_{var}"] = QUICK.get(name) or READERS[name]
    proof.said.append(Part(name, name, var, f"{var}.text" if name in {"occurred", "reported", "confidence"} else var))


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


def _told(stored: Any) -> tuple[tuple[str, str], ...]:  # noqa: ANN401  any JSON
    """The words of the values that a report tells; most tell one."""
    if len(stored) == 1 and stored.__class__ is dict:
        ((name, words),) = stored.items()
        if words.__class__ is str:
            return ((name, words),)
    return READERS["told"](stored)  # type: ignore[no-any-return]  # what each reads stands in its name


QUICK: dict[str, Read] = {
    "told": _told, "occurred": interned, "reported": interned,
    "stance": lru_cache(len(STANCES))(READERS["stance"]), "confidence": lru_cache(MOST)(READERS["confidence"]),
}  # fmt: skip
"""Readers of texts that come again. What is no text is either refused by them or cannot be looked up."""


# --- endings ------------------------------------------------------------------------------------


def saying(proof: Proof) -> list[str]:
    """Makes a `Said` of what was proven, by filling its slots: its guarded constructor would ask all again."""
    lines = ["fact = new(Fact)", *_filling("fact", proof.spec.cls, proof.fact, proof.uses), "said = new(Said)"]
    lines += _filling("said", Said, [*proof.said, Part("fact", "fact", "fact", "")], proof.uses)
    proof.uses["Fact"] = proof.spec.cls
    return [*lines, "return said"]


def _filling(var: str, cls: type[Any], parts: list[Part], uses: dict[str, Any]) -> Iterator[str]:
    told = {part.attribute: part.value for part in parts}
    fields = {one.name: one for one in attrs.fields(cls)}
    for name, put in (slots(cls) or {}).items():
        uses[f"put_{var}_{name}"] = put
        uses[f"no_{var}_{name}"] = _default(cls, fields[name])
        yield f"put_{var}_{name}({var}, {told.get(name, f'no_{var}_{name}')})"


def _default(cls: type[Any], field: attrs.Attribute[Any]) -> Any:  # noqa: ANN401  the value of any field
    """What an absent field is. A field of a kind goes through its converter, which makes the empty absent."""
    if not issubclass(cls, Fact):
        return field.default
    return (None if field.default is attrs.NOTHING else field.default) or _absent(cls.spec.by_attribute[field.name])
