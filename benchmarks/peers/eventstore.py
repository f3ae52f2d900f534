"""The `eventsourcing` package on SQLite: a slot is an aggregate, a report one of its events, with the same payload."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from benchmarks.peers.latest import Latest, of_stored, shapes
from newsledger.event import Event
from newsledger.fact import Fact

KNOWN = shapes()
SECTION = 1_000
"""Notifications that are read at once; the usual ten would be slower."""

OTHER = "other"


class Slot(Aggregate):
    """What is reported of one slot."""

    class Opened(Aggregate.Created):
        """A slot is told of for the first time."""

        name: str

    class Reported(Aggregate.Event):
        """What an event of newsledger holds, all of it."""

        identity: str
        recorded: str
        by: str
        said: dict[str, Any]

    @event(Opened)
    def __init__(self, name: str) -> None:
        self.name = name
        self.latest: Latest = {}

    @staticmethod
    def create_id(name: str) -> UUID:
        """A slot is found by its name."""
        return uuid5(NAMESPACE_URL, name)

    @event(Reported)
    def report(self, identity: str, recorded: str, by: str, said: dict[str, Any]) -> None:
        """Takes in what was reported."""
        del recorded, by
        of_stored(self.latest, identity, said, KNOWN)


class News(Application[UUID]):
    """All slots."""


def news(folder: Path) -> News:
    """The application on a database in a folder, with the settings that it comes with: durable, write-ahead log."""
    return News(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(folder / "news.db")})


def slot_name(one: Event) -> str:
    """The aggregate that an event belongs to."""
    return "/".join((one.said.kind, *one.said.fact.keys())) if isinstance(one.said.fact, Fact) else OTHER


def payload(one: Event) -> dict[str, Any]:
    """What an event holds, as the arguments of a command."""
    return {"identity": one.id, "recorded": one.recorded, "by": one.by, "said": json.loads(one.raw)}


def tell(slots: dict[str, Slot], told: Iterable[tuple[str, dict[str, Any]]]) -> list[Slot]:
    """Triggers an event for each payload; gives the slots that have something to save."""
    changed: dict[str, Slot] = {}
    for name, arguments in told:
        slot = slots.get(name)
        if slot is None:
            slot = slots[name] = Slot(name=name)
        slot.report(**arguments)
        changed[name] = slot
    return list(changed.values())


def fill(folder: Path, events: Iterable[Event]) -> None:
    """Puts these events into the database of a folder."""
    with news(folder) as application:
        application.save(*tell({}, ((slot_name(one), payload(one)) for one in events)))


def by_aggregate(folder: Path, names: Iterable[str]) -> Latest:
    """Replays every slot by itself, as the repository of an application does."""
    found: Latest = {}
    with news(folder) as application:
        for name in names:
            slot: Slot = application.repository.get(Slot.create_id(name))
            found |= slot.latest
    return found


def by_notification(folder: Path) -> Latest:
    """Folds all events in the order of the log, as a projection of an application would."""
    found: Latest = {}
    start: int | None = 1
    with news(folder) as application:
        while start is not None:
            notifications = application.recorder.select_notifications(start=start, limit=SECTION)
            for notification in notifications:
                told: Any = application.mapper.to_domain_event(notification)
                if isinstance(told, Slot.Reported):
                    of_stored(found, told.identity, told.said, KNOWN)
            start = notifications[-1].id + 1 if len(notifications) == SECTION else None
    return found
