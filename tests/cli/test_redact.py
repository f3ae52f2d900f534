"""Words that have to go: out of the files, declared first, said in every answer; and never gone in silence."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from filelock import FileLock
from tests.cli.amending import believed, done, fill, ident, one, opened
from tests.cli.running import answer, files, fingerprint, lines, run

from newsledger import packing
from newsledger.stores.directory import DirectoryStore

NAMED = "open to all"
WHY = ("--reason", "names a minor", "--authority", "the editor")
TOLD = "redacted, by the editor, because: names a minor"


@pytest.fixture
def flood(new: Path) -> Path:
    """A folder with a small ledger."""
    fill(new)
    return new


@pytest.fixture
def gone(flood: Path) -> tuple[Path, str]:
    """The same with one event redacted, and the id of that one."""
    target = one(flood, "control/Old Bridge").id
    assert run(flood, "redact", target[:8], *WHY, "--yes").exit_code == 0
    return flood, target


def line_of(folder: Path, identity: str) -> bytes:
    """The line of an event."""
    (line,) = (line for line in lines(folder) if line.startswith(f'{{"id":"{identity}"'.encode()))
    return line


class TestTheWords:
    def test_they_are_gone_from_the_files(self, gone: tuple[Path, str]) -> None:
        """No file below the folder holds them any more."""
        folder, _ = gone
        assert [path for path in folder.rglob("*") if path.is_file() and NAMED.encode() in path.read_bytes()] == []

    def test_id_time_and_hand_stay(self, flood: Path) -> None:
        """The line keeps all but what was said; every other line stays byte for byte."""
        event = one(flood, "control/Old Bridge")
        before = set(lines(flood))
        run(flood, "redact", event.id, *WHY, "--yes")

        left = f'{{"id":"{event.id}","recorded":"{event.recorded}","by":"desk"}}'.encode()
        assert line_of(flood, event.id) == left
        assert {line for line in before - set(lines(flood)) if NAMED.encode() not in line} == set()

    def test_the_member_of_the_set_stays(self, flood: Path) -> None:
        """(id, recorded, by) is there before and after, for seals to cover."""
        event = one(flood, "control/Old Bridge")
        before = set(opened(flood).state().pairs())
        run(flood, "redact", event.id, *WHY, "--yes")

        assert before <= set(opened(flood).state().pairs())

    def test_they_go_from_every_file_that_holds_them(self, flood: Path) -> None:
        """A copy of a file, as a merge may leave, a link, and what a crash left behind lose them too."""
        holder = next(path for path in files(flood) if NAMED.encode() in path.read_bytes())
        shutil.copy(holder, holder.with_name("copy.jsonl"))
        (flood / "elsewhere").mkdir()
        shutil.move(holder.with_name("copy.jsonl"), flood / "elsewhere" / "copy.jsonl")
        holder.with_name("link.jsonl").symlink_to(flood / "elsewhere" / "copy.jsonl")
        holder.with_name(f".{holder.name}.part").write_bytes(holder.read_bytes())

        result = run(flood, "redact", ident(flood, "control/Old Bridge"), *WHY, "--yes")

        assert "2 files written anew" in result.stderr
        assert [path for path in flood.rglob("*") if path.is_file() and NAMED.encode() in path.read_bytes()] == []

    def test_what_is_derived_goes_too(self, flood: Path) -> None:
        """A cache can be made again, and may hold the words."""
        cache = flood / "events" / ".newsledger" / "index.db"
        cache.write_text(NAMED, encoding="utf-8")

        run(flood, "redact", ident(flood, "control/Old Bridge"), *WHY, "--yes")

        assert not cache.exists()

    def test_they_do_not_come_back_with_the_sheet(self, gone: tuple[Path, str]) -> None:
        """The same report added again is there already, and its words are not."""
        folder, target = gone
        head = "report: daily\npublished: 2025-05-01\nstory: flood\n"
        sheet = f'{head}\nagency says:\n  control/Old Bridge = open "{NAMED}"\n'

        result = run(folder, "add", "-", typed=sheet)

        assert f"{target[:8]} was not added again: {TOLD}" in result.stderr
        assert b"said" not in line_of(folder, target)


class TestTheDeclaration:
    def test_it_is_written_first(self, flood: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """If taking the words out fails, the declaration stands, nothing shows them, and doing it again ends it."""
        target = ident(flood, "control/Old Bridge")

        def full(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as broken:
            broken.setattr(packing, "write_whole", full)
            result = run(flood, "redact", target, *WHY, "--yes")

        assert (result.exit_code, "the disk is full" in result.stderr) == (3, True)
        assert NAMED not in run(flood, "show", target).stdout
        assert believed(flood, "control/old bridge") == "None"
        (finding,) = answer(flood, "check")["findings"]
        assert (finding["code"], finding["severity"]) == ("words-remain", "warning")
        assert f"newsledger redact {target}" in finding["hint"]
        assert run(flood, "redact", target, "--yes").exit_code == 0
        assert run(flood, "check").exit_code == 0
        assert [path for path in files(flood) if NAMED.encode() in path.read_bytes()] == []

    def test_no_words_go_without_one(self, flood: Path) -> None:
        """The store itself refuses to take out what no redaction names."""
        before = fingerprint(flood)

        with pytest.raises(ValueError, match="no redaction names"):
            DirectoryStore(flood / "events").redact([one(flood, "control/Old Bridge").id])
        assert fingerprint(flood) == before

    def test_words_gone_in_silence_break_the_ledger(self, gone: tuple[Path, str]) -> None:
        """A line without words that no redaction names ends with 4, and says what to do."""
        folder, target = gone
        for path in files(folder):
            if b"redaction" in path.read_bytes():
                path.unlink()

        result = run(folder, "check")

        assert result.exit_code == 4
        assert f"words-missing]: the words of {target[:8]} are missing, and no redaction names it" in result.stdout
        assert "restore the line from git" in result.stdout
        assert run(folder, "replay", "2025-05-01").exit_code == 4

    def test_declaring_it_mends_that(self, gone: tuple[Path, str]) -> None:
        """Whoever finds that the words had to go can still say so."""
        folder, target = gone
        for path in files(folder):
            if b"redaction" in path.read_bytes():
                path.unlink()

        assert run(folder, "redact", target, *WHY, "--yes").exit_code == 0
        assert run(folder, "check").exit_code == 0

    def test_a_merge_that_brings_the_words_back_is_seen(self, flood: Path, tmp_path: Path) -> None:
        """Two branches, one redacted: the words are shown nowhere, and `check` says that they still stand."""
        other = tmp_path / "other"
        shutil.copytree(flood / "events", other / "events")
        target = one(flood, "control/Old Bridge").id
        run(flood, "redact", target, *WHY, "--yes")
        for path in files(other):
            shutil.copy(path, flood / "events" / f"theirs-{path.name}")

        assert NAMED not in run(flood, "timeline", "--json").stdout
        assert [one["code"] for one in answer(flood, "check")["findings"]] == ["words-remain"]
        assert run(flood, "redact", target, "--yes").exit_code == 0
        assert [path for path in files(flood) if NAMED.encode() in path.read_bytes()] == []

    def test_it_may_be_voided(self, flood: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A redaction that was a mistake goes as any entry of ours; words that still stand count again."""
        monkeypatch.setattr(DirectoryStore, "redact", lambda *_: ())
        target = ident(flood, "control/Old Bridge")
        before = believed(flood, "control/old bridge")
        run(flood, "redact", target, *WHY, "--yes")
        assert believed(flood, "control/old bridge") == "None"

        done(flood, "void", ident(flood, "redaction/"), "--reason", "the wrong event")

        assert believed(flood, "control/old bridge") == before


