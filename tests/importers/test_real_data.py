"""Published tables by the mappings of the docs: the ledger answers what other programs computed from the files."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.running import ROOT

import newsledger as nl
from newsledger import in_memory
from newsledger.belief import Role
from newsledger.event import Event
from newsledger.fact import Fact
from newsledger.importers import Options
from newsledger.importers._frame import Import
from newsledger.ledger import Ledger
from newsledger.values.quantity import Quantity

DATA = ROOT.parent / "shared" / "data"
MAPPINGS = ROOT / "docs" / "mappings"


def imported(name: str, file: str) -> Ledger:
    """A ledger that holds a published table; looked for where the project keeps it for tests."""
    path = DATA / name / file
    if not path.is_file():
        pytest.skip(f"{name} is not here: see the README of the data")
    ledger = in_memory()
    job = Import(ledger, "table", [str(path)], Options(mapping=str(MAPPINGS / f"{name}.toml")))
    found = job.look()
    assert found.problems == []
    assert job.append()[0] == found.new
    again = Import(ledger, "table", [str(path)], Options(mapping=str(MAPPINGS / f"{name}.toml"))).look()
    assert (again.new, again.present) == (0, found.new + found.twice)
    return ledger


# --- claims on casualties ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def casualties() -> Ledger:
    """The claims of 33 sources on soldiers' deaths and casualties."""
    return imported("casualty_claims", "estimates.csv")


def claims(ledger: Ledger) -> list[Event]:
    """The reports, without our own entries."""
    return [event for event in ledger.events() if not event.said.ours]


def number(event: Event) -> Quantity:
    """The figure of a claim."""
    value = event.said.claims()[0][1]
    assert isinstance(value, Quantity)
    return value


def test_the_claims_are_counted_by_their_form(casualties: Ledger) -> None:
    """Claims; sources; a lower bound alone; an upper one; an interval; a best figure."""
    told = [number(event) for event in claims(casualties)]
    forms = [(one.text[:2], one.low is not None and one.high is not None, one.best is not None) for one in told]

    assert (len(told), len({event.said.source for event in claims(casualties)})) == (124, 33)
    assert sum(sign == ">=" for sign, _, _ in forms) == 14
    assert sum(sign == "<=" for sign, _, _ in forms) == 2
    assert sum(interval and sign != "<=" for sign, interval, _ in forms) == 34
    assert sum(best for _, _, best in forms) == 78


def test_the_words_of_warring_parties_are_known_as_such(casualties: Ledger) -> None:
    """Four claims come from those who speak for a party of the war."""
    directory = casualties.replay("2026-08-01").directory
    own = [event for event in claims(casualties) if directory.entry(event.said.source or "").speaks_for]

    assert len(own) == 4


def test_the_last_claims_on_russian_deaths(casualties: Ledger) -> None:
    """What was last said before 2025-03-16, newest first; the belief is disputed, and averages nothing."""
    deaths = [event for event in claims(casualties) if _keys(event)[:2] == ("russia", "killed")]
    before = [event for event in deaths if event.said.reported and event.said.reported.text < "2025-03-16"]
    newest = sorted(before, key=lambda event: event.said.reported.text if event.said.reported else "")[-4:]

    assert [(event.said.source, number(event).text, str(event.said.reported)) for event in reversed(newest)] == [
        ("Mediazona; Meduza", "160000..165000 person", "2025-02-24"),
        ("BBC Russia", "146194..211169 person", "2025-02-21"),
        ("Norwegian Defense Intelligence", ">=115000 person", "2025-02-05"),
        ("IISS", ">=172000 person", "2025-01-01"),
    ]
    (belief,) = [one for one in casualties.replay("2025-03-15").beliefs if one.slot.keys[:2] == ("russia", "killed")]
    assert belief.standing is nl.Standing.DISPUTED
    assert "IISS" in {voice.event.said.source for voice in belief.of(Role.DIFFERS)}


def _keys(event: Event) -> tuple[str, ...]:
    assert isinstance(event.said.fact, Fact)
    return event.said.fact.keys()


# --- an election night ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def election() -> Ledger:
    """Votes counted by state, update by update."""
    return imported("us_election_2020", "all-state-changes.csv.gz")


def counted(ledger: Ledger, moment: str) -> dict[str, int]:
    """The votes counted in Georgia, by candidate, as of a moment."""
    told = [one for one in ledger.replay(moment).beliefs if one.slot.keys[0].startswith("georgia ")]
    values = {one.slot.keys[2]: one.value for one in told}
    return {name: int(value.best or 0) for name, value in values.items() if isinstance(value, Quantity)}


@pytest.mark.parametrize(
    ("moment", "trump", "biden"),
    [
        ("2020-11-05T12:00:00Z", 2_431_724, 2_413_184),
        ("2020-11-07T16:25:00Z", 2_454_207, 2_461_455),
        ("2021-01-06", 2_461_854, 2_473_633),
    ],
)
def test_the_count_as_of_a_moment(election: Ledger, moment: str, trump: int, biden: int) -> None:
    """The ledger tells the count that stood at a moment, whatever came later."""
    assert counted(election, moment) == {"trump": trump, "biden": biden}


def test_when_the_lead_changes(election: Ledger) -> None:
    """The lead in Georgia changes once, at the update of 09:50:07 on 6 November."""
    updates = {
        event.said.reported.text
        for event in election.events()
        if event.said.reported and _keys(event)[0].startswith("Georgia ")
    }
    night = sorted(text for text in updates if "2020-11-06T08" <= text < "2020-11-06T12")
    leads = []
    for moment in night:
        votes = counted(election, moment)
        leads.append(max(votes, key=lambda name: votes[name]))
    changes = [moment for before, after, moment in zip(leads, leads[1:], night[1:], strict=False) if before != after]

    assert [moment[:19] for moment in changes] == ["2020-11-06T09:50:07"]


def test_the_mappings_are_those_of_the_docs() -> None:
    """Each mapping that the docs keep is tried here."""
    assert {path.stem for path in Path(MAPPINGS).glob("*.toml")} == {"casualty_claims", "us_election_2020"}
