"""void: we entered something wrongly."""

from newsledger.fact import Fact, Role, Time, Timing, frozen, key, kind, ref, text


@kind("void", Timing(Time.OURS), default=("reason",))
@frozen
class Void(Fact):
    """An entry of ours was wrong. Counts against nobody; what was aimed at it then applies to its replacement.

    >>> Void("0" * 32, reason="typing error").reason
    'typing error'
    """

    target: str = key("the id of the wrong entry")
    reason: str | None = text("why", role=Role.ASIDE)
    replaced_by: str | None = ref("the id of the right entry")
