"""Every command on a SQLite ledger answers as it does on the same ledger in files."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
from tests.cli.running import DAY, ROOT, answer, run

ASKED = [
    ("replay", DAY),
    ("replay", DAY, "--json"),
    ("timeline", DAY),
    ("contested", DAY),
    ("explain", "territory-held/kursk/ukraine", DAY),
    ("history", "territory-held/kursk/ukraine"),
    ("diff", "2025-03-12", DAY),
    ("sources",),
    ("show", "b92c98f8"),
    ("check",),
    ("check", "--strict", "--json"),
    ("calibrate", "--json"),
    ("plot", "territory-held/kursk/ukraine"),
    ("kinds",),
]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The two stories in files, and the same in SQLite."""
    one, other = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("sqlite")
    shutil.copytree(ROOT / "events", one / "events", ignore=shutil.ignore_patterns(".newsledger"))
    assert run(one, "seal").exit_code == 0
    assert run(one, "convert", str(one / "events"), str(other / "ledger.db")).exit_code == 0
    return one, other


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_a_question_has_one_answer(both: tuple[Path, Path], words: tuple[str, ...]) -> None:
    """To the byte, with its exit code; only files and their lines are called otherwise."""
    one, other = (run(folder, *words) for folder in both)

    assert (one.exit_code, unplaced(one.stdout)) == (other.exit_code, unplaced(other.stdout))


def unplaced(text: str) -> list[str]:
    """The lines of an answer, sorted, without places, which are those of a store."""
    lines = [line for line in text.splitlines() if '"file"' not in line and '"line"' not in line]
    return sorted(line.partition("warning[")[2] or line for line in lines)


def test_verify_finds_what_was_sealed_in_files(both: tuple[Path, Path]) -> None:
    """Seals go over with the events, and hold."""
    one, other = (answer(folder, "verify") for folder in both)

    assert one == other
    assert one["sound"]


def test_a_story_is_told_in_it(tmp_path: Path) -> None:
    """From `init` over sheets, amendments, seals and proofs to redaction: nothing asks for files."""
    assert "ledger.db" in run(tmp_path, "init", str(tmp_path), "--demo", "--store", "sqlite").stdout
    assert run(tmp_path, "seal").exit_code == 0
    one, other, third = ("b92c98f8", "2ca0b9f8", "8a1a88fa")
    for words in (
        ("void", one, "--reason", "typed twice", "--yes"),
        ("note", other, "see the map"),
        ("redact", third, "--reason", "a name", "--authority", "the editor", "--yes"),
        ("seal",),
        ("seal",),
        ("verify",),
        ("verify", "--proof", other),
        ("check",),
        ("doctor",),
        ("add", str(ROOT / "docs/stories/ridge-fire-1.report"), "--yes"),
        ("replay", DAY),
    ):
        result = run(tmp_path, *words)
        assert result.exit_code == 0, (words, result.stdout, result.stderr)
    assert len(answer(tmp_path, "verify")["seals"]) == 1
    assert len(list_of(tmp_path / "ledger.db", "SELECT name FROM files WHERE name GLOB '_seals/*.seal'")) == 2
    assert [path.name for path in tmp_path.iterdir() if path.suffix not in (".db-wal", ".db-shm")] == ["ledger.db"]


def list_of(path: Path, asked: str) -> list[tuple[object, ...]]:
    """What a database answers."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        return database.execute(asked).fetchall()


def test_tampering_is_named(both: tuple[Path, Path], tmp_path: Path) -> None:
    """Whoever takes the triggers away and edits, back-dates or deletes is found by `verify`, `check` and `doctor`."""
    shutil.copy(both[1] / "ledger.db", tmp_path / "ledger.db")
    with contextlib.closing(sqlite3.connect(tmp_path / "ledger.db")) as database, database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        changed = ('"v":"1"', '"v":"1 "')
        database.execute("UPDATE events SET line = replace(line, ?, ?) WHERE seq = 40", changed)
        database.execute("DELETE FROM events WHERE seq = 7")
        earlier = ('"recorded":"20', '"recorded":"19')
        database.execute("UPDATE events SET line = replace(line, ?, ?) WHERE seq = 3", earlier)
    verified, checked = run(tmp_path, "verify"), run(tmp_path, "check")

    assert (verified.exit_code, checked.exit_code) == (4, 4)
    assert "error[missing-rows]: row 7 is gone" in checked.stdout
    assert "ledger.db:7" in checked.stdout
    found = {finding["code"] for finding in answer(tmp_path, "verify")["findings"]}
    assert found == {"missing-event", "altered-event", "back-dated-event", "missing-rows"}
    assert "triggers that keep events as they are were taken away" in run(tmp_path, "doctor").stdout


def test_it_is_watched(both: tuple[Path, Path], tmp_path: Path) -> None:
    """What `replay --watch` looks at changes with an append."""
    from newsledger.cli._watching import files_of

    shutil.copy(both[1] / "ledger.db", tmp_path / "ledger.db")
    path = str(tmp_path / "ledger.db")
    before = files_of(path)
    result = run(tmp_path, "add", "state/bridge/open = no", "--source", "mayor", "--yes")

    assert result.exit_code == 0
    assert before != {}
    assert files_of(path) != before


def test_it_is_found_from_below_and_by_name(tmp_path: Path) -> None:
    """As a folder of files is: here, in a folder above, or by `--ledger`, whatever it is called."""
    run(tmp_path, "init", str(tmp_path), "--store", "sqlite", "--title", "Wire")
    (tmp_path / "deep" / "er").mkdir(parents=True)
    shutil.copy(tmp_path / "ledger.db", tmp_path / "deep" / "any name.sqlite")

    assert '"Wire"' in run(tmp_path / "deep" / "er", "doctor").stdout
    told = run(tmp_path / "deep", "--ledger", "any name.sqlite", "doctor").stdout
    assert "anyname.sqlite" in "".join(told.split())  # a long path is wrapped


def test_an_index_that_misses_rows_is_named_and_mended(tmp_path: Path) -> None:
    """`check` finds it and says how to mend it; `doctor` knows it; `convert` makes a ledger with sound indexes."""
    assert run(tmp_path, "init", str(tmp_path), "--demo", "--store", "sqlite").exit_code == 0
    with contextlib.closing(sqlite3.connect(tmp_path / "ledger.db")) as db:
        (sql,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'events_by_id'").fetchone()
        db.execute("DROP INDEX events_by_id")
        db.execute("CREATE INDEX events_by_id ON events (substr(line, 8, 32)) WHERE seq > 9")
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'events_by_id'", (sql,))
        db.commit()
    found = run(tmp_path, "check")

    assert found.exit_code == 1
    assert "warning[damaged-index]" in found.stdout
    assert "newsledger convert" in found.stdout
    assert run(tmp_path, "doctor").exit_code == 1
    assert "an index does not tell of all rows" in run(tmp_path, "doctor").stdout
    assert run(tmp_path, "convert", str(tmp_path / "ledger.db"), str(tmp_path / "sound.db")).exit_code == 0
    assert run(tmp_path, "--ledger", str(tmp_path / "sound.db"), "check").exit_code == 0
