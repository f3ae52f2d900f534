"""explain: one figure back to its events."""

from __future__ import annotations

import shlex
from typing import Any

import click

from newsledger.belief import TABLE, Voice
from newsledger.cli import _formats
from newsledger.cli._ask import asked, finish, opened, question_options
from newsledger.cli._completing import slots
from newsledger.cli._out import say, say_json, width
from newsledger.cli._scale import chosen, scale_option, with_word
from newsledger.errors import NotInLedger
from newsledger.explanation import Explanation, explain
from newsledger.fact import fold

TEXT, MERMAID, DOT = "text", "mermaid", "dot"


@click.command()
@click.argument("slot", shell_complete=slots)
@question_options
@scale_option
@click.option(
    "--format", "form", type=click.Choice([TEXT, _formats.JSON, MERMAID, DOT]), help="Text, JSON, or a graph."
)
@click.pass_context
def command(
    ctx: click.Context, /, slot: str, *, as_json: bool, form: str | None, scale: str | None, **options: Any
) -> None:
    """Show why the picture holds what it holds about SLOT: every voice, with its weight and its event.

    SLOT is a slot or any unambiguous part of its name. The graph of `--format mermaid` can stand in
    a Markdown page, that of `--format dot` is for Graphviz.

    \b
    newsledger explain territory-held/kursk/ukraine 2025-03-16
    newsledger explain encircled 2025-03-16 --scale icd203
    newsledger explain north-korea/beside --format mermaid
    """
    form = _formats.wanted(form, as_json=as_json)
    ledger = opened(ctx)
    picture = asked(ledger, options)
    try:
        why = explain(picture, slot)
    except NotInLedger as error:
        from newsledger.cli._before import not_yet  # few slots are not there
        from newsledger.cli._entering import known_sources

        told = not_yet(ledger, picture, slot, error)
        if fold(slot) in {fold(name) for name in known_sources(ledger)}:
            told = NotInLedger(f"{slot!r} is a source: newsledger sources {shlex.quote(slot)}\n{told}")
        raise told from None
    _answer(why, form, scale, chosen(ledger.config, scale))
    finish(ctx, ledger)


def _answer(why: Explanation, form: str, asked_scale: str | None, scale: str) -> None:
    if form == _formats.JSON:
        say_json(_as_json(why, asked_scale))
    elif form in (TEXT, _formats.TABLE):
        from newsledger.cli._why import show

        show(why, scale, width())
    else:
        from newsledger import graphs  # few answers are drawn

        say(graphs.mermaid(why) if form == MERMAID else graphs.dot(why))


def _as_json(why: Explanation, scale: str | None) -> dict[str, Any]:
    from newsledger.as_json import question_json
    from newsledger.projections.beliefs import belief_json
    from newsledger.reckoning import evidence_json

    belief = why.belief
    return {
        **question_json(why.picture, "newsledger/explanation/1"),
        "belief": with_word(belief_json(belief), belief, scale),
        "weights_table": TABLE.version, "weight": evidence_json(belief.weight), "left": evidence_json(belief.evidence),
        "voices": [_voice_json(voice) for voice in belief.voices],
        "taken_out": [entry.event.id for entry in why.taken_out], "decisive": list(why.decisive), "again": why.command,
    }  # fmt: skip


def _voice_json(voice: Voice) -> dict[str, Any]:
    """One voice: who speaks, what is said, and each factor of its weight as a decimal."""
    from newsledger.codec import as_stored
    from newsledger.projections.beliefs import millionths

    weighing = voice.weighing
    factors = {
        "grade": weighing.grade, "confidence": weighing.confidence, "interest": weighing.interest,
        "decay": weighing.decay, "new": weighing.new, "weight": weighing.weight, "now": weighing.now,
    }  # fmt: skip
    return {
        "id": voice.event.id, "role": str(voice.role), "origin": voice.origin, "side": voice.side, "grade": voice.grade,
        "graded": voice.graded, "has_stake": voice.has_stake, "counted": weighing.counted,
        "weighing": {name: millionths(number) for name, number in factors.items()}, "said": as_stored(voice.event.said),
    }  # fmt: skip
