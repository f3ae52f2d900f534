"""plot: a slot over time, in the terminal and as SVG, its data beneath; nothing rests on colour, nothing on chance."""

from __future__ import annotations

import csv
import datetime as dt
import errno
import io
import json
import re
import sys
import warnings
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.refusing import Row, name_of, refused
from tests.cli.running import ROOT, answer, run, started

import newsledger as nl
from newsledger.chronicle import slot_names
from newsledger.cli._blocks import HEIGHT, MARKS
from newsledger.cli._out import cells
from newsledger.cli._placing import number, short, spot, ticks
from newsledger.cli._signs import SHAPES
from newsledger.values.quantity import Quantity

AREA = "indicator/ridge fire/area burned.number"
MISSING = "casualties/pinecrest residents/missing//total/ridge fire"
KURSK = "territory-held/kursk/ukraine.area"
SVG = "{http://www.w3.org/2000/svg}"

DRAWING = ("newsledger.cli._svg", "newsledger.cli._signs")
"""The modules that import matplotlib."""

WRONG: list[Row] = [
    (("plot",), 2, ("Missing argument 'SLOT'",)),
    (("plot", "ukrane"), 2, ("contains 'ukrane'", "did you mean ukraine?", KURSK)),
    (("plot", "ridge fire"), 2, ("'ridge fire' fits 9 slots; name one", AREA)),
    (("plot", AREA, "-o", "nowhere/a.svg"), 2, ("no folder 'nowhere'", "make it, or name another")),
    (("plot", AREA, "-o", "a.png"), 2, ("'a.png'", "only SVG is drawn", "write -o a.svg")),
    (("plot", AREA, "-o", ""), 2, ("only SVG is drawn", "write -o plot.svg")),
    (("plot", AREA, "-o", "-"), 2, ("only SVG is drawn",)),
    (
        ("plot", AREA, "--from", "2026-08-18", "--to", "2026-08-14"),
        2,
        ("--from 2026-08-18 is after --to 2026-08-14", "swap them: --from 2026-08-14 --to 2026-08-18"),
    ),
    (("plot", AREA, "--from", "9000"), 2, ("is after today", "give an earlier --from")),
    (("plot", AREA, "--from", "2026-02-30"), 2, ("--from", "has 28 days")),
    (("plot", AREA, "--to", "soonish"), 2, ("--to: soonish", "no date")),
    (("plot", AREA, "--to", "2026-08/.."), 2, ("--to", "end")),
    (("plot", AREA, "--to", "2026-08-01"), 2, ("nothing was told of", "by 1 Aug 2026")),
    (("plot", AREA, "--public", "2026-08-01"), 2, ("nothing was told of",)),
    (("plot", AREA, "--story", "kursk"), 2, ("nothing was told of",)),
    (("plot", AREA, "--story", "ridge"), 2, ("--story", "did you mean ridge-fire?")),
    (("plot", AREA, "--zone", "Mars"), 2, ("--zone", "no time zone 'Mars'")),
    (("plot", AREA, "--hindsight", "--public", "2026"), 2, ("--hindsight leaves open what --public sets",)),
    (("plot", AREA, "--scale", "icd"), 2, ("--scale", "no scale 'icd'")),
    (("plot", AREA, "--json", "--format", "md"), 2, ("two forms of one answer",)),
]


@pytest.mark.parametrize("row", WRONG, ids=name_of)
def test_a_wrong_picture(here: Path, row: Row) -> None:
    """What cannot be drawn is answered with why, and nothing is written."""
    refused(here, row)


def test_a_folder_is_no_file(here: Path) -> None:
    """A folder that is called like a picture is not written over."""
    (here / "a.svg").mkdir()

    refused(here, (("plot", AREA, "-o", str(here / "a.svg")), 2, ("is a folder", "plot.svg")))


