"""The beliefs of a picture as programs read them."""

from __future__ import annotations

import pytest

import newsledger as nl


def test_two_dimensions_of_one_name_are_two_beliefs() -> None:
    """A figure in acres and one in per cent under the same keys both stay, in Python and in JSON."""
    ledger = nl.in_memory()
    for number in ("40 acres", "5 %"):
        ledger.append(
            nl.Indicator("ridge fire", "contained", number=nl.Quantity.read(number)),
            source="chief",
            reported="2026-08-14",
        )

    beliefs = ledger.replay("2026-08-14")[nl.Beliefs]

    assert len(beliefs) == 2
    assert [one["slot"]["dimension"] for one in beliefs.as_json()] == ["area", "share"]
    assert beliefs["indicator/ridge fire/contained.number"].value == nl.Quantity.parse("40 acre")


def test_a_slot_that_is_not_there() -> None:
    """Asking for a slot that nobody speaks of is a `KeyError`."""
    with pytest.raises(KeyError, match="state/bridge/open"):
        nl.in_memory().replay("2026-08-14")[nl.Beliefs]["state/bridge/open"]
