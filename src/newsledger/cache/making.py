"""The pages of a cache in the making, which takes as long as there are lines, however many there are.

A shelf gets rows until the last file is read. To put those it has in order again and again would take the square
of the lines, and to keep them the memory of all. So they wait in a file beside, and each shelf is put in order once.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Any

from newsledger.cache.book import Book
from newsledger.cache.shelf import Shelf
from newsledger.cache.shelving import Pages


class Heap:
    """Rows that wait in a file of a folder, each lot under the number of its page; whoever dies leaves none of it."""

    def __init__(self, folder: str) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  open as long as rows wait
        self._lots: dict[int, list[tuple[int, int]]] = {}
        self._end = 0

    def put(self, number: int, rows: bytes) -> None:
        """Lays rows on the heap."""
        if rows:
            self._file.seek(self._end)
            self._file.write(rows)
            self._lots.setdefault(number, []).append((self._end, len(rows)))
            self._end += len(rows)

    def take(self, number: int) -> bytes:
        """All rows under a number."""
        return b"".join(map(self._read, self._lots.pop(number, ())))

    def _read(self, lot: tuple[int, int]) -> bytes:
        at, size = lot
        self._file.seek(at)
        return self._file.read(size)

    def close(self) -> None:
        """Throws the heap away."""
        self._file.close()


class Making(Pages):
    """Pages of which shelves stay, without their rows, until all is written in the end."""

    def __init__(self, book: Book, heap: Heap) -> None:
        super().__init__(book)
        self._heap = heap

    def lay_by(self) -> None:
        """Writes what changed, and lets go of all but the words of shelves; their rows go on the heap."""
        shelves = {number: page for number, page in self._loaded.items() if isinstance(page, Shelf)}
        for number, page in shelves.items():
            self._heap.put(number, page.drained())
        bodies = {number: self._changed.pop(number) for number in shelves}
        super().write()
        self._loaded, self._changed = dict(shelves), bodies

    def write(self) -> None:
        """Writes everything, a shelf at a time."""
        self.book.write(self._bodies())
        self._changed, self._loaded = {}, {}

    def _bodies(self) -> Iterator[tuple[int, bytes]]:
        for number, body in sorted(self._changed.items()):
            page: Any = self._loaded.pop(number)
            if isinstance(page, Shelf):
                page.refill(self._heap.take(number))
            yield number, body(page)
