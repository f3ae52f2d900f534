"""Where the ledger is that a command works on."""

from __future__ import annotations

import os
from collections.abc import Iterator

from newsledger.errors import LedgerNotFound

SETTINGS = "ledger.toml"
DATABASE = "ledger.db"
"""How the SQLite file of a ledger is called where nobody calls it otherwise."""

ENDINGS = (".db", ".sqlite", ".sqlite3")
"""How the names of SQLite files end."""


def find_ledger(folder: str) -> str:
    """The ledger in a folder, in its `events/`, in its `ledger.db`, or in one of the folders above it.

    A SQLite file is found as it is. Raises `LedgerNotFound` with what was looked for, or where there are two.
    """
    if os.path.isfile(folder):
        return os.path.normpath(folder)
    if not os.path.isdir(folder):
        what = "file" if folder.endswith(ENDINGS) else "folder"
        message = f"there is no {what} {folder}"
        raise LedgerNotFound(message)
    for here in (folder, *_above(folder)):
        found = [one for one in (here, os.path.join(here, "events")) if os.path.isfile(os.path.join(one, SETTINGS))]
        found = found[:1] + [one for one in (os.path.join(here, DATABASE),) if os.path.isfile(one)]
        if len(found) > 1:
            both = " and ".join(map(os.path.normpath, found))
            message = f"two ledgers here: {both}\n  say which is meant: newsledger --ledger PATH"
            raise LedgerNotFound(message)
        if found:
            return os.path.normpath(found[0])
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
