"""Who speaks: origins, grades, sides and stakes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from newsledger.codec import stamp
from newsledger.event import Event, say
from newsledger.kinds.source import Source
from newsledger.kinds.stake import Stake
from newsledger.names import Names
from newsledger.sources import Grade, Sources, lies_in
from newsledger.values.when import When

NOON = datetime(2025, 3, 16, 12, tzinfo=UTC)


def told(source: str, since: str | None = None, /, **fields: Any) -> Event:  # noqa: ANN401  whatever `say` takes
    """What we say of a source, from a day on."""
    return stamp(say(Source(source, **fields), occurred=since), recorded=NOON, by="ann")


def stake(slot: str, *parties: str) -> Event:
    """Who gains from what is believed about a slot."""
    return stamp(say(Stake(slot, parties=parties)), recorded=NOON, by="ann")


def sources(*events: Event, names: Names | None = None, zone: str = "UTC") -> Sources:
    """All that is known of sources."""
    return Sources(events, events, names or Names(), zone=zone)


CAST = (
    told("president", speaks_for="ukraine"),
    told("officials", speaks_for="ukraine", side="ukraine"),
    told("moscow", side="russia"),
    told("map", derived_from="institute"),
    told("institute", derived_from="satellites"),
    told("ukraine", category="party", opposes="russia"),
    told("critics", side="mixed"),
)


# --- origins ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chain", "origin"),
    [
        (("desk",), "desk"),
        (("desk", "wire", "daily"), "desk"),  # who carried the words is no origin
        (("president",), "ukraine"),
        (("Officials", "wire"), "ukraine"),
        (("moscow",), "moscow"),  # a side is no party's own word
        (("map",), "satellites"),  # by way of the institute
        (("unnamed",), "unnamed"),
        (("unnamed", "wire"), "unnamed/wire"),  # hearsay is another's for each outlet
        (("unnamed", "president"), "unnamed/ukraine"),
    ],
)
def test_the_origin_is_whose_word_it_is_in_the_end(chain: tuple[str, ...], origin: str) -> None:
    """The first link, or the party it speaks for, or what it draws on."""
    assert sources(*CAST).origin(chain) == origin


def test_sources_that_speak_for_each_other_are_one_origin() -> None:
    """A circle has one name, whoever is asked, also from outside."""
    found = sources(
        told("a", speaks_for="b"), told("b", speaks_for="c"), told("c", speaks_for="b"), told("d", speaks_for="d")
    )

    assert [found.origin((name,)) for name in "abcd"] == ["b", "b", "b", "d"]


def test_an_alias_of_a_source_is_that_source() -> None:
    """Origin, side and grade follow the name that stands for it, also where it is told of under the other."""
    found = sources(told("Reuters news", grade="A", side="x"), names=Names([("reuters news", "reuters"), ("x", "y")]))

    assert found.origin(("Reuters News",)) == "reuters"
    assert found.grade("reuters", 0) == Grade(letter="A", given=True)
    assert found.side("reuters") == "y"


# --- grades -----------------------------------------------------------------------------------

GRADED = (told("desk", "2025-03-10", grade="D"), told("desk", "2025-03-16", grade="B"), told("map", grade="A"))


@pytest.mark.parametrize(
    ("source", "reported", "letter", "given"),
    [
        ("desk", "2024-01-01", "D", True),  # the first covers all that it ever reported
        ("desk", "2025-03-12", "D", True),
        ("desk", "2025-03-15", "D", True),  # the day before the new one
        ("desk", "2025-03-16", "B", True),
        ("desk", "2025-03-10/2025-03-16", "B", True),  # public at its latest instant
        ("desk", "2025-03-15T23:59:59Z", "D", True),
        ("desk", "2025-03-16T00:00:00Z", "B", True),
        ("map", "1999", "A", True),
        ("daily", "2025-03-16", "C", False),  # nobody graded it
    ],
)
def test_the_grade_in_force_is_that_of_the_day_of_the_report(
    source: str, reported: str, letter: str, *, given: bool
) -> None:
    """A grade applies to what its source reported from its day on."""
    end = When.parse(reported).span()[1]

    assert sources(*GRADED).grade(source, end) == Grade(letter=letter, given=given)


def test_the_day_of_a_grade_is_a_day_of_the_zone_asked() -> None:
    """At nine in the evening of UTC it is the next day in Kyiv... and the new grade is in force there."""
    reported = When.parse("2025-03-15T22:30:00Z").span()[1]
    letters = [sources(*GRADED, zone=zone).grade("desk", reported).letter for zone in ("UTC", "Europe/Kyiv")]

    assert letters == ["D", "B"]


def test_of_two_grades_of_one_day_the_worse_counts_in_any_order() -> None:
    """Nothing tells them apart but their letters; ids decide nothing."""
    events = [told("desk", "2025-03-10", grade=letter) for letter in "BDC"]

    assert {sources(*some).grade("desk", 2**60).letter for some in (events, events[::-1])} == {"D"}


# --- sides and stakes -------------------------------------------------------------------------


def test_a_side_is_told_or_that_of_the_party_it_speaks_for() -> None:
    """Who is on both sides has none."""
    found = sources(*CAST)

    assert [found.side(name) for name in ("officials", "president", "moscow", "critics", "desk")] == [
        "ukraine", "ukraine", "russia", None, None,
    ]  # fmt: skip


def test_sides_oppose_each_other_only_where_it_was_declared() -> None:
    """One declaration is enough for both ways; having no side opposes nobody."""
    found = sources(*CAST)

    assert found.opposing("ukraine", "russia")
    assert found.opposing("russia", "ukraine")
    assert not found.opposing("ukraine", "belarus")
    assert not found.opposing("ukraine", None)


@pytest.mark.parametrize(
    ("source", "keys", "stake_in"),
    [
        ("officials", ("kursk", "ukraine"), True),
        ("moscow", ("kursk", "ukraine"), True),  # opposed to a key
        ("moscow", ("kursk", "belarus"), False),
        ("critics", ("kursk", "ukraine"), False),
        ("desk", ("kursk", "ukraine"), False),
    ],
)
def test_a_stake_comes_from_the_keys(source: str, keys: tuple[str, ...], *, stake_in: bool) -> None:
    """A source has a stake where its side, or one opposed to it, is a key."""
    assert sources(*CAST).has_stake(source, keys, ()) is stake_in


@pytest.mark.parametrize(
    "target", ["state/sudzha bridge/open", "State/Sudzha BRIDGE/Open", "state/міст/open", "state/ sudzha bridge /open"]
)
def test_a_stake_event_names_parties_that_the_keys_do_not(target: str) -> None:
    """The slot is compared as keys are: folded, and by the name that stands for it."""
    found = sources(*CAST, stake(target, "russia"), names=Names([("міст", "sudzha bridge")]))
    slots = ("state/sudzha bridge/open.term", "state/sudzha bridge/open")

    assert found.has_stake("moscow", ("sudzha bridge", "open"), slots)
    assert found.has_stake("officials", ("sudzha bridge", "open"), slots)
    assert not found.has_stake("moscow", ("other bridge", "open"), ("state/other bridge/open",))


def test_what_is_said_of_a_voice_rests_on_all_that_ties_it() -> None:
    """Its own entry, whom it draws on, its side, who opposes that side among the keys, and stakes in the slot."""
    risky = stake("control/sudzha", "russia")
    found = sources(*CAST, risky)
    ids = {event.id: event.said.fact for event in (*CAST, risky)}

    def rests_on(*chain: str) -> set[str]:
        facts = [ids[one] for one in found.ids(chain, ("sudzha", "ukraine"), ("control/sudzha",))]
        return {fact.source if isinstance(fact, Source) else "stake" for fact in facts}

    assert rests_on("map") == {"map", "institute", "stake"}
    assert rests_on("moscow") == {"moscow", "ukraine", "stake"}
    assert rests_on("unnamed", "president") == {"president", "ukraine", "stake"}
    assert rests_on("desk") == {"stake"}


# --- what is told of one source ---------------------------------------------------------------


def test_later_words_replace_earlier_ones_field_by_field() -> None:
    """A new name leaves the side as it was."""
    entry = sources(
        told("desk", "2025-01-01", name="Desk", side="x"), told("desk", "2025-03-01", name="The Desk")
    ).entry("desk")

    assert (entry.shown, entry.side) == ("The Desk", "x")


def test_of_two_words_of_one_day_neither_order_nor_ids_decide() -> None:
    """Nothing tells them apart but their text."""
    events = [told("desk", "2025-03-01", side=side) for side in ("x", "y", "z")]

    assert {sources(*some).side("desk") for some in (events, events[::-1], events[1:] + events[:1])} == {"z"}


def test_a_source_that_nobody_introduced_has_an_empty_entry() -> None:
    """It is shown under the name that the report gives it, and is not listed."""
    found = sources(*CAST)

    assert found.label("Daily") == "Daily"
    assert found.entry("Daily").ids == ()
    assert "daily" not in found.introduced()


@pytest.mark.parametrize(
    ("scope", "lies"),
    [
        ((), True), (("state",), True), (("state", "bridge"), True), (("state", "*", "destroyed"), True),
        (("state", "bridge", "destroyed", "term"), True), (("control",), False), (("state", "dam"), False),
        (("state", "bridge", "destroyed", "term", "more"), False), (("*", "bridge"), True),
    ],
)  # fmt: skip
def test_a_slot_lies_in_a_scope_that_its_name_begins_with(scope: tuple[str, ...], *, lies: bool) -> None:
    """A star stands for any key; a scope that is longer than the slot is about something else."""
    assert lies_in(("state", "bridge", "destroyed", "term"), scope) is lies
