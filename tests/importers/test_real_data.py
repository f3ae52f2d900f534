"""Published tables by the mappings of the docs: the ledger answers what other programs computed from the files."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import itertools
from collections import defaultdict
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


def imported(
    name: str, file: str, mapping: str | None = None, *, format_: str = "table", into: Ledger | None = None
) -> Ledger:
    """A ledger that holds a published table; looked for where the project keeps it for tests."""
    path = there(name, file)
    ledger = in_memory() if into is None else into
    options = Options(mapping=str(MAPPINGS / f"{mapping or name}.toml"))
    job = Import(ledger, format_, [str(path)], options)
    found = job.look()
    assert found.problems == []
    assert job.append()[0] == found.new
    again = Import(ledger, format_, [str(path)], options).look()
    assert (again.new, again.present) == (0, found.new + found.twice)
    return ledger


def there(name: str, file: str) -> Path:
    """Where a published table stands; the test is skipped where it is not at hand."""
    path = DATA / name / file
    if not path.is_file():
        pytest.skip(f"{name} is not here: see the README of the data")
    return path


def rows(name: str, file: str) -> list[dict[str, str]]:
    """The rows of a published table, read by nothing but Python's own reader: to find the answers apart."""
    path = there(name, file)
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(io.StringIO(raw.decode())))


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


def test_the_last_claims_on_ukrainian_deaths(casualties: Ledger) -> None:
    """What was last said before 2025, newest first, as the table alone has it."""
    told = [
        row for row in rows("casualty_claims", "estimates.csv")
        if (row["country"], row["type"]) == ("ukraine", "deaths") and _day(row["date"]) < "2025-01-01"
    ]  # fmt: skip
    expected = sorted((_day(row["date"]), row["source"]) for row in told)
    held = [event.said for event in claims(casualties) if _keys(event)[:2] == ("ukraine", "killed")]
    found = sorted((str(said.reported), str(said.source)) for said in held if str(said.reported) < "2025-01-01")

    assert found == expected
    assert len(expected) > 3


def test_the_highest_lower_bound_on_russian_deaths(casualties: Ledger) -> None:
    """Of the claims that give a lower bound: the highest, and who gave it."""
    told = [
        (float(row["estimate_low"].replace(",", "")), row["source"].strip())
        for row in rows("casualty_claims", "estimates.csv")
        if (row["country"], row["type"]) == ("russia", "deaths") and row["estimate_low"]
    ]  # fmt: skip
    held = [
        (float(number(event).low or 0), event.said.source) for event in claims(casualties)
        if _keys(event)[:2] == ("russia", "killed") and number(event).low is not None and number(event).text[0] != "<"
    ]  # fmt: skip

    assert max(held) == max(told)
    assert sorted(held, key=str) == sorted(told, key=str)


def _day(text: str) -> str:
    """A date of the table, D/M/Y, as ISO has it."""
    day, month, year = text.split("/")
    return f"{year}-{month:0>2}-{day:0>2}"


# --- an election night ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def election() -> Ledger:
    """Votes counted by state, update by update."""
    return imported("us_election_2020", "all-state-changes.csv.gz")


def counted(ledger: Ledger, moment: str, state: str = "georgia") -> dict[str, int]:
    """The votes counted in a state, by candidate, as of a moment."""
    told = [one for one in ledger.replay(moment).beliefs if one.slot.keys[0].startswith(f"{state.casefold()} ")]
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


def told_of(state: str, moment: str) -> dict[str, int]:
    """The count of a state as of a moment, from the table alone: its last row by then."""
    by_then = [
        row for row in rows("us_election_2020", "all-state-changes.csv.gz")
        if row["state"].startswith(state) and row["timestamp"] <= moment.replace("T", " ").rstrip("Z")
    ]  # fmt: skip
    last = max(by_then, key=lambda row: row["timestamp"])
    return {
        last[f"{who}_candidate_name"].casefold(): int(last[f"{who}_candidate_votes"]) for who in ("leading", "trailing")
    }


