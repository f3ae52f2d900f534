"""Tables by a mapping: cells to claims, with every mistake told at its row and column."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.running import fingerprint, lines, run

from newsledger import codec
from newsledger.errors import InvalidInput
from newsledger.event import Said
from newsledger.importers import File, Options, Row, find
from newsledger.importers._mapping import Shape, figure, load
from newsledger.importers._suggesting import suggested
from newsledger.importers._tables import records
from newsledger.kinds.indicator import Indicator
from newsledger.ledger import open_ledger
from newsledger.values.quantity import Quantity

MAPPING = """
[dates]
day = "%d/%m/%Y"

[replace.side]
ua = "ukraine"

[derive]
span = "2022-02-24/{day}"

[[claim]]
source = "{who}"
via = ["{outlet}"]
reported = "{day}"
occurred = "{span}"
needs = ["low"]

[claim.fact]
kind = "casualties"
group = "{side}"
outcome = "killed"
number = { low = "{low}", high = "{high}" }
"""

TABLE = """day,who,outlet,side,low,high
16/03/2025,desk,,ua,"15,000",
17/03/2025,desk,wire,ua,15000,20000
18/03/2025,desk,wire,russia,,
"""


def read(folder: Path, table: str | bytes = TABLE, mapping: str = MAPPING, name: str = "a.csv") -> list[Row]:
    """What a mapping makes of a table."""
    (folder / name).write_bytes(table if isinstance(table, bytes) else table.encode())
    (folder / "a.toml").write_text(mapping, encoding="utf-8")
    options = Options(mapping=str(folder / "a.toml"))
    return list(find("table").read(File(folder / name), options))


def saids(row: Row) -> list[Said]:
    """What a row says, read from its bytes."""
    return [codec.decode(json.loads(event.raw))[0] for event in row.events]


def codes(folder: Path, table: str | bytes = TABLE, mapping: str = MAPPING) -> set[str]:
    """What a table is refused for as a whole."""
    with pytest.raises(InvalidInput) as refused:
        read(folder, table, mapping)
    assert all(problem.hint for problem in refused.value.problems), refused.value
    return {problem.code for problem in refused.value.problems}


def test_rows_become_claims(tmp_path: Path) -> None:
    """Dates are read by their form, words replaced, columns derived, bounds made one figure, empty cells left out."""
    heading, first, second, third = read(tmp_path)

    assert (heading.heading, heading.raw) == (True, b"day,who,outlet,side,low,high")
    assert [row.problems for row in (first, second, third)] == [(), (), ()]
    (one,), (two,) = saids(first), saids(second)
    assert (one.source, one.via, one.reported and one.reported.text) == ("desk", (), "2025-03-16")
    assert str(one.fact).startswith("Casualties(group='ukraine', outcome='killed'")
    assert one.occurred is not None
    assert one.occurred.text == "2022-02-24/2025-03-16"
    assert [str(said.claims()[0][1]) for said in (one, two)] == [">=15000 person", "15000..20000 person"]
    assert (two.via, saids(third)) == (("wire",), [])


CELLS = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5), st.sampled_from(",\t;|"))
def test_csv_is_read_as_it_was_written(scratch: Path, rows: list[list[str]], delimiter: str) -> None:
    """Whatever cells hold (quotes, delimiters, line breaks), each record comes out with its own bytes."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([["a", "b", "c"], *rows])
    (scratch / "cells.csv").write_bytes(stream.getvalue().encode())
    heading, *found = records(File(scratch / "cells.csv"))

    assert heading.columns == ("a", "b", "c")
    assert [list(record.cells.values()) for record in found] == [[cell.strip() for cell in row] for row in rows]
    assert b"\n".join(record.raw for record in [heading, *found]) + b"\n" == stream.getvalue().encode()


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl", "json", "pretty"])
def test_every_form_of_a_table_says_the_same(tmp_path: Path, form: str) -> None:
    """CSV, TSV, lines of JSON and an array of JSON give the same claims."""
    rows = list(csv.DictReader(TABLE.splitlines()))
    texts = {
        "csv": TABLE, "tsv": "\n".join("\t".join(row) for row in csv.reader(TABLE.splitlines())) + "\n",
        "jsonl": "".join(json.dumps(row) + "\n" for row in rows), "json": json.dumps(rows),
        "pretty": json.dumps(rows, indent=2),
    }  # fmt: skip
    expected = [saids(row) for row in read(tmp_path) if not row.heading]

    assert [saids(row) for row in read(tmp_path, texts[form]) if not row.heading] == expected


def test_figures_of_json_keep_their_digits(tmp_path: Path) -> None:
    """A number is never made a float; an object in a row is reached by a dot."""
    (tmp_path / "a.jsonl").write_text('{"a": {"b": 12345678901234567890.10}, "c": null, "d": true}\n')
    (record,) = records(File(tmp_path / "a.jsonl"))

    assert record.cells == {"a.b": "12345678901234567890.10", "c": "", "d": "true"}


