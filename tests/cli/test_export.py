"""export: into a file or a pipe, whole or not at all, with its losses told."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.running import DAY, answer, fingerprint, run, started

from newsledger import exporters
from newsledger.exporters import Exporter, Job
from newsledger.kinds.state import State
from newsledger.ledger import open_ledger

PLACES = "name,latitude,longitude\nKursk,51.73,36.19\nPinecrest,38.1,-120.4\n"

BINARY = ("parquet", "sqlite")


@pytest.fixture
def places(here: Path) -> str:
    """A file that says where two places are."""
    path = here / "places.csv"
    path.write_text(PLACES)
    return str(path)


@pytest.mark.parametrize("name", exporters.names())
def test_every_format_goes_into_a_file(here: Path, places: str, name: str) -> None:
    """The file holds what the library gives; its size and digest are told; the ledger is as it was."""
    before = fingerprint(here / "events")
    more = ("--places", places) if name == "geojson" else ()
    result = run(here, "export", name, DAY, "--story", "kursk", "--to", str(here / "out"), "--json", *more)
    told = json.loads(result.stdout)
    content = (here / "out").read_bytes()

    assert (result.exit_code, told["schema"], told["format"]) == (0, "newsledger/exported/1", name)
    assert (told["bytes"], told["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert told["losses"] == dict(exporters.find(name).losses)
    assert fingerprint(here / "events") == before
    assert [path.name for path in here.iterdir() if path.name.endswith(".part")] == []


@pytest.mark.parametrize("name", [name for name in exporters.names() if name != "geojson"])
def test_every_format_goes_into_a_pipe(here: Path, name: str) -> None:
    """The pipe holds the file and nothing else, byte for byte; what is lost is told on stderr."""
    run(here, "export", name, DAY, "--to", str(here / "out"))
    piped = started(here, "export", name, DAY)

    assert piped.returncode == 0, piped.stderr
    assert piped.stdout == (here / "out").read_bytes()
    assert (b"does not carry all of it" in piped.stderr) == bool(exporters.find(name).losses)


def test_a_spreadsheet_of_what_is_new(here: Path) -> None:
    """Reports after a day alone, each value a row."""
    every, new = (
        list(csv.DictReader(io.StringIO(run(here, "export", "csv", DAY, "--story", "kursk", *more).stdout)))
        for more in ((), ("--since", "2025-03-13"))
    )

    assert 0 < len(new) < len(every)
    assert {row["reported"] for row in new} == {"2025-03-14", "2025-03-10/2025-03-15", "2025-03-16"}
    assert {row["id"] for row in new} < {row["id"] for row in every}


def test_a_map_tells_what_it_leaves_out(here: Path, places: str) -> None:
    """Beliefs without a place are counted on stderr; so is nothing where all have one."""
    result = run(here, "export", "geojson", DAY, "--story", "kursk", "--places", places)

    assert len(json.loads(result.stdout)["features"]) == 6
    assert "54 beliefs of 60 left out" in result.stderr


def test_losses_are_told(here: Path) -> None:
    """Of one format or of all, in words or as JSON; no ledger is needed for it."""
    one = run(here, "export", "csv", "--losses")
    every = run(here, "export", "--losses")
    told = answer(here, "export", "--losses")

    assert one.stdout.startswith("csv\n  bytes")
    assert "parquet: nothing is lost" in every.stdout
    assert told["schema"] == "newsledger/losses/1"
    assert told["losses"] == {name: dict(exporters.find(name).losses) for name in exporters.names()}
    assert set(told["aspects"]) == set(exporters.ASPECTS)


def test_an_empty_period_is_told(here: Path) -> None:
    """Where nothing had been reported the file is made, and why it is empty is told."""
    result = run(here, "export", "jsonfeed", "2024-01-01", "--story", "kursk")

    assert (result.exit_code, json.loads(result.stdout)["items"]) == (0, [])
    assert "Nothing had been reported by" in result.stderr


def test_a_file_is_written_over_when_it_is_said(here: Path) -> None:
    """Without --force a file that is there stays; with it the new one takes its place at once."""
    path = here / "out.csv"
    path.write_text("mine")
    refused = run(here, "export", "csv", DAY, "--to", str(path))

    assert (refused.exit_code, path.read_text()) == (2, "mine")
    assert "there is a file" in refused.stderr
    assert run(here, "export", "csv", DAY, "--to", str(path), "--force").exit_code == 0
    assert path.read_text().startswith("id,slot,")


def test_formulas_are_defused_unless_raw(new: Path) -> None:
    """What a spreadsheet might run is told to be text; `--raw` leaves it as it was told."""
    ledger = open_ledger(new / "events")
    ledger.append(State("bridge", "open", term="=1+1"), source="@desk", reported=DAY)
    defused, raw = (run(new, "export", "csv", DAY, *more).stdout for more in ((), ("--raw",)))

    assert ",'@desk," in defused
    assert ",@desk," in raw
    assert ",'@desk," not in raw


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pty")
@pytest.mark.parametrize("name", ["csv", *BINARY])
def test_a_terminal_is_not_harmed(new: Path, name: str) -> None:
    """Control characters are shown as code points at a terminal; what is no text is refused there."""
    import pty
    import subprocess

    from tests.cli.running import command, surroundings

    line = json.dumps(
        {
            "fact": {"kind": "state", "subject": "a\x1b[31m", "condition": "b", "term": "yes"},
            "source": "s",
            "reported": DAY,
        }
    )
    (new / "a.jsonl").write_text(line + "\n")
    assert run(new, "import", "jsonl", str(new / "a.jsonl"), "--append").exit_code == 0
    master, slave = pty.openpty()
    done = subprocess.run(
        command("export", name, DAY), cwd=new, env=surroundings(), stdout=slave, stderr=subprocess.PIPE, check=False
    )
    os.close(slave)
    shown = os.read(master, 65536) if done.returncode == 0 else b""
    os.close(master)

    assert b"\x1b[31m" not in shown
    assert (done.returncode, b"<U+001B>" in shown) == ((0, True) if name == "csv" else (2, False))
    assert name == "csv" or b"name a file: --to FILE" in done.stderr


def test_a_damaged_ledger_is_told(here: Path) -> None:
    """The sound lines are taken out, what is damaged is told, and the exit code says so."""
    path = min((here / "events").rglob("*.jsonl"))
    path.write_bytes(path.read_bytes() + b'{"id":"broken\n')
    result = run(here, "export", "jsonl", "--to", str(here / "out"))

    assert result.exit_code == 3
    assert "the answer rests on the sound lines alone" in result.stderr
    assert len((here / "out").read_bytes().splitlines()) > 60


class Failing(Exporter):
    """Writes a part, then breaks off."""

    def write(self, job: Job) -> Iterator[bytes]:
        """Half of it."""
        del job
        yield b"half"
        raise OSError(28, "full")


def test_what_breaks_off_leaves_nothing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in the middle leaves neither a file nor a part of one, nor touches the one that was there."""
    monkeypatch.setattr(exporters, "find", lambda _: Failing())
    path = here / "out.csv"
    path.write_text("mine")
    names = sorted(one.name for one in here.iterdir())
    with pytest.raises(AssertionError, match="OSError"):
        run(here, "--debug", "export", "csv", "--to", str(path), "--force")

    assert path.read_text() == "mine"
    assert sorted(one.name for one in here.iterdir()) == names