@pytest.mark.parametrize("moment", ["2020-11-05T03:00:00Z", "2020-11-07T02:00:00Z", "2020-11-20T00:00:00Z"])
@pytest.mark.parametrize("state", ["Pennsylvania", "Arizona", "Nevada", "Wisconsin"])
def test_the_count_of_other_states(election: Ledger, state: str, moment: str) -> None:
    """As the table's last row by then has it, whatever was reported since."""
    assert counted(election, moment, state) == told_of(state, moment)


def test_lowered_totals_are_reports_as_any(election: Ledger) -> None:
    """Of the updates that tell a lower total than the one before, each is there under its own time."""
    by_state: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows("us_election_2020", "all-state-changes.csv.gz"):
        by_state[row["state"]].append(row)
    lowered = 0
    for told in by_state.values():
        told.sort(key=lambda row: row["timestamp"])
        totals = [int(row["leading_candidate_votes"]) + int(row["trailing_candidate_votes"]) for row in told]
        lowered += sum(now < before for before, now in itertools.pairwise(totals))
    held: dict[tuple[str, str], int] = defaultdict(int)
    for event in election.events():
        value = event.said.claims()[0][1]
        assert isinstance(value, Quantity)
        held[_keys(event)[0], str(event.said.reported)] += int(value.best or 0)
    series: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (state, moment), total in held.items():
        series[state].append((moment, total))
    pairs = [pair for told in series.values() for pair in zip(sorted(told), sorted(told)[1:], strict=False)]

    assert lowered > 0
    assert sum(now[1] < before[1] for before, now in pairs) == lowered


# --- the area that Russia holds, version by version -------------------------------------------


ISW = ("isw_area_vintages", "isw_area_changes.csv")


@pytest.fixture(scope="module")
def areas() -> Ledger:
    """The area assessed as controlled by Russia, with all that was revised."""
    return imported(*ISW, format_="vintage")


def area(ledger: Ledger, day: str, public: str) -> str:
    """The area for a day, as of a version."""
    (belief,) = ledger.replay(at=day, public=public).beliefs
    assert isinstance(belief.value, Quantity)
    return belief.value.text


@pytest.mark.parametrize(
    ("public", "told"),
    [
        ("2025-07-08T12:00:00Z", "122704.2698 km2"),
        ("2025-07-08T18:17:34Z", "122704.2698 km2"),
        ("2025-07-08T18:17:35Z", "121701.4003 km2"),
    ],
)
def test_the_area_as_of_a_version(areas: Ledger, public: str, told: str) -> None:
    """The figure for 27 February 2022 before and after it was revised."""
    assert area(areas, "2022-02-27", public) == told


def asked_of_areas(day: str, public: str) -> str:
    """The area for a day as of a version, from the table alone."""
    newest: dict[str, str] = {}
    for row in rows(*ISW):
        if dt.datetime.fromisoformat(row["recorded_at"]) <= dt.datetime.fromisoformat(public):
            newest[row["date"]] = row["area_km2"]
    return newest[max(date for date in newest if date <= day)] + " km2"


@pytest.mark.parametrize("day", ["2022-03-20", "2022-11-12", "2024-08-10", "2025-07-31"])
@pytest.mark.parametrize(
    "public", ["2025-07-08T12:22:41+00:00", "2025-07-09T00:00:00+00:00", "2026-01-05T12:00:00+00:00"]
)
def test_other_areas_as_of_other_versions(areas: Ledger, day: str, public: str) -> None:
    """A day that is not listed has the figure of the last one before it."""
    assert area(areas, day, public) == asked_of_areas(day, public)


def test_what_was_revised(areas: Ledger) -> None:
    """Each revision corrects the figure of the same day, by the same source; twelve of them at once in July 2025."""
    revised = [row for row in rows(*ISW) if row["op"] == "revise"]
    corrections = [event for event in areas.events() if event.said.corrects]
    told = {event.id: event for event in areas.events()}
    days = [(str(event.said.occurred), str(event.said.reported)) for event in corrections]

    assert len(corrections) == len(revised) == 33
    assert {day for day, _ in days} == {row["date"] for row in revised}
    assert sum(public == "2025-07-08T18:17:35Z" for _, public in days) == 12
    assert all(told[event.said.corrects or ""].said.occurred == event.said.occurred for event in corrections)


