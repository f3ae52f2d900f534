"""What people get wrong: told with what was found, where, what was expected, what to write; and nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.running import ASKING, DAY, fingerprint, run

AREA = "territory-held/kursk/ukraine"
KYIV = ("--source", "kyiv")

CLAIMS = [
    # what is typed, and what must be said of it
    ("territry-held/kursk/ukraine = 110 km2", "unknown-kind", "1:", "'territry-held'", "did you mean territory-held?"),
    ("territory-held/kursk = 110 km2", "no-key", "21:", "needs its holder", "territory-held/REGION/HOLDER"),
    ("territory-held/kursk/ukraine/russia = 110 km2", "too-many-keys", "30:", "2 keys, and 3", "REGION/HOLDER"),
    (f"{AREA}.aera = 110 km2", "unknown-field", "30:", "'aera'", "did you mean area?"),
    (f"{AREA} = 110", "missing-unit", "32:", "'110' names no unit", "110 km2"),
    (f"{AREA} = 110 km3", "unknown-unit", "36:", "'km3'", "did you mean km2?"),
    (f"{AREA} = 110 people", "other-dimension", "32:", "units of area", "such as km2"),
    (f"{AREA} = 110 km2 @ 2025-02-30", "no-such-day", "42:", "February 2025 has 28 days", "write 2025-02-28"),
    (f"{AREA} = 110 km2 @ soonish", "unreadable-date", "42:", "soonish", "2025-03-16"),
    (f"{AREA} = 110 km2 @", "no-date", "40:", "no date follows the @", "leave the @ out"),
    (f"{AREA} = 110 km2 @ 2025-03-16/2025-03-10", "ends-before-it-starts", "42:", "write 2025-03-10/2025-03-16"),
    (f"{AREA} =", "no-value", "a value was expected", "write ?"),
    (f"{AREA} = km2", "unreadable-figure", "km2"),
    (f"{AREA} @ {DAY}", "no-value", "asserted without a value", "giving area"),
    (f"{AREA} = reportedly 110 km2", "hearsay", "'reportedly'", "unnamed says:"),
    ("casualties/kursk/killed = 300 to 200 @ 2025-03-10", "low-above-high", "27:", "low..high"),
    ("casualties/kursk/killed = 300", "no-occurred", "counted over a time", "@ 2022-02/2025-03-16"),
    ("casualties/kursk/killed/military/totl = 3 @ 2025-03-10", "unknown-term", "'totl'", "did you mean total?"),
    ("position/US 30-day ceasefire/ukraine = acceptet", "unknown-term", "40:", "'acceptet'", "did you mean accepted?"),
    ("control/Sudzha/ukraine = yes", "too-many-keys", "16:", "write control/PLACE"),
    ("retract ffffffff", "unknown-id", "9:", "begins with 'ffffffff'", "newsledger timeline"),
    ("correct 1: state/bridge/open = no", "unknown-id", "9:", "'1' begins", "write more of one"),
]

COMMANDS: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
    # what is typed, and what must be said of it
    (("add", f"{AREA} = 110 km2"), ("no-source", "needs somebody who says it", "add --source NAME")),
    (("add", f"{AREA} = 110 km2", "--source", "kyif"), ("unknown-source", "'kyif'", "did you mean kyiv?", "--yes")),
    (("add", f"{AREA} = 110 km2", "--source", "ukraine"), ("party-speaks", "'ukraine' is a party", "who speaks for")),
    (("add", f"{AREA} = 110 km2", *KYIV, "--via", "unamed-report"), ("--via", "did you mean unnamed-report?")),
    (("add", f"{AREA} = 110 km2", *KYIV, "--via", "kyiv"), ("chain-twice", "names the same source twice")),
    (("add", f"{AREA} = 110 km2", *KYIV, "--reported", "2999-01-01"), ("future-report", "2999-01-01 is after today")),
    (("add", f"{AREA} = 110 km2", *KYIV, "--reported", "2025-02-30"), ("--reported", "has 28 days", "2025-02-28")),
    (("add", f"{AREA} = 110 km2", *KYIV, "--reported", "2025-03/.."), ("open-reported", "has no end")),
    (("add", f"{AREA} = 110 km2", *KYIV, "--confidence", "vague"), ("confidence", "'vague'", "low, moderate or high")),
    (("add", f"{AREA} = 110 km2", *KYIV, "--story", "krusk"), ("near-miss", "the story krusk", "looks like kursk")),
    (("add", "territory-held/kurks/ukraine = 1 km2", *KYIV), ("near-miss", AREA, "--yes")),
    (("add", "state/Ukrainian forces in Kursk/encirceled", *KYIV), ("near-miss", "forces in kursk/encircled")),
    (("add", "statement/putin/war = won", "--source", "putin", "--denies"), ("undeniable", "cannot be denied")),
    (("add", "no-such.report"), ("no-sheet", "'no-such.report' is neither a file nor a claim", "SLOT = VALUE")),
    (("add", "states/no-such.report"), ("no-sheet", "'states/no-such.report'")),
    (("add", "state/a/b", "state/c/d", *KYIV), ("several-claims", "one claim is added at a time", "sheet")),
    (("add",), ("Missing argument",)),
    (("replay", "2025-02-30"), ("DATE", "has 28 days", "| 2025-02-30", "write 2025-02-28")),
    (("replay", DAY, "--known", "nonsense"), ("--known: nonsense", "no date", "write 2025-03-16")),
    (("replay", "--at", "2025-13", "--public", "foo"), ("--at: 2025-13", "--public: foo")),
    (("replay", "--at", "2025-03/.."), ("open-date", "has no end")),
    (("replay", DAY, "--zone", "Europe/Kyif"), ("unknown-zone", "--zone", "did you mean Europe/Kyiv?")),
    (("replay", DAY, "--story", "kurks"), ("unknown-story", "'kurks'", "did you mean kursk?")),
    (("replay", "--hindsigt"), ("--hindsigt", "--hindsight")),
    (("replay", DAY, "2025-03-17"), ("unexpected extra argument",)),
    (("timeline", DAY, "--slot", "kurks"), ("contains 'kurks'", "did you mean kursk?", AREA)),
    (("timeline", "kursk"), ("DATE: kursk", "no date")),
    (("contested", "someday"), ("DATE: someday", "no word for a date")),
    (("show", "zzz"), ("begins with 'zzz'", "newsledger timeline")),
    (("show", "1"), ("'1' begins", "write more of one")),
    (("show",), ("beginning of its id",)),
    (("explain",), ("Missing argument 'SLOT'",)),
    (("explain", "ukrane", DAY), ("contains 'ukrane'", "did you mean ukraine?", f"{AREA}.area")),
    (("explain", "ukraine", DAY), ("'ukraine' fits 13 slots; name one", f"{AREA}.area")),
    (("explain", "kursk", "1900"), ("'kursk'", "the picture is empty")),
    (("check", "all"), ("'all' is no check", "references")),
    (("check", "undeclared"), ("undeclared-name, undeclared-source: name one",)),
    (("rplay",), ("No such command 'rplay'", "Did you mean replay?")),
    (("--no-such-option",), ("--no-such-option",)),
]

SHEET = """\
report: the-daily
published: 2025-03-18
story: kursk
{extra}
sources
  the-daily: The Daily; outlet; grade C

