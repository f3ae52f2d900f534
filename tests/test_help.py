"""The page of the help says what the program says."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType

import click
import pytest
from tests.pages import ROOT

from newsledger.cli import main

SCRIPT = ROOT / "docs" / "make_help.py"


@pytest.fixture(scope="module")
def make_help() -> ModuleType:
    """The script that writes the page; `docs` is no package."""
    spec = importlib.util.spec_from_file_location("make_help", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_the_program_prints(make_help: ModuleType) -> None:
    """A `--help` that changed asks for the page to be made anew."""
    frozen = make_help.PAGE.read_text(encoding="utf-8")

    assert frozen == make_help.page(), "a --help changed: run `python docs/make_help.py` and commit the page"


def test_a_change_of_help_is_seen(make_help: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """One word more in one option of one command makes another page."""
    before = make_help.page()
    void = main.get_command(click.Context(main), "void")
    assert void is not None
    monkeypatch.setattr(void, "help", f"{void.help} And one word.")

    assert make_help.page() != before


def test_the_page_has_every_command(make_help: ModuleType) -> None:
    """Each command has a section, in the order in which the program lists them."""
    sections = re.findall(r"^## newsledger (\S+)$", make_help.page(), re.MULTILINE)

    assert sections == main.list_commands(click.Context(main))


def test_the_page_does_not_depend_on_the_terminal(make_help: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """A narrow terminal or one with colours makes the same page."""
    before = make_help.page()
    monkeypatch.setenv("COLUMNS", "50")
    monkeypatch.setenv("FORCE_COLOR", "1")

    assert make_help.page() == before
