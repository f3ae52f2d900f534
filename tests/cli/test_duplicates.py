"""duplicates: what may be one report is shown; what somebody decides is an event."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from tests.cli.running import answer, fingerprint, run

from newsledger.ledger import open_ledger

SHEET = """\
report: {outlet}
published: {day}
story: s

the report says:
  incident/{name} = type strike, place Sumy @ 2025-03-09
  indicator/flood/households = as many as 300 households
"""


@pytest.fixture
def told(new: Path) -> Path:
    """A ledger in which two outlets tell one strike under two names, and one figure in the same words."""
    for outlet, day, name in (
        ("post", "2025-03-10", "strike on Sumy market"),
        ("gazette", "2025-03-11", "Sumy market attack"),
    ):
        (new / f"{outlet}.report").write_text(SHEET.format(outlet=outlet, day=day, name=name))
        assert run(new, "add", str(new / f"{outlet}.report"), "--yes").exit_code == 0
    return new


def shown(folder: Path) -> dict[bool, tuple[str, str]]:
    """The pairs that are shown: by whether they are two names, their ids."""
    return {pair["two_names"]: (pair["first"], pair["second"]) for pair in answer(folder, "duplicates")["pairs"]}


def standing(folder: Path) -> str:
    """How the figure of the slot stands on the day of the second report."""
    beliefs = answer(folder, "replay", "2025-03-11")["beliefs"]
    return next(str(one["standing"]) for one in beliefs if one["name"].startswith("indicator/"))


def test_pairs_are_shown_and_nothing_is_done(told: Path) -> None:
    """Each pair tells both reports, why it is one, and how to decide it; the ledger is as it was."""
    before = fingerprint(told / "events")
    result = run(told, "duplicates")

    assert result.exit_code == 0
    assert "two origins, one figure, in nearly the same words" in result.stdout
    assert "two names, near days, much alike" in result.stdout
    assert "2 pairs to look at; nothing is done by itself" in result.stderr
    assert fingerprint(told / "events") == before


def test_a_figure_told_again_is_one_witness(told: Path) -> None:
    """`--same` enters the second report as the first one's word, carried by its teller: two witnesses become one."""
    first, second = shown(told)[False]
    assert standing(told) == "corroborated"
    result = run(told, "duplicates", first[:8], second[:8], "--same")

    assert (result.exit_code, standing(told)) == (0, "reported")
    assert set(shown(told)) == {True}
    said = [event.said for event in open_ledger(told / "events").events() if event.said.via == ("gazette",)]
    assert [(one.source, one.fact.spec.name) for one in said] == [("post", "indicator")]  # type: ignore[union-attr]  # a kind of ours


def test_two_names_become_one(told: Path) -> None:
    """`--same` for two incidents is an alias: both reports then speak of one."""
    first, second = shown(told)[True]
    run(told, "duplicates", first[:8], second[:8], "--same")
    slots = {belief["name"].partition(".")[0] for belief in answer(told, "replay", "2025-03-11")["beliefs"]}

    assert {slot for slot in slots if slot.startswith("incident")} == {"incident/strike on sumy market"}
    assert set(shown(told)) == {False}


def test_two_that_are_two_are_not_shown_again(told: Path) -> None:
    """`--apart` changes no belief, and the pair is gone from the list; voiding the note brings it back."""
    before = answer(told, "replay", "2025-03-11")["beliefs"]
    first, second = shown(told)[True]
    added = json.loads(run(told, "duplicates", first, second, "--apart", "--json").stdout)["added"]

    assert answer(told, "replay", "2025-03-11")["beliefs"] == before
    assert set(shown(told)) == {False}
    run(told, "void", added[0], "a mistake")
    assert set(shown(told)) == {False, True}


def test_a_decision_can_be_looked_at_first(told: Path) -> None:
    """A dry run writes nothing."""
    first, second = shown(told)[False]
    before = fingerprint(told / "events")

    assert run(told, "duplicates", first, second, "--same", "--dry-run").exit_code == 0
    assert fingerprint(told / "events") == before


def test_what_one_source_told_twice_is_taken_out(new: Path) -> None:
    """Two reports of one source are one word: the second is voided, and nothing is entered anew."""
    ids = []
    for day in ("2025-03-10", "2025-03-11"):
        result = run(
            new,
            "add",
            "indicator/flood/households = about 300 households",
            "--source",
            "post",
            "--reported",
            day,
            "--yes",
            "--json",
        )
        ids += json.loads(result.stdout)["added"]
    run(new, "duplicates", ids[0], ids[1], "--same")

    reports = [event for event in open_ledger(new / "events").events() if event.said.kind == "indicator"]
    assert len(reports) == 2
    assert answer(new, "replay", "2025-03-12")["beliefs"][0]["occurred"] == "2025-03-10"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--same"], "name its two IDs"),
        (["FIRST"], "names two IDs"),
        (["FIRST", "SECOND"], "names two IDs"),
        (["FIRST", "zz", "--same"], "unknown-id"),
        (["FIRST", "FIRST", "--apart"], "same-entry"),
        (["FIRST", "NAME", "--same"], "other-slot"),
        (["--story", "no-such"], "no-such"),
        (["--days", "999"], "999"),
    ],
)
def test_what_cannot_be_decided_is_refused(told: Path, arguments: list[str], message: str) -> None:
    """A missing id, one report twice, two different things: told, and nothing is written."""
    pairs = shown(told)
    ids = {"FIRST": pairs[False][0], "SECOND": pairs[False][1], "NAME": pairs[True][1]}
    before = fingerprint(told / "events")
    result = run(told, "duplicates", *(ids.get(one, one) for one in arguments))

    assert result.exit_code == 2
    assert message in result.stderr
    assert fingerprint(told / "events") == before


def test_a_pair_is_decided_once(told: Path) -> None:
    """Deciding it again is refused, whichever way."""
    first, second = shown(told)[False]
    run(told, "duplicates", first, second, "--apart")

    assert "error[decided]" in run(told, "duplicates", second, first, "--same").stderr


def test_without_rapidfuzz_the_command_asks_for_it(told: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library that compares texts is asked for by name."""
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    result = run(told, "duplicates")

    assert result.exit_code == 2
    assert "error[missing-extra]" in result.stderr
