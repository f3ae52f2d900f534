"""Which row stands on which page: kept up as files come and go, each change in proportion to the lines it brings."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar
from zlib import crc32

from newsledger.cache.book import Book, Spoiled
from newsledger.cache.looking import Mark
from newsledger.cache.rows import BROADCAST, ID, Stored, fingerprint
from newsledger.cache.shelf import Shelf
from newsledger.cache.taking import Line, Taken
from newsledger.fact import fold
from newsledger.names import Kin

HEAD, STORIES, ODD, FIRSTS = 0, 1, 2, 3
FILES, SHELF, NAMES, IDS, TIES, STORY, AIMED = (sort << 32 for sort in range(1, 8))
"""Where the pages of each sort begin."""

PART = 256
"""So many files stand on one page."""

LEAST_TIES = 64
"""So many pages tell who refers to whom in a small ledger; in a large one there is one to every eight pages of ids."""

HOME = struct.Struct("<I")
ENTRY = ID + HOME.size
TIE = 2 * ID

T = TypeVar("T")


class Pages:
    """The pages of a book, taken apart when first asked for, and put together when they are written."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._loaded: dict[int, Any] = {}
        self._changed: dict[int, Callable[[Any], bytes]] = {}

    def get(self, number: int, parse: Callable[[bytes], T]) -> T:
        """A page, taken apart."""
        found = self._loaded.get(number)
        if found is None:
            found = self._loaded[number] = parse(self.book.page(number))
        return found

    def put(self, number: int, page: object, body: Callable[[Any], bytes]) -> None:
        """Notes that a page is new, or is not as it was."""
        self._loaded[number] = page
        self._changed[number] = body

    def write(self) -> None:
        """Writes what changed, and lets go of everything."""
        self.book.write((number, body(self._loaded[number])) for number, body in sorted(self._changed.items()))
        self._changed, self._loaded = {}, {}


def _json(page: object) -> bytes:
    return json.dumps(page, separators=(",", ":")).encode()


def _bytes(page: bytearray) -> bytes:
    return bytes(page)


def _body(page: Shelf) -> bytes:
    return page.body()


