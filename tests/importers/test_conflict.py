"""Conflict data sets: ranges and precision are kept, versions correct each other, deleted rows are taken back."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.running import ROOT, fingerprint, run

from newsledger import in_memory
from newsledger.belief import Standing
from newsledger.importers import SURE, File, Options, find, guess
from newsledger.importers._frame import Found, Import
from newsledger.ledger import Ledger
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

DATA = ROOT.parent / "shared" / "data"

UCDP = (
    "id,type_of_violence,side_a,side_b,where_coordinates,adm_1,country,event_clarity,date_prec,date_start,date_end,"
    "deaths_a,deaths_b,deaths_civilians,best,high,low"
)
RAID = "17.0,1.0,Government,Rebels,Rami,Idlib,Syria,1.0,1.0,2013-01-03,2013-01-03,0.0,2.0,1.0,3.0,9.0,2.0"

ACLED = (
    "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,location,admin1,country,"
    "source,notes,fatalities,timestamp"
)
CLASH = "SYR77,2024-03-05,1,Battles,Armed clash,Army,Rebels,Rami,Idlib,Syria,A; B,words,4,1710000000"

VIINA = "event_id_1pd,date,sources_matching,source_urls,target_classes,asciiname,ADM2_NAME,ADM1_NAME,a_ukr,a_rus"
FIRE = "9.0,20220227,unian|nv,https://nv.ua/a|https://www.unian.ua/b,OIL_DEPOT,Vasylkiv,,Kiev,0,1"


def brought(ledger: Ledger, path: Path, text: str, *, reported: When | None = None) -> Found:
    """What an import of a text found; everything new is added. The format is the one the file looks like."""
    path.write_text(text, encoding="utf-8")
    options = Options(story="war", reported=reported)
    job = Import(ledger, guess(File(str(path)))[0][1], [str(path)], options)
    found = job.look()
    job.append()
    return found


def value(ledger: Ledger, slot: str, day: str = "2025-12-31") -> str:
    """The figure or word that is believed of a slot on a day."""
    belief = ledger.replay(day).belief(slot)
    return "" if belief is None else str(belief.value)


# --- UCDP -------------------------------------------------------------------------------------


def test_low_best_and_high_are_kept_with_who_died(tmp_path: Path) -> None:
    """A row of UCDP is an incident and its deaths; sides without dead say nothing."""
    ledger = in_memory()
    found = brought(ledger, tmp_path / "a.csv", f"{UCDP}\n{RAID}\n", reported=When.parse("2025-06-10"))

    assert (found.rows, found.new, found.problems) == (1, 4, [])
    assert value(ledger, "casualties/all/killed//total/ucdp 17") == "2..3..9 person"
    assert value(ledger, "casualties/rebels/killed//total/ucdp 17") == "2 person"
    assert value(ledger, "casualties/all/killed/civilian/total/ucdp 17") == "1 person"
    assert value(ledger, "incident/ucdp 17.place") == "Rami, Idlib, Syria"


@pytest.mark.parametrize(
    ("precision", "first", "last", "occurred"),
    [
        (1, "2013-01-03", "2013-01-03", "2013-01-03"),
        (2, "2013-01-03", "2013-01-05", "2013-01-03/2013-01-05"),
        (4, "2013-01-01 00:00:00.000", "2013-01-31 00:00:00.000", "2013-01-01/2013-01-31"),
        (5, "2013-01-03", "2013-01-03", "2013-01-03~"),
    ],
)
def test_a_date_is_never_sharper_than_its_precision(
    tmp_path: Path, precision: int, first: str, last: str, occurred: str
) -> None:
    """A span stays a span, and a single day that stands for more is about that day."""
    row = RAID.replace("1.0,2013-01-03,2013-01-03", f"{precision}.0,{first},{last}")
    ledger = in_memory()
    found = brought(ledger, tmp_path / "a.csv", f"{UCDP}\n{row}\n", reported=When.parse("2025-06-10"))

    assert found.problems == []
    assert {str(event.said.occurred) for event in ledger.events()} == {occurred}


def test_a_later_release_corrects_what_it_changed_and_nothing_else(tmp_path: Path) -> None:
    """The best figure goes from 3 to 4 and the civilians to none; the old picture stays as it was."""
    ledger = in_memory()
    brought(ledger, tmp_path / "a.csv", f"{UCDP}\n{RAID}\n", reported=When.parse("2024-06-10"))
    again = brought(ledger, tmp_path / "b.csv", f"{UCDP}\n{RAID}\n", reported=When.parse("2025-06-10"))
    changed = RAID.replace("2.0,1.0,3.0,9.0,2.0", "2.0,0.0,4.0,9.0,2.0")
    found = brought(ledger, tmp_path / "c.csv", f"{UCDP}\n{changed}\n", reported=When.parse("2025-06-10"))

    assert (again.new, again.empty, found.new) == (0, 1, 2)
    assert [event.said.corrects is not None for event in ledger.events()].count(True) == 2
    slot = "casualties/all/killed//total/ucdp 17"
    assert (value(ledger, slot, "2024-12-31"), value(ledger, slot)) == ("2..3..9 person", "2..4..9 person")
    assert value(ledger, "casualties/all/killed/civilian/total/ucdp 17") == "0 person"


def test_releases_imported_together_correct_each_other(tmp_path: Path) -> None:
    """Two versions of a row in one file of ACLED are one claim and its correction."""
    ledger = in_memory()
    later = CLASH.replace(",4,1710000000", ",6,1720000000")
    found = brought(ledger, tmp_path / "a.csv", f"{ACLED}\n{CLASH}\n{later}\n")

    assert (found.new, found.problems) == (3, [])
    assert value(ledger, "casualties/all/killed//total/acled syr77") == "6 person"
    assert value(ledger, "casualties/all/killed//total/acled syr77", "2024-04-01") == "4 person"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (RAID.replace("3.0,9.0,2.0", "3.0,9.0,4.0"), "low 4.0 best 3.0 high 9.0: they are no low, best and high"),
        (RAID.replace("3.0,9.0,2.0", ",9.0,2.0"), "best (empty)"),
        (RAID.replace("3.0,9.0,2.0", "three,9.0,2.0"), "'three' is no count"),
        (RAID.replace("17.0", ""), "id: the cell is empty"),
        (RAID.replace("1.0,2013-01-03,2013-01-03", "7.0,2013-01-03,2013-01-03"), "'7.0' is none of 1 to 5"),
        (RAID.replace("2013-01-03,2013-01-03", "2013-01-03,2013-01-01"), "is before date_start"),
        (RAID.replace("2013-01-03,2013-01-03", "2013-02-30,2013-03-01"), "February 2013 has 28 days"),
        (RAID.replace("17.0,1.0", "17.0,8"), "'8' is none of 1 to 3"),
        (RAID.replace("0.0,2.0,1.0", "-3,2.0,1.0"), "-3 is less than none"),
    ],
)
def test_a_wrong_row_of_ucdp_is_told_with_its_column(tmp_path: Path, row: str, told: str) -> None:
    """The other rows are read; of this one nothing is taken."""
    ledger = in_memory()
    found = brought(ledger, tmp_path / "a.csv", f"{UCDP}\n{RAID.replace('17.0', '18')}\n{row}\n",
                    reported=When.parse("2025-06-10"))  # fmt: skip

    assert (found.bad, found.new) == (1, 4)
    (problem,) = found.problems
    assert told in problem.message
    assert (problem.where.line, problem.where.column is not None) == (3, True)


def test_ucdp_asks_when_the_release_was_made_public(new: Path) -> None:
    """Its rows do not say; without it nothing is read, and nothing written."""
    (new / "a.csv").write_text(f"{UCDP}\n{RAID}\n", encoding="utf-8")
    before = fingerprint(new)
    result = run(new, "import", "ucdp", str(new / "a.csv"), "--append")

    assert (result.exit_code, fingerprint(new)) == (2, before)
    assert "no-reported" in result.stderr
    assert "--reported 2025-06-10" in result.stderr
    assert run(new, "import", "ucdp", str(new / "a.csv"), "--append", "--reported", "2025-06-31").exit_code == 2
    assert run(new, "import", "ucdp", str(new / "a.csv"), "--append", "--reported", "2999-01-01").exit_code == 2
    assert fingerprint(new) == before
    assert run(new, "import", "ucdp", str(new / "a.csv"), "--append", "--reported", "2025-06-10").exit_code == 0


def test_an_older_version_of_a_row_corrects_nothing(tmp_path: Path) -> None:
    """It is a bad row: the newer one is there already."""
    ledger = in_memory()
    brought(ledger, tmp_path / "a.csv", f"{UCDP}\n{RAID}\n", reported=When.parse("2025-06-10"))
    older = RAID.replace("3.0,9.0,2.0", "2.0,9.0,2.0")
    found = brought(ledger, tmp_path / "b.csv", f"{UCDP}\n{older}\n", reported=When.parse("2024-06-10"))

    assert [problem.code for problem in found.problems] == ["older-version"]


# --- ACLED ------------------------------------------------------------------------------------


def test_acled_is_as_precise_as_it_says(tmp_path: Path) -> None:
    """A day, about a day where the week alone is known, a month."""
    week = CLASH.replace("SYR77,2024-03-05,1", "SYR78,2024-03-05,2")
    month = CLASH.replace("SYR77,2024-03-05,1", "SYR79,05 March 2024,3")
    ledger = in_memory()
    found = brought(ledger, tmp_path / "a.csv", f"{ACLED}\n{CLASH}\n{week}\n{month}\n")

    assert (found.problems, found.new) == ([], 6)
    assert {str(event.said.occurred) for event in ledger.events()} == {"2024-03-05", "2024-03-05~", "2024-03"}
    assert {str(event.said.reported) for event in ledger.events()} == {"2024-03-09T16:00:00Z"}
    assert not any("words" in str(event.said) for event in ledger.events())


def test_a_new_timestamp_alone_is_no_new_event(tmp_path: Path) -> None:
    """ACLED touched the row and changed nothing that it says."""
    ledger = in_memory()
    brought(ledger, tmp_path / "a.csv", f"{ACLED}\n{CLASH}\n")
    found = brought(ledger, tmp_path / "b.csv", f"{ACLED}\n{CLASH.replace('1710000000', '1720000000')}\n")

    assert (found.new, found.empty) == (0, 1)


def test_a_deleted_id_is_taken_back_once(tmp_path: Path) -> None:
    """The pictures before it stay; a second import of the list, and unknown ids, add nothing."""
    ledger = in_memory()
    brought(ledger, tmp_path / "a.csv", f"{ACLED}\n{CLASH}\n")
    gone = "event_id_cnty,deleted_timestamp\nSYR77,1720000000\nSYR1,1720000000\n"
    found = brought(ledger, tmp_path / "gone.csv", gone)
    again = brought(ledger, tmp_path / "gone.csv", gone)

    assert (found.new, found.problems, again.new, again.problems) == (2, [], 0, [])
    slot = "casualties/all/killed//total/acled syr77"
    assert (value(ledger, slot, "2024-05-01"), value(ledger, slot)) == ("4 person", "")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (CLASH.replace(",4,1710000000", ",-1,1710000000"), "-1 is less than none"),
        (CLASH.replace("1710000000", ""), "timestamp: the cell is empty"),
        (CLASH.replace("1710000000", "99999999999999999999"), "is no instant"),
        (CLASH.replace("1710000000", "2024-13-45 99:00:00"), "is no instant"),
        (CLASH.replace("2024-03-05,1", "2024-03-05,4"), "'4' is none of 1 to 3"),
        (CLASH.replace("2024-03-05,1", "soonish,1"), "event_date"),
        (CLASH.replace("SYR77", ""), "event_id_cnty: the cell is empty"),
    ],
)
def test_a_wrong_row_of_acled_is_told(tmp_path: Path, row: str, told: str) -> None:
    """With its row and column."""
    found = brought(in_memory(), tmp_path / "a.csv", f"{ACLED}\n{row}\n")

    assert found.new == 0
    assert told in found.problems[0].message
    assert found.problems[0].where.line == 2


def test_a_column_that_changed_its_name_refuses_the_file(new: Path) -> None:
    """Nothing is read of such a file, and the name that is like it is told."""
    (new / "a.csv").write_text(f"{ACLED.replace('fatalities', 'fatality')}\n{CLASH}\n", encoding="utf-8")
    before = fingerprint(new)
    result = run(new, "import", "acled", str(new / "a.csv"), "--append")

    assert (result.exit_code, fingerprint(new)) == (2, before)
    assert "there is no column 'fatalities'" in result.stderr
    assert "fatality" in result.stderr


# --- VIINA ------------------------------------------------------------------------------------


def test_each_outlet_of_a_viina_incident_is_a_witness(tmp_path: Path) -> None:
    """Two outlets, one incident, that happened by the day of the report; links go to whose site they name."""
    ledger = in_memory()
    found = brought(ledger, tmp_path / "a.csv", f"{VIINA}\n{FIRE}\n")

    assert (found.new, found.problems) == (2, [])
    assert {(event.said.source, event.said.url, str(event.said.occurred)) for event in ledger.events()} == {
        ("unian", "https://www.unian.ua/b", "/2022-02-27"), ("nv", "https://nv.ua/a", "/2022-02-27"),
    }  # fmt: skip
    belief = ledger.replay("2022-03-01").belief("incident/viina 2022 9.actor")
    assert belief is not None
    assert (belief.value, belief.standing, belief.witnesses) == ("russia", Standing.CORROBORATED, 2)


def test_one_report_a_row_is_read_as_well(tmp_path: Path) -> None:
    """The event files of VIINA 2 have one row a report: two rows of one incident are two witnesses."""
    heading = "report_id,event_id_1pd,date,time,source,url,asciiname"
    text = f"{heading}\n1,9,20220227,10:00,nv,https://nv.ua/a,Lviv\n2,9,20220227,11:00,unian,https://unian.ua/b,Lviv\n"
    ledger = in_memory()

    assert brought(ledger, tmp_path / "a.csv", text).new == 2
    belief = ledger.replay("2022-03-01").belief("incident/viina 2022 9.place")
    assert belief is not None
    assert belief.witnesses == 2


def test_control_is_what_four_sources_say(tmp_path: Path) -> None:
    """Where they differ the place is contested among sources, not decided by the importer."""
    text = "geonameid,date,status_wiki,status_boost,status_dsm,status_isw\n7,20240301,UA,RU,CONTESTED,\n"
    ledger = in_memory()

    assert brought(ledger, tmp_path / "a.csv", text).new == 3
    belief = ledger.replay("2024-03-01").belief("control/geonames 7")
    assert belief is not None
    assert {(voice.source, voice.value) for voice in belief.voices} == {
        ("wikipedia", "ukraine"), ("viina", "russia"), ("deepstatemap", "contested"),
    }  # fmt: skip
    wrong = brought(in_memory(), tmp_path / "b.csv", text.replace("CONTESTED", "PERHAPS"))
    assert "'PERHAPS' is none of UA, RU, CONTESTED" in wrong.problems[0].message


# --- GDELT ------------------------------------------------------------------------------------


def gdelt(**cells: str) -> str:
    """A line of GDELT's events: 61 columns, those that are named filled."""
    at = {"id": 0, "day": 1, "actor": 6, "target": 16, "root": 28, "count": 31, "place": 52, "added": 59, "url": 60}
    row = [""] * 61
    told = {
        "id": "410", "day": "20240301", "actor": "POLICE", "target": "PROTESTER", "root": "17", "count": "151",
        "place": "Abuja, Nigeria", "added": "20240302101500", "url": "https://www.example.org/a",
    }  # fmt: skip
    for name, cell in (told | cells).items():
        row[at[name]] = cell
    return "\t".join(row)


