"""Checks: one file, one thing that may be wrong with a ledger. Each finds all of it at once.

A check is a function from `Inspected` to problems, filed under the name of its file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from newsledger import registry
from newsledger.errors import InvalidInput
from newsledger.event import Event
from newsledger.frozen import frozen
from newsledger.live import Finding
from newsledger.problems import Place, Problem, did_you_mean

registry.add_finder("check", *registry.by_file(__name__, list(__path__)))


@frozen(kw_only=True)
class Inspected:
    """What a check looks at: every stored event, where each stands, and what the cut found inert."""

    events: tuple[Event, ...]
    findings: tuple[Finding, ...]
    places: dict[str, Place]

    def at(self, identity: str) -> Place:
        """Where an event stands."""
        return self.places.get(identity, Place())


Check = Callable[[Inspected], Iterable[Problem]]
C = TypeVar("C", bound=Check)


def check(name: str) -> Callable[[C], C]:
    """Files a function as a check under a name."""

    def declare(function: C) -> C:
        registry.register("check", name, function)
        return function

    return declare


def names() -> list[str]:
    """The names of all checks, sorted."""
    return registry.names("check")


def run(inspected: Inspected, only: Iterable[str] | None = None) -> Iterator[Problem]:
    """What all checks find, or the named ones.

    Raises `InvalidInput` where there is no check of a name.
    """
    for name in sorted(only if only is not None else names()):
        found = registry.find("check", name)
        if found is None and only is None:
            continue  # another package's, which could not be imported: whoever tried has told so
        if found is None:
            message = f"there is no check {name!r}"
            raise InvalidInput([Problem(code="unknown-check", message=message, hint=did_you_mean(name, names()))])
        yield from found(inspected)
