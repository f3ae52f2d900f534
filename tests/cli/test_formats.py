"""One answer in several forms: CSV that no spreadsheet runs, Markdown that stays a table, JSON lines, SARIF."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.refusing import Row, name_of, refused
from tests.cli.running import DAY, files, run

from newsledger.cli._formats import as_csv, as_markdown, cell, defused
from newsledger.cli._reports import github, sarif
from newsledger.problems import WARNING, Place, Problem

COMMANDS = (
    ("replay", DAY),
    ("timeline", DAY),
    ("contested", DAY),
    ("sources",),
    ("sources", "kyiv"),
    ("history", "area burned"),
    ("diff", "2026-08-16", "2026-08-18"),
)

WRONG: list[Row] = [
    ((*command, "--format", "xml"), 2, ("'xml'", "'table', 'json', 'jsonl', 'csv', 'md'")) for command in COMMANDS
] + [((*command, "--json", "--format", "csv"), 2, ("--json and --format csv",)) for command in COMMANDS]  # fmt: skip


@pytest.mark.parametrize("row", WRONG, ids=name_of)
def test_a_wrong_form(here: Path, row: Row) -> None:
    """A form that is not known is answered with those that are, and two forms at once with a question."""
    refused(here, row)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_csv_is_a_table_alone(here: Path, command: tuple[str, ...]) -> None:
    """The answer is rows of one width under a head, and the question goes to stderr."""
    result = run(here, *command, "--format", "csv")

    head, *rows = csv.reader(io.StringIO(result.stdout))
    assert rows
    assert {len(row) for row in rows} == {len(head)}
    assert "zone " in result.stderr


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_each_line_of_jsonl_is_an_object(here: Path, command: tuple[str, ...]) -> None:
    """There are as many objects as rows of CSV, and the question is not among them."""
    result = run(here, *command, "--format", "jsonl")

    objects = [json.loads(line) for line in result.stdout.splitlines()]
    rows = list(csv.reader(io.StringIO(run(here, *command, "--format", "csv").stdout)))
    assert len(objects) == len(rows) - 1
    assert all("schema" not in one for one in objects)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_markdown_repeats_the_question(here: Path, command: tuple[str, ...]) -> None:
    """The question stands above the table, for a table is pasted without its terminal."""
    first, blank, head, rule, *rows = run(here, *command, "--format", "md").stdout.splitlines()

    assert "zone " in first
    assert blank == ""
    assert head.count(" | ") == rule.count(" | ")
    assert rows


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_json_by_either_name(here: Path, command: tuple[str, ...]) -> None:
    """`--format json` is `--json`."""
    assert run(here, *command, "--format", "json").stdout == run(here, *command, "--json").stdout


def test_the_figures_of_a_picture(here: Path) -> None:
    """A figure stands whole and in parts, so that a spreadsheet can reckon with it."""
    rows = csv.DictReader(io.StringIO(run(here, "replay", DAY, "--format", "csv").stdout))
    area = next(row for row in rows if row["name"] == "territory-held/kursk/ukraine.area")

    assert (area["value"], area["best"], area["unit"], area["standing"]) == ("110 km2", "110", "km2", "claimed")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-92 %", "@SUM(A1)", "\t=1", " =1", "\r=1"])
def test_what_a_spreadsheet_would_run_is_defused(text: str) -> None:
    """A cell that may be taken for a formula is marked as text."""
    assert defused(text).startswith("'")


def test_a_formula_from_an_event(here: Path) -> None:
    """What a report says cannot run where its picture is opened as a table, in whatever column it stands."""
    typed = ('state/@bridge/open = "=HYPERLINK(1)"', "--source", "kyiv", "--reported", DAY, "--yes", "--story", "-x")
    assert run(here, "add", *typed).exit_code == 0

    for command in ("replay", "timeline"):
        rows = csv.reader(io.StringIO(run(here, command, DAY, "--format", "csv").stdout))
        assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")]


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=2), max_size=4))
def test_any_text_comes_through_csv(rows: list[list[str]]) -> None:
    """Quotes, commas and line ends in a cell break no row, and no cell begins as a formula does."""
    _, *read = csv.reader(io.StringIO(as_csv(["one", "other"], rows), newline=""))

    assert len(read) == len(rows)
    assert all(len(row) == 2 for row in read)
    assert not [cell for row in read for cell in row if cell.lstrip()[:1] in tuple("=+-@")]


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=2), max_size=4))
def test_any_text_stays_in_its_cell_of_markdown(rows: list[list[str]]) -> None:
    """No bar, line end or tag in a cell opens another cell, a row or markup."""
    lines = as_markdown(["one", "other"], rows)

    assert len(lines) == len(rows) + 2
    for line in lines:
        plain = line.replace("\\\\", "").replace("\\|", "")
        assert plain.count("|") == 3
        assert "\n" not in line


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (False, "false"), (0, "0"), (["a", "b"], "a; b"), ([], ""), ("x", "x")]
)
def test_values_as_cells(value: object, text: str) -> None:
    """Nothing is an empty cell, a list is joined, and zero is not nothing."""
    assert cell(value) == text


# --- findings ---------------------------------------------------------------------------------

ALTERED = Problem(
    code="id-mismatch", message="100 % off\nhere", where=Place(file="a b/c.jsonl", line=3, column=7, length=2)
)
NOWHERE = Problem(code="alone", severity=WARNING, message="no place", hint="look")


def test_sarif_names_places_from_the_root() -> None:
    """Each finding has its rule, level, message and place; a path is a URI from the root of the repository."""
    log = sarif([ALTERED, NOWHERE], folder="events", version="9")
    (made,) = log["runs"]
    first, second = made["results"]

    assert made["tool"]["driver"]["rules"] == [{"id": "alone"}, {"id": "id-mismatch"}]
    assert first["level"] == "error"
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "events/a%20b/c.jsonl"},
        "region": {"startLine": 3, "startColumn": 7, "endColumn": 9},
    }
    assert (second["level"], second["message"], "locations" in second) == ("warning", {"text": "no place\nlook"}, False)


def test_workflow_commands_are_one_line_each() -> None:
    """What a message holds can neither end the command nor start another."""
    line = github(ALTERED, folder=".")

    assert line == "::error file=a b/c.jsonl,line=3,col=7,title=newsledger id-mismatch::100 %25 off%0Ahere"
    assert github(Problem(code="a:b,c", message="x"), folder="").startswith("::error title=newsledger a%3Ab%2Cc::")


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_check_tells_findings_in_each_form(here: Path, form: str) -> None:
    """The same finding stands in each form, with the same exit code."""
    path = files(here)[0]
    path.write_bytes(path.read_bytes().replace(b"Donald", b"Ronald", 1))

    result = run(here, "check", "--format", form)

    assert result.exit_code == 4
    assert "id-mismatch" in result.stdout
    assert path.name in result.stdout
    if form in ("json", "sarif"):
        json.loads(result.stdout)
