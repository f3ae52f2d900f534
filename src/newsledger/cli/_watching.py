"""A picture that is drawn again as files arrive: what `replay --watch` does between two pictures."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator

import click

from newsledger.cli._finding import find_ledger
from newsledger.cli._out import complain, hint, tell
from newsledger.cli._paging import deliver, put
from newsledger.errors import NewsledgerError
from newsledger.ledger import Ledger
from newsledger.problems import ERROR
from newsledger.replay import Picture

PAUSE = 0.5
"""How long to wait between two looks at the folder, in seconds."""

BETWEEN = "-" * 20
"""The line between two pictures where there is no screen to clear."""

Answer = tuple[Ledger, Picture]
Seen = dict[str, tuple[int, int]]
"""The files of a ledger, each with its size and when it was last changed."""


def follow(
    ctx: click.Context,
    ask: Callable[[], Answer],
    draw: Callable[[Ledger, Picture], None],
    *,
    marked: bool,
    sleep: Callable[[float], object] | None = None,
) -> None:
    """Draws a picture, and again whenever the files of the ledger changed, until somebody presses Ctrl-C.

    Files are read when they were the same at two looks, so that none is shown while it is written. Where
    something in them is damaged, that is told, and the last sound picture stays. `marked` puts a line
    between two pictures. What is wrong at the first picture is raised.
    """
    folder = find_ledger(ctx.obj)
    ctx.find_root().params["no_pager"] = True
    wait = sleep or time.sleep
    with contextlib.suppress(KeyboardInterrupt):
        seen = shown = files_of(folder)
        answer = ask()
        _begin(marked=False)
        _show(answer, draw)
        while True:
            wait(PAUSE)
            now = files_of(folder)
            if now == seen != shown:
                shown = _again(folder, shown, now, ask, lambda answer: _redraw(answer, draw, marked=marked))
            seen = now


def files_of(folder: str) -> Seen:
    """What the folder of a ledger holds, but for what is hidden: its lock, its cache, a file that is being written.

    Of a SQLite file it is that file, and what was written and stands beside it yet.
    """
    return dict(_files(folder, "")) if os.path.isdir(folder) else dict(_beside(folder))


def _beside(file: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for name in (file, f"{file}-wal"):
        with contextlib.suppress(OSError):  # it is there while somebody writes
            about = os.stat(name)
            yield name, (about.st_size, about.st_mtime_ns)


def _files(folder: str, within: str) -> Iterator[tuple[str, tuple[int, int]]]:
    try:
        with os.scandir(os.path.join(folder, within)) as entries:
            visible = [entry for entry in entries if not entry.name.startswith(".")]
    except OSError:  # gone, or not ours to read: what is wrong with it is told when it is read
        return
    for entry in visible:
        name = f"{within}/{entry.name}" if within else entry.name
        with contextlib.suppress(OSError):  # gone since
            if entry.is_dir():
                yield from _files(folder, name)
            else:
                about = entry.stat()
                yield name, (about.st_size, about.st_mtime_ns)


def _again(folder: str, shown: Seen, now: Seen, ask: Callable[[], Answer], redraw: Callable[[Answer], None]) -> Seen:
    """Draws what is there now if it is sound; gives the state that was dealt with."""
    try:
        ledger, picture = ask()
    except NewsledgerError as error:
        complain(error)
        return now
    except click.exceptions.Exit:  # told already
        return now
    if files_of(folder) != now:  # something arrived while they were read
        return shown
    if any(problem.severity == ERROR for problem in ledger.problems):
        tell(ledger.problems, most=10)
        hint("the last sound picture stays until that is mended")
    else:
        redraw((ledger, picture))
    return now


def _redraw(answer: Answer, draw: Callable[[Ledger, Picture], None], *, marked: bool) -> None:
    _begin(marked=marked)
    _show(answer, draw)


def _begin(*, marked: bool) -> None:
    """Makes room for a picture: an empty screen, or a line below the one before."""
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        click.clear()
    elif marked:
        put(BETWEEN)


def _show(answer: Answer, draw: Callable[[Ledger, Picture], None]) -> None:
    with contextlib.suppress(click.exceptions.Exit):  # a picture that ends a command elsewhere ends none here
        draw(*answer)
    deliver()
