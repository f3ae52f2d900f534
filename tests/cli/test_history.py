"""history: each change of a belief, the events behind it, along each axis."""

from __future__ import annotations

import re
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from tests.cli.refusing import Row, name_of, refused
from tests.cli.running import answer, run

from newsledger.chronicle import find_name
from newsledger.cli._spark import BLOCKS, middle, sparkline
from newsledger.errors import NotInLedger
from newsledger.values.quantity import Quantity

AREA = "indicator/ridge fire/area burned.number"
MISSING = "casualties/pinecrest residents/missing//total/ridge fire"

WRONG: list[Row] = [
    (("history",), 2, ("Missing argument 'SLOT'",)),
    (("history", "ukrane"), 2, ("contains 'ukrane'", "did you mean ukraine?", "territory-held/kursk/ukraine.area")),
    (("history", "ridge fire"), 2, ("'ridge fire' fits 9 slots; name one", AREA)),
    (("history", "kursk"), 2, ("'kursk' fits", "… and ")),
    (("history", "arson", "--since", "2026-02-30"), 2, ("--since", "has 28 days", "write 2026-02-28")),
    (("history", "arson", "--until", "soonish"), 2, ("--until: soonish", "no date", "write 2025-03-16")),
    (("history", "arson", "--known", "2026-13"), 2, ("--known", "no month 13")),
    (("history", "arson", "--axis", "recorded"), 2, ("--axis", "'date', 'at', 'public', 'known'")),
    (("history", "arson", "--at", "2026"), 2, ("--at cannot be given", "axis `date`")),
    (("history", "arson", "--axis", "known", "--known", "2026"), 2, ("--known cannot be given",)),
    (("history", "arson", "--story", "ridge"), 2, ("--story", "'ridge'", "did you mean ridge-fire?")),
    (("history", "arson", "--zone", "Mars"), 2, ("--zone", "no time zone 'Mars'")),
    (("history", "arson", "--json", "--format", "csv"), 2, ("--json and --format csv", "leave one of them out")),
    (("history", "arson", "--story", "x", "--zone", "y", "--since", "z"), 2, ("'x'", "'y'", "--since: z")),
]


@pytest.mark.parametrize("row", WRONG, ids=name_of)
def test_a_wrong_question(here: Path, row: Row) -> None:
    """What cannot be asked is answered with why, and with what to write instead."""
    refused(here, row)


def test_a_figure_is_followed(here: Path) -> None:
    """Each later figure is a change, with its per cent and the event behind it."""
    steps = answer(here, "history", "area burned")["steps"]

    told = [(step["day"], step["sort"], step["after"]["value"]["text"], step["change"]) for step in steps]
    assert told == [
        ("2026-08-14", "new", "~1200 acre", None),
        ("2026-08-16", "changed", "4800 acre", "+300 %"),
        ("2026-08-18", "changed", "5150 acre", "+7 %"),
    ]
    assert [len(step["behind"]) for step in steps] == [1, 1, 1]


def test_a_retraction_is_the_end_of_a_belief(here: Path) -> None:
    """What is believed no more is gone, and the retraction stands behind that."""
    new, gone = answer(here, "history", "arson")["steps"]

    assert (new["sort"], gone["sort"], gone["after"]) == ("new", "gone", None)
    (behind,) = gone["behind"]
    assert "retract" in run(here, "show", behind).stdout
    assert "taken back by Valley Courier" in run(here, "history", "arson").stdout


def test_a_correction_is_named(here: Path) -> None:
    """A corrected figure changes on the day of its correction, by that event."""
    out = run(here, "history", MISSING, columns=140).stdout

    assert re.search(r"18 Aug 2026\s+changed -67 %\s+1\b", out)
    assert "Sheriff's office: 1" in out
    assert ", a correction" in out


