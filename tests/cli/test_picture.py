"""What `replay` prints and answers: frozen text, fixed keys, the same bytes whatever the files are called."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.running import DAY, ROOT, answer, files, lines, run, started

from newsledger.cli._out import cells

GOLDEN = Path(__file__).parent / "golden"
WIDTHS = (40, 80, 100, 200)

ALL_WIDTHS = (30, 40, 59, 60, 72, 80, 100, 133, 200)
SHOWN = (
    ("replay", DAY),
    ("replay", DAY, "--all"),
    ("replay", "2026-08-18", "--story", "ridge-fire"),
    ("contested", DAY),
    ("timeline", DAY),
    ("timeline", "2026-08-18", "--slot", "missing"),
    ("explain", "forces/north-korea", DAY),
    ("explain", "encircled", DAY),
    ("explain", "missing", "2026-08-18"),
    ("replay", "1999"),
)

KEYS = {"schema", "at", "public", "known", "zone", "events", "sources", "beliefs", "territory", "ceasefire"}
BELIEF_KEYS = {
    "slot", "field", "name", "value", "standing", "flags", "confidence", "witnesses", "occurred", "because",
}  # fmt: skip
VALUE_KEYS = {
    "quantity": {"type", "text", "told", "low", "best", "high", "strict", "about", "unit"},
    "term": {"type", "text", "told"},
    "text": {"type", "text", "told"},
}


@pytest.mark.parametrize("columns", WIDTHS)
def test_the_picture_is_what_it_was(columns: int) -> None:
    """The picture of the report's day reads as it did. Where it is meant to change, change the file with it.

    Each file is what `COLUMNS=… newsledger replay 2025-03-16` prints.
    """
    frozen = (GOLDEN / f"replay-{columns}.txt").read_text(encoding="utf-8")

    assert run(ROOT, "replay", DAY, columns=columns).stdout == frozen


@pytest.mark.parametrize("columns", ALL_WIDTHS)
@pytest.mark.parametrize("arguments", SHOWN, ids=" ".join)
def test_no_line_is_wider_than_the_terminal(arguments: tuple[str, ...], columns: int) -> None:
    """Whatever the width, no line of an answer needs more, but for a command to be pasted; none ends in blanks."""
    told = [line for line in run(ROOT, *arguments, columns=columns).stdout.splitlines() if line[:5] != "AGAIN"]

    assert told
    assert [line for line in told if cells(line) > columns or line != line.rstrip()] == []


def test_a_narrow_screen_loses_no_word() -> None:
    """Forty columns tell what two hundred tell, but for the marks between columns."""
    narrow, wide = (run(ROOT, "replay", DAY, columns=columns).stdout for columns in (40, 200))

    assert sorted("".join(narrow.replace("|", " ").split())) == sorted("".join(wide.split()))


def test_the_keys_of_the_json_are_fixed() -> None:
    """Programs find every key that the interface names; there may be more."""
    picture = answer(ROOT, "replay", DAY)

    assert set(picture) >= KEYS
    for belief in picture["beliefs"]:
        assert set(belief) >= BELIEF_KEYS
        assert belief["name"].startswith(belief["slot"]["kind"] + "/")
        assert all(len(identity) == 32 for identity in belief["because"])
        if belief["value"] is not None:
            assert set(belief["value"]) == VALUE_KEYS[belief["value"]["type"]]


def test_the_values_of_the_json() -> None:
    """The question is echoed; figures are texts; what nobody asserts has no value."""
    picture = answer(ROOT, "replay", DAY)
    beliefs = {belief["name"]: belief for belief in picture["beliefs"]}

    assert [picture[name] for name in ("schema", "at", "public", "known", "zone", "events", "sources")] == [
        "newsledger/picture/1", DAY, DAY, None, "Europe/Kyiv", 64, 20,
    ]  # fmt: skip
    assert picture["territory"]["kursk"]["ukraine"] == {
        "area": "110 km2", "pockets": "2 pocket", "was": "1368 km2", "was_occurred": "2024", "change": "-92 %",
    }  # fmt: skip
    assert beliefs["territory-held/kursk/ukraine.area"]["value"] == {
        "type": "quantity", "text": "110 km2", "told": ["just 110 km2 (42 sq mi)"], "low": None, "best": "110",
        "high": None, "strict": [], "about": False, "unit": "km2",
    }  # fmt: skip
    assert beliefs["state/ukrainian forces in kursk/encircled"]["value"] is None
    assert beliefs["position/us 30-day ceasefire/russia"]["value"]["type"] == "term"
    talks = picture["ceasefire"]["us 30-day ceasefire"]
    assert (talks["status"], talks["in_force"], talks["duration"]) == ("parted", False, "30 days")
    assert talks["positions"] == {"ukraine": "considering", "russia": "accepted-in-principle"}
    assert {term["party"] for term in talks["terms"]} == {"russia", "ukraine"}


def shuffled(folder: Path) -> None:
    """The lines of each file in another order."""
    for at, path in enumerate(files(folder)):
        told = path.read_bytes().splitlines()
        random.Random(at).shuffle(told)  # noqa: S311  no secret hangs on it
        path.write_bytes(b"".join(line + b"\n" for line in told))


def renamed(folder: Path) -> None:
    """Files called otherwise, in folders called otherwise."""
    for at, path in enumerate(files(folder)):
        target = folder / "events" / f"z{9 - at}" / "deep" / f"{9 - at}.jsonl"
        target.parent.mkdir(parents=True)
        path.rename(target)


def joined(folder: Path) -> None:
    """One file of all lines, the last of them first."""
    told = lines(folder)
    for path in files(folder):
        path.unlink()
    (folder / "events" / "all.jsonl").write_bytes(b"\n".join(reversed(told)))


def doubled(folder: Path) -> None:
    """Every event twice, the second time in another file."""
    (folder / "events" / "again.jsonl").write_bytes(b"".join(line + b"\n" for line in lines(folder)))


def split(folder: Path) -> None:
    """One file an event."""
    told = lines(folder)
    for path in files(folder):
        path.unlink()
    for at, line in enumerate(told):
        (folder / "events" / f"{at}.jsonl").write_bytes(line)


@pytest.mark.parametrize("scramble", [shuffled, renamed, joined, doubled, split])
@pytest.mark.parametrize("question", [(DAY,), ("--at", "2024-12-31", "--public", DAY), ("2026-08-18", "--hindsight")])
def test_files_do_not_matter(here: Path, scramble: Callable[[Path], None], question: tuple[str, ...]) -> None:
    """Order, names, files and doublets of lines change no byte of the answer."""
    before = run(here, "replay", *question, "--json").stdout_bytes
    was = [path.read_bytes() for path in files(here)]

    scramble(here)

    assert [path.read_bytes() for path in files(here)] != was
    assert run(here, "replay", *question, "--json").stdout_bytes == before


def test_processes_agree(here: Path) -> None:
    """Two processes with other hash seeds give the same bytes, from scrambled files too."""
    first = started(here, "replay", DAY, "--json", PYTHONHASHSEED="1")
    joined(here)
    second = started(here, "replay", DAY, "--json", PYTHONHASHSEED="2")

    assert first.returncode == second.returncode == 0
    assert first.stdout == second.stdout
    assert b'"newsledger/picture/1"' in first.stdout
