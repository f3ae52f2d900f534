"""Where kinds, projections, stores and checks come from: ours by file name, others' by entry point.

Importing this module makes all of them findable by name; each is imported when it is first
asked for. Other packages are looked at only where a name is not ours, or where names are listed.
A plug-in that cannot be used is told once on stderr and left out: its events stay, as of an unknown
kind, and the ledger goes on.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial, reduce
from typing import TYPE_CHECKING, Any

from newsledger import installed, kinds, projections, registry, stores
from newsledger.errors import InvalidInput
from newsledger.fact import Fact
from newsledger.frozen import frozen
from newsledger.installed import Entry
from newsledger.problems import WARNING, Problem

if TYPE_CHECKING:
    from newsledger.checks import Inspected

GROUPS = {"kind": kinds, "projection": projections, "store": stores}
"""The packages in which one file is one member, by the name of their group."""

LATER = ("check", "importer", "exporter", "extractor")
"""Groups whose package adds the place where ours are found when it is imported: a picture needs none of them."""

COMMAND = "command"
"""The group of commands, and the name under which a module holds its command."""

SHOWN = 300
"""How much of what went wrong within a plug-in is told, in characters."""


class Unusable(Exception):
    """A plug-in that is left out, and why; never leaves this module."""


@frozen
class Plugin:
    """One thing that another package brings, and why it cannot be used, where it cannot."""

    entry: Entry
    fault: str | None


_things: dict[Entry, Any] = {}
_faults: dict[Entry, str] = {}
_told: set[Entry] = set()


def load(entry: Entry, *, quiet: bool = False) -> Any | None:  # noqa: ANN401  what a group holds is the group's matter
    """The thing that an entry names, imported once; `None` where it cannot be used, which is told on stderr once."""
    if entry not in _things and entry not in _faults:
        try:
            _things[entry] = _usable(entry)
        except Unusable as fault:
            _faults[entry] = str(fault)
    if entry in _faults and not quiet:
        _tell(entry)
    return _things.get(entry)


def survey() -> list[Plugin]:
    """Everything that other packages bring, each imported to see whether it can be used. Nothing is told on stderr."""
    every = installed.entries()
    for entry in every:
        load(entry, quiet=True)
    return [Plugin(entry, _faults.get(entry)) for entry in every]


def package_of(group: str, name: str) -> str | None:
    """The package that brings a name, with its version; `None` for a name of ours.

    >>> package_of("kind", "territory-held") is None
    True
    """
    entry = None if name in registry.own_names(group) else installed.find(group, name)
    return entry.package if entry else None


def _usable(entry: Entry) -> Any:  # noqa: ANN401  what a group holds is the group's matter
    """The thing that an entry names, registered; raises `Unusable` with the reason where it is none."""
    _check_name(entry)
    try:
        thing = _imported(entry)
    except (Exception, SystemExit) as error:  # noqa: BLE001  another's program may fail in any way
        registry.forget(entry.group, entry.name)  # it may have come as far as its declaration
        reason = " ".join(str(error).split())[:SHOWN]
        message = f"it cannot be imported: {type(error).__name__}: {reason}".rstrip(": ")
        raise Unusable(message) from None
    if not FITS[entry.group](thing, entry.name):
        registry.forget(entry.group, entry.name)
        message = f"there is no {entry.group} called {entry.name} in it"
        raise Unusable(message)
    if entry.group == "check":
        thing = partial(_guarded, entry, thing)
    registry.register(entry.group, entry.name, thing)
    return thing


def _check_name(entry: Entry) -> None:
    if entry.name in registry.own_names(entry.group):
        message = "newsledger has one of this name, which always wins"
        raise Unusable(message)
    first = installed.find(entry.group, entry.name)
    if first is not None and first != entry:
        message = f"{first.package} brings one of this name, and comes first"
        raise Unusable(message)


def _imported(entry: Entry) -> Any:  # noqa: ANN401  whatever stands there
    path, _, attribute = entry.value.partition(":")
    module = importlib.import_module(path)
    if attribute:
        return reduce(getattr, attribute.split("."), module)
    return getattr(module, COMMAND, None) if entry.group == COMMAND else registry.held(entry.group, entry.name)


def _tell(entry: Entry) -> None:
    if entry in _told:
        return
    _told.add(entry)
    import click

    title = entry.package.partition(" ")[0]
    message = f"newsledger: the {entry} of {entry.package} ({entry.value}) is left out: {_faults[entry]}"
    click.echo(f"{message}\n  mend it, or: pip uninstall {title}", err=True)


# --- what fits a group ------------------------------------------------------------------------


def _is_kind(thing: Any, name: str) -> bool:  # noqa: ANN401  whatever a package brings
    is_fact = isinstance(thing, type) and issubclass(thing, Fact)
    return is_fact and getattr(getattr(thing, "spec", None), "name", None) == name


def _is_projection(thing: Any, name: str) -> bool:  # noqa: ANN401  whatever a package brings
    del name
    return isinstance(thing, type) and callable(getattr(thing, "project", None))


def _is_callable(thing: Any, name: str) -> bool:  # noqa: ANN401  whatever a package brings
    del name
    return callable(thing)


def _is_command(thing: Any, name: str) -> bool:  # noqa: ANN401  whatever a package brings
    import click

    del name
    return isinstance(thing, click.Command)


def _is_importer(thing: Any, name: str) -> bool:  # noqa: ANN401  whatever a package brings
    del name
    return all(callable(getattr(thing, method, None)) for method in ("identify", "read"))


def _is_exporter(thing: Any, name: str) -> bool:  # noqa: ANN401  whatever a package brings
    del name
    return callable(getattr(thing, "write", None)) and isinstance(getattr(thing, "losses", None), Mapping)


FITS: dict[str, Callable[[Any, str], bool]] = {
    "kind": _is_kind, "projection": _is_projection, "check": _is_callable, "store": _is_callable,
    "importer": _is_importer, "exporter": _is_exporter, "extractor": _is_callable, COMMAND: _is_command,
}  # fmt: skip
"""Whether a thing can be a member of a group."""


def _guarded(entry: Entry, check: Callable[[Inspected], Iterable[Problem]], inspected: Inspected) -> Iterator[Problem]:
    """What another's check finds; one that fails is itself a finding, and the other checks go on."""
    try:
        found = list(check(inspected))
    except Exception as error:  # noqa: BLE001  another's program may fail in any way
        reason = " ".join(str(error).split())[:SHOWN]
        message = f"the {entry} of {entry.package} failed: {type(error).__name__}: {reason}"
        yield Problem(code="broken-plugin", severity=WARNING, message=message, hint="tell whoever wrote it")
        return
    yield from found


