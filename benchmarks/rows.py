"""Tampering with a SQLite ledger: the deeds of `tamper`, done to rows by somebody who took the triggers away."""

from __future__ import annotations

import contextlib
import random
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

from benchmarks import tamper
from benchmarks.tamper import Deed, Files, Outcome
from newsledger import codec, database
from newsledger.config import Config
from newsledger.event import short
from newsledger.problems import Problem
from newsledger.sealing import shelf as shelves
from newsledger.sealing.verifying import verify
from newsledger.stores.sqlite import SqliteStore

Rows = dict[str, list[int]]
"""The rows on which the lines of a file stand: a file is what was appended together."""


def tried(place: Path, files: Files, chance: random.Random, rounds: int) -> Iterator[Outcome]:
    """Tampers with the same ledger in a SQLite file, each kind in its turn, and puts it back each time."""
    rows = _made(place, files)
    sound = place.read_bytes()
    kinds = list(tamper.TAMPERINGS)
    for number in range(rounds):
        kind = kinds[number % len(kinds)]
        deed = tamper.TAMPERINGS[kind](files, chance)
        _do(place, deed, files, rows)
        yield _outcome(kind, deed, files, rows, place)
        place.write_bytes(sound)


def _made(place: Path, files: Files) -> Rows:
    """The ledger as a database: the lines of one file after those of another, and the seals."""
    store = SqliteStore.create(place, Config())
    rows: Rows = {}
    for name, content in sorted(files.items()):
        if name.endswith(shelves.ENDING):
            store.put(name, content)
            continue
        first = sum(map(len, rows.values())) + 1
        events = [event for line in content.splitlines() if (event := codec.read(line).event) is not None]
        store.fill(events)
        rows[name] = list(range(first, first + len(events)))
    store.close()
    return rows


def _do(place: Path, deed: Deed, files: Files, rows: Rows) -> None:
    with contextlib.closing(sqlite3.connect(place, isolation_level=None)) as db:
        for name in database.TRIGGERS:
            db.execute(f"DROP TRIGGER {name}")
        if deed.file in rows:
            _change(db, files[deed.file].splitlines(), _lines(deed.content or b""), rows[deed.file])
        elif deed.content is None:
            db.execute("DELETE FROM files WHERE name = ?", (deed.file,))
        else:
            db.execute("UPDATE files SET content = ? WHERE name = ?", (deed.content, deed.file))


def _lines(content: bytes) -> list[bytes]:
    lines = content.split(b"\n")
    return lines[:-1] if lines[-1] == b"" else lines


def _change(db: sqlite3.Connection, old: list[bytes], new: list[bytes], rows: list[int]) -> None:
    """Makes rows hold other lines: those that differ are written over, what is too many goes, new ones come last."""
    for what, one, other, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        both = min(other - one, end - start)
        db.executemany(
            "UPDATE events SET line = ? WHERE seq = ?", zip(new[start:], rows[one : one + both], strict=False)
        )
        db.executemany("DELETE FROM events WHERE seq = ?", [(row,) for row in rows[one + both : other]])
        db.executemany("INSERT INTO events (line) VALUES (?)", [(line,) for line in new[start + both : end]])


def _outcome(kind: str, deed: Deed, files: Files, rows: Rows, place: Path) -> Outcome:
    store = SqliteStore(place)
    with tempfile.TemporaryDirectory() as scratch:
        for name, content in store.files().items():
            (Path(scratch) / name).parent.mkdir(exist_ok=True)
            (Path(scratch) / name).write_bytes(content)
        shelf = shelves.read_shelf(Path(scratch))
    reading = store.read()
    verdict = verify(shelf, shelf.newest(), reading, lambda where: store.line(where.line or 0))
    store.close()
    problems = [finding.problem for finding in verdict.findings]
    named = {finding.member[0] for finding in verdict.findings if finding.member} | _named(deed, files, rows, problems)
    bare = _named(deed, files, rows, reading.problems)
    return Outcome(
        kind=kind, deed=deed, found=bool(problems), named=deed.touched <= named,
        noticed_bare=bool(reading.problems), named_bare=deed.touched <= bare,
    )  # fmt: skip


def _named(deed: Deed, files: Files, rows: Rows, problems: Iterable[Problem]) -> set[str]:
    """The touched events that problems name: by the beginning of the id, or by the row where the event stood."""
    stood = {
        row: tamper.id_of(line)
        for row, line in zip(rows.get(deed.file, ()), files[deed.file].splitlines(), strict=False)
    }
    named: set[str] = set()
    for problem in problems:
        named |= {identity for identity in deed.touched if short(identity) in problem.message}
        named |= {stood[problem.where.line]} if problem.where.line in stood else set()
        named |= deed.touched if problem.where.file == deed.file and deed.file not in rows else frozenset()
    return named
