"""explain: one figure back to its events."""

from __future__ import annotations

from typing import Any

import click

from newsledger.belief import Role, Standing, Voice
from newsledger.cli._ask import asked, finish, header, opened, question_options
from newsledger.cli._completing import slots
from newsledger.cli._out import paragraph, say, say_json, table, width
from newsledger.cli._overview import label
from newsledger.cli._wording import against, believed, day, listed, party, reserves, speaker, value, who
from newsledger.errors import NotInLedger
from newsledger.event import short
from newsledger.explanation import Explanation, explain
from newsledger.projections.territory import percent_change

STANDING_IN_WORDS = {
    Standing.OWN_WORD: "the party's own word about itself.",
    Standing.DISPUTED: "some say so, others say otherwise.",
    Standing.DENIED: "denied, and nobody on record says it.",
    Standing.BOTH_SIDES: "opposing sides agree on it.",
    Standing.CONFIRMED: "independent sources agree, one of them without a stake.",
    Standing.CORROBORATED: "more than one origin says so.",
    Standing.CLAIMED: "one side says so, nobody else does.",
    Standing.REPORTED: "one origin says so, which has no declared stake in it.",
    Standing.UNVERIFIED: "nobody whose word counts says so.",
}
"""What each standing means, in a sentence."""


@click.command()
@click.argument("slot", shell_complete=slots)
@question_options
@click.pass_context
def command(ctx: click.Context, /, slot: str, *, as_json: bool, **options: Any) -> None:
    """Show why the picture holds what it holds about SLOT: every voice, with its event.

    SLOT is a slot or any unambiguous part of its name. The weights that sources carry come
    with a later release.

    \b
    newsledger explain territory-held/kursk/ukraine 2025-03-16
    newsledger explain encircled 2025-03-16
    """
    ledger = opened(ctx)
    picture = asked(ledger, options)
    try:
        why = explain(picture, slot)
    except NotInLedger as error:
        from newsledger.cli._before import not_yet  # few slots are not there

        raise not_yet(ledger, picture, slot, error) from None
    if as_json:
        say_json(_as_json(why))
    else:
        _show(why, width())
    finish(ctx, ledger)


def _as_json(why: Explanation) -> dict[str, Any]:
    from newsledger.as_json import question_json
    from newsledger.codec import as_stored
    from newsledger.projections.beliefs import belief_json

    voices = [
        {"id": voice.event.id, "role": str(voice.role), "origin": voice.origin, "side": voice.side,
         "grade": voice.grade, "graded": voice.graded, "said": as_stored(voice.event.said)}
        for voice in why.belief.voices
    ]  # fmt: skip
    return {
        **question_json(why.picture, "newsledger/explanation/1"), "belief": belief_json(why.belief), "voices": voices,
        "taken_out": [entry.event.id for entry in why.taken_out], "again": why.command,
    }  # fmt: skip


def _show(why: Explanation, columns: int) -> None:
    belief, picture = why.belief, why.picture
    for line in paragraph(f"{belief.slot.name} {header(picture)}", columns=columns):
        say(line, bold=True)
    say()
    for line in paragraph(f"{label(picture, belief)}: {believed(belief)}.", columns=columns):
        say(line)
    for line in paragraph(
        f"{str(belief.standing).upper()}: {STANDING_IN_WORDS[belief.standing]} {_reserve(why)}".strip(),
        columns=columns,
    ):
        say(line)
    for title, rows in _parts(why):
        say()
        say(title, bold=True)
        for line in table(rows, columns=columns):
            say(line)
    say()
    _say_end(why, columns)


def _reserve(why: Explanation) -> str:
    told = reserves(why.belief)
    many = f"{why.belief.witnesses} origin{'' if why.belief.witnesses == 1 else 's'}"
    return f"It rests on {many}." + (f" {told[:1].upper()}{told[1:]}." if told else "")


