"""atom: what changed since a day, as a feed for readers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar
from xml.etree import ElementTree as ET

from newsledger.exporters import Exporter, Job, exporter
from newsledger.exporters._changes import LOSSES, Item, items, newest
from newsledger.exporters._words import escaped, legal, made_id

ATOM = "http://www.w3.org/2005/Atom"


@exporter("atom")
class Atom(Exporter):
    """An entry for each belief that changed (RFC 4287), with the events behind it; without `since`, in a week."""

    takes: ClassVar = frozenset({"since", "site"})
    losses: ClassVar = LOSSES

    def write(self, job: Job) -> Iterator[bytes]:
        """The feed, its newest entry first."""
        told = items(job)
        feed = ET.Element("feed", {"xmlns": ATOM})
        _add(feed, "id", job.site or f"urn:uuid:{made_id('feed', job.title, job.question.story or '')}")
        _add(feed, "title", job.title)
        _add(feed, "updated", newest(job, told))
        _add(_add(feed, "author"), "name", job.title)
        if job.site:
            ET.SubElement(feed, "link", {"href": job.site})
        for item in told:
            _entry(feed, item)
        ET.indent(feed, " ")
        yield ET.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n"


def _entry(feed: ET.Element, item: Item) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", item.id)
    _add(entry, "title", item.title)
    _add(entry, "updated", item.updated)
    for source in item.sources:
        _add(_add(entry, "author"), "name", source)
    if item.url:
        ET.SubElement(entry, "link", {"rel": "related", "href": item.url})
    ET.SubElement(entry, "category", {"term": item.sort})
    _add(entry, "content", "".join(f"<p>{escaped(line)}</p>" for line in item.lines)).set("type", "html")


def _add(parent: ET.Element, name: str, text: str = "") -> ET.Element:
    made = ET.SubElement(parent, name)
    made.text = legal(text) or None
    return made
