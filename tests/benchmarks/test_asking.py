"""As of any dates: warm pictures, changes taken in, built-in projections, and what peers make of the same questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import asking, asof, builtin, changing
from benchmarks.changing import Change
from benchmarks.frame.measuring import Measured
from benchmarks.peers import newest, vintages
from benchmarks.peers.latest import Latest
from benchmarks.warm import BEFORE, LAST, QUESTIONS, asked, drop, opened
from benchmarks.workload.keeping import BATCHES, ledger
from newsledger import Question
from newsledger.event import Event
from newsledger.replay import State
from newsledger.stores.directory import DirectoryStore
from newsledger.values.when import When

SIZE = 10_000
"""The smallest ledger that has the story of fifty slots."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up ledger that nobody appends to."""
    with ledger(SIZE, BATCHES, kept=tmp_path_factory.mktemp("ledgers")) as found:
        return found


@pytest.fixture(scope="module")
def events(place: Path) -> list[Event]:
    """All its events."""
    return list(DirectoryStore(place).read().events)


def took(name: str, cpu: float) -> Measured:
    """A contestant that always took the same."""
    return Measured(name=name, cpu=cpu, wall=cpu, rounds=5, low=cpu, high=cpu)


# --- questions ------------------------------------------------------------------------------------


def test_questions_are_the_same_every_time() -> None:
    """Dates are drawn at random, and alike in each process; half of them leave `known` open."""
    found = list(asked())

    assert found == list(asked())
    assert len(set(map(str, found))) == QUESTIONS
    assert 10 < sum(one.known is None for one in found) < 30


def test_a_dropped_cache_is_made_again(place: Path) -> None:
    """What is opened answers the same before and after its cache was taken away."""
    before = len(opened(place).picture(LAST).beliefs)
    drop(place)

    assert not list(Path(DirectoryStore(place).derived).glob("cache.sqlite*"))
    assert len(opened(place).picture(LAST).beliefs) == before > 1_900


# --- the latest words -------------------------------------------------------------------------------


def test_a_word_counts_from_when_it_was_public_and_held(events: list[Event]) -> None:
    """The plain fold with all cuts open holds the latest words; each cut alone takes some of them away."""
    story = next(asked()).story
    day = When.parse("2025-01-01")
    everything = vintages.of_events(events, Question(at=LAST.at, public=None, story=story))

    for question in (
        Question(at=day, public=None, story=story),
        Question(at=LAST.at, public=day, story=story),
        Question(at=LAST.at, public=None, known=day, story=story),
    ):
        found = vintages.of_events(events, question)
        assert found
        assert found != everything


def test_our_own_words_are_those_of_all_events(place: Path, events: list[Event]) -> None:
    """What a story holds in memory is enough for its words."""
    state = opened(place)

    for question in list(asked())[:5]:
        assert vintages.of_events(state.concerning(question), question) == vintages.of_events(events, question)


@pytest.fixture(scope="module")
def expected(events: list[Event]) -> list[Latest]:
    """The words that all should give."""
    return [vintages.of_events(events, question) for question in asked()]


def test_pandas_gives_the_same_words(events: list[Event], expected: list[Latest]) -> None:
    """Frames of the whole and of the story are asked alike."""
    pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    frame = vintages.frame(vintages.table(events))

    assert [vintages.by_frame(frame)(question) for question in asked()] == expected
    assert [vintages.by_story(frame)(question) for question in asked()] == expected


def test_duckdb_gives_the_same_words(events: list[Event], expected: list[Latest], tmp_path: Path) -> None:
    """One query over a Parquet file."""
    pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    answer = vintages.by_parquet(vintages.table(events), tmp_path)

    assert [answer(question) for question in asked()] == expected


def test_what_a_question_takes_is_told_in_milliseconds() -> None:
    """Forty questions in eighty milliseconds are two each; peers that are missing are named."""
    measured = {name: took(name, 0.08) for name in (asking.PICTURE, asking.CHOSEN, asking.WORDS, asking.PARQUET)}
    told = asking.report(1_000_000, measured)

    assert told.tables[0].rows[0] == (asking.PICTURE, "2.0", "2.0 to 2.0", "2.0", "1")
    assert told.left_out == ("`pandas`, which is not installed",)
    assert asking.same(None, [{}])
    assert not asking.same([{"x": {}}], [{}])


# --- built-in projections ---------------------------------------------------------------------------


def test_the_loop_tells_what_the_projections_tell(place: Path) -> None:
    """Who spoke last of each slot, and when, is the same out of lines and out of beliefs."""
    pytest.importorskip("orjson")
    found = newest.of_lines(place)

    assert found == newest.of_projections(opened(place).picture(LAST))
    assert len(found) > 600
    assert found != newest.of_projections(opened(place).picture(BEFORE))


