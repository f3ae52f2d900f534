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


REACH = 160
"""So many characters before a place are looked at: what stands further off says nothing of it."""


def led_by(pattern: re.Pattern[str], words: str, at: int) -> re.Match[str] | None:
    """What a pattern that ends with `$` finds right before a place; long sentences cost no more than short ones.

    >>> led_by(re.compile(r"up from $"), "up from 5", 8) is not None
    True
    """
    return pattern.search(words, max(0, at - REACH), at)
