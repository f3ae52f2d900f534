"""One writer at a time: a lock that goes with its process, and a note beside it that tells who holds it.

The lock is one of the system (`flock`, or what Windows has), so that a dead process leaves none
behind, whoever has its number now. The note is for people alone: nothing is ever decided by it.
"""

# pathlib costs more than all that is done here
# ruff: noqa: PTH108, PTH123

from __future__ import annotations

import contextlib
import functools
import json
import os
import sys
import time
from collections.abc import Iterator

from newsledger.errors import LedgerLocked

MOST = 4096
"""So many bytes of a note are read: ours has some hundred."""

STARTED_AT = 19
"""Where /proc/PID/stat tells when a process began, counted behind its name (proc(5), field 22)."""


@contextlib.contextmanager
def alone(lock: str, note: str, *, wait: float, outcome: str = "nothing was written") -> Iterator[None]:
    """Keeps other processes and threads out while the block runs.

    >>> with alone("lock", "holder", wait=0):
    ...     told_of("holder").startswith(f"It is this very process ({os.getpid()}, ")
    True

    `wait` is in seconds. `outcome` is what is told to whoever waited in vain.

    Raises:
        LedgerLocked: another one held it for longer than that; who, since when and with which command is told.
        OSError: the system refused something.
    """
    from filelock import FileLock, Timeout  # only who writes pays for it

    held = FileLock(lock)
    try:
        held.acquire(timeout=wait)
    except Timeout:
        raise LedgerLocked(in_vain(lock, note, wait, outcome)) from None
    try:
        with noted(note):
            yield
    finally:
        held.release()


def in_vain(lock: str, note: str, wait: float, outcome: str) -> str:
    """What is told to somebody who waited for a lock in vain."""
    held = f"another process has held {lock} for {wait:g} seconds; {outcome}"
    return f"{held}. {told_of(note)}Do it again when that one is done, or wait longer: newsledger --wait SECONDS"


@contextlib.contextmanager
def noted(note: str) -> Iterator[None]:
    """Tells others who holds a lock, as long as the block runs. To be called by whoever holds it."""
    with contextlib.suppress(OSError):  # a lock holds without it
        handle = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        try:
            os.write(handle, b"%d %s" % (time.time(), _myself(os.getpid())))
        finally:
            os.close(handle)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            os.unlink(note)


@functools.cache
def _myself(pid: int) -> bytes:
    """This process, told once; one that was forked off is another one."""
    return json.dumps({"pid": pid, "began": began(pid), "host": _host(), "command": command(sys.argv)}).encode()


def command(words: list[str]) -> str:
    """What a process does, without what it was told: words of an event do not belong in a note.

    >>> command(["/usr/bin/newsledger", "-C", "news", "add", "state/bridge/open = no"]), command([""])
    ('newsledger add', 'python')
    """
    program = os.path.basename(words[0] if words else "") or "python"  # noqa: PTH119  as said at the top
    if program == "__main__.py":
        program = "newsledger"
    if program != "newsledger":
        return program
    folder = os.path.join(os.path.dirname(__file__), "cli")  # noqa: PTH118, PTH120  as said at the top
    named = (word for word in words[1:] if word.isidentifier())
    known = (word for word in named if os.path.exists(f"{folder}{os.sep}{word}.py"))  # noqa: PTH110  as said at the top
    return " ".join([program, *list(known)[:1]])


def _host() -> str:
    return os.uname().nodename if hasattr(os, "uname") else ""


def began(pid: int) -> str | None:
    """When a process began, as the system counts; `None` where it does not tell, or there is no such process."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as stream:
            return stream.read().rpartition(b")")[2].split()[STARTED_AT].decode()
    except (OSError, IndexError):
        return None


# --- telling ----------------------------------------------------------------------------------


def told_of(note: str) -> str:
    """Who holds a lock, by the note beside it; empty where that tells nothing that can be relied on."""
    try:
        with open(note, encoding="utf-8") as stream:
            since, _, rest = stream.read(MOST).partition(" ")
        told = json.loads(rest)
        pid, doing = int(told["pid"]), str(told["command"])
        host, start = str(told["host"]), told["began"]
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(since)))
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return ""
    if pid == os.getpid() and host == _host():
        return f"It is this very process ({pid}, {_plain(doing)}), since {moment}. "
    who = f"process {pid} ({_plain(doing)}), since {moment}"
    if host != _host():
        return f"It is {who}, on the machine {_plain(host)}. "
    if start is not None and began(pid) != start:
        return f"The last that is known to have held it is {who}, which has ended: one that it started may hold it. "
    return f"It is {who}. "


def _plain(text: str) -> str:
    return "".join(mark if mark.isprintable() else "?" for mark in text[:80])
