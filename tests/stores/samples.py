"""A few events that tests of stores share: reports, a retraction, a void, grades, and a line of the future."""

from __future__ import annotations

import datetime as dt
import functools
import json

from newsledger import codec
from newsledger.event import Event, Said, content_id, say
from newsledger.kinds.retraction import Retraction
from newsledger.kinds.source import Source
from newsledger.kinds.state import State
from newsledger.kinds.territory_held import TerritoryHeld
from newsledger.kinds.void import Void
from newsledger.values.quantity import Quantity

BY = ("desk", "Олена", 'a "friend"')
"""Who takes events in: plain, of another script, and with marks that a line must escape."""

RECORDED = tuple(dt.datetime(2025, 3, day, 12, tzinfo=dt.UTC) for day in (17, 18, 19))
"""When they do."""

AREAS = ("just 110 km²", "1,368 km2", "about 500 sq mi")
DAYS = ("2025-03-11", "2025-03-14", "2025-03-16", "2024-08")
SOURCES = ("ru-officials", "desk-agency", "Generalstab")


@functools.cache
def saids() -> tuple[Said, ...]:
    """What the events say. Amendments aim at what stands before them, and one at nothing."""
    reports = [
        say(TerritoryHeld("kursk", "ukraine", area=Quantity.read(area)), source=source, reported=day, story="kursk")
        for area, source, day in zip(AREAS * 2, SOURCES * 2, (*DAYS, *DAYS[:2]), strict=True)
    ]
    reports += [
        say(State("ukrainian forces", "encircled", term=term), source=source, reported=day, stance=stance, story=story)
        for source, day, stance, story, term in (
            ("ru-officials", "2025-03-14", "asserts", "kursk", "yes"),
            ("Generalstab", "2025-03-14", "denies", "kursk", "yes"),
            ("desk-agency", "2025-03-16", "no-comment", "front", None),
        )
    ]
    ids = [content_id(codec.encode(said)) for said in reports]
    retraction = say(Retraction(ids[0], reason="misheard"), source="ru-officials", reported="2025-03-16")
    return (
        *reports,
        retraction,
        say(Retraction("0" * 32), source="desk-agency", reported="2025-03-16", story="kursk"),
        say(Void(ids[4], reason="typed twice", replaced_by=ids[5])),
        say(Void(content_id(codec.encode(retraction)), reason="of another report")),
        say(Source("ru-officials", name="Russian officials", side="russia", grade="D")),
        say(Source("Generalstab", side="ukraine", speaks_for="ukraine", grade="B")),
    )


def event(number: int, *, recorded: int = 0, by: int = 0) -> Event:
    """One of the events, as somebody takes it in at some time."""
    return codec.stamp(saids()[number], recorded=RECORDED[recorded], by=BY[by])


def events(*, recorded: int = 0, by: int = 0) -> list[Event]:
    """All of the events."""
    return [event(number, recorded=recorded, by=by) for number in range(len(saids()))]


def line(said: bytes, *, recorded: str = "2025-03-17T12:00:00Z", by: str = "desk") -> bytes:
    """A line with an id that fits, whatever it says."""
    head = f'{{"id":"{content_id(said)}","recorded":"{recorded}","by":{json.dumps(by)},"said":'
    return head.encode() + said + b"}"


UNKNOWN_KIND = line(b'{"fact":{"kind":"mood","of":["a","b"],"so":{"x":"\xc3\xa9"}},"v":"1"}')
NEWER_FORMAT = line(b'{"fact":{"kind":"state"},"v":"2"}')
HALF_A_LINE = codec.write(event(0))[:100]
ALTERED = codec.write(event(0)).replace(b"110 km2", b"910 km2")
BAD_BYTES = codec.write(event(1)).replace(b"ukraine", b"ukra\xffne")
CONTROLS = line(b'{"fact":{"kind":"state"},"v":"1","\x1b[2J\xe2\x80\xae":"x"}')
DAMAGED = {
    "half a line": (HALF_A_LINE, "no-json"),
    "altered": (ALTERED, "id-mismatch"),
    "bad bytes": (BAD_BYTES, "not-utf-8"),
    "no UTF-8 outside": (b"\xff" + codec.write(event(1)), "not-utf-8"),
    "newer": (NEWER_FORMAT, "newer-format"),
    "controls": (CONTROLS, "no-json"),
    "no JSON": (b"<<<<<<< HEAD", "no-json"),
    "a number": (b"17", "json-number"),
    "a list": (b"[]", "no-event"),
    "nobody took it in": (codec.write(event(0)).replace(b'"by":"desk",', b""), "no-event"),
    "bad bytes that fit their id": (line(b'{"fact":{"kind":"mo\xff"},"v":"1"}'), "not-utf-8"),
    "half a character": (line(b'{"fact":{"kind":"mood"},"v":"1"}', by="\ud800"), "no-event"),
    "a bad escape": (line(b'{"fact":{"kind":"mood"},"v":"1"}').replace(b"desk", b"de\\sk"), "no-json"),
    "a year that is none": (line(b'{"v":"1"}', recorded="2025-13-17T12:00:00Z"), "no-event"),
    "a format in other digits": (line('{"fact":{"kind":"mood"},"v":"²"}'.encode()), "no-event"),
    "UTF-16": ('{"id":"a"}'.encode("utf-16-le"), "no-json"),
    "very deep": (
        line(b'{"fact":{"kind":"state","subject":' + b"[" * 100_000 + b"]" * 100_000 + b'},"v":"1"}'),
        "too-deep",
    ),
    "very long": (b"{" + b" " * codec.MAX_LINE + b"}", "long-line"),
}
"""Lines that give no event, by name, each with the code of what is wrong."""
