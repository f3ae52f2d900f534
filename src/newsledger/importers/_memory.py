"""What is remembered of a published file's rows between its versions: some sixty bytes a row, whatever it says."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

KEY = 16
"""Bytes that stand for a row's key."""

BITS = 12
"""Keys are parted by so many of their first bits."""

HEAD = struct.Struct("<qI")
TOLD = struct.Struct("<16sqIqq")
NOTHING = bytes(16)
"""Stands for the id of what was never told, or is not so any more."""


class Told(NamedTuple):
    """What one claim of a row last told: the event's id, a sum over what it says, who said it, and its time."""

    id: bytes = NOTHING
    likeness: int = 0
    voice: int = 0
    start: int = 0
    end: int = 0

    @property
    def alive(self) -> bool:
        """Whether it was told, and neither ended nor taken back since."""
        return self.id != NOTHING


class Last(NamedTuple):
    """What is remembered of a row: a sum over its cells, in which version it last stood, what its claims told."""

    signature: int
    version: int
    told: tuple[Told, ...]


def key_of(cells: Sequence[str]) -> bytes:
    """What stands for the key of a row.

    >>> len(key_of(["2022-02-27"])), key_of(["a", "b"]) == key_of(["ab", ""])
    (16, False)
    """
    text = "\0".join(cells)
    if text.count("\0") >= len(cells):  # a cell holds one itself
        text = "".join(f"\0{len(cell)}:{cell}" for cell in cells)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=KEY).digest()


class Memory:
    """The rows of a file by their keys, with as many claims each.

    >>> memory = Memory(1)
    >>> memory.put(bytes(16), Last(7, 1, (Told(b"1" * 16),)))
    >>> memory.get(bytes(16)).told[0].alive, memory.get(b"2" * 16)
    (True, None)
    """

    def __init__(self, claims: int) -> None:
        self._claims = range(claims)
        self._width = KEY + HEAD.size + claims * TOLD.size
        self._parts: dict[int, bytearray] = {}
        self.many = 0

    def get(self, key: bytes) -> Last | None:
        """What is remembered of a row."""
        part = self._parts.get(self._number(key))
        at = -1 if part is None else self._at(part, key)
        return None if part is None or at < 0 else self._read(part, at)

    def put(self, key: bytes, last: Last) -> None:
        """Remembers a row as it is now."""
        number = self._number(key)
        part = self._parts.get(number)
        if part is None:
            part = self._parts[number] = bytearray()
        packed = key + HEAD.pack(last.signature, last.version) + b"".join([TOLD.pack(*told) for told in last.told])
        at = self._at(part, key)
        if at < 0:
            part += packed
            self.many += 1
        else:
            part[at : at + self._width] = packed

    def seen(self, key: bytes, version: int) -> None:
        """Notes that a row that is remembered stands in a version as it stood."""
        part = self._parts[self._number(key)]
        at = self._at(part, key) + KEY
        signature, _ = HEAD.unpack_from(part, at)
        HEAD.pack_into(part, at, signature, version)

    def items(self) -> Iterator[tuple[bytes, Last]]:
        """Every row, in an order that depends on their keys alone."""
        for number in sorted(self._parts):
            part = self._parts[number]
            keys = sorted(bytes(part[at : at + KEY]) for at in range(0, len(part), self._width))
            for key in keys:
                yield key, self._read(part, self._at(part, key))

    def _number(self, key: bytes) -> int:
        return (key[0] << 8 | key[1]) >> (16 - BITS)

    def _at(self, part: bytearray, key: bytes) -> int:
        at = part.find(key)
        while at % self._width and at >= 0:
            at = part.find(key, at + 1)
        return at

    def _read(self, part: bytearray, at: int) -> Last:
        signature, version = HEAD.unpack_from(part, at + KEY)
        first = at + KEY + HEAD.size
        told = [Told._make(TOLD.unpack_from(part, first + number * TOLD.size)) for number in self._claims]
        return Last(signature, version, tuple(told))
