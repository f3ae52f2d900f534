"""Numbers that are told in several words: "two thousand five hundred", "a hundred and twelve", "minus 12"."""

from __future__ import annotations

import re

from newsledger.values.numerals import ONES

_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_VALUES = {
    **{word: number for number, word in enumerate((*ONES, *_TEENS), start=1)},
    **{word: 10 * number for number, word in enumerate(_TENS, start=2)},
    "a": 1,
    "an": 1,
}
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_JOIN = re.compile(r"\s+and\s+|[\s-]+", re.IGNORECASE)
_MINUS = re.compile(
    r"(?:minus (?P<digits>\d{1,3}(?:\.\d+)?)(?![\d,])|-(?P<cold>\d{1,3}(?:\.\d+)?)(?= ?(?:°|[CF]\b|deg|%|per ?cent)))",
    re.IGNORECASE,
)
_COUPLE = re.compile(r"a couple of (?P<scale>dozen|hundred|thousand|million)\b(?!s)", re.IGNORECASE)
_TEN = 10


def spelt(words: str, at: int) -> tuple[str, int] | None:
    """Digits for a number in several words, and where it ends; a number in one word is left to others.

    >>> spelt("a hundred and twelve people", 0), spelt("minus 12 degrees", 0), spelt("two people", 0)
    (('112', 20), ('-12', 8), None)
    """
    if (minus := _MINUS.match(words, at)) and not words[:at].endswith("plus or "):
        return f"-{minus['digits'] or minus['cold']}", minus.end()
    if couple := _COUPLE.match(words, at):
        return f"~2 {couple['scale'].casefold()}", couple.end()
    return _added(words, at)


def _added(words: str, at: int) -> tuple[str, int] | None:
    """The sum of number words in a row, of which one stands behind a scale: "five hundred twelve"."""
    told, ends = _row(words, at)
    first_scale = next((place for place, word in enumerate(told) if word in _SCALES), len(told))
    if told[:1] in (["a"], ["an"]) and first_scale != 1:
        return None
    if not any(word not in _SCALES for word in told[first_scale + 1 :]) or first_scale == 0:
        return None
    return str(_sum(told)), ends[-1]


def _row(words: str, at: int) -> tuple[list[str], list[int]]:
    """The words of a number, and where each ends: a word goes on only where it makes the number longer."""
    told: list[str] = []
    ends: list[int] = []
    here = at
    while (found := _WORD.match(words, here)) and _goes_on(
        told, found[0].casefold(), words[ends[-1] : here] if ends else ""
    ):
        told.append(found[0].casefold())
        ends.append(found.end())
        join = _JOIN.match(words, found.end())
        if join is None:
            break
        here = join.end()
    return told, ends


def _goes_on(told: list[str], word: str, join: str) -> bool:
    """Whether a word makes the number longer: units behind tens or a scale, a smaller part behind a scale."""
    if not told:
        return word in _VALUES
    last = told[-1]
    if "and" in join and last not in _SCALES:
        return False
    if word in _SCALES:
        return "and" not in join and (last not in _SCALES or _SCALES[word] > _SCALES[last])
    if word not in _VALUES or word in {"a", "an"}:
        return False
    return last in _SCALES or (last in _TENS and _VALUES[word] < _TEN)


def _sum(told: list[str]) -> int:
    total = part = 0
    for word in told:
        scale = _SCALES.get(word)
        if scale is None:
            part += _VALUES[word]
        elif scale == _SCALES["hundred"]:
            part *= scale
        else:
            total, part = total + part * scale, 0
    return total + part
