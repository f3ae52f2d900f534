"""state: a condition that something is in."""

from newsledger.fact import Fact, Time, Timing, frozen, key, kind, text


@kind("state", Timing(Time.HOLDS, half_life=30))
@frozen
class State(Fact):
    """Whether something is in a condition (yes where no term is given), or which one it is in.

    >>> State("ukrainian forces in kursk", "encircled", term="yes").term
    'yes'
    """

    subject: str = key("who or what")
    condition: str = key("the condition, or the question")
    term: str | None = text("yes, no, or the answer")
