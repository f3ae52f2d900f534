"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parent.parent
SRC = ROOT / "src"
PYPROJECT = ROOT / "pyproject.toml"

FREE = {"newsledger.registry"}
"""It imports names that it is handed; those who hand them over (`by_file`) are looked at instead."""

IMPORTERS = {"import_module", "__import__", "by_file"}
"""Calls whose first argument is, or begins, the name of a module to import."""

PUBLIC_HOSTS = {f"{name}.org" for name in ("pypi", "files.pythonhosted")}
"""Where packages come from on most machines, put together so that no file names them."""

WORD = re.compile(r"\w+")
COPIED = 9
"""So many words of another's text in a row are a copy."""


@cache
def tracked() -> tuple[Path, ...]:
    """The files that git holds or would take in."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no git clone, hence no list of files")
    paths = [ROOT / name for name in done.stdout.decode().split("\0") if name]
    return tuple(path for path in paths if path.is_file())


@cache
def texts() -> dict[Path, str]:
    """The tracked files that are text."""
    found = {}
    for path in tracked():
        try:
            found[path.relative_to(ROOT)] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


@cache
def floors() -> tuple[frozenset[str], ...]:
    """The floors of the contract in pyproject.toml, the highest first."""
    contracts = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return tuple(frozenset(re.findall(r"\w+", layer)) for layer in layers)


def floor(module: str) -> int | None:
    """How far down a module stands, the roof being 0; `None` for the package and for others' modules."""
    first, *rest = module.split(".")
    if first != "newsledger" or not rest:
        return None
    return next((depth for depth, names in enumerate(floors()) if rest[0] in names), None)


