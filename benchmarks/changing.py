"""What it costs to take changes of a ledger into its cache: late, corrected, retracted and voided reports."""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence

import attrs

from benchmarks.belief import STORY
from benchmarks.frame.drawing import exponent
from benchmarks.frame.telling import Bar, Table, figure
from benchmarks.warm import opened
from benchmarks.workload.stream import END
from newsledger import Question
from newsledger.cache.keeping import Cache
from newsledger.codec import stamp
from newsledger.event import Event, say
from newsledger.kinds.retraction import Retraction
from newsledger.kinds.territory_held import TerritoryHeld
from newsledger.kinds.void import Void
from newsledger.stores.directory import DirectoryStore
from newsledger.values.quantity import Quantity

NUMBERS = (1, 10, 100, 1_000)
WHAT = "late, corrected, retracted and voided reports"
TIMES = 5
"""How often each number of changes is taken in, after once that only warms up: the median counts."""

YOUNG = 2.1
"""Seconds after which a file that was written is not looked at again: until then no look is one at unchanged files."""

HEADS = ("events changed", "look at all files, ms", "taking them in, ms", "lowest to highest", "ms an event")
MILLI = 1e3


@attrs.frozen(kw_only=True)
class Change:
    """What it took to take in so many changed events: medians, and the extremes of taking in, in milliseconds."""

    look: float
    taking: float
    low: float
    high: float


def measured(
    store: DirectoryStore, numbers: Sequence[int] = NUMBERS, *, story: str = STORY, times: int = TIMES,
    young: float = YOUNG,
) -> dict[int, Change]:  # fmt: skip
    """What each number of changes of a story costs; the numbers take turns. The ledger grows by all of them."""
    concerning = opened(store).concerning(Question(at=END, public=END, story=story))
    targets = [event for event in concerning if event.said.kind == "territory-held"]
    taken: dict[int, list[tuple[float, float]]] = {many: [] for many in numbers}
    for turn in range(times + 1):
        for many in numbers:
            time.sleep(young)
            taken[many].append(taking_in(store, list(changed(many, turn, targets))))
    return {many: _medians(found[1:]) for many, found in taken.items()}


def taking_in(store: DirectoryStore, changes: list[Event]) -> tuple[float, float]:
    """The milliseconds of a look at unchanged files, and what it takes more once they were changed."""
    fitted(store)  # what was young at the last look is taken in once more
    look = fitted(store)
    store.append(changes, slug="changes")
    return look, fitted(store) - look


def fitted(store: DirectoryStore) -> float:
    """The milliseconds of CPU in which a new process makes sure that the cache fits the files."""
    cache = Cache(store.path, store.derived)
    start = time.process_time()
    cache.ask(lambda _: None)
    taken = time.process_time() - start
    cache.close()
    return taken * MILLI


def changed(many: int, turn: int, targets: Sequence[Event]) -> Iterator[Event]:
    """Late reports, corrections, retractions and voids one after the other; in each turn others."""
    moment = dt.datetime(2027, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=many, minutes=turn)
    reason = f"of {many}, {turn}"
    for at in range(many):
        target = targets[(at + many * (turn + 1)) % len(targets)]
        story = target.said.story
        late = say(
            TerritoryHeld(f"region {at}", "aldia", area=Quantity.parse(f"{at + many + turn} km2")), source="desk",
            occurred="2024-05-05", reported=f"2024-05-{6 + at % 20:02}", story=story,
        )  # fmt: skip
        saids = (
            late,
            attrs.evolve(late, corrects=target.id, source=target.said.source),
            say(Retraction(target.id, reason=reason), source=target.said.source, reported="2025-05-05", story=story),
            say(Void(target.id, reason=reason), story=story),
        )
        yield stamp(saids[at % 4], recorded=moment, by="desk")


def _medians(times: Sequence[tuple[float, float]]) -> Change:
    taking = [rest for _, rest in times]
    look = statistics.median(look for look, _ in times)
    return Change(look=look, taking=statistics.median(taking), low=min(taking), high=max(taking))


# --- what is told -------------------------------------------------------------------------------


def table(changes: Mapping[int, Change], title: str) -> Table:
    """A row for each number of changes."""
    rows = tuple(
        (f"{many:,}", f"{one.look:,.0f}", f"{one.taking:,.1f}", f"{one.low:,.1f} to {one.high:,.1f}",
         figure(one.taking / many))
        for many, one in changes.items()
    )  # fmt: skip
    return Table(title=title, heads=HEADS, rows=rows)


def bar(changes: Mapping[int, Change], size: str) -> Bar:
    """Whether what changes cost grows no faster than their number."""
    return Bar(
        name=f"changes taken in, {min(changes):,} to {max(changes):,} in {size}: grows by which power of their number",
        figure=power(changes), bar=1.0, most=True,
    )  # fmt: skip


def power(changes: Mapping[int, Change]) -> float | None:
    """By which power of their number taking in changes grows. What is too short to be told counts as nothing."""
    return exponent([(many, one.taking) for many, one in changes.items() if one.taking > 0])


def notes(changes: Mapping[int, Change]) -> Iterator[str]:
    """How it was measured, and the law."""
    yield f"Changes: medians of {TIMES} times. What a look takes without any change is taken off."
    found = power(changes)
    if found is not None:
        yield f"Taking in grows by the power {found:.2f} of how many changed: 1 is in proportion, 0 the same for any."
