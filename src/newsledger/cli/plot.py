"""plot: a slot over time as a picture, with its data as a table."""

from __future__ import annotations

import os
from typing import Any

import attrs
import click

from newsledger.chronicle import find_slot
from newsledger.cli._along import steps_along
from newsledger.cli._ask import finish, header, opened
from newsledger.cli._axes import AT, DATE, MEANS, Axis, read_axis
from newsledger.cli._blocks import blocks
from newsledger.cli._completing import slots, stories
from newsledger.cli._formats import JSON, TABLE, Cells, Record, cell, format_option, wanted, write
from newsledger.cli._out import hint, many, one_line, paragraph, say, say_json, table, width
from newsledger.cli._scale import chosen, confidence_cell, scale_option, with_sureness, with_word
from newsledger.cli._series import Held, Series, Told, held_of, last_day, series, told_of
from newsledger.cli._wording import believed, day
from newsledger.cli._wording import value as shown_value
from newsledger.errors import InvalidInput, NotInLedger
from newsledger.event import short as short_id
from newsledger.ledger import Ledger
from newsledger.problems import Problem
from newsledger.values.quantity import Quantity
from newsledger.values.shown import day as shown_day
from newsledger.values.shown import figure
from newsledger.values.when import When

ENDING = ".svg"

FIELDS = (
    "part", "from", "until", "value", "low", "best", "high", "unit", "standing", "confidence", "mark", "who",
    "reported", "id",
)  # fmt: skip
"""The columns of the other forms: what was believed, then what was told."""

HELD_NAMES = ("since", "value", "range", "standing", "who")
TOLD_NAMES = ("of", "value", "", "who", "reported", "id")
"""The columns of the tables for people."""


@click.command()
@click.argument("slot", shell_complete=slots)
@click.argument("date", required=False)
@click.option("-o", "--output", metavar="FILE.svg", help="Draw it as SVG into this file; else as blocks, here.")
@click.option("--from", "start", metavar="DATE", help="The first day; where none is given, that of the first word.")
@click.option("--to", "end", metavar="DATE", help="The last day; where none is given, that of the last word.")
@click.option("--public", metavar="DATE", help="Each day as it was told by this date, not by that day.")
@click.option("--known", metavar="DATE", help="Only what this ledger held by then.")
@click.option("--hindsight", is_flag=True, help="Each day with all that was said later.")
@click.option("--story", metavar="STORY", help="Only this story.", shell_complete=stories)
@click.option("--zone", metavar="ZONE", help="Whose days are meant, such as Europe/Kyiv.")
@click.option("--json", "as_json", is_flag=True, help="The data as JSON.")
@scale_option
@format_option
@click.pass_context
def command(ctx: click.Context, /, slot: str, date: str | None, **options: Any) -> None:
    """Draw SLOT over time: what was believed, with its range, and what each source told.

    SLOT is a slot or any unambiguous part of its name. As a rule each day shows what could be known
    that day, about that day.
    DATE is the last day, as --to is. Beneath the picture its data stand as a table. SVG needs the
    extra `plot`.

    \b
    newsledger plot territory-held/kursk/ukraine.area --hindsight
    newsledger plot "area burned" --from 2026-08-14 -o burned.svg
    newsledger plot encircled --format csv
    """
    if date is not None and options["end"] is not None:
        raise click.UsageError("DATE and --to both name the last day: keep one of the two")
    options["end"] = options["end"] if date is None else date
    form = wanted(options["form"], as_json=options["as_json"])
    output = _checked(options["output"]) if options["output"] is not None else None
    ledger = opened(ctx)
    axis, start = _axis(ledger, options)
    name = find_slot(ledger.state(), slot, known=axis.known)
    drawn, axis = _series(ledger, name, axis, start, to_the_end=options["end"] is not None)
    head = f"{name}, {MEANS[axis.name]} {header(drawn.picture)}"
    if output is not None:
        _draw(drawn, output)
    _write(form, drawn, axis, head, options["scale"], chosen(ledger.config, options["scale"]), in_words=output is None)
    finish(ctx, ledger)


