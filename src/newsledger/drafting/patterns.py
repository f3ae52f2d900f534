"""Small tools for patterns of words."""

from __future__ import annotations

import re


def either(words: str) -> str:
    """Words as the alternatives of a pattern.

    >>> either("rose fell")
    'rose|fell'
    """
    return "|".join(words.split())


def words(text: str) -> frozenset[str]:
    """The words of a text as a set.

    >>> sorted(words("a the"))
    ['a', 'the']
    """
    return frozenset(text.split())


def any_of(*patterns: str, flags: int = 0) -> re.Pattern[str]:
    """One pattern that finds what any of several finds.

    >>> any_of("a+", "b").findall("aab")
    ['aa', 'b']
    """
    return re.compile("|".join(f"(?:{one})" for one in patterns), flags)
