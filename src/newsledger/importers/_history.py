"""A published file through time: what each version adds, corrects, and lists no more."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from datetime import UTC, datetime

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


class History:
    """Reads versions of one file in turn, and tells what is new in each."""

    def __init__(self, shape: Shape, options: Options, file: File) -> None:
        if shape.vintage is None:
            message = "the mapping does not say how versions are compared"
            raise refused(shape.file, "no-mapping", message, 'write [vintage], with key = ["…"] and on_missing = "…"')
        self._file = file.path
        self._vintage: Vintage = shape.vintage
        self._claims = [_dated(claim) for claim in shape.claims]
        self._own_dates = ["occurred" in claim.envelope for claim in self._claims]
        self._tellers = [teller(claim, options) for claim in self._claims]
        self._clean = Cleaner(shape)
        # what is derived follows from the others, and the key is the same wherever it is looked at
        aside = {*shape.aside(), *self._vintage.key}
        self._compared = [name for name in shape.used() if name not in aside]
        self._memory = Memory(len(self._claims))
        self._numbers: dict[object, int] = {}
        self._voices: list[tuple[str | None, str | None, tuple[str, ...]]] = []
        self._raws: dict[bytes, list[bytes | None]] = {}
        self._chains: dict[bytes, bytes] = {}
        self._told_bad: set[int] = set()
        self._op = None if self._vintage.op is None else filler(self._vintage.op)
        self._version = 0
        self._unread = False
        self._before: When | None = None
        self._now: When | None = None
        _check_kinds(shape, self._vintage)

    # --- versions -----------------------------------------------------------------------------

    def begin(self, published: When) -> None:
        """Begins a version."""
        self._version += 1
        self._before, self._now = self._now, published
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
        cells[PUBLISHED] = "" if self._now is None else self._now.text
        names = self._vintage.key
        told = [plain(cells.get(name, "")) for name in names]
        key = None if record.problem is not None else key_of(told)
        problems = [record.problem] if record.problem else [placed(record, one, name) for name, one in wrong]
        if key is not None and not any(told):
            problems.append(_keyless(record, names))
        if key is None or problems:
            return self._bad(record, None if any(name in names for name, _ in wrong) else key, problems, origin)
        op = self._op_of(record, cells)
        if isinstance(op, Problem):
            return self._bad(record, key, [op], origin)
        return self._row(record, key, cells, op, origin)

    def _row(self, record: Record, key: bytes, cells: dict[str, str], op: str, origin: str | None) -> Row:
        last = self._memory.get(key)
        if op == WITHDRAW:
            events = () if last is None else tuple(self._gone(key, last))
            return Row(number=record.number, raw=record.raw, events=events, origin=origin)
        signature = hash(tuple([plain(cells.get(name, "")) for name in self._compared]))
        if self._op is None and last is not None and last.version == self._version and last.signature != signature:
            return self._bad(record, key, [_doubled(record, self._vintage.key)], origin)
        if last is not None and last.signature == signature:
            self._memory.seen(key, self._version)
            return Row(number=record.number, raw=b"")
        problems: list[Problem] = []
        tellings = list(self._tellings(record, cells, problems))
        if problems:
            return self._bad(record, key, problems, origin)
        try:
            events = tuple(self._changes(key, last, signature, tellings))
        except InvalidInput as error:
            return self._bad(record, key, [placed(record, one, None) for one in error.problems], origin)
        return Row(number=record.number, raw=record.raw, events=events, origin=origin)

    def _tellings(self, record: Record, cells: dict[str, str], problems: list[Problem]) -> Iterator[Telling | None]:
        for claim, tell in zip(self._claims, self._tellers, strict=True):
            try:
                yield tell(cells)
            except InvalidInput as error:
                problems += [of_field(record, claim, problem) for problem in error.problems]

    def _bad(self, record: Record, key: bytes | None, problems: list[Problem], origin: str | None) -> Row:
        """A bad row, told once however many versions have it. A row that cannot be read is not missing."""
        if key is None:
            self._unread = True
        elif self._memory.get(key) is not None:
            self._memory.seen(key, self._version)
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

    def _changes(
        self, key: bytes, last: Last | None, signature: int, tellings: list[Telling | None]
    ) -> Iterator[Event]:
        """The events of a row that is new or says something else than before."""
        now: list[Told] = []
        raws: list[bytes | None] = []
        before = (NEVER_TOLD,) * len(tellings) if last is None else last.told
        kept = self._raws.get(key) or [None] * len(tellings)
        for telling, told, dated, raw in zip(tellings, before, self._own_dates, kept, strict=True):
            if telling is None:  # what is emptied is missing
                yield from self._ended(told, raw)
                now.append(told if self._vintage.on_missing == IGNORE else NEVER_TOLD)
                raws.append(None)
                continue
            after, event = self._change(telling, told, dated=dated)
            now.append(after)
            raws.append(raw if event is None else event.raw)
            if event is not None:
                yield event
        self._memory.put(key, Last(signature, self._version, tuple(now)))
        if self._vintage.on_missing == CLOSE:
            self._raws[key] = raws

    def _change(self, telling: Telling, told: Told, *, dated: bool) -> tuple[Told, Event | None]:
        """What is remembered of a claim now, and its event where it says something else than before."""
        sums = (telling.told if dated else telling.told._replace(occurred=None)).sum()
        if told.alive and told.likeness == sums:
            return told, None
        said = telling.said
        voice = self._voice(said)
        now = (0, 0) if said.occurred is None else said.occurred.span()
        corrects = None
        if told.alive and told.voice == voice and not said.ours:
            before = (told.start, told.end)
            same = now == before or not _moved_on(telling.event(), now, before)
            corrects = told.id.hex() if same else None
        event = telling.event(corrects)
        if corrects is not None and self._vintage.on_missing == RETRACT:
            self._chains[bytes.fromhex(event.id)] = told.id + self._chains.pop(told.id, b"")
        return Told(bytes.fromhex(event.id), sums, voice, *now), event

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
        raws = self._raws.pop(key, None) or [None] * len(last.told)
        for told, raw in zip(last.told, raws, strict=True):
            yield from self._ended(told, raw)
        self._memory.put(key, Last(0, self._version, (NEVER_TOLD,) * len(last.told)))

    def _ended(self, told: Told, raw: bytes | None) -> Iterator[Event]:
        """What it means that a claim is told no more; an entry of ours is taken back by no version of a file."""
        source, story, via = self._voices[told.voice] if told.alive else (None, None, ())
        if source is None or self._now is None or self._vintage.on_missing == IGNORE:
            return
        if self._vintage.on_missing == CLOSE:
            closed = None if raw is None else self._closed(raw, told)
            yield from [] if closed is None else [closed]
            return
        # to take back a correction restores what it replaced, hence all of the chain
        chain = told.id + self._chains.pop(told.id, b"")
        for at in range(0, len(chain), len(told.id)):
            back = Retraction(chain[at : at + len(told.id)].hex(), reason="no longer listed")
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


def _moved_on(event: Event, now: tuple[int, int], before: tuple[int, int]) -> bool:
    fact = codec.decode(json.loads(event.raw))[0].fact
    return isinstance(fact, Fact) and moved_on(fact, now, before)


def _event(said: Said) -> Event:
    return codec.stamp(said, recorded=EPOCH, by="")


@functools.lru_cache(maxsize=4096)
def published_at(text: str) -> When | None:
    """When a version was published, an instant in UTC whatever offset it was told with; `None` for no date.

    >>> published_at("2025-07-07T10:13:48+01:00")
    When('2025-07-07T09:13:48Z')
    """
    try:
        when = When.parse(text.strip())
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


def _keyless(record: Record, names: tuple[str, ...]) -> Problem:
    message = f"the cells of its key are empty: {', '.join(names)}"
    return placed(record, Problem(code="no-row-key", message=message, hint="fill them, or name another key"), names[0])


def _doubled(record: Record, names: tuple[str, ...]) -> Problem:
    message = "another row of this version has the same key, and says something else"
    hint = f"name a column more under key, beside {', '.join(names)}"
    return placed(record, Problem(code="doubled-row", message=message, hint=hint), names[0])
