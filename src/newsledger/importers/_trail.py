"""What rows told before, kept on the disk: the way back from what a row tells now, or the words of it."""

from __future__ import annotations

import struct
import tempfile
import weakref
from collections.abc import Iterator
from typing import IO

HEAD = struct.Struct("<QI")
"""Before each entry: which one came before it, and how many bytes it takes."""


class Trail:
    """Entries in a file without a name, each of which may name the one that came before it. None is held in memory.

    >>> trail = Trail()
    >>> first = trail.put(b"27")
    >>> list(trail.back(trail.put(b"28", first)))
    [b'28', b'27']
    """

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._end = 0

    def put(self, entry: bytes, before: int = 0) -> int:
        """Takes in an entry; what it is found by is never nought, which stands for none."""
        stream = self._file or self._opened()
        at = self._end
        stream.write(HEAD.pack(before, len(entry)) + entry)
        self._end += HEAD.size + len(entry)
        return at + 1

    def back(self, at: int) -> Iterator[bytes]:
        """An entry, then whatever came before it."""
        while at and self._file is not None:
            self._file.seek(at - 1)
            at, length = HEAD.unpack(self._file.read(HEAD.size))
            entry = self._file.read(length)
            self._file.seek(self._end)
            yield entry

    def _opened(self) -> IO[bytes]:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  it is closed with the trail
        weakref.finalize(self, self._file.close)
        return self._file
