"""Numbers in people's words: digits, vulgar fractions, "half a", "two thirds", "dozens", "twenty-five".

One number at a place of a text, without sign, currency, scale or unit, which `newsledger.values.hedges` reads
around it. English only.
"""

from __future__ import annotations

import re
from fractions import Fraction

from newsledger.errors import InvalidInput
from newsledger.problems import Place, Problem
from newsledger.tuples import NamedTuple
from newsledger.values.phrases import Found, find, table

FORMS = "write for example 110 km2, as many as 11,000, about 500 people, 200 to 300, or unknown"

# A vague word starts where its plural can (two of the thing, "several" above two) and ends before the next
# named size begins. That is a reading of the words, not a measurement; the figure is marked as about.
# fmt: off
VAGUE = {
    "dozens": (24, 99), "scores": (40, 99), "hundreds": (200, 999), "thousands": (2_000, 9_999),
    "tens of thousands": (20_000, 99_999), "hundreds of thousands": (200_000, 999_999),
    "millions": (2_000_000, 9_999_999), "tens of millions": (20_000_000, 99_999_999),
    "hundreds of millions": (200_000_000, 999_999_999), "billions": (2_000_000_000, 9_999_999_999),
    "several": (3, 9), "a few": (3, 9), "a handful": (3, 9), "a couple": (2, 2),
}

ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS = {
    **{word: number for number, word in enumerate((*ONES, *_TEENS), start=1)},
    **{word: 10 * number for number, word in enumerate(_TENS, start=2)},
}
_PIECES = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "twentieth": 20, "hundredth": 100,
}
_VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅛": (1, 8), "⅒": (1, 10),
}
SCALES = {
    "dozen": 0, "hundred": 2, "thousand": 3, "k": 3, "million": 6, "mln": 6, "mn": 6, "m": 6,
    "billion": 9, "bln": 9, "bn": 9, "b": 9, "trillion": 12, "trn": 12, "tn": 12,
    "lakh": 5, "lakhs": 5, "crore": 7, "crores": 7,
}
# fmt: on

_DIGITS = re.compile(
    r"""(?P<fraction>[0-9]+/[0-9]+)
      | (?P<digits>[0-9]{1,3}(?P<comma>[,'\ ])[0-9]{3}(?:(?P=comma)[0-9]{3})*(?![0-9])(?:\.[0-9]+)?
                 | [0-9]+(?:\.[0-9]+)?(?:[eE][0-9]+(?!\w))?)
      | (?P<vulgar>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅒])""",
    re.VERBOSE,
)

_VAGUE, _NUMBER, _SCALE = table(VAGUE), table(_NUMBERS), table(SCALES)
_COUNT, _ARTICLE, _HALF = table(("a", "an", *ONES)), table(("a", "an")), table(("half a", "half an"))
_TEN, _ONE, _PIECE = table(_TENS), table(ONES), table((*_PIECES, *(f"{piece}s" for piece in _PIECES)))


class Numeral(NamedTuple):
    """A number as found: its digits, those of the upper end where the word is vague, a power of ten, its place.

    `part` says that it is told as a part of a whole.
    """

    digits: str
    begin: int
    end: int
    upto: str | None = None
    power: int = 0
    part: bool = False


def read(text: str, at: int) -> Numeral | None:
    """The number that stands at a place, or `None`.

    >>> read("two thirds", 0), read("12,500 people", 0)
    (Numeral(digits='2/3', begin=4, end=10, upto=None, power=0, part=True), \
Numeral(digits='12500', begin=0, end=6, upto=None, power=0, part=False))

    Raises `InvalidInput` for a fraction over zero.
    """
    found = _DIGITS.match(text, at)
    if found is None:
        return _half(text, at) or _part(text, at) or _vague(text, at) or _tens(text, at) or _one(text, at)
    if found["vulgar"]:
        return _pieces(*_VULGAR[found["vulgar"]], found.start(), found.end())
    if found["fraction"]:
        return _fraction(found)
    mantissa, _, exponent = re.sub(r"[,' ]", "", found["digits"]).casefold().partition("e")
    whole, dot, decimals = mantissa.partition(".")
    digits = f"{whole.lstrip('0') or '0'}{dot}{decimals}"
    return Numeral(digits, found.start(), found.end(), power=int(exponent or 0))


def scale(text: str, at: int) -> Found | None:
    """A scale that stands at a place: "thousand", "m"."""
    return find(text, at, _SCALE)


def _fraction(found: re.Match[str]) -> Numeral:
    count, pieces = map(int, found["fraction"].split("/"))
    if pieces == 0:
        where = Place(column=found.start() + 1, length=found.end() - found.start())
        message = "a fraction over zero is no figure"
        raise InvalidInput([Problem(code="unreadable-figure", message=message, hint=FORMS, where=where)])
    return Numeral(str(Fraction(count, pieces)), found.start(), found.end(), part=True)


def _pieces(count: int, pieces: int, begin: int, end: int) -> Numeral:
    """A part of a whole: in decimals where they end, else as a fraction."""
    if 1000 % pieces:
        return Numeral(str(Fraction(count, pieces)), begin, end, part=True)
    whole, thousandths = divmod(1000 * count // pieces, 1000)
    return Numeral(f"{whole}.{thousandths:03}".rstrip("0").rstrip("."), begin, end, part=True)


def _half(text: str, at: int) -> Numeral | None:
    """Half of a scale that follows: "half a million"."""
    found = find(text, at, _HALF)
    return Numeral("0.5", found.begin, found.end) if found and scale(text, found.end) else None


def _part(text: str, at: int) -> Numeral | None:
    count = find(text, at, _COUNT)
    begin = count.end + 1 if count and text[count.end : count.end + 1] in (" ", "-") else at
    piece = find(text, begin, _PIECE)
    if piece is None or piece.begin != begin:
        return None
    many = _NUMBERS.get(count.phrase, 1) if count else 1
    pieces = _PIECES.get(piece.phrase) or _PIECES[piece.phrase.removesuffix("s")]
    return _pieces(many, pieces, piece.begin, piece.end)


def _vague(text: str, at: int) -> Numeral | None:
    found = find(text, at, _VAGUE)
    if found is None:
        return None
    low, high = VAGUE[found.phrase]
    return Numeral(str(low), found.begin, found.end, upto=str(high))


def _tens(text: str, at: int) -> Numeral | None:
    tens = find(text, at, _TEN)
    if tens is None:
        return None
    joined = text[tens.end : tens.end + 1] in (" ", "-")
    ones = find(text, tens.end + 1, _ONE) if joined else None
    if ones is None or ones.begin != tens.end + 1:
        return Numeral(str(_NUMBERS[tens.phrase]), tens.begin, tens.end)
    return Numeral(str(_NUMBERS[tens.phrase] + _NUMBERS[ones.phrase]), tens.begin, ones.end)


def _one(text: str, at: int) -> Numeral | None:
    """A number that is one word; an article is one where a scale follows: "a million"."""
    found = find(text, at, _NUMBER)
    if found:
        return Numeral(str(_NUMBERS[found.phrase]), found.begin, found.end)
    article = find(text, at, _ARTICLE)
    return Numeral("1", article.begin, article.end) if article and scale(text, article.end) else None
