"""What a person sees of the derived cache: how far its making is."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import click

AFTER, EVERY = 0.5, 0.2
"""Nothing is shown of what takes less, and so often it is shown anew, in seconds."""

CLEAR = "\r\x1b[K"


class Making:
    """A line on the terminal that is written anew while a cache is made. In a pipe it is silent."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, shown: bool | None = None) -> None:
        self._clock = clock
        self._shown = sys.stderr.isatty() if shown is None else shown
        self._next = clock() + AFTER

    def __call__(self, done: int, every: int) -> None:
        """Hears how many bytes of how many were read."""
        if not self._shown:
            return
        if done >= every:
            click.echo(CLEAR, err=True, nl=False)
        elif self._clock() >= self._next:
            self._next = self._clock() + EVERY
            click.echo(CLEAR + told(done, every), err=True, nl=False)


def told(done: int, every: int) -> str:
    """The line, for so many bytes of so many.

    >>> told(25, 100)
    'making the cache of this ledger: 25 %'
    """
    return f"making the cache of this ledger: {100 * done // max(1, every)} %"
