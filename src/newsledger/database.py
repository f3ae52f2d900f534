"""The SQLite file of a ledger: its tables, how it is made and opened, and what its errors mean.

One row is one line, byte for byte as it would stand in a file. Triggers refuse whatever would change or delete
one; words go only where the table of redactions names the event. Who takes the triggers away
can do as they like, as with any file: ids, the numbers of rows and seals tell of it.
"""

# pathlib costs more than all that is done here
# ruff: noqa: PTH103, PTH105, PTH108, PTH110, PTH112, PTH113, PTH118, PTH119, PTH120, PTH202

from __future__ import annotations

import contextlib
import errno
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from newsledger.durable import sync_folder, telling
from newsledger.errors import LedgerLocked, LedgerNotFound, LedgerUnusable

MARK = 0x4E4C4447
"""What the head of the file says it is: NLDG (SQLite's `application_id`)."""

FORMAT = 1
"""The version of the tables (SQLite's `user_version`). Each line carries its own beside."""

# a line begins with {"id":" and 32 digits: bytes 1 to 7, and 8 to 39; x'2c2273616964223a' is ,"said":
SCHEMA = """
CREATE TABLE copy (name TEXT NOT NULL);
CREATE TABLE events (seq INTEGER PRIMARY KEY AUTOINCREMENT, line BLOB NOT NULL, chain BLOB);
CREATE INDEX events_by_id ON events (substr(line, 8, 32));
CREATE INDEX events_in_another_hand ON events (seq) WHERE substr(line, 1, 7) <> x'7b226964223a22';
CREATE TABLE files (name TEXT PRIMARY KEY, content BLOB NOT NULL);
CREATE TABLE redacted (id BLOB PRIMARY KEY);

CREATE TRIGGER events_are_not_replaced BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'an event is never replaced'); END;
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;
CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
WHEN (
    NEW.seq = OLD.seq AND NEW.chain IS OLD.chain
    AND substr(NEW.line, 8, 32) IN (SELECT id FROM redacted)
    AND length(NEW.line) < length(OLD.line) AND instr(NEW.line, x'2c2273616964223a') = 0
    AND (
        substr(OLD.line, 1, length(NEW.line) - 1) = substr(NEW.line, 1, length(NEW.line) - 1)
        OR substr(OLD.line, 1, 7) <> x'7b226964223a22'
    )
) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'an event is never changed; words go by newsledger redact alone'); END;
CREATE TRIGGER redactions_are_not_replaced BEFORE INSERT ON redacted
WHEN EXISTS (SELECT 1 FROM redacted WHERE id = NEW.id)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER redactions_are_not_deleted BEFORE DELETE ON redacted
BEGIN SELECT RAISE(ABORT, 'a redaction is never deleted'); END;
CREATE TRIGGER redactions_are_not_changed BEFORE UPDATE ON redacted
BEGIN SELECT RAISE(ABORT, 'a redaction is never changed'); END;
CREATE TRIGGER seals_are_not_replaced BEFORE INSERT ON files
WHEN EXISTS (SELECT 1 FROM files WHERE name = NEW.name) AND NEW.name GLOB '_seals/*'
BEGIN SELECT RAISE(ABORT, 'a seal is never replaced'); END;
CREATE TRIGGER seals_are_not_deleted BEFORE DELETE ON files
WHEN OLD.name GLOB '_seals/*'
BEGIN SELECT RAISE(ABORT, 'a seal is never deleted'); END;
CREATE TRIGGER seals_are_not_changed BEFORE UPDATE ON files
WHEN OLD.name GLOB '_seals/*'
BEGIN SELECT RAISE(ABORT, 'a seal is never changed'); END;

PRAGMA application_id = 1313621063;
PRAGMA user_version = 1;
"""

TRIGGERS = frozenset(re.findall(r"CREATE TRIGGER (\w+)", SCHEMA))
"""The triggers that a ledger has."""

HOLDING = "SELECT seq, line, chain FROM events WHERE substr(line, 8, 32) = ?"
"""The rows that hold an id: as the index has it, which SQLite takes for this very expression alone."""

IN_ANOTHER_HAND = "SELECT seq, line, chain FROM events WHERE substr(line, 1, 7) <> x'7b226964223a22'"
"""The rows that begin as no line of ours does. Somebody wrote them by hand; there are few, and each is looked at."""

ERRORS = {
    "SQLITE_FULL": errno.ENOSPC,
    "SQLITE_READONLY": errno.EACCES,
    "SQLITE_PERM": errno.EACCES,
    "SQLITE_CANTOPEN": errno.EACCES,
    "SQLITE_AUTH": errno.EACCES,
    "SQLITE_IOERR": errno.EIO,
}
"""What the errors of SQLite are among those of the system, by how their names begin."""

BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL")
SPOILT = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR", "SQLITE_SCHEMA")


def name_of(error: Exception) -> str:
    """The name of an error of SQLite; empty where Python's own part of it gave none."""
    return str(getattr(error, "sqlite_errorname", ""))


