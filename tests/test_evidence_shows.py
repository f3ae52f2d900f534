"""What evidence must show, in a newsroom's words: sheets go in, and what is held of a figure comes out."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import attrs
import pytest

from newsledger.belief import TABLE, Belief, Role, Standing, value_text
from newsledger.belief.weights import ONE
from newsledger.errors import InvalidInput
from newsledger.event import Event, Said
from newsledger.kinds.retraction import Retraction
from newsledger.kinds.source import Source
from newsledger.ledger import Ledger, in_memory, open_ledger
from newsledger.replay import Picture
from newsledger.sheet import read_sheet
from newsledger.track import Outcome, Record, records
from newsledger.values.confidence import Confidence

ROOT = Path(__file__).parent.parent
DAY = "2025-03-16"

CAST = """\
report: desk
published: {published}

sources
  russia: Russia; party; opposes ukraine
  ukraine: Ukraine; party; opposes russia
  desk: The Desk; outlet; grade B
  agency: The Agency; outlet; grade B
  daily: The Daily; outlet; grade B
  observers: Observers; body; grade A
  passer-by: A passer-by; person; grade C
  blogger: A blogger; person; grade C
  kyiv: Kyiv; body; speaks-for ukraine; grade D
  general: A general; person; speaks-for ukraine; grade D
  moscow: Moscow; body; speaks-for russia; grade D
