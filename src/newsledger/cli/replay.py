"""replay: the picture of a date."""

from __future__ import annotations

from typing import Any

import click

from newsledger.cli._ask import asked, finish, header, opened, question_options, why_empty
from newsledger.cli._formats import BELIEF, JSON, TABLE, belief_cells, format_option, wanted, write
from newsledger.cli._out import hint, many, one_line, paragraph, say, say_json, say_wrapped, width
from newsledger.cli._overview import left_over, lines
from newsledger.cli._scale import chosen, scale_option, with_word
from newsledger.cli._wording import claim_line
from newsledger.config import Config
from newsledger.event import short
from newsledger.fact import fold
from newsledger.ledger import Ledger
from newsledger.replay import Picture
from newsledger.values.shown import date, period


@click.command()
@question_options
@click.option("--all", "everything", is_flag=True, help="Every belief, statements included.")
@click.option("--confidence", is_flag=True, help="A column that tells how sure each belief is.")
@scale_option
@click.option("--watch", is_flag=True, help="Show it again whenever files of the ledger change, until Ctrl-C.")
@format_option
@click.pass_context
def command(ctx: click.Context, /, *, as_json: bool, form: str | None, watch: bool, **options: Any) -> None:
    """Show the picture of DATE (today where none is given): what the world could know that day, about that day.

    DATE is 2025-03-16, 2025-03, yesterday, "last friday", -7d. `--at`, `--public` and `--known`
    set each cut alone.

    \b
    newsledger replay 2025-03-16
    newsledger replay --at 2024-12-31 --public 2025-03-16
    newsledger replay 2025-03-16 --known 2025-03-20
    newsledger replay 2025-03-16 --confidence
    """
    wanted_form = wanted(form, as_json=as_json)

    def ask() -> tuple[Ledger, Picture]:
        ledger = opened(ctx)
        return ledger, asked(ledger, options)

    def draw(ledger: Ledger, picture: Picture) -> None:
        _answer(wanted_form, ledger, picture, options)
        finish(ctx, ledger, picture)

    if watch:
        from newsledger.cli._watching import follow

        follow(ctx, ask, draw, marked=wanted_form == TABLE)
    else:
        draw(*ask())


def _answer(form: str, ledger: Ledger, picture: Picture, options: dict[str, Any]) -> None:
    scale: str | None = options["scale"]
    empty = why_empty(ledger, picture)
    if not (empty or picture.beliefs or picture.expected):
        from newsledger.cli._before import nothing_then  # few pictures hold nothing

        empty = nothing_then(picture)
    if form == TABLE:
        named = chosen(ledger.config, scale) if options["confidence"] or scale else None
        _show(ledger.config, picture, empty, everything=options["everything"], scale=named)
    else:
        _write(form, picture, _title(ledger.config, picture), scale)
        if empty:
            hint(empty)


def _write(form: str, picture: Picture, title: str, scale: str | None) -> None:
    """The picture as JSON, or its beliefs in one of the other forms."""
    if form == JSON:
        from newsledger.as_json import picture_json

        told = picture_json(picture)
        told["beliefs"] = _with_words(told["beliefs"], picture, scale)
        say_json(told)
    else:
        from newsledger.projections.beliefs import Beliefs

        records = _with_words(picture[Beliefs].as_json(), picture, scale)
        write(form, BELIEF, records, belief_cells, f"{title} {header(picture)}")


def _with_words(records: list[dict[str, Any]], picture: Picture, scale: str | None) -> list[dict[str, Any]]:
    """The beliefs, with the words of the scale that was asked for, if any was."""
    return [with_word(one, belief, scale) for one, belief in zip(records, picture.beliefs, strict=True)]


def _show(config: Config, picture: Picture, empty: str | None, *, everything: bool, scale: str | None) -> None:
    columns = width()
    for line in paragraph(f"{_title(config, picture)} {header(picture)}", columns=columns):
        say(line, bold=True)
    if empty:
        say_wrapped(empty, columns=columns)
        return
    counts = f"{many(picture.events, 'event')}, {many(picture.sources, 'source')}, newest {date(picture.newest)}."
    sure = f" Before who says so: how sure, {_scale_told(scale)}." if scale else ""
    say_wrapped(f'{counts} Words in "quotes" are the source\'s. * = see contested.{sure}', columns=columns)
    for line, heading in lines(picture, columns, everything=everything, scale=scale):
        say(line, bold=heading)
    _say_redacted(picture, columns)
    _say_more(picture, columns, everything=everything)


def _scale_told(name: str) -> str:
    """What a scale is called above a picture; of plain words also where each begins."""
    from newsledger.scales import scale

    if name == "number":
        return "as a probability"
    if name != "words":
        return f"in words of {scale(name).title}"
    bands = scale(name).bands
    return ", ".join(f"{band.word} from {band.low // 10_000} %" for band in bands)


def _say_redacted(picture: Picture, columns: int) -> None:
    """Says of each event whose words were taken out that they were, by whom and why."""
    for event in picture.redacted:
        say_wrapped(f"REDACTED  {short(event.id)}  {one_line(claim_line(event.said))}", columns=columns)


def _title(config: Config, picture: Picture) -> str:
    """What the picture is of: the one story that it tells, else the ledger; then the dates."""
    stories = picture.stories
    story = picture.question.story or (stories[0] if len(stories) == 1 else None)
    titles = {fold(known.name): known.title for known in config.stories}
    named = config.title or ", ".join(stories) if story is None else titles.get(fold(story)) or story
    public = picture.question.public
    told = f"as told by the end of {period(public)}" if public else "as told until now"
    at = picture.question.at
    about = "" if public == at else f"at the end of {period(at)}, " if at.coarse else f"on {date(at)}, "
    title = f"{named} {about}{told}".strip()
    return title[:1].upper() + title[1:]


def _say_more(picture: Picture, columns: int, *, everything: bool) -> None:
    say()
    hidden = left_over(picture)
    if hidden and not everything:
        told = ", ".join(f"{many} {kind}{'s' if many > 1 else ''}" for kind, many in hidden.items())
        for line in paragraph(
            f"AND MORE  {told}: --all. `newsledger timeline` shows every report in order.", columns=columns
        ):
            say(line)
    for line in paragraph(
        "WHY       `newsledger explain SLOT` shows one figure with the events behind it.", columns=columns
    ):
        say(line)
