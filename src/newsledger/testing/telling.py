"""A broken law, told so that it can be pasted into a file: what was asked, what differs, and the reports."""

from __future__ import annotations

import contextlib
import difflib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from newsledger import codec
from newsledger.errors import InvalidInput
from newsledger.event import Event
from newsledger.fact import Unknown
from newsledger.live import Question
from newsledger.sheet import write_sheet
from newsledger.values.when import When

MOST_LINES = 40
"""How many lines of a difference are shown: what has shrunk is small, and more is read by nobody."""

DESK = "our-desk"
"""Stands as the report of entries of ours that come without any report: a sheet names one."""


class Broken(Exception):  # noqa: N818, RUF100  named after the situation
    """A law did not hold for these events. `expected` and `found` are what was compared."""

    def __init__(
        self, events: Iterable[Event], expected: object, found: object, *, asked: Question | None = None
    ) -> None:
        super().__init__("a law is broken")
        self.events = list(events)
        self.expected, self.found, self.asked = expected, found, asked

    @property
    def size(self) -> tuple[int, int]:
        """How much there is to read: events first, then bytes."""
        return len(self.events), sum(len(event.raw) for event in self.events)


def told(subject: str, law: str, claim: str, broken: Broken) -> str:
    """What a check prints: all but the sheets as remarks, so that the whole can stand in a file."""
    head = [f"{subject} breaks the law of {law}: {claim}."]
    head += [asked(broken.asked)] if broken.asked else []
    head += ["", "- expected", "+ found", *difference(broken.expected, broken.found)]
    remarks = "\n".join(f"# {line}".rstrip() for line in head)
    return "\n\n".join([remarks, *(sheet.rstrip() for sheet in as_sheets(broken.events))]) + "\n"


def asked(question: Question) -> str:
    """A question in one line.

    >>> asked(Question(at=When.parse("2025-03-16"), public=When.parse("2025-03-17")))
    'Asked: at 2025-03-16, public 2025-03-17, zone UTC.'
    """
    cuts = [("at", question.at), ("public", question.public), ("known", question.known)]
    days = [f"{name} {when.text}" for name, when in cuts if when is not None]
    return f"Asked: {', '.join([*days, f'zone {question.zone}'])}."


def difference(expected: object, found: object) -> list[str]:
    """The lines in which two things differ, with what stands around them.

    >>> difference(["yes"], ["no"])
    ['  [', '-   "yes"', '+   "no"', '  ]']
    """
    lines = [line for line in difflib.ndiff(_lines(expected), _lines(found)) if not line.startswith("?")]
    kept = [line.rstrip() for at, line in enumerate(lines) if _near_a_change(lines, at)]
    return kept if len(kept) <= MOST_LINES else [*kept[:MOST_LINES], f"  ({len(kept) - MOST_LINES} more lines)"]


def _near_a_change(lines: list[str], at: int) -> bool:
    return any(not line.startswith(" ") for line in lines[max(0, at - 2) : at + 3])


def _lines(thing: object) -> list[str]:
    if isinstance(thing, str):
        return thing.splitlines()
    return json.dumps(thing, ensure_ascii=False, indent=2, default=repr).splitlines()


# --- the reports --------------------------------------------------------------------------------


def as_sheets(events: Iterable[Event]) -> list[str]:
    """The events as report sheets, one for each report; as lines of a ledger where sheets cannot tell them.

    A sheet cannot name what stands in another, hence a ledger in which something is taken back is told as lines.
    """
    every = list(events)
    if not any(isinstance(event.said.fact, Unknown) for event in every):
        with contextlib.suppress(InvalidInput):
            return [_sheet(group) for group in _reports(every)]
    return ["\n".join(codec.write(event).decode() for event in every) + "\n"]


def _reports(events: list[Event]) -> Iterator[list[Event]]:
    """What one outlet made public on one day and somebody took in at one time; entries of ours apart."""
    groups: dict[Any, list[Event]] = {}
    for event in events:
        said = event.said
        key = (said.chain[-1:], said.reported and said.reported.text, said.story, event.recorded, event.by)
        groups.setdefault((*key, said.url, said.confidence and said.confidence.text), []).append(event)
    yield from groups.values()


def _sheet(events: list[Event]) -> str:
    first = events[0]
    ours = {"report": DESK, "published": When.parse(first.recorded[:10])} if first.said.ours else {}
    text = write_sheet((event.said for event in events), **ours)  # type: ignore[arg-type]  # one of two sets of names
    return f"# taken in at {first.recorded} by {first.by}\n{text}"