def test_voices_that_add_nothing_new_are_steps(here: Path) -> None:
    """A later word that says the same is told, for it is another event behind the belief."""
    typed = ("state/Highway 41/closed = yes @ 2026-08-15", "--source", "county-sheriff", "--reported", "2026-08-15")
    assert run(here, "add", *typed, "--story", "ridge-fire").exit_code == 0

    steps = answer(here, "history", "highway 41")["steps"]

    assert [step["sort"] for step in steps] == ["new", "standing"]


def test_what_we_took_in_at_once_is_one_change(here: Path) -> None:
    """On the axis of what this ledger held, reports that were taken in on one day are one change."""
    (step,) = answer(here, "history", "area burned", "--axis", "known")["steps"]

    assert (step["sort"], len(step["behind"])) == ("new", 3)


def test_an_interval_that_ends_says_that_time_passed(new: Path) -> None:
    """Where no new word made the change, the answer says so."""
    typed = ("control/bridge = guard @ 2025-03-01/2025-03-03", "--source", "desk", "--reported", "2025-03-10", "--yes")
    assert run(new, "add", *typed).exit_code == 0

    out = run(new, "history", "bridge", "--axis", "at").stdout

    assert re.search(r"4 Mar 2025\s+gone\s+no new word: time passed", out)


def test_since_and_until_cut_the_list(here: Path) -> None:
    """Only changes after the one and up to the other are told, each against what was believed before."""
    steps = answer(here, "history", "area burned", "--since", "2026-08-14", "--until", "2026-08-17")["steps"]

    assert [(step["day"], step["change"]) for step in steps] == [("2026-08-16", "+300 %")]


def test_another_story_knows_nothing(here: Path) -> None:
    """With `--story` only reports of that story count."""
    result = run(here, "history", "area burned", "--story", "kursk")

    assert "no belief about it in that time" in result.stdout
    assert result.exit_code == 0


def test_the_header_repeats_the_question(here: Path) -> None:
    """The first line holds the slot, the cuts and the zone as they were resolved."""
    first = run(here, "history", "arson", "--until", "2026-08-20", "--zone", "UTC", columns=200).stdout.splitlines()[0]

    assert first.startswith("state/ridge fire/arson suspected")
    assert "(at 2026-08-20, public 2026-08-20, zone UTC)" in first


def test_blocks_are_for_terminals(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe and `--plain` get no line of blocks; a terminal does."""
    assert not set(BLOCKS) & set(run(here, "history", "area burned").stdout)
    monkeypatch.setattr("newsledger.cli.history.sys", _Terminal())

    drawn = run(here, "history", "area burned").stdout
    plain = run(here, "history", "area burned", "--plain").stdout

    assert "▁▇█  from about 1,200 acres to 5,150 acres" in drawn
    assert not set(BLOCKS) & set(plain)


class _Terminal:
    """What `sys` is where somebody looks at the answer."""

    stderr = sys.stderr

    class stdout:  # noqa: N801  the name that sys has for it
        @staticmethod
        def isatty() -> bool:
            """Somebody looks."""
            return True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("110 km2", Fraction(110)),
        ("200..300 person", Fraction(250)),
        ("<=11000 person", Fraction(11000)),
        (">100000 person", Fraction(100000)),
        ("unknown person", None),
        ("some person", None),
    ],
)
def test_where_a_figure_is_drawn(text: str, expected: Fraction | None) -> None:
    """A range is drawn at its middle, a bound at itself, and what is no figure nowhere."""
    assert middle(Quantity.parse(text)) == expected


def test_what_is_not_worth_drawing() -> None:
    """Two figures, or a flat line, give no blocks."""
    assert sparkline([Fraction(1), Fraction(2)]) == ""
    assert sparkline([Fraction(1)] * 5) == ""


def test_parts_of_names() -> None:
    """A whole name wins over names that contain it, and a name without its field means the first field."""
    names = ["state/a/b", "state/a/bc", "territory-held/x/y.area", "territory-held/x/y.share"]

    assert find_name(names, "State/A/B") == "state/a/b"
    assert find_name(names, "territory-held/x/y") == "territory-held/x/y.area"
    with pytest.raises(NotInLedger, match="fits 2 slots"):
        find_name(names, "state/a")
