"""Ceasefire: a proposal's status follows from what each party says of itself, in one order."""

from __future__ import annotations

import pytest
from tests.projections.news import told

from newsledger.projections.ceasefire import Ceasefire, Negotiation

PROPOSED = """\
washington says on 2025-03-11:
  proposal/The Truce = 30 days, type ceasefire, proposer united-states, to ukraine, to russia
"""
LATER = """\
washington says on 2025-03-11:
  proposal/The Truce = 30 days, type ceasefire, proposer united-states, to ukraine, to russia, starts 2025-03-20
"""
DEADLINE = """\
washington says on 2025-03-11:
  proposal/The Truce = 30 days, type ceasefire, proposer united-states, to ukraine, to russia, deadline 2025-03-18
"""
ENDLESS = """\
washington says on 2025-03-11:
  proposal/The Truce.type = ceasefire, proposer united-states, to ukraine, to russia
"""


def position(source: str, party: str, where: str, day: int, month: int = 3) -> str:
    """One voice of a sheet that tells where a party stands."""
    return f"\n{source} says on 2025-{month:02}-{day:02}:\n  position/The Truce/{party} = {where}\n"


def both(where: str = "accepted") -> str:
    """Kyiv on the 12th and Moscow on the 14th say the same of themselves."""
    return position("kyiv", "ukraine", where, 12) + position("moscow", "russia", where, 14)


REPLACED = (
    PROPOSED
    + both()
    + """
washington says on 2025-03-25:
  proposal/The Longer Truce = 60 days, type ceasefire, proposer united-states, replaces The Truce
"""
)

STATUSES = [
    # what was said, the day asked, and where the proposal stands
    ("nobody has answered", PROPOSED, "2025-03-16", "proposed"),
    ("one has answered", PROPOSED + position("kyiv", "ukraine", "accepted", 12), "2025-03-16", "proposed"),
    ("both consider it", PROPOSED + both("considering"), "2025-03-16", "proposed"),
    ("they differ", PROPOSED + position("kyiv", "ukraine", "accepted", 12)
     + position("moscow", "russia", "rejected", 13),
     "2025-03-16", "parted"),
    ("they differ by degrees", PROPOSED + position("kyiv", "ukraine", "considering", 11)
     + position("moscow", "russia", "accepted-in-principle", 13), "2025-03-16", "parted"),
    ("before the second answer", PROPOSED + position("kyiv", "ukraine", "accepted", 12)
     + position("moscow", "russia", "rejected", 13), "2025-03-12", "proposed"),
    ("the deadline has come", DEADLINE + position("kyiv", "ukraine", "considering", 12), "2025-03-18", "proposed"),
    ("the deadline has passed", DEADLINE + position("kyiv", "ukraine", "considering", 12), "2025-03-19", "lapsed"),
    ("the deadline has passed, and they differ", DEADLINE + position("kyiv", "ukraine", "considering", 12)
     + position("moscow", "russia", "rejected", 13), "2025-03-19", "lapsed"),
    ("both reject it", PROPOSED + both("rejected"), "2025-03-16", "rejected"),
    ("its proposer withdraws it", PROPOSED + position("washington", "united-states", "withdrawn", 15), "2025-03-16",
     "rejected"),
    ("both accept, and it starts later", LATER + both(), "2025-03-19", "agreed"),
    ("both accept, and its start is reached", LATER + both(), "2025-03-20", "in force"),
    ("both accept, and nothing is said of a start", PROPOSED + both(), "2025-03-14", "in force"),
    ("both accept with conditions", PROPOSED + both("accepted-with-conditions"), "2025-03-16", "proposed"),
    ("the last day of its thirty", PROPOSED + both(), "2025-04-12", "in force"),
    ("the day after its thirty", PROPOSED + both(), "2025-04-13", "expired"),
    ("it has no told end", ENDLESS + both(), "2025-06-30", "in force"),
    ("thirty days from a start", LATER + both(), "2025-04-19", "expired"),
    ("one withdraws while it is in force", PROPOSED + both() + position("moscow", "russia", "withdrawn", 20),
     "2025-03-21", "collapsed"),
    ("one withdraws before it starts", LATER + both() + position("moscow", "russia", "withdrawn", 16), "2025-03-17",
     "collapsed"),
    ("its proposer withdraws while it is in force", PROPOSED + both()
     + position("washington", "united-states", "withdrawn", 20), "2025-03-21", "collapsed"),
    ("before the withdrawal", PROPOSED + both() + position("moscow", "russia", "withdrawn", 20), "2025-03-19",
     "in force"),
    ("one suspends it", PROPOSED + both() + position("moscow", "russia", "suspended", 20), "2025-03-21", "suspended"),
    ("one suspends it and takes it up again", PROPOSED + both() + position("moscow", "russia", "suspended", 20)
     + position("moscow", "russia", "accepted", 25), "2025-03-26", "in force"),
    ("a later proposal replaces it", REPLACED, "2025-03-26", "superseded"),
    ("before it is replaced", REPLACED, "2025-03-24", "in force"),
    ("a mediator says that one accepts", PROPOSED + position("kyiv", "ukraine", "accepted", 12)
     + position("washington", "russia", "accepted", 13), "2025-03-16", "in force, says washington"),
    ("a mediator says so before the start", LATER + position("kyiv", "ukraine", "accepted", 12)
     + position("washington", "russia", "accepted", 13), "2025-03-16", "agreed, says washington"),
    ("the other side says so", LATER + position("kyiv", "ukraine", "accepted", 12)
     + position("kyiv", "russia", "accepted", 13), "2025-03-16", "agreed, says kyiv"),
    ("the party itself says otherwise", PROPOSED + position("kyiv", "ukraine", "accepted", 12)
     + position("washington", "russia", "accepted", 14) + position("moscow", "russia", "rejected", 13), "2025-03-16",
     "parted"),
]  # fmt: skip


