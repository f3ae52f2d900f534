"""Inclusion proofs: that one event was sealed, for somebody who has neither the ledger nor newsledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newsledger import merkle
from newsledger.event import ID_LENGTH, Event, content_id, recorded_micros
from newsledger.sealing.shelf import Shelf
from newsledger.sealing.text import Member, Seal, in_order, line_of

SCHEMA = "newsledger/inclusion/1"


def member_in(shelf: Shelf, seal: Seal, identity: str) -> Member | None:
    """The member of an event that a seal covers; of several the earliest, which is the one that counts."""
    found = [member for member in shelf.covered([seal]) if member[0] == identity]
    return min(found, key=lambda member: (recorded_micros(member[1]), member), default=None)


def proof(shelf: Shelf, seal: Seal, member: Member, event: Event) -> dict[str, Any]:
    """The proof that an event was sealed, as a JSON object.

    The words, if they are still there, lead to the id, the id stands in the leaf, and the path leads from the leaf to
    the root. What a proof is worth is what the root is worth: whoever checks it has to have that from elsewhere.
    """
    members = in_order(shelf.covered([seal]))
    index = members.index(member)
    steps = merkle.path(map(line_of, members), index)
    return {
        "schema": SCHEMA, "id": member[0], "recorded": member[1], "by": member[2],
        "said": None if event.redacted else event.raw.decode(), "leaf": line_of(member).decode(),
        "index": index, "count": len(members), "path": [step.hex() for step in steps],
        "root": seal.root, "sealed": seal.sealed, "seal": seal.id,
    }  # fmt: skip


def holds(told: Mapping[str, Any], root: str) -> bool:
    """Whether a proof leads from its words to a root that one knows, in hex.

    >>> holds({"said": None, "leaf": "x", "index": 0, "count": 1, "path": []}, merkle.root([b"x"]).hex())
    True
    """
    words, leaf = told["said"], told["leaf"]
    if words is not None and content_id(words.encode()) != leaf[:ID_LENGTH]:
        return False
    steps = [bytes.fromhex(step) for step in told["path"]]
    reached = merkle.led_to(leaf.encode(), told["index"], told["count"], steps)
    return reached is not None and reached.hex() == root
