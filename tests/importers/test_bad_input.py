"""Bad files of every sort: each with its message, nothing of them added, nothing run."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from tests.cli.running import fingerprint, lines, run

from newsledger.errors import LedgerUnusable
from newsledger.event import Event
from newsledger.importers import Options
from newsledger.importers import _frame as frame
from newsledger.ledger import open_ledger
from newsledger.stores import Appended
from newsledger.stores.directory import DirectoryStore

MAPPING = """
[[claim]]
source = "desk"
reported = "{day}"
[claim.fact]
kind = "control"
place = "{place}"
holder = "russia"
"""

GOOD = "day,place\n2025-03-16,sudzha\n2025-03-16,kursk\n"
LONG = 100 << 20


def long_line(path: Path) -> None:
    """A good table with one row of a hundred megabytes in it."""
    with path.open("wb") as stream:
        stream.write(GOOD.encode() + b"2025-03-16,")
        for _ in range(LONG >> 20):
            stream.write(b"x" * (1 << 20))
        stream.write(b"\n2025-03-16,sumy\n")


def write(text: str | bytes) -> Callable[[Path], object]:
    """Writes a file."""
    return lambda path: path.write_bytes(text.encode() if isinstance(text, str) else text)


BAD: list[tuple[str, Callable[[Path], object], str, tuple[str, ...]]] = [
    ("a.csv", write(GOOD), MAPPING.replace("{place}", "{plaec}"), ("unknown-column", "did you mean place")),
    ("a.csv", write(GOOD), MAPPING.replace("control", "controll"), ("unknown-kind", "did you mean control")),
    ("a.csv", write(GOOD.replace("place", "town")), MAPPING, ("unknown-column", "a.csv", "'place'")),
    ("a.csv", write(GOOD.replace("kursk", "Курск").encode("cp1251")), MAPPING, ("not-utf-8", "a.csv:3:12")),
    ("a.csv", write(GOOD.encode("utf-16")), MAPPING, ("not-utf-8", "UTF-16")),
    ("a.csv.gz", write(gzip.compress(GOOD.encode() * 99)[:-12]), MAPPING, ("damaged-file", "breaks off")),
    ("a.csv.gz", write(gzip.compress(b"day,place\n" + b"\n" * (80 << 20))), MAPPING, ("unpacks-to-too-much",)),
    ("a.csv", long_line, MAPPING, ("long-line", "a.csv:4")),
    ("a.csv", write(GOOD + "2025-02-30,x\n"), MAPPING, ("no-such-day", "a.csv:4:1", "day: ")),
    ("a.csv", write(GOOD + "2025-03-16\n"), MAPPING, ("cell-count", "a.csv:4:2")),
    ("a.json", write('[{"day": "2025-03-16", "place": "x"}, {"da'), MAPPING, ("no-json", "a.json")),
]
"""A file, how it comes about, a mapping, and what must be said."""


@pytest.mark.parametrize(("name", "make", "mapping", "fragments"), BAD, ids=[", ".join(one[3]) for one in BAD])
def test_bad_files_are_told_and_nothing_is_added(
    new: Path, name: str, make: Callable[[Path], object], mapping: str, fragments: tuple[str, ...]
) -> None:
    """Each in words with its place, however late in the file it comes; the ledger stays as it was."""
    make(new / name)
    (new / "a.toml").write_text(mapping)
    before = fingerprint(new / "events")
    result = run(new, "import", "table", str(new / name), "--map", str(new / "a.toml"), "--append")

    assert (result.exit_code, fingerprint(new / "events")) == (2, before), result.stderr
    assert [fragment for fragment in fragments if fragment not in result.stderr] == [], result.stderr
    assert "Traceback" not in result.stderr


def test_the_rows_around_a_long_line_can_be_added(new: Path) -> None:
    """With the bad one put aside; what is too long to be read is not put aside either."""
    long_line(new / "a.csv")
    (new / "a.toml").write_text(MAPPING)
    words = ("--map", str(new / "a.toml"), "--append", "--reject-to", str(new / "bad.csv"))
    result = run(new, "import", "table", str(new / "a.csv"), *words)

    assert (result.exit_code, len(lines(new))) == (1, 3)
    assert (new / "bad.csv").read_text() == "day,place\n"


def test_an_import_that_breaks_off_goes_on(new: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was appended before stays, whole; the same import adds the rest, and then nothing."""
    monkeypatch.setattr(frame, "BATCH", 4)
    (new / "a.csv").write_text("day,place\n" + "".join(f"2025-03-16,place {n}\n" for n in range(10)))
    (new / "a.toml").write_text(MAPPING)
    options = Options(mapping=str(new / "a.toml"))
    append, calls = DirectoryStore.append, [0]

    def failing(store: DirectoryStore, events: Iterable[Event], *, slug: str | None = None) -> Appended:
        calls[0] += 1
        if calls[0] == 3:
            raise LedgerUnusable("the disk is full; nothing was written")
        return append(store, events, slug=slug)

    monkeypatch.setattr(DirectoryStore, "append", failing)
    job = frame.Import(open_ledger(new / "events"), "table", [str(new / "a.csv")], options)
    assert job.look().new == 10
    with pytest.raises(LedgerUnusable):
        job.append()
    assert len(lines(new)) == 8
    results = []
    for _ in range(2):
        job = frame.Import(open_ledger(new / "events"), "table", [str(new / "a.csv")], options)
        found = job.look()
        results.append((found.new, found.present, job.append()[0]))

    assert results == [(2, 8, 2), (0, 10, 0)]
    assert len({json.loads(line)["id"] for line in lines(new)}) == 10