"""

BRIDGE = "state/bridge/destroyed"
HELD = "territory-held/kursk/ukraine.area"
TOLL = "casualties/harbour/killed//total/strike"
TROOPS = "forces/volunteers/kursk"


class Newsroom:
    """A ledger in memory, into which sheets are put day by day."""

    def __init__(self) -> None:
        self._now = dt.datetime(2025, 3, 16, 12, tzinfo=dt.UTC)
        self.ledger: Ledger = in_memory(clock=lambda: self._now, by="ann")
        self._cast: list[str] = []

    def knows(self, *sources: str, published: str = DAY) -> None:
        """Introduces further sources, each in a line of a sheet."""
        self._cast += [f"  {line}" for line in sources]
        self.takes("", published=published)

    def reads(self, lines: str, *, published: str = DAY) -> list[Said]:
        """What a sheet of that day says, beneath what is known of sources."""
        return list(read_sheet("\n".join([CAST.format(published=published), *self._cast, "", lines])).saids)

    def takes(self, lines: str, *, published: str = DAY) -> list[Event]:
        """Takes in a sheet of that day; returns what the sources in it said."""
        added = self.ledger.append(self.reads(lines, published=published)).added
        return [event for event in added if not event.said.ours]

    def next_day(self) -> None:
        """What is taken in from now on was not held the day before."""
        self._now += dt.timedelta(days=1)

    def holds(self, slot: str, date: str = DAY, **cuts: str) -> Belief:
        """What the picture of a day holds about a slot."""
        found = self.ledger.replay(date, **cuts).belief(slot)  # type: ignore[arg-type]  # cuts are dates
        assert found is not None, slot
        return found

    def record(self, source: str, date: str = "2025-12-31") -> Record:
        """What a source has on record."""
        found = records(self.ledger.state(), self.ledger.replay(date))
        return next(one for one in found if one.name == source)


def sure(belief: Belief) -> int:
    """The confidence, which is there."""
    assert belief.confidence is not None
    return belief.confidence


def text(belief: Belief) -> str | None:
    """The value as text."""
    return None if belief.value is None else value_text(belief.value)


# --- echoes, declared and told ----------------------------------------------------------------------


class TestEchoes:
    def test_ten_outlets_that_quote_one_blogger_are_one_witness(self) -> None:
        """However many carry it, it is the blogger's word: no confidence moves, no witness is added."""
        room = Newsroom()
        room.takes("blogger says:\n  state/bridge/destroyed\n")
        alone = room.holds(BRIDGE)
        for number in range(1, 11):
            room.knows(f"outlet {number}: Outlet {number}; grade A")
            room.takes(f"blogger says via outlet {number}:\n  {BRIDGE}\n")
            quoted = room.holds(BRIDGE)

            assert (sure(quoted), quoted.witnesses, quoted.standing) == (sure(alone), 1, Standing.REPORTED)

        assert len(quoted.voices) == 11

    def test_the_eleventh_outlet_that_saw_it_itself_is_a_second_witness(self) -> None:
        """It speaks for itself, and its word adds to the blogger's."""
        room = Newsroom()
        room.takes(f"blogger says:\n  {BRIDGE}\n")
        for number in range(1, 11):
            room.knows(f"outlet {number}: Outlet {number}; grade A")
            room.takes(f"blogger says via outlet {number}:\n  {BRIDGE}\n")
        quoted = room.holds(BRIDGE)

        room.takes(f"agency says:\n  {BRIDGE}\n")
        seen = room.holds(BRIDGE)

        assert sure(seen) > sure(quoted)
        assert (seen.witnesses, seen.standing) == (2, Standing.CONFIRMED)
        assert seen.weight.supports == TABLE.grades["B"] + TABLE.grades["C"]

    def test_a_declared_echo_of_six_tenths_leaves_four_tenths_of_the_word(self) -> None:
        """The heavier of the two counts whole; what the lighter has from it does not count again."""
        room = Newsroom()
        room.knows("mirror: The Mirror; grade C; echoes agency 0.6")
        room.takes(f"agency, mirror say:\n  {BRIDGE}\n")
        belief = room.holds(BRIDGE)

        assert belief.weight.supports == TABLE.grades["B"] + TABLE.grades["C"] * 4 // 10
        assert {voice.source: voice.weighing.new for voice in belief.of(Role.SHOWN)} == {
            "agency": ONE,
            "mirror": 400_000,
        }
        assert (belief.witnesses, belief.standing) == (1, Standing.REPORTED)  # less than half of it is new

    def test_an_echo_of_less_than_half_leaves_a_second_witness(self) -> None:
        """At least half of its word is new: it counts as one more."""
        room = Newsroom()
        room.knows("mirror: The Mirror; grade C; echoes agency 0.5")
        room.takes(f"agency, mirror say:\n  {BRIDGE}\n")

        assert (room.holds(BRIDGE).witnesses, room.holds(BRIDGE).standing) == (2, Standing.CONFIRMED)

    def test_an_echo_with_a_scope_counts_there_alone(self) -> None:
        """Declared of bridges, it leaves whole what the same two say of a dam."""
        room = Newsroom()
        room.knows("mirror: The Mirror; grade C; echoes agency 0.6 on state/bridge")
        room.takes(f"agency, mirror say:\n  {BRIDGE}\n  state/dam/destroyed\n")

        assert room.holds(BRIDGE).weight.supports == 2_600_000
        assert room.holds("state/dam/destroyed").weight.supports == 3_200_000

    def test_an_echo_is_none_where_the_two_say_different_things(self) -> None:
        """Who contradicts another has that word from somewhere else."""
        room = Newsroom()
        room.knows("mirror: The Mirror; grade C; echoes agency 0.6")
        room.takes(f"agency says:\n  {BRIDGE}\n\nmirror says:\n  {BRIDGE} = no\n")

        assert room.holds(BRIDGE).weight.against == TABLE.grades["C"]

    def test_a_chain_that_names_its_own_source_twice_is_refused(self) -> None:
        """The agency by way of the daily by way of the agency: nobody carries words to himself."""
        with pytest.raises(InvalidInput) as refused:
            Newsroom().takes(f"agency says via daily, agency:\n  {BRIDGE}\n")

        assert [problem.code for problem in refused.value.problems] == ["chain-twice"]

    @pytest.mark.parametrize(
        ("tie", "second"),
        [("speaks-for", Source("two", speaks_for="one")), ("derived-from", Source("two", derived_from="one"))],
    )
    def test_sources_that_speak_for_each_other_in_a_circle_are_refused(self, tie: str, second: Source) -> None:
        """In one sheet, and where the second half comes a day later by hand; nothing of it is taken in."""
        room = Newsroom()
        with pytest.raises(InvalidInput) as refused:
            Newsroom().knows(f"one: One; {tie} two", f"two: Two; {tie} one")
        room.knows(f"one: One; {tie} two")
        before = room.ledger.state().ids()
        with pytest.raises(InvalidInput) as by_hand:
            room.ledger.append(second)

        for error in (refused.value, by_hand.value):
            assert [problem.code for problem in error.problems] == ["source-circle"]
        assert room.ledger.state().ids() == before


