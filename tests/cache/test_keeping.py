"""The cache is made, kept up, thrown away and gone without; the answers never show which."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.stores import samples

import newsledger as nl
from newsledger import codec
from newsledger.cache import keeping, looking
from newsledger.cache.book import Book, Spoiled, create
from newsledger.cache.keeping import Cache, told_of
from newsledger.cache.looking import Seen, Unfit
from newsledger.cache.state import CachedState
from newsledger.cache.taking import Taken, take
from newsledger.config import Config
from newsledger.live import Question
from newsledger.replay import State
from newsledger.stores import directory
from newsledger.stores.directory import DirectoryStore
from newsledger.testing import picture_bytes
from newsledger.values.when import When

QUESTION = Question(at=When.parse("2025-03-17"), story="kursk")


@pytest.fixture
def store(tmp_path: Path) -> DirectoryStore:
    """A small ledger of several files."""
    made = DirectoryStore.create(tmp_path / "news", Config())
    events = samples.events()
    for at in range(0, len(events), 3):
        made.append(events[at : at + 3], slug=f"part {at}")
    return made


@pytest.fixture
def told() -> list[str]:
    """What a person was told."""
    return []


@pytest.fixture
def cache(store: DirectoryStore, told: list[str]) -> Iterator[Cache]:
    """A cache of it."""
    made = Cache(store.path, store.derived, tell=told.append)
    yield made
    made.close()


def answer(store: DirectoryStore, cache: Cache) -> bytes:
    """A picture through the cache, by a process that has just looked at the files."""
    cache.look_again()
    return picture_bytes(CachedState(cache, lambda: store.read().events).picture(QUESTION))


def plain(store: DirectoryStore) -> bytes:
    """The same picture without it."""
    return picture_bytes(State(store.read().events).picture(QUESTION))


# --- damage ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("garbage", [b"\x00", b"\xff", b"newsledger"], ids=["noughts", "ones", "words"])
def test_damage_in_every_stretch_is_found_or_without_effect(
    store: DirectoryStore, cache: Cache, garbage: bytes
) -> None:
    """Whatever stretch of the file is overwritten, every answer is right, and nothing raises."""
    expected = answer(store, cache)
    cache.close()
    path = Path(cache.path)
    sound = path.read_bytes()
    stretch = max(1, len(sound) // 48)
    for start in range(0, len(sound), stretch):
        length = min(stretch, len(sound) - start)
        path.write_bytes(sound[:start] + (garbage * length)[:length] + sound[start + length :])
        assert answer(store, cache) == expected
        cache.close()
    assert expected == plain(store)


@pytest.mark.parametrize("at", range(0, 4096, 97))
def test_a_flipped_bit_at_the_head_is_no_matter(store: DirectoryStore, cache: Cache, at: int) -> None:
    """The first page of SQLite, by which all others are found, is damaged bit by bit."""
    expected = answer(store, cache)
    cache.close()
    path = Path(cache.path)
    content = bytearray(path.read_bytes())
    content[at] ^= 1 << at % 8
    path.write_bytes(content)

    assert answer(store, cache) == expected


def test_a_page_that_is_another_or_missing_is_spoilt(tmp_path: Path) -> None:
    """A page holds for its own place alone, and none that is asked for may be missing."""
    book = create(str(tmp_path / "book"))
    with book.writing():
        book.write([(1, b"one")])
        assert book.page(1) == b"one"
    book._db.execute("UPDATE page SET number = 2 WHERE number = 1")

    for number in (1, 2):
        with pytest.raises(Spoiled):
            book.page(number)
    book.close()


def test_a_page_of_another_state_is_spoilt(tmp_path: Path) -> None:
    """A page that was sound once is none of what was written since: nor is a leaf of sums, nor the root."""
    book = create(str(tmp_path / "book"))

    def stored() -> dict[int, bytes]:
        return dict(book._db.execute("SELECT number, body FROM page").fetchall())

    with book.writing():
        book.write([(1, b"one"), (2, b"two")])
    before = stored()
    with book.writing():
        book.write([(1, b"another")])
    now = stored()
    differ = [number for number in now if now[number] != before[number]]

    for number in differ:
        book._db.execute("UPDATE page SET body = ? WHERE number = ?", (before[number], number))
        other = Book(book.path)
        with other.reading(), pytest.raises(Spoiled):
            other.page(1)
        other.close()
        book._db.execute("UPDATE page SET body = ? WHERE number = ?", (now[number], number))
    with book.reading():
        assert (book.page(1), book.page(2), len(differ)) == (b"another", b"two", 3)
    book.close()


def test_what_was_rolled_back_is_not_relied_on(tmp_path: Path) -> None:
    """Sums of a change that was given up are forgotten with it."""
    book = create(str(tmp_path / "book"))
    book.close()
    book = Book(str(tmp_path / "book"))
    with book.writing():
        book.write([(1, b"one")])
    with contextlib.suppress(KeyError), book.writing():
        book.write([(1, b"another"), (300, b"new")])
        raise KeyError

    with book.reading():
        assert book.page(1) == b"one"
        with pytest.raises(Spoiled):
            book.page(300)
    book.close()


def test_a_cache_of_another_program_is_made_anew(
    store: DirectoryStore, cache: Cache, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another newsledger made, or one that knew a kind otherwise, is thrown away with a word."""
    answer(store, cache)
    monkeypatch.setattr(keeping, "_program", ["another"])

    assert told_of(cache.path) is None
    assert answer(store, cache) == plain(store)
    assert len(told) == 1
    assert "is made anew" in told[0]


