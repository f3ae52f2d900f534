"""What every kind promises: the table of the model, a declaration that makes sense, and lines that last."""

from __future__ import annotations

import doctest
import inspect
import re
from datetime import UTC, datetime
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies_saids import facts, saids

from newsledger import codec, kinds
from newsledger.errors import InvalidInput
from newsledger.event import say
from newsledger.fact import NAMED, Fact, Field, KindSpec, Moves, Role, Time, Timing, Type

NAMES = kinds.names()


TABLE: dict[str, tuple[str, str, Time]] = {
    "alias": ("target", "meaning", Time.OURS),
    "casualties": ("group outcome population count of definition", "number", Time.COUNTED),
    "control": ("place", "holder", Time.HOLDS),
    "expectation": ("subject what", "outlook settled-by", Time.EXPECTED),
    "forces": ("force where", "number", Time.HOLDS),
    "incident": ("incident", "type phase actor target place violates", Time.HAPPENED),
    "indicator": ("subject measure of count definition", "number change rank", Time.MEASURED),
    "note": ("target", "meaning url archive translation", Time.OURS),
    "position": ("proposal party", "position", Time.SAID),
    "proposal": ("proposal", "type proposer to mediator scope duration starts deadline replaces", Time.SAID),
    "redaction": ("target", "reason authority", Time.OURS),
    "retraction": ("target", "reason", Time.SAID),
    "source": (
        "source",
        "name category side grade reason speaks-for derived-from echoes opposes plural unnamed protected",
        Time.OURS,
    ),
    "stake": ("target", "parties better-for", Time.OURS),
    "state": ("subject condition", "term", Time.HOLDS),
    "statement": ("speaker topic", "text", Time.SAID),
    "support": ("giver receiver what", "stage amount in-return-for", Time.HOLDS),
    "term": ("proposal party term", "stance text number", Time.SAID),
    "territory-held": ("region holder", "area share pockets", Time.MEASURED),
    "void": ("target", "reason replaced-by", Time.OURS),
}
"""The table of the model: keys, then all else that a kind tells, and how it is read in time."""

MOVING: dict[str, tuple[Moves, int | None, int | None]] = {
    "territory-held": (Moves.YES, 3, 14),
    "control": (Moves.YES, 3, 14),
    "casualties": (Moves.IF_SPAN, 30, None),
    "forces": (Moves.YES, 30, 30),
    "indicator": (Moves.YES, None, 30),
    "state": (Moves.NO, None, 30),
}
"""How figures move: whether they do, the window and the half-life in days. All others are fixed and stay fresh."""

TERMS = {
    "support.stage": "pledged agreed started ongoing delivered suspended resumed ended",
    "position.position": (
        "considering accepted-in-principle accepted-with-conditions accepted rejected countered suspended withdrawn"
    ),
    "term.stance": "demands offers guarantees urges accepts rejects drops",
    "source.grade": "A B C D E F",
    "source.plural": "yes",
    "source.unnamed": "yes",
    "source.protected": "yes",
    "casualties.count": "total new",
    "indicator.count": "total new",
}
"""The closed lists of terms."""

WRONG: dict[Type, tuple[object, ...]] = {
    Type.QUANTITY: ("a lot of them", 110, "", ["110 km2"]),
    Type.WHEN: ("2025-13", "some day", 2025),
    Type.TERM: ("no such term", 7),
    Type.TEXT: (7, ["text"], "x" * 5000),
    Type.NAMES: (7, [7], [["x"]]),
    Type.REF: (7, ["x"]),
}
"""Values that a field of each type must refuse."""


def spec_of(name: str) -> KindSpec:
    """What a kind declares."""
    spec = kinds.spec(name)
    assert spec is not None
    return spec


def fields_of_type(*types: Type) -> list[tuple[str, str]]:
    """The kinds and names of all fields of some types."""
    return [(name, field.name) for name in NAMES for field in spec_of(name).fields if field.type in types]


def minimal(spec: KindSpec) -> dict[str, Any]:
    """The least that a fact of a kind needs."""
    return {key.attribute: "x" for key in spec.keys if key.required}


def test_the_table_names_every_kind() -> None:
    """The kinds are those of the table, and no other."""
    assert sorted(TABLE) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_fields_and_time_are_those_of_the_table(name: str) -> None:
    """Keys, values and the reading in time are what the model says, in its order."""
    keys, others, time = TABLE[name]
    spec = spec_of(name)
    declared = [attribute.name.replace("_", "-") for attribute in attrs.fields(spec.cls)]
    fact = spec.cls(**minimal(spec))

    assert [key.name for key in spec.keys] == keys.split()
    assert declared == [*keys.split(), *others.split()]
    timing = spec.timing(fact) if callable(spec.timing) else spec.timing
    assert timing.time is time


@pytest.mark.parametrize("name", NAMES)
def test_figures_move_as_the_table_says(name: str) -> None:
    """Whether a figure moves, its window and its half-life are what the model proposes."""
    spec = spec_of(name)
    timing = spec.timing(spec.cls(**minimal(spec))) if callable(spec.timing) else spec.timing

    assert (timing.moves, timing.window, timing.half_life) == MOVING.get(name, (Moves.NO, None, None))


def test_closed_lists_are_those_of_the_model() -> None:
    """Every closed list of terms is told in the model, in its order, and is closed here."""
    closed = {
        f"{name}.{field.name}": " ".join(term for term in field.terms if term)
        for name in NAMES
        for field in spec_of(name).fields
        if field.terms
    }

    assert closed == TERMS


