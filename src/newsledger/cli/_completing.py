"""What the shell offers for a half-typed word: slots, sources, stories, ids. Quick, and silent where anything fails."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

from newsledger.cli._out import one_line

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from newsledger.ledger import Ledger

Completer = Callable[[click.Context, click.Parameter, str], list["CompletionItem"]]
Reader = Callable[["Ledger"], Iterable[tuple[str, str]]]

MOST = 200
"""A shell that lists more than a screen or two helps nobody."""


def completer(*, within: bool) -> Callable[[Reader], Completer]:
    """Makes a `shell_complete` of a function that gives words, each with a line of help, from a ledger.

    With `within` a word is offered if what was typed so far stands anywhere in it, else if it begins so.
    """

    def declare(read: Reader) -> Completer:
        def complete(ctx: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
            del parameter
            try:
                return _items(read(_ledger(ctx)), typed, within=within)
            except Exception:  # noqa: BLE001  whoever presses Tab wants words or nothing
                return []

        return complete

    return declare


def _ledger(ctx: click.Context) -> Ledger:
    from newsledger.cli._finding import find_ledger
    from newsledger.ledger import open_ledger

    named = ctx.find_root().params
    return open_ledger(find_ledger(os.path.join(named.get("folder") or ".", named.get("ledger") or "")))


def _items(words: Iterable[tuple[str, str]], typed: str, *, within: bool) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem  # only a shell that completes pays for it

    wanted = typed.casefold()
    in_bash = os.environ.get("_NEWSLEDGER_COMPLETE", "").startswith("bash")
    # bash puts what all offers have in common for what was typed, which must not lose a letter by that
    begin = in_bash or not within
    found = [
        (not word.casefold().startswith(wanted), word, told)
        for word, told in words
        if word.isprintable() and (word.casefold().startswith(wanted) if begin else wanted in word.casefold())
    ]
    items = sorted(found)[:MOST]
    # an offer is a line to the shell, and bash takes it as if it had been typed
    return [
        CompletionItem(word.replace(" ", "\\ ") if in_bash else word, help=one_line(told)) for _, word, told in items
    ]


@completer(within=True)
def slots(ledger: Ledger) -> Iterable[tuple[str, str]]:
    """The slots that anybody ever spoke of."""
    from newsledger.chronicle import slot_names

    return [(name, "") for name in slot_names(ledger.state())]


@completer(within=True)
def sources(ledger: Ledger) -> Iterable[tuple[str, str]]:
    """The sources that spoke or were introduced, parties left out."""
    from newsledger.live import Question
    from newsledger.track import speakers

    alive = ledger.state().live(Question(at=ledger.today()))
    return [(name, alive.sources.label(name)) for name in speakers(alive)]


@completer(within=True)
def stories(ledger: Ledger) -> Iterable[tuple[str, str]]:
    """The stories of the ledger."""
    return [(name, "") for name in ledger.stories()]


@completer(within=False)
def ids(ledger: Ledger) -> Iterable[tuple[str, str]]:
    """The beginnings of the ids of all events, each with its claim."""
    from newsledger.claimline import write_claim
    from newsledger.event import short

    return [(short(event.id), write_claim(event.said)) for event in ledger.events()]


def kinds(ctx: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """The kinds of facts, which need no ledger."""
    del ctx, parameter
    from newsledger import kinds as known

    return _items([(name, "") for name in known.names()], typed, within=True)


def formats(ctx: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """The formats that a ledger can be exported to, which need no ledger."""
    del ctx, parameter
    from newsledger.exporters import names

    return _items([(name, "") for name in names()], typed, within=False)
