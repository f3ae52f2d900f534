"""dates: dates in an order that their kind does not allow."""

from __future__ import annotations

from collections.abc import Iterator

from newsledger.checks import Inspected, check
from newsledger.event import Event
from newsledger.fact import Fact, Time
from newsledger.problems import WARNING, Problem

DAY = 86_400_000_000
"""Zones differ by a day at most: a report may be dated tomorrow where it was made."""


@check("dates")
def dates(inspected: Inspected) -> Iterator[Problem]:
    """Finds reports dated after they were recorded, and facts that begin after they were reported."""
    for event in inspected.events:
        where = inspected.at(event.id)
        yield from (
            Problem(code=code, severity=WARNING, where=where, message=f"{event.id[:8]}: {message}", hint=hint)
            for wrong, code, message, hint in _tests(event)
            if wrong
        )


def _tests(event: Event) -> Iterator[tuple[bool, str, str, str]]:
    said = event.said
    if said.reported is None:
        return
    yield (
        said.reported.span()[0] > event.recorded_at + DAY, "reported-after-recorded",
        f"reported {said.reported}, and recorded before that, at {event.recorded}",
        "one of the two dates is wrong; void the entry and add it again",
    )  # fmt: skip
    if said.occurred is not None and isinstance(said.fact, Fact):
        yield (
            said.occurred.span()[0] >= said.reported.span()[1] and not _may_lie_ahead(said.fact),
            "occurred-after-reported",
            f"said to have happened {said.occurred}, which is after the report of {said.reported}",
            "it is shown as expected; if it has happened, a date is wrong",
        )  # fmt: skip


def _may_lie_ahead(fact: Fact) -> bool:
    times = {fact.spec.timing_of(fact, field).time for field in fact.spec.values}
    return bool(times & {Time.EXPECTED, Time.HOLDS, Time.SAID})
