"""newsledger as a contestant: claims become reports, and what is believed becomes an answer."""

from __future__ import annotations

import attrs
import pytest

from benchmarks.accuracy import ours
from benchmarks.accuracy.claims import Answer, Value, item
from benchmarks.accuracy.data import same_time
from newsledger import Quantity, Question, Source
from newsledger.replay import State


def meets(one: int, other: int, key: tuple[str, str] = ("AA-1", "actual_departure")) -> bool:
    """Whether two claims agree as events."""
    first, second = (ours.fact(key, value).told_values()[0][1] for value in (one, other))
    assert isinstance(first, Quantity)
    assert isinstance(second, Quantity)
    return first.meets(second)


@pytest.mark.parametrize("time", [0, 3, 600, 995, 1000, 1005, 1435])
def test_times_agree_within_ten_minutes(time: int) -> None:
    """The range of a time meets that of any other time up to ten minutes off, and of none beyond."""
    assert all(meets(time, time + off) == same_time(time, time + off) for off in (-11, -10, 0, 10, 11))


def test_populations_agree_within_about_a_hundredth() -> None:
    """A population meets another that is a little less than 1 % off, none that is 2 % off; small ones are exact."""
    key = ("ames, iowa", "Population2000")

    assert meets(100_000, 100_900, key)
    assert not meets(100_000, 102_000, key)
    assert meets(150, 150, key)
    assert not meets(150, 152, key)


def test_every_claim_is_an_event() -> None:
    """So many claims, so many events of as many sources; each item has a slot of its own."""
    claims: list[tuple[str, Value]] = [("a", 600), ("b", 600), ("c", 700)]
    items = (item(("AA-1", "actual_departure"), claims, same_time), item(("AA-1", "departure_gate"), [("a", "B7")]))
    made = ours.ledger(items)

    assert len({event.id for event in made.events}) == 4
    assert {event.said.source for event in made.events} == {"a", "b", "c"}
    assert list(made.slots.values()) == ["indicator/aa-1/actual_departure.number", "state/aa-1/departure_gate"]


def test_what_is_believed_is_the_answer() -> None:
    """What all say is answered, in the unit and the spelling that it was told in."""
    items = (
        item(("AA-1", "actual_departure"), [("a", 600), ("b", 600)], same_time),
        item(("AA-1", "departure_gate"), [("a", "B7"), ("b", "B7")]),
        item(("ames, iowa", "Population2000"), [("a", 51_557)]),
        item(("a/b", "Population2000"), [("a", 7)]),
    )
    answers = ours.resolve(items, calibrate=False)

    assert [answer.values for answer in answers.values()] == [(600,), ("B7",), (51_557,), (7,)]


def test_no_value_is_no_answer() -> None:
    """A slot that nothing is believed of answers nothing."""
    assert ours.answer(None) is None


def test_a_confidence_in_millionths_is_a_probability() -> None:
    """Where the engine judges, its confidence is the probability of the answer."""
    state = State(ours.ledger([item(("AA-1", "departure_gate"), [("a", "B7"), ("b", "B7")])]).events)
    (belief,) = state.picture(Question(at=ours.DAY, public=ours.DAY)).beliefs
    assert ours.answer(attrs.evolve(belief, confidence=870_000)) == Answer(values=("B7",), probability=0.87)
    assert ours.answer(attrs.evolve(belief, confidence=None)) == Answer(values=("B7",), probability=None)


def test_proposals_are_taken_as_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Grades and echoes that `calibrate` proposes become `source` events in force for every claim."""
    from types import SimpleNamespace

    proposal = SimpleNamespace(fact=Source("a", grade="D", reason="errs often"))
    module = SimpleNamespace(
        claims_of=lambda alive, **_: [event.id for event in alive.reports],
        learn=lambda claims: claims,
        known_sources=lambda *_, **__: {},
        propose=lambda learned, known: (proposal,) if len(learned) > len(known) else (),
    )
    monkeypatch.setattr("importlib.import_module", lambda _: module)
    state = State(ours.ledger([item(("AA-1", "departure_gate"), [("a", "B7"), ("b", "B7")])]).events)
    question = Question(at=ours.DAY, public=ours.DAY)

    state.add(ours.proposed(state, question))

    (belief,) = state.picture(question).beliefs
    assert {(voice.source, voice.grade, voice.graded) for voice in belief.voices} == {
        ("a", "D", True),
        ("b", "C", False),
    }
