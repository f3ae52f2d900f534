"""control: who holds a place."""

from newsledger.fact import NAMED, Fact, Moves, Time, Timing, frozen, key, kind, text


@kind("control", Timing(Time.HOLDS, moves=Moves.YES, window=3, half_life=14), better_for=("holder", NAMED))
@frozen
class Control(Fact):
    """Who holds a place: a party, or `contested`, or `unknown`.

    >>> Control("sudzha", holder="russia").holder
    'russia'
    """

    place: str = key("the town, village or site")
    holder: str | None = text("the party that holds it, or contested, or unknown")
