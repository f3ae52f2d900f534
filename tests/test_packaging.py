"""What people install is whole, and is no more than it should be."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def python(*arguments: str, **variables: str) -> str:
    """What this Python prints when it is called with these arguments."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST"))}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=kept | variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the tree."""
    folder = tmp_path_factory.mktemp("wheel")
    python("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT))
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def names(wheel: Path) -> list[str]:
    """The files of the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


@pytest.fixture(scope="module")
def metadata(wheel: Path, names: list[str]) -> Message:
    """What the wheel says of itself."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        return Parser().parsestr(archive.read(name).decode())


def test_the_wheel_holds_every_source_file(names: list[str]) -> None:
    """All of the package is in the wheel, and nothing else of the tree is."""
    files = [path for path in (ROOT / "src").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    expected = {path.relative_to(ROOT / "src").as_posix() for path in files}

    assert {name for name in names if ".dist-info/" not in name} == expected


def test_the_wheel_is_typed(names: list[str]) -> None:
    """The mark that tells type checkers to read the annotations travels along."""
    assert "newsledger/py.typed" in names


def test_the_wheel_holds_the_licence(names: list[str]) -> None:
    """The licence travels along."""
    assert [name for name in names if name.endswith("/LICENSE")]


def test_the_wheel_says_what_it_needs(metadata: Message) -> None:
    """Nothing is needed at run time but the five packages that are declared."""
    needed = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]

    assert sorted(line.split(">=")[0] for line in needed) == [
        "attrs",
        "cattrs",
        "click",
        "filelock",
        "pendulum",
    ]
    assert metadata["Requires-Python"] == ">=3.11"


def test_the_wheel_runs(wheel: Path, metadata: Message, tmp_path: Path) -> None:
    """Installed away from the tree, the program starts and tells its version."""
    python("-m", "pip", "install", "--quiet", "--no-deps", "--target", str(tmp_path), str(wheel))
    where = python("-c", "import newsledger; print(newsledger.__file__)", PYTHONPATH=str(tmp_path))

    assert Path(where.strip()).is_relative_to(tmp_path)
    assert metadata["Version"] in python("-m", "newsledger", "--version", PYTHONPATH=str(tmp_path))


def test_every_tool_is_pinned() -> None:
    """The constraints are plain pins: a name and a version, neither hashes nor addresses."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]

    assert pins
    assert [pin for pin in pins if not all(pin.partition("==")) or set(pin) & set(" ;@/")] == []
