"""What every store keeps to, whatever it is made of. A store that is added is tested by being there."""

from __future__ import annotations

import contextlib
import errno
import multiprocessing
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.stores import samples

from newsledger import codec, stores
from newsledger.config import Config
from newsledger.errors import IntegrityBroken, InvalidInput, LedgerNotFound, LedgerUnusable
from newsledger.event import Event, content_id
from newsledger.problems import ERROR, WARNING
from newsledger.replay import State
from newsledger.stores import Reading, Store

CONFIG = Config(title="Test", zone="Europe/Kyiv", default_grade="B")
PROCESSES = 4
APPENDS = 10


@attrs.frozen
class Bench:
    """Makes a store of one class, and looks at it from outside."""

    cls: Any
    folder: Path

    @property
    def of_files(self) -> bool:
        """Whether they keep events in files that anybody can read and write."""
        return hasattr(self.cls, "pack")

    @property
    def on_disk(self) -> bool:
        """Whether such stores outlive the process."""
        return hasattr(self.cls, "create")

    def make(self, name: str = "ledger") -> Store:
        """An empty store."""
        made: Store = self.cls.create(self.folder / name, CONFIG) if self.on_disk else self.cls(config=CONFIG)
        return made

    def again(self, store: Any) -> Store:  # noqa: ANN401  some have a path, some have lines
        """The same ledger as somebody else would open it."""
        opened: Store = self.cls(store.path) if self.on_disk else self.cls(store.lines(), config=store.config)
        return opened

    def spoil(self, store: Any, *lines: bytes) -> Store:  # noqa: ANN401  as above
        """The same ledger, with further lines that no store wrote."""
        if not self.on_disk:
            spoiled: Store = self.cls([*store.lines(), *lines])
            return spoiled
        if self.of_files:
            Path(store.path, "by-hand.jsonl").write_bytes(b"\n".join(lines))
        else:
            with contextlib.closing(sqlite3.connect(store.path)) as database, database:
                database.executemany("INSERT INTO events (line) VALUES (?)", [(line,) for line in lines])
        return self.again(store)

    def tree(self) -> dict[str, bytes | None]:
        """All that is on the disk, but for what can be made again; of a database what it holds."""
        found = (path for path in self.folder.rglob("*") if ".newsledger" not in path.parts)
        ours = [path for path in found if not path.name.endswith(("-wal", "-shm"))]
        return {str(path): content(path) if path.is_file() else None for path in ours}


def content(path: Path) -> bytes:
    """What a file holds: its bytes, or as text what a database holds."""
    raw = path.read_bytes()
    if not raw.startswith(b"SQLite format 3"):
        return raw
    with contextlib.closing(sqlite3.connect(path)) as database:
        return "\n".join(database.iterdump()).encode()


@pytest.fixture(params=stores.names())
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    """Every store in turn."""
    return Bench(stores.find(request.param), tmp_path)


DISK = [name for name in stores.names() if hasattr(stores.find(name), "create")]


@pytest.fixture(params=DISK)
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    """Every store that lives on the disk."""
    return Bench(stores.find(request.param), tmp_path)


@pytest.fixture(params=[name for name in DISK if hasattr(stores.find(name), "pack")])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    """Every store that keeps events in files of its own making, whose calls of the system are ours."""
    return Bench(stores.find(request.param), tmp_path)


def members(reading: Reading) -> list[tuple[str, str, str, bytes]]:
    """The set that was read, bytes included."""
    return sorted((event.id, event.recorded, event.by, event.raw) for event in reading.events)


def told(events: list[Event]) -> list[tuple[str, str, str, bytes]]:
    """The set that a list of events makes."""
    return members(Reading(events=tuple(events), problems=()))


