"""Law 9: reports about other slots change nothing here unless they amend."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsledger.event import Event
from newsledger.live import fold_slot, target_of
from newsledger.replay import State
from newsledger.testing import ledgers, questions


@given(ledgers(min_reports=3), st.data())
def test_reports_of_other_slots_change_nothing_here(events: list[Event], data: st.DataObject) -> None:
    """Without the reports of other slots each belief is the same; sources, aliases and amendments stay."""
    question = data.draw(questions(events))
    names = State(events).live(question).names
    told = {fold_slot(event.said, names) for event in events if event.said.claims()}
    here = data.draw(st.sampled_from(sorted(told)))
    kept = [
        event for event in events
        if event.said.ours or target_of(event.said) is not None or fold_slot(event.said, names) == here
    ]  # fmt: skip
    all_told, alone = (
        [belief for belief in State(some).picture(question).beliefs if (belief.slot.kind, *belief.slot.keys) == here]
        for some in (events, kept)
    )

    assert alone == all_told
