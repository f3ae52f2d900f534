"""The evidence: what each voice weighs, which value has most of it, and how sure that makes us.

Every number comes from the table in `weights`, every step is whole millionths, and nothing
depends on the order of the voices:

1. A voice weighs grade × confidence × interest. Its age takes nothing from this weight.
2. An origin counts once, by its heaviest voice. Origins are counted heaviest first, each with
   the share of its word that is new: what it echoes from one before it does not count again.
3. The value is where the ranges with the most evidence overlap. Nothing is averaged.
4. What overlaps supports it; what lies apart, and denials, speak against it. Both fade with age.
5. Their odds, sharpened by the table, are the confidence.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

import attrs

from newsledger.asof import days_between
from newsledger.belief.agreement import is_lower, meet, spots
from newsledger.belief.parts import Evidence, Voice, Weighing, value_text
from newsledger.belief.weights import ONE, TABLE, part
from newsledger.belief.yielding import Reversed, newest, plain
from newsledger.event import ASSERTS, DENIES
from newsledger.fact import Value, fold
from newsledger.values.confidence import Confidence
from newsledger.values.quantity import Quantity
from newsledger.values.when import Micro

YES_OR_NO = {"yes": "no", "no": "yes"}
"""The two answers of a two-valued slot, each with the other."""


class Ties(Protocol):
    """What is declared of origins and sides: who opposes whom, and who echoes whom."""

    def opposing(self, one: str | None, other: str | None) -> bool:
        """Whether two sides were declared to oppose each other."""

    def share(self, one: str, other: str, slot: tuple[str, ...]) -> int:
        """The share of one origin's words about a slot that it has from another, in millionths."""


# --- what a voice weighs --------------------------------------------------------------------------


def judged(grade: str, confidence: Confidence | None) -> Weighing:
    """What a report weighs before anybody's interest is looked at: the grade of its source, and what we hold of it.

    A confidence of one half changes nothing, as if the report were not judged at all.

    >>> judged("C", Confidence.parse("low")).weight
    300000
    """
    value = None if confidence is None else confidence.value
    factor = ONE if value is None else int(2 * ONE * value)
    return Weighing(grade=TABLE.grades[grade], confidence=factor)


def weighed(voices: list[Voice], *, at: Micro, half_life: int | None) -> list[Voice]:
    """The voices with their interest and their age made part of what they weigh."""
    asserted = [voice for voice in voices if voice.stance == ASSERTS and voice.weighs]
    return [_weighed(voice, asserted, at, half_life) for voice in voices]


def _weighed(voice: Voice, asserted: list[Voice], at: Micro, half_life: int | None) -> Voice:
    interest = _interest(voice, asserted)
    left = decay(days_between(voice.as_of.latest, at), half_life)
    if interest == left == ONE:
        return voice  # most are: nothing to copy
    judged_so = voice.weighing
    weighing = Weighing(grade=judged_so.grade, confidence=judged_so.confidence, interest=interest, decay=left)
    return attrs.evolve(voice, weighing=weighing)


def _interest(voice: Voice, asserted: list[Voice]) -> int:
    """A word for one's own side weighs less, one against it more. In doubt, who has a stake speaks for itself."""
    if not voice.has_stake:
        return ONE
    worse = _is_worse(voice, asserted) if isinstance(voice.value, Quantity) else _is_worse_in_words(voice)
    return TABLE.against if worse else TABLE.in_favour


def _is_worse(voice: Voice, asserted: list[Voice]) -> bool:
    """Whether a figure is the worse one for its speaker's side among those told. To deny one is the other way round."""
    if voice.gain is None or voice.gain.more is None:
        return False
    lower = any(is_lower(other.value, voice.value) for other in asserted)
    higher = any(is_lower(voice.value, other.value) for other in asserted)
    wants_more = voice.gain.more if voice.stance == ASSERTS else not voice.gain.more
    return (higher and not lower) if wants_more else (lower and not higher)


def _is_worse_in_words(voice: Voice) -> bool:
    if voice.gain is None or voice.gain.word is None:
        return False
    if voice.value is None:
        return False
    better = fold(value_text(voice.value)) == voice.gain.word
    gains = better == voice.gain.by_it
    return gains if voice.stance == DENIES else not gains


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


Counted = tuple[Voice, int]
"""A voice by which its origin counts, and the share of it that is new."""


# --- how much several of them are together ----------------------------------------------------------