@contextlib.contextmanager
def translating(path: str, outcome: str) -> Iterator[None]:
    """Errors of SQLite become what happened, what came of it, and what to do.

    Raises:
        LedgerLocked: another process held the file for too long.
        LedgerUnusable: the system refused something, or the file is damaged.
    """
    with telling(path, outcome):
        try:
            yield
        except (sqlite3.Error, UnicodeDecodeError) as error:  # of a damaged table the very message may be no text
            raise _told(error, path, outcome) from None


def _told(error: Exception, path: str, outcome: str) -> OSError:
    name = name_of(error)
    if name.startswith(BUSY):
        return LedgerLocked(f"another process holds {path}; {outcome}. Do it again when that one is done")
    known = next((number for begins, number in ERRORS.items() if name.startswith(begins)), None)
    if known is not None:
        return OSError(known, "")
    told = f"{path} cannot be used: SQLite finds it damaged ({name or 'no reason given'}); {outcome}"
    return LedgerUnusable(f"{told}. Restore it from a copy")


# --- making -----------------------------------------------------------------------------------


def create(path: str, files: Iterable[tuple[str, bytes]]) -> None:
    """Makes the file of a ledger without events, whole or not at all; it is on the disk when this returns.

    Raises:
        LedgerUnusable: nothing can be written there.
    """
    folder = os.path.dirname(path) or "."
    aside = os.path.join(folder, f".{os.path.basename(path)}.part")
    with translating(path, "no ledger was made"):
        os.makedirs(folder, exist_ok=True)
        discard(aside)
        try:
            fill(aside, files)
            os.replace(aside, path)
            sync_folder(folder)
        except BaseException:
            discard(aside)
            raise


def fill(path: str, files: Iterable[tuple[str, bytes]]) -> None:
    """Makes the tables in a new file, and puts it on the disk."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN; {SCHEMA} COMMIT;")
        database.execute("INSERT INTO copy VALUES (?)", (os.urandom(4).hex(),))
        database.executemany("INSERT INTO files VALUES (?, ?)", files)
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def discard(path: str) -> None:
    """Takes away a file that was never told of, and what SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path + ending)


# --- opening ----------------------------------------------------------------------------------


def connect(path: str, *, wait: float) -> sqlite3.Connection:
    """Opens the file of a ledger. What is written is on the disk when it is committed.

    Raises:
        LedgerNotFound: there is no such file, or it is none of a ledger.
        LedgerUnusable: it cannot be read, is damaged, or is of a newer format.
    """
    if not os.path.isfile(path):
        found = f"{path} is a folder" if os.path.isdir(path) else f"there is no file {path}"
        raise LedgerNotFound(f"no ledger there: {found}; `newsledger init --store sqlite` makes one")
    with translating(path, "nothing was read"):
        database = _connected(path, wait)
        try:
            _check(database, path)
        except BaseException:
            database.close()
            raise
    return database


def _connected(path: str, wait: float) -> sqlite3.Connection:
    """A connection; on a disk that takes no writing one that only reads, and sees the file as it is."""
    try:
        return _connection(path, "mode=rw", wait)
    except sqlite3.OperationalError as error:
        waiting = os.path.exists(f"{path}-wal") and os.path.getsize(f"{path}-wal")
        if not name_of(error).startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")) or waiting:
            raise
    return _connection(path, "immutable=1", wait)


def _connection(path: str, how: str, wait: float) -> sqlite3.Connection:
    place = f"file:{quote(os.path.abspath(path))}?{how}"  # noqa: PTH100  as said at the top
    database = sqlite3.connect(place, uri=True, timeout=wait, isolation_level=None, check_same_thread=False)
    try:
        for setting in ("synchronous = FULL", "fullfsync = ON", "trusted_schema = OFF", "cell_size_check = ON"):
            database.execute(f"PRAGMA {setting}")
        database.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()  # the first look at the file
    except BaseException:
        database.close()
        raise
    return database


def _check(database: sqlite3.Connection, path: str) -> None:
    (mark,), (version,) = (database.execute(f"PRAGMA {one}").fetchone() for one in ("application_id", "user_version"))
    if mark != MARK:
        raise LedgerNotFound(f"no ledger there: {path} is a SQLite file, and none of a ledger")
    if version > FORMAT:
        message = f"{path}: a SQLite ledger of format {version}, and this newsledger reads up to {FORMAT}"
        raise LedgerUnusable(f"{message}: install a newer newsledger")


# --- looking it over --------------------------------------------------------------------------

OF_AN_INDEX = re.compile(r"row \d+ missing from index|wrong # of entries in index|non-unique entry in index")
"""How SQLite begins to tell that an index is not that of its table."""

MOST = 100
"""So many faults SQLite looks for; there may be one of each row."""


def ailments(database: sqlite3.Connection) -> tuple[list[str], list[str]]:
    """What SQLite finds wrong with the file: with indexes that do not tell of all rows, and with anything else.

    Every row is looked up in every index.
    """
    found = [str(row[0]) for row in database.execute(f"PRAGMA integrity_check({MOST})")]
    told = [one for one in found if one != "ok"]
    return [one for one in told if OF_AN_INDEX.match(one)], [one for one in told if not OF_AN_INDEX.match(one)]
