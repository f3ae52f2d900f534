"""What exporters work on: the members in the cut and in the story, the reports, the changes of a period."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from tests.exporters.exporting import EVENTS, job

import newsledger as nl
from newsledger.errors import InvalidInput
from newsledger.event import Event
from newsledger.exporters import prepare
from newsledger.ledger import Ledger
from newsledger.live import Question
from newsledger.replay import State
from newsledger.testing import ledgers
from newsledger.values.when import When


class Desk:
    """A ledger with two stories, of which one takes something back."""

    def __init__(self) -> None:
        self.day = 1
        self.ledger = Ledger(nl.in_memory().store, clock=lambda: datetime(2025, 3, self.day, 12, tzinfo=UTC), by="ann")

    def add(self, fact: object, **how: object) -> str:
        """The id of one more event, a day later."""
        self.day += 1
        done = self.ledger.append(fact, **how)  # type: ignore[arg-type]  # facts of any kind
        return done.added[0].id


@pytest.fixture
def desk() -> Desk:
    """Two stories in one ledger."""
    return Desk()


def test_a_story_takes_what_amends_it(desk: Desk) -> None:
    """Reports of the story, their retractions, voids and notes, and sources; not what is about the other story."""
    here, there = (
        desk.add(nl.State(name, "open", term="yes"), source="desk", reported="2025-03-01", story=name)
        for name in ("bridge", "tunnel")
    )
    inside = {
        here,
        desk.add(nl.Retraction(here, reason="misheard"), source="desk", reported="2025-03-03"),
        desk.add(nl.Note(here, meaning="ask again")),
        desk.add(nl.Source("desk", name="The desk")),
    }
    outside = {
        there,
        desk.add(nl.Retraction(there, reason="misheard"), source="desk", reported="2025-03-03"),
        desk.add(nl.Void(there, reason="typed wrongly")),
    }
    taken = {event.id for event in prepare(desk.ledger, story="bridge").members()}

    assert (taken & inside, taken & outside) == (inside, set())


def test_known_cuts_voids(desk: Desk) -> None:
    """What we voided later is not told of what we held before."""
    told = desk.add(nl.State("bridge", "open", term="yes"), source="desk", reported="2025-03-01")
    void = desk.add(nl.Void(told, reason="typed wrongly"))
    before, after = (prepare(desk.ledger, "2025-03-20", known=day).held() for day in ("2025-03-02", "2025-03-20"))

    assert void not in {event.id for event in before}
    assert void in {event.id for event in after}


@given(ledgers())
def test_members_are_the_set(events: list[Event]) -> None:
    """Each member once, in the order of pairs, and none with words that had to go."""
    state = State(events)
    members = list(state.members())

    assert [(one.id, one.recorded, one.by) for one in members] == state.pairs()
    for one in members:
        shown = state.get(one.id)
        assert shown is not None
        assert one.redacted == shown.redacted
        assert one.raw in (b"", shown.raw)


@given(ledgers())
def test_changes_lead_from_one_picture_to_the_other(events: list[Event]) -> None:
    """What is told as changed is the difference of the two pictures of the period."""
    made = job(
        events, Question(at=When.parse("2025-03-20"), public=When.parse("2025-03-20")), since=When.parse("2025-03-12")
    )
    changes = nl.diff(made.before(), made.picture).changes

    assert tuple(told.change for told in made.changes()) == changes
    assert made.before() is made.before()


def test_a_week_is_the_period_without_since() -> None:
    """Where nobody says since when, it is a week before the date; the calendar has a first day."""
    ledger = nl.open(EVENTS)

    assert prepare(ledger, "2025-03-16").start().text == "2025-03-09"
    assert prepare(ledger, "0001-01-03").start().text == "0001-01-01"


@pytest.mark.parametrize("since", ["2025-03-16", "2025-03-20", "2025-03"])
def test_an_empty_period_is_refused(since: str) -> None:
    """A period needs time between its ends."""
    with pytest.raises(InvalidInput, match="leaves no time"):
        prepare(nl.open(EVENTS), "2025-03-16", since=since)
