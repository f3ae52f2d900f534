"""Signatures of seals: by real keys where ssh-keygen is there, and plain words where it is not."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from tests.cli.amending import fill
from tests.cli.refusing import refused
from tests.cli.running import answer, run

needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")


@pytest.fixture
def flood(new: Path) -> Path:
    """A folder with the small ledger."""
    fill(new)
    return new


def key(folder: Path, who: str) -> Path:
    """A new key without a passphrase."""
    path = folder / who
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", who, "-f", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path


def signers(folder: Path, *who: str) -> str:
    """A file of those whose keys count."""
    path = folder / "signers"
    lines = [f"{one}@example.org {(folder / one).with_suffix('.pub').read_text(encoding='utf-8')}" for one in who]
    path.write_text("".join(lines), encoding="utf-8")
    return str(path)


@needs_ssh
def test_a_signed_seal(flood: Path) -> None:
    """With the file of signers it is told whose signature it is, without it which key."""
    result = run(flood, "seal", "--sign", str(key(flood, "amira")))
    assert result.exit_code == 0, result.stderr
    assert ".seal.sig" in result.stderr
    allowed = signers(flood, "amira")

    told = answer(flood, "verify", "--allowed-signers", allowed)
    assert told["seals"][0]["signature"]["signer"] == "amira@example.org"
    assert (
        "signed by amira@example.org (ED25519 key SHA256:" in run(flood, "verify", "--allowed-signers", allowed).stdout
    )
    assert "nobody told whose that is" in run(flood, "verify").stdout


@needs_ssh
def test_a_seal_is_signed_later(flood: Path) -> None:
    """Where nothing is new the newest seal gets its signature; a second one changes nothing."""
    run(flood, "seal")
    amira = key(flood, "amira")
    assert run(flood, "verify", "--allowed-signers", signers(flood, "amira")).exit_code == 4
    assert run(flood, "seal", "--sign", str(amira), "--dry-run").exit_code == 0
    assert list(flood.rglob("*.sig")) == []

    assert run(flood, "seal", "--sign", str(amira)).exit_code == 0
    assert run(flood, "verify", "--allowed-signers", signers(flood, "amira")).exit_code == 0
    (signature,) = flood.rglob("*.sig")
    before = signature.read_bytes()
    run(flood, "seal", "--sign", str(key(flood, "ben")))
    assert signature.read_bytes() == before


@needs_ssh
def test_a_signature_of_somebody_else(flood: Path) -> None:
    """A good signature by a key that is not allowed breaks the seal, and the key is told."""
    run(flood, "seal", "--sign", str(key(flood, "mallory")))
    key(flood, "amira")
    result = run(flood, "verify", "--allowed-signers", signers(flood, "amira"))

    assert result.exit_code == 4
    assert "error[unknown-signer]" in result.stdout
    assert "SHA256:" in result.stdout


@needs_ssh
def test_an_unsigned_seal_where_signatures_are_asked_for(flood: Path) -> None:
    """It is broken, for whoever asks."""
    run(flood, "seal")
    key(flood, "amira")
    result = run(flood, "verify", "--allowed-signers", signers(flood, "amira"))

    assert result.exit_code == 4
    assert "error[unsigned-seal]" in result.stdout
    assert run(flood, "verify").exit_code == 0


@needs_ssh
@pytest.mark.parametrize("how", ["exchanged", "garbage"])
def test_a_signature_of_something_else(flood: Path, how: str) -> None:
    """One that belongs to another seal, or is none, is bad with signers and without."""
    amira = str(key(flood, "amira"))
    run(flood, "seal", "--sign", amira)
    (first,) = flood.rglob("*.sig")
    if how == "exchanged":
        run(flood, "seal", "--anew", "--by", "other", "--sign", amira)
        (other,) = set(flood.rglob("*.sig")) - {first}
        first.write_bytes(other.read_bytes())
    else:
        first.write_text("-----BEGIN SSH SIGNATURE-----\n", encoding="utf-8")

    for arguments in ((), ("--allowed-signers", signers(flood, "amira"))):
        result = run(flood, "verify", *arguments)
        assert result.exit_code == 4
        assert result.stdout.count("error[bad-signature]") == 1
        assert "with a signature that proves nothing" in result.stdout


@needs_ssh
def test_a_signature_for_another_purpose(flood: Path) -> None:
    """The same key over the same bytes, signed as a file, is no signature of a seal."""
    run(flood, "seal")
    amira = key(flood, "amira")
    (seal,) = flood.rglob("*.seal")
    command = ["ssh-keygen", "-Y", "sign", "-f", str(amira), "-n", "file", str(seal)]
    subprocess.run(command, check=True, capture_output=True)

    assert [one["code"] for one in answer(flood, "verify")["findings"]] == ["bad-signature"]


@needs_ssh
def test_a_file_that_is_no_key(flood: Path) -> None:
    """What ssh-keygen says is passed on, and nothing is sealed."""
    (flood / "no-key").write_text("hello\n", encoding="utf-8")

    refused(flood, (("seal", "--sign", str(flood / "no-key")), 2, ("error[cannot-sign]", "see to the key")))


@needs_ssh
def test_the_signature_can_be_checked_without_newsledger(flood: Path) -> None:
    """As the page on proof says."""
    run(flood, "seal", "--sign", str(key(flood, "amira")))
    (seal,) = flood.rglob("*.seal")
    command = [
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        signers(flood, "amira"),
        "-I",
        "amira@example.org",
        "-n",
        "newsledger",
    ]
    done = subprocess.run([*command, "-s", f"{seal}.sig"], input=seal.read_bytes(), capture_output=True, check=False)

    assert done.returncode == 0, done.stderr


def test_without_ssh_keygen(flood: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signing is refused in words; a signature that is there is told as unchecked, and is an error where it counts."""
    (flood / "key").write_text("hello\n", encoding="utf-8")
    monkeypatch.setattr("newsledger.cli._signing.PROGRAM", "no-such-ssh-keygen")
    refused(flood, (("seal", "--sign", str(flood / "key")), 2, ("error[no-ssh-keygen]", "install OpenSSH 8.2")))

    run(flood, "seal")
    (seal,) = flood.rglob("*.seal")
    Path(f"{seal}.sig").write_text("?", encoding="utf-8")
    result = run(flood, "verify")
    assert (result.exit_code, result.stdout.count("warning[no-ssh-keygen]")) == (1, 1)
    (flood / "signers").write_text("", encoding="utf-8")
    result = run(flood, "verify", "--allowed-signers", str(flood / "signers"))
    assert (result.exit_code, result.stdout.count("error[no-ssh-keygen]")) == (3, 1)
