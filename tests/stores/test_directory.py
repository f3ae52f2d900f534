from __future__ import annotations

import gc
import hashlib
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st
from tests.stores import samples

from newsledger import codec
from newsledger.config import Config, Story
from newsledger.errors import InvalidInput, LedgerLocked, LedgerNotFound, LedgerUnusable
from newsledger.event import Event, say
from newsledger.kinds.source import Source
from newsledger.kinds.state import State
from newsledger.stores.directory import DirectoryStore, slug


@pytest.fixture
def store(tmp_path: Path) -> DirectoryStore:
    """An empty ledger."""
    return DirectoryStore.create(tmp_path / "events", Config(title="Test"))


def report(
    source: str | None = "desk", *, story: str | None = "kursk", reported: str = "2025-03-16", place: str = "bridge"
) -> Event:
    """A report by a source, or an entry of ours where there is none."""
    if source is None:
        said = say(Source(place, name="Somebody"), story=story)
    else:
        said = say(State(place, "open", term="yes"), source=source, reported=reported, story=story)
    return codec.stamp(said, recorded=samples.RECORDED[0], by="desk")


def written(store: DirectoryStore, *events: Event, slug: str | None = None) -> str:
    """The name of the file that a batch makes."""
    file = store.append(events, slug=slug).file
    assert file is not None
    return file


class TestNames:
    """A file is called so that people find it; readers do not care."""

    @pytest.mark.parametrize(
        ("events", "given", "name"),
        [
            ([report()], None, "kursk/2025-03-16-desk"),
            ([report()], "sheet", "kursk/2025-03-16-desk"),
            ([report(), report("agency")], "My Sheet", "kursk/2025-03-16-my-sheet"),
            ([report(), report("agency")], None, "kursk/2025-03-16-batch"),
            ([report(), report("DESK", place="road")], None, "kursk/2025-03-16-desk"),
            ([report(), report(reported="2025-03-11")], None, "kursk/2025-03-11-desk"),
            ([report(), report(reported="2024-08")], None, "kursk/2024-08-01-desk"),
            ([report(reported="2025-03-16T23:30:00-05:00")], None, "kursk/2025-03-17-desk"),
            ([report(), report(story="Kursk", place="road")], None, "kursk/2025-03-16-desk"),
            ([report(), report(story="front")], None, "_batch/2025-03-16-desk"),
            ([report(), report(story=None, place="road")], None, "_batch/2025-03-16-desk"),
            ([report(story=None)], None, "_batch/2025-03-16-desk"),
            ([report(None, story=None)], None, "_batch/2025-03-17-batch"),
            ([report(None, story=None)], "grades", "_batch/2025-03-17-grades"),
            ([report(None, story=None), report()], None, "kursk/2025-03-16-desk"),
            ([report(None, story=None), report(), report(story="front")], None, "_batch/2025-03-16-desk"),
            ([report("Генштаб", story="Курск")], None, "x/2025-03-16-x"),
            ([report(story="../../etc")], None, "etc/2025-03-16-desk"),
            ([report(story=".newsledger")], None, "newsledger/2025-03-16-desk"),
        ],
    )
    def test_the_name_tells_story_day_and_source(
        self, store: DirectoryStore, events: list[Event], given: str | None, name: str
    ) -> None:
        """One story is the folder, the earliest day reported comes first, then the one source or what was given."""
        file = written(store, *events, slug=given)

        assert re.fullmatch(re.escape(name) + r"-[0-9a-f]{16}\.jsonl", file)
        assert Path(store.path, file).is_file()

    def test_the_name_ends_in_the_hash_of_the_bytes(self, store: DirectoryStore) -> None:
        """Sixteen hex digits of SHA-256 over what is in the file."""
        file = written(store, *samples.events())
        content = Path(store.path, file).read_bytes()

        assert file.endswith(f"-{hashlib.sha256(content).hexdigest()[:16]}.jsonl")

    @given(st.text())
    def test_a_slug_is_short_plain_ascii(self, name: str) -> None:
        """Whatever a source is called, its slug is a safe part of a name on any disk."""
        assert re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?", slug(name))
        assert "--" not in slug(name)
        assert slug(slug(name)) == slug(name)


