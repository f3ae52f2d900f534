"""The rows of a SQLite ledger: which hold an event, what is added, what is taken out."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Iterator

from newsledger import codec, database
from newsledger.redacting import without_words
from newsledger.stores import identity_of, ids_among

ALL = "SELECT seq, line FROM events ORDER BY seq"

PORTION, MOST = 1 << 20, 4_096
"""Bytes and rows that are read at once by who keeps none."""

CHAIN = 8
"""Bytes of the hash that each row carries over all rows before it."""


def there(db: sqlite3.Connection, wanted: Collection[str]) -> set[str]:
    """Those of the wanted ids that stand in a sound line."""
    found = ids_among([raw(row[1]) for row in db.execute(database.IN_ANOTHER_HAND)], wanted)
    for identity in wanted:
        rows = db.execute(database.HOLDING, (identity.encode(),))
        if any(identity_of(raw(row[1])) == identity for row in rows):
            found.add(identity)
    return found


def there_before(db: sqlite3.Connection, identity: str, seq: int) -> bool:
    """Whether an event arrived before a row: in one that is sound, or was when it was chained to those before it."""
    ours = db.execute(database.HOLDING, (identity.encode(),))
    if any(row[2] is not None or identity_of(raw(row[1])) == identity for row in ours if row[0] < seq):
        return True
    odd = db.execute(database.IN_ANOTHER_HAND)
    return any(identity_of(raw(row[1])) == identity for row in odd if row[0] < seq)


def insert(db: sqlite3.Connection, lines: list[bytes], identities: list[str]) -> None:
    """Adds lines at the end, each chained to all before it."""
    last = db.execute("SELECT chain, line FROM events ORDER BY seq DESC LIMIT 1").fetchone()
    chain = b"" if last is None else last[0] or chained(b"", raw(last[1]))
    rows = []
    for line, identity in zip(lines, identities, strict=True):
        chain = chained(chain, bytes.fromhex(identity))
        rows.append((line, chain))
    db.executemany("INSERT INTO events (line, chain) VALUES (?, ?)", rows)


def take_words_out(db: sqlite3.Connection, identities: Collection[str]) -> bool:
    """Takes the words of events out of every row, and off the pages of the file. Whether there were any."""
    db.execute("PRAGMA secure_delete = ON")
    db.executemany("INSERT INTO redacted VALUES (?)", [(identity.encode(),) for identity in sorted(identities)])
    held = [row for identity in identities for row in db.execute(database.HOLDING, (identity.encode(),))]
    held += db.execute(database.IN_ANOTHER_HAND)
    lines = {seq: raw(line) for seq, line, _ in held}
    new = {seq: without_words(line, identities) for seq, line in lines.items()}
    changed = [(line, seq) for seq, line in new.items() if line != lines[seq]]
    db.executemany("UPDATE events SET line = ? WHERE seq = ?", changed)
    return bool(changed)


def chained(chain: bytes, told: bytes) -> bytes:
    """The hash of a row: over that of the row before, and what this one holds."""
    return hashlib.sha256(chain + told).digest()[:CHAIN]


def portions(db: sqlite3.Connection) -> Iterator[tuple[tuple[int, bytes], ...]]:
    """All rows in their order, some at a time. Where SQLite finds damage, what was read before comes first."""
    some: list[tuple[int, bytes]] = []
    size = 0
    rows = db.execute(ALL)
    while True:
        try:
            row = rows.fetchone()
        except sqlite3.DatabaseError:
            if some:
                yield tuple(some)
            raise
        if row is not None:
            some.append((row[0], raw(row[1])))
            size += len(some[-1][1])
        if some and (row is None or size > PORTION or len(some) == MOST):
            yield tuple(some)
            some, size = [], 0
        if row is None:
            return


def last(db: sqlite3.Connection) -> int:
    """The highest number that a row ever had."""
    row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'events'").fetchone()
    return 0 if row is None or not isinstance(row[0], int) else row[0]


def claimed(line: bytes) -> str:
    """The id that a line claims to hold, though it does not."""
    match = codec.LINE.match(line)
    return match[1].decode() if match else ""


def raw(told: object) -> bytes:
    """A value as bytes: somebody may have put a text where a line belongs."""
    return told if isinstance(told, bytes) else str(told).encode(errors="surrogateescape")
