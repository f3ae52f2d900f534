"""Who says what of each slot: from the reports of a question to words, slot by slot."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

import attrs

from newsledger.asof import AsOf, as_of
from newsledger.belief import Slot, Voice
from newsledger.belief.weighing import factor
from newsledger.belief.weights import TABLE
from newsledger.belief.words import Word
from newsledger.event import Event
from newsledger.fact import NAMED, Fact, Field, Time, Timing, Value, fold
from newsledger.frozen import frozen
from newsledger.live import VOIDED, Live, Question, fold_slot
from newsledger.names import Names, folded
from newsledger.reports import Claim, dimension_of, report_of
from newsledger.sources import Sources, Speaker
from newsledger.values.when import NEVER

Path = tuple[str, ...]


class Heard:
    """What is said of one slot about the date asked."""

    __slots__ = ("slot", "timing", "words")

    def __init__(self, slot: Slot, timing: Timing) -> None:
        self.slot, self.timing = slot, timing
        self.words: list[Word] = []


@frozen
class _Ahead:
    """A claim about what lies ahead of its report."""

    event: Event
    claim: Claim
    slot: Slot


class Hearing:
    """What some reports say about the date asked, by slot, and what they expect.

    `retracted` are the slots of which something was taken back.
    """

    def __init__(self, reports: Iterable[Event], alive: Live, question: Question) -> None:
        self._alive, self._zone = alive, question.zone
        self._at = question.end(question.at) or NEVER
        self._slots: dict[tuple[Path, str, str | None], Heard] = {}
        self._ahead: list[_Ahead] = []
        self.retracted: set[Slot] = set()
        for event in reports:
            self._hear(event)
        self._spread()

    def slots(self) -> Iterable[Heard]:
        """Each slot with what is said of it about the date asked."""
        return self._slots.values()

    def expected(self) -> tuple[Voice, ...]:
        """What is said to lie ahead, in the order of output."""
        words = (self._word(one.event, one.claim, one.slot, None) for one in self._ahead)
        return tuple(sorted((word.voice() for word in words), key=_voice_order))

    def _hear(self, event: Event) -> None:
        report = report_of(event)
        if not report.claims:
            return
        alive = self._alive
        path = alive.names.path(report.path)
        span = report.times(event.said, self._zone).reach
        gone = alive.gone(event.id)
        for claim in report.claims:
            heard = self._heard(path, claim)
            if gone is not None and (gone is VOIDED or claim.field.name in gone):
                if gone is not VOIDED:
                    self.retracted.add(heard.slot)
                continue
            if span is None or claim.timing.time is Time.EXPECTED:
                self._ahead.append(_Ahead(event, claim, heard.slot))
                continue
            spoken = as_of(claim.timing, span, self._at)
            if spoken is not None:
                heard.words.append(self._word(event, claim, heard.slot, spoken))

    def _heard(self, path: Path, claim: Claim) -> Heard:
        key = (path, claim.field.name, claim.dimension)
        found = self._slots.get(key)
        if found is None:
            found = self._slots[key] = Heard(_slot(path, claim), claim.timing)
        return found

    def _word(self, event: Event, claim: Claim, slot: Slot, spoken: AsOf | None) -> Word:
        said, alive = event.said, self._alive
        report = report_of(event)
        reported = report.times(said, self._zone).reported
        assert reported is not None  # noqa: S101  no report without a date is live
        speaker = alive.sources.speaker(report.chain)
        grade = speaker.grade(reported[1])
        word = Word(
            event, claim.field, claim.value, speaker, grade, TABLE.grades[grade[0]],
            factor(said.confidence), spoken or AsOf(*reported), reported,
        )  # fmt: skip
        if speaker.side is not None:
            _interest(word, speaker, slot, alive.sources)
        fact = said.fact
        if isinstance(fact, Fact) and fact.spec.own_word is not None:
            word.own_word = _is_own_word(_standing_fact(event, alive), speaker.origin, alive.names)
        return word

    def _spread(self) -> None:
        """What names no dimension (a bare denial, silence, "unknown") is said of the figure in each dimension told."""
        bare = [(key, heard) for key, heard in self._slots.items() if key[2] is None and heard.words]
        told: dict[tuple[Path, str], list[Heard]] = {}
        if len(bare) < len(self._slots):
            for (path, field, dimension), heard in self._slots.items():
                if dimension is not None and any(word.weighs for word in heard.words):
                    told.setdefault((path, field), []).append(heard)
        for key, heard in bare if told else ():
            siblings = told.get(key[:2], ())
            for sibling in siblings:
                sibling.words += map(copy.copy, heard.words)  # each slot writes its own sums into them
            if siblings:
                del self._slots[key]


def _slot(path: Path, claim: Claim) -> Slot:
    kind, *keys = path
    return Slot(
        kind=kind, keys=tuple(keys), field=claim.field.name, dimension=claim.dimension, only=claim.only,
    )  # fmt: skip


def slot_of(event: Event, field: Field, value: Value | None, names: Names) -> Slot:
    """The slot that a value of a report belongs to. Its dimension is part of it where the kind leaves it open."""
    kind, *keys = fold_slot(event.said, names)
    fact = event.said.fact
    return Slot(
        kind=kind, keys=tuple(keys), field=field.name, dimension=dimension_of(field, value),
        only=isinstance(fact, Fact) and len(fact.spec.values) == 1,
    )  # fmt: skip


def timing_of(event: Event, field: Field) -> Timing:
    """How one value of a report is read in time."""
    fact = event.said.fact
    return fact.spec.timing_of(fact, field) if isinstance(fact, Fact) else Timing(Time.OURS)


def _voice_order(voice: Voice) -> tuple[object, ...]:
    kind, *keys = folded(report_of(voice.event).path)
    return (kind, (kind, *keys), voice.source, voice.reported, voice.event.id)


# --- who has a stake, and whose own word it is -----------------------------------------------------------


def _interest(word: Word, speaker: Speaker, slot: Slot, sources: Sources) -> None:
    """Tells whether the speaker's side has a stake in the slot, and what it would gain by."""
    names = slot.names
    word.has_stake = sources.has_stake(speaker.name, (*slot.keys, *_named_parties(word)), names)
    word.gain = sources.gain(speaker.name, _better_for(word, speaker, slot), names)


