"""An answer as a whole: held until it is complete, then printed at once, or through a pager where it is long."""

from __future__ import annotations

import os
import sys

import click

OURS, EVERYBODYS = "NEWSLEDGER_PAGER", "PAGER"
"""The variables that name a pager, ours first. One that is set and empty means: none."""

LESS = "FRX"
"""How `less` is called where nobody says otherwise, as git does: colours, and the text stays when it ends."""

_held: list[str] = []


def put(text: str) -> None:
    """Holds lines of the answer until `deliver`; outside of a command they are printed at once."""
    if click.get_current_context(silent=True) is None:
        click.echo(text)
    else:
        _held.append(text)


def deliver() -> None:
    """Prints what is held: through a pager where a terminal is too low for it, else at once."""
    if not _held:
        return
    text = "\n".join(_held) + "\n"
    _held.clear()
    if pager_for(text):
        click.echo_via_pager(text)
    else:
        click.echo(text, nl=False)


def pager_for(text: str) -> bool:
    """Whether a text goes through a pager, which is then the one that was asked for."""
    if not sys.stdout.isatty() or text.count("\n") < screen_lines() or _refused():
        return False
    os.environ[EVERYBODYS] = os.environ.get(OURS) or os.environ.get(EVERYBODYS) or "less"
    os.environ.setdefault("LESS", LESS)
    return True


def screen_lines() -> int:
    """How many lines the terminal has."""
    import shutil  # a pipe never asks

    return shutil.get_terminal_size((80, 24)).lines


def _refused() -> bool:
    """Whether nobody wants a pager: by option, by an empty variable, or because the terminal can show none."""
    ctx = click.get_current_context(silent=True)
    by_option = ctx is not None and bool(ctx.find_root().params.get("no_pager"))
    told = os.environ.get(OURS, os.environ.get(EVERYBODYS))
    return by_option or told == "" or os.environ.get("TERM") == "dumb"
