"""The index of known ids: whatever happens to it or around it, an append holds what the files hold, and no more."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

import attrs
import pytest
from tests.stores import samples

from newsledger import codec
from newsledger.config import Config
from newsledger.event import Event, Said, content_id, say
from newsledger.kinds.redaction import Redaction
from newsledger.known import IDS, LOG, Known, blocks, log
from newsledger.stores import ids_among
from newsledger.stores.directory import DirectoryStore

GIT = shutil.which("git")
PROCESSES, TURNS = 3, 8


def told(number: int, *, story: str | None = "kursk") -> Event:
    """A report like no other."""
    said: Said = attrs.evolve(samples.saids()[0], url=f"https://news.example/{number}", story=story)
    return codec.stamp(said, recorded=samples.RECORDED[0], by="desk")


def ids(events: Collection[Event]) -> list[str]:
    """The ids of events, sorted."""
    return sorted(event.id for event in events)


@pytest.fixture
def store(tmp_path: Path) -> DirectoryStore:
    """A ledger with a few reports of two stories, in files of one and of several; the blocks hold some, the log all."""
    made = DirectoryStore.create(tmp_path / "ledger", Config())
    made.append([told(number) for number in range(1, 4)])
    made.append([told(4, story="front")])
    index(made)[0].unlink()
    made.append([told(0)])
    return made


@pytest.fixture
def there() -> list[Event]:
    """What that ledger holds."""
    return [*map(told, range(4)), told(4, story="front")]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that a store reads from now on, as it reads them."""
    seen: list[str] = []
    lines = DirectoryStore._lines

    def watched(self: DirectoryStore, file: str) -> Iterable[bytes]:
        seen.append(file)
        return lines(self, file)

    monkeypatch.setattr(DirectoryStore, "_lines", watched)
    return seen


def index(store: DirectoryStore) -> tuple[Path, Path]:
    """The two files of its index."""
    derived = Path(store.path, ".newsledger")
    return derived / LOG, derived / IDS


def known(store: DirectoryStore, read: Callable[[str, Collection[str] | None], set[str]] | None = None) -> Known:
    """The index of a ledger, to be asked by itself. `read` reads files in another way than they should be."""
    return Known(store.path, str(Path(store.path, ".newsledger")), read or store._ids)


def settle(monkeypatch: pytest.MonkeyPatch, seconds: float = 60) -> None:
    """Lets time pass, so that whatever was just touched has been left alone for a while."""
    real = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: real() + int(seconds * 1e9))


def files(store: DirectoryStore) -> list[Path]:
    """The files of events, sorted."""
    return sorted(Path(store.path).rglob("*.jsonl"))


class TestWork:
    """What an append costs."""

    def test_an_append_reads_no_file(self, store: DirectoryStore, reads: list[str]) -> None:
        """Of a ledger that nobody else touched no file is opened to find that an event is new."""
        for number in range(10, 20):
            assert store.append([told(number)]).added

        assert reads == []

    def test_a_known_event_is_looked_up_in_its_file(self, store: DirectoryStore, reads: list[str]) -> None:
        """The index names a file; that alone is read, and it decides."""
        assert store.append([told(2)]).added == ()
        assert len(reads) == 1

    @pytest.mark.parametrize("seconds", [0, 60])
    def test_a_folder_that_was_left_alone_is_not_read(
        self, store: DirectoryStore, reads: list[str], monkeypatch: pytest.MonkeyPatch, seconds: float
    ) -> None:
        """At once or after a while: names and times tell that nothing changed."""
        settle(monkeypatch, seconds)
        for number in range(10, 13):
            store.append([told(number, story="front")])

        assert reads == []

    def test_only_the_files_that_came_are_read(self, store: DirectoryStore, reads: list[str]) -> None:
        """A file that somebody put there is read once, those beside it not again."""
        came = f"kursk/2025-03-17-desk-{'0' * 16}.jsonl"
        Path(store.path, came).write_bytes(codec.write(told(30)) + b"\n")
        assert store.append([told(31)]).added
        assert store.append([told(32)]).added

        assert reads == [came]

    def test_looking_reads_as_much_of_a_large_index_as_of_a_small(self, tmp_path: Path) -> None:
        """To look for an id is to read one block, which never holds more than so many ids."""
        path = str(tmp_path / IDS)
        identities = [bytes.fromhex(content_id(str(number).encode())) for number in range(5_000)]
        token = b"t" * log.TOKEN
        parted = blocks.parted(blocks.packed((identity, 7) for identity in identities))
        blocks.write(path, parted, [], token=token, upto=log.START)
        opened = blocks.Blocks(path, token)

        assert max(map(len, parted)) <= blocks.FULL * blocks.WIDTH
        assert [opened.find(identity) for identity in identities] == [[7]] * len(identities)
        assert (opened.find(b"\0" * log.ID)) == []
        opened.close()


