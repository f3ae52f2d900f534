"""redaction: words had to go."""

import attrs

from newsledger.fact import Fact, Role, Time, Timing, key, kind, text


@kind("redaction", Timing(Time.OURS), default=("reason",))
@attrs.frozen
class Redaction(Fact):
    """The words of an event were taken out; its id and the time that it was recorded stay.

    >>> Redaction("0" * 32, reason="names a minor", authority="the editor").authority
    'the editor'
    """

    target: str = key("the id of the event")
    reason: str | None = text("why", role=Role.ASIDE)
    authority: str | None = text("who decided", role=Role.ASIDE)