# --- grades, and what was held ------------------------------------------------------------------------


class TestGrades:
    def test_a_grade_given_today_changes_no_picture_of_what_was_held_yesterday(self) -> None:
        """It mends the picture of an open `known`, and leaves each byte of what we held before as it was."""
        room = Newsroom()
        room.knows("witness: A witness")
        room.takes(f"witness says:\n  {BRIDGE}\n")
        before = room.holds(BRIDGE, known=DAY)
        room.next_day()

        room.ledger.append(Source("witness", grade="A"))

        assert room.holds(BRIDGE, known=DAY) == before
        assert sure(room.holds(BRIDGE)) > sure(before)

    def test_a_grade_counts_from_its_day_on(self) -> None:
        """Down to E since the 14th: the word of the 10th keeps the weight that it had."""
        room = Newsroom()
        room.knows("witness: A witness; grade B since 2025-01-01", published="2025-03-10")
        room.takes(f"witness says:\n  {BRIDGE}\n", published="2025-03-10")
        before = room.holds(BRIDGE)

        room.ledger.append(Source("witness", grade="E"), occurred="2025-03-14")

        assert room.holds(BRIDGE).confidence == before.confidence
        room.takes("witness says:\n  state/dam/destroyed\n")
        assert room.holds("state/dam/destroyed").weight.supports == TABLE.grades["E"]

    def test_what_the_desk_holds_of_one_report_weighs_beside_the_grade(self) -> None:
        """Low takes from a report what high gives it; not judged, it is as the grade says."""
        found = []
        for held in ("low", "moderate", None, "high"):
            room = Newsroom()
            (said,) = (one for one in room.reads(f"agency says:\n  {BRIDGE}\n") if not one.ours)
            room.ledger.append(attrs.evolve(said, confidence=Confidence.parse(held) if held else None))
            found.append(sure(room.holds(BRIDGE)))
        low, moderate, not_judged, high = found

        assert low < moderate == not_judged < high


# --- taking back ----------------------------------------------------------------------------------------


class TestTakingBack:
    def test_a_misquote_falls_on_the_outlet(self) -> None:
        """The daily takes back what it quoted wrongly: that report alone goes, and the agency's record stays clean."""
        room = Newsroom()
        room.takes(f"agency says:\n  {TOLL} = 12 @ 2025-03-10\n")
        (misquote,) = room.takes(f"agency says via daily:\n  {TOLL} = 20 @ 2025-03-10\n")

        room.ledger.append(Retraction(misquote.id, reason="misheard"), source="daily", reported="2025-03-17")
        after = room.holds(TOLL, "2025-03-18")

        assert (text(after), after.standing, after.flags) == ("12 person", Standing.REPORTED, ("partly retracted",))
        assert (room.record("daily").retractions, room.record("agency").retractions) == (1, 0)

    def test_the_origins_retraction_takes_back_every_report_of_its_claim(self) -> None:
        """Whoever carried it; and it counts against the origin alone."""
        room = Newsroom()
        (told, _) = room.takes(
            f"agency says:\n  {TOLL} = 12 @ 2025-03-10\n\nagency says via daily:\n  {TOLL} = 12 @ 2025-03-10\n"
        )

        room.ledger.append(Retraction(told.id, reason="wrong"), source="agency", reported="2025-03-17")

        assert room.ledger.replay("2025-03-18").belief(TOLL) is None
        assert (room.record("agency").retractions, room.record("daily").retractions) == (1, 0)

    def test_a_correction_moves_confidence_to_what_it_says_now(self) -> None:
        """Two who disagreed agree once one of them has corrected itself: dispute ends, confidence rises."""
        room = Newsroom()
        (wrong, _) = room.takes(
            f"agency says:\n  {TOLL} = 20 @ 2025-03-10\n\nobservers say:\n  {TOLL} = 12 @ 2025-03-10\n"
        )
        before = room.holds(TOLL)
        *_, corrected = room.reads(f"agency says:\n  {TOLL} = 12 @ 2025-03-10\n", published="2025-03-17")

        room.ledger.append(attrs.evolve(corrected, corrects=wrong.id))
        after = room.holds(TOLL, "2025-03-18")

        assert (text(before), before.standing) == ("12 person", Standing.DISPUTED)
        assert (text(after), after.standing, after.witnesses) == ("12 person", Standing.CONFIRMED, 2)
        assert sure(after) > sure(before)
        assert after.weight.against == 0
        assert room.record("agency").corrections == 1
        assert room.holds(TOLL) == before  # of the day before the correction was public


