"""alias: two names mean one thing."""

from newsledger.fact import Fact, Role, Time, Timing, frozen, key, kind, text


@kind("alias", Timing(Time.OURS), default=("meaning",))
@frozen
class Alias(Fact):
    """A name means what another name means. Ours; taken back by a `void`.

    >>> Alias("Курск", meaning="kursk").meaning
    'kursk'
    """

    target: str = key("the name")
    meaning: str | None = text("the name that it means", role=Role.ASIDE)
