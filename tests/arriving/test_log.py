"""The order of arrival in a folder: what the log makes of files that come by other ways, and of its own damage."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.repository import commit, git, repository
from tests.cli.running import surroundings
from tests.stores import samples

from newsledger import codec
from newsledger.arriving.log import File
from newsledger.config import Config
from newsledger.errors import InvalidInput, LedgerUnusable
from newsledger.event import Event
from newsledger.known.log import Mark
from newsledger.stores.directory import DirectoryStore

GIT = shutil.which("git")
PATHS = st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), min_size=1)
NUMBERS = st.integers(0, 2**63 - 1)
IDS = st.lists(st.binary(min_size=16, max_size=16).map(bytes.hex), max_size=4).map(tuple)


@pytest.fixture
def store(tmp_path: Path) -> DirectoryStore:
    """A ledger with three events in three files."""
    made = DirectoryStore.create(tmp_path / "ledger", Config())
    for number in range(3):
        made.append([samples.event(number)])
    return made


def log_of(store: DirectoryStore) -> Path:
    """The log."""
    return Path(store.path, ".newsledger", "arrivals")


def arrived(store: DirectoryStore, position: str | None = None) -> list[Event]:
    """What arrived after a position."""
    return [arrival.event for arrival in store.since(position)]


@given(path=PATHS, size=NUMBERS, times=st.tuples(NUMBERS, NUMBERS, NUMBERS), ids=IDS)
def test_a_record_reads_back(path: str, size: int, times: tuple[int, int, int], ids: tuple[str, ...]) -> None:
    """Whatever a file is called, its record is one line, and is read as it was written."""
    record = File(path, size, Mark(*times), ids)
    line = record.line()

    assert line.count(b"\n") == 2
    assert File.of_line(line.strip(b"\n")) == record


@given(at=st.integers(0, 10**4), flip=st.integers(1, 255))
def test_a_record_that_was_altered_is_none(at: int, flip: int) -> None:
    """A checksum stands over every byte."""
    line = bytearray(File("a.jsonl", 17, Mark(1, 2, 3), ("0badcafe" * 4,)).line().strip(b"\n"))
    line[at % len(line)] ^= flip

    assert File.of_line(bytes(line)) is None


class TestByOtherWays:
    """What no append wrote arrives when it is seen."""

    def test_late_events_come_last(self, store: DirectoryStore) -> None:
        """An event that was recorded long ago, on another machine, comes after what was here before it."""
        position = store.position()
        late = samples.event(5, recorded=0, by=2)
        Path(store.path, "late.jsonl").write_bytes(codec.write(late))

        assert arrived(store, position) == [late]
        assert arrived(store)[-1] == late

    def test_files_that_come_together_come_by_their_first_line(self, store: DirectoryStore) -> None:
        """Of several new files the one that was taken in first comes first, whatever it is called."""
        position = store.position()
        for name, number, recorded in (("a", 5, 2), ("b", 6, 0), ("c", 7, 1)):
            Path(store.path, f"{name}.jsonl").write_bytes(codec.write(samples.event(number, recorded=recorded)))

        assert [event.id for event in arrived(store, position)] == [samples.event(number).id for number in (6, 7, 5)]

    def test_a_damaged_line_arrives_when_it_is_mended(self, store: DirectoryStore) -> None:
        """Half a line is no event; once the file is whole it is a new one, also right after it was looked at."""
        position, path = store.position(), Path(store.path, "half.jsonl")
        whole = codec.write(samples.event(6))
        path.write_bytes(codec.write(samples.event(5)) + b"\n" + b"x" * len(whole))
        assert arrived(store, position) == [samples.event(5)]
        times = path.stat()
        path.write_bytes(codec.write(samples.event(5)) + b"\n" + whole)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

        assert arrived(store, position) == [samples.event(5), samples.event(6)]

    def test_an_edit_of_a_file_of_ours_is_seen(self, store: DirectoryStore) -> None:
        """Though nobody should write into one: a line that somebody adds arrives, those that were there do not."""
        position = store.position()
        path = min(Path(store.path).rglob("2*.jsonl"))
        path.write_bytes(path.read_bytes() + codec.write(samples.event(8)) + b"\n")

        assert arrived(store, position) == [samples.event(8)]

    def test_what_is_gone_is_passed_over_and_told(self, store: DirectoryStore) -> None:
        """Who comes late gets what is left, learns what is gone, and goes on behind it."""
        paths = {path: path.read_bytes() for path in Path(store.path).rglob("2*.jsonl")}
        gone = next(path for path, raw in paths.items() if samples.event(1).id.encode() in raw)
        gone.unlink()
        found = store.since()

        assert [one.event for one in found] == [samples.event(0), samples.event(2)]
        assert found.gone == (samples.event(1).id,)
        gone.write_bytes(paths[gone])
        assert arrived(store, found.position) == []
        assert arrived(store) == [samples.event(number) for number in range(3)]

    @pytest.mark.skipif(GIT is None, reason="git is not here")
    def test_what_a_pull_brought_arrives(self, store: DirectoryStore, tmp_path: Path) -> None:
        """Two people, two clones: each gets the other's events once, and positions are those of a clone."""
        origin = tmp_path / "origin"
        shutil.copytree(store.path, origin / "events", ignore=shutil.ignore_patterns(".newsledger"))
        repository(origin)
        for name in ("anne", "ben"):
            git(tmp_path, "clone", "-q", str(origin), name)
        anne, ben = (DirectoryStore(tmp_path / name / "events") for name in ("anne", "ben"))
        positions = anne.position(), ben.position()
        anne.append([samples.event(5, recorded=2)])
        ben.append([samples.event(6, recorded=0)])
        for one, other in ((anne, "ben"), (ben, "anne")):
            commit(Path(one.path).parent, "More")
            git(Path(one.path).parent, "pull", "-q", "--no-rebase", "--no-edit", str(tmp_path / other), "main")
        git(tmp_path / "anne", "pull", "-q", "--no-rebase", "--no-edit", str(tmp_path / "ben"), "main")
        hers, his = samples.event(5, recorded=2), samples.event(6, recorded=0)

        assert arrived(anne, positions[0]) == [hers, his]
        assert arrived(ben, positions[1]) == [his, hers]
        with pytest.raises(InvalidInput, match="foreign-position"):
            ben.since(positions[0])


