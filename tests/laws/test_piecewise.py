"""Law 17: between the change points that a slot lists its picture is constant, but for decay."""

from __future__ import annotations

from itertools import pairwise

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsledger.asof import DAY
from newsledger.event import Event
from newsledger.live import Question
from newsledger.replay import State
from newsledger.testing import ledgers, questions, report_kinds, same_beliefs
from newsledger.values.when import Micro, When, instant, micros
from newsledger.values.zones import moment_of

FIRST = micros(When.parse("2024-07-01").earliest)
FINAL = micros(When.parse("2025-08-01").earliest)
VARIED = (("at",), ("public",), ("at", "public"))


def day_after(point: Micro, zone: str) -> tuple[When, Micro]:
    """The first day of a zone that ends after an instant, and its end."""
    day = When.parse(moment_of(point).date().isoformat())
    while day.span(zone)[1] <= point:
        day = When.parse(moment_of(day.span()[1]).date().isoformat())
    return day, day.span(zone)[1]


def quiet_days(points: list[Micro], zone: str) -> list[tuple[When, When]]:
    """Pairs of days with no change point between their ends, nor at them."""
    found = []
    for low, high in pairwise([FIRST, *(point for point in points if FIRST < point < FINAL), FINAL]):
        first, _ = day_after(low, zone)
        last, end = day_after(high - 2 * DAY, zone)
        if first.span(zone)[1] < end < high:
            found.append((first, last))
    return found


@pytest.mark.parametrize("kind", report_kinds())
@given(data=st.data())
def test_nothing_changes_between_change_points(kind: str, data: st.DataObject) -> None:
    """On two days with no change point between them a slot is believed alike, whichever of the cuts moves."""
    events: list[Event] = data.draw(ledgers(kind=kind, slots=2, max_events=8))
    question = data.draw(questions(events))
    state = State(events)
    slots = [belief.slot for belief in state.picture(Question(at=When.parse("2025-06"), known=question.known)).beliefs]
    assume(slots)
    slot = data.draw(st.sampled_from(slots))
    pairs = quiet_days(state.change_points(slot.name, zone=question.zone, known=question.known), question.zone)
    assume(pairs)
    before, after = data.draw(st.sampled_from(pairs))
    for varied in VARIED:
        pictures = (state.picture(attrs.evolve(question, **dict.fromkeys(varied, day))) for day in (before, after))
        one, other = ({belief.slot.order: belief for belief in picture.beliefs}.get(slot.order) for picture in pictures)
        assert same_beliefs(one, other), f"{varied} from {before} to {after}: {one} became {other}"


def test_change_points_are_in_order_and_told_once() -> None:
    """The list of an empty ledger is empty."""
    assert State().change_points("control/sudzha") == []
    assert instant(FIRST).text == "2024-07-01T00:00:00Z"
