"""A new ledger to import into."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.running import run


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that generated files are written into, one over the other."""
    return tmp_path_factory.mktemp("scratch")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """A folder with a new ledger, and nothing in it."""
    assert run(tmp_path, "init", str(tmp_path), "--title", "Test").exit_code == 0
    return tmp_path
