"""Casualties, expectations, what is contested, the timeline, and beliefs as programs read them."""

from __future__ import annotations

import pytest
from tests.projections.news import ledger, told

from newsledger import projections
from newsledger.belief import Role
from newsledger.kinds.retraction import Retraction
from newsledger.projections.beliefs import Beliefs, millionths
from newsledger.projections.casualties import Casualties
from newsledger.projections.contested import Contest, Contested
from newsledger.projections.expected import Expected
from newsledger.projections.timeline import Timeline

TOLLS = """\
agency says on 2025-03-16:
  casualties/russia/killed or wounded/military/total/war in Ukraine = over 100,000 @ 2022-02/2025-03-16
  casualties/Russia/killed//new/raid on Kursk = 12 @ 2025-03-15
  casualties/ukraine/killed or wounded/military/total/war in Ukraine = ? "similar" @ 2022-02/2025-03-16
"""

AHEAD = """\
kyiv says on 2025-03-16:
  expectation/Sumy/Russian offensive = may @ 2025-03-16/..
  state/bridge/open @ 2025-04-01

moscow denies on 2025-03-16:
  expectation/Sumy/Russian offensive @ 2025-03-16/..

agency says on 2025-03-16:
  expectation/Sumy/Russian offensive = likely @ 2025-04
"""

DISPUTES = """\
moscow says on 2025-03-16:
  state/crimes/committed
  state/rival/answer = left
  state/silent/answer = yes
  state/plain/answer = yes

kyiv denies on 2025-03-16:
  state/crimes/committed
  state/denied/alone

agency says on 2025-03-16:
  state/rival/answer = right

agency gives no comment on 2025-03-16:
  state/silent/answer
  state/unsaid/answer
"""


class TestCasualties:
    def test_counts_are_kept_apart(self) -> None:
        """Whatever makes two counts of one is told: group, outcome, population, total or new, occasion."""
        tolls = told(TOLLS, "2025-03-16")[Casualties]

        assert [(toll.group, toll.outcome, toll.population, toll.count, toll.of) for toll in tolls] == [
            ("russia", "killed or wounded", "military", "total", "war in ukraine"),
            ("russia", "killed", "", "new", "raid on kursk"),
            ("ukraine", "killed or wounded", "military", "total", "war in ukraine"),
        ]

    def test_by_group(self) -> None:
        """The counts of one group are found by its name, in any case."""
        tolls = told(TOLLS, "2025-03-16")[Casualties]

        assert [str(toll.belief.value) for toll in tolls.of_group("UKRAINE")] == ["unknown person"]
        assert len(tolls.of_group("russia")) == 2
        assert tolls.of_group("nobody") == ()

    def test_as_json(self) -> None:
        """Figures are canonical texts; a count that names neither is a total."""
        lines = "agency says on 2025-03-16:\n  casualties/bus/killed = at least 3 @ 2025-03-16\n"

        assert told(lines)[Casualties].as_json() == [
            {
                "group": "bus", "outcome": "killed", "population": "", "count": "total", "of": "",
                "number": ">=3 person", "standing": "reported", "name": "casualties/bus/killed//total",
            },
        ]  # fmt: skip


class TestExpected:
    def test_expectations_are_gathered_by_slot(self) -> None:
        """All who speak of one outlook are together, and no belief holds it."""
        picture = told(AHEAD, "2025-03-16")
        outlooks = {outlook.slot: outlook for outlook in picture[Expected]}

        assert set(outlooks) == {"expectation/sumy/russian offensive", "state/bridge/open"}
        assert outlooks["expectation/sumy/russian offensive"].origins == ("agency", "russia", "ukraine")
        assert picture.beliefs == ()

    def test_who_denies_says_so(self) -> None:
        """The stance of each voice stays."""
        said = told(AHEAD, "2025-03-16")[Expected].as_json()[0]["said"]

        assert {(one["source"], one["stance"], one["value"]) for one in said} == {
            ("kyiv", "asserts", "may"), ("moscow", "denies", None), ("agency", "asserts", "likely"),
        }  # fmt: skip

    def test_what_is_reported_when_it_has_begun_is_a_belief(self) -> None:
        """The bridge is expected to open until somebody tells of it."""
        lines = AHEAD + "\nagency says on 2025-04-02:\n  state/bridge/open\n"

        assert [belief.slot.name for belief in told(lines, "2025-04-02").beliefs] == ["state/bridge/open"]


class TestContested:
    def test_each_contest_has_its_name(self) -> None:
        """Denied, only denied, rivalled, unanswered, the sharpest first; the uncontested is left out."""
        found = told(DISPUTES, "2025-03-16")[Contested]

        assert [(dispute.contest, dispute.belief.slot.name) for dispute in found] == [
            (Contest.DENIED, "state/crimes/committed"),
            (Contest.ONLY_DENIED, "state/denied/alone"),
            (Contest.RIVALS, "state/rival/answer"),
            (Contest.UNANSWERED, "state/silent/answer"),
        ]
        assert len(found) == 4

    def test_by_contest(self) -> None:
        """The heads under which they are shown come in that order, and empty ones are left out."""
        assert list(told(DISPUTES, "2025-03-16")[Contested].by_contest()) == list(Contest)
        assert told(TOLLS)[Contested].by_contest() == {}

    def test_voices_by_role(self) -> None:
        """Who says it, who denies it, who is silent."""
        first, *_, silent = told(DISPUTES, "2025-03-16")[Contested]

        assert [voice.source for voice in first.voices(Role.SHOWN)] == ["moscow"]
        assert [voice.source for voice in first.voices(Role.DENIES)] == ["kyiv"]
        assert [voice.source for voice in silent.voices(Role.SILENT)] == ["agency"]

    def test_as_json(self) -> None:
        """Each voice with its stance and its part."""
        dispute = told(DISPUTES, "2025-03-16")[Contested].as_json()[0]

        assert (dispute["contest"], dispute["standing"]) == ("said and denied", "disputed")
        assert [(voice["source"], voice["stance"], voice["role"], voice["value"]) for voice in dispute["voices"]] == [
            ("moscow", "asserts", "shown", "yes"), ("kyiv", "denies", "denies", None),
        ]  # fmt: skip


