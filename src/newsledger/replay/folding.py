"""From the events of a question to what is believed of each slot."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from newsledger.belief import Belief, Slot, Voice, believe
from newsledger.belief.words import Word
from newsledger.event import Event
from newsledger.live import Question, counting, live
from newsledger.names import folded
from newsledger.replay.hearing import Heard, Hearing
from newsledger.replay.listing import Concerned, Listing, asked
from newsledger.replay.picture import Picture
from newsledger.reports import report_of
from newsledger.values.when import NEVER

if TYPE_CHECKING:
    from newsledger.replay.state import State


class Whole(Protocol):
    """All that concerns a question, for a fold that was handed a part of it; asked only where somebody asks for more.

    Either may give more than it is asked for, events that the question leaves out included.
    """

    def events(self) -> Collection[Event]:
        """Every event that concerns the question: what `entries`, `events`, `sources` and `later` are made of."""

    def reports(self, slot: tuple[str, ...]) -> Iterable[Event]:
        """Every report of a slot (kind, then keys as compared): what `Belief.voices` and `because` are made of."""

    def before(self, slot: tuple[str, ...], origin: str) -> Iterable[Event]:
        """Of the reports of a slot that stand, those of an origin that the figure may have been: for `Belief.was`."""


def picture_of(
    events: Collection[Event],
    question: Question,
    *,
    whole: Whole | None = None,
    first_recorded: str | None = None,
    state: State | None = None,
) -> Picture:
    """The picture for a question, from all the events that concern it; or from some of them, beside the `whole`.

    Whoever keeps an index hands over fewer events, and `whole` to fetch the others by. Beliefs, and what is
    expected, are then made of the events that were handed over; what was left out is fetched when somebody asks
    for a belief's `was`, `voices` or `because`, or for `entries`, `events`, `sources` or `later`. The picture is the
    same, if what is handed over holds:

    - everything of ours but notes and voids: sources, aliases, stakes, redactions; and whatever was redacted;
    - with each event the retractions, corrections and voids that aim at it or name it as a replacement, what these
      aim at and name in turn, and every report of the slot (kind and keys) of what one of them takes back or corrects;
    - every report of a slot whose kind is *expected*, or that begins at or after the end of its `reported`;
    - of the other reports all but those that *surely yield*.

    A report surely yields if it asserts or denies, and beside it stands one that does too (neither is silence),
    that is handed over, not taken back, in the cut and the story asked about, of the same origin, slot, field and
    dimension, that weighs (or neither does), that speaks about `at`, is not *maybe* (or both are), and whose
    earliest as-of is not before its own latest. An index that compares days in UTC is right in every zone if it
    leaves 26 hours between the two.
    What surely yields is asked for, origin by origin, only where somebody asks what a figure was (`Belief.was`).
    A report is *surely not* that if it asserts nothing; or if another assertion of its origin that
    yields as surely is given too, whose earliest as-of is later than its own, whose value is another than that of
    each report of the origin that does not yield, and which was counted from the same start as each of these.
    Of a kind whose figures move only if they were counted over a span, one more rule holds: where a report that
    asserts and weighs and whose `occurred` is an interval is left out, another such one of the slot is handed over.
    """
    with _undisturbed():
        fold = _Fold(events, question, whole)
        beliefs = fold.beliefs()
    return Picture(
        question=question, beliefs=beliefs, directory=fold.alive.sources, names=fold.alive.names,
        first_recorded=first_recorded, listing=Listing(question, fold.concerned, fold.expected), state=state,
    )  # fmt: skip


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Keeps Python from looking for circles of garbage meanwhile: a fold makes none, and many things that stay."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class _Fold:
    """What one question makes of the events that it was handed."""

    def __init__(self, events: Collection[Event], question: Question, whole: Whole | None) -> None:
        self._events, self._question, self._whole = events, question, whole
        self.alive = live(events, question)
        self._at = question.end(question.at) or NEVER
        self._heard = Hearing(asked(self.alive, question), self.alive, question)

    def beliefs(self) -> tuple[Belief, ...]:
        """What is believed of each slot, in the order of slots."""
        found = [self._believed(one) for one in self._heard.slots() if one.words]
        return tuple(sorted(found, key=lambda belief: belief.slot.order))

    def expected(self) -> tuple[Voice, ...]:
        """What is said to lie ahead."""
        return self._heard.expected()

    def concerned(self) -> Concerned:
        """All that concerns the question."""
        if self._whole is None:
            return Concerned(self._events, self.alive)
        events = self._whole.events()
        return Concerned(events, live(events, self._question))

    def _believed(self, heard: Heard) -> Belief:
        return believe(
            heard.slot, heard.timing, heard.words, at=self._at, ties=self.alive.sources,
            partly_retracted=heard.slot in self._heard.retracted, behind=self,
        )  # fmt: skip

    def every(self, slot: Slot) -> list[Word] | None:
        """All that is said of a slot, where some of it was not handed over."""
        if self._whole is None:
            return None
        events = {event.id: event for event in self._whole.reports((slot.kind, *slot.keys))}
        told = counting(events.values(), self._question, self.alive.names)
        return next(one.words for one in Hearing(told, self.alive, self._question).slots() if one.slot == slot)

    def before(self, slot: Slot, shown: Word, words: list[Word]) -> list[Word]:
        """These words, and whatever was left out that the figure of this origin may have been before."""
        if self._whole is None:
            return words
        events = {word.event.id: word.event for word in words}
        events |= {event.id: event for event in self._whole.before((slot.kind, *slot.keys), shown.origin)}
        if len(events) == len(words):
            return words
        told = counting(events.values(), self._question, self.alive.names)
        return next((one.words for one in Hearing(told, self.alive, self._question).slots() if one.slot == slot), words)

    def rests_on(self, slot: Slot, voices: Sequence[Voice]) -> tuple[str, ...]:
        """The ids that a belief rests on: reports, grades, stakes, aliases."""
        alive = self.alive
        ids = {voice.event.id for voice in voices}
        for chain in {report_of(voice.event).chain for voice in voices}:
            ids.update(alive.sources.ids(chain, slot.keys, slot.names))
        ids |= alive.sources.echo_ids(voice.origin for voice in voices)
        if alive.alias_ids and any(folded(report_of(voice.event).path)[1:] != slot.keys for voice in voices):
            ids.update(alive.alias_ids)
        return tuple(sorted(ids))