{voice}
  {line}
"""
SAYS = "kyiv says:"
OPEN = "state/bridge/open"

SHEETS = [
    # header, voice, line, and what must be said of it
    ("", SAYS, "stat/bridge/open", "9:3", "unknown-kind", "did you mean state?"),
    ("", SAYS, f"{AREA} = 110", "missing-unit", "110 km2"),
    ("", SAYS, f"{AREA} = 110 km2 @ 2025-02-30", "no-such-day", "2025-02-28"),
    ("", "kyif says:", OPEN, "unknown-source", "'kyif'", "did you mean kyiv?"),
    ("", "ukraine says:", OPEN, "unknown-source", "'ukraine'"),
    ("", "kyiv sayys:", OPEN, "8:1", "kyiv sayys:", "did you mean kyiv says:"),
    ("", "kyiv says on 2999-01-01:", OPEN, "future-report", "2999-01-01"),
    ("zone: Europe/Kyif", SAYS, OPEN, "4:", "unknown-zone", "Europe/Kyiv"),
    ("publishedd: 2025-03-18", SAYS, OPEN, "4:", "publishedd", "published"),
    ("published: 2025-03-19", SAYS, OPEN, "4:", "published"),
]


@pytest.fixture
def untouched(here: Path) -> Iterator[Path]:
    """A copy of the stories, of which every file must be as it was in the end."""
    before = fingerprint(here)
    yield here
    assert fingerprint(here) == before


def stood(told: str, fragments: tuple[str, ...]) -> None:
    """Nothing of what must be said is missing, and no word of a program's inside is in it."""
    assert [fragment for fragment in fragments if fragment not in told] == [], told
    assert "Traceback" not in told
    assert "fault of its own" not in told


@pytest.mark.parametrize("row", CLAIMS, ids=[row[0] for row in CLAIMS])
def test_a_wrong_claim(untouched: Path, row: tuple[str, ...]) -> None:
    """A claim that cannot be taken is pointed at in the line as it was typed, and changes nothing."""
    result = run(untouched, "add", row[0], *KYIV)

    assert (result.exit_code, result.stdout) == (2, "")
    stood(result.stderr, row[1:])
    assert f"| {row[0]}" in result.stderr
    assert "^" in result.stderr


