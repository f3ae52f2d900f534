"""A ledger that is asked through its derived cache, and whether its answers are those of the plain fold."""

from __future__ import annotations

import datetime as dt
import functools
import json
import random
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import attrs

from benchmarks import workload
from newsledger import codec
from newsledger.as_json import picture_json
from newsledger.belief import slot_name
from newsledger.cache.keeping import Cache
from newsledger.config import Config
from newsledger.event import Event, Said, say
from newsledger.fact import Fact
from newsledger.kinds.alias import Alias
from newsledger.kinds.redaction import Redaction
from newsledger.kinds.retraction import Retraction
from newsledger.kinds.source import Source
from newsledger.kinds.void import Void
from newsledger.ledger import Ledger
from newsledger.replay import Picture
from newsledger.stores.directory import DirectoryStore

SIZE, EACH = 20_000, 80
"""Of a workload of that size every so-manieth event: several stories, and few enough to be folded a thousand times."""

SOME = 0.2
"""In so many ledgers words have to go: there each question reads every event, for a story may be gone with them."""

FILES = 24
QUESTIONS = 5

SETTLED = 2.1
"""Seconds after which a file that was left alone is relied on: see `newsledger.cache.looking.MARGIN`."""

Answers = tuple[object, ...]
"""What a ledger tells when it is asked everything that the rig asks."""


# --- the ledger -------------------------------------------------------------------------------


@functools.cache
def _workload() -> tuple[Event, ...]:
    return tuple(workload.events(SIZE))


def drawn(chance: random.Random, *, each: int = EACH) -> list[Event]:
    """The events of a ledger: some of the workload, and whatever amends them or ties names."""
    told = list(_workload()[::each])
    return [*told, *(_stamped(said, number) for number, said in enumerate(_ours(told, chance)))]


def _ours(told: list[Event], chance: random.Random) -> list[Said]:
    """Names that mean one thing, grades, entries that were wrong, words taken back; in some, words that must go."""
    stories = sorted({event.said.story for event in told if event.said.story})
    sources = sorted({event.said.source for event in told if event.said.source})
    reports = [event for event in told if event.said.source and event.said.claims()]
    keys = sorted({str(event.said.fact.slot_keys()[0]) for event in reports if isinstance(event.said.fact, Fact)})
    taken_back, voided, redacted = chance.sample(reports, 3)
    gone = [say(Redaction(redacted.id, reason="a name", authority="the desk"))] if chance.random() < SOME else []
    return [
        *gone,
        say(Alias(stories[-1], meaning=stories[0])),
        say(Alias(keys[0], meaning=keys[-1])),
        say(Source(sources[0], grade="F"), occurred="2024-03-01"),
        say(Source(sources[1], speaks_for=sources[2]), occurred="2024-01-01"),
        say(Retraction(taken_back.id), source=taken_back.said.source, reported="2025-12-01"),
        say(Void(voided.id, reason="twice")),
    ]


def _stamped(said: Said, number: int) -> Event:
    return codec.stamp(said, recorded=dt.datetime(2025, 6, 1, 12, number, tzinfo=dt.UTC), by="desk")


def made(place: Path, events: list[Event], *, settled: bool = True) -> DirectoryStore:
    """A ledger of these events in some files, which are relied on from now on if they were left alone long enough."""
    store = DirectoryStore.create(place, Config(title="Faults"))
    for at in range(FILES):
        store.append(events[at::FILES], slug=f"part {at}")
    if settled:
        settle()
    return store


def settle() -> None:
    """Waits until what was written can be relied on."""
    time.sleep(SETTLED)


# --- asking -----------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Asked:
    """What is asked: pictures of days, stories and pasts, events by id, and slots by name."""

    pictures: tuple[dict[str, str | None], ...]
    ids: tuple[str, ...]
    slots: tuple[str, ...]


def asked(events: list[Event], chance: random.Random, *, many: int = QUESTIONS) -> Asked:
    """Questions about a ledger. Not all of them are about what is there."""
    stories = sorted({event.said.story for event in events if event.said.story})
    reports = [event.said for event in events if event.said.source and event.said.claims()]
    slots = {slot_name(said.kind, said.fact.slot_keys()) for said in reports if isinstance(said.fact, Fact)}
    return Asked(
        pictures=tuple(_picture(chance, chance.choice([None, *stories])) for _ in range(many)),
        ids=(*(event.id for event in chance.sample(events, many)), "0" * 32),
        slots=tuple(chance.sample(sorted(slots), many)),
    )


def _picture(chance: random.Random, story: str | None) -> dict[str, str | None]:
    at, public, known = (str(_day(chance)) for _ in range(3))
    open_ = chance.random() < 0.5  # noqa: PLR2004  half of them
    return {"at": at, "public": None if open_ else max(at, public), "known": None if open_ else known, "story": story}


def _day(chance: random.Random) -> dt.date:
    return dt.date(2024, 6, 1) + dt.timedelta(days=chance.randrange(600))


def through(store: DirectoryStore, told: Callable[[str], None]) -> Ledger:
    """A ledger as a new process has it, which asks through the cache."""
    return Ledger(store, cache=lambda: Cache(store.path, store.derived, tell=told))


def plainly(store: DirectoryStore) -> Ledger:
    """The same ledger without."""
    return Ledger(store)


def answers(ledger: Ledger, what: Asked) -> Answers:
    """All that a ledger tells. Raises what it raises."""
    state = ledger.state()
    return (
        *(_told(ledger.replay(**dates)) for dates in what.pictures),  # type: ignore[arg-type]  # dates and a story
        *(state.get(one) for one in what.ids),
        *(_told(state.of_slot(slot).picture(ledger.question("2025-12-31"))) for slot in what.slots),
        state.first_recorded, sorted(state.stories()), ledger.problems,
    )  # fmt: skip


def _told(picture: Picture) -> tuple[object, ...]:
    """A picture, and what is counted beside it. What needs every event is left out: it would be answered without."""
    counted = (picture.events, picture.sources, picture.later, picture.newest, picture.stories, picture.redacted)
    return (json.dumps(picture_json(picture)), counted, picture.first_recorded)


def let_go(ledgers: Iterable[Ledger]) -> None:
    """Closes the caches of ledgers."""
    for ledger in ledgers:
        if ledger._cache is not None:  # noqa: SLF001  a ledger is never closed by whoever reads it
            ledger._cache.close()  # noqa: SLF001  as above
