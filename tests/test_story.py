"""The first story, fact by fact: what the ledger holds is what the report told."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest

from newsledger.belief import value_text
from newsledger.event import Event
from newsledger.fact import Fact
from newsledger.ledger import open_ledger

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "story" / "facts.tsv"

REPORT = "unnamed-report"

FACTS = """
1  | incident/Russian drive in Kursk.phase | unnamed-report | asserts | stepped up | 2025-03-16 | 2025-03-16
2  | incident/Ukrainian assault on Kursk.type | unnamed-report | asserts | surprise assault | 2024-08 | 2025-03-16
2  | incident/Ukrainian assault on Kursk.phase | unnamed-report | asserts | started | 2024-08 | 2025-03-16
3  | state/Ukrainian assault on Kursk/under way | unnamed-report | asserts | yes | 2024-08/2025-03-16 | 2025-03-16
4  | indicator/Ukrainian assault on Kursk/rank among attacks on Russian soil.rank | unnamed-report | asserts | largest since 1941 | 2024-08 | 2025-03-16
5  | state/Ukrainian hold on Kursk/trend | unnamed-report | asserts | shrinking | 2025-03-16 | 2025-03-16
6  | territory-held/kursk/ukraine.area | ru-mil-officials | asserts | 110 km2 | 2025-03-16 | 2025-03-16
6  | territory-held/kursk/ukraine.area | ru-war-bloggers | asserts | 110 km2 | 2025-03-16 | 2025-03-16
7  | territory-held/kursk/ukraine.area | ru-mil-officials | asserts | 1368 km2 | 2024 | 2025-03-16
7  | territory-held/kursk/ukraine.area | ru-war-bloggers | asserts | 1368 km2 | 2024 | 2025-03-16
8  | incident/Ukrainian retreat in Kursk.phase | ru-mil-officials | asserts | forced, in several areas | 2025-03-16 | 2025-03-16
8  | incident/Ukrainian retreat in Kursk.phase | ru-war-bloggers | asserts | forced, in several areas | 2025-03-16 | 2025-03-16
9  | incident/Ukrainian retreat to the border.phase | unnamed | asserts | in some places | 2025-03-16 | 2025-03-16
9  | state/fighting in Kursk/intense | unnamed-report | asserts | yes | 2025-03-16 | 2025-03-16
10 | statement/podolyaka/Kursk battle | podolyaka | asserts | large Russian gains, not over, still fluid | 2025-03-16 | 2025-03-16
11 | expectation/Kursk/more Ukrainian counterattacks | podolyaka | asserts | expected | 2025-03-16 | 2025-03-16
12 | territory-held/kursk/ukraine.pockets | ru-maps | asserts | 2 pocket | 2025-03-16 | 2025-03-16
13 | territory-held/kursk/ukraine.pockets | ua-maps | asserts | 2 pocket | 2025-03-16 | 2025-03-16
14 | incident/Russian mine clearing in Kursk.phase | ru-mil-officials | asserts | ongoing | 2025-03-16 | 2025-03-16
15 | statement/putin/Kursk battle | putin | asserts | decisive | 2025-03 | 2025-03-16
16 | state/Ukrainian forces in Kursk/crimes against civilians | putin | asserts | yes | 2024-08/2025-03-16 | 2025-03-16
17 | state/Ukrainian forces in Kursk/crimes against civilians | kyiv | denies | | 2024-08/2025-03-16 | 2025-03-16
18 | term/surrender offer in Kursk/russia/lives of those who surrender.stance | putin | asserts | guarantees | 2025-03-14 | 2025-03-14
19 | term/peace appeal/united-states/peaceful resolution.stance | trump | asserts | urges | 2025-03-10/2025-03-15 | 2025-03-10/2025-03-15
20 | term/peace appeal/united-states/safe exit for Ukrainian troops.stance | trump | asserts | urges | 2025-03-10/2025-03-15 | 2025-03-10/2025-03-15
21 | statement/critics/Trump appeal | critics | asserts | weakens U.S. policy on Ukraine | 2025-03-10/2025-03-15 | 2025-03-16
22 | state/Donald Trump/office | unnamed-report | asserts | U.S. presidential candidate | 2025-03-16 | 2025-03-16
23 | state/Ukrainian forces in Kursk/encircled | zelensky | denies | | 2025-03-16 | 2025-03-16
24 | state/Ukrainian position in Kursk/serious | zelensky | asserts | yes | 2025-03-16 | 2025-03-16
25 | expectation/Sumy/Russian offensive | zelensky | asserts | may | 2025-03-16/.. | 2025-03-16
26 | expectation/Sumy/Russian offensive | two-majors | asserts | could | 2025-03-16/.. | 2025-03-16
27 | incident/Ukrainian defences in Sumy.phase | two-majors | asserts | being reinforced | /2025-03-16 | 2025-03-16
28 | state/Russian operations in Sumy/scale | unnamed-report | asserts | unknown | 2025-03-16 | 2025-03-16
29 | expectation/beyond Kursk/Russian gains | ua-officials | asserts | may | 2025-03-16/.. | 2025-03-16
30 | forces/north-korea/beside Russian forces | kyiv | asserts | <=11000 person | 2025-03-16 | 2025-03-16
31 | forces/foreign mercenaries/beside Russian forces | kyiv | asserts | some person | 2025-03-16 | 2025-03-16
31 | support/north-korea/russia/military support.stage | kyiv | asserts | ongoing | 2025-03-16 | 2025-03-16
31 | support/iran/russia/military support.stage | kyiv | asserts | ongoing | 2025-03-16 | 2025-03-16
32 | forces/north-korea/beside Russian forces | moscow | no-comment | | 2025-03-16 | 2025-03-16
33 | forces/north-korea/beside Russian forces | pyongyang | no-comment | | 2025-03-16 | 2025-03-16
34 | support/north-korea/russia/ammunition.stage | western-intel | asserts | ongoing | /2025-03-16 | 2025-03-16
34 | support/north-korea/russia/ammunition.in-return-for | western-intel | asserts | economic aid and technology | /2025-03-16 | 2025-03-16
35 | forces/north-korea/beside Russian forces | western-intel | asserts | some person | /2025-03-16 | 2025-03-16
36 | proposal/US 30-day ceasefire.duration | united-states-government | asserts | 30 day | 2025-03-11 | 2025-03-11
36 | proposal/US 30-day ceasefire.to | united-states-government | asserts | russia, ukraine | 2025-03-11 | 2025-03-11
37 | position/US 30-day ceasefire/ukraine | kyiv | asserts | considering | 2025-03-11 | 2025-03-11
38 | support/united-states/ukraine/military aid.stage | united-states-government | asserts | agreed | 2025-03-11 | 2025-03-11
39 | support/united-states/ukraine/intelligence.stage | united-states-government | asserts | agreed | 2025-03-11 | 2025-03-11
40 | position/US 30-day ceasefire/russia | putin | asserts | accepted-in-principle | 2025-03-13 | 2025-03-13
41 | term/US 30-day ceasefire/russia/crucial conditions first.stance | putin | asserts | demands | 2025-03-13 | 2025-03-13
42 | term/any ceasefire/russia/Ukraine gives up NATO.stance | moscow | asserts | demands | /2025-03-16 | 2025-03-16
43 | term/any ceasefire/russia/recognition of occupied territories.stance | moscow | asserts | demands | /2025-03-16 | 2025-03-16
43 | term/any ceasefire/russia/recognition of occupied territories.text | moscow | asserts | also of parts that Ukraine holds | /2025-03-16 | 2025-03-16
44 | term/any ceasefire/ukraine/ceding land.stance | zelensky | asserts | rejects | /2025-03-16 | 2025-03-16
45 | casualties/russia/killed or wounded/military/total/war in Ukraine | us-intel | asserts | >100000 person | 2022-02/2025-03-16 | 2025-03-16
46 | casualties/ukraine/killed or wounded/military/total/war in Ukraine | us-intel | asserts | unknown person | 2022-02/2025-03-16 | 2025-03-16
47 | state/Russia/publishes its death toll | unnamed-report | asserts | no | /2025-03-16 | 2025-03-16
47 | state/Ukraine/publishes its death toll | unnamed-report | asserts | no | /2025-03-16 | 2025-03-16
48 | indicator/Russia/military spending.rank | unnamed-report | asserts | record | 2025-03-16 | 2025-03-16
48 | indicator/sanctions on Russia/severity.rank | unnamed-report | asserts | toughest in history | 2025-03-16 | 2025-03-16
49 | state/Ukraine/economy | unnamed-report | asserts | devastated | 2025-03-16 | 2025-03-16
50 | territory-held/ukraine/russia.share | unnamed-report | asserts | <~0.2 share | 2025-03-16 | 2025-03-16
51 | support/west/ukraine/aid.amount | unnamed-report | asserts | >260e9 USD | 2022-02/2025-03-16 | 2025-03-16
52 | statement/unnamed-report/alliances of Russia | unnamed-report | asserts | closer to China, North Korea and Iran | 2022-02/2025-03-16 | 2025-03-16
53 | statement/unnamed-report/NATO | unnamed-report | asserts | more committed to Ukraine | 2022-02/2025-03-16 | 2025-03-16
54 | statement/unnamed-report/outcome in Kursk | unnamed-report | asserts | Russia may be winning land back, resistance is strong, the end is open | 2025-03-16 | 2025-03-16
55 | incident/US-Russia ceasefire talks.phase | unnamed-report | asserts | gaining momentum | 2025-03-16 | 2025-03-16
"""  # noqa: E501  one fact a line
"""Every fact of the report: its number, slot, source, stance, value, when it held and when it was made public."""

ROWS = [tuple(part.strip() for part in line.split("|")) for line in FACTS.strip().splitlines()]

WORDS_OF_NUMBERS = {"seven": "7", "a fifth": "1/5", "billion": "", ",": ""}


@cache
def report_events() -> tuple[Event, ...]:
    """What the report tells, without our own entries about it."""
    told = (event for event in open_ledger(ROOT / "events").events() if event.said.story == "kursk")
    return tuple(event for event in told if not event.said.ours and event.said.source != "public-record")


def rows_of(event: Event) -> list[tuple[str, ...]]:
    """What an event says of each value, in the form of the table."""
    said, fact = event.said, event.said.fact
    assert isinstance(fact, Fact)
    assert said.source is not None
    assert said.occurred is not None
    assert said.reported is not None
    found: list[tuple[str, ...]] = []
    for field, value in said.claims():
        keys = "/".join(fact.keys()).rstrip("/")
        slot = f"{said.kind}/{keys}" + (f".{field.name}" if len(fact.spec.values) > 1 else "")
        text = "" if value is None else value_text(value)
        found.append((slot, said.source, said.stance, text, said.occurred.text, said.reported.text))
    return found


class TestFacts:
    @pytest.mark.parametrize("row", ROWS, ids=[" ".join(row[:3]) for row in ROWS])
    def test_each_fact_is_held_once(self, row: tuple[str, ...]) -> None:
        """The ledger holds the fact with its source, stance, figure and both dates, and holds it once."""
        held = [told for event in report_events() for told in rows_of(event)]

        assert held.count(row[1:]) == 1

    def test_the_table_is_whole(self) -> None:
        """It numbers the fifty-five facts in order, and no event of the report tells a fact that is not in it."""
        told = {(row[1].partition(".")[0], row[2]) for row in ROWS}
        events = {(rows_of(event)[0][0].partition(".")[0], event.said.source) for event in report_events()}

        assert [int(row[0]) for row in ROWS] == sorted(int(row[0]) for row in ROWS)
        assert {int(row[0]) for row in ROWS} == set(range(1, 56))
        assert events == told

    def test_all_but_the_report_reached_us_through_it(self) -> None:
        """Whoever is quoted is the origin, and the report the outlet; the report's own voice has no chain."""
        for event in report_events():
            via = () if event.said.source == REPORT else (REPORT,)

            assert event.said.via == via, event.said

    def test_the_words_are_kept_beside_the_figures(self) -> None:
        """What the figures were read from stands beside them: tone, hedges, conversions."""
        told = {words for event in report_events() for _, words in event.said.told}

        assert told >= {
            "just 110 km2 (42 sq mi)", "1,368 km2 (528 sq mi)", "as many as 11,000", "over 100,000",
            "nearly a fifth", "more than $260 billion", "30 days", "for seven months", "small, connected",
        }  # fmt: skip

    def test_doubt_is_kept_apart_from_the_figure(self) -> None:
        """One report alone carries its source's own doubt."""
        doubted = [event for event in report_events() if event.said.likelihood]

        assert [(event.said.source, event.said.likelihood) for event in doubted] == [("western-intel", "possibly")]


