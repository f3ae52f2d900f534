"""The examples of pages and docstrings do run as tests, and fail where they are wrong."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLE = re.compile(r"^\s*>>> |^```python$|^```console\n\$ newsledger", re.MULTILINE)
QUOTED = re.compile(r"^```py\n.*?^```$", re.MULTILINE | re.DOTALL)
"""A file of a plug-in that a page shows: `test_plugins.py` sees to it."""

VERSION = "```console\n$ newsledger --version\n{printed}\n```\n"
GUESS = "```python\nguess = 1\n```\n\n```python\n>>> guess + 1\n{printed}\n```\n"


def run_pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs pytest in a folder, in a process of its own that counts for nothing else."""
    alien = ("COV", "PYTEST", "HYPOTHESIS")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(alien)}
    same = kept | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, env=same, capture_output=True, text=True, check=False)


def test_every_file_with_examples_is_collected() -> None:
    """However deep a file stands, its examples are found."""
    files = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("*.py")]
    made = (ROOT / "docs" / "_build", ROOT / "docs" / "reference" / "modules")
    own = [path for path in files if not any(path.is_relative_to(folder) for folder in made)]
    texts = {path.relative_to(ROOT).as_posix(): QUOTED.sub("", path.read_text(encoding="utf-8")) for path in own}
    expected = {name for name, text in texts.items() if EXAMPLE.search(text)}

    listed = run_pytest(ROOT, "--collect-only", "README.md", "docs", "src").stdout

    assert expected - {line.partition("::")[0] for line in listed.splitlines()} == set()


@pytest.mark.parametrize(
    ("page", "printed", "count"),
    [
        (VERSION, "newsledger...", "1 passed"),
        (VERSION, "...\n...0.0.0.0...", "1 failed"),
        ("```console\n$ newsledger no-such-command\n```\n{printed}", "", "1 failed"),
        ("```console\n$ git no-such-command\n```\n{printed}", "", "1 passed"),
        (GUESS, "2", "2 passed"),
        (GUESS, "3", "1 failed, 1 passed"),
    ],
)
def test_a_page_is_held_to_what_it_shows(tmp_path: Path, page: str, printed: str, count: str) -> None:
    """A page passes where commands and code do what it says, and only there."""
    shutil.copy(ROOT / "conftest.py", tmp_path)
    (tmp_path / "README.md").write_text(page.format(printed=printed), encoding="utf-8")

    done = run_pytest(tmp_path, "README.md")

    assert count in done.stdout, done.stdout