# --- who has a stake --------------------------------------------------------------------------------------


class TestInterest:
    def test_a_word_against_ones_own_side_weighs_more(self) -> None:
        """Kyiv gives its own side less land than two others do, and is heavier for it; with more land it is lighter."""
        room = Newsroom()
        room.takes(f"kyiv says:\n  {HELD} = 100 km2\n\ndesk, daily say:\n  {HELD} = 300 km2\n")
        against = {voice.source: voice.weighing for voice in room.holds(HELD).voices}
        room = Newsroom()
        room.takes(f"kyiv says:\n  {HELD} = 500 km2\n\ndesk, daily say:\n  {HELD} = 300 km2\n")
        in_favour = {voice.source: voice.weighing for voice in room.holds(HELD).voices}

        assert against["kyiv"].weight == 800_000
        assert in_favour["kyiv"].weight == 200_000
        assert against["desk"].interest == in_favour["desk"].interest == ONE

    def test_who_admits_its_own_losses_is_believed_sooner(self) -> None:
        """Of casualties the higher figure is the worse one for the group whose people they are."""
        told = {}
        for number in (90, 10):
            room = Newsroom()
            room.takes(f"kyiv says:\n  casualties/ukraine/killed = {number} @ 2025-03-10\n"
                       f"\nblogger says:\n  casualties/ukraine/killed = 50 @ 2025-03-10\n")  # fmt: skip
            told[number] = next(v for v in room.holds("casualties/ukraine/killed//total").voices if v.source == "kyiv")

        assert told[90].weighing.weight > told[10].weighing.weight

    def test_a_stake_that_the_desk_declared_counts_like_a_key(self) -> None:
        """Nothing in the slot's name says whom a destroyed bridge favours; the stake does."""
        room = Newsroom()
        room.takes(f"moscow says:\n  {BRIDGE}\n")
        without = room.holds(BRIDGE)
        room.takes(f"stakes\n  {BRIDGE}: russia; better-for russia no\n")

        assert (without.standing, room.holds(BRIDGE).standing) == (Standing.REPORTED, Standing.CLAIMED)
        assert sure(room.holds(BRIDGE)) > sure(without)  # it admits what is worse for it

    def test_two_opposing_sides_that_agree(self) -> None:
        """Each has a stake, and neither would say so to please the other."""
        room = Newsroom()
        room.takes(f"kyiv says:\n  {HELD} = 110 km2\n")
        one_side = room.holds(HELD)
        room.takes(f"moscow says:\n  {HELD} = 110 km2\n")
        both = room.holds(HELD)

        assert (one_side.standing, both.standing, both.witnesses) == (Standing.CLAIMED, Standing.BOTH_SIDES, 2)
        assert sure(both) > sure(one_side)

    def test_a_spokesman_adds_nothing_to_his_government(self) -> None:
        """The general and Kyiv are one voice."""
        room = Newsroom()
        room.takes(f"kyiv says:\n  {HELD} = 110 km2\n")
        alone = room.holds(HELD)
        room.takes(f"general says:\n  {HELD} = 110 km2\n")

        assert (sure(room.holds(HELD)), room.holds(HELD).witnesses) == (sure(alone), 1)

    def test_control_gives_a_stake_to_whom_it_names(self) -> None:
        """The key is a town; who is said to hold it gains by that."""
        room = Newsroom()
        room.takes("moscow says:\n  control/sudzha = russia\n\nkyiv says:\n  control/malaya loknya = russia\n")
        gained, admitted = room.holds("control/sudzha"), room.holds("control/malaya loknya")

        assert (gained.standing, admitted.standing) == (Standing.CLAIMED, Standing.CLAIMED)
        assert (gained.weight.supports, admitted.weight.supports) == (200_000, 800_000)


