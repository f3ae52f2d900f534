"""Figures in a dimension that nobody told a known slot in are asked about before they are believed apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.running import fingerprint, run

KNOWN = "indicator/quarry fire/burned"


@pytest.fixture
def quarry(new: Path) -> Path:
    """A ledger in which an area was told."""
    typed = (f"{KNOWN} = 90 ha", "--source", "brigade", "--reported", "2025-06-10", "--yes")
    assert run(new, "add", *typed).exit_code == 0
    return new


def add(folder: Path, claim: str, *more: str) -> tuple[int, str]:
    """Adds another word of the brigade."""
    result = run(folder, "add", claim, "--source", "brigade", "--reported", "2025-06-11", *more)
    return result.exit_code, result.stderr


@pytest.mark.parametrize(
    ("figure", "measure"),
    [("42 km", "length (km)"), ("3 t", "mass (t)"), ("5 days", "time (day)"), ("300 people", "count (person)"),
     ("40 items", "count (item)"), ("$5 million", "money (USD)"), ("5 %", "share (share)"),
     ("6 months", "months (month)"),
     ("2 pockets", "count (pocket)"), ("9 vehicles", "count (vehicle)")],
)  # fmt: skip
def test_another_dimension_is_asked_about(quarry: Path, figure: str, measure: str) -> None:
    """Without somebody to ask nothing is written, and the dimension so far is named."""
    before = fingerprint(quarry)
    code, told = add(quarry, f"{KNOWN} = {figure}")

    assert code == 2
    assert f"{KNOWN}.number is told in area (km2) so far, and this is {measure}: believed apart" in told
    assert "near-miss" in told
    assert fingerprint(quarry) == before


@pytest.mark.parametrize("figure", ["42 km2", "100 acres", "about 1 sq mi", "unknown", "?"])
def test_the_same_dimension_is_not(quarry: Path, figure: str) -> None:
    """Other units of one dimension, and no figure at all, are of the known slot."""
    assert add(quarry, f"{KNOWN} = {figure}")[0] == 0


def test_yes_opens_it(quarry: Path) -> None:
    """With `--yes` the figure is taken, and the next one of that dimension is no news."""
    assert add(quarry, f"{KNOWN} = 42 km", "--yes")[0] == 0
    assert add(quarry, f"{KNOWN} = 43 km")[0] == 0


def test_a_new_slot_may_be_of_any_dimension(quarry: Path) -> None:
    """Where nothing was measured, nothing is asked."""
    assert add(quarry, "indicator/river/height = 4 m")[0] == 0
