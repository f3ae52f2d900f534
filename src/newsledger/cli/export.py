"""export: the ledger, or what is believed on a date, in other formats."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any

import click

from newsledger.cli._ask import asked_wrong, cut_options, finish, header, opened, why_empty
from newsledger.cli._completing import formats
from newsledger.cli._out import hint, many, one_line, say, say_json, say_wrapped, table, visible, width
from newsledger.cli._paging import deliver
from newsledger.cli._saving import Saving
from newsledger.errors import InvalidInput, NewsledgerError
from newsledger.problems import Problem

if TYPE_CHECKING:
    from newsledger.exporters import Exporter, Job
    from newsledger.ledger import Ledger

MOST = 6
"""So many losses are named in the hint."""


@click.command()
@click.argument("name", metavar="FORMAT", required=False, shell_complete=formats)
@click.argument("date", required=False)
@cut_options
@click.option("--since", metavar="DATE", help="Only what was reported, or changed, after this day.")
@click.option("--to", "target", metavar="FILE", help="Write into FILE; else to stdout.")
@click.option("--force", is_flag=True, help="Write over FILE where there is one.")
@click.option("--places", metavar="FILE", help="Where places are, for a map: a table, or GeoJSON.")
@click.option("--site", metavar="URL", help="Where it will be published, for feeds and reviews.")
@click.option("--raw", is_flag=True, help="Leave cells alone that a spreadsheet may take for formulas.")
@click.option("--losses", is_flag=True, help="Only tell what FORMAT, or each, cannot carry.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    name: str | None,
    *,
    target: str | None,
    force: bool,
    losses: bool,
    as_json: bool,
    **asked: Any,
) -> None:
    """Take the ledger out as FORMAT: reports, beliefs, or what changed, as they were on DATE.

    Formats that hold events (jsonl, parquet, sqlite, cloudevents) take the whole ledger unless a date is
    named. What a format cannot carry is told on stderr, and by --losses.

    \b
    newsledger export csv 2025-03-16 --story kursk --to kursk.csv
    newsledger export atom --since 2025-03-10 --to feed.xml --force
    newsledger export geojson 2025-03-16 --places places.csv --to map.json
    newsledger export --losses
    """
    from newsledger import exporters

    if losses:
        _tell_losses([name] if name else exporters.names(), as_json=as_json)
        ctx.exit(0)
    if name is None:
        message = "no format is named"
        raise InvalidInput([Problem(code="no-format", message=message, hint=f"one of {', '.join(exporters.names())}")])
    chosen = exporters.find(name)
    exporters.refuse_untaken(name, chosen, [one for one in exporters.OPTIONS if asked[one]])
    _check_output(chosen, name, target, as_json=as_json)
    ledger = opened(ctx)
    job = _job(ledger, asked)
    with Saving(target, force=force, apart=ledger_folder(ctx)) as saving:
        size, digest = _written(_parts(chosen, name, job), saving.stream, binary=chosen.binary)
        saving.keep()
    picture = None if chosen.whole and job.uncut else job.picture  # of the whole nothing is left out
    empty = why_empty(ledger, picture) if picture else None if ledger.events() else "The ledger holds no event yet."
    _told(name, chosen, job, empty)
    if target is not None and as_json:
        say_json(_as_json(name, chosen, job, {"file": target, "bytes": size, "sha256": digest}))
    elif target is not None:
        whole = "(the whole ledger)" if job.question.story is None else "(the whole story)"
        what = whole if picture is None else header(picture)
        say(f"{many(size, 'byte')} written into {target} {what}")
    finish(ctx, ledger, picture)


def ledger_folder(ctx: click.Context) -> str:
    """The folder of the ledger, into which nothing is exported: each file in it would be read as events."""
    from newsledger.cli._finding import find_ledger

    return str(find_ledger(ctx.obj))


def _check_output(chosen: Exporter, name: str, target: str | None, *, as_json: bool) -> None:
    if as_json and target is None:
        message = f"--json tells what was written, and stdout holds the {name} itself"
        raise InvalidInput(
            [Problem(code="two-answers", message=message, hint="name a file with --to, or leave --json out")]
        )
    if chosen.binary and target is None and sys.stdout.isatty():
        message = f"{name} is nothing that a terminal can show"
        raise InvalidInput([Problem(code="binary", message=message, hint="name a file: --to FILE")])


def _job(ledger: Ledger, options: dict[str, Any]) -> Job:
    """What the options ask for; every date that cannot be read is told with its option."""
    from newsledger.exporters import prepare, read_places

    dates = {name: options[name] for name in ("date", "at", "public", "known", "since")}
    found = asked_wrong(ledger, dates, options["zone"])
    if found:
        raise InvalidInput(found)
    places = read_places(options["places"]) if options["places"] is not None else None
    return prepare(ledger, **(options | {"places": places}), damaged=True)


def _parts(chosen: Exporter, name: str, job: Job) -> Iterator[bytes]:
    """The bytes of an export. An exporter of another package that fails is named, and nothing is written."""
    from newsledger.exporters import GROUP
    from newsledger.plugins import failure_of, package_of

    try:
        parts = chosen.write(job)
        # what is ours refuses before its first byte; of another's all is there, or nothing is written into a pipe
        for part in parts if package_of(GROUP, name) is None else list(parts):
            yield _checked(part)
    except (NewsledgerError, GeneratorExit):
        raise
    except Exception as error:
        told = failure_of(GROUP, name, error)
        if told is None:
            raise
        hint_ = "tell whoever wrote it; nothing was written"
        raise InvalidInput([Problem(code="broken-plugin", message=told, hint=hint_)]) from None


def _checked(part: object) -> bytes:
    """A part as an exporter gave it: another's program may give anything."""
    if not isinstance(part, bytes):
        message = f"{type(part).__name__} stands where bytes are expected"
        raise TypeError(message)
    return part


