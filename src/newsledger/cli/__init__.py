"""The command line. One file, one command; a command is imported when it is called."""

from __future__ import annotations

import importlib
import os
import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from newsledger import installed, registry

if TYPE_CHECKING:
    from newsledger.ledger import Ledger

FOLDER = os.path.dirname(__file__)

ORDER = (
    "init",
    "add",
    "replay",
    "explain",
    "contested",
    "timeline",
    "history",
    "plot",
    "diff",
    "sources",
    "show",
    "check",
)
"""Commands in the order in which somebody new needs them; others follow by name."""

PLUGINS = "command"
"""The group of commands that other packages bring."""

LONGEST_WAIT = 86_401
"""Nobody waits longer than a day."""

A_BUG = 70
"""The exit code of a failure of our own (EX_SOFTWARE of sysexits.h)."""


def _help(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001  click's own signature
    if wanted and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


HELP = click.Option(
    ["-h", "--help"], is_flag=True, is_eager=True, expose_value=False, callback=_help,
    help="Show this message and exit.",
)  # fmt: skip


AGO = "-[0-9]{1,5} ?[dwmyDWMY]"
"""A date as it is counted back from today: `-7d`. It begins as an option does, and is none."""

DATES = {"date", "first", "second"}
"""What commands call the dates that they take as arguments."""


def taking_days_ago(command: click.Command) -> click.Command:
    """The command, which takes `-7d` as a date wherever it takes one.

    Every other word that begins as an option is looked up as one, so that a misspelt option is still told.
    """
    if any(isinstance(one, click.Argument) and one.name in DATES for one in command.params):
        make = type(command).make_parser
        heeding = lambda ctx: _heeding_days_ago(make(command, ctx))  # noqa: E731  it stands for the method
        command.make_parser = heeding  # type: ignore[method-assign]  # that of this command alone
    return command


def _heeding_days_ago(parser: Any) -> Any:
    """The parser, which files `-7d` among the arguments. There is no other door: click asks nobody first."""
    process = parser._process_opts  # noqa: SLF001  as said above

    def processed(word: str, state: Any) -> None:
        if word[1:2].isdigit() and re.fullmatch(AGO, word):
            state.largs.append(word)
        else:
            process(word, state)

    parser._process_opts = processed  # noqa: SLF001  as said above
    return parser


def own_commands() -> list[str]:
    """The names of our commands, by their files."""
    names = {name[:-3].replace("_", "-") for name in os.listdir(FOLDER) if name.endswith(".py") and name[0] != "_"}
    return [name for name in ORDER if name in names] + sorted(names - set(ORDER))


def others_commands() -> dict[str, installed.Entry]:
    """The commands that other packages bring, by name; of two with one name the first, and none of ours."""
    own = set(own_commands())
    found = {entry.name: entry for entry in reversed(installed.entries(PLUGINS)) if entry.name not in own}
    return dict(sorted(found.items()))


registry.add_finder(PLUGINS, lambda _: None, own_commands)


def ledger_of(ctx: click.Context) -> Ledger:
    """The ledger that a command works on, opened: that of `-C DIR`, else the one here or in a folder above.

    For commands of other packages: `ctx` is what `click.pass_context` hands over. Raises `LedgerNotFound`
    where there is none, which the command line tells by itself.
    """
    from newsledger.cli._ask import opened

    return opened(ctx)


class Commands(click.Group):
    """The commands by their files. Help comes from the first line of each file, read as text."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, those that other packages bring at the end."""
        del ctx
        return [*own_commands(), *others_commands()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, imported; `None` where there is none."""
        if cmd_name not in own_commands():
            return _anothers(ctx, cmd_name)
        module = importlib.import_module(f"newsledger.cli.{cmd_name.replace('-', '_')}")
        command = module.command
        if not isinstance(command, click.Command):
            return None
        command.get_help_option = self.get_help_option  # type: ignore[method-assign]  # one option for all, see there
        return taking_days_ago(command)

    def get_help_option(self, ctx: click.Context) -> click.Option:
        """The option `--help`. For its words click would ask gettext, which loads a table of all locales."""
        del ctx
        return HELP

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called; one that does not exist is answered with the nearest that does."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from newsledger.problems import did_you_mean

            choices = set(self.list_commands(ctx)) - {args[0]}  # a command that is left out is there by name alone
            advice = did_you_mean(args[0], choices) or ""
            message = f"{error.message} {advice[:1].upper()}{advice[1:]}".rstrip()
            raise click.UsageError(message, ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Lists the commands without importing one."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first_line(name)) for name in own_commands()])
        others = others_commands()
        if others:
            with formatter.section("Commands of other packages"):
                formatter.write_dl([(name, _of_package(entry)) for name, entry in others.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command; whatever goes wrong is told in words, with its own exit code."""
        try:
            return _answering(super().invoke, ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            # Whoever read us has enough, as `head` does. Python would complain once more when it closes stdout.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except Exception as error:
            if ctx.params.get("debug"):
                raise
            ctx.exit(_told(error, others_commands().get(ctx.invoked_subcommand or "")))


def _answering(invoke: Callable[[click.Context], Any], ctx: click.Context) -> Any:
    """Runs a command, and prints what it holds at its end, however it ends."""
    try:
        return invoke(ctx)
    finally:
        from newsledger.cli._paging import deliver

        deliver()


def _anothers(ctx: click.Context, name: str) -> click.Command | None:
    """The command of another package. One that cannot be used is told on stderr, but not to a shell that completes."""
    entry = others_commands().get(name)
    if entry is None:
        return None
    from newsledger.plugins import load

    command = load(entry, quiet=ctx.resilient_parsing)
    return command if isinstance(command, click.Command) else None


def _of_package(entry: installed.Entry) -> str:
    return f"{installed.first_line(entry)} ({entry.package})".strip()


def _first_line(name: str) -> str:
    path = os.path.join(FOLDER, f"{name.replace('-', '_')}.py")
    with open(path, encoding="utf-8") as file:
        return file.readline().strip().strip('"').partition(": ")[2].rstrip(".")


def _told(error: Exception, entry: installed.Entry | None) -> int:
    from newsledger.errors import NewsledgerError

    if isinstance(error, NewsledgerError):
        from newsledger.cli._out import complain

        complain(error)
        return error.exit_code
    whose = f"{entry.package}: a fault of this plug-in" if entry else "newsledger: a fault of its own"
    message = f"{whose}: {type(error).__name__}: {error}"
    click.echo(f"{message}\n  run it again as `newsledger --debug …` and report what it prints", err=True)
    return A_BUG


class Folder(click.Option):
    """An option of one letter that is found at the first look.

    click looks every option up among the long ones first, and loads difflib for what was meant where it is none.
    """

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
        """Files the option as a long one too."""
        super().add_to_parser(parser, ctx)
        for option in self.opts:
            parser._long_opt.setdefault(option, parser._short_opt[option])  # noqa: SLF001  there is no other door


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001  click's own signature
    if wanted and not ctx.resilient_parsing:
        from newsledger import __version__

        click.echo(f"newsledger {__version__}")
        ctx.exit()


def _seconds(ctx: click.Context, parameter: click.Parameter, told: float | None) -> float | None:
    """Seconds to wait, which are none below zero, and an end they have."""
    if told is not None and not 0 <= told < LONGEST_WAIT:
        raise click.BadParameter(f"{told:g} is no time to wait: give seconds, from 0 up to a day", ctx, parameter)
    return told


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("-C", "folder", cls=Folder, metavar="DIR", default=".", help="Work on the ledger in DIR instead of here.")
@click.option("--ledger", metavar="PATH", help="Work on this very ledger: its folder, or its SQLite file.")
@click.option(
    "--wait",
    type=float,
    metavar="SECONDS",
    callback=_seconds,
    help="Wait so long for another process that writes; 10 where none is given.",
)
@click.option("--no-pager", is_flag=True, help="Print a long answer as it is, without a pager.")
@click.option("--debug", is_flag=True, help="Show the traceback of a fault.")
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version.")
@click.pass_context
def main(
    ctx: click.Context,
    folder: str,
    ledger: str | None,
    wait: float | None,
    no_pager: bool,  # noqa: FBT001  click's own signature
    debug: bool,  # noqa: FBT001  click's own signature
) -> None:
    """Follow a running news story: who said what, when, and what it adds up to on any date."""
    del wait, no_pager, debug  # read where they are needed, out of the context
    ctx.obj = folder if ledger is None else os.path.normpath(os.path.join(folder, ledger))
    if os.environ.get("NO_COLOR"):
        ctx.color = False
