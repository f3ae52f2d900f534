"""Wrong calls of `tail`, `convert`, `--after`, `--store`, `--ledger`, `--wait`: refused in words, nothing changed."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
from tests.cli.refusing import Row, name_of, refused
from tests.cli.running import run

from newsledger.stores.sqlite import SqliteStore

CLAIM = "state/bridge/open = no @ 2025-03-18"
ADD = ("add", CLAIM, "--source", "mayor", "--yes", "--reported", "2025-03-18")

ROWS: list[Row] = [
    (("tail", "--after", "x"), 2, ("error[bad-position]: 'x' is no position", "one looks like 0badcafe-12-5eed5eed")),
    (("tail", "--after", ""), 2, ("bad-position", "'' is no position", "without one you begin at the first event")),
    (("tail", "--after", "y" * 300), 2, ("bad-position", "…")),
    (("tail", "--after", "\x1b[2J"), 2, ("bad-position", "'\\x1b[2J'")),
    (("tail", "--after", "0badcafe-1-0badcafe"), 2, ("foreign-position", "of this copy", "ask without a position")),
    (("tail", "--follow", "--after", "0badcafe-1-0badcafe"), 2, ("foreign-position", "their ids tell")),
    (("tail", "-n", "-1"), 2, ("'-n'", "-1 is not in the range")),
    (("tail", "-n", "many"), 2, ("'-n'", "'many' is not a valid integer")),
    (("tail", "3"), 2, ("unexpected extra argument",)),
    (("tail", "--since", "3"), 2, ("No such option '--since'",)),
    ((*ADD, "--after", "12"), 2, ("bad-position", "positions stand in the lines of `newsledger tail`")),
    ((*ADD, "--after", "0badcafe-1-0badcafe"), 2, ("foreign-position",)),
    ((*ADD, "--after", "0badcafe-1-0badcafe", "--dry-run"), 2, ("foreign-position",)),
    (("add", "--edit", "--after", "x"), 2, ("--edit takes no --after",)),
    (("convert", "events"), 2, ("Missing argument 'DST'",)),
    (("convert",), 2, ("Missing argument 'SRC'",)),
    (("convert", "nowhere", "new.db"), 3, ("there is nothing at", "nowhere", "name a ledger's folder")),
    (("convert", "bare", "new.db"), 2, ("there is no ledger in", "bare", "name the folder that holds ledger.toml")),
    (("convert", "note.txt", "new.db"), 3, ("note.txt cannot be used", "nothing was read")),
    (("convert", "other.db", "new.db"), 3, ("is a SQLite file, and none of a ledger",)),
    (("convert", "events", "events"), 2, ("same-place", "name a place beside it")),
    (("convert", "events", "events/copy.db"), 2, ("same-place", "one stands within the other")),
    (("convert", "events", "."), 2, ("same-place",)),
    (("convert", "events", "other.db"), 2, ("target-exists", "nothing is ever written over", "name a new place")),
    (("convert", "events", "note.txt"), 2, ("target-exists",)),
    (("convert", "events", "full"), 2, ("target-exists",)),
    (("convert", "events", "new", "--to", "mysql"), 2, ("'--to'", "'mysql' is not one of")),
    (("convert", "events", "new.db", "--to", "jsonl"), 2, ("DST is called new.db, and --to says jsonl",)),
    (("convert", "events", "note.txt/new.db"), 3, ("nothing was written",)),
    (("convert", "lines.jsonl", "new.db"), 3, ("lines.jsonl:1", "no-json", "nothing was written to")),
    (("convert", "altered.db", "new"), 4, ("id-mismatch", "altered.db:1", "what is damaged would be lost")),
    (("convert", "gap.db", "new"), 4, ("missing-rows", "gap.db:2", "row 2 is gone")),
    (("convert", "strange.db", "new"), 2, ("unsafe-name", "'../x'", "take it out there")),
    (("init", "new", "--store", "postgres"), 2, ("'--store'", "'postgres' is not one of")),
    (("init", "taken", "--store", "sqlite"), 2, ("ledger-exists", "name another file")),
    (("pack",), 3, ("only a ledger of files can be packed",)),
    (("check", "--against", "HEAD"), 2, ("no-files", "a SQLite ledger is one file", "newsledger seal")),
]
"""What is typed, the exit code, what must be said. The last two are asked of a SQLite ledger."""

GLOBAL: list[Row] = [
    (("--ledger", "nowhere.db", "replay"), 3, ("there is no file", "nowhere.db")),
    (("--ledger", "nowhere", "replay"), 3, ("there is no folder", "nowhere")),
    (("--ledger", "other.db", "replay"), 3, ("is a SQLite file, and none of a ledger",)),
    (("--ledger", "note.txt", "tail"), 3, ("note.txt cannot be used", "Restore it from a copy")),
    (("--ledger", "events", "convert", "events", "new.db"), 2, ("leave out --ledger",)),
    (("--wait", "-1", "replay"), 2, ("'--wait'", "-1 is no time to wait", "from 0 up to a day")),
    (("--wait", "nan", "replay"), 2, ("'--wait'", "nan is no time to wait")),
    (("--wait", "inf", "replay"), 2, ("'--wait'", "inf is no time to wait")),
    (("--wait", "soon", "replay"), 2, ("'--wait'", "'soon' is not a valid float")),
]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger of files, and with much beside it that may be named by mistake."""
    folder = tmp_path_factory.mktemp("template")
    for name, options in ((".", ()), ("wire", ("--store", "sqlite")), ("taken", ("--store", "sqlite"))):
        assert run(folder, "init", str(folder / name), *options).exit_code == 0
    for name in (".", "wire"):
        assert run(folder / name, *ADD).exit_code == 0
        second = ("add", CLAIM.replace("= no", "= yes"), *ADD[2:])
        assert run(folder / name, *second).exit_code == 0
    for name in ("altered", "gap", "strange"):
        shutil.copy(folder / "wire" / "ledger.db", folder / f"{name}.db")
    spoil(folder / "altered.db", "UPDATE events SET line = replace(line, 'bridge', 'tunnel') WHERE seq = 1")
    spoil(folder / "gap.db", "DELETE FROM events WHERE seq = 2")
    spoil(folder / "strange.db", "INSERT INTO files VALUES ('../x', 'y')")
    with contextlib.closing(sqlite3.connect(folder / "other.db")) as database, database:
        database.execute("CREATE TABLE any (thing)")
    (folder / "note.txt").write_text("a note, and no ledger\n" * 9, encoding="utf-8")
    (folder / "lines.jsonl").write_text('{"id":"half', encoding="utf-8")
    (folder / "full").mkdir()
    (folder / "full" / "thing").touch()
    (folder / "bare").mkdir()
    return folder


