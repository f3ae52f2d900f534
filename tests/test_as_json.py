"""The JSON of a picture: its keys, what is null, and that nothing but the set and the question decides its bytes."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.projections.news import CAST, ledger, told

from newsledger.as_json import SCHEMA, picture_json, question_json
from newsledger.event import Event
from newsledger.ledger import in_memory
from newsledger.replay import State
from newsledger.sheet import read_sheet
from newsledger.testing import ledgers, questions

LINES = """\
moscow says on 2025-03-16:
  territory-held/kursk/ukraine = just 110 km2
  state/crimes/committed

kyiv denies on 2025-03-16:
  state/crimes/committed
  state/troops/encircled

washington says on 2025-03-11:
  proposal/The Truce = 30 days, type ceasefire, to ukraine

kyiv says on 2025-03-12:
  position/The Truce/ukraine = considering
  casualties/russia/killed = 12 @ 2025-03-12
  expectation/Sumy/offensive = may @ 2025-04
"""


def test_the_keys() -> None:
    """Every projection has its place, and the question is echoed."""
    picture = picture_json(told(LINES, "2025-03-16"))

    assert list(picture)[:8] == ["schema", "at", "public", "known", "zone", "story", "events", "sources"]
    assert set(picture) >= {"beliefs", "territory", "ceasefire", "casualties", "expected", "contested"}
    assert (picture["events"], picture["sources"]) == (8, 3)


@pytest.mark.parametrize(
    ("cuts", "echoed"),
    [
        ({"date": "2025-03-16"}, ["2025-03-16", "2025-03-16", None, "UTC", None]),
        ({"at": "2025-03-16"}, ["2025-03-16", None, None, "UTC", None]),
        ({"date": "2025-03-16", "hindsight": True}, ["2025-03-16", None, None, "UTC", None]),
        ({"at": "2024", "public": "2025-03", "known": "2025-07-02"}, ["2024", "2025-03", "2025-07-02", "UTC", None]),
        ({"date": "2025-03-16", "zone": "Europe/Kyiv"}, ["2025-03-16", "2025-03-16", None, "Europe/Kyiv", None]),
    ],
)
def test_the_question_is_echoed(cuts: dict[str, Any], echoed: list[str | None]) -> None:
    """Open cuts are null."""
    question = question_json(ledger(LINES).replay(**cuts))

    assert question == {"schema": SCHEMA, **dict(zip(("at", "public", "known", "zone", "story"), echoed, strict=True))}


def test_what_is_null() -> None:
    """A slot with denials only has no value, a party's own word no confidence; any other has both."""
    beliefs = {belief["name"]: belief for belief in picture_json(told(LINES, "2025-03-16"))["beliefs"]}

    assert beliefs["state/troops/encircled"]["value"] is None
    assert beliefs["state/troops/encircled"]["standing"] == "denied"
    for belief in beliefs.values():
        assert (belief["confidence"] is None) is (belief["standing"] == "own word"), belief["name"]
        assert belief["confidence"] is None or re.fullmatch(r"0\.[0-9]{6}", belief["confidence"])
    assert {belief["standing"] for belief in beliefs.values()} > {"own word", "denied"}


@given(ledgers(), st.data())
def test_any_picture_is_json(events: list[Event], data: st.DataObject) -> None:
    """Whatever a ledger holds, its picture can be written as JSON without a float, and read back the same."""
    picture = picture_json(State(events).picture(data.draw(questions(events))))

    text = json.dumps(picture, ensure_ascii=False, allow_nan=False)

    assert json.loads(text, parse_float=pytest.fail) == picture


@given(st.permutations(read_sheet(CAST + LINES).saids))
def test_the_order_of_appends_changes_no_byte(saids: list[Any]) -> None:
    """Appended in any order, the same reports give the same bytes."""
    made = in_memory()
    made.append(saids)

    assert json.dumps(picture_json(made.replay("2025-03-16"))) == json.dumps(picture_json(told(LINES, "2025-03-16")))
