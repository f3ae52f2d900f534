"""table: CSV, TSV, JSON, JSON lines, Excel, Parquet, SQLite, by a small mapping file from columns to claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import attrs

from newsledger.errors import InvalidInput
from newsledger.event import Event
from newsledger.importers import MAYBE, NOT, File, Options, Row, importer
from newsledger.importers._building import Cleaner
from newsledger.importers._files import refused
from newsledger.importers._held import held
from newsledger.importers._mapping import Claim, Shape, load
from newsledger.importers._tables import DELIMITERS, Record, records
from newsledger.importers._telling import teller
from newsledger.problems import Place, Problem, did_you_mean

ENDINGS = (".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".xlsx", ".parquet", ".sqlite", ".sqlite3", ".db")

LACKING = {"no-source": "source", "no-date": "reported", "no-occurred": "occurred"}
"""Problems that a report lacks something, and what; their messages name no field."""


@importer("table")
class Table:
    """Rows of cells, read by a mapping: `--map FILE` names it, `--suggest` proposes one."""

    def open(self, path: str, options: Options) -> File:
        """A text, or a workbook, a Parquet file, a database."""
        return held(path, options.sheet)

    def identify(self, file: File) -> int:
        """Maybe, where the name ends as that of a table, or the first line has a delimiter."""
        if file.name.removesuffix(".gz").endswith(ENDINGS):
            return MAYBE
        first = file.head().partition(b"\n")[0]
        return MAYBE // 2 if any(first.count(mark.encode()) > 1 for mark in DELIMITERS) else NOT

    def read(self, file: File, options: Options) -> Iterator[Row]:
        """Each record, as the claims that the mapping makes of it."""
        if options.mapping is None:
            hint = f"--map FILE names it; to begin with one: newsledger import table {file.path} --suggest > FILE"
            raise refused(file.path, "no-mapping", "a table needs a mapping, which says what its columns are", hint)
        shape = load(options.mapping)
        missing, seen = set(shape.used()), dict[str, None]()
        rows = Rows(shape, options)
        for record in records(file, delimiter=shape.delimiter, encoding=shape.encoding):
            if record.heading:
                check_heading(file, shape, record)
            missing.difference_update(record.columns)
            if missing:  # objects of JSON need not have every column; a table that nowhere has one is another table
                seen |= dict.fromkeys(record.columns)
            yield rows(record)
        check_used(file, shape, sorted(missing), tuple(seen))

    def suggest(self, file: File) -> str:
        """A mapping to begin with, from the columns and the first rows."""
        from newsledger.importers._suggesting import suggested

        return suggested(file)


def check_heading(file: File, shape: Shape, record: Record) -> None:
    """Refuses a table whose heading lacks a column that the mapping names, or has it twice."""
    counts = Counter(record.columns)
    doubled = [name for name in shape.used() if counts[name] > 1]
    if doubled:
        message = f"the heading has the column {doubled[0][:60]!r} twice, and nobody knows which is meant"
        raise refused(file.path, "doubled-column", message, "give one of them another name", record.number)
    check_used(file, shape, [name for name in shape.used() if name not in counts], record.columns)


def check_used(file: File, shape: Shape, missing: list[str], columns: tuple[str, ...]) -> None:
    """Refuses a table that nowhere has a column that the mapping names."""
    problems = [
        Problem(
            code="unknown-column", where=Place(file=file.path),
            hint=did_you_mean(name[:60], columns) or "see what the file holds",
            message=f"there is no column {name[:60]!r}, which {shape.file} names",
        )
        for name in missing
    ]  # fmt: skip
    if problems:
        raise InvalidInput(problems)


class Rows:
    """Makes rows of records, by a mapping that is compiled once."""

    def __init__(self, shape: Shape, options: Options) -> None:
        self._clean = Cleaner(shape)
        self._tellers = [(claim, teller(claim, options)) for claim in shape.claims]

    def __call__(self, record: Record) -> Row:
        """The claims that the mapping makes of a record, or every problem with it."""
        if record.heading:
            return Row(number=record.number, raw=record.raw, heading=True)
        if record.problem is not None:
            return Row(number=record.number, raw=record.raw, problems=(record.problem,))
        wrong: list[tuple[str, Problem]] = []
        cells = self._clean(record.cells, wrong)
        problems = [placed(record, problem, name) for name, problem in wrong]
        events = [] if problems else list(self._events(record, cells, problems))
        if problems:
            return Row(number=record.number, raw=record.raw, problems=tuple(problems))
        return Row(number=record.number, raw=record.raw, events=tuple(events))

    def _events(self, record: Record, cells: dict[str, str], problems: list[Problem]) -> Iterator[Event]:
        for claim, tell in self._tellers:
            try:
                telling = tell(cells)
                if telling is not None:
                    yield telling.event()
            except InvalidInput as error:
                problems += [of_field(record, claim, problem) for problem in error.problems]


def of_field(record: Record, claim: Claim, problem: Problem) -> Problem:
    """The problem of a field, told of the column that the field was made of."""
    path, _, rest = problem.message.partition(": ")
    if problem.code in LACKING:
        path, rest = LACKING[problem.code], problem.message
    columns = claim.columns(path)
    formula = next((name for name in columns if record.cells.get(name, "").startswith("=")), None)
    if formula is not None:
        return placed(record, _formula(record.cells[formula]), formula)
    return placed(record, attrs.evolve(problem, message=rest) if columns else problem, columns[0] if columns else None)


def _formula(cell: str) -> Problem:
    message = f"{cell[:60]!r} is a formula, and none is reckoned"
    hint = "put its value there: in a spreadsheet, copy and paste values only"
    return Problem(code="a-formula", message=message, hint=hint)


def placed(record: Record, problem: Problem, column: str | None) -> Problem:
    """The problem at its row and column, both counted from one, with the column's name before it."""
    at = record.columns.index(column) + 1 if column in record.columns else None
    message = f"{column}: {problem.message}" if column else problem.message
    return attrs.evolve(problem, message=message, where=Place(line=record.number, column=at))
