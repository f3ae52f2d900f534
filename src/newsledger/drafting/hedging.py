"""Hedges before a number: where they begin."""

from __future__ import annotations

import re
from functools import cache

from newsledger.values import hedges

MOST_HEDGES = 3
"""So many hedges may stand before one number: "well over an estimated"."""

_WORD_BEFORE = re.compile(r"[^\s(“\"'‘—–,;:]+$")
_THE = re.compile(r"\b(?:the|this)\s*$", re.IGNORECASE)


def hedged_from(words: str, at: int) -> int:
    """Where the hedges begin that stand right before a place.

    >>> hedged_from("It burned at least about 900 acres", 25)
    10
    """
    begin = at
    for _ in range(MOST_HEDGES):
        found = _hedge_before(words, begin)
        if found is None:
            return begin
        begin = found
    return begin


def _hedge_before(words: str, at: int) -> int | None:
    before = words[:at].rstrip()
    last = _WORD_BEFORE.search(before)
    for phrase in _phrases().get(last[0].casefold(), ()) if last else ():
        start = len(before) - len(phrase)
        if phrase == "past" and _THE.search(before[:start]):
            continue  # "in the past 24 hours"
        if phrase == "estimated" and words[at:].startswith("between "):
            continue  # "a team estimated between 60 and 70"
        if start >= 0 and before[start:].casefold() == phrase and not before[start - 1 : start].isalnum():
            return start
    return None


@cache
def _phrases() -> dict[str, list[str]]:
    """Hedges by their last word, the longest first."""
    found: dict[str, list[str]] = {}
    for phrase in sorted([*hedges.PHRASES, "between", "anywhere between", "some"], key=len, reverse=True):
        found.setdefault(phrase.split()[-1], []).append(phrase)
    return found
