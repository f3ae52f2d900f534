"""The learner on what web sites said of flights, where that data is at hand.

Data: lunadong fusion data, Li et al., VLDB 2013. It stands beside the clone and is no part of it.
"""

from __future__ import annotations

import csv
import gzip
from functools import cache
from pathlib import Path

import pytest

from newsledger.calibrating import Claim, Known, Learned, learn, propose
from newsledger.values.quantity import Quantity

DATA = Path(__file__).parents[3] / "shared" / "data" / "truth" / "flight"
EVERY = 4
"""So many flights are passed over for each that is looked at: two seconds instead of eight."""

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="no flight data beside this clone")


@cache
def learned(day: str) -> Learned:
    """What is learned from a quarter of the flights of a day."""
    with gzip.open(DATA / f"claims-{day}.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    flights = sorted({row["flight"] for row in rows})[::EVERY]
    kept = set(flights)
    return learn([claim(row) for row in rows if row["flight"] in kept])


def claim(row: dict[str, str]) -> Claim:
    """One row as a claim: a time within five minutes either way, a gate as its name."""
    value: Quantity | str = row["value"]
    if "gate" not in row["attribute"]:
        minute = int(row["value"])
        value = Quantity.parse(f"{max(0, minute - 5)}..{minute + 5} minute ±0")
    return Claim(
        source=row["source"].casefold(), origin=row["source"].casefold(), about=f"{row['flight']} {row['attribute']}",
        scope=f"indicator/*/{row['attribute']}", value=value,
    )  # fmt: skip


@pytest.mark.parametrize("day", ["20111208", "20111214", "20111222"])
def test_sites_that_are_known_to_copy_are_found(day: str) -> None:
    """Three sites with one feed share their unlikely times and never differ; a site of its own is tied to none."""
    feed = ("flightview", "foxbusiness", "panynj")
    ties = {(tie.one, tie.other): tie for tie in learned(day).ties if tie.scope == "indicator/*/actual_departure"}
    pairs = [ties[one, other] for at, one in enumerate(feed) for other in feed[at + 1 :]]
    apart = [tie.share for pair, tie in ties.items() if "weather" in pair and not {*feed}.isdisjoint(pair)]

    assert min(tie.share for tie in pairs) > 300_000
    assert {tie.differed for tie in pairs} == {0}
    assert max(apart, default=0) == 0


@pytest.mark.parametrize("day", ["20111208", "20111214", "20111222"])
def test_the_feed_is_graded_below_an_airline(day: str) -> None:
    """Airlines know their flights: no site of that feed is graded better than one, and nobody is graded F."""
    found = learned(day)
    sources = {record.source: Known(source=record.source, origin=record.source) for record in found.records}
    grades = {proposal.source: proposal.grade or "" for proposal in propose(found, sources)}

    assert grades["co"] < grades["panynj"]
    assert set(grades.values()) <= set("ABCDE")
