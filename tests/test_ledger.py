"""A ledger: what is appended is there, a question is resolved once, nothing is answered from damaged lines unasked."""

from __future__ import annotations

import datetime as dt
import getpass
import os
import re
from pathlib import Path
from typing import Any, NoReturn

import pytest

from newsledger.belief import value_text
from newsledger.config import Config, Story
from newsledger.errors import IntegrityBroken, InvalidInput, LedgerNotFound, NotInLedger
from newsledger.event import say
from newsledger.kinds.source import Source
from newsledger.kinds.state import State
from newsledger.kinds.territory_held import TerritoryHeld
from newsledger.ledger import Ledger, in_memory, open_ledger, utc_now, whoever_runs_this
from newsledger.stores.directory import DirectoryStore
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

NOON = dt.datetime(2025, 3, 16, 12, tzinfo=dt.UTC)
LATE = dt.datetime(2025, 3, 16, 23, 30, tzinfo=dt.UTC)
"""Half an hour before midnight in UTC: the next day has begun in Kyiv, and not in Los Angeles."""

OPEN = State("bridge", "open", term="yes")
HOW = {"source": "desk", "reported": "2025-03-10", "story": "flood"}


def clock_at(moment: dt.datetime) -> Any:  # noqa: ANN401  a clock of mypy's own type
    """A clock that stands still."""
    return lambda: moment


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an empty ledger of two stories, each in a zone of its own."""
    stories = (Story(name="flood", zone="America/Los_Angeles"), Story(name="war", title="The war"))
    DirectoryStore.create(tmp_path / "events", Config(title="News", zone="Europe/Kyiv", stories=stories))
    return tmp_path / "events"


class TestAppend:
    def test_a_fact_with_its_source(self) -> None:
        """One fact and how it was told is one event, recorded by the clock under the name that was given."""
        ledger = in_memory(clock=clock_at(NOON), by="olena")

        done = ledger.append(OPEN, **HOW)

        (event,) = done.added
        assert (event.recorded, event.by) == ("2025-03-16T12:00:00Z", "olena")
        assert (event.said.fact, event.said.source, event.said.story) == (OPEN, "desk", "flood")
        assert ledger.events() == [event]

    def test_several_at_once(self) -> None:
        """A batch keeps what is there already apart from what is new."""
        ledger = in_memory(clock=clock_at(NOON))
        first, second = (say(OPEN, source=source, reported="2025-03-10") for source in ("desk", "agency"))
        ledger.append(first)

        done = ledger.append([first, second])

        assert [event.said.source for event in done.added] == ["agency"]
        assert [event.said.source for event in done.present] == ["desk"]

    def test_the_first_taking_in_counts(self) -> None:
        """What is appended again later keeps the time at which it was first taken in."""
        moments = iter([NOON, LATE])
        ledger = in_memory(clock=lambda: next(moments))
        ledger.append(OPEN, **HOW)
        ledger.append(OPEN, **HOW)

        assert [event.recorded for event in ledger.events()] == ["2025-03-16T12:00:00Z"]

    @pytest.mark.parametrize(
        ("how", "codes"),
        [
            ({}, {"no-source", "no-date"}),
            ({"source": "desk", "reported": "2025-02-30"}, {"no-such-day"}),
            ({"source": "desk", "reported": "2025-03/.."}, {"open-reported"}),
            ({"source": "desk", "via": ["desk"], "reported": "2025-03-10"}, {"chain-twice"}),
            ({"source": "desk", "reported": "2025-03-10", "stance": "doubts"}, {"unknown-stance"}),
        ],
    )
    def test_what_cannot_be_taken(self, folder: Path, how: dict[str, Any], codes: set[str]) -> None:
        """Every problem is told at once, and nothing is written."""
        ledger = open_ledger(folder)

        with pytest.raises(InvalidInput) as caught:
            ledger.append(OPEN, **how)

        assert {problem.code for problem in caught.value.problems} >= codes
        assert list(folder.rglob("*.jsonl")) == []

    def test_it_is_there_for_whoever_opens_it_next(self, folder: Path) -> None:
        """What was appended is read by another ledger of the same folder, and by this one."""
        ledger, other = open_ledger(folder), open_ledger(folder)
        assert other.events() == []

        ledger.append(OPEN, **HOW)

        assert len(ledger.events()) == len(open_ledger(folder).events()) == 1
        assert other.events() == []
        other.refresh()
        assert len(other.events()) == 1

    def test_a_batch_may_have_a_name(self, folder: Path) -> None:
        """The name given names the file where the batch has no one source."""
        saids = [say(OPEN, source=source, reported="2025-03-10", story="flood") for source in ("desk", "agency")]

        done = open_ledger(folder).append(saids, slug="morning")

        assert done.file is not None
        assert done.file.startswith("flood/2025-03-10-morning-")


class TestQuestion:
    @pytest.mark.parametrize(
        ("asked", "at", "public", "known"),
        [
            ({}, "2025-03-16", "2025-03-16", None),
            ({"date": "2025-03-10"}, "2025-03-10", "2025-03-10", None),
            ({"at": "2025-03-10"}, "2025-03-10", None, None),
            ({"public": "2025-03-10"}, "2025-03-16", "2025-03-10", None),
            ({"known": "2025-03-10"}, "2025-03-16", "2025-03-16", "2025-03-10"),
            ({"date": "2025-03-10", "hindsight": True}, "2025-03-10", None, None),
            ({"date": "2025-03-10", "at": "2025-03-01"}, "2025-03-01", "2025-03-10", None),
            ({"date": "2025-03-10", "public": "2025-03-12"}, "2025-03-10", "2025-03-12", None),
            ({"at": "2025-03-12", "known": "2025-03-14"}, "2025-03-12", None, "2025-03-14"),
            ({"date": "yesterday"}, "2025-03-15", "2025-03-15", None),
            ({"date": "-7d"}, "2025-03-09", "2025-03-09", None),
            ({"date": "2024"}, "2024", "2024", None),
            ({"date": When.parse("2025-03-10")}, "2025-03-10", "2025-03-10", None),
        ],
    )
    def test_each_cut(self, asked: dict[str, Any], at: str, public: str | None, known: str | None) -> None:
        """A date sets `at` and `public`; each may be set alone; words are read against the clock's day."""
        question = in_memory(clock=clock_at(NOON)).question(**asked)
        texts = [None if when is None else when.text for when in (question.at, question.public, question.known)]

        assert texts == [at, public, known]

    @pytest.mark.parametrize(
        ("asked", "zone", "today"),
        [
            ({}, "Europe/Kyiv", "2025-03-17"),
            ({"story": "flood"}, "America/Los_Angeles", "2025-03-16"),
            ({"story": "FLOOD"}, "America/Los_Angeles", "2025-03-16"),
            ({"story": "war"}, "Europe/Kyiv", "2025-03-17"),
            ({"zone": "UTC"}, "UTC", "2025-03-16"),
            ({"story": "flood", "zone": "Asia/Tokyo"}, "Asia/Tokyo", "2025-03-17"),
        ],
    )
    def test_whose_days(self, folder: Path, asked: dict[str, str], zone: str, today: str) -> None:
        """The zone is that of the question, else of the story, else of the ledger; today is its day."""
        question = open_ledger(folder, clock=clock_at(LATE)).question(**asked)  # type: ignore[arg-type]  # named by hand

        assert (question.zone, question.at.text) == (zone, today)

    @pytest.mark.parametrize(
        ("asked", "code", "hint"),
        [
            ({"date": "nonsense"}, "unreadable-date", "2025-03-16"),
            ({"date": "2025-02-30"}, "no-such-day", "2025-02-28"),
            ({"at": "2025-03/.."}, "open-date", "2025-03-16"),
            ({"known": "2025-03/"}, "open-date", "2025-03-16"),
            ({"zone": "Europe/Kyif"}, "unknown-zone", "Europe/Kyiv"),
            ({"story": "floot"}, "unknown-story", "flood"),
        ],
    )
    def test_what_cannot_be_asked(self, folder: Path, asked: dict[str, str], code: str, hint: str) -> None:
        """A question that makes no sense is answered with what to ask instead."""
        with pytest.raises(InvalidInput) as caught:
            open_ledger(folder).replay(**asked)  # type: ignore[arg-type]  # the names are given by hand

        (problem,) = caught.value.problems
        assert problem.code == code
        assert hint in (problem.hint or "")


