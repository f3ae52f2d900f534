"""brief: what changed, what is contested, what was taken back, what lies ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from newsledger.cli._ask import asked_wrong, cut_options, finish, header, opened, why_empty
from newsledger.cli._finding import find_ledger
from newsledger.cli._out import emit, hint, many, say, say_json, width
from newsledger.cli._saving import Saving
from newsledger.errors import InvalidInput
from newsledger.values.when import When

if TYPE_CHECKING:
    from newsledger.cli._briefing import Brief

WIDE = 100
"""Columns of text in a file."""

TEXT, MARKDOWN, HTML = FORMS = ("text", "markdown", "html")


@click.command()
@click.argument("date", required=False)
@cut_options
@click.option("--since", metavar="DATE", help="What happened after this day; the day before DATE where none is given.")
@click.option("--format", "form", type=click.Choice(FORMS), help="For a terminal; for a wiki; one page for a browser.")
@click.option("--to", "target", metavar="FILE", help="Write into FILE; else to stdout.")
@click.option("--force", is_flag=True, help="Write over FILE where there is one.")
@click.pass_context
def command(
    ctx: click.Context, /, *, form: str | None, target: str | None, force: bool, as_json: bool, **asked: Any
) -> None:
    """Brief an editor: what changed since a day, what is contested, corrected, gone stale, and what lies ahead.

    Each line tells who says so, and the events behind it. HTML is one file that loads nothing.

    \b
    newsledger brief --story kursk
    newsledger brief 2025-03-16 --story kursk --since 2025-03-10 --format html --to brief.html
    """
    from newsledger.cli import _brief_forms as forms
    from newsledger.cli._briefing import brief
    from newsledger.exporters import prepare

    if as_json and (form is not None or target is not None):
        raise click.UsageError("--json is a form of its own: leave out --format and --to.")
    form = form or (_by_name(target) if target else TEXT)
    ledger = opened(ctx)
    found = asked_wrong(
        ledger, {name: asked[name] for name in ("date", "at", "public", "known", "since")}, asked["zone"]
    )
    if found:
        raise InvalidInput(found)
    job = prepare(ledger, **(asked | {"since": asked["since"] or None}), damaged=True)
    if job.since is None:
        job = prepare(ledger, **(asked | {"since": _day_before(job.question.at, job.zone)}), damaged=True)
    made = brief(job, header(job.picture))
    if as_json:
        from newsledger.as_json import question_json

        say_json({**question_json(job.picture, "newsledger/brief/1"), "since": job.start().text, **forms.as_json(made)})
    elif target is None and form == TEXT:
        for line, bold in forms.text(made, width()):
            say(line, bold=bold)
    else:
        _write(ctx, _as_file(made, form), target, force=force)
    empty = why_empty(ledger, job.picture)
    if empty:
        hint(empty)
    finish(ctx, ledger, job.picture)


def _as_file(made: Brief, form: str) -> str:
    """The brief as the content of a file; text is as wide as a pipe."""
    from newsledger.cli import _brief_forms as forms

    if form == TEXT:
        return "".join(f"{line}\n" for line, _ in forms.text(made, WIDE))
    return forms.markdown(made) if form == MARKDOWN else forms.page(made)


def _by_name(target: str) -> str:
    """The form that a file's name asks for."""
    ending = target.rpartition(".")[2].lower()
    return {"html": HTML, "htm": HTML, "md": MARKDOWN}.get(ending, TEXT)


def _day_before(at: When, zone: str) -> When:
    import datetime as dt

    from newsledger.exporters._job import days_before

    last = at.last_day(zone)
    assert last is not None  # noqa: S101  a question about a date without an end is refused
    return days_before(last, dt.timedelta(days=1))


def _write(ctx: click.Context, content: str, target: str | None, *, force: bool) -> None:
    if target is None:
        emit(content.removesuffix("\n"))
        return
    raw = content.encode()
    with Saving(target, force=force, apart=str(find_ledger(ctx.obj))) as saving:
        assert saving.stream is not None  # noqa: S101  a file was named
        saving.stream.write(raw)
        saving.keep()
    say(f"{many(len(raw), 'byte')} written into {target}")
