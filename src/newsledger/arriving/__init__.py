"""The order in which events arrived in one copy of a ledger, and positions in it.

No picture depends on it: the order is a fact about a copy, not about the ledger. Whoever follows
a ledger keeps a position, and asks what came after it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import attrs

from newsledger.errors import InvalidInput, LedgerMoved
from newsledger.event import Event
from newsledger.frozen import frozen
from newsledger.problems import Problem

POSITION = re.compile("([0-9a-f]{8})-(0|[1-9][0-9]{0,14})-([0-9a-f]{8})")
"""A copy's name, how many came before, and a hash over all of these, in the order in which they came."""

NAMED = 4
"""Bytes of a copy's name, and of the hash in a position."""

SHOWN = 80
"""So many characters of what is no position are told back."""

ANEW = "ask without a position: all events come again, and their ids tell which of them you had"


class Position(NamedTuple):
    """A position taken apart."""

    copy: str
    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.copy}-{self.number}-{self.hash}"


@frozen(kw_only=True)
class Arrival:
    """An event, and the position behind it: to be kept once the event was dealt with."""

    event: Event
    position: str


@frozen(kw_only=True, repr=False)
class Arrived:
    """What arrived after a position, each event once, in the order of arrival in this copy.

    `position` stands behind all of it, and is kept where nothing arrived, too. `gone` are ids of events
    that arrived, and that no sound line holds any more: they are passed over.

    >>> Arrived(entries=(), position="0badcafe-0-0badcafe")
    <Arrived: 0 events, up to 0badcafe-0-0badcafe>
    """

    entries: tuple[Arrival, ...]
    position: str
    gone: tuple[str, ...] = attrs.field(default=())

    def __iter__(self) -> Iterator[Arrival]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __repr__(self) -> str:
        return f"<Arrived: {len(self)} events, up to {self.position}>"


def read_position(text: str) -> Position:
    """A position out of its text.

    >>> read_position("0badcafe-12-5eed5eed").number
    12

    Raises:
        InvalidInput: it is none.
    """
    match = POSITION.fullmatch(text.strip())
    if match is None:
        shown = f"{text[:SHOWN]!r}{'…' if len(text) > SHOWN else ''}"
        message = f"{shown} is no position: one looks like 0badcafe-12-5eed5eed"
        hint = "positions stand in the lines of `newsledger tail`; without one you begin at the first event"
        raise InvalidInput([Problem(code="bad-position", message=message, hint=hint)])
    return Position(match[1], int(match[2]), match[3])


def foreign(position: Position | str) -> InvalidInput:
    """The refusal of a position of another copy."""
    message = f"the position {position} is not one of this copy of the ledger, or what it was counted by was deleted"
    return InvalidInput([Problem(code="foreign-position", message=message, hint=ANEW)])


def lost(position: Position | str) -> InvalidInput:
    """The refusal of a position that this copy gave, or the one that it was copied from, before its order changed."""
    message = (
        f"the position {position} does not fit the order of arrival that this copy knows: it was copied or restored"
    )
    return InvalidInput([Problem(code="lost-position", message=message, hint=ANEW)])


def moved(after: str, now: str, many: int) -> LedgerMoved:
    """The refusal of an append that was to come right after a position."""
    came = "1 event has" if many == 1 else f"{many} events have"
    told = f"{came} come since the position {after}; nothing was written. Now it is {now}"
    return LedgerMoved(f"{told}\n  look at what came, then do it again: newsledger tail --after {after}")


# --- an order that is held in memory ------------------------------------------------------------


class Order:
    """Ids in the order in which they arrived in a copy, and the positions between them.

    >>> order = Order("0badcafe", [bytes(16), bytes([1] * 16)])
    >>> order.count_of(order.position(1))
    1
    """

    def __init__(self, copy: str, ids: Sequence[bytes]) -> None:
        self._copy, self._ids = copy, ids

    def position(self, count: int | None = None) -> str:
        """The position behind so many events; behind the last where no number is given."""
        many = len(self._ids) if count is None else count
        return str(Position(self._copy, many, _shown(self._hashed(many))))

    def positions(self, count: int) -> Iterator[str]:
        """The positions behind each event that comes after so many."""
        hashed = self._hashed(count)
        for number, identity in enumerate(self._ids[count:], start=count + 1):
            hashed.update(identity)
            yield str(Position(self._copy, number, _shown(hashed)))

    def ids(self, count: int) -> Sequence[bytes]:
        """The ids of all events but the first so many."""
        return self._ids[count:]

    def count_of(self, text: str | None) -> int:
        """How many events stand before a position; none without one.

        Raises:
            InvalidInput: it is no position, or none of this copy, or this copy has another order by now.
        """
        if text is None:
            return 0
        position = read_position(text)
        if position.copy != self._copy:
            raise foreign(position)
        if position.number > len(self._ids) or _shown(self._hashed(position.number)) != position.hash:
            raise lost(position)
        return position.number

    def check(self, after: str) -> None:
        """Holds that a position is that behind the last event.

        Raises:
            InvalidInput: it is no position here.
            LedgerMoved: events came since.
        """
        count = self.count_of(after)
        if count != len(self._ids):
            raise moved(after, self.position(), len(self._ids) - count)

    def _hashed(self, count: int) -> hashlib._Hash:
        return hashlib.sha256(self._copy.encode() + b"".join(self._ids[:count]))


def _shown(hashed: hashlib._Hash) -> str:
    return hashed.digest()[:NAMED].hex()
