"""An event taken apart for the fold, once: what every question asks of it, whatever its date and its cuts.

The parts stay with the event, so that the second question about the same events costs less than the first.
"""

from __future__ import annotations

from newsledger.asof import AsOf, Reach, reach, settled
from newsledger.belief.amounts import Amount, amount_of
from newsledger.belief.weighing import factor
from newsledger.event import STANCES, Event, Said
from newsledger.fact import NAMED, Fact, Field, Timing, Unknown, Value
from newsledger.kinds.retraction import Retraction
from newsledger.names import folded
from newsledger.tuples import NamedTuple
from newsledger.values.quantity import Quantity
from newsledger.values.when import Micro

Key = tuple[tuple[str, ...], str, str | None]
"""What makes a slot: kind and keys as they are compared, the value field, and its dimension where the kind has none."""


class Claim(NamedTuple):
    """What a report says of one value, made ready to be held against others.

    `key` is its slot where no alias counts, `only` tells whether the kind has this one value, `owned` whether it may
    be somebody's own word, `named` whether it is better for whom it names.
    """

    field: Field
    amount: Amount | None
    timing: Timing
    key: Key
    only: bool
    owned: bool
    named: bool


class Times(NamedTuple):
    """From when to when a report was made public, and what it says of its time, in the days of one zone.

    `settled` is as of when it speaks, where that does not depend on the date asked.
    """

    zone: str
    reported: tuple[Micro, Micro] | None
    reach: Reach | None
    settled: AsOf | None


class Report:
    """What the fold asks of one event.

    `target` is what it takes back or corrects, `ours` whether it is about this ledger, `counts` whether
    it says something of a slot, `missing` what it lacks to be weighed, `path` its kind and its keys as told,
    `confidence` what our confidence in it makes of its weight.
    """

    __slots__ = ("_times", "chain", "claims", "confidence", "counts", "missing", "ours", "path", "target")

    def __init__(self, said: Said) -> None:
        fact = said.fact
        self._times: Times | None = None
        self.chain = said.chain
        self.confidence = factor(said.confidence)
        self.target = target_of(said)
        if isinstance(fact, Unknown):
            self.ours, self.counts = False, True
            self.claims: tuple[Claim, ...] = ()
            self.path = path_of(said)
            self.missing = () if said.corrects is None else _missing(said)
            return
        spec = fact.spec
        self.ours = spec.ours
        self.counts = not spec.ours and not isinstance(fact, Retraction)
        self.path = path_of(said)
        self.missing = () if spec.ours else _missing(said)
        path = folded(self.path)
        self.claims = tuple([_claim(fact, path, *told) for told in said.claims()])

    def times(self, said: Said, zone: str) -> Times:
        """When it was public and of when it speaks; of the zone asked last they are kept."""
        found = self._times
        if found is None or found.zone != zone:
            told, occurred = said.reported, said.occurred
            span = None if told is None or occurred is None else reach(occurred, told, zone)
            found = self._times = Times(zone, None if told is None else told.span(zone), span, settled(span))
        return found


def _claim(fact: Fact, path: tuple[str, ...], field: Field, value: Value | None) -> Claim:
    spec = fact.spec
    return Claim(
        field, None if value is None else amount_of(value), spec.timing_of(fact, field),
        (path, field.name, dimension_of(field, value)), len(spec.values) == 1, spec.own_word is not None,
        isinstance(value, str) and spec.better_for == (field.name, NAMED),
    )  # fmt: skip


def report_of(event: Event) -> Report:
    """An event taken apart."""
    found: Report | None = event.taken_apart
    if found is None:
        found = Report(event.said)
        object.__setattr__(event, "taken_apart", found)  # it says nothing that the event does not: still frozen
    return found


def path_of(said: Said) -> tuple[str, ...]:
    """The kind and the keys of a fact, as they are told."""
    fact = said.fact
    return (fact.kind,) if isinstance(fact, Unknown) else (fact.spec.name, *fact.slot_keys())


def dimension_of(field: Field, value: Value | None) -> str | None:
    """The dimension that is part of a slot: that of the figure, where the kind leaves it open."""
    return value.dimension if field.dimension is None and isinstance(value, Quantity) else None


def target_of(said: Said) -> str | None:
    """The id that a retraction or a correction aims at."""
    return said.fact.target if isinstance(said.fact, Retraction) else said.corrects


def _missing(said: Said) -> tuple[str, ...]:
    """What a report lacks that the door asks for; a line from elsewhere may lack it."""
    if said.source and said.reported and said.occurred and said.stance in STANCES:
        return ()
    told = {"source": said.source, "reported": said.reported, "stance": said.stance in STANCES}
    counts = isinstance(said.fact, Fact) and not isinstance(said.fact, Retraction)
    return tuple(name for name, value in {**told, "occurred": not counts or said.occurred}.items() if not value)
