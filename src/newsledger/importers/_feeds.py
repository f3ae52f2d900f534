"""Feeds: RSS and Atom by feedparser, JSON Feed by Python's own reader, each with a bound on whatever it may cost."""

from __future__ import annotations

import calendar
import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from newsledger.errors import InvalidInput
from newsledger.frozen import frozen
from newsledger.importers._files import UTF16, refused
from newsledger.problems import Place, Problem
from newsledger.values.when import When, instant

LARGEST = 1 << 25
"""The largest feed that is read, in bytes."""

MOST = 2_000
"""So many entries of one feed are read; an archive has more, and is imported otherwise."""

_ROOT = re.compile(rb"<\s*(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_ENTITY = re.compile(rb"<!ENTITY|<!DOCTYPE[^>]*\[", re.IGNORECASE)
_DECLARED = re.compile(rb"<\?xml[^>]*encoding=[\"']([\w.-]+)")
_JSON_FEED = "https://jsonfeed.org/version/"
_BLOCKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "tr", "table", "blockquote", "h1", "h2", "h3", "h4", "section"}
)
_SILENT = frozenset({"script", "style", "template", "noscript", "iframe", "form", "button", "nav", "figure"})
_BLANK = re.compile(r"[^\S\n]+")
_LATER = re.compile(r"\s*\n\s*")


@frozen(kw_only=True)
class Entry:
    """One report in a feed, as text; `key` tells it from others, `published` is its day where it tells one."""

    key: str
    title: str | None
    text: str
    published: When | None
    url: str | None
    site: str | None


def is_feed(head: bytes) -> bool:
    """Whether a file begins as a feed does.

    >>> is_feed(b'<?xml version="1.0"?><rss version="2.0">'), is_feed(b"<html>")
    (True, False)
    """
    begin = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return (begin.startswith(b"<") and _ROOT.search(begin[:4096]) is not None) or _JSON_FEED.encode() in begin[:4096]


def entries(raw: bytes, path: str, zone: str) -> list[Entry]:
    """The entries of a feed, newest or not, in its order.

    Raises `InvalidInput` where it is none, is damaged, declares entities, or is too large.
    """
    if len(raw) > LARGEST:
        raise refused(path, "too-large", f"a feed of more than {LARGEST} bytes", "fetch a shorter one")
    if raw.startswith(UTF16) or b"\0" in raw:
        raise refused(path, "not-utf-8", "it is saved as UTF-16, or is no text", "save it as UTF-8")
    begin = raw.lstrip(b"\xef\xbb\xbf \t\r\n")
    found = _of_json(raw, path, zone) if begin[:1] == b"{" else _of_xml(raw, path, zone)
    if len(found) > MOST:
        message = f"it has {len(found)} entries, and at most {MOST} are read"
        raise refused(path, "too-large", message, "fetch a shorter one, or map it as a table")
    if not found:
        raise refused(path, "no-text", "it has no entry with words", "see that the whole feed was saved")
    return found


# --- RSS and Atom -----------------------------------------------------------------------------


def _of_xml(raw: bytes, path: str, zone: str) -> list[Entry]:
    if _ROOT.search(raw[:4096]) is None:
        hint = "save the feed itself: its address ends in .xml, /rss or /feed; a page is imported as an article"
        raise refused(path, "no-feed", "it is neither RSS, Atom nor JSON Feed", hint)
    if entity := _ENTITY.search(raw):
        line = raw[: entity.start()].count(b"\n") + 1
        message = "it declares entities of its own, which no feed needs and which can grow beyond all measure"
        raise refused(path, "declares-entities", message, "take the declaration out, or ask whoever publishes it", line)
    _check_encoding(raw, path)
    parsed = _parsed(raw, path)
    site = _words(parsed.feed.get("title"))
    return [one for one in (_entry(each, site, zone) for each in parsed.entries) if one.text.strip()]


def _check_encoding(raw: bytes, path: str) -> None:
    declared = _DECLARED.match(raw.lstrip(b"\xef\xbb\xbf \t\r\n"))
    encoding = declared[1].decode("ascii") if declared else "utf-8"
    try:
        raw.decode(encoding)
    except LookupError:
        message = f"it declares the encoding {encoding}, which is not known"
        raise refused(path, "not-utf-8", message, "save it as UTF-8") from None
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = f"byte 0x{raw[error.start]:02x} is not {encoding.upper()}, as it says it is"
        raise refused(path, "not-utf-8", message, "save it anew, as UTF-8", line) from None


def _parsed(raw: bytes, path: str) -> Any:  # noqa: ANN401  feedparser has no types
    try:
        import feedparser
    except ImportError:
        message = "RSS and Atom are read with feedparser, which is not installed"
        raise refused(path, "missing-extra", message, "pip install 'newsledger[article]'") from None
    # a stream, since feedparser would fetch what looks like an address
    parsed = feedparser.parse(io.BytesIO(raw), sanitize_html=True, resolve_relative_uris=False)
    wrong = parsed.get("bozo_exception")
    line = getattr(wrong, "getLineNumber", lambda: None)()
    if parsed.bozo and line is not None:
        message = "it breaks off, or is no XML, here"
        raise refused(path, "damaged-file", message, "fetch it again, or mend that line", line)
    return parsed


