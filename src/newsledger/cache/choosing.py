"""Which reports of a slot can still matter: all but those that surely yield, and surely are not what a figure was.

What a fold may be handed is told by `newsledger.replay.picture_of`. Here it is held to with whole numbers alone,
and without a look at any line:

- Of one origin the newest word that surely counts takes the place of all that speak as of before it. One that was
  taken back, or might have been, takes nobody's place.
- Before it, of each value told the newest word is handed over, down to a value that the newest words do not tell:
  that one is what the figure was.
- Whatever is handed over comes with all that takes it back. That something of a slot was taken back at all is
  shown by one report that surely was, with its amendment.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from newsledger.asof import COARSER_THAN_A_DAY
from newsledger.cache.rows import (
    ASSERTED,
    EAST,
    FAR,
    MAY_YIELD,
    SPANS,
    TAKES_PLACE,
    WEST,
    WHILE,
    Row,
)
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

    def lies_ahead(self, row: Row) -> bool:
        """Whether a row may begin after its report in the zone of the question, though it does not in UTC."""
        return bool((row.flags & WEST and self.west) or (row.flags & EAST and self.east))


class Tied(NamedTuple):
    """A report that something aims at; with the one amendment that surely takes it back, if it is as simple as that."""

    row: Row
    amendment: Row | None


class Group:
    """What one speaker says of one value: the reports of a day or less, by when they speak, and all others."""

    __slots__ = ("coarse", "days", "lows", "speaker")

    def __init__(self, speaker: Speaker, rows: Iterable[Row]) -> None:
        self.speaker = speaker
        ordered = sorted(rows, key=lambda row: (row.low, row.high, row.id))
        self.days = [row for row in ordered if _is_short(row)]
        self.lows = [row.low for row in self.days]
        self.coarse = [row for row in ordered if not _is_short(row)]


def _is_short(row: Row) -> bool:
    return row.high - row.low <= COARSER_THAN_A_DAY and not row.flags & WHILE


class Shelf:
    """The reports of one slot, sorted once for all questions."""

    def __init__(self, rows: Sequence[Row], groups: Sequence[str], stories: Sequence[str]) -> None:
        self.rows, self.stories = rows, stories
        self.tied: dict[Parts, list[Tied]] = {}
        self.dates: dict[int, list[Row]] = {}
        self._groups = [_group(group) for group in groups]
        by_group: dict[int, list[Row]] = {}
        for row in rows:
            by_group.setdefault(row.group if row.flags & MAY_YIELD else -1, []).append(row)
        self.always = by_group.pop(-1, [])
        self.unsure = {self.speaker(row) for row in self.always if row.flags & ASSERTED}
        self.parts: dict[Parts, list[Group]] = {}
        for number, own in by_group.items():
            speaker, parts = self._groups[number]
            self.parts.setdefault(parts, []).append(Group(speaker, own))
        self.spread = len(self.parts) > 1 and any(part.endswith(":") for parts in self.parts for part in parts)
        self.spans = sorted((row for row in rows if row.flags & SPANS), key=lambda row: row.low)

    def speaker(self, row: Row) -> Speaker:
        """Who speaks in a row."""
        return self._groups[row.group][0]

    def note(self, row: Row, amendment: Row | None) -> None:
        """Notes that something aims at a report."""
        self.dates.setdefault(row.date, []).append(row)
        self.tied.setdefault(self._groups[row.group][1], []).append(Tied(row, amendment))


def _group(text: str) -> tuple[Speaker, Parts]:
    speaker, parts = json.loads(text)
    return tuple(speaker), tuple(parts)


def surely_one(speaker: Speaker) -> bool:
    """Whether all words of a speaker are of one origin; whoever is unnamed needs an outlet that was named."""
    return speaker[0] != "" and speaker != (UNNAMED,)


class Choice:
    """The reports of a shelf that can matter to a question, without what takes them back."""

    def __init__(self, shelf: Shelf, cut: Cut) -> None:
        self._shelf, self._cut = shelf, cut

    def rows(self) -> Iterator[Row]:
        """All of them; some more than once."""
        yield from filter(self._may_be_in, self._shelf.always)
        for parts, groups in self._shelf.parts.items():
            by_origin: dict[str, list[Group]] = {}
            for group in groups:
                by_origin.setdefault(self._cut.origin(group.speaker), []).append(group)
            for own in by_origin.values():
                yield from self._of_origin(own)
            yield from self._taken_back(parts)
        yield from self._spanning()

    # --- what is sure -------------------------------------------------------------------------

    def _may_be_in(self, row: Row) -> bool:
        cut = self._cut
        told = row.told_high - cut.margin <= cut.public and row.recorded < cut.known
        return told and (cut.maybe is None or self._shelf.stories[row.story] in cut.maybe)

    def _is_in(self, row: Row) -> bool:
        """Whether a row surely is in the cut and in the story asked about."""
        cut = self._cut
        told = row.told_high + cut.margin <= cut.public and row.recorded < cut.known
        return told and (cut.surely is None or self._shelf.stories[row.story] in cut.surely)

    def _counts(self, row: Row) -> bool:
        """Whether a row surely speaks: it was not taken back, nor may it have been."""
        speaks = row.low + self._cut.margin < self._cut.at and row.date not in self._shelf.dates
        return speaks and self._is_in(row) and not self._cut.lies_ahead(row)

    # --- who speaks ---------------------------------------------------------------------------

    def _of_origin(self, groups: list[Group]) -> Iterator[Row]:
        newest = -FAR
        for group in groups:
            newest = self._newest(group, newest)
        speaking: list[Row] = []
        before: list[Row] = []
        for group in groups:
            self._sort(group, newest, speaking, before)
        yield from filter(self._may_be_in, speaking)
        yield from self._was(groups, newest, speaking, before)

    def _newest(self, group: Group, newest: int) -> int:
        """As of when the newest word of a speaker is that takes the place of earlier ones."""
        if self._cut.doubted(group.speaker):
            return newest
        for at in range(bisect_left(group.lows, self._cut.until) - 1, -1, -1):
            row = group.days[at]
            if row.low <= newest:
                break
            if row.flags & TAKES_PLACE and self._counts(row):
                return row.low
        return newest

    def _sort(self, group: Group, newest: int, speaking: list[Row], before: list[Row]) -> None:
        """Parts what speaks from what surely yields, as far back as the two can stand side by side."""
        upto = bisect_left(group.lows, self._cut.until)
        back = newest - self._cut.margin - COARSER_THAN_A_DAY
        for at in range(upto - 1, -1, -1):
            row = group.days[at]
            if row.low <= back:
                break
            (before if self._yields(row, newest) else speaking).append(row)
        for row in group.coarse:
            if row.low < self._cut.until:
                (before if self._yields(row, newest) else speaking).append(row)
        if self._cut.west or self._cut.east:
            speaking += filter(self._cut.lies_ahead, (*group.days, *group.coarse))

    def _yields(self, row: Row, newest: int) -> bool:
        if row.flags & WHILE and self._cut.at - self._cut.margin <= row.high:
            return False
        return row.high + self._cut.margin <= newest

    # --- what the figure was ------------------------------------------------------------------

    def _was(self, groups: list[Group], newest: int, speaking: list[Row], before: list[Row]) -> Iterator[Row]:
        """Of what yields, the newest word of each value, down to a value that nobody tells any more."""
        told = {row.value for row in speaking if row.flags & ASSERTED}
        starts = {row.start for row in speaking if row.start}
        unsure = any(group.speaker in self._shelf.unsure for group in groups)
        hidden: dict[int, int] = {}
        last = -FAR
        margin = self._cut.margin
        for group in groups:
            for row in self._back(group, newest):
                if row.low + margin < last:
                    break
                same = told == {row.value} and not unsure and not self._shelf.spread
                if same or not row.flags & ASSERTED or row.low + margin < hidden.get(row.value, -FAR):
                    continue
                if not self._may_be_in(row):
                    continue
                yield row
                if not unsure and (not row.start or starts <= {row.start}) and self._counts(row):
                    hidden[row.value] = max(row.low, hidden.get(row.value, -FAR))
                    last = max(last, row.low) if row.value not in told else last
        for row in before:
            if not _is_short(row) and row.flags & ASSERTED and row.high + margin >= last and self._may_be_in(row):
                yield row

    def _back(self, group: Group, newest: int) -> Iterator[Row]:
        """The words of a day of one speaker that yield, the newest first."""
        upto = bisect_left(group.lows, self._cut.until)
        for at in range(upto - 1, -1, -1):
            row = group.days[at]
            if self._yields(row, newest):
                yield row

    # --- what the fold has to see beside ------------------------------------------------------------

    def _taken_back(self, parts: Parts) -> Iterator[Row]:
        """One report that surely was taken back; where that is not sure of any, all that may have been."""
        tied = self._shelf.tied.get(parts, ())
        for row, amendment in tied:
            if amendment is not None and self._is_in(row) and self._is_held(amendment):
                yield row
                return
        yield from (row for row, _ in tied if self._may_be_in(row))

    def _is_held(self, amendment: Row) -> bool:
        return amendment.told_high + self._cut.margin <= self._cut.public and amendment.recorded < self._cut.known

    def _spanning(self) -> Iterator[Row]:
        """One figure that surely was counted over a span; where that is not sure of any, all that may have been."""
        spans = self._shelf.spans
        for row in reversed(spans):
            if row.flags & TAKES_PLACE and self._counts(row) and not self._cut.doubted(self._shelf.speaker(row)):
                yield row
                return
        yield from filter(self._may_be_in, spans)
