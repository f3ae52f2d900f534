"""article: a saved page or a text becomes a draft report sheet, which a person looks through and adds."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NoReturn

from newsledger import plugins
from newsledger.drafting import extractors
from newsledger.drafting.days import days
from newsledger.drafting.extractors import RULES
from newsledger.drafting.known import Known
from newsledger.drafting.text import LONGEST, Article, even
from newsledger.drafting.writing import draft
from newsledger.errors import InvalidInput
from newsledger.importers import NOT, Draft, File, Options, importer
from newsledger.importers._files import refused
from newsledger.importers._pages import is_page, read_page
from newsledger.problems import Problem
from newsledger.values.when import When

LARGEST = 1 << 24
"""The largest page that is read, in bytes: pages with pictures written into them stay below."""

PAGE, TEXT = 70, 20
"""How sure it is of a page, and of a text, which may as well be a table."""

FIRST_LINES, LONGEST_DATELINE = 6, 100
"""Where a text may tell its date: so many lines, of at most so many characters."""

YEAR = re.compile(r"\b[12][0-9]{3}\b")
ANY_DAY = When.parse("2000-01-01")
"""Stands in for the day of the report; dates that tell their year do not look at it."""

PROSE = re.compile(rb"^(?:[^\s\0]+ ){7,}[^\s\0]+[.!?]", re.MULTILINE)
"""A line that is a sentence: eight words or more, then a full stop."""

SLUG = re.compile(r"[^a-z0-9]+")
LONGEST_SLUG = 60


@importer("article")
class ArticleImporter:
    """A page as a browser saves it, or plain text. Nothing is fetched and nothing in a page is run."""

    def identify(self, file: File) -> int:
        """Likely for a page, possible for a file that is called a text and holds a sentence."""
        head = file.head()
        if is_page(head):
            return PAGE
        return TEXT if file.name.casefold().endswith((".txt", ".md")) and PROSE.search(head) else NOT

    def read(self, file: File, options: Options) -> NoReturn:
        """No rows: raises `InvalidInput`, because a draft has to be looked at before it counts."""
        del options
        raise refused(file.path, "draft-only", "an article becomes a draft sheet, and no events by itself",
                      "newsledger import article FILE --to SHEET.report")  # fmt: skip

    def draft(self, file: File, options: Options, known: Known, seen: Collection[str] = ()) -> Iterator[Draft]:
        """The draft of one article. Raises `InvalidInput` where it has no text or no date."""
        del seen
        article = read_article(file, options)
        yield drafted(article, file.name, options, known)


def read_article(file: File, options: Options) -> Article:
    """The text of a file with what its page tells, and what the options tell instead.

    Raises `InvalidInput` where it is too large, no text, or has no date.
    """
    raw = bytearray()
    for piece in file.pieces():
        raw += piece
        if len(raw) > LARGEST:
            raise refused(
                file.path, "too-large", f"it has more than {LARGEST} bytes", "save the article alone, as text"
            )
    found = (
        read_page(bytes(raw), file.path) if is_page(bytes(raw[:4096])) else Article(text=_text(bytes(raw), file.path))
    )
    if not found.text.strip():
        raise refused(
            file.path, "no-text", "no text of an article was found in it", "copy the article into a text file"
        )
    if len(found.text) > LONGEST:
        message = f"a text of {len(found.text)} characters, and at most {LONGEST} are read"
        raise refused(file.path, "too-large", message, "save the article alone, as text")
    published = options.reported or found.published or dateline(found.text)
    if published is None:
        message = "it does not tell when it was published, which words for dates are read against"
        raise refused(file.path, "no-date", message, "add --reported 2025-03-16")
    return Article(
        text=found.text, title=found.title, published=published, site=found.site, url=found.url, zone=options.zone
    )  # fmt: skip


def dateline(text: str) -> When | None:
    r"""The day that a text tells in its first lines: "HALVERTON, Nov 5 2025".

    >>> dateline("Bridge falls\nHALVERTON, Nov 5 2025\n\nA bridge fell on Monday.")
    When('2025-11-05')
    """
    for line in text.splitlines()[:FIRST_LINES]:
        told = days(even(line), ANY_DAY) if len(line) <= LONGEST_DATELINE else []
        whole = [day.when for day in told if YEAR.search(day.words) and day.when.precision == "day"]
        if whole and not whole[0].is_interval:
            return whole[0]
    return None


def _text(raw: bytes, path: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        raise refused(path, "not-utf-8", message, "save the file as UTF-8", line) from None


def drafted(article: Article, name: str, options: Options, known: Known) -> Draft:
    """The draft sheet of an article, read by the extractor that the options name.

    Raises `InvalidInput` where there is no such extractor, or it fails.
    """
    asked = options.extractor or RULES
    extract = extractors.find(asked)
    try:
        findings = list(extract(article, known))
    except InvalidInput:
        raise
    except Exception as error:
        told = plugins.failure_of(extractors.GROUP, asked, error)
        if told is None:
            raise
        problem = Problem(code="broken-plugin", message=told, hint=f"use ours: --extractor {RULES}")
        raise InvalidInput([problem]) from None
    report = options.source or slug(article.site or "") or "the-outlet"
    text = draft(article, findings, name=name, report=report, story=options.story or known.story)
    return Draft(name=f"{article.published}-{slug(article.title or Path(name).stem) or 'article'}", text=text)


def slug(text: str) -> str:
    """A text as a short name.

    >>> slug("The Daily, Ltd.")
    'the-daily-ltd'
    """
    return SLUG.sub("-", text.casefold()).strip("-")[:LONGEST_SLUG].strip("-")
