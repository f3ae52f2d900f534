"""river-level: how high a river stands."""

import attrs

from newsledger.fact import Fact, Moves, Time, Timing, key, kind, quantity
from newsledger.values.quantity import Quantity


@kind("river-level", Timing(Time.MEASURED, moves=Moves.YES, window=1, half_life=2))
@attrs.frozen
class RiverLevel(Fact):
    """How high a river stands at a gauge.

    >>> RiverLevel("elbe", "dresden", level="about 6.1 m").level
    Quantity('~6.1 m')
    """

    river: str = key("the river")
    gauge: str = key("where it is measured", required=False)
    level: Quantity | None = quantity("above the zero of the gauge", "length", unit="m")