# --- losses, as one side claims them ----------------------------------------------------------


LOSSES = "ua_mod_losses"
PERSONNEL, EQUIPMENT = "russia_losses_personnel_changes.csv.gz", "russia_losses_equipment_changes.csv.gz"


@pytest.fixture(scope="module")
def losses() -> Ledger:
    """What the general staff claims, people and materiel, with every revision."""
    ledger = imported(LOSSES, PERSONNEL, format_="vintage")
    return imported(LOSSES, EQUIPMENT, LOSSES, format_="vintage", into=ledger)


def lost(ledger: Ledger, day: str, public: str | None = None) -> dict[str, int]:
    """The figures for a day by what they count, as of a time or of the newest version."""
    picture = ledger.replay(at=day, public=public) if public else ledger.replay(at=day, hindsight=True)
    figures = {one.slot.keys[1]: one.value for one in picture.beliefs if one.slot.kind in {"casualties", "indicator"}}
    return {name: int(value.best or 0) for name, value in figures.items() if isinstance(value, Quantity)}


def listed(file: str, day: str, public: str = "9999-12-31T00:00:00+00:00") -> dict[str, int]:
    """The same from the table alone: of each indicator the newest figure for the last day that has one by then."""
    newest: dict[tuple[str, str], str] = {}
    for row in rows(LOSSES, file):
        if dt.datetime.fromisoformat(row["recorded_at"]) <= dt.datetime.fromisoformat(public) and row["value"]:
            newest[row["indicator"].replace("groun d", "ground"), row["date"]] = row["value"]
    days: dict[str, tuple[str, str]] = {}
    for (indicator, date), value in newest.items():
        if date <= day and date >= days.get(indicator, ("", ""))[0]:
            days[indicator] = (date, value)
    return {
        indicator.casefold(): int(float(value)) for indicator, (_, value) in days.items()
        if value.replace(".", "").isdecimal()
    }  # fmt: skip


@pytest.mark.parametrize(("day", "told"), [("2022-03-31", 17_500), ("2023-12-31", 359_230), ("2025-03-16", 894_240)])
def test_personnel_in_the_newest_version(losses: Ledger, day: str, told: int) -> None:
    """What the general staff claims for a day; nobody else bears it out, and that stays visible."""
    (belief,) = [
        one for one in losses.replay(at=day, hindsight=True).beliefs if one.slot.keys[1] == "killed or wounded"
    ]

    assert isinstance(belief.value, Quantity)
    assert (int(belief.value.best or 0), belief.witnesses) == (told, 1)


@pytest.mark.parametrize("day", ["2022-06-15", "2024-02-29"])
def test_materiel_in_the_newest_version(losses: Ledger, day: str) -> None:
    """Tanks, aircraft and all the rest, for a day."""
    held = lost(losses, day)
    expected = listed(EQUIPMENT, day)

    assert expected.items() <= held.items()
    assert len(expected) > 10


@pytest.mark.parametrize("public", ["2025-01-01T13:40:00+00:00", "2025-01-05T12:00:00+00:00"])
def test_a_mistyped_year_is_corrected(losses: Ledger, public: str) -> None:
    """Around New Year figures stood under the wrong year for a while: each time is told as it was public."""
    for day in ("2024-01-01", "2025-01-01"):
        held = lost(losses, day, public.replace("+00:00", "Z"))
        expected = listed(PERSONNEL, day, public)

        assert (held["killed or wounded"], held["captured"]) == (expected["personnel"], expected["pow"])


