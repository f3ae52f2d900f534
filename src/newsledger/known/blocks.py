"""The ids of a log, in blocks by their first bits: to look for one id is to read one block.

Every block has a checksum over its place and its bytes, and so has all else in the file: what
was damaged is found when it is read.
"""

# pathlib costs more than all that is done here
# ruff: noqa: PTH123

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO
from zlib import crc32

from newsledger.known import log
from newsledger.known.log import ID, SUM, TOKEN, Folder, Spoiled

MAGIC = b"newsledger ids 1\n\0\0\0"
HEAD = struct.Struct(f"<{len(MAGIC)}s{TOKEN}sQBII")
"""The token of the log, how far it was read, how many bits name a block, how many ids, how long the folders are."""

START = HEAD.size + SUM.size
ENTRY = struct.Struct("<II")
"""Of each block: the number of its first id, and its checksum."""

ADDRESS = struct.Struct("<I")
WIDTH = ID + ADDRESS.size
"""Bytes of an id and the place of its file in the log."""

FULL = 256
"""As many ids as a block holds on average before the number of blocks is doubled: five kilobytes to read."""

KEPT = 1_024
"""So many blocks are held in memory at once, of five kilobytes at most: whoever asks in order needs one of them."""

PREFIX = 4
"""Bytes at the head of an id that name its block: enough for four thousand million blocks."""

Found = tuple[bytes, int]
"""An id, and where in the log the file stands that holds it."""


class Blocks:
    """The blocks in a file, open for reading.

    Raises:
        Spoiled: they are not what was written, or not of this log.
        OSError: there are none.
    """

    def __init__(self, path: str, token: bytes) -> None:
        self._stream = open(path, "rb", buffering=0)  # noqa: SIM115  it is closed by `close`
        self._read: dict[int, bytes] = {}
        self._token = token
        try:
            self._open(self._stream.read(START))
        except BaseException:
            self.close()
            raise

    def _open(self, head: bytes) -> None:
        if len(head) != START:
            raise Spoiled
        magic, token, upto, bits, many, length = HEAD.unpack_from(head)
        self.upto, self.bits, self.many = int(upto), int(bits), int(many)
        whole = SUM.unpack_from(head, HEAD.size) == (crc32(head[: HEAD.size]),)
        if not whole or magic != MAGIC or token != self._token:
            raise Spoiled
        self._directory = START + length

    def folders(self) -> list[Folder]:
        """The folders as they were when the blocks were written."""
        self._stream.seek(START)
        length = self._directory - START
        frames = self._stream.read(length)
        if len(frames) != length:
            raise Spoiled
        found = log.records(frames, at=START, token=self._token)
        return [record for _, record in found if isinstance(record, Folder)]

    def close(self) -> None:
        """Lets go of the file."""
        self._stream.close()

    @property
    def size(self) -> int:
        """Bytes of all ids."""
        return WIDTH * self.many

    def find(self, identity: bytes) -> list[int]:
        """Where in the log the files stand that hold an id. Many are best asked in their order."""
        number = _block_of(identity, self.bits)
        block = self._read.get(number)
        if block is None:
            if len(self._read) >= KEPT:
                self._read.clear()
            block = self._read[number] = self._block(number)
        found = []
        at = block.find(identity)
        while at >= 0:
            if at % WIDTH == 0:
                found.append(int.from_bytes(block[at + ID : at + WIDTH], "little"))
            at = block.find(identity, at + 1)
        return found

    def _block(self, number: int) -> bytes:
        self._stream.seek(self._directory + number * ENTRY.size)
        entries = self._stream.read(2 * ENTRY.size)
        if len(entries) != 2 * ENTRY.size:
            raise Spoiled
        (first, checksum), (end, _) = ENTRY.iter_unpack(entries)
        if not first <= end <= self.many:
            raise Spoiled
        self._stream.seek(self._directory + ((1 << self.bits) + 1) * ENTRY.size + first * WIDTH)
        block = self._stream.read((end - first) * WIDTH)
        if len(block) != (end - first) * WIDTH or _checksum(block, number, first, self._token) != checksum:
            raise Spoiled
        return block

    def all(self) -> Iterator[bytes]:
        """Every block, in order."""
        for number in range(1 << self.bits):
            yield self._block(number)

    def joined(self, new: Iterable[Found]) -> Joined:
        """Every block with further ids in it; more and smaller blocks where they are full."""
        added: dict[int, bytes] = {}
        many = self.many
        for identity, address in new:
            number = _block_of(identity, self.bits)
            added[number] = added.get(number, b"") + identity + ADDRESS.pack(address)
            many += 1
        bits = self.bits if many <= FULL << self.bits else _bits_of(many)
        return Joined(self, added, bits - self.bits)


