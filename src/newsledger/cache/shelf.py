"""A shelf: the rows of one slot, kept by column and sorted, so that what speaks last is found without reading the rest.

A question looks at a few rows of each speaker. Rows that are records would all have to be taken apart first, which
costs more than the question; columns of whole numbers are there as they were stored.
"""

from __future__ import annotations

import json
import struct
from array import array
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from newsledger.asof import COARSER_THAN_A_DAY
from newsledger.cache.rows import BROADCAST, ID, LOOSE, MAY_YIELD, WHILE, Row, Stored

LENGTH = struct.Struct("<I")
IDS = struct.Struct(f"{ID}s")

CODES = {
    "file": "I", "number": "I", "offset": "Q", "length": "I", "recorded": "q", "told": "q", "low": "q", "high": "q",
    "begins": "q", "group": "I", "story": "I", "value": "Q", "date": "I", "start": "I", "flags": "I",
}  # fmt: skip
"""The columns beside the ids, in the order of `Stored`, each with its type as `array` calls it."""


ROW = struct.Struct(f"<{ID}s{''.join(CODES.values())}")
"""A row that has no place yet."""

GROUP = 1 + list(CODES).index("group")
"""Which member of a row its group is; its story comes next."""


class Run(NamedTuple):
    """Where the rows of one group stand that may yield: those of a day or less, by when they speak, then all others."""

    group: int
    start: int
    days: int
    end: int


