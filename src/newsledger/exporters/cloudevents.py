"""cloudevents: each event in the envelope of CloudEvents 1.0, as one batch."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, ClassVar

from newsledger.codec import as_stored
from newsledger.event import Event
from newsledger.exporters import Exporter, Job, exporter
from newsledger.exporters._words import told
from newsledger.rows import event_row

SOURCE = "urn:newsledger"
"""Stands as the source where no site is named: with the id, which is made of the content, it is unique."""


@exporter("cloudevents")
class CloudEvents(Exporter):
    """The JSON batch format of CloudEvents 1.0: the data are what the event says."""

    whole: ClassVar = True
    takes: ClassVar = frozenset({"site"})
    losses: ClassVar = {
        "bytes": "what they say, but not how it was spelled where newsledger would spell it otherwise",
        "takings-in": "only the first: source and id must be unique",
        "redacted": "left out: nothing is left to tell",
        "settings": "left out",
    }

    def write(self, job: Job) -> Iterator[bytes]:
        """An array with an event on each line."""
        before = b"[\n"
        seen: set[str] = set()
        for event in sorted(job.members(), key=lambda one: (one.recorded_at, one.id, one.by)):
            if event.id not in seen and not event.redacted:
                seen.add(event.id)
                yield before + json.dumps(_event(event, job), ensure_ascii=False).encode()
                before = b",\n"
        yield b"\n]\n" if seen else b"[]\n"


def _event(event: Event, job: Job) -> dict[str, Any]:
    said = event.said
    kind = said.kind if said.ours else f"{said.kind}.{said.stance}"
    return told({
        "specversion": "1.0", "id": event.id, "source": job.site or SOURCE, "type": f"newsledger.{kind}",
        "subject": event_row(event)["slot"], "time": event.recorded, "recordedby": event.by,
        "datacontenttype": "application/json", "data": as_stored(said),
    })  # fmt: skip
