"""Figures as tables hold them: bare numbers in one and the same unit, read without people's vocabulary."""

from __future__ import annotations

import functools
import re
from fractions import Fraction

from newsledger.errors import InvalidInput
from newsledger.values.quantity import Quantity
from newsledger.values.units import UNITS

PLAIN = re.compile(r"(0|[1-9][0-9]{0,14}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4})(\.[0-9]{1,2}|\.[0-9]{4,9})?( [^\W\d_]+)?")
"""A number without sign or hedge, and perhaps one word. Three decimals might be thousands: those are read with care."""

WORD = re.compile(r"( [^\W\d_]+)?")
MOST_DIGITS = 15

UNROUNDED = "7"
"""A whole number that no zero ends leaves as much open as any other such number."""

TRIED = ("1", "7", "12345", "0.5")
"""Numbers before which a word has to mean the same unit, to mean it before any."""


def text_of(words: str, unit: str | None = None, dimension: str | None = None) -> str | None:
    """The canonical text of a bare figure of a dimension, without making one; `None` where it has to be read.

    >>> text_of("15,000", "person"), text_of("about 4,100 acres")
    ('15000 person', None)
    """
    found = PLAIN.fullmatch(words)
    symbol = None if found is None else _symbol(found[3] or "", unit)
    if found is None or symbol is None or (dimension and UNITS[symbol].dimension != dimension):
        return None
    return f"{found[1].replace(',', '')}{found[2] or ''} {symbol}"


def unit_of(after: str, unit: str | None = None, dimension: str | None = None) -> str | None:
    """The unit of any whole number with these words behind it; `None` where each has to be read.

    >>> unit_of(" people"), unit_of(" thousand people")
    ('person', None)
    """
    symbol = _symbol(after, unit) if WORD.fullmatch(after) and after.isascii() else None
    return symbol if symbol is None or not dimension or UNITS[symbol].dimension == dimension else None


def is_whole(cell: str) -> bool:
    """Whether a cell is a whole number, in digits alone, as `PLAIN` has it.

    >>> is_whole("15000"), is_whole("007"), is_whole("1.5")
    (True, False, False)
    """
    return cell.isdecimal() and cell.isascii() and (cell[0] != "0" or len(cell) == 1) and len(cell) <= MOST_DIGITS


def read(words: str, unit: str | None = None) -> Quantity:
    """What `Quantity.read` gives, only faster where a cell is a bare number.

    >>> read("15,000", "person"), read("about 4,100 acres")
    (Quantity('15000 person'), Quantity('~4100 acre'))

    Raises `InvalidInput` as that does.
    """
    found = PLAIN.fullmatch(words)
    symbol = None if found is None else _symbol(found[3] or "", unit)
    if found is None or symbol is None:
        return Quantity.read(words, unit=unit)
    digits = found[1].replace(",", "")
    text = f"{digits}{found[2] or ''} {symbol}"
    if found[2] or digits[-1] == "0":
        best, rounding = _parts(text)
    else:
        best, rounding = Fraction(int(digits)), _parts(f"{UNROUNDED} {symbol}")[1]
    return Quantity(
        text=text, told=None if text == words else words, best=best, unit=symbol, rounding_low=rounding,
        rounding_high=rounding,
    )  # fmt: skip


@functools.lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[Fraction | None, Fraction]:
    """The number of a bare figure, and how far its digits leave it open."""
    figure = Quantity.parse(text)
    return figure.best, figure.rounding_low


@functools.lru_cache(maxsize=256)
def _symbol(word: str, unit: str | None) -> str | None:
    """The unit that a word behind any number means; `None` where that depends on the number, or on more."""
    try:
        tried = [(number, Quantity.read(number + word, unit=unit)) for number in TRIED]
    except InvalidInput:
        return None
    symbols = {figure.unit for _, figure in tried}
    simple = all(figure.text == f"{number} {figure.unit}" and figure.conversion is None for number, figure in tried)
    return symbols.pop() if simple and len(symbols) == 1 else None
