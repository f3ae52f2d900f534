"""Whether the files of a ledger are as they were: their paths, sizes, times and inodes. No content is read."""

from __future__ import annotations

import os
import re
import stat
import struct
import time
from typing import NamedTuple
from zlib import crc32

ENDING = ".jsonl"
HASHED = re.compile(r"-[0-9a-f]{16}(-[0-9]+)?\.jsonl\Z")
"""How the name of a file ends that we wrote: with the hash of its bytes. Nobody writes into one."""

MARGIN = 2_000_000_000
"""Nanoseconds in which two changes of a file may bear one time: the coarsest clock of a disk (FAT) ticks so."""

MANY = 50_000
"""In a ledger of so many files, those that we wrote are taken to be as they were while their folder is."""

NEVER = 1 << 62
"""More files than any ledger has."""

NUMBERS = struct.Struct("<QqqQ")
WORD = (1 << 64) - 1


class Unfit(Exception):
    """A file or a folder cannot be looked at, or is none: only reading everything tells what to say about it."""


class Mark(NamedTuple):
    """How a file looks from outside: one that was touched since looks different."""

    size: int
    changed: int
    status: int
    inode: int

    @classmethod
    def of(cls, seen: os.stat_result) -> Mark:
        """The mark of what the system told."""
        return cls(seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino & WORD)

    def young(self, now: int) -> bool:
        """Whether it was touched so lately that it may be touched again unseen."""
        return now - max(self.changed, self.status) < MARGIN


class Folder(NamedTuple):
    """A folder as it was: its own mark, how many files it held, a sum over how they looked, and whether to trust it.

    It can be trusted where it was left alone for a while when somebody looked, and holds nothing but what we wrote.
    """

    mark: Mark
    many: int
    total: int
    settled: bool


class Seen(NamedTuple):
    """What was found: every folder, and the files of those that were looked into."""

    folders: dict[str, Folder]
    files: dict[str, dict[str, Mark]]
    now: int


def look(root: str, known: dict[str, Folder], many: int = MANY) -> Seen:
    """Looks at all files below a folder, dot-files apart. What is `known` of folders is relied on in large ledgers."""
    now = time.time_ns()
    seen = Seen({}, {}, now)
    trusting = sum(folder.many for folder in known.values()) >= many
    waiting = [""]
    while waiting:
        path = waiting.pop()
        before = known.get(path) if trusting else None
        if before is not None and before.settled and _mark(root, path) == before.mark:
            seen.folders[path] = before
            waiting += [one for one in known if one and os.path.dirname(one) == path]  # noqa: PTH120  costs more
        else:
            waiting += _into(root, path, seen)
    return seen


def _into(root: str, path: str, seen: Seen) -> list[str]:
    """Looks into a folder, and gives those in it."""
    mark = _mark(root, path)
    below: list[str] = []
    files: dict[str, Mark] = {}
    ours = True
    try:
        with os.scandir(f"{root}{os.sep}{path}") as entries:
            for entry in entries:
                name = entry.name
                if name.startswith("."):
                    continue
                if entry.is_dir():
                    below += [] if entry.is_symlink() else [f"{path}/{name}" if path else name]
                elif name.endswith(ENDING):
                    files[name] = _file(entry.stat())
                    ours = ours and HASHED.search(name) is not None and not entry.is_symlink()
    except OSError as error:
        raise Unfit from error
    settled = ours and not mark.young(seen.now) and not any(one.young(seen.now) for one in files.values())
    seen.folders[path] = Folder(mark, len(files), total(files), settled)
    seen.files[path] = files
    return below


def _mark(root: str, path: str) -> Mark:
    try:
        return Mark.of(os.stat(f"{root}{os.sep}{path}"))._replace(size=0)  # noqa: PTH116  a path costs more
    except OSError as error:
        raise Unfit from error


def _file(seen: os.stat_result) -> Mark:
    if not stat.S_ISREG(seen.st_mode):
        raise Unfit
    return Mark.of(seen)


def total(files: dict[str, Mark]) -> int:
    """A sum over how files look, in which their order plays no part."""
    sums = (crc32(os.fsencode(name), crc32(NUMBERS.pack(*mark))) for name, mark in files.items())
    return sum(sums) & WORD
