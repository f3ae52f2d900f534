"""Facts: how a kind is declared, and how its fields read what they are given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from newsledger import registry
from newsledger.claimline import read_claim
from newsledger.errors import InvalidInput
from newsledger.fact import (
    MAX_TEXT,
    Fact,
    Field,
    KindSpec,
    Role,
    Time,
    Timing,
    Type,
    clean,
    date,
    fold,
    key,
    kind,
    names,
    quantity,
    term,
    text,
)
from newsledger.problems import Problem
from newsledger.values.quantity import Quantity
from newsledger.values.when import When


@pytest.fixture
def bridge() -> Iterator[Any]:
    """A kind with a field of each type."""

    @kind("bridge", lambda fact: Timing(Time.HOLDS if fact.lane else Time.SAID))
    @attrs.frozen
    class Bridge(Fact):
        """A bridge and what is known of it.

        >>> Bridge("elbe").bridge
        'elbe'
        """

        bridge: str = key("which one")
        lane: str = key("which lane", terms=("left", "right"), required=False)
        length: Quantity | None = quantity("how long", "length", unit="km")
        opened: When | None = date("since when")
        state: str | None = term("how it is", "open", "half open")
        built_by: tuple[str, ...] | None = names("who built it")
        remark: str | None = text("a remark", timing=Timing(Time.HAPPENED))

    yield Bridge
    registry._members["kind"].pop("bridge")


def field(bridge: Any, name: str) -> Field:  # noqa: ANN401  a class made by a fixture
    """A field of the kind."""
    spec: KindSpec = bridge.spec
    return spec.by_name[name]


def test_a_declaration_becomes_a_spec(bridge: Any) -> None:  # noqa: ANN401  as above
    """Keys, values, names as typed, and the default value follow from the class alone."""
    spec: KindSpec = bridge.spec

    assert [key.name for key in spec.keys] == ["bridge", "lane"]
    assert [value.name for value in spec.values] == ["length", "opened", "state", "built-by", "remark"]
    assert spec.default == ("length",)
    assert spec.doc.startswith("A bridge and what is known of it.")
    assert spec.field("built-by") is spec.by_attribute["built_by"]
    assert spec.field("built_by") is None


def test_timing_may_depend_on_the_fact_or_the_field(bridge: Any) -> None:  # noqa: ANN401  as above
    """A field's own timing goes before that of the kind, which may look at the fact."""
    spec, fact = bridge.spec, bridge("elbe", "left", length="2 km")

    assert spec.timing_of(fact, field(bridge, "length")).time is Time.HOLDS
    assert spec.timing_of(bridge("elbe"), field(bridge, "length")).time is Time.SAID
    assert spec.timing_of(fact, field(bridge, "remark")).time is Time.HAPPENED


@pytest.mark.parametrize(
    ("name", "words", "value"),
    [
        ("length", "about 2 km", Quantity.parse("~2 km")),
        ("length", "2", Quantity.parse("2 km")),
        ("length", Quantity.parse("2 km"), Quantity.parse("2 km")),
        ("opened", "March 1998", When.parse("1998-03")),
        ("opened", When.parse("1998"), When.parse("1998")),
        ("state", "Half  open", "half open"),
        ("state", "OPEN", "open"),
        ("built-by", "b, a,, b", ("a", "b")),
        ("built-by", ["b", " a "], ("a", "b")),
        ("remark", "  two   words ", "two words"),
        ("bridge", "Elbe", "Elbe"),
    ],
)
def test_words_are_read(bridge: Any, name: str, words: object, value: object) -> None:  # noqa: ANN401  as above
    """Each type of field takes people's words, and values as they are."""
    assert field(bridge, name).read(words) == value


@pytest.mark.parametrize(
    ("name", "words", "code"),
    [
        ("length", "2 kg", "other-dimension"),
        ("length", When.parse("2025"), "bad-value"),
        ("length", 2, "bad-value"),
        ("opened", Quantity.parse("2 km"), "bad-value"),
        ("state", "shut", "unknown-term"),
        ("state", Quantity.parse("2 km"), "bad-value"),
        ("lane", "middle", "unknown-term"),
        ("built-by", 7, "bad-value"),
        ("built-by", b"ab", "bad-value"),
        ("remark", Quantity.parse("2 km"), "bad-value"),
        ("remark", None, "bad-value"),
        ("remark", "x" * (MAX_TEXT + 1), "too-long"),
    ],
)
def test_what_does_not_fit_is_refused(bridge: Any, name: str, words: object, code: str) -> None:  # noqa: ANN401  as above
    """A value of another type, unit or list of terms is refused, with a hint."""
    with pytest.raises(InvalidInput) as refused:
        field(bridge, name).read(words)

    assert [problem.code for problem in refused.value.problems] == [code]
    assert refused.value.problems[0].hint


def test_a_fact_names_the_field_that_is_wrong(bridge: Any) -> None:  # noqa: ANN401  as above
    """Built by a program, a fact says which field of which kind it cannot take."""
    with pytest.raises(InvalidInput, match=r"bridge\.length: .*length"):
        bridge("elbe", length="2 kg")


