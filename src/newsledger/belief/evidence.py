"""The evidence: what several words weigh together, which value has most of it, and how sure that makes us.

Every number comes from the table in `weights`, every step is whole millionths, and nothing
depends on the order of the words:

1. A word weighs grade × confidence × interest. Its age takes nothing from this weight.
2. An origin counts once, by its heaviest word. Origins are counted heaviest first, each with
   the share of its word that is new: what it echoes from one before it does not count again.
3. The value is where the ranges with the most evidence overlap. Nothing is averaged.
4. What overlaps supports it; what lies apart, and denials, speak against it. Both fade with age.
5. Their odds, sharpened by the table, are the confidence.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Protocol

from newsledger.belief.amounts import Amount
from newsledger.belief.parts import Evidence
from newsledger.belief.weights import ONE, TABLE, part
from newsledger.belief.words import Word
from newsledger.belief.yielding import Reversed, newest_of
from newsledger.event import DENIES
from newsledger.fact import fold
from newsledger.tuples import NamedTuple
from newsledger.values.when import Micro

YES_OR_NO = {"yes": "no", "no": "yes"}
"""The two answers of a two-valued slot, each with the other."""


class Ties(Protocol):
    """What is declared of origins and sides: who opposes whom, and who echoes whom."""

    @property
    def echoing(self) -> bool:
        """Whether anybody was declared to echo anybody."""

    def opposing(self, one: str | None, other: str | None) -> bool:
        """Whether two sides were declared to oppose each other."""

    def share(self, one: str, other: str, slot: tuple[str, ...]) -> int:
        """The share of one origin's words about a slot that it has from another, in millionths."""


Counted = tuple[Word, int]
"""A word by which its origin counts, and the share of it that is new."""


# --- how much several of them are together ----------------------------------------------------------


def together(
    words: Sequence[Word],
    ties: Ties,
    about: tuple[str, ...],
    *,
    now: bool = False,
    agree: Callable[[Word, Word], bool] | None = None,
) -> tuple[int, list[Counted]]:
    """The evidence of words together, and the one word by which each origin counts, with the share of it that is new.

    `now` counts what is left of them at the date asked. `agree` tells whose words may be an echo
    of whose; without it, all say the same.
    """
    weight = _weight_now if now else _weight
    best: dict[str, Word] = {}
    for word in words:
        if word.weighs:
            there = best.get(word.origin)
            if there is None or _heavier(word, there, weight):
                best[word.origin] = word
    if not ties.echoing or len(best) < 2:  # noqa: PLR2004  nobody to echo
        return sum(map(weight, best.values())), [(word, ONE) for word in best.values()]
    counted: list[Counted] = []
    for word in sorted(best.values(), key=lambda word: (-weight(word), word.origin)):
        before = [one for one, _ in counted if agree is None or agree(word, one)]
        counted.append((word, _new(word, before, ties, about)))
    return sum(part(weight(word), new) for word, new in counted), counted


def total(words: Sequence[Word], *, now: bool = False) -> int:
    """The evidence of words together where nobody echoes anybody: of each origin the most that one of them weighs."""
    heaviest: dict[str, int] = {}
    for word in words:
        weight = word.now if now else word.weight
        if word.weighs and weight > heaviest.get(word.origin, 0):
            heaviest[word.origin] = weight
    return sum(heaviest.values())


def _new(word: Word, before: list[Word], ties: Ties, about: tuple[str, ...]) -> int:
    """The share of a word that none of those before it can have given it."""
    new = ONE
    for one in before:
        new = part(new, ONE - ties.share(word.origin, one.origin, about))
    return new


_weight: Callable[[Word], int] = attrgetter("weight")
_weight_now: Callable[[Word], int] = attrgetter("now")


def _heavier(one: Word, other: Word, weight: Callable[[Word], int]) -> bool:
    mine, its = weight(one), weight(other)
    return mine > its or (mine == its and newest_of([one, other]) is one)


# --- the value --------------------------------------------------------------------------------------


