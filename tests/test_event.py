"""The envelope: what a report needs, what an entry of ours must not have, and the defaults."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from newsledger.codec import stamp
from newsledger.errors import InvalidInput
from newsledger.event import Said, content_id, recorded_micros, say
from newsledger.fact import Fact, Unknown
from newsledger.kinds.alias import Alias
from newsledger.kinds.casualties import Casualties
from newsledger.kinds.control import Control
from newsledger.kinds.incident import Incident
from newsledger.kinds.retraction import Retraction
from newsledger.kinds.statement import Statement
from newsledger.kinds.support import Support
from newsledger.kinds.territory_held import TerritoryHeld
from newsledger.kinds.void import Void
from newsledger.values.confidence import Confidence
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

HELD = TerritoryHeld("kursk", "ukraine", area=Quantity.read("just 110 km²"))
REPORT: dict[str, Any] = {"source": "desk", "reported": "2025-03-16"}


def codes(fact: Fact, **how: Any) -> list[str]:  # noqa: ANN401  whatever `say` takes
    """The codes of all that keeps something from being said."""
    with pytest.raises(InvalidInput) as refused:
        say(fact, **how)
    assert all(problem.hint for problem in refused.value.problems)
    return [problem.code for problem in refused.value.problems]


# --- defaults -------------------------------------------------------------------------------------


def test_a_report_is_of_the_day_of_the_words() -> None:
    """Where nobody says when something holds, it holds on the day that the words were made public."""
    assert say(HELD, **REPORT).occurred == When.parse("2025-03-16")


def test_words_about_dates_are_read_against_the_report_and_kept() -> None:
    """A day in words is a day before the report, and the words stay beside it."""
    said = say(HELD, occurred="last Friday", **REPORT)

    assert said.occurred == When.parse("2025-03-14")
    assert said.words("occurred") == "last Friday"


def test_the_words_of_a_figure_are_kept() -> None:
    """What a figure was read from is told with it; given words go before."""
    assert say(HELD, **REPORT).told == (("area", "just 110 km²"),)
    assert say(HELD, told={"area": "only a sliver", "share": "little"}, **REPORT).told == (
        ("area", "only a sliver"),
        ("share", "little"),
    )


@pytest.mark.parametrize("empty", ["", "  ", None])
def test_what_is_empty_is_absent(empty: str | None) -> None:
    """Empty texts are left out, so that an event equals the one that its line gives back."""
    sparse = say(HELD, story=empty, quote=empty, url=empty, corrects=empty, likelihood=empty, via=["", " "], **REPORT)

    assert sparse == say(HELD, **REPORT)


def test_texts_are_clean() -> None:
    """Names and quotes are stored in NFC on one line."""
    said = say(HELD, quote=" two\n lines ", via=["e\u0301"], story="  kursk ", **REPORT)

    assert (said.quote, said.via, said.story) == ("two lines", ("é",), "kursk")


def test_confidence_is_read() -> None:
    """Confidence may be given as it is written."""
    assert say(HELD, confidence="70 %", **REPORT).confidence == Confidence.parse("70%")


# --- what is wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "how", "code"),
    [
        (HELD, {"reported": "2025-03-16"}, "no-source"),
        (HELD, {"source": "desk", "occurred": "2025-03-16"}, "no-date"),
        (HELD, {"source": "desk", "reported": "2025-03/.."}, "open-reported"),
        (HELD, {"source": "desk", "reported": "2025-03/"}, "open-reported"),
        (HELD, REPORT | {"stance": "doubts"}, "unknown-stance"),
        (HELD, REPORT | {"via": ["desk"]}, "chain-twice"),
        (HELD, REPORT | {"via": ["afp", "afp"]}, "chain-twice"),
        (HELD, REPORT | {"stance": "denies", "field": "araa"}, "unknown-field"),
        (HELD, REPORT | {"stance": "denies", "field": "region"}, "unknown-field"),
        (TerritoryHeld("kursk", "ukraine"), REPORT, "no-value"),
        (TerritoryHeld("", "ukraine", area=Quantity.parse("1 km2")), REPORT, "no-key"),
        (Casualties("russia", "killed", number=Quantity.parse("5 person")), REPORT, "no-occurred"),
        (Support("us", "ukraine", amount=Quantity.parse("5 USD")), REPORT, "no-occurred"),
        (Statement("putin", "kursk", text="decisive"), REPORT | {"stance": "denies"}, "undeniable"),
        (Retraction("0" * 32), REPORT | {"stance": "no-comment"}, "undeniable"),
        (Alias("a", meaning="b"), {"source": "desk"}, "ours"),
        (Alias("a", meaning="b"), {"reported": "2025-03-16"}, "ours"),
        (Void("0" * 32), {"corrects": "0" * 32}, "ours"),
        (Void("0" * 32), {"stance": "denies"}, "ours"),
    ],
)
def test_what_may_not_be_said(fact: Fact, how: dict[str, Any], code: str) -> None:
    """A report without source, date, value or key, and an entry of ours with them, stay out of the ledger."""
    assert codes(fact, **how) == [code]


def test_all_that_is_wrong_is_told_at_once() -> None:
    """Wrong dates are told together, and so is all that is missing."""
    assert codes(HELD, source="desk", reported="2025-13", occurred="2025-02-30", confidence="1") == [
        "no-such-month",
        "no-such-day",
        "computed-not-entered",
    ]
    assert codes(TerritoryHeld("", "")) == ["no-source", "no-date", "no-value", "no-key", "no-key"]


def test_a_wrong_date_names_its_field() -> None:
    """Of two dates it is said which one is wrong."""
    with pytest.raises(InvalidInput, match=r"occurred: .*30"):
        say(HELD, occurred="2025-02-30", **REPORT)


@pytest.mark.parametrize(
    ("fact", "field", "dated"),
    [
        (Support("us", "ukraine"), None, True),
        (Support("us", "ukraine"), "stage", True),
        (Support("us", "ukraine"), "amount", False),
        (Casualties("russia", "killed"), None, False),
        (Control("sudzha"), None, True),
        (Incident("raid"), None, True),
    ],
)
def test_a_denial_without_a_value_is_dated_by_what_it_is_about(fact: Fact, field: str | None, *, dated: bool) -> None:
    """Who denies a counted figure says of which time, who denies anything else speaks of the day of the words."""
    how = {"stance": "denies", "field": field, **REPORT}
    if dated:
        assert say(fact, **how).occurred == When.parse("2025-03-16")
    else:
        assert codes(fact, **how) == ["no-occurred"]


# --- what an event tells of itself ----------------------------------------------------------------


def test_claims_are_the_values_that_are_told() -> None:
    """Each value is claimed apart."""
    fact = TerritoryHeld("kursk", "ukraine", area=Quantity.parse("110 km2"), share=Quantity.parse("8 %"))

    assert [(field.name, value) for field, value in say(fact, **REPORT).claims()] == [
        ("area", Quantity.parse("110 km2")),
        ("share", Quantity.parse("8 %")),
    ]


@pytest.mark.parametrize(("field", "named"), [(None, "area"), ("pockets", "pockets")])
def test_a_denial_without_a_value_claims_one_field(field: str | None, named: str) -> None:
    """A bare denial is about the named field, else about the first that is meant."""
    said = say(TerritoryHeld("kursk", "ukraine"), stance="denies", field=field, **REPORT)

    assert [(one.name, value) for one, value in said.claims()] == [(named, None)]


def test_who_says_it() -> None:
    """The chain begins with the origin and ends with the outlet; entries of ours have none."""
    assert say(HELD, via=["afp", "desk tv"], **REPORT).chain == ("desk", "afp", "desk tv")
    assert say(Alias("a", meaning="b")).chain == ()
    assert say(Alias("a", meaning="b")).ours
    assert not say(HELD, **REPORT).ours


def test_an_unknown_kind_claims_nothing() -> None:
    """What nobody here understands has a kind, and no claims."""
    said = Said(fact=Unknown("tide-table", {"level": "1 m"}))

    assert (said.kind, said.claims(), said.ours) == ("tide-table", [], False)


def test_an_event_is_its_bytes_and_its_taking_in() -> None:
    """Two events are equal if bytes, time and name are, and order by the instant they were taken in."""
    said = say(HELD, **REPORT)
    noon = datetime(2025, 3, 16, 12, tzinfo=UTC)

    assert stamp(said, recorded=noon, by="anna") == stamp(said, recorded=noon, by="anna")
    assert stamp(said, recorded=noon, by="anna") != stamp(said, recorded=noon, by="bert")
    assert stamp(said, recorded=noon, by="anna").recorded_at == recorded_micros("2025-03-16T12:00:00Z")


def test_the_id_is_half_a_hash() -> None:
    """An id is the first 128 bits of the SHA-256 of the bytes (FIPS 180-4 gives that of "abc")."""
    assert content_id(b"abc") == "ba7816bf8f01cfea414140de5dae2223"
