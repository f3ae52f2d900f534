"""A ledger that is damaged, locked, full, or of another release: told with file and line, never repaired in silence."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable
from functools import partialmethod
from pathlib import Path
from typing import NoReturn

import pytest
from filelock import FileLock
from tests.cli.running import ASKING, DAY, answer, files, fingerprint, run

from newsledger.event import content_id
from newsledger.stores.directory import DirectoryStore

FIGURE = b'"area":"110 km2"'
CLAIM = ("add", "state/bridge/open = no", "--source", "kyiv")


def edit(folder: Path, change: Callable[[bytes], bytes]) -> tuple[Path, int]:
    """Changes the first line that holds the report's figure; gives its file and its number."""
    for path in files(folder):
        told = path.read_bytes().splitlines()
        for number, line in enumerate(told, start=1):
            if FIGURE in line:
                told[number - 1] = change(line)
                path.write_bytes(b"".join(one + b"\n" for one in told))
                return path, number
    raise AssertionError(FIGURE)


def with_id(said: bytes) -> bytes:
    """A line whose id fits what it says."""
    head = f'{{"id":"{content_id(said)}","recorded":"2026-01-01T00:00:00Z","by":"desk","said":'
    return head.encode() + said + b"}"


def said_of(line: bytes) -> bytes:
    """The bytes of what a line says."""
    return line[line.index(b'"said":') + 7 : -1]


