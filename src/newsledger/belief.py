"""From what several origins say of one slot to one belief.

This module is the one place that decides. It holds the first, plain rule: the value is that
of the newest report that does not yield; the standing counts origins and sides without
weighing them; there is no confidence yet.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from fractions import Fraction

import attrs

from newsledger.asof import DAY, AsOf
from newsledger.event import ASSERTS, DENIES, NO_COMMENT, Event
from newsledger.fact import Field, Moves, Time, Timing, Value, fold
from newsledger.frozen import frozen
from newsledger.sources import WORTHLESS
from newsledger.values.quantity import Quantity
from newsledger.values.when import Micro, When

Opposing = Callable[[str | None, str | None], bool]
"""Whether two sides were declared to oppose each other."""


class Standing(enum.StrEnum):
    """How a belief stands among those who speak of it."""

    OWN_WORD = "own word"
    DISPUTED = "disputed"
    DENIED = "denied"
    BOTH_SIDES = "both sides"
    CONFIRMED = "confirmed"
    CORROBORATED = "corroborated"
    CLAIMED = "claimed"
    REPORTED = "reported"
    UNVERIFIED = "unverified"


class Role(enum.StrEnum):
    """What a voice does for a belief."""

    SHOWN = "shown"  # its value is the one shown
    AGREES = "agrees"
    DIFFERS = "differs"
    DENIES = "denies"
    SILENT = "silent"
    EARLIER = "earlier"  # yielded to a later word, or moved into history
    APART = "apart"  # counted from another start, or weighing nothing


@frozen(kw_only=True)
class Voice:
    """What one report says of one slot, and who says it."""

    event: Event
    field: Field
    value: Value | None
    stance: str
    source: str
    origin: str
    side: str | None
    grade: str
    graded: bool
    has_stake: bool
    own_word: bool
    as_of: AsOf
    reported: tuple[Micro, Micro]
    role: Role = Role.SHOWN

    @property
    def weighs(self) -> bool:
        """Whether its word counts at all: one graded F does not, nor does silence."""
        return self.grade != WORTHLESS and self.stance != NO_COMMENT

    @property
    def told(self) -> str | None:
        """The words that the value was read from."""
        return self.event.said.words(self.field.name)


@attrs.frozen(kw_only=True)
class Slot:
    """What is believed as one thing: kind, keys as they are compared, one value field, and its dimension."""

    kind: str
    keys: tuple[str, ...]
    field: str
    dimension: str | None
    only: bool  # the kind has this one value field

    @property
    def name(self) -> str:
        """The slot as it is written: `territory-held/kursk/ukraine.area`."""
        return slot_name(self.kind, self.keys) + ("" if self.only else f".{self.field}")

    @property
    def names(self) -> tuple[str, str]:
        """The names that a stake may give it: that of the one value, and that of all values of these keys."""
        return (self.name, slot_name(self.kind, self.keys))

    @property
    def order(self) -> tuple[str, str]:
        """What slots are sorted by."""
        return (self.name, self.dimension or "")


def slot_name(kind: str, keys: Iterable[str]) -> str:
    """A kind and its keys as they are written; empty trailing keys are left out.

    >>> slot_name("casualties", ("russia", "killed", "", ""))
    'casualties/russia/killed'
    """
    parts = [key.replace("\\", "\\\\").replace("/", "\\/") for key in keys]
    while parts and not parts[-1]:
        parts.pop()
    return "/".join([kind, *parts])


@frozen(kw_only=True)
class Belief:
    """What a picture holds about a slot, and why.

    `confidence` is in millionths; `None` where nobody judged it. `age` is days between the
    newest word and the date asked. `voices` are all who speak, each with its role.
    """

    slot: Slot
    timing: Timing
    value: Value | None
    standing: Standing
    flags: tuple[str, ...]
    confidence: int | None
    witnesses: int
    occurred: When | None
    voices: tuple[Voice, ...]
    was: Voice | None
    age: int
    because: tuple[str, ...] = ()

    def of(self, *roles: Role) -> list[Voice]:
        """The voices in these roles."""
        return [voice for voice in self.voices if voice.role in roles]

    @property
    def told(self) -> tuple[str, ...]:
        """The words that the shown value was read from, each once."""
        words = {voice.told for voice in self.of(Role.SHOWN)}
        return tuple(sorted(word for word in words if word))

    def __str__(self) -> str:
        value = "no value" if self.value is None else value_text(self.value)
        was = "" if self.was is None or self.was.value is None else f"; was {value_text(self.was.value)}"
        return f"{value}, {self.standing}{was}"


def value_text(value: Value) -> str:
    """A value as canonical text.

    >>> value_text(Quantity.read("just 110 km²"))
    '110 km2'
    """
    if isinstance(value, tuple):
        return ", ".join(value)
    return value if isinstance(value, str) else value.text


def meet(one: Value | None, other: Value | None) -> bool:
    """Whether two values can both be true: ranges that overlap, rounding included; words that are the same."""
    if one is None or other is None:
        return True
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return one.meets(other)
    return fold(value_text(one)) == fold(value_text(other))


def same(one: Value | None, other: Value | None) -> bool:
    """Whether two values say the same, in whatever unit or case they were told."""
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return one.amount_key == other.amount_key
    return one is not None and other is not None and fold(value_text(one)) == fold(value_text(other))


def believe(
    slot: Slot, timing: Timing, voices: list[Voice], *, at: Micro, opposing: Opposing, partly_retracted: bool = False
) -> Belief:
    """One belief from all that is said of a slot about one date.

    `opposing` tells whether two sides were declared to oppose each other; `partly_retracted`
    whether something else that was said of this slot was taken back.
    """
    current = _not_yielding(voices)
    moves = _moves(timing, voices)
    shown = _shown(current)
    if shown is not None:
        current = _not_history(current, _front(current) or shown, timing, moves=moves)
        shown = _shown(current) or shown
    judged = any(voice.weighs for voice in current)
    roles = {id(voice): _role(voice, shown, current, judged=judged) for voice in voices}
    placed = tuple(sorted((attrs.evolve(voice, role=roles[id(voice)]) for voice in voices), key=_order))
    supporting = [voice for voice in placed if voice.role in (Role.SHOWN, Role.AGREES) and voice.weighs]
    age = _age(placed, at)
    flags = _flags(placed, shown, timing, age, at) + (("partly retracted",) if partly_retracted else ())
    return Belief(
        slot=slot, timing=timing, value=shown.value if shown else None,
        standing=_standing(placed, shown, opposing), flags=flags,
        confidence=None, witnesses=len({voice.origin for voice in supporting}),
        occurred=shown.event.said.occurred if shown else None, voices=placed, was=_was(placed, shown), age=age,
    )  # fmt: skip


def _age(voices: tuple[Voice, ...], at: Micro) -> int:
    """Days since the newest word that counts. Silence refreshes nothing."""
    counted = [voice for voice in voices if voice.role not in (Role.EARLIER, Role.APART, Role.SILENT)] or list(voices)
    newest = max(voice.as_of.latest for voice in counted)
    return max(0, (at - newest + DAY - 1) // DAY)


# --- yielding -------------------------------------------------------------------------------


def _not_yielding(voices: list[Voice]) -> list[Voice]:
    by_origin: dict[str, list[Voice]] = {}
    for voice in voices:
        by_origin.setdefault(voice.origin, []).append(voice)
    return [
        voice for voice in voices if not any(_surely_later(other, voice) for other in by_origin[voice.origin])
    ]  # fmt: skip


def _surely_later(other: Voice, voice: Voice) -> bool:
    """Whether a voice yields to another of its origin. Silence, grade F and, to a sure one, a maybe make none yield."""
    if other is voice or other.stance == NO_COMMENT or (voice.stance == NO_COMMENT and other.stance != NO_COMMENT):
        return False
    if (voice.weighs and not other.weighs) or (other.as_of.maybe and not voice.as_of.maybe):
        return False
    if other.as_of.earliest >= voice.as_of.latest:
        return True
    return _same_date(other, voice) and other.reported[0] >= voice.reported[1]


def _same_date(one: Voice, other: Voice) -> bool:
    """Whether two reports speak as of one date: as told, or as it is left when it is cut at each of their reports."""
    if one.event.said.occurred == other.event.said.occurred:
        return True
    return (one.as_of.earliest, one.as_of.latest) == (other.as_of.earliest, other.as_of.latest)


def _moves(timing: Timing, voices: list[Voice]) -> bool:
    if timing.moves is Moves.IF_SPAN:
        told = [voice for voice in voices if voice.stance == ASSERTS and voice.weighs] or voices
        return any(voice.event.said.occurred is not None and voice.event.said.occurred.is_interval for voice in told)
    return timing.moves is Moves.YES


def _front(current: list[Voice]) -> Voice | None:
    """The asserted, weighing report with the newest earliest as-of."""
    return max((voice for voice in current if voice.stance == ASSERTS and voice.weighs), key=_newest, default=None)


def _not_history(current: list[Voice], front: Voice, timing: Timing, *, moves: bool) -> list[Voice]:
    """Leaves out what is history, and what was counted from another start."""
    return [
        voice for voice in current
        if voice is front or (_same_start(voice, front) and not (moves and _is_history(voice, front, timing)))
    ]  # fmt: skip


def _same_start(voice: Voice, front: Voice) -> bool:
    one, other = voice.as_of.start, front.as_of.start
    return one is None or other is None or (one[0] < other[1] and other[0] < one[1])


def _is_history(voice: Voice, front: Voice, timing: Timing) -> bool:
    if voice.stance != ASSERTS or meet(voice.value, front.value):
        return False
    if timing.time is Time.COUNTED:
        return voice.as_of.latest <= front.as_of.earliest and _is_lower(voice.value, front.value)
    window = (timing.window or 0) * DAY
    return voice.as_of.latest + window <= front.as_of.earliest


def _is_lower(one: Value | None, other: Value | None) -> bool:
    """Whether a running total lies wholly below another: it only grew since."""
    if not isinstance(one, Quantity) or not isinstance(other, Quantity):
        return False
    high, low = one.bounds().high, other.bounds().low
    return high is not None and low is not None and high <= low


# --- the value ------------------------------------------------------------------------------


def _shown(current: list[Voice]) -> Voice | None:
    """Whose value is shown: the newest; a party's own word before others'; grade F only where nobody else speaks."""
    asserted = [voice for voice in current if voice.stance == ASSERTS]
    for preferred in (
        [voice for voice in asserted if voice.own_word and voice.weighs],
        [voice for voice in asserted if voice.weighs],
        [] if any(voice.weighs for voice in current) else asserted,
    ):
        if preferred:
            return max(preferred, key=_newest)
    return None


def _newest(voice: Voice) -> tuple[object, ...]:
    """Newest as-of, then newest `reported`, then the narrowest range, then the smaller canonical text.

    The text is that of the base unit, so that a figure told in another unit wins no tie. The
    stored bytes, in which ids may stand, come last: reports that differ in nothing else show the same.
    """
    said = voice.event.said
    text = value_text(voice.value.base if isinstance(voice.value, Quantity) else voice.value or "")
    return (
        voice.as_of.earliest, voice.as_of.latest, *voice.reported, _narrow(voice.value),
        _Reversed(fold(text)), _Reversed(text), _Reversed(voice.source), _Reversed("\n".join(said.via)),
        _Reversed(said.occurred.text if said.occurred else ""), voice.event.raw,
    )  # fmt: skip


def _narrow(value: Value | None) -> tuple[bool, Fraction]:
    width = value.width() if isinstance(value, Quantity) else Fraction(0)
    return (False, Fraction(0)) if width is None else (True, -width)


class _Reversed:
    """Text that sorts the other way round."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Reversed) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __lt__(self, other: _Reversed) -> bool:
        return self.text > other.text