@pytest.mark.skipif(not SHARED.is_file(), reason="the list of facts is not part of the project")
class TestAgainstTheList:
    @staticmethod
    def facts() -> dict[int, dict[str, str]]:
        """The list, by number."""
        with SHARED.open(encoding="utf-8", newline="") as file:
            return {int(row["n"]): row for row in csv.DictReader(file, delimiter="\t")}

    def test_numbers_and_dates_are_those_of_the_list(self) -> None:
        """Each fact of the list is in the table with the dates that the list gives."""
        listed = {number: (row["occurred"], row["reported"]) for number, row in self.facts().items()}

        assert {int(row[0]): (row[5], row[6]) for row in ROWS} == listed
        assert len({(int(row[0]), row[5], row[6]) for row in ROWS}) == 55

    def test_every_figure_of_the_list_is_in_the_ledger(self) -> None:
        """The number that a figure begins with stands in what one of its events says."""
        text = " ".join(plain(event.raw.decode()) for event in report_events())
        numbers = {number for row in self.facts().values() for number in re.findall(r"\d[\d,/]*", row["figures"])}

        assert len(numbers) == 11
        assert {number for number in numbers if not re.search(rf"(?<!\d){plain(number)}(?!\d)", text)} == set()


def plain(text: str) -> str:
    """Text with its numbers in digits, without commas in them."""
    for word, digits in WORDS_OF_NUMBERS.items():
        text = text.replace(word, digits)
    return text
