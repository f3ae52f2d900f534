"""The rig of tamperings: a thousand of them after a seal, each found and named; and a rig that can see a miss."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.pages import ROOT

from benchmarks import rows, tamper
from benchmarks.frame.options import Options
from newsledger.sealing import verifying
from newsledger.sealing.shelf import Shelf, read_shelf
from newsledger.sealing.text import Seal
from newsledger.sealing.verifying import LineAt, Verdict
from newsledger.stores import Reading
from newsledger.stores.directory import DirectoryStore

ROUNDS = 1_000

DOCS = ROOT / "docs"
ROW = re.compile(r"^\| [a-z ,-]+( \| \d+){5} \|$", re.MULTILINE)
"""A row of the table of tamperings."""


def test_a_thousand_tamperings_are_found_and_named(tmp_path: Path) -> None:
    """Edits, deletions, insertions, swaps, cuts and false dates: none gets by, and each event is named."""
    chance = tamper.drawing(20250316)
    files = tamper.sealed(tmp_path / "events", chance)
    outcomes = list(tamper.tried(tmp_path / "events", files, chance, ROUNDS))

    assert [one.deed for one in outcomes if not (one.found and one.named)] == []
    assert {one.kind for one in outcomes} == set(tamper.TAMPERINGS)
    assert len(outcomes) == ROUNDS


def test_tampering_with_rows_is_found_and_named(tmp_path: Path) -> None:
    """Who takes the triggers away and changes rows of a database is found as well, and each event is named."""
    chance = tamper.drawing(20250316)
    files = tamper.sealed(tmp_path / "events", chance)
    outcomes = list(rows.tried(tmp_path / "ledger.db", files, chance, 20 * len(tamper.TAMPERINGS)))

    assert [one.deed for one in outcomes if not (one.found and one.named)] == []
    assert {one.kind for one in outcomes} == set(tamper.TAMPERINGS)
    gone = [one for one in outcomes if one.kind in ("delete a line", "delete a file")]
    assert all(one.noticed_bare for one in gone)  # by the numbers of rows


def test_nothing_is_found_where_nothing_was_done(tmp_path: Path) -> None:
    """The ledger that is tampered with is sound, before all of it and after."""
    chance = tamper.drawing(1)
    folder = tmp_path / "events"
    files = tamper.sealed(folder, chance)
    store, shelf = DirectoryStore(folder), read_shelf(folder)
    assert verifying.verify(shelf, shelf.newest(), store.read(), lambda _: b"").findings == ()

    for _ in tamper.tried(folder, files, chance, len(tamper.TAMPERINGS)):
        pass
    assert verifying.verify(shelf, shelf.newest(), store.read(), lambda _: b"").findings == ()
    assert len(shelf.seals) == 2


@pytest.mark.parametrize("kind", list(tamper.TAMPERINGS))
def test_every_tampering_changes_something(kind: str, tmp_path: Path) -> None:
    """None is a deed on paper: the file is another, or gone, and somebody is touched."""
    chance = tamper.drawing(2)
    files = tamper.sealed(tmp_path / "events", chance)
    for _ in range(20):
        deed = tamper.TAMPERINGS[kind](files, chance)
        assert deed.content != files[deed.file]
        assert deed.touched


def test_a_verifier_that_sees_nothing_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rig counts misses: what finds only damaged lines, as ids alone do, does not pass."""

    def blind(shelf: Shelf, chosen: tuple[Seal, ...], reading: Reading, line_at: LineAt) -> Verdict:
        verdict = verifying.verify(shelf, (), reading, line_at)
        assert chosen
        return verdict

    monkeypatch.setattr(tamper, "verify", blind)
    chance = tamper.drawing(3)
    files = tamper.sealed(tmp_path / "events", chance)
    outcomes = list(tamper.tried(tmp_path / "events", files, chance, 3 * len(tamper.TAMPERINGS)))

    missed = {one.kind for one in outcomes if not one.found}
    assert {"delete a line", "delete a file", "back-date an event", "swap the times of two events"} <= missed


def test_the_report_has_a_row_for_each_kind() -> None:
    """And the bars, which stand at one."""
    report = tamper.run(Options(rounds=2 * len(tamper.TAMPERINGS)))

    assert [[row[0] for row in table.rows] for table in report.tables] == [list(tamper.TAMPERINGS)] * 2
    assert [(bar.figure, bar.met) for bar in report.bars] == [(1.0, True)] * 4


def test_the_pages_tell_one_story() -> None:
    """The table of the page on proof is that of the page of benchmarks, which the rig wrote."""
    told, measured = ((DOCS / name).read_text(encoding="utf-8") for name in ("concepts/proof.md", "benchmarks.md"))

    rows = [found[0] for found in ROW.finditer(told)]
    assert [row.split(" | ")[0].removeprefix("| ") for row in rows] == list(tamper.TAMPERINGS)
    assert [row for row in rows if row not in measured] == []
