"""The strict checks: what an editor would want to know though nothing is damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.running import run

from newsledger.checks import strict


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """A folder with a new ledger, and nothing in it."""
    assert run(tmp_path, "init", str(tmp_path)).exit_code == 0
    return tmp_path


def add(folder: Path, claim: str, source: str = "", day: str = "2025-03-16", *more: str) -> str:
    """Adds a claim, or an entry of ours where no source is named; gives its id."""
    said = ("--source", source, "--reported", day, "--yes") if source else ()
    result = run(folder, "add", claim, *said, *more, "--json")
    assert result.exit_code == 0, result.stderr
    identity: str = json.loads(result.stdout)["added"][0]
    return identity


def codes(folder: Path, *arguments: str) -> dict[str, str]:
    """The findings of `check`, each code with its message."""
    found = json.loads(run(folder, "check", "--json", *arguments).stdout)["findings"]
    return {one["code"]: one["message"] for one in found}


def introduce(folder: Path, *names: str) -> None:
    """Introduces sources that nothing is to be said against."""
    for name in names:
        add(folder, f"source/{name} = {name.title()}, grade B")


def test_a_plain_check_knows_none_of_them(new: Path) -> None:
    """Without `--strict` an undeclared source is no finding, with it the exit code is 1."""
    add(new, "state/bridge/open", "mayor")

    assert codes(new) == {}
    assert run(new, "check", "--strict").exit_code == 1


def test_a_clean_ledger_has_no_finding(new: Path) -> None:
    """Somebody who is introduced, says it today and has no stake gives no finding at all."""
    introduce(new, "mayor")
    add(new, "state/bridge/open", "mayor")

    assert codes(new, "--strict") == {}


def test_an_empty_ledger(new: Path) -> None:
    """Where there is nothing, nothing is found."""
    assert run(new, "check", "--strict").exit_code == 0


def test_undeclared_sources(new: Path) -> None:
    """Each name that nobody introduced is told once, with a name that is like it."""
    introduce(new, "mayor")
    add(new, "state/bridge/open", "mayer")
    add(new, "state/road/open", "mayer")

    result = run(new, "check", "--strict")
    assert result.stdout.count("undeclared-source") == 1
    assert "did you mean mayor?" in result.stdout


def test_hearsay_needs_no_introduction(new: Path) -> None:
    """`unnamed` stands for whoever a report does not name."""
    introduce(new, "gazette")
    add(new, "state/bridge/open", "unnamed", "2025-03-16", "--via", "gazette")

    assert codes(new, "--strict") == {}


def test_what_one_side_says_alone(new: Path) -> None:
    """A claim by a side about itself is told; once somebody without a stake says it too, it is not."""
    add(new, "source/reds = Reds, category party")
    add(new, "source/red-army = Red army, side reds, grade C")
    introduce(new, "gazette")
    add(new, "state/bridge/open", "red-army")
    add(new, "territory-held/north/reds = 10 km2", "red-army")

    assert "territory-held/north/reds.area rests on the word of reds alone" in codes(new, "--strict")["one-sided"]
    add(new, "territory-held/north/reds = 10 km2", "gazette")
    assert "one-sided" not in codes(new, "--strict")


def test_what_went_stale_while_the_story_went_on(new: Path) -> None:
    """A figure past its half-life is told only where its story has newer words; no clock is read."""
    introduce(new, "gazette")
    add(new, "territory-held/north/reds = 10 km2", "gazette", "2025-01-01", "--story", "war")

    assert codes(new, "--strict") == {}
    add(new, "state/bridge/open", "gazette", "2025-03-16", "--story", "flood")
    assert codes(new, "--strict") == {}
    add(new, "state/talks/begun", "gazette", "2025-03-16", "--story", "war")
    assert "territory-held/north/reds.area: its newest word is 74 days older" in codes(new, "--strict")["stale"]


def test_links_without_a_copy(new: Path) -> None:
    """A linked report without an archived copy is told, until a note of ours says where one is kept."""
    introduce(new, "gazette")
    identity = add(new, "state/bridge/open", "gazette", "2025-03-16", "--url", "https://example.org/1")

    assert "https://example.org/1, of which no copy is kept" in codes(new, "--strict")["unarchived"]
    add(new, f"note/{identity} = kept, archive https://archive.example.org/1")
    assert codes(new, "--strict") == {}


def told_together(folder: Path, *sources: str, value: str = "10 km2") -> None:
    """Several sources in one sentence of the gazette."""
    for source in sources:
        add(folder, f"territory-held/north/reds = {value}", source, "2025-03-16", "--via", "gazette")


def test_two_in_one_sentence(new: Path) -> None:
    """Two sources that an outlet tells in one breath are asked about once, however often it does."""
    introduce(new, "gazette", "fire-chief", "mayor")
    told_together(new, "fire-chief", "mayor")
    told_together(new, "fire-chief", "mayor", value="12 km2")

    message = codes(new, "--strict")["joint-attribution"]
    assert "Gazette tells fire-chief and mayor in one breath (2 times); counted as two witnesses" in message
    assert run(new, "check", "--strict").stdout.count("joint-attribution") == 1


def test_what_the_finding_advises_ends_it(new: Path) -> None:
    """Once one of the two is declared to draw on the other, nothing is found."""
    introduce(new, "gazette", "fire-chief", "mayor")
    told_together(new, "fire-chief", "mayor")
    assert "newsledger add 'source/mayor.derived-from = fire-chief'" in run(new, "check", "--strict").stdout

    add(new, "source/mayor.derived-from = fire-chief")

    assert "joint-attribution" not in codes(new, "--strict")


def test_two_who_said_it_apart(new: Path) -> None:
    """Other figures, other days, other outlets, or sides that oppose each other are no joint attribution."""
    introduce(new, "gazette", "fire-chief", "mayor")
    add(new, "source/reds = Reds, category party, opposes blues")
    add(new, "source/red-army = Red army, side reds, grade C")
    add(new, "source/blue-army = Blue army, side blues, grade C")
    told_together(new, "fire-chief")
    told_together(new, "mayor", value="11 km2")
    add(new, "territory-held/north/reds = 10 km2", "mayor", "2025-03-17", "--via", "gazette")
    add(new, "territory-held/north/reds = 10 km2", "mayor", "2025-03-16", "--via", "courier")
    assert "joint-attribution" not in codes(new, "--strict")

    told_together(new, "red-army", "blue-army", value="13 km2")
    assert "joint-attribution" not in codes(new, "--strict")


def test_names_that_only_a_declaration_uses(new: Path) -> None:
    """Whom a source draws on or echoes is somebody known; a party is asked about where it looks like another."""
    introduce(new, "agency")
    add(new, "source/reds = Reds, category party")
    add(new, "source/gazette = Gazette, side redz, derived-from agancy, echoes nobody-known 0.4")
    found = run(new, "check", "--strict").stdout

    assert found.count("undeclared-name") == 3
    assert "gazette draws on 'agancy'" in found
    assert "did you mean agency?" in found
    assert "did you mean reds?" in found


def test_a_party_that_nobody_introduced_is_no_finding(new: Path) -> None:
    """Sides are names for keys, and need no introduction."""
    add(new, "source/gazette = Gazette, side government, derived-from gazette-sports, speaks-for opposition")
    add(new, "source/gazette-sports = Sports page")

    assert codes(new, "--strict") == {}


@pytest.mark.parametrize("name", strict.names())
def test_one_file_is_one_check(name: str) -> None:
    """Each check has its file, whose first line names it as `--strict` does."""
    path = Path(strict.__path__[0]) / f"{name.replace('-', '_')}.py"

    assert path.read_text(encoding="utf-8").startswith(f'"""{name}: ')


