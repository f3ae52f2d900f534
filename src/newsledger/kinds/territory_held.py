"""territory-held: how much of a region somebody holds."""

from newsledger.fact import Fact, Figure, Moves, Time, Timing, frozen, key, kind, quantity


@kind(
    "territory-held",
    Timing(Time.MEASURED, moves=Moves.YES, window=3, half_life=14),
    default=("area", "share", "pockets"),
    better_for=("holder", "more"),
)
@frozen
class TerritoryHeld(Fact):
    """How much of a region a holder holds: its area, its share, or in how many pockets.

    >>> TerritoryHeld("kursk", "ukraine", area="just 110 km²").area
    Quantity('110 km2')
    """

    region: str = key("the region, as a name")
    holder: str = key("who holds it, as a party")
    area: Figure = quantity("the area held", "area")
    share: Figure = quantity("the share of the region held", "share", unit="share")
    pockets: Figure = quantity("in how many separate pockets", "count:pocket", unit="pocket")