def _written(parts: Iterable[bytes], stream: IO[bytes] | None, *, binary: bool) -> tuple[int, str]:
    """How many bytes were written, and their SHA-256. Into a terminal goes only what does nothing to it."""
    size, digest = 0, hashlib.sha256()
    deliver()
    shown = stream is None and sys.stdout.isatty()
    for part in parts:
        digest.update(part)
        size += len(part)
        if stream is None:
            click.echo(visible(part.decode()) if shown and not binary else part, nl=False)
        else:
            stream.write(part)
    return size, digest.hexdigest()


# --- what is lost -----------------------------------------------------------------------------


def _told(name: str, chosen: Exporter, job: Job, empty: str | None) -> None:
    """What the format left behind, on stderr; and why there is nothing in it."""
    if empty:
        hint(empty)
    if chosen.losses:
        more = f" and {len(chosen.losses) - MOST} more" if len(chosen.losses) > MOST else ""
        parts = ", ".join(list(chosen.losses)[:MOST]) + more
        hint(f"{name} does not carry all of it ({parts}): newsledger export {name} --losses")
    if job.places is not None:
        from newsledger.exporters.geojson import placed

        left = len(job.picture.beliefs) - len(placed(job.picture, job.places))
        hint(f"{many(left, 'belief')} of {len(job.picture.beliefs)} left out: no key of them is a place in that file")


def _tell_losses(names: list[str], *, as_json: bool) -> None:
    from newsledger import exporters

    found = {name: dict(exporters.find(name).losses) for name in names}
    if as_json:
        say_json({"schema": "newsledger/losses/1", "aspects": exporters.ASPECTS, "losses": found})
        return
    for name, lost in found.items():
        say(name if lost else f"{name}: nothing is lost", bold=True)
        rows = [(aspect, one_line(what), exporters.ASPECTS.get(aspect, "")) for aspect, what in lost.items()]
        for line in table(rows, columns=width()):
            say(line)
    if len(names) > 1:
        say_wrapped("Every other part of a ledger is carried as it stands.", columns=width())


def _as_json(name: str, chosen: Exporter, job: Job, written: dict[str, Any]) -> dict[str, Any]:
    from newsledger.as_json import question_json

    question = question_json(job, "newsledger/exported/1")
    since = None if job.since is None else job.since.text
    return {**question, "format": name, "whole": chosen.whole and job.uncut, "since": since, **written,
            "losses": dict(chosen.losses)}  # fmt: skip
