"""Fixed phrases in a text: which of a table stands at a place.

A table of some hundred phrases takes Python's `re` more than a millisecond to compile, as long as replaying
a small story; looking them up by their first letter costs nothing until somebody's words are read.
"""

from __future__ import annotations

from collections.abc import Iterable

from newsledger.tuples import NamedTuple

Table = dict[str, tuple[str, ...]]
"""Phrases by their first letter, the longest first."""


class Found(NamedTuple):
    """A phrase as it stands in the table, and where it stands in the text."""

    phrase: str
    begin: int
    end: int


def table(phrases: Iterable[str]) -> Table:
    """The phrases as they are looked up: in small letters, one blank between words."""
    found: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        found.setdefault(phrase[0], []).append(phrase)
    return {letter: tuple(some) for letter, some in found.items()}


def find(text: str, at: int, phrases: Table) -> Found | None:
    """The longest phrase that stands at a place, blanks before it and between its words aside; capitals do not matter.

    A phrase that ends with a letter or a digit is not found within a longer word.

    >>> signs = table(["less than", "less", "<"])
    >>> find("  Less  than 5", 0, signs), find("lesson", 0, signs)
    (Found(phrase='less than', begin=2, end=12), None)
    """
    begin = after_blanks(text, at)
    for phrase in phrases.get(text[begin : begin + 1].casefold(), ()):
        end = _end(text, begin, phrase)
        if end is not None:
            return Found(phrase, begin, end)
    return None


def after_blanks(text: str, at: int) -> int:
    """The first place from here on where no blank stands."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _end(text: str, begin: int, phrase: str) -> int | None:
    """Where a phrase ends that begins here, if it does."""
    here = begin
    for number, word in enumerate(phrase.split()):
        start = after_blanks(text, here) if number else here
        if (number and start == here) or text[start : start + len(word)].casefold() != word:
            return None
        here = start + len(word)
    follows = text[here : here + 1]
    return None if phrase[-1].isalnum() and (follows.isalnum() or follows == "_") else here