# --- figures that move, figures that do not ---------------------------------------------------------------


class TestMovingAndFixed:
    def test_a_moved_front_line_is_history_and_no_dispute(self) -> None:
        """The agency's figure of the 5th and the desk's of the 16th: the front moved, nobody was wrong."""
        room = Newsroom()
        room.takes(f"agency says:\n  {HELD} = 500 km2\n", published="2025-03-05")
        room.takes(f"desk says:\n  {HELD} = 110 km2\n")
        belief = room.holds(HELD)

        assert (text(belief), belief.standing, belief.weight.against) == ("110 km2", Standing.REPORTED, 0)
        assert [voice.source for voice in belief.of(Role.EARLIER)] == ["agency"]
        assert room.record("agency", DAY).outcomes[Outcome.CONTRADICTED] == 0

    def test_two_figures_of_one_day_are_a_dispute_even_where_things_move(self) -> None:
        """No front moves from 500 to 110 within the hour."""
        room = Newsroom()
        room.takes(f"agency says:\n  {HELD} = 500 km2\n\ndesk says:\n  {HELD} = 110 km2\n")

        assert room.holds(HELD).standing is Standing.DISPUTED

    def test_a_fixed_toll_with_two_numbers_is_a_dispute(self) -> None:
        """How many died in a strike of the 10th does not move; both stay visible, nothing is averaged."""
        room = Newsroom()
        room.takes(f"agency says:\n  {TOLL} = 12 @ 2025-03-10\n", published="2025-03-11")
        room.takes(f"observers say:\n  {TOLL} = 20 @ 2025-03-10\n")
        belief = room.holds(TOLL)

        assert (text(belief), belief.standing) == ("20 person", Standing.DISPUTED)
        assert [(voice.source, value_text(voice.value)) for voice in belief.of(Role.DIFFERS) if voice.value] == [
            ("agency", "12 person")
        ]

    def test_with_age_confidence_goes_and_the_value_stays(self) -> None:
        """Half of the evidence is left after one half-life, a quarter after two."""
        room = Newsroom()
        room.takes(f"observers say:\n  {HELD} = 110 km2\n")
        days = [room.holds(HELD, date) for date in (DAY, "2025-03-30", "2025-04-13")]

        assert [belief.evidence.supports for belief in days] == [3_300_000, 1_650_000, 825_000]
        assert {text(belief) for belief in days} == {"110 km2"}
        assert {belief.weight.supports for belief in days} == {3_300_000}
        assert sure(days[0]) > sure(days[1]) > sure(days[2]) > ONE // 2

    def test_what_has_no_half_life_never_fades(self) -> None:
        """How many died on the 10th is as sure a year later."""
        room = Newsroom()
        room.takes(f"agency says:\n  {TOLL} = 12 @ 2025-03-10\n")

        assert room.holds(TOLL, "2026-03-16").confidence == room.holds(TOLL).confidence


# --- agreeing on less than the figure, and on all of it ---------------------------------------------------


