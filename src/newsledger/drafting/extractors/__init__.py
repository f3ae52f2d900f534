"""Extractors: one file, one way to find in an article what a sheet may tell."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from newsledger import registry
from newsledger.drafting.found import Extractor
from newsledger.errors import InvalidInput
from newsledger.problems import Problem, did_you_mean

GROUP = "extractor"
RULES = "rules"

registry.add_finder(GROUP, *registry.by_file(__name__, list(__path__)))

E = TypeVar("E", bound=Extractor)


def extractor(name: str) -> Callable[[E], E]:
    """Files a function as an extractor under a name."""

    def declare(function: E) -> E:
        registry.register(GROUP, name, function)
        return function

    return declare


def find(name: str) -> Extractor:
    """The extractor of a name, imported if need be.

    >>> callable(find("rules"))
    True

    Raises `InvalidInput` where there is none of that name.
    """
    found: Extractor | None = registry.find(GROUP, name)
    if found is None:
        message = f"there is no extractor {name[:60]!r}"
        hint = did_you_mean(name[:60], registry.names(GROUP))
        raise InvalidInput([Problem(code="unknown-extractor", message=message, hint=hint)])
    return found


__all__ = ["GROUP", "RULES", "extractor", "find"]