def spoil(path: Path, statement: str) -> None:
    """Does to a SQLite ledger what its triggers forbid."""
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)


@pytest.fixture
def there(template: Path, tmp_path: Path) -> Path:
    """A copy of the template."""
    folder = tmp_path / "there"
    shutil.copytree(template, folder, ignore=shutil.ignore_patterns("*-wal", "*-shm"))
    return folder


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_a_wrong_call_is_refused(row: Row, there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is told what was found, what was expected and what to do, and nothing anywhere changes."""
    monkeypatch.chdir(there)
    refused(there / "wire" if row[0][0] in ("pack", "check") else there, row)


@pytest.mark.parametrize("row", GLOBAL, ids=name_of)
def test_a_wrong_option_before_the_command_is_refused(row: Row, there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So are options that stand before the command."""
    monkeypatch.chdir(there)
    refused(there, row)


def test_there_are_enough() -> None:
    """The tables hold what people will get wrong first."""
    assert len(ROWS) + len(GLOBAL) >= 25


def test_two_ledgers_in_one_place_are_told(there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where commands would find two, none is chosen in silence; naming one works."""
    monkeypatch.chdir(there)
    assert run(there, "convert", "events", "ledger.db").exit_code == 0

    refused(there, (("replay",), 3, ("two ledgers here", "ledger.db", "newsledger --ledger PATH")))
    assert run(there, "--ledger", "ledger.db", "replay").exit_code == 0
    assert "two ledgers here" in run(there, "doctor").stdout


def test_an_append_that_comes_too_late_is_refused(there: Path) -> None:
    """Exit code 5, what came since, how to see it; on files as on SQLite."""
    for folder in (there, there / "wire"):
        position = run(folder, "tail", "-n", "2", "--json").stdout.splitlines()[0].partition('"position":"')[2][:19]
        late = ("add", "state/road/open = no @ 2025-03-18", *ADD[2:], "--after", position)
        for options in ((), ("--dry-run",)):
            refused(folder, ((*late, *options), 5, ("1 event has come since the position", "nothing was written")))


def test_a_lock_that_is_held_on_is_refused(there: Path) -> None:
    """Who waits in vain leaves with exit code 5, and wrote nothing; whoever only asks does not wait."""
    store = SqliteStore(there / "wire" / "ledger.db")
    with store._writing("nothing was written"):
        result = run(there / "wire", "--wait", "0.05", "add", "state/road/open = no", *ADD[2:])
        asked = run(there / "wire", "--wait", "0.05", "replay")
    store.close()

    assert (result.exit_code, result.stdout) == (5, "")
    assert "for 0.05 seconds; nothing was written. It is this very process" in result.stderr
    assert asked.exit_code == 0
