"""The made-up ledger: the same bytes every time, with the shares that it promises."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import workload
from benchmarks.workload.cast import FED, FIFTY, ORIGINS, SHARES, SLOTS, STORIES, Cast, cast
from benchmarks.workload.draw import Draw
from benchmarks.workload.ledger import files_of
from benchmarks.workload.stream import END, SEED
from newsledger import Quantity, Question
from newsledger.belief import slot_name
from newsledger.event import Event
from newsledger.fact import Fact
from newsledger.live import target_of
from newsledger.replay import State

SIZE = 4_000
SMALL_BYTES = "a4c560b99741709f"
"""The first digits of the SHA-256 of the lines of a ledger of 500 events."""

DAY = 86_400_000_000


@pytest.fixture(scope="module")
def events() -> list[Event]:
    """A ledger that is large enough for shares to mean something."""
    return list(workload.events(SIZE))


@pytest.fixture(scope="module")
def large() -> Cast:
    """The cast of any ledger of 10,000 events or more."""
    return cast(20_000, Draw(SEED))


def share(events: list[Event], holds: Callable[[Event], object]) -> float:
    """How many of the events something holds of."""
    return sum(1 for event in events if holds(event)) / len(events)


def test_the_bytes_are_the_same_every_time() -> None:
    """Two runs give the same lines, and they are those of any other machine."""
    once, again = (b"\n".join(workload.lines(500)) for _ in range(2))

    assert once == again
    assert hashlib.sha256(once).hexdigest()[:16] == SMALL_BYTES


def test_there_are_as_many_events_as_asked_for() -> None:
    """A size is kept to, whether or not it divides into portions."""
    for size in (10, 137, 1_000):
        assert sum(1 for _ in workload.events(size)) == size


def test_kinds_are_shared_out_as_in_a_real_story(events: list[Event]) -> None:
    """Territory and indicators are a quarter each, statements a fifth, tolls and states a tenth each."""
    kinds = Counter(event.said.kind for event in events)
    promised = {"territory-held": 0.25, "indicator": 0.25, "statement": 0.20, "casualties": 0.10, "state": 0.10}

    assert {kind: kinds[kind] / SIZE for kind in promised} == pytest.approx(promised, abs=0.02)
    assert (kinds["position"] + kinds["term"]) / SIZE == pytest.approx(0.05, abs=0.015)


def test_one_in_ten_is_told_late(events: list[Event]) -> None:
    """So many reports came more than a day after what they tell of had ended."""
    reports = [event for event in events if event.said.occurred is not None and event.said.reported is not None]

    def late(event: Event) -> bool:
        occurred, reported = event.said.occurred, event.said.reported
        return occurred is not None and reported is not None and reported.span()[0] - occurred.span()[1] > DAY

    first_hand = [event for event in reports if not event.said.via]
    assert share(first_hand, late) == pytest.approx(0.11, abs=0.04)


def test_one_in_twenty_is_recorded_weeks_late(events: list[Event]) -> None:
    """Imports that came late were recorded two weeks or more after their reports."""

    def late(event: Event) -> bool:
        reported = event.said.reported
        return reported is not None and event.recorded_at - reported.span()[0] > 14 * DAY

    assert share(events, late) == pytest.approx(0.05, abs=0.01)


def test_three_in_a_hundred_are_taken_back(events: list[Event]) -> None:
    """One of a hundred each is retracted, corrected, voided; every target is there, and was told by the same source."""
    state = State(events)
    live = state.live(Question(at=END))
    kinds = Counter(event.said.kind for event in events)
    corrected = sum(1 for event in events if event.said.corrects)

    assert [kinds["retraction"] / SIZE, kinds["void"] / SIZE, corrected / SIZE] == pytest.approx([0.01] * 3, abs=0.005)
    assert live.findings == ()
    assert len(live.amendments) == sum(1 for event in events if target_of(event.said))


def test_one_in_ten_dates_names_no_day(events: list[Event]) -> None:
    """Months, spans and dates marked as about."""
    dated = [event for event in events if event.said.kind not in ("casualties", "source") and event.said.occurred]

    def coarse(event: Event) -> bool:
        occurred = event.said.occurred
        return occurred is not None and (occurred.coarse or occurred.approximate)

    assert share(dated, coarse) == pytest.approx(0.10, abs=0.02)


def test_one_in_five_figures_is_imprecise(events: list[Event]) -> None:
    """Hedges and ranges, each with the words that it was told in."""
    told = [(event, value) for event in events for _, value in event.said.claims() if isinstance(value, Quantity)]
    hedged = [one for one in told if one[1].text[0] in "~<>" or ".." in one[1].text]

    assert len(hedged) / len(told) == pytest.approx(0.20, abs=0.02)
    assert all(event.said.told for event, _ in told)


def test_one_in_seven_is_told_again(events: list[Event]) -> None:
    """Fifteen in a hundred are told through another outlet, or by one that lives on the origin."""
    fed = set(cast(SIZE, Draw(SEED)).fed)

    assert share(events, lambda event: event.said.via or event.said.source in fed) == pytest.approx(0.15, abs=0.02)


def test_half_the_events_stand_alone(events: list[Event]) -> None:
    """Every second portion is an import, in one file; the others are a file for each event."""
    portions = list(workload.blocks(SIZE))

    assert sum(len(one.events) for one in portions if one.imported) == len(events) // 2
    assert sum(map(files_of, portions)) == SIZE // 2 + sum(1 for one in portions if one.imported)


def test_there_are_as_many_slots_at_every_size(large: Cast) -> None:
    """From 10,000 events on there are 2,000 slots, each of them with 3 to 10 origins."""
    assert len(cast(1_000_000, Draw(SEED)).slots) == len(large.slots) == SLOTS
    assert {len(slot.voices) for slot in large.slots} == set(range(3, 11))
    assert all(len(set(slot.voices)) == len(slot.voices) for slot in large.slots)
    assert len({(slot.kind, slot.keys) for slot in large.slots}) == SLOTS
    assert set(large.by_kind) == set(SHARES)


def test_a_third_of_the_outlets_is_fed(large: Cast) -> None:
    """Of 200 sources, 53 outlets live on some of the 40 origins; none of them is an origin of a slot."""
    voices = {voice for slot in large.slots for voice in slot.voices}

    assert len(large.sources) == len(set(large.sources)) == 200
    assert len(large.fed) == FED == 53
    assert len(set(large.fed.values())) > ORIGINS / 4
    assert voices & set(large.fed) == set()


def test_stories_and_sources_are_skewed(large: Cast) -> None:
    """A few stories have most slots, a few sources speak in most; one story has fifty slots."""
    stories = Counter(slot.story for slot in large.slots)
    voices = Counter(voice for slot in large.slots for voice in slot.voices).most_common()

    assert stories[f"story-{FIFTY:02}"] == 50
    assert sorted(stories.values(), reverse=True) == list(STORIES)
    assert sum(count for _, count in voices[:20]) > 0.4 * sum(count for _, count in voices)


def test_every_slot_is_told_by_all_its_origins() -> None:
    """A ledger for which there is room tells each slot by each origin once before any comes again."""
    told: dict[str, set[str]] = {}
    for event in workload.events(20_000):
        if event.said.source and isinstance(event.said.fact, Fact):
            told.setdefault(slot_name(event.said.kind, event.said.fact.keys()), set()).add(event.said.source)
    slots = cast(20_000, Draw(SEED)).slots
    covered = sum(1 for slot in slots if set(slot.voices) <= told.get(slot_name(slot.kind, slot.keys), set()))

    assert covered >= 0.98 * SLOTS


def test_a_ledger_is_written_whole(tmp_path: Path) -> None:
    """What stands in the folder is what was drawn, in sound lines."""
    store = workload.write_ledger(tmp_path / "ledger", 400)
    reading = store.read()

    assert reading.problems == ()
    assert {event.id for event in reading.events} == {event.id for event in workload.events(400)}
    assert len(list((tmp_path / "ledger").rglob("*.jsonl"))) == 200 + 100


def test_draws_are_skewed_and_in_range() -> None:
    """The first of a hundred comes most often, about twice as often as the second; none lies outside."""
    draw = Draw(7)
    counted = Counter(draw.skewed(100) for _ in range(20_000))

    assert set(counted) <= set(range(100))
    assert counted[0] / counted[1] == pytest.approx(2, rel=0.15)
    assert sorted(draw.shuffled(range(50))) == list(range(50))
    assert len(set(draw.some("abcde", 5))) == 5