@pytest.mark.parametrize("name", NAMES)
def test_a_kind_shows_how_it_is_used(name: str) -> None:
    """The docstring claims something, and its example runs and names the class."""
    cls = spec_of(name).cls
    examples = doctest.DocTestParser().get_examples(inspect.getdoc(cls) or "")

    assert re.match(r"[A-Z].*\.$", spec_of(name).doc.splitlines()[0])
    assert any(cls.__name__ in example.source and example.want for example in examples)


@pytest.mark.parametrize("name", NAMES)
def test_a_declaration_makes_sense(name: str) -> None:
    """A kind has keys, unique fields that say what they are for, and defaults that exist."""
    spec = spec_of(name)
    names = [field.name for field in spec.fields]

    assert spec.name == name
    assert spec.keys
    assert spec.keys[0].required
    assert len(set(names)) == len(names)
    assert all(field.doc for field in spec.fields)
    assert all(len(set(field.terms)) == len(field.terms) for field in spec.fields)
    assert set(spec.default) <= {field.name for field in (*spec.values, *spec.asides)}
    assert bool(spec.default) is bool(spec.values or spec.asides)
    assert spec.better_for is None or favours(spec, *spec.better_for)
    assert [spec.field(field) for field in names] == [*spec.fields]


def favours(spec: KindSpec, field: str, better: str) -> bool:
    """Whether it is declared in full whom a value favours: a key, if more or fewer; or whomever a value names."""
    if better == NAMED:
        return spec.field(field) in spec.values
    return spec.field(field) in spec.keys and better in ("more", "fewer")


@pytest.mark.parametrize("name", NAMES)
def test_required_keys_come_first(name: str) -> None:
    """Keys that may be left out are the trailing ones, as a slot is written."""
    required = [key.required for key in spec_of(name).keys]

    assert required == sorted(required, reverse=True)


@pytest.mark.parametrize("name", NAMES)
def test_only_keys_are_positional(name: str) -> None:
    """Whatever is no key is given by name."""
    spec = spec_of(name)
    cls: Any = spec.cls

    with pytest.raises(TypeError):
        cls(*("x" for _ in spec.keys), "one too many")


@pytest.mark.parametrize("name", NAMES)
def test_entries_of_ours_are_never_believed(name: str) -> None:
    """What is about this ledger has no values that could be believed, and the other way round."""
    spec = spec_of(name)

    assert spec.ours is (TABLE[name][2] is Time.OURS)
    assert not (spec.ours and spec.values)
    assert spec.values or spec.ours or name == "retraction"


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_a_fact_answers_for_itself(name: str, data: st.DataObject) -> None:
    """Of any fact the keys are texts, given in their order; every value has a timing, own words have a speaker."""
    spec = spec_of(name)
    cls: Any = spec.cls
    fact = data.draw(facts(name))
    rest = {field.attribute: getattr(fact, field.attribute) for field in (*spec.values, *spec.asides)}

    assert cls(*fact.keys(), **rest) == fact
    assert fact.keys() == tuple(getattr(fact, key.attribute) for key in spec.keys)
    assert all(isinstance(spec.timing_of(fact, field), Timing) for field in spec.values)
    assert spec.own_word is None or isinstance(spec.own_word(fact), str | None)


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_a_line_of_the_kind_lasts(name: str, data: st.DataObject) -> None:
    """Whatever is said of the kind comes back from its line."""
    said = data.draw(saids(name))
    event = codec.stamp(said, recorded=datetime(2025, 3, 17, tzinfo=UTC), by="desk")

    read = codec.read(codec.write(event))

    assert read.problems == ()
    assert read.event is not None
    assert read.event.said == said


@pytest.mark.parametrize(("name", "field"), fields_of_type(*WRONG))
def test_a_wrong_value_names_its_field(name: str, field: str) -> None:
    """A value that cannot be read is refused in words that name the kind and the field, with a hint."""
    spec = spec_of(name)
    declared = spec.field(field)
    assert declared is not None
    wrong = [value for value in WRONG[declared.type] if not (value == "" and declared.role is Role.KEY)]

    for value in wrong:
        with pytest.raises(InvalidInput) as refused:
            spec.cls(**minimal(spec) | {declared.attribute: value})
        assert [one.message.startswith(f"{name}.{field}: ") for one in refused.value.problems] == [True]
        assert refused.value.problems[0].hint


@pytest.mark.parametrize(("name", "field"), fields_of_type(Type.TEXT, Type.NAMES, Type.REF))
def test_what_is_empty_is_absent(name: str, field: str) -> None:
    """An empty text is no value: the fact equals the one that its line gives back."""
    spec = spec_of(name)
    declared = spec.field(field)
    assert declared is not None
    if declared.required:
        with pytest.raises(InvalidInput, match=f"needs its {field}"):
            said_of(spec, declared, "  ")
    else:
        assert spec.cls(**minimal(spec) | {declared.attribute: "  "}) == spec.cls(**minimal(spec))


def said_of(spec: KindSpec, field: Field, value: str) -> None:
    """Says a fact of a kind with one field set."""
    fact: Fact = spec.cls(**minimal(spec) | {field.attribute: value})
    report = {} if spec.ours else {"source": "desk", "reported": "2025-03-16", "occurred": "2025-03-16"}
    say(fact, **report)  # type: ignore[arg-type]  # texts alone, whatever the names
