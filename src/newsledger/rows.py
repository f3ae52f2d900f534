"""Events, claims and beliefs as flat rows: what tables, data frames and data bases are filled with.

One list of columns stands for all of them. Figures and dates are told as they are kept, as canonical
text, and beside it what they leave possible: bounds as decimals, first and last instant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from newsledger.belief import Belief, slot_name, value_text
from newsledger.event import ASSERTS, Event, Said
from newsledger.fact import Field, Value
from newsledger.frozen import frozen
from newsledger.live import fold_slot
from newsledger.names import Names
from newsledger.projections.beliefs import millionths
from newsledger.projections.contested import Contested
from newsledger.replay import Entry, Picture, slot_of
from newsledger.values.quantity import Quantity
from newsledger.values.when import When
from newsledger.values.zones import FIRST, LAST, UTC, Micro, moment_of

Row = dict[str, Any]

TEXT, TEXTS, INSTANT, FLAG, COUNT = "text", "texts", "instant", "flag", "count"
"""What a column holds: one text, a list of texts, an instant in UTC, yes or no, a whole number."""


@frozen
class Column:
    """One column: its name, what it holds, and what that means. Any cell may be empty."""

    name: str
    type: str
    doc: str


def _dated(name: str, what: str) -> tuple[Column, ...]:
    return (
        Column(name, TEXT, f"{what}, as told"),
        Column(f"{name}_earliest", INSTANT, "the first instant that this can mean; empty where it is unbounded"),
        Column(f"{name}_latest", INSTANT, "the last instant that this can mean; empty where it is unbounded"),
    )


VALUE = (
    Column("value", TEXT, "the value in canonical text"),
    Column("low", TEXT, "of a figure: the lower bound, a decimal or a fraction"),
    Column("best", TEXT, "of a figure: the single number told"),
    Column("high", TEXT, "of a figure: the upper bound"),
    Column("strict", TEXTS, "which bounds are not reached: `low`, `high`"),
    Column("about", FLAG, "of a figure: whether it was told as about so much"),
    Column("unit", TEXT, "of a figure: its unit"),
    Column("dimension", TEXT, "of a figure: what it measures"),
)

TOLD = (
    Column("source", TEXT, "who says it"),
    Column("via", TEXTS, "who carried the words, the outlet last"),
    Column("confidence", TEXT, "the recorder's assessment of this report"),
    Column("likelihood", TEXT, "the source's own hedge"),
    Column("quote", TEXT, "the words, quoted"),
    Column("language", TEXT, "the language of the quote"),
    Column("url", TEXT, "where it was published"),
    Column("archive", TEXT, "where a copy is kept"),
    Column("corrects", TEXT, "the id of the report that this one replaces"),
)

EVENTS = (
    Column("id", TEXT, "the id: the first 128 bits of SHA-256 over `said`"),
    Column("recorded", TEXT, "when the ledger took it in"),
    Column("by", TEXT, "who took it in"),
    Column("said", TEXT, "the stored bytes, over which the id is; empty where the words were redacted"),
    Column("story", TEXT, "the running story"),
    Column("kind", TEXT, "the kind of fact"),
    Column("slot", TEXT, "kind and keys"),
    Column("stance", TEXT, "`asserts`, `denies`, `no-comment`; empty for an entry of ours"),
    *_dated("occurred", "when it is said to hold or have happened"),
    *_dated("reported", "when the source made it public"),
    *TOLD,
    Column("target", TEXT, "what a retraction, a void, a note, an alias aims at"),
)
"""The columns of events: a row for each member of the set (id, recorded, by)."""

CLAIMS = (
    Column("id", TEXT, "the event"),
    Column("slot", TEXT, "the slot by its whole name"),
    Column("kind", TEXT, "the kind of fact"),
    Column("field", TEXT, "which value of it"),
    Column("stance", TEXT, "`asserts`, `denies`, `no-comment`"),
    *VALUE,
    Column("told", TEXT, "the words that the value was read from"),
    *_dated("occurred", "when it is said to hold or have happened"),
    *_dated("reported", "when the source made it public"),
    Column("recorded", TEXT, "when the ledger took it in"),
    Column("by", TEXT, "who took it in"),
    Column("story", TEXT, "the running story"),
    *TOLD,
    Column("withdrawn", FLAG, "whether it was taken back"),
    Column("expected", FLAG, "whether it lies ahead of its report"),
)
"""The columns of claims: a row for each value that a report tells."""

BELIEFS = (
    Column("name", TEXT, "the slot by its whole name"),
    Column("kind", TEXT, "the kind of fact"),
    Column("keys", TEXTS, "the keys, as they are compared"),
    Column("field", TEXT, "which value"),
    *VALUE,
    Column("told", TEXTS, "the words that the value was read from"),
    Column("standing", TEXT, "how it stands among those who speak of it"),
    Column("figure_standing", TEXT, "how the number stands, where that is less"),
    Column("flags", TEXTS, "`stale`, `maybe` and others"),
    Column("contested", TEXT, "how it is contested, where it is"),
    Column("confidence", TEXT, "the probability that the value holds, six decimals"),
    Column("witnesses", COUNT, "how many origins witness to it"),
    *_dated("occurred", "the time that the value is of"),
    Column("age", COUNT, "days between the newest word and the date asked"),
    Column("was", TEXT, "the newest earlier value of the same origin"),
    Column("was_occurred", TEXT, "the time that this earlier value is of"),
    Column("because", TEXTS, "the ids that it rests on"),
    Column("at", TEXT, "the question: the date of the picture"),
    Column("public", TEXT, "the question: only what had been said by then"),
    Column("known", TEXT, "the question: only what the ledger held by then"),
    Column("zone", TEXT, "the question: whose days are meant"),
)
"""The columns of beliefs: a row for each belief of a picture."""


def event_row(event: Event, zone: str = UTC) -> Row:
    """An event as one row, with all that its line holds; `zone` says whose days dates mean."""
    said = event.said
    return {
        "id": event.id, "recorded": event.recorded, "by": event.by,
        "said": None if event.redacted else event.raw.decode(),
        "story": said.story, "kind": said.kind, "slot": _slot(said),
        "stance": None if said.ours or event.redacted else said.stance,
        **_dates("occurred", said.occurred, zone), **_dates("reported", said.reported, zone),
        **_envelope(said), "target": getattr(said.fact, "target", None),
    }  # fmt: skip


def claim_rows(entry: Entry, picture: Picture) -> Iterator[Row]:
    """What a report tells, a row for each value; one row without a value where its kind is not known here."""
    event, said, zone = entry.event, entry.event.said, picture.question.zone
    claims: list[tuple[Field | None, Value | None]] = list(said.claims()) or [(None, None)]
    for field, value in claims:
        name = entry.slot if field is None else slot_of(event, field, value, picture.names).name
        yield {
            "id": event.id, "slot": name, "kind": said.kind, "field": None if field is None else field.name,
            "stance": said.stance or ASSERTS, **value_cells(value),
            "told": None if field is None else said.words(field.name),
            **_dates("occurred", said.occurred, zone), **_dates("reported", said.reported, zone),
            "recorded": event.recorded, "by": event.by, "story": said.story, **_envelope(said),
            "withdrawn": entry.withdrawn, "expected": entry.expected,
        }  # fmt: skip


def belief_rows(picture: Picture) -> Iterator[Row]:
    """The beliefs of a picture, a row for each, with the question that they answer."""
    question = picture.question
    contested = {dispute.belief.slot.order: str(dispute.contest) for dispute in picture[Contested]}
    asked = {
        "at": question.at.text, "public": _text(question.public), "known": _text(question.known), "zone": question.zone,
    }  # fmt: skip
    for belief in picture.beliefs:
        yield {**_belief(belief, question.zone), "contested": contested.get(belief.slot.order), **asked}


def _belief(belief: Belief, zone: str) -> Row:
    was = belief.was
    return {
        "name": belief.slot.name, "kind": belief.slot.kind, "keys": belief.slot.keys, "field": belief.slot.field,
        **value_cells(belief.value), "told": belief.told, "standing": str(belief.standing),
        "figure_standing": None if belief.figure is None else str(belief.figure), "flags": belief.flags,
        "confidence": None if belief.confidence is None else millionths(belief.confidence),
        "witnesses": belief.witnesses, **_dates("occurred", belief.occurred, zone), "age": belief.age,
        "was": None if was is None or was.value is None else value_text(was.value),
        "was_occurred": None if was is None else _text(was.event.said.occurred), "because": belief.because,
    }  # fmt: skip


def value_cells(value: Value | None) -> Row:
    """A value as the cells of its columns.

    >>> cells = value_cells(Quantity.parse("<=11000 person"))
    >>> cells["low"], cells["best"], cells["high"], cells["strict"]
    ('0', None, '11000', ('low',))
    """
    if isinstance(value, Quantity):
        told = value.as_json()
        parts = {name: told[name] for name in ("low", "best", "high", "about", "unit")}
        return {"value": value.text, **parts, "strict": tuple(told["strict"]), "dimension": value.dimension}
    empty = dict.fromkeys(("low", "best", "high", "about", "unit", "dimension"))
    return {"value": None if value is None else value_text(value), **empty, "strict": ()}


def stamped(moment: Micro) -> dt.datetime | None:
    """An instant in UTC; `None` where time has no end there."""
    return moment_of(moment) if FIRST <= moment < LAST else None


def _dates(name: str, when: When | None, zone: str) -> Row:
    low, high = (None, None) if when is None else when.span(zone)
    return {
        name: _text(when), f"{name}_earliest": None if low is None else stamped(low),
        f"{name}_latest": None if high is None else stamped(high - 1),
    }  # fmt: skip


def _envelope(said: Said) -> Row:
    told = {column.name: getattr(said, column.name) for column in TOLD}
    return told | {"confidence": None if said.confidence is None else said.confidence.text}


def _slot(said: Said) -> str:
    kind, *keys = fold_slot(said, Names())
    return slot_name(kind, keys)


def _text(when: When | None) -> str | None:
    return None if when is None else when.text
