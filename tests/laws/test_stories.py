"""Law 9 for stories: the events that a picture of one story looks at are all that can change it."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger import replay
from newsledger.event import Event
from newsledger.replay import State
from newsledger.testing import ledgers, picture_bytes, questions
from newsledger.testing.remake import remade

STORIES = (None, "kursk", "Курск", "sumy", "Kursk")


@given(ledgers(min_reports=4), st.data())
def test_a_picture_of_a_story_is_that_of_the_whole_ledger(events: list[Event], data: st.DataObject) -> None:
    """Shelves leave nothing out that matters: the same picture as from a ledger whose every event is looked at."""
    stories = iter(data.draw(st.lists(st.sampled_from(STORIES), min_size=len(events), max_size=len(events))))
    told = remade(events, lambda said: said if said.ours else attrs.evolve(said, story=next(stories)))
    story = data.draw(st.sampled_from(STORIES[1:]))
    question = attrs.evolve(data.draw(questions(events)), story=story)

    state, plain = State(told), State(told)
    vars(plain)["_shelves"] = Everything(told)  # the plain way to the same answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replay, "FEW", 0)
        sorted_out, whole = state.picture(question), plain.picture(question)

    assert picture_bytes(sorted_out) == picture_bytes(whole)
    assert sorted_out.later == whole.later


class Everything:
    """A shelf for all."""

    def __init__(self, events: list[Event]) -> None:
        self.events = list(
            {event.id: event for event in sorted(events, key=lambda one: one.recorded_at)[::-1]}.values()
        )

    def of_story(self, story: str) -> list[Event]:
        """Every event."""
        del story
        return self.events