class TestFiles:
    """One append is one file of sorted lines."""

    def test_a_file_holds_the_lines_in_order(self, store: DirectoryStore) -> None:
        """Lines are sorted by when they were taken in, then by id, and each ends in LF."""
        events = samples.events(recorded=1)[:6] + samples.events()[6:]
        content = Path(store.path, written(store, *events)).read_bytes()
        ordered = sorted(events, key=lambda event: (event.recorded, event.id))

        assert content == b"".join(codec.write(event) + b"\n" for event in ordered)

    def test_the_same_batch_makes_the_same_file(self, tmp_path: Path) -> None:
        """Name and bytes do not depend on the order in which a batch comes."""
        one = DirectoryStore.create(tmp_path / "one", Config())
        two = DirectoryStore.create(tmp_path / "two", Config(title="Another"))
        names = written(one, *samples.events()), written(two, *reversed(samples.events()))

        assert names[0] == names[1]
        assert Path(one.path, names[0]).read_bytes() == Path(two.path, names[1]).read_bytes()

    def test_a_damaged_file_is_never_written_over(self, store: DirectoryStore) -> None:
        """Where a file of the same name was damaged, it stays as evidence and the batch goes beside it."""
        first = written(store, *samples.events())
        Path(store.path, first).write_bytes(b"damaged")
        second = written(store, *samples.events())
        reading = store.read()

        assert second == first.replace(".jsonl", "-2.jsonl")
        assert Path(store.path, first).read_bytes() == b"damaged"
        assert [str(problem.where) for problem in reading.problems] == [f"{first}:1:1"]
        assert len(reading.events) == len(samples.events())

    def test_what_a_crash_left_is_no_event_and_no_hindrance(self, store: DirectoryStore) -> None:
        """A file that was never given its name is not read, and the same append can be done."""
        name = written(store, *samples.events())
        path = Path(store.path, name)
        aside = path.with_name(f".{path.name}.part")
        path.rename(aside)
        aside.write_bytes(aside.read_bytes()[:-20])

        assert store.read().events == ()
        assert written(store, *samples.events()) == name
        assert not aside.exists()


