"""term: what a party demands, offers, guarantees or rejects."""

from newsledger.fact import Fact, Figure, Time, Timing, frozen, key, kind, quantity, text
from newsledger.fact import term as one_of


def party(fact: "Term") -> str:
    """A party is authoritative about its own terms."""
    return fact.party


@kind("term", Timing(Time.SAID), own_word=party)
@frozen
class Term(Fact):
    """What a party demands, offers, guarantees, urges, accepts, rejects or drops, on one proposal or on any.

    >>> Term("any ceasefire", "ukraine", "cede land", stance="rejects").stance
    'rejects'
    """

    proposal: str = key("the proposal; any ceasefire where it is meant for each")
    party: str = key("whose term it is")
    term: str = key("the term, in a few words")
    stance: str | None = one_of(
        "what the party does with it",
        "demands", "offers", "guarantees", "urges", "accepts", "rejects", "drops",
    )  # fmt: skip
    text: str | None = text("the term in more words")
    number: Figure = quantity("its figure")
