"""What was declared of sources and cannot be so: circles of sources, chains with one name twice."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs

from newsledger.event import Event, Said
from newsledger.fact import Fact
from newsledger.kinds.source import Source
from newsledger.live import Live, Question, live
from newsledger.names import Names
from newsledger.problems import Problem
from newsledger.sources import Sources
from newsledger.values.when import When

SPEAKS, DRAWS = "speaks for", "draws on"

Links = Mapping[str, Mapping[str, str]]
"""Per source those whom it speaks for or draws on, each with the words for it."""

ANY_DAY = When.parse("2000")
"""Asked where the answer does not depend on the date: what is declared of sources has no cut but `known`."""


@attrs.frozen
class Circle:
    """Sources that speak for or draw on each other in a row that ends where it began.

    >>> print(Circle(("blog", "ministry"), (DRAWS, SPEAKS)))
    blog draws on ministry, which speaks for blog
    """

    names: tuple[str, ...]
    words: tuple[str, ...]

    def __str__(self) -> str:
        further = (*self.names[1:], self.names[0])
        told = [f"{word} {name}" for word, name in zip(self.words, further, strict=True)]
        return f"{self.names[0]} {', which '.join(told)}"


def alive_of(events: Iterable[Event]) -> Live:
    """The events that count now, whatever the date: what was voided declares nothing."""
    return live(events, Question(at=ANY_DAY))


def links_of(sources: Sources) -> Links:
    """Whom each source that was introduced speaks for and draws on."""
    entries = {name: sources.entry(name) for name in sources.introduced()}
    return {
        name: {other: word for word, other in ((DRAWS, one.derived_from), (SPEAKS, one.speaks_for)) if other}
        for name, one in entries.items()
    }


def circles(told: Links) -> list[Circle]:
    """Every source that speaks for or draws on itself, by way of others, in the shortest circle; each circle once.

    A circle begins with its smallest name. All who stand in one are still one origin: no picture needs
    to be told apart, and none of them is counted twice.
    """
    found = {circle for name in sorted(told) if (circle := circle_of(told, name)) is not None}
    return sorted(found, key=lambda circle: circle.names)


def circle_of(told: Links, start: str) -> Circle | None:
    """The shortest circle that a source stands in, `None` where it stands in none."""
    came: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        name = waiting.popleft()
        for other in sorted(told.get(name, ())):
            if other == start:
                return _turned(told, _way(came, start, name))
            if other not in came:
                came[other] = name
                waiting.append(other)
    return None


def _way(came: Mapping[str, str], start: str, end: str) -> tuple[str, ...]:
    """The names from one source to another, by who led to whom."""
    way = [end]
    while way[-1] != start:
        way.append(came[way[-1]])
    return tuple(reversed(way))


def _turned(told: Links, way: tuple[str, ...]) -> Circle:
    at = way.index(min(way))
    names = way[at:] + way[:at]
    return Circle(names, tuple(told[name][other] for name, other in zip(names, (*names[1:], names[0]), strict=True)))


def named_twice(chain: tuple[str, ...], names: Names) -> str | None:
    """The link of a chain that stands in it twice, by whatever name.

    >>> named_twice(("Reuters", "daily", "reuters"), Names())
    'reuters'
    """
    told = [names.of(link) for link in chain]
    return next((link for at, link in enumerate(chain) if told[at] in told[:at]), None)


# --- at the door ------------------------------------------------------------------------------


def problems_of(events: Iterable[Event], before: Callable[[], Iterable[Event]]) -> Iterator[Problem]:
    """What keeps a batch out of a ledger: what its facts find wrong, chains named twice, circles that it closes.

    `before` gives the events that are there; it is asked only where the batch says whom a source
    speaks for or draws on.
    """
    new, names = list(events), Names()
    for said in (event.said for event in new):
        if isinstance(said.fact, Fact):
            yield from said.fact.problems()
        twice = named_twice(said.chain, names) if said.via else None
        if twice is not None:
            yield doubled(twice)
    if any(links(event.said) for event in new):
        there = list(before())
        old = set(circles(links_of(alive_of(there).sources)))
        now = circles(links_of(alive_of([*there, *new]).sources))
        yield from (closing(circle) for circle in now if circle not in old and len(circle.names) > 1)


def links(said: Said) -> bool:
    """Whether it says whom a source speaks for or draws on."""
    return isinstance(said.fact, Source) and bool(said.fact.speaks_for or said.fact.derived_from)


def doubled(link: str) -> Problem:
    """The problem that a chain names a link twice."""
    message = f"the chain names the same source twice: {link}"
    hint = "name each link once: the speaker first, then who carried it"
    return Problem(code="chain-twice", message=message, hint=hint)


def closing(circle: Circle) -> Problem:
    """The problem that sources speak for or draw on each other in a circle."""
    hint = "say which of them is the origin: a later word on a source replaces an earlier one"
    return Problem(code="source-circle", message=f"a circle: {circle}", hint=hint)
