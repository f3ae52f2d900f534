"""The plainest loop: every line is loaded by orjson and folded. It checks nothing at all."""

from __future__ import annotations

from pathlib import Path

from benchmarks.peers.latest import Latest, of_stored, shapes


def available() -> bool:
    """Whether orjson is installed."""
    try:
        import orjson
    except ImportError:
        return False
    return bool(orjson.loads(b"1"))


def replay(folder: Path) -> Latest:
    """The latest words out of all files of a ledger."""
    import orjson

    known = shapes()
    found: Latest = {}
    for path in folder.rglob("*.jsonl"):
        for line in path.read_bytes().splitlines():
            event = orjson.loads(line)
            of_stored(found, event["id"], event["said"], known)
    return found