def mention(outlet: str = "other.example", share: str = "40", seen: str = "20240302110000") -> str:
    """A line of GDELT's mentions."""
    cells = ["410", "20240302101500", seen, "1", outlet, f"https://{outlet}/b", "1", "", "", "", "1", share]
    return "\t".join([*cells, "1000", "-2.5", "", ""])


def test_a_mention_is_one_report_more_of_the_same_incident(tmp_path: Path) -> None:
    """The outlet at the address speaks, GDELT carries; 151 counted mentions are no 151 witnesses."""
    ledger = in_memory()
    events = brought(ledger, tmp_path / "a.export.CSV", gdelt() + "\n")
    mentions = brought(ledger, tmp_path / "a.mentions.CSV", mention() + "\n" + mention("third.example") + "\n")

    assert (events.new, mentions.new, events.problems, mentions.problems) == (1, 2, [], [])
    assert {(event.said.source, event.said.via) for event in ledger.events()} == {
        (outlet, ("gdelt",)) for outlet in ("example.org", "other.example", "third.example")
    }
    belief = ledger.replay("2024-03-05").belief("incident/gdelt 410.phase")
    assert belief is not None
    assert (belief.value, belief.witnesses) == ("reported", 3)
    assert value(ledger, "incident/gdelt 410.type", "2024-03-05") == "coerce"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (gdelt(day="20240230"), "SQLDATE: '20240230' is no date"),
        (gdelt(added="now"), "DATEADDED: 'now' is no date"),
        (gdelt(root="99"), "'99' is no root code of CAMEO"),
        (gdelt().rpartition("\t")[0], "60 columns, and a table of GDELT 2 has 61"),
        (mention(share="140"), "'140' is no percentage"),
        (mention(seen=""), "MentionTimeDate: '' is no date"),
        ("x" + mention(), "'x410' is no id"),
        (gdelt(url="caf\udce9").encode("utf-8", "surrogateescape").decode("latin-1"), ""),
    ],
)
def test_a_wrong_line_of_gdelt_is_told(tmp_path: Path, line: str, told: str) -> None:
    """With its column; an address that is none names no outlet."""
    path = tmp_path / "a.csv"
    path.write_text(line + "\n", encoding="utf-8")
    rows = list(find("gdelt").read(File(str(path)), Options()))

    if told:
        assert (rows[0].saids, told in rows[0].problems[0].message) == ((), True), rows[0].problems
    else:
        assert [said.source for said in rows[0].saids] == ["unnamed"]


