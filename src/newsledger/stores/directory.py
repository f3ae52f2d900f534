"""directory: a ledger in a folder of plain text files. One append is one immutable file.

A file is written aside, synced, renamed and its folder synced before `append` returns. Readers
take no lock: they see a file whole or not at all. What a file is called means nothing to them.
"""

# pathlib costs more than all that is done here, at every start
# ruff: noqa: PTH103, PTH112, PTH113, PTH116, PTH118, PTH123

from __future__ import annotations

import contextlib
import errno
import gc
import itertools
import os
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from newsledger import codec, registry
from newsledger import config as configuration
from newsledger.config import Config
from newsledger.digest import sha256
from newsledger.durable import folder_for_a_file, refusal, sync_folder, telling, write_whole
from newsledger.errors import InvalidInput, LedgerLocked, LedgerNotFound
from newsledger.event import Event
from newsledger.fact import fold
from newsledger.folders import content, walk
from newsledger.problems import Place, Problem
from newsledger.redacting import check_declared
from newsledger.stores import (
    IN_PIECES,
    Appended,
    Page,
    Reading,
    each_line,
    identity_of,
    ids_among,
    in_order,
    lines_of,
    read_lines,
    reading,
    sift,
    visible,
)

if TYPE_CHECKING:
    from newsledger.arriving import Arrived
    from newsledger.arriving.log import Log
    from newsledger.known import Known
    from newsledger.packing import Packed

NAME = "directory"
ENDING = ".jsonl"
DERIVED = ".newsledger"
"""The folder of what can be made again, and of the lock; git is told to ignore it."""

CACHE = "cache.sqlite"
"""The derived cache of a large ledger."""

LARGE = 4_000_000
"""Bytes of a ledger from which on a cache pays: some ten thousand events, which take about a second to read."""

WITHOUT_STORY = "_batch"
"""The folder of batches that belong to no story or to several. No slug begins so."""

WAIT = 10.0
"""How many seconds an append waits for another one; each holds the lock for milliseconds."""

TRIES = 4
"""How often files may be gone from under a reader before it tells so. Joining them takes milliseconds, and is rare."""

MOST_LINES = 10_000
"""So many events one file takes in a ledger that is made of another: some four megabytes."""

MAX_SLUG = 40
"""How much of a name a file's name takes, so that three of them stay under the 255 bytes of most disks."""

NO_SLUG = "x"
"""Stands for a name of which nothing can be written in ASCII."""


