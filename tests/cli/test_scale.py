"""--scale: how sure a belief is, in the words that were asked for; nothing where nobody judged it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import attrs
import click
import pytest
from tests.cli.refusing import Row, name_of, refused
from tests.cli.running import answer, run

import newsledger as nl
from newsledger.cli import main
from newsledger.cli._formats import belief_cells
from newsledger.cli._scale import sureness, with_sureness, with_word
from newsledger.live import Question
from newsledger.replay import Picture, State
from newsledger.scales import names

AREA = "indicator/ridge fire/area burned.number"
DATES = ("2026-08-14", "2026-08-18")

ASKED: list[tuple[str, ...]] = [("history", AREA), ("diff", *DATES), ("contested", "2025-03-16")]
"""The commands that show how sure a belief is, each with a question that finds some."""

WRONG: list[Row] = [
    (("history", "arson", "--scale", "icd-203"), 2, ("--scale", "no scale 'icd-203'", "did you mean icd203?")),
    (("diff", *DATES, "--scale", "percent"), 2, ("--scale", "no scale 'percent'", "known: admiralty")),
    (("contested", "--scale", ""), 2, ("--scale", "no scale ''")),
    (("history", "arson", "--scale"), 2, ("--scale", "requires an argument")),
    (("history", "arson", "--scale", "x" * 300), 2, ("--scale", "…")),
]


@pytest.mark.parametrize("row", WRONG, ids=name_of)
def test_a_wrong_scale(here: Path, row: Row) -> None:
    """A scale that does not exist is answered with the nearest, or with all of them."""
    refused(here, row)


def judge(monkeypatch: pytest.MonkeyPatch, millionths: int) -> None:
    """Makes every picture hold its beliefs with so much confidence."""
    plain = State.picture

    def picture(self: State, question: Question) -> Picture:
        found = plain(self, question)
        sure = tuple(attrs.evolve(belief, confidence=millionths) for belief in found.beliefs)
        return attrs.evolve(found, beliefs=sure)

    monkeypatch.setattr(State, "picture", picture)


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every belief holds with 72 %."""
    judge(monkeypatch, 720_000)


@pytest.mark.usefixtures("judged")
@pytest.mark.parametrize("typed", ASKED, ids=lambda typed: typed[0])
def test_words_without_being_asked(here: Path, typed: tuple[str, ...]) -> None:
    """Where confidence was judged, people read low, moderate or high."""
    out = run(here, *typed, columns=200).stdout

    assert "moderate confidence" in out
    assert "likely (ICD 203)" not in out


@pytest.mark.usefixtures("judged")
@pytest.mark.parametrize("typed", ASKED, ids=lambda typed: typed[0])
def test_the_words_of_a_scale(here: Path, typed: tuple[str, ...]) -> None:
    """With a scale, people read its words in place of ours: never a confidence and a likelihood at once."""
    out = run(here, *typed, "--scale", "icd203", columns=200).stdout

    assert "likely (ICD 203)" in out
    assert "confidence" not in out


@pytest.mark.usefixtures("judged")
@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("words", "moderate confidence"),
        ("stix", "STIX confidence High"),
        ("admiralty", "credibility 2"),
        ("phia", "likely (PHIA)"),
        ("ipcc", "likely (IPCC)"),
        ("kent", "probable (Kent)"),
        ("number", "confidence 0.72 "),
    ],
)
def test_every_other_scale(here: Path, name: str, phrase: str) -> None:
    """Each scale says it in its own way."""
    assert phrase in run(here, "history", AREA, "--scale", name, columns=200).stdout


@pytest.mark.parametrize("typed", ASKED, ids=lambda typed: typed[0])
def test_what_nobody_judged_gets_no_word(here: Path, monkeypatch: pytest.MonkeyPatch, typed: tuple[str, ...]) -> None:
    """Without a number there is no word, whatever the scale, and the answer is that without a scale."""
    plain = State.picture
    monkeypatch.setattr(State, "picture", lambda self, asked: _unjudged(plain(self, asked)))

    assert run(here, *typed, "--scale", "stix").stdout == run(here, *typed).stdout


def _unjudged(picture: Picture) -> Picture:
    return attrs.evolve(picture, beliefs=tuple(attrs.evolve(one, confidence=None) for one in picture.beliefs))


