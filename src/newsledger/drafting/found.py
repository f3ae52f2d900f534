"""What an extractor finds in an article: figures, denials and silences, each with who tells it, and dates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from newsledger.drafting.days import Day
from newsledger.drafting.figure import Figure
from newsledger.drafting.known import Known, Slot
from newsledger.drafting.text import Article
from newsledger.event import ASSERTS
from newsledger.frozen import frozen
from newsledger.values.when import When


@frozen(kw_only=True)
class Teller:
    """Who says it: the short name of a source, `known` to the ledger or new, and how the text calls it.

    A name of `None` is the report's own voice.
    """

    name: str | None = None
    words: str = ""
    known: bool = True


@frozen(kw_only=True)
class Finding:
    """Something that one sentence tells.

    `line` and `sentence` say where. `figure` is missing for a denial or a silence, and for a bare date.
    `slot` is the slot of the ledger that it fits, `others` are those that it might as well. `day` is
    when it is said to hold, `said_on` when the words were said, where the text tells.
    """

    line: int
    sentence: str
    tellers: tuple[Teller, ...] = (Teller(),)
    stance: str = ASSERTS
    figure: Figure | None = None
    slot: Slot | None = None
    others: tuple[str, ...] = ()
    day: Day | None = None
    said_on: When | None = None
    outcome: str | None = None


class Extractor(Protocol):
    """What reads an article: ours goes by rules; a package may bring another, by entry point."""

    def __call__(self, article: Article, known: Known) -> Iterable[Finding]:
        """Whatever it finds, in the order of the text. `article.published` is never missing."""
