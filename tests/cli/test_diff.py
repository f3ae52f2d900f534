"""diff: what changed between two dates, along each axis, and what only grew old."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.cli.refusing import Row, name_of, refused
from tests.cli.running import answer, run

BEFORE, AFTER = "2026-08-16", "2026-08-18"

WRONG: list[Row] = [
    (("diff",), 2, ("Missing argument 'A'",)),
    (("diff", BEFORE), 2, (f"name the second date: newsledger diff {BEFORE} today",)),
    (("diff", BEFORE, AFTER, "2026"), 2, ("unexpected extra argument",)),
    (("diff", "2026-02-30", "2026-13"), 2, ("A: 2026-02-30", "write 2026-02-28", "B: 2026-13", "no month 13")),
    (("diff", BEFORE, "2026-08/.."), 2, ("B: ", "has no end")),
    (("diff", BEFORE, AFTER, "--axis", "time"), 2, ("--axis", "'date', 'at', 'public', 'known'")),
    (("diff", BEFORE, AFTER, "--at", "2026"), 2, ("--at cannot be given", "axis `date`")),
    (("diff", BEFORE, AFTER, "--axis", "public", "--public", "2026"), 2, ("--public cannot be given",)),
    (("diff", BEFORE, AFTER, "--known", "never"), 2, ("--known: never", "no word for a date")),
    (("diff", BEFORE, AFTER, "--story", "ridge-fir"), 2, ("--story", "did you mean ridge-fire?")),
    (("diff", BEFORE, AFTER, "--zone", "Europe/Kyif"), 2, ("--zone", "did you mean Europe/Kyiv?")),
    (("diff", BEFORE, AFTER, "--format", "xml"), 2, ("'xml'", "'table', 'json', 'jsonl', 'csv', 'md'")),
    (("diff", BEFORE, AFTER, "--json", "--format", "md"), 2, ("--json and --format md",)),
]


@pytest.mark.parametrize("row", WRONG, ids=name_of)
def test_a_wrong_question(here: Path, row: Row) -> None:
    """What cannot be asked is answered with why, and with what to write instead."""
    refused(here, row)


def test_what_changed_and_what_went(here: Path) -> None:
    """Figures come with both values and the per cent, what is gone with what took it out."""
    out = run(here, "diff", BEFORE, AFTER, columns=160).stdout

    assert re.search(
        r"area burned\.number\s+4,800 acres -> 5,150 acres \(\+7 %\)\s+reported, high confidence\s+[0-9a-f]{8}", out
    )
    assert re.search(r"containment\.number\s+20 % -> 65 %", out)
    assert re.search(r"missing//total/ridge fire\s+3 -> 1.*\(-67 %\).*[0-9a-f]{8} corrected", out)
    assert re.search(
        r"NO LONGER BELIEVED\n\s+state/ridge fire/arson suspected\s+yes\s+reported, high confidence\s+"
        r"[0-9a-f]{8} retracted",
        out,
    )
    assert out.splitlines()[-1].startswith("5 changed, 1 gone, ")


def test_the_header_repeats_both_questions(here: Path) -> None:
    """Both questions stand in the first line, as they were resolved."""
    first = run(here, "diff", BEFORE, AFTER, "--zone", "UTC", columns=300).stdout.splitlines()[0]

    assert f"from (at {BEFORE}, public {BEFORE}, zone UTC) to (at {AFTER}, public {AFTER}, zone UTC)" in first


@pytest.mark.parametrize(
    ("axis", "questions"),
    [
        ("date", {("at", "2026-08-16"), ("public", "2026-08-16"), ("known", None)}),
        ("at", {("at", "2026-08-16"), ("public", None), ("known", None)}),
        ("public", {("at", "2026-08-18"), ("public", "2026-08-16"), ("known", None)}),
    ],
)
def test_an_axis_moves_its_cuts_alone(here: Path, axis: str, questions: set[tuple[str, str | None]]) -> None:
    """Each axis moves what it is named for; the other cuts are the same in both questions."""
    told = answer(here, "diff", BEFORE, AFTER, "--axis", axis)

    moved = {name for name in ("at", "public", "known") if told["from"][name] != told["to"][name]}
    assert {(name, told["from"][name]) for name in ("at", "public", "known")} == questions
    assert moved == ({"at", "public"} if axis == "date" else {axis})


def test_what_we_learned(here: Path) -> None:
    """On the axis of what this ledger held, all of the stories is new on the day they were entered."""
    told = answer(here, "diff", "2026-01-01", "yesterday", "--axis", "known", "--stat")
    later = answer(here, "diff", "2026-01-01", "2999-01-01", "--axis", "known", "--stat")

    assert told["counts"]["changed"] == later["counts"]["changed"] == 0
    assert later["counts"]["new"] > 0
    assert "changes" not in later


def test_the_other_way_round_is_the_mirror(here: Path) -> None:
    """From B to A what was new is gone, and what changed changed back."""
    forth, back = answer(here, "diff", BEFORE, AFTER), answer(here, "diff", AFTER, BEFORE)

    swapped = {(one["name"], str(one["after"]), str(one["before"])) for one in back["changes"]}
    assert {(one["name"], str(one["before"]), str(one["after"])) for one in forth["changes"]} == swapped


def test_from_a_day_to_itself(here: Path) -> None:
    """Nothing changes from a date to the same date, and that is code 0 whatever was asked."""
    result = run(here, "diff", AFTER, AFTER, "--exit-code")

    assert result.stdout.splitlines()[-1] == "No change."
    assert result.exit_code == 0


@pytest.mark.parametrize(("second", "code"), [("2026-08-18", 1), ("2026-08-17", 0), ("2026-08-16", 0)])
def test_the_exit_code_tells_of_changes(here: Path, second: str, code: int) -> None:
    """`--exit-code` ends with 1 where anything but age changed; without it a change is no finding."""
    assert run(here, "diff", BEFORE, second, "--exit-code").exit_code == code
    assert run(here, "diff", BEFORE, second).exit_code == 0


def test_growing_old_is_no_change(here: Path) -> None:
    """What only grew older is counted, listed where it went stale by that, and ends with code 0."""
    result = run(here, "diff", "2026-08-20", "2026-10-30", "--exit-code", "--story", "ridge-fire", columns=160)

    assert result.exit_code == 0
    assert "GROWN OLD" in result.stdout
    assert re.search(r"highway 41/closed\s+yes, stale, \d+ days old", result.stdout)
    assert "ridge fire.place" not in result.stdout
    assert "ridge fire.place" in run(here, "diff", "2026-08-20", "2026-10-30", "--all", columns=160).stdout


def test_stat_counts_alone(here: Path) -> None:
    """`--stat` gives the counts and no list."""
    out = run(here, "diff", BEFORE, AFTER, "--stat", columns=200).stdout.splitlines()

    assert len(out) == 2
    assert out[1].startswith("5 changed, 1 gone")


def test_before_everything(here: Path) -> None:
    """Between two dates before the story nothing changed, and the answer says why."""
    out = run(here, "diff", "1900", "1901").stdout

    assert "Nothing had been reported by 1901" in out
    assert "No change." in out


def test_damage_weighs_more_than_a_change(here: Path) -> None:
    """An altered ledger ends with 4, whatever `--exit-code` would say."""
    path = next((here / "events" / "ridge-fire").glob("*.jsonl"))
    path.write_bytes(path.read_bytes().replace(b"Ridge fire", b"Rigde fire", 1))

    assert run(here, "diff", BEFORE, AFTER, "--exit-code").exit_code == 4
