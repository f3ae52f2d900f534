"""The events of a ledger one after the other: reports, re-reports, what is taken back, what comes late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

import newsledger as nl
from benchmarks.workload.cast import SHARES, Cast, Slot, cast
from benchmarks.workload.draw import Draw
from benchmarks.workload.facts import fact, occurred
from newsledger.codec import stamp
from newsledger.event import Event, Said, say
from newsledger.values.when import When

SEED = 20260101
START = dt.datetime(2024, 1, 1, 6, tzinfo=dt.UTC)
MONTHS = dt.timedelta(days=731)
SPAN = MONTHS // dt.timedelta(microseconds=1)
END = When.parse("2026-01-01")
"""A day after all that is told; what was recorded late was recorded by the spring that follows."""

AGAIN = 0.15
"""How many events tell through another outlet what was told before."""

TAKEN_BACK = 0.01
"""How many are retracted; as many are corrected, and as many voided."""

TOLD_LATE = 0.10
"""How many are reported more than a day after it happened."""

SOURCES = 0.01
"""How many events at most introduce a source: all two hundred from 20,000 events on."""

LATE_BATCH = 10
"""Every tenth batch was imported weeks late: one in twenty of all events."""

RECENT = 2_000
"""How many of the last reports may be taken back or told again. A bound, so that memory does not grow."""

BLOCKS = 200
LARGEST_BLOCK = 500
"""Portions are of less than four days each, so that an import is not late by itself, and of at most so many events."""

GRADES = "BBCCCDDE"


@attrs.frozen(kw_only=True)
class Block:
    """Some events that were taken in one after the other: each by itself, or all in one import."""

    imported: bool
    events: tuple[Event, ...]


def events(size: int) -> Iterator[Event]:
    """The events of a ledger of that size."""
    for block in blocks(size):
        yield from block.events


def blocks(size: int) -> Iterator[Block]:
    """The events of a ledger in the portions that they were taken in; every second portion is an import."""
    draw = Draw(SEED)
    news = _News(size, cast(size, draw), draw)
    length = max(1, min(LARGEST_BLOCK, size // BLOCKS))
    for number, start in enumerate(range(0, size, length)):
        imported = number % 2 == 1
        late = dt.timedelta(days=draw.between(15, 60)) if imported and number // 2 % LATE_BATCH == 0 else None
        stop = min(start + length, size)
        recorded = news.moment(stop) + (late or dt.timedelta()) if imported else None
        yield Block(imported=imported, events=tuple(news.event(at, recorded) for at in range(start, stop)))


class _News:
    """Tells the events of one ledger in turn."""

    def __init__(self, size: int, told_by: Cast, draw: Draw) -> None:
        self._size, self._cast, self._draw = size, told_by, draw
        self._introduced = told_by.sources[: min(len(told_by.sources), int(size * SOURCES))]
        self._open = {
            kind: draw.shuffled([(slot, voice) for slot in slots for voice in slot.voices])
            for kind, slots in told_by.by_kind.items()
        }
        self._kinds = [kind for kind, share in SHARES.items() for _ in range(share)]
        self._recent: list[tuple[Event, Slot]] = []
        self._next = 0

    def moment(self, at: int) -> dt.datetime:
        """When the event of that number came in, had it come at once."""
        whole, rest = divmod(SPAN * at, self._size)  # days times ten million are more than a timedelta holds
        up = 2 * rest > self._size or (2 * rest == self._size and whole % 2)
        return START + dt.timedelta(microseconds=whole + up)

    def event(self, at: int, recorded: dt.datetime | None) -> Event:
        """The event of that number. One of an import was recorded when the import was."""
        moment = self.moment(at)
        by = "import" if recorded else ("amira", "ben")[at % 2]
        recorded = recorded or moment + dt.timedelta(minutes=self._draw.between(1, 600))
        if at < len(self._introduced):
            return stamp(self._introduction(self._introduced[at]), recorded=recorded, by=by)
        said, slot = self._said(moment)
        event = stamp(said, recorded=recorded, by=by)
        if slot is not None:
            self._remember(event, slot)
        return event

    def _remember(self, event: Event, slot: Slot) -> None:
        if len(self._recent) < RECENT:
            self._recent.append((event, slot))
        else:
            self._recent[self._next] = (event, slot)
            self._next = (self._next + 1) % RECENT

    def _introduction(self, source: str) -> Said:
        draw = self._draw
        origin = self._cast.fed.get(source)
        grade = draw.one(GRADES)
        side = draw.early(("aldia", "borea")) if draw.chance(0.2) else None
        told = nl.Source(
            source, name=source.replace("-", " ").title(), category="outlet", grade=grade, side=side,
            reason="its record so far", derived_from=origin,
        )  # fmt: skip
        return say(told, occurred="2023-12-01")

    def _said(self, moment: dt.datetime) -> tuple[Said, Slot | None]:
        """What is said next, and the slot of a report that may be taken back or told again later."""
        kind = self._draw.below(1000) / 1000
        if self._recent:
            for share, tell in (
                (AGAIN, self._again), (TAKEN_BACK, self._retracted), (TAKEN_BACK, self._voided),
                (TAKEN_BACK, self._corrected),
            ):  # fmt: skip
                if kind < share:
                    return tell(moment), None
                kind -= share
        slot, voice = self._next_pair(self._draw.one(self._kinds))
        return self._report(slot, voice, moment), slot

    def _next_pair(self, kind: str) -> tuple[Slot, str]:
        """A slot and one of its origins: each pair once, then those that are in the news."""
        if self._open[kind]:
            return self._open[kind].pop()
        slot = self._draw.early(self._cast.by_kind[kind])
        return slot, self._draw.early(slot.voices)

    def _report(self, slot: Slot, voice: str, moment: dt.datetime, corrects: str | None = None) -> Said:
        draw = self._draw
        told, words = fact(slot, draw)
        behind = draw.between(2, 30) if draw.chance(TOLD_LATE) else 0
        number = draw.below(10**6)
        return say(
            told, source=voice, story=slot.story, told=words, corrects=corrects,
            occurred=When.parse(occurred(slot, (moment - dt.timedelta(days=behind)).date(), draw)),
            reported=When.parse(_reported(moment, draw)),
            confidence="moderate" if draw.chance(0.1) else None,
            quote="as we have said before" if draw.chance(0.1) else None,
            url=f"https://{voice}.example/{moment.year}/{number:06}" if draw.chance(0.5) else None,
        )  # fmt: skip

    def _again(self, moment: dt.datetime) -> Said:
        """What was told before, through another outlet; some live on one origin, and do not say so."""
        event, _ = self._draw.one(self._recent)
        said = event.said
        reported = When.parse(_reported(moment, self._draw))
        fed = [outlet for outlet in self._introduced if self._cast.fed.get(outlet) == said.source]
        if fed and self._draw.chance(0.3):
            return attrs.evolve(said, source=self._draw.one(fed), reported=reported, url=None, corrects=None)
        outlet = self._draw.early([name for name in self._cast.sources if name != said.source])
        return attrs.evolve(said, via=(outlet,), reported=reported, url=None, corrects=None)

    def _target(self) -> tuple[Event, Slot]:
        """A report that nobody took back yet, and now somebody does."""
        at = self._draw.below(len(self._recent))
        found = self._recent[at]
        self._recent[at] = self._recent[-1]
        self._recent.pop()
        self._next = 0 if self._next >= len(self._recent) else self._next
        return found

    def _retracted(self, moment: dt.datetime) -> Said:
        event, slot = self._target()
        return say(
            nl.Retraction(event.id, reason="it was wrong"), source=event.said.source, story=slot.story,
            reported=_reported(moment, self._draw),
        )  # fmt: skip

    def _corrected(self, moment: dt.datetime) -> Said:
        event, slot = self._target()
        return self._report(slot, event.said.source or "", moment, corrects=event.id)

    def _voided(self, moment: dt.datetime) -> Said:
        del moment
        event, slot = self._target()
        return say(nl.Void(event.id, reason="entered twice"), story=slot.story)


def _reported(moment: dt.datetime, draw: Draw) -> str:
    """Half the reports name the minute."""
    return moment.strftime("%Y-%m-%dT%H:%MZ") if draw.chance(0.5) else moment.date().isoformat()
