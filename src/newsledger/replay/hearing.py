"""Who says what of each slot: from the reports of a question to words, slot by slot."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

import attrs

from newsledger.asof import AsOf, as_of
from newsledger.belief import Slot, Voice
from newsledger.belief.words import Word
from newsledger.event import Event
from newsledger.fact import NAMED, Fact, Field, Time, Timing, Value, fold
from newsledger.live import VOIDED, Live, Question, fold_slot
from newsledger.names import Names, folded
from newsledger.reports import Claim, Key, Report, dimension_of, report_of
from newsledger.sources import Gain
from newsledger.tuples import NamedTuple
from newsledger.values.when import EVER, NEVER, Micro

Path = tuple[str, ...]


class Heard:
    """What is said of one slot about the date asked."""

    __slots__ = ("interests", "slot", "timing", "words")

    def __init__(self, slot: Slot, timing: Timing) -> None:
        self.slot, self.timing = slot, timing
        self.words: list[Word] = []
        self.interests: dict[tuple[str, ...], tuple[bool, Gain | None]] = {}


class _Ahead(NamedTuple):
    """A claim of what lies ahead, with the report that makes it and the slot that it is about."""

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
        self._sources, self._aliased = alive.sources, alive.names.aliased
        self._at = question.end(question.at) or NEVER
        self._slots: dict[Key, Heard] = {}
        self._ahead: list[_Ahead] = []
        self.retracted: set[Slot] = set()
        touched = alive.withdrawn.keys() | alive.voided
        for event in reports:
            self._hear(
                event, event.taken_apart or report_of(event), alive.gone(event.id) if event.id in touched else None
            )
        self._spread()

    def slots(self) -> Iterable[Heard]:
        """Each slot with what is said of it about the date asked."""
        return self._slots.values()

    def expected(self) -> tuple[Voice, ...]:
        """What is said to lie ahead, in the order of output."""
        return tuple(sorted((self._voice(*one) for one in self._ahead), key=_voice_order))

    def _voice(self, event: Event, report: Report, claim: Claim, heard: Heard) -> Voice:
        """What lies ahead speaks as of its report."""
        reported = report.times(event.said, self._zone).reported or (EVER, EVER)
        return self._word(event, report, claim, heard, AsOf(*reported), reported).voice()

    def _hear(self, event: Event, report: Report, gone: frozenset[str] | None) -> None:
        _, _, span, settled = report.times(event.said, self._zone)
        for claim in report.claims:
            heard = None if self._aliased else self._slots.get(claim.key)
            heard = heard or self._heard(report, claim)
            if gone is not None and (gone is VOIDED or claim.field.name in gone):
                if gone is not VOIDED:
                    self.retracted.add(heard.slot)
            elif span is None or claim.timing.time is Time.EXPECTED:
                self._ahead.append(_Ahead(event, report, claim, heard))
            else:
                spoken = as_of(claim.timing, span, self._at) if settled is None else settled
                if spoken is not None and spoken.earliest < self._at:
                    heard.words.append(self._word(event, report, claim, heard, spoken, span.reported))

    def _heard(self, report: Report, claim: Claim) -> Heard:
        key = claim.key
        if self._aliased:
            key = (self._alive.names.path(report.path), *key[1:])
        found = self._slots.get(key)
        if found is None:
            found = self._slots[key] = Heard(_slot(key, claim), claim.timing)
        return found

    def _word(  # noqa: PLR0917  made for each claim of each question, hence by position
        self, event: Event, report: Report, claim: Claim, heard: Heard, spoken: AsOf, reported: tuple[Micro, Micro]
    ) -> Word:  # fmt: skip
        speaker = self._sources.speaker(report.chain)
        grade = speaker.grade(reported[1])
        word = Word(event, claim.field, claim.amount, speaker, grade, report.confidence, spoken, reported)
        if speaker.side is not None:
            self._interest(word, claim, heard)
        if claim.owned:
            fact = _standing_fact(event, self._alive)
            word.own_word = _is_own_word(fact, speaker.origin, self._alive.names)
        return word

    def _interest(self, word: Word, claim: Claim, heard: Heard) -> None:
        """Tells whether the speaker's side has a stake in the slot, and what it would gain by: once for each side."""
        parties = (fold(str(word.value)),) if claim.named else ()
        key = (str(word.side), *parties)
        found = heard.interests.get(key)
        if found is None:
            slot, sources, names = heard.slot, self._sources, heard.slot.names
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


def _slot(key: Key, claim: Claim) -> Slot:
    path, field, dimension = key
    return Slot(kind=path[0], keys=path[1:], field=field, dimension=dimension, only=claim.only)


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
