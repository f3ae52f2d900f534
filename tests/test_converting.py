"""One ledger made of another: nothing lost, nothing half, nothing written over."""

from __future__ import annotations

import itertools
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stores import samples

from newsledger import codec, converting
from newsledger.config import Config, Story
from newsledger.converting import Converted, convert
from newsledger.errors import IntegrityBroken, InvalidInput, LedgerMoved, LedgerNotFound, LedgerUnusable
from newsledger.event import Event, say
from newsledger.kinds.redaction import Redaction
from newsledger.sealing import shelf as shelves
from newsledger.stores.directory import DirectoryStore
from newsledger.stores.sqlite import SqliteStore
from newsledger.testing import strategies

CONFIG = Config(title="Wörter", zone="Europe/Kyiv", default_grade="B", stories=(Story(name="kursk"),))
NUMBERS = itertools.count()

OPEN: dict[str, Callable[[Path], Any]] = {"files": DirectoryStore, "sqlite": SqliteStore}
NAMES = {"files": "events", "sqlite": "ledger.db", "jsonl": "lines.jsonl"}

COPIES = [samples.event(0, recorded=1, by=1), samples.event(0, recorded=2), samples.event(3, by=2)]
"""Events that were taken in once more, as after a merge."""


@pytest.fixture
def rich(tmp_path: Path) -> DirectoryStore:
    """A ledger with all that one may hold: copies, an unknown kind, redacted words, seals, sheets, settings."""
    store = DirectoryStore.create(tmp_path / "rich", CONFIG)
    store.append(samples.events())
    declared = codec.stamp(say(Redaction(samples.event(7).id, reason="a name")), recorded=samples.RECORDED[2], by="x")
    store.append([declared])
    store.redact([samples.event(7).id])
    lines = [codec.write(event) for event in COPIES] + [samples.UNKNOWN_KIND]
    Path(store.path, "merged.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    members = [(event.id, event.recorded, event.by) for event in store.read().events]
    raw = shelves.next_seal(shelves.read_shelf(Path(store.path)), members, sealed="2026-01-02T00:00:00Z", by="desk")
    assert raw is not None
    shelves.put(Path(store.path), raw)
    Path(store.path, "kursk.report").write_bytes(b"any bytes \xff\0")
    return store


def held(store: Any) -> tuple[list[bytes], dict[str, bytes]]:  # noqa: ANN401  any store
    """What a store holds: lines, and files beside."""
    lines = sorted(codec.write(event) for event in store.read().events)
    return lines, {name: raw for name, raw in store.files().items() if not name.endswith(".jsonl")}


@pytest.mark.parametrize("way", [["sqlite"], ["files"], ["sqlite", "files"], ["sqlite", "sqlite", "files", "sqlite"]])
def test_whatever_the_way_nothing_is_lost(rich: DirectoryStore, way: list[str], tmp_path: Path) -> None:
    """Every member with all its bytes, settings, seals and sheets go over, however often."""
    before, place = held(rich), rich.path
    for number, form in enumerate(way):
        target = tmp_path / f"{number}" / NAMES[form]
        done = convert(place, str(target))
        place = str(target)
        assert (done.form, done.members, done.events, done.seals, done.files) == (form, 20, 17, 1, 3)
    again = OPEN[way[-1]](Path(place))

    assert len(before[0]) == 20
    assert held(again) == before
    assert again.config == CONFIG
    assert {one.code for one in again.read().problems} == {one.code for one in rich.read().problems} == {"unknown-kind"}
    assert held(rich) == before


@given(data=st.data())
def test_any_set_goes_over_and_back(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files to SQLite to lines to files: the same set, with several takings-in of one event."""
    events = data.draw(strategies.ledgers(max_events=6))
    copies = data.draw(st.lists(st.sampled_from(events), max_size=3)) if events else []
    copies = [attrs.evolve(one, by=f"copy {number}") for number, one in enumerate(copies)]
    folder = tmp_path_factory.mktemp("any")
    store = DirectoryStore.create(folder / "events", CONFIG)
    store.fill([*events, *copies])
    convert(store.path, str(folder / "one.db"))
    convert(str(folder / "one.db"), str(folder / "two.jsonl"))
    convert(str(folder / "two.jsonl"), str(folder / "three"))

    assert held(SqliteStore(folder / "one.db")) == held(store)
    assert held(DirectoryStore(folder / "three"))[0] == held(store)[0]


def test_bare_lines_leave_out_what_they_cannot_hold(rich: DirectoryStore, tmp_path: Path) -> None:
    """It is said what was left out; every event is there."""
    done = convert(rich.path, str(tmp_path / "all.jsonl"))
    seal = next(name for name in rich.files() if name.endswith(".seal"))

    assert done == Converted(
        form="jsonl", members=20, events=17, seals=0, files=0, left_out=(seal, "kursk.report", "ledger.toml")
    )
    assert sorted((tmp_path / "all.jsonl").read_bytes().splitlines()) == held(rich)[0]


def test_the_order_of_arrival_is_that_of_taking_in(rich: DirectoryStore, tmp_path: Path) -> None:
    """A new copy has an order of its own: all of it can be followed from the start, each event once."""
    convert(rich.path, str(tmp_path / "new.db"))
    convert(rich.path, str(tmp_path / "new"))
    for store in (SqliteStore(tmp_path / "new.db"), DirectoryStore(tmp_path / "new")):
        assert sorted(one.event.id for one in store.since()) == sorted({event.id for event in rich.read().events})


def test_a_dry_run_writes_nothing(rich: DirectoryStore, tmp_path: Path) -> None:
    """What would be made is told, and not even a folder is."""
    before = sorted(tmp_path.rglob("*"))

    assert convert(rich.path, str(tmp_path / "deep" / "new.db"), dry_run=True).members == 20
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("form", ["files", "sqlite", "jsonl"])
def test_an_empty_ledger_goes_over(form: str, tmp_path: Path) -> None:
    """Settings are enough to make a ledger of."""
    store = DirectoryStore.create(tmp_path / "empty", CONFIG)

    assert convert(store.path, str(tmp_path / NAMES[form])).members == 0
    assert (tmp_path / NAMES[form]).exists()


class TestRefusals:
    """What cannot be is refused with its reason, and nothing is written."""

    @pytest.mark.parametrize(
        "there",
        [
            lambda path: path.write_bytes(b""),
            lambda path: (path.mkdir(), (path / "x").touch()),
            lambda path: path.symlink_to("nowhere"),
        ],
        ids=["file", "folder", "link"],
    )
    @pytest.mark.parametrize("name", NAMES.values())
    def test_what_is_there_stays(
        self, rich: DirectoryStore, there: Callable[[Path], object], name: str, tmp_path: Path
    ) -> None:
        """A file, a folder with something in it, a link: each keeps its place."""
        there(tmp_path / name)
        before = shape(tmp_path)
        with pytest.raises(InvalidInput, match="target-exists"):
            convert(rich.path, str(tmp_path / name))

        assert shape(tmp_path) == before

    @pytest.mark.parametrize("name", NAMES.values())
    def test_an_empty_folder_is_a_place(self, rich: DirectoryStore, name: str, tmp_path: Path) -> None:
        """Somebody may have made it for this."""
        (tmp_path / name).mkdir()

        assert convert(rich.path, str(tmp_path / name)).members == 20

    @pytest.mark.parametrize("place", ["rich", "rich/new", "rich/new.db", "rich/../rich/a/b.jsonl", "."])
    def test_no_ledger_stands_within_another(self, rich: DirectoryStore, place: str, tmp_path: Path) -> None:
        """Source and target are two places."""
        before = shape(tmp_path)
        with pytest.raises(InvalidInput, match="same-place"):
            convert(rich.path, str(tmp_path / place))

        assert shape(tmp_path) == before

    @pytest.mark.parametrize("form", NAMES)
    def test_a_damaged_ledger_is_refused(self, rich: DirectoryStore, form: str, tmp_path: Path) -> None:
        """What is damaged would be lost: every problem is told with its place."""
        Path(rich.path, "bad.jsonl").write_bytes(samples.ALTERED + b"\n" + samples.HALF_A_LINE)
        before = shape(tmp_path)
        with pytest.raises(InvalidInput) as caught:
            convert(rich.path, str(tmp_path / NAMES[form]))

        assert str(caught.value.problems[0].where).startswith("bad.jsonl:1")
        assert [problem.code for problem in caught.value.problems] == ["id-mismatch", "no-json"]
        assert shape(tmp_path) == before

    def test_nothing_is_not_a_ledger(self, tmp_path: Path) -> None:
        """A place where there is nothing, or something else, is named."""
        (tmp_path / "empty").mkdir()
        (tmp_path / "text.db").write_text("no database")
        for name, error in (("none", LedgerNotFound), ("empty", LedgerNotFound), ("text.db", LedgerUnusable)):
            with pytest.raises(error, match=name):
                convert(str(tmp_path / name), str(tmp_path / "new.db"))
        assert not (tmp_path / "new.db").exists()

    @pytest.mark.parametrize(
        "name", ["../x.report", "/x.report", "a/../../x", ".hidden", "a/.b", "x.jsonl", "", "a//b"]
    )
    def test_a_name_that_leads_elsewhere_is_refused(self, name: str, tmp_path: Path) -> None:
        """A database from a stranger may hold files of any name: none is written outside."""
        store = SqliteStore.create(tmp_path / "strange.db", CONFIG)
        store.put(name, b"x")
        before = shape(tmp_path)
        with pytest.raises(InvalidInput, match="unsafe-name"):
            convert(store.path, str(tmp_path / "new"))

        assert shape(tmp_path) == before


def shape(folder: Path) -> dict[str, bytes | None]:
    """All that is in a folder, but for what can be made again."""
    found = (path for path in folder.rglob("*") if ".newsledger" not in path.parts)
    ours = [path for path in found if not path.name.endswith(("-wal", "-shm"))]
    return {str(path): path.read_bytes() if path.is_file() else None for path in ours}


class TestFaults:
    """Whatever breaks on the way, there is a whole ledger or none."""

    @pytest.mark.parametrize("form", NAMES)
    @pytest.mark.parametrize("call", ["replace", "fsync", "rename"])
    def test_a_failing_disk_leaves_nothing(
        self, rich: DirectoryStore, form: str, call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The target is not there, nor is anything beside it."""
        before, real = shape(tmp_path), getattr(os, call)

        def full(*given: Any, **named: Any) -> Any:  # noqa: ANN401  whatever the call takes and gives
            if call == "rename" or any(str(tmp_path / "deep") in str(one) for one in given) or call == "fsync":
                raise OSError(28, "no space")
            return real(*given, **named)

        with monkeypatch.context() as patch:
            patch.setattr(os, "replace" if call == "rename" else call, full)
            with pytest.raises(LedgerUnusable, match="the disk is full"):
                convert(rich.path, str(tmp_path / "deep" / NAMES[form]))

        assert shape(tmp_path) == before

    @pytest.mark.parametrize("form", NAMES)
    def test_what_does_not_read_back_is_not_kept(
        self, rich: DirectoryStore, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A disk that loses a line is caught before the new ledger has its name."""
        before, written = shape(tmp_path), converting._written

        def forgetful(content: converting.Content, path: str, form: str) -> converting.Content:
            made = written(attrs.evolve(content, events=content.events[1:]), path, form)
            assert os.path.lexists(path)
            return made

        monkeypatch.setattr(converting, "_written", forgetful)
        with pytest.raises(IntegrityBroken, match="does not read back as the same ledger"):
            convert(rich.path, str(tmp_path / NAMES[form]))

        assert shape(tmp_path) == before

    def test_who_appends_meanwhile_is_not_lost(
        self, rich: DirectoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An event that comes in while the ledger is made would be in the old one alone: it is said so."""
        written = converting._written

        def meanwhile(content: converting.Content, path: str, form: str) -> converting.Content:
            late: Event = codec.stamp(
                attrs.evolve(samples.saids()[0], url="https://news.example/late"), recorded=samples.RECORDED[0], by="x"
            )
            rich.append([late])
            return written(content, path, form)

        monkeypatch.setattr(converting, "_written", meanwhile)
        with pytest.raises(LedgerMoved, match="somebody wrote to the ledger meanwhile"):
            convert(rich.path, str(tmp_path / "new.db"))

        assert not (tmp_path / "new.db").exists()

    @pytest.mark.parametrize("left", [".new.db.part", ".new.db.part-wal"])
    def test_what_a_broken_write_left_is_no_hindrance(self, rich: DirectoryStore, left: str, tmp_path: Path) -> None:
        """A crash of an earlier run leaves files that nobody was told of."""
        (tmp_path / left).write_bytes(b"half")
        convert(rich.path, str(tmp_path / "new.db"))

        assert not (tmp_path / left).exists()
        with sqlite3.connect(tmp_path / "new.db") as connection:
            assert connection.execute("SELECT count(*) FROM events").fetchone() == (20,)
        connection.close()
