"""statement: what somebody said that is neither true nor false."""

from newsledger.fact import Fact, Time, Timing, frozen, key, kind, text


def speaker(fact: "Statement") -> str:
    """Words are their speaker's own."""
    return fact.speaker


@kind("statement", Timing(Time.SAID), own_word=speaker, deniable=False)
@frozen
class Statement(Fact):
    """What a speaker said on a topic: an opinion, an appraisal. Never weighed, cannot be denied.

    >>> Statement("putin", "kursk battle", text="decisive").text
    'decisive'
    """

    speaker: str = key("who said it")
    topic: str = key("on what")
    text: str | None = text("what was said, in a few words")
