"""proposal: what somebody proposes to others."""

from newsledger.fact import Date, Fact, Figure, Names, Time, Timing, date, frozen, key, kind, names, quantity, text


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
    to: Names = names("the parties that it is addressed to")
    mediator: str | None = text("who mediates")
    scope: str | None = text("what it covers: all, air, energy, an area")
    duration: Figure = quantity("for how long")
    starts: Date = date("from when")
    deadline: Date = date("the day by which an answer is asked")
    replaces: str | None = text("the earlier proposal that this one replaces")
