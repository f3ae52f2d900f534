"""The kinds of facts: one file, one kind. Nothing else need be edited to add one.

A kind is imported when a line, a sheet or a person first names it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from newsledger import registry
from newsledger.fact import Fact, KindSpec

if TYPE_CHECKING:
    from newsledger.kinds.alias import Alias
    from newsledger.kinds.redaction import Redaction
    from newsledger.kinds.void import Void

registry.add_finder("kind", *registry.by_file(__name__, list(__path__)))


def find(name: str) -> type[Fact] | None:
    """The class of a kind by its name, imported if need be; `None` where nobody knows it.

    >>> find("territory-held").__name__
    'TerritoryHeld'
    """
    found = registry.find("kind", name)
    return found if _is_kind(found) else None


def spec(name: str) -> KindSpec | None:
    """What a kind declares, or `None` where nobody knows it."""
    cls = find(name)
    return None if cls is None else cls.spec


def names() -> list[str]:
    """The names of all kinds, sorted."""
    return registry.names("kind")


# --- entries of ours that few ledgers hold: known by name, their modules are loaded where there are any ---


def is_alias(fact: object) -> TypeGuard[Alias]:
    """Whether a fact says that two names mean one thing."""
    return isinstance(fact, Fact) and fact.spec.name == "alias"


def is_void(fact: object) -> TypeGuard[Void]:
    """Whether a fact says that we entered another wrongly."""
    return isinstance(fact, Fact) and fact.spec.name == "void"


def is_redaction(fact: object) -> TypeGuard[Redaction]:
    """Whether a fact says that the words of another had to go."""
    return isinstance(fact, Fact) and fact.spec.name == "redaction"


def _is_kind(thing: object) -> TypeGuard[type[Fact]]:
    return isinstance(thing, type) and issubclass(thing, Fact)
