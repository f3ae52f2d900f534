"""rivers: how high each river stands on a date."""

import click

from newsledger.cli import ledger_of
from newsledger_weather.projection import RiverLevels


@click.command()
@click.argument("date", required=False)
@click.pass_context
def command(ctx: click.Context, date: str | None) -> None:
    """Show each river and gauge with its level on DATE; today where none is given."""
    picture = ledger_of(ctx).replay(date)
    for (river, gauge), belief in picture[RiverLevels].levels.items():
        click.echo(f"{river}, {gauge or 'no gauge'}: {belief}")
