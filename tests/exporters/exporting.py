"""How these tests export: from a list of events, in memory, with every option that a format takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from newsledger import exporters
from newsledger.config import Config
from newsledger.event import Event
from newsledger.exporters import Job, Places
from newsledger.live import Question
from newsledger.replay import State
from newsledger.values.when import When

EVENTS = Path(__file__).parents[2] / "events"

WRITES = exporters.names()
"""All formats."""

POINT = {"type": "Point", "coordinates": [36.19, 51.73]}

PLACES = Places(dict.fromkeys(("kursk", "sudzha", "курск", "ukraine", "russia", "bridge", "elbe"), POINT))
"""Names that generated and real ledgers have as keys."""

DAY = When.parse("2025-03-16")


def job(events: list[Event], question: Question | None = None, *, title: str = "Test", **how: object) -> Job:
    """The export of these events, uncut unless a question is asked."""
    more: dict[str, Any] = how
    asked = question or Question(at=DAY)
    return Job(
        question=asked, state=State(events), config=Config(title=title), uncut=question is None, places=PLACES, **more
    )


def written(name: str, made: Job) -> bytes:
    """What an exporter makes of a job."""
    return b"".join(exporters.find(name).write(made))


def exported(name: str, events: list[Event], question: Question | None = None, *, title: str = "Test") -> bytes:
    """The events in another format."""
    return written(name, job(events, question, title=title))