class TestTimeline:
    def test_by_when_it_happened(self) -> None:
        """What is said to have happened first stands first, whenever it was told."""
        lines = """\
agency says on 2025-03-16:
  incident/second = started @ 2025-03-02
  incident/first = started @ 2025-03-01

agency says on 2025-03-10:
  incident/third = started @ 2025-03-03
"""
        assert [entry.slot for entry in told(lines)[Timeline]] == [
            "incident/first",
            "incident/second",
            "incident/third",
        ]

    def test_of_one_slot(self) -> None:
        """One slot alone, or all that begin with whole parts of it."""
        timeline = told(DISPUTES, "2025-03-16")[Timeline]

        assert len(timeline.of_slot("state/crimes/committed")) == 2
        assert len(timeline.of_slot("state")) == len(timeline) == 9
        assert len(timeline.of_slot("state/crime")) == 0

    def test_what_was_taken_back_stays(self) -> None:
        """History keeps what was retracted, with what took it out."""
        made = ledger("agency says on 2025-03-01:\n  state/bridge/open\n")
        first = next(event for event in made.events() if event.said.source == "agency")
        taken = made.append(Retraction(first.id), source="agency", reported="2025-03-02").added[0]

        before, after = (made.replay(day)[Timeline].as_json()[0] for day in ("2025-03-01", "2025-03-02"))
        assert (before["withdrawn"], before["taken_out_by"]) == (False, [])
        assert (after["withdrawn"], after["taken_out_by"]) == (True, [taken.id])

    def test_as_json(self) -> None:
        """Each report stands whole under its id, and says whether it lies ahead."""
        reports = {report["slot"]: report for report in told(AHEAD, "2025-03-16")[Timeline].as_json()}

        assert reports["state/bridge/open"]["expected"] is True
        assert reports["state/bridge/open"]["said"]["fact"] == {
            "kind": "state", "subject": "bridge", "condition": "open", "term": "yes",
        }  # fmt: skip


class TestBeliefs:
    def test_they_are_found_by_name(self) -> None:
        """As many as the picture holds, in the order of their names."""
        picture = told(DISPUTES, "2025-03-16")
        beliefs = picture[Beliefs]

        assert len(beliefs) == len(picture.beliefs)
        assert beliefs["state/crimes/committed"] is picture.belief("state/crimes/committed")
        assert [belief.slot.name for belief in beliefs] == sorted(belief.slot.name for belief in beliefs)

    @pytest.mark.parametrize(
        ("line", "value"),
        [
            ("state/bridge/open", {"type": "term", "text": "yes", "told": []}),
            ("state/bridge/colour = green", {"type": "text", "text": "green", "told": []}),
            ("control/Sudzha = russia", {"type": "text", "text": "russia", "told": []}),
            ("support/west/ukraine/aid = pledged", {"type": "term", "text": "pledged", "told": []}),
            ("proposal/truce.to = ukraine, to russia", {"type": "text", "text": "russia, ukraine", "told": []}),
            (
                "indicator/fire/area = about 1,200 acres",
                {"type": "quantity", "text": "~1200 acre", "told": ["about 1,200 acres"], "low": None,
                 "best": "1200", "high": None, "strict": [], "about": True, "unit": "acre"},
            ),
        ],
    )  # fmt: skip
    def test_values_as_json(self, line: str, value: dict[str, object]) -> None:
        """A figure comes as its bounds, a term of a closed list as such, all else as text, each with its words."""
        assert told(f"agency says on 2025-03-16:\n  {line}\n")[Beliefs].as_json()[0]["value"] == value

    def test_a_slot_as_json(self) -> None:
        """Keys come by their names, empty ones are left out, an open dimension is named."""
        lines = "agency says on 2025-03-16:\n  indicator/fire/area = 12 ha\n  casualties/bus/killed = 3 @ 2025-03-16\n"

        assert [belief["slot"] for belief in told(lines)[Beliefs].as_json()] == [
            {"kind": "casualties", "group": "bus", "outcome": "killed", "count": "total"},
            {"kind": "indicator", "subject": "fire", "measure": "area", "dimension": "area"},
        ]

    @pytest.mark.parametrize(
        ("number", "text"), [(0, "0.000000"), (1, "0.000001"), (480_000, "0.480000"), (1_000_000, "1.000000")]
    )
    def test_millionths(self, number: int, text: str) -> None:
        """Confidence is a decimal of six places, and no float ever stood between."""
        assert millionths(number) == text


def test_projections_are_found_by_name() -> None:
    """Each is one file, found by its name; nothing else is."""
    assert set(projections.names()) >= {
        "beliefs",
        "casualties",
        "ceasefire",
        "contested",
        "expected",
        "territory",
        "timeline",
    }
    for name in projections.names():
        assert hasattr(projections.find(name), "project")
    assert projections.find("no-such-projection") is None
