"""Inclusion proofs: they lead from the words to the root, and nothing else does."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pages import ROOT
from tests.sealing.making import DAY
from tests.stores.samples import event, events

from newsledger.sealing.proving import holds, member_in, proof
from newsledger.sealing.shelf import Shelf, next_seal, shelf_of

PROGRAM = re.compile(r"^```text\n(import hashlib.*?)^```$", re.MULTILINE | re.DOTALL)
PAGE = ROOT / "docs" / "concepts" / "proof.md"


def sealed(numbers: list[int]) -> Shelf:
    """The shelf of a seal over some of the samples."""
    members = [(one.id, one.recorded, one.by) for one in map(event, numbers)]
    raw = next_seal(Shelf(), members, sealed=DAY, by="desk")
    assert raw is not None
    return shelf_of([("a.seal", raw)])


def proved(numbers: list[int], number: int) -> dict[str, Any]:
    """The proof for one of them."""
    shelf = sealed(numbers)
    (seal,) = shelf
    member = member_in(shelf, seal, event(number).id)
    assert member is not None
    return proof(shelf, seal, member, event(number))


@given(st.lists(st.integers(0, 14), min_size=1, unique=True), st.data())
def test_each_sealed_event_can_be_proved(numbers: list[int], data: st.DataObject) -> None:
    """The proof leads to the root of the seal, and to no other."""
    made = proved(numbers, data.draw(st.sampled_from(numbers)))

    assert holds(made, made["root"])
    assert not holds(made, "0" * 64)
    assert holds(json.loads(json.dumps(made)), made["root"])


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("said", '{"v":"1"}'), ("leaf", "0" * 32 + ' 2025-03-17T12:00:00Z "desk"'), ("index", 3), ("index", -1),
        ("count", 4), ("count", 9), ("path", []), ("path", ["0" * 64] * 3),
    ],
)  # fmt: skip
def test_a_bent_proof_fails(part: str, wrong: object) -> None:
    """Whatever part of it is another, it proves nothing."""
    made = proved([0, 1, 2, 3, 4], 2)
    assert made[part] != wrong

    assert not holds(made | {part: wrong}, made["root"])


def test_a_redacted_event_can_be_proved() -> None:
    """Its words are not in the proof; its id, time and hand are."""
    shelf = sealed([0, 1, 2])
    (seal,) = shelf
    member = (event(1).id, event(1).recorded, event(1).by)
    made = proof(shelf, seal, member, event(1).without_words())

    assert made["said"] is None
    assert holds(made, seal.root)


def test_what_is_in_no_seal_has_no_member() -> None:
    """There is nothing to prove."""
    shelf = sealed([0, 1])

    assert [member_in(shelf, seal, event(5).id) for seal in shelf] == [None]


def test_of_two_takings_in_the_earlier_is_proved() -> None:
    """It is the one that counts."""
    members = [(one.id, one.recorded, one.by) for one in (event(0, recorded=2), event(0, recorded=1))]
    raw = next_seal(Shelf(), members, sealed=DAY, by="desk")
    assert raw is not None
    shelf = shelf_of([("a.seal", raw)])

    (seal,) = shelf
    assert member_in(shelf, seal, event(0).id) == members[1]


# --- the ten lines of the page ----------------------------------------------------------------


@pytest.fixture
def checker(tmp_path: Path) -> Path:
    """The program that the page prints, as a third party would copy it."""
    (program,) = PROGRAM.findall(PAGE.read_text(encoding="utf-8"))
    path = tmp_path / "check_proof.py"
    path.write_text(program, encoding="utf-8")
    return path


def checks(checker: Path, made: dict[str, Any], root: str) -> bool:
    """Whether the program is content with a proof; it knows nothing of newsledger."""
    path = checker.with_name("proof.json")
    path.write_text(json.dumps(made), encoding="utf-8")
    command = [sys.executable, "-I", str(checker), str(path), root]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_the_page_has_ten_lines(checker: Path) -> None:
    """As it promises."""
    assert len(checker.read_text(encoding="utf-8").splitlines()) == 10


def test_the_ten_lines_take_every_proof(checker: Path) -> None:
    """Trees of all sizes and every place in them, an event without words included."""
    for count in (1, 2, 3, 5, 7):
        numbers = list(range(count))
        for number in numbers:
            made = proved(numbers, number)
            assert checks(checker, made, made["root"]), (count, number)
    made = proved([0, 1, 2], 1) | {"said": None}
    assert checks(checker, made, made["root"])


def test_the_ten_lines_refuse_what_is_no_proof(checker: Path) -> None:
    """Another root, other words, another place, another path."""
    made = proved(list(range(6)), 4)
    other = events()[5].raw.decode()

    assert not checks(checker, made, "0" * 64)
    for wrong in ({"said": other}, {"index": 2}, {"path": made["path"][:-1]}, {"leaf": "0" + made["leaf"][1:]}):
        assert not checks(checker, made | wrong, made["root"]), wrong
