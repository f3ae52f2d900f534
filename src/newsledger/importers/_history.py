"""A published file through time: what each version adds, corrects, and lists no more."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

import attrs

from newsledger import codec
from newsledger.errors import InvalidInput
from newsledger.event import Event, Said, say
from newsledger.fact import Fact, Time, fold
from newsledger.importers import Options, Row
from newsledger.importers._building import Cleaner, filler
from newsledger.importers._files import File, refused
from newsledger.importers._likeness import moved_on, plain
from newsledger.importers._mapping import CLOSE, IGNORE, PUBLISHED, RETRACT, Claim, Shape, Vintage
from newsledger.importers._memory import Last, Memory, Told, key_of
from newsledger.importers._tables import Record
from newsledger.importers._telling import Telling, teller
from newsledger.importers._trail import Trail
from newsledger.importers.table import of_field, placed
from newsledger.kinds.retraction import Retraction
from newsledger.problems import Place, Problem
from newsledger.values.when import When, instant

ADD, REVISE, WITHDRAW = "add", "revise", "withdraw"
OPS = (ADD, REVISE, WITHDRAW)

HALF = 2
"""Where more than one row in so many is missing at once, something is wrong with that version."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for the time of taking in, which is in no id."""

NEVER_TOLD = Told()

ON_NO_DAY = (0, 0)


class Speaking(NamedTuple):
    """Who says something, by the number of the voice, of which time, and whether it is an entry of ours."""

    voice: int
    span: tuple[int, int]
    ours: bool