# --- the published samples --------------------------------------------------------------------


def published(name: str, pattern: str) -> list[Path]:
    """Files of the data that the project keeps for tests; skips where they are not."""
    found = sorted((DATA / name).glob(pattern))
    if not found:
        pytest.skip(f"{name} is not here: see the README of the data")
    return found


def cells(paths: list[Path]) -> Iterator[dict[str, str]]:
    """The rows of packed tables, read by other means."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
            yield from csv.DictReader(stream)


def test_the_ucdp_sample(tmp_path: Path) -> None:
    """987 of 1,000 rows are sound: in 13 low, best and high are in no order. Deaths by year are those of the file."""
    paths = published("ucdp_sample", "*.csv.gz")
    ledger = in_memory()
    options = Options(reported=When.parse("2025-06-10"))
    assert find("ucdp").identify(File(str(paths[0]))) == SURE
    job = Import(ledger, "ucdp", [str(paths[0])], options)
    with (tmp_path / "aside.csv").open("wb") as aside:
        found = job.look(aside)
    job.append()
    sound = [row for row in cells(paths) if float(row["low"]) <= float(row["best"]) <= float(row["high"])]
    picture = ledger.replay("2025-12-31")
    totals = {
        belief.slot.keys[4]: belief.value for belief in picture.beliefs
        if belief.slot.kind == "casualties" and belief.slot.keys[:3] == ("all", "killed", "")
    }  # fmt: skip

    assert (found.rows, found.bad, len(totals)) == (1000, 13, len(sound))
    assert len((tmp_path / "aside.csv").read_text(encoding="utf-8").splitlines()) == 14
    for end in ("low", "best", "high"):
        told = sum(_end(one, end) for one in totals.values() if isinstance(one, Quantity))
        assert told == sum(int(float(row[end])) for row in sound)
    civilians = sum(float(row["deaths_civilians"]) for row in sound if row["type_of_violence"] == "3.0")
    one_sided = {
        belief.slot.keys[0] for belief in picture.beliefs
        if belief.slot.field == "type" and belief.value == "one-sided violence"
    }  # fmt: skip
    assert civilians == sum(
        _end(belief.value, "best") for belief in picture.beliefs
        if belief.slot.kind == "casualties" and belief.slot.keys[2] == "civilian" and belief.slot.keys[4] in one_sided
        and isinstance(belief.value, Quantity)
    )  # fmt: skip


def _end(figure: Quantity, name: str) -> int:
    """An end of a figure; a single number is all three."""
    told = getattr(figure, name)
    return int(figure.best or 0) if told is None else int(told)


def test_the_viina_subset() -> None:
    """3,578 incidents, two pairs of which share an id over the years; each has as many witnesses as outlets told it."""
    paths = published("viina_subset", "*.csv.gz")
    ledger = in_memory()
    job = Import(ledger, "viina", [str(path) for path in paths], Options(story="war"))
    found = job.look()
    job.append()
    outlets = {
        f"{row['date'][:4]} {row['event_id_1pd']}": set(row["sources_matching"].split("|")) for row in cells(paths)
    }
    beliefs = {
        belief.slot.keys[0].removeprefix("viina "): belief for belief in ledger.replay("2025-12-31").beliefs
        if belief.slot.field == "phase"
    }  # fmt: skip

    assert (found.rows, found.problems, len(beliefs)) == (3578, [], 3578)
    assert Counter(belief.witnesses for belief in beliefs.values()) == Counter(map(len, outlets.values()))
    assert Import(ledger, "viina", [str(path) for path in paths], Options(story="war")).look().new == 0