def doubtful(folder: Path, things: int, *copiers: str) -> None:
    """Three that are right and some that err alike, on so many things."""
    introduce(folder, "a", "b", "c", *copiers)
    for at in range(things):
        for source in ("a", "b", "c", *copiers):
            add(folder, f"state/question {at}/answer = {'no' if source in copiers else 'yes'}", source)


def test_a_possible_echo(new: Path) -> None:
    """Two that share five rare values and never differ are named, with what to write; the right three are not."""
    doubtful(new, 5, "wire", "mirror")
    message = codes(new, "--strict")["possible-echo"]

    assert message == "mirror and wire share 5 rare values on state/*/answer, and nothing ties them"
    assert run(new, "check", "--strict").stdout.count("possible-echo") == 1
    assert "source/wire.derived-from = mirror" in run(new, "check", "--strict").stdout


@pytest.mark.parametrize("tie", ["source/wire.derived-from = mirror", "source/mirror.echoes = wire 0.90"])
def test_tied_sources_are_no_finding(new: Path, tie: str) -> None:
    """Once the one is declared to draw on the other nothing is left to say, whichever names the other."""
    doubtful(new, 5, "wire", "mirror")
    add(new, tie)

    assert "possible-echo" not in codes(new, "--strict")


def test_four_shared_errors_are_chance(new: Path) -> None:
    """A few rare values that two share are no finding."""
    doubtful(new, 4, "wire", "mirror")

    assert "possible-echo" not in codes(new, "--strict")


def test_who_differs_as_often_is_no_echo(new: Path) -> None:
    """Two that also differ from each other more than once in ten are no finding."""
    doubtful(new, 5, "wire", "mirror")
    add(new, "state/question 9/answer = yes", "wire")
    add(new, "state/question 9/answer = no", "mirror")

    assert "possible-echo" not in codes(new, "--strict")
