"""The page of the formats says what the exporters say."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest
from tests.pages import ROOT

from newsledger.exporters import ASPECTS, find, names

SCRIPT = ROOT / "docs" / "make_exports.py"


@pytest.fixture(scope="module")
def make_exports() -> ModuleType:
    """The script that writes the page; `docs` is no package."""
    spec = importlib.util.spec_from_file_location("make_exports", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_the_exporters_say(make_exports: ModuleType) -> None:
    """A loss that came or went asks for the page to be made anew: `python docs/make_exports.py`."""
    assert make_exports.PAGE.read_text(encoding="utf-8") == make_exports.page()


def test_every_format_has_its_losses_there(make_exports: ModuleType) -> None:
    """Each format has a section with each part that it loses."""
    page = make_exports.page()

    for name in names():
        section = page.partition(f"### {name}\n")[2].partition("\n### ")[0]
        assert section.strip()
        assert all(f"| {aspect} | {ASPECTS[aspect]} |" in section for aspect in find(name).losses)
