"""The changes of one belief along an axis, with a progress bar where there are many dates: for `history` and `plot`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from newsledger.chronicle import Step, change_days, recorded_days, steps
from newsledger.cli._axes import KNOWN, Axis
from newsledger.ledger import Ledger
from newsledger.values.when import When

SLOW = 100
"""From so many dates on, progress is shown: a hundred take about half a second."""


def steps_along(ledger: Ledger, name: str, axis: Axis, since: When | None = None) -> list[Step]:
    """Each change of a slot up to the end of the axis, and after `since` where that is given."""
    state = ledger.state().of_slot(name)
    days = (
        recorded_days(state, axis.zone) if axis.name == KNOWN else change_days(state, name, axis.zone, known=axis.known)
    )
    end = axis.end.span(axis.zone)[1]
    asked = [when for when in days if when.span(axis.zone)[1] <= end]
    start = None if since is None else since.span(axis.zone)[1]
    before = [when for when in asked if start is not None and when.span(axis.zone)[1] <= start]
    # between two change points nothing changes: the last one tells what was believed at the start
    asked = asked[max(0, len(before) - 1) :]
    made = steps(state, name, _with_progress(asked), lambda when: axis.question(ledger, when))
    return [step for step in made if step.day not in before]


def _with_progress(days: list[When]) -> Iterator[When]:
    if len(days) < SLOW or not sys.stderr.isatty():
        yield from days
        return
    with click.progressbar(days, label="reading day after day", file=sys.stderr) as bar:
        yield from bar
