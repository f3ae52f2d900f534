"""Lines that tests of reading share: sound ones, and how to make others with an id that matches."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from newsledger import codec
from newsledger.event import content_id, say
from newsledger.kinds.casualties import Casualties
from newsledger.kinds.proposal import Proposal
from newsledger.kinds.territory_held import TerritoryHeld
from newsledger.values.quantity import Quantity

NOON = datetime(2025, 3, 16, 12, tzinfo=UTC)
RECORDED = "2025-03-16T12:00:00Z"

AREA = Quantity.read("just 110 km²")
NUMBER = Quantity.read("over 100,000 people")

SAIDS = (
    say(TerritoryHeld("kursk", "ukraine", area=AREA), source="ru-officials", reported="2025-03-16"),
    say(Proposal("truce", to=("russia", "ukraine")), source="us", via=["desk"], reported="2025-03-11"),
    say(
        Casualties("russia", "killed", "military", "total", "war", number=NUMBER),
        source="Генштаб",
        reported="2025-03-16",
        occurred="2022-02/2025-03-16",
        stance="denies",
    ),
)
EVENTS = tuple(codec.stamp(said, recorded=NOON, by="anna") for said in SAIDS)
LINES = tuple(map(codec.write, EVENTS))


def line_of(said: str, *, recorded: str = RECORDED, by: str = "anna", identity: str | None = None) -> bytes:
    """A line around any text as `said`, with the id that matches it unless another is given."""
    head = f'{{"id":"{identity or content_id(said.encode())}","recorded":"{recorded}","by":{json.dumps(by)}'
    return f'{head},"said":{said}}}'.encode()


def stored(**changes: Any) -> dict[str, Any]:  # noqa: ANN401  any JSON
    """What the first line says, with changes; `fact` changes fields of the fact, and `None` leaves one out."""
    said = codec.as_stored(SAIDS[0])
    fact = said["fact"] | changes.pop("fact", {})
    said |= changes | {"fact": {name: value for name, value in fact.items() if value is not None}}
    return {name: value for name, value in said.items() if value is not None}


def changed(**changes: Any) -> bytes:  # noqa: ANN401  any JSON
    """The first line, saying something else, with the id that matches."""
    return line_of(codec.dumps(stored(**changes)))
