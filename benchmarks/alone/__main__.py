"""One way, once: prints what it took."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import attrs

from benchmarks.alone import Taken
from benchmarks.alone.ways import WAYS
from benchmarks.frame.measuring import KIBI


def main(way: str, ledger: str) -> None:
    """Goes one way. The peak is that of this process, as the system tells it: a parent is told no less than its own."""
    cpu, answer = WAYS[way](Path(ledger))
    told = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    peak = int(told[1]) * KIBI if told else 0
    print(json.dumps(attrs.asdict(Taken(cpu=cpu, peak=peak, answer=answer))))


if __name__ == "__main__":
    main(*sys.argv[1:])
