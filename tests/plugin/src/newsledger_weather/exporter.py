"""bulletin: the levels of a date in the form that a river service sends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from newsledger.exporters import ASPECTS, Exporter, Job, exporter
from newsledger.values.quantity import Quantity
from newsledger_weather.projection import RiverLevels

CARRIED = {"slot", "value"}


@exporter("bulletin")
class Bulletin(Exporter):
    """A heading with the day, then lines of `RIVER GAUGE LEVEL`; a level that nobody tells in one number is `-`."""

    losses: ClassVar = {
        **{aspect: "left out" for aspect in ASPECTS if aspect not in CARRIED},
        "slot": "only levels of rivers with a gauge",
        "value": "only the number told, in metres",
    }

    def write(self, job: Job) -> Iterator[bytes]:
        """One level a line."""
        yield f"RIVER BULLETIN {job.picture.question.at}\n".encode()
        for (river, gauge), belief in job.picture[RiverLevels].levels.items():
            if gauge:
                level = belief.value.as_json()["best"] if isinstance(belief.value, Quantity) else None
                yield f"{river} {gauge} {level or '-'}\n".encode()
