"""Pages of bytes in one SQLite file, all of one state. SQLite keeps them together; whether they are, it does not see.

The checksum of a page stands not with it but above it: a leaf of sums holds those of 256 pages, and the root those of
the leaves. So damage is found, and so is a page that is sound and of another state: one that a disk failed to write,
or that the journal of another file put back. Every page that is asked for has to be there: what may be missing is
told by a page that may not. So a page that damage has hidden is found as well as one that it has changed.
"""

# pathlib costs more than all that is done here
# ruff: noqa: PTH100, PTH116, PTH120

from __future__ import annotations

import array
import contextlib
import os
import sqlite3
import struct
import sys
from collections.abc import Iterable, Iterator
from zlib import crc32

SUM = struct.Struct("<I")
SEED = struct.Struct("<q")
LEAF = struct.Struct("<qI")
"""What the root tells of a leaf: its number, and its checksum."""

ROOT = -1
"""The number of the root. The leaves follow downwards; pages have numbers from 0 on."""

BITS = 8
LEAF_OF = 1 << BITS
"""The sums of so many pages stand on one leaf."""

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
        self._root: dict[int, int] = {}
        self._leaves: dict[int, array.array[int]] = {}
        self._rooted = False

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
        self._rooted = False
        with _sorted_out():
            self._db.execute(begin)
        try:
            yield
            with _sorted_out():
                self._db.execute("COMMIT")
        finally:
            self._rooted = False
            with _sorted_out():
                if self._db.in_transaction:
                    self._root, self._leaves = {}, {}
                    self._db.execute("ROLLBACK")

    # --- pages --------------------------------------------------------------------------------

    def page(self, number: int) -> bytes:
        """A page, as it was written. Raises `Spoiled` where it is not there, not as it was, or of another state."""
        self._take_root()
        body, leaf = self._stored(number), self._leaf(number >> BITS)
        if leaf is None or leaf[number % LEAF_OF] != checksum(number, body):
            raise Spoiled
        return body

    def write(self, pages: Iterable[tuple[int, bytes]]) -> None:
        """Writes pages, over whatever stood there."""
        self._take_root()
        changed: set[int] = set()
        with _sorted_out():
            self._db.executemany(WRITE, self._summed(pages, changed))
            told = [(ROOT - 1 - at, _little(self._leaves[at]).tobytes()) for at in sorted(changed)]
            self._root |= {ROOT - 1 - number: checksum(number, body) for number, body in told}
            self._db.executemany(WRITE, [*told, (ROOT, _of_root(self._root))])

    def _stored(self, number: int) -> bytes:
        with _sorted_out():
            found = self._db.execute(READ, (number,)).fetchone()
        if found is None or not isinstance(found[0], bytes):
            raise Spoiled
        return found[0]

    def _summed(self, pages: Iterable[tuple[int, bytes]], changed: set[int]) -> Iterator[tuple[int, bytes]]:
        """Pages as they come, each of them noted on its leaf."""
        for number, body in pages:
            at = number >> BITS
            leaf = self._leaf(at)
            if leaf is None:
                leaf = self._leaves[at] = array.array("I", bytes(SUM.size * LEAF_OF))
            leaf[number % LEAF_OF] = checksum(number, body)
            changed.add(at)
            yield number, body

    def _take_root(self) -> None:
        """Reads the root once a transaction, and lets go of the leaves that are others by now."""
        if self._rooted:
            return
        stored = self._stored(ROOT)
        body = stored[SUM.size :]
        if len(body) % LEAF.size or stored[: SUM.size] != SUM.pack(checksum(ROOT, body)):
            raise Spoiled
        root = dict(LEAF.iter_unpack(body))
        self._leaves = {at: leaf for at, leaf in self._leaves.items() if self._root.get(at) == root.get(at)}
        self._root, self._rooted = root, True

    def _leaf(self, at: int) -> array.array[int] | None:
        """A leaf; none where no page of it was ever written."""
        found = self._leaves.get(at)
        if found is None and at in self._root:
            number = ROOT - 1 - at
            body = self._stored(number)
            if len(body) != SUM.size * LEAF_OF or checksum(number, body) != self._root[at]:
                raise Spoiled
            found = self._leaves[at] = _little(array.array("I", body))
        return found

    def version(self) -> int:
        """A number that changes whenever another process has written."""
        with _sorted_out():
            return int(self._db.execute("PRAGMA data_version").fetchone()[0])

    @property
    def size(self) -> int:
        """Its bytes on the disk."""
        return os.stat(self.path).st_size


def create(path: str) -> Book:
    """A new book without pages, over whatever stood there.

    It can be made again, hence nobody waits for the disk: what of it a power cut leaves out, its sums tell.
    """
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108  as above
    with _sorted_out():
        db = _connected(path, "rwc")
        db.execute("PRAGMA synchronous = OFF")
        db.execute(SCHEMA)
        db.execute(WRITE, (ROOT, _of_root({})))
        db.close()
    made = Book(path)
    with _sorted_out():
        for setting in ("journal_mode = OFF", "synchronous = OFF"):  # what fails is thrown away whole
            made._db.execute(f"PRAGMA {setting}")  # noqa: SLF001  as much a part of it as its methods
    return made


def checksum(number: int, body: bytes) -> int:
    """The checksum of a page in its place."""
    return crc32(body, crc32(SEED.pack(number)))


def _of_root(sums: dict[int, int]) -> bytes:
    """The root of leaves with these sums, its own sum before it: that one stands nowhere else."""
    body = b"".join(LEAF.pack(*one) for one in sorted(sums.items()))
    return SUM.pack(checksum(ROOT, body)) + body


def _little(leaf: array.array[int]) -> array.array[int]:
    """A leaf as it is stored, or as it is used: bytes the other way round on machines that hold them so."""
    if sys.byteorder == "little":
        return leaf
    turned = leaf[:]
    turned.byteswap()
    return turned


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
