from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsledger.durable import CAUSES, UNSURE, folder_for_a_file, refusal, sync_folder, telling, write_whole
from newsledger.errors import InvalidInput, LedgerLocked, LedgerUnusable


def fails(number: int) -> Callable[..., Any]:
    """A call that the system refuses."""

    def call(*_: object, **__: object) -> None:
        raise OSError(number, "no")

    return call


class TestWriteWhole:
    """A file is there whole or not at all."""

    def test_a_file_is_written_and_nothing_else(self, tmp_path: Path) -> None:
        """The bytes are there, under the name, alone."""
        write_whole(str(tmp_path), "a", b"x\n")

        assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"x\n")]

    @pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
    def test_a_file_that_was_there_survives_a_failure(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
    ) -> None:
        """Writing over a file either succeeds or leaves the old one, or the new one, whole."""
        (tmp_path / "a").write_bytes(b"old")
        with monkeypatch.context() as patch:
            patch.setattr(os, call, fails(errno.EIO))
            with pytest.raises(OSError, match="no"):
                write_whole(str(tmp_path), "a", b"new")

        assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"old")]

    def test_a_new_file_goes_where_its_folder_cannot_be_synced(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A name that may be lost by a power cut is taken back at once, so that the error is the truth."""
        monkeypatch.setattr("newsledger.durable.sync_folder", fails(errno.EIO))
        with pytest.raises(OSError, match="no"):
            write_whole(str(tmp_path), "a", b"new")

        assert list(tmp_path.iterdir()) == []

    def test_a_new_file_that_cannot_be_taken_back_is_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where the name cannot be removed either, nobody says that nothing was written."""
        monkeypatch.setattr("newsledger.durable.sync_folder", fails(errno.EIO))
        monkeypatch.setattr(os, "unlink", fails(errno.EIO))
        with pytest.raises(LedgerUnusable, match=UNSURE), telling("news", "nothing was written"):
            write_whole(str(tmp_path), "a", b"new")

        assert (tmp_path / "a").read_bytes() == b"new"

    def test_what_a_crash_left_aside_is_written_over(self, tmp_path: Path) -> None:
        """An older, longer file under the dot-name leaves nothing behind."""
        (tmp_path / ".a.part").write_bytes(b"older and longer")
        write_whole(str(tmp_path), "a", b"new")

        assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"new")]


class TestFolder:
    """The folder of a file comes and goes with it."""

    def test_a_folder_that_was_there_stays(self, tmp_path: Path) -> None:
        """A failure takes no folder away that somebody else made."""
        (tmp_path / "a").mkdir()
        with pytest.raises(KeyError), folder_for_a_file(str(tmp_path), "a"):
            raise KeyError

        assert (tmp_path / "a").is_dir()

    def test_a_new_folder_goes_with_its_file(self, tmp_path: Path) -> None:
        """A folder made for a file that failed is taken away."""
        with pytest.raises(KeyError), folder_for_a_file(str(tmp_path), "a"):
            raise KeyError

        assert list(tmp_path.iterdir()) == []

    def test_a_new_folder_that_is_used_stays(self, tmp_path: Path) -> None:
        """What somebody else put there meanwhile is not lost."""

        def fail_after_another() -> None:
            with folder_for_a_file(str(tmp_path), "a") as path:
                Path(path, "other").touch()
                raise KeyError

        with pytest.raises(KeyError):
            fail_after_another()

        assert (tmp_path / "a" / "other").exists()

    def test_a_disk_that_cannot_sync_folders_is_put_up_with(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Some network disks answer that they cannot; any other error counts."""
        monkeypatch.setattr(os, "fsync", fails(errno.EINVAL))
        sync_folder(str(tmp_path))
        monkeypatch.setattr(os, "fsync", fails(errno.EIO))
        with pytest.raises(OSError, match="no"):
            sync_folder(str(tmp_path))


class TestTelling:
    """Errors of the system in plain words."""

    @pytest.mark.parametrize("number", sorted(CAUSES))
    def test_known_causes_have_words(self, number: int) -> None:
        """What happened, what came of it, what to do; no code and no words of Python."""
        with pytest.raises(LedgerUnusable) as caught, telling("news", "nothing was written"):
            raise OSError(number, "Errno text")
        message = str(caught.value)

        assert message.startswith(f"cannot write to news: {CAUSES[number][0]}; nothing was written. To go on: ")
        assert "rrno" not in message

    def test_other_causes_have_their_code(self) -> None:
        """What nobody foresaw is told with the name of the error, which can be searched for."""
        with (
            pytest.raises(LedgerUnusable, match=r"the system refuses it \(EMFILE\); nothing was written"),
            telling("news", "nothing was written"),
        ):
            raise OSError(errno.EMFILE, "no")
        assert refusal(OSError("no number")) == "the system refuses it (no reason given)"

    @pytest.mark.parametrize("error", [LedgerLocked("held"), LedgerUnusable("newer"), InvalidInput([])])
    def test_what_is_plain_already_goes_through(self, error: Exception) -> None:
        """Our own errors are not wrapped again."""
        with pytest.raises(type(error)) as caught, telling("news", "nothing was written"):
            raise error
        assert caught.value is error
