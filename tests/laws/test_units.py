"""Law 18: converting every figure, its rounding included, leaves the picture as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.replay import State
from newsledger.testing import figures, in_base_units, in_other_units, ledgers, questions

MEASURED = ("territory-held", "indicator", "proposal", "term", "casualties", "forces", "support")
"""The kinds whose values are figures; those that count people or money show that nothing else changes."""


@pytest.mark.parametrize("kind", MEASURED)
@given(data=st.data())
def test_units_change_no_figure(kind: str, data: st.DataObject) -> None:
    """Values, standings, roles, flags and witnesses are the same in square miles as in hectares."""
    events = data.draw(ledgers(kind=kind))
    question = data.draw(questions(events))

    expected = figures(State(events).picture(question))
    assert figures(State(in_other_units(events)).picture(question)) == expected
    assert figures(State(in_base_units(events)).picture(question)) == expected
