"""Names to things: kinds, projections, checks, stores. Knows nobody above it.

Whatever can be added by one more file is registered here under a group and a name. A name
that is not there yet is asked of the group's finders, in order, so that a file is imported
when it is first needed and never before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Finder = Callable[[str], object]
"""Given a name, imports whatever registers it. Finding nothing is no error."""

Lister = Callable[[], "list[str]"]
"""The names that a finder could find."""

_members: dict[str, dict[str, Any]] = {}
_finders: dict[str, list[tuple[Finder, Lister]]] = {}
_own: dict[str, list[Lister]] = {}

_listeners: list[Callable[[], None]] = []

US = "newsledger"
"""The package whose names nobody else takes."""


def register(group: str, name: str, thing: object) -> None:
    """Files a thing under a group and a name.

    Registering the same name again replaces it, so that a module may be reloaded. A name of ours
    stays ours: raises `InvalidInput` where a thing of another package would take it.
    """
    home = getattr(thing, "__module__", None) or US
    if home.partition(".")[0] != US and name in own_names(group):
        from newsledger.errors import InvalidInput
        from newsledger.problems import Problem

        message = f"{name} is a {group} of newsledger itself, and {home} cannot take its place"
        raise InvalidInput([Problem(code="taken-name", message=message, hint="give it a name of its own")])
    _members.setdefault(group, {})[name] = thing
    _changed()


def listen(listener: Callable[[], None]) -> None:
    """Calls something whenever a thing was registered or forgotten: whoever keeps what follows from the members."""
    _listeners.append(listener)


def _changed() -> None:
    for listener in _listeners:
        listener()


def add_finder(group: str, finder: Finder, lister: Lister, *, ours: bool = True) -> None:
    """Adds a place where members of a group may be found when they are first asked for.

    The names in a place of ours cannot be taken by others.
    """
    _finders.setdefault(group, []).append((finder, lister))
    if ours:
        _own.setdefault(group, []).append(lister)


def own_names(group: str) -> list[str]:
    """The names of a group that are ours, sorted."""
    return sorted({name for lister in _own.get(group, ()) for name in lister()})


def held(group: str, name: str) -> Any | None:  # noqa: ANN401  what a group holds is the group's matter
    """The member of a group that is registered already; nothing is imported."""
    return _members.get(group, {}).get(name)


def forget(group: str, name: str) -> None:
    """Takes a member out of a group; what is not there is forgotten already."""
    _members.get(group, {}).pop(name, None)
    _changed()


def find(group: str, name: str) -> Any | None:  # noqa: ANN401  what a group holds is the group's matter
    """The member of a group by its name, imported if need be; `None` where there is none."""
    members = _members.setdefault(group, {})
    for finder, _ in _finders.get(group, ()):
        if name in members:
            break
        finder(name)
    return members.get(name)


def names(group: str) -> list[str]:
    """All names of a group, sorted, those that nobody imported yet included."""
    found = set(_members.get(group, ()))
    for _, lister in _finders.get(group, ()):
        found.update(lister())
    return sorted(found)


def by_file(package: str, path: list[str]) -> tuple[Finder, Lister]:
    """A finder for a package in which one file is one member: `territory_held.py` is `territory-held`."""
    import importlib
    import os

    def lister() -> list[str]:
        files = [name for folder in path for name in os.listdir(folder)]
        stems = [name[:-3] for name in files if name.endswith(".py") and not name.startswith("_")]
        return [stem.replace("_", "-") for stem in stems]

    def finder(name: str) -> None:
        stem = name.replace("-", "_")
        # a line may name anything as its kind: `__init__` must not run a package a second time
        known = stem.isidentifier() and stem.islower() and not stem.startswith("_")
        if known and any(os.path.exists(f"{folder}/{stem}.py") for folder in path):
            importlib.import_module(f"{package}.{stem}")

    return finder, lister
