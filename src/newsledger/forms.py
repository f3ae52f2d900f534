"""Events as plain dicts and back, for import, export and JSON: what people and programs fill in.

A form is shaped like what a line stores, but read kindly: figures and dates may be told in
people's words, a name may stand where a list of names is meant. Everything that is wrong is
told at once, each with its path in the form (`fact.area`). The codec reads lines, strictly
and fast; a law says that the two agree.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from typing import Any, TypeVar

import attrs
from cattrs import BaseValidationError, ClassValidationError, Converter, ForbiddenExtraKeysError, IterableValidationError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from newsledger import kinds
from newsledger.errors import InvalidInput
from newsledger.event import ASSERTS, STANCES, Said, say
from newsledger.fact import SHOWN, Fact, Field, KindSpec, Role, Type, Unknown, Value
from newsledger.problems import Problem, did_you_mean
from newsledger.values.confidence import Confidence
from newsledger.values.quantity import Quantity
from newsledger.values.when import When, check_zone

T = TypeVar("T")

DIALECT = "https://json-schema.org/draft/2020-12/schema"
"""The JSON Schema that `schema` is written in."""

FILLED_IN = tuple(field.name for field in attrs.fields(Said) if field.name != "version")
"""The fields of a form. The version is the line format's, and no matter of the person who fills one in."""


@attrs.frozen(kw_only=True)
class _Setting:
    """What the words of one form are read against."""

    said_on: When | None
    zone: str
    keep_unknown: bool


_setting: ContextVar[_Setting] = ContextVar("setting")


def to_form(said: Said) -> dict[str, Any]:
    """What an event says as a dict of texts, lists and dicts, ready for JSON. What is absent is left out.

    >>> from newsledger.kinds.forces import Forces
    >>> to_form(say(Forces("north-korea", number="as many as 11,000"), source="desk", reported="2025-03"))["fact"]
    {'kind': 'forces', 'force': 'north-korea', 'number': '<=11000 person'}
    """
    form: dict[str, Any] = _converter().unstructure(said)
    return form


def from_form(form: object, *, today: When | None = None, zone: str = "UTC", keep_unknown: bool = False) -> Said:
    """What an event says, from a dict that somebody filled in.

    Words about dates are read against the date of the report, and that against `today`; days
    are days of `zone`. `keep_unknown` takes a fact of a kind that is not known here as it is.

    >>> said = from_form({"fact": {"kind": "control", "place": "sudzha", "holder": "russia"},
    ...                   "source": "desk", "reported": "2025-03-16", "occurred": "last Friday"})
    >>> said.occurred
    When('2025-03-14')

    Raises `InvalidInput` with every fault, each with its path in the form, or where there is no such zone.
    """
    check_zone(zone)
    if not isinstance(form, Mapping):
        raise _refused("bad-form", f"{type(form).__name__} stands where a form is expected", "write an object")
    said_on = _reported(form, today, zone) or today
    token = _setting.set(_Setting(said_on=said_on, zone=zone, keep_unknown=keep_unknown))
    try:
        said = _converter().structure(form, Said)
    except BaseValidationError as error:
        raise InvalidInput([*_problems(error), *_missing(form)]) from None
    finally:
        _setting.reset(token)
    return said if isinstance(said.fact, Unknown) else _said(said)


def _said(said: Said) -> Said:
    """What was filled in, with the defaults of whatever was not."""
    told = {name: getattr(said, name) for name in FILLED_IN}
    return say(**told | {"told": dict(said.told)})


def _reported(form: Mapping[Any, Any], today: When | None, zone: str) -> When | None:
    """The date of the report, against which other words are read; a wrong one is complained of elsewhere."""
    reported = form.get("reported")
    try:
        return _read_when(reported, today, zone)
    except InvalidInput:
        return None


def _missing(form: Mapping[Any, Any]) -> list[Problem]:
    """What a report lacks, told beside the faults of what is there."""
    fact = form.get("fact")
    kind = fact.get("kind") if isinstance(fact, Mapping) else None
    spec = kinds.spec(kind) if isinstance(kind, str) else None
    if spec is None or spec.ours:
        return []
    return [
        Problem(code=code, message=f"{name}: {message}", hint=hint)
        for name, code, message, hint in (
            ("source", "no-source", "nobody is named who says it", "name a source"),
            ("reported", "no-date", "nobody says when it was made public", "give the date of the report"),
        )
        if not form.get(name)
    ]


# --- the converter ------------------------------------------------------------------------------


