"""One ledger made of another, in another store: every member of the set, settings, seals and sheets; held against it.

The new ledger is made aside, read again and compared. Only if both are the same it gets its name, so that
there is a whole one or none.
"""

# pathlib costs more than all that is done here
# ruff: noqa: PTH100, PTH105, PTH106, PTH110, PTH112, PTH118, PTH119, PTH120, PTH123, PTH208

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from typing import Protocol

from newsledger import codec, config, database
from newsledger.durable import sync_folder, telling, write_whole
from newsledger.errors import IntegrityBroken, InvalidInput, LedgerMoved, LedgerNotFound
from newsledger.event import Event
from newsledger.frozen import frozen
from newsledger.problems import ERROR, Problem, did_you_mean
from newsledger.stores import Reading, read_lines, reading, visible
from newsledger.stores.directory import DirectoryStore
from newsledger.stores.sqlite import SqliteStore

FILES, SQLITE, LINES = FORMS = ("files", "sqlite", "jsonl")
"""What a ledger may be made into: a folder of files, a SQLite file, or its bare lines in one file."""

ENDINGS = {".db": SQLITE, ".sqlite": SQLITE, ".sqlite3": SQLITE, ".jsonl": LINES}
"""What the end of a name says; any other name is that of a folder."""

SAFE = re.compile(r"(?!\.)[^/\\\0]+(/(?!\.)[^/\\\0]+)*")
"""Names that lead to nowhere but into the folder of a ledger, and that no reader passes over."""

SEALS = "_seals/"


class Kept(Protocol):
    """A store that keeps files beside its events."""

    def read(self) -> Reading:
        """All events."""

    def files(self) -> dict[str, bytes]:
        """Settings, seals, sheets."""


@frozen(kw_only=True)
class Content:
    """What a ledger holds: its lines, sorted, and what is kept beside them."""

    events: tuple[Event, ...]
    lines: frozenset[bytes]
    files: dict[str, bytes]

    @property
    def seals(self) -> int:
        """How many seals there are."""
        return sum(1 for name in self.files if name.startswith(SEALS) and name.endswith(".seal"))


@frozen(kw_only=True)
class Converted:
    """What was made: how much of everything, and what the new form cannot hold, hence was left out."""

    form: str
    members: int
    events: int
    seals: int
    files: int
    left_out: tuple[str, ...] = ()


def form_of(path: str, told: str | None = None) -> str:
    """What a path is to become, by its name unless it is told.

    >>> form_of("feed.db"), form_of("news/events"), form_of("a.jsonl"), form_of("x", "sqlite")
    ('sqlite', 'files', 'jsonl', 'sqlite')

    Raises:
        InvalidInput: nothing can become what is told.
    """
    if told is not None and told not in FORMS:
        hint = did_you_mean(told, FORMS)
        raise InvalidInput([Problem(code="unknown-store", message=f"there is no store {told!r}", hint=hint)])
    return told or ENDINGS.get(os.path.splitext(path)[1].lower(), FILES)  # noqa: PTH122  as said at the top


# --- reading ----------------------------------------------------------------------------------


class Lines:
    """The lines of a file, as a ledger without settings."""

    def __init__(self, path: str) -> None:
        self._path = path

    def read(self) -> Reading:
        """All events, and what is wrong with the lines."""
        with telling(self._path, "nothing was written"), open(self._path, "rb") as stream:
            return reading(*read_lines(stream.read().split(b"\n"), visible(os.path.basename(self._path))))

    def files(self) -> dict[str, bytes]:
        """None."""
        return {}


def source_at(path: str) -> Kept:
    """What there is at a path: the ledger in a folder, in a SQLite file, or lines.

    Raises:
        LedgerNotFound: there is nothing that can be read.
        LedgerUnusable, InvalidInput: as stores raise them.
    """
    if os.path.isdir(path):
        return DirectoryStore(path)
    if not os.path.exists(path):
        raise LedgerNotFound(f"there is nothing at {path}: name a ledger's folder, its SQLite file, or a .jsonl file")
    return Lines(path) if form_of(path) == LINES else SqliteStore(path)


def content_of(store: Kept) -> Content:
    """What a store holds, whole.

    Raises:
        InvalidInput: something in it is damaged; with every problem. What is damaged would be lost.
    """
    reading = store.read()
    broken = [problem for problem in reading.problems if problem.severity == ERROR]
    if broken:
        raise InvalidInput(broken)
    lines = frozenset(codec.write(event) for event in reading.events)
    return Content(events=reading.events, lines=lines, files=store.files())


# --- making -----------------------------------------------------------------------------------


