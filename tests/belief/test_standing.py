"""How a belief stands, in one word, and what to mind about it."""

from __future__ import annotations

import pytest
from tests.belief.telling import area, believed, denies, event, introduced, stake, term

from newsledger.belief import TABLE, Standing
from newsledger.event import Event
from newsledger.fact import Fact
from newsledger.kinds.position import Position
from newsledger.kinds.retraction import Retraction
from newsledger.kinds.statement import Statement
from newsledger.kinds.support import Support
from newsledger.kinds.territory_held import TerritoryHeld

# --- flags ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("occurred", "reported", "at", "flags"),
    [
        ("2025-03-16", "2025-03-16", "2025-03-16", ()),
        ("2025-03", "2025-03-16", "2025-03-16", ("maybe",)),
        ("2025-02", "2025-03-16", "2025-03-10", ("imprecise date", "told later")),
        ("2025-03-16", "2025-03-16", "2025-03-30", ()),
        ("2025-03-16", "2025-03-16", "2025-03-31", ("stale",)),  # a half-life of 14 days has passed
        ("2025-03-10", "2025-03-16", "2025-03-10", ("told later",)),
    ],
)
def test_flags_tell_what_to_beware_of(occurred: str, reported: str, at: str, flags: tuple[str, ...]) -> None:
    """A coarse date that may be this one or is past, a figure gone stale, words that came later."""
    assert believed(area("110 km²", "desk", reported, occurred=occurred), at=at).flags == flags


def test_a_retraction_leaves_a_flag() -> None:
    """Something was said of this slot and taken back; what is left is marked."""
    wrong = area("500 km²", "map")
    back = event(Retraction(wrong.id), "map", "2025-03-17")

    assert believed(area("110 km²", "desk"), wrong, back).flags == ("partly retracted",)


def test_silence_does_not_refresh() -> None:
    """A figure is as old as the newest word that counts."""
    told = area("110 km²", "desk", "2025-03-01")
    asked = event(TerritoryHeld("kursk", "ukraine"), "kyiv", "2025-03-16", stance="no-comment")

    assert believed(told, asked).age == 15
    assert believed(told, asked).flags == ("stale", "no comment")


# --- standings, one by one --------------------------------------------------------------------

YES, NO = term("yes", "desk"), term("no", "map")


@pytest.mark.parametrize(
    ("events", "standing"),
    [
        ((YES,), Standing.REPORTED),
        ((YES, term("yes", "map")), Standing.CORROBORATED),
        ((YES, NO), Standing.DISPUTED),
        ((YES, denies("map")), Standing.DISPUTED),
        ((YES, denies("map", answer="yes")), Standing.DISPUTED),
        ((YES, denies("map", answer="no")), Standing.REPORTED),  # who denies the contrary denies nothing here
        ((YES, denies("map", "2025-03-10")), Standing.REPORTED),  # a denial of before it was said
        ((denies("map"),), Standing.DENIED),
        ((denies("map"), denies("desk", stance="no-comment")), Standing.DENIED),
        ((term("yes", "rumour"),), Standing.UNVERIFIED),
        ((denies("rumour"),), Standing.UNVERIFIED),
        ((denies("desk", stance="no-comment"),), Standing.UNVERIFIED),
        ((term("yes", "desk", via=("wire",)), term("yes", "desk", via=("daily",))), Standing.REPORTED),  # one witness
    ],
)
def test_standings_of_those_without_a_stake(events: tuple[Event, ...], standing: Standing) -> None:
    """The first that fits, in the order of the model."""
    assert believed(*events).standing is standing


@pytest.mark.parametrize(
    ("sources", "standing"),
    [
        (("kyiv",), Standing.CLAIMED),
        (("kyiv", "general"), Standing.CLAIMED),  # one party's word
        (("kyiv", "volunteer"), Standing.CLAIMED),  # two origins, one side
        (("kyiv", "desk"), Standing.CORROBORATED),
        (("kyiv", "moscow"), Standing.BOTH_SIDES),
        (("kyiv", "moscow", "desk"), Standing.BOTH_SIDES),
        (("kyiv", "rumour"), Standing.CLAIMED),
    ],
)
def test_standings_of_those_with_a_stake(sources: tuple[str, ...], standing: Standing) -> None:
    """All gain or lose by what is believed of Ukraine's area."""
    belief = believed(*(area("110 km²", source) for source in sources))

    assert belief.standing is standing


@pytest.mark.parametrize(
    ("fact", "by", "standing"),
    [
        (Position("truce", "russia", position="accepted"), "moscow", Standing.OWN_WORD),
        (Position("truce", "russia", position="accepted"), "desk", Standing.REPORTED),
        (Position("truce", "russia", position="accepted"), "kyiv", Standing.CLAIMED),
        (Statement("russia", "truce", text="fine"), "moscow", Standing.OWN_WORD),
        (Support("ukraine", "kursk", "aid", stage="pledged"), "general", Standing.OWN_WORD),
        (Support("ukraine", "kursk", "aid", stage="delivered"), "general", Standing.CLAIMED),
    ],
)
def test_a_partys_own_word(fact: Fact, by: str, standing: Standing) -> None:
    """A party is authoritative about its positions and pledges, and about nothing else."""
    assert believed(event(fact, by, "2025-03-16")).standing is standing


def test_a_partys_own_word_goes_before_what_others_say_of_it() -> None:
    """The newspaper says later that Russia rejected; what Russia said stands."""
    own = event(Position("truce", "russia", position="accepted"), "moscow", "2025-03-15")
    other = event(Position("truce", "russia", position="rejected"), "desk", "2025-03-16")
    belief = believed(own, other)

    assert (belief.value, belief.standing) == ("accepted", Standing.OWN_WORD)


@pytest.mark.parametrize("stance", ["asserts", "denies"])
def test_a_party_that_contradicts_itself_at_one_time_has_no_own_word(stance: str) -> None:
    """Two positions on one day, or a position and its denial, are a dispute."""
    yes = event(Position("truce", "russia", position="accepted"), "moscow", "2025-03-16")
    position = "rejected" if stance == "asserts" else "accepted"
    no = event(Position("truce", "russia", position=position), "moscow", "2025-03-16", stance=stance)

    assert believed(yes, no).standing is Standing.DISPUTED


def test_two_interested_sides_that_are_no_enemies_do_not_confirm() -> None:
    """However much they weigh: nobody among them is without a stake."""
    allies = [introduced(name, side=side, grade="A") for name, side in (("press", "russia"), ("radio", "north-korea"))]
    stakes = stake("state/bridge/destroyed", "russia"), stake("state/bridge/destroyed", "north-korea")
    belief = believed(*allies, *stakes, term("yes", "press"), term("yes", "radio"))

    assert belief.weight.supports > TABLE.confirmed
    assert belief.standing is Standing.CORROBORATED
    assert believed(*allies, *stakes, term("yes", "press"), term("yes", "desk")).standing is Standing.CONFIRMED


@pytest.mark.parametrize(("shown", "figure"), [("100..300 km²", None), ("100..350 km²", Standing.REPORTED)])
def test_a_range_much_wider_than_the_one_shown_is_no_witness_to_the_figure(shown: str, figure: Standing | None) -> None:
    """At most four times as wide; beyond that it only witnesses that there is some."""
    belief = believed(area("100..150 km²", "desk"), area(shown, "map"))

    assert (belief.standing, belief.figure) == (Standing.CORROBORATED, figure)
