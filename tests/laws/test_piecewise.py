"""Law 17: between the change points that a slot lists its picture is constant, but for decay."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsledger.asof import DAY
from newsledger.codec import stamp
from newsledger.event import Event, Said, say
from newsledger.kinds.alias import Alias
from newsledger.kinds.control import Control
from newsledger.live import Question
from newsledger.replay import State
from newsledger.testing import ledgers, questions, report_kinds, same_beliefs
from newsledger.values.when import Micro, When, instant
from newsledger.values.zones import moment_of

FIRST = When.parse("2024-07-01").span()[0]
FINAL = When.parse("2025-08-01").span()[0]


def varied(question: Question, day: When) -> tuple[Question, Question, Question]:
    """The question with one of its cuts moved to a day, with the other, with both."""
    return (
        attrs.evolve(question, at=day),
        attrs.evolve(question, public=day),
        attrs.evolve(question, at=day, public=day),
    )


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


BELIEVED = [kind for kind in report_kinds() if kind != "expectation"]
"""What is expected is shown apart, and no belief."""


@pytest.mark.parametrize("kind", BELIEVED)
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
    for asked in zip(varied(question, before), varied(question, after), strict=True):
        beliefs = (state.picture(one).beliefs for one in asked)
        one, other = ({belief.slot.order: belief for belief in some}.get(slot.order) for some in beliefs)
        assert same_beliefs(one, other), f"{asked}: {one} became {other}"
        assert (one and one.flags) == (other and other.flags)


def test_change_points_of_nothing_are_none() -> None:
    """The list of an empty ledger is empty."""
    assert State().change_points("control/sudzha") == []


def test_what_holds_all_through_has_change_points_a_day_later_too() -> None:
    """It speaks as of the day before the instant asked: a word of one day yields to it a day after that day."""
    told = [("kyiv", "2025-03-16", "2025-03-10"), ("kyiv", "2025-03-16", "2025-03-01/2025-03-16")]
    events = [
        stamped(say(Control("sudzha", holder=holder), source=source, reported=reported, occurred=occurred))
        for holder, (source, reported, occurred) in zip(("ukraine", "contested"), told, strict=True)
    ]
    standings = {
        day: str(State(events).picture(Question(at=When.parse(day))).beliefs[0].standing)
        for day in ("2025-03-10", "2025-03-11")
    }
    points = {instant(point).text[:10] for point in State(events).change_points("control/sudzha")}

    assert standings == {"2025-03-10": "disputed", "2025-03-11": "reported"}
    assert {"2025-03-11", "2025-03-12"} <= points


def test_change_points_follow_aliases() -> None:
    """What was told under another name changes the slot too, as far as the alias was known."""
    told = say(Control("Суджа", holder="ukraine"), source="kyiv", reported="2025-03-10")
    alias = say(Alias("Суджа", meaning="sudzha"))
    state = State([stamped(told), stamp(alias, recorded=datetime(2025, 4, 1, tzinfo=UTC), by="ann")])

    assert state.change_points("control/sudzha") == state.change_points("control/суджа", known=When.parse("2025-03"))
    assert state.change_points("control/sudzha", known=When.parse("2025-03")) == []


def stamped(said: Said) -> Event:
    """What was said, taken in."""
    return stamp(said, recorded=datetime(2025, 3, 16, tzinfo=UTC), by="ann")
