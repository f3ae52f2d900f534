"""The parsers of outside bytes under Hypothesis: whatever they are handed, they keep their promise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.fuzz import seeds
from benchmarks.fuzz.targets import TARGETS, attempt

WORDS = [word.encode() for word in seeds.words()]

JUNK = [
    b"",
    b"\0",
    b"\r\n",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    "\u202e".encode(),
    b'"',
    b"\\",
    b"{",
    b"[[",
    b"9" * 40,
]
"""What breaks parsers: marks of other encodings, half a character, what turns text around, marks that open."""


@st.composite
def mutated(draw: st.DrawFn, examples: list[bytes]) -> bytes:
    """A sound example, a few times cut, doubled, joined with another, or with a word or junk put in."""
    data = draw(st.sampled_from(examples))
    for _ in range(draw(st.integers(0, 4))):
        one, other = sorted((draw(st.integers(0, len(data))), draw(st.integers(0, len(data)))))
        piece = draw(st.sampled_from(WORDS) | st.sampled_from(JUNK) | st.binary(max_size=4) | st.just(data[one:other]))
        data = data[:one] + piece + data[draw(st.sampled_from([one, other])) :]
    return data


@pytest.mark.parametrize("target", list(TARGETS))
@given(data=st.data())
def test_mutated_examples(target: str, data: st.DataObject) -> None:
    """Nearly sound input is read or refused, and raises nothing else."""
    given_ = data.draw(mutated(seeds.SEEDS[target]()))

    assert attempt(target, given_) is None


@pytest.mark.parametrize("target", list(TARGETS))
@given(raw=st.binary(max_size=200) | st.text(st.characters(codec="utf-8"), max_size=80).map(str.encode))
def test_any_bytes(target: str, raw: bytes) -> None:
    """So is what has nothing to do with the format."""
    assert attempt(target, raw) is None
