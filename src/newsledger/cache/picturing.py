"""The events that a picture is made of: those that can matter, each with all that takes it back."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator

from newsledger.belief import slot_name
from newsledger.cache.asking import Desk, reached
from newsledger.cache.choosing import Choice, Cut, OpenShelf, Speaker, surely_one
from newsledger.cache.margins import margin
from newsledger.cache.rows import BROADCAST, FAR, LOOSE, Row
from newsledger.cache.shelving import STORIES, Shelving
from newsledger.event import UNNAMED, Event
from newsledger.fact import Fact, fold
from newsledger.kinds import spec
from newsledger.kinds.retraction import Retraction
from newsledger.kinds.source import Source
from newsledger.live import Live, Question, live
from newsledger.replay import State
from newsledger.shelves import may_be_named
from newsledger.sources import WORTHLESS, Sources

Key = tuple[int, int]
"""A line: the number of its file, and its own."""


class Sight:
    """What can be seen of a ledger through one desk, kept for the next question."""

    def __init__(self, desk: Desk, shelving: Shelving) -> None:
        self.desk, self.shelving = desk, shelving
        self.ours = State(desk.ours(shelving)).present()
        self.gone = {bytes.fromhex(one) for one, event in self.ours.items() if event.redacted}
        self._names = desk.names(shelving)
        self._recorded = sorted(event.recorded_at for event in self.ours.values())
        self._sources: dict[tuple[int, str, str], Sources] = {}
        self._shelves: dict[int, OpenShelf] = {}
        self._without: dict[int, list[bytes]] | None = None
        self._fates: dict[Key, tuple[Row, ...]] = {}
        self._origins: dict[tuple[int, Speaker], str] = {}
        self._doubted = {
            self._names.of(event.said.fact.source)
            for event in self.ours.values()
            if isinstance(event.said.fact, Source) and event.said.fact.grade == WORTHLESS
        }

    # --- the question -------------------------------------------------------------------------

    def events(self, question: Question, numbers: Iterable[int] | None = None) -> list[Event]:
        """The events that can matter to a question, of all shelves or of some."""
        cut = self._cut(question)
        chosen: dict[Key, Row] = {}
        for number in self.numbers(question.story) if numbers is None else numbers:
            for row in self._choice(number, cut):
                chosen[row.file, row.number] = row
        self._with_fates(chosen)
        return list((self._events(chosen.values()) | self.ours).values())

    def _events(self, rows: Iterable[Row]) -> dict[str, Event]:
        """The events of rows, each once by its id."""
        found: dict[str, Event] = {}
        for event in self.desk.events(self.shelving, rows):
            there = found.get(event.id)
            found[event.id] = event if there is None else State([there, event]).events()[0]
        return found

    def before(self, slot: tuple[str, ...], origin: str, question: Question) -> Collection[Event]:
        """Of the reports of a slot that stand, those that the figures of an origin may have been before."""
        numbers = self._named(slot)
        if len(numbers) != 1:
            return ()  # nothing was left out
        (number,) = numbers
        page, cut = self.shelving.shelf(number), self._cut(question)
        places = Choice(self._shelf(number), cut, origin).before()
        rows = {(row.file, row.number): row for row in (page.row(at, number) for at in places)}
        self._with_fates(rows)
        alive = live((self._events(rows.values()) | self.ours).values(), question)
        return that_stand(alive)

    def numbers(self, story: str | None) -> Iterable[int]:
        """The shelves that may hold something of a story; all for none."""
        if story is None:
            return range(self.shelving.head["shelves"])
        return sorted(self.shelving.of_story(story, self._names))

    def _cut(self, question: Question) -> Cut:
        ends = [question.end(when) for when in (question.at, question.public, question.known)]
        at, public, known = (FAR if end is None else min(end, FAR) for end in ends)
        shift = margin(question.zone)
        surely, maybe = self._stories(question.story)
        sources = self._sources_at(known, question)
        worthless = question.default_grade == WORTHLESS
        return Cut(
            at=at, public=public, known=known, margin=shift.most, west=shift.west, east=shift.east,
            surely=surely, maybe=maybe,
            doubted=lambda speaker: worthless or self._names.of(speaker[0]) in self._doubted,
            origin=lambda speaker: self._origin(speaker, sources),
        )  # fmt: skip

    def _stories(self, story: str | None) -> tuple[frozenset[str] | None, frozenset[str] | None]:
        if story is None:
            return None, None
        told: list[str] = list(self.shelving.json(STORIES)["told"])
        return (
            frozenset(one for one in told if fold(one) == fold(story)),
            frozenset(one for one in told if self._names.of(one) == self._names.of(story)),
        )

    def _sources_at(self, known: int, question: Question) -> Sources:
        """Who speaks for whom, by what was held by then."""
        key = (bisect_left(self._recorded, known), question.zone, question.default_grade)
        if key not in self._sources:
            self._sources[key] = live(self.ours.values(), question).sources
        return self._sources[key]

    def _origin(self, speaker: Speaker, sources: Sources) -> str:
        key = (id(sources), speaker)
        if key not in self._origins:
            self._origins[key] = sources.origin(speaker) if surely_one(speaker) else json.dumps(["?", *speaker])
        return self._origins[key]

    # --- shelves ------------------------------------------------------------------------------

    def _choice(self, number: int, cut: Cut) -> Iterator[Row]:
        """What of a shelf can matter; of one whose names may mean those of another, all."""
        page = self.shelving.shelf(number)
        if not page.is_slot:
            return iter(())
        kin = self.shelving.meaning_the_same({number}, self._names) - {number}
        if kin:
            rows = (row for one in (number, *kin) for row in self.desk.rows(self.shelving, one))
            return (row for row in rows if row.recorded < cut.known)
        return (page.row(at, number) for at in Choice(self._shelf(number), cut).places())

    def _shelf(self, number: int) -> OpenShelf:
        found = self._shelves.get(number)
        if found is None:
            page = self.shelving.shelf(number)
            found = OpenShelf(page, lambda at, speaker: self._amendment(page.row(at, number), speaker))
            for at in sorted(at for one in page.tied if self.shelving.aimed(one) for at in page.find(one)):
                found.note(at)
            found.gone |= self.without_words(number)
            self._shelves[number] = found
        return found

    def without_words(self, number: int) -> set[int]:
        """The places on a shelf of rows whose words had to go, whether or not a file still has them."""
        if self._without is None:
            self._without = {}
            for one in self.gone:
                for home in self.shelving.homes(one):
                    self._without.setdefault(home, []).append(one)
        page = self.shelving.shelf(number)
        return {at for one in self._without.get(number, ()) for at in page.find(one)}

    def _amendment(self, row: Row, speaker: Speaker) -> Row | None:
        """The one amendment that surely takes back a report: nothing else has to do with the two."""
        shelving = self.shelving
        others = shelving.aimed(row.id)
        may_yield = row.at < shelving.shelf(row.home).always
        if len(others) != 1 or not may_yield or shelving.aims(row.id) or not surely_one(speaker):
            return None
        (other,) = others
        if shelving.aims(other) != {row.id} or shelving.aimed(other) or other in self.gone:
            return None
        lines = self.desk.lines_of(shelving, other)
        homes = shelving.homes(other)
        if len(lines) != 1 or len(homes) != 1 or len(self.desk.lines_of(shelving, row.id)) != 1:
            return None
        (event,) = self.desk.events(shelving, lines)
        said = event.said
        whole = isinstance(said.fact, Retraction) or (isinstance(said.fact, Fact) and not said.ours and said.occurred)
        told = bool(whole and said.source and said.reported)
        same = (fold(said.source or ""), *(map(fold, said.via[:1]) if speaker[0] == UNNAMED else ())) == speaker
        return lines[0] if told and same else None

    # --- what takes them back -----------------------------------------------------------------

    def _with_fates(self, chosen: dict[Key, Row]) -> None:
        """Adds all that takes back what was chosen, or what takes back others of one claim with it, or may."""
        waiting = list(chosen.items())
        while waiting:
            key, row = waiting.pop()
            more = self._fates.get(key)
            if more is None:
                more = self._fates[key] = tuple(self._fate(row))
            for one in more:
                place = (one.file, one.number)
                if place not in chosen:
                    chosen[place] = one
                    waiting.append((place, one))

    def _fate(self, row: Row) -> Iterator[Row]:
        """The lines of what has to do with a report, and the reports of its slot and date that something aims at."""
        page = self.shelving.shelf(row.home)
        if row.id in page.tied and self.shelving.aimed(row.id):
            for identity in reached({row.id}, self.shelving):
                yield from self.desk.lines_of(self.shelving, identity)
        if page.is_slot:
            for number in {row.home} | self.shelving.meaning_the_same({row.home}, self._names):
                shelf = self._shelf(number)
                yield from (shelf.page.row(at, number) for at in shelf.dates.get(row.date, ()))

    # --- all of it ----------------------------------------------------------------------------

    def of_slot(self, slot: tuple[str, ...], question: Question) -> Collection[Event]:
        """The reports of a slot that stand, and those that tell several values, of which some may stand."""
        alive = live(self._closed(self._named(slot)).values(), question)
        return that_stand(alive)

    def about(self, slot: str) -> Collection[Event]:
        """All that concerns one slot, named by its kind and keys; of several that may be meant, all."""
        wanted = {number for key, number in self.shelving.named() if self._is_called(key, slot)}
        numbers = wanted | self.shelving.meaning_the_same(wanted, self._names)
        return self._closed(numbers).values()

    def called(self, name: str) -> frozenset[int]:
        """The shelves of one slot, by its whole name, whichever aliases count."""
        return frozenset(
            number for (kind, *keys), number in self._slots() if may_be_named(name, kind, [*map(self._names.all, keys)])
        )

    def on(self, numbers: Iterable[int]) -> Collection[Event]:
        """All that concerns some shelves."""
        return self._closed(numbers).values()

    def naming(self, text: str) -> Collection[Event]:
        """All that concerns the slots whose names may hold a text; those that go by several names among them."""
        return self._closed({number for path, number in self._slots() if self._may_hold(text, path)}).values()

    def _slots(self) -> Iterator[tuple[list[str], int]]:
        """Kind and keys of the shelves of slots, each with its number."""
        for key, number in self.shelving.named():
            if not key.startswith((LOOSE, BROADCAST[:-1])):
                yield json.loads(key), number

    def _may_hold(self, text: str, path: list[str]) -> bool:
        kind, *keys = path
        found = spec(kind)
        named = slot_name(kind, keys)
        fields = [] if found is None else [f"{named}.{field.name}" for field in found.values]
        return any(text in one for one in (named, *fields)) or any(len(self._names.all(key)) > 1 for key in keys)

    def _is_called(self, key: str, slot: str) -> bool:
        """Whether a shelf may be that of a slot, by whatever names."""
        if self._names:
            return True
        return "/".join(json.loads(key)).rstrip("/") == slot

    def _closed(self, numbers: Iterable[int]) -> dict[str, Event]:
        """All events of some shelves, what takes them back, and what is ours."""
        rows = {(row.file, row.number): row for number in numbers for row in self.desk.rows(self.shelving, number)}
        self._with_fates(rows)
        return State(self.desk.events(self.shelving, rows.values())).present() | self.ours

    def _named(self, slot: tuple[str, ...]) -> set[int]:
        """The shelves of a slot, by whatever names."""
        key = json.dumps(slot)
        if not self._names:
            return {self.shelving.number(key)}
        return self.shelving.meaning(key, self._names)


def that_stand(alive: Live) -> list[Event]:
    """The reports that stand, and those that tell several values, of which some may stand."""
    return [event for event in alive.reports if not is_gone(event, alive)]


def is_gone(event: Event, alive: Live) -> bool:
    """Whether the one value that a report tells was taken back."""
    claims = event.said.claims()
    return len(claims) == 1 and not alive.stands(event, claims[0][0].name)
