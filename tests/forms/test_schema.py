"""The JSON schema of a kind's form says what `to_form` writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from tests.strategies_saids import saids

from newsledger import kinds
from newsledger.errors import InvalidInput
from newsledger.event import Said
from newsledger.forms import schema, to_form

KEYWORDS: dict[str, Callable[[Any, Any], bool]] = {
    "type": lambda told, value: isinstance(value, {"object": dict, "array": list, "string": str}[told]),
    "const": lambda told, value: bool(value == told),
    "enum": lambda told, value: value in told,
    "minLength": lambda told, value: len(value) >= told,
    "required": lambda told, value: set(told) <= set(value),
}
"""What the keywords of JSON Schema that the schemas use mean for the value itself."""


def breaches(rules: dict[str, Any], value: Any, path: str = "$") -> Iterator[str]:  # noqa: ANN401  any JSON
    """Where a value breaks a schema."""
    yield from (f"{path} {word}" for word, holds in KEYWORDS.items() if word in rules and not holds(rules[word], value))
    if isinstance(value, list):
        for one in value:
            yield from breaches(rules.get("items", {}), one, f"{path}[]")
    if isinstance(value, dict):
        for name, one in value.items():
            rule = rules.get("properties", {}).get(name, rules.get("additionalProperties", {}))
            yield from [f"{path} {name}"] if rule is False else breaches(rule, one, f"{path}.{name}")


@given(said=saids())
def test_what_to_form_gives_is_allowed(said: Said) -> None:
    """The form of any event keeps to the schema of its kind."""
    assert list(breaches(schema(said.kind), to_form(said))) == []


@pytest.mark.parametrize("name", kinds.names())
def test_each_schema_names_the_fields_of_its_kind(name: str) -> None:
    """Every field stands in the schema with what it is for, in the order of the kind."""
    spec = kinds.spec(name)
    assert spec is not None

    fact = schema(name)["properties"]["fact"]

    assert list(fact["properties"]) == ["kind", *(field.name for field in spec.fields)]
    assert [fact["properties"][field.name]["description"] for field in spec.fields] == [one.doc for one in spec.fields]
    assert json.loads(json.dumps(schema(name))) == schema(name)


@pytest.mark.parametrize(
    ("fact", "rest", "breach"),
    [
        ({"kind": "control"}, {}, "$.fact required"),
        ({"kind": "control", "place": ""}, {}, "$.fact.place minLength"),
        ({"kind": "control", "place": "x", "plce": "y"}, {}, "$.fact plce"),
        ({"kind": "control", "place": "x"}, {"source": ["x"]}, "$.source type"),
        ({"kind": "control", "place": "x"}, {"field": "place"}, "$.field enum"),
        ({"kind": "alias", "target": "x"}, {}, "$ source"),
        ({"kind": "source", "source": "x", "grade": "G"}, {}, "$.fact.grade enum"),
        ({"kind": "statement", "speaker": "x", "topic": "y"}, {"stance": "denies"}, "$.stance enum"),
        ({"kind": "proposal", "proposal": "x", "to": "us"}, {}, "$.fact.to type"),
    ],
)
def test_the_schema_refuses_what_no_event_says(fact: dict[str, str], rest: dict[str, Any], breach: str) -> None:
    """Missing keys, unknown terms and fields of the wrong kind of entry break the schema."""
    form = {"fact": fact, "source": "desk", "reported": "2025-03-16"} | rest

    assert breach in list(breaches(schema(fact["kind"]), form))


def test_a_report_needs_source_and_date() -> None:
    """What somebody reports has a source and a date, what we enter has neither."""
    assert schema("control")["required"] == ["fact", "source", "reported"]
    assert schema("alias")["required"] == ["fact"]


def test_an_unknown_kind_has_no_schema() -> None:
    """Who asks for the schema of no kind is told which one may be meant."""
    with pytest.raises(InvalidInput, match="did you mean control"):
        schema("kontrol")
