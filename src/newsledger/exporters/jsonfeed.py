"""jsonfeed: what changed since a day, as a JSON Feed for readers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from newsledger.exporters import Exporter, Job, exporter
from newsledger.exporters._changes import LOSSES, Item, items
from newsledger.exporters._words import dumped, told

VERSION = "https://jsonfeed.org/version/1.1"


@exporter("jsonfeed")
class JsonFeed(Exporter):
    """An item for each belief that changed (JSON Feed 1.1), with the events behind it; without `since`, in a week."""

    takes: ClassVar = frozenset({"since", "site"})
    losses: ClassVar = LOSSES

    def write(self, job: Job) -> Iterator[bytes]:
        """The feed, its newest item first."""
        feed = told({"version": VERSION, "title": job.title, "home_page_url": job.site})
        yield dumped({**feed, "items": [_item(item) for item in items(job)]})


def _item(item: Item) -> dict[str, Any]:
    return told({
        "id": item.id, "title": item.title, "content_text": "\n".join(item.lines), "date_published": item.updated,
        "tags": [item.sort], "authors": [{"name": source} for source in item.sources], "external_url": item.url,
    })  # fmt: skip
