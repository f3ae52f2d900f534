"""Which words still speak: of one origin the surely later; where things move, what history did not leave behind."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from newsledger.asof import DAY
from newsledger.belief.agreement import is_lower, meet, same
from newsledger.belief.parts import Voice, value_text
from newsledger.event import ASSERTS, NO_COMMENT
from newsledger.fact import Moves, Time, Timing, Value, fold
from newsledger.values.quantity import Quantity


def not_yielding(voices: list[Voice]) -> list[Voice]:
    """The voices that no surely later one of their own origin takes the place of."""
    if len(voices) == 1:
        return voices
    by_origin: dict[str, list[Voice]] = {}
    for voice in voices:
        by_origin.setdefault(voice.origin, []).append(voice)
    staying = {id(voice) for own in by_origin.values() for voice in (own if len(own) == 1 else _latest(own))}
    return [voice for voice in voices if id(voice) in staying]


def _latest(own: list[Voice]) -> list[Voice]:
    """The voices of one origin that yield to none of the others, found without holding each against each."""
    by_date: dict[object, list[Voice]] = {}
    newest_of: dict[tuple[bool, bool], list[Voice]] = {}
    for voice in own:
        if voice.stance != NO_COMMENT:
            newest_of.setdefault((voice.weighs, voice.as_of.maybe), []).append(voice)
            for date in _dates(voice):
                by_date.setdefault(date, []).append(voice)
    for several in newest_of.values():
        several.sort(key=lambda voice: voice.as_of.earliest, reverse=True)
        del several[2:]  # the newest, and the newest beside it
    heads = [voice for several in newest_of.values() for voice in several]
    return [
        voice for voice in own
        if not any(_surely_later(other, voice) for other in heads)
        and not any(_told_later(other, voice) for date in _dates(voice) for other in by_date.get(date, ()))
    ]  # fmt: skip


def _dates(voice: Voice) -> tuple[object, object]:
    """The date that a voice speaks as of: as told, and as it is left when it is cut at its report."""
    return voice.event.said.occurred, (voice.as_of.earliest, voice.as_of.latest)


def _may_take_place(other: Voice, voice: Voice) -> bool:
    """Whether one can make another yield: neither silence, nor grade F, nor, of a sure one, a maybe."""
    if other is voice or NO_COMMENT in (other.stance, voice.stance):
        return False
    return (other.weighs or not voice.weighs) and (voice.as_of.maybe or not other.as_of.maybe)


def _surely_later(other: Voice, voice: Voice) -> bool:
    return other.as_of.earliest >= voice.as_of.latest and _may_take_place(other, voice)


def _told_later(other: Voice, voice: Voice) -> bool:
    """Whether another speaks as of the same date, was surely told later, and says something else."""
    later = other.reported[0] >= voice.reported[1]
    return later and _may_take_place(other, voice) and not _same_claim(other, voice)


def _same_claim(one: Voice, other: Voice) -> bool:
    """Whether two reports of one date carry one claim. Then the better of them counts, not the later."""
    told = one.value == other.value or same(one.value, other.value)
    return one.stance == other.stance and told and one.as_of == other.as_of


def moves(timing: Timing, voices: list[Voice]) -> bool:
    """Whether a later figure makes an older one history."""
    if timing.moves is Moves.IF_SPAN:
        told = [voice for voice in voices if voice.stance == ASSERTS and voice.weighs] or voices
        return any(voice.event.said.occurred is not None and voice.event.said.occurred.is_interval for voice in told)
    return timing.moves is Moves.YES


def current(voices: list[Voice], timing: Timing) -> list[Voice]:
    """The voices that speak about the date asked: none that yields, is history, or was counted from another start."""
    speaking = not_yielding(voices)
    front = _front(speaking)
    if front is None or len(speaking) == 1:
        return speaking
    fresh = [voice for voice in speaking if voice is front or same_start(voice, front)]
    return not_history(fresh, timing) if moves(timing, voices) else fresh


def _front(speaking: list[Voice]) -> Voice | None:
    """The asserted, weighing report with the newest earliest as-of; of grade F only where nothing else is asserted."""
    asserted = [voice for voice in speaking if voice.stance == ASSERTS]
    return max([voice for voice in asserted if voice.weighs] or asserted, key=newest, default=None)


def not_history(voices: list[Voice], timing: Timing) -> list[Voice]:
    """Leaves out what a newer report, later than the window, has left behind. What became history stays so."""
    asserted = [voice for voice in voices if voice.stance == ASSERTS]
    weighing = [voice for voice in asserted if voice.weighs] or asserted
    return [voice for voice in voices if not any(_leaves_behind(newer, voice, timing) for newer in weighing)]


def _leaves_behind(newer: Voice, voice: Voice, timing: Timing) -> bool:
    if voice is newer or voice.stance != ASSERTS:
        return False
    if timing.time is Time.COUNTED:
        return voice.as_of.latest <= newer.as_of.earliest and is_lower(voice.value, newer.value)
    window = (timing.window or 0) * DAY
    return voice.as_of.latest + window <= newer.as_of.earliest and not meet(voice.value, newer.value)


def same_start(voice: Voice, front: Voice) -> bool:
    """Whether two figures may have been counted from one start; what is not counted over a span always."""
    one, other = voice.as_of.start, front.as_of.start
    if one is None or other is None or one == other:
        return True  # "since ever" begins at no time, and is still one start
    return one[0] < other[1] and other[0] < one[1]


# --- which is newer -------------------------------------------------------------------------------


def newest(voice: Voice) -> tuple[object, ...]:
    """Newest as-of, then newest `reported`, then the narrowest range, then the smaller canonical text.

    The text is that of the base unit, so that a figure told in another unit wins no tie. The
    stored bytes, in which ids may stand, come last: reports that differ in nothing else show the same.
    """
    said = voice.event.said
    text = plain(voice.value)
    return (
        voice.as_of.earliest, voice.as_of.latest, *voice.reported, narrow(voice.value),
        Reversed(fold(text)), Reversed(text), Reversed(voice.source), Reversed("\n".join(said.via)),
        Reversed(said.occurred.text if said.occurred else ""), voice.event.raw,
    )  # fmt: skip


def plain(value: Value | None) -> str:
    """A value as text in its base unit, so that whatever unit it was told in, it sorts the same."""
    return value_text(value.base if isinstance(value, Quantity) else value or "")


def narrow(value: Value | None) -> tuple[bool, Fraction]:
    """What sorts narrow ranges above wide ones, and those without an end below all."""
    width = value.width() if isinstance(value, Quantity) else Fraction(0)
    return (False, Fraction(0)) if width is None else (True, -width)


def narrowest(voices: Iterable[Voice]) -> Voice | None:
    """The voice with the narrowest range, then the heaviest, then the newest."""
    return max(voices, key=lambda voice: (narrow(voice.value), voice.weighing.weight, newest(voice)), default=None)


class Reversed:
    """Text that sorts the other way round."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reversed) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __lt__(self, other: Reversed) -> bool:
        return self.text > other.text
