"""The quick way from a line to its event, for lines as newsledger writes them; `None` for all others.

What it gives is what the full reading gives, and it gives an event only where the full reading finds nothing to say:
the line is spelled as it is written, its bytes match their id, every field is known, and every value can be read.
Nothing is passed over for looking unusual: whatever is not proven here is read in full.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from newsledger.codec.instants import is_instant
from newsledger.codec.shapes import said_of, slots
from newsledger.codec.writing import MAX_LINE
from newsledger.digest import small
from newsledger.event import ID_LENGTH, Event

LINE = re.compile(
    rb'\{"id":"([0-9a-f]{32})","recorded":"(([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z)"'
    rb',"by":"([^"\\\x00-\x1f]*)","said":(\{.*\})\}'
)
"""A line as it is written, to the second and without escapes in `by`; of its instant only the day is left to prove."""

FEW = 1_000
"""So many lines are read by what is loaded anyway, before something faster is worth its start."""

_put_id, _put_recorded, _put_by, _put_said, _put_raw = map(
    (slots(Event) or {}).__getitem__, ("id", "recorded", "by", "said", "raw")
)
_new = object.__new__
_match = LINE.fullmatch


def event(line: bytes) -> Event | None:
    """The event of a stored line in which nothing is to be found wrong; `None` where only the full reading can tell.

    >>> event(b"no line at all") is None
    True
    """
    global _left  # noqa: PLW0603  counted over the whole process
    _left -= 1
    if _left == 0:
        _hurry()
    match = _match(line)
    if match is None or len(line) > MAX_LINE:
        return None
    identity, recorded, day, by, raw = match.groups()
    name = identity.decode()
    if _sha256(raw).hexdigest()[:ID_LENGTH] != name or not _is_day(day):
        return None
    try:
        said = said_of(_load(raw))
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
    return made


_is_day = lru_cache(maxsize=4_096)(lambda day: is_instant(f"{day.decode()}T00:00:00Z"))
_name = lru_cache(maxsize=1_024)(bytes.decode)


# --- what is worth loading ----------------------------------------------------------------------

_decode = json.JSONDecoder().raw_decode


def by_json(raw: bytes) -> Any:  # noqa: ANN401  any JSON
    """What the standard library makes of some JSON; where an escape may spell half a character, it is not asked."""
    text = raw.decode()
    loaded, end = _decode(text)
    if end != len(text) or "\\u" in text:
        raise ValueError(text)
    return loaded


def _hurry() -> None:
    """Loads what is faster, once there are many lines: OpenSSL, and orjson where it is installed."""
    global _sha256, _load  # noqa: PLW0603  for the whole process
    import hashlib

    _sha256 = hashlib.sha256
    with contextlib.suppress(ImportError):
        import orjson

        _load = orjson.loads


_left = FEW
_sha256: Callable[[bytes], Any] = small()
_load: Callable[[bytes], Any] = by_json
