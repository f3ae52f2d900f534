"""Files: lines, gzip, and bounds on what a file may cost."""

from __future__ import annotations

import gzip
import hashlib
import tracemalloc
from collections import deque
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.errors import InvalidInput
from newsledger.importers import File
from newsledger.importers import _files as files

LINES = st.lists(st.binary(max_size=20).map(lambda raw: raw.translate(None, b"\r\n\0")))


def code_of(path: Path) -> str:
    """The code of what is wrong with a file as a whole."""
    with pytest.raises(InvalidInput) as refused:
        deque(File(path).lines(), maxlen=0)
    (problem,) = refused.value.problems
    assert problem.where.file == str(path)
    assert problem.hint
    return problem.code


@given(lines=LINES, piece=st.integers(1, 9), end=st.sampled_from([b"\n", b"\r\n"]), packed=st.booleans())
def test_lines_are_those_of_the_file(
    scratch: Path, lines: list[bytes], piece: int, end: bytes, *, packed: bool
) -> None:
    """However the file is cut into pieces, packed or not, its lines come out, and the digest is of its bytes."""
    content = b"x" + end.join(lines)
    stored = gzip.compress(content, mtime=0) if packed else content
    (scratch / "lines.txt").write_bytes(stored)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "PIECE", piece if not packed else max(piece, 2))
        file = File(scratch / "lines.txt")
        read = list(file.lines())

    expected = [line.removesuffix(b"\r") for line in content.split(b"\n")]
    assert [line for _, line in read] == (expected if expected[-1] else expected[:-1])
    assert [number for number, _ in read] == list(range(1, len(read) + 1))
    assert (file.digest, file.read) == (hashlib.sha256(stored).hexdigest(), len(stored))


def test_a_line_of_a_hundred_megabytes_is_passed_over(tmp_path: Path) -> None:
    """A line beyond the bound is told by its number, those around it are read, and it is never held."""
    path = tmp_path / "long.txt"
    with path.open("wb") as stream:
        stream.write(b"first\n")
        for _ in range(100):
            stream.write(b"x" * (1 << 20))
        stream.write(b"\nlast\n")
    tracemalloc.start()
    read = list(File(path).lines())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert read == [(1, b"first"), (2, None), (3, b"last")]
    assert peak < 8 << 20


def test_a_bomb_is_refused_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What unpacks to a thousand times its size is refused before it is unpacked, with little memory."""
    monkeypatch.setattr(files, "FREE", 1 << 20)
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(b"a,b\n" * (8 << 20), mtime=0))
    tracemalloc.start()
    assert code_of(path) == "unpacks-to-too-much"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 8 << 20


def test_a_dense_file_within_the_bound_is_read(tmp_path: Path) -> None:
    """A small file may be as dense as it likes."""
    path = tmp_path / "dense.gz"
    path.write_bytes(gzip.compress(b"a,b\n" * 100_000, mtime=0))

    assert sum(1 for _ in File(path).lines()) == 100_000


def test_several_packed_files_in_a_row_are_one(tmp_path: Path) -> None:
    """Packed files that were joined, and filled up with zeros, are read to the end."""
    path = tmp_path / "joined.gz"
    path.write_bytes(gzip.compress(b"a\n") + gzip.compress(b"b\n") + b"\0" * 100)

    assert [line for _, line in File(path).lines()] == [b"a", b"b"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (gzip.compress(b"a,b\n" * 9_999, mtime=0)[:60], "damaged-file"),
        (b"\x1f\x8b" + b"no gzip at all", "damaged-file"),
        (gzip.compress(b"PK\x03\x04 inside", mtime=0), "no-table"),
        (b"PK\x03\x04" + b"\0" * 60, "no-table"),
        (b"PAR1" + b"\0" * 60, "no-table"),
        (b"SQLite format 3\0", "no-table"),
        (b"BZh91AY", "no-table"),
        (b"%PDF-1.7", "no-table"),
        ("a,b\n".encode("utf-16"), "not-utf-8"),
        (b"a,b\n\0\0\0", "not-text"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    """Damaged, packed in another way, or binary: the message says which, and what to do."""
    path = tmp_path / "file"
    path.write_bytes(content)

    assert code_of(path) == code


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """A folder, or a name of nothing, is refused in words."""
    assert code_of(tmp_path) == "unreadable-file"
    assert code_of(tmp_path / "none") == "unreadable-file"


def test_a_head_is_whole_lines(tmp_path: Path) -> None:
    """A look at a file gives its beginning, unpacked, and no half line."""
    path = tmp_path / "file.gz"
    path.write_bytes(gzip.compress(b"0123456\n" * 99_999, mtime=0))
    head = File(path).head()

    assert len(head) > 60_000
    assert set(head.splitlines()) == {b"0123456"}
