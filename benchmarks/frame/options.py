"""What a run is asked for: how large a ledger, where the data are."""

from __future__ import annotations

import re
from pathlib import Path

import attrs

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT.parent / "shared" / "data"
"""Where public data sets stand beside a clone. They are no part of the project."""

SIZE = re.compile(r"(\d+)\s*([kM]?)")
UNITS = {"": 1, "k": 1_000, "M": 1_000_000}


@attrs.frozen(kw_only=True)
class Options:
    """`size` is in events, `rounds` how often something is tried; `None` asks for what the bar speaks of.

    `minutes` is how long fuzzing takes, and `fuzzed` the folder where it keeps what it tries. `ledgers` is where
    made-up ledgers are kept for the next run; `None` makes each anew.
    """

    size: int | None = None
    rounds: int | None = None
    data: Path = DATA
    minutes: float | None = None
    fuzzed: Path | None = None
    ledgers: Path | None = None

    def events(self, usual: int) -> int:
        """How many events to take, where nobody asked for a number."""
        return usual if self.size is None else self.size


def size_of(text: str) -> int:
    """A number of events as one types it.

    >>> size_of("20k"), size_of("1M"), size_of("500")
    (20000, 1000000, 500)

    Raises `ValueError` for anything else.
    """
    match = SIZE.fullmatch(text)
    if match is None or not int(match[1]):
        raise ValueError(f"{text!r} is no size: write 1k, 20k, 100k, 1M or a number")
    return int(match[1]) * UNITS[match[2]]


def size_text(events: int) -> str:
    """A number of events, short.

    >>> size_text(20_000), size_text(1_000_000), size_text(512)
    ('20k', '1M', '512')
    """
    for unit in ("M", "k"):
        if events % UNITS[unit] == 0:
            return f"{events // UNITS[unit]}{unit}"
    return str(events)
