"""Verifying at the command line: sound or broken, everything named at once, proofs for others."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.cli.amending import fill, ident, one
from tests.cli.refusing import Row, name_of, refused
from tests.cli.repository import commit, git, repository
from tests.cli.running import answer, files, fingerprint, run

from newsledger.sealing.proving import holds

WRONG: list[Row] = [
    (("verify", "zzz"), 2, ("error[unknown-seal]", "'zzz'", "there are:", "_seals/")),
    (("verify", ""), 2, ("error[unknown-seal]",)),
    (("verify", "zzz", "yyy"), 2, ("'zzz'", "'yyy'")),
    (("verify", "20"), 2, ("error[several-seals]", "write more of one")),
    (("verify", "elsewhere/a.seal"), 2, ("error[unknown-seal]",)),
    (("verify", "--proof", "zz"), 2, ("--proof", "no event has an id", "newsledger timeline")),
    (("verify", "--proof", ""), 2, ("--proof: no id is given",)),
    (("verify", "-o", "x.json"), 2, ("-o writes a proof", "--proof ID")),
    (("verify", "--allowed-signers", "nobody"), 2, ("error[no-signers]", "ssh-ed25519")),
    (("verify", "--proof"), 2, ("--proof", "requires an argument")),
    (("verify", "--prove", "12"), 2, ("--prove", "--proof")),
    (("verify", "--proof", "zz", "-o", ""), 2, ("error[is-folder]", "proof.json")),
    (("verify", "--proof", "zz", "-o", "/"), 2, ("error[is-folder]", "'/'")),
    (("verify", "--proof", "zz", "-o", "no/such/folder/x.json"), 2, ("error[no-folder]", "make it first")),
]


@pytest.fixture
def flood(new: Path) -> Path:
    """A folder with the small ledger, sealed."""
    fill(new)
    assert run(new, "seal", "--by", "desk").exit_code == 0
    return new


def sealed_again(folder: Path) -> dict[str, Any]:
    """One claim more, and a second seal."""
    claim = ("add", "state/gauge/read = yes", "--source", "agency", "--reported", "2025-05-04", "--story", "flood")
    assert run(folder, *claim, "--yes").exit_code == 0
    return answer(folder, "seal")


def only_seal(folder: Path) -> Path:
    """The file of the one seal."""
    (path,) = (folder / "events" / "_seals").glob("*.seal")
    return path


def codes(folder: Path, *arguments: str) -> list[str]:
    """The codes of what is found."""
    return [finding["code"] for finding in answer(folder, "verify", *arguments)["findings"]]


@pytest.mark.parametrize("row", WRONG, ids=name_of)
def test_wrong_words(flood: Path, row: Row) -> None:
    """They are refused, all of them, with what to write instead."""
    sealed_again(flood)
    refused(flood, row)


def test_a_ledger_without_a_seal(new: Path) -> None:
    """It is said how one is made."""
    refused(new, (("verify",), 2, ("error[no-seal]", "newsledger seal makes one")))


def test_a_sound_ledger(flood: Path) -> None:
    """What is told is the seal, its root, who signed, and that all is there."""
    result = run(flood, "verify")

    assert (result.exit_code, result.stderr) == (0, "")
    assert "not signed" in result.stdout
    assert result.stdout.splitlines()[-1] == "sound: 13 sealed events, all there, none altered; nothing more"
    assert answer(flood, "verify")["sound"] is True


def test_everything_is_named_at_once(flood: Path) -> None:
    """Altered, back-dated, gone and slipped in: one run tells all, on stdout, with exit code 4."""
    first, second = files(flood)
    lines = first.read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b'"recorded":"20', b'"recorded":"19')
    lines[2] = lines[2].replace(b'"by":"desk"', b'"by":"dusk"')
    added = second.read_bytes().replace(b'"recorded":"20', b'"recorded":"18')
    first.write_bytes(b"".join(lines[:3] + lines[4:]) + added)
    result = run(flood, "verify")

    assert result.exit_code == 4
    for code in ("back-dated-event", "altered-event", "missing-event", "inserted-event"):
        assert result.stdout.count(f"[{code}]") == 1, result.stdout
    assert f"{first.parent.name}/{first.name}:2: error[back-dated-event]" in result.stdout
    assert "broken: 3 errors over 13 sealed events" in result.stdout


def test_the_json_tells_what_was_and_what_is(flood: Path) -> None:
    """Programs get the member that was sealed, and the one that stands there now."""
    path = files(flood)[1]
    path.write_bytes(path.read_bytes().replace(b'"by":"desk"', b'"by":"dusk"'))
    told = answer(flood, "verify")

    assert told["sound"] is False
    (finding,) = told["findings"]
    assert (finding["member"]["by"], finding["now"]["by"]) == ("desk", "dusk")
    assert (finding["code"], finding["line"]) == ("altered-event", 1)


def test_what_came_in_under_a_seal_is_exit_code_one(flood: Path) -> None:
    """It breaks nothing, and is not passed over."""
    path = files(flood)[1]
    (path.parent / "more.jsonl").write_bytes(path.read_bytes().replace(b'"recorded":"20', b'"recorded":"19'))
    result = run(flood, "verify")

    assert result.exit_code == 1
    assert "warning[inserted-event]" in result.stdout
    assert "sound: 13 sealed events" in result.stdout


def test_damage_beside_what_was_sealed_is_exit_code_three(flood: Path) -> None:
    """A line that cannot be read, and that nothing sealed is missing for."""
    (files(flood)[0].parent / "more.jsonl").write_bytes(b"<<<<<<< HEAD\n")

    assert run(flood, "verify").exit_code == 3
    assert codes(flood) == ["no-json"]


def test_a_seal_of_a_newer_newsledger(flood: Path) -> None:
    """It cannot be judged here, which is exit code 3."""
    path = only_seal(flood)
    path.write_text(path.read_text(encoding="utf-8").replace("seal 1", "seal 2"), encoding="utf-8")
    result = run(flood, "verify")

    assert result.exit_code == 3
    assert "error[newer-seal]" in result.stdout
    assert "update newsledger" in result.stdout


@pytest.mark.parametrize("change", [("root ", "root 0"), ("count", "cuont"), ("desk", "dusk"), ("Z", "z")])
def test_a_damaged_seal(flood: Path, change: tuple[str, str]) -> None:
    """A seal that was changed by hand is broken, whatever was changed."""
    path = only_seal(flood)
    path.write_text(path.read_text(encoding="utf-8").replace(*change, 1), encoding="utf-8")

    assert run(flood, "verify").exit_code == 4
    assert codes(flood) == ["damaged-seal"]


def test_a_root_that_somebody_kept(flood: Path) -> None:
    """By its root a seal is found; one that was taken away, or made anew, is missed."""
    root = answer(flood, "verify")["seals"][0]["root"]
    assert run(flood, "verify", root).exit_code == 0
    assert run(flood, "verify", f" {root.upper()} ").exit_code == 0

    only_seal(flood).unlink()
    files(flood)[1].unlink()
    assert run(flood, "seal").exit_code == 0
    result = run(flood, "verify", root)
    assert result.exit_code == 4
    assert f"no seal here has the root {root}" in result.stdout


@pytest.mark.parametrize("part", ["root", "id", "file", "path"])
def test_the_names_of_a_seal(flood: Path, part: str) -> None:
    """The beginning of its root, its id or its file's name, and the path of its file."""
    old = only_seal(flood)
    first = answer(flood, "verify")["seals"][0]
    sealed_again(flood)
    names = {
        "root": first["root"][:8],
        "id": first["id"][:8],
        "file": old.name[:-3],
        "path": f"events/_seals/{old.name}",
    }

    assert [seal["id"] for seal in answer(flood, "verify", names[part])["seals"]] == [first["id"]]


