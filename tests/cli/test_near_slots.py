"""New slots that may be old ones told in other words, and words that may be misspelt, are asked about."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.running import fingerprint, run

SINKING = "casualties/passengers/killed/civilian/total/Selma sinking"


def add(folder: Path, claim: str, *more: str) -> tuple[int, str]:
    """Adds a word of the harbour master."""
    result = run(folder, "add", claim, "--source", "harbour", "--reported", "2025-06-11", *more)
    return result.exit_code, result.stderr


@pytest.fixture
def port(new: Path) -> Path:
    """A ledger with a few slots."""
    for claim in (f"{SINKING} = 5 @ 2025-06-10", "state/Selma/overloaded", "forces/coast guard = 40"):
        assert add(new, claim, "--yes")[0] == 0
    return new


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("state/Selma/overloaded with cars", "looks like state/selma/overloaded, which is there"),
        ("casualties/passengers/killed = 6 @ 2025-06-11", f"more keys than {SINKING.casefold()}, which is there"),
        ("forces/coast guard/harbour = 20", "more keys than forces/coast guard, which is there"),
        ("casualties/crew/woundd = 6 @ 2025-06-11", "its outcome 'woundd' looks like 'wounded'"),
        ("state/Selma/raised = yse", "did you mean yes?"),
        ("state/Selma/raised = noo", "did you mean no?"),
    ],
)
def test_what_may_be_meant_otherwise_is_asked_about(port: Path, claim: str, told: str) -> None:
    """Without somebody to ask nothing is written; with `--yes` it is taken, and asked about no more."""
    before = fingerprint(port)
    code, said = add(port, claim)

    assert (code, told in said, "near-miss" in said) == (2, True, True), said
    assert fingerprint(port) == before
    assert add(port, claim, "--yes")[0] == 0


@pytest.mark.parametrize(
    "claim",
    [
        "state/Selma/loaded",
        "state/Selma sister/overloaded",
        "state/Selma/lights = on",
        "state/Selma/raised = yes",
        "state/Selma/overloaded 2024",
        "casualties/crew/drowned = 6 @ 2025-06-11",
        "casualties/passengers/wounded = 6 @ 2025-06-11",
        "forces/navy/harbour = 20",
    ],
)
def test_what_is_simply_new_is_not(port: Path, claim: str) -> None:
    """Other keys, other outcomes, numbers and plain answers are taken."""
    code, said = add(port, claim)

    assert code == 0, said


def test_a_word_that_was_taken_once_is_no_slip(port: Path) -> None:
    """An outcome that somebody meant is not asked about again."""
    assert add(port, "casualties/crew/woundd = 6 @ 2025-06-11", "--yes")[0] == 0
    assert add(port, "casualties/rescuers/woundd = 1 @ 2025-06-11")[0] == 0


def test_two_new_slots_of_one_sheet_that_look_alike_are_asked_about(port: Path) -> None:
    """A slip of the finger within one sheet opens two slots, and neither was there before."""
    sheet = port / "two.report"
    sheet.write_text(
        "report: gazette\npublished: 2025-06-11\n\nthe report says:\n"
        "  state/lifeboat/launched\n  state/lifebaot/launched = yes @ 2025-06-10\n",
        encoding="utf-8",
    )
    before = fingerprint(port)
    result = run(port, "add", str(sheet))

    assert (result.exit_code, fingerprint(port)) == (2, before), result.stderr
    assert "state/lifebaot/launched and state/lifeboat/launched are both new, and look alike" in result.stderr
    assert run(port, "add", str(sheet), "--yes").exit_code == 0


def test_a_claim_that_corrects_a_report_a_second_time_is_refused(port: Path) -> None:
    """`add` refuses it as `correct` does, and names the correction that can be corrected."""
    target = run(port, "add", "forces/coast guard = 45 @ 2025-06-11", "--source", "harbour").stdout.split()[0]
    first = run(port, "add", f"correct {target}: forces/coast guard = 44 @ 2025-06-11", "--source", "harbour")
    assert first.exit_code == 0, first.stderr
    before = fingerprint(port)
    second = ("add", f"correct {target}: forces/coast guard = 43 @ 2025-06-11", "--source", "harbour")
    refused = run(port, *second)

    assert (refused.exit_code, fingerprint(port)) == (2, before), refused.stderr
    assert f"{target} was corrected already" in refused.stderr
    assert f"correct {first.stdout.split()[0]} instead" in refused.stderr
    assert run(port, *second, "--yes").exit_code == 0
