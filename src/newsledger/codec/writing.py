"""What an event says, as its canonical bytes; and its line."""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from newsledger.errors import InvalidInput
from newsledger.event import ASSERTS, Event, Said, content_id
from newsledger.fact import Fact, Unknown
from newsledger.problems import Problem

MAX_LINE = 1 << 20
"""The longest line that is read or written, in bytes. A report is a few hundred; any longer line is damage."""

LINE = re.compile(
    rb'\{"id":"([0-9a-f]{32})","recorded":"([0-9T:.-]{19,26}Z)","by":"([^"\\\x00-\x1f]*)","said":(\{.*\})\}'
)
"""A line as it is written, where `by` needs no escape. Whatever else a line looks like is read by the slow path."""

ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)
"""Made once: to make it takes longer than to use it."""

ENVELOPE = 128
"""More bytes than a line takes beside `said` and who took it in."""

ESCAPED = 6
"""Bytes that a character of `by` takes at most: one that is escaped."""

PLAIN = ("story", "source", "field", "likelihood", "quote", "language", "url", "archive", "corrects")
"""The fields of `said` that are plain text, stored under their own names."""

IMPRECISE = ("occurred", "reported", "confidence")
"""Those that are stored as their canonical text."""


def encode(said: Said) -> bytes:
    """The canonical bytes of what an event says.

    >>> from newsledger.event import say
    >>> from newsledger.kinds.state import State
    >>> encode(say(State("bridge", "open", term="yes"), source="desk", reported="2025-03-16")).decode()[:60]
    '{"fact":{"condition":"open","kind":"state","subject":"bridge'
    """
    return _dump(as_stored(said))


FEW = 1_000
"""So many events are encoded by the standard library before something faster is worth its start."""


def by_json(stored: dict[str, Any]) -> bytes:
    """The bytes of a JSON object, by the standard library."""
    return ENCODER.encode(stored).encode()


def _not_yet(stored: dict[str, Any]) -> bytes:
    """The same, until there were many."""
    global _left, _dump  # noqa: PLW0603  counted over the whole process
    _left -= 1
    if _left <= 0:
        _dump = faster()
    return by_json(stored)


def faster() -> Callable[[dict[str, Any]], bytes]:
    """What gives the same bytes faster, where the extra `fast` is installed."""
    try:
        import orjson  # costs as much as some hundred events
    except ImportError:
        return by_json

    def dump(stored: dict[str, Any]) -> bytes:
        try:
            return orjson.dumps(stored, option=orjson.OPT_SORT_KEYS)
        except orjson.JSONEncodeError:  # half a character, or more depth than it takes: as the standard library has it
            return by_json(stored)

    return dump


_left = FEW
_dump: Callable[[dict[str, Any]], bytes] = _not_yet


def dumps(stored: Any) -> str:  # noqa: ANN401  any JSON
    """Compact JSON with sorted keys.

    >>> dumps({"b": ["é"], "a": "1"})
    '{"a":"1","b":["é"]}'
    """
    return ENCODER.encode(stored)


def as_stored(said: Said) -> dict[str, Any]:
    """What an event says, as the JSON object that is stored."""
    stored: dict[str, Any] = {"v": said.version}
    for name, text in zip(PLAIN, _texts(said), strict=True):
        if text:
            stored[name] = text if text.isascii() else unicodedata.normalize("NFC", text)
    fact = _stored_fact(said.fact)
    if fact:
        stored["fact"] = fact
    if said.stance and said.stance != ASSERTS:
        stored["stance"] = said.stance
    for name, value in zip(IMPRECISE, _imprecise(said), strict=True):
        if value is not None:
            stored[name] = value.text
    if said.via:
        stored["via"] = [_nfc(link) for link in said.via]
    if said.told:
        stored["told"] = {field: _nfc(words) for field, words in said.told}
    return stored


_texts, _imprecise = attrgetter(*PLAIN), attrgetter(*IMPRECISE)


def _nfc(text: str | None) -> str | None:
    return text if text is None or text.isascii() else unicodedata.normalize("NFC", text)


def _stored_fact(fact: Fact | Unknown) -> dict[str, Any]:
    if isinstance(fact, Unknown):
        return {"kind": fact.kind, **fact.fields}
    stored: dict[str, Any] = {"kind": fact.spec.name}
    for attribute, field in fact.spec.by_attribute.items():
        value = getattr(fact, attribute)
        if value:  # a figure or a date always counts, an empty text or list never
            stored[field.name] = value if value.__class__ is str else field.stored(value)
    return stored


def stamp(said: Said, *, recorded: datetime, by: str) -> Event:
    """Makes an event of what was said: gives it its id, the time that we took it in, and who did.

    Raises `InvalidInput` where a text cannot be stored as UTF-8, the event is longer than any
    line may be, or `recorded` names no zone.
    """
    if recorded.tzinfo is None:
        message = f"{recorded.isoformat()} names no zone, so nobody knows which instant it is"
        raise _refused("no-zone", message, "give a datetime with a zone: datetime.now(UTC)")
    try:
        raw = encode(said)
        by.encode()
    except UnicodeEncodeError as error:
        message = f"a character that is no text stands in {error.object[:40]!r}"
        raise _refused("not-text", message, "remove the lone surrogate") from None
    event = Event(id=content_id(raw), recorded=_second(recorded, recorded.fold), by=by, said=said, raw=raw)
    if len(raw) + ESCAPED * len(by) + ENVELOPE > MAX_LINE and len(write(event)) > MAX_LINE:
        message = f"an event of {len(raw)} bytes, and a line has at most {MAX_LINE}"
        raise _refused("long-line", message, "keep the words that matter, link the rest")
    return event


@functools.lru_cache(maxsize=16)
def _second(moment: datetime, _fold: int) -> str:
    """An instant as it stands in a line. A batch shares one, hence the cache; equal ones may differ in `fold`."""
    return f"{moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()}Z"


def _refused(code: str, message: str, hint: str) -> InvalidInput:
    return InvalidInput([Problem(code=code, message=message, hint=hint)])


def write(event: Event) -> bytes:
    """The line of an event, without its line end. The stored bytes of `said` go in as they are.

    The line of a redacted event has no `said`.
    """
    head = f'{{"id":"{event.id}","recorded":"{event.recorded}","by":{dumps(event.by)}'.encode()
    return head + b"}" if event.redacted else head + b',"said":' + event.raw + b"}"
