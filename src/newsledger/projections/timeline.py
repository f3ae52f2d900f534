"""timeline: the reports of a picture in the order in which things happened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newsledger.codec import as_stored
from newsledger.frozen import frozen
from newsledger.projections import projection
from newsledger.replay import Entry, Picture


@projection("timeline")
@frozen
class Timeline:
    """All reports in the cut, by when they are said to have happened, withdrawn ones marked."""

    entries: tuple[Entry, ...]

    @classmethod
    def project(cls, picture: Picture) -> Timeline:
        """The timeline of a picture."""
        return cls(picture.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def of_slot(self, slot: str) -> Timeline:
        """The reports of one slot alone, or of all slots whose name begins so."""
        return Timeline(tuple(entry for entry in self if entry.slot == slot or entry.slot.startswith(f"{slot}/")))

    def as_json(self) -> list[dict[str, Any]]:
        """The timeline as JSON: each report whole, with its id."""
        return [
            {
                "id": entry.event.id, "slot": entry.slot, "said": as_stored(entry.event.said),
                "withdrawn": entry.withdrawn, "expected": entry.expected, "taken_out_by": list(entry.taken_out_by),
            }
            for entry in self
        ]  # fmt: skip
