"""What a type checker tells a user: text is as good as a figure or a date, and anything else is not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("mypy", reason="mypy is not installed")

SOURCE = Path(__file__).parent.parent / "src"

PROGRAM = """
from newsledger.fact import Date, Fact, Figure, Time, Timing, date, frozen, key, kind, names, Names, quantity
from newsledger.kinds.proposal import Proposal
from newsledger.kinds.territory_held import TerritoryHeld
from newsledger.values.quantity import Quantity
from newsledger.values.when import When


@kind("water-level", Timing(Time.MEASURED))
@frozen
class WaterLevel(Fact):
    gauge: str = key("where")
    level: Figure = quantity("how high", "length")
    until: Date = date("until when")
    crew: Names = names("who measured")


held = TerritoryHeld("kursk", "ukraine", area="110 km²", share=Quantity.parse("1 %"))
found: Quantity | None = held.area
level = WaterLevel("pier", level="2 m", until=When.parse("2025"), crew=["ann", "ben"])
until: When | None = level.until
crew: tuple[str, ...] | None = level.crew
truce = Proposal("truce", to="russia, ukraine", duration="30 days")
if held.area is not None:
    print(held.area.text)
"""

WRONG = (
    PROGRAM
    + """
TerritoryHeld("kursk", "ukraine", area=110)
level.level = None
level.hight
"""
)


def checked(folder: Path, program: str) -> str:
    """What mypy says of a program under its strict rules."""
    file = folder / "program.py"
    file.write_text(program, encoding="utf-8")
    variables = os.environ | {"MYPYPATH": str(SOURCE)}
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--follow-imports=silent", str(file)]
    ran = subprocess.run(command, cwd=folder, env=variables, capture_output=True, encoding="utf-8", check=False)
    return ran.stdout


def test_words_are_taken_where_a_figure_or_a_date_is_declared(tmp_path: Path) -> None:
    """A program that gives facts words passes under strict rules; a bare number, an edit and a slip do not."""
    assert checked(tmp_path, PROGRAM).startswith("Success")

    told = checked(tmp_path, WRONG)

    assert 'expected "Quantity | str | None"' in told
    assert "read-only" in told
    assert '"WaterLevel" has no attribute "hight"' in told
    assert told.count("error:") == 3
