"""timelinejs: the reports as a timeline to look at, for TimelineJS."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, ClassVar

from newsledger.exporters import Exporter, Job, exporter
from newsledger.exporters._words import asked, claim, day, dumped, escaped, speaks, through, told, web
from newsledger.replay import Entry, Picture
from newsledger.values.when import When
from newsledger.values.zones import UTC


@exporter("timelinejs")
class TimelineJs(Exporter):
    """The JSON that TimelineJS 3 reads. Its texts are HTML, hence escaped; no picture or page is drawn in."""

    takes: ClassVar = frozenset({"since"})
    losses: ClassVar = {
        "bytes": "only the words",
        "recorded": "left out",
        "by": "left out",
        "takings-in": "left out",
        "story": "left out",
        "occurred": "over the days that it can mean, with the words for it; what is without any bound is left out",
        "confidence": "left out",
        "links": "only one that a browser may open; no archive",
        "amendments": "only that a report was taken back",
        "ours": "left out",
        "unknown": "only the kind",
        "redacted": "left out",
        "settings": "only the title",
    }

    def write(self, job: Job) -> Iterator[bytes]:
        """A title, and a slide for each report that has a day."""
        slides = [_slide(entry, job.picture) for entry in job.entries() if _days(entry.event.said.occurred, job.zone)]
        title = {"text": {"headline": escaped(job.title), "text": escaped(f"({asked(job.picture)})")}}
        yield dumped({"title": title, "events": slides, "scale": "human"})


def _slide(entry: Entry, picture: Picture) -> dict[str, Any]:
    said = entry.event.said
    start, end = _days(said.occurred, picture.question.zone) or (None, None)
    return told({
        "unique_id": entry.event.id, "group": said.kind, "start_date": start, "end_date": end,
        "display_date": escaped(day(said.occurred)),
        "text": {"headline": escaped(claim(said)), "text": "".join(_lines(entry, picture))},
    })  # fmt: skip


def _lines(entry: Entry, picture: Picture) -> Iterator[str]:
    """The paragraphs below the headline, as HTML."""
    yield from (f"<p>{line}</p>" for line in _told(entry, picture))


def _told(entry: Entry, picture: Picture) -> Iterator[str]:
    said = entry.event.said
    if entry.withdrawn:
        yield "<strong>Taken back.</strong>"
    if entry.expected:
        yield "<strong>Expected.</strong>"
    likely = f" “{said.likelihood}”" if said.likelihood else ""
    carried = f", through {through(picture, said)}" if said.via else ""
    yield escaped(f"{speaks(picture, said)}{likely}{carried}, reported {day(said.reported)}")
    yield from (escaped(f"“{words}”") for _, words in said.told)
    if said.quote:
        yield (
            f'<q lang="{escaped(said.language)}">{escaped(said.quote)}</q>'
            if said.language
            else escaped(f"“{said.quote}”")
        )
    if (url := web(said.url)) is not None:
        yield f'<a href="{escaped(url)}">{escaped(url)}</a>'


def _days(when: When | None, zone: str) -> tuple[dict[str, int], dict[str, int] | None] | None:
    """Where a slide begins, and where it ends if it is not one day; `None` where nobody knows either."""
    if when is None:
        return None
    first, last = when.first_day(zone), when.last_day(zone)
    if first is None or last is None:
        known = first or last
        return None if known is None else (_day(known), None)
    if when.is_instant:
        return _instant(when, zone), None
    if not when.is_interval and when.precision in ("year", "month"):
        return {"year": first.year} | ({"month": first.month} if when.precision == "month" else {}), None
    return _day(first), None if first == last else _day(last)


def _day(day_: dt.date) -> dict[str, int]:
    return {"year": day_.year, "month": day_.month, "day": day_.day}


def _instant(when: When, zone: str) -> dict[str, int]:
    moment = when.earliest
    assert moment is not None  # noqa: S101  an instant has one
    if zone != UTC:
        from zoneinfo import ZoneInfo

        moment = moment.astimezone(ZoneInfo(zone))
    return _day(moment.date()) | {"hour": moment.hour, "minute": moment.minute}