class TestReplay:
    def test_the_picture_of_a_day(self) -> None:
        """What was told by then counts, and what we took in by then if that is asked."""
        ledger = in_memory(clock=clock_at(NOON))
        for day, area in (("2025-03-10", "400 km2"), ("2025-03-14", "110 km2")):
            ledger.append(TerritoryHeld("kursk", "ukraine", area=Quantity.read(area)), source="desk", reported=day)

        pictures = (ledger.replay(day) for day in ("2025-03-09", "2025-03-10", "2025-03-14"))

        assert [[value_text(one.value or "") for one in picture.beliefs] for picture in pictures] == [
            [], ["400 km2"], ["110 km2"],
        ]  # fmt: skip
        assert ledger.replay("2025-03-14", known="2025-03-15").beliefs == ()

    def test_one_story_alone(self, folder: Path) -> None:
        """A question about a story leaves the others out."""
        ledger = open_ledger(folder)
        ledger.append(OPEN, **HOW)
        ledger.append(State("dam", "mined", term="yes"), source="desk", reported="2025-03-10", story="war")

        assert [one.slot.name for one in ledger.replay("2025-03-10", story="War").beliefs] == ["state/dam/mined"]
        assert len(ledger.replay("2025-03-10").beliefs) == 2

    def test_the_ledgers_default_grade(self, tmp_path: Path) -> None:
        """An ungraded source has the grade that the ledger gives to such."""
        DirectoryStore.create(tmp_path / "events", Config(default_grade="E"))
        ledger = open_ledger(tmp_path / "events")
        ledger.append(OPEN, **HOW)

        (voice,) = ledger.replay("2025-03-10").beliefs[0].voices
        assert (voice.grade, voice.graded) == ("E", False)

    def test_stories(self, folder: Path) -> None:
        """All stories that events belong to, and all that the settings name."""
        ledger = open_ledger(folder)
        ledger.append(OPEN, source="desk", reported="2025-03-10", story="raid")

        assert ledger.stories() == ["flood", "raid", "war"]


