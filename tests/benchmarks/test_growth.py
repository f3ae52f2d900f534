"""Growth and memory: every way goes over the same made-up ledgers, and the page shows what each took, and when."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import attrs
import pytest

from benchmarks import alone, growth, memory
from benchmarks.frame import kept
from benchmarks.frame.drawing import Panel, drawn, exponent
from benchmarks.frame.kept import Run
from benchmarks.frame.options import Options
from benchmarks.workload.keeping import BATCHES, FILES, SQLITE, ledger

SIZE = 300

linux = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not tell its peak memory")


def made(way: str = alone.STREAM, size: int = 10_000, form: str = BATCHES, **changed: Any) -> Run:  # noqa: ANN401  whatever a run has
    """A run that took a tenth of a millisecond and a kilobyte for each event."""
    run = Run(
        way=way, form=form, size=size, cpu=size / 10_000, peak=size * 1_000, answer="", date="2026-01-01", on="a box"
    )
    return attrs.evolve(run, **changed)


@pytest.fixture
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where ledgers are kept."""
    return tmp_path_factory.mktemp("ledgers")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Runs are kept here, and not in the project."""
    monkeypatch.setattr(kept, "FOLDER", tmp_path / "measured")
    yield tmp_path / "measured"
    assert not list(tmp_path.glob("*.part"))


# --- ways ---------------------------------------------------------------------------------------


@linux
def test_every_way_of_growth_goes_over_a_small_ledger(ledgers: Path) -> None:
    """Passes in both forms, the cache and pictures are measured, each once; all passes give the same."""
    runs = list(growth.measured(SIZE, ledgers))

    assert [(one.form, one.way) for one in runs] == [
        (form, way) for form, ways in growth.forms_of(SIZE).items() for way in alone.available(ways)
    ]
    assert len({one.answer for one in runs if one.way in alone.PASSES}) == 1
    assert all(one.peak > 5_000_000 for one in runs)


@linux
def test_memory_is_measured_of_both_stores(ledgers: Path) -> None:
    """Files and a database are streamed in both ways; the loop and the cache are for files alone."""
    runs = list(memory.measured(SIZE, ledgers))
    ways = {form: [one.way for one in runs if one.form == form] for form in (FILES, SQLITE)}

    assert ways[SQLITE] == [alone.STREAM, alone.SCAN]
    assert ways[FILES] == alone.available(memory.WAYS[FILES])
    assert len({one.answer for one in runs if one.way in memory.STREAMED}) == 1


@linux
def test_a_way_that_fails_is_no_figure(tmp_path: Path) -> None:
    """A pass over what is no ledger is told as a failure."""
    with pytest.raises(RuntimeError, match="ended with"):
        alone.alone(alone.STREAM, tmp_path / "nowhere")


def test_ten_millions_are_not_in_files_of_their_own() -> None:
    """Of the largest ledgers everything is measured, in batches alone."""
    assert growth.forms_of(10_000_000) == {BATCHES: growth.WAYS}
    assert set(growth.forms_of(1_000_000)) == {BATCHES, FILES}


def test_a_picture_is_held_against_who_speaks_in_it() -> None:
    """Twice the time for twice the reports that speak is no growth; and a run that did not count them tells nothing."""
    runs = [
        made(alone.STORY, 10_000, cpu=0.002, answer="50"), made(alone.STORY, 100_000, cpu=0.003),
        made(alone.STORY, 1_000_000, cpu=0.004, answer="100"),
    ]  # fmt: skip

    assert [bar.figure for bar in growth.growing(runs)] == [2.0, pytest.approx(1.0)]
    assert [(row[0], row[2]) for row in growth.speaking(runs).rows] == [("10k", "50"), ("1M", "100")]


# --- ledgers --------------------------------------------------------------------------------------


def test_a_kept_ledger_is_taken_as_it_is(ledgers: Path) -> None:
    """The second run finds what the first has made; one that is not kept is gone."""
    for form in (FILES, BATCHES, SQLITE):
        with ledger(50, form, kept=ledgers) as first:
            told = first.stat().st_mtime_ns
        with ledger(50, form, kept=ledgers) as second:
            assert (second, second.stat().st_mtime_ns) == (first, told)
        with ledger(50, form) as gone:
            assert gone.exists()
        assert not gone.exists()


def test_an_unfinished_ledger_is_not_kept(ledgers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made by half leaves nothing behind that the next run would take for whole."""

    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("benchmarks.workload.keeping.write_ledger", fail)
    with pytest.raises(KeyboardInterrupt), ledger(50, kept=ledgers):
        pass

    assert list(ledgers.iterdir()) == []


# --- runs that are kept -----------------------------------------------------------------------------


def test_a_new_run_takes_the_place_of_the_one_before(folder: Path) -> None:
    """Of one way and size the last run counts; others stay, and all are in the order of sizes."""
    kept.keep("work", [made(size=20_000), made(size=10_000)])
    runs = kept.keep("work", [made(size=10_000, cpu=7.0, date="2026-02-02")])

    assert [(one.size, one.cpu, one.date) for one in runs] == [(10_000, 7.0, "2026-02-02"), (20_000, 2.0, "2026-01-01")]
    assert kept.read("work") == runs
    assert [path.name for path in folder.iterdir()] == ["work.json"]


