"""contested: who says, who denies, who is silent."""

from __future__ import annotations

from typing import Any

import click

from newsledger.belief import Role, Voice
from newsledger.cli._ask import asked, finish, header, opened, question_options, why_empty
from newsledger.cli._formats import JSON, TABLE, Cells, Record, cell, format_option, wanted, write
from newsledger.cli._out import paragraph, say, say_json, say_wrapped, table, width
from newsledger.cli._overview import label
from newsledger.cli._scale import chosen, scale_option, sureness, with_word
from newsledger.cli._wording import day, party, speaker, value
from newsledger.projections.ceasefire import Ceasefire
from newsledger.projections.contested import Contested, Dispute
from newsledger.replay import Picture
from newsledger.values.shown import period

FIELDS = ("name", "contest", "standing", "role", "source", "side", "stance", "value", "told", "id")
"""The columns of the other forms: a row for each voice."""

VERBS = {
    Role.SHOWN: "says",
    Role.AGREES: "says",
    Role.DIFFERS: "says",
    Role.DENIES: "denies",
    Role.SILENT: "silent",
}


@click.command()
@question_options
@scale_option
@format_option
@click.pass_context
def command(ctx: click.Context, /, *, as_json: bool, form: str | None, scale: str | None, **options: Any) -> None:
    """Show what is contested on DATE: said and denied, two answers, no answer.

    \b
    newsledger contested 2025-03-16
    """
    form = wanted(form, as_json=as_json)
    ledger = opened(ctx)
    picture = asked(ledger, options)
    empty = why_empty(ledger, picture)
    if form == JSON:
        from newsledger.as_json import question_json

        say_json({**question_json(picture, "newsledger/contested/1"), "contested": _disputes(picture, scale)})
    elif form != TABLE:
        write(form, FIELDS, _voices(picture), _cells, f"Contested {header(picture)}")
    else:
        _show(picture, empty, width(), chosen(ledger.config, scale))
    finish(ctx, ledger, picture)


def _disputes(picture: Picture, scale: str | None) -> list[Record]:
    disputes = picture[Contested]
    return [with_word(record, one.belief, scale) for record, one in zip(disputes.as_json(), disputes, strict=True)]


def _voices(picture: Picture) -> list[Record]:
    """One record for each voice of each dispute, so that a table of them is flat."""
    disputes = picture[Contested].as_json()
    whole = ("name", "contest", "standing")
    return [{**{name: one[name] for name in whole}, **voice} for one in disputes for voice in one["voices"]]


def _cells(record: Record) -> Cells:
    return {name: cell(record[name]) for name in FIELDS}


def _show(picture: Picture, empty: str | None, columns: int, scale: str) -> None:
    until = f"by the end of {period(picture.question.public)}" if picture.question.public else "until now"
    for line in paragraph(f"Contested {until} {header(picture)}", columns=columns):
        say(line, bold=True)
    if empty:
        say_wrapped(empty, columns=columns)
        return
    for contest, disputes in picture[Contested].by_contest().items():
        say()
        for line in paragraph(str(contest).upper(), columns=columns):
            say(line, bold=True)
        for dispute in disputes:
            _say_dispute(picture, dispute, columns, scale)
    _say_parted(picture, columns)
    say()
    parted = sum(1 for one in picture[Ceasefire] if one.status == "parted")
    counts = f"{len(picture[Contested])} contested, {parted} parted. One figure whole: newsledger explain SLOT"
    say_wrapped(counts, columns=columns)


def _say_dispute(picture: Picture, dispute: Dispute, columns: int, scale: str) -> None:
    belief = dispute.belief
    sure = sureness(belief, scale)
    head = (label(picture, belief), belief.slot.name, *([sure] if sure else []))
    for line in table([head], columns=columns):
        say(line)
    speaking = dispute.voices(Role.SHOWN, Role.AGREES, Role.DIFFERS, Role.DENIES, Role.SILENT)
    for line in table([_row(picture, voice) for voice in speaking], columns=columns, indent="    "):
        say(line)


def _row(picture: Picture, voice: Voice) -> tuple[str, ...]:
    side = f" ({party(picture, voice.side)})" if voice.side else ""
    told = "" if voice.value is None else value(voice.value, voice.told)
    likelihood = f'"{voice.event.said.likelihood}" ' if voice.event.said.likelihood else ""
    return (
        VERBS.get(voice.role, ""),
        f"{speaker(picture, voice)}{side}",
        likelihood + told,
        f"reported {day(voice.event.said.reported)}",
    )


def _say_parted(picture: Picture, columns: int) -> None:
    parted = [one for one in picture[Ceasefire] if one.status == "parted"]
    if not parted:
        return
    say()
    for line in paragraph("PARTIES APART (no dispute about facts)", columns=columns):
        say(line, bold=True)
    rows = [
        (
            one.name,
            "; ".join(f"{party(picture, stand.party)}: {stand.position.replace('-', ' ')}" for stand in one.stands),
        )
        for one in parted
    ]
    for line in table(rows, columns=columns):
        say(line)
