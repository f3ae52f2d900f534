"""A small ledger to amend: two sources, an outlet, a spokesman, a stranger, and entries of our own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.running import run

from newsledger.claimline import write_claim
from newsledger.event import Event
from newsledger.ledger import Ledger, open_ledger

SHEET = """\
report: daily
published: 2025-05-01
story: flood

sources
  daily: The Daily; outlet; grade B
  mayor: Mayor Anna Berg; person; speaks-for town
  town-hall: the town hall; body; speaks-for town
  agency: the water agency; body; grade B
  rival: The Rival; outlet
  town: the town; party

agency says:
  indicator/flood/area = 900 acres
  territory-held/valley/flood = 20 km2, share a fifth
  control/Old Bridge = open "open to all"

mayor says:
  state/Old Bridge/safe
  statement/mayor/flood = "we shall rebuild"

mayor denies:
  state/dam/leaking
"""

SECOND = """\
report: rival
published: 2025-05-03
story: flood

agency says on 2025-05-03 via rival:
  indicator/flood/area = 950 acres @ 2025-05-03
"""


def fill(folder: Path) -> None:
    """Adds both sheets to the ledger of a folder."""
    for name, text in (("first.report", SHEET), ("second.report", SECOND.replace(" via rival", ""))):
        (folder / name).write_text(text, encoding="utf-8")
        assert run(folder, "add", str(folder / name), "--by", "desk").exit_code == 0
        (folder / name).unlink()


def opened(folder: Path) -> Ledger:
    """The ledger of a folder."""
    return open_ledger(folder / "events")


def one(folder: Path, part: str) -> Event:
    """The one event whose claim line begins so."""
    (found,) = (event for event in opened(folder).events() if write_claim(event.said).startswith(part))
    return found


def ident(folder: Path, part: str) -> str:
    """The beginning of its id."""
    return one(folder, part).id[:8]


def done(folder: Path, *arguments: str) -> dict[str, Any]:
    """What a command that writes answers as JSON."""
    result = run(folder, *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def newest(folder: Path, answer: dict[str, Any], at: int = -1) -> Event:
    """The event that a command added."""
    event = opened(folder).state().get(answer["added"][at])
    assert event is not None
    return event


def believed(folder: Path, slot: str, day: str = "2025-06-01") -> str:
    """What is believed of a slot, as a line."""
    return str(opened(folder).replay(day, damaged=True).belief(slot))
