"""The ledger in a SQLite file: what it adds to the contract of all stores."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from tests.cli.running import surroundings
from tests.stores import samples

from newsledger import codec, database
from newsledger.config import Config
from newsledger.errors import InvalidInput, LedgerNotFound, LedgerUnusable
from newsledger.event import Event, say
from newsledger.kinds.redaction import Redaction
from newsledger.stores.sqlite import SqliteStore

BESIDE = ("", "-wal", "-shm", "-holder")


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    """A ledger with all events of the samples, a row each."""
    made = SqliteStore.create(tmp_path / "ledger.db", Config(title="Test"))
    made.append(samples.events())
    return made


@contextlib.contextmanager
def by_hand(store: SqliteStore, *, without_triggers: bool = False) -> Iterator[sqlite3.Connection]:
    """The database as another program opens it; one that takes the triggers away, where it is told to."""
    with contextlib.closing(sqlite3.connect(store.path)) as connection:
        for name in database.TRIGGERS if without_triggers else ():
            connection.execute(f"DROP TRIGGER {name}")
        with connection:
            yield connection


class TestAppendOnly:
    """No program that keeps the triggers changes or deletes an event."""

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE events SET line = x'00' WHERE seq = 1",
            "UPDATE events SET seq = 99 WHERE seq = 1",
            "UPDATE events SET chain = NULL WHERE seq = 1",
            "UPDATE events SET line = substr(line, 1, 90) WHERE seq = 1",
            "DELETE FROM events",
            "DELETE FROM events WHERE seq = 1",
            "REPLACE INTO events (seq, line) VALUES (1, x'00')",
            "INSERT OR REPLACE INTO events (seq, line) VALUES (1, x'00')",
            "INSERT INTO events (seq, line) VALUES (1, x'00') ON CONFLICT DO UPDATE SET line = x'00'",
            "UPDATE files SET content = x'00' WHERE name = '_seals/a.seal'",
            "UPDATE files SET name = 'b' WHERE name = '_seals/a.seal'",
            "DELETE FROM files WHERE name = '_seals/a.seal'",
            "REPLACE INTO files VALUES ('_seals/a.seal', x'00')",
            "DELETE FROM redacted",
            "UPDATE redacted SET id = x'00'",
        ],
    )
    def test_events_seals_and_redactions_stay(self, store: SqliteStore, statement: str) -> None:
        """Each statement that would change one is refused in words, and changes nothing."""
        store.put("_seals/a.seal", b"sealed")
        store.append([redaction(samples.event(8))])
        store.redact([samples.event(8).id])
        before = dump(store)
        with by_hand(store) as connection, pytest.raises(sqlite3.IntegrityError, match=r"is never \w+"):
            connection.execute(statement)

        assert dump(store) == before

    @pytest.mark.parametrize(
        "line",
        [
            codec.write(samples.event(0)).replace(b"110", b"910"),
            codec.write(samples.event(0).without_words()).replace(b"desk", b"anne"),
            codec.write(samples.event(0).without_words()).replace(b"2025", b"2015"),
            codec.write(samples.event(1).without_words()),
            b"",
        ],
    )
    def test_a_redaction_takes_words_and_nothing_else(self, store: SqliteStore, line: bytes) -> None:
        """Even of an event that was redacted neither id, time nor hand can be changed, nor can words be put in."""
        with by_hand(store) as connection:
            connection.execute("INSERT INTO redacted VALUES (?)", (samples.event(0).id.encode(),))
            with pytest.raises(sqlite3.IntegrityError, match="an event is never changed"):
                connection.execute("UPDATE events SET line = ? WHERE seq = 1", (line,))

    def test_settings_may_be_changed(self, store: SqliteStore) -> None:
        """What `ledger.toml` says is no event: a person may mend it."""
        text = Config(title="Mended").text()
        with by_hand(store) as connection:
            connection.execute("UPDATE files SET content = ? WHERE name = 'ledger.toml'", (text,))

        assert SqliteStore(store.path).config.title == "Mended"


def dump(store: SqliteStore) -> str:
    """All that the database holds."""
    with by_hand(store) as connection:
        return "\n".join(connection.iterdump())


def redaction(event: Event) -> Event:
    """Declares that the words of an event had to go."""
    said = say(Redaction(event.id, reason="a name", authority="the editor"))
    return codec.stamp(said, recorded=samples.RECORDED[2], by="desk")


class TestRedacting:
    """Words that had to go are gone."""

    @pytest.mark.parametrize("opened", [False, True])
    def test_words_are_off_the_disk(self, store: SqliteStore, *, opened: bool) -> None:
        """Afterwards no byte of them stands in the file, nor beside it, whether somebody has it open or not."""
        long = attrs.evolve(samples.saids()[0], quote="a secret word " * 2000)
        event = codec.stamp(long, recorded=samples.RECORDED[0], by="desk")
        store.append([event, redaction(event)])
        if not opened:
            store.close()
        assert any(b"secret" in raw for raw in bytes_of(store))

        assert SqliteStore(store.path).redact([event.id]) == ("ledger.db",)
        assert not any(b"secret" in raw for raw in bytes_of(store))
        assert [one.id for one in store.read().events if one.redacted] == [event.id]
        assert store.read().problems == ()
        assert SqliteStore(store.path).redact([event.id]) == ()

    def test_what_arrived_arrives_without_words(self, store: SqliteStore) -> None:
        """Positions stay, and who comes later gets the event without its words."""
        before = store.since()
        store.append([redaction(samples.event(0))])
        store.redact([samples.event(0).id])
        after = store.since()

        assert [one.position for one in after][:-1] == [one.position for one in before]
        assert after.entries[0].event.redacted

    def test_a_line_in_another_hand_loses_its_words_too(self, store: SqliteStore) -> None:
        """Somebody may have put it there with a space before."""
        event = codec.stamp(attrs.evolve(samples.saids()[0], quote="x"), recorded=samples.RECORDED[0], by="desk")
        with by_hand(store) as connection:
            connection.execute("INSERT INTO events (line) VALUES (?)", (b" " + codec.write(event),))
        store.append([redaction(event)])

        assert store.redact([event.id]) == ("ledger.db",)
        assert {one.id for one in store.read().events if one.redacted} == {event.id}

    def test_nothing_goes_undeclared(self, store: SqliteStore) -> None:
        """Without a redaction among the events no word is taken out."""
        before = dump(store)
        with pytest.raises(InvalidInput, match="undeclared"):
            store.redact([samples.event(0).id])

        assert dump(store) == before


def bytes_of(store: SqliteStore) -> list[bytes]:
    """The bytes of the file and of all that stands beside it."""
    return [path.read_bytes() for path in Path(store.path).parent.iterdir()]


class TestDamage:
    """What somebody does who takes the triggers away, and what a disk does, is told."""

    @pytest.mark.parametrize(
        ("gone", "told"),
        [
            ([1], ["row 1 is gone"]),
            ([2, 3], ["rows 2 to 3 are gone"]),
            ([1, 5], ["row 1 is gone", "row 5 is gone"]),
            ([14, 15], ["rows 14 to 15 are gone"]),
            (list(range(1, 16)), ["rows 1 to 15 are gone"]),
        ],
    )
    def test_rows_that_are_gone_are_named(self, store: SqliteStore, gone: list[int], told: list[str]) -> None:
        """Numbers are given one after the other, hence a gap, also one at the end, is a deletion."""
        assert len(samples.events()) == 15
        with by_hand(store, without_triggers=True) as connection:
            connection.executemany("DELETE FROM events WHERE seq = ?", [(number,) for number in gone])
        reading = store.read()

        assert [problem.code for problem in reading.problems] == ["missing-rows"] * len(told)
        assert [problem.message.partition(":")[0] for problem in reading.problems] == told
        assert len(reading.events) == 15 - len(gone)

    def test_places_are_numbers_of_rows(self, store: SqliteStore) -> None:
        """Also behind a gap a problem names the row that it is in."""
        with by_hand(store, without_triggers=True) as connection:
            connection.execute("DELETE FROM events WHERE seq = 2")
            connection.execute("UPDATE events SET line = x'7b' WHERE seq = 9")
        reading = store.read()

        assert [str(problem.where) for problem in reading.problems] == ["ledger.db:2", "ledger.db:9:2"]
        assert store.line(9) == b"{"
        assert store.line(2) == b""
        assert str(reading.places[samples.event(2).id]) == "ledger.db:3"

    def test_a_text_in_the_place_of_a_line_is_read_as_its_bytes(self, store: SqliteStore) -> None:
        """SQLite keeps whatever it is handed."""
        extra = codec.stamp(attrs.evolve(samples.saids()[0], quote="x"), recorded=samples.RECORDED[0], by="desk")
        with by_hand(store) as connection:
            lines = [(codec.write(extra).decode(),), (17,), ("",)]
            connection.executemany("INSERT INTO events (line) VALUES (?)", lines)
        reading = store.read()

        assert extra in reading.events
        assert [problem.code for problem in reading.problems] == ["json-number"]
        assert store.append([extra]).added == ()

    def test_no_damage_of_the_file_is_a_traceback(self, store: SqliteStore) -> None:
        """Whatever byte range is overwritten: it is told in words, and what can be read is sound."""
        store.append([event for number in range(40) for event in [extra(number)]])
        store.close()
        path = Path(store.path)
        raw, ids = path.read_bytes(), {event.id for event in store.read().events}
        store.close()
        outcomes = set()
        for at in range(0, len(raw), 1024):
            path.write_bytes(raw[:at] + b"\xa5" * 512 + raw[at + 512 :])
            outcomes.add(looked_at(path, ids))
        path.write_bytes(raw)

        assert looked_at(path, ids) == "sound"
        assert outcomes >= {"refused", "damaged"}

    def test_a_file_that_breaks_off_is_told(self, store: SqliteStore) -> None:
        """Half a database gives problems or a refusal, never half a ledger as if it were whole."""
        store.close()
        path, ids = Path(store.path), {event.id for event in samples.events()}
        raw = path.read_bytes()
        for length in (0, 1, 50, 4096, len(raw) // 2, len(raw) - 4096):
            path.write_bytes(raw[:length])
            assert looked_at(path, ids) in ("refused", "damaged")


def extra(number: int) -> Event:
    """An event that is in none of the samples."""
    said = attrs.evolve(samples.saids()[0], url=f"https://news.example/{number}")
    return codec.stamp(said, recorded=samples.RECORDED[0], by="desk")


def looked_at(path: Path, ids: set[str]) -> str:
    """How a file is found: refused, damaged, or sound. No event is in it that never was."""
    try:
        store = SqliteStore(path, wait=0)
    except (LedgerUnusable, LedgerNotFound, InvalidInput):
        return "refused"
    try:
        reading = store.read()
        with contextlib.suppress(LedgerUnusable, InvalidInput):
            assert {arrival.event.id for arrival in store.since()} <= ids
    finally:
        store.close()
    assert {event.id for event in reading.events} <= ids
    whole = {event.id for event in reading.events} == ids
    return "sound" if whole and not reading.problems else "damaged" if reading.problems else "lost in silence"


class TestFile:
    """One file, for several processes and threads, that lasts."""

    def test_a_closed_ledger_is_one_file(self, store: SqliteStore) -> None:
        """Nothing stands beside it when nobody has it open."""
        store.close()

        assert sorted(path.name for path in Path(store.path).parent.iterdir()) == ["ledger.db"]
        assert len(store.read().events) == len(samples.events())

    def test_what_was_appended_survives_kill_9(self, store: SqliteStore) -> None:
        """An append that returned is there, though its process never closed the file."""
        code = """