def guarded(group: str, name: str, act: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401  what it gives
    """What a thing of another package gives when it is called; `None` where it fails, which is told once on stderr.

    What is ours may fail as it likes: that is a fault of newsledger, and shows as one.
    """
    entry = None if name in registry.own_names(group) else installed.find(group, name)
    if entry is None:
        return act(*arguments)
    try:
        return act(*arguments)
    except InvalidInput:
        raise
    except Exception as error:  # noqa: BLE001  another's program may fail in any way
        _faults[entry] = _failure(error)
        _tell(entry)
        return None


def failure_of(group: str, name: str, error: Exception) -> str | None:
    """What is told of a failure within a thing of another package; `None` for a thing of ours.

    >>> failure_of("importer", "jsonl", ValueError("no"))
    """
    package = package_of(group, name)
    return None if package is None else f"the {group} {name} of {package} failed: {_failure(error)}"


def _failure(error: Exception) -> str:
    reason = " ".join(str(error).split())[:SHOWN]
    return f"{type(error).__name__}: {reason}".rstrip(": ")


# --- finding ----------------------------------------------------------------------------------


def _add_finder(group: str) -> None:
    def finder(name: str) -> None:
        entry = installed.find(group, name)
        if entry is not None:
            load(entry)

    def lister() -> list[str]:
        entries = installed.entries(group)
        for entry in entries:
            _see_clash(entry)
        return [entry.name for entry in entries if entry not in _faults]

    registry.add_finder(group, finder, lister, ours=False)


def _see_clash(entry: Entry) -> None:
    """A name that is taken is told where names are listed: nobody would ever load what hides behind it."""
    try:
        _check_name(entry)
    except Unusable as clash:
        _faults[entry] = str(clash)
        _tell(entry)


for _group in (*GROUPS, *LATER):
    _add_finder(_group)
