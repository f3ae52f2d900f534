"""What is far too large is told in plain words, and never held: each in a process of little memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

from benchmarks.faults.failing import prepared
from benchmarks.faults.subjects import DIRECTORY
from newsledger.importers import _mapping

resource = pytest.importorskip("resource", reason="Windows sets no limits of this sort")

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems do not hold the limit")

GIGABYTE = 1 << 30
LIMIT = 640 << 20
"""Bytes of address space that a process may have; a bare `newsledger` takes two hundred million."""

PEAK = 200 << 20
"""Bytes that it may hold at most; an ordinary `newsledger check` holds fifty million."""

PROGRAM = f"""
import atexit, re, resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({LIMIT}, {LIMIT}))
peak = sys.argv.pop(1)
def told():
    with open("/proc/self/status") as status, open(peak, "w") as stream:
        stream.write(re.search("VmHWM:[^0-9]*([0-9]+)", status.read())[1])
atexit.register(told)
from newsledger.__main__ import main
sys.exit(main())
"""
"""Runs the command line, and tells the peak in units of 1,024 bytes: what `getrusage` tells is no less than our own."""


SHAPE = """
[[claim]]
source = "{b}"
reported = "{a}"
[claim.fact]
kind = "state"
subject = "{b}"
condition = "{c}"
"""
"""A mapping for a table with the columns a to c."""


@attrs.frozen
class Done:
    """How a command ended, what it said, and how much it held."""

    exit: int
    said: str
    peak: int


def run(folder: Path, *arguments: str, given: Path | None = None) -> Done:
    """Runs a command in a folder, within its limit of memory."""
    peak = folder / "peak"
    command = [sys.executable, "-c", PROGRAM, str(peak), *arguments]
    variables = os.environ | {
        "PYTHONPATH": os.pathsep.join(path for path in map(os.path.abspath, filter(None, sys.path)))
    }
    with (given or Path(os.devnull)).open("rb") as stream:
        done = subprocess.run(
            command, cwd=folder, stdin=stream, capture_output=True, text=True, check=False, env=variables
        )
    return Done(done.returncode, done.stdout + done.stderr, int(peak.read_text()) * 1024)


def sparse(path: Path, begins: bytes = b"", ends: bytes = b"", *, size: int = GIGABYTE) -> Path:
    """A file of a gigabyte that takes no room: zeros between its beginning and its end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(begins)
        stream.seek(size - len(ends))
        stream.write(ends)
        stream.truncate(size)
    return path


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """The folder above a ledger with some events."""
    prepared(DIRECTORY, tmp_path / "events")
    return tmp_path


def test_a_small_ledger_holds_little(ledger: Path) -> None:
    """The limits of these tests leave room for honest work, and no more."""
    done = run(ledger, "check")

    assert (done.exit, done.peak < PEAK) == (0, True)


class TestLedger:
    """What stands in the folder of a ledger."""

    def test_a_line_of_a_gigabyte(self, ledger: Path) -> None:
        """It is told with its file and line; what stands before and behind it is read."""
        sound = DIRECTORY.kept(ledger / "events")[0].read_bytes()
        sparse(ledger / "events" / "kursk" / "big.jsonl", sound, b"\n" + sound)
        done = run(ledger, "check")

        number = len(sound.splitlines()) + 1
        assert done.exit == 3
        assert f"kursk/big.jsonl:{number}:1: error[long-line]: a line of more than 1048576 bytes" in done.said
        assert done.said.count("error[") == 1
        assert done.peak < PEAK

    def test_an_append_beside_it(self, ledger: Path) -> None:
        """It hinders nobody who writes."""
        sparse(ledger / "events" / "kursk" / "big.jsonl")
        done = run(ledger, "add", "state/bridge 99/open = yes", "--source", "desk", "--story", "kursk", "--yes")

        assert done.exit == 0, done.said
        assert done.peak < PEAK

    def test_millions_of_lines_that_say_nothing(self, ledger: Path) -> None:
        """Problems are told up to a number that no ledger has, and then the file is given up."""
        (ledger / "events" / "x.jsonl").write_bytes(b"?\n" * 40_000_000)
        done = run(ledger, "check", "--json")

        assert "more than 100000 problems" in done.said
        assert done.peak < 2 * PEAK

    def test_settings_of_a_gigabyte(self, ledger: Path) -> None:
        """They are no settings."""
        sparse(ledger / "events" / "ledger.toml", b'title = "a"\n')
        done = run(ledger, "check")

        assert "error[too-large]: more than 262144 bytes, and no settings are as long" in done.said
        assert done.peak < PEAK

    def test_a_seal_of_a_gigabyte(self, ledger: Path) -> None:
        """It is damaged, in the line that is too long."""
        sparse(ledger / "events" / "_seals" / "a.seal", b"newsledger-seal 1\n")
        done = run(ledger, "verify")

        assert (
            "_seals/a.seal:2: error[damaged-seal]: the seal is damaged: a line of more than 1048576 bytes" in done.said
        )
        assert done.peak < PEAK


