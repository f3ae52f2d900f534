"""`.ci/do.py`: the commands of the README run where they are meant to."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The steps, in which every program is this Python, and nothing is installed."""
    monkeypatch.syspath_prepend(str(ROOT / ".ci"))
    import importlib

    module = importlib.import_module("steps")
    monkeypatch.setattr(module, "prepare", lambda *_: None)
    monkeypatch.setattr(module, "program", lambda _: sys.executable)
    return module


TELL = ("-c", "import os; print(os.getcwd())")


def test_newsledger_runs_where_the_caller_is(
    steps: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A new ledger lands in the caller's folder, and a sheet is found there."""
    monkeypatch.chdir(tmp_path)

    assert steps.main(["newsledger", *TELL]) == 0
    assert Path(capfd.readouterr().out.strip()) == tmp_path.resolve()


def test_tests_run_at_the_root(
    steps: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What belongs to the clone runs there, wherever the caller is."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(steps, "SHARED", TELL)

    assert steps.main(["test"]) == 0
    assert Path(capfd.readouterr().out.strip()) == ROOT.resolve()