def test_another_encoding_and_delimiter(tmp_path: Path) -> None:
    """A mapping names an encoding and a delimiter; a mark at the beginning of the file is no part of a name."""
    mapping = 'encoding = "cp1251"\ndelimiter = ";"\n' + MAPPING
    table = TABLE.replace(",", ";").replace('"15;000"', "15000").replace("desk", "штаб").encode("cp1251")

    assert saids(read(tmp_path, table, mapping)[1])[0].source == "штаб"
    assert saids(read(tmp_path, "\ufeff" + TABLE)[1])[0].source == "desk"


def test_times_of_day_are_instants(tmp_path: Path) -> None:
    """A time of day is read in the mapping's zone, or in the one that the cell tells."""
    mapping = """zone = "Europe/Kyiv"
[dates]
a = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M%z"]
b = "%Y-%m"
[[claim]]
source = "desk"
reported = "{a}"
occurred = "{b}"
[claim.fact]
kind = "control"
place = "sudzha"
holder = "{c}"
"""
    rows = read(tmp_path, "a,b,c\n2025-03-16 02:30,2025-03,x\n2025-03-16 02:30+0100,2025-02,x\n", mapping)
    told = [(said.reported, said.occurred) for row in rows for said in saids(row)]

    assert [(str(a), str(b)) for a, b in told] == [
        ("2025-03-16T00:30:00Z", "2025-03"),
        ("2025-03-16T01:30:00Z", "2025-02"),
    ]


def test_a_formula_is_text(tmp_path: Path) -> None:
    """What a spreadsheet would reckon with is kept as it is written, or is no figure."""
    mapping = MAPPING.replace('"{side}"', '"{who}"')
    rows = read(tmp_path, TABLE.replace("desk", "=1+1"), mapping)
    wrong = read(tmp_path, TABLE.replace("20000", "=1+1"))

    assert saids(rows[1])[0].source == "=1+1"
    assert [problem.code for problem in wrong[2].problems] == ["a-formula"]


def test_a_cell_is_no_template(tmp_path: Path) -> None:
    """Braces in a cell name no column."""
    assert saids(read(tmp_path, TABLE.replace("desk", "{side}"))[1])[0].source == "{side}"


@pytest.mark.parametrize(
    ("row", "code", "column", "name"),
    [
        ("2025-03-16,desk,,ua,1,2", "bad-date", 1, "day"),
        ("31/02/2025,desk,,ua,1,2", "bad-date", 1, "day"),
        ("16/03/2025,,,ua,1,2", "no-source", 2, "who"),
        ("16/03/2025,desk,,ua,many,2", "no-bound", 5, "low"),
        ("16/03/2025,desk,,ua,3,2", "low-above-high", 5, "low"),
        ("16/03/2025,desk,,ua,over 3,20", "no-bound", 5, "low"),
        ("16/03/2025,desk,,ua,3 km2,20", "other-dimension", 5, "low"),
        ("16/03/2025,desk,desk,ua,1,2", "chain-twice", None, ""),
        ("16/03/2025,desk,,,1,2", "no-key", 4, "side"),
        ("16/03/2025,desk,,ua,1", "cell-count", 6, ""),
        ("16/03/2025,desk,,ua,1,2,3", "cell-count", 7, ""),
        ('16/03/2025,"desk,,ua,1,2', "bad-quotes", None, ""),
        ('16/03/2025,"desk"x,,ua,1,2', "bad-quotes", None, ""),
        ("16/03/2025,\xff,,ua,1,2", "not-utf-8", 12, ""),
    ],
)
def test_a_bad_row_is_told_with_its_column(tmp_path: Path, row: str, code: str, column: int | None, name: str) -> None:
    """Each bad row is told by number, column and the column's name; those around it are read, and it is kept."""
    _, first, bad, last, *_ = read(
        tmp_path, TABLE.encode().replace(b"17/03/2025,desk,wire,ua,15000,20000", row.encode("latin-1"))
    )

    assert [problem.code for problem in bad.problems] == [code], bad.problems
    assert (bad.problems[0].where.line or bad.number, bad.problems[0].where.column) == (3, column), bad.problems
    assert bad.problems[0].message.startswith(name)
    assert (bad.number, bad.raw, bad.events) == (3, row.encode("latin-1"), ())
    assert (len(saids(first)), last.number) == (1, 4)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (MAPPING, "", "bad-mapping"),
        (MAPPING, "claim = 7", "bad-mapping"),
        (MAPPING, "[[claim]", "no-toml"),
        ('kind = "casualties"', "", "bad-mapping"),
        ('kind = "casualties"', 'kind = "casualty"', "unknown-kind"),
        ("number = {", "numbr = {", "unknown-field"),
        ("outcome =", "outcom =", "no-key"),
        ('"{low}"', "7", "wrong-type"),
        ('low = "{low}", high = "{high}"', 'unit = "person"', "bad-mapping"),
        ('outcome = "killed"', 'outcome = { low = "{low}" }', "wrong-type"),
        ("needs", "need", "unknown-key"),
        ("[dates]", "[date]", "unknown-key"),
        ("[dates]", 'zone = "Moon"\n[dates]', "unknown-zone"),
        ("[dates]", 'encoding = "utf-88"\n[dates]', "bad-mapping"),
        ("[dates]", 'delimiter = "::"\n[dates]', "bad-mapping"),
        ("[dates]", 'delimiter = "\\n"\n[dates]', "bad-mapping"),
        ("[dates]", 'encoding = "zip"\n[dates]', "bad-mapping"),
        ("[dates]", 'encoding = "idna"\n[dates]', "bad-mapping"),
        ("[dates]", 'encoding = "utf-16"\n[dates]', "bad-mapping"),
        ("%d/%m/%Y", "%d/%m/%d", "bad-mapping"),
        ("%d/%m/%Y", "%d/%m/%Q", "bad-mapping"),
        (MAPPING, "claim = [\n" + "[\n" * 5000, "no-toml"),
        (MAPPING, "claim = " + "[" * 5000, "long-line"),
        (MAPPING, "#\n" * 200_000, "too-large"),
        ("[dates]", "empty = 7\n[dates]", "wrong-type"),
        ("{who}", "{whom}", "unknown-column"),
        ('day = "%d/%m/%Y"', 'dai = "%d/%m/%Y"', "unknown-column"),
        ('needs = ["low"]', 'if = { sid = "ua" }', "unknown-column"),
    ],
)
def test_a_wrong_mapping_is_refused(tmp_path: Path, old: str, new: str, code: str) -> None:
    """A mistake in the mapping, or a column that changed its name, refuses the file before anything is added."""
    assert old in MAPPING
    assert code in codes(tmp_path, mapping=MAPPING.replace(old, new))