def together(
    voices: Sequence[Voice],
    ties: Ties,
    about: tuple[str, ...],
    *,
    now: bool = False,
    agree: Callable[[Voice, Voice], bool] | None = None,
) -> tuple[int, list[Counted]]:
    """The evidence of voices together, and the one voice by which each origin counts, with the share of it that is new.

    `now` counts what is left of them at the date asked. `agree` tells whose words may be an echo
    of whose; without it, all say the same.
    """
    weight = _weight_now if now else _weight
    if len(voices) < 2:  # noqa: PLR2004  most slots: nobody to count with, nothing to echo
        return sum(weight(voice) for voice in voices if voice.weighs), [(one, ONE) for one in voices if one.weighs]
    best: dict[str, Voice] = {}
    for voice in voices:
        if voice.weighs and (voice.origin not in best or _heavier(voice, best[voice.origin], weight)):
            best[voice.origin] = voice
    counted: list[Counted] = []
    for voice in sorted(best.values(), key=lambda voice: (-weight(voice), voice.origin)):
        before = [one for one, _ in counted if agree is None or agree(voice, one)]
        counted.append((voice, _new(voice, before, ties, about)))
    return sum(part(weight(voice), new) for voice, new in counted), counted


def _new(voice: Voice, before: list[Voice], ties: Ties, about: tuple[str, ...]) -> int:
    """The share of a word that none of those before it can have given it."""
    new = ONE
    for one in before:
        new = part(new, ONE - ties.share(voice.origin, one.origin, about))
    return new


def _weight(voice: Voice) -> int:
    return voice.weighing.weight


def _weight_now(voice: Voice) -> int:
    return voice.weighing.now


def _heavier(one: Voice, other: Voice, weight: Callable[[Voice], int]) -> bool:
    mine, its = weight(one), weight(other)
    return mine > its or (mine == its and newest(one) > newest(other))


# --- the value --------------------------------------------------------------------------------------


def leading(asserted: list[Voice], ties: Ties, about: tuple[str, ...]) -> list[Voice]:
    """The voices whose common value has the most evidence: ranges that share one place, or the same words.

    Of equals the newest lead, then those of more origins, then those of the smaller text.
    """
    camps = _camps(asserted)
    if len(camps) == 1:
        return camps[0]
    return max(camps, key=lambda camp: (together(camp, ties, about)[0], *_tie_break(camp)))


def _camps(asserted: list[Voice]) -> list[list[Voice]]:
    """Those who can be right together: at each place where a range begins, all that cover it; or who says the same."""
    figures = [voice for voice in asserted if isinstance(voice.value, Quantity)]
    if figures:
        known = [voice for voice in figures if isinstance(voice.value, Quantity) and not voice.value.is_unknown]
        return _covering(known) if known else [figures]
    said: dict[str, list[Voice]] = {}
    for voice in asserted:
        said.setdefault(fold(plain(voice.value)), []).append(voice)
    return list(said.values())


def _covering(figures: list[Voice]) -> list[list[Voice]]:
    ranges = [(*spots(voice.value), voice) for voice in figures if isinstance(voice.value, Quantity)]
    places = {low for low, _, _ in ranges}
    return [[voice for low, high, voice in ranges if low <= place <= high] for place in sorted(places)]


def _tie_break(camp: list[Voice]) -> tuple[object, ...]:
    """The newest word and the smallest text of each origin: echoes decide nothing.

    All origins take part, not the first alone: who joins two equal camps must not decide between them.
    """
    dates: dict[str, tuple[Micro, Micro]] = {}
    texts: dict[str, Reversed] = {}
    for voice in camp:
        date, text = (voice.as_of.earliest, voice.as_of.latest), Reversed(fold(plain(voice.value)))
        dates[voice.origin] = max(date, dates.get(voice.origin, date))
        texts[voice.origin] = max(text, texts.get(voice.origin, text))
    return (sorted(dates.values(), reverse=True), len(dates), sorted(texts.values(), reverse=True))


# --- for and against ----------------------------------------------------------------------------------


class Case(NamedTuple):
    """Those who speak for the value, and those who speak against it."""

    supporting: tuple[Voice, ...]
    rivals: tuple[Voice, ...]
    denials: tuple[Voice, ...]
    two_valued: bool
    """Whether all that is said is yes or no: then to deny one is to say the other, of whatever date."""

    @property
    def agree(self) -> Callable[[Voice, Voice], bool] | None:
        """Whose words against the value may be an echo of whose; of two answers all say the same."""
        return None if self.two_valued else alike


