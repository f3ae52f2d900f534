"""Words: what one report says of one slot, as the sums of a belief need it.

A `Voice` is what is shown of a word. Words are many and live briefly: most are never shown, and the
rare parts of one (a stake, an age) are put into it only where there are any.
"""

from __future__ import annotations

from typing import Protocol

from newsledger.asof import AsOf
from newsledger.belief.amounts import Amount, amount_of
from newsledger.belief.parts import Role, Voice, Weighing
from newsledger.belief.weights import ONE, TABLE, part
from newsledger.event import NO_COMMENT, Event
from newsledger.fact import Field, Value
from newsledger.sources import Gain
from newsledger.values.when import Micro

GRADES = dict(TABLE.grades)
"""What a grade weighs, looked up for each word."""


class Speaker(Protocol):
    """Who speaks: the first of a chain, and whose word it is in the end."""

    name: str
    origin: str
    side: str | None


class Word:
    """What one report says of one slot. `weight` is what it weighs whatever its age, `now` what is left of that.

    `since` and `until` are between when it speaks as of. It is made anew for each question, and the sums write
    their results into it.
    """

    has_stake = False
    own_word = False
    gain: Gain | None = None
    interest = ONE
    decay = ONE
    new = ONE
    counted = False
    role = Role.SHOWN

    def __init__(  # noqa: PLR0917  made for each claim of each question, hence by position
        self, event: Event, field: Field, amount: Amount | None, speaker: Speaker, grade: tuple[str, bool],
        confidence: int, as_of: AsOf, reported: tuple[Micro, Micro],
    ) -> None:  # fmt: skip
        self.event = event
        self.field = field
        self.speaker = speaker
        self.origin = speaker.origin
        self.stance = stance = event.said.stance
        self.grade = grade
        self.confidence = confidence
        self.as_of = as_of
        self.since, self.until, self.maybe, _, _ = as_of
        self.reported = reported
        self.amount = amount
        self.weight = weight = GRADES[grade[0]] * confidence // ONE
        self.weighs = weight > 0 and stance != NO_COMMENT

    @property
    def dates(self) -> tuple[Micro, Micro, tuple[Micro, Micro]]:
        """What makes one word newer than another: as of when it speaks, then when it was reported."""
        return (self.since, self.until, self.reported)

    @property
    def value(self) -> Value | None:
        """What is told."""
        return None if self.amount is None else self.amount.value

    @property
    def source(self) -> str:
        """Who speaks, by the one name that stands for it."""
        return self.speaker.name

    @property
    def side(self) -> str | None:
        """Whose side the speaker is on."""
        return self.speaker.side

    @property
    def now(self) -> int:
        """What is left of its weight at the date asked."""
        return part(self.weight, self.decay)

    def interested(self, interest: int) -> None:
        """Makes the speaker's interest part of what the word weighs."""
        self.interest = interest
        self.weight = part(self.weight, interest)
        self.weighs = self.weight > 0 and self.stance != NO_COMMENT

    def voice(self, role: Role | None = None) -> Voice:
        """What is shown of it."""
        letter, given = self.grade
        return Voice(
            event=self.event, field=self.field, value=self.value, stance=self.stance, source=self.speaker.name,
            origin=self.origin, side=self.speaker.side, grade=letter, graded=given, has_stake=self.has_stake,
            own_word=self.own_word, as_of=self.as_of, reported=self.reported, gain=self.gain,
            weighing=Weighing(
                grade=GRADES[letter], confidence=self.confidence, interest=self.interest, decay=self.decay,
                new=self.new, counted=self.counted,
            ),
            role=role or self.role,
        )  # fmt: skip


class _Heard:
    """The speaker of a voice."""

    __slots__ = ("name", "origin", "side")

    def __init__(self, voice: Voice) -> None:
        self.name, self.origin, self.side = voice.source, voice.origin, voice.side


def word_of(voice: Voice) -> Word:
    """A voice as a word again, to be weighed anew among others."""
    amount = None if voice.value is None else amount_of(voice.value)
    grade = (voice.grade, voice.graded)
    word = Word(
        voice.event, voice.field, amount, _Heard(voice), grade, voice.weighing.confidence, voice.as_of, voice.reported
    )
    word.has_stake, word.own_word, word.gain = voice.has_stake, voice.own_word, voice.gain
    return word
