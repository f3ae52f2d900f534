"""Saved pages: text, title, date and site, taken out of HTML by trafilatura, which is asked for by name if missing."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from newsledger.drafting.text import Article
from newsledger.errors import InvalidInput
from newsledger.importers._files import UTF16, refused
from newsledger.values.when import When

_PAGE = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|article|main|div|p)[\s>]", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
_DAY = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]")
_QUIET = ("trafilatura", "htmldate", "courlan", "justext")
"""Libraries that log what a page lacks."""


def is_page(head: bytes) -> bool:
    """Whether a file begins as HTML does.

    >>> is_page(b"<!DOCTYPE html><html>"), is_page(b"Rain fell.")
    (True, False)
    """
    begin = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return begin.startswith(b"<") and _PAGE.search(begin[:2048]) is not None


def read_page(raw: bytes, path: str) -> Article:
    """The article of a page, its furniture left out. Scripts are text to it, and nothing is fetched.

    Raises `InvalidInput` where trafilatura is missing, or finds no article.
    """
    _check_encoding(raw, path)
    try:
        import trafilatura
    except ImportError:
        message = "pages are read with trafilatura, which is not installed"
        hint = "pip install 'newsledger[article]', or copy the article into a text file"
        raise refused(path, "missing-extra", message, hint) from None
    with _silenced():
        found: Any = trafilatura.bare_extraction(raw, with_metadata=True, include_comments=False, include_tables=True)
    if found is None:
        raise refused(path, "no-text", "no text of an article was found in it", "copy the article into a text file")
    return Article(
        text=found.text or "", title=found.title or None, published=_day(found.date),
        site=found.sitename or found.hostname or None, url=_address(found.url),
    )  # fmt: skip


def _check_encoding(raw: bytes, path: str) -> None:
    """Refuses a page that is not in the encoding that it names: its figures might be wrong without a sign."""
    if raw.startswith(UTF16) or b"\0" in raw:
        raise refused(path, "not-text", "it holds zero bytes, as no page does", "save the page again, as UTF-8")
    named = _CHARSET.search(raw[:4096])
    encoding = named[1].decode("ascii") if named else "utf-8"
    try:
        raw.decode(encoding)
    except LookupError:
        raise refused(
            path, "not-utf-8", f"it names the encoding {encoding}, which is not known", "save it as UTF-8"
        ) from None
    except UnicodeDecodeError as error:
        if named is None:
            return  # pages without a name for their encoding are guessed, as browsers do
        line = raw[: error.start].count(b"\n") + 1
        message = f"byte 0x{raw[error.start]:02x} is not {encoding.upper()}, as the page says it is"
        raise refused(path, "not-utf-8", message, "save the page again, as UTF-8", line) from None


def _day(told: str | None) -> When | None:
    found = _DAY.match(told or "")
    try:
        return When.parse(found[0]) if found else None
    except InvalidInput:
        return None


def _address(told: str | None) -> str | None:
    return told if told and told.startswith(("http://", "https://")) else None


@contextmanager
def _silenced() -> Iterator[None]:
    """Keeps what the libraries log of a poor page from the terminal: we say it in our words."""
    loggers = [logging.getLogger(name) for name in _QUIET]
    levels = [one.level for one in loggers]
    for one in loggers:
        one.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for one, level in zip(loggers, levels, strict=True):
            one.setLevel(level)