class TestReadingFiles:
    """Every file that ends in .jsonl counts, wherever it lies and whatever it is called."""

    def test_names_and_folders_mean_nothing(self, store: DirectoryStore) -> None:
        """A file that was moved and renamed gives the same reading."""
        file = Path(store.path, written(store, *samples.events()))
        before = store.read()
        deep = Path(store.path, "a", "b c", "ü")
        deep.mkdir(parents=True)
        file.rename(deep / "x.jsonl")

        assert store.read() == before

    def test_what_is_hidden_or_called_otherwise_is_not_read(self, store: DirectoryStore) -> None:
        """Dot-files, dot-folders and other endings hold no events."""
        line = codec.write(samples.event(0))
        for name in (".hidden.jsonl", ".git/a.jsonl", ".newsledger/a.jsonl", "notes.txt", "draft.report"):
            path = Path(store.path, name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(line)

        assert store.read().events == ()
        assert store.append([samples.event(0)]).added == (samples.event(0),)

    def test_a_linked_file_is_read_and_a_linked_folder_is_not(self, store: DirectoryStore, tmp_path: Path) -> None:
        """A link to a file is that file; a link to a folder might lead in a circle."""
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        (elsewhere / "a.jsonl").write_bytes(codec.write(samples.event(0)))
        (elsewhere / "b.jsonl").write_bytes(codec.write(samples.event(1)))
        Path(store.path, "linked.jsonl").symlink_to(elsewhere / "a.jsonl")
        Path(store.path, "folder").symlink_to(elsewhere)

        assert store.read().events == (samples.event(0),)

    def test_problems_name_the_file_within_the_ledger(self, store: DirectoryStore) -> None:
        """Places are told from the ledger on, in the order of the files."""
        for name in ("b/z.jsonl", "a/y.jsonl", "b-c.jsonl"):
            path = Path(store.path, name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(codec.write(samples.event(0)) + b"\n" + samples.ALTERED + b"\n")

        assert [str(problem.where) for problem in store.read().problems] == [
            "a/y.jsonl:2:8",
            "b-c.jsonl:2:8",
            "b/z.jsonl:2:8",
        ]

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
    def test_what_is_no_file_is_reported(self, store: DirectoryStore) -> None:
        """A dead link and a pipe are problems, and nobody waits for them."""
        Path(store.path, "dead.jsonl").symlink_to("nowhere")
        os.mkfifo(Path(store.path, "pipe.jsonl"))
        Path(store.path, "sound.jsonl").write_bytes(codec.write(samples.event(0)))
        reading = store.read()

        assert reading.events == (samples.event(0),)
        assert [(problem.code, str(problem.where)) for problem in reading.problems] == [
            ("unreadable-file", "dead.jsonl"),
            ("unreadable-file", "pipe.jsonl"),
        ]
        assert "a link that leads nowhere" in reading.problems[0].message

    def test_a_file_that_may_not_be_read_is_reported(
        self, store: DirectoryStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Without the right to read a file its events are missing, and that is said."""
        written(store, *samples.events())
        monkeypatch.setattr("os.open", refused)
        (problem,) = store.read().problems

        assert problem.message == "the file cannot be read: you have no right to read it"

    def test_a_folder_that_may_not_be_read_is_reported(
        self, store: DirectoryStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A folder that cannot be listed is a problem with its name."""
        written(store, report())
        scandir = os.scandir

        def only_the_top(path: str) -> Iterator[os.DirEntry[str]]:
            if str(path).endswith("kursk"):
                raise PermissionError(13, "no", path)
            return scandir(path)

        monkeypatch.setattr(os, "scandir", only_the_top)
        (problem,) = store.read().problems

        assert (problem.code, problem.where.file) == ("unreadable-file", "kursk")

    def test_a_name_that_is_no_text_is_made_visible(self, store: DirectoryStore) -> None:
        """A file name may hold anything; what is shown of it steers no screen."""
        try:
            Path(store.path, "a\x1b\udcff.jsonl").write_bytes(b"{")
        except (OSError, UnicodeError):
            pytest.skip("this disk takes no such name")
        (problem,) = store.read().problems

        assert problem.where.file == "a␛�.jsonl"


def refused(*_: object, **__: object) -> None:
    """A call that the system refuses."""
    raise PermissionError(13, "no")


class TestLock:
    """Appends take turns; reading does not wait."""

    def test_a_held_lock_is_named(self, store: DirectoryStore) -> None:
        """Who waits in vain learns which file, for how long, and that nothing was written; reading goes on."""
        patient = DirectoryStore(store.path, wait=0.05)
        held, done = threading.Event(), threading.Event()

        def hold() -> None:
            with FileLock(Path(store.path, ".newsledger", "lock")):
                held.set()
                done.wait(30)

        store.append([samples.event(0)])
        holder = threading.Thread(target=hold)
        holder.start()
        held.wait(30)
        try:
            with pytest.raises(LedgerLocked, match=r"has held .*lock for 0\.05 seconds; nothing was written"):
                patient.append([samples.event(1)])
            assert patient.read().events == (samples.event(0),)
        finally:
            done.set()
            holder.join()
        assert patient.append([samples.event(1)]).added == (samples.event(1),)

    @pytest.mark.parametrize("on", [True, False])
    def test_reading_leaves_the_collector_as_it_was(self, store: DirectoryStore, *, on: bool) -> None:
        """Python looks for rings afterwards if it did before, also where reading failed."""
        was = gc.isenabled()
        try:
            (gc.enable if on else gc.disable)()
            store.read()
            assert gc.isenabled() is on
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(DirectoryStore, "_read", lambda _, **__: 1 / 0)
                with pytest.raises(ZeroDivisionError):
                    store.read()
            assert gc.isenabled() is on
        finally:
            (gc.enable if was else gc.disable)()

    def test_reading_makes_nothing(self, store: DirectoryStore) -> None:
        """Who only reads leaves no trace, so that a ledger may be read where nothing can be written."""
        before = sorted(Path(store.path).rglob("*"))
        DirectoryStore(store.path).read()

        assert sorted(Path(store.path).rglob("*")) == before


class TestCreate:
    """Making a ledger."""

    def test_a_ledger_is_a_folder_with_its_settings(self, tmp_path: Path) -> None:
        """Folders are made as needed; the settings are there, and git is told what to leave out."""
        config = Config(title="Kriegs-„Ticker“", zone="Europe/Kyiv", stories=(Story(name="kursk", title="Kursk"),))
        store = DirectoryStore.create(tmp_path / "a" / "b", config)

        assert store.config == config
        assert (tmp_path / "a" / "b" / "ledger.toml").read_text(encoding="utf-8") == config.text()
        assert (tmp_path / "a" / "b" / ".gitignore").read_text() == ".newsledger/\n"

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("*.tmp", "*.tmp\n.newsledger/\n"),
            ("*.tmp\n", "*.tmp\n.newsledger/\n"),
            (".newsledger/\n*.tmp", ".newsledger/\n*.tmp"),
        ],
    )
    def test_what_a_person_ignores_stays(self, tmp_path: Path, before: str, after: str) -> None:
        """A .gitignore that is there gets one line more, if it lacks it."""
        (tmp_path / ".gitignore").write_text(before)
        DirectoryStore.create(tmp_path, Config())

        assert (tmp_path / ".gitignore").read_text() == after

    @pytest.mark.parametrize(
        ("config", "code"),
        [
            (Config(zone="Europe/Kyif"), "unknown-zone"),
            (Config(default_grade="G"), "unknown-grade"),
            (Config(title="\ud800"), "not-text"),
            (Config(stories=(Story(name="a"), Story(name="A"))), "doubled-story"),
        ],
    )
    def test_settings_that_could_not_be_opened_are_refused(self, tmp_path: Path, config: Config, code: str) -> None:
        """No ledger is made that nobody could open."""
        with pytest.raises(InvalidInput) as caught:
            DirectoryStore.create(tmp_path / "events", config)

        assert [problem.code for problem in caught.value.problems] == [code]
        assert not (tmp_path / "events").exists()

    def test_a_file_is_no_folder(self, tmp_path: Path) -> None:
        """Where a file stands no ledger is made."""
        (tmp_path / "events").write_text("mine")
        with pytest.raises(InvalidInput, match="is a file, and a ledger is a folder"):
            DirectoryStore.create(tmp_path / "events", Config())

        assert (tmp_path / "events").read_text() == "mine"

    def test_a_failing_disk_makes_no_ledger(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where the settings cannot be written there is no ledger, and what a person wrote is still there."""
        (tmp_path / ".gitignore").write_text("*.tmp\n")
        monkeypatch.setattr(os, "fsync", refused)
        with pytest.raises(LedgerUnusable, match="no ledger was made"):
            DirectoryStore.create(tmp_path, Config())

        assert [path.name for path in tmp_path.iterdir()] == [".gitignore"]
        assert (tmp_path / ".gitignore").read_text() == "*.tmp\n"


class TestOpening:
    """What is said where there is no ledger."""

    def test_no_folder(self, tmp_path: Path) -> None:
        """The folder is named, and how to make a ledger there."""
        with pytest.raises(LedgerNotFound, match=r"there is no folder .*nowhere; `newsledger init .*nowhere` makes"):
            DirectoryStore(tmp_path / "nowhere")

    def test_a_file(self, tmp_path: Path) -> None:
        """A file is no ledger."""
        (tmp_path / "a").write_text("x")
        with pytest.raises(LedgerNotFound, match="a is a file"):
            DirectoryStore(tmp_path / "a")

    def test_a_folder_without_settings(self, tmp_path: Path) -> None:
        """What was looked for is named."""
        with pytest.raises(LedgerNotFound, match=r"holds no ledger\.toml"):
            DirectoryStore(tmp_path)

    def test_the_folder_above_a_ledger(self, store: DirectoryStore, tmp_path: Path) -> None:
        """Who names the project instead of its ledger is shown the way."""
        with pytest.raises(LedgerNotFound, match=f"there is one in {re.escape(store.path)}"):
            DirectoryStore(tmp_path)

    def test_settings_that_say_what_cannot_be(self, store: DirectoryStore) -> None:
        """Every problem of the settings is told, with its place."""
        Path(store.path, "ledger.toml").write_text('zone = "Mars"\ndefault-grade = "Z"\n')
        with pytest.raises(InvalidInput) as caught:
            DirectoryStore(store.path)

        assert [problem.where.line for problem in caught.value.problems] == [1, 2]


def test_a_story_that_only_a_reader_knows_is_no_folder(store: DirectoryStore) -> None:
    """A fact of an unknown kind is filed as a report is."""
    unknown = codec.read(samples.UNKNOWN_KIND).event
    assert unknown is not None
    told = attrs.evolve(unknown.said, story="kursk")

    assert written(store, unknown).startswith("_batch/2025-03-17-batch-")
    assert written(store, codec.stamp(told, recorded=samples.RECORDED[0], by="desk")).startswith("kursk/")
