"""One belief from all that is said of a slot: who still speaks, what it weighs, what it comes to."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import Protocol

from newsledger.belief.evidence import (
    Case,
    Lead,
    Ties,
    all_told,
    case,
    evidence,
    is_two_valued,
    leading,
    probability,
    tells_nothing,
    together,
)
from newsledger.belief.parts import STILL, Belief, Evidence, Role, Slot, Standing, Telling, Voice
from newsledger.belief.standing import age, figure_standing, flags, standing
from newsledger.belief.weighing import weigh
from newsledger.belief.weights import ONE, TABLE
from newsledger.belief.words import Word, word_of
from newsledger.belief.yielding import current, narrowest, newest_of, same_start
from newsledger.event import ASSERTS, DENIES, NO_COMMENT
from newsledger.fact import Timing
from newsledger.values.when import Micro


class Behind(Protocol):
    """What stands behind beliefs, and is asked for only where somebody wants to know."""

    def every(self, slot: Slot) -> list[Word] | None:
        """All words about a slot, where some were left out that surely yield; else `None`."""

    def before(self, slot: Slot, shown: Word, words: list[Word]) -> list[Word]:
        """These words about a slot, and whatever was left out that the figure of this origin may have been before."""

    def rests_on(self, slot: Slot, voices: Sequence[Voice]) -> tuple[str, ...]:
        """The ids that a belief of these voices rests on."""


def believe(
    slot: Slot,
    timing: Timing,
    words: list[Word],
    *,
    at: Micro,
    ties: Ties,
    partly_retracted: bool = False,
    behind: Behind | None = None,
) -> Belief:
    """One belief from all that is said of a slot about one date.

    `ties` tells what was declared of origins and sides; `partly_retracted` whether something else
    that was said of this slot was taken back. `behind` tells the rest where somebody asks for it.
    """
    about = slot.path
    speaking = current(words, timing)
    two_valued = is_two_valued(speaking)
    weigh(speaking, at=at, half_life=timing.half_life)
    leaders = _leaders(speaking, ties, about)
    shown, lead = narrowest(leaders), Lead(leaders)
    of_it = case(speaking, lead, two_valued=two_valued)
    origins, judged, whole = _count(of_it, ties, about)
    _place(speaking, lead, shown)
    witnesses = _witnesses(speaking, origins)
    found = standing(speaking, shown, witnesses, ties)
    days = age(speaking, words, at)
    weight = left = evidence(of_it, whole, ties, about)
    if any(word.decay != ONE for word in speaking):
        left = evidence(of_it, all_told(of_it, ties, about, now=True), ties, about, now=True)
    return Belief(
        slot=slot, timing=timing, value=shown.value if shown else None, standing=found,
        figure=figure_standing(found, shown, witnesses, ties),
        flags=flags(words, shown, timing, days, at) + (("partly retracted",) if partly_retracted else ()),
        confidence=probability(left) if judged and found is not Standing.OWN_WORD else None,
        witnesses=len({word.origin for word in witnesses}), occurred=shown.event.said.occurred if shown else None,
        weight=weight, evidence=left, age=days,
        telling=_Told(slot, words, speaking, shown, behind),
    )  # fmt: skip


def believe_voices(slot: Slot, timing: Timing, voices: Iterable[Voice], *, at: Micro, ties: Ties) -> Belief:
    """What these voices alone would have us believe, each weighed anew among them."""
    return believe(slot, timing, [word_of(voice) for voice in voices], at=at, ties=ties)


def _leaders(speaking: list[Word], ties: Ties, about: tuple[str, ...]) -> list[Word]:
    """Those whose value is believed: a party's own word before others'; grade F only where nobody else speaks."""
    asserted = [word for word in speaking if word.stance == ASSERTS]
    heavy = [word for word in asserted if word.weighs]
    if heavy:
        return leading([word for word in heavy if word.own_word] or heavy, ties, about)
    newest_one = newest_of(asserted)
    if newest_one is None or any(word.weighs for word in speaking):
        return []
    return [word for word in asserted if _says_the_same(word, newest_one)]


def _says_the_same(one: Word, other: Word) -> bool:
    return one.amount is not None and other.amount is not None and one.amount.same(other.amount)


def _count(of_it: Case, ties: Ties, about: tuple[str, ...]) -> tuple[set[str], bool, Evidence]:
    """Marks by which words origins count, for the value and against it, and how much of each is new.

    Returns the origins whose word for the value is new enough, whether any counts at all, and the sums.
    """
    supports, supporting = together(of_it.supporting, ties, about)
    contradicts, against = together(of_it.against, ties, about, agree=of_it.agree)
    for word, new in (*supporting, *against):
        word.new, word.counted = new, True
    origins = {word.origin for word, new in supporting if new >= TABLE.new_enough}
    return origins, bool(supporting or against), Evidence(supports=supports, against=contradicts)


def _place(speaking: list[Word], lead: Lead, shown: Word | None) -> None:
    """Tells each word that still speaks what it does; one that weighs nothing does nothing beside one that does."""
    judged = any(word.weighs for word in speaking)
    for word in speaking:
        if word.stance == NO_COMMENT:
            word.role = Role.SILENT
        elif judged and not word.weighs:
            word.role = Role.APART
        elif word.stance == DENIES:
            word.role = Role.DENIES
        elif shown is not None and _says_the_same(word, shown):
            word.role = Role.SHOWN
        else:
            word.role = Role.AGREES if lead.supported_by(word) or tells_nothing(word) else Role.DIFFERS


def _witnesses(speaking: list[Word], origins: set[str]) -> list[Word]:
    """The words that stand for the origins that witness the value: of each the one that counts, else the heaviest."""
    found: dict[str, Word] = {}
    for word in speaking:
        if word.weighs and word.role in (Role.SHOWN, Role.AGREES) and word.origin in origins:
            there = found.get(word.origin)
            if there is None or _stands_before(word, there):
                found[word.origin] = word
    return list(found.values())


def _stands_before(one: Word, other: Word) -> bool:
    mine, its = (one.counted, one.weight), (other.counted, other.weight)
    return mine > its or (mine == its and newest_of([one, other]) is one)


def _was(words: list[Word], speaking: list[Word], shown: Word) -> Voice | None:
    """The newest figure of the shown figure's own origin that yielded to it and differs."""
    spoke = {_identity(word) for word in speaking}
    told = [
        word for word in words
        if word.origin == shown.origin and word.stance == ASSERTS and _identity(word) not in spoke
        and same_start(word, shown) and not _says_the_same(word, shown)
    ]  # fmt: skip
    found = newest_of(told)
    return None if found is None else found.voice(Role.EARLIER)