def test_a_disk_that_is_full(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system refuses, the picture that is there stays, and it is told."""
    (here / "a.svg").write_text("old", encoding="utf-8")

    def full(path: str, content: bytes) -> None:
        raise OSError(errno.ENOSPC, path, content[:0])

    monkeypatch.setattr("newsledger.durable._write_synced", full)

    refused(here, (("plot", AREA, "-o", str(here / "a.svg")), 3, ("the disk is full", "no picture was written")))


@pytest.mark.parametrize("missing", ["matplotlib", "numpy"])
def test_without_the_extra(here: Path, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    """Where the library is not installed, the message names the extra; blocks need none."""
    for name in [name for name in sys.modules if name.startswith("matplotlib") or name in DRAWING]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)

    row = (("plot", AREA, "-o", str(here / "a.svg")), 2, ("needs matplotlib", "pip install 'newsledger[plot]'"))
    refused(here, row)
    assert "█" in run(here, "plot", AREA).stdout


# --- the data ---------------------------------------------------------------------------------


def test_the_series(here: Path) -> None:
    """Each belief has its first and last day and those who say it; each report its days and what became of it."""
    found = answer(here, "plot", MISSING)

    assert (found["schema"], found["name"], found["axis"]) == ("newsledger/plot/1", MISSING, "date")
    assert (found["from"], found["until"]) == ("2026-08-14", "2026-08-18")
    assert [(one["from"], one["until"], one["value"]["text"], one["who"]) for one in found["believed"]] == [
        ("2026-08-14", "2026-08-15", ">=3 person", ["Sheriff's office"]),
        ("2026-08-16", "2026-08-17", "3 person", ["Sheriff's office"]),
        ("2026-08-18", "2026-08-18", "1 person", ["Sheriff's office"]),
    ]
    assert [(one["from"], one["until"], one["value"]["text"], one["mark"]) for one in found["told"]] == [
        ("2026-08-14", "2026-08-14", ">=3 person", "told"),
        ("2026-08-14", "2026-08-14", "3 person", "taken back"),
        ("2026-08-14", "2026-08-14", "1 person", "told"),
    ]


def test_the_believed_values_are_those_of_history(here: Path) -> None:
    """A picture shows the changes that `history` lists, on their days, with their values."""
    for name in (AREA, MISSING, KURSK, "state/pinecrest/evacuation ordered"):
        steps = [(one["day"], one["after"]["value"]["text"]) for one in answer(here, "history", name)["steps"]]

        assert [(one["from"], one["value"]["text"]) for one in answer(here, "plot", name)["believed"]] == steps


def test_hindsight_shows_the_days_that_were_spoken_of(here: Path) -> None:
    """An imprecise date is told with all its days, and believed over them as a perhaps."""
    found = answer(here, "plot", KURSK, "--hindsight")

    assert found["axis"] == "at"
    assert [(one["from"], one["value"]["text"], "maybe" in one["flags"]) for one in found["believed"]] == [
        ("2024-01-01", "1368 km2", True),
        ("2025-01-01", "1368 km2", False),
        ("2025-03-16", "110 km2", False),
    ]
    assert {(one["from"], one["until"]) for one in found["told"]} == {
        ("2024-01-01", "2024-12-31"),
        ("2025-03-16", "2025-03-16"),
    }
    assert {one["origin"] for one in found["told"]} == {found["told"][0]["origin"]}


def test_a_cut_of_what_was_public(here: Path) -> None:
    """With `--public` each day is as it was told by then."""
    found = answer(here, "plot", AREA, "--public", "2026-08-16")

    assert (found["axis"], found["public"]) == ("at", "2026-08-16")
    assert [one["value"]["text"] for one in found["told"]] == ["~1200 acre", "4800 acre"]


def test_from_carries_what_was_believed_already(here: Path) -> None:
    """A picture that begins later begins with what was believed then; an end that was asked for is kept."""
    found = answer(here, "plot", AREA, "--from", "2026-08-17", "--to", "2026-08-25")

    assert [(one["from"], one["until"], one["value"]["text"]) for one in found["believed"]] == [
        ("2026-08-17", "2026-08-17", "4800 acre"),
        ("2026-08-18", "2026-08-25", "5150 acre"),
    ]
    assert [one["value"]["text"] for one in found["told"]] == ["5150 acre"]
    assert found["at"] == "2026-08-25"


def test_a_retraction_ends_what_was_believed(here: Path) -> None:
    """What was taken back is believed until that day, and its mark says so."""
    found = answer(here, "plot", "arson")

    assert len(found["believed"]) == 1
    assert found["believed"][0]["until"] < found["until"]
    assert [one["mark"] for one in found["told"]] == ["taken back"]


def test_denials_are_marked(here: Path) -> None:
    """A denial is told as one, beside what it denies."""
    found = answer(here, "plot", "started by a power line")

    assert {one["mark"] for one in found["told"]} == {"told", "denied"}


def test_what_we_entered_wrongly_is_left_out(here: Path) -> None:
    """A voided report was never told."""
    (_, second, _) = answer(here, "plot", AREA)["told"]
    assert run(here, "void", second["id"], "--reason", "typed wrongly").exit_code == 0

    assert [one["value"]["text"] for one in answer(here, "plot", AREA)["told"]] == ["~1200 acre", "5150 acre"]


def test_tables_for_programs(here: Path) -> None:
    """Rows of what was believed come first, then rows of what was told, each with its bounds and unit."""
    printed = run(here, "plot", MISSING, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(printed)))

    assert [row["part"] for row in rows] == ["believed"] * 3 + ["told"] * 3
    assert (rows[0]["low"], rows[0]["high"], rows[0]["unit"], rows[0]["who"]) == ("3", "", "person", "Sheriff's office")
    assert (rows[4]["mark"], rows[4]["reported"]) == ("taken back", "2026-08-16")
    lines = run(here, "plot", MISSING, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["part"] for line in lines] == [row["part"] for row in rows]


# --- the terminal -----------------------------------------------------------------------------


def test_the_table_stands_beneath(here: Path) -> None:
    """Beneath the blocks stand the dates, values, ranges, standings and names."""
    out = run(here, "plot", MISSING).stdout

    assert re.search(r"14 Aug 2026  at least 3  at least 3  reported, high confidence +Sheriff's office", out)
    assert re.search(r"14 Aug 2026  3 +taken back  Sheriff's office  16 Aug 2026", out)
    assert out.index("░") < out.index("BELIEVED") < out.index("TOLD")


def test_blocks_rise_with_the_figure(here: Path) -> None:
    """The columns are as high as the figures, the highest figure and nothing named beside them."""
    lines = [line.partition("│ ") for line in run(here, "plot", AREA).stdout.splitlines() if "│ " in line]
    drawn, marks = lines[:HEIGHT], lines[HEIGHT:]

    assert [name.strip() for name, _, _ in drawn if name.strip()] == ["5,150 acre", "0 acre"]
    heights = [sum(bool(line[at : at + 1].strip()) for _, _, line in drawn) for at in (0, 40, 70)]
    assert heights == [2, 6, 6]
    assert [line.count("o") for _, _, line in marks] == [3]


def test_words_are_bands(here: Path) -> None:
    """A slot of words has a band for each, full while it was believed."""
    lines = [line for line in run(here, "plot", "evacuation ordered").stdout.splitlines() if "│ " in line]

    assert re.fullmatch(r" +yes │ █+", lines[0])
    assert re.fullmatch(r" +no │ {50,}█+", lines[1])


def test_marks_are_explained(here: Path) -> None:
    """Each mark that is drawn is explained, and no other."""
    denied = run(here, "plot", "started by a power line").stdout
    plain = run(here, "plot", AREA).stdout

    assert "o told  x denied" in denied
    assert [mark for mark in MARKS if f" {mark}" in plain.partition("█ believed")[2].partition("\n")[0]] == ["told"]


@pytest.mark.parametrize("columns", [30, 40, 60, 100, 200])
@pytest.mark.parametrize("name", [AREA, MISSING, "evacuation ordered", "office"])
def test_no_line_is_wider_than_the_screen(here: Path, name: str, columns: int) -> None:
    """However narrow the screen, blocks and tables keep to it."""
    lines = run(here, "plot", name, columns=columns).stdout.splitlines()
    drawn = [line for line in lines if "│" in line or "believed" in line]

    assert [line for line in drawn if cells(line) > columns] == []


def test_one_point_alone(here: Path) -> None:
    """A slot that was told once is drawn, and it is said that nothing moved."""
    result = run(here, "plot", KURSK, "--from", "2025-03-16")

    assert "one point alone" in result.stderr
    assert result.stdout.count("█") > HEIGHT
    assert result.exit_code == 0


def test_an_expectation_is_drawn_ahead(here: Path) -> None:
    """What is only expected is believed by nobody, and its mark says so."""
    out = run(here, "plot", "strong winds").stdout

    assert "> expected" in out
    assert re.search(r"BELIEVED\n  nothing", out)


# --- the picture ------------------------------------------------------------------------------


def drawn(folder: Path, *arguments: str) -> str:
    """The SVG that a command draws."""
    path = folder / "drawn.svg"
    result = run(folder, "plot", *arguments, "-o", str(path))
    assert result.exit_code == 0, result.stderr
    assert f"drawn into {path}" in result.stderr
    return path.read_text(encoding="utf-8")


def parsed(svg: str) -> ET.Element:
    """A picture as XML."""
    return ET.fromstring(svg)  # noqa: S314  we drew it


def texts(svg: str) -> list[str]:
    """The texts of a picture."""
    return ["".join(one.itertext()).strip() for one in parsed(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("name", [AREA, MISSING, KURSK, "started by a power line", "office", "strong winds"])
def test_a_picture_is_readable_in_black_and_white(here: Path, name: str) -> None:
    """Every colour in it is a grey, and text is text."""
    svg = drawn(here, name)
    colours = set(re.findall(r"#([0-9a-f]{6})", svg))

    assert colours
    assert [one for one in colours if len({one[:2], one[2:4], one[4:]}) > 1] == []
    assert not re.findall(r"(?:fill|stroke): (?!none|url|#)\w+", svg)
    assert texts(svg)


def test_a_picture_is_told_in_words(here: Path) -> None:
    """Its title and what it shows stand in it for screen readers, first of all; the data are printed."""
    svg = drawn(here, MISSING)
    root = parsed(svg)
    title, desc = list(root)[:2]

    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "title desc")
    assert title.text == f"{MISSING}, 14 Aug 2026 to 18 Aug 2026"
    assert str(desc.text).startswith("3 reports of 1 origin (2 told, 1 taken back); 3 beliefs.")
    assert "From 18 Aug 2026: 1, reported." in str(desc.text)
    assert "BELIEVED" in run(here, "plot", MISSING, "-o", str(here / "a.svg")).stdout
    assert "█" not in run(here, "plot", MISSING, "-o", str(here / "a.svg")).stdout


def test_signs_are_explained(here: Path) -> None:
    """The legend names each origin, and each sign that is in the picture and no other."""
    assert {"believed", "the range of what is believed", "hollow: taken back", "Sheriff's office"} <= set(
        texts(drawn(here, MISSING))
    )
    plain = texts(drawn(here, AREA))
    assert "believed" in plain
    assert not [one for one in plain if one.startswith("hollow") or "range" in one]


def test_the_same_bytes_every_time(here: Path) -> None:
    """Neither chance nor the clock nor somebody's settings of matplotlib change a byte."""
    (here / "matplotlibrc").write_text("axes.facecolor: red\nfont.size: 30\nsvg.fonttype: path\n", encoding="utf-8")
    first, second = here / "a.svg", here / "b.svg"

    assert started(here, "plot", MISSING, "-o", "a.svg", PYTHONHASHSEED="1").returncode == 0
    assert started(here, "plot", MISSING, "-o", str(second), PYTHONHASHSEED="2", SOURCE_DATE_EPOCH="1").returncode == 0

    assert first.read_bytes() == second.read_bytes() == drawn(here, MISSING).encode("utf-8")
    assert b"<dc:date>" not in first.read_bytes()


def test_an_old_picture_is_replaced(here: Path) -> None:
    """A picture that is there is drawn anew, whole."""
    path = here / "a.SVG"
    path.write_text("old" * 100_000, encoding="utf-8")

    assert run(here, "plot", AREA, "-o", str(path)).exit_code == 0
    assert parsed(path.read_text(encoding="utf-8")).tag == f"{SVG}svg"
    assert [one.name for one in here.iterdir() if "part" in one.name] == []


HOSTILE = "$x^2$ _<b>&\u202e\ufffe 東京 " + "long " * 30


def test_hostile_names_are_only_text(new: Path) -> None:
    """Names with formulas, markup, hidden characters and other scripts are drawn as they are, in well-formed XML."""
    for day, value in (("2025-03-01", "open"), ("2025-03-05", HOSTILE)):
        typed = (f'state/bridge/traffic = "{value}" @ {day}', "--source", "_desk $1", "--reported", day, "--yes")
        assert run(new, "add", *typed).exit_code == 0, run(new, "add", *typed).stderr
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        svg = drawn(new, "bridge")

    found = texts(svg)
    assert any(one.startswith("$x^2$ _<b>&<U+202E>\ufffd 東京") for one in found), found
    assert any("_desk $1" in one for one in found)
    assert "\u202e" not in svg


def test_every_origin_has_a_shape_of_its_own(new: Path) -> None:
    """With more origins than shapes, the others are drawn as numbers: no two look alike."""
    count = len(SHAPES) + 3
    for at in range(count):
        typed = (f"indicator/x/y = {at + 1} km2 @ 2025-03-01", "--source", f"desk-{at}", "--reported", "2025-03-01")
        assert run(new, "add", *typed, "--yes").exit_code == 0
    svg = drawn(new, "x/y")

    legend = svg[svg.index('id="legend_1"') :]
    shapes = re.findall(r'<path id="(m[0-9a-f]+)"', svg)
    assert len(set(re.findall(r'xlink:href="#(m[0-9a-f]+)"', legend))) == count
    assert len(shapes) == len(set(shapes))


def test_several_dimensions_are_several_panels(new: Path) -> None:
    """Figures of different dimensions never share an axis."""
    for value in ("5 km2", "7 km"):
        typed = (f"indicator/fire/size = {value} @ 2025-03-01", "--source", f"desk {value}", "--reported", "2025-03-01")
        assert run(new, "add", *typed, "--yes").exit_code == 0
    svg = drawn(new, "fire/size")

    assert {'id="axes_1"', 'id="axes_2"'} <= set(re.findall(r'id="axes_\d"', svg))
    assert {"km²", "km"} <= set(texts(svg))


def told(folder: Path, *claims: str) -> None:
    """Adds claims about one slot, told by one desk, each on its own day."""
    for day, claim in enumerate(claims, start=1):
        typed = (claim, "--source", "desk", "--reported", f"2025-03-0{day}", "--yes")
        result = run(folder, "add", *typed)
        assert result.exit_code == 0, result.stderr


def test_no_number_is_made_up_within_a_range(new: Path) -> None:
    """A range without a best figure is a band; only where somebody told a number within it is there a line."""
    told(new, "indicator/x/y = 100 to 300 km2 @ 2025-03-01")
    band = texts(drawn(new, "x/y"))
    lines = [line.partition("│ ")[2] for line in run(new, "plot", "x/y").stdout.splitlines() if "│ " in line]

    assert "believed: somewhere in this range" in band
    assert "believed" not in band
    assert [sorted(set(line)) for line in lines[:HEIGHT]] == [["░"]] * 4 + [["█"]] * 2


def test_what_is_no_number_has_a_row_of_its_own(new: Path) -> None:
    """An unknown figure is marked below the axis, and explained in the terminal."""
    told(new, "indicator/x/y = 5 km2 @ 2025-03-01", "indicator/x/y = ? @ 2025-03-02")

    assert "no value" in texts(drawn(new, "x/y"))
    assert "? told, no number" in run(new, "plot", "x/y").stdout
    assert "no value" not in texts(drawn(new, "x/y", "--to", "2025-03-01"))


def test_units_are_drawn_as_one(new: Path) -> None:
    """Figures told in other units stand where they belong on the one axis."""
    for day, value in (("2025-03-01", "100 km2"), ("2025-03-05", "10000 ha")):
        typed = (f"territory-held/x/y = {value} @ {day}", "--source", "desk", "--reported", day, "--yes")
        assert run(new, "add", *typed).exit_code == 0
    drawn_ = [line.partition("│ ")[2] for line in run(new, "plot", "x/y").stdout.splitlines() if "│ " in line]

    assert {line.rstrip() for line in drawn_[:HEIGHT]} == {"█" * len(drawn_[0].rstrip())}


def test_the_pictures_of_the_guide(here: Path) -> None:
    """The pictures that the guide shows are what its commands draw, byte for byte with the release that is pinned."""
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    shown = {
        "kursk-area.svg": (KURSK, "--hindsight", "--story", "kursk"),
        "ridge-fire-missing.svg": ("pinecrest residents/missing",),
    }
    page = (ROOT / "docs" / "guide" / "plots.md").read_text(encoding="utf-8")
    for name, arguments in shown.items():
        kept, made = (ROOT / "docs" / "guide" / name).read_text(encoding="utf-8"), drawn(here, *arguments)

        assert f"({name})" in page
        assert list(parsed(kept))[1].text == list(parsed(made))[1].text
        if f"matplotlib=={mpl.__version__}" in pins:
            assert kept == made, f"draw it anew: newsledger plot {' '.join(arguments)} -o docs/guide/{name}"


def test_every_slot_of_both_stories_can_be_drawn(here: Path) -> None:
    """Whatever its kind, a slot has blocks and a picture, by day and with hindsight."""
    names = slot_names(nl.open(here / "events").state())
    assert len(names) > 50
    kinds: set[str] = set()
    for name in names:
        for options in ((), ("--hindsight",)):
            result = run(here, "plot", name, *options)
            assert result.exit_code == 0, (name, result.stderr)
            assert "│" in result.stdout
        if name.partition("/")[0] not in kinds:
            kinds.add(name.partition("/")[0])
            assert texts(drawn(here, name, "--hindsight"))
    assert len(kinds) > 10


# --- places -----------------------------------------------------------------------------------

DAYS = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))


