"""What all importers share: reading every row, seeing what is new, putting bad rows aside, appending whole batches."""

from __future__ import annotations

import contextlib
import functools
import gc
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import attrs

from newsledger import codec, importers, kinds
from newsledger.codec import stamp
from newsledger.declared import links, problems_of
from newsledger.errors import InvalidInput, NewsledgerError
from newsledger.event import Event, Said
from newsledger.fact import Fact
from newsledger.importers._files import File, refused
from newsledger.importers._spool import LATER, Seen, Spool
from newsledger.ledger import Ledger
from newsledger.plugins import failure_of
from newsledger.problems import Problem

BATCH = 20_000
"""So many events are one file of the ledger. An import of no more is added as one; a larger one as several."""

LOOKED_UP = 4096
"""So many ids are looked up in the ledger at once."""

SELDOM = 200_000
"""So many objects are made before Python looks for rings among them: those of some thousand rows."""

SHOWN = 50
"""So many problems are kept to be told; the others are counted."""

FIRST = 5
"""So many events are kept to be shown."""

MOST_NAME = 60
"""How much of a file's name stands in each event's provenance, in characters."""

UNFIT = re.compile(r'["\\\x00-\x1f\x7f]')
"""What would need an escape in a line, and would make each line slower to read for ever."""

Coming = tuple[Event, str]
"""An event on its way, and by whom it was entered, with where it came from."""

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
        self._importer = importers.find(name)
        self._options = attrs.evolve(options or importers.Options(), there=self._there)
        self.files = [importers.opened(self._importer, path, self._options) for path in paths]
        self._given: list[Event] = []
        self._asked = False
        self._tick = tick
        self._stands: dict[str, tuple[int, int]] = {}
        self._found = Found()
        self._recorded, self._by = ledger.hand()
        self._new = Spool(_second(self._recorded))
        self._linking: list[Said] = []

    # --- looking ------------------------------------------------------------------------------

    def look(self, aside: IO[bytes] | None = None, *, keep: bool = True) -> Found:
        """Reads every row, once. Bad ones go into `aside`, in the format of the file.

        What is new is kept for `append`, unless that is not wanted. Raises `InvalidInput` where a file cannot be
        read at all, or what is new cannot stand in the ledger.
        """
        found = self._found = Found()
        self._recorded, self._by = self.ledger.hand()
        self._new, self._linking = Spool(_second(self._recorded)), []
        self._stands = {file.path: file.stands() for file in self.files}
        found.digests = {file.path: file.settle() for file in self.files}
        with _seldom_looking_for_rings():
            before: Said | None = None
            for event, by in self._fresh(found, aside):
                said = event.said
                found.new += 1
                if len(found.first) < FIRST:
                    found.first.append(codec.decode(json.loads(event.raw))[0] if said.fact is LATER else said)
                if said is not before:  # rows of one version mostly share what is known of them
                    before = said
                    found.speakers.update(said.chain)
                    if links(said):
                        self._linking.append(said)
                if keep:
                    self._new.put(event, by)
        if self._linking:
            self.ledger.check(self._linking)
        return found

    def _fresh(self, found: Found, aside: IO[bytes] | None) -> Iterator[Coming]:
        """Whatever the ledger does not hold yet, each once."""
        add = Seen().add
        for batch in _batches(self._told(found, aside), LOOKED_UP):
            there = self.ledger.holding({event.id for event, _ in batch})
            for coming in batch:
                identity = coming[0].id
                if identity in there:
                    found.present += 1
                elif add(bytes.fromhex(identity)):
                    yield coming
                else:
                    found.twice += 1

    def _told(self, found: Found, aside: IO[bytes] | None) -> Iterator[Coming]:
        """Whatever sound rows say."""
        self._given, self._asked = [], False
        for file in self.files:
            tell = teller(file.name, found.digests[file.path], f"{self._by}, ")
            for row in self._rows(file, found):
                events: Sequence[Event] = row.events
                if row.heading or not _is_straight(row):
                    events, problems = _events(row, self._recorded, tell(row))
                    _count(found, row, [_placed(problem, file, row) for problem in problems])
                    if aside is not None and (problems or row.heading) and row.raw:
                        aside.write(row.raw + b"\n")
                else:
                    found.rows += row.number > 0  # one that is missing from a version stands in no line
                if self._asked:
                    self._given += events
                if events:
                    by = tell(row)
                    for event in events:
                        yield event, by

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
        if self._linking:
            self.ledger.check(self._linking)
        slug = Path(self.files[0].path).name.partition(".")[0]
        added = 0
        written: list[str] = []
        for batch in self._new.batches(BATCH):
            done = self.ledger.add(batch, slug=slug)
            added, written = added + len(done.added), written + ([done.file] if done.file else [])
            if self._tick is not None:
                self._tick(self.files[-1], self._found.rows)
        return added, written


