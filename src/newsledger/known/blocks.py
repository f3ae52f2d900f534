"""The ids of a log, in blocks by their first bits: to look for one id is to read one block.

Every block has a checksum over its place and its bytes, and so has all else in the file: what
was damaged is found when it is read.
"""

# pathlib costs more than all that is done here
# ruff: noqa: PTH123

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
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
        self.upto, self._bits, self.many = int(upto), int(bits), int(many)
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
        """Where in the log the files stand that hold an id."""
        number = _block_of(identity, self._bits)
        block = self._read.get(number)
        if block is None:
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
        self._stream.seek(self._directory + ((1 << self._bits) + 1) * ENTRY.size + first * WIDTH)
        block = self._stream.read((end - first) * WIDTH)
        if len(block) != (end - first) * WIDTH or _checksum(block, number, first, self._token) != checksum:
            raise Spoiled
        return block

    def all(self) -> Iterator[bytes]:
        """Every block, in order."""
        for number in range(1 << self._bits):
            yield self._block(number)

    def joined(self, new: Iterable[Found]) -> list[bytes]:
        """Every block with further ids in it; twice as many blocks where they are full."""
        added: dict[int, bytes] = {}
        for identity, address in new:
            number = _block_of(identity, self._bits)
            added[number] = added.get(number, b"") + identity + ADDRESS.pack(address)
        blocks = [block + added.get(number, b"") for number, block in enumerate(self.all())]
        if sum(map(len, blocks)) <= FULL * WIDTH * len(blocks):
            return blocks
        entries = [block[at : at + WIDTH] for block in blocks for at in range(0, len(block), WIDTH)]
        if len(entries) > 2 * len({entry[:ID] for entry in entries}):
            raise Spoiled  # most of it is of files that are gone, or were read again and again
        return parted(entries)


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
    every = sorted(entries)
    bits = max(0, (2 * len(every) // FULL).bit_length())
    blocks: list[list[bytes]] = [[] for _ in range(1 << bits)]
    for entry in every:
        blocks[_block_of(entry, bits)].append(entry)
    return [b"".join(block) for block in blocks]


def write(path: str, blocks: list[bytes], folders: Iterable[Folder], *, token: bytes, upto: int) -> None:
    """Writes blocks and the folders as they were, beside their place and then renamed."""
    frames = b""
    for folder in folders:
        frames += log.framed(folder, at=START + len(frames), token=token)
    first, directory = 0, b""
    entries = []
    for number, block in enumerate(blocks):
        entries.append(ENTRY.pack(first, _checksum(block, number, first, token)))
        first += len(block) // WIDTH
    directory = b"".join(entries) + ENTRY.pack(first, 0)
    head = HEAD.pack(MAGIC, token, upto, len(blocks).bit_length() - 1, first, len(frames))
    log.put(path, b"".join([head, SUM.pack(crc32(head)), frames, directory, *blocks]))