class TestDamage:
    @pytest.fixture
    def damaged(self, folder: Path) -> Ledger:
        """A ledger of two events, of which one was edited by hand."""
        ledger = open_ledger(folder)
        ledger.append([say(OPEN, source=source, reported="2025-03-10", story="flood") for source in ("desk", "agency")])
        (path,) = folder.rglob("*.jsonl")
        path.write_bytes(path.read_bytes().replace(b'"source":"agency"', b'"source":"agencx"'))
        ledger.refresh()
        return ledger

    def test_it_is_refused(self, damaged: Ledger) -> None:
        """Nobody gets a picture of a damaged ledger without having asked for it."""
        with pytest.raises(IntegrityBroken, match="id-mismatch"):
            damaged.replay("2025-03-10")

    def test_sound_lines_answer_on_request(self, damaged: Ledger) -> None:
        """With `damaged` the rest is believed, and the problem is there with its place."""
        picture = damaged.replay("2025-03-10", damaged=True)

        assert [voice.source for voice in picture.beliefs[0].voices] == ["desk"]
        (problem,) = damaged.problems
        assert problem.code == "id-mismatch"
        assert re.fullmatch(r"flood/2025-03-10-batch-[0-9a-f]{16}\.jsonl", problem.where.file or "")
        assert problem.where.line in (1, 2)

    def test_every_sound_event_has_a_place(self, damaged: Ledger) -> None:
        """Whoever finds an event can be told its file and line."""
        (event,) = damaged.events()

        assert damaged.places()[event.id].file == damaged.problems[0].where.file


