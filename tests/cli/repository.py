"""Real repositories of git for tests: whoever runs them, and however their git is set up."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.cli.running import surroundings

ATTRIBUTES = "events/**/*.jsonl -text diff=newsledger\n"

SOMEBODY = {
    "GIT_AUTHOR_NAME": "Amira", "GIT_AUTHOR_EMAIL": "amira@example.org",
    "GIT_COMMITTER_NAME": "Amira", "GIT_COMMITTER_EMAIL": "amira@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
}  # fmt: skip


def git(folder: Path, *arguments: str, fails: bool = False) -> str:
    """Runs git in a folder, with `newsledger` on the path, and gives what it printed; `fails` where it should."""
    done = started(folder, "git", *arguments)
    assert (done.returncode != 0) is fails, done.stdout + done.stderr
    return done.stdout + done.stderr


def shell(folder: Path, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs a script as a step of CI does, which stops at the first command that fails."""
    return started(folder, "sh", "-e", "-c", script, **variables)


def started(folder: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs a program in a folder, with `newsledger` on the path and git set up as nobody's in particular."""
    path = os.pathsep.join([str(program_in(folder)), os.environ.get("PATH", "")])
    environment = surroundings(**SOMEBODY, PATH=path, **variables)
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)


def program_in(folder: Path) -> Path:
    """A folder that holds `newsledger` as a program, outside the repository."""
    programs = folder.parent / f"{folder.name}-programs"
    programs.mkdir(exist_ok=True)
    program = programs / "newsledger"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m newsledger "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return programs


def repository(folder: Path) -> Path:
    """Makes a repository of a folder, with all that is in it as its first commit."""
    (folder / ".gitattributes").write_text(ATTRIBUTES, encoding="utf-8")
    (folder / ".gitignore").write_text(".newsledger/\n", encoding="utf-8")
    git(folder, "init", "--initial-branch", "main")
    commit(folder, "The ledger")
    return folder


def commit(folder: Path, message: str) -> None:
    """Commits all that is there."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