class Shelving:
    """The pages of a cache, for whoever adds files to it or takes them away. What is written stands in `pages`."""

    def __init__(self, pages: Pages, head: dict[str, Any]) -> None:
        self.pages, self.head = pages, head
        self._meanings: tuple[Kin, dict[tuple[str, ...], set[int]]] | None = None

    @classmethod
    def empty(cls, pages: Pages, head: dict[str, Any], *, lines: int) -> Shelving:
        """The pages of a ledger without files, made for about so many lines."""
        buckets = 1
        while buckets * PART < lines:
            buckets *= 2
        ties = max(LEAST_TIES, buckets // 8)
        told = {
            "buckets": buckets,
            "ties": ties,
            "shelves": 0,
            "parts": 0,
            "stories": 0,
            "lines": 0,
            "redactions": 0,
            "dead": 0,
        }
        made = cls(pages, {**head, **told, "folders": {}, "kinds": {}, "first": None})
        for number in range(buckets):
            made.pages.put(NAMES + number, {}, _json)
            made.pages.put(IDS + number, bytearray(), _bytes)
        for number in range(ties):
            made.pages.put(TIES + number, bytearray(), _bytes)
            made.pages.put(AIMED + number, bytearray(), _bytes)
        made.pages.put(STORIES, {"told": {}, "numbers": {}}, _json)
        made.pages.put(ODD, {}, _json)
        made.pages.put(FIRSTS, {}, _json)
        made._shelf(BROADCAST)
        return made

    def write(self) -> None:
        """Writes whatever changed."""
        self.pages.put(HEAD, self.head, _json)
        self.pages.write()

    # --- files that come ----------------------------------------------------------------------

    def add(self, folder: str, name: str, mark: Mark, taken: Taken) -> None:
        """Takes a file in with its lines."""
        file = self._new_file(folder)
        homes: set[int] = set()
        for line in taken.lines:
            homes.add(self._add(file, line))
        part, at = divmod(file, PART)
        page = self._files(part)
        page[at] = [name, list(mark), sorted(homes), taken.first, taken.redactions]
        self.pages.put(FILES + part, page, _json)
        firsts = self._page(FIRSTS)
        told = [one for one in (firsts.get(str(part)), taken.first) if one]
        firsts[str(part)] = min(told, key=tuple, default=None)
        self.pages.put(FIRSTS, firsts, _json)
        if taken.odd:
            odd = self._page(ODD)
            odd[str(file)] = taken.odd
            self.pages.put(ODD, odd, _json)
        self._count(len(taken.lines), taken.redactions)

    def _new_file(self, folder: str) -> int:
        """A number for a file: on the last page of its folder while there is room."""
        parts = self.head["folders"].setdefault(folder, [None, []])[1]
        if not parts or len(self._files(parts[-1])) == PART:
            parts.append(self.head["parts"])
            self.pages.put(FILES + self.head["parts"], [], _json)
            self.head["parts"] += 1
        page = self._files(parts[-1])
        page.append(None)
        self.pages.put(FILES + parts[-1], page, _json)
        return int(parts[-1]) * PART + len(page) - 1

    def _add(self, file: int, line: Line) -> int:
        said, identity = line.said, bytes.fromhex(line.id)
        number, shelf = self._shelf(said.shelf)
        as_of = said.as_of
        row = Stored(
            identity, file, line.number, line.offset, line.length, said.recorded, said.told, as_of.low, as_of.high,
            said.begins, 0, 0, said.value, said.date, as_of.start, as_of.flags,
        )  # fmt: skip
        shelf.add(row, said.group, said.story)
        if self._is_aimed_at(identity):
            shelf.tied.add(identity)
        self.pages.put(SHELF + number, shelf, _body)
        self._note(identity, number, said.ties)
        self._told(said.story, number)
        if said.kind not in self.head["kinds"]:
            self.head["kinds"][said.kind] = fingerprint(said.kind)
        return number

    def _shelf(self, key: str) -> tuple[int, Shelf]:
        """The shelf of a key, made where there is none."""
        bucket = crc32(key.encode()) & (self.head["buckets"] - 1)
        names: dict[str, int] = self.pages.get(NAMES + bucket, json.loads)
        if key in names:
            return names[key], self.shelf(names[key])
        number = names[key] = self.head["shelves"]
        self.head["shelves"] += 1
        self.pages.put(NAMES + bucket, names, _json)
        shelf = Shelf(key)
        self.pages.put(SHELF + number, shelf, _body)
        return number, shelf

    def _note(self, identity: bytes, home: int, ties: tuple[str, ...]) -> None:
        """Notes where an id stands, and to what it refers."""
        ids, entry = self._ids(identity), identity + HOME.pack(home)
        if not _has(ids, entry):
            ids += entry
            self.pages.put(IDS + self._bucket(identity), ids, _bytes)
        for target in ties:
            if _is_id(target):
                self._tie(identity, bytes.fromhex(target))

    def _tie(self, identity: bytes, target: bytes) -> None:
        """Notes on both sides that one id refers to another, and on the shelf of that one that it is aimed at."""
        for number, tie in ((self._ties(identity), identity + target), (self._aimed(target), target + identity)):
            page = self.pages.get(number, bytearray)
            if not _has(page, tie):
                page += tie
                self.pages.put(number, page, _bytes)
        for home in self.homes(target):
            shelf = self.shelf(home)
            if target not in shelf.tied:
                shelf.tied.add(target)
                self.pages.put(SHELF + home, shelf, _body)

    def _untie(self, identity: bytes) -> None:
        """Forgets to whom an id refers. Shelves may go on saying that an id was aimed at: whoever asks looks here."""
        for target in self.aims(identity):
            for number, tie in ((self._ties(identity), identity + target), (self._aimed(target), target + identity)):
                self.pages.put(number, _without(self.pages.get(number, bytearray), tie, TIE), _bytes)

    def _is_aimed_at(self, identity: bytes) -> bool:
        return next(_entries_of(self.pages.get(self._aimed(identity), bytearray), identity, TIE), None) is not None

    def _told(self, story: str, home: int) -> None:
        """Counts a line of a story, and notes that the shelf holds some of it."""
        if not story:
            return
        page = self._page(STORIES)
        page["told"][story] = page["told"].get(story, 0) + 1
        self.pages.put(STORIES, page, _json)
        folded = fold(story)
        if folded not in page["numbers"]:
            page["numbers"][folded] = self.head["stories"]
            self.pages.put(STORY + self.head["stories"], {}, _json)
            self.head["stories"] += 1
        number = page["numbers"][folded]
        homes: dict[str, int] = self._page(STORY + number)
        if str(home) not in homes:
            homes[str(home)] = 1
            self.pages.put(STORY + number, homes, _json)

    # --- files that go ------------------------------------------------------------------------

    def remove(self, files: Iterable[int]) -> None:
        """Takes files out with all their lines."""
        by_home: dict[int, set[int]] = {}
        for file in files:
            for home in self._gone(file):
                by_home.setdefault(home, set()).add(file)
        for home, gone in by_home.items():
            self._take_out(gone, home)

    def _gone(self, file: int) -> list[int]:
        """Forgets a file. Returns the shelves on which its rows still stand."""
        part, at = divmod(file, PART)
        page = self._files(part)
        _, _, homes, _, redactions = page[at]
        self._count(0, -redactions)
        page[at] = None
        self.head["dead"] += 1
        odd = self._page(ODD)
        if odd.pop(str(file), None) is not None:
            self.pages.put(ODD, odd, _json)
        self.pages.put(FILES + part, page, _json)
        firsts = self._page(FIRSTS)
        firsts[str(part)] = min((told[3] for told in page if told and told[3]), key=tuple, default=None)
        self.pages.put(FIRSTS, firsts, _json)
        return list(homes)

    def _take_out(self, files: set[int], home: int) -> None:
        """Takes the rows of files off a shelf."""
        shelf = self.shelf(home)
        gone = shelf.take_out(files)
        self.pages.put(SHELF + home, shelf, _body)
        self._count(-len(gone), 0)
        left = set(shelf.each_id())
        for one in gone:
            self._forget(one.id, home, there=one.id in left, ours=shelf.key == BROADCAST)
            self._untold(shelf.stories[one.story])

    def _forget(self, identity: bytes, home: int, *, there: bool, ours: bool) -> None:
        if there:
            return
        page = _without(self._ids(identity), identity + HOME.pack(home), ENTRY)
        self.pages.put(IDS + self._bucket(identity), page, _bytes)
        if not ours:
            self._untie(identity)

    def _untold(self, story: str) -> None:
        if story:
            page = self._page(STORIES)
            page["told"][story] -= 1
            if not page["told"][story]:
                del page["told"][story]
            self.pages.put(STORIES, page, _json)

    def _count(self, lines: int, redactions: int) -> None:
        """Brings up to date what is told of the whole."""
        self.head["lines"] += lines
        self.head["redactions"] += redactions

    def settle(self) -> None:
        """Finds the event that was taken in first, once all files came and went."""
        self.head["first"] = min((one for one in self._page(FIRSTS).values() if one), key=tuple, default=None)

    def _page(self, number: int) -> Any:  # noqa: ANN401  a page of JSON
        return self.pages.get(number, json.loads)

    def _files(self, part: int) -> list[Any]:
        return self.pages.get(FILES + part, json.loads)

    # --- asking -------------------------------------------------------------------------------

    def json(self, number: int) -> Any:  # noqa: ANN401  a page of JSON
        """A page of JSON."""
        return self.pages.get(number, json.loads)

    def odd(self) -> dict[str, list[list[int]]]:
        """The places of lines about which something is to be said, by the number of their file."""
        return self.json(ODD)  # type: ignore[no-any-return]  # so it was written

    def aims(self, identity: bytes) -> set[bytes]:
        """To what an id refers."""
        return set(_entries_of(self.pages.get(self._ties(identity), bytearray), identity, TIE))

    def aimed(self, identity: bytes) -> set[bytes]:
        """What refers to an id."""
        return set(_entries_of(self.pages.get(self._aimed(identity), bytearray), identity, TIE))

    def homes(self, identity: bytes) -> list[int]:
        """The shelves on which an id stands."""
        return [HOME.unpack(entry)[0] for entry in _entries_of(self._ids(identity), identity, ENTRY)]

    def is_known(self, identity: str) -> bool:
        """Whether there is a line of an id."""
        return _is_id(identity) and bool(self.homes(bytes.fromhex(identity)))

    def number(self, key: str) -> int:
        """The number of a shelf that has to be there."""
        found = self._names(key).get(key)
        if found is None:
            raise Spoiled
        return found

    def is_slot(self, number: int) -> bool:
        """Whether a shelf is that of a slot."""
        return self.shelf(number).is_slot

    def of_story(self, story: str, names: Kin) -> set[int]:
        """The shelves that hold something of a story, by whatever name it is called."""
        numbers: dict[str, int] = self.json(STORIES)["numbers"]
        meant = {number for told, number in numbers.items() if names.of(told) == names.of(story)}
        return {int(home) for number in meant for home in self.json(STORY + number)}

    def meaning_the_same(self, numbers: set[int], names: Kin) -> set[int]:
        """The shelves of slots whose names mean what those of some shelves mean."""
        if not names:
            return set()
        keys = [self.shelf(number).key for number in numbers if self.is_slot(number)]
        return {number for key in keys for number in self.meaning(key, names)}

    def named(self) -> Iterator[tuple[str, int]]:
        """The keys of all shelves, each with its number."""
        for bucket in range(self.head["buckets"]):
            yield from self.json(NAMES + bucket).items()

    def meaning(self, key: str, names: Kin) -> set[int]:
        """The shelves of slots whose names mean what those of a key mean."""
        if self._meanings is None or self._meanings[0] is not names:
            found: dict[tuple[str, ...], set[int]] = {}
            for told, number in self.named():
                found.setdefault(_meaning(told, names), set()).add(number)
            self._meanings = (names, found)
        return self._meanings[1].get(_meaning(key, names), set())

    def _names(self, key: str) -> dict[str, int]:
        return self.json(NAMES + (crc32(key.encode()) & (self.head["buckets"] - 1)))  # type: ignore[no-any-return]  # so it was written

    def paths(self, part: int, folder: str) -> Iterator[tuple[int, str]]:
        """The files on a page, each with its number and its path from the ledger on."""
        for at, told in enumerate(self._files(part)):
            if told is not None:
                yield part * PART + at, f"{folder}/{told[0]}" if folder else told[0]

    # --- pages --------------------------------------------------------------------------------

    def files_of(self, folder: str) -> dict[str, tuple[int, Mark]]:
        """The files of a folder by name, each with its number and how it looked."""
        found = {}
        for part in self.head["folders"].get(folder, (None, ()))[1]:
            for at, told in enumerate(self._files(part)):
                if told is not None:
                    found[told[0]] = (part * PART + at, Mark._make(told[1]))
        return found

    def shelf(self, number: int) -> Shelf:
        """A shelf by its number."""
        return self.pages.get(SHELF + number, Shelf.parse)

    def _bucket(self, identity: bytes) -> int:
        return self._spread(identity, self.head["buckets"])

    def _ties(self, identity: bytes) -> int:
        """The page that tells to what an id refers."""
        return TIES + self._spread(identity, self.head["ties"])

    def _aimed(self, identity: bytes) -> int:
        """The page that tells what refers to an id."""
        return AIMED + self._spread(identity, self.head["ties"])

    @staticmethod
    def _spread(identity: bytes, pages: int) -> int:
        """Which of so many pages, a power of two, is that of an id."""
        return int.from_bytes(identity[:4], "big") & (pages - 1)

    def _ids(self, identity: bytes) -> bytearray:
        return self.pages.get(IDS + self._bucket(identity), bytearray)


def _meaning(key: str, names: Kin) -> tuple[str, ...]:
    kind, *keys = json.loads(key)
    return (kind, *map(names.of, keys))


def _is_id(text: str) -> bool:
    return len(text) == 2 * ID and all(digit in "0123456789abcdef" for digit in text)


def _has(page: bytearray, entry: bytes) -> bool:
    at = page.find(entry)
    while at >= 0 and at % len(entry):
        at = page.find(entry, at + 1)
    return at >= 0


def _without(page: bytearray, start: bytes, width: int) -> bytearray:
    """A page without the entries that begin so."""
    kept = [page[at : at + width] for at in range(0, len(page), width) if not page.startswith(start, at)]
    return bytearray(b"".join(kept))


def _entries_of(page: bytearray, start: bytes, width: int) -> Iterator[bytes]:
    """What stands after the beginning in each entry that begins so. Raises `Spoiled` where the last is not whole."""
    if len(page) % width:
        raise Spoiled
    at = page.find(start)
    while at >= 0:
        if at % width == 0:
            yield bytes(page[at + len(start) : at + width])
        at = page.find(start, at + 1)
