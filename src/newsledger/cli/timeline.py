"""timeline: every report in the order in which things happened."""

from __future__ import annotations

from typing import Any

import click

from newsledger.cli._ask import asked, finish, header, opened, question_options, why_empty
from newsledger.cli._completing import slots
from newsledger.cli._formats import JSON, REPORT, TABLE, format_option, report_cells, wanted, write
from newsledger.cli._out import many, paragraph, say, say_json, say_wrapped, table, width
from newsledger.cli._wording import claim_line, day, taken_out
from newsledger.errors import NotInLedger
from newsledger.event import short
from newsledger.explanation import no_such_slot
from newsledger.fact import fold
from newsledger.projections.timeline import Timeline
from newsledger.replay import Entry, Picture


@click.command()
@question_options
@click.option("--slot", metavar="SLOT", help="Only reports of slots that contain these words.", shell_complete=slots)
@format_option
@click.pass_context
def command(ctx: click.Context, /, *, slot: str | None, as_json: bool, form: str | None, **options: Any) -> None:
    """List every report that counts for DATE, by when things are said to have happened.

    What was taken back stays in the list and says so; what lies ahead says that it is expected.

    \b
    newsledger timeline 2025-03-16
    newsledger timeline 2025-03-16 --slot kursk
    """
    form = wanted(form, as_json=as_json)
    ledger = opened(ctx)
    picture = asked(ledger, options)
    chosen = _chosen(picture, slot)
    if form == JSON:
        from newsledger.as_json import question_json

        say_json({**question_json(picture, "newsledger/timeline/1"), "reports": chosen.as_json()})
    elif form != TABLE:
        write(form, REPORT, chosen.as_json(), report_cells, f"Timeline {header(picture)}")
    else:
        _show(picture, chosen, why_empty(ledger, picture), width())
    finish(ctx, ledger, picture)


def _chosen(picture: Picture, slot: str | None) -> Timeline:
    every: Timeline = picture[Timeline]
    if slot is None:
        return every
    chosen = Timeline(tuple(entry for entry in every if fold(slot) in entry.slot))
    if not chosen.entries:
        raise NotInLedger(no_such_slot(slot, {entry.slot for entry in every}))
    return chosen


def _show(picture: Picture, chosen: Timeline, empty: str | None, columns: int) -> None:
    for line in paragraph(f"Timeline {header(picture)}", columns=columns):
        say(line, bold=True)
    if empty:
        say_wrapped(empty, columns=columns)
        return
    for line in table([_row(entry) for entry in chosen], columns=columns):
        say(line)
    say_wrapped(f"{many(len(chosen), 'report')}. One whole: newsledger show ID", columns=columns)


def _row(entry: Entry) -> tuple[str, ...]:
    said = entry.event.said
    mark = taken_out(entry) or ("EXPECTED  " if entry.expected else "")
    stance = {"denies": "denies: ", "no-comment": "no comment: "}.get(said.stance, "")
    likely = f"{said.likelihood}: " if said.likelihood else ""
    return (
        day(said.occurred),
        entry.chain[0] if entry.chain else "",
        f"{mark}{stance}{likely}{claim_line(said)}",
        short(entry.event.id),
    )