def _axis(ledger: Ledger, options: dict[str, Any]) -> tuple[Axis, When | None]:
    """What moves: `at` and `public` together, or `at` alone where `public` stands still or is open."""
    if options["hindsight"] and options["public"] is not None:
        message = "--hindsight leaves open what --public sets: leave one of them out"
        raise click.UsageError(message)
    name = AT if options["hindsight"] or options["public"] is not None else DATE
    dates = {"--from": options["start"], "--to": options["end"]}
    axis, read = read_axis(ledger, {**options, "axis": name, "at": None}, dates, end="--to")
    start, end = read.get("--from"), read.get("--to")
    if start is not None and start.span(axis.zone)[0] >= axis.end.span(axis.zone)[1]:
        until = f"--to {end}" if end is not None else f"today, {axis.end}"
        message = f"--from {start} is after {until}: nothing lies between"
        advice = f"swap them: --from {end} --to {start}" if end is not None else "give an earlier --from"
        raise InvalidInput([Problem(code="ends-before-it-starts", message=message, hint=advice)])
    return attrs.evolve(axis, end=_last(axis.end, axis.zone)), start


def _last(when: When, zone: str) -> When:
    """The last day of a date: a series ends with a day."""
    last = when.last_day(zone)
    return when if last is None else When.parse(last.isoformat())


def _series(ledger: Ledger, name: str, axis: Axis, start: When | None, *, to_the_end: bool) -> tuple[Series, Axis]:
    """The series of a slot, and its axis, which ends where nothing more was told unless an end was asked for.

    Raises `NotInLedger` if there is nothing to draw.
    """
    steps = steps_along(ledger, name, axis)
    told = told_of(ledger, name, axis.question(ledger, axis.end))
    end = axis.end.last_day(axis.zone)
    last = last_day(steps, told, axis.zone)
    first = None if start is None else start.first_day(axis.zone)
    if end is None or last is None:
        raise NotInLedger(f"nothing was told of {name} by {day(axis.end)}, hence there is nothing to draw")
    if not to_the_end and (first is None or first <= last):
        end = min(end, last)
    axis = attrs.evolve(axis, end=When.parse(end.isoformat()))
    picture = ledger.state().picture(axis.question(ledger, axis.end))
    found = series(name, held_of(steps, axis.zone, end), told, picture, start=first, end=end)
    if found is None:
        span = f"from {shown_day(first) if first else 'the first word'} to {shown_day(end)}"
        raise NotInLedger(f"nothing was told or believed of {name} {span}, hence there is nothing to draw")
    return found, axis


# --- the file ---------------------------------------------------------------------------------


def _checked(path: str) -> str:
    """A path that a picture can be written to. Raises `InvalidInput` where it cannot."""
    folder = os.path.dirname(path) or "."
    if not path.lower().endswith(ENDING):
        stem = os.path.splitext(os.path.basename(path))[0] or "plot"
        raise _wrong_file("not-svg", f"-o {path!r}: only SVG is drawn", f"write -o {stem}{ENDING}")
    if not os.path.isdir(folder):
        raise _wrong_file("no-folder", f"-o {path!r}: there is no folder {folder!r}", "make it, or name another")
    if os.path.isdir(path):
        raise _wrong_file("is-folder", f"-o {path!r} is a folder", f"write -o {os.path.join(path, 'plot' + ENDING)}")
    return path


def _wrong_file(code: str, message: str, advice: str) -> InvalidInput:
    return InvalidInput([Problem(code=code, message=one_line(message), hint=one_line(advice))])


def _draw(drawn: Series, path: str) -> None:
    try:
        from newsledger.cli._svg import svg
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "newsledger":
            raise
        message = f"drawing SVG needs matplotlib, and {error.name} is not installed"
        advice = "install it: pip install 'newsledger[plot]'; without -o it is drawn as blocks"
        raise InvalidInput([Problem(code="missing-extra", message=message, hint=advice)]) from None
    from newsledger.durable import telling, write_whole

    content = svg(drawn, f"{drawn.name}, {shown_day(drawn.start)} to {shown_day(drawn.end)}", in_words(drawn))
    folder, name = os.path.split(path)
    with telling(folder or ".", "no picture was written"):
        write_whole(folder or ".", name, content)
    hint(f"drawn into {path}")


