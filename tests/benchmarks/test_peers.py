"""The peers fold the same events to the same projection, or are left out where they are not installed."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from benchmarks import append, idcheck, replay, workload
from benchmarks.frame.measuring import Measured
from benchmarks.peers.latest import Latest, of_events, shapes, tell
from newsledger.event import content_id
from newsledger.stores.directory import DirectoryStore

SIZE = 300


def took(**cpu: float) -> dict[str, Measured]:
    """Medians by name."""
    return {
        name: Measured(name=name, cpu=one, wall=one, rounds=5, low=one, high=one) for name, one in cpu.items()
    }  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up ledger, where `replay` looks for it."""
    place = tmp_path_factory.mktemp("peers")
    workload.write_ledger(place / replay.LEDGER, SIZE)
    return place


@pytest.fixture(scope="module")
def expected() -> Latest:
    """The projection, folded from the events as they were drawn."""
    return of_events(workload.events(SIZE))


def test_the_latest_word_counts_in_any_order() -> None:
    """Of two words of one source the one reported later stays; another source's stands beside it."""
    found: Latest = {}
    for word in (("2025-02", "b", "2"), ("2025-01", "a", "1")):
        tell(found, "x", "desk", word)
    tell(found, "x", "other", ("2024-01", "c", "3"))

    assert found == {"x": {"desk": ("2025-02", "b", "2"), "other": ("2024-01", "c", "3")}}


def test_every_kind_of_report_has_its_shape() -> None:
    """Keys and value fields are those that the kinds declare; what is ours is no report."""
    known = shapes()

    assert known["territory-held"] == (("region", "holder"), "area")
    assert "source" not in known


def test_our_own_projection_reads_what_was_drawn(folder: Path, expected: Latest) -> None:
    """What is read from the files folds to the same as what was written; it holds many slots and sources."""
    assert replay.own(folder / replay.LEDGER, None) == expected
    assert replay.own_narrow(folder / replay.LEDGER, None) == expected
    assert len(expected) > 20
    assert sum(map(len, expected.values())) > 100


def test_the_loop_over_dicts_gives_the_same(folder: Path, expected: Latest) -> None:
    """The plainest loop misses nothing."""
    pytest.importorskip("orjson")
    from benchmarks.peers import dictloop

    assert dictloop.replay(folder / replay.LEDGER) == expected


def test_duckdb_gives_the_same(folder: Path, expected: Latest) -> None:
    """One query over the lines, and over the Parquet file made of them."""
    pytest.importorskip("duckdb")
    from benchmarks.peers import duck

    duck.fill(folder / replay.LEDGER, folder / replay.ROWS)

    assert duck.by_lines(folder / replay.LEDGER) == expected
    assert duck.by_parquet(folder / replay.ROWS) == expected


def test_the_event_store_gives_the_same(folder: Path, expected: Latest) -> None:
    """Both ways of the event store hold the same payload and fold to the same."""
    pytest.importorskip("eventsourcing")
    replay.fill_event_store(folder, SIZE)
    found = replay.event_store(folder)

    assert {name: way(None) == expected for name, way in found.items()} == {replay.REPOSITORY: True, replay.LOG: True}


def test_bytes_are_those_of_the_lines(folder: Path) -> None:
    """What the events take on the disk is the sum of their lines with their ends."""
    lines = [len(line) + 1 for line in workload.lines(SIZE)]

    assert replay.bytes_of(folder)[replay.LINES] == sum(lines)


def test_a_picture_is_not_compared() -> None:
    """Only projections have to be the same."""
    assert replay.same(None, {})
    assert replay.same({"x": {}}, {"x": {}})
    assert not replay.same({"x": {}}, {})


def test_replay_is_compared_with_both_ways() -> None:
    """There is a bar against each of the event store's two ways, the faster one too."""
    ours = {replay.PICTURE: 2.0, replay.OWN: 1.0, replay.NARROW: 0.5}
    measured = took(**ours, **{replay.LOOP: 0.5, replay.REPOSITORY: 9.0, replay.LOG: 4.0})
    told = replay.report(1000, measured, dict.fromkeys(measured, 1_000_000), stored={replay.LINES: 500_000})

    assert [bar.figure for bar in told.bars] == [4.5, 9.0, 18.0, 2.0, 4.0, 8.0, 2.0, 1.0, 500.0]
    assert [bar.met for bar in told.bars] == [True, True, True, False, True, True, True, True, False]


