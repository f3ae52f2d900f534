"""Which ids stand in the files of a ledger, without reading them all: an index that may be thrown away at any time.

The files are the truth. What the index says is there is looked up in its file before anybody
relies on it; what it says is not there holds because every folder looks as it did when all of
its files were in the index. Whatever does not fit is read again, whatever is damaged is made anew.

A file whose name ends in the hash of its bytes is taken to be what it was while its folder is:
we never write into one. All others are looked at each time.

Whoever calls holds the lock.
"""

# pathlib costs more than all that is done here
# ruff: noqa: PTH108, PTH118

from __future__ import annotations

import contextlib
import os
import struct
import time
from collections.abc import Collection, Iterable
from typing import Self

from newsledger.known import blocks, log
from newsledger.known.blocks import Blocks
from newsledger.known.log import GONE, ID, File, Folder, Log, Record, Spoiled
from newsledger.known.looking import UNSURE, Looker, Reader

LOG, IDS = "known.log", "known.ids"
TAIL, SHARE = 65_536, 512
"""So many bytes of the log, or this share of all ids, are read at each append before the blocks take them up."""

BROKEN = (Spoiled, OSError, struct.error, ValueError)
"""What goes wrong with an index that somebody else wrote, spoilt or took away."""


class Known:
    """The index of a ledger, used under its lock.

    `read` gives the ids of a file, named from the ledger on. No method raises for what is wrong with the index.
    """

    def __init__(self, root: str, derived: str, read: Reader) -> None:
        self._read = read
        self._looker = Looker(root, read)
        self._paths = os.path.join(derived, LOG), os.path.join(derived, IDS)
        self._log: Log | None = None
        self._blocks: Blocks | None = None
        self._folders: dict[str, Folder] = {}
        self._tail: dict[bytes, list[int]] = {}
        self._seen = (b"", 0, 0)  # whose log is in memory, from where on, and up to where

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the files of the index. What the system says to that is of no account: they can be made again."""
        opened, self._log, self._blocks = (self._log, self._blocks), None, None
        for one in opened:
            if one is not None:
                with contextlib.suppress(OSError):
                    one.close()

    def drop(self) -> None:
        """Takes the index away; the next append makes it anew."""
        self.close()
        self._seen = (b"", 0, 0)
        for path in self._paths:
            with contextlib.suppress(OSError):
                os.unlink(path)

    # --- asking -------------------------------------------------------------------------------

    def among(self, wanted: Collection[str]) -> set[str] | None:
        """Those of the wanted ids that stand in a sound line; `None` where only reading every file can tell."""
        for attempt in (self._open, self._rebuild):
            self.close()
            try:
                attempt()
                return self._among(wanted, made_anew=attempt == self._rebuild)
            except BROKEN:
                continue
        self.drop()
        return None

    def _among(self, wanted: Collection[str], *, made_anew: bool) -> set[str]:
        self._look_again()
        claimed: dict[str, set[str]] = {}
        paths: dict[int, str] = {}
        log_, blocks_ = self._opened()
        for identity in sorted(wanted) if len(wanted) > blocks.FULL < blocks_.many else wanted:
            raw = bytes.fromhex(identity)
            if len(raw) != ID:
                raise ValueError(identity)
            for address in (*blocks_.find(raw), *self._tail.get(raw, ())):
                if address not in paths:
                    paths[address] = log_.at(address).path
                claimed.setdefault(paths[address], set()).add(identity)
        found = self._read_in(claimed)
        if not made_anew and not set().union(*claimed.values()) <= found:
            raise Spoiled  # a file was edited in place, and who knows what else was
        return found

    def _read_in(self, claimed: dict[str, set[str]]) -> set[str]:
        found: set[str] = set()
        for file, identities in claimed.items():
            with contextlib.suppress(OSError):  # what cannot be read holds nothing that can be relied on
                found |= self._read(file, identities)
        return found

    # --- the files of the index ---------------------------------------------------------------

    def _opened(self) -> tuple[Log, Blocks]:
        if self._log is None or self._blocks is None:
            raise Spoiled
        return self._log, self._blocks

    def _open(self) -> None:
        self._log = Log(self._paths[0])
        self._blocks = Blocks(self._paths[1], self._log.token)
        token, upto, end = self._seen
        if (token, upto) != (self._log.token, self._blocks.upto) or end > self._log.end:
            self._folders = {folder.path: folder for folder in self._blocks.folders()}
            self._tail, end = {}, self._blocks.upto
        for address, record in self._log.read(end):
            self._heed(address, record)
        if "" not in self._folders:
            raise Spoiled
        self._remember()
        if self._log.end - self._blocks.upto > max(TAIL, self._blocks.size // SHARE):
            self._take_up()

    def _remember(self) -> None:
        """Notes what is in memory, so that the next append of this process reads only what came since."""
        log_, blocks_ = self._opened()
        self._seen = (log_.token, blocks_.upto, log_.end)

    def _take_up(self) -> None:
        """Makes the blocks anew, with what stands in the log since."""
        log_, old = self._opened()
        new = old.joined((identity, address) for identity, places in self._tail.items() for address in places)
        blocks.write(self._paths[1], new, self._folders.values(), token=log_.token, upto=log_.end)
        self._blocks, self._tail = Blocks(self._paths[1], log_.token), {}
        self._remember()

    def _rebuild(self) -> None:
        self._folders, self._tail, self._seen = {}, {}, (b"", 0, 0)
        new = list(self._looker.look([""], dict))
        places = log.create(self._paths[0], new)
        for address, record in zip(places, new, strict=True):
            self._heed(address, record)
        self._log = Log(self._paths[0])
        found = ((identity, address) for identity, several in self._tail.items() for address in several)
        parted = blocks.parted(blocks.packed(found))
        blocks.write(self._paths[1], parted, self._folders.values(), token=self._log.token, upto=self._log.end)
        self._blocks, self._tail = Blocks(self._paths[1], self._log.token), {}
        self._remember()

    def _heed(self, address: int, record: Record) -> None:
        if isinstance(record, Folder):
            self._folders[record.path] = record
            return
        for at in range(0, len(record.ids), ID):
            self._tail.setdefault(record.ids[at : at + ID], []).append(address)

    def _add(self, new: list[Record]) -> None:
        for address, record in zip(self._opened()[0].append(new), new, strict=True):
            self._heed(address, record)
        self._remember()

    # --- looking at the ledger ----------------------------------------------------------------

    def _look_again(self) -> None:
        """Takes in what changed in the folders since the index was written."""
        now = time.time_ns()
        settled: list[Record] = []
        touched: list[str] = []
        for folder in self._folders.values():
            trust = self._looker.trust(folder, now)
            if trust is None:
                touched.append(folder.path)
            elif trust != folder.trust:
                settled.append(folder._replace(trust=trust))
        if touched:
            settled += [
                one
                for one in self._looker.look(touched, self._files, self._folders)
                if self._folders.get(one.path) != one
            ]
        if settled:
            self._add(settled)

    def _files(self) -> dict[str, File]:
        """Every file in the index, as it was last seen."""
        log_, _ = self._opened()
        return {record.path: record for _, record in log_.read(log.START) if isinstance(record, File)}

    # --- writing ------------------------------------------------------------------------------

    def note(self, file: str, identities: Iterable[str]) -> None:
        """Takes in a file that was just written; a folder that is new was made for it."""
        try:
            self._note(file, identities)
        except BROKEN:
            self.drop()

    def _note(self, file: str, identities: Iterable[str]) -> None:
        self._opened()
        path, name = os.path.split(file)
        written = self._looker.written(file, identities)
        if written is None:
            return
        new: list[Record] = [written]
        before = self._folders.get(path)
        if before is None or before.mark == GONE:
            new.append(self._looker.stamped(self._folders[""], path))
            before = Folder(path, GONE, UNSURE, 0, 0, 0)
        self._add([*new, self._looker.stamped(before, name)])
