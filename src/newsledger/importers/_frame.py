"""What all importers share: reading every row, seeing what is new, putting bad rows aside, appending whole batches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

import attrs

from newsledger import importers
from newsledger.codec import stamp
from newsledger.declared import links, problems_of
from newsledger.errors import InvalidInput, NewsledgerError
from newsledger.event import Event, Said
from newsledger.importers._files import File, refused
from newsledger.ledger import Ledger, utc_now
from newsledger.plugins import failure_of
from newsledger.problems import Problem

BATCH = 20_000
"""So many events are one file of the ledger. An import of no more is added as one; a larger one as several."""

SHOWN = 50
"""So many problems are kept to be told; the others are counted."""

FIRST = 5
"""So many events are kept to be shown."""

MOST_NAME = 60
"""How much of a file's name stands in each event's provenance, in characters."""

UNFIT = re.compile(r'["\\\x00-\x1f\x7f]')
"""What would need an escape in a line, and would make each line slower to read for ever."""

Tick = Callable[["File", int], None]
"""Called for each row, with its file and how many rows were read before."""


@attrs.define(kw_only=True)
class Found:
    """What one look at files found: how many rows and of which sort, and the first of them."""

    rows: int = 0
    new: int = 0
    present: int = 0
    twice: int = 0
    empty: int = 0
    bad: int = 0
    first: list[Said] = attrs.field(factory=list)
    problems: list[Problem] = attrs.field(factory=list)
    speakers: set[str] = attrs.field(factory=set)
    digests: dict[str, str] = attrs.field(factory=dict)


@attrs.frozen
class _Read:
    """An event that may be new, and where it stands."""

    said: Said
    file: File
    line: int


class Import:
    """Some files, of one format, on their way into a ledger.

    `look` reads them and writes nothing; `append` then adds what is new. `tick` hears of every row.

    >>> from newsledger.ledger import in_memory
    >>> _ = Path("a.jsonl").write_text('{"fact":{"kind":"control","place":"sudzha","holder":"russia"},'
    ...     '"source":"desk","reported":"2025-03-16"}')
    >>> job = Import(in_memory(), "jsonl", ["a.jsonl"])
    >>> job.look().new, job.append(), job.look().present
    (1, (1, []), 1)
    """

    def __init__(
        self,
        ledger: Ledger,
        name: str,
        paths: Iterable[str],
        options: importers.Options | None = None,
        *,
        tick: Tick | None = None,
    ) -> None:
        self.ledger = ledger
        self.name = name
        self.files = [File(path) for path in paths]
        self._importer = importers.find(name)
        self._options = attrs.evolve(options or importers.Options(), there=self._there)
        self._given: list[Event] = []
        self._asked = False
        self._tick = tick
        self._stands: dict[str, tuple[int, int]] = {}
        self._found = Found()
        self._held: list[_Read] | None = None

    # --- looking ------------------------------------------------------------------------------

    def look(self, aside: IO[bytes] | None = None) -> Found:
        """Reads every row. Bad ones go into `aside`, in the format of the file.

        Raises `InvalidInput` where a file cannot be read at all, or what is new cannot stand in the ledger.
        """
        self._found, self._held = Found(), []
        self._stands = {file.path: file.stands() for file in self.files}
        linking: list[Said] = []
        for one in self._new(self._found, aside):
            self._note(one)
            linking += [one.said] if links(one.said) else []
        if linking:
            self.ledger.check(linking)
        return self._found

    def _note(self, one: _Read) -> None:
        found = self._found
        found.new += 1
        found.speakers.update(one.said.chain)
        if len(found.first) < FIRST:
            found.first.append(one.said)
        if self._held is not None:
            self._held.append(one)
            if len(self._held) > BATCH:
                self._held = None  # memory stays flat: they are read again when they are added

    def _new(self, found: Found, aside: IO[bytes] | None = None) -> Iterator[_Read]:
        """Whatever the ledger does not hold yet, each once."""
        there = {bytes.fromhex(identity) for identity in self.ledger.state().ids()}
        seen: set[bytes] = set()
        self._given, self._asked = [], False
        for file in self.files:
            for row in self._rows(file, found):
                events, problems = _events(row)
                _count(found, row, [_placed(problem, file, row) for problem in problems])
                if aside is not None and (problems or row.heading) and row.raw:
                    aside.write(row.raw + b"\n")
                for identity, said in events:
                    found.present += identity in there
                    found.twice += identity in seen
                    if identity not in there and identity not in seen:
                        seen.add(identity)
                        if self._asked:
                            self._given.append(stamp(said, recorded=utc_now(), by=""))
                        yield _Read(said, file, row.number)
            found.digests[file.path] = file.digest or ""

    def _there(self) -> list[Event]:
        """What the ledger holds, and what the files before this one gave: kept only where an importer asks for it."""
        self._asked = True
        return [*self.ledger.events(), *self._given]

    def _rows(self, file: File, found: Found) -> Iterator[importers.Row]:
        """The rows of a file. An importer of another package that fails is named, and nothing is taken from it."""
        try:
            for row in self._importer.read(file, self._options):
                if not _is_row(row):
                    message = f"{type(row).__name__} stands where a row is expected"
                    raise TypeError(message)  # noqa: TRY301  told below, as any fault of the importer is
                if self._tick is not None:
                    self._tick(file, found.rows)
                yield row
        except (NewsledgerError, GeneratorExit):
            raise
        except Exception as error:
            told = failure_of(importers.GROUP, self.name, error)
            if told is None:
                raise
            raise refused(file.path, "broken-plugin", told, "tell whoever wrote it; nothing was added") from None

    # --- appending ----------------------------------------------------------------------------

    def append(self) -> tuple[int, list[str]]:
        """Adds what was new when it was looked at: how many events, and in which files of the ledger.

        Up to `BATCH` events are one batch, all of it or nothing. More are several, each whole: where it breaks off
        between two, the same import adds the rest.

        Raises `InvalidInput` where a file changed since; then nothing was written.
        """
        for file in self.files:
            if file.stands() != self._stands.get(file.path):
                raise refused(file.path, "changed-file", "the file changed since it was looked at", "import it again")
        if self._held is not None:
            return self._added(self._held)
        added = 0
        written: list[str] = []
        for batch in _batches(self._new(Found())):
            count, files = self._added(batch)
            added, written = added + count, written + files
        return added, written

    def _added(self, batch: list[_Read]) -> tuple[int, list[str]]:
        if not batch:
            return 0, []
        slug = Path(self.files[0].path).name.partition(".")[0]
        origins = [origin(one.file.name, one.line, self._found.digests[one.file.path]) for one in batch]
        done = self.ledger.append([one.said for one in batch], slug=slug, origins=origins)
        return len(done.added), [done.file] if done.file else []


def origin(name: str, line: int, digest: str) -> str:
    """Where an event came from, as it stands behind the name of whoever entered it.

    >>> origin("votes.csv", 17, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    'from votes.csv line 17, sha256 e3b0c44298fc1c14'
    """
    short = name if len(name) <= MOST_NAME else f"{name[: MOST_NAME - 1]}…"
    return f"from {UNFIT.sub('_', short)} line {line}, sha256 {digest[:16]}"


def _batches(read: Iterable[_Read]) -> Iterator[list[_Read]]:
    batch: list[_Read] = []
    for one in read:
        batch.append(one)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _events(row: importers.Row) -> tuple[list[tuple[bytes, Said]], list[Problem]]:
    """What a row says, each with its id; nothing where anything is wrong with it."""
    if row.problems:
        return [], list(row.problems)
    try:
        events = [stamp(said, recorded=utc_now(), by="") for said in row.saids]
    except InvalidInput as error:
        return [], list(error.problems)
    # circles of sources are looked for at the end, among all that say whom a source draws on
    found = list(problems_of((one for one in events if not links(one.said)), list)) if events else []
    return ([], found) if found else ([(bytes.fromhex(one.id), one.said) for one in events], [])


def _is_row(given: object) -> bool:
    """Whether an importer gave what it ought to: another's program may give anything."""
    return isinstance(given, importers.Row)


def _count(found: Found, row: importers.Row, problems: list[Problem]) -> None:
    found.rows += not row.heading
    found.bad += bool(problems)
    found.empty += not (row.heading or problems or row.saids)
    found.problems += problems[: max(0, SHOWN - len(found.problems))]


def _placed(problem: Problem, file: File, row: importers.Row) -> Problem:
    """The problem with its file and line, where the importer named none."""
    line = problem.where.line or row.number
    return attrs.evolve(problem, where=attrs.evolve(problem.where, file=file.path, line=line))