def truce(lines: str, at: str = "2025-03-16") -> Negotiation:
    """The one proposal, as it stands on a day."""
    return told(lines, at)[Ceasefire]["the truce"]


@pytest.mark.parametrize("row", STATUSES, ids=[row[0] for row in STATUSES])
def test_the_status(row: tuple[str, str, str, str]) -> None:
    """The status is the first that fits; only `in force`, from the parties' own word, is in force."""
    _, lines, at, status = row
    found = truce(lines, at)

    assert found.status == status
    assert found.in_force is (status == "in force")
    assert (found.as_json()["status"], found.as_json()["in_force"]) == (status, status == "in force")


def test_order_of_telling_is_no_matter() -> None:
    """The status is the same in whatever order the voices stand in the sheet."""
    voices = [PROPOSED, position("kyiv", "ukraine", "accepted", 12), position("moscow", "russia", "accepted", 14)]

    assert {truce("".join(order), "2025-03-15").status for order in (voices, voices[::-1])} == {"in force"}


def test_what_is_shown_of_a_proposal() -> None:
    """Proposer, addressees and duration as told, the day of the proposal, and each party's own word."""
    found = truce(
        PROPOSED + position("kyiv", "ukraine", "considering", 12) + position("washington", "russia", "rejected", 13)
    )

    assert (found.proposer, found.addressees, found.duration) == ("united-states", ("russia", "ukraine"), "30 days")
    assert found.proposed == "2025-03-11"
    assert [(stand.party, stand.position, stand.own) for stand in found.stands] == [
        ("russia", "rejected", False), ("ukraine", "considering", True),
    ]  # fmt: skip
    assert found.as_json()["positions"] == {"russia": "rejected", "ukraine": "considering"}


def test_addressees_who_were_not_named() -> None:
    """Without `to` they are the parties with a position, but the proposer."""
    lines = "washington says on 2025-03-11:\n  proposal/The Truce = 30 days, proposer united-states\n"
    answers = position("kyiv", "ukraine", "accepted", 12) + position("washington", "united-states", "accepted", 12)

    assert truce(lines + answers).addressees == ("ukraine",)
    assert truce(lines + answers).status == "in force"


def test_a_proposer_who_was_not_named() -> None:
    """Without `proposer` it is the party whose word the proposal is."""
    assert truce("washington says on 2025-03-11:\n  proposal/The Truce = 30 days\n").proposer == "united-states"


@pytest.mark.parametrize("kind", ["ceasefire", "Truce", "cessation of hostilities", "armistice"])
def test_types_that_are_ceasefires(kind: str) -> None:
    """The words for a ceasefire count in any case."""
    assert truce(f"kyiv says on 2025-03-11:\n  proposal/The Truce.type = {kind}\n").status == "proposed"


def test_other_proposals_are_none() -> None:
    """An exchange of prisoners is no ceasefire, yet what is offered in it is kept among the appeals."""
    found = told(
        "kyiv says on 2025-03-11:\n  proposal/Exchange.type = exchange\n  term/Exchange/ukraine/all for all = offers\n"
    )[Ceasefire]

    assert list(found) == []
    assert [(term.proposal, term.party, term.stance) for term in found.appeals] == [("exchange", "ukraine", "offers")]


def test_terms_of_any_ceasefire_stand_with_each() -> None:
    """A demand on any ceasefire is shown with each proposal, one on another proposal is not."""
    found = truce(
        PROPOSED + "\nmoscow says on 2025-03-12:\n"
        "  term/any ceasefire/russia/no rearming = demands, text as long as it lasts\n"
        "  term/The Truce/russia/monitors = rejects\n"
        "  term/prisoners/russia/all for all = offers\n"
    )

    assert [(term.term, term.stance, term.text) for term in found.terms] == [
        ("no rearming", "demands", "no rearming: as long as it lasts"), ("monitors", "rejects", "monitors"),
    ]  # fmt: skip
    assert [term["proposal"] for term in found.as_json()["terms"]] == ["any ceasefire", "the truce"]


def test_a_term_that_is_dropped() -> None:
    """The newest word of a party on a term is the one that stands."""
    said = "\nmoscow says on 2025-03-{day}:\n  term/The Truce/russia/monitors = {stance}\n"
    lines = PROPOSED + said.format(day=12, stance="rejects") + said.format(day=14, stance="accepts")

    assert [term.stance for term in truce(lines, "2025-03-13").terms] == ["rejects"]
    assert [term.stance for term in truce(lines, "2025-03-14").terms] == ["accepts"]


def test_violations_are_counted_beside() -> None:
    """An incident that would violate it is named, and changes no status."""
    shelling = "\nkyiv says on 2025-03-15:\n  incident/shelling of Sumy = ongoing, violates The Truce, actor russia\n"
    found = truce(PROPOSED + both() + shelling)

    assert found.status == "in force"
    assert [belief.slot.keys for belief in found.violations] == [("shelling of sumy",)]
    assert found.as_json()["violations"] == ["incident/shelling of sumy.violates"]


def test_an_alias_of_a_proposal() -> None:
    """A position on the proposal by its second name is a position on it."""
    answers = "\nkyiv says on 2025-03-12:\n  position/thirty days/ukraine = accepted\n"

    found = truce(PROPOSED + answers + "\naliases\n  thirty days = The Truce\n")

    assert [stand.party for stand in found.stands] == ["ukraine"]
