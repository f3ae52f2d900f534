"""Laws 7 and 8: what is taken back is as if never said, and what is corrected as if taken back and said anew."""

from __future__ import annotations

from datetime import UTC, datetime

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from newsledger.codec import stamp
from newsledger.event import Event, Said, say
from newsledger.kinds.retraction import Retraction
from newsledger.kinds.void import Void
from newsledger.live import Live, Question, fold_slot, target_of
from newsledger.replay import State
from newsledger.testing import (
    figures,
    in_other_units,
    ledgers,
    picture_bytes,
    pools,
    questions,
    saids,
    with_field_dropped,
)
from newsledger.testing.compare import amount
from newsledger.values.when import When

NOW = datetime(2025, 6, 1, tzinfo=UTC)
LAST = When.parse("2025-05-30")
"""After everything that a generated ledger holds was made public."""


def stamped(said: Said) -> Event:
    """An event that was taken in after all others."""
    return stamp(said, recorded=NOW, by="ann")


def opened(question: Question) -> Question:
    """A question that shuts out nothing that these laws add."""
    return Question(at=question.at, zone=question.zone)


def aimed_at(events: list[Event]) -> set[str]:
    """The ids that something in a ledger refers to."""
    voids = [event.said.fact for event in events if isinstance(event.said.fact, Void)]
    aims = (
        {target_of(event.said) for event in events}
        | {void.target for void in voids}
        | {void.replaced_by for void in voids}
    )
    return {one for one in aims if one}


def claims(said: Said, alive: Live) -> dict[str, object]:
    """What a report claims, by field: origin, slot, value, occurred and stance make two reports one claim."""
    if not said.chain:
        return {}
    about = (
        alive.sources.origin(said.chain),
        fold_slot(said, alive.names),
        said.occurred and said.occurred.text,
        said.stance,
    )
    return {field.name: (about, field.name, amount(value)) for field, value in said.claims()}


def reports(events: list[Event]) -> list[Event]:
    """The plain reports of a ledger: said by somebody of something in the world, replacing nothing."""
    return [event for event in events if event.said.claims() and target_of(event.said) is None]


def copies(data: st.DataObject, said: Said) -> list[Event]:
    """The same words once more, on other days, through other outlets, and in other units."""
    days = data.draw(st.lists(st.sampled_from(pools.REPORTED), max_size=3))
    outlets = data.draw(st.lists(st.sampled_from(("weekly", "agency")), min_size=3, max_size=3))
    told = [
        attrs.evolve(said, reported=When.parse(day), via=(*said.via, outlet))
        for day, outlet in zip(days, outlets, strict=False)
    ]
    return [*map(stamped, told), *in_other_units(map(stamped, told[:1]))]


def pick(data: st.DataObject, events: list[Event]) -> Event:
    """A plain report that nothing refers to."""
    aims = aimed_at(events)
    free = [event for event in reports(events) if event.id not in aims]
    assume(free)
    return data.draw(st.sampled_from(free))


@given(ledgers(), st.data())
def test_what_its_origin_takes_back_was_never_said(events: list[Event], data: st.DataObject) -> None:
    """A retraction by the origin leaves the figures of a ledger in which nobody carried that claim by then."""
    question = opened(data.draw(questions(events)))
    target = pick(data, events)
    events = events + copies(data, target.said)
    alive = State(events).live(question)
    gone = set(claims(target.said, alive).values())
    reported = data.draw(st.sampled_from((LAST, target.said.reported)))
    assert reported is not None
    carried = [
        event
        for event in events
        if not gone.isdisjoint(claims(event.said, alive).values()) and public_by(event, reported, question)
    ]
    assume(not aimed_at(events) & {event.id for event in carried})
    assume(not any(target_of(event.said) for event in carried))
    retraction = stamped(say(Retraction(target.id), source=target.said.source, via=target.said.via, reported=reported))

    without = [event for event in events if event not in carried] + [
        stamp(left, recorded=datetime.fromisoformat(event.recorded), by=event.by)
        for event in carried
        if (
            left := with_field_dropped(
                event.said, [name for name, claim in claims(event.said, alive).items() if claim in gone]
            )
        )
    ]
    taken_back = State([*events, retraction]).picture(question)

    assert figures(taken_back, flags=False) == figures(State(without).picture(question), flags=False)
    history = {entry.event.id: entry for entry in taken_back.entries}
    assert history[target.id].withdrawn


def public_by(event: Event, when: When, question: Question) -> bool:
    """Whether a report was public by the latest instant of another."""
    reported = event.said.reported
    return reported is not None and reported.span(question.zone)[1] <= when.span(question.zone)[1]


