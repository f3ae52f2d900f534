"""memory: a ledger that lives and ends with the process. It keeps lines, as a file would."""

from __future__ import annotations

import os
import threading
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from newsledger import registry
from newsledger.config import Config
from newsledger.event import Event
from newsledger.redacting import check_declared, without_words
from newsledger.stores import Appended, Page, Reading, identity_of, ids_among, lines_of, read_lines, reading, sift

if TYPE_CHECKING:
    from newsledger.arriving import Arrived, Order

NAME = "memory"


class MemoryStore:
    """A store of lines in memory, for tests, for trying things, and as the measure of all other stores.

    Lines that are handed in are kept as they are, damaged ones too. Several threads may share one.

    >>> store = MemoryStore([b'{"id":'])
    >>> print(store.read().problems[0].where)
    memory:1:7
    """

    def __init__(self, lines: Iterable[bytes] = (), *, config: Config | None = None) -> None:
        self._lines = [part for line in lines for part in line.removesuffix(b"\n").split(b"\n")]
        self._config = config or Config()
        self._lock = threading.Lock()
        self._copy = os.urandom(4).hex()

    @property
    def config(self) -> Config:
        """Title, zones and the default grade of the ledger."""
        return self._config

    def lines(self) -> tuple[bytes, ...]:
        """The lines as they stand now, without line ends; whoever is handed them holds the same ledger."""
        with self._lock:
            return tuple(self._lines)

    def read(self) -> Reading:
        """All events, and every problem with its line."""
        return reading(*read_lines(list(self.lines()), NAME))

    def pages(self, *, last: bool = False) -> Iterator[Page]:
        """All lines, as one page. Nothing is ever gone, `last` or not."""
        del last
        yield Page(NAME, b"\n".join(self.lines()))

    def append(self, events: Iterable[Event], *, slug: str | None = None, after: str | None = None) -> Appended:
        """Adds the events that are not there yet, all or none.

        Raises:
            IntegrityBroken: an event does not match its id; nothing was added.
            InvalidInput: `after` is no position of this store.
            LedgerMoved: events arrived since.
        """
        del slug  # there is no file to name
        batch = list(events)
        lines = lines_of(batch)
        with self._lock:
            if after is not None:
                self._order()[0].check(after)
            there = ids_among(self._lines, {event.id for event in batch})
            added, present = sift(batch, there)
            self._lines += [lines[event.id] for event in added]
            position = None if after is None else self._order()[0].position()
        return Appended(added=added, present=present, position=position)

    # --- order of arrival -----------------------------------------------------------------------

    def position(self) -> str:
        """The position behind all that is there."""
        with self._lock:
            return self._order()[0].position()

    def since(self, position: str | None = None) -> Arrived:
        """What came after a position, each event once; all of it without one.

        Raises:
            InvalidInput: it is no position of this store.
        """
        from newsledger import codec
        from newsledger.arriving import Arrival, Arrived

        with self._lock:
            order, lines = self._order()
        count = order.count_of(position)
        events = (codec.read(line).event for line in lines[count:])
        entries = [
            Arrival(event=event, position=behind)
            for event, behind in zip(events, order.positions(count), strict=True)
            if event is not None
        ]
        return Arrived(entries=tuple(entries), position=order.position())

    def _order(self) -> tuple[Order, list[bytes]]:
        """The order of arrival, and the first sound line of each event in it."""
        from newsledger.arriving import Order

        lines: dict[str, bytes] = {}
        for line in self._lines:
            identity = identity_of(line) if line.strip() else None
            if identity is not None:
                lines.setdefault(identity, line)
        return Order(self._copy, [bytes.fromhex(one) for one in lines]), list(lines.values())

    def redact(self, identities: Collection[str]) -> tuple[str, ...]:
        """Takes the words of events out of every line that holds them. Returns where: here, or nowhere.

        Raises:
            InvalidInput: no redaction in the store names one of them; nothing was changed.
        """
        check_declared(identities, self.read().events)
        with self._lock:
            before, self._lines = self._lines, [without_words(line, identities) for line in self._lines]
            return () if before == self._lines else (NAME,)


registry.register("store", NAME, MemoryStore)
