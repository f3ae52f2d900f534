"""feed: RSS, Atom and JSON Feed, each entry a draft report sheet in a folder of drafts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NoReturn

from newsledger.drafting.known import Known
from newsledger.drafting.text import LONGEST, Article
from newsledger.errors import InvalidInput
from newsledger.importers import NOT, SURE, Draft, File, Options, importer
from newsledger.importers._feeds import LARGEST, Entry, entries, is_feed, missing_dates
from newsledger.importers._files import refused
from newsledger.importers.article import drafted


@importer("feed")
class FeedImporter:
    """A saved feed. Nothing is fetched: what an entry leads to is saved and imported as an article."""

    many = True

    def identify(self, file: File) -> int:
        """Sure of what begins as a feed."""
        return SURE if is_feed(file.head()) else NOT

    def read(self, file: File, options: Options) -> NoReturn:
        """No rows: raises `InvalidInput`, because drafts have to be looked at before they count."""
        del options
        raise refused(file.path, "draft-only", "a feed becomes draft sheets, and no events by itself",
                      "newsledger import feed FILE --to inbox")  # fmt: skip

    def draft(self, file: File, options: Options, known: Known, seen: Collection[str] = ()) -> Iterator[Draft]:
        """A draft of each entry that was not seen; all entries are read before the first is given.

        Raises `InvalidInput` where the feed cannot be read, or an entry has no date.
        """
        found = [one for one in entries(_raw(file), file.path, options.zone) if not {one.key, one.url} & set(seen)]
        undated = [] if options.reported else list(missing_dates(found, file.path))
        if undated:
            raise InvalidInput(undated)
        for one in found:
            made = drafted(_article(one, options), f"{file.name}, {one.title or one.key}"[:120], options, known)
            yield Draft(name=made.name, text=made.text, key=one.key)


def _raw(file: File) -> bytes:
    raw = bytearray()
    for piece in file.pieces():
        raw += piece
        if len(raw) > LARGEST:
            raise refused(file.path, "too-large", f"a feed of more than {LARGEST} bytes", "fetch a shorter one")
    return bytes(raw)


def _article(one: Entry, options: Options) -> Article:
    """An entry as an article; a date that the options give goes before its own."""
    return Article(
        text=one.text[:LONGEST], title=one.title, published=options.reported or one.published, site=one.site,
        url=one.url, zone=options.zone,
    )  # fmt: skip
