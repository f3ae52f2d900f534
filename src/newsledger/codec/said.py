"""From stored JSON to what an event says: strict, with everything that is wrong at once.

A problem found here stands in `"name":value`, which is the text of its place, so that
whoever has the line can find the column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import attrs

from newsledger import kinds
from newsledger.codec.writing import PLAIN, dumps
from newsledger.errors import InvalidInput
from newsledger.event import FORMAT, STANCES, Said
from newsledger.fact import SHOWN, Fact, Unknown, named
from newsledger.problems import WARNING, Place, Problem, did_you_mean
from newsledger.values.confidence import Confidence
from newsledger.values.when import When

RESTORE = "restore the line from git"
"""What to do about a line that no newsledger wrote."""


def decode(stored: dict[str, Any]) -> tuple[Said, list[Problem]]:
    """What an event says, from its stored JSON, and warnings about what this program does not know.

    Raises `InvalidInput` where a value cannot be read, with all that cannot.

    >>> said, _ = decode({"v": "1", "fact": {"kind": "alias", "target": "Курск", "meaning": "kursk"}})
    >>> said.fact
    Alias(target='Курск', meaning='kursk')
    """
    version = stored.get("v")
    if version != FORMAT:
        raise InvalidInput([_other_format(version)])
    found: list[Problem] = []
    warnings: list[Problem] = []
    values: dict[str, Any] = {"fact": _fact(stored.get("fact"), found, warnings)}
    for name, value in stored.items():
        if name in TEXTS and value.__class__ is str:
            values[name] = value
            continue
        reader = READERS.get(name)
        if reader is None:
            if name not in KNOWN:
                warnings.append(_unknown_field(name, "said", KNOWN))
        elif value is not None:
            try:
                values[name] = reader(value)
            except InvalidInput as error:
                found += _within(name, value, named(name, error))
    if found:
        raise InvalidInput(found)
    return Said(**values), warnings


def _other_format(version: object) -> Problem:
    if isinstance(version, str) and version.isdecimal() and int(version[:9]) > int(FORMAT):
        message = f"a line of format {version[:20]}, and this newsledger reads up to {FORMAT}"
        return Problem(code="newer-format", message=message, hint="install a newer newsledger")
    message = f"a line of no known format ({str(version)[:20]!r})"
    return Problem(code="no-event", message=message, hint=f'a line says its format: "v":"{FORMAT}"')


def _within(name: str, stored: object, error: InvalidInput) -> list[Problem]:
    """The problems of one value, placed in `"name":value`."""
    before = len(dumps(name)) + (2 if isinstance(stored, str) else 1)
    text = f"{dumps(name)}:{dumps(stored)}"
    whole = len(stored) if isinstance(stored, str) else len(text) - before
    return [
        attrs.evolve(one, where=Place(column=before + (one.where.column or 1), text=text,
                                      length=one.where.length if one.where.column else whole))
        for one in error.problems
    ]  # fmt: skip


# --- the fields of said -------------------------------------------------------------------------


def _text(stored: object) -> str:
    if not isinstance(stored, str):
        raise _shape("text", stored)
    return stored


def _when(stored: object) -> When:
    return When.parse(_text(stored))


def _confidence(stored: object) -> Confidence:
    return Confidence.parse(_text(stored))


def _stance(stored: object) -> str:
    if stored in STANCES:
        return str(stored)
    message = f"{str(stored)[:SHOWN]!r} is no stance"
    hint = did_you_mean(str(stored)[:SHOWN], STANCES)
    raise InvalidInput([Problem(code="unknown-stance", message=message, hint=hint)])


def _texts(stored: object) -> tuple[str, ...]:
    if not isinstance(stored, list) or not all(isinstance(item, str) for item in stored):
        raise _shape("a list of texts", stored)
    return tuple(stored)


def _pairs(stored: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(stored, dict) or not all(isinstance(item, str) for item in stored.values()):
        raise _shape("an object of texts", stored)
    return tuple(sorted(stored.items()))


def _shape(expected: str, stored: object) -> InvalidInput:
    message = f"{str(stored)[:SHOWN]!r} stands where {expected} is expected"
    return InvalidInput([Problem(code="no-event", message=message, hint=RESTORE)])


READERS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(PLAIN, _text),
    "stance": _stance, "occurred": _when, "reported": _when, "confidence": _confidence,
    "via": _texts, "told": _pairs,
}  # fmt: skip
"""How each field of `said` is read, but for its version and its fact."""

TEXTS = frozenset(PLAIN)
"""Those that are texts, which stand as they are stored."""

KNOWN = (*READERS, "v", "fact")
"""All fields that `said` may have."""


# --- the fact -----------------------------------------------------------------------------------


def _fact(stored: object, found: list[Problem], warnings: list[Problem]) -> Fact | Unknown | None:
    if not isinstance(stored, dict) or not isinstance(stored.get("kind"), str):
        found += _within("fact", stored, _shape("a fact with its kind", stored))
        return None
    fields = {name: value for name, value in stored.items() if name != "kind"}
    cls = kinds.find(stored["kind"])
    if cls is None:
        warnings.append(_unknown_kind(stored["kind"]))
        return Unknown(stored["kind"], fields)
    try:
        return _known_fact(cls, cls.upgrade(fields), found, warnings)
    except InvalidInput as error:
        found += _within("fact", stored, error)
    except Exception as error:  # noqa: BLE001  an upgrade is somebody else's code, and reading never raises
        message = f"{cls.spec.name}: its upgrade cannot read these fields ({type(error).__name__})"
        hint = "install the release of the kind that wrote the line, or mend its upgrade"
        found.append(Problem(code="bad-upgrade", message=message, hint=hint))
    return None


def _known_fact(cls: type[Fact], fields: dict[str, Any], found: list[Problem], warnings: list[Problem]) -> Fact | None:
    spec = cls.spec
    values: dict[str, Any] = {}
    before = len(found)
    for name, value in fields.items():
        field = spec.by_name.get(name)
        if field is None:
            warnings.append(_unknown_field(name, spec.name, spec.by_name))
            continue
        try:
            values[field.attribute] = field.parse(value)
        except InvalidInput as error:
            found += _within(name, value, named(f"{spec.name}.{name}", error))
    for key in spec.keys:
        if key.required and not fields.get(key.name):
            found.append(Problem(code="no-key", message=f"{spec.name} without its {key.name}", hint=RESTORE))
    return cls(**values) if len(found) == before else None


def _unknown_kind(name: str) -> Problem:
    message = f"the kind {name[:SHOWN]!r} is not known here; the event is kept as it is"
    hint = did_you_mean(name[:SHOWN], kinds.names())
    return Problem(code="unknown-kind", severity=WARNING, message=message, hint=hint)


def _unknown_field(name: str, where: str, known: Iterable[str]) -> Problem:
    message = f"{where} has no field {name[:SHOWN]!r}; it is kept as it is"
    hint = did_you_mean(name[:SHOWN], known)
    return Problem(code="unknown-field", severity=WARNING, message=message, hint=hint)