class History:
    """Reads versions of one file in turn, and tells what is new in each."""

    def __init__(self, shape: Shape, options: Options, file: File) -> None:
        if shape.vintage is None:
            message = "the mapping does not say how versions are compared"
            raise refused(shape.file, "no-mapping", message, 'write [vintage], with key = ["…"] and on_missing = "…"')
        self._file = file.path
        self._vintage: Vintage = shape.vintage
        self._claims = [_dated(claim) for claim in shape.claims]
        self._tellers = [(claim, teller(claim, options)) for claim in self._claims]
        self._keyless = key_of([""] * len(self._vintage.key))
        self._clean = Cleaner(shape)
        # what is derived follows from the others, and the key is the same wherever it is looked at
        aside = {*shape.aside(), *self._vintage.key}
        self._compared = tuple(name for name in shape.used() if name not in aside)
        self._memory = Memory(len(self._claims))
        self._numbers: dict[object, int] = {}
        self._voices: list[tuple[str | None, str | None, tuple[str, ...]]] = []
        self._trail = Trail()
        self._shared: tuple[Said | None, Speaking] = (None, Speaking(0, ON_NO_DAY, ours=False))
        self._told_bad: set[int] = set()
        self._op = None if self._vintage.op is None else filler(self._vintage.op)
        self._version = 0
        self._unread = False
        self._before: When | None = None
        self._now: When | None = None
        self._published = ""
        _check_kinds(shape, self._vintage)

    # --- versions -----------------------------------------------------------------------------

    def begin(self, published: When) -> None:
        """Begins a version."""
        self._version += 1
        self._before, self._now = self._now, published
        self._published = published.text
        self._unread = False

    def end(self, origin: str) -> Iterator[Row]:
        """What rows say by being missing from the version that ends."""
        if self._vintage.on_missing == IGNORE or self._unread or self._version == 1:
            return
        alive = [(key, last) for key, last in self._memory.items() if any(told.alive for told in last.told)]
        missing = [(key, last) for key, last in alive if last.version != self._version]
        if HALF * len(missing) > len(alive) > 1 and not self._vintage.vanishing:
            message = f"{len(missing)} of {len(alive)} rows are missing from the version of {self._now}"
            hint = (
                f'leave that version out: skip = ["{self._now}"] under [vintage]; or, if it is meant, vanishing = true'
            )
            raise refused(self._file, "rows-vanish", message, hint)
        for key, last in missing:
            events = tuple(self._gone(key, last))
            yield Row(number=0, raw=b"", events=events, origin=f"{origin}, where it is missing")

    # --- rows ---------------------------------------------------------------------------------

    def row(self, record: Record, origin: str | None = None) -> Row:
        """What a row of the version tells that was not told before."""
        wrong: list[tuple[str, Problem]] = []
        cells = self._clean(record.cells, wrong)
        cells[PUBLISHED] = self._published
        names = self._vintage.key
        told = _plain(cells, names)
        key = None if record.problem is not None else key_of(told)
        if key is None or wrong or not any(told):
            return self._unclear(record, key, wrong, origin)
        op = ADD if self._op is None else self._op_of(record, cells)
        if isinstance(op, Problem):
            return self._bad(record, key, [op], origin)
        return self._row(record, key, cells, op, origin)

    def _row(self, record: Record, key: bytes, cells: dict[str, str], op: str, origin: str | None) -> Row:
        last = self._memory.get(key)
        if op == WITHDRAW:
            events = () if last is None else tuple(self._gone(key, last))
            return Row(number=record.number, raw=record.raw, events=events, origin=origin)
        signature = hash(tuple(_plain(cells, self._compared)))
        if last is not None and last.signature == signature:
            self._memory.seen(key, last, self._version)
            return Row(number=record.number, raw=b"")
        if self._op is None and last is not None and last.version == self._version:
            return self._bad(record, key, [_doubled(record, self._vintage.key)], origin)
        problems: list[Problem] = []
        tellings = self._tellings(record, cells, problems)
        if problems:
            return self._bad(record, key, problems, origin)
        try:
            events = tuple(self._changes(key, last, signature, tellings))
        except InvalidInput as error:
            return self._bad(record, key, [placed(record, one, None) for one in error.problems], origin)
        return Row(number=record.number, raw=record.raw, events=events, origin=origin)

    def _tellings(self, record: Record, cells: dict[str, str], problems: list[Problem]) -> list[Telling | None]:
        tellings: list[Telling | None] = []
        for claim, tell in self._tellers:
            try:
                tellings.append(tell(cells))
            except InvalidInput as error:
                problems += [of_field(record, claim, problem) for problem in error.problems]
        return tellings

    def _unclear(self, record: Record, key: bytes | None, wrong: list[tuple[str, Problem]], origin: str | None) -> Row:
        """A row that cannot be read, or of which nobody knows which one it is."""
        names = self._vintage.key
        problems = [record.problem] if record.problem else [placed(record, one, name) for name, one in wrong]
        if key == self._keyless:
            problems.append(_without_key(record, names))
        return self._bad(record, None if any(name in names for name, _ in wrong) else key, problems, origin)

    def _bad(self, record: Record, key: bytes | None, problems: list[Problem], origin: str | None) -> Row:
        """A bad row, told once however many versions have it. A row that cannot be read is not missing."""
        if key is None:
            self._unread = True
        elif (last := self._memory.get(key)) is not None:
            self._memory.seen(key, last, self._version)
        mark = hash((record.raw, *(problem.message for problem in problems)))
        if record.raw and mark in self._told_bad:
            return Row(number=record.number, raw=b"")
        self._told_bad.add(mark)
        return Row(number=record.number, raw=record.raw, problems=tuple(problems), origin=origin)

    def _op_of(self, record: Record, cells: dict[str, str]) -> str | Problem:
        if self._op is None:
            return ADD
        told = (self._op(cells) or "").casefold()
        if told in OPS:
            return told
        message = f"{told[:60]!r} is no change that is known: {', '.join(OPS)}"
        problem = Problem(code="unknown-op", message=message, hint="say under [replace.…] what it means")
        return attrs.evolve(problem, where=Place(line=record.number))

    # --- what changed -------------------------------------------------------------------------

    def _changes(self, key: bytes, last: Last | None, signature: int, tellings: list[Telling | None]) -> list[Event]:
        """The events of a row that is new or says something else than before."""
        now: list[Told] = []
        events: list[Event] = []
        before = (NEVER_TOLD,) * len(tellings) if last is None else last.told
        for telling, told in zip(tellings, before, strict=True):
            if telling is None:  # what is emptied is missing
                events += self._ended(told)
                now.append(told if self._vintage.on_missing == IGNORE else NEVER_TOLD)
                continue
            after, event = self._change(telling, told)
            now.append(after)
            if event is not None:
                events.append(event)
        self._memory.put(key, Last(signature, self._version, tuple(now)))
        return events

    def _change(self, telling: Telling, told: Told) -> tuple[Told, Event | None]:
        """What is remembered of a claim now, and its event where it says something else than before."""
        sums = telling.sum()
        if told.likeness == sums and told.alive:
            return told, None
        said = telling.said
        if said is not self._shared[0]:
            self._shared = said, Speaking(self._voice(said), _span(said), said.ours)
        voice, now, ours = self._shared[1]
        corrects = None
        if told.voice == voice and told.alive and not ours:
            before = (told.start, told.end)
            same = now == before or not _moved_on(telling.event(), now, before)
            corrects = told.id.hex() if same else None
        event = telling.event(corrects)
        return Told(bytes.fromhex(event.id), sums, voice, *now, self._behind(event, told, corrects)), event

    def _behind(self, event: Event, told: Told, corrects: str | None) -> int:
        """Where the trail of a claim begins: of its words, where it may end; of what it replaced, where it may go."""
        if self._vintage.on_missing == CLOSE:
            return self._trail.put(event.raw)
        return self._trail.put(told.id, told.behind) if corrects and self._vintage.on_missing == RETRACT else 0

    def _voice(self, said: Said) -> int:
        voice = (said.source, said.story, said.via)
        number = self._numbers.get(voice)
        return self._voices_at((said.source and fold(said.source), *voice[1:]), voice) if number is None else number

    def _voices_at(self, folded: object, voice: tuple[str | None, str | None, tuple[str, ...]]) -> int:
        number = self._numbers.get(folded)
        if number is None:
            number = self._numbers[folded] = len(self._voices)
            self._voices.append(voice)
        self._numbers[voice] = number
        return number

    # --- what is listed no more ---------------------------------------------------------------

    def _gone(self, key: bytes, last: Last) -> Iterator[Event]:
        """What it means that a row is not there any more, as the mapping has it."""
        if self._vintage.on_missing == IGNORE:
            return
        for told in last.told:
            yield from self._ended(told)
        self._memory.put(key, Last(0, self._version, (NEVER_TOLD,) * len(last.told)))

    def _ended(self, told: Told) -> Iterator[Event]:
        """What it means that a claim is told no more; an entry of ours is taken back by no version of a file."""
        source, story, via = self._voices[told.voice] if told.alive else (None, None, ())
        if source is None or self._now is None or self._vintage.on_missing == IGNORE:
            return
        if self._vintage.on_missing == CLOSE:
            closed = [self._closed(raw, told) for raw in self._trail.back(told.behind)]
            yield from [one for one in closed if one is not None]
            return
        # to take back a correction restores what it replaced, hence all of the chain
        for identity in (told.id, *self._trail.back(told.behind)):
            back = Retraction(identity.hex(), reason="no longer listed")
            yield _event(say(back, source=source, story=story, via=via, reported=self._now))

    def _closed(self, raw: bytes, told_before: Told) -> Event | None:
        """The claim as one that ended when the row was last listed: it takes the place of one without an end."""
        said, _ = codec.decode(json.loads(raw))
        start = said.occurred.start if said.occurred is not None else None
        if start is None or self._before is None or self._now is None:
            return None
        try:
            until = When.parse(f"{start.text}/{self._before.text}")
        except InvalidInput:  # it was listed no longer than it is said to have begun
            until = start
        told = tuple(sorted({**dict(said.told), "occurred": f"no longer listed {self._now}"}.items()))
        return _event(attrs.evolve(said, occurred=until, reported=self._now, corrects=told_before.id.hex(), told=told))


