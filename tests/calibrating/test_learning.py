"""The learner: from claims alone, in whole numbers, whatever their order."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.calibrating.making import SCOPE, WRONG, claim, claims

from newsledger.calibrating import Claim, Learned, Step, Tie, learn

SOURCES = ("a", "b", "c", "d")

small = st.lists(
    st.builds(
        claim,
        st.sampled_from(SOURCES),
        st.sampled_from(["one", "two", "three", "four"]),
        st.sampled_from(["x", "y", "z"]),
        scope=st.just(SCOPE),
    ),
    max_size=14,
    unique_by=lambda one: (one.source, one.about),
)


def tie(learned: Learned, one: str, other: str) -> Tie | None:
    """What was learned of two sources."""
    return next((tie for tie in learned.ties if {tie.one, tie.other} == {one, other}), None)


def test_who_errs_more_is_less_reliable() -> None:
    """The order of reliability is that in which the sources err."""
    learned = learn(claims())
    reliable = {record.source: record.reliability for record in learned.records}
    honest = [source for source in WRONG if source != "wire"]

    assert sorted(honest, key=lambda source: -reliable[source]) == honest
    assert reliable["wire"] < min(reliable[source] for source in honest)


def test_who_shares_errors_is_found() -> None:
    """Two that share what is probably wrong depend on each other; two that are merely right do not."""
    learned = learn(claims())
    copied = tie(learned, "wire", "mirror")

    assert copied is not None
    assert copied.share > 250_000
    assert [found for found in learned.ties if found.share] == [copied]
    assert (copied.agreed, copied.differed) == (400, 0)
    assert copied.unlikely > 100


def test_being_right_together_is_no_copying() -> None:
    """Two that never differ and never err are not tied."""
    both = [claim(source, f"thing {at}", "right") for source in ("a", "b", "c") for at in range(300)]

    assert learn(both).ties == ()


def test_scopes_are_apart() -> None:
    """Who copies of one measure is not tied on another."""
    elsewhere = [
        claim(one.source, f"gate of {one.about}", "b" if one.source == "mirror" else "a", scope="indicator/*/gate")
        for one in claims()
    ]
    learned = learn([*claims(), *elsewhere])

    assert {found.scope for found in learned.ties if found.share} == {SCOPE}


@given(small, st.randoms(use_true_random=False))
def test_the_order_of_claims_changes_nothing(some: list[Claim], shuffler: random.Random) -> None:
    """Law 2 for the learner: what is learned is that of the set."""
    other = list(some)
    shuffler.shuffle(other)

    assert learn(other) == learn(some)


@given(small, st.integers(0, 4), st.integers(0, 4))
def test_going_on_is_as_good_as_in_one_go(some: list[Claim], first: int, further: int) -> None:
    """Rounds may be made in two runs, with what was learned kept as JSON between them."""
    kept = Learned.from_json(json.loads(json.dumps(learn(some, rounds=first).as_json())))

    assert kept is not None
    assert learn(some, rounds=first + further, resume=kept) == learn(some, rounds=first + further)


def test_what_was_learned_from_others_is_left_aside() -> None:
    """Where the claims changed, an earlier run counts for nothing; nor does one that went further."""
    before = learn(claims(30), rounds=3)

    assert learn(claims(31), rounds=3, resume=before) == learn(claims(31), rounds=3)
    assert learn(claims(30), rounds=2, resume=before) == learn(claims(30), rounds=2)


@pytest.mark.parametrize("kept", [None, [], {}, {"schema": "newsledger/learned/1"}, {"schema": 1}, "text"])
def test_what_was_not_kept_by_us_is_nothing(kept: object) -> None:
    """A file that somebody wrote over, or cut short, is no state."""
    assert Learned.from_json(kept) is None


def test_a_row_cut_short_is_nothing() -> None:
    """A record without one of its numbers spoils what was kept."""
    kept = learn(claims(20), rounds=1).as_json()
    kept["records"][0] = kept["records"][0][:-1]

    assert Learned.from_json(kept) is None


@given(small)
def test_numbers_stay_within_bounds(some: list[Claim]) -> None:
    """Reliability and share are parts of one; only what at least two speak of counts."""
    learned = learn(some)
    counted = {one.about: sum(other.about == one.about for other in some) for one in some}

    assert all(0 < record.reliability < 1_000_000 for record in learned.records)
    assert all(0 <= record.likely <= record.claims for record in learned.records)
    assert all(0 <= found.share <= 1_000_000 and found.one < found.other for found in learned.ties)
    assert sum(record.claims for record in learned.records) == sum(n for n in counted.values() if n > 1)


def test_nothing_is_learned_from_nothing() -> None:
    """No claims, or those of one source alone, give no record."""
    alone = [claim("a", f"thing {at}", "x") for at in range(50)]

    assert learn([]).records == learn(alone).records == ()


def test_names_of_one_origin_are_one_voice() -> None:
    """Three names of one ministry do not outvote two others: only one of them says anything new."""
    said = [
        claim(name, f"thing {at}", "x", origin="ministry")
        for name in ("minister", "ministry", "spokesman")
        for at in range(40)
    ] + [claim(name, f"thing {at}", "y") for name in ("a", "b") for at in range(40)]
    reliable = {record.source: record.reliability for record in learn(said).records}

    assert reliable["a"] > reliable["minister"]


def test_progress_is_told_as_it_goes() -> None:
    """Each round is told when it is over, with what it gave; the last is what `learn` gives."""
    steps: list[Step] = []
    learned = learn(claims(20), rounds=3, progress=steps.append)
    over = [step for step in steps if step.learned.rounds == step.round]

    assert [step.round for step in over] == [1, 2, 3]
    assert over[-1].learned == learned
    assert {step.things for step in steps} == {20}
