"""Differences: what changed between two pictures, apart from what merely grew older."""

from __future__ import annotations

import pytest
from tests.projections.news import ledger, told

from newsledger.difference import diff
from newsledger.kinds.retraction import Retraction

LINES = """\
moscow says on 2025-03-01:
  territory-held/kursk/ukraine = 400 km2
  state/gas transit/open

moscow says on 2025-03-16:
  territory-held/kursk/ukraine = 110 km2

agency says on 2025-03-10:
  control/Sudzha = ukraine @ 2024-08/2025-03-10
  state/bridge/open
"""


def names(changes: tuple[object, ...]) -> list[str]:
    """The slots of some changes."""
    return [getattr(change, "slot", "") for change in changes]


def test_what_is_new_changed_and_gone() -> None:
    """Each change stands under the head that fits it, and only there."""
    made = ledger(LINES)
    bridge = next(event for event in made.events() if event.said.kind == "state" and event.said.source == "agency")
    made.append(Retraction(bridge.id), source="agency", reported="2025-03-12")

    change = diff(made.replay("2025-03-11"), made.replay("2025-03-16"))

    assert names(change.new) == []
    assert names(change.gone) == ["state/bridge/open"]
    assert names(change.changed) == ["territory-held/kursk/ukraine.area"]
    assert set(change.changes) == {*change.new, *change.gone, *change.changed}


def test_before_and_after() -> None:
    """A change holds both beliefs."""
    (change,) = diff(told(LINES, "2025-03-11"), told(LINES, "2025-03-16")).changed

    assert change.before is not None
    assert change.after is not None
    assert (str(change.before.value), str(change.after.value)) == ("400 km2", "110 km2")


def test_what_only_grew_older_is_apart() -> None:
    """A belief that went stale is the same belief, and is no change."""
    change = diff(told(LINES, "2025-03-17"), told(LINES, "2025-06-30"))

    assert change.changes == ()
    assert "territory-held/kursk/ukraine.area" in names(change.faded)
    assert bool(change)


def test_nothing_changed() -> None:
    """From a picture to itself there is nothing."""
    change = diff(told(LINES, "2025-03-16"), told(LINES, "2025-03-16"))

    assert not change
    assert str(change) == "no change"


@pytest.mark.parametrize("days", [("2025-03-01", "2025-03-16"), ("2025-03-16", "2025-03-01"), ("1999", "2025-06-30")])
def test_the_way_there_and_back(days: tuple[str, str]) -> None:
    """Applied to the first it gives the second; its mirror leads back and is what the other way round gives."""
    before, after = (told(LINES, day) for day in days)
    change = diff(before, after)

    assert change.changes
    assert change.apply(before.beliefs) == after.beliefs
    assert change.mirror.apply(after.beliefs) == before.beliefs
    assert change.mirror == diff(after, before)
    assert change.mirror.mirror == change


def test_as_text() -> None:
    """One change a line: what was, what is."""
    lines = str(diff(told(LINES, "1999"), told(LINES, "2025-03-16"))).splitlines()

    assert "territory-held/kursk/ukraine.area: nothing -> 110 km2, claimed; was 400 km2" in lines
    back = str(diff(told(LINES, "2025-03-16"), told(LINES, "1999"))).splitlines()
    assert "territory-held/kursk/ukraine.area: 110 km2, claimed; was 400 km2 -> nothing" in back
