"""What one word weighs: the grade of its source, what we hold of the report, the speaker's interest, and its age."""

from __future__ import annotations

import functools

from newsledger.asof import days_between
from newsledger.belief.parts import Weighing
from newsledger.belief.weights import ONE, TABLE
from newsledger.belief.words import Word
from newsledger.event import ASSERTS, DENIES
from newsledger.values.confidence import Confidence
from newsledger.values.quantity import Quantity
from newsledger.values.when import Micro


def judged(grade: str, confidence: Confidence | None) -> Weighing:
    """What a report weighs before anybody's interest is looked at: the grade of its source, and what we hold of it.

    A confidence of one half changes nothing, as if the report were not judged at all.

    >>> judged("C", Confidence.parse("low")).weight
    300000
    """
    return Weighing(grade=TABLE.grades[grade], confidence=factor(confidence))


@functools.lru_cache(maxsize=1024)
def factor(confidence: Confidence | None) -> int:
    """What our confidence in a report makes of its weight, in millionths.

    >>> factor(Confidence.parse("low")), factor(None)
    (300000, 1000000)
    """
    value = None if confidence is None else confidence.value
    return ONE if value is None else int(2 * ONE * value)


def weigh(words: list[Word], *, at: Micro, half_life: int | None) -> None:
    """Makes the interest and the age of words part of what they weigh."""
    interested = [word for word in words if word.has_stake]
    if interested:
        asserted = [word for word in words if word.stance == ASSERTS and word.weighs]
        found = [_interest(word, asserted) for word in interested]
        for word, interest in zip(interested, found, strict=True):
            word.interested(interest)
    if half_life is not None:
        for word in words:
            word.decay = decay(days_between(word.until, at), half_life)


def _interest(word: Word, asserted: list[Word]) -> int:
    """A word for one's own side weighs less, one against it more. In doubt, who has a stake speaks for itself."""
    worse = _is_worse(word, asserted) if isinstance(word.value, Quantity) else _is_worse_in_words(word)
    return TABLE.against if worse else TABLE.in_favour


def _is_worse(word: Word, asserted: list[Word]) -> bool:
    """Whether a figure is the worse one for its speaker's side among those told. To deny one is the other way round."""
    mine = word.amount
    if word.gain is None or word.gain.more is None or mine is None:
        return False
    amounts = [other.amount for other in asserted if other.amount is not None]
    lower = any(other.lies_below(mine) for other in amounts)
    higher = any(mine.lies_below(other) for other in amounts)
    wants_more = word.gain.more if word.stance == ASSERTS else not word.gain.more
    return (higher and not lower) if wants_more else (lower and not higher)


def _is_worse_in_words(word: Word) -> bool:
    if word.gain is None or word.gain.word is None or word.amount is None:
        return False
    better = word.amount.folded == word.gain.word
    gains = better == word.gain.by_it
    return gains if word.stance == DENIES else not gains


@functools.lru_cache(maxsize=4096)
def decay(age: int, half_life: int | None) -> int:
    """What is left of a word after so many days, in millionths: half of it after each half-life.

    An exact root of whole numbers, rounded down, because powers of floats differ between machines.

    >>> decay(14, 14), decay(7, 14), decay(400, None)
    (500000, 707106, 1000000)
    """
    if half_life is None or age <= 0:
        return ONE
    halvings, days = divmod(age, half_life)
    return 0 if halvings > ONE.bit_length() else _root(ONE**half_life >> days, half_life) >> halvings


def _root(number: int, degree: int) -> int:
    """The whole part of a root."""
    low, high = 0, ONE
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**degree <= number else (low, middle - 1)
    return low
