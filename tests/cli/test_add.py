"""`add`: sheets and claims, what they do to the picture, what is asked first, what is echoed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.running import DAY, STORIES, answer, files, fingerprint, lines, run

from newsledger.cli import _near

AREA = "territory-held/kursk/ukraine"
KYIV = ("--source", "kyiv", "--reported", DAY)
SHEET = """\
report: the-daily
published: 2025-03-18
story: kursk

sources
  the-daily: The Daily; outlet; grade C

kyiv says:
  {claim}
"""


def added(folder: Path, claim: str, *options: str) -> str:
    """Adds one claim; gives its id."""
    result = run(folder, "add", claim, *options, "--json")
    identity: str = json.loads(result.stdout)["added"][0]
    return identity


def area(folder: Path, date: str) -> str:
    """How much Ukraine holds of Kursk, as JSON tells it."""
    held: str = answer(folder, "replay", date)["territory"]["kursk"]["ukraine"]["area"]
    return held


class TestClaims:
    def test_a_claim_changes_the_picture(self, here: Path) -> None:
        """It is echoed with its id, its effect is told beforehand, and the next picture holds it."""
        claim = f"{AREA} = about 80 km2 @ 2025-03-18"

        result = run(here, "add", claim, "--source", "ru-mil-officials", "--reported", "2025-03-18", "--story", "kursk")

        assert result.exit_code == 0
        assert result.stdout[8:] == f"  ru-mil-officials  {AREA} = about 80 km2\n"
        for told in (
            "story kursk, reported 2025-03-18",
            "1 belief new or changed",
            "110 km2",
            "1 event added in kursk/",
        ):
            assert told in result.stderr
        assert (area(here, DAY), area(here, "2025-03-18")) == ("110 km2", "~80 km2")

    def test_the_last_story_is_the_default(self, new: Path) -> None:
        """A claim belongs to the story of the last one where none is given, and the answer says which."""
        run(new, "add", "state/bridge/open = no", "--source", "desk", "--story", "flood", "--yes")

        result = run(new, "add", "state/road/open = no", "--source", "desk")

        assert "story flood, reported " in result.stderr
        assert [path.parent.name for path in files(new)] == ["flood", "flood"]

    def test_the_id_that_is_printed_is_the_event(self, here: Path) -> None:
        """`show` finds what `add` printed."""
        printed = run(here, "add", "state/bridge/open = no", "--source", "kyiv", "--reported", DAY).stdout.split()[0]

        assert "state/bridge/open = no" in run(here, "show", printed).stdout

    def test_what_is_there_is_not_added_again(self, here: Path) -> None:
        """The same claim of the same source and day is one event, and no second file is written."""
        claim = ("add", "state/bridge/open = no", "--source", "kyiv", "--reported", DAY)
        run(here, *claim)
        before = fingerprint(here)

        again = run(here, *claim)

        assert (again.exit_code, again.stdout) == (0, "")
        assert "0 events added; 1 event there already" in again.stderr
        assert fingerprint(here) == before

    def test_a_dry_run_writes_nothing(self, here: Path) -> None:
        """The effect is told, and nothing is done."""
        before = fingerprint(here)

        result = run(here, "add", f"{AREA} = 80 km2 @ {DAY}", "--source", "ru-maps", "--reported", DAY, "--dry-run")

        assert result.exit_code == 0
        assert "nothing written: --dry-run (1 event read)" in result.stderr
        assert "1 belief new or changed" in result.stderr
        assert fingerprint(here) == before

    def test_the_options_reach_the_event(self, here: Path) -> None:
        """Source, chain, day, story, stance, confidence, address and who enters it."""
        options = [
            "--source", "kyiv", "--via", "unnamed-report", "--reported", "2025-03-17", "--story", "kursk",
            "--no-comment", "--confidence", "moderate", "--url", "https://example.org/a", "--by", "olena",
        ]  # fmt: skip
        identity = added(here, "state/bridge/open", *options)

        event = answer(here, "show", identity)

        assert event["by"] == "olena"
        assert event["said"] == {
            "confidence": "moderate", "fact": {"condition": "open", "kind": "state", "subject": "bridge"},
            "occurred": "2025-03-17", "reported": "2025-03-17", "source": "kyiv", "stance": "no-comment",
            "story": "kursk", "url": "https://example.org/a", "v": "1", "via": ["unnamed-report"],
        }  # fmt: skip

    def test_a_denial(self, here: Path) -> None:
        """What Putin says, Kyiv may deny; then it is contested."""
        for options in (("--source", "putin"), ("--source", "kyiv", "--denies")):
            assert run(here, "add", "state/dam/mined", *options, "--reported", DAY).exit_code == 0

        contested = {one["name"]: one["contest"] for one in answer(here, "contested", DAY)["contested"]}
        assert contested["state/dam/mined"] == "said and denied"

    @pytest.mark.parametrize(("option", "told"), [("--denies", "denies"), ("--no-comment", "no comment")])
    def test_what_is_added_tells_stance_and_speaker(self, here: Path, option: str, told: str) -> None:
        """A denial and a silence are no claims, and are printed as such beside who made them."""
        result = run(here, "add", "state/dam/mined", option, *KYIV)

        assert result.stdout[8:] == f"  kyiv  {told}: state/dam/mined\n"

    def test_words_for_dates(self, here: Path) -> None:
        """`yesterday` is read against the day of the report, and the words stay."""
        identity = added(here, "state/bridge/open = no @ yesterday", *KYIV)

        said = answer(here, "show", identity)["said"]

        assert (said["occurred"], said["told"]) == ("2025-03-15", {"occurred": "yesterday"})


class TestTakingBack:
    def test_a_correction(self, here: Path) -> None:
        """A claim that corrects another takes its place, and `show` tells both ends."""
        wrong = added(here, "state/bridge/length = 80 m", *KYIV)
        mended = f"correct {wrong[:8]}: state/bridge/length = 90 m"
        right = added(here, mended, "--source", "kyiv", "--reported", "2025-03-17")

        assert answer(here, "show", wrong)["taken_out_by"] == [right]
        assert "corrected by" in run(here, "show", wrong).stdout
        assert answer(here, "explain", "bridge/length", "2025-03-17")["belief"]["value"]["text"] == "90 m"

    def test_a_retraction(self, here: Path) -> None:
        """Whoever said it takes it back, and nothing of it is believed."""
        wrong = added(here, "state/bridge/open = no", *KYIV)

        assert run(here, "add", f"retract {wrong[:8]}", "--source", "kyiv", "--reported", "2025-03-17").exit_code == 0
        assert "state/bridge/open" not in [one["name"] for one in answer(here, "replay", "2025-03-17")["beliefs"]]
        assert "TAKEN BACK" in run(here, "timeline", "2025-03-17", "--slot", "bridge").stdout

    def test_a_void(self, here: Path) -> None:
        """What we entered wrongly is gone from yesterday's picture too."""
        wrong = added(here, "state/bridge/open = no", *KYIV)

        assert run(here, "add", f'void {wrong[:8]} "typed twice"').exit_code == 0
        assert "state/bridge/open" not in [one["name"] for one in answer(here, "replay", DAY)["beliefs"]]
        assert answer(here, "show", wrong)["voided"] is True


