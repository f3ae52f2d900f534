"""How the folders and files of a ledger look from outside, and how far that tells that nothing changed in them."""

# pathlib costs more than all that is done here
# ruff: noqa: PTH114, PTH116, PTH208

from __future__ import annotations

import contextlib
import os
import re
import stat
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from zlib import crc32

from newsledger.known.log import GONE, File, Folder, Mark, Record

ENDING = ".jsonl"

OURS = re.compile(r"-[0-9a-f]{16}(-[0-9]+)?\.jsonl$")
"""How the name of a file ends that an append wrote, which nobody writes into."""

Reader = Callable[[str, Collection[str] | None], set[str]]
"""Gives the ids of the sound lines of a file: those of some that are looked for, or all."""

SURE, STAMPED, LISTED, UNSURE = b"s", b"t", b"l", b"u"
"""How far a folder that looks as it did is relied on.

Sure: it had been left alone for a while when its files were looked at. Stamped: we wrote the last
file, and gave the folder a time that no clock gives. Listed: we wrote it, and could not. Unsure: it
had just been touched, and a clock that ticks slowly may hide that it was touched again.
"""

MARGIN = 2_000_000_000
"""Nanoseconds in which two changes of a folder may bear one time: the coarsest clock of a disk (FAT) ticks so."""

TICK = 100
"""Nanoseconds of the finest time that every disk keeps (NTFS)."""


class Looker:
    """Looks at the ledger in a folder; `read` gives the ids of a file, named from the ledger on."""

    def __init__(self, root: str, read: Reader) -> None:
        self._root, self._read = root, read

    def trust(self, folder: Folder, now: int) -> bytes | None:
        """How far a folder can be relied on now; `None` where its files have to be looked at again."""
        mark, age = self._mark(folder.path), now - max(folder.mark.changed, folder.mark.status)
        if mark != folder.mark or folder.trust == UNSURE or self._sight(folder.watched)[0] != folder.sight:
            return None
        if mark == GONE or folder.trust == SURE or (folder.trust == STAMPED and 0 <= age < MARGIN):
            return folder.trust
        try:
            same = (folder.names, folder.total) == total(os.listdir(self._path(folder.path)))
        except OSError:
            return None
        if not same:
            return None
        return SURE if age >= MARGIN else folder.trust

    def look(
        self, waiting: list[str], known: Callable[[], dict[str, File]], folders: Collection[str] = ()
    ) -> Iterator[Record]:
        """Every file of some folders that is new or changed, and those folders as they are.

        So it is for each folder in them that is none of `folders`. `known` gives the files as they were.
        """
        waiting, files = list(waiting), None
        while waiting:
            path, now = waiting.pop(), time.time_ns()
            mark = self._mark(path)
            try:
                with os.scandir(self._path(path)) as entries:
                    inside = [entry for entry in entries if not entry.name.startswith(".")]
            except OSError:
                yield Folder(path, GONE, SURE, 0, 0, 0)  # gone; or not to be read, hence looked at each time
                continue
            below = [_joined(path, entry.name) for entry in inside if entry.is_dir() and not entry.is_symlink()]
            waiting += [one for one in below if one not in folders]
            here = [entry for entry in inside if entry.name.endswith(ENDING) and not entry.is_dir()]
            files = known() if here and files is None else files
            watched: list[str] = []
            yield from self._files(path, here, files or {}, watched)
            sight, newest = self._sight(watched)
            trust = SURE if now - max(mark.changed, mark.status, newest) >= MARGIN else UNSURE
            yield Folder(path, mark, trust, *total(entry.name for entry in inside), sight, tuple(watched))

    def _files(
        self, folder: str, entries: list[os.DirEntry[str]], known: dict[str, File], watched: list[str]
    ) -> Iterator[File]:
        """The files among some entries that are new or changed; adds those that have to be watched."""
        for entry in entries:
            path = _joined(folder, entry.name)
            file = self._file(path, known)
            if file is None or entry.is_symlink() or not OURS.search(entry.name):
                watched.append(path)
            if file is not None and known.get(path) != file:
                yield file

    def _file(self, path: str, known: dict[str, File]) -> File | None:
        """A file with its ids, read only if it looks otherwise than it did; `None` for what cannot be read."""
        try:
            seen = os.stat(self._path(path))
            before = known.get(path)
            if before is not None and (before.size, before.mark) == (seen.st_size, Mark.of(seen)):
                return before
            if not stat.S_ISREG(seen.st_mode):
                return None
            ids = b"".join(map(bytes.fromhex, sorted(self._read(path, None))))
        except OSError:
            return None
        return File(path, seen.st_size, Mark.of(seen), ids)

    def _sight(self, watched: Iterable[str]) -> tuple[int, int]:
        """A sum over how some files look from outside, and when the newest of them changed."""
        sight, newest = 0, 0
        for path in watched:
            try:
                seen = os.stat(self._path(path))
            except OSError:
                sight = crc32(b"-", sight)
                continue
            sight = crc32(repr((seen.st_size, *Mark.of(seen))).encode(), sight)
            newest = max(newest, seen.st_mtime_ns, seen.st_ctime_ns)
        return sight, newest

    def _path(self, path: str) -> str:
        return f"{self._root}{os.sep}{path}"  # `join` costs as much as the look itself

    def _mark(self, path: str) -> Mark:
        try:
            return Mark.of(os.stat(self._path(path)))
        except OSError:
            return GONE

    # --- what we wrote ------------------------------------------------------------------------

    def written(self, file: str, identities: Iterable[str]) -> File | None:
        """A file that we wrote, with its ids; `None` behind a linked folder, where nobody reads it."""
        if os.path.islink(self._path(os.path.split(file)[0])):
            return None
        seen = os.stat(self._path(file))
        return File(file, seen.st_size, Mark.of(seen), b"".join(map(bytes.fromhex, identities)))

    def stamped(self, folder: Folder, name: str) -> Folder:
        """A folder in which we made a name, with a time of ours: whatever touches it after us gives it another."""
        path, stamp = self._path(folder.path), time.time_ns() // TICK * TICK
        with contextlib.suppress(OSError):  # it belongs to somebody else
            os.utime(path, ns=(stamp, stamp))
        seen = os.stat(path)
        trust = STAMPED if seen.st_mtime_ns == stamp else LISTED
        names, more = total([name])
        return folder._replace(mark=Mark.of(seen), trust=trust, names=folder.names + names, total=folder.total + more)


def total(names: Iterable[str]) -> tuple[int, int]:
    """How many names of a folder are no hidden ones, and a sum over them in which their order plays no part.

    >>> total(["a.jsonl", ".part"]) == total(["a.jsonl"])
    True
    """
    sums = [crc32(os.fsencode(name)) for name in names if not name.startswith(".")]
    return len(sums), sum(sums)


def _joined(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
