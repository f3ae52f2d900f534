"""position: where a party stands on a proposal."""

from newsledger.fact import Fact, Time, Timing, frozen, key, kind, term


def party(fact: "Position") -> str:
    """A party is authoritative about its own position."""
    return fact.party


@kind("position", Timing(Time.SAID), own_word=party)
@frozen
class Position(Fact):
    """Where a party stands on a proposal, in its own word.

    >>> Position("us 30-day ceasefire", "russia", position="accepted in principle").position
    'accepted-in-principle'
    """

    proposal: str = key("the proposal")
    party: str = key("whose position it is")
    position: str | None = term(
        "the position",
        "considering", "accepted-in-principle", "accepted-with-conditions", "accepted",
        "rejected", "countered", "suspended", "withdrawn",
    )  # fmt: skip
