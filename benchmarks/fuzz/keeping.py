r"""The corpus that is kept: for each target the shortest inputs that reach its code, in one file of text.

`python -m benchmarks.fuzz FOLDER` joins what a hunt left in FOLDER to it. An input is a JSON string, a
line each, in which a character stands for a byte; so that a diff can be read.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from benchmarks.fuzz.targets import TARGETS, attempt

if TYPE_CHECKING:
    from _typeshed import TraceFunction

KEPT = Path(__file__).parent.parent.parent / "tests" / "fuzz" / "corpus"

MOST = 22_000
"""Bytes of the file of one target at most: thirteen of them stay below 300 kB."""

LONGEST = 1_500
"""The longest input that is kept, in bytes."""


def kept(target: str, folder: Path = KEPT) -> list[bytes]:
    """The inputs that are kept for a target."""
    path = folder / f"{target}.jsonl"
    lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
    return [json.loads(line).encode("latin-1") for line in lines]


def written(inputs: Iterable[bytes]) -> str:
    """The text of a file of inputs, in the order of their bytes."""
    return "".join(f"{json.dumps(one.decode('latin-1'))}\n" for one in sorted(set(inputs)))


def unpacked(target: str, place: Path) -> None:
    """Puts each input that is kept into a file of its own, as atheris takes them."""
    place.mkdir(parents=True, exist_ok=True)
    for one in kept(target):
        (place / hashlib.sha256(one).hexdigest()[:16]).write_bytes(one)


def chosen(target: str, inputs: Iterable[bytes], most: int = MOST) -> list[bytes]:
    """The shortest inputs of which each reaches lines that no shorter one reached, up to so many bytes of text."""
    seen: set[tuple[str, int]] = set()
    found: list[bytes] = []
    size = 0
    for one in sorted(set(inputs), key=lambda one: (len(one), one)):
        reached = _reached(target, one) if len(one) <= LONGEST else set()
        text = len(written([one]))
        if not reached <= seen and size + text <= most:
            seen |= reached
            found.append(one)
            size += text
    return found


def _reached(target: str, data: bytes) -> set[tuple[str, int]]:
    """The lines of newsledger that an input reaches."""
    steps: set[tuple[str, int]] = set()

    def step(frame: FrameType, event: str, _: object) -> TraceFunction | None:
        if "newsledger" not in frame.f_code.co_filename:
            return None
        if event == "line":
            steps.add((frame.f_code.co_filename, frame.f_lineno))
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        attempt(target, data)
    finally:
        sys.settrace(before)
    return steps


def main(folder: Path) -> None:
    """Joins what a hunt left to what is kept."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for target in TARGETS:
        place = folder / target / "corpus"
        inputs = [*kept(target), *(path.read_bytes() for path in sorted(place.glob("*")))]
        some = chosen(target, inputs)
        (KEPT / f"{target}.jsonl").write_text(written(some), encoding="ascii")
        print(f"{target}: {len(some)} of {len(set(inputs))}")