# --- keeping up -----------------------------------------------------------------------------------


def test_what_did_not_change_is_neither_read_nor_written(
    store: DirectoryStore, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger that was left alone for a while is looked at, and that is all."""
    old = [path for path in (Path(store.path), *Path(store.path).rglob("*")) if ".newsledger" not in path.parts]
    answer(store, cache)
    monkeypatch.setattr(looking, "MARGIN", -1 << 60)  # as if all of it were old
    answer(store, cache)
    before = Path(cache.path).stat().st_mtime_ns
    monkeypatch.setattr(keeping, "take", None)

    assert old
    assert answer(store, cache) == plain(store)
    assert Path(cache.path).stat().st_mtime_ns == before


def test_one_more_file_is_one_more_file_to_read(
    store: DirectoryStore, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An append is taken in by itself, and nothing is made anew."""
    monkeypatch.setattr(looking, "MARGIN", -1 << 60)
    answer(store, cache)
    read: list[str] = []

    def spied(root: str, file: str) -> Taken:
        read.append(file)
        return take(root, file)

    monkeypatch.setattr(keeping, "take", spied)
    monkeypatch.setattr(Cache, "_build", None)
    done = store.append([samples.event(0, recorded=2)])
    more = Path(store.path, "late.jsonl")
    more.write_bytes(codec.write(samples.event(1, recorded=2)) + b"\n")

    assert done.added == ()
    assert answer(store, cache) == plain(store)
    assert read == ["late.jsonl"]


def test_the_first_event_is_found_again_when_it_goes(store: DirectoryStore, cache: Cache) -> None:
    """What was taken in first is told of the files that are there."""
    state = CachedState(cache, lambda: store.read().events)
    early = Path(store.path, "early.jsonl")
    early.write_bytes(samples.line(samples.event(0).raw, recorded="2001-01-01T00:00:00Z"))
    assert state.first_recorded == "2001-01-01T00:00:00Z"
    early.unlink()
    cache.look_again()

    assert state.first_recorded == State(store.read().events).first_recorded


def test_in_large_ledgers_untouched_folders_are_relied_on(
    store: DirectoryStore, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From so many files on, those that we wrote are not looked at while their folder is as it was; new ones are."""
    monkeypatch.setattr(looking, "MARGIN", -1 << 60)
    cache = Cache(store.path, store.derived, tell=told.append, many=1)
    answer(store, cache)
    answer(store, cache)
    looked: list[str] = []
    into = looking._into

    def spied(root: str, path: str, seen: Seen) -> list[str]:
        looked.append(path)
        return into(root, path, seen)

    monkeypatch.setattr(looking, "_into", spied)

    assert answer(store, cache) == plain(store)
    assert looked == []
    store.append([codec.stamp(samples.saids()[0], recorded=samples.RECORDED[2], by="x")])
    Path(store.path, "kursk", "a-0123456789abcdef.jsonl").write_bytes(codec.write(samples.event(0, recorded=1)))
    assert answer(store, cache) == plain(store)
    assert "kursk" in looked
    cache.close()


# --- going without --------------------------------------------------------------------------------


def test_where_it_cannot_be_written_every_event_is_read(
    store: DirectoryStore, cache: Cache, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder that is read-only the answers are the same, and it is said once."""
    answer(store, cache)
    cache.close()
    Path(store.path, "late.jsonl").write_bytes(codec.write(samples.event(1, recorded=2)) + b"\n")
    monkeypatch.setattr(os, "access", lambda *_: False)

    assert answer(store, cache) == plain(store)
    assert answer(store, cache) == plain(store)
    assert [words for words in told if "cannot be written" in words] == told
    assert len(told) == 1


def test_where_none_can_be_made_every_event_is_read(store: DirectoryStore, told: list[str]) -> None:
    """A file stands where the folder of the cache should: nothing is made, and the answer is the same."""
    wrong = Path(store.path, "file")
    wrong.write_text("")
    cache = Cache(store.path, str(wrong), tell=told.append)

    assert answer(store, cache) == plain(store)
    assert len(told) == 1
    with pytest.raises(Unfit):
        cache.ask(lambda shelving: shelving.head)


def test_a_small_ledger_gets_none_and_a_large_one_does(store: DirectoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only from so many bytes on a cache is made, unless somebody goes without."""
    path = Path(store.derived, "cache.sqlite")
    nl.open(store.path).replay("2025-03-16")
    assert not path.exists()
    monkeypatch.setattr(directory, "LARGE", 1)
    without = picture_bytes(nl.open(store.path, cache=False).replay("2025-03-16", story="kursk"))
    assert not path.exists()

    ledger = nl.open(store.path)
    assert picture_bytes(ledger.replay("2025-03-16", story="kursk")) == without
    assert path.exists()
    assert told_of(str(path)) == len(samples.events())
    assert ledger.places() == store.read().places
    assert ledger.stories() == ["front", "kursk"]


def test_a_damaged_ledger_is_refused_as_ever(store: DirectoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that was altered keeps every answer back, also one that does not need it."""
    monkeypatch.setattr(directory, "LARGE", 1)
    Path(store.path, "bad.jsonl").write_bytes(samples.ALTERED)

    with pytest.raises(nl.IntegrityBroken, match="do not match their id"):
        nl.open(store.path).replay("2025-03-16", story="kursk")
    assert nl.open(store.path).problems == store.read().problems


def test_what_cannot_be_read_after_all_is_told(store: DirectoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines that were sound when the cache looked, and that fail when it has to do without, keep the answer back."""
    monkeypatch.setattr(directory, "LARGE", 1)
    ledger = nl.open(store.path)
    assert ledger.problems == ()

    def unfit(*_: object) -> None:
        raise Unfit

    monkeypatch.setattr(Cache, "ask", unfit)
    Path(store.path, "bad.jsonl").write_bytes(samples.ALTERED)

    with pytest.raises(nl.IntegrityBroken, match="do not match their id"):
        ledger.replay("2025-03-16")
    assert nl.open(store.path).replay("2025-03-16", damaged=True).beliefs


# --- several processes ------------------------------------------------------------------------------

WORK = """
import json, sys
from newsledger.cache.keeping import Cache
from newsledger.cache.state import CachedState
from newsledger.live import Question
from newsledger.stores.directory import DirectoryStore
from newsledger.values.when import When
store = DirectoryStore(sys.argv[1])
for _ in range(12):
    cache = Cache(store.path, store.derived)
    state = CachedState(cache, lambda: store.read().events)
    picture = state.picture(Question(at=When.parse("2025-03-17"), story="kursk"))
    assert picture.beliefs
    cache.close()
print(json.dumps([belief.slot.name for belief in picture.beliefs]))
"""


def test_several_processes_make_read_and_update_it_at_once(store: DirectoryStore, cache: Cache) -> None:
    """Readers, writers and those who throw it away get in nobody's way."""
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", WORK, store.path]
    others = [subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in "123"]
    for at in range(20):
        Path(store.path, f"late-{at}.jsonl").write_bytes(codec.write(samples.event(at % 5, recorded=2)) + b"\n")
        assert answer(store, cache) == plain(store)
        if at % 7 == 0:
            cache.drop()
    for other in others:
        out, err = other.communicate(timeout=120)
        assert other.returncode == 0, err.decode()
        assert "territory-held/kursk/ukraine.area" in json.loads(out)
    assert answer(store, cache) == plain(store)


def test_a_book_tells_when_another_took_its_place(tmp_path: Path) -> None:
    """Whoever has a cache open that was swapped out finds it."""
    create(str(tmp_path / "one")).close()
    book = Book(str(tmp_path / "one"))
    assert not book.replaced
    create(str(tmp_path / "two")).close()
    (tmp_path / "two").replace(tmp_path / "one")

    assert book.replaced
    book.close()
