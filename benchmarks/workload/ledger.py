"""A made-up ledger in a folder: half its events in files of one report, half in files of imports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.workload.stream import Block, blocks
from newsledger.codec import write
from newsledger.config import Config
from newsledger.event import Event
from newsledger.stores.directory import DirectoryStore


def write_ledger(folder: Path, size: int, *, batches: bool = False) -> DirectoryStore:
    """Writes a ledger of that size into a folder. No file is synced, for nobody has to trust it.

    `batches` puts every portion in one file, also those that were taken in one by one: of ten million events, five
    million files would be left, more than many disks can name. The events are the same.
    """
    store = DirectoryStore.create(folder, Config(title=f"{size} made-up events"))
    for number, block in enumerate(blocks(size)):
        if block.imported or batches:
            _write(folder / "_batch", f"import-{number:06}-{block.events[0].id[:16]}", block.events)
            continue
        for event in block.events:
            _write(folder / (event.said.story or "_batch"), f"{event.recorded[:10]}-{event.id[:16]}", (event,))
    return store


def lines(size: int) -> Iterator[bytes]:
    """The lines of a ledger of that size, without line ends."""
    for block in blocks(size):
        yield from map(write, block.events)


def files_of(block: Block) -> int:
    """How many files a portion of events stands in."""
    return 1 if block.imported else len(block.events)


def _write(folder: Path, stem: str, events: tuple[Event, ...]) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{stem}.jsonl").write_bytes(b"".join(write(event) + b"\n" for event in events))
