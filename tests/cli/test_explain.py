"""`explain`: one figure back to its events, as text on any width, as JSON, as a graph."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.cli.refusing import Row, name_of, refused
from tests.cli.running import DAY, ROOT, answer, run
from tests.test_graphs import drawn_by_dot, drawn_by_mermaid

from newsledger.belief import TABLE
from newsledger.cli._out import cells
from newsledger.ledger import open_ledger
from newsledger.scales import names, scale

AREA = "territory-held/kursk/ukraine.area"
PARTS = (
    "WHO SAYS IT", "WHO SAYS OTHERWISE", "WHO DENIES IT", "WHO WAS NOT HEARD", "EARLIER", "NOT COUNTED",
    "HOW IT ADDS UP", "WHAT DECIDES", "TAKEN OUT",
)  # fmt: skip
"""The parts of an explanation, in their order; one that has nothing to say may be missing."""

SLOTS = (AREA, "pockets", "encircled", "north-korea/beside", "office", "position/us 30-day ceasefire/russia")


def lines(slot: str, *options: str, columns: int = 80) -> list[str]:
    """The lines of an explanation of the report's day."""
    return run(ROOT, "explain", slot, DAY, *options, columns=columns).stdout.splitlines()


def part(slot: str, title: str) -> list[str]:
    """The lines of one part, each with what is wrapped of it."""
    told = lines(slot, columns=200)
    begin = next(at for at, line in enumerate(told) if line.startswith(title))
    end = next(at for at, line in enumerate(told) if at > begin and not line)
    return [line.strip() for line in told[begin + 1 : end]]


def said(slot: str, columns: int = 80) -> str:
    """An explanation without its line breaks."""
    return " ".join(" ".join(lines(slot, columns=columns)).split())


# --- the layout -----------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("slot", SLOTS)
def test_the_parts_stand_in_their_order(slot: str, columns: int) -> None:
    """Value and standing first, then who says what, how it adds up, what decides; the command comes last."""
    told = lines(slot, columns=columns)
    titles = [title for line in told if line[:1].isupper() for title in PARTS if line.startswith(title)]

    assert titles == [title for title in PARTS if title in titles]
    assert {"WHO SAYS IT", "WHO DENIES IT", "WHAT DECIDES", "TAKEN OUT"} <= set(titles)
    assert told[-1].startswith("AGAIN        newsledger explain ")
    assert [line for line in told[:-1] if cells(line) > columns or line != line.rstrip()] == []


@pytest.mark.parametrize("slot", SLOTS)
def test_no_width_changes_what_is_said(slot: str) -> None:
    """At 40 columns stands word for word what stands at 200; a name may break at its hyphen."""
    assert len({said(slot, columns).replace(" ", "") for columns in (40, 80, 200)}) == 1


def test_the_head_tells_value_standing_and_how_sure() -> None:
    """The sentence of the claimed area, with whom it favours."""
    told = said(AREA)

    assert 'Ukraine in Kursk: 110 km² "just". CLAIMED: one side says so, nobody else does. HOW SURE: low' in told
    assert "(0.59), resting on 1 witness, of the side that gains by it." in told


def test_a_number_that_stands_worse_than_the_fact_says_so() -> None:
    """Corroborated that they are there, claimed how many."""
    assert (
        "CORROBORATED: more than one origin says so. That is of there being any; the figure itself is only claimed."
        in said("north-korea/beside")
    )


def test_an_own_word_has_no_number() -> None:
    """It is so because the party says so: nothing adds up to it."""
    told = said("position/us 30-day ceasefire/russia")

    assert "HOW SURE: no number for a party's own word" in told
    assert "HOW IT ADDS UP" not in told


def test_what_is_only_denied() -> None:
    """There is no value; how sure is how likely it is all the same."""
    told = said("encircled")

    assert "encircled: no value. DENIED: denied, and nobody on record says it." in told
    assert "(0.34) that it is so; nobody on record asserts it." in told
    assert part("encircled", "WHO SAYS IT") == ["nobody on record"]


