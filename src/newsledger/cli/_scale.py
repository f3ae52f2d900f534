"""How sure a belief is, in the words of a scale: the option `--scale`, and what an answer shows of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from newsledger.belief import Belief
from newsledger.cli._ask import in_option
from newsledger.config import Config
from newsledger.errors import InvalidInput

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

WORD = "confidence_word"
"""The member of a belief's JSON that holds the word; there only where a scale was asked for."""

F = TypeVar("F", bound=Callable[..., Any])


def _read(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The name as scales are called; one that does not exist is answered with those that are near."""
    del param
    if value is None or ctx.resilient_parsing:
        return value
    from newsledger.scales import scale

    try:
        return scale(value).name
    except InvalidInput as error:
        raise InvalidInput(in_option("--scale", value, error)) from None


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    del ctx, param
    from click.shell_completion import CompletionItem  # only a shell that completes pays for it

    from newsledger.scales import names, scale

    return [CompletionItem(name, help=scale(name).title) for name in names() if name.startswith(incomplete)]


def scale_option(command: F) -> F:
    """The option `--scale`; `chosen` reads it together with the settings of the ledger."""
    told = "How confidence is put: words (the first choice), icd203, stix, admiralty, phia, ipcc, kent, number."
    return click.option("--scale", metavar="NAME", callback=_read, shell_complete=_complete, help=told)(command)


def chosen(config: Config, option: str | None) -> str:
    """The scale of an answer: the one asked for, else that of the ledger, else low, moderate, high.

    >>> chosen(Config(scale="icd203"), None), chosen(Config(), "stix"), chosen(Config(), None)
    ('icd203', 'stix', 'words')
    """
    return option or config.scale


def sureness(belief: Belief | None, name: str) -> str:
    """How sure a belief is, as a phrase of its own; nothing where nobody judged it, as of a party's own word."""
    if belief is None or belief.confidence is None:
        return ""
    from newsledger.scales import scale  # a ledger without judgements needs no table

    return scale(name).phrase(belief.confidence, str(belief.standing))


def word(belief: Belief | None, name: str) -> str:
    """The word of a scale alone, for a column of its own; nothing where nobody judged it."""
    if belief is None or belief.confidence is None:
        return ""
    from newsledger.scales import scale

    return scale(name).shown(belief.confidence, str(belief.standing))


def with_sureness(text: str, belief: Belief | None, name: str) -> str:
    """A text, and behind it how sure the belief is: `claimed, moderate confidence`."""
    return ", ".join(filter(None, [text, sureness(belief, name)]))


def with_word(record: dict[str, Any], belief: Belief, option: str | None) -> dict[str, Any]:
    """The JSON of a belief with the word of the scale that was asked for beside its number; else as it was."""
    if option is None:
        return record
    from newsledger.scales import scale

    told = None if belief.confidence is None else scale(option).word(belief.confidence, str(belief.standing))
    return {**record, WORD: told}


def confidence_cell(record: dict[str, Any] | None) -> Any:
    """What the cell of a table for programs holds: the word where a scale was asked for, else the number."""
    held = record or {}
    return held.get(WORD, held.get("confidence"))
