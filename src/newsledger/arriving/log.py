"""The order of arrival in a folder of files: a log in `.newsledger/`, written when files are written or found.

It holds ids and names of files, no words. An append tells it what it wrote; whatever else
came, by a `git pull` or by hand, is found by looking at every file from outside. It may be deleted: then
a new one is begun under another name, and positions of the old one are refused.

Nobody needs a lock for it. A record is one line with a checksum, added at the end in one write; the order of lines
is the order of arrival, for all who read them. A line that broke off is passed over, and its file
is found again. What a position was given for was synced before, so that no position can outlive its log.
"""

# pathlib costs more than all that is done here
# ruff: noqa: PTH103, PTH108, PTH116, PTH118, PTH123

from __future__ import annotations

import contextlib
import os
import re
import stat
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple
from zlib import crc32

from newsledger.arriving import NAMED, Order
from newsledger.known.log import Mark
from newsledger.known.looking import MARGIN, OURS

NAME = "arrivals"

HEAD = re.compile(rb"newsledger arrivals 1 ([0-9a-f]{8})\n")
START = len(b"newsledger arrivals 1 0badcafe\n")

RECORD = re.compile(rb"([0-9a-f]{8}) ((\d+) (\d+) (\d+) (\d+) ((?:[0-9a-f]{32})*) (.+))")
"""A checksum over the rest; of a file its size, when it changed, its inode; the ids in it; its name."""

ID = 32
"""Hex digits of an id."""

RECORDED = re.compile(rb'"recorded":"([^"]{20,27})"')
"""When a line was taken in: files that are found together are put in the order of that."""

Ids = Callable[[str], tuple[bytes, list[str]]]
"""Gives of a file when its first line was taken in, and the ids of its sound lines in their order."""


class File(NamedTuple):
    """A file as it was when it was read, with the ids of its sound lines."""

    path: str
    size: int
    mark: Mark
    ids: tuple[str, ...]

    def line(self) -> bytes:
        """The line of the record, with line ends on both sides: what broke off before is a line of its own."""
        body = f"{self.size} {self.mark.changed} {self.mark.status} {self.mark.inode} {''.join(self.ids)} ".encode()
        body += os.fsencode(self.path).replace(b"\\", b"\\\\").replace(b"\n", b"\\n")
        return b"\n%08x %s\n" % (crc32(body), body)

    @classmethod
    def of_line(cls, line: bytes) -> File | None:
        """The record of a line; `None` for what is none, or not whole."""
        match = RECORD.fullmatch(line)
        if match is None or b"%08x" % crc32(match[2]) != match[1]:
            return None
        ids = match[7].decode()
        path = re.sub(rb"\\(.)", lambda found: b"\n" if found[1] == b"n" else found[1], match[8])
        mark = Mark(int(match[4]), int(match[5]), int(match[6]))
        return cls(os.fsdecode(path), int(match[3]), mark, tuple(ids[at : at + ID] for at in range(0, len(ids), ID)))


