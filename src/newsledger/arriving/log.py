"""The order of arrival in a folder of files: a log in `.newsledger/`, written when files are, and when new ones are seen.

It holds ids and names of files, no words. An append tells it what it wrote; whatever else
came, by a `git pull` or by hand, is found by looking at every file from outside. It may be deleted: then
a new one is begun under another name, and positions of the old one are refused.

A log that breaks off, as after a crash, counts as far as it is whole. What a position was given for
was synced before, so that no position can outlive its log.
"""

# pathlib costs more than all that is done here
# ruff: noqa: PTH116, PTH118, PTH123

from __future__ import annotations

import contextlib
import os
import re
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from io import FileIO
from zlib import crc32

from newsledger.arriving import NAMED, Order
from newsledger.errors import LedgerLocked
from newsledger.known.log import FRAME, HEAD, ID, MAGIC, START, SUM, File, Mark, Spoiled, framed, head, records
from newsledger.known.looking import MARGIN, OURS

NAME = "arrivals"
LOCK = "arrivals.lock"
WAIT = 1.0
"""How many seconds somebody waits for the log, which is held for milliseconds but when it is made."""

RECORDED = re.compile(rb'"recorded":"([^"]{20,27})"')
"""When a line was taken in: files that are found together are put in the order of that."""

Ids = Callable[[str], tuple[bytes, list[bytes]]]
"""Gives of a file when its first line was taken in, and the ids of its sound lines in their order."""


