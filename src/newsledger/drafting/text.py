"""An article as its readers see it: lines, sentences, and what is furniture of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from newsledger.drafting.patterns import any_of, either, words
from newsledger.frozen import frozen
from newsledger.values.when import When

LONGEST = 400_000
"""Characters of one article: a long book chapter. What is longer is no report."""

SHORT = 70
"""A line of the page without a full stop that is shorter is looked at as furniture."""

_SPACES = str.maketrans(dict.fromkeys("\t\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f", " "))
_MONSTER = re.compile(r"\S{200,}")
"""No word: what patterns would take for ever to look through."""

LONGEST_SENTENCE = 4_000
"""Characters: what is longer is no sentence, and is left out."""

_LAST = 40
"""So many characters before a full stop an abbreviation is looked for."""

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2212", "-"))

_ABBREVIATED = words(
    "mr mrs ms dr prof rev gen col lt maj capt sgt adm gov sen rep st jr sr no vs etc approx dept est fig"
    " inc ltd co corp"
    " jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun"
)
_END = re.compile(r"[.!?…]+[”’\"')\]]*(?=\s+[“‘\"'(\[]?[^\W_a-z]|\s*$)")
_WORD_BEFORE = re.compile(r"([^\W_]+(?:\.[^\W_]+)*)\.$")

_BUTTONS = (
    either("share tweet print photo image video watch listen subscribe recommended trending cookie copyright contact")
    + r"|advertis\w+|related|read more|more:|see also|sign up|follow us|newsletter|log in|comments?\b|tags?:|updated"
    + r"|published|posted|last modified|most (?:read|popular)|editor.s note|by [A-Z]|tel\b|call us|e-?mail|page \d"
    + r"|top stories|phone"
)
_FURNITURE = any_of(
    r"©|\||all rights reserved|\bmin(?:ute)?s? read\b",
    rf"^(?:{_BUTTONS})",
    r"^\d+ (?:comments?|shares?|likes?|views?)\b|^(?:\S+ ){0,4}\d+ of \d+$",
    flags=re.IGNORECASE,
)


@frozen(kw_only=True)
class Article:
    """A report in words, and what its page says of itself.

    >>> Article(text="Rain fell.").sentences()[0].words
    'Rain fell.'
    """

    text: str = attrs.field(repr=False)
    title: str | None = None
    published: When | None = None
    site: str | None = None
    url: str | None = None
    zone: str = "UTC"

    def sentences(self) -> list[Sentence]:
        """The sentences of the article, without the furniture of its page."""
        return list(_sentences(self.text))


@frozen(kw_only=True)
class Sentence:
    """A sentence: its words, its line counted from one, and how many of that line stand before it."""

    words: str
    line: int
    number: int

    @property
    def first(self) -> bool:
        """Whether it begins its paragraph."""
        return self.number == 0


def _sentences(text: str) -> Iterator[Sentence]:
    for line, raw in enumerate(text.splitlines(), start=1):
        plain = even(raw)
        if is_furniture(plain):
            continue
        for number, told in enumerate(split(plain)):
            if len(told) <= LONGEST_SENTENCE:
                yield Sentence(words=told, line=line, number=number)


def even(text: str) -> str:
    """A text in which blanks and dashes that look alike are alike, mark for mark; a word without end is blank."""
    return _MONSTER.sub(lambda found: " " * len(found[0]), text.translate(_SPACES).translate(_DASHES))


def split(line: str) -> Iterator[str]:
    """The sentences of a line; a full stop behind an abbreviation or an initial ends none.

    >>> list(split("Dr. Lee of the U.S. team said so. Nobody knows."))
    ['Dr. Lee of the U.S. team said so.', 'Nobody knows.']
    """
    begin = 0
    for end in _END.finditer(line):
        if not _is_abbreviated(line[max(begin, end.start() - _LAST) : end.start() + 1]):
            yield line[begin : end.end()].strip()
            begin = end.end()
    if line[begin:].strip():
        yield line[begin:].strip()


def _is_abbreviated(told: str) -> bool:
    found = _WORD_BEFORE.search(told)
    return found is not None and (
        found[1].casefold() in _ABBREVIATED or (len(found[1]) == 1 and found[1].isalpha()) or "." in found[1]
    )


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the page rather than to the report: buttons, credits, counts of comments.

    >>> is_furniture("4 min read"), is_furniture("Four people were hurt.")
    (True, False)
    """
    plain = line.strip()
    if not plain or not any(mark.isalpha() for mark in plain):
        return True
    ends = plain[-1] in '.!?…”"’'
    return len(plain) < SHORT and not ends and _FURNITURE.search(plain) is not None
