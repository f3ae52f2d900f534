"""Files read within bounds: whatever is in them, lines come out as they stand, and no more is held."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger import bounded


@given(
    st.lists(st.binary(max_size=12).map(lambda line: line.replace(b"\n", b"")), max_size=8),
    st.integers(1, 7),
    st.integers(0, 12),
)
def test_lines_are_those_of_split(lines: list[bytes], piece: int, longest: int) -> None:
    """Whatever the size of a piece: each line as it is, and of one that is too long what fits and one byte more."""
    content = b"\n".join(lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bounded, "PIECE", piece)
        found = list(bounded.lines(io.BytesIO(content), longest))

    assert found == [line[: longest + 1] for line in content.split(b"\n")]


@given(st.binary(max_size=30), st.integers(1, 7), st.integers(0, 30))
def test_a_stream_is_read_whole_or_not(content: bytes, piece: int, most: int) -> None:
    """As many bytes as are allowed, or nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bounded, "PIECE", piece)
        found = bounded.at_most(io.BytesIO(content), most)

    assert found == (content if len(content) <= most else None)


@given(st.binary(max_size=30).map(lambda raw: raw.replace(b"x", b"\n")), st.integers(1, 7), st.integers(0, 12))
def test_a_file_of_short_lines_is_its_bytes(content: bytes, piece: int, longest: int) -> None:
    """All of it, or the number of the first line that is too long."""
    path = Path(tempfile.gettempdir(), f"newsledger-short-{os.getpid()}.txt")
    path.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bounded, "PIECE", piece)
        found = bounded.of_short_lines(str(path), longest)

    long = [number for number, line in enumerate(content.split(b"\n"), start=1) if len(line) > longest]
    assert found == (long[0] if long else content)


def test_a_line_that_is_too_long_is_given_before_its_end() -> None:
    """Nobody has to wait for the end of a gigabyte."""
    stream = io.BytesIO(b"x" * (3 * bounded.PIECE))

    assert len(next(bounded.lines(stream, 10))) == 11
    assert stream.tell() == bounded.PIECE


def test_a_pipe_may_give_little_at_once() -> None:
    """A stream that gives fewer bytes than it is asked for has not ended."""

    class Slow(io.BytesIO):
        """Gives a byte at a time."""

        def read(self, size: int | None = -1, /) -> bytes:
            """The next byte."""
            return super().read(min(1, size or 0) if size != -1 else 1)

    assert bounded.at_most(Slow(b"news"), 4) == b"news"
    assert bounded.at_most(Slow(b"news"), 3) is None
