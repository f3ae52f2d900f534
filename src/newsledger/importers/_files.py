"""Files as they are imported: opened, unpacked and read line by line, with a bound on whatever they may cost."""

from __future__ import annotations

import hashlib
import os
import stat
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TypeVar

from newsledger.durable import refusal
from newsledger.errors import InvalidInput
from newsledger.problems import Place, Problem

HEAD = 1 << 16
"""So much of a file is looked at to see what it is, in bytes."""

PIECE = 1 << 16
"""So much is read at once, in bytes."""

LONGEST = 1 << 20
"""The longest line that is read, in bytes: no longer than a line of a ledger."""

GZIP = b"\x1f\x8b"
GZIP_BITS = 31
"""What zlib takes for a gzip file with the largest window (its manual: 16 + 15)."""

FREE = 1 << 26
"""So much any file may unpack to, in bytes: what fits in memory needs no bound."""

DENSEST = 200
"""Beyond that, so many times its packed size. Tables pack 5 to 50 to 1; the most that deflate can do is 1032."""

BINARY = {
    b"PK\x03\x04": (
        "a ZIP archive or an Excel sheet",
        "unpack it, save the sheet as CSV, or: newsledger import table FILE",
    ),
    b"PAR1": ("a Parquet file", "write it as CSV or JSON lines first, or: newsledger import table FILE"),
    b"SQLite format 3\x00": ("a SQLite database", "newsledger import table FILE --sheet TABLE reads a table of it"),
    b"BZh": ("packed with bzip2", "unpack it first: bunzip2 FILE"),
    b"\xfd7zXZ\x00": ("packed with xz", "unpack it first: unxz FILE"),
    b"\x28\xb5\x2f\xfd": ("packed with zstd", "unpack it first: unzstd FILE"),
    b"%PDF": ("a PDF", "copy its table into a sheet, and save that as CSV"),
}
"""How files begin that are no text, what they are, and what to do."""

UTF16 = (b"\xff\xfe", b"\xfe\xff")

T = TypeVar("T")


