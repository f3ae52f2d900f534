"""Sealing at the command line: what is written, what is told, and when it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.amending import fill, ident
from tests.cli.refusing import Row, name_of, refused
from tests.cli.running import answer, files, fingerprint, run

WRONG: list[Row] = [
    (("seal", "--sign", "nowhere"), 2, ("error[no-key]", "'nowhere'", "name the file of an SSH key")),
    (("seal", "--sign", ""), 2, ("error[no-key]",)),
    (("seal", "--sign", "events"), 2, ("error[no-key]", "'events'")),
    (("seal", "--sign"), 2, ("--sign", "requires an argument")),
    (("seal", "now"), 2, ("unexpected extra argument",)),
    (("seal", "--sing", "key"), 2, ("--sing", "--sign")),
    (("seal", "--dry"), 2, ("--dry", "--dry-run")),
    (("seal", "--by", "\udcff"), 2, ("error[not-text]", "lone surrogate")),
    (("seal", "--by"), 2, ("--by", "requires an argument")),
]


@pytest.fixture
def flood(new: Path) -> Path:
    """A folder with the small ledger."""
    fill(new)
    return new


def seals(folder: Path) -> list[Path]:
    """The files of seals."""
    return sorted((folder / "events" / "_seals").glob("*.seal"))


def add(folder: Path, claim: str) -> None:
    """Adds one claim more."""
    result = run(folder, "add", claim, "--source", "agency", "--reported", "2025-05-04", "--story", "flood", "--yes")
    assert result.exit_code == 0, result.stderr


@pytest.mark.parametrize("row", WRONG, ids=name_of)
def test_wrong_words(flood: Path, row: Row) -> None:
    """They are refused with what to write, and nothing is sealed."""
    refused(flood, row)


def test_a_seal_tells_its_root(flood: Path) -> None:
    """The answer is the root, and how many events it is over; what to do with it goes to stderr."""
    result = run(flood, "seal", "--by", "Олена")
    (path,) = seals(flood)
    root = path.read_text(encoding="utf-8").splitlines()[1]

    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == root
    assert "13 events, sealed" in result.stdout
    assert "by Олена" in result.stdout
    assert "keep the root" in result.stderr
    assert f"_seals/{path.name}" in result.stderr


def test_the_pictures_stay_as_they_are(flood: Path) -> None:
    """A seal is nothing to a reader of events."""
    before, held = answer(flood, "replay", "2025-06-02"), fingerprint(flood)
    run(flood, "seal")

    assert answer(flood, "replay", "2025-06-02") == before
    assert run(flood, "check").exit_code == 0
    assert held.items() <= fingerprint(flood).items()


def test_a_second_seal_is_not_needed(flood: Path) -> None:
    """Where nothing is new the old one is told, with exit code 0."""
    first = run(flood, "seal").stdout
    result = run(flood, "seal", "--by", "somebody else")

    assert (result.exit_code, result.stdout) == (0, first)
    assert "nothing new since the seal" in result.stderr
    assert len(seals(flood)) == 1


def test_the_next_seal_goes_on(flood: Path) -> None:
    """Only what is new is listed, and the JSON tells from which seal it goes on."""
    first = answer(flood, "seal")
    add(flood, "state/gauge/read = yes")
    second = answer(flood, "seal")

    assert (first["new"], first["after"], second["new"]) == (13, [], 1)
    assert (second["count"], second["after"]) == (14, [first["seal"]])
    assert first["root"] != second["root"]
    assert (flood / "events" / second["file"]).is_file()


def test_a_dry_run_writes_nothing(flood: Path) -> None:
    """It tells the root that a seal would have."""
    before = fingerprint(flood)
    told = answer(flood, "seal", "--dry-run")

    assert fingerprint(flood) == before
    assert (told["file"], told["dry_run"]) == (None, True)
    assert answer(flood, "seal")["root"] == told["root"]


def test_an_empty_ledger(new: Path) -> None:
    """There is nothing to seal, which is said with what to do."""
    refused(new, (("seal",), 2, ("error[nothing-to-seal]", "newsledger add SHEET")))


def test_no_ledger(tmp_path: Path) -> None:
    """Where there is none, both commands say so."""
    for command in ("seal", "verify"):
        refused(tmp_path, ((command,), 3, ("no ledger here", "newsledger init")))


def test_a_damaged_ledger_is_not_sealed(flood: Path) -> None:
    """A seal would leave the damaged lines out for good."""
    path = files(flood)[0]
    path.write_bytes(path.read_bytes().replace(b"900 acre", b"800 acre", 1))

    refused(flood, (("seal",), 4, ("id-mismatch", "nothing was sealed")))


def test_a_loss_is_not_hidden(flood: Path) -> None:
    """After a loss sealing is refused; `--anew` seals what is left, and `verify` still tells of the loss."""
    run(flood, "seal")
    files(flood)[1].unlink()

    refused(flood, (("seal",), 2, ("error[broken-seal]", "--anew", "newsledger verify")))
    assert run(flood, "seal", "--anew").exit_code == 0
    assert run(flood, "verify").exit_code == 4


def test_what_came_late_is_named(flood: Path) -> None:
    """An event that is older than the seal before is taken in, and told."""
    run(flood, "seal")
    add(flood, "state/gauge/read = yes")
    (path,) = (one for one in files(flood) if b"gauge" in one.read_bytes())
    path.write_bytes(path.read_bytes().replace(b'"recorded":"20', b'"recorded":"19', 1))
    result = run(flood, "seal")

    assert result.exit_code == 0
    assert "1 event came in since the seal before, recorded before it" in result.stderr
    assert ident(flood, "state/gauge") in result.stderr
    assert "1 event came in between two seals" in run(flood, "verify").stdout


def test_a_name_forges_no_line(flood: Path) -> None:
    """Whoever seals may call himself what he likes."""
    result = run(flood, "seal", "--by", "a\nroot 0\x1b[2J")

    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 2
    assert "\x1b" not in result.stdout + result.stderr
    assert run(flood, "verify").exit_code == 0
