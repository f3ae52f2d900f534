"""Law 15 for a pass over a ledger: it gives what reading gives, whatever stands in the files."""

from __future__ import annotations

import contextlib
import random as randoms
import shutil
import sqlite3
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.codec.lines import LINES
from tests.codec.test_lines import RESPELLED, UNREADABLE
from tests.stores import samples

from newsledger import codec, streaming
from newsledger.codec.narrow import NAMES, of_event
from newsledger.config import Config
from newsledger.errors import IntegrityBroken, InvalidInput, LedgerLocked, LedgerUnusable
from newsledger.event import Event, say
from newsledger.kinds.redaction import Redaction
from newsledger.kinds.void import Void
from newsledger.ledger import Ledger
from newsledger.stores import Page, Reading, _rows
from newsledger.stores.directory import DirectoryStore
from newsledger.stores.memory import MemoryStore
from newsledger.stores.sqlite import SqliteStore
from newsledger.testing import ledgers

FIELDS = (*NAMES, "fact.area", "fact.term", "fact.region")


def whole(event: Event) -> tuple[object, ...]:
    """All of an event, with what its equality leaves out."""
    return (*attrs.astuple(event, recurse=False), repr(event.said))


def agrees(store: DirectoryStore | MemoryStore | SqliteStore) -> None:
    """Finds that both ways of passing over a store give its events and its problems."""
    ledger = Ledger(store)
    events = sorted(map(whole, ledger.events()))
    stream, scan = ledger.stream(damaged=True), ledger.scan(*FIELDS, damaged=True)

    assert sorted(map(whole, stream)) == events
    assert sorted(map(repr, scan)) == sorted(repr(of_event(event, FIELDS)) for event in ledger.events())
    for one in (stream, scan):
        assert sorted(map(str, one.problems)) == sorted(map(str, ledger.problems))


@given(ledgers(), st.randoms(use_true_random=False), st.data())
def test_a_pass_gives_the_events_of_the_ledger(
    events: list[Event], random: randoms.Random, data: st.DataObject
) -> None:
    """Lines in any order, copies taken in at other times, and damage: a pass gives what reading gives."""
    lines = [codec.write(event) for event in events]
    copies = [codec.write(attrs.evolve(event, recorded="2024-01-01T00:00:00Z")) for event in events[::3]]
    odd = data.draw(st.lists(st.sampled_from([one[1] for one in UNREADABLE] + [one[1].encode() for one in RESPELLED])))
    every = [*lines, *lines[:2], *copies, *odd]

    agrees(MemoryStore(random.sample(every, len(every))))


@given(events=ledgers(max_events=6), targets=st.lists(st.integers(0, 20), max_size=4), taken_back=st.booleans())
def test_words_that_had_to_go_are_not_given(events: list[Event], targets: list[int], *, taken_back: bool) -> None:
    """A redaction holds for lines before and behind it, taken out or not, and a void of it is heeded."""
    gone = [events[at % len(events)] for at in targets]
    redactions = [
        codec.stamp(say(Redaction(one.id, reason="a minor", authority="desk")), recorded=samples.RECORDED[1], by="desk")
        for one in gone
    ]
    voids = [
        codec.stamp(say(Void(one.id, reason="not so")), recorded=samples.RECORDED[2], by="desk")
        for one in redactions[: int(taken_back)]
    ]
    lines = [codec.write(event) for event in events]
    wordless = [codec.write(event.without_words()) for event in [*gone[::2], *events[:1]]]

    agrees(MemoryStore([*lines, *wordless, *map(codec.write, [*redactions, *voids])]))
    agrees(MemoryStore([*map(codec.write, [*voids, *redactions]), *wordless, *lines]))


