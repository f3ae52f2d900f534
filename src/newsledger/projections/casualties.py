"""casualties: who came to harm, by group, outcome and occasion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newsledger.belief import Belief, value_text
from newsledger.frozen import frozen
from newsledger.projections import projection
from newsledger.replay import Picture


@frozen(kw_only=True)
class Toll:
    """One count of people who came to harm, and the belief that holds it."""

    group: str
    outcome: str
    population: str
    count: str
    of: str
    belief: Belief


@projection("casualties")
@frozen
class Casualties:
    """All counts of casualties, kept apart by everything that makes them two counts."""

    tolls: tuple[Toll, ...]

    @classmethod
    def project(cls, picture: Picture) -> Casualties:
        """The casualties of a picture."""
        return cls(tuple(_toll(belief) for belief in picture.beliefs if belief.slot.kind == "casualties"))

    def __iter__(self) -> Iterator[Toll]:
        return iter(self.tolls)

    def of_group(self, group: str) -> tuple[Toll, ...]:
        """The counts of one group's people."""
        return tuple(toll for toll in self.tolls if toll.group == group.casefold())

    def as_json(self) -> list[dict[str, Any]]:
        """The counts as JSON."""
        return [
            {
                "group": toll.group, "outcome": toll.outcome, "population": toll.population, "count": toll.count,
                "of": toll.of, "number": None if toll.belief.value is None else value_text(toll.belief.value),
                "standing": str(toll.belief.standing), "name": toll.belief.slot.name,
            }
            for toll in self.tolls
        ]  # fmt: skip


def _toll(belief: Belief) -> Toll:
    group, outcome, population, count, of, _ = belief.slot.keys
    return Toll(group=group, outcome=outcome, population=population, count=count or "total", of=of, belief=belief)