def _role(voice: Voice, shown: Voice | None, current: list[Voice], *, judged: bool) -> Role:
    """What a voice does; one graded F does nothing where anybody else speaks (`judged`)."""
    if voice.stance == NO_COMMENT:
        return Role.SILENT
    if not any(voice is other for other in current):
        return Role.EARLIER if shown is None or _same_start(voice, shown) else Role.APART
    if judged and not voice.weighs:
        return Role.APART
    if voice.stance == DENIES:
        return Role.DENIES
    if shown is not None and same(voice.value, shown.value):
        return Role.SHOWN
    return Role.AGREES if shown is not None and meet(voice.value, shown.value) else Role.DIFFERS


def _order(voice: Voice) -> tuple[object, ...]:
    """The order of output. Ids order here only, where all else is equal."""
    roles = list(Role)
    return (roles.index(voice.role), voice.source, voice.as_of.earliest, voice.reported, voice.event.id)


def _was(voices: tuple[Voice, ...], shown: Voice | None) -> Voice | None:
    """The newest figure of the shown figure's own origin that yielded to it and differs."""
    if shown is None:
        return None
    own = [voice for voice in voices if voice.origin == shown.origin and voice.stance == ASSERTS]
    earlier = [voice for voice in own if voice.role is Role.EARLIER and not same(voice.value, shown.value)]
    return max(earlier, key=_newest, default=None)


