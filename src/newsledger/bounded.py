"""Files read within bounds: a file is as large as somebody made it, and what is held of it must not be.

What is larger than anything of its kind can be is told by whoever reads it, and was never held as a whole.
"""

# pathlib costs more than all that is done here, and some of it is read at every start
# ruff: noqa: PTH123

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

PIECE = 1 << 20
"""So much is read at once where a file is read in pieces, in bytes."""


def whole(path: str, most: int) -> bytes | None:
    """The bytes of a file; `None` where it has more than `most`, which are not read.

    >>> from pathlib import Path
    >>> _ = Path("a.txt").write_bytes(b"news")
    >>> whole("a.txt", 4), whole("a.txt", 3)
    (b'news', None)

    Raises:
        OSError: the system refused something.
    """
    with open(path, "rb") as stream:
        return at_most(stream, most)


def at_most(stream: IO[bytes], most: int) -> bytes | None:
    """The rest of a stream; `None` where it has more bytes than `most`."""
    held: list[bytes] = []
    left = most + 1
    while left > 0 and (piece := stream.read(min(left, PIECE))):
        held.append(piece)
        left -= len(piece)
    return b"".join(held) if left > 0 else None


def lines(stream: IO[bytes], longest: int) -> Iterator[bytes]:
    r"""The lines of a stream, without their ends; of one that is too long the first `longest` bytes and one more.

    Two pieces of the stream are held at once, whatever is in it. What follows the last line end is a line too.

    >>> import io
    >>> list(lines(io.BytesIO(b"a\nlonger\nb"), 3))
    [b'a', b'long', b'b']
    """
    rest, told = b"", False  # whether the line that goes on was given already, for being too long
    while piece := stream.read(PIECE):
        first, *further = piece.split(b"\n")
        if not told:
            rest += first
            if told := len(rest) > longest:
                yield _cut(rest, longest)
        if further:
            if not told:
                yield rest
            yield from (_cut(line, longest) for line in further[:-1])
            rest = further[-1]
            if told := len(rest) > longest:
                yield _cut(rest, longest)
        rest = b"" if told else rest
    if not told:
        yield rest


def _cut(line: bytes, longest: int) -> bytes:
    return line if len(line) <= longest else line[: longest + 1]


def of_short_lines(path: str, longest: int) -> bytes | int:
    r"""The bytes of a file, or the number of the first line in it that is longer than `longest` bytes.

    Nothing is read beyond that line.

    >>> from pathlib import Path
    >>> _ = Path("a.txt").write_bytes(b"one\ntwo\nthree\n")
    >>> of_short_lines("a.txt", 3), of_short_lines("a.txt", 5)
    (3, b'one\ntwo\nthree\n')

    Raises:
        OSError: the system refused something.
    """
    held = bytearray()
    with open(path, "rb") as stream:
        for number, line in enumerate(lines(stream, longest), start=1):
            if len(line) > longest:
                return number
            held += line
            held += b"\n"
    return bytes(memoryview(held)[:-1])
