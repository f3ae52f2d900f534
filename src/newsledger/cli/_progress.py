"""Progress on stderr: how far a long reading is, how fast, and how long it will take yet."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from newsledger.importers import File

AFTER = 0.5
"""Nothing is shown of what takes less, in seconds."""

EVERY = 0.2
"""So often it is shown anew, in seconds."""

LOOK = 256
"""So many rows pass between two looks at the clock, which costs more than some rows."""

MINUTE = 60
CLEAR = "\r\x1b[K"


class Progress:
    """A line on the terminal that is written anew: part, rows, rate, remaining time. In a pipe it is silent."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, shown: bool | None = None) -> None:
        self._clock = clock
        self._shown = sys.stderr.isatty() if shown is None else shown
        self._began = clock()
        self._next = self._began + AFTER
        self._written = False

    def __call__(self, file: File, rows: int) -> None:
        """Hears of a row."""
        if not self._shown or rows % LOOK:
            return
        now = self._clock()
        if now >= self._next:
            self._next = now + EVERY
            self._written = True
            click.echo(CLEAR + told(file.name, file.read, file.size, rows, now - self._began), err=True, nl=False)

    def close(self) -> None:
        """Takes the line away again."""
        if self._written:
            click.echo(CLEAR, err=True, nl=False)
            self._written = False


def told(name: str, read: int, size: int, rows: int, seconds: float) -> str:
    """The line, for so many of a file's bytes read, and so many rows in so many seconds.

    >>> told("votes.csv", 25, 100, 52_000, 2.0)
    'votes.csv: 25 %, 52,000 rows, 26,000 rows/s, 6 s left'
    """
    part = min(1.0, read / size) if size else 1.0
    left = round(seconds / part - seconds) if part else 0
    remaining = f"{left // MINUTE} min {left % MINUTE} s" if left >= MINUTE else f"{left} s"
    rate = f"{round(rows / seconds):,} rows/s" if seconds else "starting"
    return f"{name}: {round(100 * part)} %, {rows:,} rows, {rate}, {remaining} left"
