"""SHA-256 by whichever of Python's two implementations is worth loading.

hashlib loads OpenSSL, which takes as long as hashing a thousand lines. So the first lines are hashed by the small
module that Python itself falls back on (as its `random` does), and OpenSSL, which is faster, takes over where there
are many.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

FEW = 1_000
"""So many texts are hashed before OpenSSL is loaded: about where it begins to pay, at 400 bytes a line."""

LARGE = 65_536
"""A text of so many bytes is worth OpenSSL by itself."""


def small() -> Callable[[bytes], Any]:
    """The implementation of Python's own: `_sha2` since 3.12, `_sha256` before; a build may lack both."""
    small: Callable[[bytes], Any]
    try:
        from _sha2 import sha256 as small  # type: ignore[import-not-found, no-redef]  # typeshed knows it not
    except ImportError:
        try:
            from _sha256 import sha256 as small  # type: ignore[import-not-found, no-redef]  # nor this one
        except ImportError:
            from hashlib import sha256 as small
    return small


_sha256 = small()
_left = FEW


def sha256(raw: bytes) -> str:
    """The SHA-256 of some bytes (FIPS 180-4), in hex.

    >>> sha256(b"")[:16]
    'e3b0c44298fc1c14'
    """
    global _sha256, _left  # noqa: PLW0603  counted over the whole process
    _left -= 1
    if _left == 0 or len(raw) > LARGE:
        import hashlib

        _sha256, _left = hashlib.sha256, -1
    return str(_sha256(raw).hexdigest())
