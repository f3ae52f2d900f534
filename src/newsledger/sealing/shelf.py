"""All seals of a ledger: which go on from which, what each covers, and the next one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from newsledger import bounded
from newsledger.codec.writing import MAX_LINE
from newsledger.durable import folder_for_a_file, telling, write_whole
from newsledger.errors import InvalidInput
from newsledger.event import short
from newsledger.frozen import frozen
from newsledger.problems import Place, Problem
from newsledger.sealing.text import RESTORE, Member, Seal, in_order, read, root_of, write
from newsledger.stores import visible

FOLDER = "_seals"
"""The folder of seals in that of the ledger. No story has a folder of such a name."""

ENDING = ".seal"
BY_ID = re.compile(r"-([0-9a-f]{16})\.seal$")
"""The end of a file's name that newsledger gave. A file that somebody called otherwise vouches for its root alone."""

MOST = 3
"""So many lost events are named where all are not to be."""

NAMED = 16
"""Hex digits of a seal's id in the name of its file, as in those of files of events."""


@frozen(kw_only=True)
class Shelf:
    """The seals of a ledger by their ids, and what is wrong with the files of those that cannot be read."""

    seals: dict[str, Seal] = attrs.field(factory=dict)
    problems: tuple[Problem, ...] = ()

    def __iter__(self) -> Iterator[Seal]:
        """The seals by when they were made."""
        return iter(sorted(self.seals.values(), key=lambda seal: (seal.sealed, seal.id)))

    def newest(self) -> tuple[Seal, ...]:
        """The seals that no other goes on from: together they cover whatever was sealed."""
        before = {one for seal in self.seals.values() for one in seal.after}
        return tuple(seal for seal in self if seal.id not in before)

    def behind(self, seals: Iterable[Seal]) -> tuple[Seal, ...]:
        """These seals and all that they go on from, the oldest first. Those that are missing are left out."""
        found: dict[str, Seal] = {}
        left = list(seals)
        while left:
            seal = left.pop()
            if seal.id not in found:
                found[seal.id] = seal
                left += [self.seals[one] for one in seal.after if one in self.seals]
        return tuple(seal for seal in self if seal.id in found)

    def covered(self, seals: Iterable[Seal]) -> set[Member]:
        """The members that seals cover, those of the seals before them included."""
        return {member for seal in self.behind(seals) for member in seal.members}

    def faults(self, seal: Seal) -> list[Problem]:
        """What is wrong with a seal itself: one before it is missing, or its name or root is not its own."""
        behind = self.behind([seal])
        missing = sorted({one for each in behind for one in each.after if one not in self.seals})
        where = Place(file=seal.file, line=1)
        if missing:
            lack = ", ".join(map(short, missing))
            message = f"seal {short(seal.id)} goes on from {lack}, of which no file that is whole is here"
            hint = "restore the folder of seals from git: what it covers cannot be told without"
            return [Problem(code="missing-seal", message=message, hint=hint, where=where)]
        name = BY_ID.search(seal.file or "")
        if name is not None and not seal.id.startswith(name[1]):
            message = f"the seal is damaged: its bytes are not those that its file is named after ({name[1]})"
            return [Problem(code="damaged-seal", message=message, hint=RESTORE, where=where)]
        members = self.covered([seal])
        if (len(members), root_of(members)) == (seal.count, seal.root):
            return []
        message = f"the seal is damaged: its root is not that of the {len(members)} members that are listed"
        where = Place(file=seal.file, line=2)
        return [Problem(code="damaged-seal", message=message, hint=RESTORE, where=where)]


def shelf_of(files: Iterable[tuple[str, bytes]]) -> Shelf:
    """The shelf of the files of seals, each with its name. One that stands there twice is one.

    >>> shelf_of([("a.seal", b"?")]).problems[0].code
    'damaged-seal'
    """
    seals: dict[str, Seal] = {}
    problems: list[Problem] = []
    for name, raw in files:
        try:
            seal = read(raw, name)
        except InvalidInput as error:
            problems += error.problems
        else:
            seals.setdefault(seal.id, seal)
    return Shelf(seals=seals, problems=tuple(problems))


def read_shelf(folder: Path) -> Shelf:
    """The seals that stand anywhere in the folder of a ledger, however their files are called."""
    problems: list[Problem] = []
    shelf = shelf_of(_files(folder, problems))
    return attrs.evolve(shelf, problems=(*problems, *shelf.problems))


def _files(folder: Path, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob(f"*{ENDING}")):
        inside = path.relative_to(folder)
        if any(part.startswith(".") for part in inside.parts):
            continue
        name = visible(inside.as_posix())
        try:
            raw = bounded.of_short_lines(str(path), MAX_LINE)
            if not isinstance(raw, int):
                yield name, raw
                continue
            message = f"the seal is damaged: a line of more than {MAX_LINE} bytes"
            problems.append(
                Problem(code="damaged-seal", message=message, hint=RESTORE, where=Place(file=name, line=raw))
            )
        except OSError:
            message = "the file of a seal cannot be read"
            hint = "restore it from git, or ask for the right to read it"
            problems.append(Problem(code="damaged-seal", message=message, hint=hint, where=Place(file=name)))


# --- the next one -----------------------------------------------------------------------------


def next_seal(shelf: Shelf, members: Iterable[Member], *, sealed: str, by: str, anew: bool = False) -> bytes | None:
    """The file of a seal over all members that goes on from the newest seals; `None` where one of these covers all.

    Two branches may each have made a seal: the next one joins them. `anew` goes on from none, and lists every member.

    Raises:
        InvalidInput: a seal before it is not whole, or covers what is gone; or there is nothing to seal.
    """
    held = set(members)
    if not held:
        message = "the ledger holds no event that could be sealed"
        raise InvalidInput(
            [Problem(code="nothing-to-seal", message=message, hint="add one first: newsledger add SHEET")]
        )
    newest = () if anew else shelf.newest()
    covered = shelf.covered(newest)
    if not anew:
        _check_whole(shelf, newest, covered - held)
    if any(seal.count == len(held) for seal in newest):
        return None
    return write(held, held - covered, after=[seal.id for seal in newest], sealed=sealed, by=by)


def _check_whole(shelf: Shelf, newest: Iterable[Seal], lost: set[Member]) -> None:
    """A seal goes on from what is sound alone: else it would hide what was lost."""
    found = [*shelf.problems, *(problem for seal in newest for problem in shelf.faults(seal))]
    if lost:
        some = ", ".join(short(identity) for identity, _, _ in in_order(lost)[:MOST])
        message = f"{len(lost)} of what was sealed before is altered or gone: {some}{' …' if len(lost) > MOST else ''}"
        hint = (
            "newsledger verify names each: restore them from git. --anew seals what is left; the old seals stay broken"
        )
        found.append(Problem(code="broken-seal", message=message, hint=hint))
    if found:
        raise InvalidInput(found)


def put(folder: Path, raw: bytes) -> str:
    """Writes the file of a seal into the ledger's folder, for good. Returns its path from there.

    Raises:
        LedgerUnusable: nothing can be written there; then nothing was.
    """
    seal = read(raw, "")
    name = f"{seal.sealed[:10]}-{seal.id[:NAMED]}{ENDING}"
    with telling(str(folder), "no seal was made"), folder_for_a_file(str(folder), FOLDER) as place:
        write_whole(place, name, raw)
    return f"{FOLDER}/{name}"
