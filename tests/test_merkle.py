"""Merkle trees: the roots that others publish, the definition of the RFC as an oracle, and proofs that hold or fail."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsledger.merkle import led_to, path, root

TEXTS = (
    b"", b"\x00", b"\x10", b" !", b"01", b"@ABC", b"PQRSTUVW", b"`abcdefghijklmno",
)  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""The roots over the first one, two, … of these texts, which implementations of Certificate Transparency agree on."""

lists = st.lists(st.binary(max_size=4), min_size=1, max_size=40)


def by_the_book(texts: list[bytes]) -> bytes:
    """The root as section 2.1.1 of RFC 9162 defines it: the list is split at the largest power of two below it."""
    if len(texts) < 2:
        return sha256(b"\x00" + texts[0] if texts else b"").digest()
    split = 1 << (len(texts) - 1).bit_length() - 1
    return sha256(b"\x01" + by_the_book(texts[:split]) + by_the_book(texts[split:])).digest()


def path_by_the_book(texts: list[bytes], index: int) -> tuple[bytes, ...]:
    """The path as section 2.1.3.1 of RFC 9162 defines it."""
    if len(texts) < 2:
        return ()
    split = 1 << (len(texts) - 1).bit_length() - 1
    if index < split:
        return (*path_by_the_book(texts[:split], index), by_the_book(texts[split:]))
    return (*path_by_the_book(texts[split:], index - split), by_the_book(texts[:split]))


@pytest.mark.parametrize("count", range(1, 9))
def test_known_roots(count: int) -> None:
    """The roots are those that others reach."""
    assert root(TEXTS[:count]).hex() == ROOTS[count - 1]


def test_the_root_of_nothing() -> None:
    """An empty list has the hash of no bytes at all."""
    assert root([]) == sha256().digest()


@given(lists)
def test_the_root_is_that_of_the_definition(texts: list[bytes]) -> None:
    """Working level by level gives what the recursive definition gives."""
    assert root(texts) == by_the_book(texts)


@given(lists, st.data())
def test_the_path_is_that_of_the_definition(texts: list[bytes], data: st.DataObject) -> None:
    """So do paths."""
    index = data.draw(st.integers(0, len(texts) - 1))
    assert path(texts, index) == path_by_the_book(texts, index)


@given(lists, st.data())
def test_every_text_can_be_proved(texts: list[bytes], data: st.DataObject) -> None:
    """From each text its path leads to the root."""
    index = data.draw(st.integers(0, len(texts) - 1))
    assert led_to(texts[index], index, len(texts), path(texts, index)) == root(texts)


@given(lists, st.binary(max_size=4), st.data())
def test_no_other_text_can_be_proved(texts: list[bytes], other: bytes, data: st.DataObject) -> None:
    """With the path of one text, another does not lead to the root."""
    index = data.draw(st.integers(0, len(texts) - 1))
    assume(other != texts[index])
    assert led_to(other, index, len(texts), path(texts, index)) != root(texts)


@given(lists, st.data())
def test_no_other_place_can_be_proved(texts: list[bytes], data: st.DataObject) -> None:
    """A path proves the place too: at another place of the list it leads elsewhere, or nowhere."""
    places = st.integers(0, len(texts) - 1)
    index, other = data.draw(places), data.draw(places)
    assume(index != other)
    assume(texts[index] != texts[other])
    assert led_to(texts[index], other, len(texts), path(texts, index)) != root(texts)


@given(lists, st.data())
def test_a_bent_path_proves_nothing(texts: list[bytes], data: st.DataObject) -> None:
    """A step that is left out, added or changed leads elsewhere."""
    index = data.draw(st.integers(0, len(texts) - 1))
    steps = path(texts, index)
    at = data.draw(st.integers(0, len(steps)))
    bent = data.draw(st.sampled_from([
        steps[:at] + steps[at + 1 :] if at < len(steps) else (*steps, b"\x00" * 32),
        (*steps[:at], b"\x00" * 32, *steps[at:]),
        (*steps[:at], b"\x00" * 32, *steps[at + 1 :]),
    ]))  # fmt: skip
    assert led_to(texts[index], index, len(texts), bent) != root(texts)


@pytest.mark.parametrize(("index", "count"), [(-1, 3), (3, 3), (0, 0)])
def test_a_place_outside_the_list(index: int, count: int) -> None:
    """Nothing is proved of a place that the list does not have, and no path leads from it."""
    assert led_to(b"a", index, count, ()) is None
    with pytest.raises(IndexError, match="has no place"):
        path([b"a"] * count, index)
