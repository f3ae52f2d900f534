"""source: who speaks, for whom, and how reliable we judge them."""

from newsledger.fact import Fact, Role, Time, Timing, key, kind, names, term, text
from newsledger.frozen import frozen

OURS = Timing(Time.OURS)
GRADES = ("A", "B", "C", "D", "E", "F")
"""Admiralty reliability (AJP-2.1), from completely reliable to one that cannot be judged."""


@kind("source", OURS, default=("name",))
@frozen
class Source(Fact):
    """Who a source is. Ours, hence never public; its grade counts from the event's `occurred` on.

    A source of category `party` is a name that keys use and no voice: it may say whom it opposes.

    >>> Source("ru-officials", name="Russian officials", side="russia", grade="D").grade
    'D'
    """

    source: str = key("the short name that claims use")
    name: str | None = text("the name to show", role=Role.ASIDE)
    category: str | None = text("party, outlet, person, body, record", role=Role.ASIDE)
    side: str | None = text("the party whose side it takes; mixed", role=Role.ASIDE)
    grade: str | None = term("standing reliability, A to F", *GRADES, role=Role.ASIDE)
    reason: str | None = text("why it is graded so", role=Role.ASIDE)
    speaks_for: str | None = text("the party whose word its own word is", role=Role.ASIDE)
    derived_from: str | None = text("the source that it draws on", role=Role.ASIDE)
    echoes: tuple[str, ...] | None = names("sources it repeats in part, each with a share: tass 0.4", role=Role.ASIDE)
    opposes: tuple[str, ...] | None = names("the parties that this party opposes", role=Role.ASIDE)
    plural: str | None = term("yes: more than one person", "yes", role=Role.ASIDE)
    unnamed: str | None = term("yes: the report does not name it", "yes", role=Role.ASIDE)
    protected: str | None = term("yes: the short name is a pseudonym", "yes", role=Role.ASIDE)
