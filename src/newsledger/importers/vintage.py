"""vintage: a published file through time, from git, a folder of its copies, or a table of changes or snapshots."""

from __future__ import annotations

import os
from collections.abc import Iterator

from newsledger.importers import NOT, File, Options, Row, importer
from newsledger.importers._files import refused
from newsledger.importers._folder import Folder
from newsledger.importers._git import SHORT, GitFile
from newsledger.importers._held import held
from newsledger.importers._history import History, published_at
from newsledger.importers._mapping import Shape, load
from newsledger.importers._tables import Record, records
from newsledger.importers.table import check_heading, check_used, placed
from newsledger.problems import Problem
from newsledger.values.when import When


@importer("vintage")
class Vintages:
    """Versions of one file, read by a mapping with `[vintage]`; `--git DIR PATH` takes them from a repository."""

    def open(self, path: str, options: Options) -> File:
        """A path in a repository, a folder of copies, or a table."""
        if options.git is not None:
            return GitFile(options.git, path)
        if os.path.isdir(path):  # noqa: PTH112  a path as somebody typed it
            shape = None if options.mapping is None else load(options.mapping)
            return Folder(path, shape.vintage.name if shape is not None and shape.vintage is not None else None)
        return held(path, options.sheet)

    def identify(self, file: File) -> int:
        """Never: a file does not show that it is one of many versions."""
        del file
        return NOT

    def read(self, file: File, options: Options) -> Iterator[Row]:
        """What each version tells that those before it did not."""
        if options.mapping is None:
            hint = f"--map FILE names it; to begin with one: newsledger import vintage {file.path} --suggest > FILE"
            raise refused(file.path, "no-mapping", "a table needs a mapping, which says what its columns are", hint)
        shape = load(options.mapping)
        history = History(shape, options, file)
        if isinstance(file, GitFile):
            yield from _of_git(file, shape, history)
        elif isinstance(file, Folder):
            yield from _of_folder(file, shape, history)
        else:
            yield from _of_table(file, shape, history)

    def suggest(self, file: File) -> str:
        """A mapping to begin with, from the newest version."""
        from newsledger.importers._suggesting import suggested

        return suggested(file, vintage=True)


def _of_git(file: GitFile, shape: Shape, history: History) -> Iterator[Row]:
    for version, blob in file.blobs():
        if not _skipped(shape, version.commit, version.published.text):
            at = f"{file.name}@{version.commit[:SHORT]}"
            blob.path = f"{file.path}@{version.commit[:SHORT]}"
            yield from _snapshot(blob, shape, history, version.published, at)


def _of_folder(folder: Folder, shape: Shape, history: History) -> Iterator[Row]:
    for number, (published, file) in enumerate(folder.files(), start=1):
        folder.read = number
        if not _skipped(shape, file.name, published.text):
            yield from _snapshot(file, shape, history, published, file.name, digest=f", sha256 {file.settle()[:16]}")


def _skipped(shape: Shape, *names: str) -> bool:
    """Whether a mapping leaves a version out, by its commit, its file or its time, or the beginning of one."""
    skip = shape.vintage.skip if shape.vintage is not None else ()
    return any(name.startswith(mark) for name in names for mark in skip if mark)


def _snapshot(
    file: File, shape: Shape, history: History, published: When, at: str, *, digest: str = ""
) -> Iterator[Row]:
    """The rows of one version."""
    history.begin(published)
    for record in _checked(file, shape):
        if not record.heading:
            yield _placed(history.row(record, f"{at} line {record.number}{digest}"), file)
        elif published is not None:
            yield Row(number=record.number, raw=record.raw, heading=True)
    yield from history.end(f"{at}{digest}")


def _placed(row: Row, file: File) -> Row:
    """The row, its problems told of the version that has it."""
    if not row.problems:
        return row
    import attrs

    told = [
        attrs.evolve(one, where=attrs.evolve(one.where, file=file.path, line=one.where.line or row.number))
        for one in row.problems
    ]
    return attrs.evolve(row, problems=tuple(told))


