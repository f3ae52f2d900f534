"""Taking back on the command line: correct, retract, void, note, alias."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.amending import believed, done, fill, ident, newest, one, opened
from tests.cli.running import answer, fingerprint, run

from newsledger.claimline import write_claim

AREA = "indicator/flood/area = 900"
AREA_SLOT = "indicator/flood/area.number"


@pytest.fixture
def flood(new: Path) -> Path:
    """A folder with a small ledger."""
    fill(new)
    return new


class TestCorrect:
    def test_it_replaces_the_value_and_nothing_else(self, flood: Path) -> None:
        """Slot, date, story, source and chain are those of the report."""
        target = one(flood, AREA)

        said = newest(flood, done(flood, "correct", target.id[:6], "about 800 acres", "--reported", "2025-05-02")).said

        assert str(said.fact.number) == "~800 acre"  # type: ignore[union-attr]  # an indicator
        assert said.corrects == target.id
        kept = ("occurred", "story", "source", "via")
        assert [getattr(said, name) for name in kept] == [getattr(target.said, name) for name in kept]
        assert said.reported is not None
        assert said.reported.text == "2025-05-02"

    def test_the_picture_of_the_day_before_stays(self, flood: Path) -> None:
        """On the day of the correction the figure is the new one, before it the old one."""
        done(flood, "correct", ident(flood, AREA), "800 acres", "--reported", "2025-05-02")

        assert believed(flood, AREA_SLOT, "2025-05-01").startswith("900 acre")
        assert believed(flood, AREA_SLOT, "2025-05-02").startswith("800 acre")

    def test_a_date_in_the_value_is_its_date(self, flood: Path) -> None:
        """`@ WHEN` overrides the date of the report; words for it are read against the day of the correction."""
        said = newest(
            flood, done(flood, "correct", ident(flood, AREA), "800 acres @ yesterday", "--reported", "2025-05-02")
        ).said

        assert said.occurred is not None
        assert said.occurred.text == "2025-05-01"

    def test_the_value_field_is_that_of_the_report(self, flood: Path) -> None:
        """A report of pockets alone is corrected in pockets, though a bare figure would be the area."""
        run(flood, "add", "territory-held/hill/flood.pockets = 2", "--source", "agency", "--reported", "2025-05-01")

        said = newest(flood, done(flood, "correct", ident(flood, "territory-held/hill"), "3")).said

        assert [field.name for field, _ in said.claims()] == ["pockets"]

    def test_what_is_not_repeated_is_said_to_go(self, flood: Path) -> None:
        """A report of two values is taken back whole, and the one that is dropped is named."""
        result = run(flood, "correct", ident(flood, "territory-held/valley"), "25 km2", "--reported", "2025-05-02")

        assert "taken back without another value: share" in result.stderr
        assert believed(flood, "territory-held/valley/flood.share") == "None"

    def test_words_are_kept(self, flood: Path) -> None:
        """`--words` are the source's own, beside the figure that was made of them."""
        said = newest(flood, done(flood, "correct", ident(flood, AREA), "800 acres", "--words", "some 800")).said

        assert said.words("number") == "some 800"

    def test_a_spokesman_may(self, flood: Path) -> None:
        """Whoever speaks for the same party may correct; the chain stays as it was."""
        added = done(flood, "correct", ident(flood, "state/Old Bridge"), "no", "--source", "town-hall")

        said = newest(flood, added).said
        assert (said.source, said.via) == ("town-hall", ("daily",))
        assert believed(flood, "state/old bridge/safe", "2026-01-01") != "yes"

    def test_an_outlet_corrects_its_own_report(self, flood: Path) -> None:
        """For a later link, the chain is what stands behind it."""
        said = newest(flood, done(flood, "correct", ident(flood, AREA), "800 acres", "--source", "daily")).said

        assert (said.source, said.via) == ("daily", ())

    def test_a_correction_can_be_corrected(self, flood: Path) -> None:
        """The last of a chain of corrections is what counts."""
        first = done(flood, "correct", ident(flood, AREA), "800 acres", "--reported", "2025-05-02")["added"][0]
        done(flood, "correct", first, "850 acres", "--reported", "2025-05-02")

        assert believed(flood, AREA_SLOT, "2025-05-02").startswith("850 acre")

    def test_a_report_is_corrected_once(self, flood: Path) -> None:
        """A second correction would stand beside the first: the first is what can be corrected."""
        target = ident(flood, "indicator/flood/area = 900")
        first = done(flood, "correct", target, "950 acres")["added"][0][:8]
        second = done(flood, "correct", first, "960 acres")["added"][0][:8]

        again = run(flood, "correct", target, "970 acres")

        assert again.exit_code == 2
        assert f"correct {second} instead" in again.stderr
        assert done(flood, "correct", target, "950 acres")["added"] == []
        assert run(flood, "correct", target, "970 acres", "--yes").exit_code == 0

    def test_the_way_is_told_and_may_be_another(self, flood: Path) -> None:
        """It came as the report did unless `--via` says otherwise; an empty one says that nobody carried it."""
        target = ident(flood, "indicator/flood/area = 900")

        as_before = run(flood, "correct", target, "950 acres", "--dry-run")
        straight = done(flood, "correct", target, "950 acres", "--via", "")

        assert "said by agency, through The Daily, reported " in as_before.stderr
        assert newest(flood, straight).said.via == ()

    def test_the_effect_is_shown_before_and_after(self, flood: Path) -> None:
        """The belief before and after stands on stderr, and in the JSON."""
        arguments = ("correct", ident(flood, AREA), "800 acres", "--reported", "2025-05-02", "--dry-run")

        assert f"{AREA_SLOT}: 900 acre, reported -> 800 acre, reported" in run(flood, *arguments).stderr
        (change,) = done(flood, *arguments)["changes"]
        assert change == {
            "at": "2025-05-02", "slot": AREA_SLOT, "before": "900 acre, reported", "after": "800 acre, reported",
        }  # fmt: skip


