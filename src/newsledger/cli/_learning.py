"""Learning that takes a while: how far it is, told on stderr, and what it came to, kept for the next run."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click

from newsledger.calibrating import Learned, Step
from newsledger.cli._out import hint
from newsledger.durable import folder_for_a_file, write_whole
from newsledger.stores.directory import DERIVED

SLOW = 0.5
"""After so many seconds whoever waits is told, and what was learned is worth keeping."""

FILE = "calibrate.json"


class Watch:
    """Tells how far learning is once it takes long, and keeps each whole round, so that a later run goes on there.

    What is kept is no part of the ledger: it is made again where it is gone, and left aside where the
    events have changed, which `learn` sees by itself.
    """

    def __init__(self, ledger: Path, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = ledger if ledger.is_dir() else ledger.parent  # beside a SQLite file, as within a folder
        self._clock = clock
        self._began = clock()
        self._saved = 0

    def kept(self) -> Learned | None:
        """What an earlier run kept, if anything can be read."""
        try:
            return Learned.from_json(json.loads((self._folder / DERIVED / FILE).read_text(encoding="utf-8")))
        except (OSError, ValueError, RecursionError):
            return None

    def __call__(self, step: Step) -> None:
        """Called by `learn`, as it goes and after each round."""
        if self._clock() - self._began < SLOW:
            return
        whole = step.done == step.things
        if whole and step.learned.rounds == step.round and step.round != self._saved:
            self._saved = step.round
            self._keep(step.learned)
        self._tell(step, whole=whole)

    def _keep(self, learned: Learned) -> None:
        content = json.dumps(learned.as_json(), ensure_ascii=False, separators=(",", ":")).encode()
        with contextlib.suppress(OSError), folder_for_a_file(str(self._folder), DERIVED) as folder:
            write_whole(folder, FILE, content)

    def _tell(self, step: Step, *, whole: bool) -> None:
        told = f"learning: round {step.round} of {step.rounds}"
        if sys.stderr.isatty():
            last = whole and step.round == step.rounds
            click.echo(f"\r{told}, {step.done} of {step.things} things", err=True, nl=last)
        elif whole:
            hint(told)
