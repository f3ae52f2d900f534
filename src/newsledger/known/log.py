"""The log of what an index has seen: files with their ids, and folders as they were when somebody looked.

One record is one write, with a checksum over its place and its bytes. The head of the file tells
how long the log is, so that a log that was cut off is not taken for a whole one.
"""

# pathlib costs more than all that is done here
# ruff: noqa: PTH104, PTH108, PTH123

from __future__ import annotations

import contextlib
import os
import struct
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple
from zlib import crc32

MAGIC = b"newsledger known 1\n\0"
TOKEN = 16
"""Bytes of the random name of a log, by which what was derived from it knows its own."""

HEAD = struct.Struct(f"<{len(MAGIC)}s{TOKEN}sQ")
SUM = struct.Struct("<I")
START = HEAD.size + SUM.size

FRAME = struct.Struct("<IIc")
"""Before each record: its checksum, its length, its sort."""

FILE, FOLDER = b"F", b"D"
OF_FILE = struct.Struct("<QqqQH")
OF_FOLDER = struct.Struct("<qqQcIQIH")
ID = 16
"""Bytes of an id."""


class Spoiled(Exception):
    """What stands in an index is not what was written."""


class Mark(NamedTuple):
    """How a file or folder looks from outside: one that was touched since looks different."""

    changed: int
    status: int
    inode: int

    @classmethod
    def of(cls, seen: os.stat_result) -> Mark:
        """The mark of what the system told."""
        return cls(seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino & (1 << 64) - 1)


GONE = Mark(0, 0, 0)
"""Stands for what is not there."""


class File(NamedTuple):
    """A file as it was when it was read, with the ids of its sound lines, sixteen bytes each."""

    path: str
    size: int
    mark: Mark
    ids: bytes

    def frame(self) -> bytes:
        """The bytes of the record."""
        path = os.fsencode(self.path)
        return FILE + OF_FILE.pack(self.size, *self.mark, len(path)) + path + self.ids


class Folder(NamedTuple):
    """A folder as it was: how far that is relied on, how many names it held and their sum, and what is watched in it.

    `sight` is a sum over how the watched files looked, which are those that change without their folder.
    """

    path: str
    mark: Mark
    trust: bytes
    names: int
    total: int
    sight: int
    watched: tuple[str, ...] = ()

    def frame(self) -> bytes:
        """The bytes of the record."""
        path = os.fsencode(self.path)
        watched = b"\0".join(map(os.fsencode, self.watched))
        numbers = OF_FOLDER.pack(*self.mark, self.trust, self.names, self.total, self.sight, len(path))
        return FOLDER + numbers + path + watched


Record = File | Folder


def framed(record: Record, *, at: int, token: bytes) -> bytes:
    """A record as it stands at a place of the log with this token."""
    frame = record.frame()
    return FRAME.pack(crc32(frame, _seed(at, token)), len(frame) - 1, frame[:1]) + frame[1:]


def _seed(at: int, token: bytes) -> int:
    return crc32(token, at & 0xFFFFFFFF)


def records(content: bytes, *, at: int, token: bytes) -> Iterator[tuple[int, Record]]:
    """The records of a stretch of the log that begins at a place, each with its place.

    Raises:
        Spoiled: a record is not what was written there.
    """
    position = 0
    while position < len(content):
        record, position_after = _record(content, position, at + position, token)
        yield at + position, record
        position = position_after


def _record(content: bytes, position: int, address: int, token: bytes) -> tuple[Record, int]:
    try:
        checksum, length, sort = FRAME.unpack_from(content, position)
    except struct.error:
        raise Spoiled from None
    start = position + FRAME.size
    body = content[start : start + length]
    if len(body) != length or crc32(body, crc32(sort, _seed(address, token))) != checksum:
        raise Spoiled
    return _taken_apart(sort, body), start + length