def _checked(file: File, shape: Shape) -> Iterator[Record]:
    """The records of a table that has every column that the mapping names."""
    missing, seen = set(shape.used()), dict[str, None]()
    for record in records(file, delimiter=shape.delimiter, encoding=shape.encoding):
        if record.heading:
            check_heading(file, shape, record)
        if missing and record.columns:
            missing.difference_update(record.columns)
            seen |= dict.fromkeys(record.columns)
        yield record
    if seen:  # a version without any row has no columns either, where it is no CSV
        check_used(file, shape, sorted(missing), tuple(seen))


# --- a table of changes or snapshots ----------------------------------------------------------


def _of_table(file: File, shape: Shape, history: History) -> Iterator[Row]:
    """A table in which each row tells when it was published; without ops, rows of one time are one version."""
    vintage = shape.vintage
    if vintage is None or vintage.published is None:
        hint = 'write published = "{column}" under [vintage]; a folder and a repository tell it by themselves'
        raise refused(shape.file, "bad-mapping", "[vintage] does not say when a row was published", hint)
    clock = _Clock(shape, history)
    for record in _checked(file, shape):
        if record.heading:
            yield Row(number=record.number, raw=record.raw, heading=True)
            continue
        problem = clock.problem(record)
        if problem is not None:
            yield Row(number=record.number, raw=record.raw, problems=(problem,))
            continue
        if clock.later:
            yield from clock.turn(file.name)
        if not clock.skipped:
            yield history.row(record)
    if clock.now is not None and vintage.op is None:
        yield from history.end(file.name)


class _Clock:
    """Follows the times that rows of a table were published at."""

    def __init__(self, shape: Shape, history: History) -> None:
        from newsledger.importers._building import Cleaner, filler

        self._shape = shape
        self._history = history
        vintage = shape.vintage
        self._template = (vintage.published if vintage is not None else None) or ""
        self._fill = filler(self._template)
        self._clean = Cleaner(shape)
        self._raw: str | None = None
        self._snapshots = vintage is not None and vintage.op is None
        self.now: When | None = None
        self._next: When | None = None
        self.later = False
        """Whether the row that was looked at last begins another version."""
        self.skipped = False

    def problem(self, record: Record) -> Problem | None:
        """What is wrong with the time of a row; looks at it on the way."""
        if record.problem is not None:
            return record.problem
        raw = self._fill(record.cells) or ""
        if raw == self._raw:
            return None
        wrong: list[tuple[str, Problem]] = []
        text = self._fill(self._clean(record.cells, wrong)) or ""
        found = published_at(text)
        columns = [name for name in record.columns if f"{{{name}}}" in self._template]
        column = columns[0] if columns else None
        if found is None:
            told = [one for name, one in wrong if name == column]
            message = (
                f"{text[:60]!r} does not tell when it was published" if text else "nothing tells when it was published"
            )
            hint = "write 2025-03-16 or 2025-03-16T18:40:00Z, or how the column is written under [dates]"
            return placed(record, told[0] if told else Problem(code="no-date", message=message, hint=hint), column)
        if self.now is not None and found.key[0] < self.now.key[0]:
            message = f"{found} is before {self.now}, which stands above it: versions are read in order"
            return placed(record, Problem(code="not-in-order", message=message, hint="sort the table by it"), column)
        self._raw, self._next = raw, found
        self.later = self.now is None or found.key > self.now.key
        return None

    def turn(self, name: str) -> Iterator[Row]:
        """Ends the version that was read, where rows of one time are one, and begins the next."""
        if self._next is None:
            return
        if self._snapshots and self.now is not None and not self.skipped:
            yield from self._history.end(name)
        self.now, self.later = self._next, False
        self.skipped = _skipped(self._shape, self.now.text)
        if not self.skipped:
            self._history.begin(self.now)
