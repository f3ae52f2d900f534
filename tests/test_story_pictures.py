"""The pictures that the two stories must give: the first of a war, the second, made up, of a wildfire."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from newsledger.belief import Belief, Role, Standing, value_text
from newsledger.fact import Value
from newsledger.ledger import Ledger, open_ledger
from newsledger.projections.casualties import Casualties
from newsledger.projections.ceasefire import Ceasefire
from newsledger.projections.contested import Contest, Contested
from newsledger.projections.expected import Expected
from newsledger.projections.territory import Territory, percent_change
from newsledger.replay import Picture

ROOT = Path(__file__).parent.parent
DAY = "2025-03-16"
PROPOSAL = "US 30-day ceasefire"
TROOPS = "forces/north-korea/beside russian forces"
FIRE = "ridge-fire"


@cache
def ledger() -> Ledger:
    """Both stories as they stand in `events/`."""
    return open_ledger(ROOT / "events")


@cache
def picture(date: str | None = DAY, *, story: str = "kursk", **cuts: str) -> Picture:
    """A picture of one story."""
    return ledger().replay(date, story=story, **cuts)  # type: ignore[arg-type]  # the names of cuts are given by hand


def belief(name: str, of: Picture | None = None) -> Belief:
    """What a picture holds about a slot; that of the report's day where no other is given."""
    found = (of or picture()).belief(name)
    assert found is not None, name
    return found


def text(value: Value | None) -> str:
    """A value as canonical text; nothing where there is none."""
    return "" if value is None else value_text(value)


def area(of: Picture) -> Belief:
    """What a picture holds about the area that Ukraine holds of Kursk."""
    found = of[Territory]["kursk"].held_by("ukraine")
    assert found is not None
    return found


class TestTheReportsDay:
    def test_territory(self) -> None:
        """Ukraine is said to hold just 110 km², which is down 92 % on what the same side gave for the year before."""
        held = area(picture())

        assert text(held.value) == "110 km2"
        assert held.told == ("just 110 km2 (42 sq mi)",)
        assert held.standing is Standing.CLAIMED
        assert held.was is not None
        assert (text(held.was.value), str(held.was.event.said.occurred)) == ("1368 km2", "2024")
        assert percent_change(held.was.value, held.value) == "-92 %"

    def test_two_voices_of_one_side_are_one_witness(self) -> None:
        """The bloggers who spoke in one breath with the officials add no second origin."""
        held = belief("territory-held/kursk/ukraine.area")

        assert {voice.source for voice in held.of(Role.SHOWN)} == {"ru-mil-officials", "ru-war-bloggers"}
        assert held.witnesses == 1

    def test_pockets_and_share(self) -> None:
        """The maps of both sides show two pockets; Russia holds nearly a fifth of Ukraine."""
        pockets = belief("territory-held/kursk/ukraine.pockets")
        share = belief("territory-held/ukraine/russia.share")

        assert (text(pockets.value), pockets.standing) == ("2 pocket", Standing.BOTH_SIDES)
        assert (text(share.value), share.told) == ("<~0.2 share", ("nearly a fifth",))

    def test_ceasefire(self) -> None:
        """The parties stand apart, hence nothing is in force; each position is the party's own word."""
        talks = picture()[Ceasefire][PROPOSAL]

        assert (talks.status, talks.in_force) == ("parted", False)
        assert (talks.proposer, talks.addressees, talks.duration) == ("united-states", ("russia", "ukraine"), "30 days")
        assert {stand.party: stand.position for stand in talks.stands} == {
            "russia": "accepted-in-principle", "ukraine": "considering",
        }  # fmt: skip
        assert all(stand.own for stand in talks.stands)

    def test_demands(self) -> None:
        """Russia's demands and Ukraine's refusal stand beside the proposal, each as its party's word."""
        terms = picture()[Ceasefire][PROPOSAL].terms

        assert {(term.party, term.stance, term.term) for term in terms} == {
            ("russia", "demands", "crucial conditions first"),
            ("russia", "demands", "ukraine gives up nato"),
            ("russia", "demands", "recognition of occupied territories"),
            ("ukraine", "rejects", "ceding land"),
        }
        assert {str(term.belief.standing) for term in terms} == {"own word"}

    def test_troops(self) -> None:
        """Up to 11,000 North Koreans, as Kyiv says; two who should know give no comment."""
        troops = belief(TROOPS)

        assert text(troops.value) == "<=11000 person"
        assert {voice.source for voice in troops.of(Role.SILENT)} == {"moscow", "pyongyang"}
        assert {voice.source for voice in troops.of(Role.AGREES)} == {"western-intel"}
        assert "no comment" in troops.flags

    def test_casualties(self) -> None:
        """Over 100,000 Russians killed or wounded since February 2022; the other side's number is not known."""
        tolls = {toll.group: toll.belief for toll in picture()[Casualties]}

        assert {group: text(toll.value) for group, toll in tolls.items()} == {
            "russia": ">100000 person", "ukraine": "unknown person",
        }  # fmt: skip
        assert tolls["ukraine"].told == ("similar",)
        assert {toll.occurred.text for toll in tolls.values() if toll.occurred} == {"2022-02/2025-03-16"}

    def test_money(self) -> None:
        """Western aid comes to more than 260 billion dollars."""
        assert text(belief("support/west/ukraine/aid.amount").value) == ">260e9 USD"

    def test_contested(self) -> None:
        """Crimes are claimed and denied, encirclement only denied; a mistake has a rival, troops no answer."""
        found = {dispute.belief.slot.name: dispute.contest for dispute in picture()[Contested]}

        assert found == {
            "state/ukrainian forces in kursk/crimes against civilians": Contest.DENIED,
            "state/ukrainian forces in kursk/encircled": Contest.ONLY_DENIED,
            "state/donald trump/office": Contest.RIVALS,
            TROOPS: Contest.UNANSWERED,
        }
        assert belief("state/ukrainian forces in kursk/encircled").value is None

    def test_expectations_stand_apart(self) -> None:
        """What may come is in no belief."""
        outlooks = {outlook.slot: outlook.origins for outlook in picture()[Expected]}

        assert outlooks == {
            "expectation/sumy/russian offensive": ("two-majors", "ukraine"),
            "expectation/kursk/more ukrainian counterattacks": ("podolyaka",),
            "expectation/beyond kursk/russian gains": ("ukraine",),
        }
        assert not [one for one in picture().beliefs if one.slot.kind == "expectation"]

    def test_counts(self) -> None:
        """Sixty-three reports of the sheet and one of the record, by twenty who speak."""
        assert (picture().events, picture().sources) == (64, 20)


