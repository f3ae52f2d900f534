"""Importers: one file, one format that can be read into a ledger. Nothing else need be edited to add one.

An importer says how sure it is that a file is of its format, and reads the file row by row: each row gives
what it says, or what is wrong with it. All else is the frame's, and the same for all: opening and
unpacking, the door of the ledger, what is there already, rows put aside, provenance, appending.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Protocol, TypeVar

import attrs

from newsledger import plugins, registry
from newsledger.errors import InvalidInput
from newsledger.event import Event, Said
from newsledger.frozen import frozen
from newsledger.importers._files import File
from newsledger.problems import Problem, did_you_mean
from newsledger.values.when import When

if TYPE_CHECKING:
    from newsledger.drafting.known import Known

GROUP = "importer"

NOT, MAYBE, LIKELY, SURE = 0, 30, 60, 90
"""How sure an importer is that a file is of its format, in per cent; any other number from 0 to 100 will do."""

registry.add_finder(GROUP, *registry.by_file(__name__, list(__path__)))


@frozen(kw_only=True)
class Options:
    """What somebody says beside the file.

    `story`, `source` and `reported` stand in for what a row does not tell, `mapping` is the path of a mapping file.
    Words for dates are read against `today`, days are those of `zone`. `there` gives the events that the ledger holds
    already, for formats whose later rows correct earlier ones.
    For an article, `reported` goes before the date of its page, and `extractor` is the name of what reads it.

    >>> Options(story="kursk").zone
    'UTC'
    """

    story: str | None = None
    source: str | None = None
    mapping: str | None = None
    today: When | None = None
    zone: str = "UTC"
    reported: When | None = None
    there: Callable[[], Iterable[Event]] | None = attrs.field(default=None, eq=False, repr=False)
    extractor: str | None = None


@frozen(kw_only=True)
class Draft:
    """A draft sheet: the name that its file may have, without an ending, and its text. `key` tells reports apart."""

    name: str
    key: str = ""
    text: str = attrs.field(repr=False)


@frozen(kw_only=True)
class Row:
    """One row of a file: what it says, or every problem with it, and the bytes that it takes in the file.

    `number` is the line of the file on which it begins. A row may say several things, or nothing; of
    a row with a problem nothing is taken. `raw` is what is put aside, empty where it cannot be; the
    `heading` of a table says nothing by itself, and is put aside with whatever is.

    >>> Row(number=2, raw=b"elbe,dresden,6.1").bad
    False
    """

    number: int
    raw: bytes = attrs.field(repr=False)
    saids: tuple[Said, ...] = ()
    problems: tuple[Problem, ...] = ()
    heading: bool = False

    @property
    def bad(self) -> bool:
        """Whether something is wrong with it."""
        return bool(self.problems)


class Importer(Protocol):
    """What can be read into a ledger, as each importer's file declares it."""

    def identify(self, file: File) -> int:
        """How sure it is that the file is of its format, from 0 to 100, by its name and `file.head()`."""

    def read(self, file: File, options: Options) -> Iterator[Row]:
        """The rows of the file, one after the other; none is kept.

        Raises `InvalidInput` where it cannot go on: the whole file is refused then. What is wrong with
        one row is told in that row.
        """


class Drafter(Protocol):
    """An importer of what a person has to look at first: it gives draft sheets, and its `read` gives nothing."""

    def draft(self, file: File, options: Options, known: Known, seen: Collection[str]) -> Iterator[Draft]:
        """The drafts of a file, one a report; none for a report whose address or id was `seen` before.

        Raises `InvalidInput` where the file cannot be read.
        """


C = TypeVar("C", bound=Callable[[], Importer])


def importer(name: str) -> Callable[[C], C]:
    """Files a class as an importer under a name: the format that the command line takes."""

    def declare(cls: C) -> C:
        registry.register(GROUP, name, cls())
        return cls

    return declare


def find(name: str) -> Importer:
    """The importer of a format, imported if need be.

    >>> type(find("jsonl")).__name__
    'Jsonl'

    Raises `InvalidInput` where there is none of that name.
    """
    found: Importer | None = registry.find(GROUP, name)
    if found is None:
        message = f"there is no format {name[:60]!r}"
        raise InvalidInput([Problem(code="unknown-format", message=message, hint=did_you_mean(name[:60], names()))])
    return found


def names() -> list[str]:
    """The names of all formats, sorted.

    >>> "jsonl" in names()
    True
    """
    return registry.names(GROUP)


def guess(file: File) -> list[tuple[int, str]]:
    """The formats that a file may be of, the surest first; those of importers that fail are left out and told.

    >>> from pathlib import Path
    >>> _ = Path("a.jsonl").write_text('{"fact":{"kind":"state","subject":"bridge","condition":"open","term":"yes"}}')
    >>> guess(File("a.jsonl"))[0]
    (60, 'jsonl')
    """
    told = []
    for name in names():
        found: Importer | None = registry.find(GROUP, name)
        sure = NOT if found is None else plugins.guarded(GROUP, name, found.identify, file)
        told.append((sure if isinstance(sure, int) else NOT, name))
    return sorted(((sure, name) for sure, name in told if sure > NOT), key=lambda pair: (-pair[0], pair[1]))


__all__ = [
    "LIKELY",
    "MAYBE",
    "NOT",
    "SURE",
    "Draft",
    "Drafter",
    "File",
    "Importer",
    "Options",
    "Row",
    "find",
    "guess",
    "importer",
    "names",
]
