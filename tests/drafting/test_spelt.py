"""Numbers in several words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.drafting.spelt import spelt

_ONES = (
    "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def in_words(number: int, joined: str) -> str:
    """A number below a million as people spell it."""
    if number < len(_ONES):
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
    scale, name = (100, "hundred") if number < 1000 else (1000, "thousand")
    many, rest = divmod(number, scale)
    behind = (joined if rest < 100 else " ") + in_words(rest, joined) if rest else ""
    return f"{in_words(many, joined)} {name}{behind}"


@given(st.integers(101, 999_999), st.sampled_from([" and ", " "]))
def test_a_spelled_number_is_the_number(number: int, joined: str) -> None:
    """Whatever is spelled out, with or without "and", is read whole and is the number; round ones are left."""
    words = in_words(number, joined)
    found = spelt(f"{words} people", 0)

    if not words.endswith(("hundred", "thousand")):
        assert found == (str(number), len(words))


@pytest.mark.parametrize("words", ["two people", "a man", "twenty-five", "five hundred", "a thousand", "one and two"])
def test_a_number_in_one_piece_is_left_to_others(words: str) -> None:
    """One word, tens with ones, and one number before one scale are read elsewhere."""
    assert spelt(words, 0) is None
