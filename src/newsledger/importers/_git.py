"""The history of one file in a git repository, version by version, as the git command tells it.

Only what git has on the disk is read: no hook, filter, pager or signature program is run, and no network is asked.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, NamedTuple, Self, cast

from newsledger.errors import InvalidInput
from newsledger.importers._files import File, refused
from newsledger.problems import did_you_mean
from newsledger.values.when import When, instant

SAFE = (
    "--literal-pathspecs", "--no-pager", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c",
    "log.showSignature=false", "-c", "log.showRoot=true", "-c", "protocol.allow=never",
)  # fmt: skip
"""A repository of somebody else may name programs in its settings: none of them is started."""

ASKED = (
    "log", "--first-parent", "-m", "--follow", "--raw", "--no-abbrev", "--no-ext-diff", "--no-textconv",
    "--format=%x01%H %cI",
)  # fmt: skip
"""The commits that changed a file along the branch, the newest first, each with the id of what stands there since.

A file that was given another name is followed to its old one; git follows backwards alone.
"""

FILES = ("100644", "100755")
"""Modes of files with content: no link, no folder, no other repository."""

IN_MEMORY = 1 << 23
"""So much of one version is held in memory, in bytes; more is put on the disk."""

SHORT = 10
"""How much of a commit's id is shown."""


class Version(NamedTuple):
    """One version of a file: its commit, when that was made, and the id of its content."""

    commit: str
    published: When
    blob: str


class Blob(File):
    """One version of a file, read as any file is."""

    def __init__(self, path: str, name: str, stream: IO[bytes], size: int) -> None:
        super().__init__(path)
        self.name = name
        self._stream = stream
        self._bytes = size

    @property
    def size(self) -> int:
        """Its bytes."""
        return self._bytes

    def _opened(self) -> IO[bytes]:
        self._stream.seek(0)
        return cast("IO[bytes]", _Open(self._stream))


class _Open:
    """A stream that stays open behind a `with`: it is read again from its beginning."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.read = stream.read

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leaves it open."""


