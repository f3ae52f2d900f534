"""Files that are written anew while the set of events stays: small ones joined, words that had to go taken out.

Whoever calls holds the lock. Each file is written aside, synced and renamed; what was there
goes only after what replaces it is on the disk and was read back.
"""

# pathlib costs more than all that is done here
# ruff: noqa: PTH108, PTH113, PTH114, PTH118, PTH120, PTH123, PTH202

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator

import attrs

from newsledger import codec
from newsledger.durable import sync_folder, write_whole
from newsledger.errors import IntegrityBroken
from newsledger.event import Event
from newsledger.frozen import frozen
from newsledger.problems import ERROR
from newsledger.redacting import without_words

SMALL = 1 << 18
"""Files of more bytes than these are left as they are: some thousand reports, which nobody need join."""

PACKED = "packed"
"""What the name of a joined file says in the place of a source."""

ENDING = ".jsonl"
PART = ".part"
KEPT = ("arrivals", "holder", "lock")
"""What stays in the folder of what is derived: the lock, which is ours, and the order of arrival, without words."""

DayOf = Callable[[list[Event]], str]
"""Tells the earliest day on which something of a batch was reported, as its file's name does."""


@frozen(kw_only=True)
class Packed:
    """Files of one folder and month, and the one that they were joined in; `None` while it is only planned."""

    folder: str
    month: str
    files: tuple[str, ...]
    lines: int
    file: str | None = None


@frozen(kw_only=True)
class _Content:
    """A file that may be joined: its lines without blank ones, each with when it was taken in, and its first day."""

    file: str
    lines: dict[bytes, tuple[str, str]]
    day: str


def pack(root: str, files: Iterable[str], *, before: str, day_of: DayOf, dry_run: bool = False) -> list[Packed]:
    """Joins the small files of each folder and month before the month `before`, such as `2025-03`.

    Every line stays byte for byte; one that stands in several files stands once. A file with a
    line that cannot be read is left alone.

    Raises:
        IntegrityBroken: a joined file does not read back as what went in; the old ones stand.
        OSError: the system refused something; every line still stands in one file or another.
    """
    groups: dict[tuple[str, str], list[_Content]] = {}
    for file in files:
        content = _content(root, file, day_of)
        if content is not None and content.day[:7] < before:
            groups.setdefault((os.path.dirname(file), content.day[:7]), []).append(content)
    plans = [(folder, month, some) for (folder, month), some in sorted(groups.items()) if len(some) > 1]
    return [_joined(root, folder, month, some, dry_run=dry_run) for folder, month, some in plans]


def _content(root: str, file: str, day_of: DayOf) -> _Content | None:
    """What a file holds, where it is small and all of it can be read."""
    path = os.path.join(root, file)
    if os.path.islink(path) or not os.path.isfile(path) or os.path.getsize(path) > SMALL:
        return None
    with open(path, "rb") as stream:
        lines = [line for line in stream.read().split(b"\n") if line.strip()]
    read = [codec.read(line) for line in lines]
    if not lines or any(problem.severity == ERROR for one in read for problem in one.problems):
        return None
    events = [one.event for one in read if one.event is not None]
    taken_in = {line: (event.recorded, event.id) for line, event in zip(lines, events, strict=True)}
    return _Content(file=file, lines=taken_in, day=day_of(events))


def _joined(root: str, folder: str, month: str, some: list[_Content], *, dry_run: bool) -> Packed:
    taken_in = {line: order for content in some for line, order in content.lines.items()}
    lines = sorted(taken_in, key=lambda line: (taken_in[line], line))
    done = Packed(folder=folder, month=month, files=tuple(content.file for content in some), lines=len(lines))
    if dry_run:
        return done
    content = b"".join(line + b"\n" for line in lines)
    name = f"{min(one.day for one in some)}-{PACKED}-{hashlib.sha256(content).hexdigest()[:16]}{ENDING}"
    place = os.path.join(root, folder)
    write_whole(place, name, content)
    with open(os.path.join(place, name), "rb") as stream:
        back = set(stream.read().split(b"\n")) - {b""}
    if back != set(lines):
        message = f"{os.path.join(folder, name)} does not read back as the files that it joins"
        raise IntegrityBroken(f"{message}; they were left as they are")
    new = os.path.join(folder, name)
    for file in done.files:
        if file != new:
            os.unlink(os.path.join(root, file))
    sync_folder(place)
    return attrs.evolve(done, file=new.replace(os.sep, "/"))


# --- words that had to go ---------------------------------------------------------------------


def redact(root: str, files: Iterable[str], identities: Collection[str], *, derived: str) -> tuple[str, ...]:
    """Takes the words of events out of all files that hold them, and out of what is left or derived of them.

    Returns the files that were written anew.

    Raises:
        OSError: the system refused something; each file is whole, with the words or without them.
    """
    changed = tuple(file for file in files if _rewritten(os.path.join(root, file), identities))
    for path in [*_leftovers(root, identities), *_derived(os.path.join(root, derived))]:
        os.unlink(path)
    return changed


def _rewritten(path: str, identities: Collection[str]) -> bool:
    real = os.path.realpath(path)  # behind a link the words would stay
    with open(real, "rb") as stream:
        lines = stream.read().split(b"\n")
    new = [without_words(line, identities) for line in lines]
    if new != lines:
        write_whole(*os.path.split(real), b"\n".join(new))
    return new != lines


def _leftovers(root: str, identities: Collection[str]) -> Iterator[str]:
    """What writes that were cut off left behind, where it holds one of the events. Nobody was ever told of it."""
    for place, _, names in os.walk(root):
        for name in names:
            path = os.path.join(place, name)
            if name.startswith(".") and name.endswith(PART):
                with open(path, "rb") as stream:
                    content = stream.read()
                if any(identity.encode() in content for identity in identities):
                    yield path


def _derived(folder: str) -> Iterator[str]:
    """What can be made again, and may hold the words."""
    with contextlib.suppress(FileNotFoundError):
        for place, _, names in os.walk(folder):
            yield from (os.path.join(place, name) for name in names if name not in KEPT)
