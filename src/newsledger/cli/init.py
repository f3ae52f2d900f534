"""init: a new ledger."""

from __future__ import annotations

from pathlib import Path

import click

from newsledger.cli._out import say
from newsledger.config import Config, Story
from newsledger.stores.directory import DirectoryStore
from newsledger.values.when import check_zone


@click.command()
@click.argument("folder", metavar="[DIR]", default=".")
@click.option("--title", default="", help="What the ledger is called.")
@click.option("--story", default=None, help="The name of its first story.")
@click.option("--zone", default="UTC", help="Whose days are meant, such as Europe/Kyiv.")
def command(folder: str, title: str, story: str | None, zone: str) -> None:
    """Start a ledger in DIR (here where none is given): a folder `events/` with its settings.

    \b
    newsledger init my-story --title "The ridge fire" --story ridge-fire --zone America/Los_Angeles
    """
    check_zone(zone)
    stories = (Story(name=story, title=title, zone=zone),) if story else ()
    where = Path(folder) / "events"
    DirectoryStore.create(where, Config(title=title or story or "", zone=zone, stories=stories))
    say(f"A new ledger in {where}: its settings are in {where / 'ledger.toml'}.")
    here = "" if folder == "." else f" -C {folder}"
    say(f"Write a report sheet, then add it: newsledger{here} add SHEET")
    say(f"or one claim: newsledger{here} add 'state/bridge/open = no' --source desk --yes")