def _taken_apart(sort: bytes, body: bytes) -> Record:
    """A record out of bytes whose checksum holds."""
    if sort == FILE:
        size, changed, status, inode, length = OF_FILE.unpack_from(body)
        end = OF_FILE.size + length
        return File(os.fsdecode(body[OF_FILE.size : end]), size, Mark(changed, status, inode), body[end:])
    changed, status, inode, trust, names, total, sight, length = OF_FOLDER.unpack_from(body)
    end = OF_FOLDER.size + length
    path, mark = os.fsdecode(body[OF_FOLDER.size : end]), Mark(changed, status, inode)
    watched = tuple(map(os.fsdecode, body[end:].split(b"\0"))) if body[end:] else ()
    return Folder(path, mark, trust, names, total, sight, watched)


class Log:
    """A log that is open for reading and for writing at its end.

    Raises:
        Spoiled: it is no log, or not a whole one.
        OSError: there is none, or it cannot be written.
    """

    def __init__(self, path: str) -> None:
        self._stream = open(path, "r+b", buffering=0)  # noqa: SIM115  it is closed by `close`
        try:
            self.token, self.end = self._head()
        except BaseException:
            self.close()
            raise

    def _head(self) -> tuple[bytes, int]:
        head = self._stream.read(START)
        if len(head) != START:
            raise Spoiled
        magic, token, end = HEAD.unpack_from(head)
        whole = magic == MAGIC and SUM.unpack_from(head, HEAD.size) == (crc32(head[: HEAD.size]),)
        if not whole or os.fstat(self._stream.fileno()).st_size != end:
            raise Spoiled
        return token, end

    def close(self) -> None:
        """Lets go of the file."""
        self._stream.close()

    def read(self, start: int) -> Iterator[tuple[int, Record]]:
        """The records from a place on, each with its place."""
        if not START <= start <= self.end:
            raise Spoiled
        self._stream.seek(start)
        return records(_all(self._stream.read(self.end - start), self.end - start), at=start, token=self.token)

    def at(self, address: int) -> File:
        """The record of a file that stands at a place."""
        self._stream.seek(address)
        head = _all(self._stream.read(FRAME.size), FRAME.size)
        length = FRAME.unpack(head)[1]
        if address + FRAME.size + length > self.end:
            raise Spoiled
        record, _ = _record(head + self._stream.read(length), 0, address, self.token)
        if not isinstance(record, File):
            raise Spoiled
        return record

    def append(self, new: list[Record]) -> list[int]:
        """Writes records at the end, then how long the log is now. Returns where they stand."""
        content, places = b"", []
        for record in new:
            places.append(self.end + len(content))
            content += framed(record, at=places[-1], token=self.token)
        self._write(self.end, content)
        self.end += len(content)
        self._write(0, head(self.token, self.end))
        return places

    def _write(self, at: int, content: bytes) -> None:
        self._stream.seek(at)
        rest = memoryview(content)
        while rest:
            rest = rest[self._stream.write(rest) or 0 :]


def _all(content: bytes, length: int) -> bytes:
    if len(content) != length:
        raise Spoiled
    return content


def head(token: bytes, end: int) -> bytes:
    """The head of a log of this length."""
    packed = HEAD.pack(MAGIC, token, end)
    return packed + SUM.pack(crc32(packed))


def create(path: str, new: list[Record]) -> list[int]:
    """Makes a log, beside its place and then renamed, over whatever stood there. Returns where its records stand."""
    token, content, places = os.urandom(TOKEN), bytearray(START), []
    for record in new:
        places.append(len(content))
        content += framed(record, at=len(content), token=token)
    content[:START] = head(token, len(content))
    put(path, lambda stream: stream.write(content))
    return places


def put(path: str, write: Callable[[BinaryIO], object]) -> None:
    """Writes a file that can be made again: it is swapped in whole, and not worth waiting for the disk."""
    aside = f"{path}.part"
    with open(aside, "wb") as stream:
        write(stream)
    with contextlib.suppress(FileNotFoundError):  # Windows renames over nothing; whoever looks holds the lock
        os.unlink(path)
    os.rename(aside, path)
