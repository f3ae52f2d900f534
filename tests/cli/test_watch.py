"""`replay --watch`: drawn again as files arrive, never from half a file, until Ctrl-C."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from click.testing import Result
from tests.cli.running import DAY, ROOT, command, files, run, surroundings

from newsledger.cli import _watching
from newsledger.cli._watching import BETWEEN, files_of

Step = Callable[[], object]

KURSK = ROOT / "events" / "kursk"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a ledger that holds the older of two files of the first story."""
    (tmp_path / "events" / "kursk").mkdir(parents=True)
    shutil.copy(ROOT / "events" / "ledger.toml", tmp_path / "events")
    shutil.copy(min(KURSK.glob("*.jsonl")), tmp_path / "events" / "kursk")
    return tmp_path


@pytest.fixture
def newer() -> bytes:
    """The file that arrives."""
    return max(KURSK.glob("*.jsonl")).read_bytes()


def watched(monkeypatch: pytest.MonkeyPatch, folder: Path, *steps: Step, arguments: tuple[str, ...] = ()) -> Result:
    """Watches a ledger while one thing after another is done between two looks, then presses Ctrl-C."""
    left = list(steps)

    def sleep(seconds: float) -> None:
        assert seconds == _watching.PAUSE
        if not left:
            raise KeyboardInterrupt
        left.pop(0)()

    monkeypatch.setattr(time, "sleep", sleep)
    result = run(folder, "replay", DAY, "--watch", *arguments)
    assert left == []
    return result


def nothing() -> None:
    """Between two looks nothing happens."""


def events_told(result: Result) -> list[str]:
    """How many events each picture that was drawn tells."""
    return [line.split(",")[0] for line in result.stdout.splitlines() if " events, " in line or " event, " in line]


def test_a_file_that_arrives_is_drawn(monkeypatch: pytest.MonkeyPatch, folder: Path, newer: bytes) -> None:
    """A picture is drawn at once, and again when a file has arrived; Ctrl-C ends it well."""
    arrived = folder / "events" / "kursk" / "new.jsonl"
    result = watched(monkeypatch, folder, nothing, lambda: arrived.write_bytes(newer), nothing, nothing, nothing)

    assert result.exit_code == 0
    assert len(events_told(result)) == 2
    assert result.stdout.splitlines().count(BETWEEN) == 1
    assert "110 km²" in result.stdout.partition(BETWEEN)[2]
    assert "110 km²" not in result.stdout.partition(BETWEEN)[0]


def test_the_last_picture_is_what_replay_shows(monkeypatch: pytest.MonkeyPatch, folder: Path, newer: bytes) -> None:
    """What is drawn at last is what a replay shows then, word by word."""
    arrived = folder / "events" / "kursk" / "new.jsonl"
    result = watched(monkeypatch, folder, lambda: arrived.write_bytes(newer), nothing)

    assert result.stdout.partition(f"{BETWEEN}\n")[2] == run(folder, "replay", DAY).stdout


