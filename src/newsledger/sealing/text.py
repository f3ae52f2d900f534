"""A seal and its file: plain text, written once, never changed.

    newsledger-seal 1
    root <64 hex digits>
    count 66
    sealed 2026-08-18T10:00:00Z
    by "desk"
    after <id of the seal that it goes on from>

    <id> <recorded> "<by>"

The root is the Merkle root (RFC 9162) over the lines of all members in the order of their bytes, those of the seals
that it goes on from included; below the blank line stand only those that are new. A seal's id is made from its bytes
as that of an event is, so that a seal vouches for every byte of the seals before it.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable

from newsledger import merkle
from newsledger.codec import dumps
from newsledger.codec.instants import is_instant
from newsledger.errors import InvalidInput
from newsledger.event import content_id
from newsledger.frozen import frozen
from newsledger.problems import Place, Problem
from newsledger.stores import visible

FORMAT = "1"
"""The version of the format of a seal, in its first line."""

HEAD = re.compile(r"newsledger-seal ([1-9][0-9]*)")

HEADERS = (
    ("root", re.compile(r"[0-9a-f]{64}")),
    ("count", re.compile(r"[1-9][0-9]{0,14}")),
    ("sealed", re.compile(r"\S+")),
    ("by", re.compile(r'".*"')),
)
"""The lines that every seal has below its first, in this order, and what stands in each."""

AFTER = re.compile(r"after ([0-9a-f]{32})")
MEMBER = re.compile(r'([0-9a-f]{32}) (\S+) (".*")')

RESTORE = "restore the file from git: a seal is written once, and nobody ever edits it"

Member = tuple[str, str, str]
"""A member of the set of events: (id, recorded, by)."""


@frozen(kw_only=True)
class Seal:
    """What was sealed: the root over `count` members, when, by whom, and the members that no seal before it has.

    `after` holds the ids of the seals that it goes on from, `first` is the line of the file in which the
    first of `members` stands, and `file` where it was read, as a path from the ledger's folder.
    """

    id: str
    root: str
    count: int
    sealed: str
    by: str
    after: tuple[str, ...]
    members: tuple[Member, ...]
    first: int = 0
    file: str | None = None

    def place(self, member: Member) -> Place:
        """Where a member that is new in this seal stands in its file."""
        return Place(file=self.file, line=self.first + bisect_left(self.members, line_of(member), key=line_of))


def line_of(member: Member) -> bytes:
    """The line of a member, without its end: the text that is hashed as a leaf of the tree.

    >>> line_of(("7c13b0e5d1f24c8a9e6b3d2f1a0c4e58", "2025-03-16T20:00:00Z", "desk"))
    b'7c13b0e5d1f24c8a9e6b3d2f1a0c4e58 2025-03-16T20:00:00Z "desk"'
    """
    identity, recorded, by = member
    return f"{identity} {recorded} {dumps(by)}".encode()


def in_order(members: Iterable[Member]) -> list[Member]:
    """Members in the order in which a seal lists and hashes them: that of the bytes of their lines."""
    return sorted(members, key=line_of)


def root_of(members: Iterable[Member]) -> str:
    """The Merkle root over a set of members, in hex."""
    return merkle.root(map(line_of, in_order(members))).hex()


def write(members: Collection[Member], new: Iterable[Member], *, after: Iterable[str], sealed: str, by: str) -> bytes:
    """The file of a seal over these members, of which `new` are in no seal that it goes on from.

    >>> member = ("7c13b0e5d1f24c8a9e6b3d2f1a0c4e58", "2025-03-16T20:00:00Z", "desk")
    >>> print(write([member], [member], after=[], sealed="2025-03-17T10:00:00Z", by="desk").decode())
    newsledger-seal 1
    root 6749e376aaaae8ce50860630a4c90bdd8784c8ff549b1a31199a8ddc2afac960
    count 1
    sealed 2025-03-17T10:00:00Z
    by "desk"
    <BLANKLINE>
    7c13b0e5d1f24c8a9e6b3d2f1a0c4e58 2025-03-16T20:00:00Z "desk"
    <BLANKLINE>

    Raises:
        InvalidInput: the name of who seals holds a character that is no text.
    """
    head = [
        f"newsledger-seal {FORMAT}", f"root {root_of(members)}", f"count {len(members)}", f"sealed {sealed}",
        f"by {dumps(by)}", *(f"after {one}" for one in sorted(after)), "",
    ]  # fmt: skip
    try:
        opening = "\n".join(head).encode()
    except UnicodeEncodeError:
        message = "the name of who seals holds a character that is no text"
        raise InvalidInput([Problem(code="not-text", message=message, hint="remove the lone surrogate")]) from None
    return opening + b"\n" + b"".join(line_of(member) + b"\n" for member in in_order(new))


# --- reading ----------------------------------------------------------------------------------


def read(raw: bytes, file: str) -> Seal:
    """The seal of a file.

    Whether its root is that of its members is found out where the seals before it are at hand.

    Raises:
        InvalidInput: it was damaged, or a newer newsledger wrote it; the line is named.
    """
    lines = _lines(raw, file)
    _check_version(lines[0], file)
    told = {
        name: _header(lines, number, name, form, file) for number, (name, form) in enumerate(HEADERS, start=1)
    }  # fmt: skip
    blank = lines.index("") if "" in lines else len(lines)
    after = tuple(_match(AFTER, lines, number, file)[1] for number in range(len(HEADERS) + 1, blank))
    members = tuple(_member(lines, number, file) for number in range(blank + 1, len(lines) - 1))
    by, sealed = _text(told["by"], len(HEADERS), lines, file), told["sealed"]
    if not is_instant(sealed):
        raise _damaged(file, 4, lines, f"{visible(sealed)!r} is no instant, and the time of a seal is one")
    if in_order(set(members)) != list(members):
        raise _damaged(file, blank + 2, lines, "its members are not in order, each once")
    return Seal(
        id=content_id(raw), root=told["root"], count=int(told["count"]), sealed=sealed, by=by, after=after,
        members=members, first=blank + 2, file=file,
    )  # fmt: skip


def _lines(raw: bytes, file: str) -> list[str]:
    """The lines of a seal. What is behind the last line end is one too, and is empty."""
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        number = raw[: error.start].count(b"\n") + 1
        raise _damaged(file, number, [], f"byte 0x{raw[error.start]:02x} is not UTF-8") from None
    if "\r\n" in text:
        hint = (
            "something changed the ends of its lines: write events/**/*.seal* -text into .gitattributes, and restore it"
        )
        raise _damaged(file, 1, [], "its lines end as Windows ends them, and newsledger writes none of these", hint)
    lines = text.split("\n")
    if lines[-1]:
        raise _damaged(file, len(lines), lines, "the file breaks off in the middle of a line")
    return lines


def _check_version(first: str, file: str) -> None:
    match = HEAD.fullmatch(first)
    if match is None:
        raise _damaged(file, 1, [first], "its first line is not that of a seal: newsledger-seal 1")
    if match[1] != FORMAT:
        message = f"a seal of format {match[1][:20]}, and this newsledger reads format {FORMAT}"
        where = Place(file=file, line=1)
        raise InvalidInput([Problem(code="newer-seal", message=message, hint="update newsledger", where=where)])


def _header(lines: list[str], at: int, name: str, form: re.Pattern[str], file: str) -> str:
    """The value of a header in the line where it belongs."""
    line = lines[at] if at < len(lines) else ""
    told, _, value = line.partition(" ")
    if told != name or form.fullmatch(value) is None:
        raise _damaged(file, at + 1, lines, f"its {name} belongs there, and cannot be read")
    return value


def _match(form: re.Pattern[str], lines: list[str], at: int, file: str) -> re.Match[str]:
    match = form.fullmatch(lines[at])
    if match is None:
        raise _damaged(file, at + 1, lines, "the line cannot be read")
    return match


def _member(lines: list[str], at: int, file: str) -> Member:
    """The member of a line, which is spelled as newsledger spells it."""
    identity, recorded, by = _match(MEMBER, lines, at, file).groups()
    member = (identity, recorded, _text(by, at, lines, file))
    if not is_instant(recorded) or line_of(member).decode() != lines[at]:
        raise _damaged(file, at + 1, lines, "the line is not spelled as newsledger writes it")
    return member


def _text(quoted: str, at: int, lines: list[str], file: str) -> str:
    """A text in quotes, as JSON writes it."""
    try:
        text = json.loads(quoted)
        text.encode()
    except (ValueError, AttributeError):  # no JSON, no text, or half a character
        raise _damaged(file, at + 1, lines, "a name in quotes belongs there, and cannot be read") from None
    return str(text)


def _damaged(file: str, number: int, lines: list[str], what: str, hint: str = RESTORE) -> InvalidInput:
    """What is wrong with the file of a seal, pointed at."""
    text = visible(lines[number - 1]) if 0 < number <= len(lines) else ""
    where = Place(file=file, line=number, column=1 if text else None, length=len(text), text=text[:160] or None)
    return InvalidInput([Problem(code="damaged-seal", message=f"the seal is damaged: {what}", hint=hint, where=where)])
