"""Forms: dicts to events and back, kindly read, with every fault at once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from tests.codec.lines import SAIDS
from tests.strategies_saids import saids

from newsledger import codec
from newsledger.errors import InvalidInput
from newsledger.event import FORMAT, Said
from newsledger.fact import Unknown
from newsledger.forms import from_form, to_form
from newsledger.kinds.territory_held import TerritoryHeld
from newsledger.values.confidence import Confidence
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

HELD: dict[str, Any] = {
    "fact": {"kind": "territory-held", "region": "kursk", "holder": "ukraine", "area": "just 110 km² (42 sq mi)"},
    "source": "ru-officials",
    "via": "desk",
    "reported": "2025-03-16",
    "story": "kursk",
}


def form(fact: object = None, **changes: object) -> dict[str, Any]:
    """The form above with changes; a `fact` that is a dict changes fields of the fact."""
    changed = {**HELD["fact"], **fact} if isinstance(fact, dict) else fact or HELD["fact"]
    return {**HELD, "fact": changed, **changes}


def faults(given_form: object) -> list[tuple[str, str, str | None]]:
    """Code, path and hint of all that is wrong with a form."""
    with pytest.raises(InvalidInput) as refused:
        from_form(given_form)
    return [(one.code, one.message.partition(": ")[0], one.hint) for one in refused.value.problems]


# --- the law --------------------------------------------------------------------------------------


@given(said=saids())
def test_forms_and_the_codec_agree(said: Said) -> None:
    """What goes out as a form and comes back through JSON is the same event, to the byte."""
    sent = json.loads(json.dumps(to_form(said)))

    assert codec.encode(from_form(sent)) == codec.encode(said)
    assert from_form(to_form(said)) == said


@given(said=saids())
def test_a_form_is_what_a_line_stores(said: Said) -> None:
    """But for the format version, a form holds exactly what stands in the line."""
    assert to_form(said) | {"v": FORMAT} == codec.as_stored(said)


# --- read kindly ----------------------------------------------------------------------------------


def test_peoples_words_become_values() -> None:
    """Figures are read as people write them, the words are kept, and one outlet needs no list."""
    said = from_form(HELD)

    assert said.fact == TerritoryHeld("kursk", "ukraine", area=Quantity.parse("110 km2"))
    assert said.told == (("area", "just 110 km² (42 sq mi)"),)
    assert said.via == ("desk",)
    assert said.occurred == When.parse("2025-03-16")


def test_words_for_dates_are_read_against_the_report() -> None:
    """A date in words is told against the day of the report, that day against today; the words stay beside it."""
    said = from_form(form(reported="yesterday", occurred="last Friday"), today=When.parse("2025-03-17"))

    assert (said.reported, said.occurred) == (When.parse("2025-03-16"), When.parse("2025-03-14"))
    assert said.words("occurred") == "last Friday"


def test_dates_of_the_fact_are_read_against_the_report() -> None:
    """A deadline in words is a date as well, and keeps its words."""
    fact = {"kind": "proposal", "proposal": "truce", "deadline": "today"}

    said = from_form({"fact": fact, "source": "us", "reported": "2025-03-11"})

    assert getattr(said.fact, "deadline", None) == When.parse("2025-03-11")
    assert said.words("deadline") == "today"


def test_days_are_days_of_the_zone() -> None:
    """Late in the evening in London it is tomorrow in Kyiv, and so is "today"."""
    late = form(reported="2025-03-16T23:30:00Z", occurred="today")

    assert from_form(late).occurred == When.parse("2025-03-16")
    assert from_form(late, zone="Europe/Kyiv").occurred == When.parse("2025-03-17")


def test_values_may_stand_as_they_are() -> None:
    """A program may hand over figures and dates as values, without writing them out."""
    values = form(
        {"area": Quantity.parse("110 km2")}, reported=When.parse("2025-03"), confidence=Confidence.parse("low")
    )

    assert from_form(values) == from_form(form({"area": "110 km2"}, reported="2025-03", confidence="low"))


@pytest.mark.parametrize("stance", ["no-comment", "No comment", " NO  COMMENT "])
def test_a_stance_is_read_however_it_is_spelled(stance: str) -> None:
    """Case and blanks make no other stance."""
    fact = {"kind": "control", "place": "sudzha"}

    assert from_form(form(None) | {"fact": fact, "stance": stance}).stance == "no-comment"


@pytest.mark.parametrize("to", [["ukraine", "russia"], "russia, ukraine"])
def test_names_are_a_list_or_a_text(to: object) -> None:
    """Several names may be typed as one text with commas."""
    said = from_form({"fact": {"kind": "proposal", "proposal": "x", "to": to}, "source": "us", "reported": "2025"})

    assert getattr(said.fact, "to", None) == ("russia", "ukraine")


def test_null_and_empty_are_absent() -> None:
    """What programs leave empty in one way or another is as if it were not there."""
    sparse = form({"share": None}, quote=None, url="", told={})

    assert from_form(sparse) == from_form(HELD)


# --- what is wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "code", "path"),
    [
        ([], "bad-form", "list stands where a form is expected"),
        ({}, "no-key", "fact"),
        (form("kursk"), "bad-form", "fact"),
        (form({"kind": 7}), "bad-form", "fact"),
        (form({"kind": "territry-held"}), "unknown-kind", "fact"),
        (form({"araa": "110 km2"}), "unknown-field", "fact"),
        (form({"area": "a lot"}), "unreadable-figure", "fact.area"),
        (form({"area": 110}), "bad-value", "fact.area"),
        (form({"area": "5 people"}), "other-dimension", "fact.area"),
        (form({"region": 7}), "bad-value", "fact.region"),
        (form(surce="x"), "unknown-field", "there is no field 'surce'"),
        (form(reported="2025-02-30"), "no-such-day", "reported"),
        (form(occurred=20250316), "bad-form", "occurred"),
        (form(confidence="1"), "computed-not-entered", "confidence"),
        (form(stance="assert"), "unknown-stance", "stance"),
        (form(via=7), "bad-form", "via"),
        (form(via=["a", 7]), "bad-form", "via"),
        (form(told=["x"]), "bad-form", "told"),
        (form(told={"area": 7}), "bad-form", "told"),
        (form(story=True), "bad-form", "story"),
        (form(field="araa"), "unknown-field", "territory-held has no value 'araa' that could be denied"),
        (form({"kind": "alias", "target": "x"}), "unknown-field", "fact"),
        (form({"area": None}), "no-value", "territory-held is asserted without a value"),
        (form(corrects=7), "bad-form", "corrects"),
    ],
)
def test_a_fault_is_told_with_its_path(wrong: object, code: str, path: str) -> None:
    """What cannot be read says where in the form it stands."""
    assert (code, path) in [(one_code, at) for one_code, at, _ in faults(wrong)]


def test_all_faults_are_told_at_once() -> None:
    """Nobody mends a form five times: whatever is wrong in it is found in one go."""
    wrong = {
        "fact": {"kind": "support", "giver": "west", "stage": "pledgd", "amount": "a lot", "in-retrun-for": "x"},
        "reported": "2025-13",
        "confidnce": "low",
    }

    assert faults(wrong) == [
        ("no-key", "fact.receiver", "give it as text"),
        ("unknown-term", "fact.stage", "did you mean pledged?"),
        ("unreadable-figure", "fact.amount", faults(form({"area": "a lot"}))[0][2]),
        ("unknown-field", "fact", "did you mean in-return-for?"),
        ("no-such-month", "reported", faults(form(reported="2025-13"))[0][2]),
        ("unknown-field", "there is no field 'confidnce'", "did you mean confidence?"),
        ("no-source", "source", "name a source"),
    ]


def test_an_unknown_zone_is_refused() -> None:
    """A zone that does not exist would make every day another one."""
    with pytest.raises(InvalidInput, match="Europe/Kiew"):
        from_form(HELD, zone="Europe/Kiew")


def test_a_form_that_was_refused_leaves_nothing_behind() -> None:
    """The setting of one form never reaches the next."""
    faults(form(reported="2025-13"))

    with pytest.raises(InvalidInput):
        from_form(form(reported="yesterday"))


# --- kinds that are not known here ----------------------------------------------------------------


def test_an_unknown_kind_is_kept_on_request() -> None:
    """An export of another program's events comes back to the byte, where one asks for that."""
    said = Said(fact=Unknown("tide-table", {"levels": ["1 m", {"of": ["x"]}]}), told=(("a", "x"), ("b", "y")))

    assert from_form(to_form(said), keep_unknown=True) == said


@pytest.mark.parametrize("wrong", [7, None, [1.5], {"of": True}])
def test_an_unknown_kind_holds_texts_alone(wrong: object) -> None:
    """What no line can store is refused, also in a fact that nobody here understands."""
    with pytest.raises(InvalidInput, match="text is expected"):
        from_form(form({"kind": "tide-table", "level": wrong}), keep_unknown=True)


def test_a_form_is_json_of_plain_dicts() -> None:
    """A form is what `json.dumps` takes, shaped like this."""
    assert to_form(SAIDS[1]) == {
        "fact": {"kind": "proposal", "proposal": "truce", "to": ["russia", "ukraine"]},
        "source": "us",
        "via": ["desk"],
        "occurred": "2025-03-11",
        "reported": "2025-03-11",
    }
