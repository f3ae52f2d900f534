"""The small pools that generated ledgers draw from: so small that slots, days and sources meet all the time.

Nothing here is random. A pool begins with the plainest of its members, so that what a law
finds shrinks to plain examples.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TypeVar

from newsledger.errors import InvalidInput
from newsledger.event import ASSERTS, DENIES, NO_COMMENT
from newsledger.fact import Fact, Field, KindSpec, Type, Value
from newsledger.kinds.source import GRADES, Source
from newsledger.values import units
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

T = TypeVar("T")

NAMES = ("ukraine", "russia", "kursk", "Курск", "KURSK", "sudzha")
"""Keys: two parties that have sides, and a place that is spelled in several ways."""

TEXTS = ("yes", "no", "ukraine", "russia", "contested")
"""Values in words: both answers of a two-valued slot, and names that positions and proposals can point to."""

SOURCES = ("desk", "kyiv", "general", "moscow", "blogger", "institute", "map", "unnamed", "Kyiv")
OUTLETS = ("wire", "daily", "desk", "general")

REPORTED = (
    "2025-03-16", "2025-03-10", "2025-03-12", "2025-03-17", "2025-03-20", "2025-03", "2025-03-10/2025-03-15",
    "2025-03-16T18:40:00Z", "2025-03-16T23:30:00-05:00", "2025-02-20", "2025-04-20", "2024-12",
)  # fmt: skip
"""Days that are equal, that overlap, and instants that fall on another day in another zone."""

OCCURRED = (
    "2025-03-16", "2025-03-10", "2025-03-12", "2025-03-13", "2025-03", "2025-02", "2025-03~", "2024",
    "2025-03-05/2025-03-12", "2024-08/..", "2024-08/", "../2025-03-12", "/2025-03-12", "2022-02/2025-03-16",
    "2022-02-24/2025-03-12", "2024-08/2025-03-16", "2025-03-01/2025-03-31", "2025-03-16T10:00:00Z", "2025-01-15",
    "2025-04", "2025-05-01/2025-06-01",
)  # fmt: skip
"""Days, coarse dates, spans, open and unknown ends, and what lies ahead of every report."""

ASKED = (
    "2025-03-16",
    "2025-03-10",
    "2025-03-14",
    "2025-03",
    "2025-03-18",
    "2025-04-25",
    "2025-02",
    "2024-08-15",
    "2025-03-16T19:00:00Z",
)
ZONES = ("UTC", "Europe/Kyiv", "America/New_York", "Pacific/Kiritimati")
RECORDED = (
    "2025-03-16T12:00:00Z",
    "2025-03-10T08:00:00Z",
    "2025-03-17T00:30:00Z",
    "2025-03-21T09:00:00Z",
    "2025-05-01T00:00:00Z",
)
BY = ("ann", "bob")
STANCES = (ASSERTS, ASSERTS, ASSERTS, ASSERTS, DENIES, NO_COMMENT)
CONFIDENCES = (None, "high", "low", "60%", "admiralty 3", "admiralty 6")

FIGURES = (
    "10 {}", "11 {}", "100 {}", "~100 {}", "<=100 {}", ">50 {}", "90..110 {}", "90..100..120 {}", "5..8 {}", "<12 {}",
    "some {}", "none {}", "unknown {}", "unknown", "10.0 {}",
)  # fmt: skip
"""Figures that are equal, that meet and that do not; with one bound, with none."""

OPEN_DIMENSIONS = ("area", "count:person", "money:USD")
"""What a figure may measure where its kind leaves that open."""


def pick(pool: Sequence[T], number: int) -> T:
    """A member of a pool."""
    return pool[number % len(pool)]


@functools.cache
def figures(dimension: str | None) -> tuple[Quantity, ...]:
    """Figures of one dimension, each told in two of its units where it has two; of several where it is open.

    >>> figures("area")[:2]
    (Quantity('10 km2'), Quantity('10000000 m2'))
    """
    if dimension is None:
        return tuple(figure for told in zip(*map(figures, OPEN_DIMENSIONS), strict=False) for figure in told)
    base = units.base_of(dimension).symbol
    others = [unit.symbol for unit in units.UNITS.values() if unit.dimension == dimension and unit.symbol != base]
    plain = [Quantity.parse(form.format(base)) for form in FIGURES]
    return tuple(
        figure for at, one in enumerate(plain)
        for figure in ((one, one.to(pick(others, at))) if others and one.unit else (one,))
    )  # fmt: skip


@functools.cache
def values(field: Field) -> tuple[Value, ...]:
    """What a field may hold, the plainest first."""
    if field.type is Type.QUANTITY:
        return figures(field.dimension)
    if field.type is Type.WHEN:
        return tuple(When.parse(text) for text in OCCURRED)
    if field.type is Type.NAMES and field.each is not None:
        shares = tuple((f"{name} 0.4",) for name in NAMES[:3])
        return tuple(one for one in shares if _is_item(field, one[0])) or ((NAMES[0],),)
    if field.type is Type.NAMES:
        return (("ukraine",), ("russia", "ukraine"), ("russia",))
    return field.terms or TEXTS


def _is_item(field: Field, item: str) -> bool:
    """Whether a list takes an item. Where it takes none of these, none is tried."""
    try:
        return field.each is None or bool(field.each(item))
    except InvalidInput:
        return False


def keys(spec: KindSpec, number: int) -> dict[str, str]:
    """The keys of one of eight slots of a kind; with optional keys in the last four of them.

    >>> from newsledger.kinds.control import Control
    >>> keys(Control.spec, 0), keys(Control.spec, 1)
    ({'place': 'ukraine'}, {'place': 'russia'})
    """
    told = {}
    for at, field in enumerate(spec.keys):
        if field.required or number & 4:
            pool = [term for term in field.terms if term] or NAMES
            told[field.attribute] = pick(pool, (number >> (at % 2)) + 2 * (at // 2 if field.required else 0))
    return told


def fact(spec: KindSpec, slot: int, told: Sequence[tuple[int, int]]) -> Fact:
    """A fact about one of the slots of a kind, with the values told: (which field, which value)."""
    fields = [(pick(spec.values, which), value) for which, value in told] if spec.values else []
    return spec.cls(**keys(spec, slot), **{field.attribute: pick(values(field), value) for field, value in fields})


@functools.cache
def cast() -> tuple[tuple[Source, str | None], ...]:
    """Who the sources are: two sides that oppose each other, spokesmen, one that draws on another, echoes, one F."""
    return (
        (Source("ukraine", category="party", opposes=("russia",)), None),
        (Source("kyiv", name="Kyiv", side="ukraine", speaks_for="ukraine", grade="B"), None),
        (Source("general", speaks_for="ukraine"), None),
        (Source("moscow", side="russia", speaks_for="russia", grade="D"), None),
        (Source("blogger", side="russia", grade="F"), None),
        (Source("institute", grade="A"), "2025-01-01"),
        (Source("map", derived_from="institute", grade="B"), "2025-03-12"),
        (Source("desk", echoes=("institute 0.4", "kyiv 0.6 on territory-held/kursk")), None),
    )


def introductions() -> tuple[Source, ...]:
    """Further words on sources: other grades, sides and echoes, and speakers that speak for each other in a circle."""
    graded = [Source(name, grade=grade) for name in ("desk", "blogger", "kyiv", "moscow") for grade in GRADES]
    tied = [
        Source("general", speaks_for="kyiv"), Source("kyiv", speaks_for="general"),
        Source("wire", derived_from="daily"), Source("daily", derived_from="wire"),
        Source("desk", side="russia"), Source("desk", side="mixed"),
        Source("russia", category="party", opposes=("ukraine",)), Source("map", speaks_for="russia"),
        Source("moscow", echoes=("desk 0.7",)), Source("institute", echoes=("desk 0.3", "moscow 1")),
        Source("Kyiv", echoes=("institute 0.5 on state/*/ukraine",)),
        Source("blogger", echoes=("general 0.9 on control",)),
    ]  # fmt: skip
    return tuple(one for pair in zip(graded, tied * 2, strict=True) for one in pair)
