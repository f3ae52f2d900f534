"""What the sources of one report say, as the sheet that tells it."""

from __future__ import annotations

from collections.abc import Iterable

from newsledger.claimline import write_claim
from newsledger.claimline.spans import escape
from newsledger.codec import encode
from newsledger.errors import InvalidInput
from newsledger.event import Said
from newsledger.fact import Unknown
from newsledger.problems import Problem
from newsledger.sheet.introductions import write_alias, write_source
from newsledger.sheet.reading import read_sheet
from newsledger.sheet.voices import write_voice
from newsledger.values.when import When
from newsledger.values.zones import UTC


def write_sheet(
    saids: Iterable[Said], *, report: str | None = None, published: When | None = None, zone: str = UTC
) -> str:
    """The sheet of one report. `read_sheet` gives back the same events, our own entries first.

    It is for drafts and for showing a batch: what one report said, in the form in which people write it.

    >>> from newsledger.event import say
    >>> from newsledger.kinds.control import Control
    >>> print(write_sheet([say(Control("sudzha", holder="russia"), source="daily", reported="2025-03-16")]), end="")
    report: daily
    published: 2025-03-16
    <BLANKLINE>
    the report says:
      control/sudzha = russia

    `report` and `published` are needed only where no event tells them: by default the outlet that carried
    all of them, and the latest day on which one was made public.

    Raises `InvalidInput` where the events are not those of one report, or hold what no sheet can say, such as a
    fact of a kind that is not known here.
    """
    told = list(saids)
    unknown = sorted({said.kind for said in told if isinstance(said.fact, Unknown)})
    if unknown:
        raise _refused(f"no sheet can say what is of a kind that is not known here: {', '.join(unknown)}",
                       "install the package that brings the kind, or leave these events out")  # fmt: skip
    events = list(dict.fromkeys(told))
    spoken = [said for said in events if not said.ours]
    outlet = report or next((said.chain[-1] for said in spoken if said.chain), None)
    dates = [said.reported for said in spoken if said.reported is not None]
    day = published or max(dates, key=lambda date: date.span(zone)[::-1], default=None)
    if outlet is None or day is None:
        raise _refused("nothing here tells whose report it is, or its day", "give report and published")
    try:
        text = _text(events, outlet, day, zone)
        sources = {link for said in events for link in said.chain}
        back = {encode(said) for said in read_sheet(text, zone=zone, known_sources=sources).saids}
    except (InvalidInput, ValueError):
        back = set()
    if back != {encode(said) for said in events}:
        raise _refused(
            "these events are not those of one report, or hold what no sheet can say", "write a sheet for each report"
        )
    return text


def _refused(message: str, hint: str) -> InvalidInput:
    return InvalidInput([Problem(code="no-sheet", message=message, hint=hint)])


def _text(events: list[Said], report: str, published: When, zone: str) -> str:
    spoken = [said for said in events if not said.ours]
    blocks = [_head(spoken[0] if spoken else None, report, published, zone), *_sections(events)]
    voices: dict[str, list[str]] = {}
    for said in spoken:
        voice = write_voice(said, report=report, published=published)
        voices.setdefault(voice, []).append(f"  {write_claim(said)}")
    blocks += [[voice, *claims] for voice, claims in voices.items()]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _head(said: Said | None, report: str, published: When, zone: str) -> list[str]:
    headers = {"report": report, "published": published.text, "zone": None if zone == UTC else zone}
    if said is not None:
        headers |= {"story": said.story, "url": said.url, "archive": said.archive}
        headers["confidence"] = said.confidence.text if said.confidence else None
    return [f"{name}: {escape(value)}" for name, value in headers.items() if value]


def _sections(events: list[Said]) -> list[list[str]]:
    """Our own entries: sources and aliases in their own form, all others as claim lines."""
    sections: dict[str, list[str]] = {"sources": [], "aliases": [], "ours:": []}
    for said in events:
        if line := write_source(said):
            sections["sources"].append(line)
        elif line := write_alias(said):
            sections["aliases"].append(line)
        elif said.ours:
            sections["ours:"].append(write_claim(said))
    return [[name, *(f"  {line}" for line in lines)] for name, lines in sections.items() if lines]