import os, sys
from tests.stores.test_sqlite import extra
from newsledger.stores.sqlite import SqliteStore
SqliteStore(sys.argv[1]).append([extra(1)])
os.kill(os.getpid(), 9)
"""
        subprocess.run([sys.executable, "-c", code, store.path], env=surroundings(), cwd=Path.cwd(), check=False)

        assert extra(1) in store.read().events

    def test_every_commit_is_synced(self, store: SqliteStore) -> None:
        """The connections are set to a write-ahead log that is synced at each commit."""
        with store._writing("nothing was written") as connection:
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            assert connection.execute("PRAGMA synchronous").fetchone() == (2,)

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="this system forks no processes")
    def test_a_forked_process_opens_it_for_itself(self, store: SqliteStore) -> None:
        """A connection does not cross a fork: parent and child both write."""
        child = os.fork()
        if child == 0:
            done = len(store.append([extra(1)]).added)
            os._exit(0 if done == 1 else 1)
        _, status = os.waitpid(child, 0)
        store.append([extra(2)])

        assert status == 0
        assert {extra(1), extra(2)} <= set(store.read().events)

    def test_threads_read_while_one_writes(self, store: SqliteStore) -> None:
        """A thread that reads does not wait for one that is in the middle of an append."""
        inside, done, seen = threading.Event(), threading.Event(), []

        def write() -> None:
            with store._writing("nothing was written"):
                inside.set()
                done.wait(30)

        writer = threading.Thread(target=write)
        writer.start()
        try:
            assert inside.wait(30)
            reader = threading.Thread(target=lambda: seen.append(store.read()))
            reader.start()
            reader.join(20)
            assert [len(reading.events) for reading in seen] == [len(samples.events())]
        finally:
            done.set()
            writer.join()

    def test_it_is_read_where_nothing_can_be_written(self, store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
        """On a disk that takes no writing the file is read as it is; to append is refused in words."""
        store.close()
        connection = database._connection

        def read_only(path: str, how: str, wait: float) -> sqlite3.Connection:
            if how == "mode=rw":
                error = sqlite3.OperationalError("unable to open database file")
                error.sqlite_errorname = "SQLITE_CANTOPEN"
                raise error
            return connection(path, how, wait)

        monkeypatch.setattr(database, "_connection", read_only)
        reader = SqliteStore(store.path)

        assert len(reader.read().events) == len(samples.events())
        with pytest.raises(LedgerUnusable, match="read-only for you; nothing was written"):
            reader.append([extra(1)])
        reader.close()

    @pytest.mark.parametrize("content", [b"", b"x", b"SQLite format 3\0", b"SQLite format 3\0" + bytes(5000)])
    def test_what_is_no_ledger_is_refused(self, tmp_path: Path, content: bytes) -> None:
        """A file of anything else is opened by nobody, and stays as it is."""
        path = tmp_path / "other.db"
        path.write_bytes(content)
        with pytest.raises((LedgerUnusable, LedgerNotFound)):
            SqliteStore(path)

        assert path.read_bytes() == content

    def test_a_database_of_others_is_no_ledger(self, tmp_path: Path) -> None:
        """A sound database that holds something else is told apart."""
        with contextlib.closing(sqlite3.connect(tmp_path / "other.db")) as connection, connection:
            connection.execute("CREATE TABLE events (line BLOB)")
        with pytest.raises(LedgerNotFound, match="is a SQLite file, and none of a ledger"):
            SqliteStore(tmp_path / "other.db")

    def test_tables_of_the_future_are_not_touched(self, store: SqliteStore) -> None:
        """A newer format is refused, with what to do."""
        with by_hand(store) as connection:
            connection.execute("PRAGMA user_version = 2")
        with pytest.raises(LedgerUnusable, match="install a newer newsledger"):
            SqliteStore(store.path)

    def test_a_failure_to_make_one_leaves_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where the disk fails at the last step there is neither a file nor half of one."""

        def full(*_: object) -> None:
            raise OSError(28, "no space")

        monkeypatch.setattr(os, "replace", full)
        with pytest.raises(LedgerUnusable, match="the disk is full; no ledger was made"):
            SqliteStore.create(tmp_path / "ledger.db", Config())

        assert list(tmp_path.iterdir()) == []

    def test_what_a_broken_write_left_is_written_over(self, tmp_path: Path) -> None:
        """A crash while a ledger was made is no hindrance to the next one."""
        (tmp_path / ".ledger.db.part").write_bytes(b"half")
        (tmp_path / ".ledger.db.part-wal").write_bytes(b"half")
        SqliteStore.create(tmp_path / "ledger.db", Config()).close()

        assert [path.name for path in tmp_path.iterdir()] == ["ledger.db"]

    def test_a_large_batch_is_one_transaction(self, store: SqliteStore) -> None:
        """Nobody sees a part of it, and it is found again without reading all rows."""
        store.append([extra(number) for number in range(500)])
        with store._writing("nothing was written") as connection:
            plan = connection.execute(f"EXPLAIN QUERY PLAN {database.HOLDING}", (b"x",)).fetchall()

        assert "events_by_id" in str(plan)
        assert len(store.read().events) == len(samples.events()) + 500

    @pytest.mark.skipif(shutil.which("sqlite3") is None, reason="the program sqlite3 is not here")
    def test_other_programs_read_it(self, store: SqliteStore) -> None:
        """Rows are lines, for whoever opens the file with SQLite."""
        asked = "SELECT count(*) FROM events WHERE json_extract(CAST(line AS TEXT), '$.by') = 'desk'"
        done = subprocess.run(["sqlite3", store.path, asked], capture_output=True, encoding="utf-8", check=True)

        assert done.stdout.strip() == "15"


