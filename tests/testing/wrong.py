"""Projections, kinds and stores that somebody might plausibly write, each wrong in one way."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from typing import Any, ClassVar

import attrs

from newsledger.belief import value_text
from newsledger.errors import InvalidInput
from newsledger.event import Event
from newsledger.fact import Unknown
from newsledger.live import Question
from newsledger.projections.territory import Territory
from newsledger.replay import Picture
from newsledger.stores import Appended, Reading
from newsledger.stores.memory import MemoryStore


@attrs.frozen
class Told:
    """What all of these projections give: something that can be told as JSON."""

    told: Any

    def as_json(self) -> Any:  # noqa: ANN401  any JSON
        """It, as JSON."""
        return self.told


class CountsItsCalls(Told):
    """Counts what it sees, and goes on counting when it is asked again."""

    seen: ClassVar[Counter[str]] = Counter()

    @classmethod
    def project(cls, picture: Picture) -> CountsItsCalls:
        """How often each report was seen."""
        cls.seen.update(entry.slot for entry in picture.entries)
        return cls(dict(sorted(cls.seen.items())))


class InOrderOfAppends(Told):
    """Lists kinds as they were first told of, which is the order of appends."""

    @classmethod
    def project(cls, picture: Picture) -> InOrderOfAppends:
        """The kinds."""
        return cls(list(dict.fromkeys(event.said.kind for event in picture.listing._asked)))


class CountsDuplicates(Told):
    """Takes a report for a new one whenever it comes with another time of taking in."""

    seen: ClassVar[set[tuple[str, str]]] = set()

    @classmethod
    def project(cls, picture: Picture) -> CountsDuplicates:
        """How many were taken in by each."""
        cls.seen |= {(entry.event.id, entry.event.recorded) for entry in picture.entries}
        here = {entry.event.id for entry in picture.entries}
        return cls(len([one for one, _ in cls.seen if one in here]))


class RemembersTheQuestion(Told):
    """Keeps its answer for each question, though the ledger grows."""

    answers: ClassVar[dict[Question, int]] = {}

    @classmethod
    def project(cls, picture: Picture) -> RemembersTheQuestion:
        """How many beliefs there are."""
        return cls(cls.answers.setdefault(picture.question, len(picture.beliefs)))


class ReadsTheClock(Told):
    """Tells how old each belief is today."""

    @classmethod
    def project(cls, picture: Picture) -> ReadsTheClock:
        """The year, if anything is believed."""
        return cls([dt.datetime.now(dt.UTC).year for _ in picture.beliefs])


class DrawsLots(Told):
    """Asks a sample of the beliefs alone."""

    @classmethod
    def project(cls, picture: Picture) -> DrawsLots:
        """One belief."""
        return cls([random.choice(picture.beliefs).slot.name] if picture.beliefs else [])  # noqa: S311  no secret


class SpoilsThePicture(Told):
    """Takes regions out of a projection that it shares with everybody."""

    @classmethod
    def project(cls, picture: Picture) -> SpoilsThePicture:
        """The regions, each taken out."""
        regions = picture[Territory].regions
        return cls([regions.popitem()[0] for _ in list(regions)])


class LooksPastTheCut(Told):
    """Tells how many reports came later, as part of the picture of that day."""

    @classmethod
    def project(cls, picture: Picture) -> LooksPastTheCut:
        """How many came later."""
        return cls(picture.later)


class ReadsRecorded(Told):
    """Takes what was entered last for what is newest."""

    @classmethod
    def project(cls, picture: Picture) -> ReadsRecorded:
        """The slot that was entered last."""
        newest = max(picture.entries, key=lambda entry: (entry.event.recorded, entry.slot), default=None)
        return cls(newest and newest.slot)


class ReadsIds(Told):
    """Breaks a tie by id."""

    @classmethod
    def project(cls, picture: Picture) -> ReadsIds:
        """The slot of the report with the greatest id."""
        greatest = max(picture.entries, key=lambda entry: entry.event.id, default=None)
        return cls(greatest and greatest.slot)


class IgnoresWithdrawals(Told):
    """Counts reports, those among them that were taken back."""

    @classmethod
    def project(cls, picture: Picture) -> IgnoresWithdrawals:
        """How many reports each slot has."""
        return cls(dict(sorted(Counter(entry.slot for entry in picture.entries).items())))


class Values(Told):
    """What is believed of each slot. Parts of it merge."""

    @classmethod
    def project(cls, picture: Picture) -> Values:
        """The values."""
        return cls({"/".join(one.slot.order): one.value and value_text(one.value) for one in picture.beliefs})

    def merge(self, other: Values) -> Values:
        """Both together, in the order of slots."""
        return type(self)(dict(sorted({**self.told, **other.told}.items())))


class ForgetsInMerging(Values):
    """Keeps the larger part when two are merged."""

    def merge(self, other: Values) -> Values:
        """One of both."""
        return max(self, other, key=lambda one: len(one.told))


class Fails(Told):
    """Takes it for granted that something is believed."""

    @classmethod
    def project(cls, picture: Picture) -> Fails:
        """The first belief."""
        return cls(picture.beliefs[0].slot.name)


# --- stores -------------------------------------------------------------------------------------


class AppendsTwice(MemoryStore):
    """Says of everything that it is new."""

    def append(self, events: Any, *, slug: str | None = None, after: str | None = None) -> Appended:  # noqa: ANN401  as the protocol
        """Says so."""
        done = super().append(events, slug=slug, after=after)
        return Appended(added=done.added + done.present, present=())


class KeepsTheLastBatch(MemoryStore):
    """Writes over what was there."""

    def append(self, events: Any, *, slug: str | None = None, after: str | None = None) -> Appended:  # noqa: ANN401  as the protocol
        """Forgets all else."""
        self._lines.clear()
        return super().append(events, slug=slug, after=after)


class InOrderOfLines(MemoryStore):
    """Reads events as they stand."""

    def read(self) -> Reading:
        """The events by id."""
        found = super().read()
        return attrs.evolve(found, events=tuple(sorted(found.events, key=lambda event: event.id)))


class TakesHalf(MemoryStore):
    """Appends one event after the other, up to the first that is refused."""

    def append(self, events: Any, *, slug: str | None = None, after: str | None = None) -> Appended:  # noqa: ANN401  as the protocol
        """One by one."""
        done = [super(TakesHalf, self).append([event], slug=slug, after=after) for event in events]
        return Appended(added=sum((one.added for one in done), ()), present=sum((one.present for one in done), ()))


class TidiesUp(MemoryStore):
    """Leaves out what it does not know."""

    def read(self) -> Reading:
        """The events of known kinds."""
        found = super().read()
        known: list[Event] = [event for event in found.events if not isinstance(event.said.fact, Unknown)]
        return attrs.evolve(found, events=tuple(known), problems=())


class Raises(MemoryStore):
    """Gives up on the first damaged line."""

    def read(self) -> Reading:
        """All events, if nothing is damaged."""
        found = super().read()
        errors = [problem for problem in found.problems if problem.severity == "error"]
        if errors:
            raise InvalidInput(errors)
        return found


class SaysNothing(MemoryStore):
    """Passes over damaged lines in silence."""

    def read(self) -> Reading:
        """The events alone."""
        return attrs.evolve(super().read(), problems=())


class LosesTheLast(MemoryStore):
    """Stops reading one line too early."""

    def read(self) -> Reading:
        """All events but the last."""
        found = super().read()
        return attrs.evolve(found, events=found.events[:-1])
