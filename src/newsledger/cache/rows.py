"""What is kept of a line: where it stands, and what tells whether it can matter to a question."""

from __future__ import annotations

import functools
import json
from typing import Any, NamedTuple
from zlib import crc32

from newsledger import kinds
from newsledger.asof import COARSER_THAN_A_DAY, HOUR, Reach, reach
from newsledger.belief import value_text
from newsledger.belief.weights import ONE
from newsledger.digest import sha256
from newsledger.event import ASSERTS, NO_COMMENT, UNNAMED, Event, Said
from newsledger.fact import Fact, Field, Moves, Time, Value, fold
from newsledger.kinds.void import Void
from newsledger.live import target_of
from newsledger.names import folded
from newsledger.reports import report_of
from newsledger.values.quantity import Quantity

ID = 16
"""Bytes of an id."""

TAKES_PLACE, MAY_YIELD, ASSERTED, SPANS, WHILE, WEST, EAST, REPORT = (1 << bit for bit in range(8))
"""What is known of a row.

It makes earlier words of its origin yield, if it counts; it may yield to later ones itself; it asserts;
it asserts what was counted over a span, of a kind that moves only then; it speaks of each day up to `high`, and may
yield after that; it may lie ahead of its report in zones west of UTC, or in those east of it; somebody reports it.
"""

FAR = 1 << 62
"""Stands for no end at all: later, or earlier with a minus, than any instant that can be told."""

SHIFT = 27 * HOUR
"""No two days of one date lie further apart than this, whatever zones they are of."""

DAY_LONG = len("2025-03-16")
"""So many characters has a date that tells a day; coarser ones are shorter."""

JUDGED = ONE // 100
"""A report that is held for less likely than this may weigh nothing, and is left to the fold."""

BROADCAST = '["!"]'
"""The shelf of what may concern any picture: what is ours, and words that are gone."""

LOOSE = '["?"'
"""How the keys of shelves begin on which stands what has no slot."""


class Stored(NamedTuple):
    """A line as it is kept. Instants are those of UTC; `group` and `story` are numbers within its shelf.

    `told` is when its day of report ends, `low` and `high` are as of when it speaks, `start` is from when on it
    counts, `date` stands for the text of `occurred`, `value` for what is told: texts and values that differ have
    numbers that differ, nearly always, and those that are the same have the same.
    """

    id: bytes
    file: int
    number: int
    offset: int
    length: int
    recorded: int
    told: int
    low: int
    high: int
    begins: int
    group: int
    story: int
    value: int
    date: int
    start: int
    flags: int


class Row(NamedTuple):
    """A line by where it stands: in a file, and on which shelf at which place."""

    id: bytes
    file: int
    number: int
    offset: int
    length: int
    recorded: int
    told: int
    date: int
    home: int
    at: int


class AsOf(NamedTuple):
    """As of when a report speaks, from when on it counts, and what is known of it."""

    low: int = -FAR
    high: int = FAR
    start: int = 0
    flags: int = 0


class Told(NamedTuple):
    """What is known of an event before it has a shelf: which shelf, who speaks, of which story, and its dates."""

    shelf: str
    kind: str
    group: str
    story: str
    recorded: int
    told: int
    begins: int
    value: int
    date: int
    as_of: AsOf
    ties: tuple[str, ...]


def told(event: Event) -> Told:
    """All that is kept of an event beside its place."""
    said = event.said
    reported = said.reported.span()[1] if said.reported else -FAR
    claims = said.claims()
    as_of, taken = _as_of(said, claims), report_of(event)
    report = REPORT if taken.counts and not taken.missing else 0
    return Told(
        shelf=shelf_of(event), kind=said.kind, group=_group(said, claims), story=said.story or "",
        recorded=event.recorded_at, told=_bounded(reported),
        begins=_bounded(said.occurred.span()[0]) if said.occurred else FAR, value=_token(claims),
        date=number_of(said.occurred.text if said.occurred else ""),
        as_of=as_of._replace(flags=as_of.flags | report), ties=ties_of(event),
    )  # fmt: skip