@functools.cache
def _converter() -> Converter:
    """Reads and writes forms. Whatever kind comes along gets its own generated pair of functions."""
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    converter.register_structure_hook(str, lambda value, _: _text(value))
    converter.register_structure_hook(When, lambda value, _: _date(value))
    converter.register_structure_hook(Confidence, lambda value, _: _as_is_or(Confidence, Confidence.parse, value))
    converter.register_structure_hook(Fact | Unknown, lambda value, _: _fact(value))
    for cls in (When, Quantity, Confidence):
        converter.register_unstructure_hook(cls, _text_of)
    converter.register_unstructure_hook(Unknown, lambda fact: {"kind": fact.kind, **fact.fields})
    converter.register_structure_hook_factory(_is_kind, _reader_of_kind)
    converter.register_unstructure_hook_factory(_is_kind, _writer_of_kind)
    reader = make_dict_structure_fn(
        Said, converter, _cattrs_forbid_extra_keys=True, version=override(omit=True),
        stance=override(struct_hook=lambda value, _: _stance(value)),
        via=override(struct_hook=lambda value, _: _links(value)),
        told=override(struct_hook=lambda value, _: _told(value)),
    )  # fmt: skip
    writer = make_dict_unstructure_fn(
        Said, converter, _cattrs_omit_if_default=True, version=override(omit=True),
        via=override(unstruct_hook=list), told=override(unstruct_hook=dict),
    )  # fmt: skip
    converter.register_structure_hook(Said, reader)
    converter.register_unstructure_hook(Said, writer)
    return converter


def _is_kind(cls: Any) -> bool:  # noqa: ANN401  cattrs asks about any type
    return isinstance(cls, type) and issubclass(cls, Fact)


def _reader_of_kind(cls: type[Fact], converter: Converter) -> Callable[[Any, Any], Fact]:
    hooks = {field.attribute: override(rename=field.name, struct_hook=_reader(field)) for field in cls.spec.fields}
    return make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True, **hooks)  # type: ignore[arg-type]  # cattrs types its own options alone


def _writer_of_kind(cls: type[Fact], converter: Converter) -> Callable[[Fact], dict[str, Any]]:
    hooks = {
        field.attribute: override(rename=field.name, unstruct_hook=list if field.type is Type.NAMES else None)
        for field in cls.spec.fields
    }
    fields = make_dict_unstructure_fn(cls, converter, _cattrs_omit_if_default=True, **hooks)  # type: ignore[arg-type]  # as above
    return lambda fact: {"kind": cls.spec.name, **fields(fact)}


def _reader(field: Field) -> Callable[[Any, Any], Value | None]:
    """Reads one field: canonical text as the codec would, any other as people mean it."""

    def read(value: object, _: object) -> Value | None:
        if value is None:
            return None
        if field.type is Type.WHEN:
            return _date(value)
        try:
            return field.parse(value)
        except InvalidInput:
            return field.read(value)

    return read


# --- reading one value --------------------------------------------------------------------------


def _fact(value: object) -> Fact | Unknown:
    if not isinstance(value, Mapping) or not isinstance(value.get("kind"), str):
        raise _refused("bad-form", "a fact with its kind is expected here", 'write {"kind": "state", …}')
    name = value["kind"]
    fields = {key: one for key, one in value.items() if key != "kind"}
    cls = kinds.find(name)
    if cls is not None:
        return _converter().structure(fields, cls)
    if _setting.get().keep_unknown:
        return Unknown(name, fields)
    raise _refused("unknown-kind", f"no kind {name[:SHOWN]!r} is known", did_you_mean(name[:SHOWN], kinds.names()))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _refused("bad-form", f"text is expected, not {type(value).__name__}", "write it as text")
    return value


def _date(value: object) -> When | None:
    setting = _setting.get()
    return _read_when(value, setting.said_on, setting.zone)


def _read_when(value: object, said_on: When | None, zone: str) -> When | None:
    return _as_is_or(When, functools.partial(When.read, said_on=said_on, zone=zone), value)


def _as_is_or(cls: type[T], read: Callable[[str], T], value: object) -> T | None:
    return value if value is None or isinstance(value, cls) else read(_text(value))


def _stance(value: object) -> str:
    text = _text(value).strip().casefold().replace(" ", "-")
    if text in STANCES:
        return text
    raise _refused("unknown-stance", f"{text[:SHOWN]!r} is no stance", did_you_mean(text[:SHOWN], STANCES))


