"""Entry points of installed packages, read as text."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from tests.bringing import bring

from newsledger import installed
from newsledger.installed import Entry, entries, find, first_line, read


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that Python imports from, empty yet."""
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def test_what_a_package_brings_is_found(site: Path) -> None:
    """Each entry of our groups is found with its package and version; groups of others are passed over."""
    bring(site, "rivers", {"newsledger.kinds": {"river-level": "rivers.kind"}, "console_scripts": {"a": "b:c"}})

    entry = Entry("kind", "river-level", "rivers.kind", "rivers 1.0")
    assert entries("kind") == [entry]
    assert find("kind", "river-level") == entry
    assert find("kind", "river") is None
    assert find("check", "river-level") is None


def test_it_is_what_python_finds(site: Path) -> None:
    """The names and values are those that `importlib.metadata` reads out of the same files."""
    bring(site, "rivers", {"newsledger.kinds": {"a": "rivers.a", "b": "rivers.b : B"}})
    bring(site, "lakes", {"newsledger.kinds": {"c": "lakes:C [extra]"}})
    theirs = {(one.name, one.module, one.attr or "") for one in entry_points(group="newsledger.kinds")}

    ours = {(one.name, *one.value.partition(":")[::2]) for one in entries("kind")}
    assert ours == theirs == {("a", "rivers.a", ""), ("b", "rivers.b", "B"), ("c", "lakes", "C")}


def test_an_earlier_folder_hides_a_later_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two installed versions of one package the one is read that Python imports."""
    for version, folder in (("1.0", tmp_path / "late"), ("2.0", tmp_path / "early")):
        bring(folder, "rivers", {"newsledger.kinds": {"river-level": "rivers"}}, version=version)
        monkeypatch.syspath_prepend(folder)

    assert [entry.package for entry in entries("kind")] == ["rivers 2.0"]


def test_a_path_that_is_no_folder_is_passed_over(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's path may name archives and what is not there."""
    (site / "archive.zip").write_bytes(b"PK")
    monkeypatch.syspath_prepend(site / "archive.zip")
    monkeypatch.syspath_prepend(site / "nowhere")

    assert entries("kind") == []


def test_a_file_that_is_no_text_is_passed_over(site: Path) -> None:
    """Damage in one package hides no other."""
    bring(site, "rivers", {"newsledger.kinds": {"river-level": "rivers"}})
    (site / "bad-1.0.dist-info").mkdir()
    (site / "bad-1.0.dist-info" / "entry_points.txt").write_bytes(b"[newsledger.kinds]\n\xff = \xff\n")

    assert [entry.name for entry in entries()] == ["river-level"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("[newsledger.kinds]", []),
        ("[newsledger.kinds]\n# a = b\n; c = d\n\ne = f", ["e"]),
        ("a = b\n[other]\nc = d\n[ newsledger.checks ]\ne=f\n[other]\ng = h", ["e"]),
        ("[newsledger.kinds]\nno value here\ne = f", ["e"]),
    ],
)
def test_lines_that_are_no_entries(text: str, names: list[str]) -> None:
    """Comments, blank lines, other groups and nonsense are no entries."""
    assert [entry.name for entry in read(text, "p 1")] == names


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ('"""rivers: how high they stand."""\n', "how high they stand"),
        ('"""How high they stand."""\n', "How high they stand"),
        ("import os\n", ""),
        ("", ""),
    ],
)
def test_help_is_read_as_text(site: Path, source: str, told: str) -> None:
    """The first line of a module's docstring is its help, be it a file or a folder; nothing is imported."""
    (site / "rivers_help.py").write_text(source + "raise RuntimeError\n", encoding="utf-8")
    (site / "lakes_help").mkdir()
    (site / "lakes_help" / "__init__.py").write_text(source, encoding="utf-8")

    assert [first_line(Entry("command", "x", name, "p 1")) for name in ("rivers_help", "lakes_help:cli", "none")] == [
        told,
        told,
        "",
    ]


def test_nothing_costly_is_loaded() -> None:
    """Looking costs no import but those of a bare start."""
    look = "from newsledger import installed; installed.entries()"
    code = f"import sys; bare = set(sys.modules); {look}; print(*(set(sys.modules) - bare))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert {"importlib.metadata", "attr", "click", "pathlib", "email"} & set(done.stdout.split()) == set()


def test_a_process_looks_once(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger of many unknown kinds does not read the folders for each of its lines."""
    bring(site, "rivers", {"newsledger.kinds": {"river-level": "rivers"}})
    assert find("kind", "river-level")

    monkeypatch.setattr(installed, "_packages", None)
    assert find("kind", "river-level")
