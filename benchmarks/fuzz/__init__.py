"""Fuzzing: atheris hunts for bytes that break what the parsers promise. `--minutes` says how long, all together.

With `--fuzzed FOLDER` what reached new code is kept there, and `python -m benchmarks.fuzz FOLDER` joins the best
of it to the corpus in `tests/fuzz/corpus`.
"""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import attrs

from benchmarks.frame.machine import version_of
from benchmarks.frame.options import Options
from benchmarks.frame.telling import Bar, Report, Table

MINUTES = 1.0
"""So long all targets are fuzzed together where nobody says how long."""

LEAST = 2
"""Seconds for a target at least: atheris takes one to begin."""

DONE = re.compile(r"^Done (\d+) runs", re.MULTILINE)
PEAK = re.compile(r"^stat::peak_rss_mb:\s+(\d+)", re.MULTILINE)
REACHED = re.compile(r"cov: (\d+) ")


@attrs.frozen(kw_only=True)
class Hunt:
    """What came of fuzzing one target: inputs tried, branches reached, megabytes held, faults found."""

    target: str
    seconds: int
    tried: int
    reached: int
    peak: int
    found: tuple[str, ...]


def run(options: Options) -> Report:
    """Fuzzes every target in its turn."""
    from benchmarks.fuzz.targets import TARGETS  # late, or no process of the hunt could watch what it imports

    if importlib.util.find_spec("atheris") is None:
        return _report([], ("all of it: atheris is not installed (pip install --group fuzz)",))
    seconds = max(LEAST, round((options.minutes or MINUTES) * 60 / len(TARGETS)))
    with tempfile.TemporaryDirectory() as held:
        hunts = []
        for target in TARGETS:
            print(f"fuzz {target}: {seconds} s", file=sys.stderr, flush=True)
            hunts.append(hunted(target, options.fuzzed or Path(held), seconds))
    return _report(hunts, ())


def hunted(target: str, folder: Path, seconds: int) -> Hunt:
    """Fuzzes a target in a process of its own, beginning with the corpus that is kept."""
    from benchmarks.fuzz import keeping  # as above

    place = folder / target
    keeping.unpacked(target, place / "corpus")
    command = [sys.executable, "-m", "benchmarks.fuzz.hunting", target, str(place), str(seconds)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    return hunt_of(target, seconds, done.stdout + done.stderr, place / "found.jsonl", ended=done.returncode)


def hunt_of(target: str, seconds: int, told: str, found: Path, *, ended: int) -> Hunt:
    """What a hunt printed and wrote down; a process that ended otherwise than well is a fault too."""
    faults = [str(json.loads(line)["how"]) for line in found.read_text().splitlines()] if found.exists() else []
    faults += [f"the process ended with {ended}: {told[-300:]}"] if ended else []
    done, peak, reached = DONE.search(told), PEAK.search(told), REACHED.findall(told)
    return Hunt(
        target=target, seconds=seconds, tried=int(done[1]) if done else 0, reached=int(reached[-1]) if reached else 0,
        peak=int(peak[1]) if peak else 0, found=tuple(dict.fromkeys(faults)),
    )  # fmt: skip


def _report(hunts: list[Hunt], left_out: tuple[str, ...]) -> Report:
    heads = ("parser", "seconds", "inputs", "branches reached", "peak MB", "faults")
    rows = tuple(
        (one.target, str(one.seconds), f"{one.tried:,}", f"{one.reached:,}", str(one.peak), "; ".join(one.found) or "0")
        for one in hunts
    )
    faults, minutes = sum(len(one.found) for one in hunts), sum(one.seconds for one in hunts) / 60
    bars = (Bar(name="faults that fuzzing found", figure=faults, bar=0, most=True),) if hunts else ()
    return Report(
        title="Fuzzing", bars=bars, left_out=left_out,
        about=f"Every parser of bytes from outside, {minutes:.0f} minutes in total, guided by the code reached.",
        tables=(Table(title="", heads=heads, rows=rows),) if hunts else (),
        versions=tuple(filter(None, [version_of("atheris")])),
        notes=(
            "A fault is any error but newsledger's own, an input that takes over a second, or memory that grows.",
            "What was found before, and is mended, stands as a test in `tests/faults` and `tests/fuzz`.",
        ),
    )  # fmt: skip
