"""Follows a store: what arrived, then whatever arrives."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from newsledger.arriving import Arrival, Arrived

SHARE = 4
"""A look at a large ledger takes a while: so many times as long is slept, so that to follow one costs little."""


def follow(
    since: Callable[[str | None], Arrived],
    after: str | None,
    *,
    sleep: Callable[[float], object] | None = None,
    pause: float,
) -> Iterator[Arrival]:
    """Yields each arrival after a position, for ever, or until `sleep` gives True.

    >>> entries = [Arrived(entries=(), position="0badcafe-0-0badcafe")]
    >>> list(follow(lambda _: entries[0], None, sleep=lambda seconds: True, pause=0.5))
    []
    """
    position, wait = after, sleep or time.sleep
    while True:
        began = time.process_time()
        arrived = since(position)
        yield from arrived
        position = arrived.position
        if wait(max(pause, SHARE * (time.process_time() - began))) is True:
            return
