"""Projections: a picture turned into something worth reading. One file, one projection.

A projection is a class with a classmethod `project(picture)`. It is asked for by its class:
`picture[Territory]`. Whatever it returns is immutable.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from newsledger import registry

registry.add_finder("projection", *registry.by_file(__name__, list(__path__)))

C = TypeVar("C", bound=type)


def projection(name: str) -> Callable[[C], C]:
    """Files a class as a projection under a name."""

    def declare(cls: C) -> C:
        registry.register("projection", name, cls)
        return cls

    return declare


def find(name: str) -> type | None:
    """The class of a projection by its name, imported if need be.

    >>> find("territory").__name__
    'Territory'
    """
    found = registry.find("projection", name)
    return found if isinstance(found, type) else None


def names() -> list[str]:
    """The names of all projections, sorted."""
    return registry.names("projection")
