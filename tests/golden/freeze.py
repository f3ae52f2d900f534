"""Freezes the pictures of the golden ledgers: `python -m tests.golden.freeze`, from the root.

The ledgers themselves are never written again: a new format gets a folder of its own beside
the old one. Pictures are frozen anew only where a figure changed on purpose, and the commit
that does so says why.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from newsledger import codec
from newsledger.as_json import picture_json
from newsledger.event import Event
from newsledger.live import Question
from newsledger.replay import State
from newsledger.values.when import When

FOLDER = Path(__file__).parent / "v1"
LEDGER = FOLDER / "ledger.jsonl"
WATER_LEVEL = FOLDER / "water-level.jsonl"
DAY = When.parse("2025-03-16")
QUESTIONS = {
    "picture.json": Question(at=DAY, public=DAY),
    "picture-known.json": Question(at=DAY, public=DAY, known=When.parse("2025-03-17T10:00:00Z"), zone="Europe/Oslo"),
}
"""What is asked of the ledger, by the file that holds the answer."""


def lines(path: Path) -> list[bytes]:
    """The lines of a ledger."""
    return path.read_bytes().removesuffix(b"\n").split(b"\n")


def events(path: Path) -> list[Event]:
    """The events of a ledger."""
    read = (codec.read(line).event for line in lines(path))
    return [event for event in read if event is not None]


def answer(question: Question) -> Any:  # noqa: ANN401  any JSON
    """The picture of the ledger, as it comes back from JSON."""
    return json.loads(json.dumps(picture_json(State(events(LEDGER)).picture(question))))


def freeze() -> None:
    """Writes the pictures."""
    for name, question in QUESTIONS.items():
        text = json.dumps(answer(question), ensure_ascii=False, indent=1, sort_keys=True)
        (FOLDER / name).write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    freeze()