class DirectoryStore:
    """The ledger in a folder that holds a `ledger.toml`.

    >>> from newsledger.config import Config
    >>> store = DirectoryStore.create("news", Config(title="News"))
    >>> store.append([])
    <Appended: 0 added, 0 present>
    >>> DirectoryStore("news").config.title
    'News'

    `wait` is how many seconds an append waits for another process.

    Raises:
        InvalidInput: `ledger.toml` says what cannot be.
        LedgerNotFound: there is no ledger in the folder, or no folder.
        LedgerUnusable: it cannot be read, or is of a newer format.
    """

    def __init__(self, path: str | os.PathLike[str], *, wait: float = WAIT) -> None:
        self.path = os.fspath(path)
        self.wait = wait
        self._config = _config_in(self.path)
        self._known: Known | None = None
        self._log: Log | None = None

    @classmethod
    def create(cls, path: str | os.PathLike[str], config: Config) -> DirectoryStore:
        """Makes a ledger in a folder, which is made too where it is missing.

        Raises:
            InvalidInput: there is a ledger already, or a file; or the settings say what cannot be.
            LedgerUnusable: nothing can be written there.
        """
        folder = os.fspath(path)
        _refuse(folder)
        text = configuration.checked(config, os.path.join(folder, configuration.NAME))
        with telling(folder, "no ledger was made"):
            os.makedirs(folder, exist_ok=True)
            _ignore_derived(folder)
            write_whole(folder, configuration.NAME, text)
        made = cls(folder)
        made._arrivals().begin()
        return made

    @property
    def config(self) -> Config:
        """Title, zones and the default grade of the ledger, as they were when it was opened."""
        return self._config

    @property
    def derived(self) -> str:
        """The folder of what can be made again."""
        return os.path.join(self.path, DERIVED)

    def is_large(self) -> bool:
        """Whether it pays to keep a cache of the ledger: where one is kept, and from so many bytes on."""
        if os.path.lexists(os.path.join(self.derived, CACHE)):
            return True
        try:
            sizes = (os.stat(self._path(file)).st_size for file in _files(self.path, []))
            return any(total >= LARGE for total in itertools.accumulate(sizes))
        except OSError:  # something cannot be read: what is wrong with it is told when it is
            return False

    # --- reading ------------------------------------------------------------------------------

    def read(self) -> Reading:
        """All events, and every problem with its file, line and column. Nothing that a file holds raises.

        A file that went between looking and reading was joined into another, hence all is read again.
        """
        with _no_looking_for_rings():
            for _ in range(TRIES):
                with contextlib.suppress(FileNotFoundError):
                    return self._read()
            return self._read(last=True)

    def _read(self, *, last: bool = False) -> Reading:
        events: list[Event] = []
        problems: list[Problem] = []
        places: dict[str, Place] = {}
        for page in self.pages(last=last):
            if page.content is None:
                if page.problem is None:
                    raise FileNotFoundError(page.name)
                problems.append(page.problem)
                continue
            found = read_lines(each_line(page.content), page.name)
            events += found[0]
            problems += found[1]
            for identity, place in found[2].items():
                places.setdefault(identity, place)
        return reading(events, problems, places)

    def pages(self, *, last: bool = False) -> Iterator[Page]:
        """Every file of events as it stands, in the order of their paths; each is read when it is asked for.

        With `last`, a file that is gone is told as one that cannot be read.
        """
        unread: list[Page] = []
        root = os.path.join(self.path, "")
        for file, plain in walk(self.path, ENDING, lambda inside, error: unread.append(_unread(inside or ".", error))):
            try:
                yield Page(visible(file), _content(root + file, plain=plain))
            except OSError as error:
                gone = isinstance(error, FileNotFoundError) and not os.path.lexists(root + file)
                yield Page(visible(file), None) if gone and not last else _unread(file, error)
        yield from unread

    def there(self, identities: Collection[str]) -> set[str]:
        """Those of some ids that stand in a sound line of some file. Memory does not grow with the ledger.

        Where the index cannot be used, because the ledger may only be read or is in use, every file is read.
        """
        if not identities:
            return set()
        try:
            with self._alone(), self._index() as known:
                return self._there(known, identities)
        except (OSError, LedgerLocked):
            return self._in_any_file(identities)

    def _path(self, file: str) -> str:
        return os.path.join(self.path, file)

    def _lines(self, file: str) -> list[bytes]:
        return _content(self._path(file)).split(b"\n")

    # --- writing ------------------------------------------------------------------------------

    def append(self, events: Iterable[Event], *, slug: str | None = None, after: str | None = None) -> Appended:
        """Writes the events that are not there yet as one file; when it returns, they are on the disk.

        `slug` names the file for people where the batch has no one source. With `after` they are
        written only if nothing arrived since that position.

        Raises:
            IntegrityBroken: an event does not match its id.
            InvalidInput: `after` is no position of this copy.
            LedgerLocked: another process held the ledger for longer than `wait`.
            LedgerMoved: events arrived since the position `after`.
            LedgerUnusable: the folder cannot be written to.

        In each case nothing was written.
        """
        batch = list(events)
        lines_of(batch)  # each reads back, or nothing is written
        if not batch and after is None:
            return Appended(added=(), present=())
        with telling(self.path, "nothing was written"), self._alone(), self._index() as known:
            if after is not None:
                self._look().order.check(after)
            added, present = sift(batch, self._there(known, {event.id for event in batch}))
            file = self._write(added, slug) if added else None
            if file is not None:
                identities = [event.id for event in added]
                known.note(file, identities)
                self._arrivals().note(file, identities)
            position = None if after is None else self._look().order.position()
        return Appended(added=added, present=present, file=file, position=position)

    def _index(self) -> Known:
        """The index of known ids; what it read stays in memory. Used under the lock alone, by one thread at a time."""
        if self._known is None:
            from newsledger.known import Known  # only who writes looks for ids

            self._known = Known(self.path, os.path.join(self.path, DERIVED), self._ids)
        return self._known

    def _there(self, known: Known, wanted: Collection[str]) -> set[str]:
        """Those of the wanted ids that stand in a sound line of some file."""
        found = known.among(wanted)
        return self._in_any_file(wanted) if found is None else found

    def _in_any_file(self, wanted: Collection[str]) -> set[str]:
        found: set[str] = set()
        for file in _files(self.path, []):
            with contextlib.suppress(OSError):  # what cannot be read holds nothing that can be relied on
                found |= self._ids(file, wanted)
        return found

    def _ids(self, file: str, wanted: Collection[str] | None) -> set[str]:
        return ids_among(self._lines(file), wanted)

    def _write(self, added: Iterable[Event], slug: str | None) -> str:
        ordered = in_order(added)
        content = b"".join(codec.write(event) + b"\n" for event in ordered)
        folder = _folder_of(ordered)
        stem = f"{_day_of(ordered)}-{_slug_of(ordered, slug)}-{sha256(content)[:16]}"
        with folder_for_a_file(self.path, folder) as place:
            name = _free(place, stem)
            write_whole(place, name, content)
        return f"{folder}/{name}"

    def fill(self, events: Iterable[Event]) -> None:
        """Writes events as they are, several of one id too, a file for each story and month: for a new ledger.

        Raises:
            LedgerUnusable: the folder cannot be written to.
        """
        groups: dict[tuple[str, str], list[Event]] = {}
        for event in events:
            groups.setdefault((_folder_of([event]), _day_of([event])[:7]), []).append(event)
        with telling(self.path, "nothing was written"), self._alone():
            for some in groups.values():
                for at in range(0, len(some), MOST_LINES):
                    file = self._write(some[at : at + MOST_LINES], None)
                    self._arrivals().note(file, [event.id for event in some[at : at + MOST_LINES]])

    def files(self) -> dict[str, bytes]:
        """What is kept beside the events, by its name: settings, seals, sheets. What begins with a dot is left out.

        Raises:
            LedgerUnusable: a file cannot be read.
        """
        found: dict[str, bytes] = {}
        with telling(self.path, "it was not read whole"):
            for file in _listed(self.path, [], lambda name: not name.endswith(ENDING)):
                if os.path.isfile(self._path(file)):
                    with open(self._path(file), "rb") as stream:
                        found[file] = stream.read()
        return found

    def put(self, name: str, content: bytes) -> None:
        """Keeps a file beside the events; it is on the disk when this returns.

        Raises:
            LedgerUnusable: it cannot be written.
        """
        inside, last = os.path.split(name)
        place = os.path.join(self.path, inside)
        with telling(self.path, "it was not written whole"):
            os.makedirs(place, exist_ok=True)
            write_whole(place, last, content)
            sync_folder(self.path)

    # --- order of arrival -----------------------------------------------------------------------

    def position(self) -> str:
        """The position behind all that arrived in this folder so far. What a `git pull` brought has arrived.

        Raises:
            LedgerUnusable: the order of arrival cannot be written.
        """
        with telling(self.path, "no position can be kept"):
            return self._look().order.position()

    def since(self, position: str | None = None) -> Arrived:
        """What arrived in this folder after a position, each event once; all of it without one.

        It waits for nobody who appends.

        Raises:
            InvalidInput: it is no position of this copy, or the order that it belongs to was deleted.
            LedgerUnusable: the order of arrival cannot be written.
        """
        from newsledger.arriving import Arrival, Arrived

        with telling(self.path, "no position can be kept"):
            log = self._look()
        order = log.order
        count = order.count_of(position)
        waiting = order.ids(count)
        found = self._events({identity.hex(): log.file_of(identity.hex()) for identity in waiting})
        entries, gone = [], []
        for identity, behind in zip(waiting, order.positions(count), strict=True):
            event = found.get(identity.hex())
            if event is None:
                gone.append(identity.hex())
            else:
                entries.append(Arrival(event=event, position=behind))
        return Arrived(entries=tuple(entries), position=order.position(), gone=tuple(gone))

    def _events(self, files: dict[str, str]) -> dict[str, Event]:
        """Events by their ids, each looked for in the file where it was last seen, and then everywhere."""
        found: dict[str, Event] = {}
        for file in sorted(set(files.values())):
            with contextlib.suppress(OSError):  # moved, or joined with others
                events, _, _ = read_lines(self._lines(file), file)
                found |= {event.id: event for event in reversed(events) if files.get(event.id) == file}
        if len(found) < len(files):
            found |= {event.id: event for event in reversed(self.read().events) if event.id in files.keys() - found}
        return found

    def _look(self) -> Log:
        """The order of arrival, with what arrived since somebody looked."""
        log = self._arrivals()
        log.look(_files(self.path, []))
        return log

    def _arrivals(self) -> Log:
        if self._log is None:
            from newsledger.arriving.log import Log  # only who writes or follows asks for it

            self._log = Log(self.path, os.path.join(self.path, DERIVED), self._arrived_in)
        return self._log

    def _arrived_in(self, file: str) -> tuple[bytes, list[str]]:
        """When the first line of a file was taken in, and the ids of its sound lines in their order."""
        from newsledger.arriving.log import RECORDED

        lines = [line for line in self._lines(file) if line.strip()]
        first = RECORDED.search(lines[0]) if lines else None
        sound = dict.fromkeys(identity for identity in map(identity_of, lines) if identity)
        return first[1] if first else b"", list(sound)

    # --- writing anew -------------------------------------------------------------------------

    def redact(self, identities: Collection[str]) -> tuple[str, ...]:
        """Takes the words of events out of every file that holds them; their ids, times and hands stay.

        Returns the files that were written anew. What is derived from the ledger goes too.

        Raises:
            InvalidInput: no redaction in the ledger names one of them; nothing was changed.
            LedgerLocked: another process held the ledger for longer than `wait`.
            LedgerUnusable: a file cannot be written; do it again when it can.
        """
        from newsledger import packing

        with telling(self.path, "words may still stand there, and what was declared stands"), self._alone():
            check_declared(identities, self.read().events)
            return packing.redact(self.path, _files(self.path, []), identities, derived=DERIVED)

    def pack(self, before: str, *, dry_run: bool = False) -> list[Packed]:
        """Joins the small files of each folder and month before the month `before`; every line stays as it is.

        Raises:
            IntegrityBroken: a joined file does not read back; the old ones stand.
            LedgerLocked: another process held the ledger for longer than `wait`.
            LedgerUnusable: a file cannot be written; every line still stands somewhere.
        """
        from newsledger import packing

        with telling(self.path, "every line still stands in one file or another"), self._alone():
            files = _files(self.path, [])
            return packing.pack(self.path, files, before=before, day_of=_day_of, dry_run=dry_run)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Keeps other appends out. The lock goes with the process, so that a crash leaves none behind."""
        from newsledger.holding import alone

        derived = os.path.join(self.path, DERIVED)
        os.makedirs(derived, exist_ok=True)
        with alone(os.path.join(derived, "lock"), os.path.join(derived, "holder"), wait=self.wait):
            yield


# --- opening and making -----------------------------------------------------------------------


def _config_in(folder: str) -> Config:
    try:
        return configuration.read(os.path.join(folder, configuration.NAME))
    except LedgerNotFound:
        inner = os.path.join(folder, "events")
        if not os.path.isdir(folder):
            found = f"{folder} is a file" if os.path.lexists(folder) else f"there is no folder {folder}"
        else:
            found = f"{folder} holds no {configuration.NAME}"
        elsewhere = os.path.isfile(os.path.join(inner, configuration.NAME))
        hint = f"there is one in {inner}" if elsewhere else f"`newsledger init {folder}` makes one"
        raise LedgerNotFound(f"no ledger there: {found}; {hint}") from None


def _refuse(folder: str) -> None:
    if os.path.lexists(folder) and not os.path.isdir(folder):
        message = f"{folder} is a file, and a ledger is a folder"
        problem = Problem(code="no-folder", message=message, hint="name another folder")
    elif os.path.lexists(os.path.join(folder, configuration.NAME)):
        message = f"there is a ledger in {folder} already"
        problem = Problem(code="ledger-exists", message=message, hint="open it, or name another folder")
    else:
        return
    raise InvalidInput([problem])


def _ignore_derived(folder: str) -> None:
    """Tells git to leave out what can be made again; what a person wrote there stays."""
    path = os.path.join(folder, ".gitignore")
    line = f"{DERIVED}/".encode()
    known = b""
    with contextlib.suppress(FileNotFoundError), open(path, "rb") as stream:
        known = stream.read()
    if line not in known.splitlines():
        end = b"" if known.endswith(b"\n") or not known else b"\n"
        write_whole(folder, ".gitignore", known + end + line + b"\n")


# --- names ------------------------------------------------------------------------------------


def slug(name: str) -> str:
    """A name as part of a file's name: small ASCII letters, digits and hyphens, at most 40.

    >>> slug("Kiel Institute (IfW)"), slug("Gerüchte"), slug("Курск")
    ('kiel-institute-ifw', 'geruchte', 'x')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:MAX_SLUG].rstrip("-") or NO_SLUG


