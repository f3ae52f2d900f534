"""history: each change of one belief, with the events behind it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any

import click

from newsledger.belief import Belief, Role, Voice
from newsledger.chronicle import Step, find_slot, sort_of
from newsledger.cli._along import steps_along
from newsledger.cli._ask import finish, header, opened
from newsledger.cli._axes import MEANS, Axis, axis_options, read_axis
from newsledger.cli._completing import slots
from newsledger.cli._formats import JSON, TABLE, Cells, Record, cell, format_option, wanted, write
from newsledger.cli._out import many, paragraph, say, say_json, table, width
from newsledger.cli._scale import chosen, confidence_cell, scale_option, with_sureness, with_word
from newsledger.cli._spark import middle, sparkline
from newsledger.cli._wording import believed, day, speaker
from newsledger.cli._wording import value as shown_value
from newsledger.event import ASSERTS, NO_COMMENT, Event, short
from newsledger.kinds.retraction import Retraction
from newsledger.projections.territory import percent_change
from newsledger.replay import Picture
from newsledger.values.quantity import Quantity
from newsledger.values.shown import figure

FIELDS = ("day", "name", "sort", "value", "change", "standing", "confidence", "behind")
"""The columns of the other forms."""


@click.command()
@click.argument("slot", shell_complete=slots)
@axis_options
@click.option("--since", metavar="DATE", help="Only changes after this date.")
@click.option("--until", metavar="DATE", help="Only changes up to this date; today where none is given.")
@click.option("--plain", is_flag=True, help="No line of blocks above a series of figures.")
@scale_option
@format_option
@click.pass_context
def command(ctx: click.Context, /, slot: str, **options: Any) -> None:
    """Show how SLOT came to be believed as it is: each change, with the events behind it.

    SLOT is a slot or any unambiguous part of its name. As a rule each line tells what could be
    known on a day about that day; `--axis known` goes by what this ledger had taken in.

    \b
    newsledger history territory-held/kursk/ukraine.area
    newsledger history encircled --since 2025-03-01
    newsledger history "us 30-day ceasefire/russia" --axis known
    """
    form = wanted(options["form"], as_json=options["as_json"])
    ledger = opened(ctx)
    dates = {"--since": options["since"], "--until": options["until"]}
    axis, read = read_axis(ledger, options, dates, end="--until")
    name = find_slot(ledger.state(), slot, known=axis.known)
    found = steps_along(ledger, name, axis, read.get("--since"))
    last = ledger.state().picture(axis.question(ledger, axis.end))
    head = f"{name}, {MEANS[axis.name]} {header(last)}"
    if form == TABLE:
        _show(found, head, plain=options["plain"], scale=chosen(ledger.config, options["scale"]))
    elif form == JSON:
        records = [_record(step, options["scale"]) for step in found]
        say_json({**_question(last, axis), "name": name, "steps": records})
    else:
        write(form, FIELDS, [_record(step, options["scale"]) for step in found], _cells, head)
    finish(ctx, ledger)


# --- for people -------------------------------------------------------------------------------


def _show(found: list[Step], head: str, *, plain: bool, scale: str) -> None:
    columns = width()
    for line in paragraph(head, columns=columns):
        say(line, bold=True)
    if not plain and sys.stdout.isatty():
        for line in _series(found):
            say(line)
    if not found:
        say("There was no belief about it in that time that could have changed.")
        return
    for line in table([row for step in found for row in _rows(step, scale)], columns=columns):
        say(line)
    for line in paragraph(
        f"{many(len(found), 'change')}. One day whole: newsledger explain SLOT DATE", columns=columns
    ):
        say(line)


def _series(found: list[Step]) -> Iterator[str]:
    """The figures as a line of blocks, between the lowest and the highest; nothing for fewer than three."""
    values = [step.change.after.value for step in found if step.change.after]
    figures = [(at, value) for value in values if isinstance(value, Quantity) and (at := middle(value)) is not None]
    drawn = sparkline([at for at, _ in figures])
    if drawn:
        ordered = sorted(figures, key=lambda one: one[0])
        yield f"  {drawn}  from {figure(ordered[0][1])} to {figure(ordered[-1][1])}"


def _rows(step: Step, scale: str) -> Iterator[tuple[str, ...]]:
    after = step.change.after
    what = " ".join(filter(None, [str(sort_of(step.change)), _percent(step)]))
    standing = with_sureness(str(after.standing), after, scale) if after else ""
    head = (day(step.day), what, believed(after) if after else "", standing)
    why = [_event(step, event) for event in _by_weight(step)] or [("", "no new word: time passed")]
    for at, (identity, words) in enumerate(why):
        yield (*(head if at == 0 else ("", "", "", "")), identity, words)


def _by_weight(step: Step) -> list[Event]:
    """The events behind a change, those first whose value is shown."""
    order = [voice.event.id for voice in step.change.after.voices] if step.change.after else []
    return sorted(step.behind, key=lambda event: order.index(event.id) if event.id in order else len(order))


def _percent(step: Step) -> str:
    before, after = step.change.before, step.change.after
    return (before and after and percent_change(before.value, after.value)) or ""


def _event(step: Step, event: Event) -> tuple[str, str]:
    voice = _voice(step.change.after, event) or _voice(step.change.before, event)
    if voice is not None:
        return short(event.id), _said(step.after, voice)
    source = step.after.label(event.said.source) if event.said.source else "us"
    verb = "taken back by" if isinstance(event.said.fact, Retraction) else event.said.kind + " by"
    return short(event.id), f"{'corrected by' if event.said.corrects else verb} {source}"


def _voice(belief: Belief | None, event: Event) -> Voice | None:
    voices: Iterable[Voice] = belief.voices if belief else ()
    return next((voice for voice in voices if voice.event.id == event.id), None)


def _said(picture: Picture, voice: Voice) -> str:
    told = shown_value(voice.value, voice.told) if voice.value is not None else ""
    verb = {ASSERTS: ":", NO_COMMENT: " would not say"}.get(voice.stance, " denies")
    marks = {", a correction": bool(voice.event.said.corrects), ", earlier": voice.role is Role.EARLIER}
    return f"{speaker(picture, voice)}{verb} {told}".strip() + "".join(mark for mark, is_so in marks.items() if is_so)


# --- for programs -----------------------------------------------------------------------------


def _question(last: Picture, axis: Axis) -> Record:
    from newsledger.as_json import question_json

    return {**question_json(last, "newsledger/history/1"), "axis": axis.name}


def _record(step: Step, scale: str | None) -> Record:
    from newsledger.projections.beliefs import belief_json

    before, after = step.change.before, step.change.after
    return {
        "day": step.day.text, "name": step.change.slot, "sort": str(sort_of(step.change)),
        "before": with_word(belief_json(before), before, scale) if before else None,
        "after": with_word(belief_json(after), after, scale) if after else None,
        "change": _percent(step) or None, "behind": [event.id for event in step.behind],
    }  # fmt: skip


def _cells(record: Record) -> Cells:
    after = record["after"] or {}
    told = {"value": cell((after.get("value") or {}).get("text")), "standing": cell(after.get("standing"))}
    return {name: cell(record.get(name)) for name in FIELDS} | told | {"confidence": cell(confidence_cell(after))}