class Log:
    """The log of the ledger in a folder. Several processes and threads may share it."""

    def __init__(self, root: str, derived: str, ids_in: Ids) -> None:
        self._root, self._derived, self._ids_in = root, derived, ids_in
        self._path = os.path.join(derived, NAME)
        self._mutex = threading.Lock()
        self._begin("")

    def _begin(self, copy: str) -> None:
        self._copy, self._end, self._synced = copy, START, 0
        self._ids: list[bytes] = []
        self._where: dict[str, str] = {}
        self._files: dict[str, tuple[int, Mark]] = {}

    @property
    def order(self) -> Order:
        """The order of arrival, as far as it was read by now; another thread may read on."""
        with self._mutex:
            return Order(self._copy, self._ids.copy())

    def file_of(self, identity: str) -> str:
        """The file in which an event was last seen."""
        return self._where.get(identity, "")

    # --- writing ------------------------------------------------------------------------------

    def begin(self) -> None:
        """Makes an empty log. Where it cannot be made it is made when it is needed."""
        with contextlib.suppress(OSError):
            self._create()

    def note(self, file: str, identities: Iterable[str]) -> None:
        """Takes in a file that was just written. Where that cannot be, the next look at the files does it."""
        with contextlib.suppress(OSError):
            seen = os.stat(f"{self._root}{os.sep}{file}")
            self._add([File(file, seen.st_size, Mark.of(seen), tuple(identities))])

    def _add(self, new: Iterable[File]) -> None:
        handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
        try:
            # a write that falls short leaves half a line, which is passed over
            os.write(handle, b"".join(record.line() for record in new))
        finally:
            os.close(handle)

    def look(self, files: Iterable[str]) -> None:
        """Takes in what stands in files that are new or changed; then what is known is on the disk."""
        with self._mutex:
            self._look(files)

    def _look(self, files: Iterable[str]) -> None:
        if not self._read():
            self._create()
            self._read()
        new = sorted(self._changed(files), key=lambda found: (found[0], found[1].path))
        if new:
            self._add(record for _, record in new)
            self._read()
        if self._synced != self._end:
            self._sync(self._path)
            self._synced = self._end

    def _changed(self, files: Iterable[str]) -> Iterator[tuple[bytes, File]]:
        now = time.time_ns()
        for file in files:
            try:
                seen = os.stat(f"{self._root}{os.sep}{file}")  # `join` costs as much as the look itself
                mark = Mark.of(seen)
                if not OURS.search(file) and now - max(mark.changed, mark.status) < MARGIN:
                    mark = mark._replace(inode=0)  # it may change again, and look as it does: to be read again
                same = self._files.get(file) == (seen.st_size, mark)
                if (same and mark.inode) or not stat.S_ISREG(seen.st_mode):
                    continue
                recorded, ids = self._ids_in(file)
            except OSError:
                continue  # what cannot be read has not arrived
            if not same or not all(identity in self._where for identity in ids):
                yield recorded, File(file, seen.st_size, mark, tuple(ids))

    def _create(self) -> None:
        """Makes a new log; where another one made it first, that one stays."""
        os.makedirs(self._derived, exist_ok=True)
        copy = os.urandom(NAMED).hex()
        aside = f"{self._path}.{copy}.part"
        with open(aside, "wb") as stream:
            stream.write(b"newsledger arrivals 1 %s\n" % copy.encode())
        self._sync(aside)
        if self._spoilt():
            os.replace(aside, self._path)  # noqa: PTH105  as said at the top
            return
        try:
            os.link(aside, self._path)
        except FileExistsError:
            pass
        except OSError:  # a disk that knows no links
            os.replace(aside, self._path)  # noqa: PTH105  as said at the top
            return
        os.unlink(aside)

    def _spoilt(self) -> bool:
        """Whether there is something that is no log."""
        try:
            with open(self._path, "rb") as stream:
                return HEAD.fullmatch(stream.read(START)) is None
        except FileNotFoundError:
            return False

    @staticmethod
    def _sync(path: str) -> None:
        """Puts a file on the disk before anybody keeps a position in it."""
        handle = os.open(path, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    # --- reading ------------------------------------------------------------------------------

    def _read(self) -> bool:
        """Reads what came to the log since; whether there is one."""
        try:
            with open(self._path, "rb", buffering=0) as stream:
                head = HEAD.fullmatch(stream.read(START))
                if head is None:
                    return False
                copy = head[1].decode()
                if copy != self._copy or os.fstat(stream.fileno()).st_size < self._end:
                    self._begin(copy)
                stream.seek(self._end)
                content = stream.readall()
        except FileNotFoundError:
            return False
        whole = content[: content.rfind(b"\n") + 1]
        for line in whole.split(b"\n"):
            record = File.of_line(line) if line else None
            if record is not None:
                self._heed(record)
        self._end += len(whole)
        return True

    def _heed(self, record: File) -> None:
        self._files[record.path] = (record.size, record.mark)
        for identity in record.ids:
            if identity not in self._where:
                self._ids.append(bytes.fromhex(identity))
            self._where[identity] = record.path