class Log:
    """The log of the ledger in a folder. Several processes may share it."""

    def __init__(self, root: str, derived: str, ids_in: Ids) -> None:
        self._root, self._derived, self._ids_in = root, derived, ids_in
        self._path = os.path.join(derived, NAME)
        self._begin(b"")

    def _begin(self, token: bytes) -> None:
        self._token, self._end, self._synced = token, START, 0
        self._ids: list[bytes] = []
        self._where: dict[bytes, str] = {}
        self._files: dict[str, tuple[int, Mark]] = {}

    @property
    def order(self) -> Order:
        """The order of arrival, as far as it was read."""
        return Order(self._token[:NAMED].hex(), self._ids)

    def ids(self, count: int) -> list[bytes]:
        """The ids of all events but the first so many."""
        return self._ids[count:]

    def file_of(self, identity: bytes) -> str:
        """The file in which an event was last seen."""
        return self._where[identity]

    # --- writing ------------------------------------------------------------------------------

    def begin(self) -> None:
        """Makes an empty log. Where it cannot be made it is made when it is needed."""
        with contextlib.suppress(OSError), self._held():
            self._create()

    def note(self, file: str, identities: Iterable[str]) -> None:
        """Takes in a file that was just written. Where that cannot be, the next look at the files does it."""
        with contextlib.suppress(OSError, LedgerLocked):
            if not os.path.exists(self._path):  # noqa: PTH110  as said at the top
                return
            seen = os.stat(os.path.join(self._root, file))
            record = File(file, seen.st_size, Mark.of(seen), b"".join(map(bytes.fromhex, identities)))
            with self._held(), open(self._path, "r+b", buffering=0) as stream:
                token, end = _head(stream.read(START))
                self._put(stream, token, end, [record])

    def look(self, files: Iterable[str]) -> None:
        """Takes in what stands in files that are new or changed; then what is known is on the disk.

        Where another process holds the log, what it knows so far has to do.
        """
        try:
            with self._held():
                self._read_or_create()
                self._take_in(files)
                self._sync()
        except LedgerLocked:
            if not self._read():
                raise

    def _take_in(self, files: Iterable[str]) -> None:
        new = sorted(self._changed(files), key=lambda found: (found[0], found[1].path))
        if not new:
            return
        with open(self._path, "r+b", buffering=0) as stream:
            self._put(stream, self._token, self._end, [record for _, record in new])
        self._read()

    def _changed(self, files: Iterable[str]) -> Iterator[tuple[bytes, File]]:
        now = time.time_ns()
        for file in files:
            try:
                seen = os.stat(os.path.join(self._root, file))
                mark = Mark.of(seen)
                if not OURS.search(file) and now - max(mark.changed, mark.status) < MARGIN:
                    mark = mark._replace(inode=0)  # it may change again, and look as it does: to be read again
                if self._files.get(file) == (seen.st_size, mark) and mark.inode:
                    continue
                if not stat.S_ISREG(seen.st_mode):
                    continue
                recorded, ids = self._ids_in(file)
            except OSError:
                continue  # what cannot be read has not arrived
            if self._files.get(file) != (seen.st_size, mark) or not all(one in self._where for one in ids):
                yield recorded, File(file, seen.st_size, mark, b"".join(ids))

    @staticmethod
    def _put(stream: FileIO, token: bytes, end: int, new: list[File]) -> None:
        content = b""
        for record in new:
            content += framed(record, at=end + len(content), token=token)
        _write(stream, end, content)
        _write(stream, 0, head(token, end + len(content)))

    def _create(self) -> None:
        token = os.urandom(16)
        aside = f"{self._path}.part"
        with open(aside, "wb") as stream:
            stream.write(head(token, START))
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(aside, self._path)  # noqa: PTH105  as said at the top
        self._begin(token)

    def _sync(self) -> None:
        """Puts the log on the disk before anybody keeps a position in it."""
        if self._synced != self._end:
            with open(self._path, "rb", buffering=0) as stream:
                os.fsync(stream.fileno())
            self._synced = self._end

    # --- reading ------------------------------------------------------------------------------

    def _read_or_create(self) -> None:
        if not self._read():
            self._create()

    def _read(self) -> bool:
        """Reads what came to the log since; whether there is one."""
        try:
            with open(self._path, "rb", buffering=0) as stream:
                token, end = _head(stream.read(START))
                if token != self._token or end < self._end:
                    self._begin(token)
                stream.seek(self._end)
                content = stream.readall()[: end - self._end]
        except (FileNotFoundError, Spoiled):
            return False
        self._heed(content)
        return True

    def _heed(self, content: bytes) -> None:
        """Takes in records as far as they are whole. What follows is written over."""
        start = self._end
        with contextlib.suppress(Spoiled):
            for at, record in records(content, at=start, token=self._token):
                if isinstance(record, File):
                    self._files[record.path] = (record.size, record.mark)
                    for place in range(0, len(record.ids), ID):
                        self._arrived(record.ids[place : place + ID], record.path)
                self._end = at + FRAME.size + FRAME.unpack_from(content, at - start)[1]

    def _arrived(self, identity: bytes, path: str) -> None:
        if identity not in self._where:
            self._ids.append(identity)
        self._where[identity] = path

    @contextlib.contextmanager
    def _held(self) -> Iterator[None]:
        from filelock import FileLock, Timeout  # only who writes or follows pays for it

        os.makedirs(self._derived, exist_ok=True)  # noqa: PTH103  as said at the top
        lock = FileLock(os.path.join(self._derived, LOCK))
        try:
            lock.acquire(timeout=WAIT)
        except Timeout:
            message = f"another process has held {lock.lock_file} for {WAIT:g} seconds, and makes the order of arrival"
            raise LedgerLocked(f"{message}; ask again when it is done") from None
        try:
            yield
        finally:
            lock.release()


def _head(content: bytes) -> tuple[bytes, int]:
    """The name of a log and how long it is, out of its head."""
    if len(content) != START:
        raise Spoiled
    magic, token, end = HEAD.unpack_from(content)
    if magic != MAGIC or SUM.unpack_from(content, HEAD.size) != (crc32(content[: HEAD.size]),):
        raise Spoiled
    return token, end


def _write(stream: FileIO, at: int, content: bytes) -> None:
    stream.seek(at)
    rest = memoryview(content)
    while rest:
        rest = rest[stream.write(rest) or 0 :]
