"""`python -m newsledger` is the command line, and so is `newsledger`: a process of its own, set up to be short."""

from __future__ import annotations

import atexit
import gc
import os

YOUNG = 50_000
"""So many new objects are made before Python looks for rings among them (700 by its own choice).

A command makes no rings to speak of, and makes most of its objects while it loads modules and lines.
"""


ZONES = "/usr/share/zoneinfo"
"""Where systems keep the time zones. Python looks it up in its own build settings, which takes as long as ten zones."""


def main() -> None:
    """Runs the command line."""
    if "PYTHONTZPATH" not in os.environ and os.path.isdir(ZONES):  # noqa: PTH112  pathlib takes longer than this spares
        os.environ["PYTHONTZPATH"] = ZONES
    gc.set_threshold(YOUNG, 20, 100)
    # what is left at the end goes with the process: nobody need look through it once more
    atexit.register(gc.freeze)
    from newsledger.cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