class TestRetract:
    def test_it_is_as_if_it_had_never_been_said(self, flood: Path) -> None:
        """From the day of the retraction on nothing is believed of it; before, it still was."""
        done(flood, "retract", ident(flood, "state/Old Bridge"), "--reported", "2025-05-02", "--reason", "no idea")

        assert believed(flood, "state/old bridge/safe", "2025-05-02") == "None"
        assert believed(flood, "state/old bridge/safe", "2025-05-01") != "None"

    def test_a_retraction_can_be_taken_back(self, flood: Path) -> None:
        """Retracting the retraction restores."""
        before = believed(flood, "state/old bridge/safe")
        back = done(flood, "retract", ident(flood, "state/Old Bridge"), "--reported", "2025-05-02")["added"][0]
        done(flood, "retract", back, "--reported", "2025-05-03")

        assert believed(flood, "state/old bridge/safe") == before

    def test_doing_it_twice_is_said(self, flood: Path) -> None:
        """Whoever takes something back again is told that it was taken back."""
        first = done(flood, "retract", ident(flood, AREA), "--reported", "2025-05-02")["added"][0]

        again = run(flood, "retract", ident(flood, AREA), "--dry-run")
        assert f"was taken back already, by {first[:8]}" in again.stderr

    def test_a_stranger_is_recorded_on_request(self, flood: Path) -> None:
        """With `--yes` it stands in the ledger, does nothing, and is a finding."""
        before = believed(flood, AREA_SLOT)
        result = run(flood, "retract", ident(flood, AREA), "--source", "rival", "--yes")

        assert result.exit_code == 0
        assert "it does nothing as it is: rival stands in no chain" in result.stderr
        assert believed(flood, AREA_SLOT) == before
        assert [one["code"] for one in answer(flood, "check")["findings"]] == ["stranger"]

    def test_who_could_is_told(self, flood: Path) -> None:
        """A stranger is refused with the chain, and with whoever speaks for one of its links; parties speak nowhere."""
        refused = run(flood, "retract", ident(flood, "state/Old Bridge"), "--source", "agency").stderr

        assert "who could: mayor (who said it), daily (who carried it), town-hall (speaks for one of them)\n" in refused


