"""Joining small files: one for each story and month, every line as it was, and nothing lost at any moment."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.amending import fill, ident
from tests.cli.refusing import Row, name_of, refused
from tests.cli.running import answer, files, fingerprint, lines, run

from newsledger import durable, packing

WRONG: list[Row] = [
    (("pack", "--before", "soonish"), 2, ("--before: soonish", "| soonish", "write 2025-03-16")),
    (("pack", "--before", "2025-02-30"), 2, ("--before", "28 days", "write 2025-02-28")),
    (("pack", "--before", "2025-13"), 2, ("--before", "2025-13")),
    (("pack", "--before", "2999-01"), 2, ("future-date", "after today", "| 2999-01", "has ended")),
    (("pack", "--before", "../2025"), 2, ("open-date", "has no beginning", "2025-01")),
    (("pack", "--before", ""), 2, ("--before",)),
    (("pack", "--before"), 2, ("--before", "requires an argument")),
    (("pack", "kursk"), 2, ("unexpected extra argument",)),
    (("pack", "--befor", "2025-01"), 2, ("--befor", "--before")),
    (("pack", "--dry"), 2, ("--dry", "--dry-run")),
    (("pack", "--before", "2025-06-31", "--json"), 2, ("30 days",)),
]


LATER = [("2025-05-04", "flood"), ("2025-05-05", "other"), ("2025-06-01", "flood"), ("2025-06-02", "flood")]
"""What is reported beside the small ledger, each in a file of its own."""


@pytest.fixture
def flood(new: Path) -> Path:
    """A folder with several small files of two months and two stories."""
    fill(new)
    for day, story in LATER:
        claim = f"state/{story} gauge/read = {day}"
        done = run(new, "add", claim, "--source", "agency", "--reported", day, "--story", story, "--yes")
        assert done.exit_code == 0
    return new


@pytest.mark.parametrize("row", WRONG, ids=name_of)
def test_a_wrong_month(flood: Path, row: Row) -> None:
    """It is refused in words, and no file is touched."""
    refused(flood, row)


def test_one_file_for_each_story_and_month(flood: Path) -> None:
    """Months that ended are joined, each story apart; a file that is alone stays."""
    result = run(flood, "pack", "--before", "2025-07")

    assert result.exit_code == 0
    assert "joined 5 files into 2, every line as it was" in result.stderr
    names = [path.relative_to(flood / "events").as_posix().rpartition("-")[0] for path in files(flood)]
    assert names == ["flood/2025-05-01-packed", "flood/2025-06-01-packed", "other/2025-05-05-agency"]


def test_every_line_stays_byte_for_byte(flood: Path) -> None:
    """The set of lines is the same before and after, and so is the picture."""
    before, picture = set(lines(flood)), answer(flood, "replay", "2025-06-02")
    run(flood, "pack", "--before", "2025-07")

    assert set(lines(flood)) == before
    assert answer(flood, "replay", "2025-06-02") == picture


def test_a_month_that_is_not_over_is_left_alone(flood: Path) -> None:
    """`--before` in the middle of a month leaves that month as it is."""
    run(flood, "pack", "--before", "2025-06-15")

    assert [path.name.split("-")[3] for path in files(flood) if "2025-06" in path.name] == ["agency", "agency"]


def test_a_second_time_nothing_is_left_to_do(flood: Path) -> None:
    """What is joined stays joined."""
    run(flood, "pack", "--before", "2025-07")
    before = fingerprint(flood)

    result = run(flood, "pack", "--before", "2025-07")

    assert "nothing to join" in result.stderr
    assert fingerprint(flood) == before


def test_a_late_file_joins_the_rest(flood: Path) -> None:
    """A report of an old month that comes in later is joined to the month's file."""
    run(flood, "pack", "--before", "2025-07")
    run(flood, "add", "state/late/told", "--source", "agency", "--reported", "2025-05-20", "--story", "flood", "--yes")

    run(flood, "pack", "--before", "2025-07")

    assert len(files(flood)) == 3


def test_a_dry_run_only_tells(flood: Path) -> None:
    """What would be joined stands in the answer, and every file stays."""
    before = fingerprint(flood)
    told = answer(flood, "pack", "--before", "2025-07", "--dry-run")

    assert [(one["folder"], one["month"], len(one["files"]), one["file"]) for one in told["packed"]] == [
        ("flood", "2025-05", 3, None),
        ("flood", "2025-06", 2, None),
    ]
    assert fingerprint(flood) == before


def test_json_names_the_new_file(flood: Path) -> None:
    """The file that was written, and those that it joins."""
    told = answer(flood, "pack", "--before", "2025-06")

    (packed,) = told["packed"]
    assert (flood / "events" / packed["file"]).is_file()
    assert [name for name in packed["files"] if (flood / "events" / name).exists()] == []


def test_a_damaged_file_is_left_as_it_is(flood: Path) -> None:
    """Evidence is not moved about: the rest is joined, and the exit code says that something is damaged."""
    damaged = next(path for path in files(flood) if "2025-05-04" in path.name)
    damaged.write_bytes(damaged.read_bytes()[:-40])
    before = damaged.read_bytes()

    result = run(flood, "pack", "--before", "2025-07")

    assert result.exit_code == 3
    assert damaged.read_bytes() == before


def test_redacted_lines_are_packed_too(flood: Path) -> None:
    """A line without words is a line, and the ledger is sound after it."""
    run(flood, "redact", ident(flood, "control/Old"), "--reason", "a name", "--authority", "the editor", "--yes")
    before = set(lines(flood))
    run(flood, "pack", "--before", "2025-07")

    assert set(lines(flood)) == before
    assert run(flood, "check").exit_code == 0


def test_a_joined_file_that_reads_back_otherwise_replaces_nothing(flood: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old files go only after the new one was read back whole."""
    real = durable.write_whole
    monkeypatch.setattr(packing, "write_whole", lambda folder, name, content: real(folder, name, content[:-30]))
    before = set(files(flood))

    result = run(flood, "pack", "--before", "2025-07")

    assert result.exit_code == 4
    assert "does not read back" in result.stderr
    assert before <= set(files(flood))


def test_a_full_disk_loses_nothing(flood: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the new file cannot be written, every line still stands in the old ones."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(packing, "write_whole", full)
    before = fingerprint(flood)

    result = run(flood, "pack", "--before", "2025-07")

    assert (result.exit_code, "the disk is full; every line still stands" in result.stderr) == (3, True)
    assert fingerprint(flood) == before


def test_a_crash_between_writing_and_removing_costs_nothing(flood: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then lines stand twice, which is no damage, and packing again ends it."""
    before, picture = set(lines(flood)), answer(flood, "replay", "2025-06-02")

    def crash(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr("newsledger.packing.os.unlink", crash)
        assert run(flood, "pack", "--before", "2025-07").exit_code == 3

    assert set(lines(flood)) == before
    assert answer(flood, "replay", "2025-06-02") == picture
    run(flood, "pack", "--before", "2025-07")
    assert len(files(flood)) == 3


def test_ten_rows_of_mistakes() -> None:
    """The table holds at least ten mistakes."""
    assert len(WRONG) >= 10
