"""Where events live: one file, one store. Each reads events, and every problem with its file and line.

What all stores share stands here: how a line is written, which line counts as sound, and how
lines are read without ever raising for what somebody did to them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Protocol

import attrs

from newsledger import codec, registry
from newsledger.codec.instants import is_instant
from newsledger.config import Config
from newsledger.errors import IntegrityBroken
from newsledger.event import Event, content_id
from newsledger.frozen import frozen
from newsledger.problems import WARNING, Place, Problem, stretch
from newsledger.redacting import about_words
from newsledger.tuples import NamedTuple

if TYPE_CHECKING:
    from newsledger.arriving import Arrived

registry.add_finder("store", *registry.by_file(__name__, list(__path__)))

ID_FIRST = re.compile(rb'\{"id":"([0-9a-f]{32})","recorded":"')
"""How every line begins that a newsledger wrote: enough to see whether it can be one of those looked for."""

IN_PIECES = 1 << 26
"""Bytes from which on a file is read piece by piece: more than a month of a busy ledger, and little to hold."""

HINT_EMPTY = "delete the empty line; newsledger writes none"
MOST_PROBLEMS = 100_000
"""So many problems of one file are told. A file with more is none of a ledger, and may have millions of lines."""

CONTROL_PICTURES = 0x2400
DELETE = 0x7F


class Page(NamedTuple):
    """Lines that stand together, as they are: a file. `gone` is one that was moved while it was looked for.

    `content` is `None` for what cannot be read; `problem` says why, if it is not merely gone. What parts lines
    otherwise than by their ends gives them as `rows`, each with its number, and no content.
    """

    name: str
    content: bytes | None
    problem: Problem | None = None
    rows: tuple[tuple[int, bytes], ...] = ()

    @property
    def gone(self) -> bool:
        """Whether it went between looking and reading, hence its lines may stand in another."""
        return self.content is None and self.problem is None


@frozen(kw_only=True)
class Reading:
    """What a store holds: every member of the set once, and what is wrong with the lines.

    A member is (id, recorded, by); after a merge one id may have several. The order is that of
    taking in, whatever file a line stands in. `places` says, for each id, where it stands first.
    """

    events: tuple[Event, ...]
    problems: tuple[Problem, ...]
    places: dict[str, Place] = attrs.field(factory=dict, eq=False, repr=False)


@frozen(kw_only=True, repr=False)
class Appended:
    """What an append did: the events that are new, those that were there already, the file that was written.

    `position` stands behind the append that was to come right after one.

    >>> Appended(added=(), present=())
    <Appended: 0 added, 0 present>
    """

    added: tuple[Event, ...]
    present: tuple[Event, ...]
    file: str | None = None
    position: str | None = None

    def __repr__(self) -> str:
        where = f", in {self.file}" if self.file else ""
        return f"<Appended: {len(self.added)} added, {len(self.present)} present{where}>"


class Store(Protocol):
    """A place where events live.

    `append` takes a batch whole or not at all, and what it returns is stored for good; `read`
    never raises for damaged content. A store that lives on disk also has
    `create(path, config)` and takes the path when called; any other takes lines. One that can
    tell which ids it holds without reading all events also has `there(identities)`.

    A store may also have `pages(*, last)`, which gives what it holds as `Page`s, one after the other; then a pass
    over the ledger (`newsledger.streaming`) keeps none in memory. With `last`, what is gone is told as a problem.
    One that can hold what it sees while others write has `snapshot()`, which gives such `pages` of one moment.
    """

    @property
    def config(self) -> Config:
        """Title, zones and the default grade of the ledger."""

    def read(self) -> Reading:
        """All events, and every problem with its file, line and column."""

    def append(self, events: Iterable[Event], *, slug: str | None = None, after: str | None = None) -> Appended:
        """Adds the events that are not there yet. `slug` may name the batch for people.

        With `after` only if nothing arrived since that position.
        """

    def position(self) -> str:
        """The position behind all that arrived in this copy so far."""

    def since(self, position: str | None = None) -> Arrived:
        """What arrived in this copy after a position, each event once; all of it without one."""

    def redact(self, identities: Collection[str]) -> tuple[str, ...]:
        """Takes the words of events out of every line that holds them, and tells where. A redaction names each."""


def find(name: str) -> Any | None:  # noqa: ANN401  a class of stores; each is built in its own way
    """The class of a store by its name, imported if need be; `None` where nobody knows it.

    >>> find("memory").__name__
    'MemoryStore'
    """
    return registry.find("store", name)


def names() -> list[str]:
    """The names of all stores, sorted.

    >>> names()
    ['directory', 'memory', 'sqlite']
    """
    return registry.names("store")


# --- writing ----------------------------------------------------------------------------------


def line_of(event: Event) -> bytes:
    """The line of an event, which will read back as that event.

    Raises:
        IntegrityBroken: it would not, because its bytes are not those of its id or are no line.
    """
    try:
        line = codec.write(event)
    except UnicodeEncodeError:
        line = b""
    if b"\n" in line or identity_of(line) != event.id:
        message = f"the event {event.id} cannot be stored: its line would not read back as that event"
        raise IntegrityBroken(message)
    return line


def lines_of(events: Iterable[Event]) -> dict[str, bytes]:
    """The lines of a batch by id; of two events with one id that of the first, which is the one that is stored.

    Raises:
        IntegrityBroken: one of them would not read back.
    """
    lines: dict[str, bytes] = {}
    for event in events:
        line = line_of(event)
        lines.setdefault(event.id, line)
    return lines


def sift(events: Iterable[Event], there: Collection[str]) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """Parts a batch into what is new and what is there already or came twice; both keep their order."""
    added: dict[str, Event] = {}
    present: list[Event] = []
    for event in events:
        if event.id in there or event.id in added:
            present.append(event)
        else:
            added[event.id] = event
    return tuple(added.values()), tuple(present)


def in_order(events: Iterable[Event]) -> list[Event]:
    """Events as they stand in a file: by when they were taken in, then by id."""
    return sorted(events, key=lambda event: (event.recorded, event.id))


# --- looking for ids --------------------------------------------------------------------------


def ids_among(lines: Iterable[bytes], wanted: Collection[str] | None) -> set[str]:
    """Those of the wanted ids that stand in a sound line; all that do, for `None`. No event is decoded to find out."""
    if wanted is None:
        return {identity for line in lines if line.strip() and (identity := identity_of(line))}
    sought = {identity.encode() for identity in wanted}
    found: set[str] = set()
    for line in lines:
        match = ID_FIRST.match(line)
        if match[1] in sought if match else line.strip():
            found.add(identity_of(line) or "")
    return found & set(wanted)


def identity_of(line: bytes) -> str | None:
    """The id of a line that can be read and matches it; `None` for any other."""
    match = codec.LINE.fullmatch(line)
    if match is None or len(line) > codec.MAX_LINE:
        event = codec.read(line).event  # spelled by another hand, or with escapes: only a full reading tells
        return None if event is None else event.id
    identity, recorded, by, raw = match.groups()
    try:
        by.decode()
    except UnicodeDecodeError:
        return None
    name = identity.decode()
    return name if content_id(raw) == name and is_instant(recorded.decode()) else None


# --- reading ----------------------------------------------------------------------------------


def reading(events: Iterable[Event], problems: Iterable[Problem], places: dict[str, Place]) -> Reading:
    """What was read in several places, as one: each member of the set once, in the order of taking in."""
    members: dict[tuple[Any, ...], Event] = {}
    for event in events:
        member = (event.recorded_at, event.id, event.recorded, event.by)
        if member not in members or members[member].redacted:
            members[member] = event
    every = tuple(members[member] for member in sorted(members))
    return Reading(events=every, problems=(*problems, *about_words(every, places)), places=places)


def read_lines(lines: Iterable[bytes], file: str) -> tuple[list[Event], list[Problem], dict[str, Place]]:
    """The events of the lines of a file, what is wrong with them, and where each stands.

    Blank lines at the end are nothing.

    >>> read_lines([b'{"id":', b""], "a.jsonl")[1][0].where.column
    7
    """
    events: list[Event] = []
    problems: list[Problem] = []
    places: dict[str, Place] = {}
    for number, line in without_blank_end(lines):
        read = read_line(line)
        if read.event is not None:
            events.append(read.event)
            places.setdefault(read.event.id, Place(file=file, line=number))
        problems += [placed(problem, file=file, number=number, line=line) for problem in read.problems]
        if len(problems) > MOST_PROBLEMS:
            return events, [*problems, _given_up(file, number)], places
    return events, problems, places


def read_line(line: bytes) -> codec.Line:
    """The event of a line of a file, and what is wrong with it; an empty line is not in place there."""
    return codec.read(line) if line.strip() else codec.Line(None, (empty_line(),))


def each_line(content: bytes) -> Iterable[bytes]:
    """The lines of a file; those of a large one are never all held at once, for it may be no file of events at all."""
    if len(content) <= IN_PIECES:
        return content.split(b"\n")
    return (line.removesuffix(b"\n") for line in io.BytesIO(content))


def without_blank_end(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines with their numbers, up to the last that says something: what follows the last line end is no line."""
    blank = 0
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield from ((number - left, b"") for left in range(blank, 0, -1))
            blank = 0
            yield number, line
        else:
            blank += 1