class TestVoid:
    def test_the_reason_may_stand_behind_the_id(self, flood: Path) -> None:
        """A second word is the reason, which is given once."""
        target = ident(flood, AREA)

        assert run(flood, "void", target, "typing error", "--reason", "other").exit_code == 2
        assert write_claim(newest(flood, done(flood, "void", target, "typing error")).said).endswith('"typing error"')

    def test_it_mends_the_picture_of_every_day(self, flood: Path) -> None:
        """Nobody took anything back: it is as if we had never entered it, on all days."""
        done(flood, "void", ident(flood, AREA), "--reason", "typing error")

        assert believed(flood, AREA_SLOT, "2025-05-01") == "None"

    def test_the_right_claim_is_entered_in_the_same_step(self, flood: Path) -> None:
        """Who says it, when and through whom are those of the entry, and so is its date."""
        wrong = one(flood, AREA)
        added = done(flood, "void", wrong.id, "--reason", "typing error", "--with", "indicator/flood/area = 90 acres")

        right, void = newest(flood, added, 0), newest(flood, added, 1)
        if void.said.kind != "void":
            right, void = void, right
        same = ("source", "via", "reported", "occurred", "story", "stance")
        assert [getattr(right.said, name) for name in same] == [getattr(wrong.said, name) for name in same]
        assert void.said.fact.replaced_by == right.id  # type: ignore[union-attr]  # a void
        assert believed(flood, AREA_SLOT, "2025-05-01").startswith("90 acre")

    def test_one_file_holds_both(self, flood: Path) -> None:
        """The void and the replacement are one batch, whole or not at all."""
        before = fingerprint(flood)
        done(flood, "void", ident(flood, AREA), "--reason", "typo", "--with", "indicator/flood/area = 90 acres")

        assert len(fingerprint(flood)) == len(before) + 1

    def test_what_was_aimed_at_it_applies_to_the_replacement(self, flood: Path) -> None:
        """A correction by the source holds on, whatever we mistyped before."""
        target = ident(flood, AREA)
        done(flood, "correct", target, "800 acres", "--reported", "2025-05-02")
        done(flood, "void", target, "--reason", "typo", "--with", "indicator/flood/area = 901 acres")

        assert believed(flood, AREA_SLOT, "2025-05-01").startswith("901 acre")
        assert believed(flood, AREA_SLOT, "2025-05-02").startswith("800 acre")

    def test_an_entry_that_is_there_may_be_the_right_one(self, flood: Path) -> None:
        """`--replaced-by` names it by the beginning of its id."""
        right = one(flood, "indicator/flood/area = 950")
        added = done(flood, "void", ident(flood, AREA), "--reason", "twice", "--replaced-by", right.id[:7])

        assert newest(flood, added).said.fact.replaced_by == right.id  # type: ignore[union-attr]  # a void

    def test_an_entry_of_ours_is_voided_too(self, flood: Path) -> None:
        """An alias goes as it came."""
        alias = done(flood, "alias", "Altbrücke", "Old Bridge", "--yes")["added"][0]
        done(flood, "void", alias, "--reason", "another bridge")

        alive = opened(flood).replay("2025-06-01").names
        assert alive.of("Altbrücke") != alive.of("Old Bridge")

    def test_both_days_are_shown(self, flood: Path) -> None:
        """It mends the past, hence the picture of that day is shown beside today's."""
        shown = run(flood, "void", ident(flood, AREA), "--reason", "typo", "--dry-run").stderr

        assert "in the picture of 2025-05-01: 1 belief new or changed" in shown
        assert shown.count("in the picture of ") == 2

    def test_a_misspelt_replacement_is_asked_about(self, flood: Path) -> None:
        """A slot that looks like one that is there is not opened by a slip of the finger."""
        arguments = ("void", ident(flood, AREA), "--reason", "typo", "--with", "indicator/flodo/area = 90 acres")

        assert "near-miss" in run(flood, *arguments).stderr
        assert run(flood, *arguments, "--yes").exit_code == 0