@pytest.mark.usefixtures("judged")
def test_a_ledger_may_set_its_scale(here: Path) -> None:
    """What `ledger.toml` sets is used where nobody asks for another."""
    settings = here / "events" / "ledger.toml"
    settings.write_text('scale = "phia"\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")

    assert "likely (PHIA)" in run(here, "history", AREA, columns=200).stdout
    assert "moderate confidence" in run(here, "history", AREA, "--scale", "words", columns=200).stdout
    assert "scale phia" in run(here, "doctor", columns=200).stdout


@pytest.mark.usefixtures("judged")
def test_json_keeps_the_number(here: Path) -> None:
    """The number stands in JSON as ever; the word is beside it only where a scale was asked for."""
    plain = answer(here, "history", AREA)["steps"][0]["after"]
    worded = answer(here, "history", AREA, "--scale", "icd203")["steps"][0]["after"]
    differing = answer(here, "diff", *DATES, "--scale", "stix")["changes"][0]["after"]
    contested = answer(here, "contested", "2025-03-16", "--scale", "stix")["contested"]

    assert plain["confidence"] == "0.720000"
    assert "confidence_word" not in plain
    assert worded == plain | {"confidence_word": "likely"}
    assert differing["confidence_word"] == "High"
    assert {one["confidence_word"] for one in contested} == {"High"}


@pytest.mark.usefixtures("judged")
@pytest.mark.parametrize(("options", "expected"), [((), "0.720000"), (("--scale", "icd203"), "likely")])
def test_tables_for_programs(here: Path, options: tuple[str, ...], expected: str) -> None:
    """A cell holds the number, and the word where a scale was asked for."""
    steps = run(here, "history", AREA, "--format", "csv", *options).stdout
    changes = run(here, "diff", *DATES, "--format", "csv", *options).stdout

    assert {row["confidence"] for row in csv.DictReader(io.StringIO(steps))} == {expected}
    assert expected in {row["confidence_after"] for row in csv.DictReader(io.StringIO(changes))}


def test_a_change_of_confidence_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a word changes between two dates, both are shown."""
    plain = State.picture

    def picture(self: State, question: Question) -> Picture:
        found = plain(self, question)
        number = 900_000 if question.at.text == DATES[0] else 100_000
        return attrs.evolve(found, beliefs=tuple(attrs.evolve(one, confidence=number) for one in found.beliefs))

    monkeypatch.setattr(State, "picture", picture)

    assert "high confidence -> low confidence" in run(here, "diff", *DATES, columns=250).stdout


def test_helpers_for_one_belief(here: Path) -> None:
    """What other commands use: a phrase, a phrase behind a text, the word beside the number."""
    belief = attrs.evolve(nl.open(here / "events").replay("2025-03-16").beliefs[0], confidence=900_000)

    assert sureness(belief, "words") == "high confidence"
    assert sureness(None, "words") == ""
    assert with_sureness("claimed", belief, "words") == "claimed, high confidence"
    assert with_sureness("claimed", attrs.evolve(belief, confidence=None), "words") == "claimed"
    assert with_word({"confidence": "0.900000"}, belief, None) == {"confidence": "0.900000"}
    assert belief_cells({"value": None, "confidence": "0.9", "confidence_word": "high"})["confidence"] == "high"
    assert belief_cells({"value": None, "confidence": "0.9"})["confidence"] == "0.9"


@pytest.mark.parametrize("command", ["history", "diff", "contested"])
def test_scales_are_completed(command: str) -> None:
    """The shell offers the scales that begin as typed, each with its title."""
    context = main.make_context("newsledger", ["--help"], resilient_parsing=True)
    found = main.get_command(context, command)
    assert found is not None
    (option,) = [one for one in found.params if one.name == "scale"]
    assert isinstance(option, click.Option)

    assert {item.value for item in option.shell_complete(context, "")} == set(names())
    assert [(item.value, item.help) for item in option.shell_complete(context, "i")] == [
        ("icd203", "ICD 203"),
        ("ipcc", "IPCC likelihood"),
    ]


def test_the_help_names_every_scale(here: Path) -> None:
    """A scale that is added is named in the help."""
    help_ = " ".join(run(here, "history", "--help").stdout.split())

    assert [name for name in names() if name not in help_] == []
