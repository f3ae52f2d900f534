"""What limits the bars that are missed: known from profiles, and from what the parts cost."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

LIMITS: dict[str, str] = {
    "durable batches of *": (
        "of 20 µs an event 7.6 make and stamp it; the append checks the id again and looks for it among the known ones"
    ),
    "*: figures, hedge and unit right": "words for units and hedges that the rules do not know; the section names them",
    "picture of * slots at any dates, *": (
        "folding some 400 reports to 50 beliefs in Python: believing takes four tenths, choosing them a fifth"
    ),
    "picture of * slots, for each report *": (
        "most lines that a question needs none before it has read; the table tells what it takes when asked again"
    ),
    "picture of * slots, * to * events, *": (
        "48 reports still speak in 10k events, 277 in a million: most who speak of a slot later have not spoken yet"
    ),
    "the same question, *": "more reports may matter: the newest of each origin, and of each value before it",
    "whole picture, *": "2,000 beliefs, each folded anew in Python out of the reports that may matter",
    "`newsledger replay` of one story, *": (
        "a new process reads the events that matter anew, and all that is known of sources; starting alone takes 9"
    ),
    "changes taken in, *": "each page of a slot that changes is written whole",
    "id check alone, times *": "either bar is enough, and the other is met",
    "import vintage, *": "a correction is looked up, mapped and written: three times what the bare append of it takes",
    "memory (*) of * rows, *": "22 bytes for the id of each new event, 80 for each row of the published file",
    "verified replay of *, picture built: *": "believing: 1.3 of 1.65 s; the event store believes nothing",
    "verified replay of *: times ahead of eventsourcing, aggregate by aggregate": (
        "10,000 files are opened: the bare loop over the same files takes two thirds as long as the verified pass"
    ),
    "verified replay of *: times ahead of eventsourcing, notification log": (
        "one file is read in order and nothing is checked; 10,000 files are opened here, and each id is hashed"
    ),
    "pass over *, in dict loops *": (
        "9 to 13 µs prove that a line is as newsledger writes it, and make what is told of it; orjson reads it in 2"
    ),
    "peak memory of a pass *": "what is held of each id, nine bytes, and the slots of the projection",
    "built-in projections, *": "a whole picture is believed first, slots that no projection shows among them",
}
"""By the names of bars, in which `*` stands for anything. The first that fits is taken."""

UNKNOWN = "not looked into yet"


def limit_of(bar: str, limits: Mapping[str, str] = LIMITS) -> str:
    """What limits a bar.

    >>> limit_of("id check alone, times ahead of an orjson re-encode")
    'either bar is enough, and the other is met'
    >>> limit_of("a bar that nobody has looked at")
    'not looked into yet'
    """
    return next((told for name, told in limits.items() if fnmatchcase(bar, name)), UNKNOWN)
