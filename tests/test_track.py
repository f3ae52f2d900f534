"""The record of a source: what others bore out, how far its words went, how it was graded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsledger as nl
from newsledger.event import Said, say
from newsledger.kinds.source import Source
from newsledger.ledger import Ledger
from newsledger.track import Outcome, Reach, Record, grades, outcome, records, ties_of

PARTIES = (
    say(Source("reds", category="party", opposes=("blues",))),
    say(Source("blues", category="party", opposes=("reds",))),
    say(Source("red-army", side="reds")),
    say(Source("red-paper", side="reds")),
    say(Source("blue-army", side="blues")),
)


def held(source: str, day: str, area: str | None, *, denies: bool = False, via: Iterable[str] = ()) -> Said:
    """How much of the north the reds hold, which moves; `None`: a bare denial."""
    fact = nl.TerritoryHeld("north", "reds", area=None if area is None else nl.Quantity.read(area))
    return say(fact, source=source, reported=day, stance="denies" if denies else "asserts", via=via)


def told(source: str, day: str, term: str | None = "yes", **how: Any) -> Said:  # noqa: ANN401  whatever `say` takes
    """Whether the bridge is open, which is fixed."""
    return say(nl.State("bridge", "open", term=term), source=source, reported=day, **how)


def ledger_of(saids: Iterable[Said]) -> Ledger:
    """A ledger of these words."""
    ledger = nl.in_memory()
    ledger.append(saids)
    return ledger


def record(name: str, *saids: Said, date: str = "2025-03-31") -> Record:
    """The record of one source on a day."""
    ledger = ledger_of(saids)
    return next(one for one in records(ledger.state(), ledger.replay(date)) if one.name == name)


def became(*saids: Said, name: str = "daily") -> str:
    """What became of the one claim of a source."""
    counted = record(name, *saids).outcomes
    assert sum(counted.values()) == 1
    return str(next(iter(counted)))


# --- borne out --------------------------------------------------------------------------------

FIRST = held("daily", "2025-03-10", "100 km2")

OUTCOMES: list[tuple[str, str, tuple[Said, ...]]] = [
    ("nobody else spoke", "alone", (FIRST,)),
    ("another agrees later", "borne out", (FIRST, held("wire", "2025-03-11", "100 km2"))),
    ("another agrees on the day", "borne out", (FIRST, held("wire", "2025-03-10", "100 km2"))),
    ("another agrees roughly", "borne out", (FIRST, held("wire", "2025-03-11", "about 102 km2"))),
    ("another said so before", "open", (FIRST, held("wire", "2025-03-09", "100 km2"))),
    ("another differs at once", "contradicted", (FIRST, held("wire", "2025-03-10", "200 km2"))),
    ("another differs soon", "contradicted", (FIRST, held("wire", "2025-03-12", "200 km2"))),
    ("it moved on", "open", (FIRST, held("wire", "2025-03-20", "200 km2"))),
    ("first agreed, then moved on", "borne out",
     (FIRST, held("wire", "2025-03-11", "100 km2"), held("wire", "2025-03-20", "10 km2"))),
    ("two who disagree", "open", (FIRST, held("wire", "2025-03-10", "100 km2"), held("post", "2025-03-10", "200 km2"))),
    ("another denies", "contradicted", (FIRST, held("wire", "2025-03-11", None, denies=True))),
    ("another denies other figures", "open", (FIRST, held("wire", "2025-03-11", "300 km2", denies=True))),
    ("another does not know", "alone", (FIRST, held("wire", "2025-03-11", "unknown"))),
    ("somebody unnamed agrees", "alone", (FIRST, held("unnamed", "2025-03-11", "100 km2", via=["wire"]))),
    ("nobody who weighs", "alone", (FIRST, held("troll", "2025-03-11", "100 km2"), say(Source("troll", grade="F")))),
    ("an outlet that draws on it", "alone",
     (FIRST, held("wire", "2025-03-11", "100 km2"), say(Source("wire", derived_from="daily")))),
    ("an outlet that echoes it", "alone",
     (FIRST, held("wire", "2025-03-11", "100 km2"), say(Source("wire", echoes=("daily 0.1",))))),
    ("one that it echoes itself", "alone",
     (FIRST, held("wire", "2025-03-11", "100 km2"), say(Source("daily", echoes=("wire 0.1",))))),
    ("one that it echoes by another", "alone",
     (FIRST, held("wire", "2025-03-11", "100 km2"), say(Source("wire", echoes=("post 0.1",))),
      say(Source("post", derived_from="daily")))),
    ("an echo of nothing", "borne out",
     (FIRST, held("wire", "2025-03-11", "100 km2"), say(Source("wire", echoes=("daily 0",))))),
    ("one of its own origin", "alone",
     (FIRST, held("wire", "2025-03-11", "100 km2"),
      *(say(Source(one, speaks_for="reds")) for one in ("daily", "wire")))),
    ("a fixed thing, long after", "borne out", (told("daily", "2025-03-01"), told("wire", "2025-03-30"))),
    ("a fixed thing, otherwise", "contradicted", (told("daily", "2025-03-01"), told("wire", "2025-03-30", "no"))),
    ("a denial that is right", "borne out",
     (told("daily", "2025-03-01", None, stance="denies"), told("wire", "2025-03-02", "no"))),
    ("a denial that is wrong", "contradicted",
     (told("daily", "2025-03-01", None, stance="denies"), told("wire", "2025-03-02", "yes"))),
    ("a denial that others share", "borne out",
     (told("daily", "2025-03-01", None, stance="denies"), told("wire", "2025-03-02", None, stance="denies"))),
]  # fmt: skip


@pytest.mark.parametrize(("what", "expected", "saids"), OUTCOMES, ids=[name for name, _, _ in OUTCOMES])
def test_what_became_of_a_claim(what: str, expected: str, saids: tuple[Said, ...]) -> None:
    """A claim is borne out or contradicted by independent others of the same date or later, else open or alone."""
    assert became(*saids) == expected, what


QUARRELS: list[tuple[str, str, str, tuple[Said, ...]]] = [
    ("an enemy differs", "red-army", "open",
     (held("red-army", "2025-03-10", "100 km2"), held("blue-army", "2025-03-10", "10 km2"))),
    ("an enemy agrees", "red-army", "borne out",
     (held("red-army", "2025-03-10", "100 km2"), held("blue-army", "2025-03-10", "100 km2"))),
    ("a friend agrees", "red-army", "open",
     (held("red-army", "2025-03-10", "100 km2"), held("red-paper", "2025-03-10", "100 km2"))),
    ("a friend differs", "red-army", "contradicted",
     (held("red-army", "2025-03-10", "100 km2"), held("red-paper", "2025-03-10", "10 km2"))),
    ("a bystander agrees", "red-army", "borne out",
     (held("red-army", "2025-03-10", "100 km2"), held("daily", "2025-03-10", "100 km2"))),
    ("whoever gains differs from a bystander", "daily", "open", (FIRST, held("red-army", "2025-03-10", "900 km2"))),
    ("whoever gains agrees with a bystander", "daily", "borne out",
     (FIRST, held("red-army", "2025-03-10", "100 km2"))),
]  # fmt: skip


@pytest.mark.parametrize(("what", "name", "expected", "saids"), QUARRELS, ids=[name for name, *_ in QUARRELS])
def test_whose_word_counts(what: str, name: str, expected: str, saids: tuple[Said, ...]) -> None:
    """Friends with one stake vouch for nothing, and whoever has one contradicts only its own side."""
    assert became(*PARTIES, *saids, name=name) == expected, what


def test_a_partys_word_about_itself_is_nobody_elses_to_judge() -> None:
    """What others report of a party's position leaves that party's own word open, and is judged by it."""
    russia = say(nl.Position("truce", "russia", position="rejected"), source="kremlin", reported="2025-03-10")
    wire = say(nl.Position("truce", "russia", position="accepted"), source="wire", reported="2025-03-10")
    saids = (say(Source("kremlin", speaks_for="russia")), russia, wire)

    assert became(*saids, name="kremlin") == "open"
    assert became(*saids, name="wire") == "contradicted"


def test_repeating_oneself_bears_nothing_out() -> None:
    """A source's own later word is no word of others."""
    assert record("daily", told("daily", "2025-03-10"), told("daily", "2025-03-12")).outcomes == {Outcome.ALONE: 2}


