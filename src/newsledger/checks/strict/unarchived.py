"""unarchived: reports that are linked, and of which no copy is kept."""

from __future__ import annotations

from collections.abc import Iterator

from newsledger.checks.strict import Considered, strict
from newsledger.kinds.note import Note
from newsledger.problems import WARNING, Problem


@strict("unarchived")
def unarchived(considered: Considered) -> Iterator[Problem]:
    """Finds reports with a `url` and without an archived copy, in themselves or in a note."""
    notes = [event.said.fact for event in considered.events if isinstance(event.said.fact, Note)]
    kept = {note.target for note in notes if note.archive}
    seen: set[str] = set()
    for event in considered.standing:
        url = event.said.url
        if url and not event.said.archive and event.id not in kept and url not in seen:
            seen.add(url)
            yield Problem(
                code="unarchived", severity=WARNING, where=considered.at(event.id),
                message=f"{event.id[:8]} links {url}, of which no copy is kept: pages change and go",
                hint=f"archive it, then: newsledger add 'note/{event.id[:8]}.archive = https://…'",
            )  # fmt: skip
