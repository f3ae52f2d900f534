"""note: a remark of ours on an event or a slot."""

from __future__ import annotations

import re

import click

from newsledger.cli._amending import echo, meant, typed
from newsledger.cli._ask import opened
from newsledger.cli._entering import enter, writing_options
from newsledger.cli._out import hint
from newsledger.errors import InvalidInput
from newsledger.event import say as put
from newsledger.event import short
from newsledger.explanation import no_such_slot
from newsledger.kinds.note import Note
from newsledger.ledger import Ledger
from newsledger.problems import Problem

ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)
"""What an address of the web looks like: a scheme and no blanks (RFC 3986)."""


@click.command()
@click.argument("identity", metavar="ID|SLOT")
@click.argument("text", metavar="[TEXT]", required=False)
@click.option("--url", help="Where to read it.")
@click.option("--archive", help="Where a copy is kept.")
@click.option("--translation", help="The words in another language.")
@writing_options("Changes nothing: a note is never asked about.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    identity: str,
    text: str | None,
    *,
    url: str | None,
    archive: str | None,
    translation: str | None,
    by: str | None,
    yes: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Add a remark of ours to the event ID, or to a SLOT: what it means, where it is kept, how it reads elsewhere.

    A note changes no figure. `newsledger show ID` shows it, and `newsledger void` takes it back.

    \b
    newsledger note 7c13ab12 'the report names nobody'
    newsledger note 7c13 --archive https://web.archive.org/web/2025/https://example.org/story
    newsledger note territory-held/kursk/ukraine 'two pockets since March'
    """
    del yes  # nothing is ever asked here; the option is that of all commands that write
    ledger = opened(ctx, by=by)
    found = _wrong_words(text, translation, url=url, archive=archive)
    target, story = _slot(ledger, identity, found) if "/" in identity else _event(ledger, identity, found)
    if found:
        raise InvalidInput(found)
    said = put(Note(target, meaning=text, url=url, archive=archive, translation=translation), story=story)
    enter(ledger, [said], dry_run=dry_run, as_json=as_json, slug="note")


def _wrong_words(text: str | None, translation: str | None, **addresses: str | None) -> list[Problem]:
    found = []
    if not any((words or "").strip() for words in (text, translation, *addresses.values())):
        message = "a note says something: a text, an address, a translation"
        found.append(typed("no-note", message, "write newsledger note ID 'TEXT', or add --url", text or ""))
    for name, address in addresses.items():
        if address is not None and not ADDRESS.fullmatch(address.strip()):
            message = f"--{name}: {address!r} is no address"
            found.append(typed("no-address", message, f"write --{name} https://…; words go in TEXT", address))
    return found


def _event(ledger: Ledger, begun: str, found: list[Problem]) -> tuple[str, str | None]:
    """The id of the event that is meant, and its story."""
    event = meant(ledger, begun, found)
    if event is None:
        return "", None
    if event.redacted:
        hint(f"the words of {short(event.id)} are gone; the note stays beside what is left")
    echo(event)
    return event.id, event.said.story


def _slot(ledger: Ledger, name: str, found: list[Problem]) -> tuple[str, str | None]:
    """The slot of a name, and its story. The ledger has to know it: a note on a mistyped one would never be seen."""
    picture = ledger.replay(hindsight=True, damaged=True)
    wanted = "/".join(picture.names.of(part.strip()) for part in name.split("/"))
    stories = {entry.event.said.story for entry in picture.entries if entry.slot == wanted}
    if stories:
        return wanted, stories.pop() if len(stories) == 1 else None
    message, _, advice = no_such_slot(name, {entry.slot for entry in picture.entries}).partition("\n")
    found.append(typed("unknown-slot", message, advice or None, name))
    return "", None
