"""What cannot be declared of a source is refused where it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.refusing import Row, name_of, refused
from tests.cli.running import run

TYPED: list[Row] = [
    (("add", "source/x = X, echoes tass"), 2, ("bad-echo", "column 22", "NAME SHARE")),
    (("add", "source/x = X, echoes tass 1.5"), 2, ("bad-echo", "column 27", "from 0 to 1")),
    (("add", "source/x = X, echoes tass 40%"), 2, ("bad-echo", "write 0.40")),
    (("add", "source/x = X, echoes x 0.5"), 2, ("names-itself", "echoes")),
    (("add", "source/x = X, echoes tass 0.4 on indicater"), 2, ("unknown-kind", "did you mean indicator?")),
    (("add", "source/x = X, derived-from x"), 2, ("names-itself", "derived-from")),
    (("add", "source/x = X, grade G"), 2, ("unknown-term", "'G' is no grade", "A, B, C, D, E, F")),
    (("add", "source/ru-mil-officials.derived-from = ru-war-bloggers", "--dry-run"), 2,
     ("source-circle", "ru-mil-officials draws on ru-war-bloggers, which draws on ru-mil-officials")),
    (("add", "source/ru-mil-officials.derived-from = ru-war-bloggers"), 2, ("source-circle", "a later word")),
    (("add", "state/bridge/open", "--source", "kyiv", "--via", "KYIV"), 2, ("chain-twice",)),
    (("add", "state/bridge/open", "--source", "kyiv", "--via", "daily", "--via", "Daily", "--yes"), 2,
     ("chain-twice",)),
]  # fmt: skip


@pytest.mark.parametrize("row", TYPED, ids=name_of)
def test_a_claim_refuses_what_cannot_be_declared(here: Path, row: Row) -> None:
    """What is typed is refused in words, and the ledger stays as it was."""
    refused(here, row)


def test_what_closes_no_circle_is_taken(here: Path) -> None:
    """A source may draw on one that draws on another."""
    assert run(here, "add", "source/two-majors = X, derived-from ru-war-bloggers").exit_code == 0