class TestMissingOrSpoilt:
    """An index that is not there, or is not what was written."""

    def holds(self, store: DirectoryStore, there: list[Event]) -> None:
        """What is there is not added, and what is new is found to be so."""
        assert store.append(there).added == ()
        with known(store) as opened:
            assert opened.among([*ids(there), told(99).id]) == set(ids(there))

    @pytest.mark.parametrize("gone", [(LOG,), (IDS,), (LOG, IDS)])
    def test_without_it_all_is_found(self, store: DirectoryStore, there: list[Event], gone: tuple[str, ...]) -> None:
        """One file of it or both may be deleted at any time."""
        for name in gone:
            Path(store.path, ".newsledger", name).unlink()
        self.holds(store, there)

        assert all(path.exists() for path in index(store))

    @pytest.mark.parametrize("which", [0, 1])
    def test_each_byte_may_be_wrong(self, store: DirectoryStore, there: list[Event], which: int) -> None:
        """Whichever byte is altered by a bit, nothing is doubled and nothing is lost."""
        path = index(store)[which]
        sound = [one.read_bytes() for one in index(store)]
        for at in range(len(sound[which])):
            for one, content in zip(index(store), sound, strict=True):
                one.write_bytes(content)
            path.write_bytes(sound[which][:at] + bytes([sound[which][at] ^ 1 << at % 8]) + sound[which][at + 1 :])
            self.holds(store, there)

    @pytest.mark.parametrize("which", [0, 1])
    @pytest.mark.parametrize("filler", [b"", b"\0", b"garbage"])
    def test_it_may_end_anywhere(self, store: DirectoryStore, there: list[Event], which: int, filler: bytes) -> None:
        """Cut off at any byte, and filled up with zeros or something else, as a crash leaves it."""
        path = index(store)[which]
        sound = [one.read_bytes() for one in index(store)]
        whole = sound[which]
        for end in range(0, len(whole), 3):
            for one, content in zip(index(store), sound, strict=True):
                one.write_bytes(content)
            path.write_bytes((whole[:end] + filler * len(whole))[: len(whole) if filler else end])
            self.holds(store, there)

    def test_it_may_be_older_than_the_ledger(self, store: DirectoryStore, there: list[Event]) -> None:
        """The index of a backup knows less than there is; what came since is found."""
        old = [path.read_bytes() for path in index(store)]
        store.append([told(50)])
        store.append([told(51, story="new")])
        for path, content in zip(index(store), old, strict=True):
            path.write_bytes(content)
        self.holds(store, [*there, told(50), told(51, story="new")])

    def test_its_halves_may_be_of_two_times(self, store: DirectoryStore, there: list[Event]) -> None:
        """Blocks of one index beside the log of another are no index."""
        old = index(store)[0].read_bytes()
        index(store)[1].unlink()
        store.append([told(60)])
        index(store)[0].write_bytes(old)
        self.holds(store, [*there, told(60)])

    def test_it_may_be_of_another_ledger(self, store: DirectoryStore, there: list[Event], tmp_path: Path) -> None:
        """Whatever another ledger holds, here counts what is here."""
        other = DirectoryStore.create(tmp_path / "other", Config())
        other.append([told(70), told(71)])
        for path, foreign in zip(index(store), index(other), strict=True):
            path.write_bytes(foreign.read_bytes())
        self.holds(store, there)

        assert ids(store.append([told(70)]).added) == ids([told(70)])

    def test_a_copy_of_the_ledger_goes_its_own_way(
        self, store: DirectoryStore, there: list[Event], tmp_path: Path
    ) -> None:
        """The index that was copied along is of the old place, and taken as that."""
        shutil.copytree(store.path, tmp_path / "copy")
        files(store)[0].unlink()
        copy = DirectoryStore(tmp_path / "copy")
        copy.append([told(80)])
        self.holds(copy, [*there, told(80)])

    def test_a_claim_that_is_false_loses_no_event(self, store: DirectoryStore) -> None:
        """An index that says that an event is there which no file holds is not believed."""
        new = told(90)
        for path in index(store):
            path.unlink()
        with known(store, lambda _, wanted: {new.id} if wanted is None else set()) as lying:
            assert lying.among([new.id]) == set()

        assert store.append([new]).added == (new,)
        assert store.append([new]).added == ()

    def test_where_it_cannot_be_written_every_file_is_read(self, store: DirectoryStore, there: list[Event]) -> None:
        """Without any index appends are slower, and right."""
        for path in index(store):
            path.unlink()
            (path / "in the way").mkdir(parents=True)

        assert store.append(there).added == ()
        assert store.append([told(91)]).added == (told(91),)
        assert store.append([told(91)]).added == ()
        assert all(path.is_dir() for path in index(store))