class Shelf:
    """The rows of one slot, or of what has none, with the words that rows give by number.

    `twins` are the places of rows that have the id of the row before, `tied` the ids on it at which something aims,
    or once did. Rows that may yield stand first, by group; from `always` on stand the others. What was added is put
    in its place when the page is written or read.
    """

    __slots__ = (
        "_fresh", "_numbers", "_rows", "always", "groups", "ids", "key", "runs", "stories", "tied", "twins", *CODES,
    )  # fmt: skip

    file: array[int]
    number: array[int]
    offset: array[int]
    length: array[int]
    recorded: array[int]
    told: array[int]
    low: array[int]
    high: array[int]
    begins: array[int]
    group: array[int]
    story: array[int]
    value: array[int]
    date: array[int]
    start: array[int]
    flags: array[int]

    def __init__(self, key: str) -> None:
        self.key = key
        self.groups: list[str] = []
        self.stories: list[str] = []
        self.tied: set[bytes] = set()
        self._numbers: dict[str, dict[str, int]] = {}
        self._fresh = bytearray()
        self._keep([])

    @classmethod
    def parse(cls, body: bytes) -> Shelf:
        """A shelf of its page."""
        at = LENGTH.unpack_from(body)[0] + LENGTH.size
        key, groups, stories, size, always, twins, runs, tied = json.loads(body[LENGTH.size : at])
        made = cls(key)
        made.groups, made.stories, made.always, made.twins = groups, stories, always, twins
        made.runs = [Run._make(run) for run in runs]
        made.tied = {bytes.fromhex(one) for one in tied}
        made.ids = body[at : at + size * ID]
        at += size * ID
        for name, code in CODES.items():
            column = array(code)
            width = size * column.itemsize
            column.frombytes(body[at : at + width])
            setattr(made, name, column)
            at += width
        return made

    def body(self) -> bytes:
        """The page of a shelf."""
        self.settle()
        told = [self.key, self.groups, self.stories, len(self), self.always, self.twins, self.runs]
        words = json.dumps([*told, sorted(one.hex() for one in self.tied)]).encode()
        columns = (getattr(self, name).tobytes() for name in CODES)
        return b"".join([LENGTH.pack(len(words)), words, self.ids, *columns])

    def __len__(self) -> int:
        return len(self.low)

    @property
    def is_slot(self) -> bool:
        """Whether it is the shelf of a slot."""
        return not self.key.startswith((LOOSE, BROADCAST[:-1]))

    # --- rows that come and go ----------------------------------------------------------------

    def add(self, row: Stored, group: str, story: str) -> None:
        """Puts a row on the shelf, of a group and a story by their words."""
        numbers = (self._number(self.groups, "groups", group), self._number(self.stories, "stories", story))
        self._fresh += ROW.pack(*row[:GROUP], *numbers, *row[GROUP + len(numbers) :])

    def _number(self, words: list[str], name: str, word: str) -> int:
        """The number of a word, which is a new one where it is new."""
        numbers = self._numbers.get(name)
        if numbers is None:
            numbers = self._numbers[name] = {told: at for at, told in enumerate(words)}
        if word not in numbers:
            numbers[word] = len(words)
            words.append(word)
        return numbers[word]

    def take_out(self, files: set[int]) -> list[Stored]:
        """Takes out the rows of some files, and returns them."""
        rows = self._taken_apart()
        self._keep([row for row in rows if row.file not in files])
        return [row for row in rows if row.file in files]

    def settle(self) -> None:
        """Puts what was added in its place."""
        if self._fresh:
            self._keep(self._taken_apart())

    def drained(self) -> bytes:
        """The rows that were added and are in no place yet, which are taken away with it."""
        rows, self._fresh = bytes(self._fresh), bytearray()
        return rows

    def refill(self, rows: bytes) -> None:
        """Brings back rows that were taken away."""
        self._fresh = bytearray(rows) + self._fresh

    def _taken_apart(self) -> list[Stored]:
        """All rows, those that were added as well, which are from now on nowhere else."""
        columns = (getattr(self, name) for name in CODES)
        rows = [*zip(self.each_id(), *columns, strict=True), *ROW.iter_unpack(bytes(self._fresh))]
        self._fresh = bytearray()
        return list(map(Stored._make, rows))

    def _keep(self, rows: list[Stored]) -> None:
        """Makes columns of rows."""
        rows.sort(key=_place)
        ids, *columns = zip(*rows, strict=True) if rows else ((), *((),) * len(CODES))
        self.ids = b"".join(ids)
        for (name, code), column in zip(CODES.items(), columns, strict=True):
            setattr(self, name, array(code, column))
        self.always = sum(bool(flags & MAY_YIELD) for flags in self.flags)
        self.twins = [at for at in range(1, len(rows)) if rows[at].id == rows[at - 1].id]
        self.runs = list(_runs(rows[: self.always]))
        self._rows: dict[int, Row] = {}

    # --- rows that are asked for --------------------------------------------------------------

    def each_id(self) -> Iterator[bytes]:
        """The id of each row."""
        return (one for (one,) in IDS.iter_unpack(self.ids))

    def id_at(self, at: int) -> bytes:
        """The id of a row."""
        return self.ids[at * ID : at * ID + ID]

    def row(self, at: int, home: int) -> Row:
        """A row as a record; `home` is the number of the shelf."""
        found = self._rows.get(at)
        if found is None:
            found = self._rows[at] = Row(
                self.ids[at * ID : at * ID + ID], self.file[at], self.number[at], self.offset[at], self.length[at],
                self.recorded[at], self.told[at], self.date[at], home, at,
            )  # fmt: skip
        return found

    def rows(self, home: int) -> list[Row]:
        """All rows."""
        return [self.row(at, home) for at in range(len(self))]

    def find(self, identity: bytes) -> list[int]:
        """Where the rows of an id stand."""
        found = []
        at = self.ids.find(identity)
        while at >= 0:
            if at % ID == 0:
                found.append(at // ID)
            at = self.ids.find(identity, at + 1)
        return found


def is_short(low: int, high: int, flags: int) -> bool:
    """Whether a row speaks as of a day or less."""
    return high - low <= COARSER_THAN_A_DAY and not flags & WHILE


def _place(row: Stored) -> tuple[Any, ...]:
    """What rows are sorted by."""
    if not row.flags & MAY_YIELD:
        return (1, row.id, row.file, row.number)
    coarse = not is_short(row.low, row.high, row.flags)
    return (0, row.group, coarse, row.low, row.high, row.id, row.file, row.number)


def _runs(rows: Iterable[Stored]) -> Iterator[Run]:
    found: dict[int, list[int]] = {}
    for at, row in enumerate(rows):
        run = found.setdefault(row.group, [at, at, at])
        run[1] += is_short(row.low, row.high, row.flags)
        run[2] = at + 1
    return (Run(group, *run) for group, run in found.items())
