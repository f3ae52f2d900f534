"""expectation: what somebody expects to happen."""

from newsledger.fact import Fact, Time, Timing, frozen, key, kind, ref, text


@kind("expectation", Timing(Time.EXPECTED))
@frozen
class Expectation(Fact):
    """What is expected of something, and how likely its speaker calls it. Shown apart from what happened.

    >>> Expectation("sumy", "russian offensive", outlook="may").outlook
    'may'
    """

    subject: str = key("of what, or where")
    what: str = key("what is expected")
    outlook: str | None = text("how it is put: may, could, expected")
    settled_by: str | None = ref("the event that settled it")
