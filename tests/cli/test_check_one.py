"""`newsledger check NAME`: one check alone, by any unambiguous part of its name."""

from __future__ import annotations

import pytest
from tests.cli.running import ROOT, answer


@pytest.mark.parametrize(
    ("name", "codes"),
    [("stale", {"stale"}), ("echo", set()), ("references", set()), ("undeclared-name", set()), ("STALE", {"stale"})],
)
def test_one_check_finds_its_own_alone(name: str, codes: set[str]) -> None:
    """A strict check needs no `--strict` where it is named; all others keep silent."""
    found = answer(ROOT / "events", "check", name)["findings"]

    assert {one["code"] for one in found} == codes


def test_several_checks_find_what_each_finds() -> None:
    """Two names ask for two checks, of either sort."""
    both = answer(ROOT / "events", "check", "stale", "references")["findings"]

    assert both == answer(ROOT / "events", "check", "stale")["findings"] != []
