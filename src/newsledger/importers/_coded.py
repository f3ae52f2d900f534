"""What importers of published data sets share: known columns, versions of one row, rows that were withdrawn.

A data set overwrites its past: the same row comes back with another figure under the same id. Here the later
row corrects what the ledger holds of the earlier one, and a row that changed nothing adds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import attrs

from newsledger.codec import stamp
from newsledger.errors import InvalidInput
from newsledger.event import Event, Said
from newsledger.event import say as put
from newsledger.fact import fold
from newsledger.importers import File, Options, Row
from newsledger.importers._files import refused
from newsledger.importers._tables import Record, records
from newsledger.kinds.retraction import Retraction
from newsledger.ledger import utc_now
from newsledger.live import fold_slot
from newsledger.names import Names
from newsledger.problems import Place, Problem, did_you_mean
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

EMPTY = frozenset({"", "na", "nan", "null", "none", "n/a"})
"""What stands in a cell that tells nothing, in the exports of R, Python and databases."""

Slot = tuple[str, ...]


class Cells:
    """One row of a data set, its cells by column. What cannot be read raises `InvalidInput` with its column.

    >>> Cells(Record(number=2, raw=b"", columns=("best",), cells={"best": "12.0"})).whole("best")
    12
    """

    def __init__(self, record: Record) -> None:
        self._record = record

    def text(self, name: str) -> str:
        """The words of a cell; empty where it tells nothing."""
        told = " ".join(self._record.cells.get(name, "").split())
        return "" if told.casefold() in EMPTY else told

    def needed(self, name: str) -> str:
        """The words of a cell that has to tell something."""
        told = self.text(name)
        if not told:
            raise self.bad(name, "the cell is empty", "without it nobody knows what the row is about")
        return told

    def whole(self, name: str) -> int | None:
        """A count. Tools that know no empty integers write it with decimals, `12.0`."""
        told = self.text(name)
        digits = told.partition(".")[0] if told.rstrip("0").endswith(".") else told
        if told and not digits.removeprefix("-").isdecimal():
            raise self.bad(name, f"{told[:40]!r} is no count", "write a whole number, such as 12")
        return int(digits) if told else None

    def date(self, name: str) -> When:
        """A day, as `2024-01-31`, `20240131` or in words. A time of the day that stands behind it is left out."""
        told = self.needed(name)
        plain = told[:10] if told[4:5] == "-" else told
        if len(plain) == len("20240131") and plain.isdecimal():
            plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
        try:
            return When.read(plain)
        except InvalidInput as error:
            problem = error.problems[0]
            raise self.bad(name, problem.message, problem.hint or "write 2024-01-31") from None

    def bad(self, name: str, message: str, hint: str) -> InvalidInput:
        """What is wrong with a cell, ready to be raised."""
        columns = self._record.columns
        where = Place(line=self._record.number, column=columns.index(name) + 1 if name in columns else None)
        return InvalidInput([Problem(code="bad-cell", message=f"{name}: {message}", hint=hint, where=where)])


Read = Callable[[Cells], Iterable[Said]]
"""What a row says, by its cells."""


def has_columns(file: File, *names: str) -> bool:
    """Whether the first line of a file names these columns."""
    heading = file.head().partition(b"\n")[0].decode("utf-8", errors="replace").removeprefix("\ufeff")
    told = {cell.strip().strip('"') for mark in ",;\t" for cell in heading.split(mark)}
    return set(names) <= told


def rows(file: File, needs: tuple[str, ...], read: Read) -> Iterator[Row]:
    """The rows of a table of known columns. Raises `InvalidInput` where one of those that are needed is missing."""
    for record in records(file):
        if record.heading:
            _check(file, needs, record)
        yield _row(record, read)


def _check(file: File, needs: tuple[str, ...], record: Record) -> None:
    missing = [name for name in needs if name not in record.columns]
    if missing:
        problems = [
            Problem(
                code="unknown-column", message=f"there is no column {name!r}, which the format has",
                hint=did_you_mean(name, record.columns) or "see of which format, and which version of it, the file is",
                where=Place(file=file.path, line=record.number),
            )
            for name in missing
        ]  # fmt: skip
        raise InvalidInput(problems)


def _row(record: Record, read: Read) -> Row:
    if record.heading or record.problem is not None:
        problems = () if record.problem is None else (record.problem,)
        return Row(number=record.number, raw=record.raw, heading=record.heading, problems=problems)
    return told(record.number, record.raw, lambda: read(Cells(record)))


def told(number: int, raw: bytes, read: Callable[[], Iterable[Said]]) -> Row:
    """A row by what is read from it, or with every problem found."""
    try:
        return Row(number=number, raw=raw, saids=tuple(read()))
    except InvalidInput as error:
        return Row(number=number, raw=raw, problems=error.problems)


# --- versions of a row ------------------------------------------------------------------------


class Versions:
    """What a ledger holds of a data set's own words, by slot, so that a later version of a row corrects an earlier one.

    What is given is remembered as well: two versions of a row may stand in one file.
    """

    def __init__(self, options: Options, source: str) -> None:
        self._source = source
        self._newest: dict[Slot, Event] = {}
        self._taken_back: set[str] = set()
        events = options.there() if options.there is not None else ()
        for event in sorted(events, key=_order):
            self._note(event)

    def _note(self, event: Event) -> None:
        said = event.said
        if isinstance(said.fact, Retraction):
            self._taken_back.add(said.fact.target)
        elif said.source is not None and fold(said.source) == fold(self._source) and not event.redacted:
            self._newest[_slot(said)] = event

    def holds(self, said: Said) -> bool:
        """Whether something is there already of what a row is about."""
        return _slot(said) in self._newest

    def revised(self, said: Said) -> Iterator[Said]:
        """What is to be added of a row: nothing where it changed nothing, else itself, or as a correction.

        Raises `InvalidInput` for a version older than the one that is there.
        """
        there = self._newest.get(_slot(said))
        if there is not None and there.id not in self._taken_back:
            if same_words(there.said, said):
                return
            if not _later(said, there.said):
                raise InvalidInput([_older(said, there.said)])
            said = attrs.evolve(said, corrects=there.id)
        self._note(stamp(said, recorded=utc_now(), by=""))
        yield said

    def withdrawn(self, incident: str, reported: When, reason: str) -> Iterator[Said]:
        """What takes back all that is there of an incident."""
        wanted = fold(incident)
        for slot, event in list(self._newest.items()):
            if wanted in slot[1:] and event.id not in self._taken_back:
                self._taken_back.add(event.id)
                yield put(
                    Retraction(target=event.id, reason=reason), source=self._source, reported=reported,
                    story=event.said.story,
                )  # fmt: skip


def _order(event: Event) -> tuple[int, int, str]:
    reported = event.said.reported
    return (reported.span()[1] if reported else 0, event.recorded_at, event.id)


def _slot(said: Said) -> Slot:
    return fold_slot(said, Names())


def same_words(one: Said, other: Said) -> bool:
    """Whether two versions of a row say the same of the same time."""
    return (one.fact, one.occurred, one.stance, one.confidence) == (
        other.fact, other.occurred, other.stance, other.confidence,
    )  # fmt: skip


def _later(said: Said, there: Said) -> bool:
    if said.reported is None or there.reported is None:
        return False
    return said.reported.span()[1] > there.reported.span()[1]


def _older(said: Said, there: Said) -> Problem:
    message = f"the row is of {said.reported}, and the ledger holds another version of it of {there.reported}"
    hint = "import older files first; what is older than what is there corrects nothing"
    return Problem(code="older-version", message=message, hint=hint)


def needs_reported(file: File, options: Options, why: str) -> When:
    """When a release was made public, as somebody said with `--reported`. Raises `InvalidInput` where nobody did."""
    if options.reported is None:
        hint = "--reported DATE gives the day of the release, such as --reported 2025-06-10"
        raise refused(file.path, "no-reported", why, hint)
    return options.reported


def figure(low: int, best: int, high: int) -> Quantity:
    """A number of people with its bounds.

    >>> figure(2, 3, 9), figure(2, 2, 2)
    (Quantity('2..3..9 person'), Quantity('2 person'))
    """
    return Quantity.parse(f"{best} person" if low == best == high else f"{low}..{best}..{high} person")