def shelf_of(event: Event) -> str:
    """The shelf that an event stands on: that of its slot, that of its story where it has none, or the common one."""
    said = event.said
    if event.redacted or (said.ours and not ties_of(event)):
        return BROADCAST
    taken = report_of(event)
    if taken.claims and not taken.ours:
        return _text(folded(taken.path))
    return json.dumps(["?", fold(said.story or "")])


@functools.lru_cache(maxsize=32768)  # there are many reports of a slot, and of who speaks of what
def _text(parts: tuple[Any, ...]) -> str:
    return json.dumps(parts)


def ties_of(event: Event) -> tuple[str, ...]:
    """The ids that an event refers to in order to take something out."""
    fact, target = event.said.fact, target_of(event.said)
    if isinstance(fact, Void):
        return tuple(one for one in (fact.target, fact.replaced_by) if one)
    return (target,) if target else ()


def _bounded(instant: int) -> int:
    return max(-FAR, min(FAR, instant))


def number_of(text: str) -> int:
    """A number that stands for a text."""
    return crc32(text.encode())


def _group(said: Said, claims: list[tuple[Field, Value | None]]) -> str:
    """Who speaks, and of which values. Two that are the same here are of one origin, whatever is known of sources."""
    speaker = fold(said.source or "")
    outlet = (fold(said.via[0]),) if speaker == UNNAMED and said.via else ()
    parts = sorted(f"{field.name}:{getattr(value, 'dimension', None) or ''}" for field, value in claims)
    return _text(((speaker, *outlet), tuple(parts)))


def _token(claims: list[tuple[Field, Value | None]]) -> int:
    texts = [
        repr(value.amount_key) if isinstance(value, Quantity) else fold(value_text(value)) if value else ""
        for _, value in claims
    ]
    return int(sha256("\0".join(texts).encode())[:ID], 16)


def _as_of(said: Said, claims: list[tuple[Field, Value | None]]) -> AsOf:
    """As of when a report speaks, whatever the date asked; all times, where that cannot be told so."""
    flags = ASSERTED if said.stance == ASSERTS else 0
    unsure = AsOf(flags=flags)
    if not isinstance(said.fact, Fact) or said.occurred is None or said.reported is None or not said.source:
        return unsure
    span = reach(said.occurred, said.reported, "UTC")
    if span is None or len(claims) != 1 or said.stance == NO_COMMENT:
        return unsure
    timing = said.fact.spec.timing_of(said.fact, claims[0][0])
    if timing.time in (Time.EXPECTED, Time.OURS):
        return unsure
    flags |= SPANS if timing.moves is Moves.IF_SPAN and span.interval and flags & ASSERTED else 0
    return _spoken(said, span, timing.time, flags | MAY_YIELD)


def _spoken(said: Said, span: Reach, time: Time, flags: int) -> AsOf:
    low, high = _bounded(span.starts[0]), _bounded(span.ends[1])
    occurred, reported = (when.text if when else "" for when in (said.occurred, said.reported))
    start = occurred.partition("/")[0]
    if ("T" in occurred) != ("T" in reported) and span.reported[1] - low < SHIFT:
        flags |= EAST if "T" in occurred else WEST
    if span.interval and "T" in occurred and "T" not in reported and span.reported[1] - span.ends[1] < SHIFT:
        return AsOf(flags=flags & ~MAY_YIELD)  # where it is cut at its report depends on the zone
    if span.interval and time is Time.HOLDS:
        return AsOf(low, high, 0, flags | WHILE)
    if span.interval and time in (Time.MEASURED, Time.COUNTED):
        low = _bounded(span.ends[0])
    counts = time is Time.NEW or (time is Time.COUNTED and span.interval)
    precise = len(occurred.rpartition("/")[2].rstrip("~?%")) >= DAY_LONG and high - low <= COARSER_THAN_A_DAY
    flags |= TAKES_PLACE if precise and _weighs(said) else 0
    return AsOf(low, high, number_of(start) | 1 if counts else 0, flags)


def _weighs(said: Said) -> bool:
    """Whether it surely weighs something, whatever interest its source has, unless that is graded F."""
    value = None if said.confidence is None else said.confidence.value
    return value is None or 2 * ONE * value > JUDGED


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
