"""One belief from all that is said of a slot: which value is shown, what nothing weighs, what makes a slot."""

from __future__ import annotations

import pytest
from tests.belief.telling import area, believed, denies, event, roles, term

from newsledger.belief import Role, Standing, slot_name
from newsledger.kinds.control import Control
from newsledger.kinds.indicator import Indicator
from newsledger.live import Question
from newsledger.replay import State
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

# --- sources graded F, and silence ------------------------------------------------------------


def test_an_f_source_fills_a_slot_only_where_nothing_else_does() -> None:
    """Alone it is shown, unverified; beside anybody it stands apart, newer or not."""
    rumour = area("999 km²", "rumour", "2025-03-17")

    assert str(believed(rumour, at="2025-03-17")) == "999 km2, unverified"
    assert roles(rumour, area("110 km²", "desk"), at="2025-03-17") == ["apart", "shown"]


def test_where_nothing_weighs_there_is_no_number() -> None:
    """No confidence, and not one half: a rumour alone, silence alone, a report held to be false."""
    alone = term("yes", "rumour"), denies("desk", stance="no-comment"), term("yes", "desk", confidence="0%")
    beliefs = [believed(event) for event in alone]

    assert [(belief.confidence, belief.witnesses) for belief in beliefs] == [(None, 0)] * 3
    assert {belief.standing for belief in beliefs} == {Standing.UNVERIFIED}


def test_an_f_source_changes_nothing_while_a_judged_denial_stands() -> None:
    """A rumour does not turn what was only denied into something unverified."""
    assert str(believed(denies("desk"), term("yes", "rumour"))) == "no value, denied"
    assert roles(denies("desk"), term("yes", "rumour")) == ["denies", "apart"]


def test_a_denial_of_an_f_source_refreshes_and_disputes_nothing() -> None:
    """The age is that of the words that count."""
    belief = believed(term("yes", "desk", "2025-03-01"), denies("rumour"))

    assert (belief.standing, belief.age) == (Standing.REPORTED, 15)
    assert [voice.source for voice in belief.of(Role.APART)] == ["rumour"]


# --- figures ----------------------------------------------------------------------------------


def test_figures_agree_where_their_ranges_meet() -> None:
    """42 square miles are 110 km² as far as the digits go; as many as 120 meets it too."""
    assert (
        roles(
            area("110 km²", "desk"),
            area("42 sq mi", "map"),
            area("as many as 120 km²", "wire"),
            area("500 km²", "daily"),
        ).count("differs")
        == 1
    )


def test_of_reports_of_one_day_the_narrower_figure_is_shown() -> None:
    """Then the smaller text, compared in the base unit: a unit wins no tie."""
    assert str(believed(area("100..200 km²", "desk"), area("110 km²", "map")).value) == "110 km2"
    assert roles(area("11000 ha", "desk"), area("110 km²", "map")) == ["shown", "shown"]


@pytest.mark.parametrize("url", ["https://example.org/1", "https://example.org/2", "https://example.org/3", None])
def test_ids_break_no_tie(url: str | None) -> None:
    """Of two words that differ in the date's spelling alone the smaller spelling is shown, whatever ids they have."""
    about, plain = (area("110 km²", "desk", occurred=occurred, url=url) for occurred in ("2025-03~", "2025-03"))

    assert str(believed(about, plain).occurred) == str(believed(plain, about).occurred) == "2025-03"


def test_figures_of_two_dimensions_are_two_beliefs() -> None:
    """Where a kind leaves the dimension open it is part of the slot."""
    figures = [
        event(Indicator("fire", "extent", number=Quantity.read(number)), "desk", "2025-03-16")
        for number in ("100 acres", "$5 million")
    ]
    beliefs = State(figures).picture(Question(at=When.parse("2025-03-16"))).beliefs

    assert [(belief.slot.name, belief.slot.dimension) for belief in beliefs] == [
        ("indicator/fire/extent.number", "area"), ("indicator/fire/extent.number", "money:USD"),
    ]  # fmt: skip


def test_a_bare_denial_is_about_the_figure_in_every_dimension() -> None:
    """Who denies that anything burned denies the acres and the dollars; nobody's figure leaves it a slot of its own."""
    figures = [
        event(Indicator("fire", "extent", number=Quantity.read(number)), "desk", "2025-03-16")
        for number in ("100 acres", "$5 million")
    ]
    denial = event(Indicator("fire", "extent"), "map", "2025-03-16", stance="denies")
    pictures = [State(some).picture(Question(at=When.parse("2025-03-16"))) for some in ([*figures, denial], [denial])]

    assert [[str(belief.standing) for belief in picture.beliefs] for picture in pictures] == [
        ["disputed"] * 2,
        ["denied"],
    ]


def test_what_holds_all_through_counts_on_each_day() -> None:
    """Held from August on, as told in March: in January it speaks as of that very day."""
    belief = believed(
        event(Control("sudzha", holder="ukraine"), "desk", "2025-03-16", occurred="2024-08/.."), at="2025-01-10"
    )

    assert (str(belief), belief.age, belief.flags) == ("ukraine, reported", 0, ("told later",))


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        (("a", "b"), "control/a/b"),
        (("a", "", "c", ""), "control/a//c"),
        (("a/b", "c\\"), "control/a\\/b/c\\\\"),
        ((), "control"),
    ],
)
def test_slot_names_can_be_read_back(keys: tuple[str, ...], name: str) -> None:
    """A stroke within a key is escaped; empty keys at the end are left out."""
    assert slot_name("control", keys) == name