@pytest.mark.parametrize(("arguments", "fragments"), COMMANDS, ids=[" ".join(row[0]) for row in COMMANDS])
def test_a_wrong_command(untouched: Path, arguments: tuple[str, ...], fragments: tuple[str, ...]) -> None:
    """A command that cannot be carried out says why, answers nothing, and changes nothing."""
    result = run(untouched, *arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    stood(result.stderr, fragments)


@pytest.mark.parametrize("row", SHEETS, ids=[" ".join(row[:3]).strip() for row in SHEETS])
def test_a_wrong_sheet(untouched: Path, row: tuple[str, ...]) -> None:
    """A sheet is taken whole or not at all; each problem names the file, the line and the column."""
    extra, voice, line, *fragments = row
    sheet = untouched / "daily.report"
    sheet.write_text(SHEET.format(extra=extra, voice=voice, line=line), encoding="utf-8")

    result = run(untouched, "add", str(sheet), "--dry-run")
    refused = run(untouched, "add", str(sheet), "--yes")
    sheet.unlink()

    assert (refused.exit_code, result.exit_code, result.stdout) == (2, 2, "")
    stood(result.stderr, (f"{sheet}:", *fragments))


def test_a_right_sheet(here: Path) -> None:
    """The sheet of the table above is in order where nothing is wrong with it: the rows fail for what they name."""
    sheet = here / "daily.report"
    sheet.write_text(SHEET.format(extra="", voice=SAYS, line=OPEN), encoding="utf-8")

    assert run(here, "add", str(sheet)).exit_code == 0


def test_a_sheet_that_is_no_text(untouched: Path) -> None:
    """Bytes that are not UTF-8 are named with file and line."""
    sheet = untouched / "daily.report"
    sheet.write_bytes(b"report: a\npublished: 2025-03-16\n\nkyiv says:\n  state/br\xff/open\n")

    result = run(untouched, "add", str(sheet))
    sheet.unlink()

    assert result.exit_code == 2
    stood(result.stderr, (f"{sheet}:5", "not-utf-8", "0xff", "save the file as UTF-8"))


def test_all_problems_at_once(untouched: Path) -> None:
    """The kind, the date of the report and the source are each told of in one go."""
    result = run(untouched, "add", "stat/bridge/open = no", "--source", "kyif", "--reported", "2999-01-01")

    stood(result.stderr, ("unknown-kind", "unknown-source", "future-report"))


def test_one_wrong_sheet_stops_all(untouched: Path) -> None:
    """Of two sheets neither is taken where one is wrong, and both are looked at."""
    good, bad = untouched / "good.report", untouched / "bad.report"
    good.write_text(SHEET.format(extra="", voice=SAYS, line=OPEN), encoding="utf-8")
    bad.write_text(SHEET.format(extra="", voice=SAYS, line="stat/bridge/open"), encoding="utf-8")

    result = run(untouched, "add", str(good), str(bad))
    good.unlink()
    bad.unlink()

    assert (result.exit_code, result.stdout) == (2, "")
    stood(result.stderr, ("bad.report:9:3",))


@pytest.mark.parametrize("command", [*ASKING, "explain x", "show 1", "check", f"add {OPEN}", "replay --json"])
def test_no_ledger(tmp_path: Path, command: str) -> None:
    """Where there is no ledger, each command says where it looked and how to start one."""
    result = run(tmp_path, *command.split())

    assert (result.exit_code, result.stdout) == (3, "")
    stood(result.stderr, ("no ledger here", "ledger.toml", "newsledger init"))


def test_no_folder(tmp_path: Path) -> None:
    """A folder that is not there is named."""
    result = run(tmp_path / "nowhere", "replay")

    assert (result.exit_code, result.stdout) == (3, "")
    stood(result.stderr, ("there is no folder", "nowhere"))


@pytest.mark.parametrize(
    ("arguments", "code", "fragments"),
    [
        (("{here}",), 2, ("there is a ledger in", "already", "another folder")),
        (("{here}/fresh", "--zone", "Europe/Kyif"), 2, ("unknown-zone", "did you mean Europe/Kyiv?")),
        (("{here}/events/ledger.toml",), 3, ("cannot write to", "no ledger was made")),
    ],
)
def test_init_refuses(untouched: Path, arguments: tuple[str, ...], code: int, fragments: tuple[str, ...]) -> None:
    """No ledger is made over another, in a file, or with a zone that does not exist."""
    result = run(untouched, "init", *(argument.format(here=untouched) for argument in arguments))

    assert (result.exit_code, result.stdout) == (code, "")
    stood(result.stderr, fragments)
    assert not (untouched / "fresh").exists()
