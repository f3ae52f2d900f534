"""init: a new ledger."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from newsledger.cli._finding import DATABASE
from newsledger.cli._out import many, say
from newsledger.config import Config, Story
from newsledger.stores.directory import DirectoryStore
from newsledger.values.when import check_zone

DEMO = Config(
    title="The battle for Kursk", zone="Europe/Kyiv",
    stories=(Story(name="kursk", title="The battle for Kursk", zone="Europe/Kyiv"),),
)  # fmt: skip
"""How the ledger of the demo is set up."""

STORES = FILES, SQLITE = ("files", "sqlite")

DEMO_SHEETS = ("kursk-record.report", "kursk.report")
"""The sheets of the demo, in the order in which they are added; they travel with the package."""


@click.command()
@click.argument("folder", metavar="[DIR]", default=".")
@click.option("--title", default="", help="What the ledger is called.")
@click.option("--story", default=None, help="The name of its first story.")
@click.option("--zone", default=None, help="Whose days are meant, such as Europe/Kyiv; UTC where none is given.")
@click.option("--demo", is_flag=True, help="Put the story of the battle for Kursk into it, to try things with.")
@click.option(
    "--store",
    type=click.Choice(STORES),
    default=FILES,
    help="Where events live: files, to be diffed in git; or sqlite, one file for feeds. Files where none is given.",
)
def command(
    folder: str,
    title: str,
    story: str | None,
    zone: str | None,
    demo: bool,  # noqa: FBT001  click's own signature
    store: str,
) -> None:
    """Start a ledger in DIR (here where none is given): a folder `events/` with its settings.

    With `--store sqlite` it is one file, `ledger.db`. `newsledger convert` makes either of the other, at any time.

    \b
    newsledger init my-story --title "The ridge fire" --story ridge-fire --zone America/Los_Angeles
    newsledger init try-it --demo
    newsledger init wire --store sqlite
    """
    if demo and (title or story or zone):
        raise click.UsageError("--demo brings its own title, story and zone: leave out --title, --story and --zone.")
    zone = zone or "UTC"
    check_zone(zone)
    stories = (Story(name=story, title=title, zone=zone),) if story else ()
    config = DEMO if demo else Config(title=title or story or "", zone=zone, stories=stories)
    where = _make(Path(folder), config, store)
    here = "" if folder == "." else f" -C {shlex.quote(folder)}"
    if demo:
        say(f"It holds {many(_fill(where), 'event')} of a story. Ask it: newsledger{here} replay 2025-03-16")
        return
    say(f"Write a report sheet, then add it: newsledger{here} add SHEET")
    say(f"or one claim: newsledger{here} add 'state/bridge/open = no' --source desk --yes")


def _make(folder: Path, config: Config, store: str) -> Path:
    """Makes the ledger, and says where."""
    if store == FILES:
        where = folder / "events"
        DirectoryStore.create(where, config)
        say(f"A new ledger in {where.absolute()}: its settings are in ledger.toml there.")
        return where
    from newsledger.stores.sqlite import SqliteStore  # few ask for one

    where = folder / DATABASE
    SqliteStore.create(where, config)
    say(f"A new ledger in {where.absolute()}.")
    return where


def _fill(where: Path) -> int:
    """Adds the sheets of the demo; gives how many events they make."""
    from importlib.resources import files

    from newsledger.cli._sheets import read_for
    from newsledger.ledger import open_ledger

    ledger = open_ledger(where)
    for name in DEMO_SHEETS:
        text = (files("newsledger") / "demo" / name).read_text(encoding="utf-8")
        ledger.append(read_for(ledger, text, file=name, before=[]).saids, slug=Path(name).stem)
    return len(ledger.events())