class TestOurOwnEntries:
    def test_a_grade_keeps_its_date(self, here: Path) -> None:
        """A source is graded by a claim of ours, which nobody reports; its date is that of the grade."""
        graded = "source/kyiv = Kyiv, grade C @ 2025-01-01"
        identity = added(here, graded)

        said = answer(here, "show", identity)["said"]

        assert (said["fact"]["grade"], said["occurred"]) == ("C", "2025-01-01")
        assert "reported" not in said

    def test_an_alias(self, here: Path) -> None:
        """A second name leads to the same slot."""
        assert run(here, "add", "alias/Курск = kursk").exit_code == 0
        claim = "territory-held/Курск/ukraine = 80 km2 @ 2025-03-18"
        assert run(here, "add", claim, "--source", "ru-mil-officials", "--reported", "2025-03-18").exit_code == 0

        assert area(here, "2025-03-18") == "80 km2"


class TestSheets:
    def test_a_sheet_is_one_file(self, here: Path) -> None:
        """A sheet makes one file, named after the story, the day and the sheet."""
        sheet = here / "Daily News.report"
        sheet.write_text(SHEET.format(claim="state/bridge/open = no"), encoding="utf-8")
        before = files(here)

        result = run(here, "add", str(sheet))

        made = [path for path in files(here) if path not in before]
        assert result.exit_code == 0
        assert [path.name[:16] for path in made] == ["2025-03-18-kyiv-"]
        assert made[0].relative_to(here / "events").as_posix() in result.stderr

    def test_standard_input(self, here: Path) -> None:
        """`-` reads a sheet from a pipe."""
        result = run(here, "add", "-", typed=SHEET.format(claim="state/bridge/open = no"))

        assert result.exit_code == 0
        assert "state/bridge/open = no" in result.stdout

    @pytest.mark.parametrize("name", ["kursk", "kursk-record", "ridge-fire-1", "ridge-fire-2", "ridge-fire-3"])
    def test_the_stories_are_their_sheets(self, here: Path, name: str) -> None:
        """Every sheet of the two stories reads as the very events that stand in the ledger."""
        before = lines(here)

        result = run(here, "add", str(STORIES / f"{name}.report"), "--json")

        assert json.loads(result.stdout)["added"] == []
        assert len(json.loads(result.stdout)["present"]) > 1
        assert lines(here) == before

    def test_the_stories_can_be_told_anew(self, new: Path) -> None:
        """Added to an empty ledger in order, the sheets give the same picture as the ledger that is there."""
        names = ("kursk-record", "kursk")
        for name in names:
            assert run(new, "add", str(STORIES / f"{name}.report")).exit_code == 0

        assert answer(new, "replay", DAY, "--zone", "Europe/Kyiv")["territory"]["kursk"]["ukraine"]["change"] == "-92 %"

    def test_two_sheets_know_each_others_sources(self, new: Path) -> None:
        """A source that the first sheet introduces may speak in the second."""
        first, second = new / "1.report", new / "2.report"
        first.write_text(
            "report: a\npublished: 2025-03-18\n\nsources\n  a: A; outlet\n  mayor: Mayor; person\n", encoding="utf-8"
        )
        second.write_text("report: a\npublished: 2025-03-18\n\nmayor says:\n  state/bridge/open\n", encoding="utf-8")

        assert run(new, "add", str(second)).exit_code == 2
        assert run(new, "add", str(first), str(second)).exit_code == 0


