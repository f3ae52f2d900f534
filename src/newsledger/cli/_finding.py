"""Where the ledger is that a command works on."""

from __future__ import annotations

import os
from collections.abc import Iterator

from newsledger.errors import LedgerNotFound

SETTINGS = "ledger.toml"


def find_ledger(folder: str) -> str:
    """The ledger in a folder, in its `events/`, or in one of the folders above it.

    Raises `LedgerNotFound` with what was looked for.
    """
    if not os.path.isdir(folder):
        message = f"there is no folder {folder}"
        raise LedgerNotFound(message)
    for here in (folder, *_above(folder)):
        for candidate in (here, os.path.join(here, "events")):
            if os.path.isfile(os.path.join(candidate, SETTINGS)):
                return os.path.normpath(candidate)
    here = "" if folder == "." else folder
    looked = " nor ".join(os.path.join(here, *within, SETTINGS) for within in ((), ("events",)))
    looked = f"neither {looked}, nor in any folder above"
    message = f"no ledger here: {looked}\n  start one: newsledger init"
    raise LedgerNotFound(message)


def _above(folder: str) -> Iterator[str]:
    """The folders above a folder, the nearest first."""
    here, above = os.path.realpath(folder), os.path.dirname(os.path.realpath(folder))
    while above != here:
        yield above
        here, above = above, os.path.dirname(above)