def test_parquet_without_its_library(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is asked for by name, and no file is left."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    result = run(here, "export", "parquet", "--to", str(here / "out"))

    assert result.exit_code == 2
    assert "pip install 'newsledger[arrow]'" in result.stderr
    assert not (here / "out").exists()


WRONG: list[tuple[tuple[str, ...], str]] = [
    (("export",), "no-format"),
    (("export", "jsnl"), "unknown-format"),
    (("export", "nope", "--losses"), "unknown-format"),
    (("export", ""), "unknown-format"),
    (("export", "csv", "2025-13-01"), "no-such-month"),
    (("export", "csv", "2025-02-30"), "no-such-day"),
    (("export", "csv", "gibberish"), "unreadable-date"),
    (("export", "csv", "2025-03/.."), "open-date"),
    (("export", "csv", "--at", "32 March"), "--at"),
    (("export", "csv", "--known", "x y z"), "--known"),
    (("export", "csv", "--public", "2025/.."), "--public"),
    (("export", "csv", DAY, "--since", DAY), "empty-period"),
    (("export", "csv", DAY, "--since", "2025-03-17"), "empty-period"),
    (("export", "csv", DAY, "--since", "foo"), "--since"),
    (("export", "csv", DAY, "--zone", "Mars"), "unknown-zone"),
    (("export", "csv", DAY, "--story", "kursck"), "unknown-story"),
    (("export", "csv", DAY, "--places", "x"), "not-taken"),
    (("export", "csv", DAY, "--site", "https://e.org"), "not-taken"),
    (("export", "jsonl", "--since", "2025-03-10"), "not-taken"),
    (("export", "markdown", "--raw"), "not-taken"),
    (("export", "atom", "--site", "e.org"), "bad-site"),
    (("export", "atom", "--site", "javascript:alert(1)"), "bad-site"),
    (("export", "geojson", DAY), "no-places"),
    (("export", "geojson", DAY, "--places", "absent.csv"), "no-file"),
    (("export", "geojson", DAY, "--places", "events"), "no-file"),
    (("export", "csv", DAY, "--json"), "two-answers"),
    (("export", "csv", DAY, "--to", "events/out.csv"), "in-ledger"),
    (("export", "csv", DAY, "--to", "events"), "is-folder"),
    (("export", "csv", DAY, "--to", "absent/out.csv"), "no-folder"),
    (("export", "csv", DAY, "--to", ""), "is-folder"),
    (("export", "csv", DAY, "more"), "unexpected extra argument"),
    (("brief", "2025-02-30"), "no-such-day"),
    (("brief", "2025-03-16", "--since", "2025-03-16"), "empty-period"),
    (("brief", "2025-03-16", "--since", "2026"), "empty-period"),
    (("brief", "--since", "foo"), "--since"),
    (("brief", "--story", "nope"), "unknown-story"),
    (("brief", "--zone", "Kyiv"), "unknown-zone"),
    (("brief", "--format", "pdf"), "--format"),
    (("brief", "--json", "--format", "html"), "--json is a form of its own"),
    (("brief", "--json", "--to", "x.html"), "--json is a form of its own"),
    (("brief", "--to", "events/brief.html"), "in-ledger"),
    (("brief", "--to", "absent/brief.html"), "no-folder"),
    (("brief", "0001-01-01"), "empty-period"),
]
"""What people may type, and what they are told: a code, or the option that is meant."""


@pytest.mark.parametrize(("words", "told"), WRONG, ids=lambda one: " ".join(one) if isinstance(one, tuple) else "")
def test_wrong_input_is_told(here: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str) -> None:
    """Each is refused with what was found and what to write instead; nothing is written, and no traceback shown."""
    monkeypatch.chdir(here)
    before = fingerprint(here)
    result = run(here, *words)

    assert result.exit_code == 2, result.output
    assert told in result.stderr
    assert "Traceback" not in result.output
    assert result.stdout == ""
    assert fingerprint(here) == before
