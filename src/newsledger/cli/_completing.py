"""What the shell offers for a half-typed word: slots, sources, stories, ids. Quick, and silent where anything fails."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from newsledger.ledger import Ledger

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

MOST = 200
"""A shell that lists more than a screen or two helps nobody."""


def completer(read: Callable[[Ledger], Iterable[tuple[str, str]]]) -> Completer:
    """Makes a `shell_complete` of a function that gives words, each with a line of help, from a ledger.

    A word is offered if it holds what was typed so far, those that begin with it first.
    """

    def complete(ctx: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
        del parameter
        try:
            return _items(read(_ledger(ctx)), typed)
        except Exception:  # noqa: BLE001  whoever presses Tab wants words or nothing
            return []

    return complete


def _ledger(ctx: click.Context) -> Ledger:
    from newsledger.cli._ask import find_ledger
    from newsledger.ledger import open_ledger

    return open_ledger(find_ledger(ctx.find_root().params.get("folder") or "."))


def _items(words: Iterable[tuple[str, str]], typed: str) -> list[CompletionItem]:
    wanted = typed.casefold()
    fitting = [(word, told) for word, told in words if wanted in word.casefold()]
    fitting.sort(key=lambda one: (not one[0].casefold().startswith(wanted), one[0]))
    if os.environ.get("_NEWSLEDGER_COMPLETE", "").startswith("bash"):
        # bash takes what it is offered as it is, and drops what does not go on from what was typed
        fitting = [(word.replace(" ", "\\ "), told) for word, told in fitting if word.casefold().startswith(wanted)]
    return [CompletionItem(word, help=told) for word, told in fitting[:MOST]]


@completer
def slots(ledger: Ledger) -> Iterable[tuple[str, str]]:
    """The slots that anybody ever spoke of."""
    from newsledger.cli._chronicle import slot_names

    return [(name, "") for name in slot_names(ledger.state())]


@completer
def sources(ledger: Ledger) -> Iterable[tuple[str, str]]:
    """The sources that spoke or were introduced, parties left out."""
    from newsledger.cli._record import speakers
    from newsledger.live import Question

    alive = ledger.state().live(Question(at=ledger.today()))
    return [(name, alive.sources.label(name)) for name in speakers(alive)]


@completer
def stories(ledger: Ledger) -> Iterable[tuple[str, str]]:
    """The stories of the ledger."""
    return [(name, "") for name in ledger.stories()]


@completer
def ids(ledger: Ledger) -> Iterable[tuple[str, str]]:
    """The ids of all events, newest first in their help."""
    from newsledger.claimline import write_claim
    from newsledger.explanation import short

    return [(short(event.id), write_claim(event.said)) for event in ledger.events()]


def kinds(ctx: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """The kinds of facts, which need no ledger."""
    del ctx, parameter
    from newsledger import kinds as known

    return _items([(name, "") for name in known.names()], typed)
