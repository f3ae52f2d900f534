"""What an import keeps on its way: the events that are new, and which ids it saw. Memory stays flat."""

from __future__ import annotations

import functools
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

BITS = 14
"""Ids are parted by so many of their first bits, so that each part is looked through in a microsecond."""

SIZE = 8
"""Bytes that tell how long a block is."""

Put = tuple[str, str, str, bytes, bool, str | None, str | None, str | None]


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

    An event that was on the disk comes back with its bytes, and of what it says with as much as a store needs
    to find a file for it: its story, source and date.
    """

    def __init__(self) -> None:
        self._held: list[Event] = []
        self._file: IO[bytes] | None = None
        self.many = 0

    def put(self, event: Event) -> None:
        """Takes an event in."""
        if len(self._held) >= HELD:
            self._write()
        self._held.append(event)
        self.many += 1

    def batches(self, size: int) -> Iterator[list[Event]]:
        """All events, in lists of so many."""
        batch: list[Event] = []
        for event in self._all():
            batch.append(event)
            if len(batch) == size:
                yield batch
                batch = []
        if batch:
            yield batch

    def _write(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  it is closed with the spool
            weakref.finalize(self, self._file.close)
        self._file.seek(0, 2)
        block = marshal.dumps([_put(event) for event in self._held])
        self._file.write(len(block).to_bytes(SIZE, "little") + block)
        self._held = []

    def _all(self) -> Iterator[Event]:
        if self._file is not None:
            self._file.seek(0)
            while head := self._file.read(SIZE):
                # what this process wrote itself, into a file that nobody else can open
                block: list[Put] = marshal.loads(self._file.read(int.from_bytes(head, "little")))  # noqa: S302
                yield from map(_taken, block)
        yield from self._held


def _put(event: Event) -> Put:
    said = event.said
    reported = None if said.reported is None else said.reported.text
    return event.id, event.recorded, event.by, event.raw, said.ours, said.story, said.source, reported


def _taken(put: Put) -> Event:
    identity, recorded, by, raw, ours, *told = put
    said = codec.decode(json.loads(raw))[0] if ours else _stub(*told)
    return Event(id=identity, recorded=recorded, by=by, said=said, raw=raw)


@functools.lru_cache(maxsize=HELD)
def _stub(story: str | None, source: str | None, reported: str | None) -> Said:
    when = None if reported is None else When.parse(reported)
    return Said(fact=LATER, story=story, source=source, reported=when)


LATER = Unknown("on-its-way", {})
"""Stands for a fact that is in the bytes, and need not be read to be appended."""
