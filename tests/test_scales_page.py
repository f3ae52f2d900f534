"""The page of the scales says what the scales say."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import attrs
import pytest
from tests.pages import ROOT

from newsledger.scales import names, scale

SCRIPT = ROOT / "docs" / "make_scales.py"


@pytest.fixture(scope="module")
def make_scales() -> ModuleType:
    """The script that writes the page; `docs` is no package."""
    spec = importlib.util.spec_from_file_location("make_scales", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_the_scales_say(make_scales: ModuleType) -> None:
    """A boundary that moved asks for the page to be made anew."""
    frozen = make_scales.PAGE.read_text(encoding="utf-8")

    assert frozen == make_scales.page(), "a scale changed: run `python docs/make_scales.py` and commit the page"


@pytest.mark.parametrize("name", names())
def test_the_page_has_every_scale(make_scales: ModuleType, name: str) -> None:
    """Each scale has a section with its source, and a row for each of its words."""
    page = make_scales.PAGE.read_text(encoding="utf-8")
    _, _, rest = page.partition(f"## `{name}`\n")
    section = rest.partition("\n## ")[0]

    assert f"Source: {scale(name).source}" in section
    assert section.count("\n| ") == len(scale(name).bands) + 2 * bool(scale(name).bands)


def test_a_moved_boundary_is_seen(make_scales: ModuleType) -> None:
    """One millionth more in one band makes another section."""
    words = scale("words")
    low, moderate, high = words.bands
    moved = attrs.evolve(words, bands=(low, attrs.evolve(moderate, low=moderate.low + 1), high))

    assert make_scales.section(moved) != make_scales.section(words)
