"""Merkle trees as RFC 9162 defines them (section 2.1): one hash over a list, and proofs that a text is in it.

Pure, and about bytes alone. A hash of a text and a hash of two hashes begin with different bytes, so that neither
can be passed off as the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

LEAF, NODE = b"\x00", b"\x01"
"""What is hashed before a text, and before two hashes (RFC 9162, section 2.1.1)."""


def leaf_hash(text: bytes) -> bytes:
    """The hash of a text of the list.

    >>> leaf_hash(b"").hex()[:16]
    '6e340b9cffb37a98'
    """
    return sha256(LEAF + text).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two hashes that stand side by side."""
    return sha256(NODE + left + right).digest()


def root(texts: Iterable[bytes]) -> bytes:
    r"""The one hash over a list of texts; it is another as soon as a text, the number or the order is another.

    >>> root([]).hex()[:16], root([b"", b"\x00"]).hex()[:16]
    ('e3b0c44298fc1c14', 'fac54203e7cc696c')
    """
    level = [leaf_hash(text) for text in texts]
    while len(level) > 1:
        level = _above(level)
    return level[0] if level else sha256(b"").digest()


def path(texts: Iterable[bytes], index: int) -> tuple[bytes, ...]:
    """The hashes that lead from a text of the list to its root, the lowest first (RFC 9162, section 2.1.3.1).

    >>> [step.hex()[:8] for step in path([b"a", b"b", b"c"], 2)]
    ['b137985f']

    Raises:
        IndexError: the list has no such place.
    """
    level = [leaf_hash(text) for text in texts]
    if not 0 <= index < len(level):
        raise IndexError(f"a list of {len(level)} has no place {index}")
    steps: list[bytes] = []
    while len(level) > 1:
        beside = index ^ 1
        steps += level[beside : beside + 1]  # the last of an odd number has nobody beside it, and moves up alone
        level, index = _above(level), index // 2
    return tuple(steps)


def led_to(text: bytes, index: int, count: int, steps: Sequence[bytes]) -> bytes | None:
    """The root to which a path leads from a text; `None` where no list of so many could have it there.

    A proof holds if this is the root that one knows (RFC 9162, section 2.1.3.2).

    >>> texts = [b"a", b"b", b"c"]
    >>> led_to(b"c", 2, 3, path(texts, 2)) == root(texts)
    True
    """
    if not 0 <= index < count:
        return None
    reached, last = leaf_hash(text), count - 1
    for step in steps:
        if last == 0:
            return None
        if index % 2 or index == last:
            reached = node_hash(step, reached)
            while index and not index % 2:
                index, last = index // 2, last // 2
        else:
            reached = node_hash(reached, step)
        index, last = index // 2, last // 2
    return reached if last == 0 else None


def _above(level: list[bytes]) -> list[bytes]:
    """The next level of a tree: two by two; one that is left over moves up as it is."""
    pairs = zip(level[::2], level[1::2], strict=False)
    return [node_hash(left, right) for left, right in pairs] + (level[-1:] if len(level) % 2 else [])
