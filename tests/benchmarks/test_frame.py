"""The frame of the benchmarks: measuring in turns, bars, the JSON form, the page."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import attrs
import pytest

from benchmarks import __main__ as program
from benchmarks.frame import limits, page
from benchmarks.frame.machine import machine, version_of
from benchmarks.frame.measuring import Contestant, DisagreementError, Sample, alternate, elsewhere, here, peak_alone
from benchmarks.frame.options import Options, size_of, size_text
from benchmarks.frame.telling import Bar, Report, Table, as_json, bars_as_text, figure

BARS = (
    Bar(name="ahead", figure=2.5, bar=3.0),
    Bar(name="start", figure=4.8, bar=6.0, most=True, unit="µs"),
    Bar(name="gone", figure=None, bar=1.0),
)


def report(about: str = "It works.") -> Report:
    """A report with three bars, a table and a picture."""
    table = Table(title="All:", heads=("a", "b"), rows=(("x|y", "1"),))
    return Report(
        title="Work", about=about, bars=BARS, tables=(table,), left_out=("peer",), pictures={"w.svg": "<svg/>"}
    )


def scripted(name: str, log: list[str], *cpu: float, answer: object = 1, wall: float = 0.0) -> Contestant:
    """A contestant that takes the CPU seconds that it is told to, in turn."""
    left = iter(cpu)

    def sample() -> Sample:
        log.append(name)
        return Sample(cpu=next(left), wall=wall, answer=answer)

    return Contestant(name=name, sample=sample)


def test_contestants_take_turns_and_the_median_counts() -> None:
    """Each round runs everybody once; the first round is not counted."""
    log: list[str] = []
    measured = alternate([scripted("a", log, 99, 1, 2, 9), scripted("b", log, 99, 5, 4, 6)], rounds=3)

    assert log == ["a", "b"] * 4
    assert (measured["a"].cpu, measured["a"].low, measured["a"].high, measured["a"].rounds) == (2, 1, 9, 3)
    assert measured["b"].cpu == 5


def test_who_takes_long_runs_less_often() -> None:
    """Where a contestant takes longer than twenty seconds, three rounds are counted, the first among them."""
    log: list[str] = []
    measured = alternate([scripted("slow", log, 30, 31, 32, wall=30.0)])

    assert measured["slow"].rounds == 3
    assert measured["slow"].cpu == 31


def test_different_answers_are_not_compared() -> None:
    """Contestants that disagree get no time."""
    with pytest.raises(DisagreementError, match="a and b"):
        alternate([scripted("a", [], 1, 1), scripted("b", [], 1, 1, answer=2)], rounds=1)


def test_different_answers_may_be_asked_for() -> None:
    """Where there is no common answer, nobody has to agree."""
    measured = alternate([scripted("a", [], 1, 1), scripted("b", [], 1, 1, answer=2)], agree=None, rounds=1)

    assert set(measured) == {"a", "b"}


def test_a_round_that_warms_nothing_counts() -> None:
    """Where one round is all that is run, it is measured, and answers are compared all the same."""
    log: list[str] = []
    measured = alternate([scripted("a", log, 7), scripted("b", log, 5)], rounds=1, warm=False)

    assert {name: (one.cpu, one.rounds) for name, one in measured.items()} == {"a": (7, 1), "b": (5, 1)}
    with pytest.raises(DisagreementError):
        alternate([scripted("a", [], 1), scripted("b", [], 1, answer=2)], rounds=1, warm=False)


def test_preparing_is_handed_over() -> None:
    """What is prepared reaches the work, and its answer comes back."""
    sample = here(lambda given: given + 1, prepare=lambda: 41)()

    assert sample.answer == 42
    assert sample.cpu >= 0


def test_a_process_tells_its_answer() -> None:
    """A command's answer is what it prints."""
    sample = elsewhere((sys.executable, "-c", "print('news')"))()

    assert sample.answer == "news\n"


def test_a_failing_process_is_no_time() -> None:
    """A command that fails was not measured."""
    with pytest.raises(RuntimeError, match="ended with 3"):
        elsewhere((sys.executable, "-c", "raise SystemExit(3)"))()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak")
def test_peak_memory_is_that_of_the_work() -> None:
    """Eighty megabytes that are taken for a moment are seen, however much this process holds."""
    held = bytearray(b"x" * 80_000_000)
    bare, large = peak_alone("pass"), peak_alone("len(bytearray(b'x' * 40_000_000))")

    assert bare is not None
    assert large is not None
    assert bare < len(held)
    assert 70_000_000 < large - bare < 100_000_000


def test_bars_are_met_from_their_side() -> None:
    """A least and a most are told apart; what was not measured meets nothing."""
    assert [bar.met for bar in BARS] == [False, True, False]
    assert attrs.evolve(BARS[0], figure=3.0).met
    assert attrs.evolve(BARS[1], figure=6.0).met


def test_the_json_is_one_object_with_the_bars() -> None:
    """Each bar has its name, figure, bar and whether it is met, and nothing else is printed."""
    told = as_json([report(), report()])

    assert "\n" not in told
    assert json.loads(told) == {
        "bars": 2 * [
            {"name": "ahead", "figure": 2.5, "bar": 3.0, "met": False},
            {"name": "start", "figure": 4.8, "bar": 6.0, "met": True},
            {"name": "gone", "figure": None, "bar": 1.0, "met": False},
        ]
    }  # fmt: skip


def test_the_table_has_a_line_per_bar() -> None:
    """What a terminal shows has the units, the side of the bar, and a plain no."""
    lines = bars_as_text([report()]).splitlines()

    assert lines[0].split() == ["work", "figure", "bar", "met"]
    assert lines[2].split() == ["start", "4.8", "µs", "at", "most", "6", "µs", "yes"]
    assert lines[3].endswith("no")