class TestAppendAndRead:
    """What was appended is read again."""

    def test_a_new_ledger_is_empty_and_knows_its_settings(self, bench: Bench) -> None:
        """Nothing is in a ledger that nobody filled but what it was made with."""
        store = bench.make()

        assert store.read() == Reading(events=(), problems=())
        assert store.config == CONFIG
        assert bench.again(store).config == CONFIG

    def test_events_come_back_as_they_went_in(self, bench: Bench) -> None:
        """Ids, envelopes, bytes and what they say survive the store."""
        store = bench.make()
        sent = samples.events(by=1)
        done = store.append(sent)

        assert done.added == tuple(sent)
        assert done.present == ()
        for reading in (store.read(), bench.again(store).read()):
            assert members(reading) == told(sent)
            assert reading.problems == ()
            assert {event.id: event.said for event in reading.events} == {event.id: event.said for event in sent}

    def test_reading_is_ordered_by_taking_in(self, bench: Bench) -> None:
        """Events are read by when they were taken in, then by id, wherever they stand."""
        store = bench.make()
        store.append(samples.events(recorded=2)[:6])
        store.append(samples.events(recorded=0)[6:])
        found = [(event.recorded_at, event.id) for event in store.read().events]

        assert found == sorted(found)

    def test_an_empty_batch_writes_nothing(self, bench: Bench) -> None:
        """To append nothing is allowed and changes nothing."""
        store = bench.make()
        before = bench.tree()
        done = store.append([])

        assert (done.added, done.present, done.file) == ((), (), None)
        assert bench.tree() == before

    def test_two_readings_are_equal(self, bench: Bench) -> None:
        """Reading is a function of what is stored, problems included."""
        store = bench.make()
        store.append(samples.events())
        spoiled = bench.spoil(store, *(line for line, _ in samples.DAMAGED.values()))

        assert spoiled.read() == spoiled.read()
        assert spoiled.read() == bench.again(spoiled).read()


class TestOnce:
    """An event is stored once."""

    def test_appending_again_adds_nothing(self, bench: Bench) -> None:
        """The second append of a batch reports all of it as present and writes nothing."""
        store = bench.make()
        sent = samples.events()
        store.append(sent)
        before, tree = store.read(), bench.tree()
        for again in (store, bench.again(store)):
            done = again.append(samples.events(recorded=1, by=2))
            assert (done.added, done.file) == ((), None)
            assert [event.id for event in done.present] == [event.id for event in sent]
        assert bench.again(store).read() == before
        assert bench.tree() == tree

    def test_only_what_is_new_is_added(self, bench: Bench) -> None:
        """Of a batch that is half known the other half is written."""
        store = bench.make()
        sent = samples.events()
        store.append(sent[:5])
        done = store.append(sent)

        assert done.added == tuple(sent[5:])
        assert done.present == tuple(sent[:5])
        assert members(store.read()) == told(sent)

    def test_twice_within_a_batch_is_once(self, bench: Bench) -> None:
        """What a batch holds twice is written as it first stands there, and reported as present."""
        store = bench.make()
        first, again = samples.event(3), samples.event(3, recorded=1, by=1)
        done = store.append([first, samples.event(4), again])

        assert done.added == (first, samples.event(4))
        assert done.present == (again,)
        assert members(store.read()) == told([first, samples.event(4)])

    def test_a_damaged_line_does_not_count_as_there(self, bench: Bench) -> None:
        """An event whose only line was altered can be appended once more; the damage stays and is reported."""
        store = bench.spoil(bench.make(), samples.ALTERED)
        done = store.append([samples.event(0)])
        reading = bench.again(store).read()

        assert done.added == (samples.event(0),)
        assert members(reading) == told([samples.event(0)])
        assert [problem.code for problem in reading.problems] == ["id-mismatch"]

    @pytest.mark.parametrize("spelling", [b" %s", b"%s\r", b"\xef\xbb\xbf%s"])
    def test_a_line_of_another_spelling_counts_as_there(self, bench: Bench, spelling: bytes) -> None:
        """A line that an editor touched without changing what it says still holds its event."""
        store = bench.spoil(bench.make(), spelling % codec.write(samples.event(0)))

        assert store.append([samples.event(0)]).added == ()
        assert members(store.read()) == told([samples.event(0)])
        assert [problem.code for problem in store.read().problems] == ["not-canonical"]

    def test_merged_copies_are_all_read(self, bench: Bench) -> None:
        """After a merge one id may have been taken in more than once; each is a member, a copy is none."""
        early, late = samples.event(0, recorded=0), samples.event(0, recorded=1, by=1)
        other = samples.event(0, recorded=1, by=0)
        lines = [codec.write(event) for event in (late, early, other, late)]
        reading = bench.spoil(bench.make(), *lines).read()

        assert reading.events == (early, other, late)
        assert reading.problems == ()


