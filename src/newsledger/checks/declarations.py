"""declarations: what was said of sources and cannot be so: circles, doubled chains, nonsense as an echo."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from newsledger.checks import Inspected, check
from newsledger.declared import alive_of, circles, closing, doubled, links, links_of, named_twice
from newsledger.event import Event
from newsledger.kinds.source import Source
from newsledger.live import Live
from newsledger.problems import WARNING, Problem


@check("declarations")
def declarations(inspected: Inspected) -> Iterator[Problem]:
    """Finds sources that speak for or draw on each other in a circle, doubled chains, echoes that cannot be read."""
    alive = alive_of(inspected.events)
    yield from _circles(inspected, alive)
    for event in inspected.events:
        if isinstance(event.said.fact, Source) and event.id not in alive.voided:
            yield from (_about(inspected, event, problem) for problem in event.said.fact.problems())
        twice = named_twice(event.said.chain, alive.names) if event.id not in alive.voided else None
        if twice is not None:
            yield _about(inspected, event, doubled(twice), "void it, and add it again with each link once")


def _circles(inspected: Inspected, alive: Live) -> Iterator[Problem]:
    """Each circle once, at the entry of it that was taken in last."""
    for circle in circles(links_of(alive.sources)):
        ids = {one for name in circle.names for one in alive.sources.entry(name).ids}
        telling = [event for event in inspected.events if event.id in ids and links(event.said)]
        if len(circle.names) > 1 and telling:
            yield _about(inspected, telling[-1], closing(circle), "void the entry that is wrong, or add a right one")


def _about(inspected: Inspected, event: Event, problem: Problem, hint: str | None = None) -> Problem:
    return attrs.evolve(
        problem, severity=WARNING, where=inspected.at(event.id), message=f"{event.id[:8]}: {problem.message}",
        hint=hint or problem.hint or "void the entry, and add it again",
    )  # fmt: skip