def leading(asserted: list[Word], ties: Ties, about: tuple[str, ...]) -> list[Word]:
    """The words whose common value has the most evidence: ranges that share one place, or the same words.

    Of equals the newest lead, then those of more origins, then those of the smaller text.
    """
    camps = _camps(asserted)
    if len(camps) == 1:
        return camps[0]
    sums = [together(camp, ties, about)[0] if ties.echoing else total(camp) for camp in camps]
    most = max(sums)
    first = [camp for camp, total in zip(camps, sums, strict=True) if total == most]
    return first[0] if len(first) == 1 else max(first, key=_tie_break)


def _camps(asserted: list[Word]) -> list[list[Word]]:
    """Those who can be right together: at each place where a range begins, all that cover it; or who says the same."""
    groups: dict[int, list[Word]] = {}
    for word in asserted:
        groups.setdefault(id(word.amount), []).append(word)
    if len(groups) == 1:
        return [asserted]
    told = [(own[0].amount, own) for own in groups.values()]
    figures = [(amount, own) for amount, own in told if amount is not None and amount.figure is not None]
    if figures:
        known = [(amount, own) for amount, own in figures if not amount.unknown]
        return _covering(known) if known else [[word for _, own in figures for word in own]]
    said: dict[str, list[Word]] = {}
    for amount, own in told:
        said.setdefault("" if amount is None else amount.folded, []).extend(own)
    return list(said.values())


def _covering(known: list[tuple[Amount, list[Word]]]) -> list[list[Word]]:
    ranges = [(*amount.spots, own) for amount, own in known]
    places = sorted({low for low, _, _ in ranges})
    return [[word for low, high, own in ranges if low <= place <= high for word in own] for place in places]


def _tie_break(camp: list[Word]) -> tuple[object, ...]:
    """The newest word and the smallest text of each origin: echoes decide nothing.

    All origins take part, not the first alone: who joins two equal camps must not decide between them.
    """
    dates: dict[str, tuple[Micro, Micro]] = {}
    texts: dict[str, Reversed] = {}
    for word in camp:
        date, text = (word.since, word.until), Reversed("" if word.amount is None else fold(word.amount.plain))
        dates[word.origin] = max(date, dates.get(word.origin, date))
        texts[word.origin] = max(text, texts.get(word.origin, text))
    return (sorted(dates.values(), reverse=True), len(dates), sorted(texts.values(), reverse=True))


# --- for and against ----------------------------------------------------------------------------------


class Case(NamedTuple):
    """Those who speak for the value, and those who speak against it."""

    supporting: list[Word]
    rivals: list[Word]
    denials: list[Word]
    two_valued: bool
    """Whether all that is said is yes or no: then to deny one is to say the other, of whatever date."""

    @property
    def against(self) -> list[Word]:
        """All who speak against it."""
        return [*self.rivals, *self.denials] if self.denials else self.rivals

    @property
    def agree(self) -> Callable[[Word, Word], bool] | None:
        """Whose words against the value may be an echo of whose; of two answers all say the same."""
        return None if self.two_valued else alike


class Lead:
    """What those say together whose value is believed."""

    def __init__(self, leaders: Iterable[Word]) -> None:
        told = {id(word.amount): word.amount for word in leaders}
        self.amounts = list(told.values())
        self._known = any(amount is None or not amount.unknown for amount in self.amounts)
        self._found: dict[int, bool] = {}

    def __bool__(self) -> bool:
        return bool(self.amounts)

    def supported_by(self, word: Word) -> bool:
        """Whether a word can be right together with all who lead; an unknown figure supports none that is known."""
        amount = word.amount
        found = self._found.get(id(amount))
        if found is None:
            unknown = amount is not None and amount.unknown and self._known
            found = self._found[id(amount)] = bool(self.amounts) and not unknown and self.met_by(amount)
        return found

    def met_by(self, amount: Amount | None) -> bool:
        """Whether a value can be true together with each of theirs; where none is told it can."""
        return amount is None or all(one is None or amount.meets(one) for one in self.amounts)


