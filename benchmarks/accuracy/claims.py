"""What is claimed of things whose truth somebody knows: items, values, who said which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

import attrs

Value: TypeAlias = int | str
Key: TypeAlias = tuple[str, str]
"""A thing and what is asked of it: a flight and its gate, a city and its population in a year."""


ALIKE = 1e-9
"""Scores that differ by less are equal: what is left of them is rounding."""


def always_different(one: Value, other: Value) -> bool:
    """Words agree only where they are the same, which needs no asking."""
    del one, other
    return False


@attrs.frozen(kw_only=True)
class Item:
    """One thing that sources disagree on.

    `values` are those that were claimed, in order; `voices` the sources of each, in order; `near`, for each
    value, the places of those that agree with it, itself among them.
    """

    key: Key
    values: tuple[Value, ...]
    voices: tuple[tuple[str, ...], ...]
    near: tuple[tuple[int, ...], ...]

    @property
    def claims(self) -> int:
        """How many sources speak of it."""
        return sum(map(len, self.voices))


@attrs.frozen(kw_only=True)
class Answer:
    """What a method takes for true, and how likely it calls that; `None` where it says nothing of that.

    Several `values` are a tie: the method has no reason to take one of them before another.
    """

    values: tuple[Value, ...]
    probability: float | None


Answers: TypeAlias = Mapping[Key, Answer]
Method: TypeAlias = Callable[[tuple[Item, ...]], Answers]
"""A contestant: from what is claimed, the truth unseen, to an answer for each item."""


def item(key: Key, said: Iterable[tuple[str, Value]], agree: Callable[[Value, Value], bool] = always_different) -> Item:
    """An item from what each source said. Of a source that speaks twice the last word counts."""
    latest = dict(said)
    values = tuple(sorted(set(latest.values()), key=lambda value: (isinstance(value, str), value)))
    voices: dict[Value, list[str]] = {value: [] for value in values}
    for source in sorted(latest):
        voices[latest[source]].append(source)
    near = tuple(
        tuple(at for at, other in enumerate(values) if other == value or agree(value, other)) for value in values
    )
    return Item(key=key, values=values, voices=tuple(tuple(voices[value]) for value in values), near=near)


def best(scores: Sequence[float], of: Item) -> list[int]:
    """The places of the values with the highest score; of equal ones those that most sources told in so many words."""
    highest = max(scores)
    top = [at for at, score in enumerate(scores) if highest - score <= ALIKE]
    most = max(len(of.voices[at]) for at in top)
    return [at for at in top if len(of.voices[at]) == most]


def answered(one: Item, scores: Sequence[float], probabilities: Sequence[float] | None = None) -> Answer:
    """The answer that scores give; its probability is the score itself where no other is handed in."""
    top = best(scores, one)
    likely = scores if probabilities is None else probabilities
    return Answer(values=tuple(one.values[at] for at in top), probability=likely[top[0]])


def sources(items: Iterable[Item]) -> list[str]:
    """The names of all who speak, sorted."""
    return sorted({source for one in items for voices in one.voices for source in voices})
