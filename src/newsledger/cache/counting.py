"""What a picture tells of its reports as a whole, counted from rows: how many, by whom, how many later ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection

import attrs

from newsledger.cache.margins import margin
from newsledger.cache.picturing import Sight
from newsledger.cache.rows import FAR, REPORT, Row
from newsledger.cache.shelf import Shelf
from newsledger.event import Event
from newsledger.live import Question, cut, live
from newsledger.replay.listing import Concerned, Entry, Listing
from newsledger.values.when import When


@attrs.frozen(kw_only=True)
class Counted:
    """What was counted. `newest` is the newest date of a report."""

    events: int
    sources: int
    later: int
    newest: When | None
    stories: tuple[str, ...]


class _Sums:
    """What was counted so far; `told` is the newest end of a day of report, and `newest` the rows of it."""

    def __init__(self) -> None:
        self.events = self.later = 0
        self.told = -FAR
        self.sources: set[str] = set()
        self.stories: set[str] = set()
        self.newest: list[Row] = []

    def newest_of(self, told: int) -> list[Row]:
        """The rows of the newest day of report, now that there is one of this."""
        if told > self.told:
            self.told, self.newest = told, []
        return self.newest


class Count:
    """Counts the reports of one question, and reads those alone of which days of UTC do not tell enough."""

    def __init__(self, sight: Sight, question: Question) -> None:
        self._sight, self._question = sight, question
        self._alive = live(sight.ours.values(), question)
        ends = [question.end(when) for when in (question.at, question.public, question.known)]
        self._at, self._public, self._known = (FAR if end is None else min(end, FAR) for end in ends)
        self._margin = margin(question.zone).most
        self._surely = self._public if self._margin == 0 else self._public - self._margin - 1

    def counted(self) -> Counted | None:
        """All that is counted; nothing where an id stands with words in one line and without them in another."""
        lines = self._sight.desk.ours(self._sight.shelving)
        if any(line.redacted and not self._sight.ours[line.id].redacted for line in lines):
            return None
        sums = _Sums()
        for number in self._sight.numbers(self._question.story):
            self._add(self._sight.shelving.shelf(number), number, sums)
        return Counted(
            events=sums.events, sources=len({self._alive.names.of(name) for name in sums.sources if name}),
            later=sums.later if self._question.public else 0, newest=self._newest(sums.newest),
            stories=tuple(sorted(sums.stories)),
        )  # fmt: skip

    def _add(self, page: Shelf, home: int, sums: _Sums) -> None:
        """Adds up the rows of a shelf that belong to the question."""
        page.settle()
        asked = [self._asked(story) for story in page.stories]
        groups: set[int] = set()
        stories: set[int] = set()
        columns = zip(page.recorded, page.told, page.flags, page.group, page.story, strict=True)
        hidden = self._hidden(page, home)
        for at, (recorded, told, flags, group, story) in enumerate(columns):
            if recorded >= self._known or asked[story] is None or at in hidden:
                continue
            if told > self._surely and not self._is_public(page, at, home):
                sums.later += self._is_about(page, at, home)
            elif flags & REPORT:
                sums.events += 1
                groups.add(group)
                stories.add(story)
                if told >= sums.told:
                    sums.newest_of(told).append(page.row(at, home))
        sums.sources.update(json.loads(page.groups[group])[0][0] for group in groups)
        sums.stories.update(told for told in map(asked.__getitem__, stories) if isinstance(told, str))

    def _hidden(self, page: Shelf, home: int) -> set[int]:
        """The places of rows whose words are gone, or that stand for an event that another row stands for."""
        hidden = self._sight.without_words(home)
        shown: set[bytes] = set()
        for at in sorted({place for twin in page.twins for place in (twin - 1, twin)}):
            identity = page.id_at(at)
            if page.recorded[at] < self._known and at not in hidden:
                hidden |= {at} if identity in shown else set()
                shown.add(identity)
        return hidden

    def _asked(self, story: str) -> str | bool | None:
        """The name of a story that is asked about, true for no story at all; nothing for any other."""
        wanted = self._question.story
        if wanted is None:
            return story or True
        return story if story and self._alive.names.of(story) == self._alive.names.of(wanted) else None

    def _is_public(self, page: Shelf, at: int, home: int) -> bool:
        """Whether a row was public, of which UTC does not surely tell that it was."""
        if page.told[at] > self._public + self._margin:
            return False
        return bool(cut([self._event(page.row(at, home))], attrs.evolve(self._question, known=None)))

    def _is_about(self, page: Shelf, at: int, home: int) -> bool:
        """Whether it tells of the day asked or before it."""
        begins = page.begins[at]
        if abs(begins - self._at) > self._margin:
            return begins < self._at
        if self._margin == 0:
            return False
        occurred = self._event(page.row(at, home)).said.occurred
        return occurred is not None and occurred.span(self._question.zone)[0] < self._at

    def _event(self, row: Row) -> Event:
        (event,) = self._sight.desk.events(self._sight.shelving, [row])
        return event

    def _newest(self, rows: list[Row]) -> When | None:
        """The newest date: of several as new, that of the first in the order of output."""
        events = {event.id: event for event in self._sight.desk.events(self._sight.shelving, rows)}
        held = (self._sight.ours | events).values()
        listing = Listing(self._question, lambda: Concerned(held, live(held, self._question)), tuple)
        told = (entry.event for entry in listing.entries if entry.event.id in events)
        return next((event.said.reported for event in told if event.said.reported), None)


class CountedListing(Listing):
    """What a picture can tell beside its beliefs, where that is counted from rows or of one slot alone.

    `count` gives nothing where only the events themselves tell, `slot` what concerns one slot.
    """

    def __init__(
        self,
        listing: Listing,
        question: Question,
        *,
        count: Callable[[], Counted | None],
        slot: Callable[[str], Collection[Event] | None],
        ours: Callable[[], Collection[Event] | None],
    ) -> None:
        super().__init__(question, listing.fetch, listing.expect)
        self._count, self._slot, self._ours = count, slot, ours
        self._counted: list[Counted | None] = []

    def _told(self) -> Counted | None:
        if not self._counted:
            self._counted.append(self._count())
        return self._counted[0]

    @property
    def events(self) -> int:
        """How many reports whose words are there."""
        told = self._told()
        return super().events if told is None else told.events

    @property
    def sources(self) -> int:
        """How many speak."""
        told = self._told()
        return super().sources if told is None else told.sources

    @property
    def later(self) -> int:
        """How many reports about the day asked or before it were made public later, and hence left out."""
        told = self._told()
        return super().later if told is None else told.later

    @property
    def newest(self) -> When | None:
        """The newest date of a report; `None` where there is none."""
        told = self._told()
        return super().newest if told is None else told.newest

    @property
    def stories(self) -> tuple[str, ...]:
        """The names of the stories that the reports belong to, sorted."""
        told = self._told()
        return super().stories if told is None else told.stories

    @property
    def redacted(self) -> tuple[Event, ...]:
        """The events whose words were taken out."""
        events = self._ours()
        if events is None:
            return super().redacted
        alive = live(events, self._question)
        return Listing(self._question, lambda: Concerned(events, alive), tuple).redacted

    def of_slot(self, slot: str) -> tuple[Entry, ...]:
        """The reports of one slot: its kind and keys."""
        events = self._slot(slot)
        if events is None:
            return super().of_slot(slot)
        alive = live(events, self._question)
        return Listing(self._question, lambda: Concerned(events, alive), tuple).of_slot(slot)
