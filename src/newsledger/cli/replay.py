"""replay: the picture of a date."""

from __future__ import annotations

from typing import Any

import click

from newsledger.cli._ask import asked, finish, header, opened, question_options, why_empty
from newsledger.cli._formats import BELIEF, JSON, TABLE, belief_cells, format_option, wanted, write
from newsledger.cli._out import hint, many, one_line, paragraph, say, say_json, say_wrapped, width
from newsledger.cli._overview import left_over, lines
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
@click.option("--watch", is_flag=True, help="Show it again whenever files of the ledger change, until Ctrl-C.")
@format_option
@click.pass_context
def command(
    ctx: click.Context, /, *, as_json: bool, form: str | None, everything: bool, watch: bool, **options: Any
) -> None:
    """Show the picture of DATE (today where none is given): what the world could know that day, about that day.

    DATE is 2025-03-16, 2025-03, yesterday, "last friday", -7d. `--at`, `--public` and `--known`
    set each cut alone.

    \b
    newsledger replay 2025-03-16
    newsledger replay --at 2024-12-31 --public 2025-03-16
    newsledger replay 2025-03-16 --known 2025-03-20
    """
    chosen = wanted(form, as_json=as_json)

    def ask() -> tuple[Ledger, Picture]:
        ledger = opened(ctx)
        return ledger, asked(ledger, options)

    def draw(ledger: Ledger, picture: Picture) -> None:
        _answer(chosen, ledger, picture, everything=everything)
        finish(ctx, ledger, picture)

    if watch:
        from newsledger.cli._watching import follow

        follow(ctx, ask, draw, marked=chosen == TABLE)
    else:
        draw(*ask())


def _answer(form: str, ledger: Ledger, picture: Picture, *, everything: bool) -> None:
    empty = why_empty(ledger, picture)
    if form == TABLE:
        _show(ledger.config, picture, empty, everything=everything)
    else:
        _write(form, picture, _title(ledger.config, picture))
        if empty:
            hint(empty)


def _write(form: str, picture: Picture, title: str) -> None:
    """The picture as JSON, or its beliefs in one of the other forms."""
    if form == JSON:
        from newsledger.as_json import picture_json

        say_json(picture_json(picture))
    else:
        from newsledger.projections.beliefs import Beliefs

        write(form, BELIEF, picture[Beliefs].as_json(), belief_cells, f"{title} {header(picture)}")


def _show(config: Config, picture: Picture, empty: str | None, *, everything: bool) -> None:
    columns = width()
    for line in paragraph(f"{_title(config, picture)} {header(picture)}", columns=columns):
        say(line, bold=True)
    if empty:
        say_wrapped(empty, columns=columns)
        return
    newest = max(
        (entry.event.said.reported for entry in picture.entries if entry.event.said.reported),
        key=lambda when: when.span()[1],
    )
    counts = f"{many(picture.events, 'event')}, {many(picture.sources, 'source')}, newest {date(newest)}."
    for line in paragraph(f'{counts} Words in "quotes" are the source\'s. * = see contested.', columns=columns):
        say(line)
    for line, heading in lines(picture, columns, everything=everything):
        say(line, bold=heading)
    _say_redacted(picture, columns)
    _say_more(picture, columns, everything=everything)


def _say_redacted(picture: Picture, columns: int) -> None:
    """Says of each event whose words were taken out that they were, by whom and why."""
    for event in picture.redacted:
        say_wrapped(f"REDACTED  {short(event.id)}  {one_line(claim_line(event.said))}", columns=columns)


def _title(config: Config, picture: Picture) -> str:
    """What the picture is of: the one story that it tells, else the ledger; then the dates."""
    stories = sorted({entry.event.said.story for entry in picture.entries if entry.event.said.story})
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