def test_after_pack_and_redact(flood: Path) -> None:
    """Both leave the seal sound; what was redacted is told with its reason."""
    sealed_again(flood)
    assert run(flood, "pack", "--before", "2025-07").exit_code == 0
    target = ident(flood, "state/Old Bridge")
    told = ("--reason", "names a minor", "--authority", "the editor")
    assert run(flood, "redact", target, *told, "--yes").exit_code == 0
    result = run(flood, "verify")

    assert result.exit_code == 0
    assert f"{target}  redacted as declared: names a minor (the editor)" in result.stdout


def test_two_people_seal_on_two_branches(flood: Path) -> None:
    """Git merges without a conflict, both seals hold, and the next one joins them."""
    repository(flood)
    git(flood, "switch", "--create", "amira")
    sealed_again(flood)
    commit(flood, "Sealed by Amira")
    git(flood, "switch", "--create", "ben", "main")
    claim = ("add", "state/dike/broken = no", "--source", "agency", "--reported", "2025-05-05", "--story", "flood")
    assert run(flood, *claim, "--yes").exit_code == 0
    assert run(flood, "seal", "--by", "ben").exit_code == 0
    commit(flood, "Sealed by Ben")
    git(flood, "merge", "amira")

    told = answer(flood, "verify")
    assert (told["sound"], len(told["seals"]), told["findings"]) == (True, 2, [])
    assert len(answer(flood, "seal")["after"]) == 2
    assert len(answer(flood, "verify")["seals"]) == 1


