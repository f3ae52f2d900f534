"""Which words still speak: of one origin the surely later; where things move, what history did not leave behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from operator import attrgetter

from newsledger.asof import DAY
from newsledger.belief.amounts import Amount
from newsledger.belief.words import Word
from newsledger.event import ASSERTS, NO_COMMENT
from newsledger.fact import Moves, Time, Timing, fold
from newsledger.values.when import EVER, Micro


def not_yielding(words: list[Word]) -> list[Word]:
    """The words that no surely later one of their own origin takes the place of."""
    if len(words) == 1:
        return words
    by_origin: dict[str, list[Word]] = {}
    for word in words:
        by_origin.setdefault(word.origin, []).append(word)
    if len(by_origin) == len(words):
        return words
    return [word for own in by_origin.values() for word in (own if len(own) == 1 else _latest(own))]


def _latest(own: list[Word]) -> list[Word]:
    """The words of one origin that yield to none of the others.

    The newest sure word that weighs makes nearly all others yield; the few that are left are looked at closely.
    """
    if len(own) > 2:  # noqa: PLR2004  two are held against each other at once
        sure = [word for word in own if word.weighs and not word.maybe]
        if sure:
            top = max(sure, key=_since)
            newest_since = top.since
            own = [word for word in own if word.until > newest_since or word is top or word.stance == NO_COMMENT]
        if len(own) > MANY:
            return _unyielding(own)
    return [word for word in own if not _yields(word, own)] if len(own) > 1 else own


MANY = 6
"""So many words of one origin are held each against each; of more only those that may make one yield."""


def _yields(word: Word, own: list[Word]) -> bool:
    """Whether any other word of its origin surely takes the place of one."""
    for other in own:
        if other.since >= word.until:
            if _may_take_place(other, word):
                return True
        elif other.reported[0] >= word.reported[1] and _of_one_date(other, word) and _told_later(other, word):
            return True
    return False


def _of_one_date(one: Word, other: Word) -> bool:
    """Whether two speak as of the same date: as told, or as it is left when it is cut at the report."""
    same_span = one.since == other.since and one.until == other.until
    return same_span or one.event.said.occurred == other.event.said.occurred


_since: Callable[[Word], Micro] = attrgetter("since")


def _unyielding(own: list[Word]) -> list[Word]:
    """The words that yield to none of the others, found without holding each against each."""
    by_date: dict[object, list[Word]] = {}
    newest_of: dict[tuple[bool, bool], list[Word]] = {}
    for word in own:
        if word.stance != NO_COMMENT:
            newest_of.setdefault((word.weighs, word.maybe), []).append(word)
            for date in _dates(word):
                by_date.setdefault(date, []).append(word)
    for several in newest_of.values():
        several.sort(key=_since, reverse=True)
        del several[2:]  # the newest, and the newest beside it
    heads = [word for several in newest_of.values() for word in several]
    return [
        word for word in own
        if not any(_surely_later(other, word) for other in heads)
        and not any(_told_later(other, word) for date in _dates(word) for other in by_date.get(date, ()))
    ]  # fmt: skip


def _dates(word: Word) -> tuple[object, object]:
    """The date that a word speaks as of: as told, and as it is left when it is cut at its report."""
    return word.event.said.occurred, (word.since, word.until)


def _may_take_place(other: Word, word: Word) -> bool:
    """Whether one can make another yield: neither silence, nor grade F, nor, of a sure one, a maybe."""
    if other is word or NO_COMMENT in (other.stance, word.stance):
        return False
    return (other.weighs or not word.weighs) and (word.maybe or not other.maybe)


def _surely_later(other: Word, word: Word) -> bool:
    return other.since >= word.until and _may_take_place(other, word)


def _told_later(other: Word, word: Word) -> bool:
    """Whether another speaks as of the same date, was surely told later, and says something else."""
    later = other.reported[0] >= word.reported[1]
    return later and _may_take_place(other, word) and not _same_claim(other, word)


def _same_claim(one: Word, other: Word) -> bool:
    """Whether two reports of one date carry one claim. Then the better of them counts, not the later."""
    if one.stance != other.stance or one.as_of != other.as_of:
        return False
    if one.amount is None or other.amount is None:
        return one.amount is other.amount
    return one.amount.same(other.amount)


def moves(timing: Timing, words: Sequence[Word]) -> bool:
    """Whether a later figure makes an older one history."""
    if timing.moves is Moves.IF_SPAN:
        told = [word for word in words if word.stance == ASSERTS and word.weighs] or words
        return any(word.event.said.occurred is not None and word.event.said.occurred.is_interval for word in told)
    return timing.moves is Moves.YES


def current(words: list[Word], timing: Timing) -> list[Word]:
    """The words that speak about the date asked: none that yields, is history, or was counted from another start."""
    speaking = not_yielding(words)
    if len(speaking) == 1:
        return speaking
    front = _front(speaking)
    if front is None:
        return speaking
    counted = front.as_of.start is not None
    fresh = [word for word in speaking if word is front or same_start(word, front)] if counted else speaking
    return not_history(fresh, timing) if moves(timing, words) else fresh


def _front(speaking: list[Word]) -> Word | None:
    """The asserted, weighing report with the newest earliest as-of; of grade F only where nothing else is asserted."""
    asserted = [word for word in speaking if word.stance == ASSERTS]
    return newest_of([word for word in asserted if word.weighs] or asserted)


def not_history(words: list[Word], timing: Timing) -> list[Word]:
    """Leaves out what a newer report, later than the window, has left behind. What became history stays so."""
    asserted = [word for word in words if word.stance == ASSERTS]
    weighing = [word for word in asserted if word.weighs] or asserted
    counted = timing.time is Time.COUNTED
    window = 0 if counted else (timing.window or 0) * DAY
    newest_since = max(map(_since, weighing), default=EVER)
    old = [word for word in asserted if word.until + window <= newest_since]
    gone = {word for word in old if _left_behind(word, word.until + window, weighing, counted=counted)}
    return [word for word in words if word not in gone] if gone else words


def _left_behind(word: Word, until: Micro, weighing: list[Word], *, counted: bool) -> bool:
    """Whether a report that is so much newer tells another value; of a running total, one above it."""
    mine = word.amount
    for newer in weighing:
        told = newer.amount
        if newer.since < until or told is mine or told is None or mine is None:
            continue
        if mine.lies_below(told) if counted else not mine.meets(told):
            return True
    return False


def same_start(word: Word, front: Word) -> bool:
    """Whether two figures may have been counted from one start; what is not counted over a span always."""
    one, other = word.as_of.start, front.as_of.start
    if one is None or other is None or one == other:
        return True  # "since ever" begins at no time, and is still one start
    return one[0] < other[1] and other[0] < one[1]


# --- which is newer -------------------------------------------------------------------------------


def newest_of(words: Sequence[Word]) -> Word | None:
    """The newest word; `None` of none. Dates decide nearly always, and texts are looked at only where they do not."""
    if len(words) < 2:  # noqa: PLR2004  nothing to compare
        return words[0] if words else None
    newest_since = max(map(_since, words))
    tied = [word for word in words if word.since == newest_since]
    if len(tied) > 1:
        newest_dates = max([word.dates for word in tied])
        tied = [word for word in tied if word.dates == newest_dates]
    return tied[0] if len(tied) == 1 else max(tied, key=newest)


def newest(word: Word) -> tuple[object, ...]:
    """Newest as-of, then newest `reported`, then the narrowest range, then the smaller canonical text.

    The text is that of the base unit, so that a figure told in another unit wins no tie. The
    stored bytes, in which ids may stand, come last: reports that differ in nothing else show the same.
    """
    said, amount = word.event.said, word.amount
    text = "" if amount is None else amount.plain
    return (
        word.dates, narrow(amount),
        Reversed(fold(text)), Reversed(text), Reversed(word.source), Reversed("\n".join(said.via)),
        Reversed(said.occurred.text if said.occurred else ""), word.event.raw,
    )  # fmt: skip


NO_RANGE = (True, Fraction(0))


def narrow(amount: Amount | None) -> tuple[bool, Fraction]:
    """What sorts narrow ranges above wide ones, and those without an end below all."""
    return NO_RANGE if amount is None else amount.narrow


def narrowest(words: Sequence[Word]) -> Word | None:
    """The word with the narrowest range, then the heaviest, then the newest."""
    if len(words) < 2:  # noqa: PLR2004  nothing to compare
        return words[0] if words else None
    amounts = {word.amount for word in words}
    if len(amounts) > 1:
        first = max(map(narrow, amounts))
        words = [word for word in words if narrow(word.amount) == first]
    heaviest = max(map(_weight, words))
    return newest_of([word for word in words if word.weight == heaviest])


_weight: Callable[[Word], int] = attrgetter("weight")


class Reversed:
    """Text that sorts the other way round."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reversed) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __lt__(self, other: Reversed) -> bool:
        return self.text > other.text