class TestIndex:
    """An index that misses rows is found, and told from damage that loses them."""

    def test_a_row_that_the_index_misses(self, store: SqliteStore) -> None:
        """An append stores it once more, as a copy; checking names the index, and all is mended by making it anew."""
        event = samples.event(0)
        misled(store)

        assert store.append([codec.stamp(event.said, recorded=samples.RECORDED[2], by="anew")]).added != ()
        assert [problem.code for problem in store.unsound()] == ["damaged-index"]
        assert store.read().problems == ()
        assert {one.id for one in store.read().events} == {one.id for one in samples.events()}
        with by_hand(store) as connection:
            connection.execute("REINDEX")
        assert store.unsound() == ()
        assert store.append([event]).added == ()

    def test_a_sound_database(self, store: SqliteStore) -> None:
        """Nothing is said of it."""
        assert store.unsound() == ()

    def test_a_page_that_nothing_leads_to(self, store: SqliteStore) -> None:
        """Rows can all be read, and yet SQLite finds the file damaged: that is told as well."""
        store.close()
        raw = bytearray(Path(store.path).read_bytes())
        raw[36:40] = (5).to_bytes(4, "big")  # so many free pages, of which there is none
        Path(store.path).write_bytes(raw)
        again = SqliteStore(store.path)

        assert again.read().problems == ()
        assert [problem.code for problem in again.unsound()] == ["damaged-database"]

    def test_what_cannot_be_read_is_told_once(self, store: SqliteStore) -> None:
        """A page of rows that is gone is damage, whatever else it is."""
        store.close()
        raw = Path(store.path).read_bytes()
        with by_hand(store) as connection:
            root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'events'").fetchone()[0]
        at = (root - 1) * 4096
        Path(store.path).write_bytes(raw[:at] + bytes(4096) + raw[at + 4096 :])
        again = SqliteStore(store.path)

        assert "damaged-database" in {problem.code for problem in again.read().problems}
        assert "damaged-database" in {problem.code for problem in again.unsound()}


def misled(store: SqliteStore) -> None:
    """Makes the index on ids miss the first row, as a damaged page of it would."""
    with by_hand(store, without_triggers=True) as connection:
        (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'events_by_id'").fetchone()
        connection.execute("DROP INDEX events_by_id")
        connection.execute("CREATE INDEX events_by_id ON events (substr(line, 8, 32)) WHERE seq > 1")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'events_by_id'", (sql,))