def _folder_of(events: list[Event]) -> str:
    """The folder of the one story of a batch. What is ours and of no story goes along with it."""
    told = {event.said.story or "" for event in events if event.said.story or not (event.said.ours or event.redacted)}
    one = len({fold(story) for story in told}) == 1 and "" not in told
    return slug(min(told)) if one else WITHOUT_STORY


def _slug_of(events: list[Event], given: str | None) -> str:
    sources = {fold(event.said.source): event.said.source for event in events if event.said.source}
    if len(sources) == 1:
        return slug(*sources.values())
    return slug(given) if given else "batch"


def _day_of(events: list[Event]) -> str:
    """The earliest day of UTC on which something of a batch was reported, else that of taking it in."""
    days = [event.said.reported.first_day() for event in events if event.said.reported]
    told = [day.isoformat() for day in days if day is not None]
    return min(told, default=events[0].recorded[:10])


def _free(folder: str, stem: str) -> str:
    """The name of a new file. A file of that name that was damaged since is evidence, and is left alone."""
    again = (f"-{number}" for number in itertools.count(2))
    names = (f"{stem}{mark}{ENDING}" for mark in itertools.chain([""], again))
    return next(name for name in names if not os.path.lexists(os.path.join(folder, name)))


def _content(path: str, *, plain: bool = False) -> bytes:
    """All that stands in a file; of lines that are longer than any may be, as much as shows that."""
    try:
        return content(path, plain=plain, most=IN_PIECES)
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
    from newsledger import bounded  # few files are so large

    held = bytearray()
    with open(path, "rb", buffering=0) as stream:
        for line in bounded.lines(stream, codec.MAX_LINE):
            held += line
            held += b"\n"
    return bytes(memoryview(held)[:-1])


