"""indicator: any figure that is followed over time."""

from newsledger.fact import Fact, Figure, Moves, Time, Timing, frozen, key, kind, quantity, text

MEASURED = Timing(Time.MEASURED, moves=Moves.YES, half_life=30)
TOTAL = Timing(Time.COUNTED, moves=Moves.YES)
NEW = Timing(Time.NEW)


def timing(fact: "Indicator") -> Timing:
    """Without `count` it is measured at a moment; a total runs on; new ones belong to their span."""
    return {"total": TOTAL, "new": NEW}.get(fact.count, MEASURED)


@kind("indicator", timing, default=("number", "rank"))
@frozen
class Indicator(Fact):
    """Any figure: votes counted, acres burned, the price of bread. With `state` it tracks anything without Python.

    >>> Indicator("ridge fire", "area burned", number="about 1,200 acres").number
    Quantity('~1200 acre')
    """

    subject: str = key("what it is a figure of")
    measure: str = key("what is measured")
    of: str = key("of which part or whole", required=False)
    count: str = key("total or new where it is counted; empty: measured", terms=("total", "new"), required=False)
    definition: str = key("how it was measured, where that matters", required=False)
    number: Figure = quantity("the figure")
    change: Figure = quantity("by how much it changed, as told")
    rank: str | None = text("its rank, as told: record, largest since 1941")
