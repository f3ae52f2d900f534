"""Drafts that `import` makes of articles and feeds: on stdout, into a file, or one by one into an inbox."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from newsledger.cli._out import hint, many, one_line, say
from newsledger.durable import refusal
from newsledger.errors import InvalidInput
from newsledger.fact import Unknown
from newsledger.importers import Draft, Drafter, File, Options
from newsledger.ledger import Ledger
from newsledger.problems import Problem

SEEN = ".seen"
"""The file of an inbox that lists what was drafted into it, one a line."""

LIVE = "  "
"""How a claim of a draft begins; a remark begins at the margin."""


def import_drafts(ledger: Ledger, importer: Drafter, paths: list[str], options: Options, *, to: str | None) -> None:
    """Makes drafts of files.

    Raises `InvalidInput` where a file cannot be read, or there is a draft where one would go.
    """
    from newsledger.drafting.known import Known

    known = Known.of(ledger.state(), ledger.today(options.zone), story=_known_story(ledger, options.story))
    if getattr(importer, "many", False):
        _into_inbox(ledger, importer, paths, options, known, to)
        return
    if len(paths) > 1:
        raise click.UsageError("an article is drafted by itself: name one FILE.")
    [made] = list(importer.draft(File(paths[0]), options, known, ()))
    if to is None:
        say(made.text.rstrip("\n"))
    else:
        _write(to, made.text)
    _tell(made, to)


def _known_story(ledger: Ledger, story: str | None) -> str | None:
    """The story whose slots count: the one that was named, else the only one; a new one has none."""
    stories = ledger.stories()
    return story if story is not None else stories[0] if len(stories) == 1 else None


def _tell(made: Draft, to: str | None) -> None:
    lines = made.text.splitlines()
    live = sum(line.startswith(LIVE) and "=" in line for line in lines)
    left = sum(line.startswith("#   ") and ("=" in line or "SLOT" in line) for line in lines)
    hint(f"{many(live, 'claim')} that {'fits' if live == 1 else 'fit'} a slot, {many(left, 'suggestion')} to look at")
    hint(one_line(f"read it beside the article, then: newsledger add {to or 'FILE'}"))


def _write(to: str, text: str) -> None:
    """Writes a draft where nothing stands yet."""
    try:
        with open(to, "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        message = f"there is a file {to} already"
        raise InvalidInput([Problem(code="file-exists", message=message, hint="name another, or move it")]) from None
    except OSError as error:
        message = f"no draft can be written to {to}: {refusal(error)}"
        advice = "name a file in a folder that you may write to"
        raise InvalidInput([Problem(code="no-draft", message=message, hint=advice)]) from None


# --- an inbox ---------------------------------------------------------------------------------


def _into_inbox(
    ledger: Ledger, importer: Drafter, paths: list[str], options: Options, known: Any, to: str | None
) -> None:
    """Writes each draft into a folder, and notes what was drafted, so that it is not drafted again."""
    if to is None:
        raise click.UsageError("a feed becomes many drafts: name a folder for them, --to inbox.")
    seen = _seen(to) | _addresses(ledger)
    made = [draft for path in paths for draft in importer.draft(File(path), options, known, seen)]
    fresh = list({draft.key: draft for draft in made}.values())
    _make_folder(to)
    for draft in fresh:
        name = _free(to, draft.name)
        _write(os.path.join(to, name), draft.text)
        say(one_line(name))
        _note(to, draft.key or draft.name)
    hint(f"{many(len(fresh), 'new draft')} in {to}")


def _seen(folder: str) -> set[str]:
    try:
        return set(Path(folder, SEEN).read_text(encoding="utf-8").splitlines())
    except FileNotFoundError:
        return set()
    except (OSError, UnicodeDecodeError):
        message = f"{folder}/{SEEN} cannot be read: it lists what was drafted before"
        advice = "mend it, or name another folder: a new one is begun with every entry of the feed"
        raise InvalidInput([Problem(code="unreadable-file", message=message, hint=advice)]) from None


def _addresses(ledger: Ledger) -> set[str]:
    """Where to read what the ledger holds already."""
    return {event.said.url for event in ledger.events() if not isinstance(event.said.fact, Unknown) and event.said.url}


def _make_folder(folder: str) -> None:
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        message = f"no inbox can be made at {folder}: {refusal(error)}"
        raise InvalidInput(
            [Problem(code="no-folder", message=message, hint="name a folder that you may write to")]
        ) from None


def _free(folder: str, name: str) -> str:
    """A name that no draft in the folder has."""
    names = [f"{name}.report", *(f"{name}-{number}.report" for number in range(2, 1000))]
    return next(one for one in names if not os.path.lexists(os.path.join(folder, one)))


def _note(folder: str, key: str) -> None:
    with open(os.path.join(folder, SEEN), "a", encoding="utf-8") as file:
        file.write(f"{one_line(key)}\n")
