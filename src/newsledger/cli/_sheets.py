"""Sheets as they come from files and editors: their bytes, their text, and what they say to this ledger."""

from __future__ import annotations

import sys
from pathlib import Path

import attrs

from newsledger import bounded
from newsledger.cli._entering import known_sources
from newsledger.cli._out import hint, one_line
from newsledger.cli.show import find_event
from newsledger.durable import refusal
from newsledger.errors import InvalidInput
from newsledger.event import Said
from newsledger.fact import Fact
from newsledger.ledger import Ledger
from newsledger.problems import Place, Problem
from newsledger.sheet import Sheet, read_sheet
from newsledger.sheet.lines import LARGEST

MOST = 4 * LARGEST + 3
"""Bytes of the longest sheet: UTF-8 takes up to four a character, and three for a mark before all."""


def is_file(name: str) -> bool:
    """Whether a name is that of a file, or of standard input."""
    try:
        return name == "-" or Path(name).is_file()
    except OSError:  # a claim may be longer than any file name
        return False


def text_of(name: str) -> str:
    """The text of a sheet, or of standard input.

    Raises `InvalidInput` where it cannot be read or is no UTF-8.
    """
    try:
        raw = bounded.at_most(sys.stdin.buffer, MOST) if name == "-" else bounded.whole(name, MOST)
    except OSError as error:
        message = f"the sheet cannot be read: {refusal(error)}"
        advice = "see that you may read it, or save it elsewhere"
        where = Place(file=name)
        raise InvalidInput([Problem(code="unreadable-file", message=message, hint=advice, where=where)]) from None
    if raw is None:
        message = f"a sheet of more than {MOST} bytes, and at most {LARGEST} characters are read"
        where = Place(file=name)
        raise InvalidInput([Problem(code="too-large", message=message, hint="split it by report", where=where)])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = Place(file=name, line=raw[: error.start].count(b"\n") + 1)
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        advice = "save the file as UTF-8"
        raise InvalidInput([Problem(code="not-utf-8", message=message, hint=advice, where=where)]) from None


def read_for(ledger: Ledger, text: str, *, file: str, before: list[Said]) -> Sheet:
    """What the text of a sheet says to a ledger; sources that sheets `before` it introduced are known to it.

    A sheet that names no story belongs to the only one that is here, which is then said.

    Raises `InvalidInput` with every problem of the sheet.
    """
    introduced = {said.fact.keys()[0] for said in before if said.kind == "source" and isinstance(said.fact, Fact)}
    sheet = read_sheet(
        text, file=file, today=ledger.today(ledger.config.zone), zone=ledger.config.zone,
        known_sources=known_sources(ledger) | introduced, resolve=lambda begun: find_event(ledger, begun).id,
    )  # fmt: skip
    story = only_story(ledger) if sheet.story is None else None
    if story is None or all(said.ours for said in sheet.saids):
        return sheet
    hint(one_line(f"story {story}: {'the sheet' if file == '-' else file} names none, and there is no other"))
    saids = (said if said.ours else attrs.evolve(said, story=story) for said in sheet.saids)
    return attrs.evolve(sheet, saids=tuple(saids), story=story)


def only_story(ledger: Ledger) -> str | None:
    """The story that all reports belong to, or that the settings alone name; nothing where some belong to none."""
    stories = ledger.stories()
    loose = any(event.said.story is None for event in ledger.events() if not event.said.ours)
    return stories[0] if len(stories) == 1 and not loose else None
