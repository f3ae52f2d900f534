"""An event is taken apart once, and no question sees what another made of it."""

from __future__ import annotations

import gc
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.belief.telling import area

from newsledger import codec
from newsledger.event import Event
from newsledger.live import Question
from newsledger.replay import State
from newsledger.reports import report_of
from newsledger.testing import ledgers, picture_bytes, questions
from newsledger.values.when import When

QUESTION = Question(at=When.parse("2025-03-16"))


def test_the_parts_stay_with_the_event() -> None:
    """The second question finds what the first took apart; the event itself says what it said."""
    told = area("110 km²", "kyiv")

    assert report_of(told) is report_of(told)
    assert told == pickle.loads(pickle.dumps(told))  # noqa: S301  our own bytes
    assert "taken_apart" not in repr(told)


def test_the_days_of_one_zone_are_kept() -> None:
    """Another zone has other days, and asking in it does not shift those of the first."""
    told = area("110 km²", "kyiv")
    report = report_of(told)

    utc, kyiv = (report.times(told.said, zone).reported for zone in ("UTC", "Europe/Kyiv"))

    assert utc is not None
    assert kyiv is not None
    assert utc[0] - kyiv[0] == 2 * 3_600_000_000
    assert report.times(told.said, "UTC").reported == utc


@given(ledgers(), st.data())
def test_no_question_sees_what_another_left_behind(events: list[Event], data: st.DataObject) -> None:
    """Events that were asked about in other zones and at other cuts give what the same lines give, freshly read."""
    asked = [data.draw(questions(events)) for _ in range(3)]
    used = State(events)
    for question in asked:
        used.picture(question)

    for question in asked:
        fresh = State(event for one in events if (event := codec.read(codec.write(one)).event) is not None)
        assert picture_bytes(used.picture(question)) == picture_bytes(fresh.picture(question))


@pytest.mark.parametrize("enabled", [True, False])
def test_a_fold_leaves_the_collector_as_it_was(*, enabled: bool) -> None:
    """Python looks for garbage after a fold, or does not, as it did before; also after one that failed."""
    before = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        State([area("110 km²", "kyiv")]).picture(QUESTION)
        assert gc.isenabled() is enabled
        with pytest.raises(Exception, match="no-such-zone"):
            State([area("110 km²", "kyiv")]).picture(Question(at=When.parse("2025-03-16"), zone="no-such-zone"))
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if before else gc.disable)()
