"""Which reports of a slot can still matter: all but those that surely yield, or surely are not what a figure was.

What a fold may be handed is told by `newsledger.replay.picture_of`. Here it is held to with whole numbers alone,
and without a look at any line:

- Of one origin the newest word that surely counts takes the place of all that speak as of before it. One that was
  taken back, or might have been, takes nobody's place.
- What a figure was is looked for only when it is asked: of each value that its origin told before, the newest word,
  down to a value that the newest words do not tell.
- Whatever is handed over comes with all that takes it back. That something of a slot was taken back at all is
  shown by one report that surely was, with its amendment. Where none surely was, each that may have been is handed
  over, also those that nothing aims at: what a source takes back in one story is gone in every other.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from newsledger.asof import COARSER_THAN_A_DAY
from newsledger.cache.rows import ASSERTED, EAST, FAR, SPANS, TAKES_PLACE, WEST, WHILE, Row
from newsledger.cache.shelf import Shelf, is_short
from newsledger.event import UNNAMED

Parts = tuple[str, ...]
"""Of which values a report speaks: fields, with the dimension of figures."""

Speaker = tuple[str, ...]
"""Who speaks; whoever is unnamed with the outlet."""


class Cut(NamedTuple):
    """A question in whole numbers: where `at`, `public` and `known` end, and how far days of its zone lie from UTC.

    `west` and `east` are whether they lie to that side. `surely` are the names that are the story's, `maybe` those
    that may be; `None` where no story was named. `doubted` tells whose word may weigh nothing, `origin` whose it is.
    """

    at: int
    public: int
    known: int
    margin: int
    west: bool
    east: bool
    surely: frozenset[str] | None
    maybe: frozenset[str] | None
    doubted: Callable[[Speaker], bool]
    origin: Callable[[Speaker], str]

    @property
    def until(self) -> int:
        """Nothing that speaks as of this instant or later speaks about the date, or was public."""
        return min(self.at, self.public) + self.margin

    def lies_ahead(self, flags: int) -> bool:
        """Whether a row may begin after its report in the zone of the question, though it does not in UTC."""
        return bool((flags & WEST and self.west) or (flags & EAST and self.east))


class Spell(NamedTuple):
    """Where the rows stand that tell what one speaker says of one value: those of a day or less first."""

    speaker: Speaker
    start: int
    days: int
    end: int


class OpenShelf:
    """A shelf made ready for questions: who speaks where of what, and which of its rows something aims at.

    `gone` are the places of rows whose words had to go, though a file still has them: they speak for nobody.
    `amendment` tells the one amendment that surely takes back what stands at a place, if it is as simple as that.
    """

    def __init__(self, page: Shelf, amendment: Callable[[int, Speaker], Row | None]) -> None:
        page.settle()
        self.page = page
        self._groups = [_group(group) for group in page.groups]
        self.parts: dict[Parts, list[Spell]] = {}
        for group, *places in page.runs:
            speaker, parts = self._groups[group]
            self.parts.setdefault(parts, []).append(Spell(speaker, *places))
        self.always = range(page.always, len(page))
        self.unsure = {self.speaker(at) for at in self.always if page.flags[at] & ASSERTED}
        self.spread = len(self.parts) > 1 and any(part.endswith(":") for parts in self.parts for part in parts)
        spans = [at for at, flags in enumerate(page.flags) if flags & SPANS]
        self.spans = sorted(spans, key=page.low.__getitem__, reverse=True)
        self.gone: set[int] = set()
        self.tied: dict[Parts, list[int]] = {}
        self.dates: dict[int, list[int]] = {}
        self._amendment = amendment
        self._amendments: dict[int, Row | None] = {}
        self._beside: dict[Parts, list[int]] = {}

    def speaker(self, at: int) -> Speaker:
        """Who speaks in a row."""
        return self._groups[self.page.group[at]][0]

    def note(self, at: int) -> None:
        """Notes that something aims at a report."""
        self.dates.setdefault(self.page.date[at], []).append(at)
        self.tied.setdefault(self._groups[self.page.group[at]][1], []).append(at)

    def beside(self, parts: Parts) -> list[int]:
        """The reports of some values that may be one claim with a report at which something aims."""
        if parts not in self._beside:
            date, dates = self.page.date, self.dates
            self._beside[parts] = [
                at for spell in self.parts[parts] for at in range(spell.start, spell.end) if date[at] in dates
            ]
        return self._beside[parts]

    def amendment(self, at: int) -> Row | None:
        """The one amendment that surely takes back a report at which something aims."""
        if at not in self._amendments:
            self._amendments[at] = self._amendment(at, self.speaker(at))
        return self._amendments[at]


def _group(text: str) -> tuple[Speaker, Parts]:
    speaker, parts = json.loads(text)
    return tuple(speaker), tuple(parts)


def surely_one(speaker: Speaker) -> bool:
    """Whether all words of a speaker are of one origin; whoever is unnamed needs an outlet that was named."""
    return speaker[0] != "" and speaker != (UNNAMED,)


class Choice:
    """The reports of a shelf that can matter to a question, by their places, without what takes them back.

    With an origin: those that its figures, and those of whoever may be of it, may have been before.
    """

    def __init__(self, shelf: OpenShelf, cut: Cut, origin: str | None = None) -> None:
        self._shelf, self._cut, self._page, self._origin = shelf, cut, shelf.page, origin
        self._low, self._high, self._flags = shelf.page.low, shelf.page.high, shelf.page.flags
        self._surely = _numbers(cut.surely, shelf.page.stories)
        self._maybe = _numbers(cut.maybe, shelf.page.stories)
        self._until = cut.until
        self._found: list[int] = []

    def places(self) -> list[int]:
        """All of them; some more than once."""
        self._take(self._shelf.always)
        for parts, spells in self._shelf.parts.items():
            by_origin: dict[str, list[Spell]] = {}
            for spell in spells:
                by_origin.setdefault(self._cut.origin(spell.speaker), []).append(spell)
            for own in by_origin.values():
                self._of_origin(own)
            self._taken_back(parts)
        self._spanning()
        return self._found

    def before(self) -> list[int]:
        """What the origin told before, as far as it can matter; and what it tells now."""
        for spells in self._shelf.parts.values():
            by_origin: dict[str, list[Spell]] = {}
            for spell in spells:
                origin = self._cut.origin(spell.speaker)
                if origin == self._origin or not surely_one(spell.speaker):
                    by_origin.setdefault(origin, []).append(spell)
            for own in by_origin.values():
                self._of_origin(own)
        return self._found

    # --- what is sure -------------------------------------------------------------------------

    def _take(self, places: Iterable[int]) -> None:
        self._found += filter(self._may_be_in, places)

    def _may_be_in(self, at: int) -> bool:
        page, cut = self._page, self._cut
        told = page.told[at] - cut.margin <= cut.public and page.recorded[at] < cut.known
        return told and (self._maybe is None or page.story[at] in self._maybe)

    def _is_in(self, at: int) -> bool:
        """Whether a row surely is in the cut and in the story asked about."""
        page, cut = self._page, self._cut
        told = page.told[at] + cut.margin <= cut.public and page.recorded[at] < cut.known
        return told and at not in self._shelf.gone and (self._surely is None or page.story[at] in self._surely)

    def _counts(self, at: int) -> bool:
        """Whether a row surely speaks: it was not taken back, nor may it have been."""
        speaks = self._low[at] + self._cut.margin < self._cut.at and self._page.date[at] not in self._shelf.dates
        return speaks and self._is_in(at) and not self._cut.lies_ahead(self._flags[at])

    # --- who speaks ---------------------------------------------------------------------------

    def _of_origin(self, spells: list[Spell]) -> None:
        newest = -FAR
        for spell in spells:
            newest = self._newest(spell, newest)
        speaking: list[int] = []
        before: list[int] = []
        for spell in spells:
            self._sort(spell, newest, speaking, before)
        self._take(speaking)
        if self._origin is not None:
            self._was(spells, newest, speaking, before)

    def _upto(self, spell: Spell) -> int:
        """Where the rows of a day end that speak as of before the date asked."""
        return bisect_left(self._low, self._until, spell.start, spell.days)

    def _newest(self, spell: Spell, newest: int) -> int:
        """As of when the newest word of a speaker is that takes the place of earlier ones."""
        if self._cut.doubted(spell.speaker):
            return newest
        for at in range(self._upto(spell) - 1, spell.start - 1, -1):
            low = self._low[at]
            if low <= newest:
                break
            if self._flags[at] & TAKES_PLACE and self._counts(at):
                return low
        return newest

    def _sort(self, spell: Spell, newest: int, speaking: list[int], before: list[int]) -> None:
        """Parts what speaks from what surely yields, as far back as the two can stand side by side."""
        back = newest - self._cut.margin - COARSER_THAN_A_DAY
        for at in range(self._upto(spell) - 1, spell.start - 1, -1):
            if self._low[at] <= back:
                break
            (before if self._yields(at, newest) else speaking).append(at)
        for at in range(spell.days, spell.end):
            if self._low[at] < self._until:
                (before if self._yields(at, newest) else speaking).append(at)
        if self._cut.west or self._cut.east:
            speaking += [at for at in range(spell.start, spell.end) if self._cut.lies_ahead(self._flags[at])]

    def _yields(self, at: int, newest: int) -> bool:
        high = self._high[at]
        if self._flags[at] & WHILE and self._cut.at - self._cut.margin <= high:
            return False
        return high + self._cut.margin <= newest

    # --- what the figure was ------------------------------------------------------------------

    def _was(self, spells: list[Spell], newest: int, speaking: list[int], before: list[int]) -> None:
        """Of what yields, the newest word of each value, down to a value that nobody tells any more."""
        page, flags, margin = self._page, self._flags, self._cut.margin
        told = {page.value[at] for at in speaking if flags[at] & ASSERTED}
        starts = {page.start[at] for at in speaking if page.start[at]}
        unsure = any(spell.speaker in self._shelf.unsure for spell in spells)
        hidden: dict[int, int] = {}
        last = -FAR
        for spell in spells:
            for at in self._back(spell, newest):
                low, value = self._low[at] + margin, page.value[at]
                if low < last:
                    break
                same = told == {value} and not unsure and not self._shelf.spread
                if same or not flags[at] & ASSERTED or low < hidden.get(value, -FAR) or not self._may_be_in(at):
                    continue
                self._found.append(at)
                if not unsure and (not page.start[at] or starts <= {page.start[at]}) and self._counts(at):
                    hidden[value] = max(self._low[at], hidden.get(value, -FAR))
                    last = max(last, self._low[at]) if value not in told else last
        for at in before:
            coarse = not is_short(self._low[at], self._high[at], flags[at])
            if coarse and flags[at] & ASSERTED and self._high[at] + margin >= last and self._may_be_in(at):
                self._found.append(at)

    def _back(self, spell: Spell, newest: int) -> Iterator[int]:
        """The words of a day of one speaker that yield, the newest first."""
        return (at for at in range(self._upto(spell) - 1, spell.start - 1, -1) if self._yields(at, newest))

    # --- what the fold has to see beside ------------------------------------------------------------

    def _taken_back(self, parts: Parts) -> None:
        """One report that surely was taken back; where that is not sure of any, all that may have been."""
        tied = self._shelf.tied.get(parts, ())
        for at in tied:
            if self._is_in(at) and self._is_held(self._shelf.amendment(at)):
                self._found.append(at)
                return
        self._take(tied)
        if self._surely is not None and self._shelf.dates:
            self._take(self._shelf.beside(parts))

    def _is_held(self, amendment: Row | None) -> bool:
        if amendment is None:
            return False
        return amendment.told + self._cut.margin <= self._cut.public and amendment.recorded < self._cut.known

    def _spanning(self) -> None:
        """One figure that surely was counted over a span; where that is not sure of any, all that may have been."""
        shelf = self._shelf
        for at in shelf.spans:
            if self._flags[at] & TAKES_PLACE and self._counts(at) and not self._cut.doubted(shelf.speaker(at)):
                self._found.append(at)
                return
        self._take(shelf.spans)


def _numbers(names: frozenset[str] | None, stories: list[str]) -> set[int] | None:
    """The numbers of the stories that are among some names; `None` where all of them are."""
    if names is None or names.issuperset(stories):
        return None
    return {number for number, story in enumerate(stories) if story in names}