class GitFile(File):
    """A path in a repository, with all its versions along the branch that is checked out.

    As a file it is its newest version; `read` and `size` count versions.
    """

    def __init__(self, repository: str, path: str) -> None:
        super().__init__(path)
        self.repository = repository
        self.name = os.path.basename(path)  # noqa: PTH119  a path within git, whatever system this is
        self._found: list[Version] | None = None

    @property
    def size(self) -> int:
        """How many versions there are."""
        return len(self.versions())

    def stands(self) -> tuple[int, int]:
        """How many versions there are, and the beginning of the newest one's commit."""
        self._found = None
        found = self.versions()
        return len(found), int(found[-1].commit[:SHORT], 16)

    def settle(self) -> str:
        """The newest commit, which stands for all that led to it."""
        self.digest = self.versions()[-1].commit
        return self.digest

    def versions(self) -> list[Version]:
        """Every version, the oldest first. A version cannot be older than the one it follows, whatever its clock said.

        Raises `InvalidInput` where git is missing, or there is no repository or no such file in it.
        """
        if self._found is None:
            self._found = list(_in_order(reversed(list(self._told()))))
            if not self._found:
                raise self._unknown_path()
        return self._found

    def blobs(self) -> Iterator[tuple[Version, Blob]]:
        """Every version with its content, one after the other, by one process of git."""
        with self._started("cat-file", "--batch", given=subprocess.PIPE) as git:
            for number, version in enumerate(self.versions(), start=1):
                self.read = number
                with tempfile.SpooledTemporaryFile(IN_MEMORY) as stream:
                    size = _content(git, version.blob, stream)
                    if size is None:
                        raise self._incomplete(version)
                    yield version, Blob(self.path, self.name, cast("IO[bytes]", stream), size)
            cast("IO[bytes]", git.stdin).close()

    def _opened(self) -> IO[bytes]:
        """The newest version."""
        with self._started("cat-file", "--batch", given=subprocess.PIPE) as git:
            stream = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  handed on, and gone with whoever reads
            version = self.versions()[-1]
            if _content(git, version.blob, stream) is None:
                raise self._incomplete(version)
            cast("IO[bytes]", git.stdin).close()
        stream.seek(0)
        return cast("IO[bytes]", stream)

    # --- asking git ---------------------------------------------------------------------------

    def _told(self) -> Iterator[tuple[str, str, str]]:
        """Of each version its commit, its time and its content's id."""
        with self._started(*ASKED, "--", self.path) as git:
            commit = time = ""
            for line in cast("IO[bytes]", git.stdout):
                text = line.decode(errors="replace").rstrip("\n")
                if text.startswith("\x01"):
                    commit, _, time = text[1:].partition(" ")
                elif text.startswith(":"):
                    blob = self._blob(*text[1:].split("\t", 1))
                    if blob:
                        yield commit, time, blob
            told = cast("IO[bytes]", git.stderr).read().decode(errors="replace")
        if git.returncode:
            raise self._no_history(told)

    def _blob(self, entry: str, path: str = "") -> str | None:
        """The id of a version's content; `None` where the file was taken away."""
        _, mode, _, blob, status = entry.split(" ")
        if status == "D":
            return None
        within = self.path.replace(os.sep, "/").rstrip("/") + "/"
        if mode not in FILES or f"/{path}".find(f"/{within.removeprefix('./')}") >= 0:
            message = "in the repository it is no file with content"
            raise refused(self.path, "no-such-path", message, "name one file, by its path in the repository")
        return blob

    def _started(self, *arguments: str, given: int = subprocess.DEVNULL) -> _Git:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        told = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
        command = ["git", "-C", self.repository, *SAFE, *arguments]
        try:
            # the arguments are ours, and the path of others stands behind --
            return _Git(
                command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=kept | told
            )  # fmt: skip
        except OSError:
            message, hint = "git cannot be started, and the history is asked of it", "install git"
            raise refused(self.repository, "no-git", message, hint) from None

    # --- what is wrong ------------------------------------------------------------------------

    def _no_history(self, told: str) -> InvalidInput:
        if "does not have any commits" in told:
            return refused(self.repository, "no-such-path", "the repository has no commit yet", "commit the file first")
        hint = "name the folder of a clone: --git DIR PATH"
        if "safe.directory" in told:
            hint = f"git distrusts its owner: git config --global --add safe.directory {self.repository}"
        return refused(self.repository, "no-repository", "it is no git repository that can be read", hint)

    def _unknown_path(self) -> InvalidInput:
        with self._started("ls-tree", "-r", "--name-only", "-z", "HEAD") as git:
            names = cast("IO[bytes]", git.stdout).read().decode(errors="replace").split("\0")
        message = f"no commit of {self.repository} has a file of that path"
        near = did_you_mean(self.path, [name for name in names if name]) or "name it by its path in the repository"
        return refused(self.path, "no-such-path", message, near)

    def _incomplete(self, version: Version) -> InvalidInput:
        message = f"the repository lacks the version of commit {version.commit[:SHORT]}"
        return refused(
            self.path, "no-such-path", message, "make the clone whole first: git fetch --unshallow, or clone"
        )


class _Git(subprocess.Popen[bytes]):
    """A process of git that ends with its `with`, whatever was read of it."""

    def __exit__(self, *_: object) -> None:
        if self.stdin is not None:
            with suppress(OSError):
                self.stdin.close()
        for stream in (self.stdout, self.stderr):
            if stream is not None:
                stream.close()
        self.wait()


def _content(
    git: subprocess.Popen[bytes], blob: str, into: IO[bytes] | tempfile.SpooledTemporaryFile[bytes]
) -> int | None:
    """Puts one content into a stream, piece by piece; its size, or `None` where git has it not."""
    given, told = cast("IO[bytes]", git.stdin), cast("IO[bytes]", git.stdout)
    given.write(f"{blob}\n".encode())
    given.flush()
    head = told.readline().split()
    if len(head) != len(("id", "type", "size")) or head[1] != b"blob":
        return None
    left = size = int(head[2])
    while left > 0:
        piece = told.read(min(left, IN_MEMORY))
        if not piece:
            return None
        into.write(piece)
        left -= len(piece)
    told.read(1)
    return size


def _in_order(told: Iterator[tuple[str, str, str]]) -> Iterator[Version]:
    last: When | None = None
    for commit, time, blob in told:
        when = When.parse(time).earliest
        published = instant(when) if when is not None else None
        if published is None or (last is not None and published.key < last.key):
            published = last
        if published is not None:
            last = published
            yield Version(commit, published, blob)
