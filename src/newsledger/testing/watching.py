"""Sees whether something reads the clock, the disk, the environment or chance while it is called."""

from __future__ import annotations

import builtins
import contextlib
import gc
import io
import os
import random
import sys
import time
import types
from collections.abc import Iterator
from datetime import date

CLOCKS: set[object] = {
    time.time,
    time.time_ns,
    time.monotonic,
    time.monotonic_ns,
    time.perf_counter,
    time.perf_counter_ns,
}
DISK: set[object] = {builtins.open, io.open_code, os.open, os.stat, os.lstat, os.listdir, os.scandir, os.getcwd}
CHANCE: set[object] = {os.urandom}
ENVIRONMENT = {type(os.environ).__getitem__.__code__, os.getenv.__code__}
NOW = {"now", "utcnow", "today"}
"""Methods of dates and datetimes that read the clock."""

IMPORTING = "importlib"
"""Frames of files whose name holds this read the disk to import a module, which decides no figure."""


@contextlib.contextmanager
def watched() -> Iterator[list[str]]:
    """What is read of the world outside while the block runs, by name, in order.

    >>> with watched() as seen:
    ...     _ = time.time()
    >>> seen
    ['the clock (time)']
    """
    seen: list[str] = []

    def look(frame: types.FrameType, event: str, called: object) -> None:
        found = _by_c(called) if event == "c_call" else _by_python(frame) if event == "call" else None
        if found is not None and not _imports(frame):
            seen.append(found)

    before, collecting = sys.getprofile(), gc.isenabled()
    gc.disable()  # whoever listens to the collector, as Hypothesis does, reads the clock then
    sys.setprofile(look)
    try:
        yield seen
    finally:
        sys.setprofile(before)
        if collecting:
            gc.enable()


def _by_c(called: object) -> str | None:
    name, owner = getattr(called, "__name__", ""), getattr(called, "__self__", None)
    if name in NOW and isinstance(owner, type) and issubclass(owner, date):
        return f"the clock ({name})"
    if isinstance(owner, random.Random) or _among(called, CHANCE):
        return f"chance ({name})"
    if _among(called, CLOCKS):
        return f"the clock ({name})"
    return f"the disk ({name})" if _among(called, DISK) else None


def _among(called: object, known: set[object]) -> bool:
    return any(called is one for one in known)


def _by_python(frame: types.FrameType) -> str | None:
    return "the environment" if frame.f_code in ENVIRONMENT else None


def _imports(frame: types.FrameType | None) -> bool:
    while frame is not None:
        if IMPORTING in frame.f_code.co_filename:
            return True
        frame = frame.f_back
    return False
