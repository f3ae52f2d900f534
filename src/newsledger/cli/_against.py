"""Whether everything that stood in a ledger at a commit of git stands in it now: the set then against the set now."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path

from newsledger import codec
from newsledger.cli._git import Git
from newsledger.cli._out import one_line
from newsledger.cli._wording import claim_line
from newsledger.event import content_id, short
from newsledger.frozen import frozen
from newsledger.ledger import Ledger
from newsledger.live import redacted_by
from newsledger.problems import Place, Problem
from newsledger.stores import visible

MISSING, ALTERED = "missing-event", "altered-event"
CODES = (MISSING, ALTERED)
"""What the set lost since: a sign that stored history was changed."""

Member = tuple[str, str, str]
"""(id, recorded, by)."""

DAMAGED = "in a line that cannot be read or does not match its id"

NAMED = re.compile(rb'"id"\s*:\s*"([0-9a-f]{32})"')


@frozen(kw_only=True)
class Stood:
    """A member of the set at a commit: where its line stood, and the line."""

    file: str
    line: int
    text: bytes


@frozen(kw_only=True)
class Compared:
    """The set at a commit against the set now: how many members stood there, what is wrong, what explains it."""

    commit: str
    members: int
    problems: tuple[Problem, ...]
    hint: str | None = None


def against(ledger: Ledger, folder: Path, ref: str) -> Compared:
    """Finds every member of the set at `ref` that is missing or altered now, and that no redaction names.

    Where lines stand, how files are called and what else was added play no part.

    Raises `InvalidInput` where git, the repository or the commit is not there.
    """
    git = Git(folder)
    commit = git.commit(ref)
    then = members(git.files(commit))
    now = set(ledger.state().pairs())
    redacted = {redacted_by(event) for event in ledger.events()}
    gone = [member for member in sorted(then) if member not in now and member[0] not in redacted]
    still = _named(folder) if gone else set()
    held = {event.id: f"recorded {event.recorded} by {event.by}" for event in ledger.events()}
    became = {member: held.get(member[0], DAMAGED if member[0] in still else None) for member in gone}
    problems = tuple(_problem(member, then[member], ref, commit, became[member]) for member in gone)
    return Compared(commit=commit, members=len(then), problems=problems, hint=_hint(git, commit, ref, then, gone))


def _hint(git: Git, commit: str, ref: str, then: dict[Member, Stood], gone: list[Member]) -> str | None:
    if not then:
        return f"at {ref} this ledger held no event in this folder: there was nothing to hold it against"
    if gone and git.is_behind(commit):
        return (
            f"{ref} is not part of what is checked out: events that were added there meanwhile are missing here too. "
            f"Merge it, or use the commit that both come from: --against $(git merge-base {ref} HEAD)"
        )
    if gone:
        return "what was said is corrected, retracted or voided by a further event; words that had to go are redacted"
    return None


# --- the set then -----------------------------------------------------------------------------


def members(files: Iterable[tuple[str, bytes]]) -> dict[Member, Stood]:
    """The members of the set that the lines of files make, damaged lines left out, each with where it stands first.

    >>> members([("a.jsonl", b'{"id":"7c13')])
    {}
    """
    found: dict[Member, Stood] = {}
    for file, content in files:
        for number, line in enumerate(content.split(b"\n"), start=1):
            member = _member(line)
            if member is not None:
                found.setdefault(member, Stood(file=file, line=number, text=line))
    return found


def _member(line: bytes) -> Member | None:
    """The member that a sound line is. Most lines need no decoding for that."""
    match = codec.LINE.fullmatch(line)
    if match is not None and content_id(match[4]).encode() == match[1]:
        return (match[1].decode(), match[2].decode(), match[3].decode(errors="replace"))
    event = codec.read(line).event if line.strip() else None
    return None if event is None else (event.id, event.recorded, event.by)


# --- what is wrong ----------------------------------------------------------------------------


def _named(folder: Path) -> set[str]:
    """The ids that stand in any line, damaged ones too: what is named there was altered, not taken away."""
    return {found[1].decode() for content in _files(folder) for found in NAMED.finditer(content)}


def _files(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*.jsonl")):
        inside = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith(".") for part in inside):
            yield path.read_bytes()


def _problem(member: Member, stood: Stood, ref: str, commit: str, became: str | None) -> Problem:
    identity, recorded, by = member
    event = codec.read(stood.text).event
    claim = f": {one_line(claim_line(event.said))}" if event else ""
    now = f"is altered, now {became}" if became else "is gone"
    restore = f"git restore --source {commit[:12]} -- {shlex.quote(stood.file)}"
    return Problem(
        code=ALTERED if became else MISSING, where=Place(file=visible(stood.file), line=stood.line),
        message=f"{short(identity)}, recorded {recorded} by {by}, stood at {ref} and {now}{claim}",
        hint=f"restore it, in the ledger's folder: {restore}",
    )  # fmt: skip