def test_doctor_names_what_git_would_do_to_seals(flood: Path) -> None:
    """In a repository that changes the ends of lines of seals, the line that stops it is told; then nothing more."""
    repository(flood)
    git(flood, "config", "core.autocrlf", "true")
    line = "events/**/*.seal* -text"
    assert line in run(flood, "doctor").stdout

    with (flood / ".gitattributes").open("a", encoding="utf-8") as attributes:
        attributes.write(f"{line}\n")
    assert line not in run(flood, "doctor").stdout


def test_the_ends_of_lines_were_changed(flood: Path) -> None:
    """A seal that went through Windows is told with the line that git needs."""
    path = only_seal(flood)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    result = run(flood, "verify")

    assert result.exit_code == 4
    assert "events/**/*.seal* -text" in result.stdout


# --- proofs -----------------------------------------------------------------------------------


def test_a_proof_for_others(flood: Path) -> None:
    """It is written to a file, and leads to the root that is told."""
    target = one(flood, "state/Old Bridge")
    result = run(flood, "verify", "--proof", target.id[:8], "-o", str(flood / "proof.json"))
    proof = json.loads((flood / "proof.json").read_text(encoding="utf-8"))

    assert (result.exit_code, result.stdout) == (0, "")
    assert proof["root"] in result.stderr
    assert holds(proof, only_seal(flood).read_text(encoding="utf-8").splitlines()[1].removeprefix("root "))
    assert proof["said"].encode() == target.raw


def test_a_proof_on_stdout(flood: Path) -> None:
    """Without `-o` it is the answer."""
    told = json.loads(run(flood, "verify", "--proof", ident(flood, "state/Old Bridge")).stdout)

    assert told["schema"] == "newsledger/inclusion/1"
    assert holds(told, told["root"])


def test_a_proof_is_never_written_over(flood: Path) -> None:
    """A file that is there stays."""
    path = flood / "proof.json"
    path.write_text("mine", encoding="utf-8")
    words = ("verify", "--proof", ident(flood, "state/Old Bridge"), "-o", str(path))

    refused(flood, (words, 2, ("error[file-exists]", "name a new file")))


def test_what_is_not_sealed_has_no_proof(flood: Path) -> None:
    """It says to seal first."""
    old = only_seal(flood).name[:20]
    sealed_again(flood)

    refused(
        flood, (("verify", old, "--proof", ident(flood, "state/gauge")), 2, ("error[not-sealed]", "newsledger seal"))
    )


def test_a_damaged_seal_proves_nothing(flood: Path) -> None:
    """A root that is not that of the members can be proved of none."""
    path = only_seal(flood)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[1] = f"root {'0' * 64}\n"
    path.rename(path.with_name("renamed.seal")).write_text("".join(lines), encoding="utf-8")

    refused(flood, (("verify", "--proof", ident(flood, "state/Old Bridge")), 2, ("error[not-sealed]",)))


def test_a_proof_of_a_broken_ledger(flood: Path) -> None:
    """The event that is there can be proved; that another is gone shows in the exit code."""
    target = ident(flood, "state/Old Bridge")
    files(flood)[1].unlink()
    result = run(flood, "verify", "--proof", target)

    assert result.exit_code == 4
    told = json.loads(result.stdout)
    assert holds(told, told["root"])
    assert "1 finding beside" in result.stderr


def test_verifying_changes_nothing(flood: Path) -> None:
    """It only looks."""
    before = fingerprint(flood)
    run(flood, "verify")
    run(flood, "verify", "--json")

    assert fingerprint(flood) == before


def test_a_copy_elsewhere_is_as_sound(flood: Path, tmp_path: Path) -> None:
    """A seal knows no machine and no folder."""
    shutil.copytree(flood / "events", tmp_path / "elsewhere" / "other", dirs_exist_ok=True)

    assert run(tmp_path / "elsewhere" / "other", "verify").exit_code == 0
