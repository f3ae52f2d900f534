"""convert: the same ledger in another store: files, SQLite, bare lines."""

from __future__ import annotations

import os
from typing import Any

import attrs
import click

from newsledger.cli._ask import exit_code
from newsledger.cli._finding import find_ledger
from newsledger.cli._out import hint, many, say, say_json, tell
from newsledger.converting import FILES, FORMS, LINES, Converted, convert, form_of
from newsledger.errors import InvalidInput
from newsledger.problems import Place, Problem

MOST = 10
"""So many problems of a damaged ledger are named."""

REFUSALS = {"same-place", "target-exists", "unsafe-name", "unknown-store"}
"""Codes of what is wrong with the call, not with the ledger."""

CALLED = {"files": "a folder of files", "sqlite": "one SQLite file", "jsonl": "bare lines"}


@click.command()
@click.argument("source", metavar="SRC")
@click.argument("target", metavar="DST")
@click.option("--to", type=click.Choice(FORMS), help="What DST becomes, where its name does not tell.")
@click.option("--dry-run", is_flag=True, help="Show what it would do, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="What was made, as JSON.")
@click.pass_context
def command(ctx: click.Context, /, source: str, target: str, *, to: str | None, dry_run: bool, as_json: bool) -> None:
    """Make the same ledger in another store, and hold both against each other. SRC stays as it is.

    SRC is the folder of a ledger, its SQLite file, or a file of bare lines. DST is new: `.db`, `.sqlite` make a
    SQLite file, `.jsonl` bare lines, which leave out settings, seals and sheets; any other name a folder.
    Every member of the set (id, recorded, by) goes over byte for byte.
    Positions are those of one copy: whoever follows SRC begins anew in DST.

    \b
    newsledger convert events ledger.db
    newsledger convert ledger.db copy/events
    """
    if ctx.find_root().params.get("ledger") is not None:
        message = "convert takes two places, SRC and DST: leave out --ledger"
        raise click.UsageError(message)
    source, target = map(os.path.normpath, (source, target))
    try:
        done = convert(_found(source), _placed(target, to), to=to, dry_run=dry_run)
    except InvalidInput as error:
        if any(problem.code in REFUSALS for problem in error.problems):
            raise
        tell(error.problems, most=MOST)
        hint(f"nothing was written to {target}: what is damaged would be lost. Mend it, or restore it, first")
        ctx.exit(exit_code(list(error.problems)))
    _answer(done, target, dry_run=dry_run, as_json=as_json)
    if not dry_run:
        _tell_two(target)


def _found(source: str) -> str:
    """The ledger at a place: in a folder also its `events/` or its `ledger.db`, but none above it."""
    if not os.path.isdir(source) or os.path.isfile(os.path.join(source, "ledger.toml")):
        return source
    found = find_ledger(source)
    if os.path.dirname(os.path.realpath(found)) != os.path.realpath(source):
        problem = Problem(
            code="no-ledger", message=f"there is no ledger in {source}",
            hint="name the folder that holds ledger.toml, or the SQLite file", where=Place(),
        )  # fmt: skip
        raise click.UsageError(f"{problem.message}: {problem.hint}.")
    return found


def _placed(target: str, to: str | None) -> str:
    """Refuses a name that says one thing where another is told."""
    named = form_of(target)
    if to is not None and named not in (FILES, to):
        raise click.UsageError(f"DST is called {os.path.basename(target)}, and --to says {to}: make them agree.")
    return target


def _answer(done: Converted, target: str, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        told: dict[str, Any] = {"schema": "newsledger/converted/1", "target": target, **attrs.asdict(done)}
        say_json({**told, "left_out": list(done.left_out), "dry_run": dry_run})
    else:
        events = many(done.events, "event")
        copies = f" ({done.members} members: some were taken in more than once)" if done.members != done.events else ""
        say(f"{events}{copies}, {many(done.seals, 'seal')}, {many(done.files, 'file')} beside")
    if done.left_out:
        hint(f"bare lines cannot hold {many(len(done.left_out), 'file')} beside: {', '.join(done.left_out[:MOST])}")
    made = f"{target}, {CALLED[done.form]}"
    hint(f"nothing written: --dry-run (it would be {made})" if dry_run else f"made and held against it: {made}")


def _tell_two(target: str) -> None:
    """Says so if commands would now find two ledgers."""
    above = os.path.dirname(target) or "."
    both = (os.path.join(above, "events", "ledger.toml"), os.path.join(above, "ledger.db"))
    if all(map(os.path.isfile, both)) and form_of(target) != LINES:
        hint(f"two ledgers stand in {above} now: move one away, or name one with --ledger")
