"""What an import keeps on its way: the events that are new, and which ids it saw. Memory stays flat."""

from __future__ import annotations

import functools
import itertools
import json
import marshal
import tempfile
import weakref
from collections.abc import Iterator
from typing import IO

from newsledger import codec
from newsledger.event import Event, Said
from newsledger.fact import Unknown
from newsledger.values.when import When

HELD = 4096
"""So many events are held in memory; more are put on the disk."""

ID = 16
"""Bytes of an id."""

BITS = 12
"""Ids are parted by so many of their first bits, so that each part is looked through in a microsecond."""

SIZE = 8
"""Bytes that tell how long a block is."""

Shared = tuple[str | None, str | None, str | None] | None
"""The story, the source and the date of an event; `None` for an entry of ours."""

Put = tuple[str, str, bytes, Shared]
"""An event on the disk: its id, who entered it, its bytes."""


class Seen:
    """A set of ids, sixteen bytes each.

    >>> seen = Seen()
    >>> seen.add(bytes(16)), seen.add(bytes(16))
    (True, False)
    """

    def __init__(self) -> None:
        self._parts: dict[int, bytearray] = {}

    def add(self, identity: bytes) -> bool:
        """Takes in an id; whether it is new."""
        number = (identity[0] << 8 | identity[1]) >> (16 - BITS)
        part = self._parts.get(number)
        if part is None:
            self._parts[number] = bytearray(identity)
            return True
        at = part.find(identity)
        while at % ID and at >= 0:
            at = part.find(identity, at + 1)
        if at >= 0:
            return False
        part += identity
        return True


class Spool:
    """Events that wait to be appended, in order. Few are held as they are; more are put into a file without a name.

    They come back as taken in at one time. An event that was on the disk has its bytes, and of what it says as much
    as a store needs to find a file for it: its story, source and date.
    """

    def __init__(self, recorded: str) -> None:
        self._recorded = recorded
        self._held: list[tuple[Event, str]] = []
        self._file: IO[bytes] | None = None
        self.many = 0

    def put(self, event: Event, by: str) -> None:
        """Takes an event in, and by whom it was entered."""
        if len(self._held) >= HELD:
            self._write()
        self._held.append((event, by))
        self.many += 1

    def batches(self, size: int) -> Iterator[list[Event]]:
        """All events, in lists of so many."""
        coming = self._all()
        while batch := list(itertools.islice(coming, size)):
            yield batch

    def _write(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  it is closed with the spool
            weakref.finalize(self, self._file.close)
        self._file.seek(0, 2)
        block = marshal.dumps(_put(self._held))
        self._file.write(len(block).to_bytes(SIZE, "little") + block)
        self._held = []

    def _all(self) -> Iterator[Event]:
        recorded = self._recorded
        if self._file is not None:
            self._file.seek(0)
            while head := self._file.read(SIZE):
                # what this process wrote itself, into a file that nobody else can open
                block: list[Put] = marshal.loads(self._file.read(int.from_bytes(head, "little")))  # noqa: S302
                for identity, by, raw, told in block:
                    yield Event(id=identity, recorded=recorded, by=by, said=_taken(raw, told), raw=raw)
        for event, by in self._held:
            yield Event(id=event.id, recorded=recorded, by=by, said=event.said, raw=event.raw)


def _put(held: list[tuple[Event, str]]) -> list[Put]:
    """Events as they are put on the disk. Those of one envelope share what they say of it."""
    block: list[Put] = []
    before: Said | None = None
    told: Shared = None
    for event, by in held:
        said = event.said
        if said is not before:
            reported = None if said.reported is None else said.reported.text
            before, told = said, None if said.ours else (said.story, said.source, reported)
        block.append((event.id, by, event.raw, told))
    return block


def _taken(raw: bytes, told: Shared) -> Said:
    """What is known of an event that was on the disk; an entry of ours is read again."""
    return codec.decode(json.loads(raw))[0] if told is None else _stub(*told)


@functools.lru_cache(maxsize=256)
def _stub(story: str | None, source: str | None, reported: str | None) -> Said:
    when = None if reported is None else When(reported)
    return Said(fact=LATER, story=story, source=source, reported=when)


LATER = Unknown("on-its-way", {})
"""Stands for a fact that is in the bytes, and need not be read to be appended."""