class TestItsOwnDamage:
    """The log may be spoilt or deleted: no event comes twice to whoever keeps a position that still holds."""

    @pytest.mark.parametrize("content", [b"", b"x", b"newsledger arrivals 2 0badcafe\n", b"\0" * 500])
    def test_a_log_that_is_none_is_made_anew(self, store: DirectoryStore, content: bytes) -> None:
        """Positions of the one before are refused, with what to do; then all comes again."""
        position = store.position()
        log_of(store).write_bytes(content)
        with pytest.raises(InvalidInput, match=r"(?s)foreign-position\].*ask without a position"):
            store.since(position)

        assert arrived(store) == [samples.event(number) for number in range(3)]
        assert arrived(DirectoryStore(store.path), store.position()) == []

    def test_each_byte_of_damage_leaves_every_event_once(self, store: DirectoryStore) -> None:
        """Whatever byte is overwritten: each event comes once, and a position holds or is refused."""
        position, raw = store.position(), log_of(store).read_bytes()
        for at in range(0, len(raw), 3):
            log_of(store).write_bytes(raw[:at] + bytes([raw[at] ^ 0x15]) + raw[at + 1 :])
            again = DirectoryStore(store.path)
            assert sorted(event.id for event in arrived(again)) == sorted(samples.event(n).id for n in range(3))
            try:
                assert arrived(again, position) == []
            except InvalidInput as error:
                assert error.problems[0].code in ("foreign-position", "lost-position")  # noqa: PT017  either may be

    @pytest.mark.parametrize("cut", range(0, 400, 37))
    def test_a_log_that_breaks_off_is_gone_on_with(self, store: DirectoryStore, cut: int) -> None:
        """A crash cuts the end off: the next append is read, and every event comes once."""
        raw = log_of(store).read_bytes()
        log_of(store).write_bytes(raw[: max(len(raw) - cut, 31)])
        again = DirectoryStore(store.path)
        again.append([samples.event(9)])

        assert sorted(event.id for event in arrived(again)) == sorted(samples.event(n).id for n in (0, 1, 2, 9))

    def test_a_position_is_on_the_disk_before_it_is_given(
        self, store: DirectoryStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The log is synced before somebody learns a position, and again only if it grew."""
        synced: list[int] = []
        fsync = os.fsync

        def sync(handle: int) -> None:
            synced.append(os.fstat(handle).st_ino)
            fsync(handle)

        monkeypatch.setattr(os, "fsync", sync)
        store.position()
        store.position()
        once = synced.count(log_of(store).stat().st_ino)
        store.append([samples.event(4)])
        store.since()

        assert (once, synced.count(log_of(store).stat().st_ino)) == (1, 2)

    def test_it_holds_no_words(self, store: DirectoryStore) -> None:
        """Ids and names of files, nothing of what was said: hence it may stay when words have to go."""
        event = codec.stamp(attrs.evolve(samples.saids()[0], quote="secret"), recorded=samples.RECORDED[0], by="desk")
        store.append([event])
        store.position()

        assert b"secret" not in log_of(store).read_bytes()
        assert event.id.encode() in log_of(store).read_bytes()

    def test_a_folder_that_takes_no_writing_keeps_no_positions(
        self, store: DirectoryStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It is told, with what to do; reading goes on."""
        shutil.rmtree(Path(store.path, ".newsledger"))

        def refused(*_: object, **__: object) -> None:
            raise PermissionError(13, "no")

        with monkeypatch.context() as patch:
            patch.setattr(os, "makedirs", refused)
            with pytest.raises(LedgerUnusable, match="read-only for you; no position can be kept"):
                DirectoryStore(store.path).since()
        assert len(store.read().events) == 3


def test_two_who_make_it_at_once_agree(tmp_path: Path) -> None:
    """Several processes that ask for the first time get positions of one and the same order."""
    store = DirectoryStore.create(tmp_path / "ledger", Config())
    store.append(samples.events())
    shutil.rmtree(Path(store.path, ".newsledger"))
    code = "import sys; from newsledger.stores.directory import DirectoryStore as D; print(D(sys.argv[1]).position())"
    asked = [
        subprocess.Popen(
            [sys.executable, "-c", code, store.path], stdout=subprocess.PIPE, encoding="utf-8", env=surroundings()
        )
        for _ in range(4)
    ]
    told = {process.communicate()[0].strip() for process in asked}

    assert told == {store.position()}
    assert sorted(path.name for path in Path(store.path, ".newsledger").iterdir()) == ["arrivals"]