def _parts(why: Explanation) -> list[tuple[str, list[tuple[str, ...]]]]:
    belief = why.belief
    parts = [
        (
            "WHO SAYS IT",
            [_voice(why, voice) for voice in belief.of(Role.SHOWN, Role.AGREES)] or [("nobody on record",)],
        ),
        ("WHO SAYS OTHERWISE", [_voice(why, voice) for voice in belief.of(Role.DIFFERS)]),
        ("WHO DENIES IT", [_voice(why, voice) for voice in belief.of(Role.DENIES)] or [("nobody",)]),
        ("WHO WAS NOT HEARD", _not_heard(why)),
        ("EARLIER", [*(_voice(why, voice) for voice in belief.of(Role.EARLIER)), *_change(why)]),
        ("NOT COUNTED", [_voice(why, voice) for voice in belief.of(Role.APART)]),
        (
            "TAKEN OUT",
            [_gone(why, entry) for entry in why.taken_out] or [("nothing corrected, retracted or voided",)],
        ),
    ]
    return [(title, rows) for title, rows in parts if rows]


def _voice(why: Explanation, voice: Voice) -> tuple[str, ...]:
    picture, said = why.picture, voice.event.said
    grade = f"grade {voice.grade}" + ("" if voice.graded else " by default")
    side = f"side {party(picture, voice.side)}, " if voice.side else ""
    through = f"through {listed([picture.label(link) for link in said.via])}, " if said.via else ""
    told = value(voice.value, voice.told) if voice.value is not None else ""
    words = f' (told as "{voice.told}")' if voice.told and voice.told not in told else ""
    name = f"{speaker(picture, voice)} ({side}{grade}){_one_origin(why, voice)}"
    dated = f"{through}reported {day(said.reported)}, for {day(said.occurred)}"
    return (short(voice.event.id), name, f"{told}{words}", dated)


def _one_origin(why: Explanation, voice: Voice) -> str:
    """Says with whom a voice is one witness."""
    supporting = why.belief.of(Role.SHOWN, Role.AGREES)
    earlier = (
        [other for other in supporting[: supporting.index(voice)] if other.origin == voice.origin]
        if voice in supporting
        else []
    )
    return f", counted as one with {speaker(why.picture, earlier[0])}" if earlier else ""


def _not_heard(why: Explanation) -> list[tuple[str, ...]]:
    silent = [(*_voice(why, voice)[:2], "would not say", _voice(why, voice)[3]) for voice in why.belief.of(Role.SILENT)]
    heard = {voice.side for voice in why.belief.voices}
    parties = [
        key for key in why.belief.slot.keys if why.picture.directory.entry(key).category == "party" and key not in heard
    ]
    return [*silent, *(("", f"{party(why.picture, name)} itself gives no word", "", "") for name in parties)]


def _change(why: Explanation) -> list[tuple[str, ...]]:
    was = why.belief.was
    change = percent_change(was.value, why.belief.value) if was else None
    return [("", "change", change, "computed from the newest earlier figure of the same origin")] if change else []


def _gone(why: Explanation, entry: Any) -> tuple[str, ...]:
    from newsledger.cli._wording import claim_line

    by = " ".join(short(one) for one in entry.taken_out_by) or "void"
    return (short(entry.event.id), why.picture.label(entry.source), claim_line(entry.event.said), f"by {by}")


def _say_end(why: Explanation, columns: int) -> None:
    belief = why.belief
    newest = f"NEWEST WORD  {belief.age} day{'' if belief.age == 1 else 's'} old at the date asked"
    if belief.standing is Standing.DISPUTED:
        newest += f"; {against(why.picture, belief)}"
    else:
        newest += f"; {who(why.picture, belief)}"
    ids = " ".join(short(one) for one in why.ids)
    for text in (newest, f"RESTS ON     {ids}"):
        for line in paragraph(text, columns=columns):
            say(line)
    # Whole, however narrow the screen: it is there to be copied.
    say(f"AGAIN        {why.command}")
