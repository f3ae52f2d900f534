"""Law 6: the picture of a question is the picture of the ledger so cut, and the future changes none of it."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.event import Event
from newsledger.live import Question, cut
from newsledger.replay import State
from newsledger.testing import ledgers, picture_bytes, questions, report_kinds


@given(ledgers(), st.data())
def test_a_picture_is_that_of_the_ledger_so_cut(events: list[Event], data: st.DataObject) -> None:
    """A ledger that held no more than the cut gives the same bytes, with the cuts asked for or left open."""
    question = data.draw(questions(events))
    inside = State(cut(State(events).events(), question))
    expected = picture_bytes(State(events).picture(question))

    assert picture_bytes(inside.picture(question)) == expected
    uncut = inside.picture(attrs.evolve(question, public=None, known=None))
    assert uncut.beliefs == State(events).picture(question).beliefs


@pytest.mark.parametrize("kind", report_kinds())
@given(data=st.data())
def test_what_comes_later_changes_no_byte(kind: str, data: st.DataObject) -> None:
    """Events that become public after `public`, or that are recorded after `known`, change no byte of a picture."""
    events = data.draw(ledgers(kind=kind, slots=2, max_events=8))
    question = data.draw(questions(events))
    later = [event for event in data.draw(ledgers(kind=kind, slots=2)) if is_later(event, question)]

    assert picture_bytes(State([*events, *later]).picture(question)) == picture_bytes(State(events).picture(question))


def is_later(event: Event, question: Question) -> bool:
    """Whether an event lies beyond a cut, by the words of the model: ours by `known` alone."""
    known, public, reported = question.end(question.known), question.end(question.public), event.said.reported
    if known is not None and event.recorded_at >= known:
        return True
    return public is not None and reported is not None and reported.span(question.zone)[1] > public


@given(ledgers(), st.data())
def test_our_own_mendings_are_cut_by_known_alone(events: list[Event], data: st.DataObject) -> None:
    """Whatever `public` is, every source, alias, void, note and stake that was recorded in time is in."""
    question = data.draw(questions(events))
    ours = {event.id for event in State(events).events() if event.said.ours}
    in_time = {event.id for event in cut(State(events).events(), attrs.evolve(question, public=None))}
    inside = {event.id for event in cut(State(events).events(), question)}

    assert ours & inside == ours & in_time
