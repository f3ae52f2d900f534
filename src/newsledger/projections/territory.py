"""territory: who holds how much of which region."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from newsledger.belief import Belief, value_text
from newsledger.fact import Value
from newsledger.frozen import frozen
from newsledger.names import Names
from newsledger.projections import projection
from newsledger.replay import Picture
from newsledger.values.quantity import Quantity

FIELDS = ("area", "share", "pockets")


@frozen
class Holding:
    """What one holder holds of one region: a belief for each way of saying how much."""

    holder: str
    beliefs: dict[str, Belief]

    @property
    def main(self) -> Belief:
        """The belief that says most: the area, else the share, else the pockets."""
        return next(self.beliefs[field] for field in FIELDS if field in self.beliefs)

    def as_json(self) -> dict[str, str]:
        """The holding as JSON: each figure, and for the area what it was before."""
        told = {field: value_text(belief.value) for field, belief in self.beliefs.items() if belief.value is not None}
        return told | self._earlier()

    def _earlier(self) -> dict[str, str]:
        belief = self.main
        if belief.was is None or belief.was.value is None:
            return {}
        occurred = belief.was.event.said.occurred
        change = percent_change(belief.was.value, belief.value)
        earlier = {"was": value_text(belief.was.value), "was_occurred": occurred.text if occurred else ""}
        return earlier | ({"change": change} if change else {})


@frozen
class Region:
    """Who holds how much of one region."""

    name: str
    holdings: dict[str, Holding]
    _names: Names

    def held_by(self, holder: str, field: str | None = None) -> Belief | None:
        """The belief of what a holder holds; `field` is area, share or pockets, else the one that says most."""
        holding = self.holdings.get(self._names.of(holder))
        if holding is None:
            return None
        return holding.main if field is None else holding.beliefs.get(field)


@projection("territory")
@frozen
class Territory:
    """Territory held, by region and holder: `picture[Territory]["kursk"].held_by("ukraine")`."""

    regions: dict[str, Region]
    _names: Names

    @classmethod
    def project(cls, picture: Picture) -> Territory:
        """The territory of a picture."""
        found: dict[str, dict[str, dict[str, Belief]]] = {}
        for belief in picture.beliefs:
            if belief.slot.kind == "territory-held":
                region, holder = belief.slot.keys
                found.setdefault(region, {}).setdefault(holder, {})[belief.slot.field] = belief
        regions = {
            region: Region(
                region,
                {holder: Holding(holder, beliefs) for holder, beliefs in holders.items()},
                picture.names,
            )
            for region, holders in found.items()
        }
        return cls(regions, picture.names)

    def __getitem__(self, region: str) -> Region:
        return self.regions[self._names.of(region)]

    def __iter__(self) -> Iterator[str]:
        return iter(self.regions)

    def as_json(self) -> dict[str, Any]:
        """The territory as JSON, by region, then by holder."""
        return {
            name: {holder: holding.as_json() for holder, holding in region.holdings.items()}
            for name, region in self.regions.items()
        }


def percent_change(before: Value | None, after: Value | None) -> str | None:
    """By how many per cent a figure changed, where both are single figures; computed, never believed.

    >>> percent_change(Quantity.parse("1368 km2"), Quantity.parse("110 km2"))
    '-92 %'
    """
    if not isinstance(before, Quantity) or not isinstance(after, Quantity) or before.dimension != after.dimension:
        return None
    if before.dimension == "share":
        return None  # shares change by points; a per cent of per cents misleads
    old, new = before.base.best, after.base.best
    if old is None or new is None or not old:
        return None
    change = round(Fraction(new - old) / old * 100)
    return f"{change:+d} %"