@contextlib.contextmanager
def _seldom_looking_for_rings() -> Iterator[None]:
    """Lets Python look for rings of dead objects once in many rows: rows form none, and it looks at all of them."""
    was = gc.get_threshold()
    gc.set_threshold(SELDOM, *was[1:])
    try:
        yield
    finally:
        gc.set_threshold(*was)


def origin(name: str, line: int, digest: str) -> str:
    """Where an event came from, as it stands behind the name of whoever entered it.

    >>> origin("votes.csv", 17, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    'from votes.csv line 17, sha256 e3b0c44298fc1c14'
    """
    return teller(name, digest)(importers.Row(number=line, raw=b""))


def teller(name: str, digest: str, hand: str = "") -> Callable[[importers.Row], str]:
    """What tells of each row of a file where it came from: each event carries it, and all but the line is the same.

    `hand` stands before it: who takes it in.
    """
    short = name if len(name) <= MOST_NAME else f"{name[: MOST_NAME - 1]}…"
    before, after = f"{hand}from {UNFIT.sub('_', short)} line ", f", sha256 {digest[:16]}"

    def tell(row: importers.Row) -> str:
        return f"{before}{row.number}{after}" if row.origin is None else f"{hand}from {UNFIT.sub('_', row.origin)}"

    return tell


def _batches(coming: Iterator[Coming], size: int) -> Iterator[list[Coming]]:
    while batch := list(itertools.islice(coming, size)):
        yield batch


def _is_straight(row: importers.Row) -> bool:
    """Whether all that a row says stands in bytes that were filled in, in which nothing can be wrong."""
    if row.problems or row.saids or not row.events:
        return False
    for event in row.events:  # noqa: SIM110  asked of each row, and `all` takes twice as long
        if event.said.fact is not LATER:
            return False
    return True


def _events(row: importers.Row, recorded: datetime, by: str) -> tuple[list[Event], list[Problem]]:
    """What a row says; nothing where anything is wrong with it."""
    if row.problems:
        return [], list(row.problems)
    try:
        events = [stamp(said, recorded=recorded, by=by) for said in row.saids]
    except InvalidInput as error:
        return [], list(error.problems)
    events += row.events
    # circles of sources are looked for at the end, among all that say whom a source draws on
    asked = [one for one in events if one.said.fact is not LATER and not _plain(one.said) and not links(one.said)]
    found = list(problems_of(asked, list)) if asked else []
    return ([], found) if found else (events, [])


@functools.lru_cache(maxsize=4)
def _second(recorded: datetime) -> str:
    """An instant as it stands in a line; an import has one."""
    return recorded.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _plain(said: Said) -> bool:
    """Whether nothing about it is asked at the door: nobody carried it, and its kind has no demands of its own."""
    return not said.via and isinstance(said.fact, Fact) and _undemanding(said.kind)


@functools.cache
def _undemanding(kind: str) -> bool:
    spec = kinds.spec(kind)
    if spec is None:
        return False
    return spec.cls.problems is Fact.problems and not any(one.each for one in spec.fields)


def _is_row(given: object) -> bool:
    """Whether an importer gave what it ought to: another's program may give anything."""
    return isinstance(given, importers.Row)


def _count(found: Found, row: importers.Row, problems: list[Problem]) -> None:
    found.rows += row.number > 0 and not row.heading
    found.bad += bool(problems)
    found.empty += not (row.heading or problems or row.saids or row.events)
    found.problems += problems[: max(0, SHOWN - len(found.problems))]


def _placed(problem: Problem, file: File, row: importers.Row) -> Problem:
    """The problem with its file and line, where the importer named none."""
    line = problem.where.line or row.number
    return attrs.evolve(problem, where=attrs.evolve(problem.where, file=file.path, line=line))