def _identity(word: Word) -> tuple[str, str]:
    """What makes two words of one slot the same."""
    return (word.event.id, word.field.name)


# --- who is shown, and in which order ---------------------------------------------------------------


def _past_role(word: Word, shown: Word | None) -> Role:
    """What became of a word that does not speak any more."""
    if word.stance == NO_COMMENT:
        return Role.SILENT
    return Role.EARLIER if shown is None or same_start(word, shown) else Role.APART


class _Told(Telling):
    """Those who speak, and the way to those who do not any more."""

    def __init__(
        self, slot: Slot, words: list[Word], speaking: list[Word], shown: Word | None, behind: Behind | None
    ) -> None:  # fmt: skip
        self._slot, self._words, self._speaking = slot, words, speaking
        self._shown, self._behind = shown, behind

    def tell(self) -> tuple[Voice, ...]:
        """All voices, in the order of output."""
        every = self._words if self._behind is None else self._behind.every(self._slot) or self._words
        spoke = {_identity(word) for word in self._speaking}
        past = (word for word in every if _identity(word) not in spoke)
        before = [word.voice(_past_role(word, self._shown)) for word in past]
        return tuple(sorted([*(word.voice() for word in self._speaking), *before], key=_order))

    @functools.cached_property
    def was(self) -> Voice | None:
        """The newest figure of the shown figure's own origin that yielded to it and differs."""
        shown, words = self._shown, self._words
        if shown is None:
            return None
        every = words if self._behind is None else self._behind.before(self._slot, shown, words)
        return _was(every, self._speaking, shown)

    @functools.cached_property
    def speaking(self) -> tuple[Voice, ...]:
        """Those who still speak, and whoever would not."""
        here = {id(word) for word in self._speaking}
        silent = (word.voice(Role.SILENT) for word in self._words if word.stance == NO_COMMENT and id(word) not in here)
        still = (word.voice() for word in self._speaking if word.role in STILL)
        return tuple(sorted((*still, *silent), key=_order))

    def rests_on(self, voices: tuple[Voice, ...]) -> tuple[str, ...]:
        """The ids that a belief of these voices rests on."""
        return () if self._behind is None else self._behind.rests_on(self._slot, voices)


ROLES = {role: at for at, role in enumerate(Role)}
"""Roles in the order of output."""


def _order(voice: Voice) -> tuple[object, ...]:
    """The order of output. Ids order here only, where all else is equal."""
    return (ROLES[voice.role], voice.source, voice.as_of.earliest, voice.reported, voice.event.id)
