"""Numbers kept in few bytes do what a set of them would."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from newsledger.marks import Marks

NUMBERS = st.one_of(st.integers(0, 20), st.integers(0, 2**56 - 1))


@given(st.lists(NUMBERS), st.lists(NUMBERS))
def test_marks_are_a_set_of_which_each_is_taken_once(put: list[int], asked: list[int]) -> None:
    """What was put in is there until it is taken, and what was put in more than once is told."""
    marks = Marks()
    marks.add(put)

    assert marks.settle() == {number for number, times in Counter(put).items() if times > 1}

    there = set(put)
    for number in [*asked, *put, *asked]:
        assert (number in marks) == (number in there)
        assert marks.take(number) == (number in there)
        there.discard(number)
