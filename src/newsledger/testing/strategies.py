"""Strategies of Hypothesis. What they draw are small bytes and indices, so that drawing stays fast."""

from __future__ import annotations

import functools

from hypothesis import strategies as st

from newsledger import codec, kinds
from newsledger.event import Event, Said
from newsledger.fact import Fact, KindSpec
from newsledger.live import Question
from newsledger.testing import pools
from newsledger.testing.build import SEED, Dice, ledger, report
from newsledger.values.when import When

MOST_EVENTS = 14
"""How many events beside the sources a generated ledger holds at most, unless one asks for more."""

seeds = st.binary(min_size=SEED, max_size=SEED)


class Told(list[Event]):
    """The events of a generated ledger, shown as the lines of a file: what a failing law prints can be replayed."""

    def __repr__(self) -> str:
        return "\n".join(["", *(codec.write(event).decode() for event in self), ""])


@functools.cache
def report_kinds() -> tuple[str, ...]:
    """The names of all kinds that sources report, `retraction` apart: it says nothing of the world.

    >>> "territory-held" in report_kinds(), "void" in report_kinds()
    (True, False)
    """
    specs = {name: kinds.spec(name) for name in kinds.names()}
    return tuple(name for name, spec in specs.items() if spec and not spec.ours and name != "retraction")


def _spec(kind: str) -> KindSpec:
    spec = kinds.spec(kind)
    assert spec is not None, f"{kind} is no kind"
    return spec


def _kinds(kind: str | None) -> st.SearchStrategy[str]:
    return st.sampled_from(report_kinds()) if kind is None else st.just(kind)


@st.composite
def facts(draw: st.DrawFn, kind: str | None = None) -> Fact:
    """Facts of a kind that somebody reports, or of any; with one value or two."""
    spec = _spec(draw(_kinds(kind)))
    dice = Dice(draw(seeds))
    told = [(dice.number(), dice.number()) for _ in range(1 + dice.once_in(2))]
    return pools.fact(spec, dice.number(), told)


@st.composite
def saids(draw: st.DrawFn, kind: str | None = None) -> Said:
    """What sources say, of a kind or of any: asserted, denied, or met with silence."""
    return report(_spec(draw(_kinds(kind))), draw(st.integers(0, 7)), Dice(draw(seeds)))


def events(kind: str | None = None) -> st.SearchStrategy[Event]:
    """Events of every sort: reports of a kind or of any, and what comes up about them in a ledger."""
    return ledgers(kind=kind, min_reports=1, max_events=4).flatmap(st.sampled_from)


@st.composite
def ledgers(
    draw: st.DrawFn, *, kind: str | None = None, min_reports: int = 2, max_events: int = MOST_EVENTS, slots: int = 3
) -> list[Event]:
    """Ledgers in which few sources speak about few slots on few days, and take much of it back.

    `kind` keeps all reports to one kind, `slots` is how many slots they may be about. No event
    refers to a later one; the same event may be in the list more than once, also as it was
    taken in at other times and by others.
    """
    about = draw(st.lists(st.tuples(_kinds(kind), st.integers(0, 7)), min_size=1, max_size=slots))
    reports = draw(st.lists(seeds, min_size=min_reports, max_size=max(min_reports, max_events // 2)))
    further = draw(st.lists(seeds, max_size=max_events - len(reports)))
    return Told(ledger(about, reports + further, introduced=draw(st.integers(0, 3)) > 0, reports=len(reports)))


@st.composite
def questions(draw: st.DrawFn, events: list[Event] | None = None, *, zone: str | None = None) -> Question:
    """Questions about days near those that the events speak of, with each cut open or set."""
    dates = _dates(events)
    public, known = (draw(st.one_of(st.none(), st.sampled_from(dates))) for _ in range(2))
    at = draw(st.sampled_from(dates))
    return Question(at=at, public=public, known=known, zone=zone or draw(st.sampled_from(pools.ZONES)))


def _dates(events: list[Event] | None) -> list[When]:
    """The days to ask about: the first and last of every date that is told, or a pool where none is given."""
    told = [when for event in events or () for when in (event.said.occurred, event.said.reported) if when]
    days = {day for when in told for day in (when.first_day(), when.last_day()) if day}
    recorded = {event.recorded[:10] for event in events or ()}
    near = sorted({day.isoformat() for day in days} | recorded)
    return [When.parse(text) for text in (*pools.ASKED, *near)]
