"""A virtual environment with this project in it: made once, used again while it is up to date."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = "constraints.txt"
STAMP = "newsledger-stamp"
"""A file in the environment that says what it was made from."""

EVERYTHING = "dev"
"""The dependency group of pyproject.toml that holds all others."""

SCRIPTS = "Scripts" if os.name == "nt" else "bin"
"""Where an environment keeps its programs."""


class HaltError(Exception):
    """Something outside is missing. The message says what, and what to do."""


def say(message: str) -> None:
    """Prints progress to stderr: stdout holds the answer alone."""
    print(f"newsledger: {message}", file=sys.stderr, flush=True)


def folder() -> Path:
    """Where the environment stands: `.venv` of the clone, or what `NEWSLEDGER_VENV` names."""
    return Path(os.environ.get("NEWSLEDGER_VENV") or ROOT / ".venv").absolute()


def program(name: str) -> str:
    """The full name of a program of the environment."""
    return str(folder() / SCRIPTS / name)


def variables() -> dict[str, str]:
    """The variables for programs of the environment: its own come first, the caller's Python is out of it."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}
    path = os.pathsep.join([str(folder() / SCRIPTS), kept.get("PATH", os.defpath)])
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_USER": "0"}
    # Tests draw the same examples each time: a check that passes must pass again.
    steady = {"CI": kept.get("CI") or "true"}
    return kept | quiet | steady | {"PATH": path, "VIRTUAL_ENV": str(folder())}


def prepare(group: str | None = None, *, editable: bool = True) -> None:
    """Makes the environment, with a dependency group where one is named, unless it stands ready.

    Without `editable` only what the project needs is installed, not the project itself.
    """
    wanted = _fingerprint(editable=editable)
    groups = _ready(wanted)
    if groups is not None and (group is None or group in groups or EVERYTHING in groups):
        return
    if groups is None:
        _create()
    _install(group, editable=editable)
    _stamp_file().write_text("\n".join([wanted, *(groups or ()), *([group] if group else ())]), encoding="utf-8")


def pip(*arguments: str) -> None:
    """Runs pip in the environment. What it prints is shown only if it fails.

    Raises:
        HaltError: pip failed; what it said stands above the message.
    """
    command = [program("python"), "-m", "pip", "--quiet", *arguments]
    if not _done(command):
        raise HaltError("could not install what is needed; pip says above why (is there a network?)")


def _done(command: list[str]) -> bool:
    """Whether a command went well. If not, all that it printed goes to stderr."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=variables(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        sys.stderr.write(done.stdout.decode(errors="replace"))
    return done.returncode == 0


def _fingerprint(*, editable: bool) -> str:
    """What an environment is made from, in one line: another line means another environment."""
    made_from = hashlib.sha256(f"{ROOT} {sys.version} {editable}".encode())
    for name in ("pyproject.toml", CONSTRAINTS):
        made_from.update((ROOT / name).read_bytes())
    return made_from.hexdigest()


def _stamp_file() -> Path:
    return folder() / STAMP


def _ready(wanted: str) -> list[str] | None:
    """The groups that an up-to-date environment holds; `None` where there is no such environment."""
    if not _stamp_file().is_file():
        return None
    made_from, *groups = _stamp_file().read_text(encoding="utf-8").split("\n")
    return groups if made_from == wanted and Path(program("python")).exists() else None


def _create() -> None:
    """Makes an empty environment in place of an old one.

    Raises:
        HaltError: the folder holds something else, or this Python cannot make environments.
    """
    place = folder()
    if place.exists() and any(place.iterdir()) and not (place / "pyvenv.cfg").exists():
        raise HaltError(f"{place} is no virtual environment: move it away, or name another in NEWSLEDGER_VENV")
    say(f"making a virtual environment in {place}")
    shutil.rmtree(place, ignore_errors=True)
    command = [sys.executable, "-m", "venv", str(place)]
    if not _done(command):
        shutil.rmtree(place, ignore_errors=True)
        raise HaltError("this Python cannot make virtual environments (on Debian and Ubuntu: install python3-venv)")


def _install(group: str | None, *, editable: bool) -> None:
    say(f"installing what {'the checks need' if group else 'newsledger needs'}")
    pip("install", "--constraint", CONSTRAINTS, "pip")  # older ones know neither groups nor build constraints
    what = [*(["--group", group] if group else []), *(["--editable", "."] if editable else [])]
    pip("install", "--constraint", CONSTRAINTS, "--build-constraint", CONSTRAINTS, *what)
