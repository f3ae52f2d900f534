"""The corpus that fuzzing left, each input once more; and a hunt that sees what it looks for."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks import fuzz
from benchmarks.frame.options import Options
from benchmarks.fuzz import hunting, keeping, seeds, targets
from newsledger.errors import InvalidInput

SIZE = 300_000
"""Bytes that the whole corpus may take in the clone."""


@pytest.mark.parametrize("target", list(targets.TARGETS))
def test_each_input_that_is_kept_keeps_its_promise(target: str) -> None:
    """Every one is read, or refused with an error of ours."""
    inputs = keeping.kept(target)

    assert [fault for one in inputs if (fault := targets.attempt(target, one)) is not None] == []
    assert inputs


@pytest.mark.parametrize("target", list(targets.TARGETS))
def test_each_sound_example_keeps_its_promise(target: str) -> None:
    """What fuzzing begins with is sound for the most part, so that it reaches what lies behind the first check."""
    inputs = seeds.SEEDS[target]()

    assert [fault for one in inputs if (fault := targets.attempt(target, one)) is not None] == []
    assert any(read(target, one) for one in inputs)


def read(target: str, data: bytes) -> bool:
    """Whether an input is read, not refused."""
    try:
        targets.TARGETS[target](data)
    except InvalidInput:
        return False
    return True


def test_the_corpus_is_small_and_in_order() -> None:
    """It stays below its size, and is written as it is kept, each input once."""
    files = sorted(keeping.KEPT.glob("*.jsonl"))

    assert {path.stem for path in files} == set(targets.TARGETS)
    assert sum(path.stat().st_size for path in files) < SIZE
    for path in files:
        assert path.read_text(encoding="ascii") == keeping.written(keeping.kept(path.stem))


def test_an_input_is_kept_for_what_it_reaches(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shorter of two that reach the same; whatever takes too much room is left out."""
    monkeypatch.setattr(keeping, "_reached", lambda _, data: {("dates.py", data[0])})
    inputs = [b"1 longer", b"1", b"2", b"3" * (keeping.LONGEST + 1)]

    assert keeping.chosen("when", inputs) == [b"1", b"2"]
    assert keeping.chosen("when", inputs, most=4) == [b"1"]


def test_what_an_input_reaches_are_lines_of_newsledger() -> None:
    """Another form of date reaches other lines of the reader of dates."""
    one, other = (keeping._reached("when", data) for data in (b"2019-03", b"2019-03-07T10:00:00Z"))

    assert {file.rpartition("/")[2] for file, _ in one} >= {"when.py", "dates.py"}
    assert other - one


def test_bytes_of_every_value_are_kept() -> None:
    """An input reads back as it was written."""
    inputs = sorted({bytes([byte]) for byte in range(256)} | {b"", bytes(range(256))})
    text = keeping.written(inputs)

    assert [json.loads(line).encode("latin-1") for line in text.splitlines()] == inputs


class TestWatching:
    """What the hunt writes down."""

    @pytest.fixture
    def broken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A parser that breaks its promise in three ways."""

        def breaks(data: bytes) -> None:
            if data.startswith(b"key"):
                raise KeyError(data)
            if data.startswith(b"false"):
                targets.hold(fits=False, what="a date reads back as itself")
            if data.startswith(b"slow"):
                until = time.process_time() + 1.2
                while time.process_time() < until:
                    pass
            raise InvalidInput([])

        monkeypatch.setitem(targets.TARGETS, "when", breaks)

    @pytest.mark.usefixtures("broken")
    def test_each_fault_is_found(self, tmp_path: Path) -> None:
        """Another error, a broken promise, an input that takes too long; of one fault the shortest input."""
        found = tmp_path / "found.jsonl"
        hunt = hunting.watching("when", found, targets.attempt)
        for data in (b"fine", b"key and more", b"key", b"key again", b"false", b"slow"):
            hunt(data)
        told = [json.loads(line) for line in found.read_text().splitlines()]

        assert [one["data"] for one in told] == ["key and more", "key", "false", "slow"]
        assert told[2]["how"].startswith("BrokenPromise")
        assert told[2]["how"].endswith(": a date reads back as itself")
        assert told[3]["how"] == "slow: 4 bytes"

    def test_a_hunt_that_ended_badly_is_a_fault(self, tmp_path: Path) -> None:
        """A process that hangs, dies or takes too much memory does not write down why."""
        hunt = fuzz.hunt_of("when", 5, "libFuzzer: out-of-memory", tmp_path / "none", ended=71)

        assert hunt.found == ("the process ended with 71: libFuzzer: out-of-memory",)

    def test_what_a_hunt_tells_is_read(self, tmp_path: Path) -> None:
        """Inputs, branches and memory."""
        told = "#2 INITED cov: 7 ft: 8\n#9 NEW cov: 17 ft: 9\nDone 1234 runs in 9 second(s)\nstat::peak_rss_mb:  54\n"
        hunt = fuzz.hunt_of("when", 5, told, tmp_path / "none", ended=0)

        assert (hunt.tried, hunt.reached, hunt.peak, hunt.found) == (1234, 17, 54, ())


def test_the_words_are_written_as_they_are_taken() -> None:
    """Each in quotes on a line, with hex for whatever is not plain."""
    lines = seeds.dictionary().splitlines()

    assert '"state/"' in lines
    assert '"\\xc2\\xb1"' in lines
    assert all(line.isascii() and line[0] == line[-1] == '"' for line in lines)


def test_without_atheris_it_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The report says what is missing, and how to get it."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    report = fuzz.run(Options())

    assert report.bars == ()
    assert report.left_out == ("all of it: atheris is not installed (pip install --group fuzz)",)


def test_a_hunt_imports_nothing_that_it_has_to_watch() -> None:
    """What is imported before atheris looks is not watched, and the hunt would be blind."""
    code = "import sys, benchmarks.fuzz.hunting; print([name for name in sys.modules if name.startswith('newsledger')])"
    variables = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=variables)

    assert done.stdout == "[]\n"