class TestStale:
    """A ledger that others change as well."""

    def test_a_file_that_comes_at_once_is_found(self, store: DirectoryStore) -> None:
        """Even within one tick of the clock in which we wrote: our folders bear times that no clock gives."""
        for number in range(100, 130):
            store.append([told(number)])
            Path(store.path, "kursk", f"2025-03-17-x-{number:016}.jsonl").write_bytes(codec.write(told(1000 + number)))
            assert store.append([told(1000 + number)]).added == ()

    def test_a_folder_whose_time_says_nothing_is_listed(
        self, store: DirectoryStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where a file came and the folder bears its old time, the names tell it after a while."""
        place = Path(store.path, "kursk")
        store.append([told(140)])
        before = place.stat()
        (place / f"2025-03-17-x-{'1' * 16}.jsonl").write_bytes(codec.write(told(141)))
        real = log.Mark.of
        same = real(before)
        inode = place.stat().st_ino
        monkeypatch.setattr(log.Mark, "of", lambda seen: same if seen.st_ino == inode else real(seen))
        settle(monkeypatch)

        assert store.append([told(141)]).added == ()

    def test_a_folder_of_somebody_else_is_listed(self, store: DirectoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
        """Who may not set the time of a folder looks at its names each time."""

        def refused(*_: object, **__: object) -> None:
            raise PermissionError(1, "no")

        monkeypatch.setattr(os, "utime", refused)
        for number in range(150, 160):
            store.append([told(number)])
            Path(store.path, "kursk", f"2025-03-17-x-{number:016}.jsonl").write_bytes(codec.write(told(1000 + number)))
            assert store.append([told(1000 + number), told(number)]).added == ()

    @pytest.mark.parametrize("name", ["by-hand.jsonl", "kursk/notes.jsonl", "a/b/c.jsonl"])
    @pytest.mark.parametrize("seconds", [0, 60])
    def test_a_file_that_people_write_into_is_watched(
        self, store: DirectoryStore, monkeypatch: pytest.MonkeyPatch, name: str, seconds: float
    ) -> None:
        """A file that is not named as ours are may grow in place; its folder tells nothing of that."""
        settle(monkeypatch, seconds)
        path = Path(store.path, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        for number in range(160, 170):
            with path.open("ab") as stream:
                stream.write(codec.write(told(number)) + b"\n")
            assert store.append([told(number)]).added == ()

    @pytest.mark.parametrize("seconds", [0, 60])
    def test_a_linked_file_is_watched(
        self, store: DirectoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float
    ) -> None:
        """What a link leads to changes elsewhere."""
        settle(monkeypatch, seconds)
        target = tmp_path / "elsewhere.jsonl"
        Path(store.path, f"linked-{'2' * 16}.jsonl").symlink_to(target)
        assert store.append([told(170)]).added
        for number in range(171, 174):
            with target.open("ab") as stream:
                stream.write(codec.write(told(number)) + b"\n")
            assert store.append([told(number)]).added == ()

    def test_a_linked_folder_holds_nothing(self, store: DirectoryStore, tmp_path: Path) -> None:
        """What lies behind a linked folder is not read, hence not there."""
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "elsewhere" / "a.jsonl").write_bytes(codec.write(told(175)))
        Path(store.path, "linked").symlink_to(tmp_path / "elsewhere")

        assert store.append([told(175)]).added == (told(175),)

    def test_what_was_deleted_is_new_again(self, store: DirectoryStore, there: list[Event]) -> None:
        """A file that is gone holds nothing, whatever the index says; whoever appends its events has them again."""
        for path in files(store):
            path.unlink()

        assert ids(store.append(there).added) == ids(there)
        assert store.append(there).added == ()

    def test_what_was_altered_in_place_is_new_again(self, store: DirectoryStore) -> None:
        """The line that an index names is read before it counts."""
        path = next(path for path in files(store) if told(0).id.encode() in path.read_bytes())
        path.write_bytes(path.read_bytes().replace(b"110 km2", b"910 km2"))

        assert store.append([told(0)]).added == (told(0),)
        assert store.append([told(0)]).added == ()

    def test_one_claim_that_fails_has_all_files_read_again(self, store: DirectoryStore) -> None:
        """A file that was edited in place may hold more than one surprise."""
        path = next(path for path in files(store) if told(0).id.encode() in path.read_bytes())
        path.write_bytes(codec.write(told(77)) + b"\n")

        assert store.append([told(0), told(77)]).added == (told(0),)

    def test_folders_come_go_and_move(self, store: DirectoryStore, there: list[Event]) -> None:
        """Wherever the files lie, they are the ledger."""
        Path(store.path, "kursk").rename(Path(store.path, "kursk-2"))
        assert store.append(there).added == ()
        (Path(store.path) / "deep" / "er").mkdir(parents=True)
        Path(store.path, "kursk-2").rename(Path(store.path, "deep", "er", "kursk"))
        assert store.append(there).added == ()
        shutil.rmtree(Path(store.path, "deep"))
        assert ids(store.append(there).added) == ids(there[:4])

    def test_packing_and_redacting_lose_nothing(self, store: DirectoryStore, there: list[Event]) -> None:
        """Files that were joined hold what they held; an event without its words is still there."""
        store.pack("2026-01")
        assert len(files(store)) < 3
        assert store.append(there).added == ()
        declared = say(Redaction(there[0].id, reason="names a minor", authority="the editor"))
        store.append([codec.stamp(declared, recorded=samples.RECORDED[0], by="desk")])
        store.redact([there[0].id])
        assert not any(path.exists() for path in index(store))
        assert store.append(there).added == ()
        assert there[0].raw not in b"".join(path.read_bytes() for path in files(store))

    @pytest.mark.skipif(GIT is None, reason="no git here")
    def test_a_pull_that_brings_a_file(self, store: DirectoryStore, tmp_path: Path) -> None:
        """What somebody else appended and git brought is there; and so is what we had."""
        git = [GIT or "", "-c", "user.name=desk", "-c", "user.email=desk@news.example"]

        def run(folder: str | Path, *words: str) -> None:
            subprocess.run([*git, *words], cwd=folder, check=True, capture_output=True)

        run(store.path, "init", "-q", "-b", "main")
        run(store.path, "add", "-A")
        run(store.path, "commit", "-qm", "one")
        run(tmp_path, "clone", "-q", store.path, "other")
        other = DirectoryStore(tmp_path / "other")
        other.append([told(180), told(181)])
        other.append([told(182, story="new")])
        run(other.path, "add", "-A")
        run(other.path, "commit", "-qm", "two")
        store.append([told(183)])
        run(store.path, "pull", "-q", "--no-rebase", str(other.path), "main")

        assert store.append([told(180), told(182, story="new"), told(183)]).added == ()
        run(store.path, "checkout", "-q", "HEAD~1")
        assert len(store.append([told(180), told(181)]).added) == 2


def append_in_turns(path: str, number: int) -> None:
    """What each of several processes does: appends events of its own, and some that all append."""
    opened = DirectoryStore(path, wait=60)
    for turn in range(TURNS):
        if turn == number:
            for name in (LOG, IDS):
                Path(path, ".newsledger", name).unlink(missing_ok=True)
        opened.append([told(1000 * number + turn + 1000), told(turn + 500)])


class TestTogether:
    """Several at once."""

    def test_several_processes_append_at_once(self, store: DirectoryStore, there: list[Event]) -> None:
        """All is there, nothing is twice, though the index is taken away under their hands."""
        context = multiprocessing.get_context("spawn")
        processes = [context.Process(target=append_in_turns, args=(store.path, number)) for number in range(PROCESSES)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        own = [told(1000 * number + turn + 1000) for number in range(PROCESSES) for turn in range(TURNS)]
        lines = [line for path in files(store) for line in path.read_bytes().splitlines()]

        assert [process.exitcode for process in processes] == [0] * PROCESSES
        assert sorted(ids_among(lines, None)) == ids([*there, *own, *(told(turn + 500) for turn in range(TURNS))])
        assert len(lines) == len(ids_among(lines, None))

    def test_an_index_grows_with_its_ledger(self, store: DirectoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
        """Blocks take up the log again and again, and part when they are full; all is found throughout."""
        import newsledger.known as package

        monkeypatch.setattr(package, "TAIL", 500)
        monkeypatch.setattr(blocks, "FULL", 4)
        events = [told(number) for number in range(2000, 2060)]
        for event in events:
            assert store.append([event]).added == (event,)
        with known(store) as opened:
            assert opened.among(ids(events)) == set(ids(events))

        assert store.append(events).added == ()
        assert len(store.read().events) == len(events) + 5

    def test_a_file_that_is_read_again_and_again_does_not_swell_it(
        self, store: DirectoryStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What was superseded goes when blocks are parted."""
        import newsledger.known as package

        monkeypatch.setattr(package, "TAIL", 500)
        monkeypatch.setattr(blocks, "FULL", 4)
        path, lines = Path(store.path, "by-hand.jsonl"), [codec.write(told(number)) for number in range(3000, 3020)]
        sizes = []
        for turn in range(30):
            path.write_bytes(b"\n".join([*lines, b" " * turn]))
            assert store.append([told(3000)]).added == ()
            sizes.append(index(store)[0].stat().st_size + index(store)[1].stat().st_size)

        assert max(sizes[15:]) <= 2 * max(sizes[:15])
