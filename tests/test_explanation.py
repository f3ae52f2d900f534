"""Explanations: the way back from a figure to its events, and how a slot is found by a part of its name."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from tests.projections.news import ledger, told

from newsledger.belief import Role
from newsledger.errors import NotInLedger
from newsledger.event import short
from newsledger.explanation import MOST_CHOICES, command, explain, find_slot, no_such_slot
from newsledger.kinds.state import State as Condition
from newsledger.ledger import open_ledger
from newsledger.replay import State

ROOT = Path(__file__).parent.parent

LINES = """\
moscow says on 2025-03-01:
  territory-held/kursk/ukraine = 400 km2

moscow says on 2025-03-16:
  territory-held/kursk/ukraine = just 110 km2
  territory-held/sumy/russia = 50 km2

kyiv denies on 2025-03-16:
  territory-held/kursk/ukraine = 110 km2

agency says on 2025-03-16:
  territory-held/kursk/ukraine = 180 km2
  territory-held/kursk/ukraine.pockets = 2

washington gives no comment on 2025-03-16:
  territory-held/kursk/ukraine
"""


class TestFindSlot:
    @pytest.mark.parametrize(
        ("asked", "name"),
        [
            ("territory-held/kursk/ukraine.area", "territory-held/kursk/ukraine.area"),
            ("territory-held/kursk/ukraine", "territory-held/kursk/ukraine.area"),
            ("Territory-Held/Kursk/Ukraine.Pockets", "territory-held/kursk/ukraine.pockets"),
            ("territory-held / kursk / ukraine", "territory-held/kursk/ukraine.area"),
            ("pockets", "territory-held/kursk/ukraine.pockets"),
            ("sumy", "territory-held/sumy/russia.area"),
        ],
    )
    def test_a_part_will_do(self, asked: str, name: str) -> None:
        """A whole name, with or without its field, or any part that fits one slot alone; in any case."""
        assert find_slot(told(LINES), asked).slot.name == name

    @pytest.mark.parametrize("asked", ["kursk", "territory-held", ".area", "territory-held/kursk"])
    def test_an_ambiguous_part_lists_the_choices(self, asked: str) -> None:
        """Where several fit, they are listed, one a line."""
        with pytest.raises(NotInLedger) as caught:
            find_slot(told(LINES), asked)

        first, *choices = str(caught.value).splitlines()
        assert first == f"'{asked}' fits {len(choices)} slots; name one:"
        assert "  territory-held/kursk/ukraine.area" in choices

    @pytest.mark.parametrize(
        ("asked", "fragments"),
        [
            ("kurks", ("did you mean kursk?", "  territory-held/kursk/ukraine.area")),
            ("territory-held/sumy/rusia.area", ("did you mean territory-held/sumy/russia.area?",)),
            ("xyzzy", ("on the date asked", "`newsledger timeline --slot 'xyzzy'` lists")),
        ],
    )
    def test_none_that_fits(self, asked: str, fragments: tuple[str, ...]) -> None:
        """The nearest word is offered with the slots that it stands in; without one, where to look."""
        with pytest.raises(NotInLedger) as caught:
            find_slot(told(LINES), asked)

        assert str(caught.value).startswith(f"no slot here is or contains '{asked}'")
        assert all(fragment in str(caught.value) for fragment in fragments)

    def test_an_empty_picture(self) -> None:
        """Where nothing is believed, that is what is said."""
        with pytest.raises(NotInLedger, match="the picture is empty"):
            find_slot(told(LINES, "1999"), "kursk")

    def test_very_many_are_cut_short(self) -> None:
        """A list of hundreds helps nobody."""
        names = [f"state/bridge {number}/open" for number in range(100)]

        lines = no_such_slot("bridgge", names).splitlines()

        assert "did you mean bridge?" in lines[0]
        assert len(lines) == MOST_CHOICES + 2
        assert lines[-1] == f"  … and {100 - MOST_CHOICES} more"


class TestExplain:
    def test_every_voice_has_its_part(self) -> None:
        """Shown, rival, denial, silence and the earlier word are told apart."""
        why = explain(told(LINES, "2025-03-16"), "kursk/ukraine.area")
        roles = {role: {voice.source for voice in why.voices(role)} for role in Role if why.voices(role)}

        assert roles == {
            Role.SHOWN: {"agency"}, Role.DIFFERS: {"moscow"}, Role.DENIES: {"kyiv"}, Role.SILENT: {"washington"},
            Role.EARLIER: {"moscow"},
        }  # fmt: skip

    def test_one_more_who_agrees_decides_by_its_weight(self) -> None:
        """Without any one of three the value and the standing stay, and there is less evidence."""
        why = explain(told("agency, desk, washington say on 2025-03-16:\n  state/bridge/open\n"), "bridge/open")
        reports = [voice.event.id for voice in why.belief.voices]

        assert set(reports) <= set(why.decisive)
        for one in reports:
            left = why.again(other for other in why.ids if other != one)
            assert left is not None
            assert (left.value, left.standing) == (why.belief.value, why.belief.standing)

    def test_a_unit_decides_nothing(self) -> None:
        """Two reports of one origin say the same in two units: without either the value is what it was."""
        lines = """\
