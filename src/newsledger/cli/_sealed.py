"""Which seals are meant, and how the lines of a ledger are read when something is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from newsledger import bounded
from newsledger.cli._amending import typed
from newsledger.codec.writing import MAX_LINE
from newsledger.errors import InvalidInput
from newsledger.frozen import frozen
from newsledger.problems import Place, Problem
from newsledger.sealing.shelf import ENDING, Shelf, read_shelf
from newsledger.sealing.text import Seal
from newsledger.sealing.verifying import LineAt

ROOT = re.compile(r"[0-9a-f]{64}")
"""A whole root, such as somebody kept elsewhere."""


@frozen(kw_only=True)
class Asked:
    """The seals that are asked for, all seals of the ledger, and roots that somebody knows and no seal has."""

    shelf: Shelf
    seals: tuple[Seal, ...]
    problems: tuple[Problem, ...] = ()


def asked(folder: Path, named: Sequence[str]) -> Asked:
    """The seals that are named, or the newest.

    Raises:
        InvalidInput: there is no seal at all, or none that is called so, or several are.
    """
    shelf = read_shelf(folder)
    if not shelf.seals and not shelf.problems and not any(ROOT.fullmatch(one.strip().lower()) for one in named):
        message = "there is no seal in this ledger"
        raise InvalidInput([typed("no-seal", message, "newsledger seal makes one", "")])
    if not named:
        return Asked(shelf=shelf, seals=shelf.newest())
    wrong: list[Problem] = []
    lost: list[Problem] = []
    seals: dict[str, Seal] = {}
    for words in map(str.strip, named):
        found = [seal for seal in shelf if _is_called(seal, words)]
        roots = {seal.root for seal in found}
        if found and (len(found) == 1 or roots == {words.lower()}):
            seals |= {seal.id: seal for seal in found}
        elif not found and ROOT.fullmatch(words.lower()):
            lost.append(_no_such_root(words.lower()))
        else:
            wrong.append(_not_one(words, found, shelf))
    if wrong:
        raise InvalidInput(wrong)
    return Asked(shelf=shelf, seals=tuple(seals.values()), problems=tuple(lost))


def _is_called(seal: Seal, words: str) -> bool:
    """Whether words are the beginning of a seal's root, of its id, of its file's name, or the path of its file."""
    file = str(seal.file)
    path = words.replace("\\", "/")
    if path.endswith(ENDING) and "/" in path:
        return path == file or path.endswith(f"/{file}")
    name = file.rpartition("/")[2]
    return bool(words) and (
        name.startswith(words) or any(one.startswith(words.lower()) for one in (seal.root, seal.id))
    )


def _no_such_root(words: str) -> Problem:
    message = f"no seal here has the root {words}: it was taken away or altered, or is one of another ledger"
    return Problem(code="missing-seal", message=message, hint="restore the folder of seals from git")


def _not_one(words: str, found: list[Seal], shelf: Shelf) -> Problem:
    if found:
        told = "\n".join(f"  {seal.root[:16]}  {seal.file}" for seal in found)
        return typed("several-seals", f"{words!r} may be any of {len(found)} seals; write more of one:", told, words)
    known = "\n".join(f"  {seal.root[:16]}  {seal.file}" for seal in shelf) or "  none that can be read"
    return typed("unknown-seal", f"no seal has a root, an id or a file that begins with {words!r}",
                 f"there are:\n{known}", words)  # fmt: skip


def line_at(folder: Path) -> LineAt:
    """Reads lines of the ledger in a folder; each file once."""
    files: dict[str, list[bytes]] = {}

    def line(place: Place) -> bytes:
        file = place.file or ""
        if file not in files:
            try:
                with (folder / file).open("rb") as stream:
                    files[file] = list(bounded.lines(stream, MAX_LINE))
            except OSError:
                files[file] = []
        lines, number = files[file], place.line or 0
        return lines[number - 1] if 0 < number <= len(lines) else b""

    return line
