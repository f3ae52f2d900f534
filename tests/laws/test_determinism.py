"""Law 1: the same question gives the same bytes, whatever the hash seed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.event import Event
from newsledger.live import Question
from newsledger.replay import State
from newsledger.testing import ledgers, picture_bytes, questions, report_kinds
from newsledger.testing.build import SEED, ledger
from newsledger.values.when import When

RICH = """
from tests.laws.test_determinism import fingerprint
print(fingerprint())
"""


@cache
def fingerprint() -> str:
    """A hash over the pictures of one large, fixed ledger, on several days."""
    slots = [(kind, number) for kind in report_kinds() for number in (0, 4)]
    seeds = [hashlib.sha256(str(number).encode()).digest()[:SEED] for number in range(250)]
    state = State(ledger(slots, seeds, introduced=True, reports=60))
    days = [When.parse(day) for day in ("2025-03-12", "2025-03-16", "2025-04-20")]
    pictures = [state.picture(Question(at=day, public=cut)) for day in days for cut in (day, None)]
    return hashlib.sha256(b"\n".join(picture_bytes(picture) for picture in pictures)).hexdigest()


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_the_hash_seed_changes_no_byte(seed: str) -> None:
    """A process with another order of sets and dicts prints the same pictures."""
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", RICH], env=environment, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == fingerprint()


@given(ledgers(), st.data())
def test_the_same_question_gives_the_same_bytes(events: list[Event], data: st.DataObject) -> None:
    """A question asked twice, of one state or of two, is answered alike."""
    question = data.draw(questions(events))
    state = State(events)

    assert picture_bytes(state.picture(question)) == picture_bytes(state.picture(question))
    assert picture_bytes(state.picture(question)) == picture_bytes(State(events).picture(question))
