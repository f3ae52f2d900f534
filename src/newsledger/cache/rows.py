"""What is kept of a line: where it stands, and what tells whether it can matter to a question."""

from __future__ import annotations

import json
import struct
from typing import NamedTuple
from zlib import crc32

from newsledger import kinds
from newsledger.asof import COARSER_THAN_A_DAY, reach
from newsledger.belief import value_text
from newsledger.belief.weights import ONE
from newsledger.event import ASSERTS, DENIES, NO_COMMENT, UNNAMED, Event, Said
from newsledger.fact import Fact, Field, Time, Value, fold
from newsledger.kinds.void import Void
from newsledger.live import fold_slot, target_of
from newsledger.names import Names
from newsledger.values.quantity import Quantity

ID = 16
"""Bytes of an id."""

ROW = struct.Struct("<16sIIQIqqqqqIIII")
"""id, file, number and place and length of the line, recorded, told from and to, as of from, to and at the latest,
speaker, story, what is said, and what is known of it."""

TAKES_PLACE, MAY_YIELD, ASSERTED, IN_SPAN, OF_SPAN = 1, 2, 4, 8, 16
"""What is known of a row: it makes earlier words of its origin yield, if it counts; it may yield itself; it asserts;
it has an interval for a date; its kind reads intervals otherwise than single dates."""

FAR = 1 << 62
"""Stands for no end at all: later, or earlier with a minus, than any instant that can be told."""

JUDGED = ONE // 100
"""A report that is held for less likely than this may weigh nothing, and is left to the fold."""

BROADCAST = '["!"]'
"""The shelf of what may concern any picture: what is ours, and words that are gone."""

PLAIN_NAMES = Names()


class Row(NamedTuple):
    """A line as it is kept. The dates are in UTC; `group` and `story` are numbers within its shelf."""

    id: bytes
    file: int
    number: int
    offset: int
    length: int
    recorded: int
    told_low: int
    told_high: int
    low: int
    high: int
    group: int
    story: int
    value: int
    flags: int


class Told(NamedTuple):
    """What is known of an event before it has a shelf: which shelf, who speaks, of which story, and its dates."""

    shelf: str
    kind: str
    group: str
    story: str
    recorded: int
    told: tuple[int, int]
    span: tuple[int, int]
    value: int
    flags: int
    ties: tuple[str, ...]


def shelf_of(event: Event) -> str:
    """The shelf that an event stands on: that of its slot, that of its story where it has none, or the common one."""
    said = event.said
    if event.redacted or (said.ours and not ties_of(event)):
        return BROADCAST
    if isinstance(said.fact, Fact) and not said.ours and said.claims():
        return json.dumps(fold_slot(said, PLAIN_NAMES), ensure_ascii=True)
    return json.dumps(["?", fold(said.story or "")])


def ties_of(event: Event) -> tuple[str, ...]:
    """The ids that an event refers to in order to take something out."""
    fact, target = event.said.fact, target_of(event.said)
    if isinstance(fact, Void):
        return tuple(one for one in (fact.target, fact.replaced_by) if one)
    return (target,) if target else ()


def told(event: Event) -> Told:
    """All that is kept of an event beside its place."""
    said = event.said
    reported = said.reported.span() if said.reported else (-FAR, -FAR)
    low, high, flags = _dates(said)
    claims = said.claims()
    return Told(
        shelf=shelf_of(event), kind=said.kind, group=_group(said, claims), story=said.story or "",
        recorded=event.recorded_at,
        told=(_bounded(reported[0]), _bounded(reported[1])), span=(_bounded(low), _bounded(high)),
        value=_token(claims), flags=flags | (ASSERTED if said.stance == ASSERTS else 0), ties=ties_of(event),
    )  # fmt: skip


def _bounded(instant: int) -> int:
    return max(-FAR, min(FAR, instant))


def _group(said: Said, claims: list[tuple[Field, Value | None]]) -> str:
    """Whoever is told apart here may be one origin; whoever is not, always is, and speaks of the same value."""
    speaker = [fold(said.source or "")]
    if speaker[0] == UNNAMED and said.via:
        speaker.append(fold(said.via[0]))
    parts = sorted(f"{field.name}:{value.dimension if isinstance(value, Quantity) else ''}" for field, value in claims)
    return json.dumps([speaker, parts])


def _token(claims: list[tuple[Field, Value | None]]) -> int:
    """A number that differs where two values surely do."""
    texts = [
        repr(value.amount_key) if isinstance(value, Quantity) else fold(value_text(value)) if value else ""
        for _, value in claims
    ]
    return crc32("\0".join(texts).encode())


def _dates(said: Said) -> tuple[int, int, int]:
    """As of when a report speaks, whatever the date asked, and whether that is sure enough to take another's place."""
    unsure = (-FAR, FAR, 0)
    if not isinstance(said.fact, Fact) or said.occurred is None or said.reported is None or not said.source:
        return unsure
    span = reach(said.occurred, said.reported, "UTC")
    times = {said.fact.spec.timing_of(said.fact, field).time for field, _ in said.claims()}
    if span is None or len(times) != 1 or said.stance == NO_COMMENT:
        return unsure
    (time,) = times
    if time in (Time.EXPECTED, Time.OURS) or (span.interval and time not in (Time.MEASURED, Time.COUNTED)):
        return unsure
    start = span.ends[0] if span.interval else span.starts[0]
    precise = span.ends[1] - start <= COARSER_THAN_A_DAY
    flags = MAY_YIELD | (IN_SPAN if span.interval else 0)
    flags |= TAKES_PLACE if precise and _weighs(said) and said.stance in (ASSERTS, DENIES) else 0
    return start, span.ends[1], flags


def _weighs(said: Said) -> bool:
    """Whether it surely weighs something, whatever interest its source has, unless that is graded F."""
    value = None if said.confidence is None else said.confidence.value
    return value is None or 2 * ONE * value > JUDGED


def unpack(body: bytes) -> list[Row]:
    """The rows of some bytes, which are as many as fit."""
    return [Row._make(one) for one in ROW.iter_unpack(body)]


def fingerprint(kind: str) -> str:
    """What a kind declares, as far as rows depend on it; empty where nobody knows it."""
    spec = kinds.spec(kind)
    if spec is None:
        return ""
    fields = [
        (field.name, str(field.role), str(field.type), field.dimension, field.unit, repr(field.timing), field.terms)
        for field in spec.fields
    ]
    timing = "" if callable(spec.timing) else repr(spec.timing)
    declared = repr((spec.ours, spec.deniable, timing, spec.default, fields))
    return f"{crc32(declared.encode()):08x}"
