"""Writes `reference/help.md`: what `--help` prints, of the program and of each command.

The page is kept in the repository, so that a change of words shows where changes are read.
`tests/test_help.py` holds it to the program.
"""

from __future__ import annotations

from pathlib import Path

import click
from click.testing import CliRunner

from newsledger.cli import main

PROGRAM = "newsledger"
PAGE = Path(__file__).parent / "reference" / "help.md"

OPENING = f"""# Help, as the program prints it

This page is made from the program by `docs/make_help.py`. What the commands do together stands under
[commands](commands.md).

## {PROGRAM}
"""


def help_of(*command: str) -> str:
    """What `--help` prints, 80 columns wide and without colours, whatever the terminal."""
    return CliRunner().invoke(main, [*command, "--help"], prog_name=PROGRAM, env={"NO_COLOR": "1"}).stdout


def page() -> str:
    """The page: one section for the program, and one for each command in its own order."""
    names = main.list_commands(click.Context(main))
    sections = [OPENING, fenced(help_of())]
    for name in names:
        sections += [f"## {PROGRAM} {name}\n", fenced(help_of(name))]
    return "\n".join(sections)


def fenced(printed: str) -> str:
    """Printed lines as a block that is only read."""
    lines = "\n".join(line.rstrip() for line in printed.splitlines())
    return f"```text\n{lines}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
