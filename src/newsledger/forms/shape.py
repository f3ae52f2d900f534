"""The JSON schema of a kind's form, from nothing but what the kind declares."""

from __future__ import annotations

from typing import Any

from newsledger import kinds
from newsledger.event import ASSERTS, STANCES
from newsledger.fact import SHOWN, Field, KindSpec, Role, Type
from newsledger.forms.values import refused
from newsledger.problems import did_you_mean

DIALECT = "https://json-schema.org/draft/2020-12/schema"
"""The JSON Schema that `schema` is written in."""

EXAMPLES = {Type.QUANTITY: "<=11000 person", Type.WHEN: "2025-03-16", Type.REF: "44136fa355b3678a1146ad16f7e8649e"}
"""What the canonical text of a type looks like."""

TEXT = {"type": "string", "minLength": 1}
NAMES = {"type": "array", "items": TEXT}

OF_OURS = {
    "story": TEXT, "occurred": TEXT, "confidence": TEXT, "likelihood": TEXT, "quote": TEXT, "language": TEXT,
    "url": TEXT, "archive": TEXT, "told": {"type": "object", "additionalProperties": {"type": "string"}},
}  # fmt: skip
"""The fields of a form beside its fact: an entry of ours has neither source nor date of report."""


def schema(kind: str) -> dict[str, Any]:
    """The JSON schema of the form of a kind: what `to_form` gives, and what other programs may fill in.

    It describes canonical texts. `from_form` takes more than it: people's words as well.

    >>> schema("control")["properties"]["fact"]["required"]
    ['kind', 'place']

    Raises `InvalidInput` where nobody knows the kind.
    """
    spec = kinds.spec(kind)
    if spec is None:
        raise refused("unknown-kind", f"no kind {kind[:SHOWN]!r} is known", did_you_mean(kind[:SHOWN], kinds.names()))
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


def _of_reports(spec: KindSpec) -> dict[str, Any]:
    stances = STANCES if spec.deniable else (ASSERTS,)
    values = [value.name for value in spec.values]
    field = {"field": {"enum": values}} if values else {}
    return OF_OURS | field | {
        "source": TEXT, "via": NAMES, "reported": TEXT, "corrects": TEXT, "stance": {"enum": list(stances)},
    }  # fmt: skip
