"""retraction: somebody takes back what was said."""

from newsledger.fact import Fact, Role, Time, Timing, frozen, key, kind, text


@kind("retraction", Timing(Time.SAID), default=("reason",), deniable=False)
@frozen
class Retraction(Fact):
    """Somebody in the chain of a report takes it back.

    >>> Retraction("0" * 32, reason="the figure was wrong").reason
    'the figure was wrong'
    """

    target: str = key("the id of the report, or of the amendment")
    reason: str | None = text("why", role=Role.ASIDE)
