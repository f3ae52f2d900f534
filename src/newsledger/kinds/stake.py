"""stake: who gains from what is believed about a slot."""

from newsledger.fact import Fact, Names, Role, Time, Timing, frozen, key, kind, names, text


@kind("stake", Timing(Time.OURS), default=("parties",))
@frozen
class Stake(Fact):
    """Parties have a stake in a slot although its keys do not name them.

    >>> Stake("state/bridge/destroyed", parties="russia", better_for="russia yes").parties
    ('russia',)
    """

    target: str = key("the slot")
    parties: Names = names("the parties that have a stake", role=Role.ASIDE)
    better_for: str | None = text("a party and what is better for it: russia more, russia yes", role=Role.ASIDE)