def _links(value: object) -> tuple[str, ...]:
    """Who carried the words: names in order, or one name."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list | tuple):
        return tuple(_text(link) for link in value)
    raise _refused("bad-form", f"a list of names is expected, not {type(value).__name__}", 'write ["reuters"]')


def _told(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, Mapping):
        raise _refused("bad-form", f"words by field are expected, not {type(value).__name__}", 'write {"area": "…"}')
    return tuple((_text(field), _text(words)) for field, words in value.items())


def _text_of(value: When | Quantity | Confidence) -> str:
    return value.text


def _refused(code: str, message: str, hint: str | None) -> InvalidInput:
    return InvalidInput([Problem(code=code, message=message, hint=hint)])


# --- what is wrong, and where -------------------------------------------------------------------


def _problems(error: BaseValidationError) -> Iterator[Problem]:
    """All that cattrs found, each told as `path: what is wrong`."""
    for path, fault in _faults(error, ""):
        for problem in _told_faults(fault):
            yield attrs.evolve(problem, message=f"{path}: {problem.message}" if path else problem.message)


def _faults(error: Exception, path: str) -> Iterator[tuple[str, Exception]]:
    """The single faults of a tree of them, with their paths."""
    if not isinstance(error, ClassValidationError | IterableValidationError):
        yield path, error
        return
    inside, outside = error.group_exceptions()
    for fault, note in inside:
        name = note.name if isinstance(error, ClassValidationError) else note.index
        yield from _faults(fault, f"{path}.{name}".lstrip(".").replace("_", "-"))
    for fault in outside:
        yield from _faults(fault, path)


def _told_faults(fault: Exception) -> Iterator[Problem]:
    if isinstance(fault, InvalidInput):
        yield from fault.problems
    elif isinstance(fault, ForbiddenExtraKeysError):
        known = FILLED_IN if fault.cl is Said else [*fault.cl.spec.by_name]
        for name in sorted(map(str, fault.extra_fields)):
            message = f"there is no field {name[:SHOWN]!r}"
            yield Problem(code="unknown-field", message=message, hint=did_you_mean(name[:SHOWN], known))
    elif isinstance(fault, KeyError):
        yield Problem(code="no-key", message="it is needed, and is not there", hint="give it as text")
    else:  # no hook of ours raises anything else: whatever it is, it is no user's fault
        raise fault


# --- the JSON schema of a kind ------------------------------------------------------------------


def schema(kind: str) -> dict[str, Any]:
    """The JSON schema of the form of a kind: what `to_form` gives, and what other programs may fill in.

    It describes canonical texts. `from_form` takes more than it: people's words as well.

    >>> schema("control")["properties"]["fact"]["required"]
    ['kind', 'place']

    Raises `InvalidInput` where nobody knows the kind.
    """
    spec = kinds.spec(kind)
    if spec is None:
        raise _refused("unknown-kind", f"no kind {kind[:SHOWN]!r} is known", did_you_mean(kind[:SHOWN], kinds.names()))
    return {
        "$schema": DIALECT, "title": spec.name, "description": spec.doc.partition("\n")[0], "type": "object",
        "properties": {"fact": _fact_schema(spec)} | (OF_OURS if spec.ours else _of_reports(spec)),
        "required": ["fact"] if spec.ours else ["fact", "source", "reported"], "additionalProperties": False,
    }  # fmt: skip


def _fact_schema(spec: KindSpec) -> dict[str, Any]:
    fields = {field.name: _field_schema(field) for field in spec.fields}
    required = [field.name for field in spec.keys if field.required]
    return {
        "type": "object", "properties": {"kind": {"const": spec.name}, **fields},
        "required": ["kind", *required], "additionalProperties": False,
    }  # fmt: skip


def _field_schema(field: Field) -> dict[str, Any]:
    if field.type is Type.NAMES:
        return {"type": "array", "items": {"type": "string", "minLength": 1}, "description": field.doc}
    terms = {"enum": [term for term in field.terms if term]} if field.terms else {}
    example = {"examples": [EXAMPLES[field.type]]} if field.type in EXAMPLES else {}
    needed = {"minLength": 1} if field.role is Role.KEY else {}
    return {"type": "string", **needed, **terms, "description": field.doc, **example}


EXAMPLES = {Type.QUANTITY: "<=11000 person", Type.WHEN: "2025-03-16", Type.REF: "44136fa355b3678a1146ad16f7e8649e"}
"""What the canonical text of a type looks like."""

TEXT = {"type": "string", "minLength": 1}
NAMES = {"type": "array", "items": TEXT}
OF_OURS = {
    "story": TEXT, "occurred": TEXT, "confidence": TEXT, "field": TEXT, "likelihood": TEXT, "quote": TEXT,
    "language": TEXT, "url": TEXT, "archive": TEXT, "via": NAMES, "stance": {"enum": list(STANCES)},
    "told": {"type": "object", "additionalProperties": {"type": "string"}},
}  # fmt: skip
"""The fields of a form beside its fact: an entry of ours has neither source nor date of report."""


def _of_reports(spec: KindSpec) -> dict[str, Any]:
    stances = STANCES if spec.deniable else (ASSERTS,)
    values = [value.name for value in spec.values]
    return OF_OURS | {
        "source": TEXT, "reported": TEXT, "corrects": TEXT,
        "stance": {"enum": list(stances)}, "field": {"enum": values} if values else TEXT,
    }  # fmt: skip