def case(words: list[Word], lead: Lead, *, two_valued: bool) -> Case:
    """Who speaks for what the leaders say, and who against it. Of two answers, to deny one is to say the other."""
    supporting: list[Word] = []
    rivals: list[Word] = []
    denials: list[Word] = []
    for word in words:
        if not word.weighs:
            continue
        if word.stance == DENIES:
            denials.append(word)
        elif lead.supported_by(word):
            supporting.append(word)
        elif not tells_nothing(word):
            rivals.append(word)
    met = [word for word in denials if _denies_it(word, lead, denials, two_valued=two_valued)]
    if two_valued:
        supporting += [word for word in denials if word not in met]
    return Case(supporting=supporting, rivals=rivals, denials=met, two_valued=two_valued)


def _denies_it(denial: Word, lead: Lead, denials: list[Word], *, two_valued: bool) -> bool:
    """Whether a denial is about the value; a bare one is about any. Where nobody asserts, `no` is if all deny it.

    The value is where the ranges of all who lead overlap: a denied range that lies beside it denies something else.
    """
    if lead:
        return lead.met_by(denial.amount)
    denied = {"" if one.amount is None else one.amount.folded for one in denials}
    return not two_valued or denied == {"no"} or denial.amount is None or denial.amount.folded == "yes"


def tells_nothing(word: Word) -> bool:
    """Whether all that is told of a figure is that it is not known."""
    return word.amount is not None and word.amount.unknown


def is_two_valued(words: Iterable[Word]) -> bool:
    """Whether all that is said of a slot is yes or no."""
    told = {word.amount for word in words if word.weighs and word.amount is not None}
    return bool(told) and all(isinstance(one.value, str) and one.folded in YES_OR_NO for one in told)


def evidence(of: Case, whole: Evidence, ties: Ties, about: tuple[str, ...], *, now: bool = False) -> Evidence:
    """What speaks for the value and against it; `whole` is what all of them make together.

    A denial cannot answer what was said as of a later date: the words after it may stand on their
    own. So of all dates from which on the words are counted, the best one is.
    """
    if not of.denials or not of.supporting or of.two_valued:
        return whole
    since = sorted({word.until for word in of.denials})
    return max([whole, *(_since(of, one, ties, about, now=now) for one in since)], key=probability)


def _since(of: Case, since: Micro, ties: Ties, about: tuple[str, ...], *, now: bool) -> Evidence:
    supporting = [word for word in of.supporting if word.since >= since]
    denials = [word for word in of.denials if word.until > since]
    return all_told(of._replace(supporting=supporting, denials=denials), ties, about, now=now)


def all_told(of: Case, ties: Ties, about: tuple[str, ...], *, now: bool = False) -> Evidence:
    """What all who speak for the value make together, and all who speak against it."""
    if not ties.echoing:
        return Evidence(supports=total(of.supporting, now=now), against=total(of.against, now=now))
    return Evidence(
        supports=together(of.supporting, ties, about, now=now)[0],
        against=together(of.against, ties, about, now=now, agree=of.agree)[0],
    )


def alike(one: Word, other: Word) -> bool:
    """Whether two words say what may be an echo: they take the same stance on values that meet."""
    if one.stance != other.stance:
        return False
    return one.amount is None or other.amount is None or one.amount.meets(other.amount)


# --- how sure -------------------------------------------------------------------------------------------


def probability(found: Evidence) -> int:
    """How likely the value is by the evidence, in millionths: its odds, sharpened by the table.

    >>> probability(Evidence(supports=1_500_000)), probability(Evidence())
    (862069, 500000)
    """
    half = TABLE.prior // 2
    for_it, against = _sharpened(found.supports + half), _sharpened(found.against + half)
    return (2 * ONE * for_it + for_it + against) // (2 * (for_it + against))


@functools.lru_cache(maxsize=4096)
def _sharpened(amount: int) -> int:
    """An amount to the power of half the table's sharpness: exact, because roots of floats differ between machines."""
    return math.isqrt(amount**TABLE.sharpness * ONE)
