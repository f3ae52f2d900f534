from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from newsledger import kinds, registry
from newsledger.fact import Fact, Time, Timing, key, kind, term, text
from newsledger.testing import check_kind, weighing
from newsledger.testing.declaring import LAWS


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kinds that a test declares are gone when it ends."""
    monkeypatch.setitem(registry._members, "kind", dict(registry._members.get("kind", {})))


def mood(*, doc: str = "a mood", terms: tuple[str, ...] = ("calm", "angry"), **options: Any) -> type[Fact]:  # noqa: ANN401  options of kind
    """A kind of somebody else."""

    @kind("mood", Timing(Time.HOLDS, half_life=7), **options)
    @attrs.frozen
    class Mood(Fact):
        """How people in a place feel.

        >>> Mood("harbour", mood="calm").mood
        'calm'
        """

        place: str = key("where")
        mood: str | None = term(doc, *terms)

    return Mood


class Forgetful:
    """What a kind inherits whose upgrade loses a field."""

    @classmethod
    def upgrade(cls, stored: dict[str, Any]) -> dict[str, Any]:
        """Without the mood."""
        return {name: value for name, value in stored.items() if name != "mood"}


def wrong_kinds() -> Iterator[tuple[Any, str]]:
    """Kinds that somebody might plausibly write, each wrong in one way, with the law that it breaks."""
    yield mood(doc=""), "declaration"
    yield mood(terms=("calm", "calm")), "declaration"
    yield mood(default=("feeling",)), "declaration"
    yield mood(better_for=("mood", "more")), "declaration"
    yield mood(better_for=("place", "named")), "declaration"
    unclear = mood()
    unclear.__doc__ = "how people feel"
    yield unclear, "example"
    failing = mood()
    failing.__doc__ = "How people feel.\n\n>>> Mood('harbour', mood='calm').mood\n'angry'\n"
    yield failing, "example"
    yield mood(own_word=lambda fact: len(fact.place)), "answers"
    losing = mood()
    losing.upgrade = Forgetful.upgrade  # type: ignore[method-assign]  # as a kind would override it
    yield losing, "line"


WRONG = (
    "declaration",
    "declaration",
    "declaration",
    "declaration",
    "declaration",
    "example",
    "example",
    "answers",
    "line",
)
"""The laws that they break; declaring them at import would leave them behind."""


@pytest.mark.parametrize("at", range(len(WRONG)), ids=[f"{law} {at}" for at, law in enumerate(WRONG)])
def test_a_wrong_kind_is_caught(at: int) -> None:
    """Each plausible mistake breaks the law that forbids it, and the message names class and law."""
    cls, law = next(one for number, one in enumerate(wrong_kinds()) if number == at)

    with pytest.raises(AssertionError, match=rf"^# Mood breaks the law of {law}: "):
        check_kind(cls, laws=[law])


def test_a_kind_of_somebody_else_keeps_the_laws() -> None:
    """A kind that stands in another file than ours passes."""
    check_kind(mood())


@pytest.mark.parametrize("better_for", [("mood", "named"), ("place", "more"), ("place", "fewer")])
def test_whom_a_value_favours(better_for: tuple[str, str]) -> None:
    """Whomever a value names, or a key that is better off with more or with fewer."""
    check_kind(mood(better_for=better_for), laws=["declaration"])


@pytest.mark.parametrize("name", kinds.names())
def test_every_kind_of_ours_keeps_the_laws(name: str) -> None:
    """No law finds fault with what is built in; what is believed of it, the tests of the laws try."""
    cls = kinds.find(name)
    assert cls is not None

    check_kind(cls, laws=[law for law in LAWS if law != "beliefs" and law not in weighing.LAWS])


def test_a_value_without_its_name_is_caught() -> None:
    """A field that can be given by position although it is no key breaks a law."""

    @kind("mood", Timing(Time.HOLDS))
    @attrs.frozen(init=False)
    class Loose(Fact):
        """How people in a place feel."""

        place: str = key("where")
        mood: str | None = text("the mood")

        def __init__(self, place: str, mood: str | None = None) -> None:
            self.__attrs_init__(place, mood=mood)

    with pytest.raises(AssertionError, match="can be given without its name"):
        check_kind(Loose, laws=["positional"])


def test_a_class_that_is_no_kind_is_told_so() -> None:
    """Whoever forgets the declaration is told what to write."""

    class Nothing(Fact):
        """No kind."""

    with pytest.raises(AssertionError, match="it is no kind: write @kind"):
        check_kind(Nothing)