class TestOtherQuestions:
    def test_four_days_earlier(self) -> None:
        """On the twelfth there are the proposal, Kyiv's answer and the agreed aid, and nothing that came later."""
        early = picture("2025-03-12")
        talks = early[Ceasefire][PROPOSAL]

        assert list(early[Territory]) == []
        assert (talks.status, [stand.party for stand in talks.stands]) == ("proposed", ["ukraine"])
        assert {one.slot.name for one in early.beliefs if one.slot.kind == "support"} == {
            "support/united-states/ukraine/military aid.stage",
            "support/united-states/ukraine/intelligence.stage",
        }
        newest = max(entry.event.said.reported.text for entry in early.entries if entry.event.said.reported)
        assert newest == "2025-03-11"

    def test_a_day_between(self) -> None:
        """On the thirteenth Moscow has answered, and an appeal of some day until the fifteenth is not yet in."""
        between = picture("2025-03-13")

        assert between[Ceasefire][PROPOSAL].status == "parted"
        assert between[Ceasefire].appeals == ()
        assert len(picture("2025-03-15")[Ceasefire].appeals) == 3

    def test_the_end_of_the_year_before_in_hindsight(self) -> None:
        """At the end of 2024 the larger figure counts, if only perhaps: it was told of some time in that year."""
        held = area(picture(None, at="2024-12-31", public=DAY))

        assert text(held.value) == "1368 km2"
        assert {"maybe", "told later"} <= set(held.flags)

    def test_the_end_of_the_year_before_as_known_then(self) -> None:
        """Nobody had said anything of it by then."""
        assert picture("2024-12-31").beliefs == ()

    def test_before_the_story_was_entered(self) -> None:
        """A picture of what this ledger held on the report's own day is empty: it was entered later."""
        unknown = picture(DAY, known=DAY)

        assert (unknown.beliefs, unknown.events) == ((), 0)
        assert unknown.first_recorded is not None
        assert unknown.first_recorded > DAY

    def test_the_zone_is_the_storys(self) -> None:
        """A question about one story is asked in its zone."""
        assert picture().question.zone == "Europe/Kyiv"
        assert picture("2026-08-18", story=FIRE).question.zone == "America/Los_Angeles"


class TestTheFire:
    def test_a_correction_replaces_the_figure(self) -> None:
        """One is missing, not three; the day before it was three still."""
        name = "casualties/pinecrest residents/missing//total/ridge fire"
        before, after = (belief(name, picture(day, story=FIRE)) for day in ("2026-08-17", "2026-08-18"))

        assert (text(before.value), text(after.value)) == ("3 person", "1 person")
        assert "partly retracted" in after.flags
        assert "partly retracted" not in before.flags

    def test_a_retraction_leaves_no_belief(self) -> None:
        """Arson was suspected in print for two days, and nobody says so any more."""
        name = "state/ridge fire/arson suspected"

        assert belief(name, picture("2026-08-17", story=FIRE)).standing is Standing.REPORTED
        assert picture("2026-08-18", story=FIRE).belief(name) is None
        withdrawn = [entry.slot for entry in picture("2026-08-18", story=FIRE).entries if entry.withdrawn]
        assert name in withdrawn

    def test_the_cause_is_disputed(self) -> None:
        """The neighbours say it was a power line; its owner denies it."""
        cause = belief("state/ridge fire/started by a power line", picture("2026-08-18", story=FIRE))

        assert cause.standing is Standing.DISPUTED
        assert [voice.source for voice in cause.of(Role.DENIES)] == ["northline-power"]

    def test_the_evacuation_is_lifted(self) -> None:
        """Ordered on the fourteenth, lifted on the seventeenth, as told on the eighteenth."""
        name = "state/pinecrest/evacuation ordered"

        assert belief(name, picture("2026-08-16", story=FIRE)).value == "yes"
        assert belief(name, picture("2026-08-18", story=FIRE)).value == "no"
        hindsight = picture(None, story=FIRE, at="2026-08-16", public="2026-08-18")
        assert belief(name, hindsight).value == "yes"

    def test_figures_grow(self) -> None:
        """Each figure of the burned area is history once a newer one is told, and says what it was."""
        name = "indicator/ridge fire/area burned.number"
        areas = [belief(name, picture(f"2026-08-{day}", story=FIRE)) for day in (14, 16, 18)]

        assert [text(one.value) for one in areas] == ["~1200 acre", "4800 acre", "5150 acre"]
        assert [one.was and text(one.was.value) for one in areas] == [None, "~1200 acre", "4800 acre"]