def _entry(each: Any, site: str | None, zone: str) -> Entry:  # noqa: ANN401  an entry of feedparser
    content = each.get("content") or []
    told = max([one.get("value") or "" for one in content] + [each.get("summary") or ""], key=len)
    title, url = _words(each.get("title")), _address(each.get("link"))
    text = "\n".join(filter(None, [title, text_of(told)]))
    moment = each.get("published_parsed") or each.get("updated_parsed")
    key = str(each.get("id") or url or title or text[:80])
    return Entry(key=_key(key), title=title, text=text, published=_day(moment, zone), url=url, site=site)


def _day(moment: Any, zone: str) -> When | None:  # noqa: ANN401  a struct_time, or nothing
    if moment is None:
        return None
    try:
        return _day_in(dt.datetime.fromtimestamp(calendar.timegm(moment), dt.UTC), zone)
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _day_in(moment: dt.datetime, zone: str) -> When | None:
    day = instant(moment).last_day(zone)
    return When.parse(day.isoformat()) if day else None


# --- JSON Feed --------------------------------------------------------------------------------


def _of_json(raw: bytes, path: str, zone: str) -> list[Entry]:
    try:
        loaded = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8, as JSON has to be"
        raise refused(path, "not-utf-8", message, "save it as UTF-8", line) from None
    except json.JSONDecodeError as error:
        where = Place(file=path, line=error.lineno, column=error.colno)
        problem = Problem(
            code="no-json", message="it breaks off, or is no JSON, here", hint="fetch it again", where=where
        )
        raise InvalidInput([problem]) from None
    except (RecursionError, ValueError):
        raise refused(
            path, "too-deep", "it is nested too deep, or a number in it is too long", "fetch it again"
        ) from None
    items = loaded.get("items") if isinstance(loaded, dict) else None
    if not isinstance(items, list) or not str(loaded.get("version", "")).startswith(_JSON_FEED):
        hint = "JSON Feed has a version and items; other JSON is imported as a table"
        raise refused(path, "no-feed", "it is JSON, and no JSON Feed", hint)
    site = _words(loaded.get("title"))
    found = [_item(one, site, zone) for one in items if isinstance(one, dict)]
    return [one for one in found if one.text.strip()]


def _item(one: dict[str, Any], site: str | None, zone: str) -> Entry:
    told = _words(one.get("content_text"), lines=True) or text_of(
        str(one.get("content_html") or one.get("summary") or "")
    )
    title, url = _words(one.get("title")), _address(one.get("url"))
    text = "\n".join(filter(None, [title, told]))
    key = str(one.get("id") or url or title or text[:80])
    moment = one.get("date_published") or one.get("date_modified")
    return Entry(key=_key(key), title=title, text=text, published=_json_day(moment, zone), url=url, site=site)


def _json_day(told: object, zone: str) -> When | None:
    try:
        moment = dt.datetime.fromisoformat(str(told))
    except ValueError:
        return None
    return _day_in(moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC), zone)


# --- words ------------------------------------------------------------------------------------


def _words(told: object, *, lines: bool = False) -> str | None:
    if not isinstance(told, str):
        return None
    return (told.strip() if lines else " ".join(text_of(told).split())) or None


def _key(text: str) -> str:
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())[:1000]


def _address(told: object) -> str | None:
    return told if isinstance(told, str) and told.startswith(("http://", "https://")) and told.isprintable() else None


class _Text(HTMLParser):
    """The words of a piece of HTML, a line a paragraph; what a browser would run or hide is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self._silent += tag in _SILENT
        self.parts += ["\n"] if tag in _BLOCKS else []

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in _SILENT))
        self.parts += ["\n"] if tag in _BLOCKS else []

    def handle_data(self, data: str) -> None:
        self.parts += [] if self._silent else [data.replace("\n", " ")]


def text_of(html: str) -> str:
    r"""The words of a piece of HTML, a line a paragraph.

    >>> text_of("<p>Rain &amp; hail.</p><script>alert(1)</script><p>Two   hurt.</p>")
    'Rain & hail.\nTwo hurt.'
    """
    reader = _Text()
    reader.feed(html)
    reader.close()
    return _LATER.sub("\n", _BLANK.sub(" ", "".join(reader.parts))).strip()


def missing_dates(found: list[Entry], path: str) -> Iterator[Problem]:
    """What is wrong with entries that tell no date."""
    for one in found:
        if one.published is None:
            message = f"the entry {(one.title or one.key)[:60]!r} tells no date"
            yield Problem(code="no-date", message=message, hint="add --reported 2025-03-16", where=Place(file=path))