def test_the_hedge_of_a_figure_is_kept(losses: Ledger) -> None:
    """The table tells "about" in a row of its own; it is in the ledger, under its day."""
    told = [row for row in rows(LOSSES, PERSONNEL) if row["indicator"] in {"personnel*", "*personnel"} and row["value"]]
    held = [event.said for event in losses.events() if event.said.kind == "state" and _keys(event)[1] == "told as"]

    assert {(row["date"], row["value"]) for row in told} == {
        (str(said.occurred), str(said.claims()[0][1])) for said in held
    }


# --- air raid alerts, told by two sources -----------------------------------------------------


SIRENS = "air_raid_sirens"


@pytest.fixture(scope="module")
def sirens() -> Ledger:
    """Alerts as the official channel and volunteers told them."""
    ledger = imported(SIRENS, "official_data_en.csv.gz", "air_raid_sirens_official")
    return imported(SIRENS, "volunteer_data_en.csv.gz", "air_raid_sirens_volunteer", into=ledger)


def alerts(ledger: Ledger, moment: str) -> tuple[set[str], set[str], set[str]]:
    """The oblasts under alert at a time: as each of the two sources told it, and where it told a guessed end."""
    beliefs = [one for one in ledger.replay(at=moment, hindsight=True).beliefs if "," not in one.slot.keys[0]]
    told = {
        source: {one.slot.keys[0] for one in beliefs if source in {voice.event.said.source for voice in one.voices}}
        for source in ("official", "volunteer")
    }
    guessed = {one.slot.keys[0] for one in beliefs if any(voice.event.said.likelihood for voice in one.voices)}
    return told["official"], told["volunteer"], guessed


def sounding(moment: str) -> tuple[set[str], set[str], set[str]]:
    """The same from the tables alone."""
    at = dt.datetime.fromisoformat(moment)

    def on(row: dict[str, str]) -> bool:
        return dt.datetime.fromisoformat(row["started_at"]) <= at < dt.datetime.fromisoformat(row["finished_at"])

    official = [row for row in rows(SIRENS, "official_data_en.csv.gz") if row["level"] == "oblast" and on(row)]
    volunteer = [row for row in rows(SIRENS, "volunteer_data_en.csv.gz") if on(row)]
    return (
        {row["oblast"].casefold() for row in official}, {row["region"].casefold() for row in volunteer},
        {row["region"].casefold() for row in volunteer if row["naive"] == "True"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("moment", "counts", "only"),
    [
        ("2022-10-10T06:00:00Z", (24, 24, 24), set()),
        ("2023-06-01T00:30:00Z", (9, 10, 9), {"kirovohradska oblast"}),
    ],
)
def test_who_was_under_alert(sirens: Ledger, moment: str, counts: tuple[int, int, int], only: set[str]) -> None:
    """Official, volunteer and both; and where only the volunteers told of one."""
    official, volunteer, _ = alerts(sirens, moment)

    assert (len(official), len(volunteer), len(official & volunteer)) == counts
    assert volunteer - official == only


@pytest.mark.parametrize("moment", ["2022-04-08T07:15:00+00:00", "2022-02-28T18:30:00+00:00"])
def test_who_was_under_alert_at_other_times(sirens: Ledger, moment: str) -> None:
    """As the tables have it, guessed ends included, and each of those still marked as guessed."""
    assert alerts(sirens, moment.replace("+00:00", "Z")) == sounding(moment)


def test_a_guessed_end_stays_marked(sirens: Ledger) -> None:
    """Every row whose end is a guess is an event that says so, and no other is."""
    naive = [row for row in rows(SIRENS, "volunteer_data_en.csv.gz") if row["naive"] == "True"]
    marked = [event.said for event in sirens.events() if event.said.likelihood]

    assert len(marked) == len(naive) == 2395
    assert {said.source for said in marked} == {"volunteer"}


def test_the_mappings_are_those_of_the_docs() -> None:
    """Each mapping that the docs keep is tried here."""
    tried = {"casualty_claims", "isw_area_vintages", "ua_mod_losses", "us_election_2020"}
    assert {path.stem for path in Path(MAPPINGS).glob("*.toml")} == tried | {
        "air_raid_sirens_official", "air_raid_sirens_volunteer",
    }  # fmt: skip
