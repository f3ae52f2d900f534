"""The page of the weights says what the table says."""

from __future__ import annotations

import re
from fractions import Fraction

import attrs
from tests.pages import ROOT

from newsledger.belief import TABLE
from newsledger.belief.weights import ONE

PAGE = ROOT / "docs" / "reference" / "weights.md"
ROW = re.compile(r"^\| `(\w+)`(?: ([A-F]))? \| ([\d.]+) \| (.+) \| (.+) \|$", re.MULTILINE)
PLAIN = {"sharpness", "width"}
"""Numbers that are no millionths."""


def told() -> dict[str, Fraction]:
    """The numbers of the page, by name; those of grades with their letter."""
    text = PAGE.read_text(encoding="utf-8")
    return {" ".join(filter(None, row[:2])): Fraction(row[2]) for row in ROW.findall(text)}


def in_force() -> dict[str, Fraction]:
    """The numbers of the table, named as on the page."""
    table = attrs.asdict(TABLE, recurse=False)
    del table["version"]
    grades = {f"grades {letter}": Fraction(weight, ONE) for letter, weight in table.pop("grades").items()}
    return grades | {name: Fraction(number, 1 if name in PLAIN else ONE) for name, number in table.items()}


def test_the_page_has_every_number_of_the_table_and_no_other() -> None:
    """Each number stands on the page as it stands in the code."""
    assert told() == in_force()


def test_the_page_tells_of_the_version_in_force() -> None:
    """The column of the numbers is headed by the version of the table."""
    assert f"| number | version {TABLE.version} |" in PAGE.read_text(encoding="utf-8")
