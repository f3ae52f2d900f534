"""What is remembered of a published file's rows between its versions: eighty bytes a row, 52 a further claim."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

KEY = 16
"""Bytes that stand for a row's key."""

BITS = 12
"""Keys are parted by so many of their first bits."""

HEAD = "<qI"
TOLD = "16sqIqqQ"
NOTHING = bytes(16)
"""Stands for the id of what was never told, or is not so any more."""


class Told(NamedTuple):
    """What one claim of a row last told: the event's id, a sum over what it says, who said it, and its time.

    `behind` is where its trail begins, for those who need to know more of it.
    """

    id: bytes = NOTHING
    likeness: int = 0
    voice: int = 0
    start: int = 0
    end: int = 0
    behind: int = 0

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
        self._row = struct.Struct(HEAD + claims * TOLD)
        many = len(Told._fields)
        self._each = [slice(at, at + many) for at in range(0, claims * many, many)]
        # the keys of a part stand apart from its rows, so that few bytes are looked through
        self._parts: dict[int, tuple[bytearray, bytearray]] = {}
        self.many = 0

    def get(self, key: bytes) -> Last | None:
        """What is remembered of a row."""
        part = self._parts.get((key[0] << 8 | key[1]) >> (16 - BITS))
        at = -1 if part is None else _at(part[0], key)
        return None if part is None or at < 0 else self._read(part[1], at)

    def put(self, key: bytes, last: Last) -> None:
        """Remembers a row as it is now."""
        number = (key[0] << 8 | key[1]) >> (16 - BITS)
        part = self._parts.get(number)
        if part is None:
            part = self._parts[number] = (bytearray(), bytearray())
        told = last.told[0] if len(last.told) == 1 else [one for told in last.told for one in told]
        packed = self._row.pack(last.signature, last.version, *told)
        at = _at(part[0], key)
        if at < 0:
            part[0].extend(key)
            part[1].extend(packed)
            self.many += 1
        else:
            at *= self._row.size
            part[1][at : at + self._row.size] = packed

    def seen(self, key: bytes, last: Last, version: int) -> None:
        """Notes that a row that is remembered stands in a version as it stood."""
        if last.version != version:
            self.put(key, last._replace(version=version))

    def items(self) -> Iterator[tuple[bytes, Last]]:
        """Every row, in an order that depends on their keys alone."""
        for number in sorted(self._parts):
            held, rows = self._parts[number]
            keys = sorted(bytes(held[at : at + KEY]) for at in range(0, len(held), KEY))
            for key in keys:
                yield key, self._read(rows, _at(held, key))

    def _read(self, rows: bytearray, at: int) -> Last:
        signature, version, *told = self._row.unpack_from(rows, at * self._row.size)
        return Last(signature, version, tuple([Told._make(told[each]) for each in self._each]))


def _at(held: bytearray, key: bytes) -> int:
    """Which of some keys it is, counted from nought; less than that where it is none of them."""
    at = held.find(key)
    while at % KEY and at >= 0:
        at = held.find(key, at + 1)
    return at // KEY
