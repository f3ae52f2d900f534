"""How a belief adds up, in words: what each voice weighs and why, and what comes of all of them.

Everything here repeats numbers that `newsledger.belief` made; nothing is reckoned anew.
"""

from __future__ import annotations

from collections.abc import Iterable

from newsledger.belief import TABLE, Belief, Evidence, Role, Voice
from newsledger.belief.weights import ONE, part
from newsledger.event import NO_COMMENT
from newsledger.replay import Picture

CENT = ONE // 100

SQUARED = 4
"""The sharpness that squares odds: the table gives twice the power."""


def short_number(millionths: int) -> str:
    """Millionths as people read them: two places, rounded.

    >>> short_number(597_136), short_number(1_500_000)
    ('0.60', '1.50')
    """
    cents = (millionths + CENT // 2) // CENT
    return f"{cents // 100}.{cents % 100:02d}"


def weight_in_words(voice: Voice, half_life: int | None = None) -> str:
    """What a voice weighs, factor by factor: `0.40 (grade D) × 0.50 (it favours its own side) = 0.20`.

    `half_life` is in days: after so many half of it is left.
    """
    if voice.stance == NO_COMMENT:
        return "weighs nothing: silence is no evidence"
    if not voice.weighs:
        return "weighs nothing: " + (
            "grade F" if voice.weighing.grade == 0 else "held to be false by whoever entered it"
        )
    factors = list(_factors(voice))
    result = f" = {short_number(voice.weighing.weight)}" if len(factors) > 1 else ""
    return " × ".join(factors) + result + _left(voice, half_life)


def _factors(voice: Voice) -> Iterable[str]:
    weighing, judged = voice.weighing, voice.event.said.confidence
    by_default = "" if voice.graded else " by default"
    yield f"{short_number(weighing.grade)} (grade {voice.grade}{by_default})"
    if judged is not None and judged.judged:
        yield f"{short_number(weighing.confidence)} (this report: {judged.text})"
    if voice.has_stake:
        why = "it speaks against its own side" if weighing.interest == TABLE.against else "it favours its own side"
        yield f"{short_number(weighing.interest)} ({why})"


def _left(voice: Voice, half_life: int | None) -> str:
    """What age and echoes take from it."""
    weighing = voice.weighing
    halves = f", for words of this kind lose half every {half_life} days" if half_life else ""
    aged = f"; {short_number(weighing.now)} is left of it at the date asked{halves}" if weighing.decay < ONE else ""
    share = f"; {short_number(weighing.new)} of it is new, the rest an echo" if weighing.new < ONE else ""
    return aged + share


def one_origin(picture: Picture, voice: Voice, counted: Voice) -> str:
    """Why a voice counts together with another: for whom both speak, or on whom it draws."""
    mine, theirs = (picture.directory.entry(one.source) for one in (voice, counted))
    if mine.name == theirs.name:
        return "the same source"
    if mine.derived_from and picture.directory.origin((mine.derived_from,)) == counted.origin:
        return f"it draws on {picture.label(mine.derived_from)}"
    if mine.speaks_for or theirs.speaks_for:
        return f"both speak for {picture.label(mine.speaks_for or theirs.speaks_for or '')}"
    return f"the same origin, {picture.label(counted.origin)}"


def sum_in_words(belief: Belief) -> list[str]:
    """How the confidence comes from what is for the value and what is against it; nothing where there is none."""
    if belief.confidence is None:
        return []
    left, half = belief.evidence, TABLE.prior // 2
    odds = (left.supports + half, left.against + half)
    for_it, against = (
        f"{_terms(belief, roles, total)}, and {short_number(half)} for what nobody tells: {short_number(total + half)}"
        for roles, total in (((Role.SHOWN, Role.AGREES), left.supports), ((Role.DIFFERS, Role.DENIES), left.against))
    )
    return [
        f"for it {for_it}",
        f"against it {against}",
        f"odds of {_odds(odds)}, {_power()}: {short_number(belief.confidence)}",
    ]


def _odds(odds: tuple[int, int]) -> str:
    return " to ".join(map(short_number, odds))


def _power() -> str:
    return "squared" if TABLE.sharpness == SQUARED else f"to the power of {TABLE.sharpness / 2:g}"


def _terms(belief: Belief, roles: tuple[Role, ...], total: int) -> str:
    counted = [voice for voice in belief.of(*roles) if voice.weighing.counted]
    terms = [short_number(part(voice.weighing.now, voice.weighing.new)) for voice in counted]
    complete = sum(part(voice.weighing.now, voice.weighing.new) for voice in counted) == total
    return f"{' + '.join(terms)} = {short_number(total)}" if len(terms) > 1 and complete else short_number(total)


def evidence_json(found: Evidence) -> dict[str, str]:
    """Evidence as JSON, with the opinion that it makes: belief, disbelief and uncertainty add up to one."""
    told = {
        "for": found.supports, "against": found.against, "belief": found.belief, "disbelief": found.disbelief,
        "uncertainty": found.uncertainty,
    }  # fmt: skip
    return {name: f"{number // ONE}.{number % ONE:06d}" for name, number in told.items()}
