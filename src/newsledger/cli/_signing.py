"""Signatures of seals, made and checked by `ssh-keygen`, in a file beside that of the seal. Nothing else is started."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from newsledger.cli._amending import typed
from newsledger.errors import InvalidInput
from newsledger.event import short
from newsledger.frozen import frozen
from newsledger.problems import ERROR, WARNING, Place, Problem
from newsledger.sealing.text import Seal

PROGRAM = "ssh-keygen"
NAMESPACE = "newsledger"
"""What the signatures are for: one that was made for something else does not pass as one of a seal."""

ENDING = ".sig"
KEY = re.compile(r" with (\S+ key \S+)")
INSTALL = "install OpenSSH 8.2 or later, which brings it"


@frozen(kw_only=True)
class Signature:
    """What is known of the signature of a seal: the key, and whose it is where that was checked."""

    file: str
    key: str | None = None
    signer: str | None = None


def _run(*arguments: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """Runs ssh-keygen. Without `given` it keeps the terminal, at which it may ask for a passphrase."""
    command = [PROGRAM, "-Y", *arguments]
    # found on the path as every tool is; what it is handed are names of files, never a command
    return subprocess.run(command, input=given, capture_output=True, check=False)  # noqa: S603


def sign(raw: bytes, key: str) -> bytes:
    """The signature of the bytes of a seal by a private key, or by a public one whose private one an agent holds.

    Raises:
        InvalidInput: there is no such key, no ssh-keygen, or it does not sign.
    """
    if not Path(key).is_file():
        raise InvalidInput([typed("no-key", f"--sign: there is no key {key!r}", "name the file of an SSH key", key)])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "seal"
        path.write_bytes(raw)
        try:
            done = _run("sign", "-f", key, "-n", NAMESPACE, str(path))
        except OSError:
            message = f"--sign: {PROGRAM} cannot be started"
            raise InvalidInput([typed("no-ssh-keygen", message, f"{INSTALL}, or leave --sign out", "")]) from None
        made = path.with_name(path.name + ENDING)
        if done.returncode or not made.exists():
            told = _told(done) or "it gives no reason"
            message = f"--sign: {PROGRAM} does not sign with {key!r}: {told}"
            raise InvalidInput([typed("cannot-sign", message, "see to the key, or leave --sign out", key)])
        return made.read_bytes()


def _told(done: subprocess.CompletedProcess[bytes]) -> str:
    """The last line that ssh-keygen printed."""
    lines = (done.stderr + done.stdout).decode(errors="replace").strip().splitlines()
    return lines[-1].strip() if lines else ""


# --- checking ---------------------------------------------------------------------------------


def checked(folder: Path, seal: Seal, allowed: str | None) -> tuple[Signature | None, list[Problem]]:
    """The signature of a seal, and what is wrong with it. `allowed` is the file that tells whose keys count."""
    file = f"{seal.file}{ENDING}"
    path = folder / file
    where = Place(file=seal.file if allowed and not path.is_file() else file)
    name = f"the seal {short(seal.id)} of {seal.sealed}"
    if not path.is_file():
        message, hint = f"{name} is not signed, and signatures were asked for", "newsledger seal --sign KEY signs it"
        return None, [_problem("unsigned-seal", message, hint, where)] if allowed else []
    raw = (folder / str(seal.file)).read_bytes()
    try:
        return _by_ssh(path, raw, name, where, allowed)
    except OSError:
        message = f"{name} is signed, and {PROGRAM}, which checks it, cannot be started"
        severity = ERROR if allowed else WARNING
        problem = Problem(code="no-ssh-keygen", severity=severity, message=message, hint=INSTALL, where=where)
        return Signature(file=file), [problem]


def _by_ssh(path: Path, raw: bytes, name: str, where: Place, allowed: str | None) -> tuple[Signature, list[Problem]]:
    file = str(where.file)
    good = _run("check-novalidate", "-n", NAMESPACE, "-s", str(path), given=raw)
    if good.returncode:
        message = f"the signature of {name} is not one of its bytes: {_told(good) or 'it cannot be read'}"
        hint = "restore seal and signature from git; if nobody can, trust neither"
        return Signature(file=file), [_problem("bad-signature", message, hint, where)]
    found = KEY.search(_told(good))
    key = found[1] if found else None
    if allowed is None:
        return Signature(file=file, key=key), []
    for signer in _principals(path, allowed):
        if _run("verify", "-f", allowed, "-I", signer, "-n", NAMESPACE, "-s", str(path), given=raw).returncode == 0:
            return Signature(file=file, key=key, signer=signer), []
    message = f"{name} is signed by a key that {allowed} does not allow: {key or 'of an unknown sort'}"
    hint = "add the key there if you know whose it is, with the namespace newsledger or none"
    return Signature(file=file, key=key), [_problem("unknown-signer", message, hint, where)]


def _principals(path: Path, allowed: str) -> list[str]:
    """Whose key it is, by the file of allowed signers."""
    found = _run("find-principals", "-s", str(path), "-f", allowed)
    lines = found.stdout.decode(errors="replace").splitlines() if found.returncode == 0 else []
    return [name for line in lines for name in line.strip().split(",") if name]


def _problem(code: str, message: str, hint: str, where: Place) -> Problem:
    return Problem(code=code, message=message, hint=hint, where=where)
