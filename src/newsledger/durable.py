"""Files that are there whole or not at all, and on the disk before anybody is told that they are.

A file is written beside its place under a dot-name, synced, renamed, and the folder that holds
its name is synced too. What fails leaves nothing behind.
"""

# pathlib costs more than all that is done here, and the folder is read at every start
# ruff: noqa: PTH102, PTH105, PTH106, PTH108, PTH112, PTH118

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator

from newsledger.errors import LedgerUnusable, NewsledgerError

FULL = "free some space, then do it again"
RIGHTS = "ask for the right to write to it, or write to a copy"

CAUSES = {
    errno.ENOSPC: ("the disk is full", FULL),
    errno.EDQUOT: ("your share of the disk is used up", FULL),
    errno.EROFS: ("the folder is read-only", "have its disk mounted for writing, or write to a copy"),
    errno.EACCES: ("the folder is read-only for you", RIGHTS),
    errno.EPERM: ("the folder is read-only for you", RIGHTS),
    errno.EIO: ("the disk reports a fault", "save the ledger to another disk, then check this one"),
}
"""What the errors of POSIX that a disk gives mean to a person, and what to do."""


UNSURE = "it may stand there all the same, for it could not be taken back; to do it again adds nothing twice"
"""What came of a write that failed after its file had its name, on a disk that then refused to take the name away."""


class NotTakenBack(OSError):
    """A write failed, and what it left cannot be removed: nobody can say that nothing was written."""


@contextlib.contextmanager
def telling(folder: str, outcome: str) -> Iterator[None]:
    """Errors of the system become what happened, what came of it, and what to do.

    >>> with telling("news", "nothing was written"):
    ...     raise OSError(errno.ENOSPC, "")
    Traceback (most recent call last):
    newsledger.errors.LedgerUnusable: cannot write to news: the disk is full; nothing was written. ...

    Raises:
        LedgerUnusable: the system refused something.
    """
    try:
        yield
    except NewsledgerError:
        raise
    except OSError as error:
        cause, advice = CAUSES.get(error.errno or 0, (refusal(error), "see to it, then do it again"))
        outcome = UNSURE if isinstance(error, NotTakenBack) else outcome
        raise LedgerUnusable(f"cannot write to {folder}: {cause}; {outcome}. To go on: {advice}") from error


def refusal(error: OSError) -> str:
    """What is said of an error of the system that has no words of its own here.

    >>> refusal(OSError(errno.EMFILE, ""))
    'the system refuses it (EMFILE)'
    """
    return f"the system refuses it ({errno.errorcode.get(error.errno or 0, 'no reason given')})"


@contextlib.contextmanager
def folder_for_a_file(parent: str, folder: str) -> Iterator[str]:
    """Makes the folder that a file needs; one that is new goes again if the file fails."""
    path = os.path.join(parent, folder)
    new = not os.path.isdir(path)
    try:
        if new:
            os.mkdir(path)
            sync_folder(parent)
        yield path
    except BaseException:
        if new:
            with contextlib.suppress(OSError):
                os.rmdir(path)
        raise


def write_whole(folder: str, name: str, content: bytes) -> None:
    """Writes a file that is there whole or not at all, and on the disk when this returns.

    >>> write_whole(".", "a.txt", b"news")
    >>> [name for name in os.listdir(".") if "a.txt" in name]
    ['a.txt']

    Raises:
        NotTakenBack: the system refused something, and then to take a new file back.
        OSError: the system refused something; then there is no file that was not there before.
    """
    aside, path = os.path.join(folder, f".{name}.part"), os.path.join(folder, name)
    new = not os.path.lexists(path)
    try:
        _write_synced(aside, content)
        os.replace(aside, path)
        sync_folder(folder)
    except BaseException as error:
        for left in (aside, path) if new else (aside,):
            with contextlib.suppress(OSError):
                os.unlink(left)
        if new and isinstance(error, OSError) and os.path.lexists(path):
            raise NotTakenBack(error.errno, error.strerror) from error
        raise


def _write_synced(path: str, content: bytes) -> None:
    # what a crash left under this name was never told to anybody, hence is written over
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: str) -> None:
    """Puts the names in a folder on the disk.

    Raises:
        OSError: the disk failed.
    """
    if os.name == "nt":  # Windows opens no folders, and writes their names through
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some network disks cannot sync a folder, and say so in this way
            raise
    finally:
        os.close(handle)