def _span(said: Said) -> tuple[int, int]:
    return ON_NO_DAY if said.occurred is None else said.occurred.span()


def _plain(cells: dict[str, str], names: tuple[str, ...]) -> list[str]:
    """Some cells as they are compared."""
    taken = map(cells.get, names)
    return [cell if "." not in cell else plain(cell) for cell in [one or "" for one in taken]]


def _moved_on(event: Event, now: tuple[int, int], before: tuple[int, int]) -> bool:
    fact = codec.decode(json.loads(event.raw))[0].fact
    return isinstance(fact, Fact) and moved_on(fact, now, before)


def _event(said: Said) -> Event:
    return codec.stamp(said, recorded=EPOCH, by="")


@functools.lru_cache(maxsize=64)
def published_at(text: str) -> When | None:
    """When a version was published, an instant in UTC whatever offset it was told with; `None` for no date.

    >>> published_at("2025-07-07T10:13:48+01:00")
    When('2025-07-07T09:13:48Z')
    """
    try:
        when = When(text.strip())
    except InvalidInput:
        return None
    if when.is_interval or when.earliest is None:
        return None
    return instant(when.earliest) if when.is_instant else when


def _dated(claim: Claim) -> Claim:
    """The claim, reported when its version was published, unless it says when itself."""
    if claim.spec.ours or "reported" in claim.envelope:
        return claim
    return attrs.evolve(claim, envelope={**claim.envelope, "reported": f"{{{PUBLISHED}}}"})


def _check_kinds(shape: Shape, vintage: Vintage) -> None:
    """Refuses to end what cannot end: only what holds has an end."""
    if vintage.on_missing != CLOSE:
        return
    for claim in shape.claims:
        timing = claim.spec.timing
        if callable(timing) or (timing.time is not Time.HOLDS and not claim.spec.ours):
            message = f"a missing row cannot end {claim.spec.name}, which does not hold over a time"
            hint = f'write on_missing = "{RETRACT}" or "{IGNORE}", or tell it as a kind that holds, such as state'
            raise refused(shape.file, "cannot-close", message, hint)


def _without_key(record: Record, names: tuple[str, ...]) -> Problem:
    message = f"the cells of its key are empty: {', '.join(names)}"
    return placed(record, Problem(code="no-row-key", message=message, hint="fill them, or name another key"), names[0])


def _doubled(record: Record, names: tuple[str, ...]) -> Problem:
    message = "another row of this version has the same key, and says something else"
    hint = f"name a column more under key, beside {', '.join(names)}"
    return placed(record, Problem(code="doubled-row", message=message, hint=hint), names[0])
