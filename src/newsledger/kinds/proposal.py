"""proposal: what somebody proposes to others."""

from newsledger.fact import Fact, Time, Timing, date, key, kind, names, quantity, text
from newsledger.frozen import frozen
from newsledger.values.quantity import Quantity
from newsledger.values.when import When


def proposer(fact: "Proposal") -> str | None:
    """Whose own word a proposal is."""
    return fact.proposer


@kind("proposal", Timing(Time.SAID), default=("duration", "type"), own_word=proposer)
@frozen
class Proposal(Fact):
    """What is proposed, by whom, to whom, for how long. Its status is derived, never asserted.

    >>> Proposal("us 30-day ceasefire", duration="30 days", to="ukraine, russia").to
    ('russia', 'ukraine')
    """

    proposal: str = key("the name that the proposal goes by")
    type: str | None = text("ceasefire, truce, exchange, corridor")
    proposer: str | None = text("the party that proposes it")
    to: tuple[str, ...] | None = names("the parties that it is addressed to")
    mediator: str | None = text("who mediates")
    scope: str | None = text("what it covers: all, air, energy, an area")
    duration: Quantity | None = quantity("for how long")
    starts: When | None = date("from when")
    deadline: When | None = date("the day by which an answer is asked")
    replaces: str | None = text("the earlier proposal that this one replaces")
