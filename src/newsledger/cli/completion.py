"""completion: the script that completes commands, slots, sources, stories and ids in a shell."""

from __future__ import annotations

import sys

import click

from newsledger.cli._out import hint

VARIABLE = "_NEWSLEDGER_COMPLETE"
PROGRAM = "newsledger"

WHERE = {
    "bash": "newsledger completion bash > ~/.local/share/bash-completion/completions/newsledger",
    "zsh": 'newsledger completion zsh > "${fpath[1]}/_newsledger"',
    "fish": "newsledger completion fish > ~/.config/fish/completions/newsledger.fish",
}
"""The line that installs the script of a shell, where its package manager looks for such scripts."""


@click.command()
@click.argument("shell", type=click.Choice(sorted(WHERE)))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script that makes Tab complete commands, slots, sources, stories and ids in SHELL.

    \b
    newsledger completion bash > ~/.local/share/bash-completion/completions/newsledger
    newsledger completion zsh > "${fpath[1]}/_newsledger"
    newsledger completion fish > ~/.config/fish/completions/newsledger.fish
    """
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    if made is None:  # click knows all three
        message = f"click has no completion for {shell}"
        raise click.UsageError(message)
    script = made(ctx.find_root().command, {}, PROGRAM, VARIABLE)
    # `source()` of bash would start bash to ask for its version
    click.echo(script.source_template % script.source_vars())
    if sys.stdout.isatty():
        hint(f"to install it: {WHERE[shell]}")
