"""Pages of bytes in one SQLite file, each with a checksum: SQLite keeps them together, it does not notice flipped bits.

Every page that is asked for has to be there: what may be missing is told by a page that may not.
So a page that damage has hidden is found as well as one that it has changed.
"""

# pathlib costs more than all that is done here
# ruff: noqa: PTH100, PTH116, PTH120

from __future__ import annotations

import contextlib
import os
import sqlite3
import struct
from collections.abc import Iterable, Iterator
from zlib import crc32

SUM = struct.Struct("<I")
SEED = struct.Struct("<q")

WAIT = 5.0
"""Seconds to wait for another process that writes to it; each update takes milliseconds."""

SCHEMA = "CREATE TABLE page (number INTEGER PRIMARY KEY, body BLOB NOT NULL)"

READ = "SELECT body FROM page WHERE number = ?"
WRITE = "INSERT OR REPLACE INTO page (number, body) VALUES (?, ?)"


class Spoiled(Exception):
    """What stands in the cache is not what was written."""


class Busy(Exception):
    """Another process has been writing to the cache for longer than it is worth waiting."""


class Book:
    """The pages of one file, open for reading, and for writing unless the disk refuses.

    Raises:
        OSError: there is no file, or it cannot be opened.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        seen = os.stat(path)
        self._inode = (seen.st_dev, seen.st_ino)
        self.writable = os.access(path, os.W_OK) and os.access(os.path.dirname(path), os.W_OK)
        self._db = _connected(path, "rw" if self.writable else "ro")

    def close(self) -> None:
        """Lets go of the file."""
        self._db.close()

    def __del__(self) -> None:
        """A ledger is never closed by whoever reads it: the file is let go with the last picture made of it."""
        with contextlib.suppress(AttributeError):  # it was never opened
            self._db.close()

    @property
    def replaced(self) -> bool:
        """Whether another file stands in its place by now, or none."""
        try:
            seen = os.stat(self.path)
        except OSError:
            return True
        return (seen.st_dev, seen.st_ino) != self._inode

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """All that is read within is of one state, whoever writes meanwhile."""
        with self._within("BEGIN"):
            yield

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """All that is written within is there together or not at all; nobody else writes meanwhile."""
        with self._within("BEGIN IMMEDIATE"):
            yield

    @contextlib.contextmanager
    def _within(self, begin: str) -> Iterator[None]:
        with _sorted_out():
            self._db.execute(begin)
        try:
            yield
            with _sorted_out():
                self._db.execute("COMMIT")
        finally:
            with _sorted_out():
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")

    def page(self, number: int) -> bytes:
        """A page, as it was written. Raises `Spoiled` where it is not there or not as it was."""
        with _sorted_out():
            found = self._db.execute(READ, (number,)).fetchone()
        if found is None or not isinstance(found[0], bytes) or len(found[0]) < SUM.size:
            raise Spoiled
        body: bytes = found[0]
        if SUM.unpack_from(body)[0] != checksum(number, body[SUM.size :]):
            raise Spoiled
        return body[SUM.size :]

    def write(self, pages: Iterable[tuple[int, bytes]]) -> None:
        """Writes pages, over whatever stood there."""
        told = ((number, SUM.pack(checksum(number, body)) + body) for number, body in pages)
        with _sorted_out():
            self._db.executemany(WRITE, told)

    def version(self) -> int:
        """A number that changes whenever another process has written."""
        with _sorted_out():
            return int(self._db.execute("PRAGMA data_version").fetchone()[0])

    @property
    def size(self) -> int:
        """Its bytes on the disk."""
        return os.stat(self.path).st_size


def create(path: str) -> Book:
    """A new book without pages, over whatever stood there. It can be made again, hence nobody waits for the disk."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108  as above
    with _sorted_out():
        db = _connected(path, "rwc")
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.execute(SCHEMA)
        db.close()
    return Book(path)


def checksum(number: int, body: bytes) -> int:
    """The checksum of a page in its place."""
    return crc32(body, crc32(SEED.pack(number)))


def _connected(path: str, mode: str) -> sqlite3.Connection:
    named = os.path.abspath(path).replace(os.sep, "/").replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    uri = f"file:{'' if named.startswith('/') else '/'}{named}?mode={mode}"
    try:
        db = sqlite3.connect(uri, uri=True, timeout=WAIT, isolation_level=None, check_same_thread=False)
    except sqlite3.OperationalError as error:
        raise OSError(str(error)) from error
    return db


@contextlib.contextmanager
def _sorted_out() -> Iterator[None]:
    """Errors of SQLite become what they mean here."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise Busy from error
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN,
                                             sqlite3.SQLITE_IOERR):  # fmt: skip
            raise OSError(str(error)) from error
        raise Spoiled from error
    except (sqlite3.Error, UnicodeError, MemoryError) as error:  # what a damaged file says of itself is no text either
        raise Spoiled from error