def test_whoever_counts_with_another_stands_beneath_it() -> None:
    """Two names of one origin have one number, and the second says why it adds nothing."""
    first, *_, second, _, together = part(AREA, "WHO SAYS IT")

    assert first.startswith("1  Russian military officials (side Russia, grade D)")
    assert second.startswith("-  pro-Russian war bloggers (side Russia, grade D)")
    assert together == "counted with 1: it draws on Russian military officials; alone it would be 0.20"


def test_each_weight_is_shown_factor_by_factor() -> None:
    """Grade, interest, and what age has left of it."""
    assert "0.40 (grade D) × 0.50 (it favours its own side) = 0.20" in part(AREA, "WHO SAYS IT")
    assert any("is left of it at the date asked, for words of this kind lose half every 30 days" in line
               for line in part("office", "WHO SAYS IT"))  # fmt: skip


def test_it_adds_up_to_the_confidence_that_is_told() -> None:
    """Both sides of the odds, and what comes of them; the table is named by its version."""
    *_, odds = part("pockets", "HOW IT ADDS UP (weights table 1)")

    assert odds == "odds of 2.00 to 1.00, squared: 0.80"
    assert "(0.80), resting on 2 witnesses." in said("pockets")


def test_what_decides_is_named_and_decides() -> None:
    """Each id is that of a report or of an entry of ours; without it value, standing or evidence is another."""
    told = part("pockets", "WHAT DECIDES")
    decisive = answer(ROOT, "explain", "pockets", DAY)["decisive"]
    picture = open_ledger(ROOT / "events").replay(DAY)

    assert [line[:8] for line in told] == [one[:8] for one in decisive]
    assert any(line.endswith("what Russian battlefield maps says") for line in told)
    assert any(line.endswith("our entry: source ru-maps") for line in told)
    assert {one for one in decisive if picture.state is None or picture.state.get(one) is None} == set()


def test_who_disagrees_has_a_number_of_its_own() -> None:
    """The rival of the office stands under its own title, numbered from one."""
    assert part("office", "WHO SAYS OTHERWISE")[0].startswith("1  the report (grade C): U.S. presidential candidate")


# --- scales ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", names())
def test_how_sure_in_the_words_of_every_scale(name: str) -> None:
    """The head tells it in that scale's words, JSON beside the number; nothing else of the answer changes."""
    plain, told = lines("pockets", columns=200), lines("pockets", "--scale", name, columns=200)
    loaded = answer(ROOT, "explain", "pockets", DAY, "--scale", name)["belief"]
    changed = [one for one, other in zip(told, plain, strict=True) if one != other]

    assert loaded["confidence_word"] == scale(name).word(800_000)
    assert all(line.startswith("HOW SURE: ") for line in changed)
    assert bool(changed) is (name != "words")
    assert scale(name).shown(800_000) in next(line for line in told if line.startswith("HOW SURE: "))
    assert loaded["confidence"] == "0.800000"


# --- programs -------------------------------------------------------------------------------------


def loaded(slot: str = AREA) -> dict[str, Any]:
    """An explanation as programs read it."""
    return answer(ROOT, "explain", slot, DAY)


def test_the_keys_of_the_json() -> None:
    """Programs rely on them."""
    told = loaded()

    assert told["schema"] == "newsledger/explanation/1"
    assert told.keys() >= {
        "at", "public", "known", "zone", "story", "belief", "weights_table", "weight", "left", "voices", "taken_out",
        "decisive", "again",
    }  # fmt: skip
    assert told["weights_table"] == TABLE.version
    assert told["weight"].keys() == {"for", "against", "belief", "disbelief", "uncertainty"}
    assert told["voices"][0].keys() == {
        "id", "role", "origin", "side", "grade", "graded", "has_stake", "counted", "weighing", "said",
    }  # fmt: skip
    assert told["voices"][0]["weighing"].keys() == {"grade", "confidence", "interest", "decay", "new", "weight", "now"}