def test_one_claim_is_counted_once() -> None:
    """However many reports carry a claim, it is one; another date makes it another."""
    saids = [
        held("daily", "2025-03-10", "100 km2"),
        held("daily", "2025-03-10", "100 km2", via=["wire"]),
        held("daily", "2025-03-12", "100 km2"),
        held("post", "2025-03-12", "100 km2"),
    ]
    daily = record("daily", *saids)

    assert (daily.claims, daily.judged, daily.outcomes[Outcome.BORNE_OUT]) == (2, 2, 2)


def test_what_was_taken_back_is_no_claim_any_more() -> None:
    """Whoever takes a claim back is neither borne out nor contradicted in it, and it bears out nobody."""
    ledger = ledger_of([FIRST, held("wire", "2025-03-11", "100 km2")])
    target = next(event.id for event in ledger.events() if event.said.source == "wire")
    ledger.append(nl.Retraction(target), source="wire", reported="2025-03-12")
    counted = {one.name: dict(one.outcomes) for one in records(ledger.state(), ledger.replay("2025-03-31"))}

    assert counted == {"daily": {Outcome.ALONE: 1}, "wire": {}}


def test_what_is_said_later_is_not_known_yet() -> None:
    """The record of a day rests on what was public that day."""
    saids = (FIRST, held("wire", "2025-03-12", "100 km2"))

    assert record("daily", *saids, date="2025-03-11").outcomes == {Outcome.ALONE: 1}
    assert record("daily", *saids, date="2025-03-12").outcomes == {Outcome.BORNE_OUT: 1}


