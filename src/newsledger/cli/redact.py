"""redact: words that have to go."""

from __future__ import annotations

import sys

import click

from newsledger.cli._amending import days_of, echo, meant, typed
from newsledger.cli._ask import opened
from newsledger.cli._entering import show_effect, writing_options
from newsledger.cli._out import confirm, hint, many, one_line, say, say_json
from newsledger.cli._wording import claim_line
from newsledger.cli.show import find_event
from newsledger.errors import InvalidInput
from newsledger.event import Event, Said, short
from newsledger.event import say as put
from newsledger.kinds.redaction import Redaction
from newsledger.ledger import Ledger
from newsledger.live import redactions, target_of
from newsledger.problems import Problem

NOT_OURS = "copies elsewhere keep the words: git's history, clones, backups, and the names of files"
"""What no program can take out of other people's hands."""


@click.command()
@click.argument("identity", metavar="ID")
@click.option("--reason", help="Why the words have to go; it stays in the ledger, so name nothing that has to go.")
@click.option("--authority", help="Who decided it.")
@writing_options("Without asking.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    identity: str,
    *,
    reason: str | None,
    authority: str | None,
    by: str | None,
    yes: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take the words of the event ID out of `events/`, for good, and declare who decided so and why.

    Its id, and when and by whom it was taken in, stay, so that nothing is lost in silence. Pictures, timeline
    and check say that it was redacted. What it took back or said of a source no longer counts either.

    The declaration is written first: if this is interrupted, run it again. Git's history and
    other copies keep the words; see "What must go" in the documents.

    \b
    newsledger redact 7c13ab12 --reason "names a minor" --authority "the editor"
    """
    ledger = opened(ctx, by=by)
    found: list[Problem] = []
    target = meant(ledger, identity, found)
    # declared already: after an interruption, or a merge that brought the words back
    declared = None if target is None else redactions(ledger.events()).get(target.id)
    found += [] if declared is not None else _wrong_options(reason, authority)
    if target is not None and target.said.kind == "redaction":
        message = f"{short(target.id)} is a redaction, the only trace of words that went"
        found.append(typed("redaction", message, f"to take it back: newsledger void {short(target.id)}", identity))
    if found or target is None:
        raise InvalidInput(found)
    echo(target)
    new = put(Redaction(target.id, reason=reason, authority=authority), story=target.said.story)
    said = new if declared is None or reason or authority else None
    changed = show_effect(ledger, [] if said is None else [said], days_of(ledger, target))
    _tell_what_stays(ledger, target)
    if dry_run:
        hint("nothing written: --dry-run")
        files: tuple[str, ...] = ()
    else:
        _ask(target, yes=yes)
        files = _redact(ledger, target, said)
    if not (as_json or dry_run):
        done = find_event(ledger, target.id)
        say(f"{short(done.id)}  {one_line(claim_line(done.said))}")
    if as_json:
        say_json({"schema": "newsledger/redacted/1", "id": target.id, "files": list(files), "dry_run": dry_run,
                  "changes": changed})  # fmt: skip


def _wrong_options(reason: str | None, authority: str | None) -> list[Problem]:
    told = {"reason": ("why", reason, "names a minor"), "authority": ("who decided it", authority, "the editor")}
    return [
        typed(f"no-{name}", f"a redaction tells {what}", f'add --{name} "{example}"', "")
        for name, (what, words, example) in told.items()
        if not (words or "").strip()
    ]


def _tell_what_stays(ledger: Ledger, target: Event) -> None:
    """Says what else may hold the words: events that refer to it, and copies out of reach."""
    beside = [event for event in ledger.events() if target.id in (target_of(event.said), _aims_at(event))]
    if beside:
        hint("what refers to it keeps its own words:")
    for event in beside:
        hint(f"  {short(event.id)}  {one_line(claim_line(event.said))}")
    hint(NOT_OURS)


def _aims_at(event: Event) -> str | None:
    target = getattr(event.said.fact, "target", None)
    return None if event.said.kind == "redaction" or not isinstance(target, str) else target


def _ask(target: Event, *, yes: bool) -> None:
    """Asks before words go for good; without a terminal it refuses."""
    if yes:
        return
    if sys.stdin.isatty():
        confirm(f"Take the words of {short(target.id)} out for good?")
        return
    message = f"the words of {short(target.id)} would be gone for good, and nobody is there to be asked"
    raise InvalidInput([typed("unconfirmed", message, "add --yes if they have to go, or --dry-run to see", "")])


def _redact(ledger: Ledger, target: Event, said: Said | None) -> tuple[str, ...]:
    """Declares it, then takes the words out: never the other way round."""
    if said is not None:
        ledger.append(said, slug="redaction")
    files = ledger.store.redact([target.id])
    ledger.refresh()
    hint(f"{many(len(files), 'file')} written anew" + (f": {', '.join(files)}" if files else ""))
    return files
