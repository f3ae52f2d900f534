"""A stored line taken apart: the fast path for lines as they are written, the slow path for all others."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

import attrs

from newsledger.codec.instants import is_instant
from newsledger.codec.said import RESTORE, decode
from newsledger.codec.writing import LINE, MAX_LINE, write
from newsledger.errors import InvalidInput
from newsledger.event import Event, content_id, words_gone
from newsledger.problems import WARNING, Place, Problem
from newsledger.tuples import NamedTuple

ID = re.compile("[0-9a-f]{32}")

MAX_DEPTH = 32
"""How deep a line may be nested: a report needs three. Pythons differ in how much they can take, hence a bound."""

HINT_LONG = "restore the file from git; no event is nearly as long"

MEMBERS = ("id", "recorded", "by", "said")
SHAPE = 'a line is {"id":"<32 hex>","recorded":"2025-03-16T12:00:00Z","by":"…","said":{…}}'


class Line(NamedTuple):
    """What one stored line gave: an event or none, and the problems found on the way."""

    event: Event | None
    problems: tuple[Problem, ...] = ()


def read(line: bytes) -> Line:
    """The event of a stored line, and what is wrong with it. Raises nothing, whatever the bytes are.

    A line whose bytes do not match their id gives no event: what it says is not what was
    said. A line that is merely spelled in another way gives its event and a warning. A line
    without `said` gives an event that is `redacted`: whether that was declared, the store knows.

    >>> read(b'{"id":"7c13').problems[0].message
    'the line breaks off in the middle of a text'
    """
    event = _quickly(line)
    return read_in_full(line) if event is None else Line(event)


FEW = 1_000
"""So many lines are read in full before the quick way is worth its start."""


def _not_yet(line: bytes) -> Event | None:
    """Stands for the quick way until there were many lines."""
    del line
    global _left, _quickly  # noqa: PLW0603  counted over the whole process
    _left -= 1
    if _left <= 0:
        from newsledger.codec import quick  # costs as much as some hundred lines

        _quickly = quick.event
    return None


_left = FEW
_quickly: Callable[[bytes], Event | None] = _not_yet


def read_in_full(line: bytes) -> Line:
    """The same, whatever the line looks like; it takes several times as long."""
    if len(line) > MAX_LINE:
        return _refused("long-line", f"a line of more than {MAX_LINE} bytes, and no more are read", HINT_LONG)
    match = LINE.fullmatch(line)
    if match is None:
        return _read_slowly(line)
    raw = match[4]
    try:
        identity, recorded, by, text = match[1].decode(), match[2].decode(), match[3].decode(), raw.decode()
    except UnicodeDecodeError:
        return _read_slowly(line)
    if content_id(raw) != identity or not is_instant(recorded):
        return _read_slowly(line)
    return _event(Envelope(identity, recorded, by, text), line, raw)


class Envelope(NamedTuple):
    """The four members of a line; `said` as the very text that stands there."""

    id: str
    recorded: str
    by: str
    said: str


def _event(envelope: Envelope, line: bytes, raw: bytes) -> Line:
    """The event of an envelope whose id matches."""
    try:
        said, warnings = decode(_texts_only(_loads(envelope.said), envelope.said))
    except InvalidInput as error:
        return Line(None, tuple(_placed(error.problems, line, envelope.said)))
    event = Event(id=envelope.id, recorded=envelope.recorded, by=envelope.by, said=said, raw=raw)
    return Line(event, tuple(_placed(warnings, line, envelope.said)) if warnings else ())


def _placed(problems: Iterable[Problem], line: bytes, said: str) -> Iterable[Problem]:
    """Moves problems within `said` to their columns in the line."""
    for problem in problems:
        where = problem.where
        text = line.decode()
        start = text.find(said if where.text is None else where.text)
        column = start + where.column if start >= 0 and where.column else None
        yield attrs.evolve(problem, where=Place(column=column, length=where.length))


def _refused(code: str, message: str, hint: str | None, column: int | None = None, length: int = 1) -> Line:
    where = Place(column=column, length=length)
    return Line(None, (Problem(code=code, message=message, hint=hint, where=where),))


# --- JSON without numbers -----------------------------------------------------------------------


def _no_number(digits: str) -> NoReturn:
    shown = digits[:20]
    message = f"a bare number stands there ({shown}): figures are stored as text, never as JSON numbers"
    where = Place(column=2, length=len(digits), text=f":{digits}")
    raise InvalidInput([Problem(code="json-number", message=message, hint=f'write "{shown}"', where=where)])


DECODER = json.JSONDecoder(parse_int=_no_number, parse_float=_no_number, parse_constant=_no_number)


def _loads(text: str) -> dict[str, Any]:
    """The JSON object of a text."""
    try:
        loaded = DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise InvalidInput([_no_json(text, error)]) from None
    except RecursionError:
        raise InvalidInput([_too_deep()]) from None
    if not isinstance(loaded, dict):
        raise InvalidInput([Problem(code="no-event", message="no JSON object stands there", hint=SHAPE)])
    if text.count("[") + text.count("{") > MAX_DEPTH and _deeper(loaded, MAX_DEPTH):
        raise InvalidInput([_too_deep()])
    return loaded


def _texts_only(loaded: dict[str, Any], text: str) -> dict[str, Any]:
    """What was loaded, unless an escape in it spells half a character, which nothing could show or store."""
    if "\\u" in text and not _is_text(json.dumps(loaded, ensure_ascii=False)):
        message = "half a character stands there, which an escape can spell and no file can hold"
        raise InvalidInput([Problem(code="not-text", message=message, hint=RESTORE)])
    return loaded


def _no_json(text: str, error: json.JSONDecodeError) -> Problem:
    if error.msg.startswith("Unterminated"):
        message = "the line breaks off in the middle of a text"
    elif error.pos >= len(text.rstrip()):
        message = "the line breaks off here" if text.strip() else "an empty line, where an event is expected"
    else:
        message = f"{text[error.pos]!r} stands where JSON does not allow it"
    return Problem(code="no-json", message=message, hint=RESTORE, where=Place(column=error.pos + 1))


def _is_text(value: str) -> bool:
    """Whether it can be written back: half a character, which an escape can spell, cannot."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _too_deep() -> Problem:
    return Problem(code="too-deep", message=f"nested more than {MAX_DEPTH} deep, as no event is", hint=RESTORE)


