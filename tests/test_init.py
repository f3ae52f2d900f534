"""The flat public surface: one list of names, typed, and imported when first used."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import newsledger

# the stub, rightly, does not give these two
HOMES: dict[str, str] = vars(newsledger)["_HOMES"]
OTHER_NAMES: dict[str, str] = vars(newsledger)["_OTHER_NAMES"]
STUB = Path(newsledger.__file__).with_suffix(".pyi")


def stub() -> ast.Module:
    """The stub as a tree."""
    return ast.parse(STUB.read_text(encoding="utf-8"))


def names_of_the_stub() -> dict[str, tuple[str, str]]:
    """The names that the stub gives, each with the module and the name that it has there."""
    imports = [node for node in ast.walk(stub()) if isinstance(node, ast.ImportFrom)]
    return {
        alias.asname: (str(node.module), alias.name)
        for node in imports
        for alias in node.names
        if alias.asname is not None
    }


def homes() -> dict[str, tuple[str, str]]:
    """The names that the package gives, each with the module and the name that it has there."""
    return {name: (f"newsledger.{home}", OTHER_NAMES.get(name, name)) for name, home in HOMES.items()}


def test_the_stub_gives_what_the_package_gives() -> None:
    """Type checkers see the very names, from the very modules, that programs get."""
    assert names_of_the_stub() == homes()


def test_both_list_the_same_names() -> None:
    """`__all__` is one sorted list, in the package and in the stub."""
    listed = next(
        ast.literal_eval(node.value)
        for node in stub().body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__"
    )

    assert listed == newsledger.__all__ == sorted(HOMES)
    assert set(OTHER_NAMES) <= set(newsledger.__all__)


@pytest.mark.parametrize("name", newsledger.__all__)
def test_each_public_name_is_there(name: str) -> None:
    """A public name gives the thing itself, which says what it is for."""
    module, own = homes()[name]

    thing = getattr(newsledger, name)

    assert thing is getattr(importlib.import_module(module), own)
    assert (thing.__doc__ or "").strip()
    assert name in dir(newsledger)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    """A wrong name fails as in any module."""
    with pytest.raises(AttributeError, match="module 'newsledger' has no attribute 'Ledgr'"):
        newsledger.Ledgr  # type: ignore[attr-defined]  # noqa: B018  wrong on purpose


def test_importing_newsledger_costs_nothing() -> None:
    """Importing the package alone loads none of the libraries that it uses, and nothing else of its own."""
    code = "import sys, newsledger; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert [name for name in loaded if name.startswith("newsledger.")] == []
    assert {"attrs", "attr", "cattrs", "pendulum", "click", "hypothesis"} & set(loaded) == set()
