"""canonical: stored bytes that match their id but are not how newsledger writes them."""

from __future__ import annotations

from collections.abc import Iterator

from newsledger.checks import Inspected, check
from newsledger.codec import dumps, encode
from newsledger.event import Event
from newsledger.fact import Fact
from newsledger.problems import WARNING, Problem


@check("canonical")
def canonical(inspected: Inspected) -> Iterator[Problem]:
    """Finds events that another program, or an older release, spelled in its own way."""
    for event in inspected.events:
        if isinstance(event.said.fact, Fact) and _differs(event):
            yield Problem(
                code="not-canonical", severity=WARNING, where=inspected.at(event.id),
                message=f"{event.id[:8]} says what it says in bytes that newsledger would not write",
                hint="nothing is lost; add events with newsledger, never by hand",
            )  # fmt: skip


def _differs(event: Event) -> bool:
    """Whether it is spelled otherwise. What an upgrade or an unknown field changed is no difference in spelling."""
    if encode(event.said) == event.raw:
        return False
    import json

    return dumps(json.loads(event.raw)).encode() != event.raw or not _has_unknown(event)


def _has_unknown(event: Event) -> bool:
    import json

    stored = json.loads(event.raw)
    fact = event.said.fact
    if not isinstance(fact, Fact):
        return True
    known = {"kind", *(field.name for field in fact.spec.fields)}
    return bool(set(stored["fact"]) - known) or set(stored) - set(json.loads(encode(event.said))) != set()