@pytest.mark.parametrize(("number", "text"), [(0.03341, "0.0334"), (12345.6, "12,346"), (99.5, "99.5"), (2.0, "2")])
def test_figures_are_short(number: float, text: str) -> None:
    """Three digits say enough."""
    assert figure(number) == text


def test_the_page_keeps_the_sections_of_benchmarks_that_did_not_run(tmp_path: Path) -> None:
    """A run of one benchmark replaces its section alone, and leaves the order that of the names."""
    path = tmp_path / "benchmarks.md"
    page.write({"work": report(), "play": report("Fun.")}, date="2026-01-01", machine="a box", path=path)
    page.write({"work": report("It works better.")}, date="2026-02-02", machine="a box", path=path)
    found = page.sections(path.read_text(encoding="utf-8"))

    assert list(found) == ["play", "work"]
    assert "Fun." in found["play"]
    assert "2026-01-01" in found["play"]
    assert "It works better." in found["work"]
    assert "2026-02-02: a box" in found["work"]
    assert (tmp_path / "w.svg").read_text(encoding="utf-8") == "<svg/>"


def test_a_section_tells_all() -> None:
    """Bars, tables, pictures and what was left out stand in it; no cell breaks its table."""
    text = page.section(report(), date="2026-01-01", machine="a box")

    assert "| ahead | 2.5 | at least 3 | no |" in text
    assert "| x\\|y | 1 |" in text
    assert "![Work](w.svg)" in text
    assert "Left out: peer." in text


@pytest.mark.parametrize(("text", "events"), [("1k", 1_000), ("20k", 20_000), ("1M", 1_000_000), ("512", 512)])
def test_sizes_are_read_and_written(text: str, events: int) -> None:
    """A size goes there and back."""
    assert size_of(text) == events
    assert size_text(events) == text
    assert Options(size=events).events(7) == events


@pytest.mark.parametrize("text", ["", "k", "1G", "-5", "0", "1.5k"])
def test_other_sizes_are_refused(text: str) -> None:
    """What is no number of events is refused in words."""
    with pytest.raises(ValueError, match="is no size"):
        size_of(text)


def test_the_machine_has_no_name() -> None:
    """Processor, memory and Python are told, the host is not."""
    import platform

    assert "cores of" in machine()
    assert platform.node() not in machine().split()
    assert version_of("no-such-package") is None


def test_the_program_prints_json_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """With `--json` stdout is one object; the page is written beside; progress goes to stderr."""
    monkeypatch.setattr(program, "known", lambda: {"work": lambda options: report(str(options.size))})
    code = program.main(["work", "--json", "--size", "2k", "--page", str(tmp_path / "b.md")])
    printed = capsys.readouterr()

    assert code == 0
    assert len(json.loads(printed.out)["bars"]) == len(BARS)
    assert "left out: peer" in printed.err
    assert "2000" in (tmp_path / "b.md").read_text(encoding="utf-8")


def test_unknown_names_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A benchmark that nobody knows is refused with the names of those that there are."""
    with pytest.raises(SystemExit):
        program.main(["no-such"])

    assert "startup" in capsys.readouterr().err


def test_every_benchmark_is_found_by_its_file() -> None:
    """Those that stand in the folder are known; what all of them share is none."""
    assert {"parse", "startup"} <= set(program.known())
    assert {"frame", "__main__"} & set(program.known()) == set()


def test_the_page_begins_with_all_bars(tmp_path: Path) -> None:
    """One table holds the bars of every section, the missed ones first with what limits them, whoever ran last."""
    path = tmp_path / "benchmarks.md"
    page.write({"work": report(), "play": report("Fun.")}, date="2026-01-01", machine="a box", path=path)
    page.write({"work": report("Better.")}, date="2026-02-02", machine="a box", path=path)
    text = path.read_text(encoding="utf-8")
    top = text[: text.index("\n## play")]

    assert "2 of 6 bars are met." in top
    assert [line.split("|")[1:3] for line in top.splitlines() if line.startswith("| [")] == [
        [" [play](#play) ", " ahead "], [" [play](#play) ", " gone "], [" [work](#work) ", " ahead "],
        [" [work](#work) ", " gone "], [" [play](#play) ", " start "], [" [work](#work) ", " start "],
    ]  # fmt: skip
    assert top.count(limits.UNKNOWN) == 4


def test_bars_are_read_as_they_stand() -> None:
    """A stroke in a name stays in its cell; a section without bars has none."""
    body = page.section(
        attrs.evolve(report(), bars=(Bar(name="a|b", figure=1.0, bar=1.0),)), date="2026-01-01", machine="a box"
    )

    assert page.bars({"work": body, "words": "**Words.** No bars."}) == [("work", "a|b", "1", "at least 1", "yes")]


def test_the_first_name_that_fits_tells_what_limits_a_bar() -> None:
    """Names of bars hold sizes, for which a star stands; a bar that nothing fits was not looked into."""
    told = {"memory of a pass, *": "the ids", "memory *": "all of it"}

    assert limits.limit_of("memory of a pass, 1M", told) == "the ids"
    assert limits.limit_of("memory of pictures", told) == "all of it"
    assert limits.limit_of("no memory", told) == limits.UNKNOWN


def test_every_missed_bar_of_the_page_says_what_limits_it() -> None:
    """No bar is missed on the committed page without a reason."""
    kept = page.sections(page.PAGE.read_text(encoding="utf-8"))
    found = page.bars(kept)

    assert len(found) > 60
    assert [name for _, name, *_, met in found if met != page.MET and limits.limit_of(name) == limits.UNKNOWN] == []
