"""retract: a source takes back what it said."""

from __future__ import annotations

from typing import Any

import click

from newsledger.cli._amending import (
    by_whom,
    echo,
    gone,
    meant,
    ours,
    refuse_strangers,
    speaker,
    speaking_options,
    warn_if_taken_back,
)
from newsledger.cli._ask import opened
from newsledger.cli._entering import STRANGERS, enter, writing_options
from newsledger.cli._out import hint
from newsledger.errors import InvalidInput
from newsledger.event import say as put
from newsledger.kinds.retraction import Retraction
from newsledger.problems import Problem


@click.command()
@click.argument("identity", metavar="ID")
@click.option("--reason", help="Why, in the source's words or ours.")
@speaking_options
@click.option("--url", help="Where to read it.")
@writing_options(STRANGERS)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    identity: str,
    *,
    reason: str | None,
    url: str | None,
    by: str | None,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    **how: Any,
) -> None:
    """Take back the report ID, because its source did: it was wrong, and gives no other figure.

    Only whoever said it, carried it, or speaks for one of them can. The source takes back every
    report of its claim that was made by then; an outlet takes back its own report alone. A
    retraction or a correction can be taken back in the same way.

    If we entered it wrongly and nobody was wrong, use `newsledger void`.

    \b
    newsledger retract 7c13ab12 --reason "it was another bridge"
    newsledger retract 7c13 --source the-daily --reported 2025-05-03
    """
    ledger = opened(ctx, by=by)
    found: list[Problem] = []
    target = meant(ledger, identity, found)
    wrong = [] if target is None else [*gone(target, identity), *ours(target, identity, "retract")]
    if target is None or wrong:
        raise InvalidInput([*found, *wrong])
    who = speaker(ledger, target, how, found, yes=yes)
    if found:
        raise InvalidInput(found)
    said = put(
        Retraction(target.id, reason=reason),
        source=who.source, via=who.via, reported=who.reported, story=target.said.story, url=url,
    )  # fmt: skip
    echo(target)
    warn_if_taken_back(ledger, target)
    refuse_strangers(ledger, said, target, yes=yes)
    hint(f"{by_whom(ledger, said)}, reported {said.reported}")
    enter(ledger, [said], dry_run=dry_run, as_json=as_json)
