"""Who says what of each slot: from the reports of a question to words, slot by slot."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any, NamedTuple

import attrs

from newsledger.asof import AsOf, as_of
from newsledger.belief import Slot, Voice
from newsledger.belief.weights import TABLE
from newsledger.belief.words import Word
from newsledger.event import Event
from newsledger.fact import NAMED, Fact, Field, Time, Timing, Value, fold
from newsledger.live import VOIDED, Live, Question, fold_slot
from newsledger.names import Names, folded
from newsledger.reports import Claim, Report, dimension_of, report_of
from newsledger.sources import Gain
from newsledger.values.when import NEVER

Path = tuple[str, ...]


class Heard:
    """What is said of one slot about the date asked."""

    __slots__ = ("interests", "slot", "timing", "words")

    def __init__(self, slot: Slot, timing: Timing) -> None:
        self.slot, self.timing = slot, timing
        self.words: list[Word] = []
        self.interests: dict[tuple[str, ...], tuple[bool, Gain | None]] = {}


class _Told(NamedTuple):
    """A claim, with the report that makes it and the slot that it is about."""

    event: Event
    report: Report
    claim: Claim
    heard: Heard


class Hearing:
    """What some reports say about the date asked, by slot, and what they expect.

    `retracted` are the slots of which something was taken back.
    """

    def __init__(self, reports: Iterable[Event], alive: Live, question: Question) -> None:
        self._alive, self._zone = alive, question.zone
        self._at = question.end(question.at) or NEVER
        self._slots: dict[tuple[Path, str, str | None], Heard] = {}
        self._ahead: list[_Told] = []
        self.retracted: set[Slot] = set()
        for event in reports:
            self._hear(event, report_of(event))
        self._spread()

    def slots(self) -> Iterable[Heard]:
        """Each slot with what is said of it about the date asked."""
        return self._slots.values()

    def expected(self) -> tuple[Voice, ...]:
        """What is said to lie ahead, in the order of output."""
        words = (self._word(one, _of_the_report(one, self._zone)) for one in self._ahead)
        return tuple(sorted((word.voice() for word in words), key=_voice_order))

    def _hear(self, event: Event, report: Report) -> None:
        alive = self._alive
        span = report.times(event.said, self._zone).reach
        gone = alive.gone(event.id)
        for claim in report.claims:
            heard = self._heard(report.path, claim)
            if gone is not None and (gone is VOIDED or claim.field.name in gone):
                if gone is not VOIDED:
                    self.retracted.add(heard.slot)
                continue
            told = _Told(event, report, claim, heard)
            if span is None or claim.timing.time is Time.EXPECTED:
                self._ahead.append(told)
                continue
            spoken = as_of(claim.timing, span, self._at)
            if spoken is not None:
                heard.words.append(self._word(told, spoken))

    def _heard(self, path: Path, claim: Claim) -> Heard:
        key = (self._alive.names.path(path), claim.field.name, claim.dimension)
        found = self._slots.get(key)
        if found is None:
            found = self._slots[key] = Heard(_slot(key[0], claim), claim.timing)
        return found

    def _word(self, told: _Told, spoken: AsOf) -> Word:
        event, report, claim, heard = told
        reported = report.times(event.said, self._zone).reported
        assert reported is not None  # noqa: S101  no report without a date is live
        speaker = self._alive.sources.speaker(report.chain)
        grade = speaker.grade(reported[1])
        word = Word(
            event, claim.field, claim.amount, speaker, grade, TABLE.grades[grade[0]], report.confidence, spoken,
            reported,
        )  # fmt: skip
        if speaker.side is not None:
            self._interest(word, heard)
        if claim.owned:
            fact = _standing_fact(event, self._alive)
            word.own_word = _is_own_word(fact, speaker.origin, self._alive.names)
        return word

    def _interest(self, word: Word, heard: Heard) -> None:
        """Tells whether the speaker's side has a stake in the slot, and what it would gain by: once for each side."""
        parties = _named_parties(word)
        key = (str(word.side), *parties)
        found = heard.interests.get(key)
        if found is None:
            slot, sources, names = heard.slot, self._alive.sources, heard.slot.names
            stake = sources.has_stake(word.source, (*slot.keys, *parties), names)
            gain = sources.gain(word.source, _better_for(word, slot), names)
            found = heard.interests[key] = (stake, gain)
        word.has_stake, word.gain = found

    def _spread(self) -> None:
        """What names no dimension (a bare denial, silence, "unknown") is said of the figure in each dimension told."""
        told: dict[tuple[Path, str], list[Heard]] = {}
        for (path, field, dimension), heard in self._slots.items():
            if dimension is not None and any(word.weighs for word in heard.words):
                told.setdefault((path, field), []).append(heard)
        for (path, field), siblings in told.items():
            bare = self._slots.pop((path, field, None), None)
            if bare is not None:
                for sibling in siblings:
                    sibling.words += map(copy.copy, bare.words)  # each slot writes its own sums into them


def _slot(path: Path, claim: Claim) -> Slot:
    return Slot(kind=path[0], keys=path[1:], field=claim.field.name, dimension=claim.dimension, only=claim.only)


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


def _of_the_report(told: _Told, zone: str) -> AsOf:
    """What lies ahead speaks as of its report."""
    reported = told.report.times(told.event.said, zone).reported
    return AsOf(*(reported or (NEVER, NEVER)))


# --- who has a stake, and whose own word it is -----------------------------------------------------------


def _named_parties(word: Word) -> tuple[str, ...]:
    """The party that a value names, where whoever is named gains by it."""
    fact, value = word.event.said.fact, word.value
    declared = fact.spec.better_for if isinstance(fact, Fact) else None
    return (fold(value),) if declared == (word.field.name, NAMED) and isinstance(value, str) else ()


def _better_for(word: Word, slot: Slot) -> tuple[str, str] | None:
    """Whom a value favours by its kind: a party and what is better for it."""
    fact = word.event.said.fact
    declared = fact.spec.better_for if isinstance(fact, Fact) else None
    if declared is None or not isinstance(fact, Fact):
        return None
    if declared == (word.field.name, NAMED):
        side = word.side or ""
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
