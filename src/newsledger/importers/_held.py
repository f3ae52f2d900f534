"""Tables that are no text: a workbook, Parquet, a SQLite database. Values are read, and nothing is run."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from newsledger.errors import InvalidInput
from newsledger.importers._files import DENSEST, FREE, PIECE, File, refused
from newsledger.importers._tables import Record, flat
from newsledger.problems import Place, Problem, did_you_mean

AT_ONCE = 4096
"""So many rows of a Parquet file are held in memory."""

LONGEST_CELL = 1 << 20
"""The longest cell of a database that is read, in bytes: no longer than a line of a ledger."""


class Held(File):
    """A file whose rows its own library reads. Problems name the row, and the column by its number."""

    def __init__(self, path: str, sheet: str | None = None) -> None:
        super().__init__(path)
        self.sheet = sheet

    def settle(self) -> str:
        """Its SHA-256, by its bytes on the disk."""
        hashed = hashlib.sha256()
        with self._opened() as stream:
            while piece := self._attempt(lambda: stream.read(PIECE)):
                hashed.update(piece)
        self.digest = hashed.hexdigest()
        self.read = 0
        return self.digest

    def records(self) -> Iterator[Record]:
        """The heading, then every row; cells are texts, dates as in ISO 8601.

        Raises `InvalidInput` where the file cannot be read at all.
        """
        columns: tuple[str, ...] | None = None
        for number, row in self.rows():
            cells = [cell_of(value) for value in row]
            if columns is None:
                columns = tuple(cell if isinstance(cell, str) else "" for cell in cells)
                yield Record(number=number, raw=_line(columns), columns=columns, heading=True)
            elif any(cells):
                yield self._record(number, columns, cells)

    def _record(self, number: int, columns: tuple[str, ...], cells: list[str | None]) -> Record:
        texts = ["" if cell is None else cell for cell in cells]
        wrong = next((at for at, cell in enumerate(cells, 1) if cell is None), None)
        problem = None
        if wrong is not None:
            where = Place(file=self.path, line=number, column=wrong)
            message, hint = "the cell holds bytes, and text is read", "write it as text"
            problem = Problem(code="not-text", message=message, hint=hint, where=where)
        elif len(texts) > len(columns) and any(texts[len(columns) :]):
            where = Place(file=self.path, line=number, column=len(columns) + 1)
            message = f"{len(texts)} cells, and the heading has {len(columns)}"
            problem = Problem(code="cell-count", message=message, hint="give the column a name", where=where)
        texts += [""] * (len(columns) - len(texts))
        filled = dict(zip(columns, texts, strict=False))
        return Record(number=number, raw=_line(texts), columns=columns, cells=filled, problem=problem)

    def rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """The heading and every row with its number, as its library gives them."""
        raise NotImplementedError

    def damaged(self) -> InvalidInput:
        """What is said where its library cannot read it."""
        message = "it begins as such a file does, and cannot be read as one: it is damaged, or locked by a password"
        return refused(self.path, "damaged-file", message, "fetch or copy it again, or save the table as CSV")

    def lacking(self, package: str, extra: str) -> InvalidInput:
        """What is said where its library is not installed."""
        message = f"reading it needs {package}, which is not installed"
        return refused(
            self.path, "missing-extra", message, f"pip install 'newsledger[{extra}]', or save the table as CSV"
        )

    def unknown_sheet(self, what: str, known: list[str]) -> InvalidInput:
        """What is said where there is no such sheet or table, or several and none was named."""
        if self.sheet is None:
            message, near = f"it holds several {what}s, and none was named", f"--sheet one of {', '.join(known[:10])}"
        else:
            message, near = f"it has no {what} {self.sheet[:60]!r}", did_you_mean(self.sheet[:60], known) or ""
        return refused(self.path, "unknown-sheet", message, near or f"it holds no {what}")


def held(path: str, sheet: str | None = None) -> File:
    """A file as what it is, by its first bytes: a workbook, Parquet, a database, or text."""
    file = File(path)
    with file._opened() as stream:  # noqa: SLF001  of the same family
        begins = stream.read(16)
    found = next((cls for mark, cls in KNOWN.items() if begins.startswith(mark)), None)
    return file if found is None else found(path, sheet)


def cell_of(value: object) -> str | None:
    """A value as a cell; `None` for bytes, which are no text.

    >>> [cell_of(one) for one in (None, 27.0, 0.1, True, date(2025, 3, 16), datetime(2025, 3, 16, 18, 40), b"x")]
    ['', '27', '0.1', 'true', '2025-03-16', '2025-03-16T18:40:00', None]
    """
    if value is None or value != value:  # noqa: PLR0124  a float that is no number is no value
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < EXACT else _plain(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return None
    return _dated(value)


EXACT = float(1 << 53)
"""Up to there a float holds every whole number."""


def _dated(value: object) -> str:
    if isinstance(value, datetime):
        whole = value.tzinfo is None and value.time() == time()
        return value.date().isoformat() if whole else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return _plain(value) if type(value).__name__ == "Decimal" else str(value)


def _plain(value: object) -> str:
    """A number in digits, without an exponent."""
    from decimal import Decimal

    return format(Decimal(str(value)), "f")


def _line(cells: Sequence[str]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="").writerow(cells)
    return stream.getvalue().encode(errors="replace")


# --- workbooks --------------------------------------------------------------------------------


class Workbook(Held):
    """A sheet of an Excel workbook (.xlsx). A formula is the text that it is."""

    def rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """The rows of one sheet, the first that is not empty on top."""
        try:
            import openpyxl
        except ModuleNotFoundError:
            raise self.lacking("openpyxl", "excel") from None
        self._check_size()
        try:
            book = openpyxl.load_workbook(self.path, read_only=True, keep_links=False)
        except Exception:  # noqa: BLE001  a library of others, handed whatever bytes: it fails in many ways
            raise self.damaged() from None
        with closing(book):
            names = list(book.sheetnames)
            if (self.sheet or names[0]) not in names:
                raise self.unknown_sheet("sheet", names)
            yield from self._numbered(book[self.sheet or names[0]])

    def _numbered(self, sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:  # noqa: ANN401  openpyxl has no types
        if not hasattr(sheet, "iter_rows"):
            message = "it is a chart, which has no rows"
            raise refused(self.path, "unknown-sheet", message, "name a sheet with --sheet")
        coming, number, begun = sheet.iter_rows(values_only=True), 0, False
        while True:
            try:
                row = next(coming, None)
            except Exception:  # noqa: BLE001  as above
                raise self.damaged() from None
            if row is None:
                return
            number += 1
            begun = begun or any(cell is not None for cell in row)
            if begun:
                yield number, row

    def _check_size(self) -> None:
        """Refuses what unpacks to too much, before anything is unpacked."""
        try:
            with zipfile.ZipFile(self.path) as packed:
                size = sum(one.file_size for one in packed.infolist())
                book = any(one.filename == "xl/workbook.xml" for one in packed.infolist())
        except (zipfile.BadZipFile, OSError, ValueError):
            raise self.damaged() from None
        if size > max(FREE, DENSEST * self.size):
            message = f"it unpacks to {size} bytes, from {self.size}: as no table does"
            raise refused(self.path, "unpacks-to-too-much", message, "where it is sound all the same, save it as CSV")
        if not book:
            hint = "unpack it and name a file in it, or save the sheet as CSV"
            raise refused(self.path, "no-table", "it is a ZIP archive, and no Excel sheet", hint)


# --- Parquet ----------------------------------------------------------------------------------


class Parquet(Held):
    """A Parquet file, some thousand rows at a time."""

    def rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """The names of its columns, then its rows, counted from one."""
        try:
            from pyarrow import ArrowException, parquet
        except ModuleNotFoundError:
            raise self.lacking("pyarrow", "arrow") from None
        number = 0
        try:
            with parquet.ParquetFile(self.path) as file:
                names: list[str] | None = None
                for batch in file.iter_batches(batch_size=AT_ONCE):
                    for row in batch.to_pylist():
                        told = dict(flat(row, ""))
                        if names is None:
                            names = list(told)
                            yield 0, names
                        number += 1
                        yield number, [told.get(name) for name in names]
        except (ArrowException, OSError, ValueError):
            raise self.damaged() from None


# --- SQLite -----------------------------------------------------------------------------------


class Database(Held):
    """A table of a SQLite database, opened to be read alone. Views, triggers and functions of the schema do not run."""

    def rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """The names of its columns, then its rows, counted from one."""
        try:
            with closing(self._connected()) as link:
                name = self._table(link).replace('"', '""')
                found = link.execute(f'SELECT * FROM "{name}"')  # noqa: S608  a name of the schema, quoted
                yield 0, [column[0] for column in found.description]
                yield from enumerate(found, start=1)
        except sqlite3.Error:
            raise self.damaged() from None

    def _connected(self) -> sqlite3.Connection:
        logged = os.path.exists(f"{self.path}-wal")  # noqa: PTH110  beside a path as somebody typed it
        how = "mode=ro" if logged else "mode=ro&immutable=1"
        link = sqlite3.connect(f"{Path(self.path).absolute().as_uri()}?{how}", uri=True)
        link.execute("PRAGMA trusted_schema = OFF")
        link.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_CELL)
        return link

    def _table(self, link: sqlite3.Connection) -> str:
        asked = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        names = [name for (name,) in link.execute(asked)]
        if self.sheet in names:
            return self.sheet or ""
        if self.sheet is None and len(names) == 1:
            return str(names[0])
        raise self.unknown_sheet("table", names)


KNOWN: dict[bytes, type[Held]] = {b"PK\x03\x04": Workbook, b"PAR1": Parquet, b"SQLite format 3\x00": Database}
"""How such files begin."""