def case(voices: list[Voice], leaders: list[Voice], *, two_valued: bool) -> Case:
    """Who speaks for what the leaders say, and who against it. Of two answers, to deny one is to say the other."""
    weighing = [voice for voice in voices if voice.weighs]
    asserted = [voice for voice in weighing if voice.stance == ASSERTS]
    supporting = [voice for voice in asserted if supports(voice, leaders)]
    rivals = [voice for voice in asserted if not supports(voice, leaders) and not is_unknown(voice.value)]
    denials = [voice for voice in weighing if voice.stance == DENIES]
    met = [voice for voice in denials if _denies_it(voice, leaders, denials, two_valued=two_valued)]
    if two_valued:
        supporting += [voice for voice in denials if voice not in met]
    return Case(supporting=tuple(supporting), rivals=tuple(rivals), denials=tuple(met), two_valued=two_valued)


def supports(voice: Voice, leaders: list[Voice]) -> bool:
    """Whether a voice can be right together with all who lead; an unknown figure supports none that is known."""
    known = any(not is_unknown(one.value) for one in leaders)
    if is_unknown(voice.value) and known:
        return False
    return bool(leaders) and all(meet(voice.value, one.value) for one in leaders)


def _denies_it(denial: Voice, leaders: list[Voice], denials: list[Voice], *, two_valued: bool) -> bool:
    """Whether a denial is about the value; a bare one is about any. Where nobody asserts, `no` is if all deny it.

    The value is where the ranges of all who lead overlap: a denied range that lies beside it denies something else.
    """
    if leaders:
        return all(meet(denial.value, one.value) for one in leaders)
    denied = {fold(value_text(one.value or "")) for one in denials}
    return not two_valued or denied == {"no"} or denial.value is None or meet(denial.value, "yes")


def is_unknown(value: Value | None) -> bool:
    """Whether all that is told of a figure is that it is not known."""
    return isinstance(value, Quantity) and value.is_unknown


def is_two_valued(voices: Iterable[Voice]) -> bool:
    """Whether all that is said of a slot is yes or no."""
    told = {voice.value if isinstance(voice.value, str) else "" for voice in voices if voice.value is not None}
    return {fold(value) for value in told} <= YES_OR_NO.keys() and bool(told)


def evidence(of: Case, ties: Ties, about: tuple[str, ...], *, now: bool = False) -> Evidence:
    """What speaks for the value and against it.

    A denial cannot answer what was said as of a later date: the words after it may stand on their
    own. So of all dates from which on the words are counted, the best one is.
    """
    since: list[Micro | None] = [None]
    if of.supporting and not of.two_valued:
        since += sorted({voice.as_of.latest for voice in of.denials})
    found = [_since(of, one, ties, about, now=now) for one in since]
    return max(found, key=probability)


def _since(of: Case, since: Micro | None, ties: Ties, about: tuple[str, ...], *, now: bool) -> Evidence:
    supporting, denials = of.supporting, of.denials
    if since is not None:
        supporting = tuple(voice for voice in supporting if voice.as_of.earliest >= since)
        denials = tuple(voice for voice in denials if voice.as_of.latest > since)
    against, _ = together([*of.rivals, *denials], ties, about, now=now, agree=of.agree)
    return Evidence(supports=together(supporting, ties, about, now=now)[0], against=against)


def alike(one: Voice, other: Voice) -> bool:
    """Whether two voices say what may be an echo: they take the same stance on values that meet."""
    return one.stance == other.stance and meet(one.value, other.value)


# --- how sure -------------------------------------------------------------------------------------------


def probability(found: Evidence) -> int:
    """How likely the value is by the evidence, in millionths: its odds, sharpened by the table.

    >>> probability(Evidence(supports=1_500_000)), probability(Evidence())
    (862069, 500000)
    """
    half = TABLE.prior // 2
    for_it, against = (_sharpened(amount + half) for amount in (found.supports, found.against))
    return (2 * ONE * for_it + for_it + against) // (2 * (for_it + against))


def _sharpened(amount: int) -> int:
    """An amount to the power of half the table's sharpness: exact, because roots of floats differ between machines."""
    return math.isqrt(amount**TABLE.sharpness * ONE)
