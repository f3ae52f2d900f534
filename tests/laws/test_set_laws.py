"""Laws 2 to 5: a ledger is a set. Neither order nor repetition nor the way that it came together matters."""

from __future__ import annotations

import random as randoms

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.event import Event
from newsledger.live import Question
from newsledger.replay import State
from newsledger.testing import ledgers, picture_bytes, questions, report_kinds


def whole(state: State, question: Question) -> tuple[object, ...]:
    """All that can be asked of a state: its members and a picture."""
    return state.pairs(), state.ids(), picture_bytes(state.picture(question))


# --- 2: permutation ---------------------------------------------------------------------------


@given(ledgers(), st.data(), st.randoms(use_true_random=False))
def test_the_order_of_events_changes_nothing(events: list[Event], data: st.DataObject, random: randoms.Random) -> None:
    """Shuffled events give the same set and the same picture."""
    question = data.draw(questions(events))
    shuffled = random.sample(events, len(events))

    assert whole(State(shuffled), question) == whole(State(events), question)


@pytest.mark.parametrize("kind", report_kinds())
@given(data=st.data())
def test_the_order_changes_nothing_for_any_kind(kind: str, data: st.DataObject) -> None:
    """Each kind of fact alone, where its slots collide most, gives the same picture backwards."""
    events = data.draw(ledgers(kind=kind, slots=2, max_events=8))
    question = data.draw(questions(events))

    assert whole(State(reversed(events)), question) == whole(State(events), question)


# --- 3: idempotence ---------------------------------------------------------------------------


@given(ledgers(), st.data())
def test_adding_twice_is_adding_once(events: list[Event], data: st.DataObject) -> None:
    """Whatever part of a ledger is added again, nothing changes."""
    question = data.draw(questions(events))
    state = State(events)
    expected = whole(state, question)
    state.add(events[data.draw(st.integers(0, len(events))) :])

    assert whole(state, question) == expected


# --- 4: merge ---------------------------------------------------------------------------------


@given(ledgers(), st.data())
def test_merging_is_associative_commutative_and_idempotent(events: list[Event], data: st.DataObject) -> None:
    """Three parts of a ledger, which may overlap, merge to the whole in whatever way they are joined."""
    question = data.draw(questions(events))
    low, high = sorted((data.draw(st.integers(0, len(events))), data.draw(st.integers(0, len(events)))))
    one, two, three = State(events[:high]), State(events[low:]), State(events[:low])
    expected = whole(State(events), question)

    assert whole(one.merge(two).merge(three), question) == expected
    assert whole(three.merge(two.merge(one)), question) == expected
    assert whole(State(events).merge(State(events)), question) == expected


@given(ledgers(), st.integers(1, 4), st.data())
def test_partitions_merge_to_the_whole(events: list[Event], parts: int, data: st.DataObject) -> None:
    """A state split over partitions comes together again, members and all."""
    question = data.draw(questions(events))
    merged = State()
    for part in State(events).partition(parts):
        merged = merged.merge(part)

    assert whole(merged, question) == whole(State(events), question)


@given(ledgers(), st.data())
def test_merging_leaves_both_states_as_they_were(events: list[Event], data: st.DataObject) -> None:
    """A merge is a new state; what is added to it later reaches neither of the two."""
    question = data.draw(questions(events))
    half = len(events) // 2
    first = State(events[:half])
    expected = whole(first, question)
    first.merge(State(events[half:])).add(events)

    assert whole(first, question) == expected


# --- 5: catch-up ------------------------------------------------------------------------------


@given(ledgers(), st.data())
def test_a_prefix_plus_the_rest_is_all_at_every_cut(events: list[Event], data: st.DataObject) -> None:
    """A state that was asked in between, and then caught up, knows what one knows that read all at once."""
    question = data.draw(questions(events))
    expected = whole(State(events), question)
    for cut in range(len(events) + 1):
        state = State(events[:cut])
        state.picture(question)
        state.add(events[cut:])
        assert whole(state, question) == expected


@given(ledgers(), st.data())
def test_a_snapshot_plus_the_tail_is_all_at_every_cut(events: list[Event], data: st.DataObject) -> None:
    """A snapshot holds the set whole: unknown kinds, dangling amendments and each taking-in of one event."""
    question = data.draw(questions(events))
    expected = whole(State(events), question)
    for cut in range(0, len(events) + 1, 3):
        state = State.restore(State(events[:cut]).snapshot())
        state.add(events[cut:])
        assert whole(state, question) == expected
