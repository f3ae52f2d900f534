"""forces: how many fighters somebody has somewhere."""

from newsledger.fact import Fact, Figure, Moves, Time, Timing, frozen, key, kind, quantity


@kind("forces", Timing(Time.HOLDS, moves=Moves.YES, window=30, half_life=30))
@frozen
class Forces(Fact):
    """How many fighters a force has in a place or beside somebody; `some` where no figure is told.

    >>> Forces("north-korea", "beside russian forces", number="as many as 11,000").number
    Quantity('<=11000 person')
    """

    force: str = key("whose fighters")
    where: str = key("where, or beside whom", required=False)
    number: Figure = quantity("how many", "count:person", unit="person")