class TestHints:
    def test_a_figure_that_is_none_is_told(self, here: Path) -> None:
        """Words where a figure was expected become a rank, which is said; in quotation marks they were meant."""
        assert "read as a rank, in words" in run(here, "add", "indicator/Selma/depth = deep", *KYIV).stderr
        assert "in words" not in run(here, "add", 'indicator/Selma/height = "high"', *KYIV).stderr

    def test_a_source_is_no_slot(self, here: Path) -> None:
        """`explain` of a source names the command that tells of it."""
        told = run(here, "explain", "ru-maps", DAY)

        assert told.exit_code == 2
        assert "'ru-maps' is a source: newsledger sources ru-maps" in told.stderr

    def test_several_ids_are_told_short_and_aligned(self, here: Path) -> None:
        """Each stands on a line of its own, as short as tells them apart."""
        told = run(here, "correct", "1", "5 km2").stderr.splitlines()
        listed = [line for line in told if "territory" in line or "state/" in line or "source/" in line]

        assert len(listed) > 1
        assert {(line.find("  ", 2), line[:2]) for line in listed} == {(10, "  ")}


class TestStories:
    HEAD = "report: a\npublished: 2025-03-18\n"
    BODY = "\nsources\n  a: A; outlet\n\nthe report says:\n  state/dam/filled in = "

    def sheet(self, folder: Path, hours: int, story: str | None = None) -> tuple[str, str | None]:
        """Adds another sheet; gives what is said of it, and the story of what it says."""
        path = folder / f"{hours}.report"
        named = f"story: {story}\n" if story else ""
        path.write_text(f"{self.HEAD}{named}{self.BODY}{hours} hours\n", encoding="utf-8")
        result = run(folder, "add", str(path), "--json")
        assert result.exit_code == 0, result.stderr
        return result.stderr, answer(folder, "show", json.loads(result.stdout)["added"][-1])["said"].get("story")

    def test_the_only_story_is_that_of_a_sheet_without_one(self, new: Path) -> None:
        """It is said so; where there are two, a sheet without a story belongs to none."""
        first, second = self.sheet(new, 1, "flood"), self.sheet(new, 2)
        other, loose = self.sheet(new, 3, "election"), self.sheet(new, 4)

        assert [story for _, story in (first, second, other, loose)] == ["flood", "flood", "election", None]
        assert "2.report names none, and there is no other" in second[0]
        assert ["opens a new story" in told for told, _ in (first, second, other, loose)] == [False, False, True, False]

    def test_reports_without_a_story_stay_a_story_of_their_own(self, new: Path) -> None:
        """A sheet that was added without a story is the same when it is added again."""
        assert [self.sheet(new, *how)[1] for how in ((1,), (2, "flood"), (3,))] == [None, "flood", None]