# --- the disk ---------------------------------------------------------------------------------


def _files(folder: str, problems: list[Problem]) -> list[str]:
    """The files of events below a folder, as paths from there, sorted. Dot-files are work in hand."""
    failed: list[tuple[str, OSError]] = []
    found = [file for file, _ in walk(folder, ENDING, lambda inside, error: failed.append((inside or ".", error)))]
    problems += [_unreadable(inside, error) for inside, error in failed]
    return found


def _listed(folder: str, problems: list[Problem], wanted: Callable[[str], bool]) -> list[str]:
    found: list[str] = []
    unreadable: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=unreadable.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inside = os.path.relpath(place, folder).replace(os.sep, "/")
        named = [name for name in files if wanted(name) and not name.startswith(".")]
        found += [name if inside == "." else f"{inside}/{name}" for name in named]
    problems += [
        _unreadable(os.path.relpath(error.filename or folder, folder), error)
        for error in sorted(unreadable, key=lambda error: str(error.filename))
    ]
    return sorted(found)


@contextlib.contextmanager
def _no_looking_for_rings() -> Iterator[None]:
    """Keeps Python from going through all events again and again while they are made: they form no rings.

    It would take a sixth of the time. Whoever switched that off for good finds it as it was.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _unread(file: str, error: OSError) -> Page:
    return Page(visible(file), None, _unreadable(file, error))


def _unreadable(file: str, error: OSError) -> Problem:
    causes = {
        errno.ENOENT: ("it is gone, or a link that leads nowhere", "restore it from git"),
        errno.EACCES: ("you have no right to read it", "ask for the right to read it"),
        errno.EINVAL: ("it is no file with content", "move it out of the ledger"),
    }
    cause, hint = causes.get(error.errno or 0, (refusal(error), "restore it from git"))
    message = f"the file cannot be read: {cause}"
    return Problem(code="unreadable-file", message=message, hint=hint, where=Place(file=visible(file)))


registry.register("store", NAME, DirectoryStore)
