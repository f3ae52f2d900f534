"""A pass over a ledger: every event once, one after the other, none of them kept.

What a pass gives is what `Ledger.events` gives, and what it finds wrong is what reading finds; only the order is that
of the files. Of what was told it keeps a short mark of each id, nothing else, so that memory hardly grows.

It goes over the files twice. First it looks which ids are claimed more than once and which words had to go, for a
later file may say so of an earlier one. What is claimed more than once is held back until the end, for the earliest
taking-in counts; its lines are laid by on the disk, for they may be many.
"""

from __future__ import annotations

import array
import binascii
import contextlib
import itertools
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from newsledger import codec
from newsledger.codec import quick
from newsledger.codec.narrow import checked, of_event, reader
from newsledger.errors import IntegrityBroken
from newsledger.event import ID_LENGTH, Event
from newsledger.fact import Fact
from newsledger.kinds.redaction import Redaction
from newsledger.kinds.void import Void
from newsledger.live import redacted_by
from newsledger.marks import Marks
from newsledger.problems import ERROR, Place, Problem
from newsledger.replay import State
from newsledger.stores import Page, Store, placed, read_line, reading
from newsledger.twins import Twins

T = TypeVar("T")

LAST = (False, False, False, True)
"""All is looked at again where files are gone, as when small ones are joined meanwhile. The last time that is told."""

KEPT = 32 << 20
"""A ledger of fewer bytes is kept from the first look to the second; a larger one is read again."""

AT_ONCE = 4_096
"""So many lines are looked through at once."""

MARK = 14
"""Hex digits of an id that are remembered: 56 bits. Two ids that share them are merely looked at more closely."""

DIGITS = 16
"""Hex digits of a number as an array holds it."""

HEAD = b'{"id":"","recorded":"'
"""How every line begins that a newsledger wrote, but for its id."""

BEGIN = len(b'{"id":"')
THEN, AFTER = BEGIN + ID_LENGTH, len(HEAD) + ID_LENGTH

ID = re.compile("[0-9a-f]{32}")

ESCAPE = b"\\u"
"""May spell any word in another way."""

Pages = Callable[..., Iterable[Page]]
"""The pages of a store; with `last`, a file that is gone is told as one that cannot be read."""


class Stream(Generic[T]):
    """Something of every event of a ledger, one after the other; each loop over it is a pass of its own.

    What is wrong with the lines stands in `problems` once a pass is over. Unless damage is allowed for, a pass over
    a damaged ledger ends by raising `IntegrityBroken`, as `replay` does.
    """

    def __init__(self, store: Store, way: Way[T], *, damaged: bool = False) -> None:
        self._store, self._way, self._damaged = store, way, damaged
        self.problems: tuple[Problem, ...] = ()

    def __iter__(self) -> Iterator[T]:
        with _held(self._store) as pages:
            if pages is None:
                read = self._store.read()
                yield from map(self._way.of, State(read.events).events())
                self.problems = read.problems
            else:
                one = _Pass(pages, self._way)
                yield from one.run()
                self.problems = one.problems()
        broken = [problem for problem in self.problems if problem.severity == ERROR]
        if broken and not self._damaged:
            raise IntegrityBroken("\n".join(map(str, broken)))


def _held(store: Store) -> contextlib.AbstractContextManager[Pages | None]:
    """The pages of a store: of one moment, where it can hold that."""
    snapshot: Callable[[], contextlib.AbstractContextManager[Pages]] | None = getattr(store, "snapshot", None)
    return contextlib.nullcontext(getattr(store, "pages", None)) if snapshot is None else snapshot()


class Way(NamedTuple, Generic[T]):
    """What becomes of a line: quickly, where nothing is wrong with it, else by way of its event."""

    quickly: Callable[[bytes], tuple[str, T] | None]
    of: Callable[[Event], T]


def whole() -> Way[Event]:
    """Every event as it is."""
    return Way(quick.named, lambda event: event)


