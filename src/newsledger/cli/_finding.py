"""Where the ledger is that a command works on."""

from __future__ import annotations

from pathlib import Path

from newsledger.errors import LedgerNotFound

SETTINGS = "ledger.toml"


def find_ledger(folder: str) -> Path:
    """The ledger in a folder, in its `events/`, or in one of the folders above it.

    Raises `LedgerNotFound` with what was looked for.
    """
    start = Path(folder)
    if not start.is_dir():
        message = f"there is no folder {folder}"
        raise LedgerNotFound(message)
    for here in (start, *start.resolve().parents):
        for candidate in (here, here / "events"):
            if (candidate / SETTINGS).is_file():
                return candidate
    looked = f"neither {start / SETTINGS} nor {start / 'events' / SETTINGS}, nor in any folder above"
    message = f"no ledger here: {looked}\n  start one: newsledger init"
    raise LedgerNotFound(message)
