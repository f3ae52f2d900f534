"""Reading the data, on files made here; the real ones where they stand beside the clone."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from benchmarks import accuracy
from benchmarks.accuracy import data, metrics
from benchmarks.accuracy.vote import vote
from benchmarks.frame.options import DATA, Options

CLAIMS = """flight,attribute,source,value
AA-1,departure_gate,aa,B7
AA-1,departure_gate,boston,B7
AA-1,departure_gate,orbitz,B9
AA-1,actual_departure,aa,600
AA-1,actual_departure,orbitz,611
AA-2,actual_departure,orbitz,1
"""
ANSWERS = """flight,attribute,value
AA-1,departure_gate,B7
AA-1,actual_departure,605
AA-2,actual_departure,12
"""
CITIES = """"ObjectID","PropertyID","PropertyValue","SourceID","TimeStamp"
"ames, iowa","Population2000","50731","1: A","null"
"ames, iowa","Population2000","90000","0 (10.0.0.1)","null"
"rome","Population2000","2","1: A","null"
"""
CENSUS = '"ObjectID","PropertyID","PropertyValue"\n"ames, iowa","Population2000","51000"\n"rome","Population2000","9"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A tiny copy of the layout of the data."""
    for name, text in {
        "flight/claims-20111208": CLAIMS, "flight/truth-20111208": ANSWERS, "population/claims": CITIES,
        "population/truth": CENSUS,
    }.items():  # fmt: skip
        path = tmp_path / "truth" / f"{name}.csv.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(text.encode()))
    return tmp_path


def test_a_day_of_flights_is_read(folder: Path) -> None:
    """Gates are words, times are minutes; near times agree; only what the airline told is checked."""
    (day,) = data.flights(folder / "truth")
    gate = ("AA-1", "departure_gate")

    assert day.name == "2011-12-08"
    assert [one.key for one in day.items] == [("AA-1", "actual_departure"), gate, ("AA-2", "actual_departure")]
    assert day.right(gate, "B7")
    assert not day.right(gate, "B9")
    assert day.right(("AA-1", "actual_departure"), 600)
    assert not day.right(("AA-2", "actual_departure"), 1)


def test_sources_can_be_left_out(folder: Path) -> None:
    """Without the airline, what it alone knew has no answer."""
    (day,) = data.flights(folder / "truth", without=data.AIRLINES)

    assert {source for one in day.items for voices in one.voices for source in voices} == {"boston", "orbitz"}


def test_only_contested_populations_are_checked(folder: Path) -> None:
    """A city of which all say the same tells methods apart by nothing."""
    cities = data.population(folder / "truth")

    assert cities is not None
    assert set(cities.truth) == {("ames, iowa", "Population2000")}
    assert cities.right(("ames, iowa", "Population2000"), 50_731)
    assert not cities.right(("ames, iowa", "Population2000"), 90_000)


def test_the_benchmark_runs_on_what_is_there(folder: Path) -> None:
    """All methods are checked on all three questions; every bar has a figure or says that there is none."""
    told = accuracy.run(Options(data=folder))

    assert [bar.name for bar in told.bars][:3] == [name for name, *_ in accuracy.BARS]
    assert told.bars[-1].name == accuracy.POPULATION
    assert len(told.tables) == 5
    assert told.pictures[accuracy.PLOT].startswith("<svg")
    assert any("1 of 1 contested populations" in note for note in told.notes)


def test_without_data_it_says_so(tmp_path: Path) -> None:
    """Absent data give no bars, and are named as left out."""
    told = accuracy.run(Options(data=tmp_path / "nowhere"))

    assert told.bars == ()
    assert "absent" in told.left_out[0]


@pytest.mark.skipif(not (DATA / "truth").is_dir(), reason="the data sets are no part of the project")
def test_the_plain_vote_is_as_others_found_it() -> None:
    """On the three days of flights the vote is right in .844 of all, as reckoned with other tools."""
    days = [metrics.scores(day, vote(day.items)) for day in data.flights(DATA / "truth")]

    assert metrics.mean(days, metrics.accuracy) == pytest.approx(0.844, abs=0.005)
    assert [len(day) for day in days] == [545, 528, 531]
