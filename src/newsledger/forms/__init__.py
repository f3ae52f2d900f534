"""Events as plain dicts and back, for import, export and JSON: what people and programs fill in.

A form is shaped like what a line stores, but read kindly: figures and dates may be told in
people's words, a name may stand where a list of names is meant. Everything that is wrong is
told at once, each with its path in the form (`fact.area`). The codec reads lines, strictly
and fast; a law says that the two agree.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs
import cattrs  # noqa: TID253  nobody imports forms but to read or write some
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override  # noqa: TID253  as above

from newsledger import kinds
from newsledger.errors import InvalidInput
from newsledger.event import Said, say
from newsledger.fact import SHOWN, Fact, Type, Unknown
from newsledger.forms import values
from newsledger.forms.shape import schema
from newsledger.forms.values import refused
from newsledger.problems import Problem, did_you_mean
from newsledger.values.confidence import Confidence
from newsledger.values.quantity import Quantity
from newsledger.values.when import When, check_zone

__all__ = ["from_form", "schema", "to_form"]

FILLED_IN = tuple(field.name for field in attrs.fields(Said) if field.name != "version")
"""The fields of a form. The version is the line format's, and no matter of whoever fills one in."""


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
    >>> said.occurred, said.words("occurred")
    (When('2025-03-14'), 'last Friday')

    Raises `InvalidInput` with every fault, each with its path in the form, or where there is no such zone.
    """
    check_zone(zone)
    if not isinstance(form, Mapping):
        raise refused("bad-form", f"{type(form).__name__} stands where a form is expected", "write an object")
    said_on = _reported(form, today, zone) or today
    token = values.SETTING.set(values.Setting(today=today, said_on=said_on, zone=zone, keep_unknown=keep_unknown))
    try:
        said = _converter().structure(form, Said)
    except cattrs.BaseValidationError as error:
        raise InvalidInput([*_problems(error), *_missing(form)]) from None
    finally:
        values.SETTING.reset(token)
    return said if isinstance(said.fact, Unknown) else _said(said, form)


def _reported(form: Mapping[Any, Any], today: When | None, zone: str) -> When | None:
    """The date of the report, against which other words are read; a wrong one is complained of elsewhere."""
    try:
        return values.date_of(form.get("reported"), today, zone)
    except InvalidInput:
        return None


def _said(said: Said, form: Mapping[Any, Any]) -> Said:
    """What was filled in, with the defaults of whatever was not."""
    given = {name: getattr(said, name) for name in FILLED_IN}
    return say(**given | {"told": _words_of_dates(said, form) | dict(said.told)})


def _words_of_dates(said: Said, form: Mapping[Any, Any]) -> dict[str, str]:
    """The words that dates were read from, to be kept beside them."""
    if not isinstance(said.fact, Fact):
        return {}
    dates = {field.name: getattr(said.fact, field.attribute) for field in said.fact.spec.values}
    typed = [("occurred", form.get("occurred"), said.occurred)]
    typed += [(name, form["fact"].get(name), date) for name, date in dates.items() if isinstance(date, When)]
    return {
        name: words for name, words, date in typed if date and isinstance(words, str) and words.strip() != date.text
    }


def _missing(form: Mapping[Any, Any]) -> list[Problem]:
    """What a report lacks, told beside the faults of what is there."""
    fact = form.get("fact")
    kind = fact.get("kind") if isinstance(fact, Mapping) else None
    spec = kinds.spec(kind) if isinstance(kind, str) else None
    if spec is None or spec.ours:
        return []
    lacks = {
        "source": ("no-source", "nobody is named who says it", "name a source"),
        "reported": ("no-date", "nobody says when it was made public", "give the date of the report"),
    }
    return [
        Problem(code=code, message=f"{name}: {message}", hint=hint)
        for name, (code, message, hint) in lacks.items()
        if not form.get(name)
    ]


# --- the converter ------------------------------------------------------------------------------


@functools.cache
def _converter() -> cattrs.Converter:
    """Reads and writes forms. Whatever kind comes along gets a generated pair of functions of its own."""
    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)
    confidence = functools.partial(values.as_is_or, Confidence, Confidence.parse)
    converter.register_structure_hook(str, lambda value, _: values.text(value))
    converter.register_structure_hook(When, lambda value, _: values.date(value))
    converter.register_structure_hook(Confidence, lambda value, _: confidence(value))
    converter.register_structure_hook(Fact | Unknown, lambda value, _: _fact(value))
    for cls in (When, Quantity, Confidence):
        converter.register_unstructure_hook(cls, lambda value: value.text)
    converter.register_unstructure_hook(Unknown, lambda fact: {"kind": fact.kind, **fact.fields})
    converter.register_structure_hook_factory(_is_kind, _reader_of_kind)
    converter.register_unstructure_hook_factory(_is_kind, _writer_of_kind)
    reader = make_dict_structure_fn(
        Said, converter, _cattrs_forbid_extra_keys=True, version=override(omit=True),
        reported=override(struct_hook=lambda value, _: values.date_of_report(value)),
        stance=override(struct_hook=lambda value, _: values.stance(value)),
        via=override(struct_hook=lambda value, _: values.links(value)),
        told=override(struct_hook=lambda value, _: values.told(value)),
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


def _reader_of_kind(cls: type[Fact], converter: cattrs.Converter) -> Callable[[Any, Any], Fact]:
    hooks: dict[str, Any] = {
        field.attribute: override(rename=field.name, struct_hook=values.reader(field)) for field in cls.spec.fields
    }
    return make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True, **hooks)


def _writer_of_kind(cls: type[Fact], converter: cattrs.Converter) -> Callable[[Fact], dict[str, Any]]:
    hooks: dict[str, Any] = {
        field.attribute: override(rename=field.name, unstruct_hook=list if field.type is Type.NAMES else None)
        for field in cls.spec.fields
    }
    fields = make_dict_unstructure_fn(cls, converter, _cattrs_omit_if_default=True, **hooks)
    return lambda fact: {"kind": cls.spec.name, **fields(fact)}


def _fact(value: object) -> Fact | Unknown:
    if not isinstance(value, Mapping) or not isinstance(value.get("kind"), str):
        raise refused("bad-form", "a fact with its kind is expected", 'write {"kind": "state", …}')
    name = value["kind"]
    fields = {key: one for key, one in value.items() if key != "kind"}
    cls = kinds.find(name)
    if cls is not None:
        return _converter().structure(fields, cls)
    if values.SETTING.get().keep_unknown:
        return Unknown(name, values.plain(fields))
    raise refused("unknown-kind", f"no kind {name[:SHOWN]!r} is known", did_you_mean(name[:SHOWN], kinds.names()))


# --- what is wrong, and where -------------------------------------------------------------------


def _problems(error: cattrs.BaseValidationError) -> Iterator[Problem]:
    """All that cattrs found, each told as `path: what is wrong`."""
    for path, fault in _faults(error, ""):
        for problem in _told(fault):
            yield attrs.evolve(problem, message=f"{path}: {problem.message}" if path else problem.message)


def _faults(error: Exception, path: str) -> Iterator[tuple[str, Exception]]:
    """The single faults of a tree of them, with their paths."""
    if not isinstance(error, cattrs.ClassValidationError):
        yield path, error
        return
    inside, outside = error.group_exceptions()
    for fault, note in inside:
        yield from _faults(fault, f"{path}.{note.name.replace('_', '-')}".lstrip("."))
    for fault in outside:
        yield from _faults(fault, path)


def _told(fault: Exception) -> Iterator[Problem]:
    if isinstance(fault, InvalidInput):
        yield from fault.problems
    elif isinstance(fault, cattrs.ForbiddenExtraKeysError):
        known = ["kind", *fault.cl.spec.by_name] if issubclass(fault.cl, Fact) else FILLED_IN
        for name in sorted(map(str, fault.extra_fields)):
            message = f"there is no field {name[:SHOWN]!r}"
            yield Problem(code="unknown-field", message=message, hint=did_you_mean(name[:SHOWN], known))
    elif isinstance(fault, KeyError):
        yield Problem(code="no-key", message="it is needed, and is not there", hint="give it as text")
    else:  # no hook of ours raises anything else: whatever it is, it is no user's fault
        raise fault
