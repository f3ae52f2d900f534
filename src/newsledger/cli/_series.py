"""A slot over time, as `plot` draws it: what was believed from day to day, and what each origin told.

Pure functions of a ledger and a question; no drawing. What is drawn and what is printed beneath
come from here alike, so that neither shows what the other hides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs

from newsledger.asof import reach
from newsledger.belief import Belief, Role
from newsledger.chronicle import Step, day_of
from newsledger.event import ASSERTS, DENIES, NO_COMMENT, Event
from newsledger.fact import Fact, Field, Time, Value
from newsledger.ledger import Ledger
from newsledger.live import Question
from newsledger.replay import Picture, slot_of
from newsledger.values.quantity import Quantity
from newsledger.values.zones import FIRST, LAST, Micro

ONE_DAY = dt.timedelta(days=1)


@attrs.frozen(kw_only=True)
class Held:
    """A belief from one day until the day of its next change, or until the end of the series (both included)."""

    day: dt.date
    until: dt.date
    belief: Belief
    who: tuple[str, ...]
    last: bool  # nothing follows: it is drawn to the very end


@attrs.frozen(kw_only=True)
class Told:
    """What one report told: of which days, who, and what became of it.

    `first` and `last` are the days as of which it speaks; `None` where they are open.
    """

    event: Event
    dimension: str | None
    origin: str
    who: str
    value: Value | None
    words: str | None
    stance: str
    withdrawn: bool
    expected: bool
    first: dt.date | None
    last: dt.date | None

    @property
    def mark(self) -> str:
        """What kind of mark it is: told, denied, silent; taken back where it no longer counts."""
        if self.withdrawn:
            return "taken back"
        return {ASSERTS: "expected" if self.expected else "told", DENIES: "denied", NO_COMMENT: "no comment"}.get(
            self.stance, self.stance
        )


@attrs.frozen(kw_only=True)
class Panel:
    """What is drawn over one pair of axes: one dimension of a slot."""

    dimension: str | None
    held: tuple[Held, ...]
    told: tuple[Told, ...]

    @property
    def is_figures(self) -> bool:
        """Whether its values are figures; else they are words."""
        return any(isinstance(value, Quantity) for value in self.values())

    def values(self) -> Iterator[Value]:
        """Every value in it, believed ones first."""
        for value in (*(one.belief.value for one in self.held), *(one.value for one in self.told)):
            if value is not None:
                yield value

    @property
    def unit(self) -> str | None:
        """The unit that all its figures are drawn in: that of the first."""
        return next((value.unit for value in self.values() if isinstance(value, Quantity) and value.unit), None)


@attrs.frozen(kw_only=True)
class Series:
    """A slot from one day to another, for one question."""

    name: str
    start: dt.date
    end: dt.date
    panels: tuple[Panel, ...]
    picture: Picture

    @property
    def held(self) -> list[Held]:
        """All beliefs, by day."""
        return [one for panel in self.panels for one in panel.held]

    @property
    def told(self) -> list[Told]:
        """All reports, by day; one that speaks of every dimension is told once."""
        found = {(one.event.id, one.origin): one for panel in self.panels for one in panel.told}
        return sorted(found.values(), key=_by_day)

    @property
    def origins(self) -> dict[str, str]:
        """The origins in the order in which they first speak, each with its name to show."""
        names: dict[str, str] = {}
        for one in self.told:
            names.setdefault(one.origin, one.who)
        return names


# --- what was told ----------------------------------------------------------------------------


def told_of(ledger: Ledger, name: str, question: Question) -> list[Told]:
    """What every report that a question looks at told of a slot, by day. What we entered wrongly was never told."""
    state = ledger.state().of_slot(name)
    picture, alive = state.picture(question), state.live(question)
    found = []
    for entry in picture.entries:
        for field, value in entry.event.said.claims():
            slot = slot_of(entry.event, field, value, picture.names)
            if slot.name != name or entry.voided:
                continue
            gone = not alive.stands(entry.event, field.name)
            found.append(_told(entry.event, field, value, picture, dimension=slot.dimension, withdrawn=gone))
    return sorted(found, key=_by_day)


def _told(
    event: Event, field: Field, value: Value | None, picture: Picture, *, dimension: str | None, withdrawn: bool
) -> Told:
    said = event.said
    low, high, expected = _spoken_of(event, field, picture.question)
    return Told(
        event=event, dimension=dimension, origin=picture.directory.origin(said.chain), who=_who(picture, event),
        value=value, words=said.words(field.name), stance=said.stance, withdrawn=withdrawn, expected=expected,
        first=_day(low, picture.question.zone), last=_day(high - 1, picture.question.zone),
    )  # fmt: skip


def _who(picture: Picture, event: Event) -> str:
    """Who speaks; whoever is unnamed is told with the outlet that carried it."""
    said = event.said
    name = picture.label(said.source or "")
    return f"{name}, in {picture.label(said.via[0])}" if said.source == "unnamed" and said.via else name


def _spoken_of(event: Event, field: Field, question: Question) -> tuple[Micro, Micro, bool]:
    """From when to when a report may speak, and whether that lay ahead of it.

    What is measured or counted over a span is so as of its end, as in a picture.
    """
    said, fact = event.said, event.said.fact
    assert said.occurred is not None  # noqa: S101  no report without a date is live
    assert said.reported is not None  # noqa: S101  as above
    span = reach(said.occurred, said.reported, question.zone)
    if span is None:
        return (*said.occurred.span(question.zone), True)
    timing = fact.spec.timing_of(fact, field) if isinstance(fact, Fact) else None
    if span.interval and timing is not None and timing.time in (Time.MEASURED, Time.COUNTED):
        return (*span.ends, False)
    return (span.starts[0], span.ends[1], False)


def _day(moment: Micro, zone: str) -> dt.date | None:
    return day_of(moment, zone) if FIRST <= moment < LAST else None


def _by_day(one: Told) -> tuple[object, ...]:
    reported = one.event.said.reported
    return (
        one.first or dt.date.min, one.last or dt.date.max, reported.span() if reported else (), one.who, one.event.id,
    )  # fmt: skip


# --- what was believed ------------------------------------------------------------------------


def held_of(steps: Iterable[Step], zone: str, end: dt.date) -> list[Held]:
    """What was believed from each change to the next, dimension by dimension, until the end."""
    by_dimension: dict[str | None, list[Step]] = {}
    for step in steps:
        belief = step.change.after or step.change.before
        assert belief is not None  # noqa: S101  a change has a side
        by_dimension.setdefault(belief.slot.dimension, []).append(step)
    return [one for found in by_dimension.values() for one in _lasting(found, zone, end)]


def _lasting(steps: list[Step], zone: str, end: dt.date) -> Iterator[Held]:
    days = [day_of(step.day.span(zone)[0], zone) for step in steps]
    for at, (step, day) in enumerate(zip(steps, days, strict=True)):
        if step.change.after is None or day > end:
            continue
        following = days[at + 1] if at + 1 < len(days) else None
        last = following is None or following > end
        until = end if last or following is None else following - ONE_DAY
        voices = step.change.after.of(Role.SHOWN, Role.AGREES) or step.change.after.of(Role.DENIES)
        who = tuple(dict.fromkeys(_who(step.after, voice.event) for voice in voices))
        yield Held(day=day, until=until, belief=step.change.after, who=who, last=last)


# --- the series -------------------------------------------------------------------------------


def last_day(steps: Iterable[Step], told: Iterable[Told], zone: str) -> dt.date | None:
    """The day after which nothing more was told or changed; `None` where nothing ever was."""
    changed = [day_of(step.day.span(zone)[0], zone) for step in steps]
    reported = [day_of(one.event.said.reported.span(zone)[1] - 1, zone) for one in told if one.event.said.reported]
    spoken = [one.last for one in told if one.last is not None]
    return max([*changed, *reported, *spoken], default=None)


def series(
    name: str, held: list[Held], told: list[Told], picture: Picture, *, start: dt.date | None, end: dt.date
) -> Series | None:
    """The series between two days (where no first one is given, from where anything begins); `None` if it is empty."""
    first = start or min(
        [*(one.day for one in held), *(one.first or one.last or end for one in told if (one.first or end) <= end)],
        default=end,
    )
    kept = [attrs.evolve(one, day=max(one.day, first)) for one in held if one.until >= first]
    seen = [one for one in told if (one.last or end) >= first and (one.first or first) <= end]
    if not kept and not seen:
        return None
    return Series(name=name, start=first, end=end, panels=tuple(_panels(kept, seen)), picture=picture)


def _panels(held: list[Held], told: list[Told]) -> Iterator[Panel]:
    """One for each dimension. What names none (a bare denial, silence) is told of each."""
    dimensions = {one.belief.slot.dimension for one in held} | {one.dimension for one in told}
    for dimension in sorted(dimensions - {None}, key=str) or [None]:
        yield Panel(
            dimension=dimension,
            held=tuple(one for one in held if one.belief.slot.dimension in (dimension, None)),
            told=tuple(one for one in told if one.dimension in (dimension, None)),
        )
