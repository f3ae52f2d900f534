"""pack: many small files of old months become one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import click

from newsledger.cli._amending import typed
from newsledger.cli._ask import finish, in_option, opened
from newsledger.cli._out import hint, many, say, say_json, table, width
from newsledger.errors import InvalidInput, LedgerUnusable
from newsledger.ledger import Ledger
from newsledger.stores.directory import DirectoryStore
from newsledger.values.when import When

if TYPE_CHECKING:
    from newsledger.packing import Packed


@click.command()
@click.option(
    "--before", metavar="DATE", help="Join the months that ended before DATE; before this month where none is given."
)
@click.option("--dry-run", is_flag=True, help="Show what it would do, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="What was joined, as JSON.")
@click.pass_context
def command(ctx: click.Context, /, *, before: str | None, dry_run: bool, as_json: bool) -> None:
    """Join the many small files of old months into one per story and month.

    Every line stays byte for byte, and so does every picture. The old files go only after the new one
    was read back from the disk. Files with a line that cannot be read are left as they are.

    \b
    newsledger pack --dry-run
    newsledger pack --before 2025-01
    """
    ledger = opened(ctx)
    month = _month(ledger, before)
    store = ledger.store
    if not isinstance(store, DirectoryStore):
        raise LedgerUnusable("only a ledger of files can be packed: this one is one file already")
    done = store.pack(month, dry_run=dry_run)
    ledger.refresh()
    if as_json:
        packed: list[dict[str, Any]] = [attrs.asdict(one) for one in done]
        say_json({"schema": "newsledger/packed/1", "before": month, "dry_run": dry_run, "packed": packed})
    else:
        _show(done)
    hint(_summary(done, month, dry_run=dry_run))
    finish(ctx, ledger)


def _month(ledger: Ledger, told: str | None) -> str:
    """The first month that is left alone."""
    today = ledger.today(ledger.config.zone)
    if told is None:
        return today.text[:7]
    try:
        first = When.read(told, said_on=today, zone=ledger.config.zone).first_day()
    except InvalidInput as error:
        raise InvalidInput(in_option("--before", told, error)) from None
    if first is None:
        message = f"--before: {told} has no beginning, so that no month ended before it"
        raise InvalidInput([typed("open-date", message, "give a month or a day, such as 2025-01", told)])
    if first.isoformat() > today.text:
        message = f"--before: {told} is after today ({today}); a month that still runs is not packed"
        raise InvalidInput([typed("future-date", message, "give a month that has ended, or leave it out", told)])
    return first.isoformat()[:7]


def _show(done: list[Packed]) -> None:
    for line in table([_row(one) for one in done], columns=width(), indent=""):
        say(line)


def _row(one: Packed) -> tuple[str, ...]:
    what = f"{many(len(one.files), 'file')}, {many(one.lines, 'line')}"
    return (f"{one.folder or '.'} {one.month}", what, one.file or "")


def _summary(done: list[Packed], month: str, *, dry_run: bool) -> str:
    if not done:
        return f"nothing to join: no month before {month} has several small files"
    files = sum(len(one.files) for one in done)
    told = f"{many(files, 'file')} into {len(done)}, every line as it was"
    return f"nothing written: --dry-run ({told})" if dry_run else f"joined {told}"
