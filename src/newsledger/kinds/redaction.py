"""redaction: words had to go."""

from newsledger.fact import Fact, Role, Time, Timing, frozen, key, kind, text


@kind("redaction", Timing(Time.OURS), default=("reason",))
@frozen
class Redaction(Fact):
    """The words of an event were taken out; its id and the time that it was recorded stay.

    >>> Redaction("0" * 32, reason="names a minor", authority="the editor").authority
    'the editor'
    """

    target: str = key("the id of the event")
    reason: str | None = text("why", role=Role.ASIDE)
    authority: str | None = text("who decided", role=Role.ASIDE)
