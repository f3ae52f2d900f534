from __future__ import annotations

from typing import Any

import pytest
from tests.testing import wrong

from newsledger import projections
from newsledger.testing import check_projection, ledgers
from newsledger.testing.projecting import LAWS

CAUGHT: list[tuple[Any, str]] = [
    (wrong.CountsItsCalls, "determinism"),
    (wrong.ReadsTheClock, "purity"),
    (wrong.DrawsLots, "purity"),
    (wrong.SpoilsThePicture, "purity"),
    (wrong.InOrderOfAppends, "permutation"),
    (wrong.CountsDuplicates, "time"),
    (wrong.RemembersTheQuestion, "catch-up"),
    (wrong.LooksPastTheCut, "cut"),
    (wrong.ReadsRecorded, "time"),
    (wrong.ReadsIds, "ids"),
    (wrong.IgnoresWithdrawals, "void"),
    (wrong.ForgetsInMerging, "merge"),
    (wrong.Fails, "determinism"),
]


@pytest.mark.parametrize("name", projections.names())
def test_every_projection_of_ours_keeps_the_laws(name: str) -> None:
    """No law finds fault with what is built in; the timeline shows what was taken back on purpose."""
    check_projection(projections.find(name), history=name == "timeline")


def test_a_projection_that_merges_keeps_the_laws() -> None:
    """A merge that joins slots gives the projection of the whole."""
    check_projection(wrong.Values)


@pytest.mark.parametrize(("cls", "law"), CAUGHT)
def test_a_wrong_projection_is_caught(cls: Any, law: str) -> None:  # noqa: ANN401  any projection
    """Each plausible mistake breaks the law that forbids it, and the message names class and law."""
    examples = {
        wrong.SpoilsThePicture: ledgers(kind="territory-held"),
        wrong.ForgetsInMerging: ledgers(min_reports=7),
        wrong.InOrderOfAppends: ledgers(min_reports=7),
    }.get(cls)
    with pytest.raises(AssertionError, match=f"^# {cls.__name__} breaks the law of {law}: "):
        check_projection(cls, laws=[law], ledgers=examples)


@pytest.mark.parametrize("cls", [wrong.ReadsTheClock, wrong.LooksPastTheCut, wrong.IgnoresWithdrawals])
def test_all_laws_together_catch_it_too(cls: Any) -> None:  # noqa: ANN401  any projection
    """Nobody has to know which law it is."""
    with pytest.raises(AssertionError, match="breaks the law of"):
        check_projection(cls)


def test_each_law_catches_somebody() -> None:
    """No law is there for nothing."""
    assert set(LAWS) - {law for _, law in CAUGHT} == {"idempotence"}
    with pytest.raises(AssertionError, match="law of idempotence"):
        check_projection(wrong.CountsItsCalls, laws=["idempotence"])


def test_history_may_show_what_was_taken_back() -> None:
    """Who says that a projection shows history is not held to the law of the void."""
    check_projection(wrong.IgnoresWithdrawals, history=True)


def test_the_examples_can_be_ones_own() -> None:
    """Where no ledger holds what a mistake needs, nothing is found."""
    check_projection(wrong.SpoilsThePicture, ledgers=ledgers(kind="control"))


def test_a_law_that_nobody_knows_is_refused() -> None:
    """A misspelt name is told with the known ones, and no law is passed over."""
    with pytest.raises(ValueError, match=r"no law 'cuts' here; known are determinism, .*cut"):
        check_projection(wrong.Values, laws=["cuts"])
