"""note: something we add to an event."""

from newsledger.fact import Fact, Role, Time, Timing, frozen, key, kind, text


@kind("note", Timing(Time.OURS), default=("meaning",))
@frozen
class Note(Fact):
    """A remark of ours on an event: where it is archived, what it means, how it reads in another language.

    >>> Note("0" * 32, meaning="the report names nobody").meaning
    'the report names nobody'
    """

    target: str = key("the id of the event, or a slot")
    meaning: str | None = text("the remark", role=Role.ASIDE)
    url: str | None = text("where to read it", role=Role.ASIDE)
    archive: str | None = text("where a copy is kept", role=Role.ASIDE)
    translation: str | None = text("the words in another language", role=Role.ASIDE)