def narrow(names: Iterable[str]) -> Way[tuple[Any, ...]]:
    """A tuple of some fields of every event, as they are stored, in the order in which they are named.

    Raises:
        InvalidInput: a name is that of no field.
    """
    told = checked(names)
    return Way(reader(told).read, lambda event: of_event(event, told))


# --- the first look -----------------------------------------------------------------------------


class _Survey:
    """What has to be known of all pages before anything is told of one.

    `marks` are those of all ids, `twice` of those that are claimed more than once, `gone` of those whose words had
    to go; `about` are the redactions, and the voids that may take one back.
    """

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._kept: list[Sheet] | None = None
        self.marks = Marks()
        self.twice: set[int] = set()
        self.gone: set[int] = set()
        self.about: list[Event] = []
        for last in LAST:
            if self._look(last=last):
                break

    @property
    def kept(self) -> bool:
        """Whether the lines that were looked at are still at hand."""
        return self._kept is not None

    def sheets(self, *, last: bool) -> Iterable[Sheet]:
        """All lines again. What was kept serves once: whatever is gone by then has to be looked for."""
        kept, self._kept = self._kept, None
        return map(_sheet, self._pages(last=last)) if kept is None else kept

    def _look(self, *, last: bool) -> bool:
        """Looks at all pages; gives whether none of them was gone."""
        self.marks, self.gone, self.about = Marks(), set(), []
        kept: list[Sheet] = []
        waiting: list[bytes] = []
        size = 0
        for page in self._pages(last=last):
            if page.gone:
                return False
            sheet = _sheet(page)
            size += len(page.content or b"") + sum(len(line) for _, line in page.rows)
            if size <= KEPT:
                kept.append(sheet)
            waiting += sheet.lines
            if len(waiting) > AT_ONCE:
                self._claim(waiting)
                waiting = []
        self._claim(waiting)
        self.twice = self.marks.settle()
        self._kept = kept if size <= KEPT else None
        if self.about:
            self.gone = {_mark(target) for event in self.about if ID.fullmatch(target := redacted_by(event) or "")}
            self.about += [void for page in self._pages(last=True) for void in _told(_sheet(page).lines, Void)]
        return True

    def _claim(self, lines: list[bytes]) -> None:
        """Takes in the ids of some lines. One that is claimed by a line that is not sound does no harm."""
        self.marks.add(_claimed(lines))
        self.about += _told(lines, Redaction)


class Sheet(NamedTuple):
    """A name, its lines with their numbers; and the page, where it could not be read."""

    name: str
    lines: list[bytes]
    numbers: Iterable[int]
    unread: Page | None = None


def _sheet(page: Page) -> Sheet:
    """The lines of a page; what follows the last line end is no line."""
    if page.content is None:
        return Sheet(page.name, [], (), page)
    if page.rows:
        return Sheet(page.name, [line for _, line in page.rows], [number for number, _ in page.rows])
    lines = page.content.split(b"\n")
    while lines and not lines[-1].strip():
        lines.pop()
    return Sheet(page.name, lines, range(1, len(lines) + 1))


def _claimed(lines: list[bytes]) -> Sequence[int]:
    """The marks of the ids of some lines. Only of a line that begins as none of ours the id has to be read."""
    begins = {line[:BEGIN] for line in lines} | {line[THEN:AFTER] for line in lines}
    if begins <= {HEAD[:BEGIN], HEAD[BEGIN:]}:
        with contextlib.suppress(ValueError):
            return _numbers([line[BEGIN : BEGIN + MARK] for line in lines])
    events = [codec.read(line).event for line in lines if line.strip()]
    return _numbers([event.id[:MARK].encode() for event in events if event is not None])


def _numbers(marks: Sequence[bytes]) -> Sequence[int]:
    """The numbers that marks spell, all at once."""
    numbers = array.array("Q", binascii.unhexlify((b"0" * (DIGITS - MARK)).join([b"", *marks])))
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _mark(identity: str) -> int:
    return int(identity[:MARK], 16)