def convert(source: str, target: str, *, to: str | None = None, dry_run: bool = False) -> Converted:
    """Makes a new ledger at `target` of the one at `source`, which stays as it is.

    Raises:
        InvalidInput: the source is damaged, or the target is there already.
        IntegrityBroken: what was made does not read back as what it was made of.
        LedgerMoved: somebody appended to the source meanwhile.
        LedgerNotFound, LedgerUnusable, LedgerLocked: as stores raise them.

    In each case nothing was written.
    """
    form = form_of(target, to)
    store = source_at(source)
    _refuse(source, target)
    content = content_of(store)
    _check_names(content.files, form)
    left_out = tuple(sorted(content.files)) if form == LINES else ()
    done = Converted(
        form=form, members=len(content.lines), events=len({event.id for event in content.events}),
        seals=content.seals if form != LINES else 0, files=len(content.files) - len(left_out), left_out=left_out,
    )  # fmt: skip
    if not dry_run:
        with telling(target, "nothing was written"):
            _make(store, content, target, form)
    return done


def _make(store: Kept, content: Content, target: str, form: str) -> None:
    folder = os.path.dirname(os.path.abspath(target))
    with _made_folder(folder), _aside(folder, os.path.basename(os.path.abspath(target))) as aside:
        made = _written(content, aside, form)
        if (made.lines, made.files if form != LINES else content.files) != (content.lines, _expected(content.files)):
            raise IntegrityBroken(
                f"what was made of it does not read back as the same ledger; {target} was not written"
            )
        if content_of(store) != content:
            raise LedgerMoved(f"somebody wrote to the ledger meanwhile; {target} was not written. Do it again")
        if os.path.isdir(target):
            os.rmdir(target)  # empty: so it was held
        os.replace(aside, target)
        sync_folder(folder)


def _expected(files: dict[str, bytes]) -> dict[str, bytes]:
    """What a new ledger keeps beside its events: settings of its own where the old one, being lines, has none."""
    return files or {config.NAME: config.checked(config.Config())}


def _written(content: Content, path: str, form: str) -> Content:
    """Writes what a ledger holds, and reads it again."""
    if form == LINES:
        ordered = b"".join(codec.write(event) + b"\n" for event in content.events)
        write_whole(*os.path.split(path), ordered)
        again = content_of(Lines(path))
        return Content(events=again.events, lines=again.lines, files=_expected(content.files))
    if form == SQLITE:
        database.create(path, sorted(_expected(content.files).items()))
        store = SqliteStore(path)
        try:
            store.fill(content.events)
        finally:
            store.close()
        return _again(SqliteStore(path))
    return _written_in_folder(content, path)


def _again(store: SqliteStore) -> Content:
    try:
        return content_of(store)
    finally:
        store.close()


def _written_in_folder(content: Content, path: str) -> Content:
    files = _expected(content.files)
    settings = config.parse(files[config.NAME].decode("utf-8-sig"))
    store = DirectoryStore.create(path, settings)
    for name, raw in files.items():
        store.put(name, raw)
    store.fill(content.events)
    return content_of(DirectoryStore(path))


@contextlib.contextmanager
def _made_folder(folder: str) -> Iterator[None]:
    """Makes the folders above the new ledger; what was made goes again if it fails."""
    missing = []
    while not os.path.isdir(folder):
        missing.append(folder)
        folder = os.path.dirname(folder)
    for one in reversed(missing):
        os.mkdir(one)  # noqa: PTH102  as said at the top
    try:
        yield
    except BaseException:
        for one in missing:
            with contextlib.suppress(OSError):
                os.rmdir(one)
        raise


@contextlib.contextmanager
def _aside(folder: str, name: str) -> Iterator[str]:
    """A path beside the target, under a dot-name; whatever stands there when it fails goes."""
    aside = os.path.join(folder, f".{name}.part")
    _discard(aside)
    try:
        yield aside
    except BaseException:
        _discard(aside)
        raise


def _discard(path: str) -> None:
    if os.path.isdir(path):
        shutil.rmtree(path)
    else:
        database.discard(path)


# --- refusing ---------------------------------------------------------------------------------


def _refuse(source: str, target: str) -> None:
    """Holds that the target is free, and that neither stands within the other."""
    one, other = os.path.realpath(source), os.path.realpath(target)
    if os.path.commonpath([one, other]) in (one, other) and os.path.isdir(one):
        message = f"{target} and {source} are one place, or one stands within the other"
        raise InvalidInput([Problem(code="same-place", message=message, hint="name a place beside it")])
    if os.path.isdir(target) and not os.listdir(target):
        return
    if os.path.lexists(target):
        message = f"there is something at {target} already, and nothing is ever written over"
        raise InvalidInput([Problem(code="target-exists", message=message, hint="name a new place, or move that away")])


def _check_names(files: dict[str, bytes], form: str) -> None:
    """Holds that each file beside the events has a name that may stand in a folder."""
    bad = [name for name in files if not SAFE.fullmatch(name) or name.endswith(".jsonl")] if form == FILES else []
    if bad:
        hint = "it was put into the database by another program: take it out there"
        raise InvalidInput(
            [
                Problem(code="unsafe-name", message=f"a file beside the events is called {visible(name)!r}", hint=hint)
                for name in sorted(bad)
            ]
        )