@given(DAYS, DAYS, st.integers(2, 9))
def test_dates_beside_an_axis(one: dt.date, other: dt.date, most: int) -> None:
    """They lie within, rise, and are few, however long the time."""
    start, end = sorted((one, other))
    found = ticks(start, end, most)

    assert 1 <= len(found) <= most
    assert found == sorted(set(found))
    assert start <= found[0]
    assert found[-1] <= end


@pytest.mark.parametrize(
    ("start", "end", "first", "last", "count"),
    [
        ("2026-08-14", "2026-08-14", "2026-08-14", "2026-08-14", 1),
        ("2026-08-14", "2026-08-18", "2026-08-14", "2026-08-18", 5),
        ("2026-01-15", "2026-07-20", "2026-02-01", "2026-07-01", 6),
        ("2022-02-24", "2025-03-16", "2022-07-01", "2025-01-01", 6),
        ("1900-06-01", "2025-03-16", "1920-01-01", "2020-01-01", 6),
    ],
)
def test_dates_are_the_firsts_of_months(start: str, end: str, first: str, last: str, count: int) -> None:
    """Over a few days each is named, over longer times firsts of months and years."""
    found = ticks(dt.date.fromisoformat(start), dt.date.fromisoformat(end))

    assert (found[0].isoformat(), found[-1].isoformat(), len(found)) == (first, last, count)


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("110 km2", "km2", (110, 110, 110)),
        ("200..250..300 person", "person", (200, 250, 300)),
        ("<=11000 person", "person", (0, 11000, 11000)),
        (">100000 person", "person", (100000, 100000, None)),
        ("100 ha", "km2", (1, 1, 1)),
        ("none person", "person", (0, 0, 0)),
        ("unknown person", "person", None),
        ("some person", "person", None),
    ],
)
def test_where_a_figure_stands(text: str, unit: str, expected: object) -> None:
    """A figure stands at its number with its bounds; what is no number stands nowhere."""
    found = spot(Quantity.parse(text), unit)

    assert (None if found is None else (found.low, found.at, found.high)) == expected


def test_numbers_and_names_beside_an_axis() -> None:
    """Numbers have at most three decimals, shares are per cent, and long names are cut."""
    assert (number(Fraction(12345), "km2"), number(Fraction(2, 3), "share")) == ("12,345", "66.667 %")
    assert number(Fraction(-5, 2), None) == "-2.5"
    assert short("a\nb\u202ec") == "a b<U+202E>c"
    assert len(short("x" * 200)) == 36