def _told(lines: list[bytes], cls: type[Fact]) -> list[Event]:
    """The events of one kind among some lines."""
    word = cls.spec.name.encode()
    content = b"\n".join(lines)
    escapes = b"\\" in content and ESCAPE in content  # the first is found faster, and seldom
    if not escapes and word not in content:
        return []
    events = [codec.read(line).event for line in lines if word in line or ESCAPE in line]
    return [event for event in events if event is not None and isinstance(event.said.fact, cls)]


# --- the pass -----------------------------------------------------------------------------------


class _Pass(Generic[T]):
    """One pass over the pages of a store."""

    def __init__(self, pages: Pages, way: Way[T]) -> None:
        self._survey, self._way = _Survey(pages), way
        self._found: list[Problem] = []
        self._held: list[Event] = []
        self._twins = Twins()
        self._places: dict[str, Place] = {}
        self._came: dict[str, int] = {}
        self._apart = itertools.count()

    def run(self) -> Iterator[T]:
        """Everything that stands there, once; what is known to stand several times, or without its words, last."""
        quickly, take, twice, gone = self._way.quickly, self._survey.marks.take, self._survey.twice, self._survey.gone
        once = self._survey.kept  # the very lines that were looked at, and those that come twice are known
        for last in LAST:
            self._begin()
            moved = False
            for name, lines, numbers, unread in self._survey.sheets(last=last):
                if unread is not None:
                    moved = moved or unread.gone
                    self._found += [unread.problem] if unread.problem else []
                for number, line in zip(numbers, lines, strict=True):
                    read = quickly(line)
                    mark = -1 if read is None else int(read[0][:MARK], 16)
                    if read is None or mark in twice or mark in gone:
                        yield from self._in_full(name, number, line)
                    elif once or take(mark):
                        yield read[1]
            if not moved:
                break
        yield from self._held_back()
        yield from self._of_several()
        self._twins.close()

    def _begin(self) -> None:
        """Forgets what was held back."""
        self._twins.close()
        self._found, self._held, self._twins = [], [], Twins()
        self._places, self._came, self._apart = {}, {}, itertools.count()

    def problems(self) -> tuple[Problem, ...]:
        """What was found to be wrong, once all was told."""
        return reading([*self._survey.about, *self._held], self._found, self._places).problems

    def _in_full(self, name: str, number: int, line: bytes) -> Iterator[T]:
        event, problems = read_line(line)
        self._found += [placed(problem, file=name, number=number, line=line) for problem in problems]
        if event is None:
            return
        mark = _mark(event.id)
        if mark in self._survey.gone or event.redacted:
            self._hold(event, next(self._apart), name, number)
        elif mark in self._survey.twice:
            self._twins.put(bytes.fromhex(event.id), next(self._apart), name, number, line)
        elif self._survey.marks.take(mark):
            yield self._way.of(event)

    def _hold(self, event: Event, came: int, name: str, number: int) -> None:
        """Keeps an event until the end, and of its places the first."""
        self._held.append(event)
        if came <= self._came.setdefault(event.id, came):
            self._came[event.id], self._places[event.id] = came, Place(file=name, line=number)

    def _held_back(self) -> Iterator[T]:
        """What words are gone of, or had to go, each with its other lines."""
        for identity in {event.id for event in self._held}:
            for came, name, number, line in self._twins.take(bytes.fromhex(identity)):
                self._hold(_again(line), came, name, number)
        state = State([*self._survey.about, *self._held])
        for identity in dict.fromkeys(event.id for event in self._held):
            event = state.get(identity)
            if event is not None and _mark(identity) in self._survey.marks:
                yield self._way.of(event)

    def _of_several(self) -> Iterator[T]:
        """What stands in several lines, each as it was taken in first."""
        for lines in self._twins.every():
            (event,) = State(_again(line) for *_, line in lines).events()
            yield self._way.of(event)


def _again(line: bytes) -> Event:
    """The event of a line that was read before."""
    event = codec.read(line).event
    assert event is not None  # noqa: S101  it was there
    return event
