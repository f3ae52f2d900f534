"""Law 20: `recorded` and `id` change no figure; a copy changes only what `known` cuts."""

from __future__ import annotations

from datetime import UTC, datetime

import attrs
from hypothesis import given
from hypothesis import strategies as st

from newsledger.event import Event
from newsledger.replay import State
from newsledger.testing import figures, ledgers, picture_bytes, questions, restamped, with_urls


@given(ledgers(), st.data())
def test_who_took_it_in_and_when_changes_no_byte(events: list[Event], data: st.DataObject) -> None:
    """A ledger typed in years later by somebody else gives the same bytes, where `known` is open."""
    question = attrs.evolve(data.draw(questions(events)), known=None)
    later = restamped(events, recorded=datetime(2031, 1, 1, tzinfo=UTC), by="zoe")

    assert picture_bytes(State(later).picture(question)) == picture_bytes(State(events).picture(question))


@given(ledgers(), st.data())
def test_other_ids_give_the_same_figures(events: list[Event], data: st.DataObject) -> None:
    """With an address added to every event, all ids differ and no figure does."""
    question = data.draw(questions(events))

    assert figures(State(with_urls(events)).picture(question)) == figures(State(events).picture(question))


@given(ledgers(), st.data())
def test_a_later_copy_changes_nothing_at_all(events: list[Event], data: st.DataObject) -> None:
    """An event that comes in once more, later, changes no byte at any `known`."""
    question = data.draw(questions(events))
    copies = restamped(events, recorded=datetime(2031, 1, 1, tzinfo=UTC), by="zoe")

    assert picture_bytes(State([*events, *copies]).picture(question)) == picture_bytes(State(events).picture(question))


@given(ledgers(), st.data())
def test_an_earlier_copy_changes_only_what_known_cuts(events: list[Event], data: st.DataObject) -> None:
    """An event that somebody else had long before counts from then on; an open `known` shows no difference."""
    question = data.draw(questions(events))
    copies = restamped(events, recorded=datetime(2020, 1, 1, tzinfo=UTC), by="zoe")
    both = State([*events, *copies])
    uncut = attrs.evolve(question, known=None)

    assert figures(both.picture(question)) == figures(State(events).picture(uncut))
