"""Workbooks, Parquet files and databases: their rows are those of a table, and nothing in them runs."""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet
from tests.cli.running import fingerprint, lines, run

from newsledger.errors import InvalidInput
from newsledger.importers import Options, Row, find, opened
from newsledger.importers._held import cell_of, held
from newsledger.importers._suggesting import suggested
from newsledger.importers._tables import records

Rows = list[dict[str, Any]]

ROWS: Rows = [
    {"day": dt.date(2025, 3, 16), "fire": "Ridge Fire", "acres": 4100, "low": None},
    {"day": dt.date(2025, 3, 17), "fire": "Ridge Fire", "acres": 4200.0, "low": 4000.5},
]

MAPPING = """
[[claim]]
source = "county"
reported = "{day}"
[claim.fact]
kind = "indicator"
subject = "{fire}"
measure = "area burned"
number = "{acres} acres"
"""


def workbook(path: Path, rows: Rows, *, title: str = "Sheet") -> None:
    """Writes rows as a sheet, under an empty row."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = title
    sheet.append([])
    for row in [list(rows[0]), *(list(row.values()) for row in rows)]:
        sheet.append(row)
    book.save(path)


def table_of_parquet(path: Path, rows: Rows) -> None:
    """Writes rows as Parquet."""
    parquet.write_table(pa.Table.from_pylist(rows), path)


def database(path: Path, rows: Rows) -> None:
    """Writes rows as a table."""
    path.unlink(missing_ok=True)
    link = sqlite3.connect(path)
    link.execute(f"CREATE TABLE fires ({', '.join(rows[0])})")
    told = [[one.isoformat() if isinstance(one, dt.date) else one for one in row.values()] for row in rows]
    link.executemany(f"INSERT INTO fires VALUES ({', '.join('?' * len(rows[0]))})", told)  # noqa: S608  of this test
    link.commit()
    link.close()


WRITERS: dict[str, Callable[[Path, Rows], None]] = {
    "a.xlsx": workbook, "a.parquet": table_of_parquet, "a.sqlite": database,
}  # fmt: skip


def read(folder: Path, name: str, mapping: str = MAPPING) -> list[Row]:
    """What a mapping makes of a table."""
    (folder / "a.toml").write_text(mapping)
    options = Options(mapping=str(folder / "a.toml"))
    return list(find("table").read(opened(find("table"), str(folder / name), options), options))


@pytest.mark.parametrize("name", WRITERS)
def test_every_form_of_a_table_says_the_same(tmp_path: Path, name: str) -> None:
    """Dates, whole numbers that were floats, and empty cells are what CSV would tell."""
    WRITERS[name](tmp_path / name, ROWS)
    (tmp_path / "a.csv").write_text(
        "day,fire,acres,low\n2025-03-16,Ridge Fire,4100,\n2025-03-17,Ridge Fire,4200,4000.5\n"
    )
    told, of_csv = ([event.id for row in read(tmp_path, one) for event in row.events] for one in (name, "a.csv"))

    assert told == of_csv
    assert len(told) == 2
    heading, *_ = records(held(str(tmp_path / name)))
    assert heading.columns == ("day", "fire", "acres", "low")


@given(st.lists(st.tuples(st.integers(-(2**53), 2**53), st.text("abcäß%=+", max_size=5)), min_size=1, max_size=5))
def test_databases_and_parquet_agree(scratch: Path, told: list[tuple[int, str]]) -> None:
    """Whatever numbers and words stand in them."""
    rows: Rows = [{"number": number, "word": word} for number, word in told]
    found = []
    for name in ("a.parquet", "a.sqlite"):
        WRITERS[name](scratch / name, rows)
        found.append([record.cells for record in records(held(str(scratch / name)))])

    assert found[0] == found[1] == [{}, *({"number": str(number), "word": word} for number, word in told)]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_written_without_exponent(value: float) -> None:
    """What a cell holds as a float comes out as digits that mean the same float."""
    text = cell_of(value)

    assert text is not None
    assert (float(text), "e" in text.casefold()) == (value, False)


@pytest.mark.parametrize("name", WRITERS)
def test_a_mapping_is_proposed(tmp_path: Path, name: str) -> None:
    """Columns are looked at as those of any table."""
    WRITERS[name](tmp_path / name, ROWS)

    assert 'number = "{acres} items"' in suggested(held(str(tmp_path / name)))


def test_a_formula_is_text(tmp_path: Path) -> None:
    """It is not reckoned: in a name it is kept as written, and where a figure is meant the row is bad."""
    workbook(tmp_path / "a.xlsx", [{**ROWS[0], "fire": "=1+1"}, {**ROWS[1], "acres": '=HYPERLINK("http://x.example")'}])
    _, first, second = read(tmp_path, "a.xlsx")

    assert b'"subject":"=1+1"' in first.events[0].raw
    (problem,) = second.problems
    assert (problem.code, problem.where.line, problem.where.column) == ("a-formula", 4, 3)
    assert "=HYPERLINK" in problem.message
    assert second.events == ()


def test_a_sheet_is_named(tmp_path: Path) -> None:
    """Of several sheets the first is read unless another is named; a database with several tables wants a name."""
    book = openpyxl.Workbook()
    book.create_sheet("fires")
    book["fires"].append(["a"])
    book.save(tmp_path / "a.xlsx")
    database(tmp_path / "a.sqlite", ROWS)
    link = sqlite3.connect(tmp_path / "a.sqlite")
    link.execute("CREATE TABLE floods (a)")
    link.close()

    assert [one.columns for one in records(held(str(tmp_path / "a.xlsx"), "fires"))] == [("a",)]
    assert [one.columns for one in records(held(str(tmp_path / "a.sqlite"), "floods"))] == [("a",)]
    for name, sheet, fragment in (
        ("a.xlsx", "fire", "did you mean fires"),
        ("a.sqlite", None, "--sheet one of fires, floods"),
    ):
        with pytest.raises(InvalidInput, match="unknown-sheet") as refused:
            list(records(held(str(tmp_path / name), sheet)))
        assert fragment in str(refused.value)


def test_nothing_of_a_schema_runs(tmp_path: Path) -> None:
    """A view is no table; the file is not touched, and nothing is put beside it."""
    database(tmp_path / "a.sqlite", ROWS)
    link = sqlite3.connect(tmp_path / "a.sqlite")
    link.execute("CREATE VIEW evil AS SELECT writefile('sprung', 'x') AS a")
    link.commit()
    link.close()
    before = fingerprint(tmp_path)

    assert len(list(records(held(str(tmp_path / "a.sqlite"))))) == 3
    with pytest.raises(InvalidInput, match="unknown-sheet"):
        list(records(held(str(tmp_path / "a.sqlite"), "evil")))
    assert fingerprint(tmp_path) == before


def test_bytes_are_no_text(tmp_path: Path) -> None:
    """A cell of bytes makes its row bad."""
    database(tmp_path / "a.sqlite", [{**ROWS[0], "fire": b"\xff"}, ROWS[1]])
    _, bad, good = records(held(str(tmp_path / "a.sqlite")))

    assert bad.problem is not None
    assert (bad.problem.code, bad.problem.where.line, bad.problem.where.column) == ("not-text", 1, 2)
    assert good.problem is None


def bomb(path: Path) -> None:
    """A workbook that unpacks to a hundred megabytes, from a hundred kilobytes."""
    workbook(path, ROWS)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/more.xml", bytes(100 << 20))


BAD: list[tuple[str, Callable[[Path], Any], tuple[str, ...]]] = [
    ("bomb.xlsx", bomb, ("unpacks-to-too-much", "as no table does")),
    ("half.xlsx", lambda path: path.write_bytes(b"PK\x03\x04...."), ("damaged-file", "save the table as CSV")),
    ("half.parquet", lambda path: path.write_bytes(b"PAR1...."), ("damaged-file",)),
    ("half.sqlite", lambda path: path.write_bytes(b"SQLite format 3\0...."), ("damaged-file",)),
    ("archive.zip", lambda path: zipfile.ZipFile(path, "w").writestr("a.csv", "a"), ("no-table", "ZIP archive")),
]
"""Files that look like tables, and what must be said of them."""


@pytest.mark.parametrize(("name", "make", "fragments"), BAD, ids=lambda value: str(value)[:20])
def test_what_cannot_be_read_is_refused(
    new: Path, name: str, make: Callable[[Path], Any], fragments: tuple[str, ...]
) -> None:
    """As a whole and in words, with nothing added."""
    make(new / name)
    (new / "a.toml").write_text(MAPPING)
    before = fingerprint(new)
    result = run(new, "import", "table", str(new / name), "--map", str(new / "a.toml"), "--append")

    assert (result.exit_code, fingerprint(new)) == (2, before), result.stderr
    assert [fragment for fragment in (name, *fragments) if fragment not in result.stderr] == [], result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(("name", "package"), [("a.xlsx", "openpyxl"), ("a.parquet", "pyarrow")])
def test_a_library_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, package: str
) -> None:
    """What to install is said, and what to do without."""
    WRITERS[name](tmp_path / name, ROWS)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(InvalidInput, match="missing-extra") as refused:
        list(records(held(str(tmp_path / name))))

    assert f"needs {package}" in str(refused.value)
    assert "pip install 'newsledger[" in str(refused.value)


def test_bad_rows_of_a_workbook_can_be_mended(new: Path) -> None:
    """They are put aside as CSV, with the heading, and imported in the same way."""
    workbook(new / "a.xlsx", [ROWS[0], {**ROWS[1], "acres": "=4100+100"}])
    (new / "a.toml").write_text(MAPPING)
    words = ("--map", str(new / "a.toml"), "--append")
    run(new, "import", "table", str(new / "a.xlsx"), *words, "--reject-to", str(new / "bad.csv"))
    bad = (new / "bad.csv").read_text()
    (new / "bad.csv").write_text(bad.replace("=4100+100", "4200"))
    mended = run(new, "import", "table", str(new / "bad.csv"), *words)

    assert bad == "day,fire,acres,low\n2025-03-17,Ridge Fire,=4100+100,4000.5\n"
    assert (mended.exit_code, len(lines(new))) == (0, 2)