class File:
    r"""A file to be imported. What is packed with gzip is unpacked on the way, and no farther than makes sense.

    >>> _ = Path("a.csv").write_text("place,holder\nsudzha,russia\n")
    >>> [line for _, line in File("a.csv").lines()]
    [b'place,holder', b'sudzha,russia']

    `read` is how many of its bytes on the disk were read yet. After all `lines`, `digest` is their SHA-256.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)
        self.name = Path(self.path).name
        self.read = 0
        self.digest: str | None = None

    @property
    def size(self) -> int:
        """Its bytes on the disk."""
        return self._attempt(lambda: Path(self.path).stat().st_size)

    def stands(self) -> tuple[int, int]:
        """Its size and when it was last written: another pair means another content."""
        found = self._attempt(lambda: Path(self.path).stat())
        return found.st_size, found.st_mtime_ns

    def settle(self) -> str:
        """Reads it through, and gives its SHA-256. Whatever is wrong with it as a whole is told before a row is read.

        Raises as `lines` does.
        """
        if self.digest is None:
            for _ in self.pieces():
                pass
        return self.digest or ""

    def head(self) -> bytes:
        """Its beginning, unpacked; whole lines, unless the first is longer than all of it."""
        with self._opened() as stream:
            raw = self._attempt(lambda: stream.read(HEAD))
        if raw.startswith(GZIP):
            try:
                raw = zlib.decompressobj(wbits=GZIP_BITS).decompress(raw, HEAD)
            except zlib.error:
                return b""
        return raw if len(raw) < HEAD or b"\n" not in raw else raw[: raw.rindex(b"\n") + 1]

    def lines(self) -> Iterator[tuple[int, bytes | None]]:
        """Its lines with their numbers, without their ends; `None` for one that is too long to be read.

        Raises `InvalidInput` where it cannot be opened, is no text, is damaged, or unpacks to too much.
        """
        number, rest, skipping = 0, b"", False
        for piece in self.pieces():
            *whole, last = piece.split(b"\n")
            for at, line in enumerate(whole):
                number += 1
                joined = rest + line if at == 0 else line
                long = (skipping and at == 0) or len(joined) > LONGEST
                yield number, None if long else joined.removesuffix(b"\r")
            rest, skipping = (rest + last, skipping) if not whole else (last, False)
            if len(rest) > LONGEST:
                rest, skipping = b"", True
        if rest or skipping:
            yield number + 1, None if skipping else rest.removesuffix(b"\r")

    def pieces(self) -> Iterator[bytes]:
        """The content, unpacked, piece by piece; hashes what is read on the way. Raises as `lines` does."""
        hashed = hashlib.sha256()
        packed: _Packed | None = None
        out = self.read = 0
        with self._opened() as stream:
            while raw := self._attempt(lambda: stream.read(PIECE)):
                hashed.update(raw)
                packed = _Packed() if self.read == 0 and raw.startswith(GZIP) else packed
                self.read += len(raw)
                for piece in [raw] if packed is None else self._unpacked(packed, raw):
                    if out == 0:
                        _refuse_binary(piece, self.path)
                    out += len(piece)
                    if packed is not None and out > max(FREE, DENSEST * self.read):
                        message = f"it unpacks to more than {out} bytes, from {self.read}: as no table does"
                        hint = "where it is sound all the same, unpack it yourself: gunzip FILE"
                        raise self._refused("unpacks-to-too-much", message, hint)
                    yield piece
        if packed is not None and not packed.whole:
            message = f"the packed file breaks off after {self.read} bytes"
            raise self._refused("damaged-file", message, "fetch or copy it again: its end is missing")
        self.digest = hashed.hexdigest()

    def _unpacked(self, packed: _Packed, raw: bytes) -> Iterator[bytes]:
        try:
            yield from packed.pieces(raw)
        except zlib.error:
            message = f"the packed file is damaged: its bytes before {self.read} do not unpack"
            raise self._refused("damaged-file", message, "fetch or copy it again") from None

    def _opened(self) -> IO[bytes]:
        there = self._attempt(lambda: Path(self.path).stat().st_mode)
        if not stat.S_ISREG(there):
            message = "it is no file with content"
            raise self._refused("unreadable-file", message, "name a file; save first what comes through a pipe")
        return self._attempt(lambda: Path(self.path).open("rb"))

    def _attempt(self, act: Callable[[], T]) -> T:
        try:
            return act()
        except FileNotFoundError:
            raise self._refused("unreadable-file", "there is no such file", "see how it is spelt") from None
        except OSError as error:
            hint = "see that you may read it, or copy it elsewhere"
            raise self._refused("unreadable-file", f"the file cannot be read: {refusal(error)}", hint) from None

    def _refused(self, code: str, message: str, hint: str) -> InvalidInput:
        return refused(self.path, code, message, hint)


class _Packed:
    """What is packed with gzip, unpacked in small pieces. A file may consist of several packed ones in a row."""

    def __init__(self) -> None:
        self._one = zlib.decompressobj(wbits=GZIP_BITS)

    @property
    def whole(self) -> bool:
        """Whether its end was seen."""
        return self._one.eof

    def pieces(self, raw: bytes) -> Iterator[bytes]:
        """What some packed bytes hold; raises `zlib.error` where they are damaged."""
        while raw := raw if not self._one.eof else raw.lstrip(b"\0"):  # some tools fill up the end of a file
            if self._one.eof:
                self._one = zlib.decompressobj(wbits=GZIP_BITS)
            piece = self._one.decompress(raw, PIECE)
            raw = self._one.unused_data if self._one.eof else self._one.unconsumed_tail
            yield piece


def refused(file: str, code: str, message: str, hint: str, line: int | None = None) -> InvalidInput:
    """What is wrong with a file as a whole, ready to be raised."""
    where = Place(file=file, line=line)
    return InvalidInput([Problem(code=code, message=message, hint=hint, where=where)])


def _refuse_binary(raw: bytes, file: str) -> None:
    """Refuses what is no text, and says what it is."""
    for begins, (what, hint) in BINARY.items():
        if raw.startswith(begins):
            raise refused(file, "no-table", f"it is {what}, and text is read", hint)
    if raw.startswith(UTF16):
        raise refused(file, "not-utf-8", "it is saved as UTF-16", "save it as UTF-8")
    if b"\0" in raw and not raw.startswith(GZIP):
        raise refused(file, "not-text", "it holds zero bytes, as no text does", "see what the file is: file FILE")


def text_of(line: bytes, file: str, number: int, encoding: str = "utf-8") -> str | Problem:
    """The text of a line, or what keeps it from being text."""
    try:
        return line.decode(encoding)
    except UnicodeDecodeError as error:
        column = len(line[: error.start].decode(encoding, errors="replace")) + 1
        message = f"byte 0x{line[error.start]:02x} is not {encoding.upper()}"
        where = Place(file=file, line=number, column=column)
        return Problem(code="not-utf-8", message=message, hint="save the file as UTF-8", where=where)


def too_long(file: str, number: int) -> Problem:
    """What is said of a line that is not read."""
    message = f"a line of more than {LONGEST} bytes, which is not read"
    hint = "see what the file is; a row that is this long is not put aside either"
    return Problem(code="long-line", message=message, hint=hint, where=Place(file=file, line=number))
