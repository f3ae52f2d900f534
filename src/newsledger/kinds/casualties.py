"""casualties: how many people were killed, wounded, captured, are missing."""

from newsledger.fact import Fact, Figure, Moves, Time, Timing, frozen, key, kind, quantity

OUTCOMES = ("killed", "wounded", "killed or wounded", "missing", "captured")
"""What mostly befalls people. Others may be written; one that looks like these is asked about."""

RUNNING = Timing(Time.COUNTED, moves=Moves.IF_SPAN, window=30)
NEW = Timing(Time.NEW)


def timing(fact: "Casualties") -> Timing:
    """A total is carried forward; new ones belong to their own span."""
    return NEW if fact.count == "new" else RUNNING


@kind("casualties", timing, better_for=("group", "fewer"))
@frozen
class Casualties(Fact):
    """How many of a group came to harm, in total or newly, of an incident or of a running thing.

    A figure needs to say when it was counted: `@ 2022-02/2025-03-16` for a war, `@ 2025-03-10` for a strike.

    >>> Casualties("russia", "killed or wounded", "military", "total", number="over 100,000").number
    Quantity('>100000 person')
    """

    group: str = key("whose people")
    outcome: str = key(f"what befell them: {', '.join(OUTCOMES)}")
    population: str = key("military, civilian, or whom else; empty: all", required=False)
    count: str = key("total or new; empty: total", terms=("total", "new"), required=False)
    of: str = key("the incident, or the running thing such as a war", required=False)
    definition: str = key("how they were counted, where that matters", required=False)
    number: Figure = quantity("how many", "count:person", unit="person")

    def slot_keys(self) -> tuple[str, ...]:
        """A count that is not told is a total, so that both spellings are one slot."""
        group, outcome, population, count, *rest = self.keys()
        return (group, outcome, population, count or "total", *rest)