def test_what_was_taken_back_does_not_speak() -> None:
    """A retraction takes back the claim as it was told by then, by whoever speaks as its origin; later words stand."""
    told = newest.Told("slot", "1 km2", "desk", "2025-01-01", "2025-01-02")
    reports = {
        "a": told,
        "b": told._replace(source="echo", reported="2025-01-03T10:00Z"),
        "c": told._replace(reported="2025-02-01"),
        "d": told._replace(value="2 km2"),
        "e": told._replace(source="other"),
    }

    assert set(newest._taken_back([("r", "a", "desk", "2025-01-05")], reports, {"echo": "desk"})) == {"a", "b"}


def test_a_slot_that_was_last_told_of_without_a_day_is_left_out() -> None:
    """The last day counts, with all who spoke as of it; a later month without a day hides it."""
    spoken = [
        ("x", "2025-01-01", "a"), ("x", "2025-03-04", "b"), ("x", "2024-01/2025-03-04", "a"), ("x", "2025-03~", "c"),
        ("y", "2025-01-01", "a"), ("y", "2025-02", "a"),
    ]  # fmt: skip

    assert newest._newest(spoken) == {"x": ("2025-03-04", ("a", "b"))}


def test_the_projections_are_held_against_both_loops(place: Path) -> None:
    """A new process and a warm one give the same answer; each loop that is installed has a bar."""
    warm, cold = (builtin.projected(place, warm=warm) for warm in (True, False))
    measured = {name: took(name, cpu) for name, cpu in (
        (builtin.WARM, 1.0), (builtin.COLD, 2.0), (builtin.STANDING, 8.0), (builtin.LATEST, 4.0),
    )}  # fmt: skip
    told = builtin.report(1_000_000, 2_000, measured)

    assert warm.answer == cold.answer
    assert [(bar.figure, bar.met) for bar in told.bars] == [(8.0, True), (4.0, False)]


# --- changes ----------------------------------------------------------------------------------------


def test_changes_are_of_four_sorts_and_new_each_time(events: list[Event]) -> None:
    """No turn repeats an event of another, and every target is in the ledger."""
    targets = [event for event in events if event.said.kind == "territory-held"]
    turns = [list(changing.changed(many, turn, targets)) for turn in range(3) for many in (1, 10, 100)]
    made = [event for turn in turns for event in turn]

    assert len({event.id for event in made}) == len(made) == 333
    assert {event.said.kind for event in made} == {"territory-held", "retraction", "void"}
    assert len(State([*events, *made]).events()) == len({event.id for event in events}) + len(made)


def test_changes_are_taken_in(tmp_path: Path) -> None:
    """After all turns the ledger, through its cache, is the plain fold of what it then holds."""
    with ledger(1_000, BATCHES, kept=tmp_path) as own:
        store = DirectoryStore(own)
        found = changing.measured(store, (1, 8), story="story-00", times=1, young=0)
        beliefs = opened(store).picture(LAST).beliefs

        assert set(found) == {1, 8}
        assert all(one.low <= one.taking <= one.high for one in found.values())
        assert beliefs == State(store.read().events).picture(LAST).beliefs


def test_the_law_of_changes_is_told() -> None:
    """What takes ten times as long for ten times as many is in proportion."""
    changes = {many: Change(look=5.0, taking=many * 2.0, low=1.0, high=many * 3.0) for many in (1, 10, 100)}

    assert changing.table(changes, "").rows[1] == ("10", "5", "20.0", "1.0 to 30.0", "2")
    assert "power 1.00" in list(changing.notes(changes))[-1]


def test_asof_has_a_bar_for_changes() -> None:
    """Beside the four bars of pictures and starts there is one for what changes cost."""
    looked = asof.Looked(
        events=1_000, built=1.0, size=1_000, story=[2.0] * 40, choosing=[1.0], whole=100.0, slots=2_000, year=10.0,
        reports=10,
    )  # fmt: skip
    starts = {name: took(name, cpu) for name, cpu in ((asof.BARE, 0.01), (asof.REPLAY, 0.1))}
    changes = {many: Change(look=5.0, taking=many**0.5, low=1.0, high=1.0) for many in (1, 100)}
    told = asof.report(looked, looked, changes, starts)

    assert [round(bar.figure or 0, 6) for bar in told.bars] == [2.0, 1.0, 100.0, 10.0, 0.5]
    assert all(bar.met for bar in told.bars)
