"""Law 19: a diff leads from one picture to another, and back."""

from __future__ import annotations

from datetime import UTC, datetime

import attrs
from hypothesis import given
from hypothesis import strategies as st

from newsledger.belief import Belief
from newsledger.codec import stamp
from newsledger.difference import diff
from newsledger.event import Event, say
from newsledger.kinds.control import Control
from newsledger.kinds.source import Source
from newsledger.live import Question
from newsledger.replay import Picture, State
from newsledger.testing import ledgers, questions, same_beliefs
from newsledger.values.when import When


def two(events: list[Event], data: st.DataObject) -> tuple[Picture, Picture]:
    """Two pictures of one ledger."""
    state = State(events)
    before, after = (state.picture(data.draw(questions(events, zone="UTC"))) for _ in range(2))
    return before, after


@given(ledgers(), st.data())
def test_a_diff_applied_to_the_first_gives_the_second(events: list[Event], data: st.DataObject) -> None:
    """Every belief of the second picture comes out, and nothing else."""
    before, after = two(events, data)

    assert diff(before, after).apply(before.beliefs) == after.beliefs


@given(ledgers(), st.data())
def test_a_diff_from_a_picture_to_itself_is_empty(events: list[Event], data: st.DataObject) -> None:
    """Asking twice is no change."""
    before, _ = two(events, data)
    again = State(events).picture(before.question)

    assert not diff(before, again)


@given(ledgers(), st.data())
def test_a_diff_backwards_is_its_mirror(events: list[Event], data: st.DataObject) -> None:
    """What is new one way is gone the other way."""
    before, after = two(events, data)
    there, back = diff(before, after), diff(after, before)

    assert back == there.mirror
    assert [change.slot for change in there.new] == [change.slot for change in back.gone]
    assert back.apply(there.apply(before.beliefs)) == before.beliefs


@given(ledgers(), st.data())
def test_fading_is_listed_apart(events: list[Event], data: st.DataObject) -> None:
    """Whatever only grew older is no change; whatever changed did not only grow older."""
    before, after = two(events, data)
    found = diff(before, after)

    assert all(same_beliefs(change.before, change.after) for change in found.faded)
    assert all(ground(change.before) == ground(change.after) for change in found.faded)
    assert not any(
        same_beliefs(change.before, change.after) and ground(change.before) == ground(change.after)
        for change in found.changed
    )


def ground(belief: Belief | None) -> object:
    """What a belief rests on, and how its sources are judged."""
    if belief is None:
        return None
    judged = sorted(
        (voice.event.id, voice.grade, voice.graded, voice.has_stake, voice.origin) for voice in belief.voices
    )
    return belief.because, judged


def test_a_source_judged_anew_is_a_change() -> None:
    """Once a grade is known the same words rest on something else: that is more than growing older."""
    said = say(Control("sudzha", holder="russia"), source="desk", reported="2025-03-16")
    graded = say(Source("desk", grade="B"))
    events = [
        stamp(one, recorded=datetime(2025, 3, day, tzinfo=UTC), by="ann") for one, day in ((said, 16), (graded, 18))
    ]
    day = When.parse("2025-03-16")
    found = diff(*(State(events).picture(Question(at=day, known=known)) for known in (day, None)))

    assert ([change.slot for change in found.changed], found.faded) == (["control/sudzha"], ())


def test_growing_stale_is_fading() -> None:
    """A month after its only report a figure is stale, and nothing about it changed."""
    said = say(Control("sudzha", holder="russia"), source="desk", reported="2025-03-16")
    state = State([stamp(said, recorded=datetime(2025, 3, 16, tzinfo=UTC), by="ann")])
    fresh, stale = (state.picture(Question(at=When.parse(day))) for day in ("2025-03-17", "2025-04-17"))
    found = diff(fresh, stale)

    assert (found.changes, [change.slot for change in found.faded]) == ((), ["control/sudzha"])


def test_a_vague_date_that_is_over_is_fading() -> None:
    """What is told of 2024 may mean its last day, and is imprecise the day after: the calendar turned, nobody spoke."""
    said = say(Control("sudzha", holder="russia"), source="desk", occurred="2024", reported="2024-12-31")
    state = State([stamp(said, recorded=datetime(2024, 12, 31, tzinfo=UTC), by="ann")])
    within, past = (state.picture(Question(at=When.parse(day))) for day in ("2024-12-31", "2025-01-01"))
    found = diff(within, past)

    assert within.beliefs[0].flags != past.beliefs[0].flags
    assert (found.changes, [change.slot for change in found.faded]) == ((), ["control/sudzha"])


@given(ledgers(), st.data())
def test_a_day_on_which_nothing_was_said_only_fades(events: list[Event], data: st.DataObject) -> None:
    """Years after the last word, a year more changes no value: what differs is listed as faded."""
    question = data.draw(questions(events))
    late, later = (
        State(events).picture(attrs.evolve(question, at=type(question.at).parse(day), public=None))
        for day in ("2030", "2031")
    )

    assert diff(late, later).changes == ()
