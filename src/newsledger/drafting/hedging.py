"""Hedges before a number: where they begin."""

from __future__ import annotations

import re
from functools import cache

from newsledger.values import hedges

MOST_HEDGES = 3
"""So many hedges may stand before one number: "well over an estimated"."""

_WORD_BEFORE = re.compile(r"[^\s(“\"'‘—–,;:]+$")
_THE = re.compile(r"\b(?:the|this)\s*$", re.IGNORECASE)


_PARTICLE = re.compile(
    r"\b(?:(?:hand|turn|sign|carr|roll|pass|mak|made|mov|cross|jump|climb|spill|argu|disput|quarrel|clash|battl|concern|worr"
    r"|protest|feud|bur[iy]|trapp|hidd|crush|stuck|covered|debat|divided|split|feet|met(?:er|re)|floor|stor(?:ey|ies))[a-z]*"
    r"|t[ao]ken?|took|hold|held|fought|fight|row|war|anger|outrage|fears?|l[ae]y|lies|sank|charges|deal|talks)\s*$",
    re.IGNORECASE,
)
"""Behind it "over", "under" and "above" say where or about what."""


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
        if phrase in {"over", "under", "above"} and _PARTICLE.search(before[:start]):
            continue  # "he handed over 300", "a row over 300 jobs"
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
