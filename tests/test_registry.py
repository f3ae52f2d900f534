"""The registry: names to things, imported when they are first asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsledger import registry
from newsledger.errors import InvalidInput


@pytest.fixture
def group() -> Iterator[str]:
    """A group of its own, gone after the test."""
    yield "fruit"
    registry._members.pop("fruit", None)
    registry._finders.pop("fruit", None)
    registry._own.pop("fruit", None)


@pytest.fixture
def orchard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A package in which each file registers one fruit."""
    folder = tmp_path / "orchard"
    folder.mkdir()
    (folder / "__init__.py").touch()
    for stem in ("red_apple", "pear", "_basket"):
        line = f'from newsledger import registry\nregistry.register("fruit", "{stem.replace("_", "-")}", "{stem}")\n'
        (folder / f"{stem}.py").write_text(line, encoding="utf-8")
    (folder / "notes.txt").touch()
    monkeypatch.syspath_prepend(tmp_path)
    yield str(folder)
    for name in [name for name in sys.modules if name.partition(".")[0] == "orchard"]:
        del sys.modules[name]


def test_what_is_registered_is_found(group: str) -> None:
    """A thing is found by group and name, and nothing is found by another."""
    registry.register(group, "apple", "red")

    assert registry.find(group, "apple") == "red"
    assert registry.find(group, "pear") is None
    assert registry.find("no such group", "apple") is None


def test_registering_again_replaces(group: str) -> None:
    """A module may be loaded again: its thing takes the place of the older one."""
    registry.register(group, "apple", "red")
    registry.register(group, "apple", "green")

    assert registry.find(group, "apple") == "green"
    assert registry.names(group) == ["apple"]


def test_finders_are_asked_in_order_and_only_if_needed(group: str) -> None:
    """The first finder that knows a name ends the search, and what is there needs no finder."""
    asked: list[str] = []

    def finder(label: str, known: str) -> None:
        def find(name: str) -> None:
            asked.append(f"{label} {name}")
            if name == known:
                registry.register(group, name, label)

        registry.add_finder(group, find, lambda: [known])

    finder("first", "apple")
    finder("second", "pear")

    assert [registry.find(group, name) for name in ("apple", "pear", "apple")] == ["first", "second", "first"]
    assert asked == ["first apple", "first pear", "second pear"]
    assert registry.names(group) == ["apple", "pear"]


def test_a_file_is_a_member(group: str, orchard: str) -> None:
    """The files of a package are members by their names, and each is imported when first asked for."""
    registry.add_finder(group, *registry.by_file("orchard", [orchard]))

    assert registry.names(group) == ["pear", "red-apple"]
    assert "orchard.red_apple" not in sys.modules
    assert registry.find(group, "red-apple") == "red_apple"
    assert "orchard.pear" not in sys.modules


@pytest.mark.parametrize(
    "name", ["_basket", "-basket", "__init__", "Pear", "notes.txt", "../pear", "pear\0", "", "x" * 5000]
)
def test_no_name_imports_what_is_no_member(group: str, orchard: str, name: str) -> None:
    """Names come from ledgers that others wrote: none of them reaches beyond the members."""
    registry.add_finder(group, *registry.by_file("orchard", [orchard]))

    assert registry.find(group, name) is None
    assert [name for name in sys.modules if name.startswith("orchard")] == []


def test_names_of_ours_are_ours(group: str) -> None:
    """What stands in a place of ours cannot be taken by a thing of another package; what stands elsewhere can."""
    registry.add_finder(group, lambda _: None, lambda: ["pear"])
    registry.add_finder(group, lambda _: None, lambda: ["plum"], ours=False)

    class Mine:
        """A thing of this module."""

    registry.register(group, "plum", Mine)
    with pytest.raises(InvalidInput, match="pear is a fruit of newsledger itself"):
        registry.register(group, "pear", Mine)
    assert registry.own_names(group) == ["pear"]
    assert registry.names(group) == ["pear", "plum"]


def test_what_is_forgotten_is_gone(group: str) -> None:
    """A member can be taken out, and one that is not there is forgotten already."""
    registry.register(group, "apple", "red")
    assert registry.held(group, "apple") == "red"
    registry.forget(group, "apple")
    registry.forget(group, "apple")

    assert registry.held(group, "apple") is None
