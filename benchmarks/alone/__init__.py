"""Work on a ledger in a process of its own, for what it takes: CPU, and memory with the interpreter and all imports.

What the processes do stands in `benchmarks.alone.ways`; `python -m benchmarks.alone WAY LEDGER` is one of them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import attrs

from benchmarks.frame.measuring import elsewhere
from benchmarks.startup import variables

ROOT = Path(__file__).parent.parent.parent

STREAM, SCAN, LOOP = "stream", "scan", "loop"
CACHE, STORY, AGAIN, WHOLE = "cache", "story", "again", "whole"

NAMES = {
    STREAM: "pass over whole events",
    SCAN: "pass over named fields",
    LOOP: "orjson loop, nothing checked",
    CACHE: "cache made",
    STORY: "pictures of one story, warm cache",
    AGAIN: "the same pictures, asked again",
    WHOLE: "whole picture, warm cache",
}
PASSES = (STREAM, SCAN, LOOP)
"""The ways that read every event, and give one answer."""


@attrs.frozen(kw_only=True)
class Taken:
    """What one way took: CPU seconds without the start, of each question where there are many; peak memory in bytes.

    `answer` is a sum over what it gave: the same for all ways that give the same.
    """

    cpu: float
    peak: int
    answer: str


def alone(way: str, ledger: Path) -> Taken:
    """Runs one way in a process of its own. Raises `RuntimeError` where it fails."""
    told = elsewhere((sys.executable, "-m", "benchmarks.alone", way, str(ledger)), folder=ROOT, variables=variables())
    return Taken(**json.loads(str(told().answer)))


def available(ways: Sequence[str]) -> list[str]:
    """Those of the ways that can be gone here."""
    from benchmarks.peers import dictloop

    missing = {LOOP} if not dictloop.available() else set()
    return [way for way in ways if way not in missing]