# --- the standing ---------------------------------------------------------------------------


def _standing(voices: tuple[Voice, ...], shown: Voice | None, opposing: Opposing) -> Standing:
    """The first that fits, in the order of the model. Nothing is *confirmed* before evidence is weighed."""
    denials = [voice for voice in voices if voice.role is Role.DENIES and voice.weighs]
    if shown is None or not shown.weighs:
        return Standing.DENIED if denials and shown is None else Standing.UNVERIFIED
    supporting = [voice for voice in voices if voice.role in (Role.SHOWN, Role.AGREES) and voice.weighs]
    rivals = [voice for voice in voices if voice.role is Role.DIFFERS and voice.weighs]
    contradicts = [*rivals, *(denial for denial in denials if _answers(denial, shown))]
    if shown.own_word and not any(voice.own_word for voice in contradicts):
        return Standing.OWN_WORD
    if rivals or any(_answers(denial, voice) for denial in denials for voice in supporting):
        return Standing.DISPUTED
    return _agreement(supporting, opposing)


def _answers(denial: Voice, voice: Voice) -> bool:
    """A denial meets what is asserted as of its own date or before."""
    return voice.as_of.earliest < denial.as_of.latest and meet(denial.value, voice.value)


def _agreement(supporting: list[Voice], opposing: Opposing) -> Standing:
    origins = {voice.origin for voice in supporting}
    sides = {voice.side for voice in supporting if voice.has_stake}
    if any(opposing(one, other) for one in sides for other in sides):
        return Standing.BOTH_SIDES
    one_sided = all(voice.has_stake for voice in supporting) and len(sides) == 1
    if one_sided:
        return Standing.CLAIMED
    return Standing.CORROBORATED if len(origins) > 1 else Standing.REPORTED


def _flags(voices: tuple[Voice, ...], shown: Voice | None, timing: Timing, age: int, at: Micro) -> tuple[str, ...]:
    flags = {
        "stale": timing.half_life is not None and age > timing.half_life,
        "maybe": shown is not None and shown.as_of.maybe,
        "imprecise date": shown is not None and shown.as_of.imprecise,
        "no comment": any(voice.role is Role.SILENT for voice in voices),
        "told later": shown is not None and shown.reported[0] >= at,
    }
    return tuple(flag for flag, raised in flags.items() if raised)
