"""The instants of lines: when the ledger took something in, in UTC."""

from __future__ import annotations

import functools
import re
from datetime import datetime

RECORDED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z")
"""The form of `recorded`: an instant in UTC."""

LONGEST = len("2025-03-16T12:00:00.000000Z")
"""How long such an instant is at most."""


def is_instant(text: str) -> bool:
    """Whether a text is an instant that the calendar knows, as `recorded` has to be.

    >>> is_instant("2025-02-30T12:00:00Z")
    False
    """
    return len(text) <= LONGEST and _is_instant(text)


@functools.lru_cache(maxsize=4096)
def _is_instant(text: str) -> bool:
    if RECORDED.fullmatch(text) is None:
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
