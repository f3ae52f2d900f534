"""A shim over the calls by which a store reaches the disk: each may fail, fall short, or be the last of its process.

It stands below everything that newsledger does in Python: `os.open`, `os.write`, `os.fsync` and so
on, and the files that `open` gives. A database that writes by itself is not reached in this way.
"""

from __future__ import annotations

import builtins
import contextlib
import errno
import os
import signal
from collections.abc import Callable, Iterator
from typing import Any, Self

import attrs

NAMES = (
    "open",
    "write",
    "fsync",
    "close",
    "replace",
    "rename",
    "mkdir",
    "unlink",
    "rmdir",
    "utime",
    "scandir",
    "listdir",
)
"""The calls of `os` that are watched. `stat` and its kin tell nothing but what is there."""

STREAM = ("read", "readall", "write", "close")
"""The methods of a file that are watched."""

Act = Callable[[str, Callable[..., Any], tuple[Any, ...], dict[str, Any]], Any]
"""What becomes of a call: given its name, the real one, and what it was called with."""


class _Stream:
    """A file of which each reading and writing is a call that may fail."""

    def __init__(self, stream: Any, act: Act) -> None:  # noqa: ANN401  any file
        self._stream, self._act = stream, act

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  any attribute of a file
        real = getattr(self._stream, name)
        if name not in STREAM:
            return real
        return lambda *args, **kwargs: self._act(f"stream.{name}", real, args, kwargs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._stream)


@contextlib.contextmanager
def watched(act: Act) -> Iterator[None]:
    """Has every watched call of this process go through `act`."""
    real = {name: getattr(os, name) for name in NAMES}
    real_open, over = builtins.open, False

    def acted(name: str, call: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:  # noqa: ANN401  any call
        """What is done; a file that outlives the shim is left alone afterwards."""
        return call(*args, **kwargs) if over else act(name, call, args, kwargs)

    def through(name: str) -> Callable[..., Any]:
        return lambda *args, **kwargs: acted(name, real[name], args, kwargs)

    def opened(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  as `open`
        return _Stream(acted("stream.open", real_open, args, kwargs), acted)

    try:
        for name in NAMES:
            setattr(os, name, through(name))
        builtins.open = opened
        yield
    finally:
        over = True
        builtins.open = real_open
        for name, call in real.items():
            setattr(os, name, call)


# --- failing ----------------------------------------------------------------------------------

SHORT = "short"
"""Instead of an error: a write takes half of what it is given, as a nearly full disk does, and says so."""

BREAK = "break"
"""Instead of an error: somebody presses Ctrl-C during the call."""


@attrs.define
class Failing:
    """Lets the call of a number fail with an error of POSIX; from then on each, where it is `lasting`.

    `only` names the calls that count. `calls` is what was called, `hit` whether one failed.
    """

    at: int
    how: int | str
    lasting: bool = False
    only: tuple[str, ...] = ()
    calls: list[str] = attrs.field(factory=list)
    hit: str | None = None

    def __call__(self, name: str, real: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:  # noqa: ANN401  any call
        """Makes the call, or lets it fail."""
        if self.only and name not in self.only:
            return real(*args, **kwargs)
        self.calls.append(name)
        number = len(self.calls)
        if number < self.at or (number > self.at and not self.lasting):
            return real(*args, **kwargs)
        return self._fail(name, real, args, kwargs)

    def _fail(self, name: str, real: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:  # noqa: ANN401  any call
        short = self.how == SHORT
        if short and not name.endswith("write"):
            return real(*args, **kwargs)
        self.hit = self.hit or name
        if short:
            *first, content = args
            return real(*first, bytes(content)[: max(1, len(content) // 2)], **kwargs)
        if name.endswith("close"):
            real(
                *args, **kwargs
            )  # a file that cannot be closed is closed all the same: POSIX leaves no way to try again
        if isinstance(self.how, str):
            raise KeyboardInterrupt
        raise OSError(self.how, os.strerror(self.how))


ERRORS = (errno.ENOSPC, errno.EIO, errno.EINTR, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EMFILE)
"""The errors that are injected: a full disk, a faulty one, an interruption, rights that go, too many open files."""


# --- dying ------------------------------------------------------------------------------------


@attrs.define
class Dying:
    """Kills this process, as `kill -9` does, at the call of a number: before, after or in the middle of it."""

    at: int
    when: str
    calls: int = 0

    def __call__(self, name: str, real: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:  # noqa: ANN401  any call
        """Makes the call, unless this process is dead by then."""
        self.calls += 1
        if self.calls != self.at:
            return real(*args, **kwargs)
        if self.when == "after":
            real(*args, **kwargs)
        elif self.when == "amid" and name.endswith("write"):
            *first, content = args
            real(*first, bytes(content)[: len(content) // 2], **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)
        return None  # pragma: no cover  nobody is left to get here


WHEN = ("before", "amid", "after")
