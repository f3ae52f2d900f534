"""One belief over time: each change of it, with the events behind that change. Pure functions of a state."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Collection, Iterable, Iterator

from newsledger.belief import Belief, same
from newsledger.difference import Change, only_faded
from newsledger.errors import InvalidInput, NotInLedger
from newsledger.event import Event
from newsledger.explanation import MOST_CHOICES, no_such_slot
from newsledger.fact import fold
from newsledger.frozen import frozen
from newsledger.kinds.void import Void
from newsledger.live import Question, target_of
from newsledger.names import Names
from newsledger.problems import Problem
from newsledger.replay import ANY_DAY, Picture, State, slot_of
from newsledger.values.when import When
from newsledger.values.zones import FIRST, LAST, UTC, Micro, moment_of


class Sort(enum.StrEnum):
    """What became of a belief, the weightiest first."""

    NEW = "new"
    FIGURE = "changed"
    STANDING = "standing"
    VOICES = "told again"
    GONE = "gone"
    FADED = "faded"


def sort_of(change: Change) -> Sort:
    """What a change changes: the value, else the standing, else who says it, else its age alone."""
    before, after = change.before, change.after
    if before is None or after is None:
        return Sort.NEW if before is None else Sort.GONE
    if only_faded(change):
        return Sort.FADED
    if not _same_value(before, after):
        return Sort.FIGURE
    return Sort.STANDING if before.standing is not after.standing else Sort.VOICES


def _same_value(before: Belief, after: Belief) -> bool:
    if before.value is None or after.value is None:
        return before.value is after.value
    return same(before.value, after.value)


@frozen(kw_only=True)
class Step:
    """A change of a belief, the day of it, and the events behind it; none where only time passed."""

    day: When
    change: Change
    behind: tuple[Event, ...]
    before: Picture
    after: Picture


# --- slots ------------------------------------------------------------------------------------


def slot_names(state: State, *, known: When | None = None) -> list[str]:
    """The names of all slots that anybody ever spoke of, sorted."""
    return sorted(set(_named(state.events(), _names(state, known))))


def _named(events: Iterable[Event], names: Names) -> Iterator[str]:
    for event in events:
        for field, value in event.said.claims():
            if not event.said.ours:
                yield slot_of(event, field, value, names).name


def _names(state: State, known: When | None) -> Names:
    return state.live(Question(at=ANY_DAY, known=known)).names


def find_name(names: list[str], asked: str) -> str:
    """The slot that a name, or any unambiguous part of it, means.

    >>> find_name(["control/sudzha", "territory-held/kursk/ukraine.area"], "sudzha")
    'control/sudzha'

    Raises `NotInLedger` with the choices where several fit, and the nearest where none does.
    """
    wanted = _wanted(asked)
    found = [name for name in names if wanted in (name, name.rpartition(".")[0])][:1]
    found = found or [name for name in names if wanted in name]
    if not found:
        raise NotInLedger(no_such_slot(asked, names))
    if len(found) > 1:
        more = [f"  … and {len(found) - MOST_CHOICES} more"] if len(found) > MOST_CHOICES else []
        choices = "\n".join([*(f"  {name}" for name in found[:MOST_CHOICES]), *more])
        message = f"{asked!r} fits {len(found)} slots; name one:\n{choices}"
        raise NotInLedger(message)
    return found[0]


def find_slot(state: State, asked: str, *, known: When | None = None) -> str:
    """The slot that a name, or any unambiguous part of it, means in a state; raises as `find_name` does."""
    try:
        return find_name(slot_names(state.naming(_wanted(asked)), known=known), asked)
    except NotInLedger:  # to name the nearest takes all names
        return find_name(slot_names(state, known=known), asked)


def _wanted(asked: str) -> str:
    return fold(asked).replace(" / ", "/")


# --- days -------------------------------------------------------------------------------------


def change_days(state: State, name: str, zone: str, *, known: When | None = None) -> list[When]:
    """The days at whose end what is believed of a slot may differ from the day before, sorted."""
    points = state.change_points(name, zone, known=known)
    return _days((moment for point in points for moment in (point - 1, point)), zone)


def recorded_days(state: State, zone: str) -> list[When]:
    """The days on which events were taken in, sorted."""
    return _days((event.recorded_at for event in state.events()), zone)


def _days(moments: Iterable[Micro], zone: str) -> list[When]:
    days = {day_of(moment, zone) for moment in moments if FIRST <= moment < LAST}
    return [When.parse(day.isoformat()) for day in sorted(days)]


def day_of(moment: Micro, zone: str) -> dt.date:
    """The day of a zone that an instant lies in."""
    told = moment_of(moment)
    if zone != UTC:
        from zoneinfo import ZoneInfo

        told = told.astimezone(ZoneInfo(zone))
    return told.date()


# --- a series ---------------------------------------------------------------------------------


@frozen(kw_only=True)
class OnDay:
    """What is believed of a slot on one day: one belief for each dimension of it, none where nothing is.

    `turning` is whether it may differ from the day before in more than its age. Between two such days
    only confidence and staleness move, and without `known` as the axis they are the change points.
    """

    day: When
    beliefs: tuple[Belief, ...]
    turning: bool

    @property
    def belief(self) -> Belief | None:
        """The belief; of several dimensions the first, and none where nothing is believed."""
        return next(iter(self.beliefs), None)


def series(
    state: State, name: str, days: Iterable[When], ask: Callable[[When], Question], turning: Collection[When] = ()
) -> Iterator[OnDay]:
    """What is believed of a slot, named whole, on each of some days: what a picture of each would tell.

    Every day is folded by itself, from the state that is given; that of `State.of_slot` gives the same for less.
    """
    found = set(turning)
    for day in days:
        beliefs = tuple(belief for belief in state.picture(ask(day)).beliefs if belief.slot.name == name)
        yield OnDay(day=day, beliefs=beliefs, turning=day in found)


def days_of(state: State, name: str, start: When, end: Question) -> tuple[list[When], list[When]]:
    """Every day from a date to that of a question, and those of them on which more than age may change.

    Raises `InvalidInput` where the date has no first day, or comes after the last.
    """
    first, last = start.first_day(end.zone), end.at.last_day(end.zone)
    if first is None or last is None or first > last:
        message = f"from {start} to {end.at} there are no days to ask about"
        hint = "give a first day, and a last one that is not before it, such as 2025-03-01 and 2025-03-16"
        raise InvalidInput([Problem(code="no-days", message=message, hint=hint)])
    days = list(each_day(first, last))
    turning = set(change_days(state, name, end.zone, known=end.known))
    return days, [day for at, day in enumerate(days) if not at or day in turning]


def each_day(start: dt.date, end: dt.date) -> Iterator[When]:
    """Every day from one to another, both included.

    >>> [day.text for day in each_day(dt.date(2025, 2, 28), dt.date(2025, 3, 1))]
    ['2025-02-28', '2025-03-01']
    """
    for number in range(start.toordinal(), end.toordinal() + 1):
        yield When.parse(dt.date.fromordinal(number).isoformat())


# --- steps ------------------------------------------------------------------------------------


def steps(state: State, name: str, days: Iterable[When], ask: Callable[[When], Question]) -> Iterator[Step]:
    """Each change of a slot from one day to the next, what only fades left out. The first day is held against nothing.

    A slot of several dimensions is followed in each of them.
    """
    earlier: Picture | None = None
    held: dict[str | None, Belief] = {}
    for day in days:
        picture = state.picture(ask(day))
        now = {belief.slot.dimension: belief for belief in picture.beliefs if belief.slot.name == name}
        for dimension in sorted({*held, *now}, key=str):
            change = Change(slot=name, before=held.get(dimension), after=now.get(dimension))
            if not only_faded(change) or _past_otherwise(change):
                before = earlier or picture
                yield Step(
                    day=day, change=change, behind=behind(state, change, before, picture), before=before, after=picture
                )
        earlier, held = picture, now


def _past_otherwise(change: Change) -> bool:
    """Whether a vague date that might mean the day before is past on this one, or the other way round."""
    sides = (set(belief.flags) - {"stale"} if belief else set() for belief in (change.before, change.after))
    return len({frozenset(flags) for flags in sides}) > 1


def behind(state: State, change: Change, before: Picture, after: Picture) -> tuple[Event, ...]:
    """The events that made a change: new words, what took old ones out or brought them back, words about sources."""
    old, new = _voices(change.before), _voices(change.after)
    came, went = new - old, old - new
    ids = {*came, *_undone(state, went, after), *_restored(state, came, before), *_ours(state, change, before)}
    events = [event for one in ids if (event := state.get(one)) is not None]
    return tuple(sorted(events, key=lambda event: (event.said.source or "", event.id)))


def _voices(belief: Belief | None) -> set[str]:
    return set() if belief is None else {voice.event.id for voice in belief.voices}


def _undone(state: State, went: set[str], after: Picture) -> set[str]:
    """What took out the reports that went: amendments by sources, or voids of ours."""
    if not went:
        return set()
    amended = {one for entry in after.entries if entry.event.id in went for one in entry.taken_out_by}
    voids = {
        event.id for event in state.events() if isinstance(event.said.fact, Void) and event.said.fact.target in went
    }
    return amended | voids


def _restored(state: State, came: set[str], before: Picture) -> set[str]:
    """What took back the amendments that had kept out the reports that came back."""
    kept_out = {one for entry in before.entries if entry.event.id in came for one in entry.taken_out_by}
    if not kept_out:
        return set()
    return {event.id for event in state.events() if target_of(event.said) in kept_out}


def _ours(state: State, change: Change, before: Picture) -> set[str]:
    """Entries of ours about its sources and names that were taken in since the picture before, where `known` cuts."""
    end = before.question.end(before.question.known)
    if end is None or change.before is None or change.after is None:
        return set()
    fresh = set(change.after.because) - set(change.before.because)
    return {one for one in fresh if (event := state.get(one)) is not None and event.recorded_at >= end}
