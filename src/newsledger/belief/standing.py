"""How a belief stands, in one word, and what to mind about it."""

from __future__ import annotations

from collections.abc import Iterable

from newsledger.asof import days_between
from newsledger.belief.agreement import as_narrow, meet
from newsledger.belief.evidence import Ties, is_unknown
from newsledger.belief.parts import Role, Standing, Voice
from newsledger.belief.weights import TABLE, part
from newsledger.fact import Timing
from newsledger.values.quantity import Quantity
from newsledger.values.when import Micro


def standing(voices: tuple[Voice, ...], shown: Voice | None, witnesses: list[Voice], ties: Ties) -> Standing:
    """The first that fits, in the order of the model. `witnesses` stand for their origins."""
    denials = [voice for voice in voices if voice.role is Role.DENIES and voice.weighs]
    if shown is None or not shown.weighs:
        return Standing.DENIED if denials and shown is None else Standing.UNVERIFIED
    supporting = [voice for voice in voices if voice.role in (Role.SHOWN, Role.AGREES) and voice.weighs]
    rivals = [voice for voice in voices if voice.role is Role.DIFFERS and voice.weighs]
    contradicts = [*rivals, *(denial for denial in denials if _answers(denial, shown))]
    if shown.own_word and not any(voice.own_word for voice in contradicts):
        return Standing.OWN_WORD
    if rivals or any(_disputes(denial, supporting) for denial in denials):
        return Standing.DISPUTED
    return _agreement(supporting, witnesses, ties)


def figure_standing(found: Standing, shown: Voice | None, witnesses: list[Voice], ties: Ties) -> Standing | None:
    """How the number itself stands, where that is less than how it stands that there are any.

    A range much wider than the one shown, or with no end, is no witness to the figure.
    """
    if shown is None or not isinstance(shown.value, Quantity) or found not in AGREED:
        return None
    exact = [voice for voice in witnesses if as_narrow(voice.value, shown.value, TABLE.width)]
    of_number = _agreement(exact or [shown], exact or [shown], ties)
    return None if of_number is found else of_number


AGREED = (Standing.BOTH_SIDES, Standing.CONFIRMED, Standing.CORROBORATED)
"""The standings that rest on more than one witness."""


def _answers(denial: Voice, voice: Voice) -> bool:
    """A denial meets what is asserted as of its own date or before."""
    return voice.as_of.earliest < denial.as_of.latest and meet(denial.value, voice.value)


def _disputes(denial: Voice, supporting: list[Voice]) -> bool:
    """Whether a denial answers any of those who are told to agree, and is about what they agree on."""
    known = [voice for voice in supporting if not is_unknown(voice.value)]
    about_it = all(meet(denial.value, voice.value) for voice in known)
    return about_it and any(_answers(denial, voice) for voice in supporting)


def _agreement(supporting: list[Voice], witnesses: list[Voice], ties: Ties) -> Standing:
    told = witnesses or supporting
    sides = {voice.side for voice in told if voice.has_stake}
    if any(ties.opposing(one, other) for one in sides for other in sides):
        return Standing.BOTH_SIDES
    if all(voice.has_stake for voice in told) and len(sides) == 1:
        return Standing.CLAIMED
    if len({voice.origin for voice in told}) < 2:  # noqa: PLR2004  one witness confirms nothing
        return Standing.REPORTED
    weight = sum(part(voice.weighing.weight, voice.weighing.new) for voice in told)
    outside = any(not voice.has_stake for voice in told)
    return Standing.CONFIRMED if outside and weight > TABLE.confirmed else Standing.CORROBORATED


def age(voices: list[Voice], at: Micro) -> int:
    """Days since the newest word that counts. Silence refreshes nothing."""
    counted = [voice for voice in voices if voice.role not in (Role.EARLIER, Role.APART, Role.SILENT)] or voices
    newest = max(voice.as_of.latest for voice in counted)
    return days_between(newest, at)


def flags(voices: Iterable[Voice], shown: Voice | None, timing: Timing, days: int, at: Micro) -> tuple[str, ...]:
    """What to mind about a belief, in a fixed order."""
    raised = {
        "stale": timing.half_life is not None and days > timing.half_life,
        "maybe": shown is not None and shown.as_of.maybe,
        "imprecise date": shown is not None and shown.as_of.imprecise,
        "no comment": any(voice.role is Role.SILENT for voice in voices),
        "told later": shown is not None and shown.reported[0] >= at,
    }
    return tuple(flag for flag, is_raised in raised.items() if is_raised)
