"""diff: what changed between two dates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from newsledger.belief import Belief
from newsledger.chronicle import Sort, behind, sort_of
from newsledger.cli._ask import finish, header, opened, why_empty
from newsledger.cli._axes import MEANS, axis_options, read_axis
from newsledger.cli._formats import JSON, TABLE, Cells, Record, cell, format_option, wanted, write
from newsledger.cli._out import many, paragraph, say, say_json, table, width
from newsledger.cli._scale import chosen, confidence_cell, scale_option, sureness, with_word
from newsledger.cli._wording import believed
from newsledger.difference import Change
from newsledger.difference import diff as difference
from newsledger.event import Event, short
from newsledger.frozen import frozen
from newsledger.kinds.retraction import Retraction
from newsledger.projections.territory import percent_change
from newsledger.replay import Picture, State

TITLES = {
    Sort.NEW: "NEW",
    Sort.FIGURE: "CHANGED",
    Sort.STANDING: "THE SAME, BUT STANDING OTHERWISE",
    Sort.VOICES: "THE SAME, TOLD AGAIN OR BY OTHERS",
    Sort.GONE: "NO LONGER BELIEVED",
    Sort.FADED: "GROWN OLD",
}

FIELDS = (
    "sort", "name", "before", "after", "change", "standing_before", "standing_after", "confidence_before",
    "confidence_after", "behind",
)  # fmt: skip
"""The columns of the other forms."""

MOST_IDS = 3
"""So many events of a change are named in the table; the other forms name all."""


@frozen(kw_only=True)
class Changed:
    """One change, what sort it is of, and the events behind it."""

    change: Change
    sort: Sort
    behind: tuple[Event, ...]

    @property
    def percent(self) -> str | None:
        """By how many per cent a figure changed."""
        before, after = self.change.before, self.change.after
        return percent_change(before.value, after.value) if before and after else None


@click.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B", required=False)
@axis_options
@click.option("--all", "everything", is_flag=True, help="Also what only grew older, and is not stale by that.")
@click.option("--stat", is_flag=True, help="Only how many beliefs changed, and how.")
@click.option("--exit-code", "as_code", is_flag=True, help="End with 1 if anything changed but by growing older.")
@scale_option
@format_option
@click.pass_context
def command(ctx: click.Context, /, first: str, second: str | None, *, as_code: bool, **options: Any) -> None:
    """Show what changed from date A to date B, with the events behind it.

    As a rule both `at` and `public` go from A to B. `--axis at` tells what changed in the world, as
    far as it is known now; `--axis public` what was said since; `--axis known` what this ledger took in.

    \b
    newsledger diff 2024-12-31 2025-03-16
    newsledger diff 2025-03-10 2025-03-16 --axis known --stat
    newsledger diff yesterday today --exit-code
    """
    if second is None:
        raise click.UsageError(f"name the second date: newsledger diff {first} today")
    form = wanted(options["form"], as_json=options["as_json"])
    ledger = opened(ctx)
    axis, read = read_axis(ledger, options, {"A": first, "B": second}, end="B")
    state = ledger.state()
    before, after = (state.picture(axis.question(ledger, read[name])) for name in ("A", "B"))
    found = list(_changed(state, before, after))
    if form == TABLE:
        empty = why_empty(ledger, after) if not found else None
        for line in paragraph(_head(before, after, axis.name), columns=width()):
            say(line, bold=True)
        if empty:
            say(empty)
        scale = chosen(ledger.config, options["scale"])
        _show([] if options["stat"] else found, everything=options["everything"], scale=scale)
        say(_counts(found))
    elif form == JSON:
        records = [] if options["stat"] else [_record(one, options["scale"]) for one in found]
        say_json(_as_json(before, after, found, axis.name) | ({} if options["stat"] else {"changes": records}))
    else:
        records = [_record(one, options["scale"]) for one in found]
        write(form, FIELDS, records, _cells, _head(before, after, axis.name))
    finish(ctx, ledger, found=as_code and any(one.sort is not Sort.FADED for one in found))


def _changed(state: State, before: Picture, after: Picture) -> Iterator[Changed]:
    """Every change, the weightiest first."""
    parted = difference(before, after)
    every = [
        Changed(change=change, sort=sort_of(change), behind=behind(state, change, before, after))
        for change in parted.changes + parted.faded
    ]
    order = list(Sort)
    yield from sorted(every, key=lambda one: (order.index(one.sort), one.change.slot))


# --- for people -------------------------------------------------------------------------------


def _head(before: Picture, after: Picture, axis: str) -> str:
    return f"Difference, {MEANS[axis]}: from {header(before)} to {header(after)}"


def _show(found: list[Changed], *, everything: bool, scale: str) -> None:
    """The changes by their sort. Of what only grew older those are told that became stale."""
    columns = width()
    for sort, title in TITLES.items():
        rows = [
            _row(one, scale)
            for one in found
            if one.sort is sort and (everything or sort is not Sort.FADED or _went_stale(one))
        ]
        if rows:
            say()
            say(title, bold=True)
            for line in table(rows, columns=columns):
                say(line)
    if found:
        say()


def _went_stale(one: Changed) -> bool:
    before, after = one.change.before, one.change.after
    return before is not None and after is not None and "stale" in after.flags and "stale" not in before.flags


def _counts(found: list[Changed]) -> str:
    counted = {sort: sum(1 for one in found if one.sort is sort) for sort in Sort}
    words = {
        Sort.NEW: "new", Sort.FIGURE: "changed", Sort.STANDING: "standing otherwise", Sort.VOICES: "told again",
        Sort.GONE: "gone", Sort.FADED: "unchanged but older",
    }  # fmt: skip
    told = [f"{counted[sort]} {word}" for sort, word in words.items() if counted[sort]]
    return ", ".join(told) + "." if told else "No change."


def _row(one: Changed, scale: str) -> tuple[str, ...]:
    before, after = one.change.before, one.change.after
    ids = " ".join(short(event.id) for event in one.behind[:MOST_IDS])
    more = f" and {len(one.behind) - MOST_IDS} more" if len(one.behind) > MOST_IDS else ""
    standings = ", ".join(filter(None, [_standings(before, after), _surenesses(before, after, scale)]))
    return (one.change.slot, _values(one, before, after), standings, f"{ids}{more}{_undone(one)}")


def _values(one: Changed, before: Belief | None, after: Belief | None) -> str:
    if one.sort is Sort.FIGURE and before and after:
        percent = f" ({one.percent})" if one.percent else ""
        return f"{believed(before)} -> {believed(after)}{percent}"
    told = after or before
    stale = "stale, " if _went_stale(one) else ""
    aged = f", {stale}{many(after.age, 'day')} old" if one.sort is Sort.FADED and after else ""
    return (believed(told) if told else "") + aged


def _standings(before: Belief | None, after: Belief | None) -> str:
    if before is None or after is None or before.standing is after.standing:
        told = after or before
        return str(told.standing) if told else ""
    return f"{before.standing} -> {after.standing}"


def _surenesses(before: Belief | None, after: Belief | None, scale: str) -> str:
    """How sure it is, and what it was before where that reads otherwise."""
    was, is_now = sureness(before, scale), sureness(after, scale)
    return f"{was} -> {is_now}" if was and is_now and was != is_now else is_now or was


def _undone(one: Changed) -> str:
    """Whether something was taken back, in a word."""
    marks = {
        " retracted": any(isinstance(event.said.fact, Retraction) for event in one.behind),
        " corrected": any(event.said.corrects for event in one.behind),
        " voided": any(event.said.kind == "void" for event in one.behind),
    }
    return ",".join(mark for mark, is_so in marks.items() if is_so)


# --- for programs -----------------------------------------------------------------------------


def _as_json(before: Picture, after: Picture, found: list[Changed], axis: str) -> Record:
    from newsledger.as_json import question_json

    counts = {str(sort): sum(1 for one in found if one.sort is sort) for sort in Sort}
    questions = {"from": question_json(before), "to": question_json(after)}
    for question in questions.values():
        del question["schema"]
    return {"schema": "newsledger/diff/1", "axis": axis, **questions, "counts": counts}


def _record(one: Changed, scale: str | None) -> Record:
    from newsledger.projections.beliefs import belief_json

    before, after = (
        with_word(belief_json(belief), belief, scale) if belief else None
        for belief in (one.change.before, one.change.after)
    )
    return {
        "sort": str(one.sort), "name": one.change.slot, "before": before, "after": after,
        "change": one.percent, "behind": [event.id for event in one.behind],
    }  # fmt: skip


def _cells(record: Record) -> Cells:
    told = {name: cell(record.get(name)) for name in FIELDS}
    for side in ("before", "after"):
        belief = record[side] or {}
        told[side] = cell((belief.get("value") or {}).get("text"))
        told[f"standing_{side}"] = cell(belief.get("standing"))
        told[f"confidence_{side}"] = cell(confidence_cell(belief))
    return told
