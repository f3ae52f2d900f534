"""What a belief is made of: voices, slots, standings, and how sure it is."""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterable

import attrs

from newsledger.asof import AsOf
from newsledger.belief.weights import ONE, TABLE, part
from newsledger.event import NO_COMMENT, Event
from newsledger.fact import Field, Timing, Value
from newsledger.frozen import frozen
from newsledger.sources import Gain
from newsledger.values.when import Micro, When


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


STILL = frozenset((Role.SHOWN, Role.AGREES, Role.DIFFERS, Role.DENIES, Role.SILENT))
"""What only a word does that did not yield, which silence never does."""


@frozen(kw_only=True)
class Weighing:
    """What makes the weight of one voice, each factor in millionths; `new` is the share that nobody before it told.

    >>> Weighing(grade=600_000, interest=500_000).weight
    300000
    """

    grade: int = 0
    confidence: int = ONE
    interest: int = ONE
    decay: int = ONE
    new: int = ONE
    counted: bool = False
    """Whether it is the one voice by which its origin counts."""

    @property
    def weight(self) -> int:
        """How much evidence the word is, whatever its age."""
        return part(part(self.grade, self.confidence), self.interest)

    @property
    def now(self) -> int:
        """How much of it is left at the date asked."""
        return part(self.weight, self.decay)


@frozen(kw_only=True)
class Evidence:
    """What speaks for a value and what against it, in millionths. Evidence adds up; it is no probability."""

    supports: int = 0
    against: int = 0

    @property
    def belief(self) -> int:
        """The share of belief, of three that add up to one (subjective logic)."""
        return self._share(self.supports)

    @property
    def disbelief(self) -> int:
        """The share of disbelief."""
        return self._share(self.against)

    @property
    def uncertainty(self) -> int:
        """The share that nothing was told about."""
        return ONE - self.belief - self.disbelief

    def _share(self, amount: int) -> int:
        return amount * ONE // (self.supports + self.against + TABLE.prior)


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
    gain: Gain | None = None
    weighing: Weighing = Weighing()
    role: Role = Role.SHOWN

    @property
    def weighs(self) -> bool:
        """Whether its word counts at all: one graded F does not, nor does silence."""
        return self.stance != NO_COMMENT and self.weighing.weight > 0

    @property
    def told(self) -> str | None:
        """The words that the value was read from."""
        return self.event.said.words(self.field.name)


@frozen(kw_only=True)
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
    def path(self) -> tuple[str, ...]:
        """Kind, keys and field, as scopes are held against them."""
        return (self.kind, *self.keys, self.field)

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
    return _slot_name(kind, tuple(keys))


@functools.lru_cache(maxsize=8192)  # not a cached property: that makes a class with slots dear to start up with
def _slot_name(kind: str, keys: tuple[str, ...]) -> str:
    parts = [key.replace("\\", "\\\\").replace("/", "\\/") for key in keys]
    while parts and not parts[-1]:
        parts.pop()
    return "/".join([kind, *parts])


class Telling:
    """Who says what of a slot, and what a belief of it rests on, put together when somebody asks.

    Two are equal where both of these are.
    """

    def tell(self) -> tuple[Voice, ...]:
        """All who speak, put together anew."""
        raise NotImplementedError

    def rests_on(self, voices: tuple[Voice, ...]) -> tuple[str, ...]:
        """The ids of the events that a belief of these voices rests on."""
        raise NotImplementedError

    @functools.cached_property
    def was(self) -> Voice | None:
        """The newest figure of the shown figure's own origin that yielded to it and differs."""
        raise NotImplementedError

    @functools.cached_property
    def speaking(self) -> tuple[Voice, ...]:
        """Those who still speak, and whoever would not, in the order of `voices`: nothing has to be fetched."""
        return tuple(voice for voice in self.voices if voice.role in STILL)

    @functools.cached_property
    def voices(self) -> tuple[Voice, ...]:
        """All who speak, each with its role and weight."""
        return self.tell()

    @functools.cached_property
    def because(self) -> tuple[str, ...]:
        """The ids of the events that the belief rests on."""
        return self.rests_on(self.voices)

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Telling) and self.voices == other.voices and self.because == other.because
        )

    def __hash__(self) -> int:
        return hash(self.voices)


@frozen(kw_only=True)
class Belief:
    """What a picture holds about a slot, and why.

    `confidence` is the probability that the value holds, in millionths, from what is left of the
    evidence at the date asked; `None` for a party's own word and where nothing weighs. `weight` is
    the evidence whatever its age, `evidence` what is left of it. `figure` is how the number stands
    where that is less than how it stands that there are any. `age` is days between the newest word
    and the date asked. `was`, `voices` and `because` are put together when they are asked for.
    """

    slot: Slot
    timing: Timing
    value: Value | None
    standing: Standing
    flags: tuple[str, ...]
    confidence: int | None
    witnesses: int
    occurred: When | None
    weight: Evidence = Evidence()
    evidence: Evidence = Evidence()
    figure: Standing | None = None
    age: int
    telling: Telling = attrs.field(repr=False)

    @property
    def was(self) -> Voice | None:
        """The newest figure of the shown figure's own origin that yielded to it and differs; `None` where none did."""
        return self.telling.was

    @property
    def voices(self) -> tuple[Voice, ...]:
        """All who speak, each with its role and weight: also those who yielded to a later word."""
        return self.telling.voices

    @property
    def first(self) -> Voice:
        """The first of the voices: of whoever still speaks, if anybody does."""
        return (self.telling.speaking or self.voices)[0]

    @property
    def because(self) -> tuple[str, ...]:
        """The ids of the events that it rests on: reports, grades, stakes, aliases."""
        return self.telling.because

    def of(self, *roles: Role) -> list[Voice]:
        """The voices in these roles."""
        voices = self.telling.speaking if STILL.issuperset(roles) else self.voices
        return [voice for voice in voices if voice.role in roles]

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

    >>> value_text(("russia", "ukraine"))
    'russia, ukraine'
    """
    if isinstance(value, tuple):
        return ", ".join(value)
    return value if isinstance(value, str) else value.text
