"""The files below a folder, one after the other and never all at once, and what stands in them.

A ledger may have a million files, so each is looked at as little as can be: its entry in the
folder tells whether it is one, and it is read by three calls of the system.
"""

# pathlib costs more than all that is done here
# ruff: noqa: PTH118

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator

AT_ONCE = 65_536
"""So many bytes are asked for first: nearly every file is smaller."""

_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
"""A pipe that nobody writes to is opened without waiting, and then refused."""


def walk(root: str, ending: str, failed: Callable[[str, OSError], object]) -> Iterator[tuple[str, bool]]:
    """The files of that ending below a folder, in the order of their paths. Dot-files are work in hand.

    Each comes as its path from the folder on, and whether its entry says that it is a file and no link. `failed` is
    told of each folder that cannot be looked into. Links to folders are not followed.

    >>> [path for path, _ in walk("events", ".toml", print)]
    ['ledger.toml']
    """
    below = [("", iter(_inside(root, "", failed)))]
    while below:
        inside, entries = below[-1]
        for name, plain in entries:
            if name.endswith(ending):
                yield inside + name, plain
            elif name[-1] == "/":
                below.append((inside + name, iter(_inside(root, inside + name, failed))))
                break
        else:
            below.pop()


def _inside(root: str, inside: str, failed: Callable[[str, OSError], object]) -> list[tuple[str, bool]]:
    """What stands in a folder, sorted; names of folders end in a slash, for so they stand in paths."""
    try:
        with os.scandir(os.path.join(root, inside.rstrip("/"))) as entries:
            found = [
                (entry.name, True) if entry.is_file(follow_symlinks=False) else (_shown(entry), False)
                for entry in entries
            ]
    except OSError as error:
        failed(inside.rstrip("/"), error)
        return []
    found.sort()
    return [one for one in found if one[0][:1] not in {"", "."}]


def _shown(entry: os.DirEntry[str]) -> str:
    """The name of what is no plain file; that of a folder as it stands in a path. A link to a folder is nothing."""
    if entry.is_dir(follow_symlinks=False):
        return f"{entry.name}/"
    return "" if entry.is_dir() else entry.name


def content(path: str, *, plain: bool = False, most: int = sys.maxsize) -> bytes:
    """All that stands in a file. One that is not known to be `plain` is looked at first: it may be a pipe.

    Raises:
        OSError: it cannot be read, or is no file; with `EFBIG` where it has more than `most` bytes.
    """
    handle = os.open(path, _FLAGS)
    try:
        if not plain and not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "no file", path)
        parts = [os.read(handle, AT_ONCE)]
        if len(parts[0]) == AT_ONCE and os.fstat(handle).st_size > most:
            raise OSError(errno.EFBIG, "larger than is read at once", path)
        while part := os.read(handle, AT_ONCE if len(parts[0]) < AT_ONCE else os.fstat(handle).st_size + 1):
            parts.append(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)
    finally:
        os.close(handle)
