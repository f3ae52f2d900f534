"""What is asked of git: which bytes stood in the ledger at a commit, and how git is set up here."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from newsledger.errors import InvalidInput
from newsledger.problems import Problem, did_you_mean

ENDING = b".jsonl"

DASHES = "--end-of-options"
"""What follows is a name, whatever it begins with (git 2.24 and later)."""


class Git:
    """The repository that a folder stands in.

    Raises `InvalidInput` where git is not installed, or the folder is in no repository.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._check_installed()
        top = self._run("rev-parse", "--show-toplevel")
        if top.returncode:
            message = f"{folder} is in no git repository that can be read"
            hint = _reason(top.stderr) or "start one with `git init`, or leave --against out"
            raise InvalidInput([Problem(code="no-repository", message=message, hint=hint)])
        self.top = Path(top.stdout.decode(errors="surrogateescape").removesuffix("\n"))

    def _check_installed(self) -> None:
        try:
            self._run("--version")
        except OSError:
            message = "git cannot be started, and the ledger's history is asked of it"
            hint = "install git, or leave --against out"
            raise InvalidInput([Problem(code="no-git", message=message, hint=hint)]) from None

    def _run(self, *arguments: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        command = ["git", "-C", str(self.folder), *arguments]
        # the arguments are ours, and names of others stand behind --end-of-options
        return subprocess.run(command, input=given, capture_output=True, check=False)  # noqa: S603

    # --- commits ------------------------------------------------------------------------------

    def commit(self, name: str) -> str:
        """The id of the commit that a branch, a tag or the beginning of an id names.

        Raises `InvalidInput` where there is none, with the nearest name.
        """
        found = self._run("rev-parse", "--verify", "--quiet", DASHES, f"{name}^{{commit}}")
        if found.returncode or not name:
            message = f"--against: git knows no commit {name!r} here"
            near = did_you_mean(name, self._names()) or "there is no commit yet"
            hint = f"{near}\n  in a shallow clone, fetch it first: git fetch origin {name or 'main'}"
            raise InvalidInput([Problem(code="unknown-ref", message=message, hint=hint)])
        return found.stdout.decode().strip()

    def _names(self) -> list[str]:
        told = self._run("for-each-ref", "--format=%(refname:short)")
        return told.stdout.decode(errors="replace").split()

    def is_behind(self, commit: str) -> bool:
        """Whether a commit holds something that the branch checked out does not: it is no ancestor of HEAD."""
        return self._run("merge-base", "--is-ancestor", commit, "HEAD").returncode != 0

    def files(self, commit: str) -> Iterator[tuple[str, bytes]]:
        """The files of events that stood in the folder at a commit: their paths from it, and their bytes."""
        listed = self._run("ls-tree", "-r", "-z", commit)  # of the folder that git is run in, as paths from there
        entries = [entry.partition(b"\t") for entry in listed.stdout.split(b"\0") if entry.endswith(ENDING)]
        blobs = [(head.split()[2], path) for head, _, path in entries if head.split()[1] == b"blob"]
        read = self._run("cat-file", "--batch", given=b"".join(blob + b"\n" for blob, _ in blobs)).stdout
        at = 0
        for _, path in blobs:
            line_end = read.index(b"\n", at)
            size = int(read[at:line_end].split()[2])
            yield path.decode(errors="surrogateescape"), read[line_end + 1 : line_end + 1 + size]
            at = line_end + 1 + size + 1

    # --- settings -----------------------------------------------------------------------------

    def setting(self, name: str) -> str:
        """A setting of git, empty where there is none."""
        return self._run("config", "--get", name).stdout.decode(errors="replace").strip()

    def attribute(self, name: str, path: str) -> str:
        """What `.gitattributes` says of a file: a value, `set`, `unset` or `unspecified`."""
        told = self._run("check-attr", "-z", name, "--", path).stdout.decode(errors="replace").split("\0")
        return told[2] if len(told) > 2 else "unspecified"  # noqa: PLR2004  path, attribute, value

    def ignores(self, path: str) -> bool:
        """Whether git leaves a path out."""
        return self._run("check-ignore", "--quiet", "--", path).returncode == 0

    def hook(self, name: str) -> str:
        """The text of a hook, empty where there is none."""
        told = self._run("rev-parse", "--git-path", f"hooks/{name}").stdout.decode(errors="replace").strip()
        path = self.folder / told
        return path.read_text(encoding="utf-8", errors="replace") if told and path.is_file() else ""


def _reason(told: bytes) -> str | None:
    """What git itself advises where it distrusts a folder's owner; its other words say no more than ours."""
    text = told.decode(errors="replace")
    return "git distrusts its owner: git config --global --add safe.directory DIR" if "safe.directory" in text else None
