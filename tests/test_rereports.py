"""Likely re-reports: which pairs are shown, and that each report stands in one pair at most."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from newsledger.codec import stamp
from newsledger.event import Event, Said, say
from newsledger.kinds.casualties import Casualties
from newsledger.kinds.incident import Incident
from newsledger.kinds.indicator import Indicator
from newsledger.kinds.source import Source
from newsledger.kinds.void import Void
from newsledger.ledger import utc_now
from newsledger.replay import State
from newsledger.rereports import Pair, decision, pairs
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

TODAY = When.parse("2025-03-20")


def alike(one: str, other: str) -> int:
    """How alike two texts are."""
    return int(fuzz.token_set_ratio(one, other))


def event(said: Said) -> Event:
    """A report as an event."""
    return stamp(said, recorded=utc_now(), by="")


def figure(source: str, told: str = "as many as 300 households", day: str = "2025-03-10", **how: str) -> Event:
    """A figure of one slot, as a source tells it."""
    return event(say(Indicator("flood", "households", number=told), source=source, reported=day, **how))  # type: ignore[arg-type]  # options of say


def strike(name: str, source: str, day: str = "2025-03-09", **more: str) -> Event:
    """A strike, as a source calls it."""
    fact = Incident(name, type="strike", **more)
    return event(say(fact, source=source, occurred=day, reported="2025-03-11"))


def killed(of: str, number: str, source: str) -> Event:
    """How many died in an incident."""
    fact = Casualties("civilians", "killed", of=of, number=Quantity.read(number, unit="person"))
    return event(say(fact, source=source, occurred="2025-03-09", reported="2025-03-11"))


def found(*events: Event, days: int = 3) -> list[Pair]:
    """The pairs among some events."""
    return pairs(State(events), TODAY, alike, days=days)


def test_one_figure_in_the_same_words_is_a_pair() -> None:
    """Two origins that tell one figure of one slot in nearly the same words, within days."""
    one, other = figure("post"), figure("gazette", day="2025-03-11")
    [pair] = found(other, one)

    assert (pair.first, pair.second, pair.likeness, pair.names) == (one, other, 100, False)


@pytest.mark.parametrize(
    "other",
    [
        figure("gazette", "about 300 households"),
        figure("gazette", "as many as 400 households"),
        figure("gazette", day="2025-03-19"),
        figure("post", day="2025-03-11"),
        figure("gazette", "300 household"),
        figure("gazette", stance="denies"),
    ],
    ids=["other words", "other figure", "far apart", "same origin", "no words", "denied"],
)
def test_what_may_be_a_report_of_its_own_is_no_pair(other: Event) -> None:
    """Other words, another figure, a far day, one origin, a mere number, a denial: none is shown."""
    assert found(figure("post"), other) == []


def test_one_sentence_that_names_two_is_no_pair() -> None:
    """Two sources that one outlet quotes together are a matter of joint attribution, not of a second report."""
    one = event(
        say(
            Indicator("flood", "households", number=Quantity.read("about 300 households")),
            source="mayor",
            via=["post"],
            reported="2025-03-10",
        )
    )
    other = event(
        say(
            Indicator("flood", "households", number=Quantity.read("about 300 households")),
            source="police",
            via=["post"],
            reported="2025-03-10",
        )
    )

    assert found(one, other) == []


def test_sides_that_oppose_each_other_do_not_echo() -> None:
    """Where two sides that oppose each other agree, that is worth more than an echo, and is not shown as one."""
    ours = [event(say(Source("red", category="party", opposes=("blue",))))]
    ours += [event(say(Source(name, side=side))) for name, side in (("post", "red"), ("gazette", "blue"))]

    assert found(figure("post"), figure("gazette")) != []
    assert found(figure("post"), figure("gazette"), *ours) == []


def test_two_names_of_one_incident_are_a_pair() -> None:
    """Names, type and place that are much alike, on near days."""
    one = strike("strike on Sumy market", "post", place="Sumy")
    [pair] = found(one, strike("Sumy market attack", "gazette", "2025-03-10", place="Sumy"))

    assert pair.names


@pytest.mark.parametrize(
    "other",
    [
        strike("Sumy market attack", "gazette", place="Kharkiv"),
        strike("Sumy market attack", "gazette", "2025-03-15", place="Sumy"),
        strike("bridge collapse", "gazette", place="Sumy"),
    ],
    ids=["other place", "far day", "other thing"],
)
def test_two_incidents_stay_two(other: Event) -> None:
    """Another place, a far day, another thing: two incidents."""
    assert found(strike("strike on Sumy market", "post", place="Sumy"), other) == []


def test_figures_that_disagree_keep_incidents_apart() -> None:
    """Two incidents with deaths that cannot both be of one are no pair; deaths that agree make one likelier."""
    one, other = strike("strike on Sumy market", "post"), strike("Sumy market attack", "gazette")
    plain = found(one, other)[0].likeness
    agree = found(
        one,
        other,
        killed("strike on Sumy market", "at least 12", "post"),
        killed("Sumy market attack", "12", "gazette"),
    )
    disagree = found(
        one, other, killed("strike on Sumy market", "90", "post"), killed("Sumy market attack", "12", "gazette")
    )

    assert agree[0].likeness > plain
    assert [pair for pair in disagree if pair.names] == []


@pytest.mark.parametrize("same", [True, False])
def test_a_decided_pair_is_not_shown_again(same: bool) -> None:  # noqa: FBT001  a case of the parametrised test
    """The note that a decision is takes the pair out, in either order of ids, until it is voided."""
    one, other = figure("post"), figure("gazette", day="2025-03-11")
    note = event(say(decision(other.id, one.id, same=same)))

    assert found(one, other, note) == []
    assert len(found(one, other, note, event(say(Void(note.id, reason="a mistake"))))) == 1


SOURCES = ("post", "gazette", "wire", "radio", "echo")
REPORTS = st.builds(
    figure, st.sampled_from(SOURCES), st.sampled_from(["about 300 households", "as many as 300 households"]),
    st.sampled_from(["2025-03-10", "2025-03-11", "2025-03-12", "2025-03-18"]),
)  # fmt: skip
STRIKES = st.builds(
    strike, st.sampled_from(["strike on Sumy market", "Sumy market attack", "attack on Sumy", "market strike"]),
    st.sampled_from(SOURCES), st.sampled_from(["2025-03-09", "2025-03-10", "2025-03-13"]),
)  # fmt: skip


@given(st.lists(REPORTS | STRIKES, max_size=8))
def test_each_report_stands_in_one_pair_at_most(events: list[Event]) -> None:
    """Pairs are one to one, of two reports that are there, and a decision about each leaves none."""
    told = found(*events)
    ids = [one.id for pair in told for one in (pair.first, pair.second)]

    assert len(ids) == len(set(ids))
    assert set(ids) <= {one.id for one in events}
    assert all(0 < pair.likeness <= 100 for pair in told)


@given(st.lists(REPORTS | STRIKES, max_size=5))
def test_the_order_of_events_changes_no_pair(events: list[Event]) -> None:
    """The same reports in any order give the same pairs."""
    expected = found(*events)

    assert all(found(*order) == expected for order in list(permutations(events))[:24])