def test_peers_that_are_missing_are_named() -> None:
    """Without peers the bytes alone have a bar, and both peers are left out by name."""
    measured = took(**{replay.PICTURE: 2.0, replay.OWN: 1.0, replay.NARROW: 1.0})
    told = replay.report(1000, measured, dict.fromkeys(measured), stored={replay.LINES: 400_000})

    assert [bar.figure for bar in told.bars] == [400.0]
    assert [left.partition(",")[0] for left in told.left_out] == ["`duckdb`", "`eventsourcing`", "`orjson`"]


def test_every_way_of_checking_ids_finds_the_same() -> None:
    """All lines are sound in each way; an altered one is found in each."""
    lines = list(workload.lines(20))
    pairs = [(event.id, event.raw) for event in workload.events(20)]

    assert idcheck.hashed(pairs) == idcheck.whole(lines) == 20
    assert idcheck.hashed([("0" * 32, b"{}"), (content_id(b"{}"), b"{}")]) == 1
    assert idcheck.whole([lines[0].replace(b'"v":"1"', b'"v":"2"')]) == 0


def test_a_re_encode_finds_the_same() -> None:
    """Orjson writes our lines as they stand."""
    pytest.importorskip("orjson")

    assert idcheck.encoded_again([(event.id, event.raw) for event in workload.events(20)]) == 20


def test_the_id_check_has_two_bars() -> None:
    """A million in two seconds are half a million a second; four seconds of re-encoding are twice that."""
    told = idcheck.report(1_000_000, took(**{idcheck.HASH: 2.0, idcheck.WHOLE: 3.0, idcheck.AGAIN: 4.0}))

    assert [bar.figure for bar in told.bars] == [500_000, 2.0]
    assert [bar.met for bar in told.bars] == [True, False]


@pytest.fixture
def store(tmp_path: Path) -> DirectoryStore:
    """A small ledger to append to."""
    return workload.write_ledger(tmp_path / "ledger", 50)


def test_new_words_are_new(store: DirectoryStore) -> None:
    """Every event that is appended is one that the ledger does not hold, also after many."""
    told = append.ready(append.new_words(50), 200)
    events = [append.stamped(said) for said in told]

    assert len({event.id for event in events}) == 200
    assert len(store.append(events).added) == 200


def test_one_append_makes_one_file_last(store: DirectoryStore) -> None:
    """It syncs the file and its folder and renames once, as bare calls do; what is there already adds nothing."""
    fresh = append.new_words(50)

    assert append.durable_calls(store, next(fresh)) == {"fsync": 2, "replace": 1}
    assert append.again(store, next(fresh))


def test_bare_writes_are_whole(tmp_path: Path) -> None:
    """What is compared with writes a file for each event, under its final name."""
    append.bare(tmp_path)(append.ready(append.new_words(50), 3))

    assert sorted(path.name for path in (tmp_path / "bare").iterdir()) == ["0", "1", "2"]
    assert (tmp_path / "bare" / "0").read_bytes().endswith(b"\n")


def test_the_event_store_saves_what_it_is_told(tmp_path: Path) -> None:
    """A batch of the event store holds each report once."""
    pytest.importorskip("eventsourcing")
    from benchmarks.peers import eventstore

    with contextlib.ExitStack() as stack:
        append.saving(tmp_path, append.new_words(50), stack)()
    with eventstore.news(tmp_path) as application:
        notifications = application.recorder.select_notifications(start=1, limit=2 * append.BATCH)

    assert sum(note.topic.endswith("Reported") for note in notifications) == append.BATCH


def test_appends_are_measured_against_bare_writes() -> None:
    """Wall time for single appends, CPU for batches."""
    alone = took(**{append.BARE: 2.0, f"{append.ONE}, ledger of 1k": 2.5, f"{append.ONE}, ledger of 20k": 4.0,
                    f"{append.FILE}, ledger of 20k": 3.0, append.BARE_FILE: 2.0})  # fmt: skip
    batches = took(**{append.ONE: 1.0, append.STORE: 5.0})
    told = append.report(20_000, alone, batches, calls={"fsync": 2, "replace": 1}, known=True)

    assert [bar.figure for bar in told.bars] == [2.0, 3, 5.0]
    assert [bar.met for bar in told.bars] == [False, True, True]