class TestNearMisses:
    CLAIM = ("add", "territory-held/kurks/ukraine = 80 km2", "--source", "kyiv", "--reported", DAY)

    def test_without_a_terminal_it_refuses(self, here: Path) -> None:
        """A script is not asked; it is told what to write."""
        before = fingerprint(here)

        result = run(here, *self.CLAIM)

        assert result.exit_code == 2
        assert f"territory-held/kurks/ukraine is new, and looks like {AREA}, which is there" in result.stderr
        assert fingerprint(here) == before

    def test_yes_opens_it(self, here: Path) -> None:
        """Whoever means it says so."""
        assert run(here, *self.CLAIM, "--yes").exit_code == 0

    @pytest.mark.parametrize(("typed", "code"), [("y\n", 0), ("n\n", 1), ("\n", 1)])
    def test_on_a_terminal_it_asks(self, here: Path, monkeypatch: pytest.MonkeyPatch, typed: str, code: int) -> None:
        """A person is asked; no answer is a no."""
        monkeypatch.setattr(_near, "is_asked", lambda: True)
        before = fingerprint(here)

        result = run(here, *self.CLAIM, typed=typed)

        assert result.exit_code == code
        assert "Open it all the same? [y/N]" in result.stderr
        assert (fingerprint(here) == before) is bool(code)

    @pytest.mark.parametrize(
        "claim",
        ["territory-held/kharkiv/ukraine = 80 km2", "territory-held/sumy/russia = 80 km2", "state/brigade 61/ready",
         "state/Ukrainian position in Kursk/hopeless"],
    )  # fmt: skip
    def test_other_slots_are_not_asked_about(self, here: Path, claim: str) -> None:
        """A slot that only shares words with another is simply new."""
        assert run(here, "add", claim, "--source", "kyiv", "--reported", DAY).exit_code == 0

    @pytest.mark.parametrize("numbers", [("brigade 61", "brigade 62"), ("B-1", "B-2")])
    def test_numbers_are_no_typing_errors(self, new: Path, numbers: tuple[str, str]) -> None:
        """Names that differ in their numbers mean different things."""
        for name in numbers:
            assert run(new, "add", f"state/{name}/ready", "--source", "desk", "--yes").exit_code == 0
            assert run(new, "add", f"control/{name} = ukraine", "--source", "desk").exit_code == 0