def _given_up(file: str, number: int) -> Problem:
    """What is said of a file in which almost nothing can be read."""
    message = f"more than {MOST_PROBLEMS} problems: from here on the file is not read"
    hint = "see what the file is, and move it out of the ledger, or restore it from git"
    return Problem(code="given-up", message=message, hint=hint, where=Place(file=file, line=number))


def empty_line() -> Problem:
    """What is said of a line on which nothing stands."""
    message = "an empty line stands where an event is expected"
    return Problem(code="empty-line", severity=WARNING, message=message, hint=HINT_EMPTY)


# --- placing ----------------------------------------------------------------------------------


def placed(problem: Problem, *, file: str, number: int, line: bytes) -> Problem:
    """A problem of a line with the file and the number of the line, and the stretch of it that matters."""
    text = line.decode(errors="replace") if line.strip() else ""
    column = min(problem.where.column or 1, len(text) + 1)
    shown, start = stretch(text, column)
    where = Place(
        file=file, line=number, column=column, length=problem.where.length, text=visible(shown), skipped=start
    )
    return attrs.evolve(problem, where=where)


def visible(text: str) -> str:
    r"""Text in which no character is hidden or steers a screen; each stands for one, so that columns hold.

    >>> visible("red \x1b[31m, turned \u202e, half \ud800")
    'red ␛[31m, turned �, half �'
    """
    return text if text.isprintable() else "".join(map(_picture, text))


def _picture(mark: str) -> str:
    if mark.isprintable():
        return mark
    if ord(mark) < ord(" "):
        return chr(CONTROL_PICTURES + ord(mark))
    if ord(mark) == DELETE:
        return "␡"
    return " " if mark.isspace() and mark not in "\x85\u2028\u2029" else "�"
