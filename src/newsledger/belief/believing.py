"""One belief from all that is said of a slot: who still speaks, what it weighs, what it comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import attrs

from newsledger.belief.agreement import same
from newsledger.belief.evidence import (
    Case,
    Ties,
    case,
    evidence,
    is_two_valued,
    is_unknown,
    leading,
    probability,
    supports,
    together,
    weighed,
)
from newsledger.belief.parts import Belief, Role, Slot, Standing, Telling, Voice, Weighing
from newsledger.belief.standing import age, figure_standing, flags, standing
from newsledger.belief.weights import ONE, TABLE
from newsledger.belief.yielding import current, narrowest, newest, same_start
from newsledger.event import ASSERTS, DENIES, NO_COMMENT
from newsledger.fact import Timing
from newsledger.values.when import Micro


def believe(
    slot: Slot,
    timing: Timing,
    voices: list[Voice],
    *,
    at: Micro,
    ties: Ties,
    partly_retracted: bool = False,
    every: Callable[[], list[Voice]] | None = None,
    rests_on: Callable[[tuple[Voice, ...]], tuple[str, ...]] | None = None,
) -> Belief:
    """One belief from all that is said of a slot about one date.

    `ties` tells what was declared of origins and sides; `partly_retracted` whether something else
    that was said of this slot was taken back. `every` gives all voices where some were left out that
    surely yield, `rests_on` the ids that a belief of these voices rests on; both are called only when
    somebody asks.
    """
    speaking = current(voices, timing)
    two_valued = is_two_valued(voice for voice in speaking if voice.weighs)
    weighing = weighed(speaking, at=at, half_life=timing.half_life)
    leaders = _leaders(weighing, ties, slot.path)
    shown = narrowest(leaders)
    of_it = case(weighing, leaders, two_valued=two_valued)
    counted = Count(of_it, ties, slot.path)
    past = _past(voices, speaking)
    placed = _placed(weighing, leaders, shown, counted.new)
    shown = shown and next(voice for voice in placed if voice.event.id == shown.event.id and voice.role is Role.SHOWN)
    earlier = _told_before(past, shown)
    witnesses = _witnesses(placed, counted.origins)
    found = standing(placed, shown, witnesses, ties)
    days = age([*placed, *earlier], at)
    left = evidence(of_it, ties, slot.path, now=True)
    judged = bool(counted.new) and found is not Standing.OWN_WORD
    return Belief(
        slot=slot, timing=timing, value=shown.value if shown else None, standing=found,
        figure=figure_standing(found, shown, witnesses, ties),
        flags=flags([*placed, *earlier], shown, timing, days, at) + (("partly retracted",) if partly_retracted else ()),
        confidence=probability(left) if judged else None, witnesses=len({voice.origin for voice in witnesses}),
        occurred=shown.event.said.occurred if shown else None,
        weight=evidence(of_it, ties, slot.path), evidence=left, was=_was(earlier, shown), age=days,
        telling=Telling(
            lambda: _in_order([*placed, *(_told_before(_past(every(), speaking), shown) if every else earlier)]),
            rests_on or (lambda _: ()),
        ),
    )  # fmt: skip


def _past(voices: list[Voice], speaking: list[Voice]) -> list[Voice]:
    """Those who do not speak any more."""
    spoke = {(voice.event.id, voice.field.name) for voice in speaking}
    return [voice for voice in voices if (voice.event.id, voice.field.name) not in spoke]


def _told_before(past: list[Voice], shown: Voice | None) -> list[Voice]:
    return [attrs.evolve(voice, role=_past_role(voice, shown)) for voice in past]


def _in_order(voices: Iterable[Voice]) -> tuple[Voice, ...]:
    return tuple(sorted(voices, key=_order))


def _leaders(weighing: list[Voice], ties: Ties, about: tuple[str, ...]) -> list[Voice]:
    """Those whose value is believed: a party's own word before others'; grade F only where nobody else speaks."""
    asserted = [voice for voice in weighing if voice.stance == ASSERTS]
    heavy = [voice for voice in asserted if voice.weighs]
    own = [voice for voice in heavy if voice.own_word]
    if own or heavy:
        return leading(own or heavy, ties, about)
    if any(voice.weighs for voice in weighing) or not asserted:
        return []
    newest_one = max(asserted, key=newest)
    return [voice for voice in asserted if same(voice.value, newest_one.value)]


class Count:
    """By which voices origins count, for the value and against it, and whose word for it is new enough."""

    def __init__(self, of_it: Case, ties: Ties, about: tuple[str, ...]) -> None:
        _, supporting = together(of_it.supporting, ties, about)
        _, against = together([*of_it.rivals, *of_it.denials], ties, about, agree=of_it.agree)
        self.new = {id(voice): new for voice, new in [*supporting, *against]}
        self.origins = {voice.origin for voice, new in supporting if new >= TABLE.new_enough}


def _placed(
    weighing: list[Voice], leaders: list[Voice], shown: Voice | None, counted: dict[int, int]
) -> tuple[Voice, ...]:
    """The voices that still speak, each with what it does and what it adds."""
    judged = any(voice.weighs for voice in weighing)
    return _in_order(
        attrs.evolve(voice, role=_role(voice, leaders, shown, judged=judged), weighing=_counting(voice, counted))
        for voice in weighing
    )


def _counting(voice: Voice, counted: dict[int, int]) -> Weighing:
    """What a voice weighs, with whether its origin counts by it, and how much of it is new."""
    told, new = voice.weighing, counted.get(id(voice))
    return Weighing(
        grade=told.grade, confidence=told.confidence, interest=told.interest, decay=told.decay,
        new=ONE if new is None else new, counted=new is not None,
    )  # fmt: skip


def _role(voice: Voice, leaders: list[Voice], shown: Voice | None, *, judged: bool) -> Role:
    """What a voice that still speaks does; one that weighs nothing does nothing beside one that does (`judged`)."""
    if voice.stance == NO_COMMENT:
        return Role.SILENT
    if judged and not voice.weighs:
        return Role.APART
    if voice.stance == DENIES:
        return Role.DENIES
    if shown is not None and same(voice.value, shown.value):
        return Role.SHOWN
    return Role.AGREES if supports(voice, leaders) or is_unknown(voice.value) else Role.DIFFERS


def _past_role(voice: Voice, shown: Voice | None) -> Role:
    if voice.stance == NO_COMMENT:
        return Role.SILENT
    return Role.EARLIER if shown is None or same_start(voice, shown) else Role.APART


ROLES = {role: at for at, role in enumerate(Role)}
"""Roles in the order of output."""


def _order(voice: Voice) -> tuple[object, ...]:
    """The order of output. Ids order here only, where all else is equal."""
    return (ROLES[voice.role], voice.source, voice.as_of.earliest, voice.reported, voice.event.id)


def _witnesses(placed: tuple[Voice, ...], origins: set[str]) -> list[Voice]:
    """The voices that stand for the origins that witness the value: of each the one that counts, else the heaviest."""
    found: dict[str, Voice] = {}
    for voice in placed:
        if voice.role in (Role.SHOWN, Role.AGREES) and voice.weighs and voice.origin in origins:
            there = found.get(voice.origin)
            if there is None or _stands_before(voice, there):
                found[voice.origin] = voice
    return list(found.values())


def _stands_before(one: Voice, other: Voice) -> bool:
    return (one.weighing.counted, one.weighing.weight, newest(one)) > (
        other.weighing.counted, other.weighing.weight, newest(other),
    )  # fmt: skip


def _was(earlier: list[Voice], shown: Voice | None) -> Voice | None:
    """The newest figure of the shown figure's own origin that yielded to it and differs."""
    if shown is None:
        return None
    own = [voice for voice in earlier if voice.origin == shown.origin and voice.stance == ASSERTS]
    differing = [voice for voice in own if voice.role is Role.EARLIER and not same(voice.value, shown.value)]
    return max(differing, key=newest, default=None)