class TestAgreement:
    def test_presence_is_corroborated_while_the_number_is_claimed(self) -> None:
        """One side gives a bound, another says that there are some: that they are there has two witnesses."""
        room = Newsroom()
        room.knows("volunteers: Volunteers; party; opposes ukraine")
        room.takes(f"kyiv says:\n  {TROOPS} = as many as 11,000\n\nagency says:\n  {TROOPS} = some\n")
        belief = room.holds(TROOPS)

        assert text(belief) == "<=11000 person"
        assert (belief.standing, belief.figure, belief.witnesses) == (Standing.CORROBORATED, Standing.CLAIMED, 2)

    def test_confirmed_needs_one_without_a_stake_and_enough_weight(self) -> None:
        """Two of good name confirm, two passers-by corroborate, and of two sides alone neither confirms."""
        found = {}
        for who in ("agency, observers", "passer-by, blogger", "kyiv, observers", "kyiv, passer-by"):
            room = Newsroom()
            room.takes(f"{who} say:\n  {HELD} = 110 km2\n")
            found[who] = room.holds(HELD).standing

        assert found == {
            "agency, observers": Standing.CONFIRMED, "passer-by, blogger": Standing.CORROBORATED,
            "kyiv, observers": Standing.CONFIRMED, "kyiv, passer-by": Standing.CORROBORATED,
        }  # fmt: skip

    def test_one_witness_confirms_nothing(self) -> None:
        """However good its name."""
        room = Newsroom()
        room.takes(f"observers say:\n  {HELD} = 110 km2\n")

        assert room.holds(HELD).weight.supports > TABLE.confirmed
        assert room.holds(HELD).standing is Standing.REPORTED


# --- the first story --------------------------------------------------------------------------------------


@cache
def kursk() -> Picture:
    """The picture of the battle for Kursk on the report's day."""
    return open_ledger(ROOT / "events").replay(DAY, story="kursk")


def of_kursk(slot: str) -> Belief:
    """What it holds about a slot."""
    found = kursk().belief(slot)
    assert found is not None, slot
    return found


class TestKursk:
    def test_the_pockets_are_shown_by_both_sides(self) -> None:
        """The maps of both sides agree on two pockets, and that is surer than the word of either."""
        pockets = of_kursk("territory-held/kursk/ukraine.pockets")

        assert (text(pockets), pockets.standing, pockets.witnesses) == ("2 pocket", Standing.BOTH_SIDES, 2)
        assert sure(pockets) > sure(of_kursk(HELD))

    def test_the_area_is_claimed_with_one_witness_though_two_names_give_it(self) -> None:
        """Officials and the bloggers who draw on them are one origin: a D alone, in its own favour."""
        area = of_kursk(HELD)

        assert (text(area), area.standing, area.witnesses) == ("110 km2", Standing.CLAIMED, 1)
        assert len(area.of(Role.SHOWN)) == 2
        assert area.weight.supports == 200_000
        assert 400_000 < sure(area) < 600_000

    def test_the_encirclement_is_denied(self) -> None:
        """Zelensky denies it and nobody on record says it: less likely than not."""
        encircled = of_kursk("state/ukrainian forces in kursk/encircled")

        assert (encircled.value, encircled.standing) == (None, Standing.DENIED)
        assert sure(encircled) < ONE // 2

    def test_the_north_korean_troops_are_corroborated_and_their_number_is_claimed(self) -> None:
        """Kyiv gives the number, Western intelligence says that some are there: too little to confirm."""
        troops = of_kursk("forces/north-korea/beside russian forces")

        assert text(troops) == "<=11000 person"
        assert (troops.standing, troops.figure, troops.witnesses) == (Standing.CORROBORATED, Standing.CLAIMED, 2)
        assert troops.weight.supports <= TABLE.confirmed
        assert {voice.source for voice in troops.of(Role.SILENT)} == {"moscow", "pyongyang"}

    @pytest.mark.parametrize("party", ["russia", "ukraine"])
    def test_positions_are_the_parties_own_word(self, party: str) -> None:
        """Where each stands on the ceasefire it says itself: there is no number for that."""
        position = of_kursk(f"position/us 30-day ceasefire/{party}")

        assert (position.standing, position.confidence) == (Standing.OWN_WORD, None)

    def test_the_office_is_disputed_and_the_public_records_value_is_shown(self) -> None:
        """The report errs; the record outweighs it, and neither is hidden."""
        office = of_kursk("state/donald trump/office")

        assert (text(office), office.standing) == ("president of the United States", Standing.DISPUTED)
        assert [voice.source for voice in office.of(Role.SHOWN)] == ["public-record"]
        assert [voice.source for voice in office.of(Role.DIFFERS)] == ["unnamed-report"]
        assert office.weight.supports > office.weight.against
