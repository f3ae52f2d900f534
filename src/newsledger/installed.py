"""What other packages bring: the entry points of installed packages, read as text.

`importlib.metadata` costs as much as all the rest of a start. What is asked here is small: the
`entry_points.txt` beside each installed package, in the folders that Python imports from. Nothing is
imported, and a process looks once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import lru_cache

from newsledger.tuples import NamedTuple

GROUPS = {
    "newsledger.kinds": "kind",
    "newsledger.projections": "projection",
    "newsledger.checks": "check",
    "newsledger.stores": "store",
    "newsledger.importers": "importer",
    "newsledger.extractors": "extractor",
    "newsledger.exporters": "exporter",
    "newsledger.commands": "command",
}
"""The groups of entry points that we read, and what we call a member of each."""

METADATA = (".dist-info", ".egg-info")
"""How the folder that describes an installed package ends (PyPA, "Recording installed projects")."""

SHOWN = 200
"""So much of a file's first line is read for the help, in characters."""


class Entry(NamedTuple):
    """One thing that a package brings: `value` is `module` or `module:attribute`."""

    group: str
    name: str
    value: str
    package: str

    def __str__(self) -> str:
        return f"{self.group} {self.name}"


def entries(group: str | None = None) -> list[Entry]:
    """What installed packages bring to a group, or to all, in the order in which Python would find it.

    >>> entries("no such group")
    []
    """
    return [entry for entry in _scanned(tuple(sys.path)) if group in (None, entry.group)]


def find(group: str, name: str) -> Entry | None:
    """The first entry of a name; `None` where no package brings it."""
    return next((entry for entry in entries(group) if entry.name == name), None)


@lru_cache(maxsize=1)
def _scanned(folders: tuple[str, ...]) -> tuple[Entry, ...]:
    seen: set[str] = set()
    found: list[Entry] = []
    for folder in dict.fromkeys(folders):
        for name, package in _packages(folder):
            title = package.partition(" ")[0].casefold()
            if title not in seen:  # as with modules, what stands earlier on the path hides what stands later
                seen.add(title)
                found += read(_text(os.path.join(folder, name, "entry_points.txt")), package)
    return tuple(found)


def _packages(folder: str) -> Iterator[tuple[str, str]]:
    """The folders that describe packages, each with the package's name and version."""
    try:
        names = sorted(os.listdir(folder or "."))
    except OSError:  # a zip archive, or nothing at all: a path may name both
        return
    for name in names:
        if name.endswith(METADATA):
            title, _, version = name.rpartition(".")[0].partition("-")
            yield name, f"{title.replace('_', '-')} {version}".strip()


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except (OSError, ValueError):  # most packages have none; one that is no text is nothing to us
        return ""


def read(text: str, package: str) -> list[Entry]:
    r"""The entries of ours in the text of an `entry_points.txt`; others' are passed over.

    >>> read("[newsledger.kinds]\nriver-level = newsledger_weather.kind", "newsledger-weather 1.0")[0].value
    'newsledger_weather.kind'
    """
    found = []
    group = None
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            group = GROUPS.get(line.strip("[] "))
        elif group is not None and "=" in line and line[0] not in "#;":
            name, _, value = line.partition("=")
            value = value.partition("[")[0]  # extras, long out of use
            found.append(Entry(group, name.strip(), "".join(value.split()), package))
    return found


def first_line(entry: Entry) -> str:
    """What the module of an entry says of itself: the first line of its file, read as text; empty where it hides."""
    stem = entry.value.partition(":")[0].replace(".", os.sep)
    for folder in sys.path:
        for path in (f"{stem}.py", os.path.join(stem, "__init__.py")):
            try:
                with open(os.path.join(folder, path), encoding="utf-8") as file:
                    return _sentence(file.readline(SHOWN))
            except (OSError, ValueError):
                continue
    return ""


def _sentence(line: str) -> str:
    """The sentence of a docstring's first line, without the name that may stand before it."""
    if not line.startswith('"""'):
        return ""
    text = line.strip().strip('"')
    return (text.partition(": ")[2] or text).rstrip(".")