@given(ledgers(), st.data())
def test_what_an_outlet_takes_back_is_that_report_alone(events: list[Event], data: st.DataObject) -> None:
    """A retraction by a later link leaves the figures of a ledger without that one report."""
    question = opened(data.draw(questions(events)))
    aims = aimed_at(events)
    origin = State(events).live(question).sources.origin
    carried = [
        event for event in reports(events)
        if event.said.via and event.id not in aims and origin(event.said.via[-1:]) != origin(event.said.chain)
    ]  # fmt: skip
    assume(carried)
    target = data.draw(st.sampled_from(carried))
    retraction = stamped(say(Retraction(target.id), source=target.said.via[-1], reported=LAST))
    without = [event for event in events if event.id != target.id]

    taken_back = State([*events, retraction]).picture(question)
    assert figures(taken_back, flags=False) == figures(State(without).picture(question), flags=False)
    assert target.id in {entry.event.id for entry in taken_back.entries if entry.withdrawn}


@given(ledgers(), st.data(), st.integers(1, 5))
def test_taking_a_retraction_back_restores_every_byte(events: list[Event], data: st.DataObject, length: int) -> None:
    """Whatever was retracted, corrections among it: of a chain of retractions an even number changes nothing."""
    question = opened(data.draw(questions(events)))
    said = [event for event in events if event.said.chain]
    target = data.draw(st.sampled_from(said))
    by = data.draw(st.sampled_from(target.said.chain))
    chain = [stamped(say(Retraction(target.id), source=by, reported=LAST))]
    while len(chain) < length:
        chain.append(stamped(say(Retraction(chain[-1].id), source=by, reported=LAST)))
    expected = State([*events, *chain[: length % 2]]).picture(question)

    picture = State([*events, *chain]).picture(question)
    assert figures(picture) == figures(expected)
    if length % 2 == 0:  # an odd chain leaves one retraction, and the timeline names which
        assert picture_bytes(picture) == picture_bytes(expected)


@given(ledgers(), st.data())
def test_voiding_an_amendment_leaves_the_picture_without_it(events: list[Event], data: st.DataObject) -> None:
    """A retraction that we entered wrongly is as if it had never been entered."""
    question = opened(data.draw(questions(events)))
    target = data.draw(st.sampled_from([event for event in events if event.said.chain]))
    retraction = stamped(say(Retraction(target.id), source=target.said.source, reported=LAST))
    void = stamped(say(Void(retraction.id, reason="a typing error")))

    assert picture_bytes(State([*events, retraction, void]).picture(question)) == picture_bytes(
        State(events).picture(question)
    )


# --- 8: correction ----------------------------------------------------------------------------


@given(ledgers(), st.data())
def test_a_correction_is_a_retraction_and_an_assertion(events: list[Event], data: st.DataObject) -> None:
    """Whoever corrects, of the chain or a stranger, a report or a retraction: as if taken back and said anew.

    Where the new report repeats a claim of its target on the same day, a retraction of that
    day cannot tell the two apart; that is left out.
    """
    question = opened(data.draw(questions(events)))
    retractions = [event for event in events if isinstance(event.said.fact, Retraction)]
    target = data.draw(st.sampled_from([*reports(events), *retractions]))
    new = data.draw(saids(None if target in retractions else target.said.kind))
    by = data.draw(st.sampled_from((*target.said.chain, "general", "stranger")))
    alive = State(events).live(question)
    report = attrs.evolve(new, source=by, via=(), reported=LAST, confidence=None)
    assume(not {*claims(report, alive).values()} & {*claims(target.said, alive).values()})
    correction = stamped(attrs.evolve(report, corrects=target.id))
    retraction = stamped(say(Retraction(target.id), source=by, reported=LAST))

    corrected = State([*events, correction]).picture(question)
    said_anew = State([*events, retraction, stamped(report)]).picture(question)
    assert figures(corrected) == figures(said_anew)


def by_chronicle(new: Said, first: Said, *, corrects: str | None = None) -> Said:
    """What a source that no ledger holds says about the date of the first of its reports."""
    return attrs.evolve(
        new, source="chronicle", via=(), occurred=first.occurred, reported=LAST, confidence=None, corrects=corrects
    )


@given(ledgers(), st.data(), st.integers(2, 5))
def test_a_chain_of_corrections_leaves_the_last(events: list[Event], data: st.DataObject, length: int) -> None:
    """However often somebody corrects a report, what stands is what they said last, were it what they said first."""
    question = opened(data.draw(questions(events)))
    said = data.draw(saids())
    chain: list[Event] = []
    for _ in range(length):
        chain.append(stamped(by_chronicle(data.draw(saids(said.kind)), said, corrects=chain[-1].id if chain else None)))
    last = stamped(by_chronicle(chain[-1].said, said))

    corrected = State([*events, *chain]).picture(question)
    assert figures(corrected, flags=False) == figures(State([*events, last]).picture(question), flags=False)