class TestAllOrNothing:
    """A batch is there whole or not at all."""

    def test_a_batch_that_breaks_off_adds_nothing(self, bench: Bench) -> None:
        """Where the source of events fails midway, none of them is stored."""
        store = bench.make()
        store.append(samples.events()[:2])
        before, tree = store.read(), bench.tree()

        def broken() -> Iterator[Event]:
            yield from samples.events()
            raise RuntimeError

        with pytest.raises(RuntimeError):
            store.append(broken())
        assert bench.again(store).read() == before
        assert bench.tree() == tree

    @pytest.mark.parametrize(
        "changes",
        [
            {"raw": b'{"v":"1"}'},
            {"recorded": "yesterday"},
            {"recorded": "2025-13-01T00:00:00Z"},
            {"by": "\ud800"},
            {"id": "0" * 32},
            {"id": '","'},
        ],
    )
    def test_an_event_that_would_not_read_back_is_refused(self, bench: Bench, changes: dict[str, Any]) -> None:
        """No store writes what it could not read again, nor anything beside it."""
        store = bench.make()
        tree = bench.tree()
        with pytest.raises(IntegrityBroken, match="would not read back"):
            store.append([samples.event(1), attrs.evolve(samples.event(0), **changes)])

        assert store.read().events == ()
        assert bench.tree() == tree

    def test_a_line_end_within_an_event_is_refused(self, bench: Bench) -> None:
        """Bytes that would tear a line in two never reach a file."""
        raw = b'{"fact":{"kind":"mood"},\n"v":"1"}'
        torn = attrs.evolve(samples.event(0), id=content_id(raw), raw=raw)
        with pytest.raises(IntegrityBroken):
            bench.make().append([torn])

    @pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EMFILE])
    @pytest.mark.parametrize(
        ("call", "nth"), [("write", 1), ("fsync", 1), ("fsync", 2), ("fsync", 3), ("replace", 1), ("mkdir", 1)]
    )
    def test_a_failing_disk_leaves_everything_as_it_was(
        self, files: Bench, monkeypatch: pytest.MonkeyPatch, call: str, nth: int, number: int
    ) -> None:
        """Whatever call fails, for whatever reason: the ledger is unchanged, nothing lies about, and it is said so."""
        store = files.make()
        store.append([samples.event(8)])
        before, tree = store.read(), files.tree()
        with monkeypatch.context() as patch:
            patch.setattr(os, call, failing(getattr(os, call), OSError(number, "no"), nth))
            with pytest.raises(LedgerUnusable, match=r"nothing was written\. To go on: \w+"):
                store.append(samples.events()[:8])

        assert files.again(store).read() == before
        assert files.tree() == tree
        assert store.append(samples.events()[:8]).file is not None

    @pytest.mark.parametrize("call", ["write", "fsync", "replace"])
    def test_an_interrupted_append_leaves_everything_as_it_was(
        self, files: Bench, monkeypatch: pytest.MonkeyPatch, call: str
    ) -> None:
        """Whoever presses Ctrl-C in the middle finds the ledger as it was, and not locked."""
        store = files.make()
        tree = files.tree()
        with monkeypatch.context() as patch:
            patch.setattr(os, call, failing(getattr(os, call), KeyboardInterrupt(), 1))
            with pytest.raises(KeyboardInterrupt):
                store.append(samples.events())

        assert files.tree() == tree
        assert len(store.append(samples.events()).added) == len(samples.events())

    def test_a_slow_disk_that_writes_in_pieces_gets_all(self, files: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        """A system that takes a few bytes at a time is handed the rest."""
        store = files.make()
        write = os.write
        monkeypatch.setattr(os, "write", lambda handle, content: write(handle, bytes(content[:17])))
        store.append(samples.events())

        assert members(files.again(store).read()) == told(samples.events())

    def test_a_full_disk_is_called_full(self, files: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        """The message says what happened in plain words, and what to do."""
        store = files.make()
        monkeypatch.setattr(os, "write", failing(os.write, OSError(errno.ENOSPC, "No space left"), 1))
        with pytest.raises(LedgerUnusable, match=r"the disk is full; nothing was written\. To go on: free some"):
            store.append(samples.events())

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
    def test_a_read_only_folder_is_called_so(self, disk: Bench) -> None:
        """Whoever may not write is told so; reading goes on."""
        store = disk.make()
        store.append([samples.event(0)])
        folders = [disk.folder, *(path for path in disk.folder.rglob("*") if path.is_dir())]
        for folder in folders:
            folder.chmod(0o555)
        try:
            with pytest.raises(LedgerUnusable, match="read-only for you; nothing was written"):
                store.append(samples.events())
            assert members(store.read()) == told([samples.event(0)])
        finally:
            for folder in folders:
                folder.chmod(0o755)


def failing(call: Callable[..., Any], error: BaseException, nth: int) -> Callable[..., Any]:
    """A call of the system that fails from the nth time on."""
    done = 0

    def fails(*given: Any, **named: Any) -> Any:  # noqa: ANN401  whatever the call takes and gives
        nonlocal done
        done += 1
        if done >= nth:
            raise error
        return call(*given, **named)

    return fails


class TestDurable:
    """What `append` returned is on the disk."""

    def test_file_and_folders_are_synced_in_order(self, files: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        """The bytes are synced before the name is given, and the folder that holds the name after it."""
        calls: list[int | str] = []
        fsync, replace = os.fsync, os.replace

        def sync(handle: int) -> None:
            calls.append(os.fstat(handle).st_ino)
            fsync(handle)

        def rename(*paths: str) -> None:
            calls.append("replace")
            replace(*paths)

        monkeypatch.setattr(os, "fsync", sync)
        monkeypatch.setattr(os, "replace", rename)
        store: Any = files.make()
        calls.clear()
        done = store.append(samples.events())
        file = Path(store.path, done.file)
        synced = [call if call == "replace" else "sync" for call in calls]

        assert {file.stat().st_ino, file.parent.stat().st_ino, Path(store.path).stat().st_ino} <= set(calls)
        assert calls.index(file.stat().st_ino) < calls.index("replace")
        assert synced[-2:] == ["replace", "sync"]
        assert calls[-1] == file.parent.stat().st_ino

    def test_readers_see_a_batch_whole_or_not_at_all(self, files: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        """Until the file has its name, nobody sees any of it."""
        store = files.make()
        store.append([samples.event(0)])
        seen: list[int] = []
        for call in ("write", "fsync", "replace"):
            real = getattr(os, call)

            def watched(*given: Any, real: Any = real) -> Any:  # noqa: ANN401  whatever the call takes and gives
                seen.append(len(files.again(store).read().events))
                return real(*given)

            monkeypatch.setattr(os, call, watched)
        store.append(samples.events())

        assert set(seen) == {1, len(samples.events())}
        assert seen == sorted(seen)


def append_many(name: str, path: str, number: int) -> None:
    """What each of several processes does: appends some events of its own and some that all append."""
    store = stores.find(name)
    assert store is not None
    opened = store(path, wait=60)
    for turn in range(APPENDS):
        own = codec.stamp(own_said(number, turn), recorded=samples.RECORDED[0], by=f"process {number}")
        opened.append([own, samples.event(turn, by=number % 3)])


def own_said(number: int, turn: int) -> Any:  # noqa: ANN401  what an event says
    """What one process alone says."""
    said = samples.saids()[0]
    return attrs.evolve(said, via=(f"outlet-{number}-{turn}",))


class TestTogether:
    """Several processes and threads share a ledger."""

    def test_several_processes_append_at_once(self, disk: Bench) -> None:
        """All that each of them appended is there, none of it twice, and nothing is damaged."""
        store: Any = disk.make()
        context = multiprocessing.get_context("spawn")
        name = next(name for name in DISK if stores.find(name) is disk.cls)
        processes = [
            context.Process(target=append_many, args=(name, str(store.path), number)) for number in range(PROCESSES)
        ]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        reading = store.read()
        own = {content_id(codec.encode(own_said(n, t))) for n in range(PROCESSES) for t in range(APPENDS)}
        shared = {samples.event(turn).id for turn in range(APPENDS)}

        assert [process.exitcode for process in processes] == [0] * PROCESSES
        assert reading.problems == ()
        assert sorted(event.id for event in reading.events) == sorted(own | shared)

    def test_several_threads_append_at_once(self, bench: Bench) -> None:
        """Threads that share one store lose and double nothing."""
        from concurrent.futures import ThreadPoolExecutor

        store = bench.make()
        batches = [[event] for event in samples.events()] * 2
        with ThreadPoolExecutor(4) as threads:
            done = list(threads.map(store.append, batches))

        assert sum(len(one.added) for one in done) == len(samples.events())
        assert members(store.read()) == told(samples.events())


class TestWhatIsNotOurs:
    """Lines of the future and damaged lines."""

    def test_an_unknown_kind_is_kept_byte_for_byte(self, bench: Bench) -> None:
        """What this program does not know is read, reported mildly, and written on as it is."""
        first = bench.spoil(bench.make("one"), samples.UNKNOWN_KIND)
        reading = first.read()
        second = bench.make("two")
        second.append(reading.events)
        (again,) = second.read().events

        assert codec.write(again) == samples.UNKNOWN_KIND
        assert [(problem.code, problem.severity) for problem in reading.problems] == [("unknown-kind", WARNING)]

    @pytest.mark.parametrize("damage", samples.DAMAGED)
    def test_a_damaged_line_is_a_problem_with_its_place(self, bench: Bench, damage: str) -> None:
        """Each damage is reported once, where it is, and costs no other event."""
        line, code = samples.DAMAGED[damage]
        sound = [codec.write(event) for event in samples.events()[2:5]]
        empty = bench.make()
        reading = bench.spoil(empty, sound[0], sound[1], line, sound[2]).read()
        (problem,) = reading.problems

        assert members(reading) == told(samples.events()[2:5])
        assert (problem.code, problem.severity) == (code, ERROR)
        assert problem.where.file in {"by-hand.jsonl", "memory", "ledger"}
        assert problem.where.line == 3
        assert problem.where.column is not None
        assert str(problem).isprintable() or all(part.isprintable() for part in str(problem).split("\n"))
        assert max(map(len, str(problem).split("\n"))) < 300

    def test_every_damage_is_reported_at_once(self, bench: Bench) -> None:
        """All problems of a ledger come together, in the order of its lines."""
        lines = [line for line, _ in samples.DAMAGED.values()]
        problems = bench.spoil(bench.make(), *lines).read().problems

        assert [problem.where.line for problem in problems] == list(range(1, len(lines) + 1))
        assert [problem.code for problem in problems] == [code for _, code in samples.DAMAGED.values()]

    def test_empty_lines_are_a_warning_but_at_the_end(self, bench: Bench) -> None:
        """A gap between lines is told; what follows the last line is nothing, and so is a missing line end."""
        one, two = (codec.write(event) for event in samples.events()[:2])
        reading = bench.spoil(bench.make(), one, b"", two, b"", b" ").read()

        assert members(reading) == told(samples.events()[:2])
        assert [(problem.code, problem.where.line, problem.severity) for problem in reading.problems] == [
            ("empty-line", 2, WARNING)
        ]

    def test_pictures_do_not_depend_on_the_store(self, bench: Bench) -> None:
        """What is read gives the state that the events give."""
        store = bench.make()
        store.append(samples.events())

        assert State(store.read().events).snapshot() == State(samples.events()).snapshot()


class TestOpening:
    """A ledger that is not there, is there already, or is of the future."""

    def test_a_ledger_is_made_once(self, disk: Bench) -> None:
        """Where there is a ledger none is made, and the one that is there stays as it is."""
        store = disk.make()
        store.append(samples.events())
        tree = disk.tree()
        with pytest.raises(InvalidInput) as caught:
            disk.make()

        assert [problem.code for problem in caught.value.problems] == ["ledger-exists"]
        assert disk.tree() == tree

    def test_no_ledger_is_said_so(self, disk: Bench) -> None:
        """Who opens what is not there is told how to make one."""
        with pytest.raises(LedgerNotFound, match="newsledger init"):
            disk.cls(disk.folder / "nowhere")

    def test_a_ledger_of_the_future_is_not_touched(self, disk: Bench) -> None:
        """A newer format is refused, with what to do."""
        store: Any = disk.make()
        newer = ('format = "1"', 'format = "2"\nshards = 7')
        if disk.of_files:
            settings = Path(store.path, "ledger.toml")
            settings.write_text(settings.read_text().replace(*newer))
        else:
            with contextlib.closing(sqlite3.connect(store.path)) as database, database:
                database.execute("UPDATE files SET content = replace(content, ?, ?) WHERE name = 'ledger.toml'", newer)
        with pytest.raises(LedgerUnusable, match="install a newer newsledger"):
            disk.again(store)
