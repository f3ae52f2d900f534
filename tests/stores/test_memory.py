from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st
from tests.stores import samples

from newsledger import codec
from newsledger.stores.memory import MemoryStore


@given(random=st.randoms(use_true_random=False))
def test_order_and_batches_make_no_difference(random: Random) -> None:
    """What is read depends on the set of events alone."""
    whole, parted = MemoryStore(), MemoryStore()
    events = samples.events()
    whole.append(events)
    random.shuffle(events)
    cut = random.randrange(len(events))
    parted.append(events[:cut])
    parted.append(events[cut:])

    assert parted.read() == whole.read()


def test_lines_make_the_same_ledger() -> None:
    """Whoever is handed the lines of a store holds its ledger, whatever the line ends."""
    store = MemoryStore()
    store.append(samples.events())

    assert MemoryStore(store.lines()).read() == store.read()
    assert MemoryStore(line + b"\n" for line in store.lines()).read() == store.read()
    assert MemoryStore([b"\n".join(store.lines())]).read() == store.read()


def test_lines_stay_as_they_were_handed_in() -> None:
    """A damaged line is kept, and an append goes behind it."""
    store = MemoryStore([samples.HALF_A_LINE])
    store.append([samples.event(0)])

    assert store.lines() == (samples.HALF_A_LINE, codec.write(samples.event(0)))


def test_a_problem_names_the_line() -> None:
    """Without a file a problem is placed by its line in memory."""
    (problem,) = MemoryStore([codec.write(samples.event(0)), samples.ALTERED]).read().problems

    assert str(problem.where) == "memory:2:8"
