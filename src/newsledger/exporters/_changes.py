"""Changes as the items of a feed: what changed, by which events, and who says so."""

from __future__ import annotations

from collections.abc import Iterator

from newsledger.chronicle import Sort, sort_of
from newsledger.event import Event, recorded_micros, short
from newsledger.exporters import Job
from newsledger.exporters._cells import iso
from newsledger.exporters._job import Told
from newsledger.exporters._words import about, claim, day, legal, made_id, shown, speaks, stands, through, web, who
from newsledger.frozen import frozen
from newsledger.replay import Picture
from newsledger.values.zones import Micro, moment_of

CHANGED = {
    Sort.NEW: "new",
    Sort.FIGURE: "changed",
    Sort.STANDING: "stands otherwise",
    Sort.VOICES: "told again, or by others",
    Sort.GONE: "no longer believed",
    Sort.FADED: "only older",
}


@frozen(kw_only=True)
class Item:
    """One change, as feeds tell it. `moment` is when the newest event behind it was made public, or taken in."""

    id: str
    title: str
    lines: tuple[str, ...]
    moment: Micro
    sort: str
    sources: tuple[str, ...]
    url: str | None

    @property
    def updated(self) -> str:
        """When it changed, as RFC 3339 has it."""
        return iso(moment_of(self.moment))


LOSSES = {
    "id": "their beginnings",
    "bytes": "left out: a feed tells changes, not events",
    "recorded": "left out, where the time of the report is known",
    "by": "left out",
    "takings-in": "left out",
    "story": "left out",
    "confidence": "only as it tells in how a belief stands",
    "quote": "left out",
    "links": "one for each item, if a browser may open it",
    "amendments": "only where they changed what was believed before",
    "ours": "only what came of them",
    "unknown": "left out",
    "redacted": "left out",
    "settings": "only the title",
}
"""What feeds of changes lose, whatever their format."""


def items(job: Job) -> list[Item]:
    """The changes of a job as items, the newest first."""
    picture = job.picture
    made = [_item(told, picture, job.zone) for told in job.changes()]
    return sorted(made, key=lambda item: (-item.moment, item.id))


def newest(job: Job, told: list[Item]) -> str:
    """When the feed changed last: with its newest item; where there is none, at the end of the time asked about."""
    if told:
        return told[0].updated
    return iso(moment_of(job.start().span(job.zone)[1]))


def _item(told: Told, picture: Picture, zone: str) -> Item:
    change = told.change
    belief = change.after or change.before
    assert belief is not None  # noqa: S101  a change has one or the other
    sort = sort_of(change)
    # where time alone made the change, it changed with the date asked about
    ids = [event.id for event in told.behind] or [picture.question.at.text]
    urls = [url for event in told.behind if (url := web(event.said.url)) is not None]
    sources = [event.said.source for event in told.behind if event.said.source]
    moments = [_moment(event, zone) for event in told.behind] or [picture.question.at.span(zone)[1] - 1]
    return Item(
        id=f"urn:uuid:{made_id('change', belief.slot.name, belief.slot.dimension or '', str(sort), *sorted(ids))}",
        title=legal(f"{about(picture, belief)}: {_step(told)}"),
        lines=tuple(map(legal, _lines(told, picture))),
        moment=max(moments),
        sort=CHANGED[sort],
        url=urls[0] if urls else None,
        sources=tuple(dict.fromkeys(legal(picture.label(source)) for source in sources)),
    )


def _moment(event: Event, zone: str) -> Micro:
    reported = event.said.reported
    return recorded_micros(event.recorded) if reported is None else reported.span(zone)[1] - 1


def _step(told: Told) -> str:
    before, after = told.change.before, told.change.after
    if after is None:
        return "no longer believed"
    if sort_of(told.change) is Sort.FIGURE and before is not None:
        return f"{shown(before.value)} → {shown(after.value)} ({stands(after)})"
    return f"{shown(after.value)} ({stands(after)})"


def _lines(told: Told, picture: Picture) -> Iterator[str]:
    before, after = told.change.before, told.change.after
    yield f"{told.change.slot}: {CHANGED[sort_of(told.change)]}"
    if after is not None:
        was = f", was {before.standing}" if before and before.standing is not after.standing else ""
        flags = f"; {', '.join(after.flags)}" if after.flags else ""
        yield f"{stands(after)}{was}{flags}; {who(picture, after)}; of {day(after.occurred)}"
    for event in told.behind:
        yield f"{short(event.id)}  {_spoken(event, picture)}"


def _spoken(event: Event, picture: Picture) -> str:
    said = event.said
    if said.ours:
        return f"we noted: {claim(said)}"
    carried = f", through {through(picture, said)}" if said.via else ""
    likely = f" “{said.likelihood}”" if said.likelihood else ""
    words = "".join(f" “{words}”" for _, words in said.told)
    corrects = f", in place of {short(said.corrects)}" if said.corrects else ""
    return f"{speaks(picture, said)}{likely}{carried}, reported {day(said.reported)}: {claim(said)}{words}{corrects}"
