"""The laws of evidence that users' kinds are held to: an engine that is wrong in a plausible way breaks them."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from newsledger import kinds
from newsledger.belief import Evidence, Standing, evidence, standing, words, yielding
from newsledger.belief.words import Word
from newsledger.kinds.control import Control
from newsledger.kinds.expectation import Expectation
from newsledger.kinds.state import State as Condition
from newsledger.kinds.statement import Statement
from newsledger.testing import check_kind
from newsledger.testing.declaring import LAWS as LAWS_OF_KINDS
from newsledger.testing.weighing import LAWS, concerns

Wrong = Callable[[pytest.MonkeyPatch], None]


def counts_every_voice(patch: pytest.MonkeyPatch) -> None:
    """Ten outlets are ten witnesses."""
    plain = evidence.together

    def together(told: Iterable[Word], *rest: Any, **how: Any) -> Any:  # noqa: ANN401  as it is handed on
        apart = [copy.copy(word) for word in told]
        for at, word in enumerate(apart):
            word.origin = f"{word.origin} {at}"
        return plain(apart, *rest, **how)

    patch.setattr(evidence, "together", together)


def takes_agreement_for_doubt(patch: pytest.MonkeyPatch) -> None:
    """The more speak for it, the less it is believed."""
    plain = evidence.probability
    turned = lambda found: plain(Evidence(supports=found.against, against=found.supports))  # noqa: E731  one turn
    patch.setattr("newsledger.belief.believing.probability", turned)


def takes_denials_for_support(patch: pytest.MonkeyPatch) -> None:
    """A denial mentions the thing, so it must be true."""
    plain = evidence.case

    def case(*voices: Any, **how: Any) -> Any:  # noqa: ANN401  as it is handed on
        found = plain(*voices, **how)
        return found._replace(supporting=[*found.supporting, *found.denials], denials=[])

    patch.setattr("newsledger.belief.believing.case", case)


def takes_silence_for_doubt(patch: pytest.MonkeyPatch) -> None:
    """Whoever says nothing has something to hide."""
    plain = standing.standing

    def found(told: list[Word], *rest: Any) -> Any:  # noqa: ANN401  as it is handed on
        silent = any(word.stance == "no-comment" for word in told)
        return Standing.DISPUTED if silent else plain(told, *rest)

    patch.setattr("newsledger.belief.believing.standing", found)


def gives_grade_f_a_little(patch: pytest.MonkeyPatch) -> None:
    """Even a rumour counts for something."""
    patch.setitem(words.GRADES, "F", 10_000)


def lets_a_rumour_yield(patch: pytest.MonkeyPatch) -> None:
    """The newest word wins, whoever's it is."""
    newest = lambda voices, timing: [max(voices, key=yielding.newest)]  # noqa: ARG005, E731  one rule in one line
    patch.setattr("newsledger.belief.believing.current", newest)


WRONG: list[tuple[Wrong, str]] = [
    (counts_every_voice, "echo"), (takes_agreement_for_doubt, "agreement"), (takes_denials_for_support, "denial"),
    (takes_silence_for_doubt, "silence"), (gives_grade_f_a_little, "worthless"), (lets_a_rumour_yield, "worthless"),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "law"), WRONG, ids=[wrong.__name__ for wrong, _ in WRONG])
def test_a_wrong_engine_is_caught(wrong: Wrong, law: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each plausible mistake breaks the law that forbids it, told with a ledger that shows it."""
    wrong(monkeypatch)

    with pytest.raises(AssertionError, match=rf"^# State breaks the law of {law}: ") as caught:
        check_kind(Condition, laws=[law])

    assert " says" in str(caught.value) or " denies" in str(caught.value)
    assert "# - expected" in str(caught.value)


def test_the_laws_stand_among_those_of_kinds() -> None:
    """Whoever checks a kind tries them too."""
    assert set(LAWS) < set(LAWS_OF_KINDS)


@pytest.mark.parametrize(
    ("cls", "laws"),
    [
        (Control, set(LAWS)),
        (Statement, set(LAWS) - {"denial", "silence"}),  # nobody can deny what somebody else said
        (Expectation, set()),  # what lies ahead is not believed
        (kinds.find("void"), set()),  # what is ours neither
    ],
)
def test_which_laws_concern_a_kind(cls: Any, laws: set[str]) -> None:  # noqa: ANN401  a class of facts
    """What is never believed has no numbers to change."""
    assert {law for law in LAWS if concerns(law, cls.spec)} == laws
