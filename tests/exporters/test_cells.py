"""Cells: what a spreadsheet might run is told to be text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsledger.cli import _formats
from newsledger.exporters._cells import NUMBER, defused


@given(st.text("=+-@ \t\r'0123456789.,abcé", max_size=8))
def test_cells_are_defused_as_on_the_command_line(text: str) -> None:
    """But for plain numbers, which nothing runs, a cell is told to be text where an answer in CSV tells it so."""
    expected = _formats.defused(text).startswith("'") and not text.startswith("'")

    assert (defused(text) != text) == (expected and not NUMBER.fullmatch(text))
    assert defused(text).removeprefix("'") == text.removeprefix("'") or defused(text) == text