DAMAGES: dict[str, tuple[Callable[[bytes], bytes], int, int, tuple[str, ...]]] = {
    # what happened to a line; the exit codes of a question and of check; what must be said of it
    "cut in half": (lambda line: line[: len(line) // 2], 3, 3, ("no-json", "breaks off", "restore the line")),
    "bytes that are no text": (
        lambda line: line.replace(b"kursk", b"k\xffrsk"), 3, 3, ("not-utf-8", "byte 0xff", "restore the line"),
    ),
    "an edited figure": (
        lambda line: line.replace(FIGURE, b'"area":"910 km2"'), 4, 4,
        ("id-mismatch", "do not match their id", "add a correction"),
    ),
    "a newer format": (
        lambda line: with_id(said_of(line).replace(b'"v":"1"', b'"v":"2"')), 3, 3,
        ("newer-format", "install a newer newsledger"),
    ),
    "a bare number": (
        lambda line: with_id(said_of(line).replace(b'"110 km2"', b"110")), 3, 3, ("json-number", 'write "110"'),
    ),
    "a mark of a merge": (lambda _: b"<<<<<<< HEAD", 3, 3, ("no-json", "'<'")),
    "blanks between members": (
        lambda line: line.replace(b'","by"', b'", "by"'), 0, 1, ("not-canonical", "not spelled as newsledger"),
    ),
    "what is said in another spelling": (
        lambda line: with_id(said_of(line).replace(b'":"', b'": "')), 0, 1, ("not-canonical",),
    ),
    "a kind that is not known": (
        lambda line: with_id(said_of(line).replace(b'"territory-held"', b'"territory-hold"')), 0, 1,
        ("unknown-kind", "territory-hold"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGES)
class TestADamagedLine:
    def test_check_names_it(self, here: Path, name: str) -> None:
        """`check` names file, line and what to do, and its exit code says how bad it is."""
        damage, _, code, fragments = DAMAGES[name]
        path, number = edit(here, damage)

        result = run(here, "check")

        assert result.exit_code == code
        place = f"{path.relative_to(here / 'events').as_posix()}:{number}"
        assert [one for one in (place, *fragments) if one not in result.stdout] == [], result.stdout

    def test_check_as_json(self, here: Path, name: str) -> None:
        """The findings of `check --json` carry the same code, file and line."""
        damage, _, code, fragments = DAMAGES[name]
        path, number = edit(here, damage)

        result = run(here, "check", "--json")
        found = json.loads(result.stdout)["findings"]

        assert result.exit_code == code
        assert (fragments[0], path.relative_to(here / "events").as_posix(), number) in {
            (one["code"], one["file"], one["line"]) for one in found
        }

    @pytest.mark.parametrize("command", [*ASKING, "explain kursk/ukraine.pockets"])
    def test_a_question_is_answered_from_the_rest(self, here: Path, name: str, command: str) -> None:
        """The sound lines answer; stderr says that they do so alone; nothing is repaired."""
        damage, code, _, fragments = DAMAGES[name]
        edit(here, damage)
        before = fingerprint(here)

        result = run(here, *command.split(), DAY)

        assert result.exit_code == code
        assert "2 pocket" in result.stdout or command == "contested"
        if code:
            assert [one for one in (*fragments, "sound lines alone") if one not in result.stderr] == []
        assert fingerprint(here) == before

    def test_json_stays_json(self, here: Path, name: str) -> None:
        """What is wrong goes to stderr, so that programs read the answer."""
        edit(here, DAMAGES[name][0])

        assert answer(here, "replay", DAY)["at"] == DAY


def test_an_edited_figure_is_not_believed(here: Path) -> None:
    """Whoever edits a line makes no picture say it: the line is out, its sibling stays."""
    edit(here, DAMAGES["an edited figure"][0])

    result = run(here, "replay", DAY)

    assert "910" not in result.stdout
    assert "110 km²" in result.stdout


def test_a_dangling_reference(here: Path) -> None:
    """An amendment whose target is not there is a finding with its place, and no damage."""
    target = next(path for path in files(here) if "ridge-fire-2" in path.name)
    target.unlink()

    result = run(here, "check")

    assert result.exit_code == 1
    assert "dangling" in result.stdout
    assert "ridge-fire-3" in result.stdout
    assert run(here, "replay", "2026-08-18").exit_code == 0


SETTINGS = [
    ('format = "2"\n', 3, ("ledger of format 2", "install a newer newsledger")),
    ('titel = "News"\n', 3, ("ledger.toml:1:1", "unknown-key", "did you mean title?")),
    ('zone = "Europe/Kyif"\n', 3, ("ledger.toml:1:9", "unknown-zone", "did you mean Europe/Kyiv?")),
    ('title = "News\n', 3, ("ledger.toml:1", "no-toml")),
]


@pytest.mark.parametrize(("text", "code", "fragments"), SETTINGS, ids=[row[0].strip() for row in SETTINGS])
@pytest.mark.parametrize("command", [*ASKING, "show 1", "check", "add a/b=c"])
def test_settings_that_cannot_be_read(
    here: Path, text: str, code: int, fragments: tuple[str, ...], command: str
) -> None:
    """A ledger of a newer release, or with settings that say what cannot be, is left alone."""
    (here / "events" / "ledger.toml").write_text(text, encoding="utf-8")
    before = fingerprint(here)

    result = run(here, *command.split())

    assert (result.exit_code, result.stdout) == (code, "")
    assert [one for one in fragments if one not in result.stderr] == []
    assert fingerprint(here) == before


class TestWhereNothingCanBeWritten:
    def refused(self, here: Path, code: int, *fragments: str) -> None:
        """An addition fails with its reason; not one file is other than before, and none is left over."""
        before = fingerprint(here)

        result = run(here, *CLAIM)

        assert (result.exit_code, result.stdout) == (code, "")
        assert [one for one in fragments if one not in result.stderr] == [], result.stderr
        assert fingerprint(here) == before

    @pytest.mark.parametrize(
        ("number", "fragments"),
        [
            (errno.ENOSPC, ("the disk is full", "nothing was written", "free some space")),
            (errno.EIO, ("the disk reports a fault", "nothing was written")),
            (errno.EROFS, ("read-only", "nothing was written")),
        ],
    )
    @pytest.mark.parametrize("function", ["fsync", "write", "replace"])
    def test_the_disk_fails(
        self, here: Path, monkeypatch: pytest.MonkeyPatch, function: str, number: int, fragments: tuple[str, ...]
    ) -> None:
        """Wherever the disk gives out, the ledger is as it was."""
        original = getattr(os, function)

        def fails(first: object, *rest: object) -> object:
            if function == "write" and isinstance(first, int) and first <= 2:
                return original(first, *rest)  # what is printed goes on
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(os, function, fails)

        self.refused(here, 3, *fragments)

    def test_the_folder_is_read_only(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Who may not write is told so, and what to do."""

        def fails(*_: object, **__: object) -> NoReturn:
            raise PermissionError(errno.EACCES, "no")

        monkeypatch.setattr(os, "mkdir", fails)
        monkeypatch.setattr(os, "replace", fails)

        self.refused(here, 3, "the folder is read-only for you", "nothing was written", "ask for the right")

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
    def test_a_read_only_folder_of_the_system(self, here: Path) -> None:
        """The rights of a real folder are heeded."""
        for folder in (here / "events" / "kursk", here / "events"):
            folder.chmod(0o555)
        try:
            self.refused(here, 3, "read-only")
        finally:
            for folder in (here / "events", here / "events" / "kursk"):
                folder.chmod(0o755)

    def test_another_process_holds_it(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A ledger that somebody else writes to is left to him after a while."""
        monkeypatch.setattr(DirectoryStore, "__init__", partialmethod(DirectoryStore.__init__, wait=0.1))
        derived = here / "events" / ".newsledger"
        derived.mkdir()

        with FileLock(derived / "lock"):
            self.refused(here, 5, "another process has held", "nothing was written", "Do it again")
        assert run(here, *CLAIM).exit_code == 0

    def test_reading_waits_for_nobody(self, here: Path) -> None:
        """A question is answered while another process writes."""
        derived = here / "events" / ".newsledger"
        derived.mkdir()

        with FileLock(derived / "lock"):
            assert run(here, "replay", DAY).exit_code == 0


def test_a_file_that_cannot_be_opened(here: Path) -> None:
    """A folder where a file should be is named, and the rest is read."""
    (here / "events" / "gone.jsonl").symlink_to(here / "nowhere")

    result = run(here, "replay", DAY)

    assert result.exit_code == 3
    assert "gone.jsonl: error[unreadable-file]" in result.stderr
    assert "110 km²" in result.stdout


def test_the_derived_folder_is_no_loss(here: Path) -> None:
    """What can be made again may be deleted at any time."""
    run(here, *CLAIM)
    before = run(here, "replay", DAY, "--json").stdout_bytes
    shutil.rmtree(here / "events" / ".newsledger")

    assert run(here, "replay", DAY, "--json").stdout_bytes == before
