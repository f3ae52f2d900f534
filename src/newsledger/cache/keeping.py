"""The cache of a ledger: made where there is none, brought up to date, thrown away where it is spoilt.

Nobody is kept waiting by it for long, and nobody gets another answer: whoever cannot use it goes without.
"""

# pathlib costs more than all that is done here
# ruff: noqa: PTH103, PTH105, PTH108, PTH116, PTH118, PTH120, PTH208

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar
from zlib import crc32

from newsledger.cache import looking
from newsledger.cache.book import Book, Busy, Spoiled, create
from newsledger.cache.looking import MANY, Folder, Mark, Seen, Unfit, look
from newsledger.cache.rows import fingerprint
from newsledger.cache.shelving import HEAD, PART, Pages, Shelving
from newsledger.cache.taking import take
from newsledger.durable import refusal

FORMAT = 2
NAME = "cache.sqlite"

BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite may keep beside it: of a cache that is gone it would be taken for that of the next one."""

BYTES_PER_LINE = 400
"""About how long a line is: enough to guess how many there are."""

FLUSH = 200_000
"""So many lines are shelved before they are laid by, so that memory does not grow with the ledger."""

TRIES = 3
OLD = 3_600
"""Seconds after which what somebody was making is taken to be given up."""

DEAD = 1_000
"""So many files, and as many as are left, come and go before all is made anew, without the gaps."""

BUSY = "another process is writing it"
READ_ONLY = "it is not up to date, and cannot be written here"

T = TypeVar("T")

Tell = Callable[[str], None]
"""Hears what a person should know, such as that a damaged cache is made anew."""

Progress = Callable[[int, int], None]
"""Hears how many bytes of how many were taken in; at the end all of all."""


class Moved(Exception):
    """A line does not stand where it stood: the files have changed since somebody looked."""


class Cache:
    """The cache of the ledger in a folder. `many` is from how many files on folders are relied on."""

    def __init__(
        self, root: str, derived: str, *, tell: Tell | None = None, progress: Progress | None = None, many: int = MANY
    ) -> None:
        self.root, self._derived = root, derived
        self.path = os.path.join(derived, NAME)
        self._tell, self._progress, self._many = tell or _nobody, progress or _nothing, many
        self._book: Book | None = None
        self._shelving: Shelving | None = None
        self._version = -1
        self._looked = self._said = False
        self.generation = 0
        """Grows whenever what was read from the cache may not be relied on any more."""

    def look_again(self) -> None:
        """Makes the next question look whether the files are as they were."""
        self._looked = False

    def close(self) -> None:
        """Lets go of the file."""
        if self._book is not None:
            self._book.close()
        self._book = self._shelving = None
        self.generation += 1

    def drop(self) -> None:
        """Takes the cache away; the next question makes it anew."""
        self.close()
        for end in ("", *BESIDE):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self.path + end)

    # --- asking -------------------------------------------------------------------------------

    def ask(self, work: Callable[[Shelving], T]) -> T:
        """What a function makes of pages that fit the files. It may be called again where they turn out not to.

        Raises `Unfit` where no such pages can be had: then only reading the files themselves tells.
        """
        try:
            return self._tried(work)
        except Unfit as error:
            if error.args and not self._said:
                self._said = True
                self._tell(f"{self.path} is not used: {error}; every event is read instead")
            raise

    def _tried(self, work: Callable[[Shelving], T]) -> T:
        many = self._many
        for attempt in range(TRIES):
            try:
                return self._ask(work, many)
            except Spoiled:
                self._tell(f"{self.path} is damaged or of another newsledger; it is made anew")
                self._throw_away()
            except Moved:
                self._looked, many = False, looking.NEVER
                if attempt:
                    self._throw_away()
            except Busy as error:
                raise Unfit(BUSY) from error
            except OSError as error:
                raise Unfit(refusal(error)) from error
        raise Unfit

    def _ask(self, work: Callable[[Shelving], T], many: int) -> T:
        if self._book is not None and self._book.replaced:
            self.close()
            self._looked = False
        if not self._looked:
            self._look(many)
        book = self._opened()
        with book.reading():
            self._keep_up(book)
            assert self._shelving is not None  # noqa: S101  just made
            return work(self._shelving)

    def _throw_away(self) -> None:
        self._looked = False
        try:
            self.drop()
        except OSError as error:
            raise Unfit(refusal(error)) from error

    def _opened(self) -> Book:
        if self._book is None:
            self._book = Book(self.path)
        return self._book

    def _keep_up(self, book: Book) -> None:
        """Forgets the pages that were read before another process wrote."""
        version = book.version()
        if self._shelving is None or version != self._version:
            self._shelving = Shelving(Pages(book), _head(book))
            self._version = version
            self.generation += 1

    # --- looking ------------------------------------------------------------------------------

    def _look(self, many: int) -> None:
        """Brings the cache up to what the files are."""
        for _ in range(TRIES):
            try:
                book = self._opened()
            except FileNotFoundError:
                self._build(look(self.root, {}))
            else:
                if self._is_up_to_date(book, many):
                    self._looked = True
                    return
        raise Unfit

    def _is_up_to_date(self, book: Book, many: int) -> bool:
        """Whether the cache fits the files, once it was brought up to date; false where it was made anew."""
        with book.reading():
            head = _head(book)
        seen = look(self.root, _folders(head), many)
        if not _changed(head, seen):
            return True
        if not book.writable:
            raise Unfit(READ_ONLY)
        with book.writing():
            head = _head(book)  # somebody else may have been quicker
            if self._update(Shelving(Pages(book), head), seen):
                return True
        self._build(look(self.root, {}))
        return False

    def _update(self, shelving: Shelving, seen: Seen) -> bool:
        """Takes in what changed; false where so much did that it is better made anew."""
        gone, new, files = _difference(shelving, seen)
        if len(new) > PART + files // 2 or shelving.head["dead"] + len(gone) > DEAD + files:
            return False
        shelving.remove(gone)
        for folder, name, mark in new:
            shelving.add(folder, name, _kept(mark, seen.now), self._take(folder, name))
        _note(shelving.head, seen)
        shelving.settle()
        shelving.write()
        self._shelving = None
        return True

    def _take(self, folder: str, name: str) -> Any:  # noqa: ANN401  what `take` gives
        try:
            return take(self.root, f"{folder}/{name}" if folder else name)
        except OSError as error:
            raise Unfit from error

    # --- making -------------------------------------------------------------------------------

    def _build(self, seen: Seen) -> None:
        """Makes the cache beside its place, and swaps it in."""
        self.close()
        os.makedirs(self._derived, exist_ok=True)
        self._sweep()
        part = f"{self.path}.{os.getpid()}-{os.urandom(4).hex()}.part"  # threads of one process build too
        try:
            self._fill(part, seen)
            self.drop()
            os.replace(part, self.path)
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(part)

    def _fill(self, part: str, seen: Seen) -> None:
        from newsledger.cache.making import Heap, Making  # seldom is a cache made

        every = sum(mark.size for files in seen.files.values() for mark in files.values())
        with contextlib.closing(create(part)) as book, contextlib.closing(Heap(self._derived)) as heap:
            making = Making(book, heap)
            head = {"format": FORMAT, "program": program()}
            shelving = Shelving.empty(making, head, lines=every // BYTES_PER_LINE)
            done = shelved = 0
            for folder, name, mark in _files(seen):
                taken = self._take(folder, name)
                shelving.add(folder, name, _kept(mark, seen.now), taken)
                done, shelved = done + mark.size, shelved + len(taken.lines)
                self._progress(done, every)
                if shelved >= FLUSH:
                    shelved = 0
                    with book.writing():
                        making.lay_by()
            _note(shelving.head, seen)
            shelving.settle()
            with book.writing():
                shelving.write()

    def _sweep(self) -> None:
        """Takes away what others began to make and gave up."""
        for name in os.listdir(self._derived):
            path = os.path.join(self._derived, name)
            if name.startswith(NAME) and ".part" in name:
                with contextlib.suppress(OSError):
                    if time.time() - os.stat(path).st_mtime > OLD:
                        os.unlink(path)


def told_of(path: str) -> int | None:
    """How many lines a cache holds; `None` where it is damaged or another newsledger made it."""
    try:
        book = Book(path)
        with contextlib.closing(book), book.reading():
            return int(_head(book)["lines"])
    except (Spoiled, Busy, OSError):
        return None


def _nobody(_: str) -> None:
    pass


def _nothing(_: int, __: int) -> None:
    pass


# --- the head -------------------------------------------------------------------------------------


def _head(book: Book) -> dict[str, Any]:
    """What is told of the whole. Raises `Spoiled` where another program wrote it, or other kinds are known by now."""
    head = json.loads(book.page(HEAD))
    if not isinstance(head, dict) or (head.get("format"), head.get("program")) != (FORMAT, program()):
        raise Spoiled
    if any(fingerprint(kind) != known for kind, known in head["kinds"].items()):
        raise Spoiled
    return head


_program: list[str] = []


def program() -> str:
    """The version of this program, and a sum over the sources that rows depend on."""
    if not _program:
        from newsledger import __version__

        here = os.path.dirname(__file__)
        kinds = os.path.join(here, os.pardir, "kinds")
        files = [os.path.join(here, name) for name in ("rows.py", "shelf.py", "shelving.py", "taking.py")]
        files += [os.path.join(kinds, name) for name in sorted(os.listdir(kinds)) if name.endswith(".py")]
        total = 0
        for file in files:
            with open(file, "rb") as stream:  # noqa: PTH123  as above
                total = crc32(stream.read(), total)
        _program.append(f"{__version__} {total:08x} {sys.byteorder}")
    return _program[0]


def _folders(head: dict[str, Any]) -> dict[str, Folder]:
    """The folders as they were."""
    found = {}
    for path, (told, _) in head["folders"].items():
        if told is not None:
            mark, many, total, settled = told
            found[path] = Folder(Mark._make(mark), many, total, settled)
    return found


def _changed(head: dict[str, Any], seen: Seen) -> bool:
    known = _folders(head)
    if known.keys() != seen.folders.keys():
        return True
    return any(_differs(known[path], folder) for path, folder in seen.folders.items())


def _differs(known: Folder, folder: Folder) -> bool:
    """Whether a folder has to be noted anew: it holds other files, or is to be relied on from now on."""
    same = (known.many, known.total, known.settled) == (folder.many, folder.total, folder.settled)
    return not same or (folder.settled and known.mark != folder.mark)


UNSURE = -1
"""Stands for the sum over a folder in which a file was touched so lately that it has to be looked at again."""


def _note(head: dict[str, Any], seen: Seen) -> None:
    """Notes the folders as they are."""
    for path in set(head["folders"]) - set(seen.folders):
        del head["folders"][path]
    for path, folder in seen.folders.items():
        parts = head["folders"].get(path, [None, []])[1]
        young = any(mark.young(seen.now) for mark in seen.files.get(path, {}).values())
        total = UNSURE if young else folder.total
        head["folders"][path] = [[list(folder.mark), folder.many, total, folder.settled], parts]


def _kept(mark: Mark, now: int) -> Mark:
    """The mark that is kept of a file: none that fits where it was touched so lately that it may be touched unseen."""
    return mark._replace(size=UNSURE) if mark.young(now) else mark


def _files(seen: Seen) -> Iterator[tuple[str, str, Mark]]:
    for folder in sorted(seen.files):
        for name in sorted(seen.files[folder]):
            yield folder, name, seen.files[folder][name]


def _difference(shelving: Shelving, seen: Seen) -> tuple[list[int], list[tuple[str, str, Mark]], int]:
    """The files that went, those that came, and how many there are; one that was changed both went and came."""
    gone: list[int] = []
    new: list[tuple[str, str, Mark]] = []
    known = _folders(shelving.head)
    for folder in sorted({*shelving.head["folders"], *seen.folders}):
        files = seen.files.get(folder)
        if files is None and folder in seen.folders:
            continue  # relied on
        if folder in known and folder in seen.folders and known[folder].total == seen.folders[folder].total:
            continue
        there = shelving.files_of(folder)
        for name, (file, mark) in there.items():
            if (files or {}).get(name) != mark:
                gone.append(file)
        new += [
            (folder, name, mark)
            for name, mark in sorted((files or {}).items())
            if there.get(name, (0, None))[1] != mark
        ]
    return gone, new, sum(folder.many for folder in seen.folders.values())
