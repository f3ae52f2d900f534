"""Laws 9, 15 and 17 for a slot over time: a series is a picture a day of the plain fold, from few events."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsledger import replay
from newsledger.belief import Belief
from newsledger.cache.keeping import Cache
from newsledger.cache.state import CachedState
from newsledger.chronicle import OnDay, change_days, days_of, find_slot, series, slot_names
from newsledger.codec import stamp, write
from newsledger.event import Event, Said, say
from newsledger.fact import Fact
from newsledger.kinds.alias import Alias
from newsledger.kinds.control import Control
from newsledger.kinds.void import Void
from newsledger.live import Question
from newsledger.replay import State
from newsledger.testing import ledgers, questions, same_beliefs
from newsledger.values.when import When

AXES = (("at", "public"), ("at",), ("public",), ("known",))
ZONES = ("UTC", "Europe/Kyiv", "America/New_York", "Pacific/Kiritimati")
SPAN = 12
"""So many days are asked in a row."""


def plain(state: State, name: str, question: Question) -> list[Belief]:
    """What a picture of everything tells of a slot, every event looked at."""
    events = State(state.present().values())
    return [belief for belief in events.picture(question).beliefs if belief.slot.name == name]


def told(beliefs: list[Belief] | tuple[Belief, ...]) -> list[object]:
    """All that a belief tells, its voices and what it rests on too."""
    return [(belief, belief.voices, belief.because, belief.flags) for belief in beliefs]


def asking(question: Question, axis: tuple[str, ...]) -> Callable[[When], Question]:
    """The question of each day along an axis."""
    return lambda day: attrs.evolve(question, **dict.fromkeys(axis, day))  # type: ignore[arg-type]  # names of cuts


def drawn(data: st.DataObject, events: list[Event]) -> tuple[Question, tuple[str, ...], list[When]]:
    """A question of some zone and story, an axis, and a row of days near some day that is told of."""
    found = data.draw(questions(events))
    question = attrs.evolve(
        found,
        zone=data.draw(st.sampled_from(ZONES)),
        story=data.draw(st.sampled_from([None, *sorted(State(events).stories())])),
    )
    start = data.draw(questions(events)).at.last_day() or dt.date(2025, 3, 1)
    days = [When.parse(str(start + dt.timedelta(days=at - 2))) for at in range(SPAN)]
    return question, data.draw(st.sampled_from(AXES)), days


def slot_in(data: st.DataObject, state: State, question: Question) -> str:
    """A slot by a name that it has now, or had when fewer aliases were known."""
    names = {*slot_names(state), *slot_names(state, known=question.known)}
    assume(names)
    return data.draw(st.sampled_from(sorted(names)))


@given(ledgers(), st.data())
def test_a_series_is_a_picture_a_day(events: list[Event], data: st.DataObject) -> None:
    """Along every axis, in every zone and story, the events of a slot tell of it what all events tell."""
    state = State(events)
    question, axis, days = drawn(data, events)
    name = slot_in(data, state, question)
    ask = asking(question, axis)

    for found in series(state.of_slot(name), name, days, ask):
        assert told(found.beliefs) == told(plain(state, name, ask(found.day))), found.day


@given(ledgers(max_events=20), st.data())
def test_a_series_through_the_cache_is_the_same(events: list[Event], data: st.DataObject) -> None:
    """The pages of a slot hold all that it needs; and a part of a name means the same slot."""
    state = State(events)
    question, axis, days = drawn(data, events)
    name = slot_in(data, state, question)
    ask = asking(question, axis)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.jsonl").write_bytes(b"".join(write(event) + b"\n" for event in events))
        cache = Cache(folder, f"{folder}/.newsledger")
        cached = CachedState(cache, lambda: pytest.fail("every event was read"))
        if name in slot_names(state):
            assert find_slot(cached, name) == name
        part = cached.of_slot(name)
        through = [told(found.beliefs) for found in series(part, name, days, ask)]
        cache.close()

    assert through == [told(plain(state, name, ask(day))) for day in days]
    assert through == [told(found.beliefs) for found in series(part, name, days, ask)]  # the ledger is gone by now


@given(ledgers(), st.data())
def test_between_turning_days_only_age_differs(events: list[Event], data: st.DataObject) -> None:
    """A day that is not marked is as the day before it, but for decay."""
    state = State(events)
    question, axis, days = drawn(data, events)
    assume(axis != ("known",))
    name = slot_in(data, state, question)
    part = state.of_slot(name)
    turning = change_days(part, name, question.zone, known=question.known)

    for before, after in pairwise(series(part, name, days, asking(question, axis), turning)):
        if not after.turning:
            alike(before, after)


def alike(before: OnDay, after: OnDay) -> None:
    """Fails where two days differ in more than age."""
    one, other = ({belief.slot.dimension: belief for belief in on.beliefs} for on in (before, after))
    assert one.keys() == other.keys(), after.day
    for dimension, belief in one.items():
        assert same_beliefs(belief, other[dimension]), after.day


# --- names that changed ---------------------------------------------------------------------------


def taken_in(day: int, said: Fact | Said, **how: str) -> Event:
    """A fact as of a day of March on which it was taken in."""
    put = said if isinstance(said, Said) else say(said, **how)  # type: ignore[arg-type]  # texts, as typed
    return stamp(put, recorded=dt.datetime(2025, 3, day, tzinfo=dt.UTC), by="ann")


def circle() -> list[Event]:
    """An alias, with reports by either name in stories of either name; later another closes a circle with it."""
    first = Control("суджа", holder="ukraine"), {"source": "kyiv", "reported": "2025-03-01", "story": "курск"}
    other = Control("sudzha", holder="russia"), {"source": "moscow", "reported": "2025-03-02", "story": "kursk"}
    return [
        *(taken_in(2, fact, **how) for fact, how in (first, other)),
        taken_in(3, Alias("суджа", meaning="sudzha")),
        taken_in(3, Alias("курск", meaning="kursk")),
        taken_in(9, Alias("sudzha", meaning="суджа")),
        taken_in(9, Alias("kursk", meaning="курск")),
    ]


BEFORE = Question(at=When.parse("2025-03-20"), known=When.parse("2025-03-05"))
AFTER = attrs.evolve(BEFORE, known=None)


@pytest.mark.parametrize("question", [BEFORE, AFTER])
def test_a_circle_of_aliases_that_closes_later_hides_nothing(question: Question) -> None:
    """Before its last alias was known, a circle was none: what was told by either name was of one slot."""
    state = State(circle())
    part = state.of_slot("control/sudzha")

    found = [belief for belief in part.picture(question).beliefs if belief.slot.name == "control/sudzha"]

    assert told(found) == told(plain(state, "control/sudzha", question))
    assert [len(belief.voices) for belief in found] == [2 if question is BEFORE else 1]


@pytest.mark.parametrize("question", [BEFORE, AFTER])
def test_stories_of_a_circle_that_closes_later_are_whole(question: Question, monkeypatch: pytest.MonkeyPatch) -> None:
    """A story called by two names is one before the circle closes, and its shelf holds both."""
    asked = attrs.evolve(question, story="kursk")
    whole = State(circle()).picture(asked)
    monkeypatch.setattr(replay.state, "FEW", 0)

    found = State(circle()).picture(asked)

    assert (found.beliefs, found.events) == (whole.beliefs, whole.events)
    assert found.events == (2 if question is BEFORE else 1)


def test_an_alias_that_was_voided_counts_while_that_was_not_known() -> None:
    """On the axis of what was held, a slot has what was told by a name that was tied to it then."""
    alias = taken_in(3, Alias("суджа", meaning="sudzha"))
    events = [*circle()[:2], alias, taken_in(9, Void(alias.id, reason="another town"))]
    state = State(events)
    days = [When.parse(f"2025-03-{day:02}") for day in range(1, 12)]
    ask = asking(Question(at=When.parse("2025-03-20")), ("known",))

    found = {on.day.text: len(on.beliefs[0].voices) if on.belief else 0
             for on in series(state.of_slot("control/sudzha"), "control/sudzha", days, ask)}  # fmt: skip

    assert [found[f"2025-03-{day:02}"] for day in (1, 2, 3, 8, 9)] == [0, 1, 2, 2, 1]


def test_a_span_has_its_days_and_the_first_of_them_turns() -> None:
    """Days run from the first day of a date to the last of another, in the zone of the question."""
    state = State(circle()).of_slot("control/sudzha")

    days, turning = days_of(
        state, "control/sudzha", When.parse("2025-02"), attrs.evolve(AFTER, at=When.parse("2025-03"))
    )

    assert (days[0].text, days[-1].text, len(days)) == ("2025-02-01", "2025-03-31", 59)
    assert turning[0] == days[0]
    assert set(turning) < set(days)
