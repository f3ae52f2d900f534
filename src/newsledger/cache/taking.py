"""A file taken apart into what is kept of its lines."""

from __future__ import annotations

import errno
import os
from typing import NamedTuple

from newsledger import codec
from newsledger.bounded import of_short_lines
from newsledger.cache.rows import Told, told
from newsledger.event import Event
from newsledger.stores import MOST_PROBLEMS, each_line, without_blank_end


class Line(NamedTuple):
    """A sound line: its event's id, its number, and where it stands in the file."""

    id: str
    number: int
    offset: int
    length: int
    said: Told


class Taken(NamedTuple):
    """What a file holds: its sound lines, the places of those about which something is to be said, and its first event.

    A place is the number of a line, where it begins and how long it is.
    """

    lines: tuple[Line, ...]
    odd: tuple[tuple[int, int, int], ...]
    first: tuple[int, str, str] | None
    redactions: int


def take(root: str, file: str) -> Taken:
    """The lines of a file. Raises `OSError` where it cannot be read, or has a line too long to be held."""
    content = of_short_lines(os.path.join(root, file), codec.MAX_LINE)  # noqa: PTH118  pathlib costs more
    if isinstance(content, int):
        raise OSError(errno.EFBIG, "a line that is too long", file)
    lines: list[Line] = []
    odd: list[tuple[int, int, int]] = []
    first: tuple[int, str, str] | None = None
    gone = offset = 0
    for number, line in without_blank_end(each_line(content)):
        event, sound = read(line)
        if not sound:
            odd.append((number, offset, len(line)))
        if len(odd) > MOST_PROBLEMS:
            raise OSError(errno.EFBIG, "hardly a line of it can be read", file)
        if event is not None:
            lines.append(Line(event.id, number, offset, len(line), told(event)))
            recorded = (event.recorded_at, event.id, event.recorded)
            first = recorded if first is None else min(first, recorded)
            gone += event.redacted or event.said.kind == "redaction"
        offset += len(line) + 1
    return Taken(tuple(lines), tuple(odd), first, gone)


def read(line: bytes) -> tuple[Event | None, bool]:
    """The event of a line, if it gives any, and whether there is nothing to be said about it."""
    if not line.strip():
        return None, False
    found = codec.read(line)
    return found.event, not found.problems
