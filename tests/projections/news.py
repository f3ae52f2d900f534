"""Small stories to project: a few lines of a sheet on top of a cast that every test knows."""

from __future__ import annotations

import datetime as dt

from newsledger.ledger import Ledger, in_memory
from newsledger.replay import Picture
from newsledger.sheet import read_sheet

CAST = """\
report: desk
published: 2025-06-30

sources
  russia: Russia; party; opposes ukraine
  ukraine: Ukraine; party; opposes russia
  united-states: United States; party
  desk: The Desk; outlet; grade B
  agency: The Agency; outlet; grade B
  kyiv: Kyiv; body; speaks-for ukraine; grade D
  moscow: Moscow; body; speaks-for russia; grade D
  washington: Washington; body; speaks-for united-states; grade C

"""
"""Two parties at war, a third, and who speaks for each; the paper that carries them all is dated after them."""


def ledger(lines: str) -> Ledger:
    """A ledger in memory with the cast and a few voices of a sheet."""
    made = in_memory(clock=lambda: dt.datetime(2025, 7, 1, 12, tzinfo=dt.UTC), by="test")
    made.append(read_sheet(CAST + lines).saids)
    return made


def told(lines: str, at: str = "2025-06-30") -> Picture:
    """The picture that a few voices of a sheet give."""
    return ledger(lines).replay(at)