def test_silence_and_what_lies_ahead_are_no_claims() -> None:
    """Nothing can become of a silence, or of an expectation."""
    silent = told("daily", "2025-03-10", None, stance="no-comment")
    ahead = say(nl.Expectation("north", "an offensive", outlook="may"), source="daily", reported="2025-03-10")

    assert record("daily", silent, ahead, told("wire", "2025-03-11")).outcomes == {}


def test_an_interval_speaks_of_each_of_its_days() -> None:
    """What holds all through bears out what was said of a day within, and no clock of ours decides."""
    day = say(nl.Control("sudzha", holder="reds"), source="daily", reported="2025-03-10")
    through = say(nl.Control("sudzha", holder="reds"), source="wire", occurred="2025-01/2025-03-20",
                  reported="2025-03-20")  # fmt: skip

    assert became(day, through) == "borne out"


SOURCES = ("daily", "wire", "post")
DAYS = tuple(f"2025-03-{day:02}" for day in range(10, 16))
WORDS = st.builds(
    held, st.sampled_from(SOURCES), st.sampled_from(DAYS), st.sampled_from(["100 km2", "200 km2", "some km2"])
)
OTHERS = st.builds(told, st.sampled_from(SOURCES), st.sampled_from(DAYS), st.sampled_from(["yes", "no"]))


@given(st.lists(st.one_of(WORDS, OTHERS), min_size=1, max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_record_does_not_depend_on_the_order(saids: list[Said], dice: object) -> None:
    """Records are a function of the set of events, and outcomes are never more than claims."""
    shuffled = list(saids)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    one, other = (
        [
            (each.name, each.claims, each.outcomes, each.reach)
            for each in records(ledger.state(), ledger.replay("2025-03-31"))
        ]
        for ledger in map(ledger_of, (saids, shuffled))
    )

    assert one == other
    assert all(sum(outcomes.values()) <= claims for _, claims, outcomes, _ in one)


@given(st.lists(WORDS, min_size=1, max_size=6), st.sampled_from(SOURCES))
@settings(max_examples=60)
def test_echoes_never_count(saids: list[Said], name: str) -> None:
    """Where everybody else draws on a source, nothing of what it said is borne out, and nothing contradicted."""
    ties = [say(Source(other, derived_from=name)) for other in SOURCES if other != name]
    ledger = ledger_of([*saids, *ties])
    found = {one.name: one for one in records(ledger.state(), ledger.replay("2025-03-31"))}

    assert all(one.judged == 0 for one in found.values())


def test_a_claim_can_be_asked_about_alone() -> None:
    """`outcome` answers for one voice of a belief."""
    ledger = ledger_of([FIRST, held("wire", "2025-03-11", "100 km2")])
    picture = ledger.replay("2025-03-31")
    belief = picture.belief("territory-held/north/reds.area")
    assert belief is not None
    ties = ties_of(ledger.state(), ledger.state().live(picture.question))

    assert {voice.source: outcome(voice, belief, picture, ties) for voice in belief.voices} == {
        "daily": Outcome.BORNE_OUT, "wire": Outcome.OPEN,
    }  # fmt: skip


# --- reach ------------------------------------------------------------------------------------


def test_how_far_its_words_went() -> None:
    """Outlets are those that carried its words, reports are told apart by outlet, day and address."""
    mayor = record(
        "mayor",
        told("mayor", "2025-03-10", via=["wire"]), told("mayor", "2025-03-10", via=["daily"]),
        held("mayor", "2025-03-10", "10 km2", via=["wire", "daily"]),
        held("mayor", "2025-03-11", "11 km2", via=["daily"]),
        say(Source("blog", derived_from="mayor")), say(Source("feed", echoes=("blog 0.5",))),
    )  # fmt: skip

    assert mayor.reach == Reach(outlets=("daily", "wire"), reports=3, drawn_on_by=("blog", "feed"))


def test_its_own_words_reach_nobody_else() -> None:
    """An outlet that speaks itself is carried by no other."""
    assert record("daily", FIRST).reach == Reach()


# --- grades -----------------------------------------------------------------------------------


def test_every_grade_with_its_day_and_reason() -> None:
    """Grades come in the order of their days, whatever the order in which they were recorded."""
    ledger = ledger_of([
        say(Source("daily", grade="D", reason="caught out"), occurred="2025-02-01"),
        say(Source("daily", grade="B"), occurred="2024-01-01"),
        say(Source("daily", name="The Daily", plural="yes")),
        say(Source("daily", grade="C")),
    ])  # fmt: skip
    state = ledger.state()
    told_so_far = grades(state, state.live(ledger.question("2025-03-31")), "daily")

    assert [(one.grade, str(one.since or ""), one.reason) for one in told_so_far] == [
        ("C", "", None), ("B", "2024-01-01", None), ("D", "2025-02-01", "caught out"),
    ]  # fmt: skip
    assert record("daily", *(event.said for event in ledger.events())).told["plural"] == "yes"
