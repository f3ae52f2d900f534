"""startup: how long a command takes to begin, against an interpreter that does nothing."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import newsledger
from benchmarks.frame.measuring import Contestant, Measured, alternate, elsewhere
from benchmarks.frame.options import ROOT, Options
from benchmarks.frame.telling import Bar, Report, Table, figure

ROUNDS = 21
"""A start takes hundredths of a second: many rounds cost little, and single ones say nothing."""

BARE = "bare interpreter"
HELP = "newsledger --help"
REPLAY = "newsledger replay of the Kursk story, verified"

COMMANDS = {
    BARE: ("-c", "pass"),
    HELP: ("-m", "newsledger", "--help"),
    REPLAY: ("-m", "newsledger", "replay", "2025-03-16", "--story", "kursk"),
}
BARS = {HELP: 6.0, REPLAY: 10.0}
"""Multiples of the bare interpreter's CPU."""

NEVER_LOADED = {
    HELP: ("attrs", "cattrs", "hypothesis", "importlib.metadata", "pendulum", "rich"),
    REPLAY: ("cattrs", "hypothesis", "importlib.metadata", "pendulum", "rich", "tomllib"),
}
"""Each of these costs as much as all the rest of the command."""

TELL_MODULES = "import atexit, runpy, sys\natexit.register(lambda: print(*sys.modules))\nrunpy.run_module('newsledger')"


def run(options: Options) -> Report:
    """Measures `--help` and a replay of the first story; the size of a ledger means nothing here."""
    del options
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        shutil.copytree(ROOT / "events", folder / "events", ignore=shutil.ignore_patterns(".newsledger"))
        contestants = [
            Contestant(name=name, sample=elsewhere((sys.executable, *rest), folder=folder, variables=variables()))
            for name, rest in COMMANDS.items()
        ]
        measured = alternate(contestants, agree=None, rounds=ROUNDS)
        heavy = {name: loaded(COMMANDS[name][2:], folder) & set(NEVER_LOADED[name]) for name in NEVER_LOADED}
    return report(measured, heavy)


def variables() -> dict[str, str]:
    """The environment of a command that finds this newsledger and no settings of ours."""
    source = str(Path(str(newsledger.__file__)).parent.parent)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST", "PYTHON"))}
    return kept | {"PYTHONPATH": source, "PYTHONUTF8": "1"}


def loaded(arguments: Sequence[str], folder: Path) -> set[str]:
    """The modules that a command has loaded when it ends."""
    told = elsewhere((sys.executable, "-c", TELL_MODULES, *arguments), folder=folder, variables=variables())().answer
    return set(str(told).splitlines()[-1].split())


def report(measured: Mapping[str, Measured], heavy: Mapping[str, set[str]]) -> Report:
    """The bars and the table of what was measured. `heavy` are modules that should not have been loaded."""
    bare = measured[BARE]
    bars = [
        Bar(
            name=f"`{name}`, CPU in starts of a bare interpreter",
            figure=measured[name].cpu / bare.cpu,
            bar=bar,
            most=True,
        )
        for name, bar in BARS.items()
    ]
    bars += [
        Bar(name=f"`{name}`, heavy modules loaded", figure=len(found), bar=0, most=True)
        for name, found in heavy.items()
    ]
    rows = tuple(
        (one.name, f"{one.cpu * 1000:.0f}", f"{one.low * 1000:.0f} to {one.high * 1000:.0f}",
         f"{one.wall * 1000:.0f}", figure(one.cpu / bare.cpu))
        for one in measured.values()
    )  # fmt: skip
    heads = ("process", "CPU ms", "lowest to highest", "wall ms", "ratio of CPU")
    notes = [f"Medians of {bare.rounds} processes each, in turns."]
    notes += [f"`{name}` loaded {', '.join(sorted(found))}." for name, found in heavy.items() if found]
    return Report(
        title="Start-up", about="Each command in a process of its own that prints to a pipe, its modules compiled.",
        bars=tuple(bars), tables=(Table(title="", heads=heads, rows=rows),), notes=tuple(notes),
    )  # fmt: skip
