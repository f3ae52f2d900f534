"""references: amendments that do nothing, and events recorded before what they refer to."""

from __future__ import annotations

from collections.abc import Iterator

from newsledger.checks import Inspected, check
from newsledger.event import Event
from newsledger.live import target_of
from newsledger.problems import WARNING, Problem

HINTS = {
    "dangling": "it takes effect when its target arrives, as with a merge; otherwise void it",
    "stranger": "somebody in the chain of the report has to take it back; a mistake of ours is voided instead",
    "incomplete": "void it, and add it again with its source and its dates",
    "alias-circle": "void one of the aliases",
    "amendment-circle": "void one of the amendments",
}
"""What to do about each finding of the cut."""


@check("references")
def references(inspected: Inspected) -> Iterator[Problem]:
    """Finds dangling references, amendments by strangers, circles, and a `recorded` before its target's."""
    for finding in inspected.findings:
        yield Problem(
            code=finding.code, severity=WARNING, where=inspected.at(finding.id),
            message=f"{finding.id[:8]}: {finding.message}", hint=HINTS.get(finding.code),
        )  # fmt: skip
    by_id = {event.id: event for event in inspected.events}
    for event in inspected.events:
        target = by_id.get(aimed_at(event) or "")
        if target is not None and event.recorded_at < target.recorded_at:
            yield Problem(
                code="recorded-before-target", where=inspected.at(event.id),
                message=f"{event.id[:8]} was recorded at {event.recorded}, before {target.id[:8]} that it refers to",
                hint="a clock was wrong, or somebody back-dated the line: compare with git",
            )  # fmt: skip


def aimed_at(event: Event) -> str | None:
    """The id that an event refers to, whatever its kind."""
    target = target_of(event.said) or getattr(event.said.fact, "target", None)
    return target if isinstance(target, str) else None