@pytest.mark.parametrize(
    ("table", "code"),
    [
        (TABLE.replace("low", "lower"), "unknown-column"),
        (TABLE.replace("outlet", "low"), "doubled-column"),
        (b'[{"day": "16/03/2025"', "no-json"),
        (b'[{"day": "16/03/2025"}]', "unknown-column"),
        ("\xff".encode("latin-1") + TABLE.encode(), "not-utf-8"),
    ],
)
def test_a_table_that_changed_is_refused(tmp_path: Path, table: str | bytes, code: str) -> None:
    """A column that is gone or is there twice, and an array that breaks off, refuse the whole file."""
    assert code in codes(tmp_path, table)


def test_a_table_needs_a_mapping(tmp_path: Path) -> None:
    """Without one it says how to begin one."""
    (tmp_path / "a.csv").write_text(TABLE)
    with pytest.raises(InvalidInput, match="no-mapping") as refused:
        list(find("table").read(File(tmp_path / "a.csv"), Options()))

    assert "--suggest" in str(refused.value)


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ({"low": "1", "best": "2", "high": "3"}, "1..2..3 person"),
        ({"low": "1", "high": "3"}, "1..3 person"),
        ({"low": "3", "high": "3"}, "3 person"),
        ({"best": "about 500"}, "~500 person"),
        ({"high": "25,000"}, "<=25000 person"),
        ({}, None),
    ],
)
def test_bounds_make_one_figure(cells: dict[str, str], text: str | None) -> None:
    """Low, best and high are one imprecise figure, and never sharpened."""
    told = {"low": "{low}", "best": "{best}", "high": "{high}", "unit": "person"}

    assert figure("number", told, cells) == text


def test_a_best_value_with_one_bound_is_refused() -> None:
    """There is no figure that tells a best value and one bound alone."""
    with pytest.raises(InvalidInput, match="half-bounded"):
        figure("number", {"low": "{a}", "best": "{b}", "unit": "person"}, {"a": "1", "b": "2"})


# --- suggestions ------------------------------------------------------------------------------


@given(st.lists(st.text(max_size=6), min_size=1, max_size=4, unique=True), st.lists(CELLS, min_size=4, max_size=4))
def test_what_is_suggested_is_a_mapping(scratch: Path, names: list[str], cells: list[str]) -> None:
    """Whatever columns are called and hold, a proposal is sound TOML, and its claims are sound; or it is refused."""
    stream = io.StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([[name.replace("\0", "") for name in names], cells[: len(names)], ["7"] * len(names)])
    (scratch / "named.csv").write_bytes(stream.getvalue().encode(errors="replace"))
    try:
        text = suggested(File(scratch / "named.csv"))
    except InvalidInput:
        return
    (scratch / "named.toml").write_text(text, encoding="utf-8")

    if "claim" in tomllib.loads(text):
        assert isinstance(load(str(scratch / "named.toml")), Shape)


