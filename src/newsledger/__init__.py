"""newsledger follows a running news story: each reported fact is an immutable, dated event.

Open a ledger, append what was reported, and replay it to any date:

    import newsledger as nl

    ledger = nl.open("events")
    picture = ledger.replay("2025-03-16")

Everything public is named in `__all__` and imported when it is first used, so that importing
newsledger costs nothing.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Alias": "kinds.alias",
    "Arrival": "arriving",
    "Arrived": "arriving",
    "Belief": "belief",
    "Beliefs": "projections.beliefs",
    "Casualties": "kinds.casualties",
    "CasualtyCounts": "projections.casualties",
    "Ceasefire": "projections.ceasefire",
    "Confidence": "values.confidence",
    "Contested": "projections.contested",
    "Control": "kinds.control",
    "Diff": "difference",
    "Event": "event",
    "Expectation": "kinds.expectation",
    "Expected": "projections.expected",
    "Explanation": "explanation",
    "Forces": "kinds.forces",
    "Incident": "kinds.incident",
    "Indicator": "kinds.indicator",
    "IntegrityBroken": "errors",
    "InvalidInput": "errors",
    "Ledger": "ledger",
    "LedgerLocked": "errors",
    "LedgerMoved": "errors",
    "LedgerNotFound": "errors",
    "LedgerUnusable": "errors",
    "NewsledgerError": "errors",
    "NotInLedger": "errors",
    "Note": "kinds.note",
    "OnDay": "chronicle",
    "Picture": "replay",
    "Position": "kinds.position",
    "Problem": "problems",
    "Proposal": "kinds.proposal",
    "Quantity": "values.quantity",
    "Question": "live",
    "Redaction": "kinds.redaction",
    "Retraction": "kinds.retraction",
    "Said": "event",
    "Source": "kinds.source",
    "Stake": "kinds.stake",
    "Standing": "belief",
    "State": "kinds.state",
    "Statement": "kinds.statement",
    "Support": "kinds.support",
    "Term": "kinds.term",
    "Territory": "projections.territory",
    "TerritoryHeld": "kinds.territory_held",
    "Timeline": "projections.timeline",
    "Void": "kinds.void",
    "When": "values.when",
    "diff": "difference",
    "explain": "explanation",
    "in_memory": "ledger",
    "open": "ledger",
    "read_sheet": "sheet",
    "say": "event",
    "write_sheet": "sheet",
}
"""Where each public name lives."""

_OTHER_NAMES = {"open": "open_ledger", "CasualtyCounts": "Casualties"}
"""Public names that are called otherwise at home: `open` would hide a builtin there."""

__all__ = sorted(_HOMES)  # noqa: PLE0605  one table, sorted, is the explicit list


def __getattr__(name: str) -> Any:  # noqa: ANN401  any public thing
    home = _HOMES.get(name)
    if home is None:
        message = f"module 'newsledger' has no attribute {name!r}"
        raise AttributeError(message)
    thing = getattr(importlib.import_module(f"newsledger.{home}"), _OTHER_NAMES.get(name, name))
    globals()[name] = thing
    return thing


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
