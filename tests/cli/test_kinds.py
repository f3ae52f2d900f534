"""kinds: what can be said, from what the kinds declare and from nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.refusing import Row, name_of, refused
from tests.cli.running import answer, run

from newsledger import kinds
from newsledger.claimline import read_claim
from newsledger.cli.kinds import example, timings
from newsledger.fact import KindSpec, Time
from newsledger.values.when import When

EVERY = kinds.names()

WRONG: list[Row] = [
    (("kinds", "territry-held"), 2, ("'territry-held'", "did you mean territory-held?")),
    (("kinds", "casualty"), 2, ("'casualty'", "did you mean casualties?")),
    (("kinds", "zzz"), 2, ("no kind 'zzz' is known", "known: alias, casualties")),
    (("kinds", "territory_held"), 2, ("did you mean territory-held?",)),
    (("kinds", "state/bridge"), 2, ("no kind 'state/bridge'", "did you mean state")),
    (("kinds", "__init__"), 2, ("no kind '__init__'",)),
    (("kinds", ""), 2, ("no kind ''",)),
    (("kinds", "control", "forces"), 2, ("unexpected extra argument",)),
    (("kinds", "--format", "csv"), 2, ("--format",)),
]


@pytest.mark.parametrize("row", WRONG, ids=name_of)
def test_a_wrong_kind(here: Path, row: Row) -> None:
    """A kind that nobody knows is answered with the nearest that is known."""
    refused(here, row)


def spec_of(name: str) -> KindSpec:
    """What a kind declares."""
    spec = kinds.spec(name)
    assert spec is not None
    return spec


@pytest.mark.parametrize("name", EVERY)
def test_every_kind_is_told(tmp_path: Path, name: str) -> None:
    """Each kind shows its keys, values, terms and units without any ledger at hand."""
    out = " ".join(run(tmp_path, "kinds", name, columns=200).stdout.split())

    spec = spec_of(name)
    assert out.startswith(f"{name}: {' '.join(spec.doc.splitlines()[0].split())}")
    for field in spec.fields:
        assert f"{field.name} " in out
        assert all(term in out for term in field.terms)
        assert (field.unit or "") in out


@pytest.mark.parametrize("name", EVERY)
def test_every_example_can_be_typed(name: str) -> None:
    """The example line of a kind reads back as a fact of that kind."""
    claim = read_claim(example(spec_of(name)), reported=When.parse("2025-03-16"), resolve=lambda begun: begun)

    assert claim.fact.spec.name == name


def test_the_list_holds_them_all(tmp_path: Path) -> None:
    """Without a name every kind stands in the list, with its sentence."""
    out = run(tmp_path, "kinds").stdout

    assert [name for name in EVERY if f"  {name} " not in out] == []
    assert f"{len(EVERY)} kinds." in out


def test_the_json_of_one_is_its_schema(here: Path) -> None:
    """`--json` with a name gives the JSON schema of its form; without one, all that the kinds declare."""
    schema = answer(here, "kinds", "forces")

    assert schema["properties"]["fact"]["properties"]["kind"] == {"const": "forces"}
    listed = answer(here, "kinds")["kinds"]
    assert [one["name"] for one in listed] == EVERY
    forces = next(one for one in listed if one["name"] == "forces")
    assert forces["values"][0]["unit"] == "person"
    assert forces["times"] == [{"time": "holds", "moves": "yes", "window": 30, "half_life": 30}]


def test_kinds_that_decide_fact_by_fact() -> None:
    """A kind whose time hangs on its keys tells each of the ways."""
    assert {timing.time for timing in timings(spec_of("casualties"))} == {Time.COUNTED, Time.NEW}
    assert {timing.time for timing in timings(spec_of("indicator"))} == {Time.MEASURED, Time.COUNTED, Time.NEW}


def test_capitals_do_not_matter(tmp_path: Path) -> None:
    """A kind is found however it is spelled."""
    assert json.loads(run(tmp_path, "kinds", "Control", "--json").stdout)["title"] == "control"
