"""Lines of events that stand more than once: laid by on the disk once they are many, and given back event by event."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

Lying = tuple[int, str, int, bytes]
"""A line: the how-manieth of all it was, its file, its number in it, and its bytes."""

SCHEMA = "CREATE TABLE twin (came INTEGER PRIMARY KEY, id BLOB, file TEXT, at INTEGER, line BLOB)"
PUT = "INSERT INTO twin (came, id, file, at, line) VALUES (?, ?, ?, ?, ?)"
OF = "SELECT came, file, at, line FROM twin WHERE id = ? ORDER BY came"
EVERY = (
    "SELECT first, came, file, at, line FROM (SELECT id, MIN(came) AS first FROM twin GROUP BY id) "
    "JOIN twin USING (id) ORDER BY first, came"
)


class Twins:
    """Lines by the ids of their events. What they take beyond a few megabytes stands in a file that nobody sees.

    >>> twins = Twins()
    >>> for at, line in enumerate([b"one", b"two", b"one again"]):
    ...     twins.put(b"12"[at % 2 :][:1], at, "a.jsonl", at + 1, line)
    >>> [[line for *_, line in lines] for lines in twins.every()]
    [[b'one', b'one again'], [b'two']]
    >>> twins.close()

    Raises:
        OSError: the disk takes no more; from any of its methods.
    """

    def __init__(self) -> None:
        self._db: sqlite3.Connection | None = None
        self._ordered = False

    def close(self) -> None:
        """Lets the file go, with all that stands in it."""
        if self._db is not None:
            self._db.close()
        self._db, self._ordered = None, False

    def __del__(self) -> None:
        """Whoever gives up a pass half-way closes nothing."""
        self.close()

    def put(self, identity: bytes, came: int, file: str, number: int, line: bytes) -> None:
        """Lays a line by. `came` is the how-manieth of all it is."""
        with _told():
            self._opened().execute(PUT, (came, identity, file, number, line))

    def take(self, identity: bytes) -> list[Lying]:
        """The lines of an event, which are taken out, in the order in which they came."""
        if self._db is None:
            return []
        with _told():
            self._order()
            found = self._db.execute(OF, (identity,)).fetchall()
            self._db.execute("DELETE FROM twin WHERE id = ?", (identity,))
        return found

    def every(self) -> Iterator[list[Lying]]:
        """The lines of each event, in the order in which the first of each came."""
        if self._db is None:
            return
        with _told():
            self._order()
            for _, rows in groupby(self._db.execute(EVERY), key=itemgetter(0)):
                yield [row[1:] for row in rows]

    def _opened(self) -> sqlite3.Connection:
        """The database: one without a name, which SQLite keeps in memory while it is small, and nobody else sees."""
        if self._db is None:
            self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = OFF")
            self._db.execute(SCHEMA)
        return self._db

    def _order(self) -> None:
        """Makes lines easy to find by their ids: at once when all are there, for that takes least."""
        if self._db is not None and not self._ordered:
            self._db.execute("CREATE INDEX twin_id ON twin (id)")
            self._ordered = True


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What SQLite cannot do is what the disk cannot."""
    try:
        yield
    except sqlite3.Error as error:
        message = f"events that stand more than once cannot be laid by in a temporary file: {error}"
        raise OSError(message) from error