def test_a_suggestion_can_be_used(tmp_path: Path) -> None:
    """A table with dates, a source and figures is imported by the mapping that is proposed for it."""
    table = "Report date,source,region,acres burned,min,max\n2025-03-16,desk,ridge,1200,1000,1400\n"
    (tmp_path / "fires.csv").write_text(table)
    text = suggested(File(tmp_path / "fires.csv"))
    _, row = read(tmp_path, table, text)

    assert 'low = "{min}"' in text
    assert [said.source for said in saids(row)] == ["desk"]
    assert [str(said.claims()[0][1]) for said in saids(row)] == ["1000..1400 item"]


def test_one_fact_a_row_is_suggested_as_such(tmp_path: Path) -> None:
    """What is measured, and in which unit, stand in columns; a date that is mistyped is still a date, and a bad row."""
    table = (
        "date,source,what,place,number,unit,remark\n"
        "2025-09-10,police,missing,Oster bridge,1,people,\n"
        "2025-13-40,police,killed,Oster bridge,4,people,so far\n"
        "2025-09-12,mayor,detour,Oster bridge,18,km,\n"
    )
    (tmp_path / "bridge.csv").write_text(table)
    text = suggested(File(tmp_path / "bridge.csv"))
    first, second, third = read(tmp_path, table, text)[1:]

    assert text.endswith("# not used: remark")
    assert [problem.code for problem in second.problems] == ["bad-date"]
    assert [said.fact for row in (first, third) for said in saids(row)] == [
        Indicator("Oster bridge", "missing", number=Quantity.parse("1 person")),
        Indicator("Oster bridge", "detour", number=Quantity.parse("18 km")),
    ]


# --- the command line -------------------------------------------------------------------------


def test_rows_of_no_story_are_told(new: Path) -> None:
    """Where the settings name a story, an import that names none says what a picture of it would lack."""
    settings = new / "events" / "ledger.toml"
    settings.write_text(settings.read_text() + '\n[stories.bridge]\ntitle = "Bridge"\n')
    (new / "a.toml").write_text(MAPPING)
    (new / "a.csv").write_text(TABLE)
    words = ("import", "table", str(new / "a.csv"), "--map", str(new / "a.toml"), "--dry-run")

    assert "these rows belong to no story" in run(new, *words).stderr
    assert "--story bridge" in run(new, *words).stderr
    assert "no story" not in run(new, *words, "--story", "bridge").stderr


def test_a_table_is_imported_whole(new: Path) -> None:
    """By the command line: a dry run, bad rows put aside with their heading, mended and imported, nothing twice."""
    (new / "a.toml").write_text(MAPPING)
    (new / "a.csv").write_text(TABLE + "19/13/2025,desk,,ua,5,6\n")
    words = ("import", "table", str(new / "a.csv"), "--map", str(new / "a.toml"))

    before = fingerprint(new)
    assert run(new, *words, "--dry-run").exit_code == 1
    refused = run(new, *words)
    assert (refused.exit_code, fingerprint(new)) == (2, before)
    assert "a.csv:5:1: error[bad-date]: day: '19/13/2025' is not written as %d/%m/%Y" in refused.stderr
    done = run(new, *words, "--reject-to", str(new / "bad.csv"))
    assert "4 rows of 1 file read as table: 2 events added, 0 there already, 1 row that says nothing" in done.stdout
    bad = (new / "bad.csv").read_text()
    assert bad == "day,who,outlet,side,low,high\n19/13/2025,desk,,ua,5,6\n"
    (new / "bad.csv").write_text(bad.replace("/13/", "/03/"))
    mended = run(new, "import", "table", str(new / "bad.csv"), "--map", str(new / "a.toml"))
    assert (mended.exit_code, len(lines(new))) == (0, 3)
    assert {event.by.partition(", ")[2][:16] for event in open_ledger(new / "events").events()} == {
        "from a.csv line ",
        "from bad.csv lin",
    }


def test_a_suggestion_is_printed(new: Path) -> None:
    """It stands on stdout alone, so that it can be put into a file; a format without mapping has none."""
    (new / "a.csv").write_text(TABLE)
    result = run(new, "import", "table", str(new / "a.csv"), "--suggest")

    assert (result.exit_code, result.stderr) == (0, "")
    assert tomllib.loads(result.stdout)["dates"] == {"day": "%d/%m/%Y"}
    assert "no-mapping" in run(new, "import", "jsonl", str(new / "a.csv"), "--suggest").stderr
