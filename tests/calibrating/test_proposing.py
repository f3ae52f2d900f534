"""From what was learned to what is proposed."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.calibrating.making import COPIES, SCOPE, WRONG, claims, nobody_declared

from newsledger.calibrating import Known, Learned, Proposal, Record, Tie, learn, propose, unjudged
from newsledger.calibrating.proposing import GRADES, letter
from newsledger.kinds.source import GRADES as LETTERS

LEARNED = learn(claims())


def proposals(sources: dict[str, Known] | None = None, *, regrade: bool = False) -> dict[str, Proposal]:
    """What is proposed, by source."""
    found = propose(LEARNED, sources or nobody_declared(), regrade=regrade)
    return {proposal.source: proposal for proposal in found}


def record(source: str, claims: int, reliability: int = 600_000) -> Record:
    """A source with so many claims."""
    return Record(
        source=source, claims=claims, likely=claims * reliability // 1_000_000, sure=claims * reliability,
        reliability=reliability,
    )  # fmt: skip


def test_grades_follow_the_evidence() -> None:
    """Who errs more gets no better letter; the reason gives the counts; F is never proposed."""
    found = proposals()
    letters = [found[source].grade or "" for source in WRONG]

    assert sorted(letters) == letters
    assert set(letters) <= set("ABCDE")
    assert found["pier"].reason.startswith("calibrate: agrees with the likely answer in ")
    assert f"of {found['pier'].claims} claims" in found["pier"].reason


def test_the_echo_is_the_less_reliable_or_the_later_name() -> None:
    """A pair is named once, by the one that repeats, with its scope."""
    found = proposals()
    echoes = {source: one.echoes for source, one in found.items() if one.echoes}

    assert list(echoes) == ["wire"]
    assert echoes["wire"][0].startswith("mirror 0.")
    assert echoes["wire"][0].endswith(f" on {SCOPE}")
    assert f"unlikely values with mirror on {SCOPE}" in found["wire"].reason


def test_what_is_declared_is_not_proposed_again() -> None:
    """Once appended, the same proposals are no more."""
    declared = {
        name: Known(source=name, origin=name, grade=one.grade, echoes=one.echoes) for name, one in proposals().items()
    }

    assert proposals(declared) == {}


def test_a_persons_grade_stays() -> None:
    """A grade that somebody gave is proposed again only on demand; a learned one is revised."""
    by_hand = nobody_declared() | {"wire": Known(source="wire", origin="wire", grade="A", by_person=True)}
    learned = nobody_declared() | {"wire": Known(source="wire", origin="wire", grade="A")}

    assert proposals(by_hand)["wire"].grade is None
    assert proposals(by_hand)["wire"].echoes
    assert proposals(by_hand, regrade=True)["wire"].grade == proposals(learned)["wire"].grade != "A"
    assert proposals(learned)["wire"].was == "A"


def test_a_tied_pair_gets_no_echoes() -> None:
    """Two of one origin are one witness already."""
    tied = nobody_declared() | {"mirror": Known(source="mirror", origin="wire")}

    assert all(not one.echoes for one in proposals(tied).values())


def test_declared_echoes_are_kept() -> None:
    """A later entry replaces all echoes of a source: so it repeats those that were there, but of the same pair."""
    before = ("gazette 0.40", f"mirror 0.11 on {SCOPE}")
    known = nobody_declared() | {"wire": Known(source="wire", origin="wire", echoes=before)}
    echoes = proposals(known)["wire"].echoes

    assert echoes[0] == "gazette 0.40"
    assert [told for told in echoes if told.startswith("mirror")] == [echoes[1]] != [before[1]]


def test_names_and_scopes_may_hold_any_words() -> None:
    """What was declared of a name with "on" in it is replaced, not kept beside what is learned."""
    name, scope = "radio on air", "state/*/hands on deck"
    tie = Tie(one=name, other="wire", scope=scope, agreed=99, unlikely=90, differed=0, share=800_000)
    learned = Learned(digest="", records=(record(name, 99, 900_000), record("wire", 99)), ties=(tie,))
    declared = (f"{name} 0.20 on {scope}", f"{name} 0.30 on state/*/hands")
    known = nobody_declared(name) | {"wire": Known(source="wire", origin="wire", echoes=declared)}
    found = {one.source: one.echoes for one in propose(learned, known)}

    assert found["wire"] == (f"{name} 0.30 on state/*/hands", f"{name} 0.80 on {scope}")


def test_who_spoke_seldom_is_passed_over() -> None:
    """Under ten claims nobody is judged where nobody is well known: voting is not beaten there."""
    seldom = Learned(digest="", records=tuple(record(f"s{at}", 9) for at in range(60)))

    assert propose(seldom, nobody_declared(*(one.source for one in seldom.records))) == ()
    assert len(unjudged(seldom)) == 60


def test_beside_the_well_known_few_claims_are_enough() -> None:
    """Where most claims come from the well known, two are enough; those who spoke once are judged together."""
    once = [record(f"once{at}", 1) for at in range(120)]
    learned = Learned(digest="", records=(record("bot", 900, 950_000), record("two", 2), *once))
    found = {one.source: one for one in propose(learned, nobody_declared(*(one.source for one in learned.records)))}

    assert (found["bot"].grade, found["two"].grade, found["once7"].grade) == ("A", "E", "E")
    assert [one.together for one in (found["two"], found["once7"])] == [False, True]
    assert "judged together" in found["once7"].reason
    assert unjudged(learned) == ()


def test_too_few_who_spoke_once() -> None:
    """Ninety-nine of them tell too little even together."""
    once = [record(f"once{at}", 1) for at in range(99)]
    learned = Learned(digest="", records=(record("bot", 900, 950_000), *once))

    assert len(unjudged(learned)) == 99


@given(st.integers(0, 1_000_000), st.integers(0, 1_000_000))
def test_letters_are_in_order(one: int, other: int) -> None:
    """The more reliable gets no worse a letter."""
    low, high = sorted((one, other))

    assert letter(high) <= letter(low)
    assert letter(low) in LETTERS[:-1]
    assert [grade for _, grade in GRADES] == list(LETTERS[:-1])


@pytest.mark.parametrize(("share", "proposed"), [(94_999, False), (95_000, True), (1_000_000, True)])
def test_small_shares_are_not_worth_a_line(share: int, proposed: bool) -> None:  # noqa: FBT001  a column of the table
    """From a tenth on, rounded, an echo is proposed."""
    tie = Tie(one="a", other="b", scope=SCOPE, agreed=99, unlikely=60, differed=1, share=share)
    learned = Learned(digest="", records=(record("a", 99), record("b", 99)), ties=(tie,))

    assert any(one.echoes for one in propose(learned, nobody_declared("a", "b"))) is proposed


def test_the_fact_is_what_is_proposed() -> None:
    """A proposal is one `source` event: grade, echoes, reason."""
    one = proposals()["wire"]

    assert (one.fact.source, one.fact.grade, one.fact.reason) == ("wire", one.grade, one.reason)
    assert one.fact.echoes == one.echoes
    assert attrs.evolve(one, echoes=()).fact.echoes is None
    assert COPIES["mirror"] == one.source
