"""A file that an answer is written into: beside its place first, and there whole or not at all."""

from __future__ import annotations

import contextlib
import os
from typing import IO, Self

from newsledger.cli._out import one_line
from newsledger.durable import telling
from newsledger.errors import InvalidInput
from newsledger.problems import Problem


class Saving:
    """Writes into a file named on the command line; without one nothing is opened, and `stream` is `None`.

    `apart` is a folder in which no such file may stand. Raises `InvalidInput` where there is a file already
    and nobody said `force`, or none can be written; then nothing was touched.
    """

    def __init__(self, path: str | None, *, force: bool, apart: str | None = None) -> None:
        self.path = path
        self.stream: IO[bytes] | None = None
        self._kept = False
        if path is not None:
            _check(path, force=force, apart=apart)

    def __enter__(self) -> Self:
        if self.path is not None:
            with telling(self._folder, "nothing was written"):
                self.stream = open(self._part, "wb")
        return self

    def keep(self) -> None:
        """Says that all was written: the file takes its place."""
        if self.stream is None or self.path is None:
            return
        with telling(self._folder, "nothing was written"):
            self.stream.flush()
            os.fsync(self.stream.fileno())
            self.stream.close()
            os.replace(self._part, self.path)
        self._kept = True

    def __exit__(self, *_: object) -> None:
        if self.stream is None or self._kept:
            return
        with contextlib.suppress(OSError):
            self.stream.close()
        with contextlib.suppress(OSError):
            os.unlink(self._part)

    @property
    def _folder(self) -> str:
        return os.path.dirname(self.path or "") or "."

    @property
    def _part(self) -> str:
        return os.path.join(self._folder, f".{os.path.basename(self.path or '')}.part")


def _check(path: str, *, force: bool, apart: str | None) -> None:
    folder = os.path.dirname(path) or "."
    if not os.path.basename(path) or os.path.isdir(path):
        raise _refused("is-folder", f"--to {path!r} is a folder", "name a file in it")
    if not os.path.isdir(folder):
        raise _refused("no-folder", f"--to {path!r}: there is no folder {folder!r}", "make it, or name another")
    if apart is not None and _lies_in(path, apart):
        message = f"--to {path!r} lies in the folder of the ledger, where each file is read as events"
        raise _refused("in-ledger", message, "name a file elsewhere")
    if os.path.lexists(path) and not force:
        raise _refused("file-exists", f"there is a file {path} already", "name another, or add --force")


def _lies_in(path: str, folder: str) -> bool:
    there, inside = os.path.realpath(folder), os.path.realpath(path)
    return os.path.commonpath([there, inside]) == there


def _refused(code: str, message: str, hint: str) -> InvalidInput:
    return InvalidInput([Problem(code=code, message=one_line(message), hint=hint)])