class TestOpening:
    def test_where_there_is_none(self, tmp_path: Path) -> None:
        """A folder without settings is no ledger."""
        with pytest.raises(LedgerNotFound, match="newsledger init"):
            open_ledger(tmp_path)

    def test_a_path_of_any_kind(self, folder: Path) -> None:
        """A path may be text or a path."""
        assert open_ledger(os.fspath(folder)).config == open_ledger(folder).config

    def test_its_repr(self, folder: Path) -> None:
        """It says its title and how many events it holds."""
        ledger = open_ledger(folder)
        ledger.append(OPEN, **HOW)

        assert repr(ledger) == "<Ledger 'News': 1 events>"

    def test_memory_is_not_shared(self) -> None:
        """Two ledgers in memory know nothing of each other."""
        one, other = in_memory(), in_memory()
        one.append(Source("desk", name="The Desk"))

        assert (len(one.events()), len(other.events())) == (1, 0)

    def test_the_clock_is_utc(self) -> None:
        """The clock of a ledger that was given no other tells UTC."""
        assert utc_now().utcoffset() == dt.timedelta(0)

    def test_nobody_in_particular(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where the system knows no login name, lines are recorded by `unknown`."""

        def nobody() -> NoReturn:
            raise KeyError(0)

        monkeypatch.setattr(getpass, "getuser", nobody)

        assert whoever_runs_this() == "unknown"
        assert in_memory().append(OPEN, **HOW).added[0].by == "unknown"


class TestSeries:
    @pytest.fixture
    def ledger(self) -> Ledger:
        """A bridge that opens on the tenth, of which another says only on the fourteenth that it was shut."""
        ledger = in_memory(clock=clock_at(NOON), by="olena")
        ledger.append(OPEN, **HOW)
        shut = State("bridge", "open", term="no")
        ledger.append(shut, source="mayor", occurred="2025-03-11", reported="2025-03-14", story="flood")
        return ledger

    def test_each_day_is_that_of_a_replay(self, ledger: Ledger) -> None:
        """Every day of the span, in order, with the belief that a picture of it has; until today without an end."""
        found = ledger.series("bridge", "2025-03-09")

        assert [on.day.text for on in found] == [f"2025-03-{day:02}" for day in range(9, 17)]
        assert [on.beliefs for on in found] == [ledger.replay(on.day).beliefs for on in found]

    @pytest.mark.parametrize("how", [{"hindsight": True}, {"public": "2025-03-15"}])
    def test_what_stands_still_is_that_of_a_replay(self, ledger: Ledger, how: dict[str, Any]) -> None:
        """What was said later counts with hindsight, or up to `public`."""
        found = ledger.series("bridge", "2025-03-10", "2025-03-12", zone="Europe/Kyiv", **how)

        for on in found:
            assert on.beliefs == ledger.replay(on.day, zone="Europe/Kyiv", **how).beliefs
        assert [str(on.belief.standing) for on in found if on.belief] == ["reported", "disputed", "disputed"]

    def test_nothing_is_believed_of_what_was_not_known(self, ledger: Ledger) -> None:
        """All was taken in on the sixteenth: as of the day before there is nothing on any day."""
        found = ledger.series("bridge", "2025-03-10", "2025-03-12", known="2025-03-15")

        assert [on.beliefs for on in found] == [(), (), ()]

    def test_turning_days_alone(self, ledger: Ledger) -> None:
        """With `turning` the days between two change points are left out, all of them marked."""
        every = ledger.series("bridge", "2025-03-01", "2025-03-16")
        turning = ledger.series("bridge", "2025-03-01", "2025-03-16", turning=True)

        assert turning == [on for on in every if on.turning]
        assert 0 < len(turning) < len(every)

    @pytest.mark.parametrize(("start", "end"), [("2025-03-16", "2025-03-10"), ("../2025-03", "2025-03-10")])
    def test_a_span_without_days(self, ledger: Ledger, start: str, end: str) -> None:
        """A span that ends before it begins, or that begins nowhere, is refused with what to write."""
        with pytest.raises(InvalidInput) as caught:
            ledger.series("bridge", start, end)

        assert [problem.code for problem in caught.value.problems] == ["no-days"]

    def test_a_slot_that_is_not_there(self, ledger: Ledger) -> None:
        """A name that fits no slot is told with the nearest."""
        with pytest.raises(NotInLedger, match="bridge"):
            ledger.series("bridgee", "2025-03-10", "2025-03-12")