@pytest.mark.parametrize("slot", SLOTS)
def test_the_json_adds_up(slot: str) -> None:
    """Numbers are texts of six decimals; each weight is the product of its factors; the sum is that of who counts."""
    told = loaded(slot)
    million = 1_000_000

    def number(text: str) -> int:
        assert re.fullmatch(r"\d+\.\d{6}", text)
        return int(text.replace(".", ""))

    for voice in told["voices"]:
        parts = {name: number(text) for name, text in voice["weighing"].items()}
        assert parts["weight"] == parts["grade"] * parts["confidence"] // million * parts["interest"] // million
        assert parts["now"] == parts["weight"] * parts["decay"] // million
    counted = [voice for voice in told["voices"] if voice["counted"] and voice["role"] in {"shown", "agrees"}]
    assert sum(
        number(voice["weighing"]["weight"]) * number(voice["weighing"]["new"]) // million for voice in counted
    ) == number(told["weight"]["for"])


@pytest.mark.parametrize("slot", SLOTS)
def test_a_graph_has_a_box_for_each_voice(slot: str) -> None:
    """Both languages draw the same boxes and lines, one report for each voice of the JSON."""
    charts = [
        drawn_by_mermaid(run(ROOT, "explain", slot, DAY, "--format", "mermaid").stdout.rstrip("\n")),
        drawn_by_dot(run(ROOT, "explain", slot, DAY, "--format", "dot").stdout.rstrip("\n")),
    ]

    for nodes, _ in charts:
        assert sum(1 for name in nodes if name.startswith("report")) == len(loaded(slot)["voices"])
    assert charts[0][0].keys() == charts[1][0].keys()
    assert [(start, end) for start, _, _, end in charts[0][1]] == [(start, end) for start, _, _, end in charts[1][1]]


@pytest.mark.parametrize("form", ["text", "json"])
def test_formats_that_other_options_give_too(form: str) -> None:
    """`--format text` is what there is without it, `--format json` is `--json`."""
    plain = run(ROOT, "explain", AREA, DAY, *(["--json"] if form == "json" else []))

    assert run(ROOT, "explain", AREA, DAY, "--format", form).stdout == plain.stdout


# --- what cannot be answered ------------------------------------------------------------------------

REFUSED: list[Row] = [
    (("explain", AREA, DAY, "--format", "svg"), 2, ("--format", "'svg'", "mermaid")),
    (("explain", AREA, DAY, "--scale", "icd-203"), 2, ("no scale 'icd-203'", "did you mean icd203?")),
    (("explain", "pockts", DAY), 2, ("no slot here is or contains 'pockts'", "did you mean pockets?")),
    (("explain", "north-korea", DAY), 2, ("'north-korea' fits 4 slots", "forces/north-korea/beside russian forces")),
    (("explain", "pockets", "1999"), 2, ("the story begins later", "ukraine.pockets 2025-03-16")),
    (("explain", "pockets", "2025-02-30"), 2, ("2025-02-30", "28 days")),
    (("explain", "xyzzy", DAY), 2, ("'xyzzy' on the date asked", "timeline --slot 'xyzzy'")),
    (("explain",), 2, ("Missing argument 'SLOT'",)),
    (("explain", AREA, DAY, "--json", "--format", "dot"), 2, ("--json and --format dot ask for two forms",)),
]  # fmt: skip


@pytest.mark.parametrize("row", REFUSED, ids=name_of)
def test_what_cannot_be_answered(here: Path, row: Row) -> None:
    """It is refused in words: what was found, what is meant, what to write."""
    refused(here, row)


def test_the_json_of_a_ledger_with_a_scale_of_its_own(here: Path) -> None:
    """The scale of the ledger's settings speaks to people; programs get a word where they ask for one."""
    settings = here / "events" / "ledger.toml"
    told = settings.read_text(encoding="utf-8")
    settings.write_text(told.replace('default-grade = "C"', 'default-grade = "C"\nscale = "icd203"'), encoding="utf-8")

    assert "HOW SURE: very likely (ICD 203)" in run(here, "explain", "pockets", DAY).stdout
    belief = json.loads(run(here, "explain", "pockets", DAY, "--json").stdout)["belief"]
    assert "confidence_word" not in belief