def _named_parties(word: Word) -> tuple[str, ...]:
    """The party that a value names, where whoever is named gains by it."""
    fact, value = word.event.said.fact, word.value
    declared = fact.spec.better_for if isinstance(fact, Fact) else None
    return (fold(value),) if declared == (word.field.name, NAMED) and isinstance(value, str) else ()


def _better_for(word: Word, speaker: Speaker, slot: Slot) -> tuple[str, str] | None:
    """Whom a value favours by its kind: a party and what is better for it."""
    fact = word.event.said.fact
    declared = fact.spec.better_for if isinstance(fact, Fact) else None
    if declared is None or not isinstance(fact, Fact):
        return None
    if declared == (word.field.name, NAMED):
        side = speaker.side or ""
        return side, side
    party = {key.name: told for key, told in zip(fact.spec.keys, slot.keys, strict=False)}.get(declared[0])
    return None if party is None else (party, declared[1])


def _standing_fact(event: Event, alive: Live) -> Any:  # noqa: ANN401  any kind
    """The fact without the values that were taken back: a pledge taken back makes no word the giver's own."""
    fact, gone = event.said.fact, alive.withdrawn.get(event.id)
    if not gone or not isinstance(fact, Fact):
        return fact
    return attrs.evolve(fact, **{field.attribute: None for field in fact.spec.values if field.name in gone})


def _is_own_word(fact: Any, origin: str, names: Names) -> bool:  # noqa: ANN401  any kind
    if not isinstance(fact, Fact) or fact.spec.own_word is None:
        return False
    owner = fact.spec.own_word(fact)
    return owner is not None and names.of(owner) == origin