def test_nothing_new_draws_nothing(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """As long as nothing changes, one picture stands; what is hidden is no change."""
    hidden = folder / "events" / ".half-written"
    result = watched(monkeypatch, folder, nothing, lambda: hidden.write_text("x"), nothing, nothing)

    assert len(events_told(result)) == 1


def test_half_a_file_is_never_shown(monkeypatch: pytest.MonkeyPatch, folder: Path, newer: bytes) -> None:
    """A file that grows from look to look is read when it grows no more, though it be cut between two lines."""
    arrived = folder / "events" / "kursk" / "new.jsonl"
    lines = newer.splitlines(keepends=True)
    growing = [partial(arrived.write_bytes, b"".join(lines[:end])) for end in (1, 7, 40, len(lines))]
    result = watched(monkeypatch, folder, *growing, nothing, nothing)

    assert len(events_told(result)) == 2
    assert result.stdout.partition(f"{BETWEEN}\n")[2] == run(folder, "replay", DAY).stdout


def test_a_file_that_changes_while_it_is_read(monkeypatch: pytest.MonkeyPatch, folder: Path, newer: bytes) -> None:
    """What changed while it was read is not drawn, but read once more."""
    arrived = folder / "events" / "kursk" / "new.jsonl"
    first, rest = newer.splitlines(keepends=True)[0], newer
    real, looks = files_of, []

    def look(where: str) -> _watching.Seen:
        looks.append(where)
        if len(looks) == 4:  # the one behind the reading of what came first
            arrived.write_bytes(rest)
        return real(where)

    monkeypatch.setattr(_watching, "files_of", look)
    result = watched(monkeypatch, folder, lambda: arrived.write_bytes(first), nothing, nothing, nothing)

    assert len(events_told(result)) == 2
    assert result.stdout.partition(f"{BETWEEN}\n")[2] == run(folder, "replay", DAY).stdout


@pytest.mark.parametrize("damage", [b'{"id":', b"x" * 50])
def test_a_damaged_file_keeps_the_last_picture(
    monkeypatch: pytest.MonkeyPatch, folder: Path, newer: bytes, damage: bytes
) -> None:
    """A damaged file is told with its place and changes no picture; once it is mended, the next one is drawn."""
    arrived = folder / "events" / "kursk" / "new.jsonl"
    result = watched(
        monkeypatch, folder, lambda: arrived.write_bytes(newer + damage), nothing, nothing,
        lambda: arrived.write_bytes(newer), nothing, nothing,
    )  # fmt: skip

    assert len(events_told(result)) == 2
    assert result.stderr.count("new.jsonl:88:") == 1
    assert result.stderr.count("the last sound picture stays") == 1
    assert result.exit_code == 0


def test_settings_that_cannot_be_read_keep_the_last_picture(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """A ledger that is gone, or whose settings are broken, is told, and watched on."""
    settings = folder / "events" / "ledger.toml"
    kept = settings.read_text(encoding="utf-8")
    result = watched(
        monkeypatch, folder, lambda: settings.write_text("zone ="), nothing, settings.unlink, nothing,
        lambda: settings.write_text(kept, encoding="utf-8"), nothing, nothing,
    )  # fmt: skip

    assert result.exit_code == 0
    assert len(events_told(result)) == 2
    assert "ledger.toml" in result.stderr


def test_what_is_wrong_at_first_is_told_as_ever(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """A date that cannot be read ends the command before anything is watched."""
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("nothing is to be waited for"))
    result = run(folder, "replay", "2025-13-40", "--watch")

    assert result.exit_code == 2
    assert result.stdout == ""


def test_programs_get_no_line_between(monkeypatch: pytest.MonkeyPatch, folder: Path, newer: bytes) -> None:
    """As JSON, one object follows the other."""
    arrived = folder / "events" / "kursk" / "new.jsonl"
    result = watched(monkeypatch, folder, lambda: arrived.write_bytes(newer), nothing, arguments=("--json",))

    assert result.stdout.count('"schema": "newsledger/picture/1"') == 2
    assert BETWEEN not in result.stdout


def test_ctrl_c_in_a_pipe(folder: Path, newer: bytes) -> None:
    """In a process of its own it draws what arrives, and Ctrl-C ends it with exit code 0 and without a word."""
    before = len(files(folder))
    with subprocess.Popen(
        command("replay", DAY, "--watch"), cwd=folder, env=surroundings(PYTHONUTF8="1"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    ) as process:  # fmt: skip
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        assert any("WHY" in line for line in lines)
        aside = folder / "new"
        aside.write_bytes(newer)
        aside.rename(folder / "events" / "kursk" / "new.jsonl")
        assert any(line == f"{BETWEEN}\n" for line in lines)
        assert any("WHY" in line for line in lines)
        os.kill(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=30)

    assert len(files(folder)) == before + 1
    assert (process.returncode, errors.count("Traceback"), errors.count("Aborted")) == (0, 0, 0)