@pytest.mark.parametrize(
    ("name", "stored", "refused"),
    [
        ("length", "2 km", False),
        ("length", "about 2 km", True),
        ("length", ["2 km"], True),
        ("opened", "1998-03", False),
        ("opened", "March 1998", True),
        ("state", "shut", True),
        ("built-by", ["a"], False),
        ("built-by", "a", True),
        ("built-by", [["a"]], True),
        ("remark", {}, True),
    ],
)
def test_stored_text_is_read_strictly(bridge: Any, name: str, stored: object, *, refused: bool) -> None:  # noqa: ANN401  as above
    """What stands in a line is canonical or wrong; only people's words are guessed at."""
    declared = field(bridge, name)
    if refused:
        with pytest.raises(InvalidInput):
            declared.parse(stored)
    else:
        assert declared.stored(declared.parse(stored)) == stored


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_absent_values_and_empty_keys(bridge: Any, empty: str | None) -> None:  # noqa: ANN401  as above
    """An empty value is none at all, an empty key is an empty text."""
    fact = bridge("elbe", empty, remark=empty)

    assert fact == bridge("elbe")
    assert fact.keys() == ("elbe", "")
    assert fact.told_values() == []


def test_told_values_are_those_that_are_given(bridge: Any) -> None:  # noqa: ANN401  as above
    """A fact lists its values in the order of the kind, with their fields."""
    fact = bridge("elbe", remark="new", length="2 km")

    assert [(one.name, value) for one, value in fact.told_values()] == [
        ("length", Quantity.parse("2 km")),
        ("remark", "new"),
    ]
    assert field(bridge, "length").type is Type.QUANTITY


def test_a_plain_field_is_no_field_of_a_kind() -> None:
    """A kind that declares a field in plain attrs is told how to declare it."""
    with pytest.raises(InvalidInput, match="the field height of a kind"):

        @kind("tower", Timing(Time.HOLDS))
        @attrs.frozen
        class Tower(Fact):
            height: int = 0

    assert registry.find("kind", "tower") is None


@pytest.mark.parametrize(
    ("words", "cleaned"),
    [("", ""), (" a\n\tb  c\u00a0", "a b c"), ("e\u0301", "é"), ("Курск", "Курск"), ("x" * MAX_TEXT, "x" * MAX_TEXT)],
)
def test_clean_text(words: str, cleaned: str) -> None:
    """Text is stored in NFC, on one line, without blanks to spare."""
    assert clean(words) == cleaned


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("Kursk", "KURSK", True), ("Straße", "STRASSE", True), ("e\u0301", "É", True), ("kursk", "Курск", False)],
)
def test_folded_names(one: str, other: str, *, same: bool) -> None:
    """Names are compared in NFC and casefolded, and not transliterated."""
    assert (fold(one) == fold(other)) is same


@pytest.mark.parametrize("words", ["half open", "half-open", "Half Open", "half  open", "HALF-OPEN, they say"])
def test_a_term_with_a_blank_can_be_typed(bridge: Any, words: str) -> None:  # noqa: ANN401  as above
    """A blank is as good as a hyphen, in Python and in a claim line, whichever of them the kind declares."""
    claim = read_claim(f"bridge/elbe.state = {words}", reported=When.parse("2025-03-16"))

    assert getattr(claim.fact, "state", None) == "half open"
    assert field(bridge, "state").read(words.partition(",")[0]) == "half open"


@pytest.mark.parametrize("words", ["half", "half closed", "halfopen", "half-opened"])
def test_a_term_that_is_none_is_refused(bridge: Any, words: str) -> None:  # noqa: ANN401  as above
    """What only begins or sounds like a term is refused, with the terms that there are."""
    with pytest.raises(InvalidInput, match="half open"):
        read_claim(f"bridge/elbe.state = {words}", reported=When.parse("2025-03-16"))
    with pytest.raises(InvalidInput):
        field(bridge, "state").read(words)


def test_items_of_a_list_may_have_a_form(bridge: Any) -> None:  # noqa: ANN401  as above
    """`each` gives the canonical text of an item; one that it refuses is kept and told by `problems`."""

    def whole(word: str) -> str:
        if not word.isdigit():
            raise InvalidInput([Problem(code="no-digits", message=f"{word} is no number", hint="write digits")])
        return str(int(word))

    lanes = attrs.evolve(field(bridge, "built-by"), each=whole)

    assert lanes.read("02, 1, x") == ("1", "2", "x")
    assert lanes.read(["007"]) == ("7",)


def test_a_field_keeps_all_that_was_declared_of_it() -> None:
    """Under the name of its attribute it is what it was: terms, unit, timing, and the form of its items."""
    declared = Field(
        name="", attribute="", role=Role.ASIDE, type=Type.NAMES, doc="which", terms=("a",), dimension="length",
        unit="km", timing=Timing(Time.SAID), required=True, each=str,
    )  # fmt: skip
    plain = Field(name="", attribute="", role=Role.VALUE, type=Type.TEXT, doc="")
    told = [one.name for one in attrs.fields(Field) if one.name not in {"name", "attribute"}]

    assert [name for name in told if getattr(declared, name) == getattr(plain, name)] == []
    assert declared.called("of_it") == attrs.evolve(declared, name="of-it", attribute="of_it")