agency says on 2025-03-16:
  territory-held/kursk/ukraine.share = 25 %
  territory-held/kursk/ukraine.share = 0.25 share
"""
        why = explain(told(lines), "kursk/ukraine.share")
        reports = {voice.event.id for voice in why.belief.voices}

        assert len(reports) == 2
        assert reports.isdisjoint(why.decisive)

    def test_as_text(self) -> None:
        """Each part has its head, each voice its id, words and day; the ids and the command come last."""
        why = explain(told(LINES, "2025-03-16"), "kursk/ukraine.area")

        text = str(why)

        heads = ["who says it", "who says otherwise", "who denies it", "who would not say", "earlier"]
        assert [line for line in text.splitlines() if line in heads] == heads
        for voice in why.belief.voices:
            assert f"  {short(voice.event.id)}  " in text
        assert "through The Desk" in text
        assert text.splitlines()[-1] == f"again: {why.command}"
        assert text.splitlines()[-2] == f"rests on {' '.join(short(one) for one in why.ids)}"

    def test_grades_and_aliases_are_among_the_ids(self) -> None:
        """A figure rests on what was said of its sources too."""
        made = ledger(LINES + "\naliases\n  Курск = kursk\n\nagency says on 2025-03-17:\n  control/Курск = ukraine\n")
        why = explain(made.replay("2025-03-17"), "control")
        kinds = {event.said.kind for event in made.events() if event.id in why.ids}

        assert kinds == {"control", "source", "alias"}

    @pytest.mark.parametrize(
        "slot", ["kursk/ukraine.area", "encircled", "forces/north-korea", "us 30-day ceasefire.to"]
    )
    def test_the_ids_alone_give_the_same_belief(self, slot: str) -> None:
        """Law 16: a ledger of nothing but what is listed believes the same."""
        story = open_ledger(ROOT / "events")
        picture = story.replay("2025-03-16", story="kursk")
        why = explain(picture, slot)

        again = State(event for event in story.events() if event.id in why.ids).picture(picture.question)

        assert again.belief(why.belief.slot.name) == why.belief

    def test_what_was_taken_out(self) -> None:
        """Corrected and retracted reports of the slot are listed, those of other slots are not."""
        fire = open_ledger(ROOT / "events").replay("2026-08-18", story="ridge-fire")

        taken = explain(fire, "missing").taken_out

        assert [entry.slot for entry in taken] == ["casualties/pinecrest residents/missing//total/ridge fire"]
        assert taken[0].taken_out_by
        assert "taken out" in str(explain(fire, "missing"))
        assert explain(fire, "containment").taken_out == ()


class TestCommand:
    @pytest.mark.parametrize(
        ("cuts", "options"),
        [
            ({"date": "2025-03-16"}, "--at 2025-03-16 --public 2025-03-16 --zone UTC"),
            ({"at": "2025-03-16"}, "--at 2025-03-16 --zone UTC"),
            ({"at": "2025-03-16", "known": "2025-07-02"}, "--at 2025-03-16 --known 2025-07-02 --zone UTC"),
            ({"at": "2025-03", "zone": "Europe/Kyiv"}, "--at 2025-03 --zone Europe/Kyiv"),
            ({"at": "2025-03-16", "story": "the raid"}, "--at 2025-03-16 --story 'the raid' --zone UTC"),
        ],
    )
    def test_it_names_every_cut(self, cuts: dict[str, str], options: str) -> None:
        """The question as it was resolved stands in the command; what is open stays out."""
        made = ledger(LINES)
        made.append(Condition("bridge", "open", term="yes"), source="agency", reported="2025-03-16", story="the raid")

        picture = made.replay(**cuts)  # type: ignore[arg-type]  # the names of cuts are given by hand

        assert command(picture, "state/a/b") == f"newsledger explain state/a/b {options}"

    def test_a_name_with_blanks_or_marks_is_quoted(self) -> None:
        """A shell reads the slot as one word, whatever stands in it."""
        picture = told(LINES)

        for slot in ("state/ukrainian forces/encircled", "state/kyiv's hold/firm", "state/$HOME/open", "state/a;b/c"):
            assert shlex.split(command(picture, slot))[2] == slot
