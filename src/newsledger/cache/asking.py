"""Which lines can matter to a question, and their events, read back from the files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

from newsledger import codec
from newsledger.cache.keeping import Cache, Moved
from newsledger.cache.rows import BROADCAST, Row
from newsledger.cache.shelving import PART, STORIES, Shelving
from newsledger.event import Event
from newsledger.kinds.alias import Alias
from newsledger.kinds.redaction import Redaction
from newsledger.names import Kin
from newsledger.problems import Place, Problem
from newsledger.stores import empty_line, placed, reading, visible


class Desk:
    """What was read from a cache so far: rows by shelf, events by line. It is of one generation of the cache."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._events: dict[tuple[int, int], Event] = {}
        self._files: dict[int, str] = {}
        self._ours: list[Event] | None = None
        self._our_rows: list[Row] = []

    # --- rows ---------------------------------------------------------------------------------

    def rows(self, shelving: Shelving, number: int) -> list[Row]:
        """The rows of a shelf."""
        return shelving.shelf(number).rows(number)

    def lines_of(self, shelving: Shelving, identity: bytes) -> list[Row]:
        """Every line of an id."""
        homes = ((home, shelving.shelf(home)) for home in shelving.homes(identity))
        return [shelf.row(at, home) for home, shelf in homes for at in shelf.find(identity)]

    # --- events -------------------------------------------------------------------------------

    def events(self, shelving: Shelving, rows: Iterable[Row]) -> list[Event]:
        """The events of rows, read back from the files; each id is checked."""
        wanted: dict[int, list[Row]] = {}
        for row in rows:
            if (row.file, row.number) not in self._events:
                wanted.setdefault(row.file, []).append(row)
        for file, missing in wanted.items():
            self._read(self._path(shelving, file), missing)
        return [self._events[row.file, row.number] for row in rows]

    def _read(self, path: str, rows: list[Row]) -> None:
        try:
            with open(os.path.join(self._cache.root, path), "rb", buffering=0) as stream:  # noqa: PTH118, PTH123  pathlib costs more
                for row in rows:
                    stream.seek(row.offset)
                    event = codec.read(stream.read(row.length)).event
                    if event is None or bytes.fromhex(event.id) != row.id or event.recorded_at != row.recorded:
                        raise Moved
                    self._events[row.file, row.number] = event
        except OSError as error:
            raise Moved from error

    def _path(self, shelving: Shelving, file: int) -> str:
        if file not in self._files:
            part = file // PART
            folder = next(folder for folder, (_, parts) in shelving.head["folders"].items() if part in parts)
            for number, path in shelving.paths(part, folder):
                self._files[number] = path
        return self._files[file]

    # --- what concerns any picture ----------------------------------------------------------------

    def ours(self, shelving: Shelving) -> list[Event]:
        """The events of the common shelf, what amends them, and whatever a redaction names."""
        if self._ours is None:
            rows = self.rows(shelving, shelving.number(BROADCAST))
            events = self.events(shelving, rows)
            found = {row.id for row in rows}
            found |= {
                bytes.fromhex(event.said.fact.target)
                for event in events
                if isinstance(event.said.fact, Redaction) and shelving.is_known(event.said.fact.target)
            }
            tied = shelving.shelf(shelving.number(BROADCAST)).tied | (found - {row.id for row in rows})
            more: dict[tuple[int, int], Row] = {}
            for identity in reached(found & tied, shelving) | found:
                more |= {(row.file, row.number): row for row in self.lines_of(shelving, identity)}
            self._our_rows = list(more.values())
            self._ours = self.events(shelving, self._our_rows)
        return self._ours

    def names(self, shelving: Shelving) -> Kin:
        """Names by every alias ever told, whether it counts or not."""
        facts = [event.said.fact for event in self.ours(shelving)]
        return Kin((fact.target, fact.meaning or fact.target) for fact in facts if isinstance(fact, Alias))

    def redactions(self, shelving: Shelving) -> tuple[list[Event], dict[str, Place]]:
        """The events that tell whose words are gone or had to go, each member once; and where each stands first."""
        self.ours(shelving)
        rows = self._our_rows
        places: dict[str, Place] = {}
        for row in sorted(rows, key=lambda row: (self._path(shelving, row.file), row.number)):
            place = Place(file=visible(self._path(shelving, row.file)), line=row.number)
            places.setdefault(row.id.hex(), place)
        return list(reading(self.events(shelving, rows), (), {}).events), places

    # --- a story --------------------------------------------------------------------------------

    def of_story(self, shelving: Shelving, story: str) -> list[Event]:
        """All events that can matter to a picture of a story, and what is ours."""
        names = self.names(shelving)
        ours = self.ours(shelving)
        rows: dict[tuple[int, int], Row] = {}
        seen: set[int] = set()
        waiting = self._beside(shelving, shelving.of_story(story, names), names)
        while waiting:
            tied: set[bytes] = set()
            for number in waiting - seen:
                for row in self.rows(shelving, number):
                    rows[row.file, row.number] = row
                    tied.add(row.id)
            seen |= waiting
            waiting = self._further(shelving, reached(tied, shelving), rows, names) - seen
        return [*ours, *self.events(shelving, list(rows.values()))]

    def _further(
        self, shelving: Shelving, identities: set[bytes], rows: dict[tuple[int, int], Row], names: Kin
    ) -> set[int]:
        """The shelves of slots on which some events stand; those that have no slot are taken by themselves."""
        there = {row.id for row in rows.values()}
        slots: set[int] = set()
        for identity in identities - there:
            for home in shelving.homes(identity):
                if shelving.is_slot(home):
                    slots.add(home)
                else:
                    found = (row for row in self.rows(shelving, home) if row.id == identity)
                    rows.update({(row.file, row.number): row for row in found})
        return self._beside(shelving, slots, names)

    def _beside(self, shelving: Shelving, numbers: set[int], names: Kin) -> set[int]:
        """Shelves with those whose names mean the same."""
        return numbers | shelving.meaning_the_same(numbers, names)

    # --- what is wrong with lines -----------------------------------------------------------------

    def problems(self, shelving: Shelving) -> Iterator[tuple[str, list[Problem]]]:
        """What is wrong with the lines of each file, in the order of files."""
        odd = {self._path(shelving, int(file)): told for file, told in shelving.odd().items()}
        for path in sorted(odd):
            yield path, [problem for place in odd[path] for problem in self._problems(path, *place)]

    def _problems(self, path: str, number: int, offset: int, length: int) -> list[Problem]:
        try:
            with open(os.path.join(self._cache.root, path), "rb", buffering=0) as stream:  # noqa: PTH118, PTH123  pathlib costs more
                stream.seek(offset)
                line = stream.read(length)
        except OSError as error:
            raise Moved from error
        read = codec.read(line) if line.strip() else codec.Line(None, (empty_line(),))
        return [placed(problem, file=visible(path), number=number, line=line) for problem in read.problems]


def reached(start: set[bytes], shelving: Shelving) -> set[bytes]:
    """All ids that references lead to or come from, by way of ids that are not here too."""
    seen, waiting = set(start), list(start)
    while waiting:
        one = waiting.pop()
        further = (shelving.aims(one) | shelving.aimed(one)) - seen
        seen |= further
        waiting += further
    return seen


def told_stories(shelving: Shelving) -> list[str]:
    """The names of stories that lines tell."""
    page: dict[str, Any] = shelving.json(STORIES)
    return sorted(page["told"])
