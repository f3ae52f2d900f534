"""From drawn bytes to a ledger. Pure: the same bytes give the same events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from newsledger import codec, kinds
from newsledger.event import ASSERTS, Event, Said, say
from newsledger.fact import Fact, KindSpec, Time, Unknown
from newsledger.kinds.alias import Alias
from newsledger.kinds.note import Note
from newsledger.kinds.redaction import Redaction
from newsledger.kinds.retraction import Retraction
from newsledger.kinds.stake import Stake
from newsledger.kinds.void import Void
from newsledger.live import fold_slot
from newsledger.names import Names
from newsledger.testing import pools
from newsledger.values.when import When

T = TypeVar("T")

SEED = 16
"""Bytes per event: more than any event asks for; what is asked for beyond them is 0."""

ABSENT = "0" * 32
"""An id that no ledger holds."""

ALIASES = (
    ("Курск", "kursk"),
    ("sudzha", "kursk"),
    ("kursk", "Курск"),
    ("kursk", "sudzha"),
    ("desk", "daily"),
    ("Kursk", "ukraine"),
)
"""Second names; some of them lead round in a circle."""


BETTER = (None, "russia more", "russia yes", "ukraine fewer", "ukraine no", "russia fewer")
"""What a stake says is better for whom."""


class Dice:
    """Choices out of drawn bytes, the first member where they are 0 or used up."""

    def __init__(self, seed: bytes) -> None:
        self._bytes = iter(seed)

    def number(self) -> int:
        """The next number."""
        return next(self._bytes, 0)

    def pick(self, pool: Sequence[T]) -> T:
        """A member of a pool."""
        return pools.pick(pool, self.number())

    def once_in(self, times: int) -> bool:
        """Whether something rare happens."""
        return self.number() % times == times - 1


class Builder:
    """Builds one ledger event by event; each may refer to those before it."""

    def __init__(self, slots: Sequence[tuple[KindSpec, int]]) -> None:
        self.events: list[Event] = []
        self._slots = slots

    def add(self, said: Said, dice: Dice) -> None:
        """Stamps what was said and takes it in."""
        moment = datetime.fromisoformat(dice.pick(pools.RECORDED))
        self.events.append(codec.stamp(said, recorded=moment, by=dice.pick(pools.BY)))

    def introduce(self) -> None:
        """Who the sources are."""
        for fact, since in pools.cast():
            self.add(say(fact, occurred=since), Dice(b""))

    def any(self, dice: Dice) -> None:
        """An event of any sort: reports most of all, then what takes them back."""
        dice.pick(ACTIONS)(self, dice)

    # --- what sources say ---------------------------------------------------------------------

    def report(self, dice: Dice, *, corrects: str | None = None, source: str | None = None) -> None:
        """A report about one of the few slots of this ledger."""
        self.add(report(*dice.pick(self._slots), dice, corrects=corrects, source=source), dice)

    def copy(self, dice: Dice) -> None:
        """An earlier report again: by another outlet, on another day, or as it was but taken in by somebody else."""
        old = self._one(dice)
        said = old.said if old else None
        if said is None or said.source is None or dice.once_in(3):
            self.add(said, dice) if said else self.report(dice)
            return
        via = tuple(link for link in {dice.pick(pools.OUTLETS): None} if link != said.source)
        again = say_again(said, reported=When.parse(dice.pick(pools.REPORTED)), via=via)
        self.add(again, dice)

    def correct(self, dice: Dice) -> None:
        """A report that replaces an earlier one, mostly about the same slot."""
        target = self._one(dice)
        self.report(dice, corrects=self._id(target, dice), source=self._somebody(target, dice))

    def retract(self, dice: Dice) -> None:
        """Somebody takes something back: who said it, an outlet, a spokesman, a stranger."""
        target = self._one(dice)
        fact = Retraction(self._id(target, dice), reason="wrong")
        self.add(say(fact, source=self._somebody(target, dice), reported=dice.pick(pools.REPORTED)), dice)

    # --- what we say --------------------------------------------------------------------------

    def void(self, dice: Dice) -> None:
        """An entry was wrong, perhaps another takes its place."""
        target, other = self._one(dice), self._one(dice)
        replaced_by = other.id if other and other is not target and dice.once_in(2) else None
        self.add(say(Void(self._id(target, dice), replaced_by=replaced_by)), dice)

    def source(self, dice: Dice) -> None:
        """A further word on a source, from a day on."""
        since = dice.pick((None, *pools.REPORTED))
        self.add(say(dice.pick(pools.introductions()), occurred=since), dice)

    def alias(self, dice: Dice) -> None:
        """Two names for one thing."""
        target, meaning = dice.pick(ALIASES)
        self.add(say(Alias(target, meaning=meaning)), dice)

    def remark(self, dice: Dice) -> None:
        """A stake, or what changes no figure: a note, a redaction."""
        target = self._one(dice)
        named = "/".join(fold_slot(target.said, Names())).rstrip("/") if target else "state/ukraine/ukraine"
        remarks: list[Fact] = [
            Stake(named, parties=("russia",), better_for=dice.pick(BETTER)),
            Note(self._id(target, dice), meaning="seen"),
            Redaction(ABSENT, reason="a name"),
        ]
        self.add(say(dice.pick(remarks)), dice)

    def unknown(self, dice: Dice) -> None:
        """A fact of a kind that no program knows yet."""
        fact = Unknown("weather", {"place": dice.pick(pools.NAMES)})
        when = When.parse(dice.pick(pools.REPORTED))
        self.add(Said(fact=fact, source=dice.pick(pools.SOURCES), occurred=when, reported=when), dice)

    # --- whom it is aimed at ------------------------------------------------------------------

    def _one(self, dice: Dice) -> Event | None:
        """An earlier event, the latest first."""
        number = dice.number()
        return self.events[-1 - number % len(self.events)] if self.events else None

    def _id(self, target: Event | None, dice: Dice) -> str:
        return ABSENT if target is None or dice.once_in(12) else target.id

    def _somebody(self, target: Event | None, dice: Dice) -> str:
        chain = target.said.chain if target else ()
        return dice.pick((*(chain or ("desk",)) * 2, "general", "stranger", "kyiv"))


Action = Callable[[Builder, Dice], None]

ACTIONS: tuple[Action, ...] = (
    *(Builder.report,) * 10, *(Builder.copy,) * 4, *(Builder.correct,) * 4, *(Builder.retract,) * 4,
    *(Builder.void,) * 3, *(Builder.source,) * 2, *(Builder.alias,) * 2, Builder.remark, Builder.unknown,
)  # fmt: skip
"""What an event may be, each as often as it stands here."""


def report(spec: KindSpec, slot: int, dice: Dice, *, corrects: str | None = None, source: str | None = None) -> Said:
    """What somebody says of a slot."""
    stance = dice.pick(pools.STANCES) if spec.deniable else ASSERTS
    silent = stance != ASSERTS and dice.once_in(2)
    told = [] if silent else [(dice.number(), dice.number()) for _ in range(1 + dice.once_in(4))]
    fact = pools.fact(spec, slot, told)
    speaker = source or dice.pick(pools.SOURCES)
    return say(
        fact, source=speaker, via=_via(speaker, dice), stance=stance, reported=dice.pick(pools.REPORTED),
        occurred=_occurred(fact, dice), confidence=dice.pick(pools.CONFIDENCES), corrects=corrects,
        field=_field(fact, dice) if silent else None,
    )  # fmt: skip


def _via(speaker: str, dice: Dice) -> tuple[str, ...]:
    links = [dice.pick(pools.OUTLETS) for _ in range(dice.pick((0, 1, 1, 2)))]
    return tuple(dict.fromkeys(link for link in links if link != speaker))


def _occurred(fact: Fact, dice: Dice) -> str | None:
    """When it was; half of the time the day of the words, but for what is counted."""
    fields = [field for field, _ in fact.told_values()] or list(fact.spec.values)
    counted = any(fact.spec.timing_of(fact, field).time in (Time.COUNTED, Time.NEW) for field in fields)
    told = dice.pick(pools.OCCURRED)
    return told if counted or not dice.once_in(2) else None


def _field(fact: Fact, dice: Dice) -> str | None:
    return dice.pick(fact.spec.values).name if fact.spec.values else None


def say_again(said: Said, *, reported: When, via: tuple[str, ...]) -> Said:
    """The same words on another day through somebody else, about the same date."""
    from attrs import evolve

    return evolve(said, reported=reported, via=via, corrects=None)


def ledger(
    slots: Sequence[tuple[str, int]], seeds: Sequence[bytes], *, introduced: bool, reports: int = 0
) -> list[Event]:
    """The events of a ledger about these slots (kind, number): one event a seed, the first `reports` all reports."""
    specs = [(spec, number) for name, number in slots if (spec := kinds.spec(name)) is not None]
    builder = Builder(specs)
    if introduced:
        builder.introduce()
    for at, seed in enumerate(seeds):
        (builder.report if at < reports else builder.any)(Dice(seed))
    return builder.events
