"""What figures were measured on: the kind of machine, never its name."""

from __future__ import annotations

import os
import platform
import re
from importlib import metadata  # a benchmark has no start-up to keep short
from pathlib import Path

GIB = 1 << 30


def machine() -> str:
    """The kind of this machine in one line: processor, cores, memory, Python."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    python = f"{platform.python_implementation()} {platform.python_version()}"
    parts = [f"{cores} cores of {_processor()}", _memory(), f"{platform.system()}", python]
    return ", ".join(part for part in parts if part)


def _processor() -> str:
    try:
        told = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        told = None
    return " ".join(told[1].split()) if told else platform.machine()


def _memory() -> str:
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return ""
    return f"{size / GIB:.0f} GiB of memory"


def version_of(package: str) -> str | None:
    """A package with its version, or `None` where it is not installed."""
    try:
        return f"{package} {metadata.version(package)}"
    except metadata.PackageNotFoundError:
        return None
