"""The benchmark of starts: ratios to a bare interpreter, and what must not be loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import startup
from benchmarks.frame.measuring import Measured


def measured(**cpu: float) -> dict[str, Measured]:
    """Medians of the three commands."""
    names = dict(zip(("bare", "help", "replay"), startup.COMMANDS, strict=True))
    return {
        names[short]: Measured(name=names[short], cpu=one, wall=one, rounds=5, low=one, high=one)
        for short, one in cpu.items()
    }


def test_bars_are_multiples_of_a_bare_start() -> None:
    """A command of five bare starts meets a bar of six; a heavy module that was loaded breaks its own."""
    told = startup.report(measured(bare=0.01, help=0.05, replay=0.12), {startup.HELP: set(), startup.REPLAY: {"rich"}})

    assert [bar.figure for bar in told.bars] == pytest.approx([5.0, 12.0, 0, 1])
    assert [bar.met for bar in told.bars] == [True, False, True, False]
    assert "rich" in told.notes[-1]


def test_the_modules_of_a_command_are_told(tmp_path: Path) -> None:
    """What a command loads is seen, its own modules among them."""
    found = startup.loaded(["--version"], tmp_path)

    assert "newsledger" in found
    assert "pendulum" not in found