def in_words(drawn: Series) -> str:
    """What a picture shows, for whoever does not see it: its counts, then each belief with its days."""
    marks = [one.mark for one in drawn.told]
    counts = [f"{marks.count(mark)} {mark}" for mark in dict.fromkeys(marks)]
    reports = f"{many(len(marks), 'report')} of {many(len(drawn.origins), 'origin')} ({', '.join(counts)})"
    lines = [f"{reports if marks else 'No report'}; {many(len(drawn.held), 'belief')}."]
    lines += [f"From {shown_day(one.day)}: {believed(one.belief)}, {one.belief.standing}." for one in drawn.held]
    return one_line(" ".join(lines))


# --- the answer -------------------------------------------------------------------------------


def _write(form: str, drawn: Series, axis: Axis, head: str, asked: str | None, scale: str, *, in_words: bool) -> None:
    if form == TABLE:
        _show(drawn, head, scale, blocks_too=in_words)
    elif form == JSON:
        say_json(_as_json(drawn, axis, asked))
    else:
        records = [*(_held(one, asked) for one in drawn.held), *(_told(one) for one in drawn.told)]
        write(form, FIELDS, records, _cells, head)


def _show(drawn: Series, head: str, scale: str, *, blocks_too: bool) -> None:
    columns = width()
    for line in paragraph(head, columns=columns):
        say(line, bold=True)
    if blocks_too:
        say()
        for line in blocks(drawn, columns):
            say(line)
    for title, names, rows in (
        ("BELIEVED", HELD_NAMES, [_held_row(one, scale) for one in drawn.held]),
        ("TOLD", TOLD_NAMES, [_told_row(one) for one in drawn.told]),
    ):
        say()
        say(title, bold=True)
        for line in table([names, *rows] if rows else [("nothing",)], columns=columns):
            say(line)
    if len(drawn.held) + len(drawn.told) == 1 or drawn.start == drawn.end:
        hint("one point alone: nothing moved in that time")


def _held_row(one: Held, scale: str) -> tuple[str, ...]:
    standing = ", ".join([str(one.belief.standing), *one.belief.flags])
    return (
        shown_day(one.day), believed(one.belief), _range(one), with_sureness(standing, one.belief, scale),
        one_line(", ".join(one.who)),
    )  # fmt: skip


def _range(one: Held) -> str:
    """The range of a figure in words; nothing where it is one number."""
    value = one.belief.value
    if not isinstance(value, Quantity) or (value.low is None and value.high is None):
        return ""
    return figure(attrs.evolve(value, best=None))


def _told_row(one: Told) -> tuple[str, ...]:
    told = shown_value(one.value, one.words) if one.value is not None else ""
    return (
        _days(one),
        told,
        one.mark,
        one_line(one.who),
        day(one.event.said.reported),
        short_id(one.event.id),
    )


def _days(one: Told) -> str:
    if one.first == one.last and one.first is not None:
        return shown_day(one.first)
    first = shown_day(one.first) if one.first else "ever"
    return f"{first} to {shown_day(one.last) if one.last else 'open'}"


def _as_json(drawn: Series, axis: Axis, asked: str | None) -> Record:
    from newsledger.as_json import question_json

    return {
        **question_json(drawn.picture, "newsledger/plot/1"), "axis": axis.name, "name": drawn.name,
        "from": drawn.start.isoformat(), "until": drawn.end.isoformat(),
        "believed": [_held(one, asked) for one in drawn.held], "told": [_told(one) for one in drawn.told],
    }  # fmt: skip


def _held(one: Held, asked: str | None) -> Record:
    from newsledger.projections.beliefs import belief_json

    days = {"part": "believed", "from": one.day.isoformat(), "until": one.until.isoformat()}
    return {**days, **with_word(belief_json(one.belief), one.belief, asked), "who": list(one.who)}


def _told(one: Told) -> Record:
    from newsledger.projections.beliefs import value_json

    words = () if one.words is None else (one.words,)
    reported = one.event.said.reported
    return {
        "part": "told", "from": one.first and one.first.isoformat(), "until": one.last and one.last.isoformat(),
        "value": None if one.value is None else value_json(one.value, words, is_term=False), "mark": one.mark,
        "who": one.who, "origin": one.origin, "reported": reported and reported.text, "id": one.event.id,
    }  # fmt: skip


def _cells(record: Record) -> Cells:
    value = record["value"] or {}
    parts = {name: cell(value.get(name)) for name in ("low", "best", "high", "unit")}
    told = {name: cell(record.get(name)) for name in FIELDS} | {"confidence": cell(confidence_cell(record))}
    return told | parts | {"value": cell(value.get("text"))}
