"""Seals held against the events of a ledger: what was sealed and is altered, back-dated or gone, and what slipped in.

Where lines stand, what files are called and what was added since play no part, nor do the words of events: their ids
answer for these.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from newsledger.codec.instants import is_instant
from newsledger.event import Event, content_id, recorded_micros, short
from newsledger.frozen import frozen
from newsledger.kinds.redaction import Redaction
from newsledger.problems import ERROR, WARNING, Place, Problem
from newsledger.sealing.shelf import Shelf
from newsledger.sealing.text import Member, Seal, in_order
from newsledger.stores import Reading, visible

MISSING, ALTERED, BACK_DATED, INSERTED = "missing-event", "altered-event", "back-dated-event", "inserted-event"

RESTORE = "restore it from git: git log -S {id} -- . tells which commit held it and which took it"

LineAt = Callable[[Place], bytes]
"""Gives the line that stands at a place, as it is on the disk; nothing where it cannot be read."""

WHOLE = re.compile(rb'\{"id":"([0-9a-f]{32})","recorded":"([^"]+)","by":("(?:[^"\\]|\\.)*"),"said":(\{.*\})\}')
"""A line as newsledger writes it, whatever it says."""

NAMED = re.compile(rb'"id"\s*:\s*"([0-9a-f]{32})"')
WORDS = re.compile(rb'"said":(\{.*\})\}\s*')


@frozen(kw_only=True)
class Finding:
    """Something that a seal shows: which member it is about, and as what its event stands there now, if it does."""

    problem: Problem
    member: Member | None = None
    now: Member | None = None


@frozen(kw_only=True)
class Redacted:
    """A sealed event whose words went as declared: when and by whom it was taken in, why, and who decided."""

    member: Member
    reason: str | None
    authority: str | None


@frozen(kw_only=True)
class Verdict:
    """What came of it: the seals that were held against the events, how many members they cover, what was found.

    `late` are events that are in a seal and are recorded before the seal that it goes on from: they were not
    there then, and came in later, as from a merge.
    """

    seals: tuple[Seal, ...]
    covered: int
    unsealed: int
    findings: tuple[Finding, ...]
    redacted: tuple[Redacted, ...]
    late: tuple[tuple[Seal, Member], ...]


def verify(shelf: Shelf, chosen: Iterable[Seal], reading: Reading, line_at: LineAt) -> Verdict:
    """Holds seals, and all that they go on from, against what a store reads now.

    Damaged lines that take no sealed event with them are findings too, as the store tells them.
    """
    seals = tuple(chosen)
    behind = shelf.behind(seals)
    sealed = {member: seal for seal in reversed(behind) for member in seal.members}
    damaged = [(line_at(one.where), one) for one in reading.problems if one.severity == ERROR and one.where.line]
    now = {(event.id, event.recorded, event.by): event for event in reading.events}
    held = now.keys() | {member for line, _ in damaged if (member := _intact(line)) is not None}
    spare = _Spare(held, held - shelf.covered(shelf.seals.values()), reading, damaged)
    lost = [_lost(member, sealed[member], spare) for member in in_order(sealed.keys() - held)]
    inserted = [one for member in in_order(spare.members) if (one := _inserted(member, seals, reading.places))]
    used = {(one.problem.where.file, one.problem.where.line) for one in lost if one.problem.where.line}
    rest = [one for one in reading.problems if (one.where.file, one.where.line) not in used]
    faults = [*shelf.problems, *(problem for seal in seals for problem in shelf.faults(seal))]
    return Verdict(
        seals=seals, covered=len(sealed), unsealed=len(held - sealed.keys() - {one.now for one in lost}),
        findings=(*(Finding(problem=problem) for problem in (*faults, *rest)), *lost, *inserted),
        redacted=tuple(_redacted(sealed, now)), late=tuple(_late(shelf, behind)),
    )  # fmt: skip


# --- what is gone -----------------------------------------------------------------------------


class _Spare:
    """What may be left of a member that is gone: members that no seal covers, and lines that cannot be used."""

    def __init__(
        self, held: set[Member], members: set[Member], reading: Reading, damaged: list[tuple[bytes, Problem]]
    ) -> None:
        self.held = held
        self.members = members
        self.places: Mapping[str, Place] = reading.places
        self.unread = any(problem.where.file and not problem.where.line for problem in reading.problems)
        self._traces = dict(_leads(damaged))
        self._by_id: dict[str, list[Member]] = {}
        for member in sorted(members, reverse=True):
            self._by_id.setdefault(member[0], []).append(member)

    def same_event(self, identity: str) -> Member | None:
        """A member of the same event that is not accounted for; it is taken from what is spare."""
        found = self._by_id.get(identity)
        if not found:
            return None
        self.members.discard(found[-1])
        return found.pop()

    def trace(self, identity: str) -> Problem | None:
        """What is wrong with a damaged line that carries the id of an event, or its very words."""
        return self._traces.get(identity)


def _leads(damaged: list[tuple[bytes, Problem]]) -> Iterator[tuple[str, Problem]]:
    """The ids that damaged lines lead to: by their words first, hence in the end by the id that stands there."""
    for line, problem in damaged:
        words = WORDS.search(line)
        if words is not None:
            yield content_id(words[1]), problem
    for line, problem in damaged:
        yield from ((named.decode(), problem) for named in NAMED.findall(line))


def _intact(line: bytes) -> Member | None:
    """The member of a line that cannot be used here, but is as it was written: of a newer newsledger, for one."""
    match = WHOLE.fullmatch(line)
    if match is None or content_id(match[4]).encode() != match[1]:
        return None
    try:
        by = json.loads(match[3])
        return (match[1].decode(), match[2].decode(), by) if is_instant(match[2].decode()) else None
    except ValueError:  # a name that is no text
        return None


def _lost(member: Member, seal: Seal, spare: _Spare) -> Finding:
    """What became of a sealed member that is not there any more."""
    identity, recorded, by = member
    told = f"{short(identity)}, recorded {recorded} by {visible(by)}, was sealed on {seal.sealed}"
    hint = RESTORE.format(id=short(identity))
    now = spare.same_event(identity)
    if now is not None:
        code, became = _became(member, now)
        where = spare.places.get(identity, Place())
        return Finding(member=member, now=now, problem=Problem(
            code=code, message=f"{told} and {became}", hint=hint, where=attrs.evolve(where, column=None),
        ))  # fmt: skip
    damaged = spare.trace(identity)
    if damaged is not None:
        message = f"{told} and is altered: {damaged.message}"
        return Finding(member=member, problem=attrs.evolve(damaged, code=ALTERED, message=message, hint=hint))
    others = sorted(one for one in spare.held if one[0] == identity)
    left = f"; it is there only as recorded {others[0][1]} by {visible(others[0][2])}" if others else ""
    gone = "is in no file that can be read" if spare.unread else "is gone"
    message = f"{told} and {gone}{left}"
    return Finding(member=member, problem=Problem(code=MISSING, message=message, hint=hint, where=seal.place(member)))


def _became(member: Member, now: Member) -> tuple[str, str]:
    """How a member differs from what its event is taken in as now."""
    _, recorded, by = member
    if recorded_micros(now[1]) < recorded_micros(recorded):
        return BACK_DATED, f"is back-dated: it says now that it was recorded {now[1]} by {visible(now[2])}"
    what = " and ".join(
        name for name, then, there in (("recorded", recorded, now[1]), ("by", by, now[2])) if then != there
    )
    return ALTERED, f"is altered in {what}: it says now that it was recorded {now[1]} by {visible(now[2])}"


# --- what slipped in --------------------------------------------------------------------------


def _inserted(member: Member, seals: Iterable[Seal], places: Mapping[str, Place]) -> Finding | None:
    """What is wrong with a member that no seal covers, though its time says that it was there for one to cover."""
    identity, recorded, by = member
    after = [seal for seal in seals if recorded_micros(recorded) < recorded_micros(seal.sealed)]
    if not after:
        return None
    seal = min(after, key=lambda one: (one.sealed, one.id))
    told = f"{short(identity)}, recorded {recorded} by {visible(by)}, is not in the seal of {seal.sealed}"
    message = f"{told}: it came in later, by a merge or by hand, or its time is false"
    hint = "where a merge brought it, all is well: the next seal takes it in, and tells so"
    where = attrs.evolve(places.get(identity, Place()), column=None)
    problem = Problem(code=INSERTED, severity=WARNING, message=message, hint=hint, where=where)
    return Finding(problem=problem, member=member, now=member)


def _late(shelf: Shelf, behind: Iterable[Seal]) -> Iterator[tuple[Seal, Member]]:
    """What was taken into a seal, though by its time it would have been in the one before, and was not."""
    for seal in behind:
        before = [recorded_micros(shelf.seals[one].sealed) for one in seal.after if one in shelf.seals]
        for member in seal.members if before else ():
            if recorded_micros(member[1]) < max(before):
                yield seal, member


# --- what had to go ---------------------------------------------------------------------------


def _redacted(sealed: Iterable[Member], now: dict[Member, Event]) -> Iterator[Redacted]:
    """The sealed events whose words are gone and a redaction names."""
    facts: list[Any] = [event.said.fact for event in now.values()]
    declared = {fact.target: fact for fact in facts if isinstance(fact, Redaction)}
    for member in in_order(sealed):
        if member in now and now[member].redacted and member[0] in declared:
            fact = declared[member[0]]
            yield Redacted(member=member, reason=fact.reason, authority=fact.authority)
