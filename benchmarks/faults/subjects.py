"""What is broken on purpose: each sort of store that lives on a disk, and the events that are put into it."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

import attrs

from newsledger import codec
from newsledger.config import Config
from newsledger.event import Event, say
from newsledger.kinds.state import State
from newsledger.problems import ERROR
from newsledger.stores import Store
from newsledger.stores.directory import DirectoryStore
from newsledger.stores.sqlite import SqliteStore

START = dt.datetime(2025, 3, 17, 12, tzinfo=dt.UTC)
"""When the first event is taken in; each further one a second later."""

STORIES = ("kursk", "front", "ridge fire")


@attrs.frozen(kw_only=True)
class Subject:
    """A sort of store. `create` makes an empty one at a place, `again` opens it as another process would.

    `lines` gives every stored line, sound or not, without anything that reads events. `derived` gives the
    files that can be made again, `kept` those that hold events. `reached` is whether it calls the disk from
    Python, so that each call can be made to fail; a database calls it by itself.
    """

    name: str
    create: Callable[[Path], Store]
    again: Callable[[Path], Store]
    lines: Callable[[Path], list[bytes]]
    kept: Callable[[Path], list[Path]]
    derived: Callable[[Path], list[Path]]
    reached: bool = True


def _files(place: Path) -> list[Path]:
    return sorted(path for path in place.rglob("*.jsonl") if not path.name.startswith("."))


def _lines(place: Path) -> list[bytes]:
    return [line for path in _files(place) for line in path.read_bytes().split(b"\n") if line]


def _derived(place: Path) -> list[Path]:
    return sorted(path for path in (place / ".newsledger").glob("known.*") if path.is_file())


DIRECTORY = Subject(
    name="directory", create=lambda place: DirectoryStore.create(place, Config(title="Faults")), again=DirectoryStore,
    lines=_lines, kept=_files, derived=_derived,
)  # fmt: skip

FILE = "ledger.db"
"""The file of a database, in a folder of its own with what SQLite keeps beside it."""


def _made_database(place: Path) -> Store:
    place.mkdir(parents=True)
    return SqliteStore.create(place / FILE, Config(title="Faults"))


def _rows(place: Path) -> list[bytes]:
    """The lines in the rows of a database, as far as SQLite reads them."""
    found: list[bytes] = []
    with contextlib.closing(sqlite3.connect(place / FILE)) as database, contextlib.suppress(sqlite3.DatabaseError):
        found += (
            line if isinstance(line, bytes) else str(line).encode()
            for (line,) in database.execute("SELECT line FROM events ORDER BY seq")
        )
    return found


SQLITE = Subject(
    name="sqlite", create=_made_database, again=lambda place: SqliteStore(place / FILE), lines=_rows,
    kept=lambda place: [place / FILE], derived=lambda _: [], reached=False,
)  # fmt: skip

SUBJECTS = {one.name: one for one in (DIRECTORY, SQLITE)}
"""Every store that is tried, by name. A further one is added here, and tried by rig and tests alike."""


# --- events -----------------------------------------------------------------------------------


def drawing(seed: int) -> random.Random:
    """Chance that draws the same every time. Nothing secret hangs on it."""
    return random.Random(seed)  # noqa: S311  no cryptography


def event(number: int, *, recorded: dt.datetime | None = None) -> Event:
    """An event of which each number has its own."""
    said = say(
        State(f"bridge {number}", "open", term="yes"), source="desk", reported="2025-03-16",
        story=STORIES[number % len(STORIES)],
    )  # fmt: skip
    return codec.stamp(said, recorded=recorded or START + dt.timedelta(seconds=number), by="desk")


def batches(first: int, sizes: Iterable[int]) -> list[list[Event]]:
    """Batches of these sizes, of events from a number on."""
    made = []
    for size in sizes:
        made.append([event(number) for number in range(first, first + size)])
        first += size
    return made


# --- what has to hold -------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Standing:
    """What stands in a store: ids that are read, ids on more than one line, and what is told of damaged lines."""

    ids: frozenset[str]
    doubled: tuple[str, ...]
    damaged: tuple[str, ...]


def state(subject: Subject, place: Path) -> Standing:
    """What another process finds in a store."""
    reading = subject.again(place).read()
    heads = [line[:42] for line in subject.lines(place)]
    doubled = sorted({head for head in heads if heads.count(head) > 1}) if len(set(heads)) < len(heads) else []
    return Standing(
        ids=frozenset(event.id for event in reading.events),
        doubled=tuple(head.decode(errors="replace") for head in doubled),
        damaged=tuple(str(problem) for problem in reading.problems if problem.severity == ERROR),
    )
