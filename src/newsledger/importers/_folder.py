"""A folder of copies of one published file: each name tells when it was published."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from newsledger.errors import InvalidInput
from newsledger.importers._files import File
from newsledger.problems import Place, Problem
from newsledger.values.when import When, instant

DATED = re.compile(
    r"(?<![0-9])([12][0-9]{3})-?([01][0-9])-?([0-3][0-9])"
    r"(?:[T_ -]?([0-2][0-9])[:h_-]?([0-5][0-9])(?:[:m_-]?([0-5][0-9]))?Z?)?"
    r"(?![0-9])"
)
"""A date in a name, and perhaps a time of day of UTC: `2025-03-16`, `20250316T1840Z`, `2025-03-16_18-40-00`."""


class Folder(File):
    """A folder of snapshots. As a file it is the newest of them; `read` and `size` count them."""

    def __init__(self, path: str, form: str | None = None) -> None:
        super().__init__(path)
        self._form = form
        self._files: list[tuple[When, File]] | None = None

    @property
    def size(self) -> int:
        """How many files there are."""
        return len(self.files())

    def stands(self) -> tuple[int, int]:
        """How many files there are, and a sum over how they look."""
        self._files = None
        seen = [file.stands() for _, file in self.files()]
        return len(seen), sum(size ^ written for size, written in seen)

    def settle(self) -> str:
        """Reads every file through; the digest is that of all of theirs."""
        digests = "".join(file.settle() for _, file in self.files())
        self.digest = hashlib.sha256(digests.encode()).hexdigest()
        return self.digest

    def files(self) -> list[tuple[When, File]]:
        """The files with the times that their names tell, the oldest first.

        Raises `InvalidInput` where there is none, or a name tells no time or that of another.
        """
        if self._files is None:
            paths = self._attempt(lambda: sorted(Path(self.path).iterdir()))
            named = [path for path in paths if path.is_file() and not path.name.startswith(".")]
            self._files = sorted(self._dated(named), key=lambda pair: pair[0].key)
            if not self._files:
                raise self._refused("no-table", "there is no file in the folder", "put the copies of the file there")
        return self._files

    def _dated(self, paths: list[Path]) -> Iterator[tuple[When, File]]:
        times = [(path, published_of(path.name, self._form)) for path in paths]
        wrong = [self._undated(path) for path, when in times if when is None]
        if wrong:
            raise InvalidInput(wrong)
        told: dict[str, Path] = {}
        for path, when in times:
            if when is not None:
                if when.text in told:
                    message = f"{told[when.text].name} and {path.name} were both published at {when}"
                    raise self._refused("no-date", message, "keep one of them, or tell the time of day in their names")
                told[when.text] = path
                yield when, File(path)

    def _undated(self, path: Path) -> Problem:
        message = f"the name {path.name[:60]!r} does not tell when the file was published"
        hint = 'call it such as 2025-03-16T1840Z.csv, or write name = "…%Y-%m-%d…" under [vintage] in the mapping'
        return Problem(code="no-date", message=message, hint=hint, where=Place(file=os.fspath(path)))

    def _opened(self) -> IO[bytes]:
        """The newest."""
        return self.files()[-1][1]._opened()  # noqa: SLF001  of the same family


def published_of(name: str, form: str | None = None) -> When | None:
    """When a file was published, by its name.

    >>> published_of("losses-2022-03-06.csv"), published_of("20220306T2014Z.json"), published_of("losses.csv")
    (When('2022-03-06'), When('2022-03-06T20:14:00Z'), None)
    """
    if form is not None:
        return _by_form(name, form)
    found = DATED.search(name)
    if found is None:
        return None
    year, month, day, hour, minute, second = found.groups()
    text = f"{year}-{month}-{day}" + ("" if hour is None else f"T{hour}:{minute}:{second or '00'}Z")
    try:
        return When.parse(text)
    except InvalidInput:
        return None


def _by_form(name: str, form: str) -> When | None:
    try:
        read = datetime.strptime(name, form)  # noqa: DTZ007  the zone is set behind it
    except ValueError:
        return None
    if "%H" not in form and "%I" not in form:
        return When.parse(read.date().isoformat())
    return instant(read.replace(tzinfo=UTC) if read.tzinfo is None else read)
