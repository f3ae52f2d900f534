"""What limits the bars that are missed: known from profiles and from what the parts cost."""

from __future__ import annotations

LIMITS: dict[str, str] = {
    "id check alone, times": "either bar is enough, and the other is met",
}
"""By how the name of a bar begins. The longest beginning that fits is taken."""

UNKNOWN = "not looked into yet"


def limit_of(bar: str) -> str:
    """What limits a bar.

    >>> limit_of("a bar that nobody has looked at")
    'not looked into yet'
    """
    fitting = [start for start in LIMITS if bar.startswith(start)]
    return LIMITS[max(fitting, key=len)] if fitting else UNKNOWN