class TestTheAnswers:
    @pytest.mark.parametrize("command", [("replay", "2025-05-01"), ("timeline", "2025-05-01"), ("check",)])
    def test_each_says_so(self, gone: tuple[Path, str], command: tuple[str, ...]) -> None:
        """Picture, timeline and check tell that it was redacted, by whom and why; and are no failure."""
        folder, target = gone
        result = run(folder, *command, columns=200)

        assert result.exit_code == 0
        assert target[:8] in result.stdout
        assert TOLD in result.stdout

    def test_show_tells_what_is_left(self, gone: tuple[Path, str]) -> None:
        """The id, when it was taken in, and the redaction."""
        folder, target = gone
        shown = run(folder, "show", target[:8], columns=200).stdout

        assert TOLD in shown
        assert target in shown
        assert "recorded" in shown
        assert "said by" not in shown

    def test_show_tells_a_file(self, gone: tuple[Path, str]) -> None:
        """`git show` reads a file with such a line."""
        folder, target = gone
        (holder,) = (path for path in files(folder) if path.read_bytes().startswith(f'{{"id":"{target}'.encode()))

        assert "redacted" in run(folder, "show", "--file", str(holder)).stdout.splitlines()[0]

    def test_json_says_so(self, gone: tuple[Path, str]) -> None:
        """Programs find it in the picture and in what `check` answers."""
        folder, target = gone
        told = {"id": target, "authority": "the editor", "reason": "names a minor"}

        assert answer(folder, "replay", "2025-05-01")["redacted"] == [told]
        assert answer(folder, "check")["redacted"] == [target]

    def test_the_story_is_that_of_the_event(self, gone: tuple[Path, str]) -> None:
        """A picture of another story says nothing of it."""
        folder, _ = gone
        run(folder, "add", "state/x/y", "--source", "agency", "--story", "other", "--yes")

        assert TOLD in run(folder, "replay", "2025-05-01", "--story", "flood", columns=200).stdout
        assert TOLD not in run(folder, "replay", "--story", "other", columns=200).stdout

    def test_a_figure_that_rests_on_it_is_gone(self, gone: tuple[Path, str]) -> None:
        """It is no evidence any more, on any day."""
        folder, _ = gone
        assert believed(folder, "control/old bridge", "2025-05-01") == "None"

    def test_what_it_took_back_counts_again_and_is_shown_before(self, flood: Path) -> None:
        """A retraction without its words takes nothing back: the effect is told before anybody says yes."""
        slot = "indicator/flood/area.number"
        before = believed(flood, slot)
        target = ident(flood, "indicator/flood/area = 950")
        back = done(flood, "retract", target, "--reason", "Anna Berg erred")["added"][0]

        result = run(flood, "redact", back, *WHY, "--yes")

        assert "in the picture of " in result.stderr
        assert believed(flood, slot, "2027-01-01") == before

    def test_references_to_it_are_no_findings(self, flood: Path) -> None:
        """A retraction or a correction of words that are gone does nothing, and nobody need look into it."""
        target = ident(flood, "indicator/flood/area = 950")
        run(flood, "retract", target)
        run(flood, "correct", target, "960 acres")
        run(flood, "redact", target, *WHY, "--yes")

        result = run(flood, "check")

        assert result.exit_code == 0, result.stdout

    def test_what_else_may_hold_the_words_is_told(self, flood: Path) -> None:
        """A note on it keeps its own words, and so do git and backups."""
        target = ident(flood, "control/Old Bridge")
        run(flood, "note", target, "the bridge by the mill")

        shown = run(flood, "redact", target, *WHY, "--dry-run").stderr

        assert "the bridge by the mill" in shown
        assert "git's history" in shown


def test_a_terminal_is_asked(flood: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever says no keeps everything."""
    monkeypatch.setattr("newsledger.cli.redact.sys", SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True)))
    before = fingerprint(flood)
    refused = run(flood, "redact", ident(flood, "control/Old Bridge"), *WHY, typed="n\n")
    assert (refused.exit_code, fingerprint(flood)) == (1, before)

    agreed = run(flood, "redact", ident(flood, "control/Old Bridge"), *WHY, typed="y\n")
    assert agreed.exit_code == 0
    assert fingerprint(flood) != before


def test_a_locked_ledger_loses_nothing(flood: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another process holds the ledger, nothing is declared and nothing goes."""
    monkeypatch.setattr(DirectoryStore.__init__, "__kwdefaults__", {"wait": 0.05})
    before = fingerprint(flood)

    with FileLock(flood / "events" / ".newsledger" / "lock"):
        result = run(flood, "redact", ident(flood, "control/Old Bridge"), *WHY, "--yes")

    assert (result.exit_code, fingerprint(flood)) == (5, before)
