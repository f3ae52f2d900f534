"""Strategies for the parts of events: facts of any declared kind, values, sheets."""

from __future__ import annotations

from typing import Any

import attrs
from hypothesis import reject
from hypothesis import strategies as st

from newsledger.errors import InvalidInput
from newsledger.event import Said, say
from newsledger.fact import Fact, Field, KindSpec, Role, Time, Type
from newsledger.sheet import write_sheet
from newsledger.testing import pools
from newsledger.testing.remake import REFERENCES
from newsledger.testing.strategies import saids
from newsledger.values.confidence import Confidence
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

IDS = st.text("0123456789abcdef", min_size=32, max_size=32)
OUTLET = "daily"
"""Whose report a generated sheet is."""


def whens() -> st.SearchStrategy[When]:
    """Imprecise dates of every form: days, months, spans with open and unknown ends, instants."""
    return st.sampled_from(pools.OCCURRED).map(When.parse)


def quantities(dimension: str | None = None) -> st.SearchStrategy[Quantity]:
    """Imprecise figures of one dimension, such as `area`, or of several: exact, about, with one bound, a range."""
    return st.sampled_from(pools.figures(dimension))


def confidences() -> st.SearchStrategy[Confidence]:
    """Confidences on every scale."""
    return st.sampled_from([text for text in pools.CONFIDENCES if text]).map(Confidence.parse)


def facts_of(cls: type[Fact]) -> st.SearchStrategy[Fact]:
    """Facts of a kind, made from what its class declares: keys, values and asides, told or left out.

    An asserted fact needs a value, so one is told wherever the kind has any. What a kind itself would
    keep out of a ledger is not drawn.
    """
    spec = cls.spec
    rest = {field.attribute: _told(field) for field in (*spec.values, *spec.asides)}
    kept = st.sets(st.sampled_from(sorted(rest))) if rest else st.just(set[str]())
    always = st.sampled_from([field.attribute for field in spec.values]) if spec.values else st.none()
    keys = st.fixed_dictionaries({key.attribute: _key(spec, key) for key in spec.keys})
    made = st.tuples(keys, kept, always, st.fixed_dictionaries(rest)).map(lambda drawn: _fact(cls, *drawn))
    return made.filter(lambda fact: not fact.problems())


def _fact(cls: type[Fact], keys: dict[str, str], kept: set[str], always: str | None, rest: dict[str, Any]) -> Fact:
    return cls(**keys, **{name: value for name, value in rest.items() if name in kept or name == always})


def _key(spec: KindSpec, field: Field) -> st.SearchStrategy[str]:
    if REFERENCES.get(spec.name) == field.attribute:
        return IDS
    told = st.sampled_from([term for term in field.terms if term] or list(pools.NAMES))
    return told if field.required else st.one_of(st.just(""), told)


def _told(field: Field) -> st.SearchStrategy[Any]:
    return IDS if field.type is Type.REF else st.sampled_from(pools.values(field))


def entered(fact: Fact) -> Said:
    """A fact in the plainest envelope: of ours, or asserted by the desk about a day.

    >>> from newsledger.kinds.control import Control
    >>> entered(Control("sudzha", holder="russia")).source
    'desk'
    """
    if fact.spec.ours:
        return say(fact)
    return say(fact, source="desk", reported="2025-03-16", occurred="2025-03-12")


def saids_of(cls: type[Fact]) -> st.SearchStrategy[Said]:
    """What is said of a kind: plainly entered, or with every stance, chain and date where sources report it."""
    plain = facts_of(cls).map(entered)
    reported = bool(cls.spec.values) and not cls.spec.ours
    return st.one_of(plain, saids(cls.spec.name)) if reported else plain


@st.composite
def sheets(draw: st.DrawFn, kind: str | None = None) -> str:
    """Report sheets of one outlet on one day: what one or more sources say in it.

    `newsledger.read_sheet` reads each of them.
    """
    day = When.parse(draw(st.sampled_from(pools.REPORTED)))
    told = draw(st.lists(saids(kind), min_size=1, max_size=4))
    spoken = [_within(said, day) for said in told]
    try:
        return write_sheet(spoken, report=OUTLET, published=day)
    except InvalidInput:  # what no sheet can say together is told alone
        return _alone(spoken[0], day)


def _alone(said: Said, day: When) -> str:
    """One claim as a sheet. What none can say, such as "unknown" without the unit of its field, is passed over."""
    try:
        return write_sheet([said], report=OUTLET, published=day)
    except InvalidInput:
        reject()


def _within(said: Said, day: When) -> Said:
    """The same words as the outlet carries them on that day."""
    dated = {Time.COUNTED, Time.NEW}
    counted = isinstance(said.fact, Fact) and any(
        said.fact.spec.timing_of(said.fact, field).time in dated for field in said.fact.spec.values
    )
    occurred = said.occurred if counted else day
    via = () if said.source == OUTLET else (OUTLET,)
    return attrs.evolve(said, via=via, reported=day, occurred=occurred, confidence=None)


def plain_keys(spec: KindSpec) -> dict[str, str]:
    """The least that a fact of a kind needs.

    >>> from newsledger.kinds.control import Control
    >>> plain_keys(Control.spec)
    {'place': 'x'}
    """
    required = [field for field in spec.fields if field.role is Role.KEY and field.required]
    return {field.attribute: next((term for term in field.terms if term), "x") for field in required}