class TestNote:
    def test_a_note_is_shown_with_its_event(self, flood: Path) -> None:
        """`show` tells it; no figure changes."""
        before = believed(flood, AREA_SLOT)
        done(flood, "note", ident(flood, AREA), "measured from the air", "--url", "https://example.org/1")

        assert "measured from the air" in run(flood, "show", ident(flood, AREA)).stdout
        assert believed(flood, AREA_SLOT) == before

    def test_an_address_alone_is_a_note(self, flood: Path) -> None:
        """Where a copy is kept needs no words beside it."""
        added = done(flood, "note", ident(flood, AREA), "--archive", "https://example.org/kept")

        assert newest(flood, added).said.fact.archive == "https://example.org/kept"  # type: ignore[union-attr]  # a note

    def test_a_slot_may_be_noted(self, flood: Path) -> None:
        """A slot is named as it is written, whatever its capitals."""
        added = done(flood, "note", "State/Old Bridge/safe", "there are two bridges")

        assert newest(flood, added).said.fact.keys() == ("state/old bridge/safe",)  # type: ignore[union-attr]  # a note


class TestAlias:
    def test_two_names_become_one(self, flood: Path) -> None:
        """Whatever was said of either is said of one thing, in any script."""
        run(flood, "add", "state/Старый мост/crowded", "--source", "agency", "--reported", "2025-05-01", "--yes")
        done(flood, "alias", "Старый мост", "Old Bridge")

        assert believed(flood, "state/old bridge/crowded") != "None"

    def test_a_circle_is_told_with_its_path(self, flood: Path) -> None:
        """The names that the aliases lead through stand in the message."""
        done(flood, "alias", "Курск", "Old Bridge", "--yes")
        done(flood, "alias", "Old Bridge", "dam", "--yes")
        before = fingerprint(flood)

        result = run(flood, "alias", "dam", "Курск", "--yes")

        assert result.exit_code == 2
        assert "circle: dam -> курск -> old bridge -> dam" in result.stderr
        assert fingerprint(flood) == before

    def test_a_voided_alias_closes_no_circle(self, flood: Path) -> None:
        """What was taken back leads nowhere."""
        alias = done(flood, "alias", "dam", "Old Bridge")["added"][0]
        done(flood, "void", alias, "--reason", "they are two")

        assert run(flood, "alias", "Old Bridge", "dam").exit_code == 0

    def test_a_party_and_a_story_are_names(self, flood: Path) -> None:
        """Keys, sources, parties and stories may all have a second name."""
        assert run(flood, "alias", "flood", "town").exit_code == 0


COMMANDS = {
    "correct": ("800 acres",),
    "retract": (),
    "void": ("--reason", "typo"),
    "note": ("seen",),
    "redact": ("--reason", "a name", "--authority", "the editor", "--yes"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_dry_run_writes_nothing(flood: Path, command: str) -> None:
    """It tells what it would do, and the ledger stays byte for byte."""
    before = fingerprint(flood)

    result = run(flood, command, ident(flood, AREA), *COMMANDS[command], "--dry-run")

    assert result.exit_code == 0
    assert (result.stdout, "--dry-run" in result.stderr) == ("", True)
    assert fingerprint(flood) == before


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "redact"])
def test_the_ids_are_those_of_the_dry_run(flood: Path, command: str) -> None:
    """An id is that of what is said: a dry run tells it before anything is written."""
    arguments = (command, ident(flood, AREA), *COMMANDS[command])

    dry, wet = done(flood, *arguments, "--dry-run"), done(flood, *arguments)

    assert dry["dry_run"]
    assert dry["added"] == wet["added"]
    assert {event.id for event in opened(flood).events()} >= set(wet["added"])


@pytest.mark.parametrize("command", COMMANDS)
def test_whoever_enters_it_may_be_named(flood: Path, command: str) -> None:
    """`--by` stands in the line."""
    run(flood, command, ident(flood, AREA), *COMMANDS[command], "--by", "anna")

    assert [event for event in opened(flood).events() if event.by == "anna"]


@pytest.mark.parametrize("command", ["correct", "retract"])
def test_nothing_is_found_afterwards(flood: Path, command: str) -> None:
    """An amendment by whoever may make it is no finding."""
    run(flood, command, ident(flood, AREA), *COMMANDS[command])

    assert run(flood, "check").exit_code == 0
