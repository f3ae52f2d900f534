"""What starting up must not load: each of these costs as much as a whole replay of a small ledger."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.bringing import bring

RUN = """
import atexit, sys
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
sys.argv[0] = "newsledger"
from newsledger.__main__ import main
main()
"""
"""Runs the command line in a process, and tells at its end which modules it loaded."""

ROOT = Path(__file__).parent.parent

ALWAYS = {"cattrs", "hypothesis", "importlib.metadata", "pendulum", "rich"}

BASE = "import attrs, click, sys; print(*sys.modules, file=sys.stderr)"

HELP = {
    "newsledger", "newsledger.__main__", "newsledger.cli", "newsledger.installed", "newsledger.registry",
    "newsledger.tuples",
}  # fmt: skip
"""Our modules that a call for help may load."""

CLICK = {
    "_bz2", "_compression", "_locale", "_lzma", "_zstd", "annotationlib", "atexit", "bz2", "click", "compression",
    "encodings", "fnmatch", "gc", "locale", "lzma", "shutil", "textwrap", "zlib",
}  # fmt: skip
"""What click loads to print help, on any Python: `shutil`, for the width of the terminal, loads every compressor."""

REPLAY = {
    "__main__", "asof", "belief", "cli", "codec", "config", "digest", "durable", "errors", "event", "fact", "folders",
    "frozen", "installed", "kinds", "ledger", "live", "names", "plugins", "problems", "projections", "redacting",
    "registry", "replay", "reports", "shelves", "sources", "stores", "tuples", "values",
}  # fmt: skip
"""Our modules, and packages of them, that a replay may load: neither sheets, forms, claim lines nor explanations."""

COMMANDS = {"replay", "_ask", "_finding", "_formats", "_out", "_overview", "_paging", "_scale", "_wording"}
"""The modules of the command line among them."""

VALUES = {
    "confidence", "covering", "currencies", "dates", "hedges", "numerals", "phrases", "quantity", "shown", "units",
    "when", "zones",
}  # fmt: skip
"""The modules of values among them: hedges are looked at where a picture quotes one."""

LIBRARY = {
    "_decimal", "_json", "_sha2", "_sha256", "_struct", "_sysconfigdata", "_zoneinfo", "atexit", "decimal", "encodings",
    "fractions", "gc", "json", "math", "numbers", "struct", "sysconfig", "textwrap", "zoneinfo",
}  # fmt: skip
"""What a replay may load of Python's own library, beside what click and attrs load."""


def loaded_by(folder: Path, *arguments: str, done: int = 0) -> tuple[set[str], str]:
    """The modules that a command loads, and what it prints."""
    # what measures coverage loads modules of its own
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST"))}
    variables = kept | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", RUN, *arguments]
    ran = subprocess.run(command, cwd=folder, env=variables, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == done, ran.stderr
    return set(ran.stderr.splitlines()[-1].split()), ran.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a tiny ledger."""
    loaded_by(tmp_path, "init")
    claim = "territory-held/kursk/ukraine = 110 km2"
    loaded_by(tmp_path, "add", claim, "--source", "desk", "--reported", "2025-03-16", "--yes")
    return tmp_path


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_loads_click_alone(arguments: list[str], tmp_path: Path) -> None:
    """Asking for help imports no command, and none of the libraries that commands use."""
    loaded, printed = loaded_by(tmp_path, *arguments)

    assert "click" in loaded
    assert printed
    assert (ALWAYS | {"attr", "attrs", "tomllib", "newsledger.ledger"}) & loaded == set()


def beside_click_and_attrs(loaded: set[str]) -> set[str]:
    """What was loaded beside click, attrs, and whatever those two load."""
    ran = subprocess.run([sys.executable, "-c", BASE], capture_output=True, encoding="utf-8", check=True)
    return loaded - set(ran.stderr.split())


def parts(loaded: set[str], package: str) -> set[str]:
    """The names that stand directly below a package."""
    below = f"{package}."
    return {name.removeprefix(below).partition(".")[0] for name in loaded if name.startswith(below)}


def test_help_loads_nothing_but_what_is_listed(tmp_path: Path) -> None:
    """A call for help loads five modules of ours, and of others nothing that click does not."""
    loaded, _ = loaded_by(tmp_path, "--help")

    assert {name for name in loaded if name.startswith("newsledger")} <= HELP
    assert {name.partition(".")[0] for name in beside_click_and_attrs(loaded)} <= {"newsledger", *CLICK}


def test_the_first_story_loads_nothing_but_what_is_listed() -> None:
    """A replay of the first story into a pipe loads the modules that are listed here, and no other."""
    loaded, printed = loaded_by(ROOT, "replay", "2025-03-16", "--story", "kursk")
    added = beside_click_and_attrs(loaded)

    assert "110 km²" in printed
    # the settings of Python's build, which zoneinfo asks for its folders, are called after the machine
    library = {"_sysconfigdata" if name.startswith("_sysconfigdata") else name.partition(".")[0] for name in added}
    assert library - {"newsledger"} <= LIBRARY
    assert parts(added, "newsledger") <= REPLAY
    assert parts(added, "newsledger.cli") <= COMMANDS
    assert parts(added, "newsledger.values") <= VALUES


def test_a_replay_loads_what_it_needs(folder: Path) -> None:
    """The picture of a date, asked for by its day, needs nobody's words, no settings parser and no plug-ins."""
    loaded, printed = loaded_by(folder, "replay", "2025-03-16")

    assert "110" in printed
    assert "newsledger.replay" in loaded
    assert (
        ALWAYS | {"tomllib", "filelock", "difflib", "hashlib", "newsledger.values.hedges", "newsledger.forms"}
    ) & loaded == set()


def test_a_replay_loads_only_the_kinds_that_are_there(folder: Path) -> None:
    """A kind is imported when a line names it, but for those that the core knows by itself."""
    loaded, _ = loaded_by(folder, "replay", "2025-03-16")

    assert "newsledger.kinds.territory_held" in loaded
    assert {"newsledger.kinds.indicator", "newsledger.kinds.forces"} & loaded == set()


@pytest.fixture
def ten_plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten packages, each with a kind, a check and a command that tell when they are imported."""
    site = tmp_path / "site"
    for number in range(10):
        package = f"wet{number}"
        groups = {f"newsledger.{group}": {f"{package}-{group}": package} for group in ("kinds", "checks", "commands")}
        bring(site, package, groups, {f"{package}.py": f'"""wet: help {number}."""\n'})
    monkeypatch.syspath_prepend(site)


@pytest.mark.usefixtures("ten_plugins")
def test_help_lists_plug_ins_without_importing_them(tmp_path: Path) -> None:
    """With ten plug-ins installed, help names each of their commands and loads no more than without."""
    loaded, printed = loaded_by(tmp_path, "--help")

    assert all(f"wet{number}-commands  help {number} (wet{number} 1.0)" in printed for number in range(10))
    assert (ALWAYS | {"attr", "wet0", "newsledger.plugins", "newsledger.ledger"}) & loaded == set()


@pytest.mark.usefixtures("ten_plugins")
def test_a_replay_imports_no_plug_in_that_it_does_not_need(folder: Path) -> None:
    """With ten plug-ins installed, a ledger that uses none of them is replayed without looking at one."""
    loaded, printed = loaded_by(folder, "replay", "2025-03-16")

    assert "110" in printed
    assert (ALWAYS | {f"wet{number}" for number in range(10)}) & loaded == set()
