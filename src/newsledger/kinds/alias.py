"""alias: two names mean one thing."""

import attrs

from newsledger.fact import Fact, Role, Time, Timing, key, kind, text


@kind("alias", Timing(Time.OURS), default=("meaning",))
@attrs.frozen
class Alias(Fact):
    """A name means what another name means. Ours; taken back by a `void`.

    >>> Alias("Курск", meaning="kursk").meaning
    'kursk'
    """

    target: str = key("the name")
    meaning: str | None = text("the name that it means", role=Role.ASIDE)