def _deeper(loaded: Any, limit: int) -> bool:  # noqa: ANN401  any JSON
    layer = [loaded]
    for _ in range(limit):
        inner = [list(one.values()) if isinstance(one, dict) else one for one in layer]
        layer = [one for members in inner for one in members if isinstance(one, dict | list)]
        if not layer:
            return False
    return True


# --- reading what no program of ours wrote ------------------------------------------------------


def _read_slowly(line: bytes) -> Line:
    try:
        text = line.decode()
        # a byte order mark, as some editors write it, is as good as a blank
        members = _members(text if text[:1] != "\ufeff" else " " + text[1:])
    except UnicodeDecodeError as error:
        return _bad_bytes(line, error)
    except InvalidInput as error:
        return Line(None, tuple(_placed(error.problems, line, "")))
    wrong = _wrong_members(members)
    gone = "said" not in members and len(wrong) == 1  # all else is there, so that the words alone were taken out
    if wrong and not gone:
        return Line(None, tuple(wrong))
    identity, recorded, by = (json.loads(members[name]) for name in MEMBERS[:3])
    if gone:
        read_ = Line(Event(id=identity, recorded=recorded, by=by, said=words_gone(), raw=b""))
    elif content_id(members["said"].encode()) != identity:
        return _altered(identity, members["said"], line)
    else:
        read_ = _event(Envelope(identity, recorded, by, members["said"]), line, members["said"].encode())
    if read_.event is None or write(read_.event) == line:
        return read_
    hint = "restore it from git; what it says still matches its id"
    message = "the line is not spelled as newsledger writes it"
    spelled = Problem(code="not-canonical", severity=WARNING, message=message, hint=hint)
    return Line(read_.event, (spelled, *read_.problems))


def _bad_bytes(line: bytes, error: UnicodeDecodeError) -> Line:
    column = len(line[: error.start].decode(errors="replace")) + 1
    hint = "restore the line from git, or save the file as UTF-8"
    return _refused("not-utf-8", f"byte 0x{line[error.start]:02x} is not UTF-8", hint, column)


def _altered(identity: str, said: str, line: bytes) -> Line:
    real = content_id(said.encode())
    message = f"the bytes of said do not match their id: they hash to {real}, the line says {identity}"
    hint = f"{RESTORE}; to change what was said, add a correction instead of editing"
    return _refused("id-mismatch", message, hint, line.decode().find(identity) + 1, len(identity))


def _members(text: str) -> dict[str, str]:
    """The members of a JSON object with the very text of each value."""
    loaded = _loads(text)
    members: dict[str, str] = {}
    at = text.index("{") + 1
    while (start := text.find('"', at)) >= 0:
        name, colon = DECODER.raw_decode(text, start)
        at = _skip(text, text.index(":", colon) + 1)
        _, end = DECODER.raw_decode(text, at)
        if name in members:
            message = f"the line has {name[:20]!r} twice, and nobody knows which is meant"
            where = Place(column=start + 1, length=len(name) + 2)
            raise InvalidInput([Problem(code="twice", message=message, hint=RESTORE, where=where)])
        members[name] = text[at:end]
        at = end
    return members if loaded else {}


def _skip(text: str, at: int) -> int:
    while text[at].isspace():
        at += 1
    return at


def _wrong_members(members: dict[str, str]) -> list[Problem]:
    """The members of the envelope that are not there, or are not what they should be."""
    values = {name: json.loads(members[name]) for name in MEMBERS if name in members}
    fits = {
        "id": ID.fullmatch(_as_text(values.get("id"))) is not None,
        "recorded": is_instant(_as_text(values.get("recorded"))),
        "by": isinstance(values.get("by"), str) and _is_text(values["by"]),
        "said": isinstance(values.get("said"), dict),
    }
    return [
        Problem(code="no-event", message=f"the line has no {name} that can be read", hint=SHAPE)
        for name, fit in fits.items()
        if not fit
    ]


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else ""
