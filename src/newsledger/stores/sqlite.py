"""sqlite: a ledger in one SQLite file, for feeds of single events. One append is one transaction.

What `append` returned is on the disk (write-ahead log, synced at each commit). Readers wait for nobody, and nobody
waits for readers. Each row is a line as a file would hold it; its number is the order of arrival.
"""

# pathlib costs more than all that is done here, at every start
# ruff: noqa: PTH119

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING

import attrs

from newsledger import codec, database, registry
from newsledger import config as configuration
from newsledger.config import Config
from newsledger.errors import InvalidInput, LedgerLocked, LedgerUnusable
from newsledger.event import Event
from newsledger.holding import in_vain, noted
from newsledger.problems import WARNING, Place, Problem
from newsledger.redacting import check_declared
from newsledger.stores import (
    Appended,
    Page,
    Reading,
    line_of,
    lines_of,
    read_lines,
    reading,
    sift,
    visible,
)
from newsledger.stores import _rows as rows

if TYPE_CHECKING:
    from newsledger.arriving import Arrived, Position

NAME = "sqlite"

WAIT = 10.0
"""How many seconds an append waits for another one; each takes milliseconds."""

MISSING = "missing-rows"
DAMAGED = "damaged-database"
INDEX = "damaged-index"


class SqliteStore:
    """The ledger in a SQLite file.

    >>> from newsledger.config import Config
    >>> store = SqliteStore.create("feed.db", Config(title="Feed"))
    >>> store.append([])
    <Appended: 0 added, 0 present>
    >>> SqliteStore("feed.db").config.title
    'Feed'

    `wait` is how many seconds an append waits for another process.

    Raises:
        InvalidInput: its settings say what cannot be.
        LedgerNotFound: there is no such file, or none of a ledger.
        LedgerUnusable: it cannot be read, or is of a newer format.
    """

    def __init__(self, path: str | os.PathLike[str], *, wait: float = WAIT) -> None:
        self.path = os.fspath(path)
        self.wait = wait
        self._file = visible(os.path.basename(self.path))
        self._note = f"{self.path}-holder"
        self._open: dict[tuple[int, str], sqlite3.Connection] = {}
        self._locks = {"read": threading.RLock(), "write": threading.RLock()}
        weakref.finalize(self, _close, self._open)
        with self._reading("nothing was read") as db:
            row = db.execute("SELECT content FROM files WHERE name = ?", (configuration.NAME,)).fetchone()
            self._copy: str = (db.execute("SELECT name FROM copy").fetchone() or ("",))[0]
        self._config = _config_of(b"" if row is None else rows.raw(row[0]), f"{self._file}: {configuration.NAME}")

    @classmethod
    def create(cls, path: str | os.PathLike[str], config: Config) -> SqliteStore:
        """Makes a ledger in a new file; the folders above it are made too.

        Raises:
            InvalidInput: there is something of that name already; or the settings say what cannot be.
            LedgerUnusable: nothing can be written there.
        """
        place = os.fspath(path)
        if os.path.lexists(place):
            message = f"there is a file or a folder {place} already"
            raise InvalidInput([Problem(code="ledger-exists", message=message, hint="open it, or name another file")])
        database.create(place, [(configuration.NAME, configuration.checked(config))])
        return cls(place)

    @property
    def config(self) -> Config:
        """Title, zones and the default grade of the ledger, as they were when it was opened."""
        return self._config

    # --- reading ------------------------------------------------------------------------------

    def read(self) -> Reading:
        """All events, and every problem with the number of its row. Nothing that a row holds raises."""
        found: list[tuple[int, bytes]] = []
        problems: list[Problem] = []
        with self._reading("nothing was read") as db, self._snapshot(db):
            try:
                found += ((seq, rows.raw(line)) for seq, line in db.execute(rows.ALL))
                last = rows.last(db)
            except sqlite3.DatabaseError as error:
                last = found[-1][0] if found else 0
                problems.append(self._damaged(error))
        problems += self._missing([*(seq for seq, _ in found), last + 1])
        return self._read(found, problems)

    def _read(self, found: list[tuple[int, bytes]], problems: list[Problem]) -> Reading:
        events, told, places = read_lines([line for _, line in found], self._file)
        if found and found[-1][0] != len(found):  # some are missing: rows have other numbers than lines
            numbers = [seq for seq, _ in found]
            told = [attrs.evolve(one, where=_renumbered(one.where, numbers)) for one in told]
            places = {identity: _renumbered(place, numbers) for identity, place in places.items()}
        return reading(events, [*problems, *told], places)

    def _missing(self, numbers: Iterable[int], before: int = 0) -> Iterator[Problem]:
        """Rows that were there after one: numbers are given one after the other, and never again."""
        for number in numbers:
            if number > before + 1:
                gone = f"row {before + 1} is" if number == before + 2 else f"rows {before + 1} to {number - 1} are"
                message = f"{gone} gone: somebody deleted what is never deleted"
                where = Place(file=self._file, line=before + 1)
                yield Problem(code=MISSING, message=message, hint="restore the file from a copy", where=where)
            before = number

    def _damaged(self, error: sqlite3.Error) -> Problem:
        message = f"the database is damaged: SQLite cannot read on ({database.name_of(error) or 'no reason given'})"
        return Problem(code=DAMAGED, message=message, hint="restore it from a copy", where=Place(file=self._file))

    def pages(self, *, last: bool = False) -> Iterator[Page]:
        """All rows, some at a time, of one moment. Nothing is ever gone, `last` or not.

        Raises:
            LedgerUnusable: the file cannot be read.
        """
        with self.snapshot() as pages:
            yield from pages(last=last)

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Callable[..., Iterator[Page]]]:
        """The pages of one moment, however often one goes over them, and whoever writes meanwhile.

        Nobody waits for it but `redact`, which cannot take words off the disk as long as somebody sees them.

        Raises:
            LedgerUnusable: the file cannot be read.
        """
        db = database.connect(self.path, wait=self.wait)  # one of its own: others may read and write meanwhile
        with contextlib.closing(db), self._snapshot(db):
            yield lambda *, last=False: self._pages(db)  # noqa: ARG005  as other stores take it

    def _pages(self, db: sqlite3.Connection) -> Iterator[Page]:
        end = 0
        blank: Rows = ()
        try:
            for some in rows.portions(db):
                yield from self._unread(self._missing((seq for seq, _ in some), end))
                end = some[-1][0]
                told, blank = _without_blank_end((*blank, *some))
                if told:
                    yield Page(self._file, b"", rows=told)
            yield from self._unread(self._missing([rows.last(db) + 1], end))
        except sqlite3.DatabaseError as error:
            yield from self._unread([self._damaged(error)])

    def _unread(self, problems: Iterable[Problem]) -> Iterator[Page]:
        return (Page(self._file, None, problem) for problem in problems)

    def unsound(self) -> tuple[Problem, ...]:
        """What is wrong with the file though every row can be read: indexes that miss some, pages that lead nowhere.

        It looks every row up, which takes about a tenth of the time of reading them.

        Raises:
            LedgerUnusable: the file cannot be read.
        """
        with self._reading("nothing was read") as db:
            try:
                of_index, of_pages = database.ailments(db)
            except sqlite3.DatabaseError as error:
                return (self._damaged(error),)
        found = []
        if of_pages:
            message = f"the database is damaged, though its rows can be read: SQLite says {visible(of_pages[0])!r}"
            hint = "newsledger convert makes a sound one of what can be read; hold it against a copy"
            found.append(Problem(code=DAMAGED, message=message, hint=hint, where=Place(file=self._file)))
        if of_index:
            message = "an index does not tell of all rows: what it misses may be stored once more, as a copy"
            hint = "newsledger convert makes a file with sound ones; or have them made anew: sqlite3 FILE REINDEX"
            where = Place(file=self._file)
            found.append(Problem(code=INDEX, severity=WARNING, message=message, hint=hint, where=where))
        return tuple(found)

    def there(self, identities: Collection[str]) -> set[str]:
        """Those of some ids that stand in a sound line of some row.

        Raises:
            LedgerUnusable: the file cannot be read.
        """
        with self._reading("nothing was read") as db:
            return rows.there(db, identities)

    def line(self, number: int) -> bytes:
        """The line in a row; empty where there is none.

        Raises:
            LedgerUnusable: the file cannot be read.
        """
        with self._reading("nothing was read") as db:
            row = db.execute("SELECT line FROM events WHERE seq = ?", (number,)).fetchone()
        return b"" if row is None else rows.raw(row[0])

    # --- writing ------------------------------------------------------------------------------

    def append(self, events: Iterable[Event], *, slug: str | None = None, after: str | None = None) -> Appended:
        """Adds the events that are not there yet in one transaction; when it returns, they are on the disk.

        With `after` they are added only if nothing arrived since that position.

        Raises:
            IntegrityBroken: an event does not match its id.
            InvalidInput: `after` is no position of this copy.
            LedgerLocked: another process held the ledger for longer than `wait`.
            LedgerMoved: events arrived since the position `after`.
            LedgerUnusable: the file cannot be written.

        In each case nothing was written.
        """
        del slug  # there is no file to name
        batch = list(events)
        lines = lines_of(batch)
        if not batch and after is None:
            return Appended(added=(), present=())
        with self._writing("nothing was written") as db:
            if after is not None:
                self._check(db, after)
            added, present = sift(batch, rows.there(db, {event.id for event in batch}))
            rows.insert(db, [lines[event.id] for event in added], [event.id for event in added])
            position = None if after is None else str(self._last_position(db))
        return Appended(added=added, present=present, position=position)

    def redact(self, identities: Collection[str]) -> tuple[str, ...]:
        """Takes the words of events out of every row that holds them, and off the disk.

        Returns the name of the file if it changed. Ids, times and hands stay.

        Raises:
            InvalidInput: no redaction in the ledger names one of them; nothing was changed.
            LedgerLocked: another process held the ledger for longer than `wait`.
            LedgerUnusable: the file cannot be written; do it again when it can.
        """
        outcome = "words may still stand there, and what was declared stands"
        check_declared(identities, self.read().events)
        with self._writing(outcome) as db:
            changed = rows.take_words_out(db, identities)
        with self._exclusive("write", outcome) as db:
            busy, _, _ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            told = f"somebody reads {self.path} as it was before: the words still stand in {self.path}-wal"
            raise LedgerLocked(f"{told}. Do it again when that one is done")
        return (self._file,) if changed else ()

    # --- order of arrival -----------------------------------------------------------------------

    def position(self) -> str:
        """The position behind all that is there.

        Raises:
            LedgerUnusable: the file cannot be read.
        """
        with self._reading("nothing was read") as db:
            return str(self._last_position(db))

    def since(self, position: str | None = None) -> Arrived:
        """What arrived in this copy after a position, each event once; all of it without one. It waits for nobody.

        Raises:
            InvalidInput: it is no position of this copy.
            LedgerUnusable: the file cannot be read.
        """
        from newsledger.arriving import Arrival, Arrived

        entries: list[Arrival] = []
        gone: list[str] = []
        with self._reading("nothing was read") as db, self._snapshot(db):
            after = self._count(db, position)
            came = db.execute("SELECT seq, line, chain FROM events WHERE seq > ? ORDER BY seq", (after,)).fetchall()
            for seq, line, chain in came:
                event = codec.read(rows.raw(line)).event
                if event is None:
                    gone.append(rows.claimed(rows.raw(line)))
                elif not rows.there_before(db, event.id, seq):
                    behind = str(self._position(seq, chain, rows.raw(line)))
                    entries.append(Arrival(event=event, position=behind))
            last = str(self._last_position(db))
        return Arrived(entries=tuple(entries), position=last, gone=tuple(one for one in gone if one))

    def _position(self, seq: int, chain: bytes | None, line: bytes) -> Position:
        from newsledger.arriving import NAMED, Position

        return Position(self._copy, seq, (chain or rows.chained(b"", line))[:NAMED].hex())

    def _last_position(self, db: sqlite3.Connection) -> Position:
        row = db.execute("SELECT seq, chain, line FROM events ORDER BY seq DESC LIMIT 1").fetchone()
        return self._position(0, None, b"") if row is None else self._position(row[0], row[1], rows.raw(row[2]))

    def _count(self, db: sqlite3.Connection, text: str | None) -> int:
        """The number of the row that a position stands behind; 0 without one."""
        from newsledger.arriving import foreign, lost, read_position

        if text is None:
            return 0
        position = read_position(text)
        if position.copy != self._copy:
            raise foreign(position)
        if position != self._position_at(db, position.number):
            raise lost(position)
        return position.number

    def _position_at(self, db: sqlite3.Connection, number: int) -> Position | None:
        """The position behind a row; `None` where there is no such row."""
        if number == 0:
            return self._position(0, None, b"")
        row = db.execute("SELECT chain, line FROM events WHERE seq = ?", (number,)).fetchone()
        return None if row is None else self._position(number, row[0], rows.raw(row[1]))

    def _check(self, db: sqlite3.Connection, after: str) -> None:
        from newsledger.arriving import moved

        count, now = self._count(db, after), self._last_position(db)
        if now.number != count:
            raise moved(after, str(now), now.number - count)

    def fill(self, events: Iterable[Event]) -> None:
        """Adds events as they are, several of one id too: for a new ledger.

        Raises:
            LedgerLocked: another process held the ledger for longer than `wait`.
            LedgerUnusable: the file cannot be written.
        """
        with self._writing("nothing was written") as db:
            every = list(events)
            rows.insert(db, [line_of(event) for event in every], [event.id for event in every])

    # --- settings, seals, sheets ------------------------------------------------------------------

    def files(self) -> dict[str, bytes]:
        """What is kept beside the events, by the name that it would have in a folder: settings, seals, sheets.

        Raises:
            LedgerUnusable: the file cannot be read.
        """
        with self._reading("nothing was read") as db:
            kept = db.execute("SELECT name, content FROM files ORDER BY name").fetchall()
        return {str(name): rows.raw(content) for name, content in kept}

    def put(self, name: str, content: bytes) -> None:
        """Keeps a file beside the events. It is on the disk when this returns; a seal is never replaced.

        Raises:
            LedgerLocked: another process held the ledger for longer than `wait`.
            LedgerUnusable: the file cannot be written.
        """
        with self._writing("nothing was written") as db:
            db.execute("INSERT INTO files VALUES (?, ?)", (name, content))

    def close(self) -> None:
        """Lets go of the file; what is asked next opens it again. Then nothing stands beside it."""
        with self._locks["write"], self._locks["read"]:
            _close(self._open)
            self._open.clear()

    # --- connections ------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _exclusive(self, role: str, outcome: str) -> Iterator[sqlite3.Connection]:
        """The connection of this process for reading or for writing, to be used by one thread at a time."""
        with self._locks[role], database.translating(self.path, outcome):
            key = (os.getpid(), role)
            if key not in self._open:  # one that came over a fork belongs to the other process
                self._open[key] = database.connect(self.path, wait=self.wait)
            yield self._open[key]

    def _reading(self, outcome: str) -> contextlib.AbstractContextManager[sqlite3.Connection]:
        return self._exclusive("read", outcome)

    @contextlib.contextmanager
    def _snapshot(self, db: sqlite3.Connection) -> Iterator[None]:
        """Holds what is seen, however much is asked."""
        db.execute("BEGIN")
        try:
            yield
        finally:
            with contextlib.suppress(sqlite3.Error):
                db.execute("ROLLBACK")

    @contextlib.contextmanager
    def _writing(self, outcome: str) -> Iterator[sqlite3.Connection]:
        """A transaction that keeps other writers out, and is there whole or not at all."""
        with self._exclusive("write", outcome) as db:
            self._begin(db, outcome)
            with noted(self._note):
                try:
                    yield db
                    db.execute("COMMIT")
                except BaseException:
                    with contextlib.suppress(sqlite3.Error):
                        db.execute("ROLLBACK")
                    raise

    def _begin(self, db: sqlite3.Connection, outcome: str) -> None:
        try:
            db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if not database.name_of(error).startswith(database.BUSY):
                raise
            raise LedgerLocked(in_vain(self.path, self._note, self.wait, outcome)) from None


# --- parts ----------------------------------------------------------------------------------


Rows = tuple[tuple[int, bytes], ...]


def _without_blank_end(some: Rows) -> tuple[Rows, Rows]:
    """Rows up to the last that says something, and those after it: at the end of a ledger they are nothing."""
    end = next((at for at in range(len(some), 0, -1) if some[at - 1][1].strip()), 0)
    return some[:end], some[end:]


def _renumbered(place: Place, numbers: list[int]) -> Place:
    return place if place.line is None else attrs.evolve(place, line=numbers[place.line - 1])


def _config_of(raw: bytes, file: str) -> Config:
    try:
        return configuration.parse(raw.decode("utf-8-sig"), file=file)
    except UnicodeDecodeError as error:
        raise LedgerUnusable(f"{file}: byte {error.start} is not UTF-8; restore the file from a copy") from None


def _close(connections: dict[tuple[int, str], sqlite3.Connection]) -> None:
    for (pid, _), connection in connections.items():
        if pid == os.getpid():
            connection.close()


registry.register("store", NAME, SqliteStore)
