"""support: what somebody gives to somebody else."""

from newsledger.fact import Fact, Figure, Time, Timing, frozen, key, kind, quantity, term, text

GIVERS_OWN_WORD = ("pledged", "agreed", "suspended")
"""The stages that a giver brings about by saying so."""


def giver(fact: "Support") -> str | None:
    """Whose own word this is: a pledge is the giver's, a delivery is not."""
    return fact.giver if fact.stage in GIVERS_OWN_WORD else None


@kind("support", Timing(Time.HOLDS), default=("stage", "amount"), own_word=giver)
@frozen
class Support(Fact):
    """What a giver gives a receiver, how far it has come, and how much.

    >>> Support("west", "ukraine", "aid", amount="more than $260 billion").amount
    Quantity('>260e9 USD')
    """

    giver: str = key("who gives")
    receiver: str = key("who receives")
    what: str = key("what: military aid, intelligence, ammunition", required=False)
    stage: str | None = term(
        "how far it has come",
        "pledged", "agreed", "started", "ongoing", "delivered", "suspended", "resumed", "ended",
    )  # fmt: skip
    amount: Figure = quantity("how much", timing=Timing(Time.COUNTED, window=30))
    in_return_for: str | None = text("what is given in return")