def test_what_was_measured_before_a_failure_is_kept() -> None:
    """Where a later size fails, the runs before it are not lost."""

    def runs() -> Iterator[Run]:
        yield made()
        raise RuntimeError("no memory")

    with pytest.raises(RuntimeError, match="no memory"):
        kept.keep("work", runs())

    assert kept.read("work") == [made()]


def test_runs_of_different_days_say_so() -> None:
    """One day is told once; several days, or machines, each with the sizes that were measured then."""
    later = made(size=10_000_000, date="2026-02-02")

    assert kept.days([made(), made(size=100_000)]) == "All was measured on 2026-01-01."
    assert kept.days([made(), made(size=100_000), later]) == (
        "The runs are of different days or machines: 10k and 100k on 2026-01-01 (a box); 10M on 2026-02-02 (a box)."
    )


@pytest.mark.parametrize("benchmark", [growth, memory])
def test_a_size_that_is_asked_for_is_measured_alone(monkeypatch: pytest.MonkeyPatch, benchmark: Any) -> None:  # noqa: ANN401  a module
    """The largest size does not measure all others again; what was measured of them before is told too."""
    asked: list[int] = []

    def measured(size: int, _: Path | None) -> list[Run]:
        asked.append(size)
        return [made(size=size)]

    monkeypatch.setattr(benchmark, "measured", measured)
    kept.keep(benchmark.NAME, [made()])
    told = benchmark.run(Options(size=10_000_000))

    assert asked == [10_000_000]
    assert {row[0] for row in told.tables[-1].rows} | {row[2] for row in told.tables[-1].rows} >= {"10k", "10M"}


# --- what is told -------------------------------------------------------------------------------


def test_growth_tells_the_law() -> None:
    """What grows as the ledger does grows by the power 1, and one more event takes what each took."""
    runs = [made(way, size) for size in (10_000, 1_000_000) for way in (alone.STREAM, alone.LOOP)]
    told = growth.report(runs)

    assert told.tables[0].rows[0] == ("pass over whole events, CPU", "10k to 1M", "1.00", "100 µs")
    assert ("pass over whole events, peak memory", "10k to 1M", "1.00", "1,000 bytes") in told.tables[0].rows
    assert [(bar.figure, bar.bar) for bar in told.bars] == [(1.0, 2.0)]


def test_a_picture_has_a_bar_against_the_smallest_ledger() -> None:
    """The same question over a million events is held against ten thousand; other forms are no part of it."""
    runs = [made(alone.STORY, size, cpu=cpu) for size, cpu in ((10_000, 0.002), (1_000_000, 0.008))]
    told = growth.report([*runs, made(alone.STREAM, form=FILES)])

    assert [(bar.figure, bar.bar, bar.met) for bar in told.bars] == [(4.0, 3.0, False)]
    assert growth.line([made(form=FILES)], alone.STREAM, "cpu") == []


def test_memory_has_its_bar_at_each_size() -> None:
    """A million is held to 300 MB, ten million to 1 GB, in files and in SQLite; other sizes and ways have no bar."""
    runs = [
        made(way, size, form, peak=size * 100 + 50_000_000)
        for size, form in ((100_000, FILES), (1_000_000, FILES), (1_000_000, SQLITE), (10_000_000, BATCHES))
        for way in (alone.STREAM, alone.LOOP)
    ]
    told = memory.report(runs)

    assert [(bar.figure, bar.bar, bar.met) for bar in told.bars] == [
        (150.0, 300.0, True), (150.0, 300.0, True), (1050.0, 1000.0, False),
    ]  # fmt: skip
    grew = [row[4] for row in told.tables[0].rows if row[0] == alone.NAMES[alone.STREAM]]
    assert grew == ["", "100", "", ""]


def test_an_exponent_needs_two_points() -> None:
    """A straight line on logarithms has its slope; one point has none."""
    assert exponent([(10, 5.0)]) is None
    assert exponent([(10, 5.0), (1_000, 5.0)]) == pytest.approx(0)
    assert exponent([(10, 1.0), (100, 100.0), (1_000, 10_000.0)]) == pytest.approx(2)


def test_the_drawing_is_well_formed() -> None:
    """Each panel has a line for each name that has points, a mark for each size, and is inside the picture."""
    panels = [
        Panel("MB", {"one": [(1000, 20.0), (100_000, 300.0)], "two": [(1000, 30.0)], "none": []}),
        Panel("ms <&>", {"one": [(1000, 0.02)]}),
    ]
    picture = ET.fromstring(drawn(panels))  # noqa: S314  our own text
    texts = [one.text for one in picture.iter("{http://www.w3.org/2000/svg}text")]
    wide, tall = map(float, picture.attrib["viewBox"].split()[2:])

    assert {"MB", "ms <&>", "1k", "100k", "one", "two", "10", "100", "1,000", "0.01", "0.1"} <= set(texts)
    assert "none" not in texts
    for one in picture.iter("{http://www.w3.org/2000/svg}circle"):
        assert 0 < float(one.attrib["cx"]) < wide
        assert 0 < float(one.attrib["cy"]) < tall