@pytest.fixture
def store(tmp_path: Path) -> DirectoryStore:
    """A ledger of several files in several folders, one of which was copied."""
    store = DirectoryStore.create(tmp_path / "events", Config(title="Test"))
    for number in range(len(samples.saids())):
        store.append([samples.event(number)])
    shutil.copytree(tmp_path / "events" / "kursk", tmp_path / "events" / "elsewhere" / "below")
    return store


def test_a_folder_is_passed_over_in_the_order_of_its_files(store: DirectoryStore) -> None:
    """Events come as their files are sorted; those that stand in two files come last, once."""
    agrees(store)
    once = [event.id for event in Ledger(store).stream()]

    assert len(once) == len(set(once)) == len(samples.saids())


@pytest.mark.parametrize("kept", [0, 1 << 30])
def test_a_large_ledger_is_read_twice_instead_of_kept(
    store: DirectoryStore, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the lines are kept from the first look changes nothing but how often the files are read."""
    read: list[Page] = []
    pages = DirectoryStore.pages

    def counted(self: DirectoryStore, *, last: bool = False) -> Iterator[Page]:
        for page in pages(self, last=last):
            read.append(page)
            yield page

    monkeypatch.setattr(streaming, "KEPT", kept)
    agrees(store)
    monkeypatch.setattr(DirectoryStore, "pages", counted)
    files = sum(1 for _ in pages(store))
    list(Ledger(store).stream())

    assert len(read) == files * (1 if kept else 2)


def test_a_damaged_ledger_is_told_at_the_end(store: DirectoryStore) -> None:
    """All sound events come; then the damage is raised, with its place, unless it is allowed for."""
    Path(store.path, "damaged.jsonl").write_bytes(LINES[0].replace(b"110 km2", b"120 km2") + b"\n")
    stream = Ledger(store).stream()
    seen: list[Event] = []

    with pytest.raises(IntegrityBroken, match=r"damaged\.jsonl"):
        seen.extend(stream)

    assert len(seen) == len(samples.saids())
    assert [problem.code for problem in stream.problems] == ["id-mismatch"]
    assert len(list(Ledger(store).stream(damaged=True))) == len(seen)


def test_a_file_that_is_moved_meanwhile_is_found_where_it_went(store: DirectoryStore) -> None:
    """Small files that are joined while a pass runs give their events once, and no problem."""
    expected = sorted(event.id for event in Ledger(store).events())
    with mock.patch.object(streaming, "KEPT", 0):
        stream = Ledger(store).stream()
        passing = iter(stream)
        seen = [next(passing).id]
        folder = Path(store.path, "kursk")
        joined = b"".join(path.read_bytes() for path in sorted(folder.iterdir()))
        for path in folder.iterdir():
            path.unlink()
        (folder / "joined.jsonl").write_bytes(joined)
        seen += [event.id for event in passing]

    assert sorted(seen) == expected
    assert stream.problems == ()


def test_a_file_that_stays_away_is_told(store: DirectoryStore) -> None:
    """A link that leads nowhere is a problem of a pass as it is one of reading."""
    Path(store.path, "dead.jsonl").symlink_to("nowhere")

    agrees(store)


class Elsewhere:
    """A store of somebody else, which has no pages."""

    def __init__(self, inner: MemoryStore) -> None:
        self.config, self.append, self.redact, self._inner = inner.config, inner.append, inner.redact, inner
        self.position, self.since = inner.position, inner.since

    def read(self) -> Reading:
        """What the inner store holds."""
        return self._inner.read()


def test_a_store_without_pages_is_passed_over_as_well() -> None:
    """What cannot give its lines is read whole."""
    ledger = Ledger(Elsewhere(MemoryStore([*LINES, b"{"])))
    stream = ledger.stream(damaged=True)

    assert sorted(map(whole, stream)) == sorted(map(whole, ledger.events()))
    assert list(ledger.scan("id", damaged=True)) == [(event.id,) for event in ledger.events()]
    assert stream.problems == ledger.problems


def test_an_unknown_field_is_refused_at_once() -> None:
    """A misspelt field is told before anything is read."""
    with pytest.raises(InvalidInput, match=r"said\.stance"):
        Ledger(MemoryStore()).scan("said.stnce")


def test_ids_that_begin_alike_are_told_apart() -> None:
    """Two ids that share the mark that is remembered of each are two events."""
    with mock.patch.object(streaming, "MARK", 2):
        agrees(MemoryStore([codec.write(samples.event(number)) for number in range(len(samples.saids()))]))


def test_each_loop_is_a_pass_of_its_own(store: DirectoryStore) -> None:
    """What was appended since stands in the next pass."""
    ledger = Ledger(store)
    stream = ledger.stream()
    before = len(list(stream))
    store.append([codec.stamp(attrs.evolve(samples.saids()[0], quote="new"), recorded=samples.RECORDED[2], by="desk")])

    assert len(list(stream)) == before + 1


def folder_of(lines: list[bytes]) -> Callable[[Path], DirectoryStore]:
    """What makes a ledger of one file out of lines."""

    def make(folder: Path) -> DirectoryStore:
        store = DirectoryStore.create(folder / "events", Config(title="Test"))
        Path(store.path, "all.jsonl").write_bytes(b"\n".join(lines))
        return store

    return make


@given(
    st.lists(st.one_of(st.sampled_from(LINES), st.binary(max_size=20), st.just(b"")), max_size=8),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 2), st.binary(max_size=2)), max_size=3),
)
def test_any_bytes_are_passed_over(lines: list[bytes], edits: list[tuple[float, int, bytes]]) -> None:
    """Files of any bytes: blank lines, no line end, halves of lines, lines joined."""
    text = b"\n".join(lines)
    for where, cut, put in edits:
        at = int(where * len(text))
        text = text[:at] + put + text[at + cut :]
    with tempfile.TemporaryDirectory() as folder:
        agrees(folder_of(text.split(b"\n"))(Path(folder)))


# --- a database -----------------------------------------------------------------------------------


def database_of(folder: Path, lines: list[bytes], gone: list[int]) -> SqliteStore:
    """A ledger in a SQLite file of any lines, some of which somebody deleted."""
    store = SqliteStore.create(folder / "news.db", Config(title="Test"))
    with contextlib.closing(sqlite3.connect(store.path, isolation_level=None)) as db:
        db.execute("DROP TRIGGER events_are_not_deleted")
        db.executemany("INSERT INTO events (line) VALUES (?)", [(line,) for line in lines])
        db.executemany("DELETE FROM events WHERE seq = ?", [(number,) for number in gone])
    return store


@given(
    st.lists(st.one_of(st.sampled_from([*LINES, b"", b" "]), st.binary(max_size=20), st.just(b"a\nb")), max_size=9),
    st.lists(st.integers(1, 9), max_size=3),
    st.integers(1, 4),
)
def test_a_database_is_passed_over_row_by_row(lines: list[bytes], gone: list[int], at_once: int) -> None:
    """Rows of any bytes, blank ones and deleted ones, however many are read at once: each has its number."""
    with tempfile.TemporaryDirectory() as folder, mock.patch.object(_rows, "MOST", at_once):
        store = database_of(Path(folder), lines, gone)
        agrees(store)
        assert [page.problem for page in store.pages() if page.problem] == [
            problem for problem in store.read().problems if problem.code == "missing-rows"
        ]
        store.close()


@given(ledgers(), st.data())
def test_a_database_gives_what_it_holds(events: list[Event], data: st.DataObject) -> None:
    """Redacted, voided, taken in several times: a pass over a database gives what reading it gives."""
    copies = [attrs.evolve(event, recorded="2024-01-01T00:00:00Z") for event in events[::3]]
    wordless = [event.without_words() for event in data.draw(st.lists(st.sampled_from(events), max_size=3))]
    with tempfile.TemporaryDirectory() as folder:
        store = database_of(Path(folder), [codec.write(one) for one in (*events, *copies, *wordless)], [])
        agrees(store)
        store.close()


def test_a_pass_over_a_database_sees_one_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever appends or redacts meanwhile changes nothing of it, and waits for nobody; the next pass sees it all."""
    monkeypatch.setattr(streaming, "KEPT", 0)
    monkeypatch.setattr(_rows, "MOST", 1)
    store = SqliteStore.create(tmp_path / "news.db", Config())
    store.append([samples.event(0), samples.event(1)])
    gone = samples.event(1)
    stream = Ledger(store).stream()
    passing = iter(stream)
    seen = [next(passing)]
    other = SqliteStore(store.path)
    redaction = codec.stamp(
        say(Redaction(gone.id, reason="a minor", authority="desk")), recorded=samples.RECORDED[2], by="desk"
    )
    other.append([samples.event(2), redaction])
    with pytest.raises(LedgerLocked, match="as it was before"):
        other.redact([gone.id])
    seen += passing

    assert [one.id for one in seen] == [samples.event(0).id, gone.id]
    assert not any(one.redacted for one in seen)
    assert stream.problems == ()
    assert other.redact([gone.id]) == ()
    assert len(list(stream)) == 4
    agrees(store)


@pytest.mark.parametrize("at", range(1, 12))
def test_a_damaged_database_is_told_as_reading_tells_it(at: int, tmp_path: Path) -> None:
    """Whichever page SQLite cannot read: what stands before it comes, and the damage is told at the end."""
    store = database_of(tmp_path, [samples.line(samples.event(0).raw, by=f"hand {n} " * 20) for n in range(60)], [])
    store.close()
    path = Path(store.path)
    raw = path.read_bytes()
    path.write_bytes(raw[: at * 4096] + b"\xff" * 4096 + raw[(at + 1) * 4096 :])
    try:
        store = SqliteStore(store.path)
        reading = store.read()
    except LedgerUnusable:
        with pytest.raises(LedgerUnusable):
            list(SqliteStore(store.path).pages())
    else:
        agrees(store)
        assert sum(len(page.rows) for page in store.pages()) >= len(reading.events)


def test_a_pass_that_is_given_up_lets_the_database_go(tmp_path: Path) -> None:
    """Nobody who takes one event keeps others from redacting."""
    store = SqliteStore.create(tmp_path / "news.db", Config())
    store.append([samples.event(0), samples.event(1)])
    passing = iter(Ledger(store).stream())
    next(passing)
    del passing
    said = say(Redaction(samples.event(0).id, reason="a minor", authority="desk"))
    store.append([codec.stamp(said, recorded=samples.RECORDED[2], by="desk")])

    assert store.redact([samples.event(0).id]) == ("news.db",)


# --- memory ---------------------------------------------------------------------------------------


def peak_of(folder: Path, many: int) -> int:
    """The most bytes that Python holds in a pass over so many events, each of which stands in two files."""
    lines = [samples.line(samples.event(0).raw.replace(b"110 km2", b"%d km2" % at)) for at in range(many)]
    folder.mkdir(exist_ok=True)
    store = DirectoryStore.create(folder / str(many), Config(title="Test"))
    for number in range(0, 2 * many, 500):
        part = b"".join(line + b"\n" for line in (lines + lines)[number : number + 500])
        Path(store.path, f"{number:06}.jsonl").write_bytes(part)
    tracemalloc.start()
    assert sum(1 for _ in Ledger(store).stream()) == many
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_what_stands_twice_is_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an event that stands in two files a pass keeps a number until the end, and not its lines."""
    monkeypatch.setattr(streaming, "KEPT", 0)
    peak_of(tmp_path / "before", 6_100)  # what is kept of figures that were read is there by now

    few, many = peak_of(tmp_path, 2_100), peak_of(tmp_path, 6_100)

    assert (many - few) / 4_000 < 150
