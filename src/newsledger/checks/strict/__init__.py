"""Opinionated checks, for `check --strict`: nothing is damaged, and an editor would still want to know.

One file is one check, as in `newsledger.checks`. Each is a function from `Considered` to problems.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TypeVar

from newsledger import registry
from newsledger.belief import Belief
from newsledger.checks import Inspected
from newsledger.event import Event
from newsledger.frozen import frozen
from newsledger.problems import Place, Problem
from newsledger.sources import Sources

GROUP = "strict-check"

registry.add_finder(GROUP, *registry.by_file(__name__, list(__path__)))


@frozen(kw_only=True)
class Considered(Inspected):
    """What a strict check looks at beside the events: those that stand, who is known, and what is believed.

    `beliefs` are those of each story on the day of its newest report, so that no clock is read: a
    story that ended does not go stale for ever after.
    """

    standing: tuple[Event, ...]
    sources: Sources
    beliefs: tuple[Belief, ...]

    def of(self, belief: Belief) -> Place:
        """Where the report stands whose value a belief shows."""
        return self.at(belief.voices[0].event.id)


Check = Callable[[Considered], Iterable[Problem]]
C = TypeVar("C", bound=Check)


def strict(name: str) -> Callable[[C], C]:
    """Files a function as a strict check under a name."""

    def declare(function: C) -> C:
        registry.register(GROUP, name, function)
        return function

    return declare


def names() -> list[str]:
    """The names of all strict checks, sorted.

    >>> names()
    ['joint-attribution', 'one-sided', 'possible-echo', 'stale', 'unarchived', 'undeclared-name', 'undeclared-source']
    """
    return registry.names(GROUP)


def run(considered: Considered, only: Collection[str] | None = None) -> Iterator[Problem]:
    """What all strict checks find, or those of them that are named."""
    for name in names() if only is None else sorted(set(names()) & set(only)):
        found = registry.find(GROUP, name)
        if found is not None:
            yield from found(considered)
