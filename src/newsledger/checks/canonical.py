"""canonical: stored bytes that match their id but are not how newsledger writes them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from newsledger.checks import Inspected, check
from newsledger.codec import KNOWN, dumps, encode
from newsledger.event import Event
from newsledger.fact import Fact
from newsledger.problems import WARNING, Problem


@check("canonical")
def canonical(inspected: Inspected) -> Iterator[Problem]:
    """Finds events that another program spelled in its own way."""
    for event in inspected.events:
        if not event.redacted and _differs(event):
            yield Problem(
                code="not-canonical", severity=WARNING, where=inspected.at(event.id),
                message=f"{event.id[:8]} says what it says in bytes that newsledger would not write",
                hint="nothing is lost; add events with newsledger, never by hand",
            )  # fmt: skip


def _differs(event: Event) -> bool:
    """Whether it is spelled otherwise. What is not known here, or was written by an older release, is no difference."""
    stored = json.loads(event.raw)
    if dumps(stored).encode() != event.raw:
        return True
    return _all_known(event, stored) and encode(event.said) != event.raw


def _all_known(event: Event, stored: dict[str, Any]) -> bool:
    fact = event.said.fact
    if not isinstance(fact, Fact) or not stored.keys() <= set(KNOWN):
        return False
    fields = {name: value for name, value in stored["fact"].items() if name != "kind"}
    return fields.keys() <= fact.spec.by_name.keys() and fact.upgrade(dict(fields)) == fields
