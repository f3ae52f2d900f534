"""Event to line and back. A line is `{"id":…,"recorded":…,"by":…,"said":{…}}`.

The canonical encoding of `said`: format version, NFC text, keys sorted by code point,
compact UTF-8, strings, lists and objects only, absent fields left out, the default stance
left out, values canonical. The id is a hash of exactly these bytes, so that checking one
re-encodes nothing and needs no knowledge of the kind.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import attrs

from newsledger import kinds
from newsledger.errors import InvalidInput
from newsledger.event import ASSERTS, FORMAT, Event, Said, content_id
from newsledger.fact import Fact, Field, Unknown
from newsledger.problems import WARNING, Place, Problem, did_you_mean
from newsledger.values.confidence import Confidence
from newsledger.values.when import When

MAX_LINE = 1 << 20
"""The longest line that is read, in bytes. A report is a few hundred; a longer line is damage or an attack."""

LINE = re.compile(
    rb'\{"id":"([0-9a-f]{32})","recorded":"([0-9T:.-]{19,26}Z)","by":"((?:[^"\\]|\\.)*)","said":(\{.*\})\}'
)
RECORDED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")

PLAIN = ("story", "source", "field", "likelihood", "quote", "language", "url", "archive", "corrects")
"""The fields of `said` that are plain text, stored under their own names."""

KNOWN = (*PLAIN, "v", "fact", "stance", "occurred", "reported", "via", "confidence", "told")


@attrs.frozen
class Line:
    """What one stored line gave: an event or none, and the problems found on the way."""

    event: Event | None
    problems: tuple[Problem, ...] = ()


# --- writing --------------------------------------------------------------------------------


def encode(said: Said) -> bytes:
    """The canonical bytes of what an event says.

    >>> from newsledger.event import say
    >>> from newsledger.kinds.state import State
    >>> encode(say(State("bridge", "open", term="yes"), source="desk", reported="2025-03-16")).decode()[:60]
    '{"fact":{"condition":"open","kind":"state","subject":"bridge'
    """
    return dumps(as_stored(said)).encode()


def dumps(stored: Any) -> str:  # noqa: ANN401  any JSON
    """Compact JSON with sorted keys."""
    return json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def as_stored(said: Said) -> dict[str, Any]:
    """What an event says, as the JSON object that is stored."""
    stored: dict[str, Any] = {name: getattr(said, name) for name in PLAIN}
    stored |= {
        "v": said.version,
        "fact": _stored_fact(said.fact),
        "stance": None if said.stance == ASSERTS else said.stance,
        "occurred": said.occurred and said.occurred.text,
        "reported": said.reported and said.reported.text,
        "via": list(said.via),
        "confidence": said.confidence and said.confidence.text,
        "told": dict(said.told),
    }
    return {name: value for name, value in stored.items() if value not in (None, [], {})}


def _stored_fact(fact: Fact | Unknown) -> dict[str, Any]:
    if isinstance(fact, Unknown):
        return {"kind": fact.kind, **fact.fields}
    stored: dict[str, Any] = {"kind": fact.spec.name}
    for field in fact.spec.fields:
        value = getattr(fact, field.attribute)
        if value not in (None, "", ()):
            stored[field.name] = field.stored(value)
    return stored


def stamp(said: Said, *, recorded: datetime, by: str) -> Event:
    """Makes an event of what was said: gives it its id, the time that we took it in, and who did.

    Raises `InvalidInput` where a text cannot be stored as UTF-8.
    """
    try:
        raw = encode(said)
        by.encode()
    except UnicodeEncodeError as error:
        message = f"a character that is no text stands in {error.object[:40]!r}"
        raise InvalidInput([Problem(code="not-text", message=message, hint="remove the lone surrogate")]) from None
    moment = recorded.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    return Event(id=content_id(raw), recorded=f"{moment.isoformat()}Z", by=by, said=said, raw=raw)


def write(event: Event) -> bytes:
    """The line of an event, without its line end. The stored bytes of `said` go in as they are."""
    head = f'{{"id":"{event.id}","recorded":"{event.recorded}","by":{dumps(event.by)},"said":'
    return head.encode() + event.raw + b"}"


# --- reading --------------------------------------------------------------------------------


def read(line: bytes) -> Line:
    """The event of a stored line, and what is wrong with it.

    A line whose bytes do not match their id gives no event: what it says is not what was
    said. A line that is merely spelled in another way gives its event and a warning.
    """
    if len(line) > MAX_LINE:
        return _unreadable("long-line", f"a line of {len(line)} bytes, and at most {MAX_LINE} are read", "")
    match = LINE.fullmatch(line)
    if match is None:
        return _read_slowly(line)
    identity, recorded, by, raw = match.groups()
    if not _is_instant(recorded.decode()):
        return _read_slowly(line)
    return _event(identity.decode(), recorded.decode(), by, raw, line, ())


def _event(identity: str, recorded: str, by: bytes, raw: bytes, line: bytes, found: tuple[Problem, ...]) -> Line:
    if content_id(raw) != identity:
        return Line(None, (*found, _altered(identity, raw)))
    try:
        name = by.decode() if b"\\" not in by else json.loads(b'"' + by + b'"')
        said, more = decode(_loads(raw))
    except InvalidInput as error:
        return Line(None, (*found, *(_placed(problem, line) for problem in error.problems)))
    except UnicodeDecodeError as error:
        return _bad_bytes(line, error)
    return Line(Event(id=identity, recorded=recorded, by=name, said=said, raw=raw), (*found, *more))


def _altered(identity: str, raw: bytes) -> Problem:
    message = f"the bytes of said do not match their id: they hash to {content_id(raw)}, the line says {identity}"
    hint = "restore the line from git; to change what was said, add a correction instead of editing"
    return Problem(code="id-mismatch", message=message, hint=hint, where=Place(column=8, length=len(identity)))


def _unreadable(code: str, message: str, hint: str, column: int | None = None) -> Line:
    return Line(None, (Problem(code=code, message=message, hint=hint or None, where=Place(column=column)),))


def _bad_bytes(line: bytes, error: UnicodeDecodeError) -> Line:
    at = line.find(error.object[error.start : error.end])
    message = f"byte 0x{error.object[error.start]:02x} is not UTF-8"
    return _unreadable("not-utf-8", message, "restore the line from git, or save the file as UTF-8", at + 1)


def _loads(raw: bytes) -> dict[str, Any]:
    try:
        loaded = json.loads(raw, parse_int=_no_number, parse_float=_no_number, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        hint = "restore the line from git"
        where = Place(column=error.colno)
        message = f"no JSON: {error.msg.lower()}"
        raise InvalidInput([Problem(code="no-json", message=message, hint=hint, where=where)]) from None
    except RecursionError:
        message = "nested deeper than any event is"
        raise InvalidInput([Problem(code="no-json", message=message, hint="restore the line from git")]) from None
    if not isinstance(loaded, dict):
        raise InvalidInput([Problem(code="no-event", message="no JSON object", hint="one event a line")])
    return loaded


def _no_number(digits: str) -> Any:  # noqa: ANN401  never returns
    message = f"a bare number stands there ({digits[:20]}): figures are stored as text, never as JSON numbers"
    raise InvalidInput([Problem(code="json-number", message=message, hint=f'write "{digits[:20]}"')])


def _placed(problem: Problem, line: bytes) -> Problem:
    """Moves a problem within `said` to its column in the line, as far as its text can be found there."""
    if problem.where.text is None:
        return problem
    start = line.decode(errors="replace").find(dumps(problem.where.text))
    where = Place(column=start + 2 if start >= 0 else 1, length=len(problem.where.text))
    return attrs.evolve(problem, where=where)


# --- reading what no program of ours wrote ----------------------------------------------------


def _read_slowly(line: bytes) -> Line:
    try:
        text = line.decode()
        members = _members(text)
    except UnicodeDecodeError as error:
        return _bad_bytes(line, error)
    except InvalidInput as error:
        return Line(None, error.problems)
    wrong = _wrong_envelope(members)
    if wrong:
        return Line(None, tuple(wrong))
    identity, recorded, by = (json.loads(members[name]) for name in ("id", "recorded", "by"))
    found = Problem(code="not-canonical", severity=WARNING, message="the line is not spelled as newsledger writes it",
                    hint="restore it from git; what it says still matches its id")  # fmt: skip
    return _event(identity, recorded, dumps(by)[1:-1].encode(), members["said"].encode(), line, (found,))


def _members(text: str) -> dict[str, str]:
    """The members of a JSON object with the very text of each value."""
    _loads(text.encode())
    decoder = json.JSONDecoder()
    members: dict[str, str] = {}
    at = text.index("{") + 1
    while (start := text.find('"', at)) >= 0:
        name, colon = decoder.raw_decode(text, start)
        at = _skip(text, text.index(":", colon) + 1)
        _, end = decoder.raw_decode(text, at)
        members[name] = text[at:end]
        at = end
    return members


def _skip(text: str, at: int) -> int:
    while text[at].isspace():
        at += 1
    return at


def _wrong_envelope(members: dict[str, str]) -> list[Problem]:
    expected: dict[str, Callable[[Any], bool]] = {
        "id": lambda value: isinstance(value, str) and re.fullmatch("[0-9a-f]{32}", value) is not None,
        "recorded": lambda value: isinstance(value, str) and _is_instant(value),
        "by": lambda value: isinstance(value, str),
        "said": lambda value: isinstance(value, dict),
    }
    hint = 'a line is {"id":"<32 hex>","recorded":"2025-03-16T12:00:00Z","by":"…","said":{…}}'
    return [
        Problem(code="no-event", message=f"the line has no {name} that can be read", hint=hint)
        for name, fits in expected.items()
        if name not in members or not fits(json.loads(members[name]))
    ]


@functools.lru_cache(maxsize=4096)
def _is_instant(text: str) -> bool:
    if not RECORDED.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


# --- from stored JSON to Said -----------------------------------------------------------------


def decode(stored: dict[str, Any]) -> tuple[Said, list[Problem]]:
    """What an event says, from its stored JSON, and warnings about what this program does not know.

    Raises `InvalidInput` where a value cannot be read, with all that cannot.
    """
    found: list[Problem] = []
    version = stored.get("v")
    if version != FORMAT:
        raise InvalidInput([_other_format(version)])
    warnings = [_unknown_field(name, "said", KNOWN) for name in stored if name not in KNOWN]
    fact = _attempt(found, lambda: _fact(stored.get("fact"), warnings))
    values = {
        name: _attempt(found, lambda name=name, parse=parse: _parsed(parse, stored.get(name)))  # type: ignore[misc]
        for name, parse in (("occurred", When.parse), ("reported", When.parse), ("confidence", Confidence.parse))
    }
    values |= {name: _attempt(found, lambda name=name: _text(stored, name)) for name in PLAIN}  # type: ignore[misc]
    via = _attempt(found, lambda: _texts(stored.get("via", [])))
    told = _attempt(found, lambda: _pairs(stored.get("told", {})))
    if found:
        raise InvalidInput(found)
    stance = stored.get("stance", ASSERTS)
    return Said(fact=fact, stance=str(stance), via=via, told=told, **values), warnings


def _other_format(version: object) -> Problem:
    if isinstance(version, str) and version.isdigit() and int(version[:9]) > int(FORMAT):
        message = f"a line of format {version[:20]}, and this newsledger reads up to {FORMAT}"
        return Problem(code="newer-format", message=message, hint="install a newer newsledger")
    message = f"a line of no known format ({str(version)[:20]!r})"
    return Problem(code="no-event", message=message, hint=f'a line says its format: "v":"{FORMAT}"')


def _attempt(found: list[Problem], read_it: Callable[[], Any]) -> Any:  # noqa: ANN401  whatever is read
    try:
        return read_it()
    except InvalidInput as error:
        found.extend(error.problems)
        return None


def _parsed(parse: Callable[[str], Any], stored: object) -> Any:  # noqa: ANN401  whatever is parsed
    if stored is None:
        return None
    if not isinstance(stored, str):
        raise _shape("text", stored)
    try:
        return parse(stored)
    except InvalidInput as error:
        raise InvalidInput(_within(problem, stored) for problem in error.problems) from None


def _within(problem: Problem, stored: str) -> Problem:
    return attrs.evolve(problem, where=Place(column=problem.where.column, length=len(stored), text=stored))


def _shape(expected: str, stored: object) -> InvalidInput:
    message = f"{str(stored)[:40]!r} stands where {expected} is expected"
    return InvalidInput([Problem(code="no-event", message=message, hint="restore the line from git")])


def _text(stored: dict[str, Any], name: str) -> str | None:
    value = stored.get(name)
    if value is not None and not isinstance(value, str):
        raise _shape("text", value)
    return value


def _texts(stored: object) -> tuple[str, ...]:
    if not isinstance(stored, list) or not all(isinstance(item, str) for item in stored):
        raise _shape("a list of texts", stored)
    return tuple(stored)


def _pairs(stored: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(stored, dict) or not all(isinstance(item, str) for item in stored.values()):
        raise _shape("an object of texts", stored)
    return tuple(sorted(stored.items()))


def _fact(stored: object, warnings: list[Problem]) -> Fact | Unknown:
    if not isinstance(stored, dict) or not isinstance(stored.get("kind"), str):
        raise _shape("a fact with its kind", stored)
    fields = {name: value for name, value in stored.items() if name != "kind"}
    cls = kinds.find(stored["kind"])
    if cls is None:
        warnings.append(_unknown_kind(stored["kind"]))
        return Unknown(stored["kind"], fields)
    return _known_fact(cls, cls.upgrade(fields), warnings)


def _known_fact(cls: type[Fact], fields: dict[str, Any], warnings: list[Problem]) -> Fact:
    spec = cls.spec
    found: list[Problem] = []
    known = {field.name: field for field in spec.fields}
    warnings += [_unknown_field(name, spec.name, known) for name in fields if name not in known]
    values = {
        known[name].attribute: _attempt(found, lambda name=name, value=value: _value(known[name], value))  # type: ignore[misc]
        for name, value in fields.items()
        if name in known
    }
    missing = [key for key in spec.keys if key.required and not values.get(key.attribute)]
    found += [
        Problem(code="no-key", message=f"{spec.name} without its {key.name}", hint="restore the line from git")
        for key in missing
    ]
    if found:
        raise InvalidInput(found)
    return cls(**values)


def _value(field: Field, stored: object) -> Any:  # noqa: ANN401  whatever the field holds
    try:
        return field.parse(stored)
    except InvalidInput as error:
        text = stored if isinstance(stored, str) else dumps(stored)
        raise InvalidInput(_within(problem, text) for problem in error.problems) from None


def _unknown_kind(name: str) -> Problem:
    message = f"the kind {name[:60]!r} is not known here; the event is kept as it is"
    return Problem(code="unknown-kind", severity=WARNING, message=message, hint=did_you_mean(name[:60], kinds.names()))


def _unknown_field(name: str, where: str, known: Any) -> Problem:  # noqa: ANN401  any collection of names
    message = f"{where} has no field {name[:60]!r}; it is kept as it is"
    return Problem(code="unknown-field", severity=WARNING, message=message, hint=did_you_mean(name[:60], known))
