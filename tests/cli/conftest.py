"""A ledger to work on: a copy, so that no test spoils the two stories."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.cli.running import ROOT, run


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a copy of both stories."""
    shutil.copytree(ROOT / "events", tmp_path / "events", ignore=shutil.ignore_patterns(".newsledger"))
    return tmp_path


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """A folder with a new ledger, and nothing in it."""
    assert run(tmp_path, "init", str(tmp_path), "--title", "Test").exit_code == 0
    return tmp_path