class TestSheet:
    """What somebody hands to `add`."""

    def test_a_sheet_of_a_gigabyte(self, ledger: Path) -> None:
        """It is refused with its size."""
        sparse(ledger / "big.report", b"report: a\n")
        done = run(ledger, "add", "big.report")

        assert done.exit == 2
        assert "big.report: error[too-large]: a sheet of more than 4000003 bytes" in done.said
        assert done.peak < PEAK

    def test_one_that_comes_through_a_pipe(self, ledger: Path) -> None:
        """No more of it is read than a sheet may have."""
        done = run(ledger, "add", "-", given=sparse(ledger / "big.report"))

        assert "error[too-large]" in done.said
        assert done.peak < PEAK

    def test_a_figure_of_many_digits(self, ledger: Path) -> None:
        """A figure of 900,000 digits is a line that is too long."""
        head = "report: a\npublished: 2025-03-16\n\nthe report says:\n  forces/x = "
        (ledger / "a.report").write_text(head + "9" * 900_000)
        done = run(ledger, "add", "a.report")

        assert "a.report:5" in done.said
        assert "error[long-line]: a line of 900" in done.said
        assert len(done.said) < 2_000
        assert done.peak < PEAK


class TestImport:
    """What is imported."""

    @pytest.fixture
    def shape(self, ledger: Path) -> Path:
        """A mapping."""
        path = ledger / "map.toml"
        path.write_text(SHAPE)
        return path

    @pytest.mark.parametrize("name", ["big.csv", "big.jsonl", "big.json"])
    def test_a_file_of_a_gigabyte_without_a_line_end(self, ledger: Path, shape: Path, name: str) -> None:
        """It is refused, or its line is."""
        begins = {"big.csv": b"a,b,c\n2025-03-16,x,", "big.jsonl": b'{"a":"', "big.json": b'[{"a":"'}[name]
        with sparse(ledger / name, begins).open("r+b") as stream:  # zeros alone would be no text
            stream.seek(len(begins))
            stream.truncate(len(begins))
            for _ in range(80):
                stream.write(b"x" * (1 << 20))
        with (ledger / name).open("ab") as stream:
            stream.write(b'\n{"a":"2025-03-16","b":"x","c":"y"}\n')  # so that there is a row beside it
        done = run(ledger, "import", "table", name, "--map", shape.name, "--append")

        assert done.exit in {2, 3}
        assert "error[long-line]" in done.said or "error[too-large]" in done.said
        assert done.peak < 2 * PEAK

    def test_ten_million_columns(self, ledger: Path, shape: Path) -> None:
        """The heading is too long to be one."""
        (ledger / "wide.csv").write_bytes(b"a," * 10_000_000 + b"b\n")
        done = run(ledger, "import", "table", "wide.csv", "--map", shape.name, "--append")

        assert "wide.csv:1: error[long-line]" in done.said
        assert done.peak < PEAK

    def test_a_mapping_of_a_gigabyte(self, ledger: Path) -> None:
        """It is refused where its line is too long."""
        (ledger / "a.csv").write_text("a,b,c\n")
        sparse(ledger / "map.toml", b'zone = "UTC"\n')
        done = run(ledger, "import", "table", "a.csv", "--map", "map.toml")

        assert f"map.toml:2: error[long-line]: a line of more than {_mapping.LONGEST} bytes" in done.said
        assert done.peak < PEAK
