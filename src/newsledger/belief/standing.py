"""How a belief stands, in one word, and what to mind about it."""

from __future__ import annotations

from collections.abc import Sequence

from newsledger.asof import days_between
from newsledger.belief.amounts import Amount
from newsledger.belief.evidence import Ties, tells_nothing
from newsledger.belief.parts import Role, Standing
from newsledger.belief.weights import TABLE, part
from newsledger.belief.words import Word
from newsledger.event import NO_COMMENT
from newsledger.fact import Timing
from newsledger.values.when import Micro


def standing(words: list[Word], shown: Word | None, witnesses: list[Word], ties: Ties) -> Standing:
    """The first that fits, in the order of the model. `witnesses` stand for their origins."""
    weighing = [word for word in words if word.weighs]
    denials = [word for word in weighing if word.role is Role.DENIES]
    if shown is None or not shown.weighs:
        return Standing.DENIED if denials and shown is None else Standing.UNVERIFIED
    rivals = [word for word in weighing if word.role is Role.DIFFERS]
    if shown.own_word and not any(
        word.own_word for word in (*rivals, *(denial for denial in denials if _answers(denial, shown)))
    ):
        return Standing.OWN_WORD
    if rivals:
        return Standing.DISPUTED
    supporting = [word for word in weighing if word.role in (Role.SHOWN, Role.AGREES)]
    if any(_disputes(denial, supporting) for denial in denials):
        return Standing.DISPUTED
    return _agreement(witnesses or supporting, ties)


def figure_standing(found: Standing, shown: Word | None, witnesses: list[Word], ties: Ties) -> Standing | None:
    """How the number itself stands, where that is less than how it stands that there are any.

    A range much wider than the one shown, or with no end, is no witness to the figure.
    """
    if found not in AGREED or shown is None or shown.amount is None or shown.amount.figure is None:
        return None
    exact = [word for word in witnesses if _is_exact(word, shown.amount)]
    if exact and len(exact) == len(witnesses):
        return None  # all of them witness the number too
    of_number = _agreement(exact or [shown], ties)
    return None if of_number is found else of_number


def _is_exact(word: Word, shown: Amount) -> bool:
    return word.amount is None or word.amount.as_narrow_as(shown, TABLE.width)


AGREED = (Standing.BOTH_SIDES, Standing.CONFIRMED, Standing.CORROBORATED)
"""The standings that rest on more than one witness."""


def _answers(denial: Word, word: Word) -> bool:
    """A denial meets what is asserted as of its own date or before."""
    return word.since < denial.until and _denies(denial, word)


def _denies(denial: Word, word: Word) -> bool:
    """Whether a denial is about what a word says; a bare one is about anything."""
    return denial.amount is None or word.amount is None or denial.amount.meets(word.amount)


def _disputes(denial: Word, supporting: list[Word]) -> bool:
    """Whether a denial answers any of those who are told to agree, and is about what they agree on."""
    about_it = all(_denies(denial, word) for word in supporting if not tells_nothing(word))
    return about_it and any(_answers(denial, word) for word in supporting)


def _agreement(told: list[Word], ties: Ties) -> Standing:
    interested = [word for word in told if word.has_stake]
    sides = {word.side for word in interested}
    if any(ties.opposing(one, other) for one in sides for other in sides):
        return Standing.BOTH_SIDES
    if len(interested) == len(told) and len(sides) == 1:
        return Standing.CLAIMED
    if len({word.origin for word in told}) < 2:  # noqa: PLR2004  one witness confirms nothing
        return Standing.REPORTED
    weight = sum([part(word.weight, word.new) for word in told])
    outside = len(interested) < len(told)
    return Standing.CONFIRMED if outside and weight > TABLE.confirmed else Standing.CORROBORATED


def age(speaking: list[Word], words: list[Word], at: Micro) -> int:
    """Days since the newest word that counts. Silence refreshes nothing."""
    counted = [word.until for word in speaking if word.role is not Role.APART and word.role is not Role.SILENT]
    return days_between(max(counted or [word.until for word in words]), at)


def flags(words: Sequence[Word], shown: Word | None, timing: Timing, days: int, at: Micro) -> tuple[str, ...]:
    """What to mind about a belief, in a fixed order."""
    raised = {
        "stale": timing.half_life is not None and days > timing.half_life,
        "maybe": shown is not None and shown.maybe,
        "imprecise date": shown is not None and shown.as_of.imprecise,
        "no comment": any(word.stance == NO_COMMENT for word in words),
        "told later": shown is not None and shown.reported[0] >= at,
    }
    return tuple([flag for flag, is_raised in raised.items() if is_raised])
