"""Law 15: every store gives what the plain fold in memory gives."""

from __future__ import annotations

import random as randoms
import shutil
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from newsledger import codec
from newsledger.config import Config
from newsledger.event import Event
from newsledger.ledger import Ledger
from newsledger.replay import State
from newsledger.stores.directory import DirectoryStore
from newsledger.stores.memory import MemoryStore
from newsledger.testing import ledgers, picture_bytes, questions


@given(ledgers(), st.data(), st.randoms(use_true_random=False))
def test_lines_in_any_order_give_the_plain_fold(
    events: list[Event], data: st.DataObject, random: randoms.Random
) -> None:
    """A store of lines, shuffled and some of them twice, holds the set."""
    question = data.draw(questions(events))
    lines = [codec.write(event) for event in events]
    store = MemoryStore(random.sample(lines, len(lines)) + lines[:2])

    assert Ledger(store).state().pairs() == State(events).pairs()
    assert picture_bytes(Ledger(store).state().picture(question)) == picture_bytes(State(events).picture(question))


@given(ledgers(max_events=6), st.data())
def test_folders_that_were_merged_give_the_plain_fold(events: list[Event], data: st.DataObject) -> None:
    """Two ledgers on the disk, the files of the one copied into the other, hold the union of what each took in."""
    question = data.draw(questions(events))
    half = data.draw(st.integers(0, len(events)))
    with tempfile.TemporaryDirectory() as folder:
        here, there = (DirectoryStore.create(Path(folder, name), Config(title=name)) for name in ("here", "there"))
        added = here.append(events[:half]).added + there.append(events[half:]).added
        shutil.copytree(Path(folder, "there"), Path(folder, "here"), dirs_exist_ok=True)
        state = State(here.read().events)

    assert state.pairs() == State(added).pairs()
    assert picture_bytes(state.picture(question)) == picture_bytes(State(added).picture(question))
