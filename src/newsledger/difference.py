"""What changed between two pictures, and the way from one to the other."""

from __future__ import annotations

import attrs

from newsledger.asof import AsOf
from newsledger.belief import Belief, Voice
from newsledger.belief.weights import ONE
from newsledger.frozen import frozen
from newsledger.replay import Picture

Beliefs = dict[tuple[str, str], Belief]

AGEING = frozenset({"stale", "maybe", "imprecise date"})
"""Flags that come and go with the date asked alone: "in 2024" is a maybe until the year is over, then imprecise."""


@frozen(kw_only=True)
class Change:
    """One belief before and after; `None` where it was not or is no more."""

    slot: str
    before: Belief | None
    after: Belief | None

    @property
    def mirror(self) -> Change:
        """The same change, the other way round."""
        return Change(slot=self.slot, before=self.after, after=self.before)


@frozen(kw_only=True)
class Diff:
    """What changed from one picture to another. `faded` holds what only grew older or less sure."""

    changes: tuple[Change, ...]
    faded: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.changes or self.faded)

    @property
    def new(self) -> tuple[Change, ...]:
        """What was not believed before."""
        return tuple(change for change in self.changes if change.before is None)

    @property
    def gone(self) -> tuple[Change, ...]:
        """What is believed no more."""
        return tuple(change for change in self.changes if change.after is None)

    @property
    def changed(self) -> tuple[Change, ...]:
        """What is believed otherwise than before."""
        return tuple(change for change in self.changes if change.before is not None and change.after is not None)

    @property
    def mirror(self) -> Diff:
        """The difference the other way round."""
        return Diff(
            changes=tuple(change.mirror for change in self.changes),
            faded=tuple(change.mirror for change in self.faded),
        )

    def apply(self, beliefs: tuple[Belief, ...]) -> tuple[Belief, ...]:
        """The beliefs that these become."""
        result = by_order(beliefs)
        for change in self.changes + self.faded:
            if change.before is not None:
                del result[change.before.slot.order]
            if change.after is not None:
                result[change.after.slot.order] = change.after
        return tuple(result[order] for order in sorted(result))

    def __str__(self) -> str:
        lines = [
            f"{change.slot}: {change.before or 'nothing'} -> {change.after or 'nothing'}" for change in self.changes
        ]
        return "\n".join(lines) or "no change"


def diff(before: Picture, after: Picture) -> Diff:
    """What changed from one picture to another: `diff(ledger.replay("2024-12-31"), ledger.replay("2025-03-16"))`."""
    old, new = by_order(before.beliefs), by_order(after.beliefs)
    changes = [
        Change(slot=(old.get(order) or new[order]).slot.name, before=old.get(order), after=new.get(order))
        for order in sorted({*old, *new})
        if old.get(order) != new.get(order)
    ]
    return Diff(
        changes=tuple(change for change in changes if not only_faded(change)),
        faded=tuple(change for change in changes if only_faded(change)),
    )


def by_order(beliefs: tuple[Belief, ...]) -> Beliefs:
    """Beliefs by their slot, its dimension included."""
    return {belief.slot.order: belief for belief in beliefs}


def only_faded(change: Change) -> bool:
    """Whether a belief only grew older or less sure: all else, what it rests on included, is the same."""
    return change.before is not None and change.after is not None and _ageless(change.before) == _ageless(change.after)


def _ageless(belief: Belief) -> tuple[object, ...]:
    """A belief without what time alone changes."""
    voices = sorted(map(_undated, belief.voices), key=lambda voice: (voice.event.id, voice.field.name))
    return (
        belief.slot, belief.timing, belief.value, belief.standing, belief.figure, belief.witnesses, belief.occurred,
        belief.weight, belief.because, tuple(flag for flag in belief.flags if flag not in AGEING), tuple(voices),
        None if belief.was is None else _undated(belief.was),
    )  # fmt: skip


def _undated(voice: Voice) -> Voice:
    """A voice whenever it speaks: what holds all through speaks as of each day that is asked, and all words fade."""
    return attrs.evolve(voice, as_of=AsOf(earliest=0, latest=0), weighing=attrs.evolve(voice.weighing, decay=ONE))
