"""incident: a thing that happened in the world."""

from newsledger.fact import Fact, Time, Timing, frozen, key, kind, text


@kind("incident", Timing(Time.HAPPENED), default=("phase",))
@frozen
class Incident(Fact):
    """A strike, an assault, a retreat: what happened, who did it, to whom, where.

    >>> Incident("ukrainian assault on kursk", phase="started").phase
    'started'
    """

    incident: str = key("the name that the incident goes by")
    type: str | None = text("what sort of thing: strike, assault, evacuation")
    phase: str | None = text("started, ongoing, stepped up, ended")
    actor: str | None = text("who did it")
    target: str | None = text("to whom or what")
    place: str | None = text("where")
    violates: str | None = text("the proposal or agreement that it would violate")
