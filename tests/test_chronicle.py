"""What stands behind a change: words, amendments, voids, entries of ours; and which days are asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from newsledger import ledger as ledgers
from newsledger.chronicle import Sort, Step, change_days, recorded_days, sort_of, steps
from newsledger.event import say
from newsledger.fact import Fact
from newsledger.kinds.indicator import Indicator
from newsledger.kinds.retraction import Retraction
from newsledger.kinds.source import Source
from newsledger.kinds.state import State
from newsledger.kinds.void import Void
from newsledger.ledger import Ledger
from newsledger.live import Question
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

OPEN = "state/bridge/open"


class Desk:
    """A ledger to which one event is added a day, from 1 March 2025 on."""

    def __init__(self) -> None:
        self._now = datetime(2025, 2, 28, 12, tzinfo=UTC)
        self.ledger: Ledger = ledgers.in_memory(clock=lambda: self._now, by="desk")

    def add(self, fact: Fact, **how: str) -> str:
        """Adds a fact on the next day, reported on that day unless told otherwise; gives its id."""
        self._now += timedelta(days=1)
        told = how if fact.spec.ours else {"reported": self._now.date().isoformat()} | how
        return self.ledger.append(say(fact, **told)).added[0].id  # type: ignore[arg-type]  # texts, as typed

    def steps(self, name: str, axis: str = "date") -> list[Step]:
        """The history of a slot."""
        state = self.ledger.state().of_slot(name)
        last = self.ledger.today()
        if axis == "known":
            return list(
                steps(state, name, recorded_days(state, "UTC"), lambda day: Question(at=last, public=last, known=day))
            )
        return list(steps(state, name, change_days(state, name, "UTC"), lambda day: Question(at=day, public=day)))


@pytest.fixture
def desk() -> Desk:
    """A ledger with nothing in it."""
    return Desk()


def told(found: list[Step]) -> list[tuple[str, str, list[str]]]:
    """Each step as its day, its sort and the ids behind it."""
    return [(step.day.text, str(sort_of(step.change)), sorted(event.id for event in step.behind)) for step in found]


def test_a_later_word_is_behind_the_change_that_it_makes(desk: Desk) -> None:
    """Each change names the report that was new on its day."""
    first = desk.add(State("bridge", "open", term="yes"), source="mayor")
    second = desk.add(State("bridge", "open", term="no"), source="mayor")

    assert told(desk.steps(OPEN)) == [("2025-03-01", "new", [first]), ("2025-03-02", "changed", [second])]


def test_a_retraction_and_what_takes_it_back(desk: Desk) -> None:
    """The retraction stands behind the end of a belief, and its own retraction behind the return."""
    first = desk.add(State("bridge", "open", term="yes"), source="mayor")
    retraction = desk.add(Retraction(first), source="mayor")
    back = desk.add(Retraction(retraction), source="mayor")

    found = told(desk.steps(OPEN))

    assert found[:2] == [("2025-03-01", "new", [first]), ("2025-03-02", "gone", [retraction])]
    assert (found[2][:2], back in found[2][2]) == (("2025-03-03", "new"), True)


def test_a_void_counts_from_the_day_on_which_we_took_it_in(desk: Desk) -> None:
    """On the axis of what we held, a void takes the report out; asked by dates, it was never there."""
    first = desk.add(State("bridge", "open", term="yes"), source="mayor")
    void = desk.add(Void(first, reason="typing error"))

    assert told(desk.steps(OPEN, "known")) == [("2025-03-01", "new", [first]), ("2025-03-02", "gone", [void])]
    assert desk.steps(OPEN) == []


def test_a_word_about_a_source_is_behind_what_it_changes(desk: Desk) -> None:
    """A grade that we give later is named where it changes a standing."""
    first = desk.add(State("bridge", "open", term="yes"), source="mayor")
    grade = desk.add(Source("mayor", grade="F"))

    assert told(desk.steps(OPEN, "known")) == [("2025-03-01", "new", [first]), ("2025-03-02", "standing", [grade])]


def test_reports_of_other_slots_are_left_out(desk: Desk) -> None:
    """Only what can matter to a slot is folded, however much else a ledger holds."""
    first = desk.add(State("bridge", "open", term="yes"), source="mayor")
    desk.add(State("road", "open", term="yes"), source="mayor")
    source = desk.add(Source("mayor", grade="B"))

    assert desk.ledger.state().of_slot(OPEN).ids() == sorted([first, source])


def test_nothing_that_only_fades_is_a_step(desk: Desk) -> None:
    """A belief that only goes stale does not change."""
    desk.add(Indicator("bread", "price", number=Quantity.read("2 EUR")), source="shop")
    name = "indicator/bread/price.number"
    state = desk.ledger.state().of_slot(name)
    days = [When.parse("2025-03-01"), When.parse("2025-06-01")]

    found = list(steps(state, name, days, lambda day: Question(at=day, public=day)))

    assert [sort_of(step.change) for step in found] == [Sort.NEW]


def test_each_dimension_is_followed_apart(desk: Desk) -> None:
    """A figure in euros does not change one in items."""
    desk.add(Indicator("aid", "sent", number=Quantity.read("2 EUR")), source="shop")
    desk.add(Indicator("aid", "sent", number=Quantity.read("5 trucks")), source="shop")

    assert [sort_of(step.change) for step in desk.steps("indicator/aid/sent.number")] == [Sort.NEW, Sort.NEW]
