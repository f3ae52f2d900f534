"""What newsledger raises: one small family, each member also a builtin error.

    NewsledgerError
    ├── InvalidInput      (ValueError)         somebody's data is wrong; carries every problem
    ├── LedgerNotFound    (FileNotFoundError)  there is no ledger here
    ├── LedgerUnusable    (OSError)            it cannot be read or written: rights, disk, a newer format
    ├── IntegrityBroken   (ValueError)         stored bytes do not match their id
    ├── LedgerLocked      (TimeoutError)       another process holds it
    ├── LedgerMoved       (RuntimeError)       somebody appended since the position that was given
    └── NotInLedger       (LookupError)        a slot, an id, a source that is not there

Each class carries the `exit_code` of the command line.
"""

from __future__ import annotations

from collections.abc import Iterable

from newsledger.problems import Problem


class NewsledgerError(Exception):
    """Whatever newsledger raises on purpose."""

    exit_code = 2


class InvalidInput(NewsledgerError, ValueError):
    """Somebody's data is wrong. `problems` holds all that was found, each with its place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[InvalidInput], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class LedgerNotFound(NewsledgerError, FileNotFoundError):
    """There is no ledger where one was looked for."""

    exit_code = 3


class LedgerUnusable(NewsledgerError, OSError):
    """A ledger cannot be read or written: rights, a full disk, a format newer than this program."""

    exit_code = 3


class IntegrityBroken(NewsledgerError, ValueError):
    """Stored bytes do not match the id that they carry."""

    exit_code = 4


class LedgerLocked(NewsledgerError, TimeoutError):
    """Another process holds the ledger and did not let go in time."""

    exit_code = 5


class LedgerMoved(NewsledgerError, RuntimeError):
    """Somebody appended since the position after which an append was to come."""

    exit_code = 5


class NotInLedger(NewsledgerError, LookupError):
    """A slot, an event or a source was asked for that the ledger does not hold."""

    exit_code = 2
