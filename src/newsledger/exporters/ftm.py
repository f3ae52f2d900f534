"""ftm: reports as statements of FollowTheMoney, for tools that investigate people and companies."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from typing import ClassVar

from newsledger.event import Event
from newsledger.exporters import Exporter, Job, exporter
from newsledger.exporters._words import claim, day, made_id, speaks, web
from newsledger.fact import Fact
from newsledger.frozen import frozen
from newsledger.replay import Entry, Picture
from newsledger.values.when import When

COLUMNS = (
    "canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin", "lang", "original_value",
    "external", "first_seen", "last_seen", "id",
)  # fmt: skip
"""The columns of a file of statements, as followthemoney 4 reads and writes it."""

TYPES = {
    "name": "name", "summary": "text", "description": "text", "date": "date", "startDate": "date", "endDate": "date",
    "recordId": "string", "sourceUrl": "url", "publisher": "string", "involved": "entity",
}  # fmt: skip
"""The properties that are used, each with its type in the model."""

SCHEMATA = {"person": "Person", "outlet": "Organization", "body": "Organization"}
"""The schema of a source by its category; of any other the most general one that has a name."""

CATEGORY = "party"
"""Keys that were introduced as parties are told as involved in the event."""


@frozen(kw_only=True)
class Statement:
    """One value of one property of one entity. `original` is what was told, where the value says less."""

    entity: str
    schema: str
    prop: str
    value: str
    original: str = ""
    lang: str = ""


@exporter("ftm")
class Ftm(Exporter):
    """Statements as CSV: an Event for each report, and an entity for each source and party."""

    losses: ClassVar = {
        "bytes": "only what they say",
        "takings-in": "only the first",
        "by": "left out",
        "value": "only in the summary, as a claim line",
        "occurred": "as the days that it can mean, the words beside them; a season or a doubt is lost",
        "via": "only the outlet, by its name",
        "confidence": "left out",
        "amendments": "only that a report was taken back",
        "ours": "only the names of sources",
        "unknown": "only the kind",
        "redacted": "left out",
        "settings": "left out",
    }

    def write(self, job: Job) -> Iterator[bytes]:
        """The heading, then a row for each statement."""
        yield _row(COLUMNS)
        dataset = _slug(job.question.story or job.title)
        named: set[str] = set()
        for entry in job.entries():
            for statement in (*_event(entry, job), *_named(entry, job.picture, named)):
                yield _row(_cells(statement, entry.event, dataset))


def _event(entry: Entry, job: Job) -> Iterator[Statement]:
    """A report as an Event of FollowTheMoney, who says it in words: no property of it means that."""
    said, picture = entry.event.said, job.picture
    parts = [
        ("name", claim(said), ""), ("recordId", entry.event.id, ""), ("summary", speaks(picture, said), ""),
        *((prop, on, said.occurred.text if said.occurred else "") for prop, on in _dates(said.occurred, job.zone)),
        *(("description", words, field) for field, words in said.told),
        ("description", f"reported {day(said.reported)}", said.reported.text if said.reported else ""),
        ("description", f"likelihood: {said.likelihood}" if said.likelihood else "", said.likelihood or ""),
        ("description", f"story: {said.story}" if said.story else "", said.story or ""),
        ("description", said.quote or "", ""),
        *(("publisher", picture.label(link), link) for link in (*said.chain[-1:], *said.chain[:1])),
        ("sourceUrl", web(said.url) or "", ""), ("description", said.archive or "", ""),
        ("description", "taken back" if entry.withdrawn else "", ""),
    ]  # fmt: skip
    identity = _identity("event", entry.event.id)
    for prop, value, original in dict.fromkeys(parts):
        lang = said.language or "" if value == said.quote else ""
        if value:
            yield Statement(entity=identity, schema="Event", prop=prop, value=value, original=original, lang=lang)
    for name in _parties(entry, picture):
        yield Statement(
            entity=identity, schema="Event", prop="involved", value=_identity("source", name), original=name
        )


def _dates(when: When | None, zone: str) -> list[tuple[str, str]]:
    """The dates of an event: one where a year, a month or a day was told, else the days between which it lies."""
    if when is None:
        return []
    if not when.is_interval and when.precision in ("year", "month", "day"):
        return [("date", when.text.rstrip("~?%"))]
    first, last = when.first_day(zone), when.last_day(zone)
    told = [("startDate", first), ("endDate", last)]
    return [(prop, day_.isoformat()) for prop, day_ in told if day_ is not None]


def _parties(entry: Entry, picture: Picture) -> list[str]:
    fact = entry.event.said.fact
    keys = fact.keys() if isinstance(fact, Fact) else ()
    named = dict.fromkeys(picture.names.of(key) for key in keys if key)
    return [key for key in named if picture.directory.entry(key).category == CATEGORY]


def _named(entry: Entry, picture: Picture, named: set[str]) -> Iterator[Statement]:
    """The sources and parties of a report that were not told yet."""
    for name in (*map(picture.names.of, entry.event.said.chain), *_parties(entry, picture)):
        if name not in named:
            named.add(name)
            schema = SCHEMATA.get(picture.directory.entry(name).category or "", "LegalEntity")
            yield Statement(entity=_identity("source", name), schema=schema, prop="name", value=picture.label(name))


def _cells(statement: Statement, event: Event, dataset: str) -> tuple[str, ...]:
    seen = event.recorded.removesuffix("Z")
    told = {
        "canonical_id": statement.entity, "entity_id": statement.entity, "prop": statement.prop,
        "prop_type": TYPES[statement.prop], "schema": statement.schema, "value": statement.value, "dataset": dataset,
        "origin": "newsledger", "lang": statement.lang, "original_value": statement.original, "external": "f",
        "first_seen": seen, "last_seen": seen, "id": _key(statement, dataset),
    }  # fmt: skip
    return tuple(told[name] for name in COLUMNS)


def _key(statement: Statement, dataset: str) -> str:
    """The id of a statement, as followthemoney makes it: a name for it, not a proof."""
    lang = f"@{statement.lang}" if statement.lang else ""
    text = f"{dataset}.{statement.entity}.{statement.prop}.{statement.value}{lang}"
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def _identity(*parts: str) -> str:
    return f"nl-{made_id('ftm', *parts)}"


def _slug(name: str) -> str:
    """The name of a dataset: small letters, digits and strokes below."""
    return re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_") or "newsledger"


def _row(cells: tuple[str, ...]) -> bytes:
    text = io.StringIO()
    csv.writer(text, dialect=csv.unix_dialect).writerow(cells)
    return text.getvalue().encode()