class Joined:
    """The blocks of a file with further ids in them, read one after the other. Each may be split by its next bits."""

    def __init__(self, old: Blocks, added: dict[int, bytes], split: int) -> None:
        self._old, self._added, self._split = old, added, split

    def __len__(self) -> int:
        """How many blocks there are."""
        return 1 << self._old.bits + self._split

    def __iter__(self) -> Iterator[bytes]:
        """The blocks, in order; then lets go of the file. Raises `Spoiled` where most of it is not worth keeping."""
        many = different = 0
        for number, block in enumerate(self._old.all()):
            whole = block + self._added.get(number, b"")
            if not self._split:
                yield whole
                continue
            entries = [whole[at : at + WIDTH] for at in range(0, len(whole), WIDTH)]
            many, different = many + len(entries), different + len({entry[:ID] for entry in entries})
            yield from _parted(entries, self._old.bits + self._split, number << self._split, 1 << self._split)
        self._old.close()
        if many > 2 * different:
            raise Spoiled  # most of it is of files that are gone, or were read again and again


def _checksum(block: bytes, number: int, first: int, token: bytes) -> int:
    return crc32(block, crc32(ENTRY.pack(number, first) + token))


def _block_of(identity: bytes, bits: int) -> int:
    return int.from_bytes(identity[:PREFIX], "big") >> (8 * PREFIX - bits)


def packed(found: Iterable[Found]) -> Iterator[bytes]:
    """Ids with their places, as they stand in blocks."""
    for identity, address in found:
        yield identity + ADDRESS.pack(address)


def parted(entries: Iterable[bytes]) -> list[bytes]:
    """Ids with their places, parted into blocks that are half full."""
    every = list(entries)
    bits = _bits_of(len(every))
    return _parted(every, bits, 0, 1 << bits)


def _bits_of(many: int) -> int:
    """How many bits name a block, so that blocks of so many ids are half full."""
    return (2 * many // FULL).bit_length()


def _parted(entries: list[bytes], bits: int, first: int, many: int) -> list[bytes]:
    """So many blocks from one on, out of the entries that stand in them."""
    blocks: list[list[bytes]] = [[] for _ in range(many)]
    for entry in sorted(entries):
        blocks[_block_of(entry, bits) - first].append(entry)
    return [b"".join(block) for block in blocks]


def write(path: str, blocks: list[bytes] | Joined, folders: Iterable[Folder], *, token: bytes, upto: int) -> None:
    """Writes blocks and the folders as they were, beside their place and then renamed.

    Blocks are written one after the other, so that none but one of them has to be in memory.
    """
    frames = b""
    for folder in folders:
        frames += log.framed(folder, at=START + len(frames), token=token)

    def write(stream: BinaryIO) -> None:
        many, directory = 0, bytearray()
        stream.seek(START + len(frames) + (len(blocks) + 1) * ENTRY.size)
        for number, block in enumerate(blocks):
            directory.extend(ENTRY.pack(many, _checksum(block, number, many, token)))
            many += len(block) // WIDTH
            stream.write(block)
        head = HEAD.pack(MAGIC, token, upto, len(blocks).bit_length() - 1, many, len(frames))
        stream.seek(0)
        stream.write(b"".join([head, SUM.pack(crc32(head)), frames, directory, ENTRY.pack(many, 0)]))

    log.put(path, write)
