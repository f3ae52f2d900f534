"""The quick way from a line to its event, for lines as newsledger writes them; `None` for all others.

What it gives is what the full reading gives, and it gives an event only where the full reading finds nothing to say:
the line is spelled as it is written, its bytes match their id, every field is known, and every value can be read.
Nothing is passed over for looking unusual: whatever is not proven here is read in full. It is worth its start only
where there are many lines, hence nobody else imports it early.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import attrs

from newsledger.codec.instants import is_instant
from newsledger.codec.shapes import Ending, Shapes, saying, slots
from newsledger.codec.writing import MAX_LINE
from newsledger.event import ID_LENGTH, Event

LINE = re.compile(
    rb'\{"id":"([0-9a-f]{32})","recorded":"(([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z)"'
    rb',"by":"([^"\\\x00-\x1f]*)","said":(\{(?s:.*)\})\}'
)
"""A line as it is written, to the second and without escapes in `by`; of its instant only the day is left to prove."""

_sha256, _new, _match = hashlib.sha256, object.__new__, LINE.fullmatch
_put = slots(Event) or {}
_put_id, _put_recorded, _put_by, _put_said, _put_raw, _put_apart = map(
    _put.pop, [field.name for field in attrs.fields(Event)]
)
_SAYING = Shapes("stored, fact", saying)
_held = _SAYING.held.get
_is_day = lru_cache(maxsize=4_096)(lambda day: is_instant(f"{day.decode()}T00:00:00Z"))
_name = lru_cache(maxsize=1_024)(bytes.decode)


def event(line: bytes) -> Event | None:
    """The event of a stored line in which nothing is to be found wrong; `None` where only the full reading can tell.

    >>> event(b"no line at all") is None
    True
    """
    found = named(line)
    return None if found is None else found[1]


def _matched(line: bytes) -> tuple[str, bytes, bytes, bytes] | None:
    """The id, the instant, the hand and the stored bytes of a line that is spelled as it is written and fits its id."""
    match = _match(line)
    if match is None or len(line) > MAX_LINE:
        return None
    identity, recorded, day, by, raw = match.groups()
    name: str = identity.decode()
    if _sha256(raw).hexdigest()[:ID_LENGTH] != name or not _is_day(day) or b"\n" in raw:
        return None
    return name, recorded, by, raw


def named(line: bytes) -> tuple[str, Event] | None:
    """The same, with its id."""
    matched = _matched(line)
    if matched is None:
        return None
    name, recorded, by, raw = matched
    try:
        stored = _load(raw)
        fact = stored["fact"]
        key = tuple(stored), fact["kind"], tuple(fact)
        make = _held(key) or _SAYING.first(key)
        if make is None:
            return None
        said = make(stored, fact)
        hand = _name(by)
    except Exception:  # noqa: BLE001  no JSON, no UTF-8, a kind that cannot read itself: the full reading tells
        return None
    if said is None:
        return None
    made = _new(Event)
    _put_id(made, name)
    _put_recorded(made, recorded.decode())
    _put_by(made, hand)
    _put_said(made, said)
    _put_raw(made, raw)
    _put_apart(made, None)
    return name, made


def by_json(raw: bytes) -> Any:  # noqa: ANN401  any JSON
    """What the standard library makes of some JSON; where an escape may spell half a character, it is not asked."""
    text = raw.decode()
    loaded, end = _decode(text)
    if end != len(text) or "\\u" in text:
        raise ValueError(text)
    return loaded


_decode = json.JSONDecoder().raw_decode

try:
    import orjson
except ImportError:  # the extra `fast` is not installed
    _load: Callable[[bytes], Any] = by_json
else:
    _load = orjson.loads


class Narrow:
    """Reads of each line no more than some fields, after all that `event` proves was proven.

    `ending` gives the code that makes something of a proof and of `id`, `recorded` (still bytes) and `by`.
    """

    def __init__(self, ending: Ending) -> None:
        self._shapes = Shapes("stored, fact, id, recorded, by", ending)

    def read(self, line: bytes) -> tuple[str, Any] | None:
        """The id of a line and what was made of it; `None` where only the full reading can tell."""
        matched = _matched(line)
        if matched is None:
            return None
        name, recorded, by, raw = matched
        try:
            stored = _load(raw)
            fact = stored["fact"]
            key = tuple(stored), fact["kind"], tuple(fact)
            make = self._shapes.held.get(key) or self._shapes.first(key)
            found = None if make is None else make(stored, fact, name, recorded, _name(by))
        except Exception:  # noqa: BLE001  as above
            return None
        return None if found is None else (name, found)
