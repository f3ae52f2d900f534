"""Questions about a date before a story begins: that it begins later, when, and what to write instead."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterable

from newsledger.chronicle import find_name, slot_names
from newsledger.cli._ask import why_empty
from newsledger.errors import NotInLedger
from newsledger.event import Event
from newsledger.ledger import Ledger
from newsledger.replay import Picture, slot_of
from newsledger.values.shown import date, period
from newsledger.values.zones import NEVER, Micro, day_of


def nothing_then(picture: Picture) -> str | None:
    """Why a picture shows nothing though somebody spoke: nothing of what was said is about then."""
    first = _first([entry.event for entry in picture.entries], picture)
    if first is None or not _is_later(first, picture):
        return None
    return _told(first, picture, "nothing is on record", f"Write {_day(first, picture)} or a later date.")


def not_yet(ledger: Ledger, picture: Picture, slot: str, refused: NotInLedger) -> NotInLedger:
    """Why a slot is not in a picture: it begins later, the whole picture does, or else what was found wrong before."""
    try:
        name = find_name(slot_names(ledger.state(), known=picture.question.known), slot)
    except NotInLedger:
        empty = why_empty(ledger, picture)
        return NotInLedger(f"{refused}\n{empty}" if empty else str(refused))
    if ahead := _ahead(picture, name):
        return ahead
    known = picture.question.end(picture.question.known) or NEVER
    events = [event for event in ledger.events() if event.recorded_at < known and _speaks_of(event, name, picture)]
    first = _first(events, picture)
    if first is None or not _is_later(first, picture):
        return refused
    again = shlex.join(["newsledger", "explain", name, _day(first, picture)])
    return NotInLedger(_told(first, picture, f"{name} is not spoken of", f"Write: {again}"))


def _ahead(picture: Picture, name: str) -> NotInLedger | None:
    """What is said of a slot that lies ahead as yet: it is listed, and not weighed."""
    voices = [voice for voice in picture.expected if _names(voice.event, picture, name)]
    if not voices:
        return None
    who = ", ".join(dict.fromkeys(picture.label(voice.source) for voice in voices))
    again = shlex.join(["newsledger", "timeline", "--slot", name, str(picture.question.at)])
    return NotInLedger(f"{name} lies ahead, and is not weighed before it is there. Said by {who}.\nWrite: {again}")


def _names(event: Event, picture: Picture, name: str) -> bool:
    return name in (slot_of(event, field, value, picture.names).name for field, value in event.said.claims())


def _speaks_of(event: Event, name: str, picture: Picture) -> bool:
    if event.said.ours or event.said.reported is None or event.said.occurred is None:
        return False
    return _names(event, picture, name)


def _first(events: Iterable[Event], picture: Picture) -> Event | None:
    """The report that can be shown first: it was public, and what it is about had begun."""
    return min(events, key=lambda event: (_shown_from(event, picture), event.id), default=None)


def _shown_from(event: Event, picture: Picture) -> Micro:
    """The last instant before a report shows in the picture of a day."""
    said, zone = event.said, picture.question.zone
    if said.occurred is None or said.reported is None:
        return NEVER
    return max(said.occurred.span(zone)[0], said.reported.span(zone)[1] - 1)


def _is_later(event: Event, picture: Picture) -> bool:
    question, said = picture.question, event.said
    if said.occurred is None or said.reported is None:
        return False
    end, public = question.end(question.at) or NEVER, question.end(question.public) or NEVER
    return said.occurred.span(question.zone)[0] >= end or said.reported.span(question.zone)[1] > public


def _day(event: Event, picture: Picture) -> str:
    return dt.date.fromordinal(day_of(_shown_from(event, picture), picture.question.zone)).isoformat()


def _told(first: Event, picture: Picture, what: str, advice: str) -> str:
    question = picture.question
    by = f" by {period(question.public)}" if question.public else ""
    about = f" about {period(question.at)}" if question.at != question.public else ""
    begins = f"reported {date(first.said.reported)}, for {date(first.said.occurred)}"
    said = f"{what}{by}{about}: the story begins later, {begins}. {advice}"
    return said[:1].upper() + said[1:] if what.startswith("nothing") else said
