"""The benchmark of beliefs: the small ledger holds the same story, and is asked the same."""

from __future__ import annotations

from benchmarks import belief, workload
from newsledger.replay import State

SIZE = 4_000


def test_the_part_holds_the_whole_story() -> None:
    """The beliefs of the one story are the same in a part of the ledger, and there are some."""
    events = list(workload.events(20_000))
    part = belief.only_some(events, SIZE)
    small, large = (belief.beliefs_of(State(some).picture(belief.ONE_STORY)) for some in (part, events))

    assert len(part) == SIZE
    assert small == large
    assert len(large) == 50


def test_the_profile_names_functions_without_folders() -> None:
    """Ten rows at most, the dearest first, each a function of a module."""
    rows = belief.profile(lambda: sorted(map(str, range(1000))))

    assert 0 < len(rows) <= belief.TOP
    assert not any("/" in row[0] for row in rows)
    assert belief.place("/somewhere/newsledger/live.py", "cut") == "`newsledger.live.cut`"