def module_name(path: Path) -> str:
    """The dotted name of a source file."""
    parts = path.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_at_run_time(tree: ast.AST, module: str) -> Iterator[str | None]:
    """The names that a module imports by calls; `None` for one that only a run would tell."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and called(node.func) in IMPORTERS:
            yield beginning(node.args[0], module)


def called(function: ast.expr) -> str | None:
    """The last part of what is called."""
    return getattr(function, "attr", None) or getattr(function, "id", None)


def beginning(argument: ast.expr, module: str) -> str | None:
    """What an argument surely begins with, as far as the text tells."""
    if isinstance(argument, ast.JoinedStr) and argument.values:
        return beginning(argument.values[0], module)
    if isinstance(argument, ast.FormattedValue):
        return beginning(argument.value, module)
    if isinstance(argument, ast.Constant):
        return str(argument.value)
    known = {"__name__": module, "__package__": module.rpartition(".")[0]}
    return known.get(argument.id) if isinstance(argument, ast.Name) else None


def upward(source: str, module: str) -> list[str | None]:
    """The imports at run time that climb, or that might climb for all that can be seen."""
    here = floor(module)
    top = floor("newsledger.plugins")
    assert top is not None
    if here is None or module in FREE:
        return []
    found = []
    for name in imports_at_run_time(ast.parse(source), module):
        there = floor(name.rstrip(".")) if name is not None else None
        hidden = name is None or name.rstrip(".") == "newsledger"
        if (hidden and here > top) or (there is not None and there < here):
            found.append(name)
    return found


def bare_exceptions(text: str) -> list[str]:
    """The lines that silence a tool and say no reason, neither behind it nor on the line above."""
    lines = text.splitlines()
    found = []
    for above, line in zip(["", *lines], lines, strict=False):
        match = re.search(r"#\s*(?:noqa|type:\s*ignore|pragma:\s*no)\b", line)
        if match and not above.lstrip().startswith("#") and len(WORD.findall(reason(line[match.start() :]))) <= 1:
            found.append(line.strip())
    return found


def reason(comment: str) -> str:
    """What a silencing comment says beside the codes that it silences."""
    return re.sub(r"#|noqa:?|type:|ignore|pragma:|no (cover|branch)|\[[\w, -]*\]|\b[A-Z]+\d+\b,?", "", comment)


def sources() -> list[Path]:
    """The files of the package."""
    return sorted(SRC.rglob("*.py"))


def test_no_import_at_run_time_runs_upward() -> None:
    """An import made by a call keeps to the floors as any other; one that hides its target stands high up."""
    found = {module_name(path): upward(path.read_text(encoding="utf-8"), module_name(path)) for path in sources()}

    assert {name: names for name, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("source", "module", "climbs"),
    [
        ("importlib.import_module('newsledger.ledger')", "newsledger.codec", True),
        ("import_module(f'newsledger.kinds.{name}')", "newsledger.codec", False),
        ("import_module(f'newsledger.kinds.{name}')", "newsledger.problems", True),
        ("import_module(f'newsledger.{name}')", "newsledger.codec", True),
        ("import_module(name)", "newsledger.codec", True),
        ("import_module(name)", "newsledger.plugins", False),
        ("__import__('json')", "newsledger.codec", False),
        ("registry.by_file(__name__, path)", "newsledger.kinds", False),
        ("registry.by_file('newsledger.kinds', path)", "newsledger.values", True),
    ],
)
def test_the_floors_are_read_out_of_calls(source: str, module: str, *, climbs: bool) -> None:
    """The rule sees names, the beginnings of names, and names that are hidden."""
    assert bool(upward(source, module)) is climbs


def test_every_exception_to_a_check_has_a_reason() -> None:
    """Whoever silences a tool says why, on that line or above it."""
    python = {path: text for path, text in texts().items() if path.suffix == ".py" and path.name != "test_house.py"}
    found = {str(path): bare_exceptions(text) for path, text in python.items()}

    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("x = 1  # noqa: ANN401", True),
        ("x = 1  # noqa: ANN401, E501", True),
        ("x = 1  # type: ignore[no-any-return]", True),
        ("x = 1  # noqa: ANN401  the group's matter", False),
        ("x = 1  # type: ignore[arg-type]  # wrong on purpose", False),
        ("# edtf has no types\nx = 1  # type: ignore[import]", False),
        ("x = 1", False),
    ],
)
def test_reasons_are_told_from_codes(line: str, *, bare: bool) -> None:
    """Codes alone are no reason."""
    assert bool(bare_exceptions(line)) is bare


def test_every_exception_in_the_settings_has_a_reason() -> None:
    """Each ignored rule in pyproject.toml carries a comment."""
    settings = PYPROJECT.read_text(encoding="utf-8")
    ruff = settings[settings.index("[tool.ruff.lint]") : settings.index("[tool.ruff.lint.flake8-tidy-imports]")]
    ignored = [line for line in ruff.splitlines() if re.match(r'\s+"[A-Z]+\d*"', line)]
    overrides = settings.split("[[tool.mypy.overrides]]\n")[1:]

    assert ignored
    assert [line for line in ignored if "#" not in line] == []
    assert all(override.startswith("# ") for override in overrides)


def machine_paths() -> Iterator[str]:
    """Folders of this machine that mean nothing on another."""
    temporary = Path(tempfile.gettempdir())
    for path in (ROOT, ROOT.parent, Path.home(), Path(sys.prefix)):
        if len(path.parts) > 1 and path != temporary:
            yield f"{path.as_posix()}/"


def package_hosts() -> set[str]:
    """The hosts that pip fetches from on this machine, and those it fetches from on most."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    hosts = {urlsplit(url).hostname for url in re.findall(r"https?://[^\s']+", done.stdout)}
    return {host for host in hosts if host} | PUBLIC_HOSTS


def test_nothing_names_this_machine() -> None:
    """No tracked file holds a path of the machine it was written on, or the host that packages came from."""
    marks = [rf"(?<![\w./*~-]){re.escape(path)}" for path in machine_paths()]
    marks += [re.escape(host) for host in package_hosts()]
    pattern = re.compile("|".join(marks))

    assert {str(path): pattern.findall(text) for path, text in texts().items() if pattern.search(text)} == {}


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of `COPIED` words."""
    words = WORD.findall(text.casefold())
    return {tuple(words[start : start + COPIED]) for start in range(len(words) - COPIED + 1)}


def test_nothing_is_copied_from_the_article() -> None:
    """The first story's facts are taken from an article, its sentences are not."""
    article = ROOT.parent / "shared" / "story" / "article.txt"
    if not article.is_file():
        pytest.skip("the article is not part of the project")
    theirs = runs(article.read_text(encoding="utf-8"))
    found = {str(path): [" ".join(run) for run in runs(text) & theirs] for path, text in texts().items()}

    assert {path: copied for path, copied in found.items() if copied} == {}


def test_a_copy_is_seen_across_lines_and_marks() -> None:
    """Neither line breaks nor punctuation nor capitals hide a copy."""
    assert runs("One two, three\nfour five six; seven eight nine.") & runs(
        "ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE"
    )
